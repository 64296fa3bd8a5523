"""The file of a tally as rows of text, with its first faults: missing, empty, wrongly encoded, ragged.

A tally is written by hand, in UTF-8 and with commas, and a fault anywhere in it stops the run; what survey tools write
is read by `intake.formats`.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from findings.errors import InputRefused, Problem

# How a file of Excel or LibreOffice begins (a zip, or the older format), whatever its name says.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class Rows:
    """A file's header and rows.

    Parameters
    ----------
    name
        As messages name it.
    header
        The headings, stripped; all different.
    rows
        Each as long as the header; blank lines are left out.
    numbers
        The row of a spreadsheet that each row stands on (the header is row 1).
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]


def read_rows(path: Path) -> Rows:
    """Read the file of a tally.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    InputRefused
        If it is missing, empty, not UTF-8, has headings twice or rows of another length.
    """
    name = path.name
    text = _decoded(path)
    if not text.strip():
        raise InputRefused([Problem(name, "the file is empty", do="Export it again, or name another file.")])
    csv.field_size_limit(10_000_000)
    records = _records(text, name)
    header = tuple(heading.strip() for heading in records[0])
    if not any(header):
        raise InputRefused([Problem(f"{name}, row 1", "the first row is blank", do="Put the headings into row 1.")])
    if len(header) == 1 and (other := next((mark for mark in ";\t|," if mark in header[0]), "")):
        word = {"\t": "tabs"}.get(other, f"'{other}'")
        what, do = f"the cells seem to be divided by {word}", "Save it with commas."
        raise InputRefused([Problem(f"{name}, row 1", what, header[0][:80], "cells divided by ','", do)])
    problems = [
        Problem(f"{name}, row 1", f"column {position} has no heading", do="Write one, or delete the column.")
        for position, heading in enumerate(header, start=1)
        if not heading
    ]
    problems += [
        Problem(f"{name}, row 1", "a heading stands twice", heading, do="Rename one of the columns.")
        for heading, times in Counter(header).items()
        if heading and times > 1
    ]
    rows, numbers = [], []
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            problems.append(
                Problem(
                    f"{name}, row {number}",
                    "a row of another length than the header",
                    f"{len(record)} cells",
                    f"{len(header)} cells",
                    "Look for a missing quotation mark or comma.",
                )
            )
        rows.append(tuple(cell.strip() for cell in record))
        numbers.append(number)
    if problems:
        raise InputRefused(problems)
    if not rows:
        raise InputRefused([Problem(name, "the file has headings and no rows", do="Export it again.")])
    return Rows(name, header, tuple(rows), tuple(numbers))


def _records(text: str, name: str) -> list[list[str]]:
    """The cells of every row; a quotation mark that does not fit would swallow the rows after it."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[list[str]] = []
    try:
        records.extend(reader)
    except csv.Error as error:
        place = f"{name}, row {len(records) + 1}"
        what = f"a cell that cannot be read: {error}"
        do = "Look for a quotation mark that is not closed, or one inside a cell that is not doubled."
        raise InputRefused([Problem(place, what, do=do)]) from None
    return records


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputRefused(
            [Problem(path.name, "the file is missing", path.as_posix(), do="Put it there, or correct 'data.file'.")]
        ) from None
    except OSError as error:
        do = "Name a file that can be opened with 'data.file'."
        raise InputRefused([Problem(path.name, "the file cannot be read", str(error.strerror), do=do)]) from None
    if data.startswith(_WORKBOOKS):
        do = "Open it in the program that made it and save it as CSV; in Excel: CSV UTF-8."
        raise InputRefused([Problem(path.name, "the file is a workbook, not text", allowed="a CSV file", do=do)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        place, found = f"{path.name}, line {line}", f"byte 0x{data[error.start]:02x}"
        do = "Save it as UTF-8; in Excel: CSV UTF-8."
        raise InputRefused([Problem(place, "the file is not utf-8", found, do=do)]) from None
