"""Everything that was said, passage by passage, each with the place by which the register names it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.voices import BY_LINE, VoiceKind
from findings.freetext.passages import passages
from findings.freetext.submissions import Submission
from findings.intake.columns import RESPONSE_ID
from findings.intake.comments import QUESTION, TEXT
from findings.intake.received import Received

ORDER = (VoiceKind.LETTER, VoiceKind.PETITION, VoiceKind.EVENT, VoiceKind.SOCIAL_MEDIA, VoiceKind.OTHER)
"""Letters stand first: whoever writes one makes an argument."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a submission or a comment; `part` counts from 1, of `of` passages of its unit."""

    channel: str
    unit: str
    part: int
    of: int
    text: str

    @property
    def place(self) -> str:
        """By what the register names it.

        Examples
        --------
        >>> Passage("letters", "l1", 2, 3, "Why?").place, Passage("hub_why", "r1", 1, 1, "Why?").place
        ('letters:l1:2', 'hub_why:r1')
        """
        own = f"{self.channel}:{self.unit}"
        return f"{own}:{self.part}" if self.of > 1 else own

    @property
    def seen(self) -> str:
        """What `kept/points.csv` notes of its text: it stays in restricted files."""
        return digest(self.text)


@dataclass(frozen=True)
class Heard:
    """All passages by unit, of submissions in `ORDER` and then of comments by question.

    Parameters
    ----------
    submitted, commented
        (Channel, unit) -> its passages, in order.
    submissions
        (Channel, unit) -> the submission.
    """

    submitted: Mapping[tuple[str, str], tuple[Passage, ...]]
    commented: Mapping[tuple[str, str], tuple[Passage, ...]]
    submissions: Mapping[tuple[str, str], Submission]

    def of(self, channel: str, unit: str) -> tuple[Passage, ...]:
        """The passages of a unit; none where there is no such unit."""
        return self.submitted.get((channel, unit)) or self.commented.get((channel, unit)) or ()

    def at(self, place: str) -> tuple[Passage, ...] | None:
        """What a place names: one passage; none of a text whose several passages it does not tell apart; else None.

        Parameters
        ----------
        place
            `channel:unit` or `channel:unit:paragraph`.
        """
        channel, _, rest = place.partition(":")
        whole = self.of(channel, rest)
        if whole:
            return whole if len(whole) == 1 else ()
        unit, _, part = rest.rpartition(":")
        found = self.of(channel, unit) if part.isascii() and part.isdigit() else ()
        own = tuple(passage for passage in found if passage.part == int(part))
        return own or None

    def near(self, place: str) -> tuple[Passage, ...]:
        """What a place names, or all passages of a text that it names as a whole."""
        channel, _, rest = place.partition(":")
        return self.at(place) or self.of(channel, rest)


def heard(plan: FreeTextPlan, received: Received, submissions: Sequence[Submission]) -> Heard:
    """What was said, divided into passages."""
    by_key = {(one.channel, one.unit): one for one in submissions}
    if len(by_key) != len(submissions):
        raise AssertionError("two submissions have one identifier: one of them would be in no point")
    kinds = {name: own.kind for name, own in plan.submissions.items()}
    ordered = sorted(by_key, key=lambda key: ORDER.index(kinds[key[0]]))
    submitted = {key: _divided(*key, by_key[key].text, by_line=kinds[key[0]] in BY_LINE) for key in ordered}
    commented = {(question, unit): _divided(question, unit, text) for question, unit, text in _comments(received)}
    return Heard(submitted, commented, by_key)


def _comments(received: Received) -> Iterator[tuple[str, str, str]]:
    if received.comments is not None:
        columns = (received.comments[name].tolist() for name in (QUESTION, RESPONSE_ID, TEXT))
        yield from zip(*columns, strict=True)


def _divided(channel: str, unit: str, text: str, *, by_line: bool = False) -> tuple[Passage, ...]:
    parts = passages(text, by_line=by_line)
    return tuple(Passage(channel, unit, number, len(parts), part) for number, part in enumerate(parts, start=1))


def digest(text: str) -> str:
    r"""The first 12 hexadecimal digits of the SHA-256 of a text, whatever spaces stand in it.

    Examples
    --------
    >>> digest("Why not\na van?") == digest(" Why not a van?"), len(digest(""))
    (True, 12)
    """
    return hashlib.sha256(" ".join(text.split()).encode("utf-8")).hexdigest()[:12]
