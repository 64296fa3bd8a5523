"""What an auditor is told before anything else: for whom it is, and whether anybody gave these answers.

A trace is copied out of a terminal line by line, and a workbook cell by cell: so of made-up data every line says so,
and every cell that holds a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from findings.audit.lineage import Lineage
from findings.consultation.madeup import MARK
from findings.evidence import draft
from findings.evidence.cell import Cell, SourceKind
from findings.evidence.mark import NOTICE, marked

RESTRICTED = "RESTRICTED. For auditors: do not publish it or pass it on."
SINGLE = "It holds single responses."
MADE_UP = marked(NOTICE)
DRAFTED = f"{draft.drafted(draft.NOTICE)} {draft.DO}"


def is_made_up(cell: Cell, lineage: Lineage) -> bool:
    """Whether the responses behind a cell were made up: the cell says so, or its run does."""
    return SourceKind.MADE_UP in (cell.source_kind, lineage.source_kind)


def in_margin(lines: Iterable[str]) -> Iterator[str]:
    """The lines with the mark before each that says something.

    Examples
    --------
    >>> list(in_margin(["q1#yes", "", "  Printed: 5"]))
    ['MADE-UP DATA | q1#yes', '', 'MADE-UP DATA |   Printed: 5']
    """
    return (f"{MARK} | {line}" if line else line for line in lines)


def figures_marked(text: str) -> str:
    """The text, led by the mark if it holds a figure.

    Examples
    --------
    >>> figures_marked("5 in all"), figures_marked("all respondents")
    ('MADE-UP DATA. 5 in all', 'all respondents')
    """
    return marked(text) if any(character.isdigit() for character in text) else text
