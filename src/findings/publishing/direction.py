"""In which direction a stranger's words run, by their first letter that has one: as a browser's `dir="auto"` does."""

from __future__ import annotations

import unicodedata

from findings.exhibits.model import Line, plain


def runs_to_the_left(line: Line) -> bool:
    """Whether a line is to be set from right to left.

    Examples
    --------
    >>> from findings.exhibits.model import Span
    >>> runs_to_the_left((Span("12 שלום"),)), runs_to_the_left((Span("Hello שלום"),))
    (True, False)
    """
    strong = (unicodedata.bidirectional(letter) for letter in plain(line))
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"
