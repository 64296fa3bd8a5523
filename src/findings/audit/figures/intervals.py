"""Intervals of a sample's shares in a table: each end where its name says, and the groups that a share is above."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.names import ENDS
from findings.audit.figures.text import spaced
from findings.errors import Problem
from findings.evidence.cell import Cell

_SHARES = ("percent", "weighted")


def interval_problems(where: str, column: str, value: list[dict[str, Any]], lookup: Lookup) -> Iterator[Problem]:
    """What is wrong with the ends of an interval in a cell of a table, and with the groups named beside it.

    Parameters
    ----------
    where, column
        Where the cell of the table stands, and its heading.
    value
        What stands in it.
    lookup
        The store.
    """
    spans = [span for span in value if span.get("ref")]
    cells = [lookup.cells.get(str(span["ref"])) for span in spans]
    texts = [spaced(str(span.get("text", ""))) for span in spans]
    first = cells[0] if cells else None
    if first is None or first.measure not in _SHARES:
        return
    in_brackets = len(spans) > 1 and {cell.cell for cell in cells if cell is not None} == {first.cell}
    if column in ENDS:
        yield from _unless_same(where, first, texts, [_end(first, ENDS[column])] if first.visible else [])
    elif in_brackets:
        ends = [_end(first, end) for end in ENDS.values()]
        yield from _unless_same(where, first, texts, [lookup.printed[first.cell], *ends])
    elif lookup.end_of(first.cell, texts[0]):
        yield from _unless_same(where, first, texts[:1], [lookup.printed[first.cell]])
    yield from _above(where, first, value, lookup, due=in_brackets)


def _end(cell: Cell, end: str) -> str:
    return f"{cell.low if end == 'low' else cell.high}%"


def _unless_same(where: str, cell: Cell, found: list[str], allowed: list[str]) -> Iterator[Problem]:
    if found != allowed:
        what = f"not the share and the ends of the interval of its cell: {cell.cell}"
        yield Problem(where, what, " ".join(found), " ".join(allowed), MEND)


def _above(where: str, cell: Cell, value: list[dict[str, Any]], lookup: Lookup, *, due: bool) -> Iterator[Problem]:
    """The groups whose share is said to be lower are those that the store names."""
    higher = lookup.cells.get(f"{cell.cell.partition('!')[0]}!higher_than")
    levels = higher.note.split() if higher is not None and higher.visible else []
    allowed = [lookup.inputs.level_label(cell.breakdown, level) for level in levels]
    found = [spaced(str(span.get("text", ""))) for span in value if span.get("origin") == "label"]
    if found != allowed and (found or due):
        what = f"not the groups that the share is higher than: {cell.cell}"
        yield Problem(where, what, ", ".join(found) or "nothing", ", ".join(allowed) or "nothing", MEND)
