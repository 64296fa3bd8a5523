"""The shares of a whole table with their standard errors under a design, at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.tabulation.survey.design import Design
from findings.tabulation.survey.variance import totals_of_cells
from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

NOTHING = 1e-12
"""A variance below this share of p (1 - p) is rounding."""


@dataclass(frozen=True, eq=False)
class TableShares:
    """What each group answered, with how far it may be off.

    Parameters
    ----------
    sums
        Weighted counts, answers by groups.
    shares
        Each group's shares, answers by groups; 0 in a group with nobody.
    errors
        Their standard errors; 0 where not given.
    effective
        The base of a simple random sample that would be as exact: p (1 - p) / error^2, for Wilson's interval. Where no
        answer varies, Kish's effective base of the group; 0 in a group with nobody.
    covariances
        Of the shares of one answer: answers by groups by groups, for `compare_covaried`.
    respondents
        Of each group, unweighted.
    verdict
        Answers by groups: GIVEN, NOBODY or NO_SPREAD, as numbers of `Verdict`.
    """

    sums: NDArray[np.float64]
    shares: NDArray[np.float64]
    errors: NDArray[np.float64]
    effective: NDArray[np.float64]
    covariances: NDArray[np.float64]
    respondents: NDArray[np.int64]
    verdict: NDArray[np.int8]


def table_shares(
    design: Design, answers: ArrayLike, groups: ArrayLike, shape: tuple[int, int], domain: ArrayLike | None = None
) -> TableShares:
    """The shares of each answer in each group, as `proportion` gives them one by one.

    With sums T of a table's cells, their covariance G and the sum W of a group:

    V(p_rc, p_rd) = (G_rc,rd - p_rd G_rc,.d - p_rc G_.c,rd + p_rc p_rd G_.c,.d) / (W_c W_d)

    Source: as `ratio` in `estimates`.

    Parameters
    ----------
    design
        The design.
    answers, groups
        Each respondent's answer and group, as whole numbers from 0; outside the domain they are not looked at.
    shape
        How many answers and groups there are.
    domain
        Who is in the table.

    Raises
    ------
    ValueError
        If an answer or a group in the domain is not within the shape.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> found = table_shares(make_design([1.0] * 4), [0, 1, 1, 1], [0, 0, 1, 1], (2, 2))
    >>> found.shares.tolist(), found.errors.round(4).tolist()
    ([[0.5, 0.0], [0.5, 1.0]], [[0.4082, 0.0], [0.4082, 0.0]])
    >>> [Verdict(number).name for number in found.verdict[0]]
    ['GIVEN', 'NO_SPREAD']
    """
    import numpy as np

    rows, columns = shape
    members = np.ones(design.respondents, dtype=np.bool_) if domain is None else np.asarray(domain)
    of_answer = np.asarray(answers, dtype=np.int64)[members]
    of_group = np.asarray(groups, dtype=np.int64)[members]
    for codes, most in ((of_answer, rows), (of_group, columns)):
        if len(codes) and not (codes.min() >= 0 and codes.max() < most):
            raise ValueError(f"an answer or group that is not among the {most} of the table")
    cell = of_answer * columns + of_group
    flat, g_flat = totals_of_cells(design, members, cell, rows * columns)
    sums, g = flat.reshape(rows, columns), g_flat.reshape(rows, columns, rows, columns)
    people = sums.sum(axis=0)
    p = np.divide(sums, people, out=np.zeros(shape), where=people > 0)
    of_group_too = g.sum(axis=2)
    own = np.einsum("rcrd->rcd", g)
    v = own - of_group_too * p[:, None, :] - np.swapaxes(of_group_too, 1, 2) * p[:, :, None]
    v = v + p[:, :, None] * p[:, None, :] * g.sum(axis=(0, 2))
    below = np.outer(people, people)
    v = np.divide(v, below, out=np.zeros(v.shape), where=below > 0)
    respondents = np.bincount(of_group, minlength=columns)
    weights = design.weights[members]
    squares = np.bincount(of_group, weights=weights**2, minlength=columns)
    kish = np.divide(people**2, squares, out=np.zeros(columns), where=squares > 0)
    variance = np.maximum(np.einsum("rcc->rc", v), 0.0)
    spread = p * (1 - p)
    given = variance > NOTHING * spread
    verdict = np.where(people > 0, np.where(given & (spread > 0), Verdict.GIVEN, Verdict.NO_SPREAD), Verdict.NOBODY)
    given = verdict == Verdict.GIVEN
    effective = np.divide(spread, variance, out=np.broadcast_to(kish, shape).copy(), where=given)
    errors = np.where(given, np.sqrt(variance), 0.0)
    return TableShares(sums, p, errors, effective, v, respondents, verdict.astype(np.int8))
