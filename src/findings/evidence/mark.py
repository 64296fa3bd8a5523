"""What is said of made-up data, in words. Story, exhibits, pages and workbooks take their words from here."""

from __future__ import annotations

from findings.consultation.madeup import MARK

NOTICE = "Made up for a rehearsal: nobody gave these answers. Not for any decision."
"""What a reader of a page, a workbook or a data file is told beside the mark."""

CITED = "made-up responses: a rehearsal"
"""What the citation of the data carries, and so the source line of every table."""

COLOUR = "#b00020"
"""In which the mark is written, on white: 7 to 1."""


def marked(text: str) -> str:
    """A title that begins with the mark.

    Examples
    --------
    >>> marked("Benches in the park")
    'MADE-UP DATA. Benches in the park'
    """
    return f"{MARK}. {text}"
