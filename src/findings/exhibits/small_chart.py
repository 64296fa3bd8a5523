"""The small chart of a table's row: opposition, neutral and support in one bar."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from findings.consultation.model import Stance
from findings.consultation.names import CellId
from findings.evidence.cell import Cell, Measure
from findings.evidence.store import Evidence
from findings.exhibits.style import INK, STANCE
from findings.exhibits.svg import LENGTH, SVG

HIGH = 14
WHOLE = 100
EDGE = 0.8
"""The width of outlines, and as much room around the bar."""
GAP = 1


def small_bar(evidence: Evidence, question: str, breakdown: str = "", level: str = "") -> str:
    """Opposition, neutral and support of a question as one bar, for `Row.drawing`; an empty text where it has no sides.

    The bar is the whole base: opposition begins at its left end and support stops at its right end, so that in rows
    below each other either side is compared along an edge; what lies between is neutral, or blank where an answer is
    neither (do not know). Of a group of which a share is hidden nothing is drawn.

    Parameters
    ----------
    evidence
        The store.
    question
        A question on which people took sides.
    breakdown, level
        The group; all respondents without.

    Returns
    -------
    str
        SVG without text; each rectangle's width is its share.
    """
    sides = _sides(evidence, question, breakdown, level)
    if sides is None:
        return ""
    against, neutral, support = sides
    between = GAP if not any(cell.number for cell in neutral) else 0
    total = max(WHOLE, sum(cell.number for cell in (against, *neutral, support)) + between)
    boxes, left = [], 0
    for cell, stance in ((against, Stance.OPPOSE), *((one, Stance.NEUTRAL) for one in neutral)):
        boxes.append(_box(cell, left, stance))
        left += cell.number
    boxes.append(_box(support, total - support.number, Stance.SUPPORT))
    view = f"{-EDGE} {-EDGE} {total + 2 * EDGE:g} {HIGH + 2 * EDGE:g}"
    return f'<svg xmlns="{SVG}" viewBox="{view}">{"".join(boxes)}</svg>'


def _sides(evidence: Evidence, question: str, breakdown: str, level: str) -> tuple[Cell, tuple[Cell, ...], Cell] | None:
    """The shares of opposition, of each neutral answer and of support; None unless all of them may be seen."""
    questionnaire = evidence.story.questionnaire
    ends = [questionnaire.stance_option(question, stance) for stance in (Stance.OPPOSE, Stance.SUPPORT)]
    if not all(ends):
        return None
    options = questionnaire.scale_of(question).options
    middle = [name for name, option in options.items() if option.stance is Stance.NEUTRAL]
    found = [
        evidence.find(CellId(question, option, breakdown, level, Measure.PERCENT))
        for option in (ends[0], *middle, ends[1])
    ]
    cells = [cell for cell in found if cell is not None]
    if len(cells) < len(found) or not all(cell.visible for cell in cells):
        return None
    return cells[0], tuple(cells[1:-1]), cells[-1]


def _box(cell: Cell, left: int, stance: Stance) -> str:
    if not cell.number:
        return ""
    mark = LENGTH.removesuffix(":")
    return (
        f'<rect x="{left}" y="0" width="{cell.number}" height="{HIGH}" data-cell={quoteattr(cell.cell)} '
        f'data-mark="{mark}" fill="{STANCE[stance]}" stroke="{INK}" stroke-width="{EDGE}"/>'
    )
