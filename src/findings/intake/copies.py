"""Responses that came twice.

Equal answers alone prove nothing: in a short survey thousands tick the same boxes. Equal words prove little: a
campaign's letter is the same from everybody. So a response is a *copy*, to be taken out, only if something beside its
answers says that it is the same response; equal or nearly equal words are a submission to look at, which stays.

| how | same channel | same answers | same words | beside them | what happens |
|---|---|---|---|---|---|
| `same_record` | yes | yes | yes | the same identifier | taken out |
| `same_person` | no matter | yes | yes | the same person, by a keyed hash | taken out |
| `same_words` | no matter | yes | yes, 12 and more of them | nothing | flagged |
| `near_words` | no matter | yes | nearly, 12 and more of them | nothing | flagged |

Identifiers are compared within a channel only: every tool numbers its responses from 1. Answers are compared as far
as all channels of the responses asked for them. What follows a campaign is never a copy by its words.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.names import NOT_ASKED
from findings.intake.alike import LEAST_WORDS, THRESHOLD, near_duplicates
from findings.intake.shingles import same_words

if TYPE_CHECKING:
    import pandas as pd


class How(enum.StrEnum):
    """What two responses share."""

    SAME_RECORD = "same_record"
    """Identifier, channel, answers and words."""
    SAME_PERSON = "same_person"
    """Person, answers and words."""
    SAME_WORDS = "same_words"
    """Answers and words."""
    NEAR_WORDS = "near_words"
    """Answers, and words but for a few."""

    @property
    def certain(self) -> bool:
        """Whether the later one is the same response; otherwise it is one to look at."""
        return self in (How.SAME_RECORD, How.SAME_PERSON)


@dataclass(frozen=True)
class Copy:
    """A response and the earlier one that it is like: places in the frame."""

    kept: int
    copy: int
    how: How


def find_copies(
    frame: pd.DataFrame,
    questions: Sequence[str],
    texts: Mapping[str, Sequence[str]],
    *,
    people: Sequence[bytes | None] | None = None,
    of_campaign: Sequence[bool] | None = None,
    threshold: float = THRESHOLD,
    least_words: int = LEAST_WORDS,
) -> tuple[Copy, ...]:
    """Find responses that came twice: each later one once, with the surest of the reasons, in the frame's order.

    Parameters
    ----------
    frame
        One row a response, in the order of the files: `response_id` and a column a question; `channel` if there are
        several. An empty `response_id` names no response. It is not to hold identifiers that were made from the row.
    questions
        The columns that hold answers.
    texts
        Open question -> what each response wrote.
    people
        Who each response is of, as of `person_keys`.
    of_campaign
        Whether each response follows a campaign.
    threshold, least_words
        As of `near_duplicates`, over all that a response wrote.
    """
    n = len(frame)
    channel = frame["channel"].astype(str).tolist() if "channel" in frame else [""] * n
    identifiers = frame["response_id"].astype(str).tolist()
    written = [list(texts[question]) for question in texts]
    answers = _Answers(frame, questions, channel, written)
    records = [(way, identifier) if identifier else None for way, identifier in zip(channel, identifiers, strict=True)]
    own = [
        ""
        if of_campaign is not None and of_campaign[row]
        else "\n".join(text for column in written if (text := column[row]))
        for row in range(n)
    ]
    found: dict[int, Copy] = {}
    for how, groups in (
        (How.SAME_RECORD, _same(records)),
        (How.SAME_PERSON, _same(people or [])),
        (How.SAME_WORDS, _same(_long_enough(own, least_words))),
        (How.NEAR_WORDS, near_duplicates(own, threshold, least_words=least_words)),
    ):
        for group in groups:
            for kept, copy in answers.equal([row for row in group if row not in found], how is not How.NEAR_WORDS):
                found[copy] = Copy(kept, copy, how)
    return tuple(found[row] for row in sorted(found))


def _same(keys: Sequence[Hashable | None]) -> Iterator[list[int]]:
    """Places with one key, two and more."""
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        if key is not None:
            places[key].append(place)
    return (group for group in places.values() if len(group) > 1)


def _long_enough(texts: Sequence[str], least_words: int) -> list[str | None]:
    # Postcodes are words here: two people may send the same letter from two addresses.
    folded = [same_words(text, slots=False) if text else "" for text in texts]
    return [text if text.count(" ") + 1 >= least_words else None for text in folded]


class _Answers:
    """What each response answered, compared as far as its channels asked the same."""

    def __init__(
        self, frame: pd.DataFrame, questions: Sequence[str], channel: Sequence[str], texts: Sequence[Sequence[str]]
    ) -> None:
        self._columns = {question: frame[question].astype(str).to_numpy() for question in questions}
        self._channel = channel
        self._texts = texts
        asked: dict[str, set[str]] = {way: set() for way in dict.fromkeys(channel)}
        for question, column in self._columns.items():
            for way, answered in dict.fromkeys(zip(channel, (column != NOT_ASKED).tolist(), strict=True)):
                if answered:
                    asked[way].add(question)
        self._asked = asked

    def equal(self, group: Sequence[int], words_too: bool) -> Iterator[tuple[int, int]]:
        """Each row of a group that answered as an earlier one did, with the first such row."""
        ways = dict.fromkeys(self._channel[row] for row in group)
        compared = [
            column for question, column in self._columns.items() if all(question in self._asked[way] for way in ways)
        ]
        first: dict[Hashable, int] = {}
        for row in group:
            words = tuple(same_words(column[row], slots=False) for column in self._texts) if words_too else ()
            kept = first.setdefault((tuple(column[row] for column in compared), words), row)
            if kept != row:
                yield kept, row
