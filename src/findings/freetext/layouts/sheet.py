"""A file of rows and cells (CSV, TSV, XLSX, XLS, ODS) with one row of headings, as the layouts read it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.faults import closest
from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem
from findings.freetext.layouts.written import rows_named
from findings.intake.clean import clean
from findings.intake.export import Opening
from findings.intake.formats.grid import open_grid, unique_names

_GUARDED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Sheet:
    """A file with headings, read.

    Parameters
    ----------
    file
        What messages call it.
    headings
        Its columns by name; a heading that stands twice has a number.
    rows
        The number of each row that is not blank, and its cells, as many as there are headings.
    problems
        The rows that cannot be read.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[Problem, ...]

    def place(self, name: str) -> int | None:
        """Where a column stands, however its heading is written; None if there is none of this name."""
        wanted = as_compared(name)
        return next((place for place, own in enumerate(self.headings) if as_compared(own) == wanted), None)

    def places(self, wanted: Mapping[str, str]) -> tuple[dict[str, int], list[Problem]]:
        """Use -> where its column stands, for each that names one; and a problem for each that is missing."""
        found: dict[str, int] = {}
        problems = []
        for use, name in wanted.items():
            place = self.place(name) if name else None
            if place is not None:
                found[use] = place
            elif name:
                do = closest(name, self.headings) or f"Correct '{use}' in codeframe.yaml, or the heading in the file."
                what = f"the column '{name}' is missing"
                problems.append(Problem(f"{self.file}, row 1", what, allowed=", ".join(self.headings[:30]), do=do))
        return found, problems

    def cells(self, places: Mapping[str, int]) -> Iterator[tuple[int, dict[str, str]]]:
        """The number of each row, and its cells by use, without the spaces around them."""
        for number, cells in self.rows:
            yield number, {use: unguarded(cells[place].strip()) for use, place in places.items()}


def unguarded(cell: str) -> str:
    """A cell without the sign that a run's files put before what a spreadsheet would run as a formula.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'tis far")
    ('=1+1', "'tis far")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _GUARDED else cell


def open_sheet(path: Path, file: str, sheet: str = "") -> Sheet:
    """Read a file with headings; one with headings and no rows has no rows.

    Raises
    ------
    InputRefused
        If it cannot be read at all.
    """
    try:
        grid = open_grid(path, Opening(sheet=sheet))
        rows = list(grid.rows())
    except InputRefused as refused:
        raise InputRefused([_named(problem, path.name, file) for problem in refused.problems]) from None
    if not rows:
        raise InputRefused([Problem(file, "the file is empty", do="Export it again, or name another file.")])
    _, header = rows[0]
    cleaned = [clean(cell) for cell in header]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    headings = unique_names(cleaned)
    width = len(headings)
    whole, long, faulty = [], [], []
    for number, cells in rows[1:]:
        if any(map(str.strip, cells[width:])):
            long.append(number)
        elif grid.fault is not None and (bad := next((cell for cell in cells if grid.fault(cell)), "")):
            faulty.append((number, grid.fault(bad)))
        else:
            whole.append((number, (*cells[:width], *[""] * (width - len(cells)))))
    problems = []
    if long:
        what = "more cells than there are headings"
        do = "Look for a comma or a quotation mark inside a cell that is not quoted."
        problems.append(Problem(f"{file}, {rows_named(long)}", what, do=do))
    for number, reason in faulty:
        what = f"a cell that cannot be read ({reason})"
        problems.append(Problem(f"{file}, row {number}", what, do="Save the file as CSV in UTF-8, or as XLSX."))
    return Sheet(file, headings, tuple(whole), tuple(problems))


def _named(problem: Problem, name: str, file: str) -> Problem:
    """A problem of a file as `codeframe.yaml` names it: its keys are not those of responses."""
    where = file + problem.where[len(name) :] if problem.where.startswith(name) else problem.where
    do = problem.do.replace("'data.sheet'", "'sheet'").replace("'data.file'", "'file'").replace("responses", "rows")
    return dataclasses.replace(problem, where=where, do=do)
