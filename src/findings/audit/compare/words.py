"""The memorandum as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from findings.audit.compare.memo import RESTRICTED, Grid, Memo

_WIDTH = 110


def words_of(memo: Memo) -> str:
    """The memorandum as lines of text."""
    return "\n".join(_lines(memo)).rstrip() + "\n"


def _lines(memo: Memo) -> Iterator[str]:
    mark = f"{memo.mark}: " if memo.mark else ""
    yield f"{mark}{memo.title}"
    yield from (f"  {name + ':':<11} {run}" for name, run in memo.runs)
    yield ""
    yield from _wrapped(" ".join(memo.lead))
    for part in memo.parts:
        yield ""
        yield f"{mark}{part.heading}"
        for paragraph in part.paragraphs:
            yield from _wrapped(paragraph, "  ")
        for grid in part.grids:
            yield ""
            yield f"  {mark}{grid.caption}"
            yield from _rows(grid)
    yield ""
    yield RESTRICTED


def _rows(grid: Grid) -> Iterator[str]:
    for row in grid.rows:
        first, *others = row
        yield f"    {first}"
        told = [f"{heading}: {text}" for heading, text in zip(grid.columns[1:], others, strict=True) if text]
        yield from _wrapped("; ".join(told), "      ")
    if grid.more:
        yield f"    and {grid.more:,} more in the CSV"


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [indent.rstrip()]
