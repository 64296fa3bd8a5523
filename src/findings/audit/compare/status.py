"""Why a cell is hidden, as far as counting again can tell: small counts, and the neighbours that protect them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from findings.audit.compare.changes import Change
from findings.audit.compare.combinations import PAIRS, Combinations, Pair
from findings.audit.compare.side import Side
from findings.consultation.names import BASE, FUNNEL
from findings.evidence.cell import Cell

WHY = (
    "A count under the threshold is hidden with what is made of it: this came to be one, or ceased to be.",
    "It is hidden with counts under the threshold of the same question, and those are others.",
    "It is hidden to protect others, and the question is shown in other tables or cells.",
    "It is hidden to protect others, and the counts of the question are others.",
)
"""In words what each of `signatures` decides by."""


def stands_small(cell: Cell, side: Side, counted: Combinations, pair: Pair) -> bool:
    """Whether a cell is, is made of or stands on a count that the rule hides, with one combination's numbers.

    Parameters
    ----------
    cell
        The cell, as the run `side` has it.
    side
        Whose cells say what it is made of.
    counted
        The cells counted anew.
    pair
        Whose data and whose parameters; the threshold is that of the parameters.
    """
    return bool(_needs(cell, side) & _small(counted, pair, side.threshold, cell.asked))


def signatures(change: Change, first: Side, second: Side, counted: Combinations) -> Iterator[Sequence[object]]:
    """What decides whether the cell is hidden, the surest first, each for the four combinations as in `PAIRS`.

    Whether the rule itself hides it; which counts of its question the rule hides; which cells the question has;
    and what all its counts are.
    """
    sides = (first, second)
    question = change.any_cell.asked
    small = [_small(counted, pair, sides[pair[1]].threshold, question) for pair in PAIRS]
    needs = [
        _needs(cell, side) if (cell := side.cells.get(change.cell)) is not None else frozenset[str]() for side in sides
    ]
    yield [bool(needs[pair[1]] & own) for pair, own in zip(PAIRS, small, strict=True)]
    yield small
    yield [frozenset(counted.counts(pair, question)) for pair in PAIRS]
    yield [tuple(sorted(counted.counts(pair, question).items())) for pair in PAIRS]


def _small(counted: Combinations, pair: Pair, threshold: int, question: str) -> frozenset[str]:
    """The counts of a question that the rule itself hides; the funnel counts forms and is always shown."""
    if question == FUNNEL:
        return frozenset()
    return frozenset(name for name, n in counted.counts(pair, question).items() if 0 < n < threshold)


def _needs(cell: Cell, side: Side) -> frozenset[str]:
    """The cell and everything that must be shown for it to be shown: its parts, its base, the base of its group."""
    found: set[str] = set()
    waiting = [cell.cell]
    while waiting:
        name = waiting.pop()
        own = side.cells.get(name)
        if name in found or own is None:
            continue
        found.add(name)
        level = f"@{own.level}" if own.level else ""
        waiting += [*own.origins, f"{own.table}#{BASE}{level}"]
        if own.base_cell:
            waiting.append(own.base_cell)
    return frozenset(found)
