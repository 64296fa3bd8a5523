"""CSV text that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    r"""Rows as CSV text, each cell made safe, with line ends that do not depend on the system.

    Examples
    --------
    >>> csv_text([["n", "answer"], [2, "=1+1"]])
    "n,answer\n2,'=1+1\n"
    """
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([[safe_text(str(cell)) for cell in row] for row in rows])
    return buffer.getvalue()


def safe_text(text: str) -> str:
    """Text that no spreadsheet runs as a formula; numbers stay numbers.

    Examples
    --------
    >>> safe_text("=1+1"), safe_text("-3"), safe_text("-x")
    ("'=1+1", '-3', "'-x")
    """
    if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not text.lstrip("+-").replace(".", "", 1).isdigit():
        return "'" + text
    return text
