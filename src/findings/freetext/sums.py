"""Percent agreed, Cohen's kappa and Krippendorff's alpha as quotients of sums over comments.

Of each code a coder decides yes or no. Alpha follows Krippendorff (2011), Computing Krippendorff's Alpha-Reliability,
from the matrix of coincidences: whoever did not code a comment is not in it. Kappa follows Cohen (1960); of more than
two coders the observed and the expected agreement are averaged over pairs of coders (Conger 1980), each pair weighing
as many comments as both coded. Of all codes together both take as the distance of two sets of codes how many codes are
in one of them only; where every comment has one code, that is the alpha and the kappa of nominal values.

Every measure of every code is a quotient of a few sums over comments. With a whole number of times that each comment
is taken, a product of matrices gives the sums of a thousand resamples; they are whole numbers, so that the order in
which threads add them up changes nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from findings.freetext.decisions import Decisions, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AGREED, KAPPA, ALPHA = "agreed", "kappa", "alpha"
MEASURES = (AGREED, KAPPA, ALPHA)


@dataclass(frozen=True, eq=False)
class Sums:
    """Observed and expected disagreement of each code, a row a resample; the last column is of all codes together.

    Each measure is 1 less `apart` over `chance` (`agreed`: over the pairs of coders who coded a comment both).
    """

    apart: dict[str, NDArray[np.float64]]
    chance: dict[str, NDArray[np.float64]]

    def measure(self, name: str) -> NDArray[np.float64]:
        """The measure of each resample and code; NaN where it is not defined."""
        import numpy as np

        chance = np.where(self.chance[name] > 0, self.chance[name], np.nan)
        return 1 - self.apart[name] / chance


@dataclass(frozen=True, eq=False)
class Additive:
    """What is added up over comments.

    Parameters
    ----------
    pairs
        Each two coders.
    coders
        How many coded each comment.
    given
        Comments x codes: how many of them gave the code.
    split
        Comments x codes: pairs of coders of whom one gave it, over one less than the coders, times `scale`.
    scale
        The smallest whole number that makes `split` whole.
    """

    pairs: tuple[Pair, ...]
    coders: NDArray[np.float64]
    given: NDArray[np.float64]
    split: NDArray[np.float64]
    scale: int

    def sums(self, times: NDArray[np.float64]) -> Sums:
        """The sums where each comment is taken a number of times (resamples x comments)."""
        import numpy as np

        n, given = (times @ self.coders)[:, None], times @ self.given
        apart, chance = {ALPHA: times @ self.split / self.scale * (n - 1)}, {ALPHA: given * (n - given)}
        shape = given.shape
        apart_pairs, chance_pairs, both, same = np.zeros(shape), np.zeros(shape), np.zeros(n.shape), np.zeros(n.shape)
        for pair in self.pairs:
            own = times[:, pair.places]
            size, one, other = own.sum(axis=1)[:, None], own @ pair.one, own @ pair.other
            unlike = pair.one != pair.other
            apart_pairs += own @ unlike.astype(np.float64)
            chance_pairs += (one * (size - other) + (size - one) * other) / np.maximum(size, 1)
            both += size
            same += (own @ (~unlike.any(axis=1)).astype(np.float64))[:, None]
        apart |= {KAPPA: apart_pairs}
        chance |= {KAPPA: chance_pairs}
        whole = {name: (_with_total(apart[name]), _with_total(chance[name])) for name in (ALPHA, KAPPA)}
        whole[AGREED] = (np.hstack([apart_pairs, both - same]), np.hstack([np.repeat(both, shape[1], axis=1), both]))
        return Sums({name: own[0] for name, own in whole.items()}, {name: own[1] for name, own in whole.items()})

    def exact(self, name: str, column: int, times: NDArray[np.float64]) -> Fraction | None:
        """A measure of one code (or, in the last column, of all) of one resample, as a fraction."""
        columns = range(self.given.shape[1]) if column == self.given.shape[1] else [column]
        if name == ALPHA:
            n = int(times @ self.coders)
            given = [int(times @ self.given[:, code]) for code in columns]
            split = sum(int(times @ self.split[:, code]) for code in columns)
            return _less(Fraction(split * (n - 1), self.scale), Fraction(sum(own * (n - own) for own in given)))
        apart, chance = Fraction(0), Fraction(0)
        for pair in self.pairs:
            own = times[pair.places]
            size = int(own.sum())
            unlike = (pair.one != pair.other)[:, columns]
            if name == AGREED:
                apart += int(own @ unlike.any(axis=1))
                chance += size
            elif size:
                one, other = own @ pair.one[:, columns], own @ pair.other[:, columns]
                apart += int((own @ unlike).sum())
                chance += Fraction(int((one * (size - other) + (size - one) * other).sum()), size)
        return _less(apart, chance)


def additive(decisions: Decisions) -> Additive:
    """What is added up over the comments of a question."""
    import numpy as np

    coders = np.array([len(own) for own in decisions.comments.values()], dtype=np.float64)
    given = np.array([decisions.matrix(list(own.values())).sum(axis=0) for own in decisions.comments.values()])
    scale = math.lcm(*(len(own) - 1 for own in decisions.comments.values()))
    split = given * (coders[:, None] - given) * (scale / (coders[:, None] - 1))
    return Additive(tuple(decisions.pairs()), coders, given, np.rint(split), scale)


def _less(apart: Fraction, chance: Fraction) -> Fraction | None:
    return 1 - apart / chance if chance else None


def _with_total(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    return np.hstack([columns, columns.sum(axis=1, keepdims=True)])
