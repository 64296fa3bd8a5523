"""The names around a number of a table of population: respondents beside who lives there, group by group.

They are written down here a second time, from the tables as readers know them.
"""

from __future__ import annotations

from findings.audit.figures.inputs import Inputs
from findings.audit.figures.text import spaced
from findings.evidence.cell import Cell

POPULATION, RESPONDENTS, ALL = "population", "respondents", "all"
_OF_RESPONDENTS = {
    "difference": ("share of respondents less share of those who live there", "Difference"),
    "index": ("share of respondents as a percentage of the share of those who live there", "Index"),
}
"""Measure -> how it is described, and the heading of its column."""


def people(cell: Cell, inputs: Inputs) -> str:
    """Whom a cell counts: respondents, or what the table of population calls its people."""
    return RESPONDENTS if cell.option == RESPONDENTS else inputs.unit(cell.breakdown)


def names_of(cell: Cell, inputs: Inputs) -> list[str]:
    """What a description of a cell must say: the breakdown, the group, and what is counted of it."""
    group = "all groups" if cell.level == ALL else inputs.level_label(cell.breakdown, cell.level)
    what, _ = _OF_RESPONDENTS.get(cell.measure, ("", ""))
    who = people(cell, inputs)
    told = what or (f"{who}," if cell.measure == "percent" else f"number of {who}")
    return [f"{inputs.title(cell.breakdown)},", group, told]


def pair_of(cell: Cell, inputs: Inputs) -> tuple[str, str]:
    """The row and the column of a cell."""
    row = "All groups" if cell.level == ALL else inputs.level_label(cell.breakdown, cell.level)
    _, column = _OF_RESPONDENTS.get(cell.measure, ("", ""))
    return row, column or title_of(people(cell, inputs)) + (", share" if cell.measure == "percent" else "")


def title_of(text: str) -> str:
    """A name as a heading begins with it."""
    return spaced(text[:1].upper() + text[1:])
