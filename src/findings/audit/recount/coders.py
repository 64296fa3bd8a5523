"""Percent agreed, kappa and alpha by the kinds of comments that there are: who coded one, and what each gave.

Comments of a kind are counted once with how many they are, so that a resample is a few numbers. The formulas, and how
resamples are drawn, stand in docs/methods/agreement.md.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AGREED, KAPPA, ALPHA = "agreed", "kappa", "alpha"
MEASURES = (AGREED, KAPPA, ALPHA)
Comment = Mapping[str, frozenset[str]]
"""Coder -> the codes given to a comment."""
Kind = tuple[tuple[str, Hashable], ...]
"""Coder and what the coder gave, of each coder of a comment."""
Parts = tuple[Any, Any]
"""What is apart, and what would be by chance (of the percentage: all there is): numbers, or one a resample."""


@dataclass(frozen=True)
class Told:
    """A measure and the ends of its interval; None where there is none."""

    value: Fraction | None
    low: Fraction | None = None
    high: Fraction | None = None


def agreements(comments: Sequence[Comment], codes: Sequence[str], drawn: NDArray[np.int64]) -> dict[str, list[Told]]:
    """Code, and an empty text for all of them together -> percent (of 1), kappa and alpha.

    Parameters
    ----------
    comments
        What each coder gave to each comment that several coded.
    codes
        Every code on which coders decide.
    drawn
        A row a resample: the places of the comments that are in it.
    """
    by_code = {code: _Seen([_marks(own, code) for own in comments], drawn) for code in codes}
    whole = _Seen([tuple(own.items()) for own in comments], drawn)
    told = {code: [own.told(_part_of(name)) for name in MEASURES] for code, own in by_code.items()}

    def together(name: str) -> Told:
        every = [own.parts(_part_of(name)) for own in by_code.values()]

        def exact(row: int) -> Parts:
            parts = [own.exact(_part_of(name), row) for own in by_code.values()]
            return sum(one for one, _ in parts), sum(other for _, other in parts)

        return _chosen((sum(one for one, _ in every), sum(other for _, other in every)), exact)

    told[""] = [whole.told(pairs_apart), together(KAPPA), together(ALPHA)]
    return told


def pairs_apart(kinds: Sequence[Kind], times: Sequence[Any]) -> Parts:
    """Pairs of coders of a comment who gave different, and all pairs."""
    apart, there = _nothing(times), _nothing(times)
    for kind, n in zip(kinds, times, strict=True):
        pairs = list(itertools.combinations([value for _, value in kind], 2))
        apart = apart + n * sum(one != other for one, other in pairs)
        there = there + n * len(pairs)
    return apart, there


def kappa_parts(kinds: Sequence[Kind], times: Sequence[Any]) -> Parts:
    """Pairs that differ, and how many would if each coder gave the code as often, to whichever comments.

    Examples
    --------
    >>> both, one = (("Ann", True), ("Bo", True)), (("Ann", True), ("Bo", False))
    >>> kappa_parts([both, one], [Fraction(3), Fraction(1)])
    (Fraction(1, 1), Fraction(1, 1))
    """
    chance = _nothing(times)
    coders = sorted({coder for kind in kinds for coder, _ in kind})
    of_kind = [dict(kind) for kind in kinds]
    for one, other in itertools.combinations(coders, 2):
        n, left, right = _nothing(times), _nothing(times), _nothing(times)
        for own, many in zip(of_kind, times, strict=True):
            if one in own and other in own:
                n, left, right = n + many, left + many * own[one], right + many * own[other]
        # Where a resample has none of their comments, nothing is expected of them.
        chance = chance + (left * (n - right) + (n - left) * right) / (n + (n == 0))
    return pairs_apart(kinds, times)[0], chance


def alpha_parts(kinds: Sequence[Kind], times: Sequence[Any]) -> Parts:
    """Unlike values within comments, each value weighing alike, and unlike values among all.

    Examples
    --------
    >>> both, one = (("Ann", True), ("Bo", True)), (("Ann", True), ("Bo", False))
    >>> alpha_parts([both, one], [Fraction(3), Fraction(1)])
    (Fraction(7, 1), Fraction(7, 1))
    """
    values, gave, unlike = _nothing(times), _nothing(times), _nothing(times)
    for kind, n in zip(kinds, times, strict=True):
        own = sum(bool(value) for _, value in kind)
        values, gave = values + n * len(kind), gave + n * own
        unlike = unlike + n * own * (len(kind) - own) / (len(kind) - 1)
    return (values - 1) * unlike, gave * (values - gave)


def parts_as_they_are(comments: Sequence[Comment], codes: Sequence[str], name: str) -> tuple[Fraction, Fraction]:
    """What a measure of some codes is made of: 1 less the first over the second. Of all codes, agreed is of whole sets.

    Examples
    --------
    >>> both, one = frozenset({"t"}), frozenset()
    >>> parts_as_they_are([{"Ann": both, "Bo": both}, {"Ann": both, "Bo": one}], ["t"], "alpha")
    (Fraction(3, 1), Fraction(3, 1))
    """
    if name == AGREED and len(codes) > 1:
        whole: list[Kind] = [tuple(own.items()) for own in comments]
        apart, there = pairs_apart(whole, [Fraction(1)] * len(whole))
        return apart, there
    apart, chance = Fraction(0), Fraction(0)
    for code in codes:
        seen = [_marks(own, code) for own in comments]
        one, other = _part_of(name)(seen, [Fraction(1)] * len(seen))
        apart, chance = apart + one, chance + other
    return apart, chance


def _part_of(name: str) -> Callable[[Sequence[Kind], Sequence[Any]], Parts]:
    return {AGREED: pairs_apart, KAPPA: kappa_parts, ALPHA: alpha_parts}[name]


def _nothing(times: Sequence[Any]) -> Any:
    return times[0] * 0


def _marks(comment: Comment, code: str) -> Kind:
    return tuple((coder, code in given) for coder, given in comment.items())


class _Seen:
    """Comments by kinds: how many of each there are, and in each resample."""

    def __init__(self, comments: Sequence[Kind], drawn: NDArray[np.int64]) -> None:
        import numpy as np

        self.kinds = list(dict.fromkeys(comments))
        place = {kind: number for number, kind in enumerate(self.kinds)}
        numbers = np.array([place[kind] for kind in comments])
        counted = [np.bincount(numbers[row], minlength=len(self.kinds)) for row in drawn]
        self.times = np.array([np.bincount(numbers, minlength=len(self.kinds)), *counted])

    def parts(self, of: Callable[[Sequence[Kind], Sequence[Any]], Parts]) -> Parts:
        """The parts of a measure as floats: of the comments as they are, then of each resample."""
        return of(self.kinds, list(self.times.T.astype(float)))

    def exact(self, of: Callable[[Sequence[Kind], Sequence[Any]], Parts], row: int) -> Parts:
        """The same of one row in fractions."""
        return of(self.kinds, [Fraction(int(n)) for n in self.times[row]])

    def told(self, of: Callable[[Sequence[Kind], Sequence[Any]], Parts]) -> Told:
        """The measure and its interval."""
        return _chosen(self.parts(of), lambda row: self.exact(of, row))


def _chosen(floats: Parts, exact: Callable[[int], Parts]) -> Told:
    """The value of the first row; the ends are values of the others, in order."""

    def value(row: int) -> Fraction | None:
        apart, chance = exact(row)
        return 1 - Fraction(apart) / chance if chance else None

    apart, chance = floats
    defined = [row for row in range(1, len(chance)) if chance[row] > 0]
    if value(0) is None or not defined:
        return Told(value(0))
    ordered = sorted(defined, key=lambda row: 1 - apart[row] / chance[row])
    low, high = (ordered[math.ceil(Fraction(share, 40) * len(ordered)) - 1] for share in (1, 39))
    return Told(value(0), value(low), value(high))
