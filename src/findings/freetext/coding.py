"""A coding: one code that one coder gave to one comment or submission."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace

from findings.consultation.codeframe import FIXED_CODES, Sentiment


class Status(enum.StrEnum):
    """What a code is worth."""

    GIVEN = "given"
    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REFUSED = "refused"
    AGAIN = "again"
    """The comment is to be coded (again): its theme was split or removed since, or the coder put it off."""


COUNTS = (Status.GIVEN, Status.ACCEPTED, Status.CHANGED)
"""A code counts when a person gave it, accepted it from a machine, or put it in the place of a machine's."""

UNSETTLED = ""
SETTLED = "settled"
"""The coder under whose name stands what was agreed after a disagreement: it goes before all others."""


@dataclass(frozen=True, slots=True)
class Coding:
    """One code of one comment by one coder; a row of `kept/codings/*.csv`, which has these columns.

    Parameters
    ----------
    unit
        The response's identifier, or the submission's.
    question
        The open question, or the name of the submissions.
    code
        A theme, or one of `FIXED_CODES`.
    coder
        Who gave it; of a machine's candidate the machine, of an accepted one the person who accepted it.
    date
        ISO date, or empty.
    sentiment
        How the comment speaks, where the coder said so.
    status
        Whether a person stands behind it.
    note
        Why it was set aside, or what the coder wants remembered.
    quote
        Whether the coder thinks that it should be quoted.
    file, row
        Where it was read.
    """

    unit: str
    question: str
    code: str
    coder: str
    date: str = ""
    sentiment: Sentiment | None = None
    status: Status = Status.GIVEN
    note: str = ""
    quote: bool = False
    file: str = ""
    row: int = 0

    @property
    def counts(self) -> bool:
        """Whether a person stands behind it."""
        return self.status in COUNTS

    @property
    def is_theme(self) -> bool:
        """Whether it is a theme, and not why there is none."""
        return self.code not in FIXED_CODES

    def renamed(self, code: str) -> Coding:
        """The same with another code, as a later version of the frame calls it."""
        return replace(self, code=code)


def by_comment(codings: Iterable[Coding]) -> dict[tuple[str, str], dict[str, tuple[Coding, ...]]]:
    """(Question, unit) -> coder -> what the coder gave, of the codings that count, in their order.

    Examples
    --------
    >>> one, other = Coding("7", "q9", "travel", "Ann"), Coding("7", "q9", "cost", "Bo")
    >>> {key: list(own) for key, own in by_comment([one, other]).items()}
    {('q9', '7'): ['Ann', 'Bo']}
    """
    found: dict[tuple[str, str], dict[str, list[Coding]]] = {}
    for coding in codings:
        if coding.counts:
            found.setdefault((coding.question, coding.unit), {}).setdefault(coding.coder, []).append(coding)
    return {key: {coder: tuple(given) for coder, given in own.items()} for key, own in found.items()}


def decided(given: dict[str, tuple[Coding, ...]]) -> tuple[Coding, ...]:
    """Of a comment's codings those that are counted: what was settled, else what the first coder gave.

    Examples
    --------
    >>> one, other = Coding("7", "q9", "travel", "Ann"), Coding("7", "q9", "cost", SETTLED)
    >>> [coding.code for coding in decided({"Ann": (one,), SETTLED: (other,)})]
    ['cost']
    """
    return given.get(SETTLED) or next(iter(given.values()), ())
