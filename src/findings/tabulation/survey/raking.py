"""Raking: weights under which the sample agrees with what is known of the population, one margin after the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from findings.errors import InputRefused, Problem
from findings.tabulation.survey.effective import Effective, effective_base
from findings.tabulation.survey.margins import Margin, check_margins

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TOLERANCE = 1e-10
"""The largest difference from a margin that is left, as a share of the population."""

MOST_SWEEPS = 1000
"""How often all margins are gone through before the raking is refused."""

MOST_ROUNDS = 1000
"""How often weights are trimmed and raked again before the raking is refused."""

SLACK = 1e-7
"""How far outside its bounds a weight may be left, as a share of the mean weight."""


@dataclass(frozen=True)
class Bounds:
    """The least and the largest weight, as multiples of the mean weight.

    Examples
    --------
    >>> Bounds(0.3, 3)
    Bounds(least=0.3, most=3)
    """

    least: float = 0.0
    most: float = math.inf

    def __post_init__(self) -> None:
        """Refuse bounds that no set of weights can keep."""
        if not 0 <= self.least < 1 < self.most:
            raise ValueError(f"bounds need 0 <= least < 1 < most, not {self.least} and {self.most}")


@dataclass(frozen=True, eq=False)
class Raked:
    """Weights that keep every margin.

    Parameters
    ----------
    weights
        One a respondent, in their order; their sum is the population.
    sweeps
        How often all margins were gone through, over all rounds.
    rounds
        How often weights were trimmed.
    difference
        The largest difference from a level's population that is left, as a share of the population.
    converged
        True: raking that does not converge is refused.
    at_bounds
        How many respondents' weights are at a bound.
    before, after
        The effective base under the design weights and under these.
    """

    weights: NDArray[np.float64]
    sweeps: int
    rounds: int
    difference: float
    converged: bool
    at_bounds: int
    before: Effective
    after: Effective


def rake(
    design_weights: NDArray[np.float64],
    margins: Sequence[Margin],
    bounds: Bounds | None = None,
    tolerance: float = TOLERANCE,
    most_sweeps: int = MOST_SWEEPS,
) -> Raked:
    """Rake design weights to margins (iterative proportional fitting).

    Margin by margin, every weight in a level is multiplied by the level's population over its sum of weights,
    until no level differs by more than `tolerance`. The design weights are the start, so that the ratio of two
    respondents' weights within the same levels stays what the design made it. With bounds, as R's survey
    package does in a loop of `trimWeights` and `rake`: weights outside are set to the bound, what they lost is
    shared equally among the others, and all are raked again, until all are inside.

    Respondents of the same levels and design weight are treated as one kind, in sorted order, so that the order
    of the rows does not change the last digit.

    Source: Deming and Stephan (1940), Annals of Mathematical Statistics 11, 427-444; Deville, Sarndal and
    Sautory (1993), Journal of the American Statistical Association 88, 1013-1020.

    Parameters
    ----------
    design_weights
        As `check_weights` gives them.
    margins
        What is known of the population.
    bounds
        For trimming; without them nothing is trimmed.
    tolerance
        The largest difference that may be left, as a share of the population.
    most_sweeps
        How often the margins are gone through in a round.

    Returns
    -------
    Raked
        The weights and how they came about.

    Raises
    ------
    ParameterError, InputRefused
        As `check_margins` says; and if the margins, or margins and bounds, cannot be kept within the limit.

    Examples
    --------
    >>> import numpy as np
    >>> sex = Margin("sex", {"women": 60, "men": 40}, ["women", "men", "men", "women", "men"])
    >>> rake(np.ones(5), [sex]).weights.round(6).tolist()
    [30.0, 13.333333, 13.333333, 30.0, 13.333333]
    """
    import numpy as np

    codes = check_margins(margins, len(design_weights))
    population = [np.array([float(n) for n in margin.population.values()]) for margin in margins]
    total = float(population[0].sum())
    # What rounding to whole people leaves between the totals is taken out: no weights could keep both.
    population = [wanted * (total / wanted.sum()) for wanted in population]
    kind_of, first, counts = _kinds([*codes, design_weights])
    levels = [of[first] for of in codes]
    weights = design_weights[first]
    mean = total / len(design_weights)
    sweeps = rounds = 0
    while True:
        weights, used, difference, furthest = _fit(weights, counts, levels, population, tolerance, most_sweeps)
        sweeps += used
        if difference > tolerance:
            raise InputRefused([_unreached(margins, furthest, population, weights, counts, levels, most_sweeps)])
        outside = bounds is not None and _outside(weights, bounds, mean, SLACK)
        if bounds is None or not np.any(outside):
            break
        if rounds == MOST_ROUNDS:
            raise InputRefused([_unbounded(bounds, weights, counts, mean)])
        weights = _trim(weights, counts, bounds, mean)
        rounds += 1
    at_bounds = 0
    if bounds is not None:
        near = (weights >= bounds.most * mean - SLACK * mean) | (weights <= bounds.least * mean + SLACK * mean)
        at_bounds = int(counts[near].sum())
    each = weights[kind_of]
    return Raked(
        each, sweeps, rounds, difference, True, at_bounds, effective_base(design_weights), effective_base(each)
    )


def _kinds(columns: Sequence[NDArray[Any]]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Respondents alike in all columns: the kind of each; of each kind, in sorted order, one of them and how many."""
    import numpy as np

    order = np.lexsort(columns)
    new = np.zeros(len(order), dtype=np.bool_)
    new[0] = True
    for column in columns:
        new[1:] |= np.diff(column[order]) != 0
    kind_of = np.empty(len(order), dtype=np.int64)
    kind_of[order] = np.cumsum(new) - 1
    starts = np.flatnonzero(new)
    return kind_of, order[starts], np.diff(np.append(starts, len(order)))


def _fit(
    weights: NDArray[np.float64],
    counts: NDArray[np.int64],
    levels: list[NDArray[np.int64]],
    population: list[NDArray[np.float64]],
    tolerance: float,
    most_sweeps: int,
) -> tuple[NDArray[np.float64], int, float, tuple[int, int]]:
    """The weights after raking, the sweeps, and the largest difference left, with its margin and level."""
    import numpy as np

    total = float(population[0].sum())
    sweep, worst, furthest = 0, math.inf, (0, 0)
    while worst > tolerance and sweep < most_sweeps:
        sweep += 1
        for of, wanted in zip(levels, population, strict=True):
            sums = np.bincount(of, weights=weights * counts, minlength=len(wanted))
            # A level without population has no respondents either, so its factor is never used.
            factors = np.divide(wanted, sums, out=np.ones_like(wanted), where=sums > 0)
            weights = weights * factors[of]
        worst = 0.0
        for place, (of, wanted) in enumerate(zip(levels, population, strict=True)):
            apart = np.abs(np.bincount(of, weights=weights * counts, minlength=len(wanted)) - wanted) / total
            if apart.max() > worst:
                worst, furthest = float(apart.max()), (place, int(apart.argmax()))
    return weights, sweep, worst, furthest


def _outside(weights: NDArray[np.float64], bounds: Bounds, mean: float, slack: float) -> NDArray[np.bool_]:
    return (weights < (bounds.least - slack) * mean) | (weights > (bounds.most + slack) * mean)


def _trim(weights: NDArray[np.float64], counts: NDArray[np.int64], bounds: Bounds, mean: float) -> NDArray[np.float64]:
    """Weights outside set to the bound; what that takes away or adds is shared equally among the others."""
    import numpy as np

    outside = _outside(weights, bounds, mean, 0.0)
    trimmed = np.clip(weights, bounds.least * mean, bounds.most * mean)
    others = counts[~outside].sum()
    if others:
        trimmed[~outside] += ((weights - trimmed) * counts).sum() / others
    # A share taken from a very small weight must leave it a weight.
    return np.maximum(trimmed, np.finfo(np.float64).tiny)


def _unreached(
    margins: Sequence[Margin],
    furthest: tuple[int, int],
    population: list[NDArray[np.float64]],
    weights: NDArray[np.float64],
    counts: NDArray[np.int64],
    levels: list[NDArray[np.int64]],
    most_sweeps: int,
) -> Problem:
    import numpy as np

    margin, level = furthest
    name = list(margins[margin].population)[level]
    reached = np.bincount(levels[margin], weights=weights * counts, minlength=len(population[margin]))[level]
    return Problem(
        f"raking, margin {margins[margin].name}",
        f"the margins cannot all be kept: after {most_sweeps} sweeps, level {name} still differs",
        f"{reached:.6g}",
        f"{population[margin][level]:.6g}",
        "Some combinations of levels have no respondents; merge levels, or leave a margin out.",
    )


def _unbounded(bounds: Bounds, weights: NDArray[np.float64], counts: NDArray[np.int64], mean: float) -> Problem:
    outside = int(counts[_outside(weights, bounds, mean, SLACK)].sum())
    return Problem(
        "raking, bounds",
        f"the margins and the bounds of the weights cannot both be kept: after {MOST_ROUNDS} rounds of trimming, "
        f"weights of {outside} respondents are outside",
        f"weights from {weights.min() / mean:.3g} to {weights.max() / mean:.3g} times the mean",
        f"{bounds.least:g} to {bounds.most:g} times the mean",
        "Widen the bounds, or merge levels with few respondents.",
    )
