"""How large a difference between two shares is, whatever the number of respondents."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


def cohens_h(shares: ArrayLike, others: ArrayLike) -> NDArray[np.float64]:
    """Cohen's h: 2 asin(sqrt(p1)) - 2 asin(sqrt(p2)), from -pi to pi.

    Cohen calls 0.2 small, 0.5 medium and 0.8 large. For a whole table, Cramer's V stands in `chi_squares`.

    Source: Cohen (1988) Statistical Power Analysis for the Behavioral Sciences, chapter 6.

    Parameters
    ----------
    shares, others
        Shares from 0 to 1, of shapes that numpy fits to each other.

    Raises
    ------
    ValueError
        If a share is not between 0 and 1. A share of nobody is not a share: leave it out by its verdict.

    Examples
    --------
    >>> cohens_h([0.5], [0.3]).round(4).tolist()
    [0.4115]
    """
    import numpy as np

    one, other = np.asarray(shares, dtype=np.float64), np.asarray(others, dtype=np.float64)
    if not ((one >= 0).all() and (one <= 1).all() and (other >= 0).all() and (other <= 1).all()):
        raise ValueError("a share is between 0 and 1")
    return np.asarray(2 * np.arcsin(np.sqrt(one)) - 2 * np.arcsin(np.sqrt(other)))
