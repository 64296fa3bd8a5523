"""By which groups the chapters of questions have tables: all that are counted, or those that the report settles on."""

from __future__ import annotations

from findings.evidence.store import Evidence
from findings.exhibits.model import Exhibit, Paragraph
from findings.exhibits.wording import label, words

ELSEWHERE = (
    "Tables of the answers by other groups stand in the file of evidence, and support and opposition by each of them "
    "in the chapter on groups: "
)


def breakdowns_shown(evidence: Evidence, question: str) -> tuple[str, ...]:
    """The breakdowns by which a question's chapter has tables, in the order of the questionnaire."""
    settled = evidence.story.report.tables_by
    own = evidence.breakdowns_of(question)
    return own if settled is None else tuple(name for name in own if name in settled)


def told_elsewhere(evidence: Evidence, questions: tuple[str, ...]) -> list[Exhibit]:
    """By which groups answers of a section are counted and stand in no table of its chapter; nothing if by none."""
    breakdowns = evidence.story.questionnaire.breakdowns
    left = {
        name: breakdowns[name].title
        for question in questions
        for name in evidence.breakdowns_of(question)
        if name not in breakdowns_shown(evidence, question)
    }
    if not left:
        return []
    line = words(ELSEWHERE)
    for place, title in enumerate(left[name] for name in breakdowns if name in left):
        line = (*line, *(words(", ") if place else ()), *label(title))
    return [Paragraph((*line, *words(".")))]
