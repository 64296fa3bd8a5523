"""The comments of a part, and what two coders made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from findings.consultation.model import Questionnaire
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.consultation.rehearsal import Campaign
from findings.rehearsal import cases
from findings.rehearsal.by_channel import channel_asked, channels_of
from findings.rehearsal.cases import Placed
from findings.rehearsal.codings import NOT_CODED, two_coders
from findings.rehearsal.comments import comments
from findings.rehearsal.draft import sides, with_one_answer
from findings.rehearsal.draw import Answers
from findings.rehearsal.network import CAMPAIGN
from findings.rehearsal.places import Place, arrives_at, places
from findings.rehearsal.script import Script
from findings.rehearsal.variants import campaign_texts, letter_theme, near_copy, wordings


@dataclass(frozen=True)
class Comments:
    """What was written in one place, an entry a row of the part.

    Parameters
    ----------
    text
        The comment, or None.
    first_code, second_code
        The theme that each coder gave, or -1 where there is nothing to code or the second did not see it.
    """

    text: NDArray[np.object_]
    first_code: NDArray[np.int16]
    second_code: NDArray[np.int16]


def comments_of_part(
    script: Script, answers: Answers, placed: Placed, generator: np.random.Generator, silent: NDArray[np.bool_]
) -> dict[str, Comments]:
    """Place to write -> its comments; those of `silent` write in the first place.

    Blank rows have none. A near duplicate repeats its original's comments, and that in the first place, where its
    original always has one, with a letter or a word changed.
    """
    original, copy = placed.pairs[cases.NEAR].T
    found = {}
    first_of_all = _put_by_every_channel(script)
    for number, place in enumerate(places(script.questionnaire)):
        campaign = _campaign_of_rows(script, place, answers)
        writes = (generator.random(len(campaign)) < script.said.comments) | (campaign > 0)
        put = _put_to(script, place, answers)
        writes &= put
        if number == first_of_all:
            writes[original] = True
            writes |= silent
        writes[placed.blank] = False
        writes[copy] = False
        text, theme = _written(script, place, answers, writes, campaign, generator)
        first, second = two_coders(generator, theme, script.said.both_coded, script.said.coders_disagree)
        text[copy] = near_copy(generator, text[original]) if number == first_of_all else text[original]
        # Coded as its original was: nobody noticed.
        for codes in (first, second):
            codes[copy] = codes[original]
        found[place.name] = Comments(text, first, second)
    return found


def _put_by_every_channel(script: Script) -> int:
    """The number of the first place where all may write, by whatever channel they came."""
    if not script.by_channel:
        return 0
    missing = {name for channel in channels_of(script.parameters).values() for name in channel.not_asked}
    return next(number for number, place in enumerate(places(script.questionnaire)) if place.name not in missing)


def _put_to(script: Script, place: Place, answers: Answers) -> NDArray[np.bool_]:
    """Who came by a channel that puts this question; everybody, where there is one file."""
    everybody = np.ones(len(next(iter(answers.values()))), dtype=bool)
    if not script.by_channel:
        return everybody
    key = channel_asked(script.questionnaire)
    channels = channels_of(script.parameters)
    putting = [name for name in script.network.by_name[key].states if name in channels]
    putting = [name for name in putting if place.name not in channels[name].not_asked]
    return np.isin(script.network.by_name[key].states, putting)[answers[key]]


def leaning(section: str, questionnaire: Questionnaire, answers: Answers) -> NDArray[np.int8]:
    """Whether a response's answers in a section are in support (1), against (-1) or neither."""
    total = np.zeros(len(next(iter(answers.values()))), dtype=np.int16)
    for question in with_one_answer(questionnaire, questionnaire.sections[section].questions):
        side = sides(question, questionnaire)
        states = [side.get(state, 0) for state in (*side, NOT_ANSWERED, NOT_ASKED)]
        total += np.array(states, dtype=np.int16)[answers[question]]
    return np.asarray(np.sign(total), dtype=np.int8)


def side_of(campaign: Campaign, questionnaire: Questionnaire) -> int:
    """Whether a campaign asks for answers in support (1), against (-1) or neither."""
    total = sum(sides(question, questionnaire)[option] for question, option in campaign.answers.items())
    return (total > 0) - (total < 0)


def letter_of(script: Script, name: str, campaign: Campaign) -> str:
    """A campaign's letter, whole: what it is registered by."""
    title = script.questionnaire.sections[campaign.section].title
    return wordings(campaign.variants, title, name=name, leaning=side_of(campaign, script.questionnaire))[0]


def _campaign_of_rows(script: Script, place: Place, answers: Answers) -> NDArray[np.int16]:
    """The campaign whose letter arrives here that each row is of: its place among the states, 0 for none."""
    rows = len(next(iter(answers.values())))
    campaigns = script.said.campaigns or {}
    if not campaigns:
        return np.zeros(rows, dtype=np.int16)
    states = script.network.by_name[CAMPAIGN].states
    consultation, questionnaire = script.parameters.consultation, script.questionnaire
    here = [
        name in campaigns and arrives_at(name, campaigns[name].section, consultation, questionnaire) == place.name
        for name in states
    ]
    return np.where(np.array(here)[answers[CAMPAIGN]], answers[CAMPAIGN], 0).astype(np.int16)


def _written(
    script: Script,
    place: Place,
    answers: Answers,
    writes: NDArray[np.bool_],
    campaign: NDArray[np.int16],
    generator: np.random.Generator,
) -> tuple[NDArray[np.object_], NDArray[np.int16]]:
    """The comments of those who write, or their campaign's letter; and what each is about."""
    questionnaire, title = script.questionnaire, script.questionnaire.sections[place.section].title
    text = np.full(len(writes), None, dtype=object)
    theme = np.full(len(writes), NOT_CODED, dtype=np.int16)
    own = np.flatnonzero(writes & (campaign == 0))
    text[own], theme[own] = comments(generator, leaning(place.section, questionnaire, answers)[own], title)
    for number, (name, spec) in enumerate((script.said.campaigns or {}).items(), start=1):
        rows = np.flatnonzero(writes & (campaign == number))
        side, title = side_of(spec, questionnaire), questionnaire.sections[spec.section].title
        text[rows] = campaign_texts(generator, rows.size, spec.variants, title, name=name, leaning=side)
        theme[rows] = letter_theme(side)
    return text, theme
