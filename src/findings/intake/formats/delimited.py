"""Delimited text as a grid: what divides its cells, and its records as a stream."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from findings.errors import InputRefused, Problem
from findings.intake.export import Opening
from findings.intake.formats.grid import Grid, Row, shown
from findings.intake.formats.text import TextFile, guessed_head, open_text, quoted

DELIMITERS = (",", ";", "\t", "|")
"""In the order in which a tie is decided."""
LONGEST_CELL = 1_000_000
"""Characters in a cell. Nobody writes so much; a quotation mark that is not closed does."""
LONGEST_RECORD = 20_000_000
_HEAD = 1 << 20
_LOOKED_AT = 12
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_Quoting = Literal[0, 1, 2, 3]  # as csv names them
# Excel's own first line, which tells Excel the delimiter and is no row.
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)


class _RecordTooLong(Exception):
    """A record over several lines that never ends."""


def open_delimited(path: Path, opening: Opening) -> Grid:
    """Open a delimited text file.

    Raises
    ------
    InputRefused
        If it is empty, not in its encoding, or not divided as the parameters say; while it is read, if a cell
        cannot be read.
    """
    text = open_text(path, opening.encoding)
    head = guessed_head(path, opening.encoding, _HEAD)
    divided_by = delimiter_of(head)
    delimiter = opening.delimiter or divided_by
    if opening.delimiter and divided_by != opening.delimiter:
        _refuse_delimiter(path.name, head, opening.delimiter, divided_by)
    separator_line = _SEPARATOR_LINE.match(head) is not None
    found = {"encoding": text.says, "delimiter": _NAMES.get(delimiter, delimiter)}
    quoting: _Quoting = csv.QUOTE_MINIMAL
    if delimiter == "\t" and _marks_are_letters(text):
        quoting = csv.QUOTE_NONE
        found["quotation marks"] = "as letters"
    return Grid(path.name, found, lambda: _rows(path.name, text, delimiter, quoting, separator_line), text.fault)


def head_of_text(path: Path, opening: Opening, rows: int) -> list[list[str]]:
    """The first records, as far as the first million bytes hold them."""
    head = guessed_head(path, opening.encoding, _HEAD)
    records = _first_records(head, opening.delimiter or delimiter_of(head), rows)
    width = max(map(len, records), default=0)
    return [cells + [""] * (width - len(cells)) for cells in records]


def delimiter_of(head: str) -> str:
    r"""What divides the cells of a text.

    A line `sep=;` decides. Else it is the one by which most of the first records have as many cells as the header,
    more than one; among equals the one that makes the most cells, then the first of `DELIMITERS`. A comma if the
    header has one cell by all of them.

    Examples
    --------
    >>> delimiter_of("id;how far, if at all;why\n1;agree;since, well, yes\n")
    ';'
    """
    if separator_line := _SEPARATOR_LINE.match(head):
        return separator_line[1]
    best, best_score = DELIMITERS[0], (0.0, 1)
    for delimiter in DELIMITERS:
        score = _agreement(head, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _agreement(head: str, delimiter: str) -> tuple[float, int]:
    """The share of the first records that have as many cells as the header, and how many that are."""
    csv.field_size_limit(LONGEST_CELL)
    lengths: list[int] = []
    misfits = 0
    try:
        for record in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=True):
            if any(record):
                lengths.append(len(record))
            if len(lengths) > _LOOKED_AT:
                break
    except csv.Error as error:
        # A quotation mark that does not fit speaks against this delimiter; that the head ends within a cell does not.
        misfits = int("unexpected end" not in str(error))
    if not lengths or lengths[0] < 2:
        return 0.0, 0
    return lengths.count(lengths[0]) / (len(lengths) + misfits), lengths[0]


def _first_records(head: str, delimiter: str, count: int) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    if separator_line := _SEPARATOR_LINE.match(head):
        head = head[separator_line.end() :]
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        records.extend(itertools.islice(filter(any, reader), count + 1))
    # The last may be cut where the head is.
    cut = len(records) in range(2, count + 1) and len(head) >= _HEAD // 4
    return records[:-1] if cut else records[:count]


def _marks_are_letters(text: TextFile) -> bool:
    """Whether a file with tabs quotes nothing, as Google writes it: every line is a row, and a cell begins with a mark
    that does not end with one.
    """
    tabs = -1
    letters = False
    for line in text.lines():
        if tabs < 0:
            tabs = line.count("\t")
        elif line.count("\t") != tabs and line.strip():
            return False
        if not letters and '"' in line:
            cells = line.rstrip("\r\n").split("\t")
            letters = any(cell.startswith('"') and not _QUOTED.fullmatch(cell) for cell in cells)
    return letters


def _rows(name: str, text: TextFile, delimiter: str, quoting: _Quoting, separator_line: bool) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    used = 0

    def lines() -> Iterator[str]:
        nonlocal used
        stream = text.lines()
        if separator_line:
            next(stream)
            yield "\n"  # it keeps its number
        for line in stream:
            used += len(line)
            if used > LONGEST_RECORD:
                raise _RecordTooLong
            yield line

    number = 0
    cells: list[str] = []
    try:
        # Strict: a quotation mark that does not fit would swallow the rows after it.
        reader = csv.reader(lines(), delimiter=delimiter, quoting=quoting, strict=True)
        for number, cells in enumerate(reader, start=1):
            used = 0
            if any(cells) and any(map(str.strip, cells)):
                yield number, cells
    except _RecordTooLong:
        raise InputRefused([_unreadable(name, number + 1, f"longer than {LONGEST_RECORD} characters")]) from None
    except csv.Error as error:
        reason = str(error)
        if "field limit" in reason:
            reason = f"longer than {LONGEST_CELL} characters"
        elif "unexpected end" in reason:
            reason = "its quotation mark is never closed"
        raise InputRefused([_unreadable(name, number + 1, reason)]) from None


def _unreadable(name: str, number: int, reason: str) -> Problem:
    return Problem(
        f"{name}, row {number}",
        f"a cell that cannot be read: {reason}",
        do="Look for a quotation mark that is not closed, or one inside a cell that is not doubled.",
    )


def _refuse_delimiter(name: str, head: str, declared: str, found: str) -> None:
    header = next(iter(_first_records(head, declared, 1)), [])
    if len(header) > 1:
        return
    by_another = next(iter(_first_records(head, found, 1)), [])
    if len(by_another) < 2:
        return
    what = f"the cells seem to be divided by {'tabs' if found == chr(9) else repr(found)}"
    do = f"Say so with 'data.delimiter: {quoted(found)}', or leave 'data.delimiter' out."
    first = shown(header[0]) if header else ""
    raise InputRefused([Problem(f"{name}, row 1", what, first, f"cells divided by {declared!r}", do)])
