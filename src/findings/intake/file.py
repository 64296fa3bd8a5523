"""A delimited text file as rows of text, with its first faults: missing, empty, wrongly encoded, ragged."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from findings.errors import InputRefused, Problem


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


def read_rows(path: Path, encoding: str = "utf-8", delimiter: str = ",") -> Rows:
    """Read a delimited file.

    Raises
    ------
    InputRefused
        If it is missing, empty, not in its encoding, has headings twice or rows of another length.
    """
    name = path.name
    text = _decoded(path, encoding)
    if not text.strip():
        raise InputRefused([Problem(name, "the file is empty", do="Export it again, or name another file.")])
    csv.field_size_limit(10_000_000)
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    header = tuple(heading.strip() for heading in records[0])
    problems = [
        Problem(f"{name}, row 1", "a heading stands twice", heading, do="Rename one of the columns.")
        for heading, times in Counter(header).items()
        if times > 1
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


def _decoded(path: Path, encoding: str) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputRefused(
            [Problem(path.name, "the file is missing", path.as_posix(), do="Put it there, or correct 'data.file'.")]
        ) from None
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputRefused(
            [
                Problem(
                    f"{path.name}, line {line}",
                    f"the file is not {encoding}",
                    f"byte 0x{data[error.start]:02x}",
                    do="Say how it is encoded with 'data.encoding'; files from Excel are often cp1252.",
                )
            ]
        ) from None
