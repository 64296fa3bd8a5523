"""The nouns of the workbook: sheets as tables of texts, and what a person changed in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from findings.errors import Problem

Key = tuple[str, ...]
Cells = Mapping[str, str]
KEEP, REMOVE = "keep", "remove"
SEPARATOR = " | "


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    heading
        Its heading, by which it is found again.
    width
        In characters.
    edit
        Whether it is for the person to change; else it is grey.
    choices
        What its drop-down offers.
    closed
        Whether nothing else than the choices is taken.
    number
        Whether it holds numbers, so that Excel sorts it as such.
    help
        Shown beside a cell that is chosen.
    by, choices_by
        Another column, and what the drop-down offers for each of its values: such a list is a help, not a limit.
    """

    heading: str
    width: int
    edit: bool = True
    choices: tuple[str, ...] = ()
    closed: bool = False
    number: bool = False
    help: str = ""
    by: str = ""
    choices_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A sheet: its columns, those that name a row, and its rows, as texts."""

    sheet: str
    columns: tuple[Column, ...]
    keys: tuple[str, ...]
    rows: tuple[Cells, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings from left to right."""
        return tuple(column.heading for column in self.columns)

    def key(self, cells: Cells) -> Key:
        """What names a row."""
        return tuple(cells.get(name, "") for name in self.keys)

    @property
    def by_key(self) -> dict[Key, Cells]:
        """Each row by its name."""
        return {self.key(cells): cells for cells in self.rows}


@dataclass(frozen=True)
class Filled:
    """A row as it came back, with the place where it stands."""

    where: str
    cells: Cells

    def at(self, column: str) -> str:
        """How messages name a cell of it."""
        return f"{self.where}, column '{column}'"


@dataclass(frozen=True)
class Edited:
    """A row that was there before: what it says now in the columns that a person changed."""

    row: Filled
    key: Key
    cells: Cells

    def __contains__(self, column: str) -> bool:
        return column in self.cells


@dataclass(frozen=True)
class Edits:
    """What a person changed on one sheet."""

    edited: tuple[Edited, ...] = ()
    added: tuple[Filled, ...] = ()
    rows: Mapping[Key, Filled] = field(default_factory=dict)

    def of(self, column: str) -> list[tuple[Edited, str]]:
        """Each row in which this column was changed, with what it says now."""
        return [(edited, edited.cells[column]) for edited in self.edited if column in edited.cells]


@dataclass
class Notes:
    """What came of reading the workbook: what changed, and what cannot be done."""

    changes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, where: str, what: str, found: str = "", allowed: str | Iterable[str] = "", do: str = "") -> None:
        """Note what cannot be done."""
        text = allowed if isinstance(allowed, str) else ", ".join(allowed)
        self.problems.append(Problem(where, what, found, text, do))


def together(texts: Iterable[str]) -> str:
    """Several texts in one cell.

    Examples
    --------
    >>> together(["Yes", "Y"]), apart("Yes | Y |")
    ('Yes | Y', ('Yes', 'Y'))
    """
    texts = tuple(texts)
    return ("\n" if any("|" in text or "\n" in text for text in texts) else SEPARATOR).join(texts)


def apart(cell: str) -> tuple[str, ...]:
    """The texts of a cell: one a line, or divided by upright strokes."""
    parts = cell.split("\n") if "\n" in cell else cell.split("|")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
