"""Microsoft Forms: one header row with ID and times first, several answers in one cell with `;` behind each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from findings.consultation.names import as_compared
from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, filled, named, translated

_FIRST = ("id", "start time", "completion time")
_OWN = {
    **dict.fromkeys((*_FIRST, "last modified time", "language", "total points", "quiz feedback"), "paradata"),
    **dict.fromkeys(("grade posted time",), "paradata"),
    **dict.fromkeys(("email", "name"), "identity"),
}
_QUIZ = ("points - ", "feedback - ")
SEPARATOR = ";"
_RANKED = 3


class _MicrosoftForms:
    name = "ms_forms"
    title = "Microsoft Forms (XLSX or CSV)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if not head:
            return 0
        first = tuple(as_compared(heading) for heading in head[0][:3])
        if first == _FIRST:
            return 3
        return 2 if {"start time", "completion time"} <= {as_compared(heading) for heading in head[0]} else 0

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        begin = begin_of(grid, headers=1)
        columns = columns_of(begin.rows[0], begin.after(1))
        export = export_of(grid, self.name, columns, begin.numbers[0] + 1)
        return translated(export, {column.name: _without_last for column in columns if column.separator})


def columns_of(header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> tuple[Column, ...]:
    """The columns under a header row of Microsoft Forms.

    A question has several answers if every cell of it ends with `;`. It is a ranking if they are all the same
    answers in different orders. The rows of a Likert question are columns like others: the file does not show
    which belong together.

    Examples
    --------
    >>> columns = columns_of(["ID", "Seen?"], [["1", "Jaws;Alien;"], ["2", "Jaws;"]])
    >>> [(column.name, column.says, column.separator) for column in columns]
    [('ID', 'paradata', ''), ('Seen?', 'multiple', ';')]
    """
    columns = []
    for place, heading in enumerate(header):
        own = _own_kind(place, heading, header)
        kind = own or _several(filled(sample, place))
        columns.append(Column("", heading, says=kind, separator="" if own or not kind else SEPARATOR))
    return named(columns, header)


def _own_kind(place: int, heading: str, header: Sequence[str]) -> str:
    text = as_compared(heading)
    for mark in _QUIZ:
        if text.startswith(mark) and text.removeprefix(mark) in map(as_compared, header[:place]):
            return "paradata"
    # The tool's own columns stand together at the front; a question may be called "Name" too.
    own = all(as_compared(other) in _OWN for other in header[:place])
    return _OWN.get(text, "") if own else ""


def _several(cells: Sequence[str]) -> str:
    if not cells or not all(cell.endswith(SEPARATOR) and cell.strip(SEPARATOR) for cell in cells):
        return ""
    orders = {tuple(piece.strip() for piece in cell.split(SEPARATOR) if piece.strip()) for cell in cells}
    sets = {frozenset(order) for order in orders}
    ranked = len(sets) == 1 and len(orders) > 1 and len(next(iter(sets))) >= _RANKED
    return "ranking" if ranked else "multiple"


def _without_last(cell: str) -> str:
    return cell.strip().removesuffix(SEPARATOR)


READER = _MicrosoftForms()
