"""Which rows of the file are what: blank, copies, second responses, late. Their numbers are put in, not drawn.

A copy stands in the same part of the file as its original and after it, and no row has two parts in this: so parts
are drawn one by one, and every case can be told from every other.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from findings.consultation.rehearsal import Cases

BLANK = "blank"
EXACT = "exact_duplicate"
NEAR = "near_duplicate"
TWICE = "twice"
LATE = "late"
CAMPAIGN = "campaign"
PAIRS = (EXACT, NEAR, TWICE)


@dataclass(frozen=True)
class Part:
    """Rows that are drawn and written together.

    Parameters
    ----------
    number, start, rows
        Which part it is, the rows of the file before it, and its own.
    counts
        Case -> how many of its rows.
    """

    number: int
    start: int
    rows: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Placed:
    """Where the cases of a part stand.

    Parameters
    ----------
    blank
        The rows without an answer.
    pairs
        Case -> one row a pair: the original's place, the copy's place, and the original's is first.
    """

    blank: NDArray[np.int64]
    pairs: Mapping[str, NDArray[np.int64]]


def counts_of(responses: int, cases: Cases) -> dict[str, int]:
    """Case -> how many rows of the file, rounded half-up.

    Examples
    --------
    >>> counts_of(150, Cases(twice=0.0))
    {'blank': 2, 'exact_duplicate': 2, 'near_duplicate': 2, 'twice': 0, 'late': 2}
    """
    return {case: _half_up(responses * _exact(getattr(cases, case))) for case in (BLANK, *PAIRS, LATE)}


def parts(responses: int, cases: Cases, largest: int) -> Iterator[Part]:
    """The file in parts of about the same size, none larger than `largest`, each with its share of the cases."""
    counts = counts_of(responses, cases)
    number = math.ceil(responses / largest)
    ends = [responses * place // number for place in range(number + 1)]
    for place, (start, end) in enumerate(itertools.pairwise(ends)):
        own = {
            case: _half_up(Fraction(n * end, responses)) - _half_up(Fraction(n * start, responses))
            for case, n in counts.items()
        }
        yield Part(place, start, end - start, own)


def placed(part: Part, generator: np.random.Generator) -> Placed:
    """Places for the cases of a part, each row for one at most."""
    order = generator.permutation(part.rows)
    taken = part.counts[BLANK]
    blank = np.sort(order[:taken])
    pairs = {}
    for case in PAIRS:
        rows = order[taken : taken + 2 * part.counts[case]].reshape(-1, 2)
        taken += rows.size
        pairs[case] = np.sort(rows, axis=1)
    return Placed(blank, pairs)


def _exact(rate: float) -> Fraction:
    """A rate as it is written, 0.01, and not as a float holds it: so a half is a half and is rounded up."""
    return Fraction(repr(rate))


def _half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))
