"""Column letters: in each row of a table, which groups' shares a group's share is above."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.tabulation.survey.correction import Correction, corrected
from findings.tabulation.survey.pairs import Pairs
from findings.tabulation.survey.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Family(enum.StrEnum):
    """Which comparisons a correction takes together."""

    ROW = "row"
    """The pairs of one answer."""
    TABLE = "table"
    """The pairs of all answers of a table."""


@dataclass(frozen=True, eq=False)
class Letters:
    """Which shares are above which.

    Parameters
    ----------
    above
        Answers by groups by groups (after any other axes): whether the first group's share is above the second's
        by more than chance. If one is above the other, the other is not above it.
    p
        Corrected p-values, in the order of the pairs.
    pairs
        The comparisons.
    correction, family, alpha
        As asked for; the note of a table states them.
    """

    above: NDArray[np.bool_]
    p: NDArray[np.float64]
    pairs: Pairs
    correction: Correction
    family: Family
    alpha: float


def column_letters(
    pairs: Pairs,
    correction: Correction = Correction.HOLM,
    family: Family = Family.ROW,
    alpha: float = 0.05,
) -> Letters:
    """Which group's share is above which other's, at level alpha, after the correction.

    Parameters
    ----------
    pairs
        From `compare_pooled` or `compare_covaried`. Pairs that were not compared have no letter and are not counted.
    correction
        For how many comparisons were made together.
    family
        What together means.
    alpha
        A corrected p-value below this is more than chance.

    Examples
    --------
    >>> from findings.tabulation.survey.pairs import compare_pooled
    >>> letters_of(column_letters(compare_pooled([[0.6, 0.3, 0.35], [0.4, 0.7, 0.65]], [100, 100, 100])))
    [['B C', '', ''], ['', 'A', 'A']]
    """
    import numpy as np

    if not 0 < alpha < 1:
        raise ValueError(f"alpha is between 0 and 1, not {alpha}")
    compared = pairs.verdict == Verdict.GIVEN
    shape = pairs.p.shape
    if family is Family.TABLE:
        together = (*shape[:-2], shape[-2] * shape[-1])
        p = corrected(pairs.p.reshape(together), compared.reshape(together), correction).reshape(shape)
    else:
        p = corrected(pairs.p, compared, correction)
    differs = p < alpha
    above = np.zeros((*shape[:-1], pairs.columns, pairs.columns), dtype=np.bool_)
    above[..., pairs.one, pairs.other] = differs & (pairs.difference > 0)
    above[..., pairs.other, pairs.one] = differs & (pairs.difference < 0)
    return Letters(above, p, pairs, correction, family, alpha)


def letter(column: int) -> str:
    """The letter of a column: A to Z, then AA, AB, ...

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    text = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        text = chr(ord("A") + place) + text
    return text


def letters_of(letters: Letters) -> list[list[str]]:
    """The letters of one table as text, answers by groups: in a cell, the columns that its share is above.

    Raises
    ------
    ValueError
        If `letters` holds more than one table.

    Examples
    --------
    >>> from findings.tabulation.survey.pairs import compare_pooled
    >>> letters_of(column_letters(compare_pooled([[0.3, 0.6]], [100, 100])))
    [['', 'A']]
    """
    if letters.above.ndim != 3:
        raise ValueError("the letters of one table have three axes: answers, groups, groups")
    return [[" ".join(letter(int(k)) for k in cell.nonzero()[0]) for cell in row] for row in letters.above]
