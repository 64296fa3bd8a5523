"""The standard error and the confidence interval of an estimate."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

from findings.tabulation.survey.design import Design
from findings.tabulation.survey.estimates import Linear
from findings.tabulation.survey.variance import covariance, degrees_of_freedom
from findings.tabulation.survey.verdict import Verdict

NOTHING = 1e-12
"""An error below this share of what the estimate is made of is rounding, not error."""


class Interval(enum.StrEnum):
    """Which interval."""

    T = "t"
    """value -+ t * standard error, with the design's degrees of freedom: for means, totals, ratios, differences."""
    LOGIT = "logit"
    """The t interval of log(p / (1 - p)), turned back: for shares, inside 0 and 1. R's `svyciprop(method="logit")`."""


@dataclass(frozen=True)
class Estimate:
    """An estimate as it is shown. What is None is not given, and the verdict says why.

    Parameters
    ----------
    value
        The estimate.
    error
        Its standard error.
    low, high
        The interval.
    freedom
        Degrees of freedom.
    respondents
        How many are in its base, unweighted.
    verdict
        GIVEN; NOBODY (nothing is given); NO_SPREAD or NO_FREEDOM (a value, but no interval).
    """

    value: float | None
    error: float | None
    low: float | None
    high: float | None
    freedom: int
    respondents: int
    verdict: Verdict


def standard_error(design: Design, linear: Linear) -> float:
    """The square root of the estimate's variance under the design; exactly 0 where its answers do not vary.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> from findings.tabulation.survey.estimates import mean
    >>> design = make_design([1.0] * 4)
    >>> round(standard_error(design, mean(design, [1, 2, 3, 4])), 6)
    0.645497
    """
    variance = float(covariance(design, linear.scores[:, None])[0, 0])
    error = math.sqrt(max(0.0, variance))
    return 0.0 if error <= NOTHING * linear.size else error


def estimate(design: Design, linear: Linear, interval: Interval = Interval.T, level: float = 0.95) -> Estimate:
    """The estimate with its standard error and interval.

    t:      value -+ t(1 - (1 - level)/2; df) * error
    logit:  expit(log(p / (1 - p)) -+ t * error / (p (1 - p)))

    Source: Lohr (2010) Sampling: Design and Analysis, chapter 9; Lumley (2010) Complex Surveys, chapter 2.

    Parameters
    ----------
    design
        The design that the estimate was made with.
    linear
        From `mean`, `total`, `proportion`, `ratio` or `difference`.
    interval
        Which interval.
    level
        The confidence level.

    Examples
    --------
    >>> from findings.tabulation.survey.design import make_design
    >>> from findings.tabulation.survey.estimates import proportion
    >>> design = make_design([1.0] * 10)
    >>> shown = estimate(design, proportion(design, [True] * 3 + [False] * 7), Interval.LOGIT)
    >>> round(shown.low, 4), shown.value, round(shown.high, 4)
    (0.0764, 0.3, 0.6896)
    """
    respondents = int(linear.members.sum())
    freedom = max(0, degrees_of_freedom(design, linear.members))
    if linear.verdict is not Verdict.GIVEN:
        return Estimate(None, None, None, None, freedom, respondents, linear.verdict)
    if freedom == 0:
        return Estimate(linear.value, None, None, None, freedom, respondents, Verdict.NO_FREEDOM)
    error = standard_error(design, linear)
    if error == 0:
        return Estimate(linear.value, error, None, None, freedom, respondents, Verdict.NO_SPREAD)
    low, high = _ends(linear.value, error, freedom, interval, level)
    return Estimate(linear.value, error, low, high, freedom, respondents, Verdict.GIVEN)


def _ends(value: float, error: float, freedom: int, interval: Interval, level: float) -> tuple[float, float]:
    from scipy.special import expit, logit, stdtrit

    if not 0 < level < 1:
        raise ValueError(f"a confidence level is between 0 and 1, not {level}")
    t = float(stdtrit(freedom, 1 - (1 - level) / 2))
    if interval is Interval.T:
        return value - t * error, value + t * error
    if not 0 < value < 1:
        raise ValueError(f"a logit interval is for a share between 0 and 1, not {value}")
    middle, reach = float(logit(value)), t * error / (value * (1 - value))
    return float(expit(middle - reach)), float(expit(middle + reach))
