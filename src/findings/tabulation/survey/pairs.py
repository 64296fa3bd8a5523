"""Each pair of groups compared, answer by answer, for many tables at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

LEAST_BASE = 30
"""Groups of fewer respondents are not compared, unless said otherwise."""

NOTHING = 1e-12
"""A variance below this share of 1 / base, which no share's variance is far above, is rounding. That of two groups that
differ by one respondent is at least 1 / base^2."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Comparisons of groups; the last axis runs over pairs, the one before over answers.

    Parameters
    ----------
    one, other
        The two groups of each pair, as places of columns; `one` is always left of `other`.
    difference
        The share of `one` less that of `other`; 0 where not given.
    z, p
        The statistic and its two-sided p-value, not yet corrected; 0 and 1 where not given.
    verdict
        GIVEN, NOBODY, SMALL_BASE or NO_SPREAD, as numbers of `Verdict`.
    columns
        How many groups there are.
    """

    one: NDArray[np.int64]
    other: NDArray[np.int64]
    difference: NDArray[np.float64]
    z: NDArray[np.float64]
    p: NDArray[np.float64]
    verdict: NDArray[np.int8]
    columns: int


def compare_pooled(
    shares: ArrayLike, bases: ArrayLike, respondents: ArrayLike | None = None, least_base: float = LEAST_BASE
) -> Pairs:
    """Compare groups that do not overlap by the pooled z test.

    z = (p1 - p2) / sqrt(p (1 - p)(1/n1 + 1/n2)), p = (n1 p1 + n2 p2) / (n1 + n2)

    For groups that overlap, or a sample with strata or clusters, take `compare_covaried`.

    Source: Agresti (2013) Categorical Data Analysis, chapter 3; the test of SPSS's custom tables.

    Parameters
    ----------
    shares
        Any axes, then answers by groups: shares from 0 to 1.
    bases
        The same axes, then groups: the base of each share, effective ones where there are weights.
    respondents
        What the least base is held against; the bases, if it is not given.
    least_base
        Groups of fewer are not compared.

    Raises
    ------
    ValueError
        If a share is not between 0 and 1 or a base is negative.

    Examples
    --------
    >>> pairs = compare_pooled([[0.5, 0.3]], [100, 100])
    >>> pairs.z.round(4).tolist(), pairs.p.round(5).tolist()
    ([[2.8868]], [[0.00389]])
    """
    import numpy as np

    p, n = np.asarray(shares, dtype=np.float64), np.asarray(bases, dtype=np.float64)
    _refuse(p, n)
    one, other = np.triu_indices(p.shape[-1], 1)
    n1, n2 = n[..., None, one], n[..., None, other]
    p1, p2 = p[..., one], p[..., other]
    both = n1 + n2
    pooled = np.divide(n1 * p1 + n2 * p2, both, out=np.zeros(np.broadcast_shapes(p1.shape, both.shape)), where=both > 0)
    product = n1 * n2
    variance = pooled * (1 - pooled) * np.divide(both, product, out=np.zeros(both.shape), where=product > 0)
    held = n if respondents is None else np.asarray(respondents, dtype=np.float64)
    return _pairs(p, variance, n, held, least_base, None)


def compare_covaried(
    shares: ArrayLike,
    covariances: ArrayLike,
    bases: ArrayLike,
    least_base: float = LEAST_BASE,
    freedom: float | None = None,
) -> Pairs:
    """Compare groups of any kind, overlapping ones too, from the covariance of their shares.

    z = (p1 - p2) / sqrt(V11 + V22 - 2 V12)

    Source: Kish (1965) Survey Sampling, chapter 12; Lumley (2010) Complex Surveys, chapter 2.

    Parameters
    ----------
    shares
        Any axes, then answers by groups.
    covariances
        The same axes, then groups by groups: from `weight_covariances` or `shares_by_group`.
    bases
        Any axes, then groups: respondents in each group, for the least base.
    least_base
        Groups of fewer are not compared.
    freedom
        The design's degrees of freedom, for Student's t; without them the normal distribution.

    Examples
    --------
    >>> pairs = compare_covaried([[0.5, 0.3]], [[[0.0025, 0.0], [0.0, 0.0021]]], [100, 100])
    >>> pairs.z.round(4).tolist()
    [[2.9488]]
    """
    import numpy as np

    p, v = np.asarray(shares, dtype=np.float64), np.asarray(covariances, dtype=np.float64)
    n = np.asarray(bases, dtype=np.float64)
    _refuse(p, n)
    one, other = np.triu_indices(p.shape[-1], 1)
    variance = v[..., one, one] + v[..., other, other] - 2 * v[..., one, other]
    return _pairs(p, variance, n, n, least_base, freedom)


def weight_covariances(
    chosen: ArrayLike, all_of_them: ArrayLike, people: ArrayLike, respondents: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The shares of groups that may overlap and their covariances, from sums, without strata and clusters.

    V_jk = n/(n-1) (Y_jk (1 - p_j - p_k) + p_j p_k A_jk) / (W_j W_k)

    where Y_jk is the sum of squared weights of those in both groups who chose the answer, A_jk that of all in
    both, W_j the sum of weights of a group, p_j = (sum of weights of those in j who chose) / W_j. It is the
    linearised covariance of two means, written out for answers that are chosen or not.

    Source: as `difference` in `estimates`; Kish (1965) Survey Sampling, chapter 12.

    Parameters
    ----------
    chosen
        Any axes, then answers by groups by groups by 2: over those in both groups who chose the answer, the sum of
        weights and the sum of squared weights.
    all_of_them
        Any axes, then groups by groups: sums of squared weights of those in both groups.
    people
        Any axes, then groups: sums of weights.
    respondents
        How many respondents the sample has.

    Returns
    -------
    tuple
        Shares (answers by groups) and covariances (answers by groups by groups); 0 where nobody is.

    Examples
    --------
    >>> import numpy as np
    >>> chosen = np.array([[[[5.0, 5.0], [0.0, 0.0]], [[0.0, 0.0], [3.0, 3.0]]]])
    >>> shares, v = weight_covariances(chosen, np.diag([10.0, 10.0]), [10.0, 10.0], 20)
    >>> shares.tolist(), v.round(6).tolist()
    ([[0.5, 0.3]], [[[0.026316, 0.0], [0.0, 0.022105]]])
    """
    import numpy as np

    y, a = np.asarray(chosen, dtype=np.float64), np.asarray(all_of_them, dtype=np.float64)
    w = np.asarray(people, dtype=np.float64)
    yes = np.diagonal(y[..., 0], axis1=-2, axis2=-1)
    p = np.divide(yes, w[..., None, :], out=np.zeros(yes.shape), where=w[..., None, :] > 0)
    one, other = p[..., :, None], p[..., None, :]
    top = y[..., 1] * (1 - one - other) + one * other * a[..., None, :, :]
    below = (w[..., :, None] * w[..., None, :])[..., None, :, :]
    v = np.divide(top, below, out=np.zeros(top.shape), where=below > 0)
    return p, v * (respondents / (respondents - 1)) if respondents > 1 else v * 0.0


def _refuse(p: NDArray[np.float64], n: NDArray[np.float64]) -> None:
    if not ((p >= 0).all() and (p <= 1).all() and (n >= 0).all()):
        raise ValueError("a share is between 0 and 1, a base at least 0")


def _pairs(
    p: NDArray[np.float64],
    variance: NDArray[np.float64],
    n: NDArray[np.float64],
    held: NDArray[np.float64],
    least_base: float,
    freedom: float | None,
) -> Pairs:
    import numpy as np
    from scipy.special import ndtr, stdtr

    one, other = np.triu_indices(p.shape[-1], 1)
    difference = p[..., one] - p[..., other]
    smaller = np.minimum(n[..., one], n[..., other])[..., None, :]
    small = np.minimum(held[..., one], held[..., other])[..., None, :] < least_base
    verdict = np.full(difference.shape, Verdict.GIVEN, dtype=np.int8)
    verdict[variance * np.maximum(smaller, 1) <= NOTHING] = Verdict.NO_SPREAD
    verdict[np.broadcast_to(small, verdict.shape)] = Verdict.SMALL_BASE
    verdict[np.broadcast_to(smaller == 0, verdict.shape)] = Verdict.NOBODY
    given = verdict == Verdict.GIVEN
    difference = np.where(given, difference, 0.0)
    z = np.divide(difference, np.sqrt(np.maximum(variance, 0.0)), out=np.zeros(difference.shape), where=given)
    tail = ndtr(-np.abs(z)) if freedom is None else stdtr(freedom, -np.abs(z))
    return Pairs(one, other, difference, z, np.where(given, 2 * tail, 1.0), verdict, p.shape[-1])
