"""Google Forms: one header row, the time first, several answers in one cell, a grid as `Question [Row]`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from findings.consultation.names import as_compared
from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, filled, named
from findings.intake.formats.parts import split_brackets

_TIMES: tuple[str, ...] = (
    "timestamp",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "carimbo de data/hora",
    "tijdstempel",
)
_TIMES += ("informazioni cronologiche", "sygnatura czasowa", "tidsstämpel", "tidsstempel")
_IDENTITY = ("email address", "username", "e-mail address", "email")
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4})"
_TIME = re.compile(rf"{_DAY}[ T]\d{{1,2}}[:.]\d{{2}}.*")
_ZONE = re.compile(r".*\b(?:GMT|UTC|[A-Z]{2,4}T)\b.*")
_SCORE = re.compile(r"-?\d+(?:\.\d+)? / \d+(?:\.\d+)?")


class _GoogleForms:
    name = "google_forms"
    title = "Google Forms (CSV, TSV or XLSX)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if not head or as_compared(head[0][0]) not in _TIMES or len(head[0]) < 2:
            return 0
        times = filled(head[1:], 0)
        if not times:
            return 1
        return 3 if all(map(_TIME.fullmatch, times)) else 0

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        begin = begin_of(grid, headers=1)
        columns = columns_of(begin.rows[0], begin.after(1))
        found = {"between answers": f"'{separator_of(begin.after(1))}'"}
        return export_of(grid, self.name, columns, begin.numbers[0] + 1, found)


def separator_of(sample: Sequence[Sequence[str]]) -> str:
    """What the file puts between several answers: the form's own file names time zones and differs from its sheet."""
    return ";" if any(map(_ZONE.fullmatch, filled(sample, 0))) else ", "


def columns_of(header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> tuple[Column, ...]:
    """The columns under a header row of Google Forms.

    The separator is declared for every question, since the file does not say which have several answers;
    options may hold it themselves.

    Examples
    --------
    >>> columns = columns_of(["Timestamp", "Rate [Bus]", "Rate [Tram]"])
    >>> [(column.heading, column.part, column.says) for column in columns]
    [('Timestamp', '', 'paradata'), ('Rate', 'Bus', 'matrix'), ('Rate', 'Tram', 'matrix')]
    """
    separator = separator_of(sample)
    columns = []
    for place, (heading, (question, row)) in enumerate(zip(header, split_brackets(header), strict=True)):
        if kind := _own(place, heading, sample):
            columns.append(Column("", heading, says=kind))
        elif row:
            columns.append(Column("", question, row, group=question, says="matrix", separator=separator))
        else:
            columns.append(Column("", heading, separator=separator))
    return named(columns, header)


def _own(place: int, heading: str, sample: Sequence[Sequence[str]]) -> str:
    """What the tool's own columns hold, which stand first."""
    if place == 0:
        return "paradata"
    if place > 2:
        return ""
    if as_compared(heading) in _IDENTITY:
        return "identity"
    cells = filled(sample, place)
    quiz = as_compared(heading) == "score" and cells and all(map(_SCORE.fullmatch, cells))
    return "paradata" if quiz else ""


READER = _GoogleForms()
