"""P-values corrected for how many comparisons were made together."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


class Correction(enum.StrEnum):
    """Which correction, as the notes of a table state it."""

    HOLM = "holm"
    """Holm (1979), Scandinavian Journal of Statistics 6, 65-70: the chance of any false letter is below alpha."""
    BENJAMINI_HOCHBERG = "benjamini_hochberg"
    """Benjamini and Hochberg (1995), JRSS B 57, 289-300: the expected share of false letters is below alpha."""
    NONE = "none"
    """Each comparison as if it were the only one: of twenty, one is false by chance."""


def corrected(p: ArrayLike, compared: ArrayLike, correction: Correction) -> NDArray[np.float64]:
    """Corrected p-values; each run of the last axis is one family of comparisons.

    With m comparisons made and p_(1) <= ... <= p_(m):

    Holm: max over j <= i of min(1, (m - j + 1) p_(j))
    Benjamini-Hochberg: min over j >= i of min(1, m p_(j) / j)

    Parameters
    ----------
    p
        P-values.
    compared
        Of the same shape: which comparisons were made. The others are 1 and not counted in m.
    correction
        Which one.

    Examples
    --------
    >>> corrected([0.01, 0.04, 0.03], [True, True, True], Correction.HOLM).round(4).tolist()
    [0.03, 0.06, 0.06]
    >>> corrected([0.01, 0.04, 0.03], [True, True, False], Correction.BENJAMINI_HOCHBERG).round(4).tolist()
    [0.02, 0.04, 1.0]
    """
    import numpy as np

    made = np.asarray(compared, dtype=np.bool_)
    values = np.where(made, np.asarray(p, dtype=np.float64), 1.0)
    if correction is Correction.NONE or values.shape[-1] == 0:
        return values
    # Those not made are 1, and so behind all others or beside a 1, which stays one.
    order = np.argsort(values, axis=-1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=-1)
    m = made.sum(axis=-1, keepdims=True)
    place = np.arange(1, values.shape[-1] + 1)
    if correction is Correction.HOLM:
        adjusted = np.maximum.accumulate(np.minimum(1.0, np.maximum(m - place + 1, 1) * ranked), axis=-1)
    else:
        steps = np.where(place <= m, np.minimum(1.0, m * ranked / place), 1.0)
        adjusted = np.minimum.accumulate(steps[..., ::-1], axis=-1)[..., ::-1]
    back = np.empty_like(adjusted)
    np.put_along_axis(back, order, adjusted, axis=-1)
    return np.where(made, back, 1.0)
