"""What two coders make of the same comments, disagreeing as often as was put in."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from findings.rehearsal.chance import drawn
from findings.rehearsal.grammar import THEMES

Codes = NDArray[np.int16]

NOT_CODED = -1

NEAR_WEIGHT = 4.0
"""How many times as often a theme is taken for one that is near it (`Theme.near`) as for any other."""


def mistaken() -> NDArray[np.float64]:
    """Return the table of disagreements: given the first coder's theme (row), the second's (column).

    It holds of those comments on which they disagree, so that the diagonal is 0 and a row sums to 1. A theme
    near the first coder's weighs `NEAR_WEIGHT`, any other 1.

    >>> table = mistaken()
    >>> [THEMES[theme].name for theme in np.flatnonzero(table[0] > table[0].mean())], round(float(table[0].sum()), 9)
    (['buildings', 'fairness'], 1.0)
    """
    weights = np.array([[NEAR_WEIGHT if other.name in theme.near else 1.0 for other in THEMES] for theme in THEMES])
    np.fill_diagonal(weights, 0.0)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def two_coders(
    generator: np.random.Generator, themes: NDArray[np.int16], both: float, disagree: float
) -> tuple[Codes, Codes]:
    """Return the codes of the first coder and of the second.

    Parameters
    ----------
    generator
        Where chance comes from.
    themes
        What each comment is about: a place in `THEMES`, or -1 where there is no comment.
    both
        Of the comments, how many the second coder codes too, each with this probability.
    disagree
        The probability that the second coder, who sees a comment, gives another theme than the first.

    The first coder codes every comment, by the theme that it was written on; the second's code is -1 where they
    did not code. Of those that both coded, the expected agreement is 1 - `disagree`; corrected for chance it is
    `expected_kappa`. Which other theme the second coder gives is drawn from `mistaken`.

    >>> first, second = two_coders(np.random.default_rng(1), np.array([0, 1, -1], dtype=np.int16), 1.0, 0.0)
    >>> first.tolist(), second.tolist()
    ([0, 1, -1], [0, 1, -1])
    """
    first: Codes = themes.astype(np.int16)
    written = first != NOT_CODED
    other = drawn(generator, mistaken(), np.where(written, first, 0).astype(np.int64))
    differs = generator.random(len(first)) < disagree
    seen = written & (generator.random(len(first)) < both)
    second: Codes = np.where(seen, np.where(differs, other, first), NOT_CODED).astype(np.int16)
    return first, second


def expected_kappa(shares: NDArray[np.float64], disagree: float) -> float:
    """Return Cohen's kappa of the two coders, where the first gives the themes with these shares.

    Kappa is (o - e) / (1 - e): o is the agreement, 1 - `disagree`; e is the agreement by chance, the sum over
    themes of the product of both coders' shares. The second coder's share of a theme is what they leave there
    of the first's, and what they bring there by disagreeing.

    >>> expected_kappa(np.full(12, 1 / 12), 0.0)
    1.0
    """
    second = (1 - disagree) * shares + disagree * (shares @ mistaken())
    by_chance = float(shares @ second)
    return (1 - disagree - by_chance) / (1 - by_chance)
