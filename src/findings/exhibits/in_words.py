"""A share in words, from the one scale: the phrase as a span of its cell, and its base where bases differ."""

from __future__ import annotations

from findings.consultation.model import BaseKind
from findings.consultation.names import CellId
from findings.errors import ParameterError, Problem
from findings.evidence.cell import Cell, Measure
from findings.evidence.share_words import phrase_for, says_in_words
from findings.evidence.store import CellView, Evidence
from findings.exhibits.bases import other_base
from findings.exhibits.coded import is_coded
from findings.exhibits.model import Line, Span
from findings.exhibits.wording import cell_span, words

COUNTED_SHARES = (Measure.PERCENT, Measure.PERCENT_OF_ANSWERED, Measure.PERCENT_OF_ASKED)
"""Shares that are a count of a base; a weighted share is none, so no phrase is printed for it."""
OF_THOSE = {
    BaseKind.ANSWERED: " of those who answered",
    BaseKind.ASKED: " of those who were asked",
    BaseKind.ALL: " of all respondents",
}
"""How a phrase names its base."""
OF_THOSE_WHO_COMMENTED = " of those who commented"
OF_ALL_IN_A_GROUP = " of those who responded"


def in_words(view: CellView) -> Line:
    """The phrase for a share, and its base in words where another base would say something else.

    A hidden share is its shorthand. Of a base that is too small for a word the numbers are given: '3 of 7'.

    Parameters
    ----------
    view
        The share, or any other cell of the same option and group.

    Raises
    ------
    ParameterError
        If the cell has no share, or one that is weighted.
    """
    share = _share(view)
    evidence = view.evidence
    count = evidence.find(count_of(share))
    base = evidence.cells.get(share.base_cell)
    shown = [cell for cell in (share, count, base) if cell is not None and cell.visible]
    if len(shown) < 3 or count is None or base is None:
        hidden = next((cell for cell in (share, count, base) if cell is not None and not cell.visible), share)
        return (cell_span(evidence, share if not share.visible else hidden),)
    own = OF_THOSE_WHO_COMMENTED if _of_comments(evidence, share) else base_in_words(share)
    named = words(own) if other_base(evidence, share.asked) is not None else ()
    if not says_in_words(base.number):
        # Words for a handful of people say more than is known.
        return (cell_span(evidence, count), *words(" of "), cell_span(evidence, base), *_whom(named))
    phrase = phrase_for(count.number, base.number)
    value = cell_span(evidence, share)
    return (Span(phrase, value.origin, value.ref, value.about, value.made_up), *named)


def count_of(share: Cell) -> CellId:
    """The count that a share is of."""
    own = share.identifier
    return CellId(own.asked, own.option, own.breakdown, own.level, filter=own.filter)


def base_in_words(share: Cell) -> str:
    """How a phrase names the base of its share."""
    kind = BaseKind(share.base_kind)
    return OF_ALL_IN_A_GROUP if kind is BaseKind.ALL and share.level else OF_THOSE[kind]


def _of_comments(evidence: Evidence, share: Cell) -> bool:
    return is_coded(evidence, share.asked) and share.base_kind == BaseKind.ANSWERED


def _share(view: CellView) -> Cell:
    cell = view.cell if view.cell.measure in COUNTED_SHARES else view.sibling(measure=Measure.PERCENT)
    weighted = CellId(cell.asked, cell.option, cell.breakdown, cell.level, Measure.WEIGHTED, filter=cell.filter)
    if view.evidence.find(weighted) is not None:
        problem = Problem(
            "a sentence",
            "a share in words where shares are weighted",
            cell.cell,
            "the weighted percentage",
            "Say the percentage: words for shares are of counts, and a weighted share has none.",
        )
        raise ParameterError([problem])
    return cell


def _whom(named: Line) -> Line:
    """' who answered', behind a number where a phrase has ' of those who answered'."""
    return tuple(Span(span.text.replace(" of those", "").replace(" of all", "")) for span in named)
