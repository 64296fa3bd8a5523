"""Made-up numbers: each of a range is as likely; where there are bands, each band is, and in it each number."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from findings.consultation.model import AlsoAsked
from findings.consultation.rehearsal import AlsoAnswered

MOST_DIGITS = 3
"""Digits behind the point that made-up numbers have at most: thousandths of a million still fit."""
FURTHEST = 1_000_000
"""How far a number goes that is said in `rehearsal.yaml`."""


@dataclass(frozen=True)
class Ranges:
    """The ranges that numbers are drawn from, each as likely: those of the bands, or the one from least to most.

    Parameters
    ----------
    names
        The bands that some number of the range belongs to; one without a name where there are none.
    first, last
        The first and the last number of each, in units of the last digit.
    digits
        Digits behind the point.
    """

    names: tuple[str, ...]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    digits: int

    @property
    def mean(self) -> float:
        """The mean of all numbers that are drawn, but for chance."""
        return float((self.first + self.last).mean()) / (2.0 * 10.0**self.digits)

    def drawn(self, generator: np.random.Generator, rows: int) -> NDArray[np.int32]:
        """A number a row, in units of the last digit."""
        if len(self.names) == 1:
            return generator.integers(self.first[0], self.last[0], size=rows, endpoint=True, dtype=np.int32)
        of = generator.integers(len(self.names), size=rows)
        return generator.integers(self.first[of], self.last[of], endpoint=True).astype(np.int32)

    def written(self, values: NDArray[np.int32]) -> list[str]:
        """The numbers as people write them.

        >>> Ranges(("",), np.array([0]), np.array([9]), 1).written(np.array([5, 10]))
        ['0.5', '1.0']
        """
        if not self.digits:
            return [str(value) for value in values.tolist()]
        return [str(Decimal(value).scaleb(-self.digits)) for value in values.tolist()]


def ranges_of(asked: AlsoAsked, said: AlsoAnswered) -> Ranges:
    """The ranges of a question's numbers, as somebody said or as `reach` has them.

    Examples
    --------
    >>> from findings.consultation.model import Band
    >>> bands = {"few": Band(label="Few", below=2), "many": Band(label="Many", at_least=2)}
    >>> asked = AlsoAsked(kind="numeric", number="Q1", wording="How many?", short="Number", bands=bands)
    >>> found = ranges_of(asked, AlsoAnswered(least=0, most=9))
    >>> found.names, found.first.tolist(), found.last.tolist(), found.mean
    (('few', 'many'), [0, 2], [1, 9], 3.0)
    """
    ends = [end for band in asked.bands.values() for end in (band.at_least, band.below) if end is not None]
    digits = min(max((_digits(end) for end in ends), default=0), MOST_DIGITS)
    unit = 10**digits
    least, most = (said.least or 0) * unit, (said.most or 0) * unit
    found = [("", least, most)]
    if asked.bands:
        found = [
            (
                name,
                least if band.at_least is None else max(least, math.ceil(band.at_least * unit)),
                most if band.below is None else min(most, math.ceil(band.below * unit) - 1),
            )
            for name, band in asked.bands.items()
        ]
    held = [(name, first, last) for name, first, last in found if first <= last]
    names, firsts, lasts = zip(*held, strict=True)
    return Ranges(names, np.array(firsts, dtype=np.int64), np.array(lasts, dtype=np.int64), digits)


def reach(asked: AlsoAsked) -> tuple[int, int]:
    """From where to where numbers go so that each band holds some: as far beyond the ends as the band beside is wide.

    Examples
    --------
    >>> from findings.consultation.model import Band
    >>> bands = {"a": Band(label="A", below=16), "b": Band(label="B", at_least=16, below=65),
    ...          "c": Band(label="C", at_least=65)}
    >>> reach(AlsoAsked(kind="numeric", number="Q1", wording="Age?", short="Age", bands=bands))
    (0, 114)
    """
    cuts = [band.at_least for band in asked.bands.values() if band.at_least is not None]
    if not cuts:
        return 0, 10
    wide = max(abs(cuts[0]), Decimal(10)) if len(cuts) == 1 else None
    below, above = (wide, wide) if wide else (cuts[1] - cuts[0], cuts[-1] - cuts[-2])
    least = math.floor(cuts[0] - (below or 0))
    if cuts[0] > 0:
        least = max(least, 0)
    return max(least, -FURTHEST), min(math.ceil(cuts[-1] + (above or 0)), FURTHEST)


def _digits(end: Decimal) -> int:
    exponent = end.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
