"""A CSV file under `kept/` as rows of texts, with what is wrong with it as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.errors import Problem

LONGEST_CELL = 10_000_000
_LED = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class KeptRow:
    """A row: the row of a spreadsheet that it stands on (the header is row 1), and its cells by heading."""

    row: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def read_kept(path: Path, needed: Sequence[str]) -> tuple[tuple[KeptRow, ...], list[Problem]]:
    """The filled rows of a file, and its problems; no rows where there is no such file.

    Parameters
    ----------
    path
        The file: UTF-8, with commas and a row of headings.
    needed
        The headings without which it cannot be read.
    """
    if not path.is_file():
        return (), []
    name = f"kept/{path.name}"
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), [Problem(name, "the file is not UTF-8", do="Save it as CSV UTF-8.")]
    csv.field_size_limit(LONGEST_CELL)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        return (), [Problem(name, "the file cannot be read as CSV", str(error), do="Save it as CSV UTF-8 again.")]
    if not lines:
        return (), []
    head = [heading.strip() for heading in lines[0]]
    missing = [heading for heading in needed if heading not in head]
    problems = [Problem(f"{name}, row 1", "a heading is missing", one, ", ".join(needed)) for one in missing]
    twice = sorted({heading for heading in head if heading and head.count(heading) > 1})
    problems += [Problem(f"{name}, row 1", "a heading stands twice", one, do="Delete one.") for one in twice]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in line):
            continue
        if len(line) > len(head):
            what = "more cells than the file has headings"
            problems.append(Problem(f"{name}, row {number}", what, str(len(line)), str(len(head))))
        rows.append(KeptRow(number, {key: unled(cell) for key, cell in zip(head, line, strict=False)}))
    return (() if problems else tuple(rows)), problems


def unled(text: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it.

    Examples
    --------
    >>> unled("'=A1"), unled("'tis so"), unled(" yes ")
    ('=A1', "'tis so", 'yes')
    """
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in _LED else text
