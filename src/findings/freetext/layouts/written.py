"""What a file of codings says, before anybody judges it: a code a row, as text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from findings.consultation.codeframe import CodingFile
from findings.errors import Problem

Knows = Callable[[str], bool]
"""Whether a text stands for a code, as the file's code frame and its 'themes' have it."""


@dataclass(frozen=True, slots=True)
class Written:
    """One code of one comment, as a file writes it.

    Parameters
    ----------
    unit, code
        The response and the code; an empty code is a row that was left blank.
    question, coder, date, sentiment, status, note, quote
        As the file has them; empty where it does not.
    file, row, column
        Where it stands: the row of a spreadsheet (the header is row 1), or the line of a file without a header. The
        column where a code has its own.
    """

    unit: str
    code: str
    question: str = ""
    coder: str = ""
    date: str = ""
    sentiment: str = ""
    status: str = ""
    note: str = ""
    quote: str = ""
    file: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True)
class Source:
    """A file of codings, as it is to be read.

    Parameters
    ----------
    path
        Where it lies.
    shown
        What messages call it.
    said
        What `codeframe.yaml` says of it; of a file under `kept/codings` what its columns are.
    knows
        Whether a text stands for a code.
    kept
        Whether it is one of `kept/codings`, whose columns are fixed.
    """

    path: Path
    shown: str
    said: CodingFile
    knows: Knows
    kept: bool = False


@dataclass
class Reading:
    """What was read of a file: its codes, what is wrong with it, and what a person should know."""

    rows: list[Written] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def several(n: int, one: str, more: str) -> str:
    """A number with its words.

    Examples
    --------
    >>> several(1, "row is", "rows are"), several(1200, "row is", "rows are")
    ('1 row is', '1,200 rows are')
    """
    return f"{n:,} {one if n == 1 else more}"


def rows_named(numbers: Sequence[int], word: str = "row", most: int = 20) -> str:
    """Rows as a message names them.

    Examples
    --------
    >>> rows_named([4]), rows_named([4, 7, 9]), rows_named(range(2, 100), most=3)
    ('row 4', 'rows 4, 7 and 9', 'rows 2, 3, 4 and 95 more')
    """
    shown = [str(number) for number in numbers[:most]]
    more = len(numbers) - len(shown)
    if len(numbers) == 1:
        return f"{word} {shown[0]}"
    last = f"{more} more" if more else shown.pop()
    return f"{word}s {', '.join(shown)} and {last}"
