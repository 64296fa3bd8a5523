"""The comparison as CSV: a row a cell that differs or that a warning names."""

from __future__ import annotations

from findings.audit.compare.comparison import Comparison, Found
from findings.audit.compare.naming import label_of, label_of_found, one_line
from findings.consultation.madeup import MARK
from findings.evidence.cell import Cell
from findings.evidence.csvtext import csv_text

COLUMNS = (
    "cell",
    "table",
    "what_it_counts",
    "change",
    "first",
    "second",
    "size",
    "unit",
    "first_status",
    "second_status",
    "cause",
    "why",
    "of_which",
    "warning",
    "data",
)


def table_of(comparison: Comparison) -> str:
    """The text of `comparison.csv`; numbers that one of the runs hides, or that would say one, are left out."""
    warnings: dict[str, list[str]] = {}
    for one in comparison.revealed:
        for name in one.cells:
            warnings.setdefault(name, []).append(f"{one.told} {one.do}")
    changed = {found.change.cell for found in comparison.found}
    rows = [_changed(found, comparison, warnings.get(found.change.cell, [])) for found in comparison.found]
    rows += [_warned(name, comparison, told) for name, told in warnings.items() if name not in changed]
    mark = MARK if comparison.made_up else ""
    return csv_text([COLUMNS, *([*(one_line(text) for text in row), mark] for row in rows)])


def _changed(found: Found, comparison: Comparison, warnings: list[str]) -> list[str]:
    change = found.change
    return [
        change.cell,
        change.any_cell.table,
        label_of_found(found, comparison),
        str(change.kind),
        found.first,
        found.second,
        found.size,
        change.unit if found.size else "",
        _status(change.first),
        _status(change.second),
        found.cause.name,
        found.cause.why,
        "; ".join(f"{part.by} {part.size}" for part in found.parts),
        " ".join(warnings),
    ]


def _warned(name: str, comparison: Comparison, warnings: list[str]) -> list[str]:
    """A cell that both runs show or hide alike, and that a warning names."""
    first, second = comparison.first.cells.get(name), comparison.second.cells.get(name)
    cell, side = (second, comparison.second) if second is not None else (first, comparison.first)
    assert cell is not None
    return [name, cell.table, label_of(cell, side), "none", "", "", "", "", _status(first), _status(second), "", "", "",
            " ".join(warnings)]  # fmt: skip


def _status(cell: Cell | None) -> str:
    return "" if cell is None else str(cell.status)
