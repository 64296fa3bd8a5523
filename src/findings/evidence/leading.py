"""What a question comes down to: the answer given most often, where the shown counts say so."""

from __future__ import annotations

from findings.consultation.counted import ANSWERED
from findings.consultation.model import Kind, Questionnaire
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.store import Evidence


def is_only_answered(questionnaire: Questionnaire, question: str) -> bool:
    """Whether only is counted that a question was answered: own words, or a number without bands."""
    spec = questionnaire.questions[question]
    return spec.kind is Kind.OPEN or (spec.kind is Kind.NUMERIC and tuple(spec.options) == (ANSWERED,))


def largest(evidence: Evidence, question: str) -> str:
    """The option that most respondents chose, where the shown counts say so and it is alone at the top.

    A hidden option has at most what the shown ones leave of the base; of several answers that a respondent may give,
    a hidden one may be any number.
    """
    options = evidence.story.questionnaire.scale_of(question).options
    counts = [evidence.cell(CellId(question, option).text).cell for option in options]
    shown = sorted((cell for cell in counts if cell.status is Status.SHOWN), key=lambda cell: cell.number, reverse=True)
    if not shown:
        return ""
    rivals = [cell.number for cell in shown[1:]]
    if len(shown) < len(counts):
        base = evidence.cell(CellId(question, BASE).text).cell
        in_base = [cell for cell in counts if evidence.find(CellId(question, cell.option, measure=Measure.PERCENT))]
        several = evidence.story.questionnaire.questions[question].kind is Kind.MULTIPLE
        out_of_base = any(cell not in in_base for cell in counts if cell not in shown)
        if several or base.status is not Status.SHOWN or out_of_base:
            return ""
        rivals.append(base.number - sum(cell.number for cell in in_base if cell in shown))
    return shown[0].cell if shown[0].number > max(rivals, default=0) else ""


MOST_TOGETHER = 3
"""Answers that are given alike most often, and can still all be named in a line."""


def largest_together(evidence: Evidence, question: str) -> tuple[str, ...]:
    """The few options that were chosen alike and more often than any other, where all counts may be seen."""
    options = evidence.story.questionnaire.scale_of(question).options
    counts = [evidence.cell(CellId(question, option).text).cell for option in options]
    if not counts or not all(cell.visible for cell in counts):
        return ()
    top = max(cell.number for cell in counts)
    leading = tuple(cell.cell for cell in counts if cell.number == top)
    return leading if top and 1 < len(leading) <= min(MOST_TOGETHER, len(counts) - 1) else ()
