"""What is said of a draft, in words. Story, pages, PDF, workbook and trace take their words from here.

A report is a draft while something was guessed about how its data are read that nobody has confirmed. It is marked on
each page and sheet, and in the title of each table and chart; its numbers are real, so they carry no mark themselves.
"""

from __future__ import annotations

from findings.evidence.mark import marked

DRAFT = "DRAFT"
"""What a reader sees first on each page and sheet."""

NOTICE = "Not every guess about the data is confirmed, and numbers may change. Not for publication."
"""What a reader is told beside it."""

DO = "Confirm the guesses in setup.xlsx."
"""What takes the mark away."""

COLOUR = "#7a4b00"
"""In which it is written where there is no ground of its own, on white: 7 to 1."""


def drafted(text: str) -> str:
    """A text that begins with the mark of a draft.

    Examples
    --------
    >>> drafted("Benches in the park")
    'DRAFT. Benches in the park'
    """
    return f"{DRAFT}. {text}"


def headed(text: str, *, made_up: bool, draft: bool) -> str:
    """A title led by what must be known of all that stands below it; made-up data come first.

    Examples
    --------
    >>> headed("Benches", made_up=False, draft=True), headed("Benches", made_up=True, draft=True)
    ('DRAFT. Benches', 'MADE-UP DATA. DRAFT. Benches')
    """
    text = drafted(text) if draft else text
    return marked(text) if made_up else text
