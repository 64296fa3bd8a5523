"""The names that may stand around a number in a table: in its row and over its column.

They are written down here a second time, from the tables as readers know them.
"""

from __future__ import annotations

from collections.abc import Iterator

from findings.audit.figures.inputs import Inputs
from findings.evidence.cell import Cell

BASES = ("base", "base_answered", "base_asked", "base_scored")
MEASURES = {
    "mentions": "Choices made",
    "mean": "Mean",
    "median": "Median",
    "lower_quartile": "Lower quartile",
    "upper_quartile": "Upper quartile",
    "borda": "Points",
    "effective": "Effective base",
}
"""What a measure of a whole group is called."""
OF_WHOM = {"answered": "Those who answered", "asked": "Those who were asked", "all": "All respondents"}
_OF_MEASURE = {"percent_of_answered": "answered", "percent_of_asked": "asked"}
_OF_BASE = {"base_answered": "answered", "base_asked": "asked"}
WEIGHTED, UNWEIGHTED = "Weighted", "Unweighted"
ENDS = {"Interval from": "low", "to": "high"}
"""The columns of a sample's tables that hold an end of an interval."""
FIRST = "Ranked first"
RANKS = {"base_scored": "Ranked by", "base": "Base"}


def pairs_of(cell: Cell, inputs: Inputs) -> Iterator[tuple[str, str]]:
    """The pairs of names between which a cell of a question may stand, each as row and column or the other way."""
    level, what = inputs.level_label(cell.breakdown, cell.level), what_of(cell, inputs)
    yield what, level
    question = inputs.question(cell.asked)
    if not cell.breakdown:
        # Of a sample: the share that an interval belongs to, and what was counted before weighting.
        yield what, WEIGHTED if cell.measure == "weighted" or cell.low else UNWEIGHTED
        if cell.low or cell.high:
            yield from ((what, column) for column in ENDS)
        if cell.measure != "weighted":
            yield ("Base" if cell.option == "base" and cell.measure == "count" else what), UNWEIGHTED
        # In a table with a column a base: each share stands under its own, each base at the end of its column.
        column = OF_WHOM.get(_OF_MEASURE.get(cell.measure) or _OF_BASE.get(cell.option) or base_kind(question), "")
        yield ("Base" if cell.option in BASES[:3] and cell.measure == "count" else what), column
    if question.get("kind") == "ranking":
        yield from ((inputs.short_name(cell.asked), column) for column in _of_ranking(cell, level, inputs))


def _of_ranking(cell: Cell, level: str, inputs: Inputs) -> Iterator[str]:
    """The columns of a table of items: what became of an item, or the groups that ranked it first."""
    if cell.option == "rank_1":
        of = OF_WHOM.get(_OF_MEASURE.get(cell.measure, ""), "")
        yield f"{FIRST}: {of[:1].lower()}{of[1:]}" if of else FIRST
        if not of:
            yield level
    elif cell.measure == "mean":
        yield "Mean rank"
    elif cell.measure == "count" and cell.option in _OF_BASE:
        yield OF_WHOM[_OF_BASE[cell.option]]
    elif cell.measure == "count" and cell.option in RANKS:
        yield RANKS[cell.option]
    else:
        yield what_of(cell, inputs)


def what_of(cell: Cell, inputs: Inputs) -> str:
    """What a number is called: its answer, or its measure where it is of a whole group."""
    if cell.measure in MEASURES and cell.option == "base":
        return MEASURES[cell.measure]
    return inputs.option_label(cell.asked, cell.option)


def base_kind(question: object) -> str:
    """Of whom a question's percentages are taken, where it does not say it itself."""
    said = question if isinstance(question, dict) else {}
    return str(said.get("base") or ("asked" if said.get("kind") == "open" else "answered"))
