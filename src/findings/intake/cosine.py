"""Whether two sets of shingles are alike enough, told from as little of them as will do.

The cosine of two sets is shared / sqrt(size of one * size of the other). Two bounds from above rule most pairs out
before their shingles are looked at; neither ever rules out a pair that is alike enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from findings.intake.shingles import Integers

_EPSILON = 1e-9

_WORDS = 8
"""Words of 64 bits in a sketch: room for the sets of most comments, and a few MB per 100,000 of them."""

_MIXED = np.uint64(0x9E3779B97F4A7C15)
"""2^64 / golden ratio: multiplying by it spreads numbers that follow each other (Knuth)."""


class Pairs(NamedTuple):
    """Pairs of sets, and how many of their rarest shingles they share."""

    one: Integers
    other: Integers
    met: Integers


def least_shared(sizes: Integers, threshold: float) -> Integers:
    """How many of its shingles the larger of two sets that are alike shares at the least.

    shared >= t * sqrt(larger * smaller) and smaller >= shared, so shared >= t * t * larger.

    Examples
    --------
    >>> least_shared(np.array([10, 100]), 0.7)
    array([ 5, 49])
    """
    least: Integers = np.ceil(threshold * threshold * sizes - _EPSILON).astype(np.int64)
    return least


@dataclass(frozen=True)
class Judge:
    """Decides about pairs of rows of `shingles`; `sketches` holds a few words of bits for each row."""

    shingles: Any
    sizes: Integers
    threshold: float
    sketches: NDArray[np.uint64]

    @classmethod
    def of(cls, shingles: Any, sizes: Integers, threshold: float) -> Judge:
        """With the sketches made."""
        return cls(shingles, sizes, threshold, _sketches(shingles))

    def possible(self, pairs: Pairs) -> Pairs:
        """Leave out pairs that cannot be alike enough, from their sizes and rarest shingles.

        The set whose rarest shingles end first shares at most what was met and what it has beside these.
        """
        one, other, met = pairs
        large = np.maximum(self.sizes[one], self.sizes[other])
        most = np.minimum(met + least_shared(large, self.threshold) - 1, np.minimum(self.sizes[one], self.sizes[other]))
        kept = self._enough(most, one, other)
        return Pairs(one[kept], other[kept], met[kept])

    def near(self, one: Integers, other: Integers) -> tuple[Integers, Integers]:
        """Keep the pairs that are alike enough."""
        # A bit of a sketch says whether an even or an odd number of shingles fell on it. Where two sketches differ,
        # there is a shingle that only one of both has.
        differ = np.bitwise_count(self.sketches[one] ^ self.sketches[other]).sum(axis=1, dtype=np.int64)
        kept = self._enough((self.sizes[one] + self.sizes[other] - differ) // 2, one, other)
        one, other = one[kept], other[kept]
        shared = np.asarray(self.shingles[one].multiply(self.shingles[other]).sum(axis=1)).ravel().astype(np.int64)
        kept = self._enough(shared, one, other)
        return one[kept], other[kept]

    def _enough(self, shared: Integers, one: Integers, other: Integers) -> NDArray[np.bool_]:
        least = self.threshold * self.threshold * (self.sizes[one] * self.sizes[other])
        return np.asarray(shared * shared >= least - _EPSILON)


def _sketches(shingles: Any) -> NDArray[np.uint64]:
    bit = (shingles.indices.astype(np.uint64) * _MIXED) >> np.uint64(64 - 9)
    row = np.repeat(np.arange(shingles.shape[0]), np.diff(shingles.indptr))
    found = np.zeros((shingles.shape[0], _WORDS), dtype=np.uint64)
    np.bitwise_xor.at(found, (row, (bit >> np.uint64(6)).astype(np.int64)), np.uint64(1) << (bit & np.uint64(63)))
    return found
