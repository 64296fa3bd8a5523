"""Scores -> how likely a code is, and from what likelihood it is suggested; both from scores that were left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LOWEST, HIGHEST = 0.25, 0.4
"""Between these a code's cut-off may lie: of a rare code, its own best one would hang on a few comments."""
_LEAST_SHRINKING = 1000.0


@dataclass(frozen=True)
class Calibration:
    """How likely a code is at a score, 1 / (1 + exp(-(slope x score + offset))), one of each a code."""

    slope: Floats
    offset: Floats

    def likely(self, scores: Floats) -> Floats:
        """Comments x codes: how likely each code is, 0 to 1.

        Examples
        --------
        >>> Calibration(np.array([4.0]), np.array([-2.0])).likely(np.array([[0.5], [1.0]])).round(3).tolist()
        [[0.5], [0.881]]
        """
        from scipy.special import expit

        found: Floats = expit(scores * self.slope + self.offset)
        return found


def calibrated(scores: Floats, labels: Floats, may: NDArray[np.bool_]) -> Calibration:
    """Fit a curve a code (Platt's sigmoid) to scores of comments that had no part in them.

    Parameters
    ----------
    scores, labels
        Comments x codes.
    may
        Comments x codes: whether the code may be given in answer to the comment's question.

    Returns
    -------
    Calibration
        Of a code whose scores say nothing, or run the wrong way, every comment is as likely as any other.
    """
    from sklearn.linear_model import LogisticRegression

    slope, offset = np.zeros(scores.shape[1]), np.zeros(scores.shape[1])
    for code in range(scores.shape[1]):
        own, given = scores[may[:, code], code], labels[may[:, code], code]
        # Half a comment more on each side, so that the likelihood of what never occurred is not nought.
        share = (given.sum() + 0.5) / (len(given) + 1)
        offset[code] = np.log(share / (1 - share))
        if 0 < given.sum() < len(given):
            curve = LogisticRegression(C=_LEAST_SHRINKING, max_iter=1000).fit(own[:, None], given)
            if curve.coef_[0, 0] > 0:
                slope[code], offset[code] = curve.coef_[0, 0], curve.intercept_[0]
    return Calibration(slope, offset)


def cut_offs(likely: Floats, labels: Floats, may: NDArray[np.bool_]) -> Floats:
    """From what likelihood each code is suggested: where its F1 is highest, but not below or above the limits.

    Examples
    --------
    >>> likely = np.array([[0.9], [0.35], [0.3], [0.1]])
    >>> cut_offs(likely, np.array([[1.0], [1.0], [0.0], [0.0]]), np.ones((4, 1), bool)).round(3).tolist()
    [0.325]
    >>> cut_offs(likely, np.array([[1.0], [0.0], [0.0], [0.0]]), np.ones((4, 1), bool)).tolist()
    [0.4]
    """
    found = np.full(likely.shape[1], HIGHEST)
    for code in range(likely.shape[1]):
        own, given = likely[may[:, code], code], labels[may[:, code], code]
        if not given.sum():
            continue
        order = np.argsort(-own, kind="stable")
        levels, hits = own[order], np.cumsum(given[order])
        f1 = 2 * hits / (np.arange(1, len(levels) + 1) + given.sum())
        # Comments of one likelihood are suggested together or not at all.
        last = np.append(levels[1:] < levels[:-1], True)
        best = int(np.argmax(np.where(last, f1, -1.0)))
        below = levels[min(best + 1, len(levels) - 1)]
        found[code] = np.clip((levels[best] + below) / 2, LOWEST, HIGHEST)
    return found
