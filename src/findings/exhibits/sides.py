"""Support and opposition of a question: the answers that measure them, told alike and in the questionnaire's order."""

from __future__ import annotations

from findings.consultation.model import Questionnaire, Stance
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.store import Evidence
from findings.exhibits.model import Line
from findings.exhibits.rows import NOTHING
from findings.exhibits.wording import found, words

SIDES = (Stance.SUPPORT, Stance.OPPOSE)


def sides(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """The options or nets that measure support and opposition: that whose answers the questionnaire has first leads.

    Which side is larger makes no difference.
    """
    places = {stance: _place(questionnaire, question, stance) for stance in SIDES}
    measures = sorted((place, stance) for stance, place in places.items() if place is not None)
    return tuple(questionnaire.stance_option(question, stance) for _, stance in measures)


def _place(questionnaire: Questionnaire, question: str, stance: Stance) -> int | None:
    """Where among the answers the first one of a side stands; None where nothing measures that side."""
    measure = questionnaire.stance_option(question, stance)
    if not measure:
        return None
    scale = questionnaire.scale_of(question)
    own = scale.nets[measure.removeprefix("net_")].of if measure.startswith("net_") else (measure,)
    return min(place for place, option in enumerate(scale.options) if option in own)


def measured(evidence: Evidence, question: str) -> bool:
    """Whether a question has an answer that supports or opposes."""
    return bool(sides(evidence.story.questionnaire, question))


def share_of_base(evidence: Evidence, question: str, option: str, breakdown: str = "", level: str = "") -> Line:
    """'71% (60 of 85)'; the shorthand alone where the share is hidden or there is nobody to take one of."""
    share = found(evidence, CellId(question, option, breakdown, level, Measure.PERCENT)) if option else ()
    if not share:
        return NOTHING
    if share[0].text in (str(Status.CONFIDENTIAL), str(Status.NOT_APPLICABLE)):
        return share
    count = found(evidence, CellId(question, option, breakdown, level))
    base = found(evidence, CellId(question, BASE, breakdown, level))
    return (*share, *words(" ("), *count, *words(" of "), *base, *words(")"))
