"""The memorandum as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from findings.audit.compare.memo import RESTRICTED, Grid, Memo
from findings.audit.mark import in_margin

_WIDTH = 110


def words_of(memo: Memo) -> str:
    """The memorandum as lines of text; of made-up data each says so, since a terminal is copied line by line."""
    lines = in_margin(_lines(memo)) if memo.mark else _lines(memo)
    return "\n".join(lines).rstrip() + "\n"


def _lines(memo: Memo) -> Iterator[str]:
    yield memo.title
    yield from (f"  {name + ':':<11} {run}" for name, run in memo.runs)
    yield ""
    yield from _wrapped(" ".join(memo.lead))
    for part in memo.parts:
        yield ""
        yield part.heading
        for paragraph in part.paragraphs:
            yield from _wrapped(paragraph, "  ")
        for grid in part.grids:
            yield ""
            yield f"  {grid.caption}"
            yield from _rows(grid)
    yield ""
    yield RESTRICTED


def _rows(grid: Grid) -> Iterator[str]:
    for row in grid.rows:
        first, *others = row
        yield from _wrapped(first, "    ")
        told = [f"{heading}: {text}" for heading, text in zip(grid.columns[1:], others, strict=True) if text]
        yield from _wrapped("; ".join(told), "      ")
    if grid.more:
        yield f"    and {grid.more:,} more in the CSV"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [indent.rstrip()]
