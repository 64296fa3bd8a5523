"""Where people write in their own words, and where a campaign's letter arrives.

A questionnaire with open questions has them answered; one without is given a column of comments a section. What is
written goes with the answers to the section that the question stands in; those that stand in none take the sections in
turn.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from findings.consultation.model import Campaign, Consultation, Questionnaire, TallyData


@dataclass(frozen=True)
class Place:
    """Somewhere to write.

    Parameters
    ----------
    name
        The open question, or the section that a column of comments is on.
    section
        The section that the comments are about.
    asked
        Whether it is a question of the questionnaire.
    """

    name: str
    section: str
    asked: bool


def places(questionnaire: Questionnaire) -> tuple[Place, ...]:
    """Every place to write, in the order of the questionnaire."""
    sections = list(questionnaire.sections)
    opened = [name for name, asked in questionnaire.also_asked.items() if asked.kind == "open"]
    if not opened:
        return tuple(Place(section, section, False) for section in sections)
    stands = {name: section for section, own in questionnaire.sections.items() for name in own.questions}
    turns = itertools.cycle(sections)
    return tuple(Place(name, stands[name] if name in stands else next(turns), True) for name in opened)


def registered(consultation: Consultation) -> dict[str, Campaign]:
    """The campaigns that the consultation knows by name."""
    return {} if isinstance(consultation.data, TallyData) else consultation.data.campaigns


def arrives_at(campaign: str, section: str, consultation: Consultation, questionnaire: Questionnaire) -> str:
    """The place of a campaign's letter: where it is registered for, else the first about its section, else the first.

    Parameters
    ----------
    campaign, section
        The campaign's name, and the section that it asks people to answer.
    consultation, questionnaire
        What is known of its campaigns, and what was asked.
    """
    known = registered(consultation)
    have = places(questionnaire)
    if campaign in known and any(place.name == known[campaign].question for place in have):
        return known[campaign].question
    return next((place.name for place in have if place.section == section), have[0].name)
