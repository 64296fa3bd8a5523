"""What each of several coders decided of the same comments: for every code of the frame, given or not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from findings.consultation.codeframe import FIXED_CODES, TO_CODE, FreeTextPlan
from findings.freetext.coding import SETTLED, Coding, by_comment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Codes = frozenset[str]
"""The codes that one coder gave to one comment."""


@dataclass(frozen=True)
class Decisions:
    """The comments of a question that two or more people coded.

    Parameters
    ----------
    question
        The open question, or the name of the submissions.
    codes
        Every code on which coders decide: the themes in the order of the frame, then why a comment has none.
    comments
        Unit -> coder -> the codes given, in the order in which the codings stand.
    coded
        How many comments anybody coded, these included.
    """

    question: str
    codes: tuple[str, ...]
    comments: Mapping[str, Mapping[str, Codes]]
    coded: int

    @cached_property
    def coders(self) -> tuple[str, ...]:
        """Everybody who coded any of the comments."""
        return tuple(dict.fromkeys(coder for own in self.comments.values() for coder in own))

    def pairs(self) -> Iterator[Pair]:
        """Each two coders who coded some of the comments both."""
        for one, other in itertools.combinations(self.coders, 2):
            both = [place for place, own in enumerate(self.comments.values()) if one in own and other in own]
            if both:
                yield Pair(both, self._matrix(one, both), self._matrix(other, both))

    def _matrix(self, coder: str, places: Sequence[int]) -> NDArray[np.float64]:
        every = list(self.comments.values())
        return self.matrix([every[place][coder] for place in places])

    def matrix(self, given: Sequence[Codes]) -> NDArray[np.float64]:
        """A row a coded comment, a column a code: 1 where it was given."""
        import numpy as np

        return np.array([[code in own for code in self.codes] for own in given], dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Pair:
    """Two coders: the places of the comments that both coded, and what each gave (comments x codes)."""

    places: list[int]
    one: NDArray[np.float64]
    other: NDArray[np.float64]


def decisions_of(plan: FreeTextPlan, codings: Sequence[Coding]) -> dict[str, Decisions]:
    """Question -> what coders decided, of every question of which a comment was coded by two people.

    Only codings that count are looked at. What was settled is nobody's own decision, and `to_code` is none.
    """
    given: dict[str, dict[str, dict[str, Codes]]] = {name: {} for name in (*plan.coded, *plan.submissions)}
    for (question, unit), coders in by_comment(codings).items():
        own = {coder: codes for coder, those in coders.items() if coder != SETTLED and (codes := _codes(those))}
        if own and question in given:
            given[question][unit] = own
    found = {}
    for question, comments in given.items():
        several = {unit: own for unit, own in comments.items() if len(own) > 1}
        frame = plan.frame_of(question)
        if several and frame is not None:
            every = (*frame.serving(question), *(code for code in FIXED_CODES if code != TO_CODE))
            found[question] = Decisions(question, every, several, len(comments))
    return found


def _codes(codings: Sequence[Coding]) -> Codes:
    return frozenset(coding.code for coding in codings) - {TO_CODE}
