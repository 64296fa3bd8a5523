"""Of whom a percentage is taken, in words; and where another base would say something else, both are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from findings.consultation.codeframe import SENTIMENT
from findings.consultation.model import BaseKind
from findings.consultation.names import BASE, BASE_ANSWERED, BASE_ASKED, CellId
from findings.evidence.cell import Measure
from findings.evidence.leading import is_only_answered
from findings.evidence.store import Evidence
from findings.exhibits.coded import WHO_COMMENTED, coded_as, is_coded, is_of_submissions
from findings.exhibits.model import Line
from findings.exhibits.wording import BASE_NOTE, cell_span, found, label, words

APART_POINTS = 5
"""Two bases are both printed where they give a share that differs by as many percentage points, or more."""
BASE_COMMENTED = "Base: those who commented, whatever they wrote."
BASE_SENTIMENT = "Base: comments of which a coder said how they speak."
BASE_SUBMISSIONS = "Base: the submissions that came in, which are counted apart from responses."
ANSWERED_BESIDE = "Those who answered are shown beside the base."
_OTHER = {
    BaseKind.ANSWERED: (Measure.PERCENT_OF_ASKED, BASE_ASKED, BaseKind.ASKED),
    BaseKind.ASKED: (Measure.PERCENT_OF_ANSWERED, BASE_ANSWERED, BaseKind.ANSWERED),
    BaseKind.ALL: (Measure.PERCENT_OF_ANSWERED, BASE_ANSWERED, BaseKind.ANSWERED),
}
COLUMN = {
    BaseKind.ANSWERED: "Those who answered",
    BaseKind.ASKED: "Those who were asked",
    BaseKind.ALL: "All respondents",
}


@dataclass(frozen=True)
class Of:
    """A base: the measure of its shares, the option that counts it, and of whom it is."""

    measure: Measure
    option: str
    kind: BaseKind


def own_base(evidence: Evidence, question: str) -> Of:
    """The base that a question's percentages are taken of."""
    return Of(Measure.PERCENT, BASE, evidence.story.questionnaire.questions[question].base)


def other_base(evidence: Evidence, question: str) -> Of | None:
    """The other base of a question, where it gives a share of all respondents that differs by `APART_POINTS` or more.

    The shares are compared as fractions of counts that may be seen, not as rounded percentages.
    """
    if is_only_answered(evidence.story.questionnaire, question):
        return None
    measure, option, kind = _OTHER[own_base(evidence, question).kind]
    own, other = _number(evidence, CellId(question, BASE)), _number(evidence, CellId(question, option))
    if not own or not other:
        return None
    cells = evidence.table(question)
    for identifier, cell in cells.items():
        beside = CellId(question, cell.option, measure=measure)
        if identifier.measure != Measure.PERCENT or not cell.visible or beside not in cells:
            continue
        if not cells[beside].visible:
            continue
        n = _number(evidence, CellId(question, cell.option))
        if n is not None and abs(Fraction(n, own) - Fraction(n, other)) >= Fraction(APART_POINTS, 100):
            return Of(measure, option, kind)
    return None


def of_whom(evidence: Evidence, question: str, of: Of) -> Line:
    """A base in a sentence: 'all 598 respondents', 'the 535 who answered'."""
    number = cell_span(evidence, evidence.cell(CellId(question, of.option).text).cell)
    if of.kind is BaseKind.ALL:
        return (*words("all "), number, *words(" respondents"))
    if of.kind is BaseKind.ANSWERED and is_coded(evidence, question):
        return (*words("the "), number, *words(f" {WHO_COMMENTED}"))
    return (*words("the "), number, *words(" who answered" if of.kind is BaseKind.ANSWERED else " who were asked"))


def of_both(evidence: Evidence, identifier: CellId, bases: Sequence[Of]) -> Line:
    """'45% of all 598 respondents; 51% of the 535 who answered'."""
    told: Line = ()
    for of in bases:
        share = found(evidence, CellId(identifier.asked, identifier.option, measure=of.measure))
        if share:
            between = words("; ") if told else ()
            told = (*told, *between, *share, *words(" of "), *of_whom(evidence, identifier.asked, of))
    return told


def base_note(evidence: Evidence, question: str, *, beside: bool) -> Line:
    """The base of a table, in words; `beside` says whether those who answered stand in a row of their own."""
    spec = evidence.story.questionnaire.questions[question]
    if is_of_submissions(evidence, question):
        return words(BASE_SUBMISSIONS)
    if is_coded(evidence, question):
        return words(BASE_SENTIMENT if coded_as(evidence, question) == SENTIMENT else BASE_COMMENTED)
    note: Line = words(BASE_NOTE[BaseKind(spec.base)])
    options = evidence.story.questionnaire.scale_of(question).options.values()
    left_out = [option.label for option in options if option.kind in spec.leave_out_of_base]
    for place, name in enumerate(left_out):
        note = (*note, *words(", " if place else "; the base does not count: "), *label(name))
    return (*note, *words(f". {ANSWERED_BESIDE}" if beside else "."))


def _number(evidence: Evidence, identifier: CellId) -> int | None:
    cell = evidence.find(identifier)
    return cell.number if cell is not None and cell.visible else None
