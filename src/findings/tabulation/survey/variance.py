"""The variance that sums over respondents have under a design: of any scores, and of the cells of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findings.tabulation.survey.design import Design

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

EXPLAINED = 1e-14
"""What may be left of a level's mean, as a share of the largest score."""

MOST_SWEEPS = 1000
"""How often the margins are gone through; what is left then is far below any printed digit."""


def covariance(design: Design, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The covariance matrix of weighted sums, one a column of scores.

    V = sum over strata h of (1 - n_h/N_h) n_h/(n_h - 1) sum over clusters i of (t_hi - mean t_h)(t_hi - mean t_h)'
    where t_hi is the sum of weight times score in a cluster. Of raked weights, the scores are first freed of what
    the margins explain (`unexplained`).

    Source: Cochran (1977) Sampling Techniques, chapters 5A and 9; Binder (1983), International Statistical
    Review 51, 279-292, for linearised scores.

    Parameters
    ----------
    design
        The design.
    scores
        Respondents by sums. Respondents outside a domain have 0; they are not left out, since how many of a
        sample fall into a domain is itself chance.

    Returns
    -------
    NDArray
        Sums by sums.

    Examples
    --------
    >>> import numpy as np
    >>> from findings.tabulation.survey.design import make_design
    >>> covariance(make_design([1.0, 1.0, 1.0]), np.array([[1.0], [2.0], [3.0]])).tolist()
    [[3.0]]
    """
    import numpy as np

    weighted = np.asfortranarray(unexplained(design, scores) * design.weights[:, None])
    clusters, strata = len(design.stratum), len(design.factor)
    totals = np.column_stack([np.bincount(design.cluster, weights=score, minlength=clusters) for score in weighted.T])
    sampled = np.maximum(np.bincount(design.stratum, minlength=strata), 1)
    means = [np.bincount(design.stratum, weights=score, minlength=strata) / sampled for score in totals.T]
    apart = totals - np.column_stack(means)[design.stratum]
    # Not a matrix product: how many threads that takes would change the last digits.
    return np.asarray(np.einsum("ij,i,ik->jk", apart, design.factor[design.stratum], apart))


def totals_of_cells(
    design: Design, members: NDArray[np.bool_], cell: NDArray[np.int64], cells: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The sums of weights in the cells of a table, and their covariance.

    It is `covariance` of one score a cell, 1 for those in it, worked out without the zeros: a respondent is in one
    cell. Whatever is made of the sums (shares, differences of shares) has its covariance from this one.

    Parameters
    ----------
    design
        The design.
    members
        Who is in the table.
    cell
        The cell of each member, as a number from 0.
    cells
        How many there are.

    Returns
    -------
    tuple
        Sums by cell, and cells by cells.

    Examples
    --------
    >>> import numpy as np
    >>> from findings.tabulation.survey.design import make_design
    >>> sums, v = totals_of_cells(make_design([1.0] * 4), np.ones(4, dtype=bool), np.array([0, 0, 0, 1]), 2)
    >>> sums.tolist(), v.round(6).tolist()
    ([3.0, 1.0], [[1.0, -1.0], [-1.0, 1.0]])
    """
    import numpy as np
    from scipy.sparse import coo_array

    weights, cluster = design.weights[members], design.cluster[members]
    if design.margins:
        # What the margins explain is taken off everybody: no zeros are left.
        scores = np.zeros((design.respondents, cells))
        scores[np.flatnonzero(members), cell] = 1.0
        return design.weights @ scores, covariance(design, scores)
    clusters, strata = len(design.stratum), len(design.factor)
    by_cluster = coo_array((weights, (cluster, cell)), shape=(clusters, cells)).tocsr()
    place = design.stratum[cluster] * cells + cell
    by_stratum = np.bincount(place, weights=weights, minlength=strata * cells).reshape(strata, cells)
    squares = (by_cluster.T @ by_cluster.multiply(design.factor[design.stratum][:, None])).toarray()
    sampled = np.maximum(np.bincount(design.stratum, minlength=strata), 1)
    means = np.einsum("ij,i,ik->jk", by_stratum, design.factor / sampled, by_stratum)
    return by_stratum.sum(axis=0), squares - means


def unexplained(design: Design, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scores less what the margins of raking explain: the residuals of a regression on their levels.

    Margin by margin, the mean of each level is taken off, until none is left. Without raking, the scores.

    Source: Deville and Sarndal (1992), Journal of the American Statistical Association 87, 376-382. Levels' means
    are unweighted, as in R's survey package after `rake`.

    Examples
    --------
    >>> import numpy as np
    >>> from findings.tabulation.survey.design import make_design
    >>> raked = make_design([1.0] * 4, margins=[["a", "a", "b", "b"]])
    >>> unexplained(raked, np.array([[1.0], [3.0], [5.0], [5.0]])).tolist()
    [[-1.0], [1.0], [0.0], [0.0]]
    """
    import numpy as np

    if not design.margins:
        return scores
    counts = [np.bincount(of) for of in design.margins]
    columns = []
    for score in scores.T:
        left, largest = score.astype(np.float64), float(np.abs(score).max(initial=0.0))
        for _ in range(MOST_SWEEPS):
            furthest = 0.0
            for of, count in zip(design.margins, counts, strict=True):
                means = np.bincount(of, weights=left) / count
                left = left - means[of]
                furthest = max(furthest, float(np.abs(means).max()))
            if furthest <= EXPLAINED * largest:
                break
        columns.append(left)
    return np.column_stack(columns)


def degrees_of_freedom(design: Design, members: NDArray[np.bool_] | None = None) -> int:
    """Clusters less strata; of a domain, those that have a member of it.

    Source: Korn and Graubard (1999) Analysis of Health Surveys, chapter 5.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> degrees_of_freedom(make_design([1.0] * 4, strata=["a", "a", "b", "b"]))
    2
    """
    import numpy as np

    cluster = design.cluster if members is None else design.cluster[members]
    seen = np.unique(cluster)
    return len(seen) - len(np.unique(design.stratum[seen]))
