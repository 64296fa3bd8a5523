"""The effective base: how many equally weighted respondents would say as much as the weighted ones do."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Effective:
    """What weighting costs.

    Parameters
    ----------
    respondents
        How many there are.
    base
        The effective base; 0 where there is nobody.
    design_effect
        respondents / base = 1 + cv^2 of the weights; None where there is nobody.
    verdict
        GIVEN or NOBODY.
    """

    respondents: int
    base: float
    design_effect: float | None
    verdict: Verdict


def effective_base(weights: NDArray[np.float64]) -> Effective:
    """Kish's effective base and design effect of weights.

    base = (sum w)^2 / sum w^2, in respondents. It is at most the number of respondents, and equal to it when
    all weights are equal. The design effect is of weighting alone: clusters and strata are not in it.
    Both sums are rounded once (`math.fsum`), so that the order of the respondents does not matter.

    Source: Kish, L. (1965) Survey Sampling, chapter 11; Kish (1992) Weighting for unequal Pi,
    Journal of Official Statistics 8, 183-200.

    Examples
    --------
    >>> import numpy as np
    >>> effective_base(np.array([1.0, 1.0, 2.0]))
    Effective(respondents=3, base=2.6666666666666665, design_effect=1.125, verdict=<Verdict.GIVEN: 0>)
    >>> effective_base(np.array([])).design_effect is None
    True
    """
    n = len(weights)
    if not n:
        return Effective(0, 0.0, None, Verdict.NOBODY)
    # Dividing by the largest keeps the squares of very large and very small weights within a float.
    listed = (weights / weights.max()).tolist()
    total = math.fsum(listed)
    squares = math.fsum(weight * weight for weight in listed)
    # The quotient is n or less; where all weights are equal, rounding may put it a hair above.
    base = min(float(n), total * total / squares)
    return Effective(n, base, n / base, Verdict.GIVEN)


def effective_bases(sums: NDArray[np.float64], squares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kish's effective base of many groups at once, from each group's sum of weights and of squared weights.

    Examples
    --------
    >>> import numpy as np
    >>> effective_bases(np.array([4.0, 0.0]), np.array([6.0, 0.0])).tolist()
    [2.6666666666666665, 0.0]
    """
    import numpy as np

    return np.divide(sums * sums, squares, out=np.zeros_like(sums, dtype=np.float64), where=squares > 0)
