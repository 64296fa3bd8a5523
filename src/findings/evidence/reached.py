"""Groups that a consultation did not reach, or reached less than their share of the people who live there."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from findings.consultation.names import ALL, POPULATION, CellId
from findings.evidence.cell import Cell, Measure

RESPONDENTS = "respondents"
RESIDENTS = "residents"
"""The options of the tables `population.by...`: who responded, and who lives there."""

UNDER_REPRESENTED_BELOW = 50
"""An index below this is told: fewer than half as many responded as would have if every group had done so alike.

No standard sets a limit. Half is one that a reader can say in words, and that rounding does not cross by itself; groups
between it and 100 are in the table with their index.
"""


class Reach(enum.StrEnum):
    """How far a group was reached, where it was less than others."""

    NOT_REACHED = "not_reached"
    UNDER_REPRESENTED = "under_represented"


@dataclass(frozen=True)
class LessReached:
    """A group that was not reached, or under-represented, with the cells that say so.

    Parameters
    ----------
    breakdown, level
        The group.
    reach
        What is said of it.
    respondents
        How many responded: nobody, where it was not reached.
    residents
        How many live there.
    index
        100 where its share of respondents is that of residents; None where it does not exist or is not shown.
    """

    breakdown: str
    level: str
    reach: Reach
    respondents: Cell
    residents: Cell
    index: Cell | None


def groups_not_reached(cells: Iterable[Cell]) -> tuple[LessReached, ...]:
    """The groups that were not reached or are under-represented, in the order of the tables.

    Only visible cells speak: of a group whose number is hidden nothing is said, since being named here would say that
    it is small. Nor is anything said of a group in which nobody lives.

    Parameters
    ----------
    cells
        Released cells; those of other tables are passed over.
    """
    shown = {cell.cell: cell for cell in cells if cell.question == POPULATION and cell.visible}
    found = []
    for cell in shown.values():
        if cell.option != RESPONDENTS or cell.measure != Measure.COUNT or cell.level == ALL:
            continue
        residents = shown.get(CellId(POPULATION, RESIDENTS, cell.breakdown, cell.level).text)
        index = shown.get(CellId(POPULATION, RESPONDENTS, cell.breakdown, cell.level, Measure.INDEX).text)
        if residents is None or residents.number == 0:
            continue
        if cell.number == 0:
            reach = Reach.NOT_REACHED
        elif index is not None and index.number < UNDER_REPRESENTED_BELOW:
            reach = Reach.UNDER_REPRESENTED
        else:
            continue
        found.append(LessReached(cell.breakdown, cell.level, reach, cell, residents, index))
    return tuple(found)
