"""Means, totals, shares and ratios of a sample, for all or for a group of it, as linearised sums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from findings.tabulation.survey.design import Design
from findings.tabulation.survey.variance import covariance
from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, eq=False)
class Linear:
    """An estimate, and what each respondent adds to its error.

    The difference of two estimates is the difference of their values and of their scores, whether or not the same
    respondents are in both: what they share is in the scores.

    Parameters
    ----------
    value
        The estimate; 0 where it is not given.
    scores
        One a respondent: the variance of the estimate is that of the weighted sum of these.
    size
        How large the value would be if nothing in it cancelled; an error that is nothing beside it is none.
    members
        Who is in it.
    verdict
        GIVEN or NOBODY.
    """

    value: float
    scores: NDArray[np.float64]
    size: float
    members: NDArray[np.bool_]
    verdict: Verdict


def total(design: Design, values: ArrayLike, domain: ArrayLike | None = None) -> Linear:
    """The total of the population: sum of w y. Its scores are y.

    Parameters
    ----------
    design
        The design.
    values
        One a respondent. Outside the domain they are not looked at, so that a missing answer is no member.
    domain
        Whether each respondent is in the group; without it, all are.

    Raises
    ------
    ValueError
        If a value in the domain is no finite number.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> total(make_design([10.0, 20.0]), [1, 2]).value
    50.0
    """
    members, y = _inside(design, values, domain)
    if not members.any():
        return _nobody(design, members)
    weighted = design.weights * y
    return Linear(float(weighted.sum()), y, float(abs(weighted).sum()), members, Verdict.GIVEN)


def ratio(design: Design, values: ArrayLike, others: ArrayLike, domain: ArrayLike | None = None) -> Linear:
    """The ratio of two totals, R = sum w y / sum w x. Its scores are (y - R x) / sum w x.

    Source: Cochran (1977) Sampling Techniques, section 6.4; Sarndal, Swensson and Wretman (1992) Model Assisted
    Survey Sampling, section 5.6.

    Raises
    ------
    ValueError
        If a value in the domain is no finite number.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> ratio(make_design([1.0, 1.0]), [1, 2], [2, 4]).value
    0.5
    """
    members, y = _inside(design, values, domain)
    _, x = _inside(design, others, domain)
    below = float((design.weights * x).sum())
    if not members.any() or below == 0:
        return _nobody(design, members)
    value = float((design.weights * y).sum()) / below
    size = float((design.weights * abs(y)).sum()) / abs(below)
    return Linear(value, (y - value * x) / below, size, members, Verdict.GIVEN)


def mean(design: Design, values: ArrayLike, domain: ArrayLike | None = None) -> Linear:
    """The mean, sum w y / sum w over the domain: a ratio whose lower part is the number of people.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> mean(make_design([1.0, 3.0]), [0, 4]).value
    3.0
    """
    import numpy as np

    return ratio(design, values, np.ones(design.respondents), domain)


def proportion(design: Design, chosen: ArrayLike, domain: ArrayLike | None = None) -> Linear:
    """The share of those who chose an answer: the mean of 1 for those who did and 0 for the others.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> proportion(make_design([1.0, 3.0]), [True, False]).value
    0.25
    """
    import numpy as np

    return mean(design, np.asarray(chosen, dtype=np.bool_).astype(np.float64), domain)


def difference(one: Linear, other: Linear) -> Linear:
    """One estimate less another, of groups that may overlap.

    Var(a - b) = Var(a) + Var(b) - 2 Cov(a, b), where the covariance is that of the linearised scores: those in
    both groups, and those who share a cluster or a stratum.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> design = make_design([1.0, 1.0, 1.0])
    >>> all_of_them = mean(design, [1, 2, 6])
    >>> difference(mean(design, [1, 2, 6], [True, True, False]), all_of_them).value
    -1.5
    """
    verdict = one.verdict or other.verdict
    members = one.members | other.members
    if verdict:
        return Linear(0.0, one.scores * 0.0, 0.0, members, verdict)
    return Linear(one.value - other.value, one.scores - other.scores, one.size + other.size, members, verdict)


def shares_by_group(
    design: Design, chosen: ArrayLike, groups: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share that chose an answer in each of several groups, and the covariance of these shares.

    Parameters
    ----------
    design
        The design.
    chosen
        Whether each respondent chose the answer.
    groups
        Respondents by groups; they may overlap.

    Returns
    -------
    tuple
        The shares, 0 in a group with nobody, and their covariance matrix.

    Examples
    --------
    >>> import numpy as np
    >>> from findings.tabulation.survey.design import make_design
    >>> groups = np.array([[True, True], [True, False], [False, True]])
    >>> shares_by_group(make_design([1.0, 1.0, 1.0]), [True, False, False], groups)[0].tolist()
    [0.5, 0.5]
    """
    import numpy as np

    linears = [proportion(design, chosen, groups[:, place]) for place in range(groups.shape[1])]
    scores = np.column_stack([linear.scores for linear in linears])
    return np.array([linear.value for linear in linears]), covariance(design, scores)


def _inside(
    design: Design, values: ArrayLike, domain: ArrayLike | None
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Who is in the domain, and the values with 0 outside it."""
    import numpy as np

    members: NDArray[Any] = np.ones(design.respondents, dtype=np.bool_) if domain is None else np.asarray(domain)
    if members.dtype != np.bool_:
        raise ValueError(f"a domain says true or false of each respondent; this one holds {members.dtype}")
    given = np.asarray(values, dtype=np.float64)
    if given.shape != members.shape or len(given) != design.respondents:
        raise ValueError(f"{len(given)} values and {len(members)} of the domain for {design.respondents} respondents")
    if not np.isfinite(given[members]).all():
        raise ValueError("a value in the domain is no finite number; who gave no answer is not in the domain")
    return members, np.where(members, given, 0.0)


def _nobody(design: Design, members: NDArray[np.bool_]) -> Linear:
    import numpy as np

    return Linear(0.0, np.zeros(design.respondents), 0.0, members, Verdict.NOBODY)
