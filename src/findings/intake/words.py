"""Rules about what people wrote: campaign texts, and words that are nearly those of another response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from findings.consultation.build import Parameters
from findings.consultation.model import Campaign, Questionnaire
from findings.consultation.source_rules import OTHER
from findings.intake.campaigns import Counting, Follower, assign, fates, find_campaigns, register
from findings.intake.coding import categorical
from findings.intake.columns import RESPONSE_ID
from findings.intake.copies import find_copies
from findings.intake.deciding import Deciding
from findings.intake.door import Through
from findings.intake.reasons import CAMPAIGN_APART, CAMPAIGN_COPY, CAMPAIGN_TEXT, NEAR_DUPLICATE, Outcome

if TYPE_CHECKING:
    import pandas as pd

MOST_COMPARED = 200_000
"""Responses with words, up to which they are compared with each other; registered campaigns are known in any number."""


def words_of(through: Mapping[str, Through]) -> dict[str, list[str]]:
    """Question -> its comments of all files; a file without the question has empty ones."""
    questions = dict.fromkeys(question for own in through.values() for question in own.words)
    return {
        question: [text for own in through.values() for text in own.words.get(question) or [""] * len(own.responses)]
        for question in questions
    }


def followers_of(parameters: Parameters, words: Mapping[str, Sequence[str]], rows: int) -> list[Follower | None]:
    """Which registered campaign each response follows, by the words in the question that the campaign names."""
    registered = _registered(parameters)
    followers: list[Follower | None] = [None] * rows
    for question in dict.fromkeys(campaign.question for campaign in registered.values()):
        own = {name: campaign.text for name, campaign in registered.items() if campaign.question == question}
        found = assign(words[question], own) if question in words else followers
        followers = [old or new for old, new in zip(followers, found, strict=True)]
    return followers


def set_apart(deciding: Deciding, followers: Sequence[Follower | None], parameters: Parameters) -> None:
    """Responses of a campaign that is counted apart."""
    counting = _counting(parameters)
    for place, fate in enumerate(fates(followers, counting)):
        if fate.outcome.value == Outcome.SET_ASIDE:
            deciding.take([place], CAMPAIGN_APART)


def count_as_one(
    deciding: Deciding,
    frame: pd.DataFrame,
    followers: Sequence[Follower | None],
    parameters: Parameters,
    words: Mapping[str, Sequence[str]],
) -> None:
    """Responses with a campaign's text word for word and the same answers, where they count as one response."""
    registered, questionnaire = _registered(parameters), parameters.questionnaire
    left = [place for place in deciding.left() if followers[place]]
    if not left:
        return
    asked = [name for name, question in questionnaire.questions.items() if question.given_by == "answers"]
    columns = [frame[name].iloc[left].tolist() for name in (*asked, *questionnaire.also_asked)]
    # What stands in another open question than the campaign's is an answer too.
    others = [
        tuple(
            texts[place].strip()
            for question, texts in words.items()
            if question != _question(followers[place], registered)
        )
        for place in left
    ]
    answers = list(zip(others, *columns, strict=True))
    for place, fate in zip(
        left, fates([followers[place] for place in left], _counting(parameters), answers), strict=True
    ):
        if fate.into is not None:
            deciding.take([place], CAMPAIGN_COPY, {place: left[fate.into]})


def with_campaigns(
    deciding: Deciding, frame: pd.DataFrame, followers: Sequence[Follower | None], questionnaire: Questionnaire
) -> pd.DataFrame:
    """The responses with the campaign that each follows, where a question asks for it; each is flagged."""
    for place, follower in enumerate(followers):
        if follower:
            deciding.flag([place], CAMPAIGN_TEXT, f"{follower.campaign}, {follower.follows}")
    names = [follower.campaign if follower else OTHER for follower in followers]
    changed = {
        name: _named(frame[name], names)
        for name, question in questionnaire.questions.items()
        if question.given_by == "campaign"
    }
    return frame.assign(**changed) if changed else frame


def _registered(parameters: Parameters) -> Mapping[str, Campaign]:
    data = parameters.consultation.data
    return {} if data.reader == "tally" else data.campaigns


def _counting(parameters: Parameters) -> dict[str, Counting]:
    return {name: Counting(campaign.counting) for name, campaign in _registered(parameters).items()}


def _question(follower: Follower | None, registered: Mapping[str, Campaign]) -> str:
    return registered[follower.campaign].question if follower else ""


def _named(column: pd.Series[Any], names: Sequence[str]) -> pd.Categorical:
    import numpy as np

    categories = column.cat.categories.tolist()
    place = {name: number for number, name in enumerate(categories)}
    return categorical(np.array([place.get(name, place[OTHER]) for name in names], dtype=np.int16), categories)


def unregistered(
    deciding: Deciding, words: Mapping[str, Sequence[str]], followers: Sequence[Follower | None], taken: Sequence[str]
) -> tuple[str, list[bool]]:
    """Texts that many people sent and that no parameter knows: flagged, and written as parameters would name them.

    Returns
    -------
    text
        Lines for `campaigns:` of `consultation.yaml`, to be read and named by a person; empty if none was found.
    follows
        Whether each response follows such a text.
    """
    follows = [False] * len(followers)
    left = [place for place in deciding.left() if followers[place] is None]
    lines: list[str] = []
    number = 0
    for question, texts in words.items():
        spoke = [place for place in left if texts[place]]
        found = find_campaigns([texts[place] for place in spoke]) if len(spoke) <= MOST_COMPARED else ()
        if not found:
            continue
        own = register(found, question, [*taken, *(f"campaign_{n}" for n in range(1, number + 1))])
        # One key for the campaigns of all questions.
        lines.append(own if not lines else own.partition("\n")[2])
        for campaign in found:
            number += 1
            for member in campaign.members:
                follows[spoke[member]] = True
                deciding.flag([spoke[member]], CAMPAIGN_TEXT, f"not registered: text {number} of {question}")
    return "".join(lines), follows


def near_copies(
    deciding: Deciding,
    frame: pd.DataFrame,
    questionnaire: Questionnaire,
    words: Mapping[str, Sequence[str]],
    of_campaign: Sequence[bool],
) -> None:
    """The same words, or nearly, with the same answers: kept, and looked at."""
    spoke = [place for place in deciding.left() if any(texts[place] for texts in words.values())]
    if not spoke or len(spoke) > MOST_COMPARED:
        return
    own = frame.iloc[spoke].reset_index(drop=True)
    # What is the same by its identifier has been merged already.
    copies = find_copies(
        own.assign(**{RESPONSE_ID: ""}),
        [name for name, question in questionnaire.questions.items() if question.given_by == "answers"],
        {question: [texts[place] for place in spoke] for question, texts in words.items()},
        of_campaign=[of_campaign[place] for place in spoke],
    )
    for copy in copies:
        deciding.flag([spoke[copy.copy]], NEAR_DUPLICATE, deciding.ids[spoke[copy.kept]])
