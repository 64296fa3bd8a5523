"""What a survey tool wrote, opened: its columns, and its rows as text in parts.

A reader knows one layout. It says what each column is as far as the file itself says so, and hands on cells as the
text that a person would see in the tool: labels in the place of codes. It judges no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from findings.consultation.model import SourceFile
from findings.errors import Problem

PART = 5_000
"""Rows a part: enough to be fast, few enough to be small."""


@dataclass(frozen=True)
class Column:
    """One column of an export.

    Parameters
    ----------
    name
        How parameters name it; no two columns of a file have one name. It is the heading; where headings repeat
        or the tool spreads one question over several columns, heading and part joined by ` > `, and then a number.
    heading
        The question's text, cleaned. Columns of one question may share it.
    part
        What the column stands for within its question: an option, or a row of a matrix.
    code
        The tool's own short name of it (a variable, an ImportId), or an empty text.
    group
        The same text for all columns that the file itself holds together as one question.
    says
        The kind that the file itself declares: `single`, `scale`, `multiple`, `matrix`, `ranking`, `numeric`, `date`,
        `open`, `identity`, `paradata` (times, status, language: about the response, not an answer), or empty.
    labels
        Every answer that the file declares, in its order: the code as stored -> the label as it comes in the cells.
    missing
        Labels that stand for no answer by the file's own word -> why (`refused`, `not_asked`, `user_missing` ...).
    separator
        What stands between several answers in one cell, if the file declares it.
    """

    name: str
    heading: str
    part: str = ""
    code: str = ""
    group: str = ""
    says: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    separator: str = ""


@dataclass(frozen=True)
class Part:
    """Some rows of an export.

    Parameters
    ----------
    numbers
        The row of a spreadsheet that each stands on (the first row of the file is 1); of a file without rows
        (.sav, JSON) the number of the case, from 1.
    rows
        The cells as text, stripped of nothing yet, each row as long as the columns asked for.
    """

    numbers: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be read as a record: told and kept, while the others go on."""

    number: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Export:
    """A survey file, opened.

    Parameters
    ----------
    format
        The name of its reader.
    file
        The file as messages name it.
    columns
        In the order of the file.
    parts
        Names of columns -> those cells of every row, in parts, in the order of the file. Other columns are not
        handed on: what is never to be read stays in the reader. May raise `InputRefused` on the way. Rows that are
        blank in all columns of the file are left out. Calling it again reads again.
    found
        What was found out about the file, for the analyst: encoding, delimiter, sheet, header rows ...
    bad_rows
        The rows that could not be read, once `parts` has been read to its end.
    """

    format: str
    file: str
    columns: tuple[Column, ...]
    parts: Callable[[Sequence[str]], Iterator[Part]]
    found: Mapping[str, str] = field(default_factory=dict)
    bad_rows: Callable[[], Sequence[BadRow]] = tuple


@dataclass(frozen=True)
class Opening:
    """How the parameters say that a file is to be opened; empty where it is to be found out.

    `problems` of a reader name the keys of `SourceFile`: `format`, `sheet`, `encoding`, `delimiter`.
    """

    format: str = ""
    sheet: str = ""
    encoding: str = "detect"
    delimiter: str = ""

    @classmethod
    def of(cls, source: SourceFile) -> Opening:
        """As a source's parameters say."""
        return cls(source.format, source.sheet, source.encoding, source.delimiter)


class Reader(Protocol):
    """One layout of one tool."""

    name: str
    """As `format` names it."""
    title: str
    """As a person calls it: "SurveyMonkey (CSV with two header rows)"."""

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        """How surely the file is of this layout: 0 no, 1 could be, 2 likely, 3 certainly.

        `head` holds the first rows of a delimited file or of a workbook's sheet as text; it is empty for other files.
        Looks at nothing but the path's first bytes and `head`; never raises.
        """
        ...

    def open(self, path: Path, opening: Opening) -> Export:
        """Open it.

        Raises
        ------
        InputRefused
            With every problem, if it is not a file of this layout that can be read.
        """
        ...


def positions(columns: Sequence[Column], wanted: Collection[str]) -> list[int]:
    """Where the wanted columns stand."""
    return [place for place, column in enumerate(columns) if column.name in wanted]


def missing_file(path: Path) -> Problem:
    """There is no such file."""
    return Problem(path.name, "the file is missing", path.as_posix(), do="Put it there, or correct 'data.file'.")
