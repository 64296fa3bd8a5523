"""The names around a number in the table of all ways in which people spoke, a row a way.

They are written down here a second time, from the table as readers know it.
"""

from __future__ import annotations

from findings.audit.figures.lookup import Lookup
from findings.audit.figures.notebooks import Spans
from findings.audit.figures.text import spaced
from findings.evidence.cell import Cell

TABLE = "side_by_side"
MANY, PEOPLE = "How many", "People, where noted"
ALONE = "Questionnaire"
_AFTER = {"people": "", "known": "noted for", "unknown": "not known for"}
"""How many took part, for how many that is noted and for how many not -> the words before the number."""


def stands_beside(cell: Cell, header: str, column: str, before: Spans, lookup: Lookup) -> bool:
    """Whether a number stands in the row of its way, in its column, and after the words that say what it counts.

    Parameters
    ----------
    cell
        What the number is said to be.
    header, column
        Where it stands.
    before
        The spans of the same value before it.
    lookup
        The cells and the parameters of the run.
    """
    if cell.question == "funnel":
        way = lookup.inputs.channel_label(cell.level) if cell.level else ALONE
        steps = [own.option for own in lookup.cells.values() if own.asked == cell.asked and own.level == cell.level]
        return (header, column) == (way, MANY) and cell.option == steps[-1]
    coded = lookup.inputs.coded.get(cell.asked, {})
    if "unit" not in coded or header != spaced(str(coded["number"])) or cell.level:
        return False
    if column == MANY:
        return cell.asked.endswith("_themes") and cell.option == "base" and cell.measure == "count"
    words = spaced(str(before[-1].get("text", ""))).strip(" ,;") if before else ""
    of_people = cell.asked.endswith("_people") and cell.option in _AFTER
    return of_people and column == PEOPLE and words == _AFTER[cell.option]
