"""A released number as the board's files carry it."""

from __future__ import annotations

from pydantic import Field

from findings.consultation.model import Frozen
from findings.consultation.names import CellId
from findings.evidence.cell import Status
from findings.evidence.store import Evidence


class Figure(Frozen):
    """A released number: its cell, and its value or the reason why there is none."""

    cell: str = Field(description="The identifier in evidence.csv; empty where the table has no such cell.")
    value: int | float | None = Field(description="The number as it is printed; null where it is not shown.")
    status: Status = Field(description="'shown', or the shorthand that says why there is no number.")


NOT_MEASURED = Figure(cell="", value=None, status=Status.NOT_APPLICABLE)


def figure_of(evidence: Evidence, identifier: CellId) -> Figure:
    """The figure of a cell; not applicable where there is none."""
    cell = evidence.find(identifier)
    if cell is None:
        return NOT_MEASURED
    number = (float(cell.value) if cell.digits else int(cell.value)) if cell.visible else None
    return Figure(cell=cell.cell, value=number, status=cell.status)
