"""One draw for each of many, from a table of shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def drawn(generator: np.random.Generator, shares: NDArray[np.float64], row: NDArray[np.int64]) -> NDArray[np.int64]:
    """Draw a column for each of `row`, with the shares of that row of the table.

    >>> drawn(np.random.default_rng(1), np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([1, 0, 1])).tolist()
    [1, 0, 1]
    """
    # The last bound is left out: it is 1 but for rounding, and no draw may fall beyond it.
    upto = shares.cumsum(axis=1)[:, :-1]
    chosen: NDArray[np.int64] = (generator.random(row.size)[:, None] >= upto[row]).sum(axis=1)
    return chosen
