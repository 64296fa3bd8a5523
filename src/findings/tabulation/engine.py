"""Every question by every breakdown at once: one matrix product over blocks of respondents.

A block holds, for some thousand respondents, a row of zeros and ones for each answer and for each group; groups times
answers is every table of the block. Sums stay below 2**24 within a block, where 32-bit floating point is exact, and are
added up as whole numbers, so that the result does not depend on blocks, threads or the order of rows. Weights are whole
numbers too (fixed point), below 2**53 within a block, where 64-bit floating point is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from findings.tabulation.coded import Coded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 16_384
"""Respondents of a block: few enough that it stays in the processor's cache, many enough that a product pays."""
MOST_IN_FLOAT64 = 2**53


def joint_counts(
    answers: Sequence[Coded], groups: Sequence[Coded], weights: NDArray[np.int64] | None = None, block: int = BLOCK
) -> NDArray[np.int64]:
    """How many respondents count under each label of each question and each label of each breakdown.

    Parameters
    ----------
    answers, groups
        Questions and breakdowns of the same respondents, coded.
    weights
        A whole number a respondent, 0 or more, to add up in the place of 1.
    block
        Respondents that are taken at once; the result does not depend on it.

    Returns
    -------
    NDArray[np.int64]
        All labels of `groups`, one after another, x all labels of `answers`.

    Raises
    ------
    ValueError
        If the columns are not equally long, or weights are so large that their sum would not be exact.

    Examples
    --------
    >>> import numpy as np
    >>> answer = Coded(("yes", "no"), np.array([0, 0, 1]), np.eye(2, dtype=np.uint8))
    >>> group = Coded(("young", "old"), np.array([0, 1, 1]), np.eye(2, dtype=np.uint8))
    >>> joint_counts([answer], [group]).tolist()
    [[1, 0], [1, 1]]
    """
    import numpy as np

    lengths = {len(coded.codes) for coded in (*answers, *groups)}
    if len(lengths) > 1:
        raise ValueError(f"columns of different lengths: {sorted(lengths)}")
    respondents = lengths.pop() if lengths else 0
    if weights is not None and respondents and int(weights.max()) * block >= MOST_IN_FLOAT64:
        raise ValueError("weights too large to be added up exactly")
    across, down = _Ones(answers, weights), _Ones(groups, weights)
    total = np.zeros((len(down), len(across)), dtype=np.int64)
    for start in range(0, respondents, block):
        rows = slice(start, min(start + block, respondents))
        of_groups = down.rows(rows)
        if weights is not None:
            of_groups *= weights[rows]
        total += (of_groups @ across.rows(rows).T).astype(np.int64)
    return down.completed(across.completed(total.T).T)


class _Ones:
    """Zeros and ones of all labels of some columns, a block at a time.

    Where each respondent counts under exactly one label of a column, its last label is left out of the product: it is
    what the others leave of all respondents, and a fourth of the work is saved.
    """

    def __init__(self, columns: Sequence[Coded], weights: NDArray[np.int64] | None) -> None:
        import numpy as np

        self._columns = columns
        self._left_out = [coded.exclusive and len(coded.labels) > 1 for coded in columns]
        self._number = np.dtype(np.float32 if weights is None else np.float64)
        self._length = 1 + sum(len(own.labels) - out for own, out in zip(columns, self._left_out, strict=True))

    def __len__(self) -> int:
        return self._length

    def rows(self, respondents: slice) -> NDArray[Any]:
        """Labels x respondents; the first row is all ones."""
        import numpy as np

        ones = np.empty((len(self), respondents.stop - respondents.start), dtype=self._number)
        ones[0] = 1
        at = 1
        for coded, out in zip(self._columns, self._left_out, strict=True):
            codes = coded.codes[respondents]
            for column in coded.counts_under.T[: len(coded.labels) - out]:
                of = np.flatnonzero(column)
                if len(of) == 1:
                    np.equal(codes, codes.dtype.type(of[0]), out=ones[at], casting="unsafe")
                else:
                    ones[at] = column[codes]
                at += 1
        return ones

    def completed(self, product: NDArray[np.int64]) -> NDArray[np.int64]:
        """The product (its rows are those of `rows`) with the labels that were left out, without the row of all."""
        import numpy as np

        return np.vstack(list(self._parts(product))) if self._columns else product[:0]

    def _parts(self, product: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
        at = 1
        for coded, out in zip(self._columns, self._left_out, strict=True):
            own = product[at : at + len(coded.labels) - out]
            at += len(own)
            yield own
            if out:
                yield product[:1] - own.sum(axis=0, keepdims=True)
