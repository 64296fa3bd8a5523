"""Whether answers differ between groups in a sample with weights, strata and clusters: Rao and Scott's test."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.tabulation.survey.design import Design
from findings.tabulation.survey.variance import degrees_of_freedom, totals_of_cells
from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

SINGULAR = 1e12
"""A condition number above this: the cells with nobody leave nothing to solve."""

NOTHING = 1e-9
"""A mean design effect below this is rounding."""


@dataclass(frozen=True)
class RaoScott:
    """The test of one table; what is None is not given, and the verdict says why.

    Parameters
    ----------
    pearson
        Pearson's statistic of the weighted shares times the number of respondents.
    design_effect
        The mean of the generalised design effects, by which the design makes that statistic larger.
    first, first_freedom, first_p
        The first-order correction: pearson / design_effect against chi-square. R: `svychisq(statistic="Chisq")`,
        which prints `pearson` beside this p-value.
    f, numerator, denominator, p
        The second-order correction against F, to be preferred. R: `svychisq(statistic="F")`.
    v
        Cramer's V of the weighted shares.
    respondents
        How many are in the table, unweighted.
    verdict
        GIVEN, NOBODY, ONE_ANSWER, ONE_GROUP, NO_FREEDOM, NO_SPREAD or SPARSE.
    """

    pearson: float | None
    design_effect: float | None
    first: float | None
    first_freedom: int | None
    first_p: float | None
    f: float | None
    numerator: float | None
    denominator: float | None
    p: float | None
    v: float | None
    respondents: int
    verdict: Verdict


def rao_scott(
    design: Design, answers: ArrayLike, groups: ArrayLike, domain: NDArray[np.bool_] | None = None
) -> RaoScott:
    """Rao and Scott's test of independence, first and second order.

    With the shares p of the cells, their covariance V under the design, and a basis C of the interactions:

    Delta = (C' D^-1 (1/n) C)^-1 (C' D^-1 V D^-1 C), D = diag(p)
    first order: X^2 / mean(diag Delta) against chi-square with (rows - 1)(columns - 1)
    second order: X^2 / trace(Delta) against F with d and d * df, d = trace(Delta)^2 / trace(Delta^2)

    where df is clusters less strata. Shares are those observed, as R's `svychisq` has them.

    Source: Rao and Scott (1984), Annals of Statistics 12, 46-60; Thomas and Rao (1987), Journal of the American
    Statistical Association 82, 630-636.

    Parameters
    ----------
    design
        The design.
    answers, groups
        Each respondent's answer and group, as whole numbers from 0; outside the domain they are not looked at.
    domain
        Who is in the table: those who answered and said which group they are in.

    Raises
    ------
    ValueError
        If an answer or a group in the domain is negative.

    Examples
    --------
    >>> import numpy as np
    >>> from findings.tabulation.survey.design import make_design
    >>> answers, groups = np.repeat([0, 0, 1, 1], [10, 20, 30, 40]), np.repeat([0, 1, 0, 1], [10, 20, 30, 40])
    >>> test = rao_scott(make_design(np.ones(100)), answers, groups)
    >>> round(test.pearson, 6), round(test.f, 6), round(test.p, 6)
    (0.793651, 0.785714, 0.377547)
    """
    import numpy as np

    members = np.ones(design.respondents, dtype=np.bool_) if domain is None else np.asarray(domain)
    of_answer = np.asarray(answers, dtype=np.int64)[members]
    of_group = np.asarray(groups, dtype=np.int64)[members]
    if (of_answer < 0).any() or (of_group < 0).any():
        raise ValueError("an answer or group below 0; who has none is not in the domain")
    n = len(of_answer)
    # Answers and groups that nobody is in are left out.
    seen_answers, of_answer = np.unique(of_answer, return_inverse=True)
    seen_groups, of_group = np.unique(of_group, return_inverse=True)
    rows, columns = len(seen_answers), len(seen_groups)
    verdict = (
        Verdict.NOBODY if not n else Verdict.ONE_ANSWER if rows < 2 else Verdict.ONE_GROUP if columns < 2 else None
    )
    freedom = degrees_of_freedom(design, members)
    if verdict is None and freedom < 1:
        verdict = Verdict.NO_FREEDOM
    if verdict is not None:
        return _without(n, verdict)
    cell = of_answer * columns + of_group
    sums, g = totals_of_cells(design, members, cell, rows * columns)
    people = sums.sum()
    p, crossed = sums / people, g.sum(axis=1)
    across = np.outer(crossed, p)
    # Of the sums of the cells, and so of their shares: each is a cell's sum over the sum of all.
    v = (g - across - across.T + np.outer(p, p) * crossed.sum()) / people**2
    return _test(p, v, (rows, columns), n, freedom)


def rao_scott_of_weights(sums: NDArray[np.float64], squares: NDArray[np.float64], respondents: int) -> RaoScott:
    """The same test from a table's sums alone, for a sample with weights and neither strata nor clusters.

    Without strata and clusters the covariance of the shares is
    V = n/(n-1) (diag(q) - q p' - p q' + p p' sum q), q = sum of squared weights of a cell / (sum of weights)^2

    Parameters
    ----------
    sums, squares
        Answers by groups: the sums of weights and of squared weights.
    respondents
        How many respondents are in the table. Who is not in it does not matter to this formula but for the
        factor n/(n-1), in which those in it are taken.

    Examples
    --------
    >>> import numpy as np
    >>> counts = np.array([[10.0, 20.0], [30.0, 40.0]])
    >>> round(rao_scott_of_weights(counts, counts, 100).f, 6)
    0.785714
    """
    import numpy as np

    kept = np.ix_((sums.sum(axis=1) > 0), (sums.sum(axis=0) > 0))
    table, square = sums[kept], squares[kept]
    people = table.sum()
    verdict = None
    if not people > 0:
        verdict = Verdict.NOBODY
    elif min(table.shape) < 2:
        verdict = Verdict.ONE_ANSWER if table.shape[0] < 2 else Verdict.ONE_GROUP
    elif respondents < 2:
        verdict = Verdict.NO_FREEDOM
    if verdict is not None:
        return _without(respondents, verdict)
    p, q = table.ravel() / people, square.ravel() / people**2
    v = np.diag(q) - np.outer(q, p) - np.outer(p, q) + np.outer(p, p) * q.sum()
    return _test(p, v * (respondents / (respondents - 1)), table.shape, respondents, respondents - 1)


def _test(
    shares: NDArray[np.float64], v: NDArray[np.float64], shape: tuple[int, ...], n: int, freedom: int
) -> RaoScott:
    import numpy as np
    from scipy.special import chdtrc, fdtrc

    rows, columns = shape
    table = shares.reshape(rows, columns)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    unlike = float(((table - expected) ** 2 / expected).sum())
    basis = np.kron(_contrasts(rows), _contrasts(columns))
    scaled = np.divide(basis, shares[:, None], out=np.zeros_like(basis), where=shares[:, None] > 0)
    below = basis.T @ scaled / n
    if np.linalg.cond(below) > SINGULAR:
        return _without(n, Verdict.SPARSE)
    delta = np.linalg.solve(below, scaled.T @ v @ scaled)
    trace, both = float(np.trace(delta)), float(np.sum(delta * delta.T))
    cells = (rows - 1) * (columns - 1)
    # Whole clusters that answer alike in every cell leave a variance of rounding only.
    if trace <= NOTHING * cells:
        return _without(n, Verdict.NO_SPREAD)
    pearson, numerator = n * unlike, trace * trace / both
    f, first = pearson / trace, pearson * cells / trace
    return RaoScott(
        pearson=pearson,
        design_effect=trace / cells,
        first=first,
        first_freedom=cells,
        first_p=float(chdtrc(cells, first)),
        f=f,
        numerator=numerator,
        denominator=numerator * freedom,
        p=float(fdtrc(numerator, numerator * freedom, f)),
        v=math.sqrt(min(1.0, unlike / min(rows - 1, columns - 1))),
        respondents=n,
        verdict=Verdict.GIVEN,
    )


def _contrasts(levels: int) -> NDArray[np.float64]:
    """A basis of the differences between levels: each column sums to zero."""
    import numpy as np

    return np.vstack([np.eye(levels - 1), -np.ones(levels - 1)])


def _without(n: int, verdict: Verdict) -> RaoScott:
    return RaoScott(None, None, None, None, None, None, None, None, None, None, n, verdict)
