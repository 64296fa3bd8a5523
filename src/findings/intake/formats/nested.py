"""Nested JSON, one object a submission, as rows: groups joined by `/`, repeats counted and their values joined."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.errors import InputRefused, Problem
from findings.intake.clean import clean
from findings.intake.export import PART, BadRow, Column, Export, Part, missing_file, positions
from findings.intake.formats.grid import MOST_COLUMNS
from findings.intake.formats.layout import SAMPLE

MOST_BYTES = 200_000_000
MOST_DEPTH = 30
SEPARATOR = "; "
"""Between the answers of one cell, and between the values of a repeat."""
COUNT = "(count)"
NOT_A_SUBMISSION = "not_a_submission"
_LISTS = ("results", "value", "data", "submissions")
"""Where the servers of Kobo and ODK put the submissions in what they answer."""


@dataclass(frozen=True)
class Submissions:
    """A file of submissions.

    Parameters
    ----------
    file
        As messages name it.
    paths
        Every place of a value, in the order in which they first come.
    repeated
        Those within a repeat, and those that hold a list of answers.
    rows
        The number of each submission, from 1, and its values by path.
    bad
        What is no submission.
    """

    file: str
    paths: tuple[str, ...]
    repeated: Mapping[str, str]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    bad: tuple[BadRow, ...]

    def sample(self) -> list[list[str]]:
        """The first submissions as rows of cells."""
        return [[row.get(path, "") for path in self.paths] for _, row in self.rows[:SAMPLE]]

    def kind(self, path: str) -> str:
        """What the nesting says of a column: a count of a repeat, a list of answers, or values that were joined."""
        return self.repeated.get(path, "")

    def separator(self, path: str) -> str:
        """What stands between several values in one cell, where there can be several."""
        return SEPARATOR if self.kind(path) in ("multiple", "open") else ""


def read_submissions(path: Path) -> Submissions:
    """Read a JSON file of submissions.

    Raises
    ------
    InputRefused
        If it is missing, too large, torn, nested too deeply, or holds no list of submissions.
    """
    name = path.name
    rows: list[tuple[int, dict[str, str]]] = []
    bad: list[BadRow] = []
    repeated: dict[str, str] = {}
    for number, submission in enumerate(_listed(_parsed(path), name), start=1):
        if not isinstance(submission, dict) or not submission:
            bad.append(BadRow(number, "", type(submission).__name__, NOT_A_SUBMISSION))
            continue
        row = _row(submission, name, repeated)
        if any(row.values()):
            rows.append((number, row))
    for _, row in rows:
        _count_nothing(row, repeated)
    paths = dict.fromkeys(place for _, row in rows for place in row)
    if not rows:
        raise InputRefused([Problem(name, "the file holds no submission", do="Export it again.")])
    if len(paths) > MOST_COLUMNS:
        found, allowed = f"{len(paths)} columns", f"{MOST_COLUMNS} columns"
        do = "Export it as CSV, which keeps repeats in files of their own."
        raise InputRefused([Problem(name, "more columns than can be read", found, allowed, do)])
    return Submissions(name, tuple(paths), repeated, tuple(rows), tuple(bad))


def _row(submission: Mapping[str, object], name: str, repeated: dict[str, str]) -> dict[str, str]:
    """The values of a submission by path; what repeats is noted in `repeated`."""
    values: dict[str, list[str]] = {}
    try:
        for place, value, kind in _leaves(submission, ""):
            values.setdefault(place, []).append(value)
            if kind:
                repeated[place] = kind
    except RecursionError:
        raise _too_deep(name) from None
    return {place: SEPARATOR.join(filter(None, found)) for place, found in values.items()}


def _count_nothing(row: dict[str, str], repeated: Mapping[str, str]) -> None:
    """An empty list is a repeat that did not happen, where others have the repeat."""
    for place in [place for place, value in row.items() if not value and f"{place} {COUNT}" in repeated]:
        del row[place]
        row.setdefault(f"{place} {COUNT}", "0")


def export_of_submissions(
    submissions: Submissions, format: str, columns: Sequence[Column], found: Mapping[str, str]
) -> Export:
    """The export that a layout makes of submissions; each column stands where its path does."""
    paths = submissions.paths

    def parts(wanted: Sequence[str]) -> Iterator[Part]:
        asked = [paths[place] for place in positions(columns, wanted)]
        for start in range(0, len(submissions.rows), PART):
            some = submissions.rows[start : start + PART]
            yield Part([number for number, _ in some], [[row.get(path, "") for path in asked] for _, row in some])

    told = {
        "submissions": str(len(submissions.rows)),
        "repeats": f"counted as '<repeat> {COUNT}'; their values stand in one cell, joined by '{SEPARATOR}'",
        **found,
    }
    return Export(format, submissions.file, tuple(columns), parts, told, lambda: submissions.bad)


def _leaves(value: object, path: str, kind: str = "", depth: int = 0) -> Iterator[tuple[str, str, str]]:
    """Every value with its place and what its nesting says of it."""
    if depth > MOST_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}/{clean(name)}" if path else clean(name), kind, depth + 1)
    elif isinstance(value, list):
        if any(isinstance(inner, dict | list) for inner in value):
            yield f"{path} {COUNT}", str(len(value)), "open" if kind else "numeric"
            for inner in value:
                yield from _leaves(inner, path, "open", depth + 1)
        elif value:
            for inner in value:
                yield path, _text(inner), kind or "multiple"
        else:
            yield path, "", ""
    else:
        yield path, _text(value), kind


def _text(value: object) -> str:
    """A value as a workbook would show it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)


def _listed(document: object, name: str) -> list[object]:
    """The list of submissions of a document."""
    if isinstance(document, dict):
        document = next((document[key] for key in _LISTS if isinstance(document.get(key), list)), document)
    if isinstance(document, list):
        return document
    what, allowed = "the file holds no list of submissions", "a list of objects, or one under 'results' or 'value'"
    raise InputRefused([Problem(name, what, type(document).__name__, allowed, "Export it again, or as CSV.")])


def _parsed(path: Path) -> object:
    do = "Export it again; the file may have been cut off."
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except FileNotFoundError:
        raise InputRefused([missing_file(path)]) from None
    except OSError as error:
        raise InputRefused([Problem(path.name, "the file cannot be read", str(error.strerror), do=do)]) from None
    if size > MOST_BYTES:
        raise InputRefused(
            [Problem(path.name, "the file is too large", f"{size} bytes", f"{MOST_BYTES} bytes", "Export it as CSV.")]
        )
    try:
        # Numbers stay as they are written: 0.10 is not to become 0.1, nor a long number an error.
        return json.loads(data, parse_int=str, parse_float=str, parse_constant=lambda _: "", object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"{path.name}, line {error.lineno}, character {error.colno}"
        raise InputRefused([Problem(where, "the file is no whole JSON", error.msg, do=do)]) from None
    except UnicodeDecodeError as error:
        found = f"byte 0x{data[error.start]:02x} at {error.start}"
        raise InputRefused([Problem(path.name, "the file is not UTF-8", found, do="Save it as UTF-8.")]) from None
    except RecursionError:
        raise _too_deep(path.name) from None
    except _Twice as twice:
        what = "a name stands twice in one object"
        raise InputRefused([Problem(path.name, what, str(twice)[:80], do="Export it again, or as CSV.")]) from None


def _too_deep(name: str) -> InputRefused:
    allowed = f"{MOST_DEPTH} levels"
    return InputRefused([Problem(name, "the file is nested too deeply", allowed=allowed, do="Export it as CSV.")])


class _Twice(ValueError):
    """A name that an object has twice: one of its values would be lost."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    whole = dict(pairs)
    if len(whole) < len(pairs):
        seen: set[str] = set()
        raise _Twice(next(name for name, _ in pairs if name in seen or seen.add(name)))  # type: ignore[func-returns-value]
    return whole
