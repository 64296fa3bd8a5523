"""Why a statistic is given or not: said by name, never by a NaN."""

from __future__ import annotations

import enum


class Verdict(enum.IntEnum):
    """What became of a statistic. Arrays of results hold these as small whole numbers.

    Where a statistic is not given, arrays hold what claims nothing (an interval from 0 to 1, a p-value of 1), so
    that code which forgets to look at the verdict finds no difference instead of a false one.

    Examples
    --------
    >>> Verdict.NOBODY.words
    'nobody is in the base'
    >>> Verdict(0).name
    'GIVEN'
    """

    GIVEN = 0
    NOBODY = 1
    ONE_ANSWER = 2
    ONE_GROUP = 3
    SMALL_BASE = 4
    NO_SPREAD = 5
    NO_FREEDOM = 6
    SPARSE = 7

    @property
    def words(self) -> str:
        """The verdict as a clause that a note can carry."""
        return _WORDS[self]


_WORDS = {
    Verdict.GIVEN: "given",
    Verdict.NOBODY: "nobody is in the base",
    Verdict.ONE_ANSWER: "everybody gave the same answer",
    Verdict.ONE_GROUP: "only one group has anybody in it",
    Verdict.SMALL_BASE: "a base is under the least base for a comparison",
    Verdict.NO_SPREAD: "nothing varies here, so there is no error to estimate",
    Verdict.NO_FREEDOM: "the sample has no degrees of freedom here: not more clusters than strata",
    Verdict.SPARSE: "too many combinations of answer and group have nobody",
}
assert set(_WORDS) == set(Verdict)
