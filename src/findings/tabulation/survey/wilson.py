"""Wilson's interval for shares, for any number of them at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares with their intervals, in arrays of one shape.

    Parameters
    ----------
    share
        The share; 0 where there is nobody.
    low, high
        The interval; 0 and 1 where there is nobody.
    verdict
        GIVEN or NOBODY, as numbers of `Verdict`.
    """

    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    verdict: NDArray[np.int8]


def wilson(counts: ArrayLike, bases: ArrayLike, level: float = 0.95) -> Shares:
    """Wilson's score interval, without continuity correction.

    (p + z^2/2n -+ z sqrt(p(1 - p)/n + z^2/4n^2)) / (1 + z^2/n)

    It lies within 0 and 1, holds p, and is right for small bases and shares near 0 or 1, where p -+ z * error is not.

    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212; Brown, Cai and DasGupta
    (2001), Statistical Science 16, 101-133.

    Parameters
    ----------
    counts, bases
        Of one shape, or of shapes that numpy fits to each other; 0 <= count <= base.
    level
        The confidence level.

    Raises
    ------
    ValueError
        If a count is not between 0 and its base.

    Examples
    --------
    >>> shares = wilson([3, 0], [10, 0])
    >>> shares.low.round(4).tolist(), shares.high.round(4).tolist()
    ([0.1078, 0.0], [0.6032, 1.0])
    >>> [Verdict(number).name for number in shares.verdict]
    ['GIVEN', 'NOBODY']
    """
    import numpy as np

    x, n = np.broadcast_arrays(np.asarray(counts, dtype=np.float64), np.asarray(bases, dtype=np.float64))
    if not (np.isfinite(n).all() and (x >= 0).all() and (x <= n).all()):
        raise ValueError("a count is at least 0 and at most its base")
    share = np.divide(x, n, out=np.zeros(n.shape), where=n > 0)
    return _wilson(share, n, level)


def wilson_effective(shares: ArrayLike, effective: ArrayLike, level: float = 0.95) -> Shares:
    """Wilson's interval of weighted shares: the effective base stands in the place of the base.

    Source: Kott and Carr (1997), Journal of Official Statistics 13, 367-383; Franco, Little, Louis and Slud (2019),
    Journal of Survey Statistics and Methodology 7, 334-364.

    Parameters
    ----------
    shares
        Weighted shares from 0 to 1.
    effective
        Their effective bases, `effective_bases` of each base; or base / design effect of the share.
    level
        The confidence level.

    Raises
    ------
    ValueError
        If a share is not between 0 and 1, or an effective base is negative.

    Examples
    --------
    >>> wilson_effective([0.3], [10.0]).low.round(4).tolist()
    [0.1078]
    """
    import numpy as np

    p, n = np.broadcast_arrays(np.asarray(shares, dtype=np.float64), np.asarray(effective, dtype=np.float64))
    if not (np.isfinite(n).all() and (n >= 0).all() and (p >= 0).all() and (p <= 1).all()):
        raise ValueError("a share is between 0 and 1, an effective base at least 0")
    return _wilson(np.where(n > 0, p, 0.0), n, level)


def _wilson(p: NDArray[np.float64], n: NDArray[np.float64], level: float) -> Shares:
    import numpy as np
    from scipy.special import ndtri

    if not 0 < level < 1:
        raise ValueError(f"a confidence level is between 0 and 1, not {level}")
    square = float(ndtri(1 - (1 - level) / 2)) ** 2
    # Times n throughout, so that a base of 0 divides nothing: its interval is then (0, 1) by itself.
    middle = n * p + square / 2
    reach = np.sqrt(square * (n * p * (1 - p) + square / 4))
    # Rounding may carry an end past p by the last digit, where p is 0 or 1 too.
    low = np.minimum(np.clip((middle - reach) / (n + square), 0, 1), np.where(n > 0, p, 0))
    high = np.maximum(np.clip((middle + reach) / (n + square), 0, 1), np.where(n > 0, p, 1))
    verdict = np.where(n > 0, Verdict.GIVEN, Verdict.NOBODY).astype(np.int8)
    return Shares(p, low, high, verdict)
