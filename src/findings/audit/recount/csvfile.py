"""A CSV file of a run, read strictly: nothing before its header, nothing between its rows, one way to end a line.

DuckDB forgives much: it skips notes above a table, blank lines and odd line ends. What it forgives, a person who opens
the file reads. So each file is read here once more by a reader that forgives nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

Row = dict[str, str]


def read_rows(run: Path, name: str) -> list[Row]:
    """The rows of a CSV file of a run by their columns.

    Raises
    ------
    VerificationFailed
        If it is missing, or is not written as a run writes it.
    """
    try:
        content = (run / name).read_bytes()
        text = content.decode("utf-8")
    except OSError:
        raise VerificationFailed([Problem(name, "this file of the run is missing", do=ASK)]) from None
    except UnicodeDecodeError:
        raise VerificationFailed([Problem(name, "this file of the run is not UTF-8", do=ASK)]) from None
    if text.startswith("\ufeff") or not text.endswith("\n"):
        raise VerificationFailed([Problem(name, "it does not begin and end as a run writes it", do=ASK)])
    try:
        header, *rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (csv.Error, ValueError) as error:
        raise VerificationFailed([Problem(name, "this file of the run is not CSV", str(error), do=ASK)]) from None
    problems = []
    if len(set(header)) != len(header):
        problems.append(Problem(name, "two columns of one name", ", ".join(header), do=ASK))
    odd = [number for number, row in enumerate(rows, start=2) if len(row) != len(header)]
    if odd:
        what = "rows with more or fewer cells than the header has columns"
        found = f"{len(odd):,}, the first is row {odd[0]}"
        problems.append(Problem(name, what, found, str(len(header)), ASK))
    if not problems and text != _written([header, *rows]):
        # Other line ends, or quotation marks where none are needed: the same cells, and not the file that was written.
        problems.append(
            Problem(name, "its lines do not end, or its cells are not quoted, as a run writes them", do=ASK)
        )
    if problems:
        raise VerificationFailed(problems)
    return [dict(zip(header, row, strict=True)) for row in rows]


def is_strict(path: Path, header: Sequence[str], rows: int) -> bool:
    """Whether a long file begins with its header, ends each line alike, and holds as many rows and no line besides.

    Parameters
    ----------
    path, header
        The file, and its columns.
    rows
        How many rows another reader found.
    """
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    if "\r" in text or not text.endswith("\n"):
        return False
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return next(lines, []) == list(header) and [len(line) for line in lines] == [len(header)] * rows
    except csv.Error:
        return False


def _written(rows: list[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
