"""Bootstrap intervals of agreement: the comments that two people coded, drawn again with replacement.

How they are drawn is part of the method (`docs/methods/agreement.md`), since `findings verify` draws them once more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from findings.freetext.sums import MEASURES, Additive

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LOW, HIGH = Fraction(25, 1000), Fraction(975, 1000)
"""The shares of resamples below the ends of an interval of 95%."""
_AT_ONCE = 4_000_000
"""Numbers that are held at once: resamples times comments."""


@dataclass(frozen=True)
class Interval:
    """The ends of an interval."""

    low: Fraction
    high: Fraction


def draws(question: str, comments: int, resamples: int, seed: int) -> Iterator[NDArray[np.int64]]:
    """How many times each comment is taken, a resample after the other.

    The generator is NumPy's PCG64, seeded with the seed and the bytes of the question's name, so that a question's
    interval does not depend on which others there are.

    Examples
    --------
    >>> [int(times.sum()) for times in draws("q9", 5, 3, 1)]
    [5, 5, 5]
    """
    import numpy as np

    generator = np.random.default_rng([seed, *question.encode("utf-8")])
    for _ in range(resamples):
        yield np.bincount(generator.integers(comments, size=comments), minlength=comments)


def intervals(question: str, summed: Additive, resamples: int, seed: int) -> dict[str, list[Interval | None]]:
    """Measure -> of each code, and at the end of all together, the interval; None where there is none.

    An end is the value of one resample: the first, in the order of values, that at least 2.5% (97.5%) of the resamples
    in which the measure is defined do not exceed.
    """
    import numpy as np

    comments, columns = summed.given.shape
    times = np.empty((resamples, comments), dtype=np.uint16)
    for place, one in enumerate(draws(question, comments, resamples, seed)):
        times[place] = one
    block = max(1, _AT_ONCE // comments)
    sums = [summed.sums(times[start : start + block].astype(np.float64)) for start in range(0, resamples, block)]
    found: dict[str, list[Interval | None]] = {}
    for name in MEASURES:
        values = np.vstack([own.measure(name) for own in sums] or [np.empty((0, columns + 1))])
        found[name] = [_interval(summed, name, column, values[:, column], times) for column in range(columns + 1)]
    return found


def _interval(
    summed: Additive, name: str, column: int, values: NDArray[np.float64], times: NDArray[np.uint16]
) -> Interval | None:
    import numpy as np

    defined = int((~np.isnan(values)).sum())
    if not defined:
        return None
    # Which resample it is tells a float; what it is worth is worked out from that resample in fractions.
    order = np.argsort(values, kind="stable")
    ends = [
        summed.exact(name, column, times[order[-(-share.numerator * defined // share.denominator) - 1]].astype(float))
        for share in (LOW, HIGH)
    ]
    assert ends[0] is not None and ends[1] is not None
    return Interval(ends[0], ends[1])
