"""The cells that two runs show otherwise: new, gone, changed, hidden, shown; and by how much."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal

from findings.audit.compare.side import Side
from findings.consultation.names import BASE, BASE_ANSWERED, FUNNEL
from findings.evidence.cell import Cell, Measure, Status


class Kind(enum.StrEnum):
    """What happened to a cell between the first run and the second."""

    CHANGED = "changed"
    HIDDEN = "now hidden"
    SHOWN = "now shown"
    NEW = "new"
    GONE = "gone"
    REDEFINED = "same value, made otherwise"


@dataclass(frozen=True)
class Change:
    """A cell that the two runs show otherwise; at least one of them has it."""

    kind: Kind
    first: Cell | None
    second: Cell | None

    @property
    def any_cell(self) -> Cell:
        """The cell as the second run has it, or the first where it is gone."""
        cell = self.second or self.first
        assert cell is not None
        return cell

    @property
    def cell(self) -> str:
        """Its identifier."""
        return self.any_cell.cell

    @property
    def size(self) -> str:
        """The second value less the first, signed, in the cell's unit; empty unless both are shown."""
        if self.first is None or self.second is None:
            return ""
        return step(number_of(self.first), number_of(self.second))

    @property
    def unit(self) -> str:
        """What the size is counted in: percentages differ by percentage points."""
        return "percentage points" if self.any_cell.unit == "percent" else self.any_cell.unit

    @property
    def size_text(self) -> str:
        """The size with its unit."""
        one = self.size in ("+1", "-1") and self.unit.endswith("s")
        return f"{self.size} {self.unit.removesuffix('s') if one else self.unit}"


def number_of(cell: Cell) -> Decimal | None:
    """The value as an exact number, or None where the cell carries none."""
    return Decimal(cell.value) if cell.visible and cell.value else None


def step(first: Decimal | None, second: Decimal | None) -> str:
    """From one number to another, signed; empty where one of them is not known.

    Examples
    --------
    >>> step(Decimal("60"), Decimal("65")), step(Decimal("65.5"), Decimal("65.0")), step(None, Decimal("1"))
    ('+5', '-0.5', '')
    """
    return "" if first is None or second is None else f"{second - first:+}"


def compare_cells(first: Side, second: Side, tables: Collection[str]) -> tuple[Change, ...]:
    """Every cell of the tables that the runs show otherwise, in the order of the second run, what is gone last.

    Parameters
    ----------
    first, second
        The runs.
    tables
        The tables to look at; the funnel is one of them if it is named.
    """
    return tuple(_changes(first, second, frozenset(tables)))


def compared_cells(first: Side, second: Side, tables: Collection[str]) -> int:
    """How many cells of the tables either run has."""
    chosen = frozenset(tables)
    return len({cell.cell for side in (first, second) for cell in side.cells.values() if cell.table in chosen})


def _changes(first: Side, second: Side, tables: frozenset[str]) -> Iterator[Change]:
    for name, cell in second.cells.items():
        if cell.table not in tables:
            continue
        before = first.cells.get(name)
        kind = Kind.NEW if before is None else _kind(before, cell)
        if kind is not None:
            yield Change(kind, before, cell)
    for name, cell in first.cells.items():
        if cell.table in tables and name not in second.cells:
            yield Change(Kind.GONE, cell, None)


def _kind(first: Cell, second: Cell) -> Kind | None:
    hidden = (first.status is Status.CONFIDENTIAL, second.status is Status.CONFIDENTIAL)
    if hidden != (False, False):
        return {(True, False): Kind.SHOWN, (False, True): Kind.HIDDEN}.get(hidden)
    if (first.value, first.status, first.low, first.high) != (second.value, second.status, second.low, second.high):
        return Kind.CHANGED
    return Kind.REDEFINED if _definition(first) != _definition(second) else None


def _definition(cell: Cell) -> tuple[object, ...]:
    """What the value says, beside the value; the base of a plain count says nothing of it."""
    of_base = cell.measure != Measure.COUNT or cell.option in (BASE, BASE_ANSWERED) or cell.question == FUNNEL
    return (cell.unit, cell.digits, cell.base_cell, cell.base_kind if of_base else "", frozenset(cell.origins))
