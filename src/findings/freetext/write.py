"""What free text came to, written for whoever codes and audits: restricted, since it holds people's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from findings.evidence.cell import SOURCE_KIND
from findings.evidence.csvtext import csv_text
from findings.freetext.candidates import CANDIDATES_HEAD, candidate_rows
from findings.freetext.code import FreeText
from findings.freetext.coding import Coding
from findings.freetext.coverage import HEAD as COVERAGE_HEAD
from findings.freetext.disagreements import Disagreement, disagreements
from findings.freetext.kept_out import SetAside
from findings.intake.comments import COLUMNS

CODINGS_HEAD = ("response_id", "question", "code", "coder", "date", "sentiment", "status", "note", "quote")
"""The columns of `kept/codings/*.csv`; a run's `codings.csv` has file and row beside."""

DISAGREEMENTS_HEAD = ("question", "response_id", "code", "given_by", "not_given_by", "settled")
"""The columns of `disagreements.csv`; `settled` says `given` or `not given` once that is decided."""


def write_free_text(free_text: FreeText, folder: str | Path) -> None:
    """Write `codings.csv`, `quotes.csv`, `points.csv`, `coverage.csv`, `submissions.csv`; nothing if none is coded."""
    if free_text.plan is None:
        return
    folder = Path(folder)
    kind = str(free_text.received.source_kind)
    head = (*CODINGS_HEAD, "file", "row", SOURCE_KIND)
    _write(
        folder / "codings.csv", [head, *((*coding_row(one), one.file, str(one.row), kind) for one in free_text.codings)]
    )
    # Not in the notebook: verification reads every figure there as a count of the run.
    _write(folder / "coding_told.csv", [("line", SOURCE_KIND), *((line, kind) for line in free_text.told)])
    aside = ((*written_row(one), kind) for one in free_text.set_aside)
    _write(folder / "codings_set_aside.csv", [(*CODINGS_HEAD, "file", "row", "reason", SOURCE_KIND), *aside])
    candidates = ((*row, kind) for row in candidate_rows(free_text.plan, free_text.codings))
    _write(folder / "candidates.csv", [(*CANDIDATES_HEAD, SOURCE_KIND), *candidates])
    comments = free_text.received.comments
    words = () if comments is None else comments.itertuples(index=False, name=None)
    _write(folder / "comments.csv", [(*COLUMNS, SOURCE_KIND), *((*row, kind) for row in words)])
    _write(
        folder / "disagreements.csv",
        [
            (*DISAGREEMENTS_HEAD, SOURCE_KIND),
            *((*_disagreement_row(one), kind) for one in disagreements(free_text.plan, free_text.codings)),
        ],
    )
    quotes = (
        (one.question, one.unit, one.quote.quote if one.quote else "", one.reason, one.shown, kind)
        for one in free_text.quotes
    )
    _write(folder / "quotes.csv", [("question", "response_id", "quote", "reason", "text", SOURCE_KIND), *quotes])
    if free_text.register:
        (folder / "points.csv").write_text(free_text.register, encoding="utf-8", newline="\n")
    if free_text.coverage:
        covered = ((*one.row, kind) for one in free_text.coverage)
        _write(folder / "coverage.csv", [(*COVERAGE_HEAD, SOURCE_KIND), *covered])
    if free_text.submitted is not None:
        columns = [str(name) for name in free_text.submitted.columns]
        rows: Iterator[Sequence[str]] = (tuple(map(str, row)) for row in free_text.submitted.itertuples(index=False))
        _write(folder / "submissions.csv", [(*columns, SOURCE_KIND), *((*row, kind) for row in rows)])


def coding_row(one: Coding) -> tuple[str, ...]:
    """A coding as a row of `CODINGS_HEAD`."""
    quote = "yes" if one.quote else ""
    sentiment = str(one.sentiment or "")
    return (one.unit, one.question, one.code, one.coder, one.date, sentiment, str(one.status), one.note, quote)


def written_row(one: SetAside) -> tuple[str, ...]:
    """A row that is kept out, as it was written and with its reason."""
    own = one.written
    given = (own.unit, one.question, own.code, own.coder, own.date, own.sentiment, own.status, own.note, own.quote)
    return (*given, own.file, str(own.row), one.reason)


def _disagreement_row(one: Disagreement) -> tuple[str, ...]:
    settled = ("given" if one.given else "not given") if one.settled else ""
    return (one.question, one.unit, one.code, "; ".join(one.given_by), "; ".join(one.not_given_by), settled)


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    path.write_text(csv_text(rows), encoding="utf-8", newline="\n")
