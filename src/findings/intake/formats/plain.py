"""One row of headings, then one row a response: what CSV and a plain sheet have in common."""

from __future__ import annotations

import itertools
from pathlib import Path

from findings.errors import InputRefused, Problem
from findings.intake.clean import clean
from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import Grid, export_of, open_grid, shown, unique_names


def plain_export(format: str, path: Path, opening: Opening) -> Export:
    """Open a file whose first row that is not blank holds the headings.

    Raises
    ------
    InputRefused
        If it has no headings, no rows, or cannot be read.
    """
    grid = open_grid(path, opening)
    header = next(grid.rows(), None)
    if header is None:
        raise InputRefused([Problem(grid.file, "the file is empty", do="Export it again, or name another file.")])
    number, cells = header
    headings = [clean(cell) for cell in cells]
    while headings and not headings[-1]:  # a delimiter at the end of every line makes no column
        headings.pop()
    if number in grid.merged:
        do = "Unmerge them and give each column a heading of its own."
        raise InputRefused([Problem(f"{grid.file}, row {number}", "merged headings", grid.merged[number], do=do)])
    _refuse_faults(grid, number, cells[: len(headings)])
    if not any(True for _ in itertools.islice(grid.rows(), 1, 2)):
        raise InputRefused([Problem(grid.file, "the file has headings and no rows", do="Export it again.")])
    names = unique_names(headings)
    columns = [Column(name, heading) for name, heading in zip(names, headings, strict=True)]
    return export_of(grid, format, columns, number + 1)


def _refuse_faults(grid: Grid, number: int, cells: list[str]) -> None:
    if grid.fault is None:
        return
    problems = [
        Problem(f"{grid.file}, row {number}, column {place}", f"a heading that cannot be read ({reason})", shown(cell))
        for place, cell in enumerate(cells, start=1)
        if (reason := grid.fault(cell))
    ]
    if problems:
        raise InputRefused(problems)
