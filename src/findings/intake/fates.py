"""What becomes of each response that could be read: analysed, merged into another, or set aside.

One rule, one function. The rules are asked in an order; the first that fits gives the reason. They look at the answers
and not at the order of identifiers, so that no output depends on how a tool numbers its responses.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.build import Parameters
from findings.consultation.model import Channel, Questionnaire, SourceFile
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.consultation.names import WITHDRAWN as WITHDRAWN_FILE
from findings.errors import InputRefused, Problem
from findings.intake.columns import RESPONSE_ID, SOURCE_ROW
from findings.intake.deciding import Deciding
from findings.intake.door import Through
from findings.intake.flags import flags_of
from findings.intake.people import combine, crowded, groups
from findings.intake.reasons import (
    AFTER_MIDPOINT,
    ANSWERS_DIFFER,
    BLANK,
    COUNTED_APART,
    EXACT_DUPLICATE,
    MANY_FROM_ONE,
    OTHER_CHANNEL,
    REASONS,
    SAME_PERSON,
    WITHDRAWN,
    Outcome,
)
from findings.intake.received import Flag
from findings.intake.words import (
    MOST_COMPARED,
    count_as_one,
    followers_of,
    near_copies,
    set_apart,
    unregistered,
    with_campaigns,
    words_of,
)

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Fates:
    """What becomes of each response, in the order of the frame.

    Parameters
    ----------
    outcomes, reasons, into
        A code each, empty where there is none; `into` is the response that one was merged into.
    flags
        What a person should look at, of the responses that are analysed.
    campaigns_found
        Texts that many people sent and that no parameter knows, as lines for `campaigns:`.
    not_compared
        Whether there were too many comments to look for those, and for near copies.
    """

    outcomes: Sequence[str]
    reasons: Sequence[str]
    into: Sequence[str]
    flags: tuple[Flag, ...] = ()
    campaigns_found: str = ""
    not_compared: bool = False

    @property
    def analysed(self) -> NDArray[np.bool_]:
        """Which responses are analysed."""
        import numpy as np

        return np.array([outcome == Outcome.ANALYSED for outcome in self.outcomes], dtype=bool)

    @property
    def copies(self) -> NDArray[np.bool_]:
        """Which responses were merged into one that says the same."""
        import numpy as np

        return np.array([reason == EXACT_DUPLICATE for reason in self.reasons], dtype=bool)


def decide(
    parameters: Parameters,
    sources: Mapping[str, SourceFile],
    through: Mapping[str, Through],
    frame: pd.DataFrame,
    withdrawn: Collection[str] = (),
) -> tuple[pd.DataFrame, Fates]:
    """Ask every rule.

    Parameters
    ----------
    parameters, sources
        What the parameters say, and the files by channel.
    through
        What came through the door, by channel.
    frame
        The responses of all files, in their order, before anything is marked as not asked.
    withdrawn
        Identifiers of responses that were withdrawn.

    Returns
    -------
    frame
        The same rows, with the gaps of a person's response filled where the parameters say so, and the campaign that
        each follows where a question asks for it.
    fates
        What becomes of each.
    """
    ids = frame[RESPONSE_ID].tolist()
    deciding = Deciding(ids)
    deciding.take(_withdrawn_places(withdrawn, ids, through), WITHDRAWN)
    until = parameters.until.isoformat() if parameters.until is not None else None
    start = 0
    for name, own in through.items():
        places = range(start, start := start + len(own.responses))
        source = sources[name]
        if isinstance(source, Channel) and source.counts == "submissions":
            deciding.take(places, COUNTED_APART)
        elif name not in parameters.counted:
            deciding.take(places, OTHER_CHANNEL)
        if until is not None:
            days = own.days or [""] * len(own.responses)
            late = [place for place, day in zip(places, days, strict=True) if not day or day > until]
            deciding.take(late, AFTER_MIDPOINT)
    words = words_of(through)
    _exact_copies(deciding, frame, words)
    deciding.take(_blank(frame, parameters.questionnaire), BLANK)
    followers = followers_of(parameters, words, len(frame))
    # A letter that is counted apart is nobody's answer to the questionnaire.
    set_apart(deciding, followers, parameters)
    frame = _one_person(deciding, frame, parameters.questionnaire, sources, through)
    count_as_one(deciding, frame, followers, parameters, words)
    frame = with_campaigns(deciding, frame, followers, parameters.questionnaire)
    data = parameters.consultation.data
    found, of_found = unregistered(deciding, words, followers, () if data.reader == "tally" else tuple(data.campaigns))
    of_campaign = [follower is not None or also for follower, also in zip(followers, of_found, strict=True)]
    near_copies(deciding, frame, parameters.questionnaire, words, of_campaign)
    outcomes = [str(REASONS[reason].outcome) if reason else str(Outcome.ANALYSED) for reason in deciding.reasons]
    flags = flags_of(parameters, sources, through, deciding, outcomes)
    many = any(sum(map(bool, texts)) > MOST_COMPARED for texts in words.values())
    return frame, Fates(outcomes, deciding.reasons, deciding.into, flags, found, many)


def _withdrawn_places(withdrawn: Collection[str], ids: Sequence[str], through: Mapping[str, Through]) -> list[int]:
    """Where the withdrawn responses stand.

    Identifiers of channels that number alike are led by the channel's name, and perhaps were not when a response was
    withdrawn, or the reverse.

    Raises
    ------
    InputRefused
        If an identifier could be that of responses in two channels.
    """
    places = {name: [place] for place, name in enumerate(ids)}
    start = 0
    for channel, own in through.items():
        for place in range(start, start := start + len(own.responses)):
            if not withdrawn or not channel:
                continue
            for name in (ids[place].removeprefix(f"{channel}-"), f"{channel}-{ids[place]}"):
                if name != ids[place] and place not in places.setdefault(name, []):
                    places[name].append(place)
    problems = [
        Problem(
            WITHDRAWN_FILE,
            "a withdrawn identifier that stands for responses of several channels",
            name,
            ", ".join(ids[place] for place in places[name]),
            "Write the one that is meant.",
        )
        for name in sorted(withdrawn)
        if len(places.get(name, ())) > 1
    ]
    if problems:
        raise InputRefused(problems)
    return sorted(place for name in withdrawn for place in places.get(name, ()))


def _exact_copies(deciding: Deciding, frame: pd.DataFrame, words: Mapping[str, Sequence[str]]) -> None:
    """A row whose identifier, answers and words are those of a row before it."""
    doubled = frame[RESPONSE_ID].duplicated(keep=False)
    if not doubled.any():
        return
    first: dict[tuple[object, ...], int] = {}
    places = doubled.to_numpy().nonzero()[0].tolist()
    answers = frame.iloc[places].drop(columns=SOURCE_ROW)
    for place, row in zip(places, zip(*(answers[name].tolist() for name in answers.columns), strict=True), strict=True):
        kept = first.setdefault((*row, *(texts[place].strip() for texts in words.values())), place)
        if kept != place:
            deciding.take([place], EXACT_DUPLICATE, {place: kept})


def _one_person(
    deciding: Deciding,
    frame: pd.DataFrame,
    questionnaire: Questionnaire,
    sources: Mapping[str, SourceFile],
    through: Mapping[str, Through],
) -> pd.DataFrame:
    """Several responses of one person count once, as `same_person` says; a crowd from one sender is looked at first."""
    rule = next((source.same_person.combine for source in sources.values() if source.same_person), None)
    if rule is None:
        return frame
    keys = [key for own in through.values() for key in own.persons or [None] * len(own.responses)]
    left = set(deciding.left())
    found = groups([key if place in left else None for place, key in enumerate(keys)])
    crowds = crowded(found)
    for crowd in crowds:
        deciding.flag(crowd, MANY_FROM_ONE, f"{len(crowd)} responses")
    days = [_day(day) for own in through.values() for day in own.days or [""] * len(own.responses)]
    asked = [*questionnaire.questions, *questionnaire.also_asked]
    spec = questionnaire.questions
    ordered = sorted(asked, key=lambda name: _depth(questionnaire, name))
    combined = combine(
        frame,
        [group for group in found if group not in crowds],
        rule,
        days,
        questions=[name for name in ordered if name not in spec or spec[name].given_by == "answers"],
        asked_if=questionnaire.routed,
    )
    into = {merged.row: merged.into for merged in combined.merged}
    deciding.take(list(into), SAME_PERSON, into)
    for conflict in combined.conflicts:
        deciding.flag([conflict.row], ANSWERS_DIFFER, deciding.ids[conflict.other], conflict.column)
    return combined.frame


def _depth(questionnaire: Questionnaire, name: str) -> int:
    """How many questions a question hangs on, one after another."""
    question = questionnaire.questions.get(name) or questionnaire.also_asked.get(name)
    return 1 + max((_depth(questionnaire, other) for other in question.asked_if), default=0) if question else 0


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _blank(frame: pd.DataFrame, questionnaire: Questionnaire) -> list[int]:
    """The places of responses without an answer to any question of a section or to any other question of their own."""
    told = [question for section in questionnaire.sections.values() for question in section.questions]
    questions = questionnaire.questions
    asked = [question for question in told if question in questions and questions[question].given_by == "answers"]
    blank = None
    for question in (*asked, *questionnaire.also_asked):
        nothing = frame[question].isin([NOT_ANSWERED, NOT_ASKED])
        blank = nothing if blank is None else blank & nothing
    return [] if blank is None else blank.to_numpy().nonzero()[0].tolist()
