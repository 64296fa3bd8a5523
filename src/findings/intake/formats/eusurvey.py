"""EUSurvey: a workbook with a few lines before its header, headings `text (ID1)` and answers `label(ID2)`."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem
from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import Grid, export_of, open_grid
from findings.intake.formats.layout import begin_of, filled, named, translated

SEPARATOR = "; "
_ID = r"[A-Za-z][A-Za-z0-9_]*"
_HEADING = re.compile(rf"(?P<text>.*\S)\s*\((?P<code>{_ID})\)", re.DOTALL)
_MARK = re.compile(rf"(?<=\S)\({_ID}\)(?=; |\Z)")
_ENDS_MARKED = re.compile(rf"(?<=\S)\({_ID}\)\Z")
_RATED = re.compile(r"\d{1,2}/(\d{1,2})")
_FIGURES = re.compile(r"[\d.,:/ -]+")
_PREAMBLE = ("alias", "export date", "filter", "survey", "title")
_PREAMBLE_MOST = 12
_OWN = {
    **dict.fromkeys(("creation date", "last update", "contribution id", "language", "languages", "score"), "paradata"),
    **dict.fromkeys(("total score", "status"), "paradata"),
    **dict.fromkeys(("user name", "email", "e-mail", "invitation number", "user", "ip"), "identity"),
}


class _EUSurvey:
    name = "eusurvey"
    title = "EUSurvey (XLS or XLSX with lines before the header)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if len(head) < 3:
            return 0
        first = [as_compared(row[0]) for row in head[:2]]
        return 3 if first == ["alias", "export date"] else 0

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        before = _lines_before(grid)
        begin = begin_of(grid, headers=1, skip=before)
        columns = columns_of(begin.rows[0], begin.after(1))
        found = {"lines before the header": str(before)}
        export = export_of(grid, self.name, columns, begin.numbers[0] + 1, found)
        chosen = [place for place in range(len(columns)) if _are_chosen(filled(begin.after(1), place))]
        return translated(export, {columns[place].name: _without_ids for place in chosen})


def _lines_before(grid: Grid) -> int:
    """How many rows that are not blank stand before the header: those named, or all above a blank row."""
    begin = list(itertools.islice(grid.rows(), _PREAMBLE_MOST))
    known = 0
    for _, cells in begin:
        if as_compared(cells[0] if cells else "") not in _PREAMBLE or sum(bool(cell.strip()) for cell in cells) > 2:
            break
        known += 1
    if not known:
        do = "Export it again from EUSurvey, or name another format with 'data.format'."
        raise InputRefused([Problem(f"{grid.file}, row 1", "the lines 'Alias' and 'Export Date' are missing", do=do)])
    return known


def columns_of(header: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> tuple[Column, ...]:
    """The columns under a header row of EUSurvey.

    Answers that were chosen end with their own ID, and that tells them from words; a rating is `3/5`.

    Examples
    --------
    >>> for column in columns_of(["Seen? (P4)", "Why? (P5)"], [["Jaws(ID7); Alien(ID8)", "Fun"]]):
    ...     print((column.heading, column.code, column.says, column.separator))
    ('Seen?', 'P4', 'multiple', '; ')
    ('Why?', 'P5', 'open', '')
    """
    split = [_split(heading) for heading in header]
    rows = _rows_of_matrices([text for text, _ in split])
    cells = [filled(sample, place) for place in range(len(header))]
    # An export can leave the IDs out; then an answer that was chosen looks like one that was typed.
    marked = any(map(_are_chosen, cells))
    columns: list[Column] = []
    first = 0
    for place, ((text, code), row) in enumerate(zip(split, rows, strict=True)):
        if not code and (own := _OWN.get(as_compared(text), "")):
            columns.append(Column("", text, says=own))
            continue
        heading, part = row or (text, "")
        first = place if not part else first if columns and columns[-1].heading == heading else place
        group = f"{first + 1}. {heading}" if part else ""
        kind, labels, separator = _answers(cells[place], in_matrix=bool(part), marked=marked)
        columns.append(Column("", heading, part, code, group, kind, labels, separator=separator))
    return named(columns, header)


def _split(heading: str) -> tuple[str, str]:
    match = _HEADING.fullmatch(heading)
    return (match["text"].strip(), match["code"]) if match else (heading, "")


def _rows_of_matrices(texts: Sequence[str]) -> list[tuple[str, str] | None]:
    """Question and row of each heading, where columns side by side share the question before the last colon."""
    cuts = [re.fullmatch(r"(?P<question>.+\S)\s*:\s+(?P<row>[^:]+)", text, re.DOTALL) for text in texts]
    questions = [cut["question"] if cut else "" for cut in cuts]
    return [
        (cut["question"], cut["row"].strip()) if cut and cut["question"] in (before, after) else None
        for cut, before, after in zip(cuts, ["", *questions], [*questions[1:], ""], strict=False)
    ]


def _answers(cells: Sequence[str], *, in_matrix: bool, marked: bool) -> tuple[str, dict[str, str], str]:
    """What kind of answers a column holds, those that it declares, and what stands between several."""
    if _are_chosen(cells):
        if any(len(_MARK.findall(cell)) > 1 for cell in cells):
            return "multiple", {}, SEPARATOR
        return ("matrix", {}, "") if in_matrix else ("", {}, SEPARATOR)
    most = {match[1] if (match := _RATED.fullmatch(cell)) else "" for cell in cells}
    if len(most) == 1 and (top := most.pop()):
        labels = {str(point): f"{point}/{top}" for point in range(1, int(top) + 1)}
        return ("matrix" if in_matrix else "scale"), labels, ""
    return ("open" if marked and not all(map(_FIGURES.fullmatch, cells)) else ""), {}, ""


def _are_chosen(cells: Sequence[str]) -> bool:
    """Whether every cell ends with the ID of an answer."""
    return bool(cells) and all(map(_ENDS_MARKED.search, cells))


def _without_ids(cell: str) -> str:
    return _MARK.sub("", cell.strip())


READER = _EUSurvey()
