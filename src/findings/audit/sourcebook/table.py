"""The shape of a cell's source: every row that could count, and for each count of the cell which rows do.

What a row must hold to be counted is said with the words that stand in the table, so that whoever filters it by them is
left with exactly the rows that count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from findings.consultation.madeup import COLUMN, VALUE
from findings.evidence.mark import marked

NARROW, MIDDLE, WIDE, WIDEST = 13, 20, 34, 64


@dataclass(frozen=True)
class Column:
    """One column of the table: its heading, its width in characters, and what stands in it, row by row."""

    heading: str
    width: int
    values: Sequence[str | int]

    @property
    def figures(self) -> bool:
        """Whether it holds numbers."""
        return bool(self.values) and isinstance(self.values[0], int)


@dataclass(frozen=True)
class Choice:
    """What must be chosen in one column: its place in the table, and the texts, each with its name in the data."""

    column: int
    texts: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """One of the counts that the cell is made of.

    Parameters
    ----------
    cell
        Its identifier.
    role
        What it is to the cell, for example `The count`; `heading` is that of its column of yes and no.
    choices
        What a row must hold; nothing where every row counts.
    rows
        For each row, whether it counts.
    number
        What the rows that count come to.
    """

    cell: str
    role: str
    heading: str
    choices: tuple[Choice, ...]
    rows: Sequence[bool]
    number: int


@dataclass(frozen=True)
class SourceTable:
    """Every row of the source, and the counts that are made of them.

    Parameters
    ----------
    one_row
        What one row is, as a sentence.
    columns
        The columns; all hold the same number of rows.
    numbers
        The column whose numbers are added up; None where the rows themselves are counted.
    filled
        A column in which every row holds something, by which a spreadsheet counts the rows left by a filter.
    counted
        The counts: of a share its count and its base, of a difference those of both groups.
    """

    one_row: str
    columns: tuple[Column, ...]
    numbers: int | None
    filled: int
    counted: tuple[Counted, ...]

    @property
    def height(self) -> int:
        """How many rows there are."""
        return len(self.columns[self.filled].values)


def width_of(texts: Iterable[str], least: int) -> int:
    """How wide a column must be for its texts to be read whole; longer ones than a screen holds are cut off.

    Examples
    --------
    >>> width_of(["Yes", "Network, forum or membership organisation"], least=34), width_of(["Yes"], least=34)
    (43, 34)
    """
    return min(max(least, *(len(text) + 2 for text in texts), 0), WIDEST)


def with_mark(table: SourceTable) -> SourceTable:
    """The same table with a column that says in every row that it was made up.

    It stands between where a row comes from and its answers, or before its number: no piece with both leaves it out.
    """
    at = table.filled + 1 if table.numbers is None else table.numbers
    columns = (*table.columns[:at], Column(COLUMN, NARROW, [VALUE] * table.height), *table.columns[at:])

    def moved(place: int) -> int:
        return place + 1 if place >= at else place

    counted = tuple(
        replace(
            one,
            heading=marked(one.heading),
            choices=tuple(replace(choice, column=moved(choice.column)) for choice in one.choices),
        )
        for one in table.counted
    )
    numbers = None if table.numbers is None else moved(table.numbers)
    return replace(table, columns=columns, numbers=numbers, filled=moved(table.filled), counted=counted)
