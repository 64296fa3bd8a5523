"""From a theme to the exact words: the codes that coders gave, the comments that they gave them to, and submissions.

A count of themes ends at rows of the responses like any other; from there it goes on to `codings.csv`, with file and
row of what people coded, and to `comments.csv`, with file, row and column of what people wrote.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.audit.ledger import as_received
from findings.audit.lineage import Coded
from findings.audit.plaintext import one_line
from findings.audit.recount.codeframe import CODEFRAME, read_codeframe
from findings.audit.recount.codelists import read_questionnaire_file
from findings.audit.recount.settings import QUESTIONNAIRE
from findings.errors import Problem, VerificationFailed

CODINGS, COMMENTS, SUBMISSIONS = "restricted/codings.csv", "restricted/comments.csv", "restricted/submissions.csv"
INPUTS = "restricted/inputs/free_text"
_ASK = "Ask for the folder as the run left it."
_LONGEST_CELL = 10_000_000
_WORDS = 32_000
Key = tuple[str, str]
"""The open question or the submissions, and the response or submission."""


@dataclass(frozen=True)
class Comment:
    """What somebody wrote, and where it stood: its file, the row, and the column."""

    text: str
    file: str
    row: str
    column: str


@dataclass(frozen=True)
class Given:
    """A code that a coder gave, and where that stands."""

    code: str
    coder: str
    status: str
    file: str
    row: str

    @property
    def text(self) -> str:
        """In words; of a code that no person stands behind, what it is."""
        status = "" if self.status == "given" else f", {self.status}"
        return f"{self.code} ({self.coder}{status}; {self.file}, row {self.row})"


def codings_of(run: Path, coded: Coded) -> dict[Key, list[Given]]:
    """The codings of what a question is counted of, in the order of the file.

    Raises
    ------
    VerificationFailed
        If `codings.csv` is missing, or is not what a run writes.
    """
    found: dict[Key, list[Given]] = {}
    for row in _rows(run, CODINGS):
        if row["question"] in coded.of:
            cells = (one_line(as_received(row[name])) for name in ("code", "coder", "status", "file", "row"))
            found.setdefault((row["question"], as_received(row["response_id"])), []).append(Given(*cells))
    return found


def comments_of(run: Path, coded: Coded) -> dict[Key, Comment]:
    """The comments that a question is counted of.

    Raises
    ------
    VerificationFailed
        If `comments.csv` is missing, or is not what a run writes.
    """
    columns = _columns(run)
    return {
        (row["question"], as_received(row["response_id"])): Comment(
            as_received(row["text"]),
            one_line(as_received(row["source_file"])),
            row["source_row"],
            one_line(columns.get(row["question"], row["question"])),
        )
        for row in _rows(run, COMMENTS)
        if row["question"] in coded.of
    }


def submissions_of(run: Path, channel: str) -> list[dict[str, str]]:
    """The submissions of a kind, a row each, as `submissions.csv` has them.

    Raises
    ------
    VerificationFailed
        If the file is missing, or is not what a run writes.
    """
    rows = [{name: as_received(text) for name, text in row.items()} for row in _rows(run, SUBMISSIONS)]
    return [row for row in rows if row["channel"] == channel]


def texts_of(run: Path, channel: str) -> dict[str, Comment]:
    """What the submissions of a kind say, by their identifiers, where they were received as a CSV file."""
    own = read_codeframe(run / CODEFRAME).submissions.get(channel)
    paths = sorted((run / INPUTS).rglob(own.file)) if own is not None and own.file.endswith(".csv") else []
    if own is None or not paths:
        return {}
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.DictReader(io.StringIO(paths[0].read_text(encoding="utf-8-sig"), newline=""))
    return {
        (row.get(own.id_column) or "").strip(): Comment(
            row.get(own.text_column) or "", one_line(own.file), str(number), own.text_column
        )
        for number, row in enumerate(reader, start=2)
    }


def lines_of(unit: str, given: Sequence[Given], comment: Comment | None) -> Iterator[str]:
    """The codes of one comment or submission, and where its words stood; never the words themselves."""
    if comment is not None:
        yield f"    {unit}: words in {comment.file}, row {comment.row}, column {comment.column}"
    yield from (f"      {one.text}" for one in given)
    if not given:
        yield "      nobody coded it"


def words(text: str, where: str) -> str:
    r"""What somebody wrote, for a cell of a workbook: its lines kept, nothing in it that acts, no longer than fits.

    Examples
    --------
    >>> words("=1+1\r\nand " + chr(7), "comments.csv")
    '=1+1\nand [U+0007]'
    """
    lines = "\n".join(one_line(line) for line in text.splitlines())
    return lines if len(lines) <= _WORDS else f"{lines[: _WORDS - 100]} ... (it goes on: the whole is in {where})"


def _columns(run: Path) -> dict[str, str]:
    """The heading of each open question's column in the file received."""
    asked = read_questionnaire_file(run / QUESTIONNAIRE).child("also_asked")
    return {name: asked.child(name).text("column", "") or name for name in asked.own_keys}


def _rows(run: Path, name: str) -> list[dict[str, str]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        reader = csv.DictReader(io.StringIO((run / name).read_text(encoding="utf-8"), newline=""), strict=True)
        rows = [dict(row) for row in reader]
    except FileNotFoundError as error:
        raise VerificationFailed([Problem(name, "this file of the run is missing", do=_ASK)]) from error
    except (OSError, ValueError, csv.Error) as error:
        raise VerificationFailed([Problem(name, "not what a run writes", do=_ASK)]) from error
    needed = {
        CODINGS: ("response_id", "question", "code", "coder", "status", "file", "row"),
        COMMENTS: ("response_id", "question", "text", "source_file", "source_row"),
        SUBMISSIONS: ("submission_id", "channel"),
    }[name]
    head = set(reader.fieldnames or ())
    if not set(needed) <= head or any(None in row or None in row.values() for row in rows):
        raise VerificationFailed([Problem(name, "not what a run writes", do=_ASK)])
    return rows
