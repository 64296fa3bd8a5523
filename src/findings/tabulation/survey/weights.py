"""Design weights: what a weight must be, and weights as whole numbers, so that sums do not depend on their order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from findings.errors import InputRefused, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

SCALE = 1_000_000
"""How many whole units a weight of one is."""

MOST = 9_000_000_000_000
"""The largest sum of weights: its units still fit a whole number of 64 bits."""

NAMED = 5
"""How many rows a message names before it says how many more there are."""


def check_weights(
    weights: ArrayLike, where: str = "the weights", rows: Sequence[object] | None = None
) -> NDArray[np.float64]:
    """The weights as numbers, if each is a positive finite number.

    A weight says how many people of the population a respondent stands for; nobody stands for none.

    Parameters
    ----------
    weights
        One a respondent; a missing one is None or NaN.
    where
        How a message names their place: a file and column.
    rows
        What names each respondent's row in a message; without it, the place in the order from 1.

    Returns
    -------
    NDArray
        The weights, in their order.

    Raises
    ------
    InputRefused
        With one problem for each kind of fault: missing, infinite, negative, zero, too small for a unit of
        `SCALE`, and a sum too large.

    Examples
    --------
    >>> check_weights([1.5, 0.5]).tolist()
    [1.5, 0.5]
    >>> try:
    ...     check_weights([1.0, 0.0], "survey.csv, column weight", rows=["row 2", "row 3"])
    ... except InputRefused as refused:
    ...     print(refused)
    survey.csv, column weight: a weight of zero
      found:   0.0 (row 3)
      allowed: a number above 0
      do:      A respondent who counts for nobody is left out before, with a reason; else correct the weight.
    """
    import numpy as np

    values = np.asarray(
        [np.nan if weight is None else weight for weight in weights] if isinstance(weights, list | tuple) else weights,
        dtype=np.float64,
    )
    with np.errstate(invalid="ignore"):
        faults: tuple[tuple[str, NDArray[np.bool_], str], ...] = (
            ("a missing weight", np.isnan(values), "Give every respondent a weight."),
            ("an infinite weight", np.isinf(values), "Correct the weight; a division by zero made it."),
            ("a negative weight", (values < 0) & np.isfinite(values), "Correct the weight."),
            (
                "a weight of zero",
                values == 0,
                "A respondent who counts for nobody is left out before, with a reason; else correct the weight.",
            ),
            (
                "a weight too small to be counted",
                (values > 0) & (values * SCALE < 0.5),
                f"Multiply all weights by one number, so that each is at least 1/{SCALE}.",
            ),
        )
    problems = [
        Problem(where, what, _named(values, wrong, rows), "a number above 0", do)
        for what, wrong, do in faults
        if wrong.any()
    ]
    sound = values[np.isfinite(values)]
    if sound.sum() > MOST:
        problems.append(
            Problem(
                where,
                "weights whose sum is too large",
                f"{sound.sum():g}",
                f"at most {MOST}",
                "Divide all weights by one number.",
            )
        )
    if problems:
        raise InputRefused(problems)
    return values


def _named(values: NDArray[np.float64], wrong: NDArray[np.bool_], rows: Sequence[object] | None) -> str:
    import numpy as np

    places = wrong.nonzero()[0].tolist()
    named = [
        f"{'nothing' if np.isnan(values[place]) else values[place]} "
        f"({rows[place] if rows is not None else f'respondent {place + 1}'})"
        for place in places[:NAMED]
    ]
    more = len(places) - NAMED
    return ", ".join(named) + (f" and {more} more" if more > 0 else "")


def fixed_point(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """The weights in whole units of 1/1,000,000, half-up.

    Whole numbers add up to the same sum in any order and in any parts; floats do not. The largest error of one
    weight is half a unit. A weight that lies half way between two units goes up as its decimal text says, since
    the float may lie a little below what was written.

    Parameters
    ----------
    weights
        As `check_weights` gives them.

    Returns
    -------
    NDArray
        units = floor(weight * 1,000,000 + 1/2).

    Examples
    --------
    >>> import numpy as np
    >>> fixed_point(np.array([1.0, 0.3333333, 1.0000005])).tolist()
    [1000000, 333333, 1000001]
    """
    import numpy as np

    scaled = weights * SCALE
    units = np.floor(scaled + 0.5).astype(np.int64)
    near = np.abs(scaled - np.floor(scaled) - 0.5) <= 1e-9 * np.maximum(1.0, scaled)
    for place in np.flatnonzero(near):
        exact = Decimal(repr(float(weights[place]))) * SCALE
        units[place] = int(exact.to_integral_value(ROUND_HALF_UP))
    return units


def as_weights(units: NDArray[np.int64]) -> NDArray[np.float64]:
    """Whole units as weights again.

    Examples
    --------
    >>> import numpy as np
    >>> as_weights(np.array([1_500_000])).tolist()
    [1.5]
    """
    import numpy as np

    return np.asarray(units, dtype=np.float64) / SCALE


def mean_one(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights times one number, so that their mean is 1 and their sum the number of respondents.

    Shares and means do not change; a weighted base then reads like a number of respondents.

    Examples
    --------
    >>> import numpy as np
    >>> mean_one(np.array([10.0, 30.0])).tolist()
    [0.5, 1.5]
    """
    import math

    return weights * (len(weights) / math.fsum(weights.tolist())) if len(weights) else weights
