"""Every question by every breakdown at once: a few passes over joined codes.

The codes of several columns are joined to one number (two questions with 7 codes each give one of 49), and likewise
those of breakdowns; a pass over both then counts the tables of all of them together, and each table is a sum over the
axes of the others. Blocks of respondents go through in turn, each on a thread; what is added up are whole numbers, so
that the result does not depend on blocks, threads or the order of rows. Weights are whole numbers too (fixed point).

A product of matrices of zeros and ones gives the same counts with more work; it checks this way in the tests
(docs/decisions/0018).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from findings.tabulation.coded import Coded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BLOCK = 131_072
"""Respondents of a block: few enough for the processor's cache, many enough that adding up is little work."""
MOST_JOINED = {"questions": 64, "breakdowns": 128}
"""Codes up to which columns are joined: what is counted at once, their product, stays in the processor's cache."""
MOST_AT_ONCE = 4_194_304
"""Pairs of codes that are counted at once; where there are more, answers are counted label by label."""
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
    if weights is not None and int(weights.sum()) >= MOST_IN_FLOAT64:
        raise ValueError("weights too large to be added up exactly")
    across, down = [_fewest_codes(coded) for coded in answers], [_fewest_codes(coded) for coded in groups]
    total = np.zeros((sum(len(c.labels) for c in down), sum(len(c.labels) for c in across)), dtype=np.int64)
    rows, columns = list(_places(down)), list(_places(across))
    small = [place for place, coded in enumerate(across) if _together(coded, down) <= MOST_AT_ONCE]
    joined = [
        (one, other)
        for one in _joined([across[place] for place in small], small, MOST_JOINED["questions"])
        for other in _joined(down, range(len(down)), MOST_JOINED["breakdowns"])
    ]
    blocks = [slice(start, min(start + block, respondents)) for start in range(0, respondents, block)]
    for (question, breakdown), counts in zip(joined, _counted(joined, blocks, weights), strict=True):
        for axis, place in enumerate(question.places):
            for other_axis, other in enumerate(breakdown.places):
                kept = (other_axis, len(breakdown.places) + axis)
                pairs = counts.sum(axis=tuple(own for own in range(counts.ndim) if own not in kept))
                table = (
                    down[other].counts_under.T.astype(np.int64) @ pairs @ across[place].counts_under.astype(np.int64)
                )
                total[rows[other], columns[place]] = table
    for place in set(range(len(across))) - set(small):
        for other, group in enumerate(down):
            total[rows[other], columns[place]] = _label_by_label(across[place], group, weights)
    return total


@dataclass(frozen=True)
class _Joined:
    """Columns whose codes are joined to one number; `places` says which columns they are."""

    places: tuple[int, ...]
    columns: tuple[Coded, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(len(coded.counts_under) for coded in self.columns)

    def codes(self, rows: slice) -> NDArray[np.int64]:
        """The joined codes of some respondents."""
        import numpy as np

        first, *others = self.columns
        codes = first.codes[rows].astype(np.int64)
        for coded in others:
            codes *= len(coded.counts_under)
            codes += coded.codes[rows]
        return codes


def _joined(columns: Sequence[Coded], places: Sequence[int], most: int) -> list[_Joined]:
    """Neighbours joined as far as their codes stay few."""
    joined: list[_Joined] = []
    for place, coded in zip(places, columns, strict=True):
        last = joined[-1] if joined else None
        if last is not None and prod(last.sizes) * len(coded.counts_under) <= most:
            joined[-1] = _Joined((*last.places, place), (*last.columns, coded))
        else:
            joined.append(_Joined((place,), (coded,)))
    return joined


def _counted(
    joined: Sequence[tuple[_Joined, _Joined]], blocks: Sequence[slice], weights: NDArray[np.int64] | None
) -> Iterator[NDArray[np.int64]]:
    """For each pair of joined columns how many have each pair of codes: axes of breakdowns, then of questions."""
    import numpy as np

    questions = list({one.places: one for one, _ in joined}.values())
    breakdowns = list({other.places: other for _, other in joined}.values())

    def count(rows: slice) -> list[NDArray[np.int64]]:
        weight = None if weights is None else weights[rows].astype(float)
        of_questions = {own.places: own.codes(rows) for own in questions}
        # A breakdown's codes leave room for those of a question; questions with as many codes share them.
        of_breakdowns = {
            (own.places, room): own.codes(rows) * room
            for own in breakdowns
            for room in {prod(one.sizes) for one in questions}
        }
        at = np.empty(rows.stop - rows.start, dtype=np.int64)
        counts = []
        for one, other in joined:
            room = prod(one.sizes)
            np.add(of_breakdowns[other.places, room], of_questions[one.places], out=at)
            times = np.bincount(at, weight, minlength=prod(other.sizes) * room)
            counts.append(times.astype(np.int64, copy=False))
        return counts

    totals = [np.zeros(prod(other.sizes) * prod(one.sizes), dtype=np.int64) for one, other in joined]
    with ThreadPoolExecutor(max(1, os.cpu_count() or 1)) as threads:
        for counts in threads.map(count, blocks):
            for total, own in zip(totals, counts, strict=True):
                total += own
    for (one, other), total in zip(joined, totals, strict=True):
        yield total.reshape(*other.sizes, *one.sizes)


def _fewest_codes(coded: Coded) -> Coded:
    """The same column with one code for all that count under the same labels: of numbers, one a band."""
    import numpy as np

    rows, code_of = np.unique(coded.counts_under, axis=0, return_inverse=True)
    if len(rows) == len(coded.counts_under):
        return coded
    small = code_of.ravel().astype(np.int8 if len(rows) < 127 else np.int32)
    return Coded(coded.labels, small[coded.codes], rows)


def _together(coded: Coded, groups: Sequence[Coded]) -> int:
    """Pairs of codes of a column and of the breakdowns that are joined, at most."""
    largest = max((len(group.counts_under) for group in groups), default=1)
    return len(coded.counts_under) * max(largest, MOST_JOINED["breakdowns"])


def _label_by_label(coded: Coded, group: Coded, weights: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """The table of a column with very many different answers."""
    import numpy as np

    table = np.empty((len(group.labels), len(coded.labels)), dtype=np.int64)
    for place, column in enumerate(coded.counts_under.T):
        inside = column[coded.codes].astype(bool)
        weight: Any = None if weights is None else weights[inside].astype(float)
        times = np.bincount(group.codes[inside], weight, minlength=len(group.counts_under)).astype(np.int64)
        table[:, place] = times @ group.counts_under.astype(np.int64)
    return table


def _places(columns: Sequence[Coded]) -> Iterator[slice]:
    start = 0
    for coded in columns:
        yield slice(start, start + len(coded.labels))
        start += len(coded.labels)
