"""The numbers that a question comes down to: its most chosen answer, its sides with the other base, its mean."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from findings.consultation.counted import TOP
from findings.consultation.model import BaseKind, Frozen, Kind, Stance
from findings.consultation.names import BASE, CellId
from findings.decision.figure import Figure, figure_of
from findings.evidence.cell import Measure
from findings.evidence.leading import is_only_answered, largest
from findings.evidence.methods import MEASURES
from findings.evidence.store import Evidence

MOST_CHOSEN, WROTE = "Most chosen", "Wrote an answer"
RANKED_FIRST, RANKED_TOP, FIRST = "Ranked first", "In the first places", "rank_1"


OTHER_BASE = {
    Measure.PERCENT_OF_ANSWERED: "Of those who answered",
    Measure.PERCENT_OF_ASKED: "Of those who were asked",
}
"""The shares of support and opposition with another base than the question's own: the results have those of its own."""


class Highlight(Frozen):
    """A number of all respondents that says what a question comes down to."""

    says: str = Field(description="What the number is, for example 'Most chosen' or 'Mean'.")
    answer: str = Field(description="The answer that it counts, as the report labels it; empty where it counts none.")
    figure: Figure
    base: Figure = Field(description="Of how many it is taken.")


def highlights_of(evidence: Evidence, question: str) -> tuple[Highlight, ...]:
    """What a question comes down to beside its results by group; hidden numbers stand as their status."""
    questionnaire = evidence.story.questionnaire
    spec = questionnaire.questions[question]
    found: list[Highlight] = []
    if spec.kind is Kind.RANKING:
        shown = ((RANKED_FIRST, FIRST), (RANKED_TOP, f"net_{TOP}"))
        for says, option in shown:
            found += _one(evidence, says, "", CellId(question, option, measure=Measure.PERCENT))
    elif spec.kind is Kind.OPEN:
        (option,) = questionnaire.scale_of(question).options
        found += _one(evidence, WROTE, "", CellId(question, option))
    elif not is_only_answered(questionnaire, question) and (top := largest(evidence, question)):
        option = evidence.cell(top).cell.option
        name = evidence.story.option_label(question, option)
        found += _one(evidence, MOST_CHOSEN, name, CellId(question, option, measure=Measure.PERCENT))
    for measure, says in OTHER_BASE.items():
        for stance in (Stance.SUPPORT, Stance.OPPOSE):
            side = questionnaire.stance_option(question, stance)
            if side and not (spec.base is BaseKind.ANSWERED and measure is Measure.PERCENT_OF_ANSWERED):
                name = evidence.story.option_label(question, side)
                found += _one(evidence, says, name, CellId(question, side, measure=measure))
    measures = (
        [*MEASURES] if spec.kind in (Kind.RANKING, Kind.NUMERIC, Kind.MULTIPLE) else [Measure.MEAN, Measure.MEDIAN]
    )
    for measure in measures:
        found += _one(evidence, MEASURES[measure], "", CellId(question, BASE, measure=measure))
    return tuple(found)


def _one(evidence: Evidence, says: str, answer: str, identifier: CellId) -> Iterator[Highlight]:
    cell = evidence.find(identifier)
    if cell is not None:
        base = evidence.cells.get(cell.base_cell) or evidence.find(CellId(identifier.asked, BASE))
        yield Highlight(
            says=says,
            answer=answer,
            figure=figure_of(evidence, identifier),
            base=figure_of(evidence, base.identifier if base else CellId(identifier.asked, BASE)),
        )
