"""How far suggested codes may be trusted: measured on coded comments that were not learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from findings.freetext.suggest.learnt import Coded, Flags, learn
from findings.freetext.suggest.rule import Floats

FOLDS = 5
_BINS = 10


@dataclass(frozen=True)
class Figures:
    """Of one code: how many comments have it by people's codes, how many by suggestion, and how many by both."""

    given: int
    suggested: int
    right: int

    @property
    def precision(self) -> float:
        """Of the suggestions, how many are right; 0 without any."""
        return self.right / self.suggested if self.suggested else 0.0

    @property
    def recall(self) -> float:
        """Of what people gave, how much is suggested; 0 without any."""
        return self.right / self.given if self.given else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both.

        Examples
        --------
        >>> Figures(10, 8, 6).precision, Figures(10, 8, 6).recall, round(Figures(10, 8, 6).f1, 4)
        (0.75, 0.6, 0.6667)
        """
        both = self.given + self.suggested
        return 2 * self.right / both if both else 0.0


def figures(given: Floats | Flags, suggested: Flags) -> tuple[Figures, ...]:
    """The figures of each code; both are comments x codes."""
    own = np.asarray(given, dtype=bool)
    columns = zip(own.sum(0), suggested.sum(0), (own & suggested).sum(0), strict=True)
    return tuple(Figures(int(one), int(two), int(both)) for one, two, both in columns)


def together(of_codes: Sequence[Figures]) -> Figures:
    """All codes as one; its F1 is the micro-F1."""
    return Figures(*(sum(getattr(one, name) for one in of_codes) for name in ("given", "suggested", "right")))


def macro_f1(of_codes: Sequence[Figures]) -> float:
    """The mean of the codes' F1: a rare code weighs as much as a common one.

    Examples
    --------
    >>> macro_f1([Figures(10, 10, 10), Figures(2, 0, 0)])
    0.5
    """
    return sum(one.f1 for one in of_codes) / len(of_codes) if of_codes else 0.0


@dataclass(frozen=True)
class Judged:
    """What was suggested of comments that had no part in it.

    Parameters
    ----------
    likely
        Comments x codes: how likely each code was said to be.
    suggested
        Comments x codes: whether it was suggested.
    """

    likely: Floats
    suggested: Flags


def cross_validated(coded: Coded, folds: int = FOLDS) -> Judged:
    """Learn from four fifths of the respondents and suggest codes to the others, five times.

    All comments of a respondent are on one side. Words, weights, likelihoods and cut-offs are learnt from the four
    fifths alone.
    """
    from sklearn.model_selection import GroupKFold

    likely, suggested = np.zeros(coded.labels.shape), np.zeros(coded.labels.shape, dtype=bool)
    for others, own in GroupKFold(folds).split(coded.labels, groups=np.asarray(coded.respondents)):
        learnt = learn(coded.only(others))
        judged = coded.only(own)
        likely[own] = np.where(judged.may, learnt.likely(judged.texts, judged.questions), 0.0)
        suggested[own] = (likely[own] >= learnt.cuts) & judged.may
    return Judged(likely, suggested)


def brier(likely: Floats, given: Floats) -> float:
    """The mean squared distance of likelihoods from what people gave (1 or 0); 0 is best.

    Examples
    --------
    >>> round(brier(np.array([[0.8, 0.1]]), np.array([[1.0, 0.0]])), 3)
    0.025
    """
    return float(np.mean((likely - given) ** 2))


def calibration_error(likely: Floats, given: Floats) -> float:
    """How far likelihoods are from what came true, in ten bands of likelihood, weighted by how many fall in each.

    Examples
    --------
    >>> round(calibration_error(np.array([[0.75, 0.75, 0.75, 0.75]]), np.array([[1.0, 1.0, 1.0, 0.0]])), 6)
    0.0
    """
    return sum(abs(said - came) * n for said, came, n in reliability(likely, given)) / max(1, likely.size)


def reliability(likely: Floats, given: Floats) -> list[tuple[float, float, int]]:
    """A row a band of likelihood that is not empty: mean likelihood, share that people gave, how many."""
    own, came = likely.ravel(), np.asarray(given, dtype=np.float64).ravel()
    band = np.minimum((own * _BINS).astype(int), _BINS - 1)
    n, said, true = (np.bincount(band, weights=values, minlength=_BINS) for values in (np.ones_like(own), own, came))
    return [(float(said[at] / n[at]), float(true[at] / n[at]), int(n[at])) for at in range(_BINS) if n[at]]
