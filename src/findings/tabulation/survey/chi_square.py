"""Whether answers differ between groups at all: Pearson's chi-square and Cramer's V, for many tables at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

FEW = 5
"""An expected count below this is small (Cochran's rule)."""


@dataclass(frozen=True, eq=False)
class ChiSquares:
    """One of each a table.

    Parameters
    ----------
    statistic, freedom, p
        Pearson's chi-square, its degrees of freedom, its p-value; 0, 0 and 1 where not given.
    v
        Cramer's V, from 0 (the groups answer alike) to 1; 0 where not given.
    base
        How many are in the table.
    small
        The share of cells whose expected count is below 5. Above 1/5, the p-value is not to be relied on
        (Cochran, 1954, Biometrics 10, 417-451).
    verdict
        GIVEN, NOBODY, ONE_ANSWER or ONE_GROUP, as numbers of `Verdict`.
    """

    statistic: NDArray[np.float64]
    freedom: NDArray[np.int64]
    p: NDArray[np.float64]
    v: NDArray[np.float64]
    base: NDArray[np.float64]
    small: NDArray[np.float64]
    verdict: NDArray[np.int8]


def stack(tables: Sequence[ArrayLike]) -> NDArray[np.float64]:
    """Tables of several shapes in one array, filled up with zeros.

    Rows and columns in which nobody is have no part in any statistic here, so that filling up changes nothing.

    Examples
    --------
    >>> stack([[[1, 2]], [[3], [4]]]).tolist()
    [[[1.0, 2.0], [0.0, 0.0]], [[3.0, 0.0], [4.0, 0.0]]]
    """
    import numpy as np

    arrays = [np.asarray(table, dtype=np.float64) for table in tables]
    rows, columns = (max((array.shape[axis] for array in arrays), default=0) for axis in (0, 1))
    stacked = np.zeros((len(arrays), rows, columns))
    for place, array in enumerate(arrays):
        stacked[place, : array.shape[0], : array.shape[1]] = array
    return stacked


def chi_squares(tables: ArrayLike) -> ChiSquares:
    """Pearson's chi-square and Cramer's V of each table, without continuity correction.

    X^2 = sum (observed - expected)^2 / expected, expected = row total * column total / base
    df = (rows - 1)(columns - 1), of the rows and columns that have anybody
    V = sqrt(X^2 / (base * min(rows - 1, columns - 1)))

    For counts of respondents who were drawn alike. Under weights, strata or clusters take `rao_scott`.

    Source: Pearson (1900), Philosophical Magazine 50, 157-175; Cramer (1946) Mathematical Methods of Statistics,
    section 21.9.

    Parameters
    ----------
    tables
        Tables by answers by groups, counts of 0 or more.

    Raises
    ------
    ValueError
        If a count is negative or no finite number, or the array has not three axes.

    Examples
    --------
    >>> result = chi_squares([[[10, 20], [30, 40]], [[0, 0], [0, 0]]])
    >>> result.statistic.round(6).tolist(), result.freedom.tolist(), result.v.round(6).tolist()
    ([0.793651, 0.0], [1, 0], [0.089087, 0.0])
    >>> [Verdict(number).name for number in result.verdict]
    ['GIVEN', 'NOBODY']
    """
    import numpy as np
    from scipy.special import chdtrc

    observed = np.asarray(tables, dtype=np.float64)
    if observed.ndim != 3 or not (np.isfinite(observed).all() and (observed >= 0).all()):
        raise ValueError("tables by answers by groups, with counts of 0 or more")
    of_answer, of_group = observed.sum(axis=2), observed.sum(axis=1)
    base = of_answer.sum(axis=1)
    answers, groups = (of_answer > 0).sum(axis=1), (of_group > 0).sum(axis=1)
    verdict = np.select(
        [base == 0, answers < 2, groups < 2], [Verdict.NOBODY, Verdict.ONE_ANSWER, Verdict.ONE_GROUP], Verdict.GIVEN
    ).astype(np.int8)
    given = verdict == Verdict.GIVEN
    expected = of_answer[:, :, None] * of_group[:, None, :] / np.where(base > 0, base, 1)[:, None, None]
    apart = (observed - expected) ** 2
    terms = np.divide(apart, expected, out=np.zeros_like(expected), where=expected > 0)
    statistic = np.where(given, terms.sum(axis=(1, 2)), 0.0)
    freedom = np.where(given, (answers - 1) * (groups - 1), 0)
    p = np.where(given, chdtrc(np.where(given, freedom, 1), statistic), 1.0)
    smaller = np.where(given, np.minimum(answers, groups) - 1, 1)
    v = np.sqrt(np.clip(statistic / (np.where(given, base, 1) * smaller), 0, 1))
    cells = np.where(given, answers * groups, 1)
    small = np.where(given, ((expected > 0) & (expected < FEW)).sum(axis=(1, 2)) / cells, 0.0)
    return ChiSquares(statistic, freedom, p, v, base, small, verdict)
