"""What free text came to, written for whoever codes and audits: restricted, since it holds people's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from findings.evidence.cell import SOURCE_KIND
from findings.evidence.csvtext import csv_text
from findings.freetext.code import FreeText
from findings.freetext.coding import Coding

CODINGS_HEAD = ("response_id", "question", "code", "coder", "date", "sentiment", "status", "note", "quote")
"""The columns of `kept/codings/*.csv`; a run's `codings.csv` has file and row beside."""


def write_free_text(free_text: FreeText, folder: str | Path) -> None:
    """Write `codings.csv`, `quotes.csv`, `points.csv` and `submissions.csv`; nothing where nothing is coded."""
    if free_text.plan is None:
        return
    folder = Path(folder)
    kind = str(free_text.received.source_kind)
    head = (*CODINGS_HEAD, "file", "row", SOURCE_KIND)
    _write(
        folder / "codings.csv", [head, *((*coding_row(one), one.file, str(one.row), kind) for one in free_text.codings)]
    )
    quotes = (
        (one.question, one.unit, one.quote.quote if one.quote else "", one.reason, kind) for one in free_text.quotes
    )
    _write(folder / "quotes.csv", [("question", "response_id", "quote", "reason", SOURCE_KIND), *quotes])
    if free_text.register:
        (folder / "points.csv").write_text(free_text.register, encoding="utf-8", newline="\n")
    if free_text.submitted is not None:
        columns = [str(name) for name in free_text.submitted.columns]
        rows: Iterator[Sequence[str]] = (tuple(map(str, row)) for row in free_text.submitted.itertuples(index=False))
        _write(folder / "submissions.csv", [(*columns, SOURCE_KIND), *((*row, kind) for row in rows)])


def coding_row(one: Coding) -> tuple[str, ...]:
    """A coding as a row of `CODINGS_HEAD`."""
    quote = "yes" if one.quote else ""
    sentiment = str(one.sentiment or "")
    return (one.unit, one.question, one.code, one.coder, one.date, sentiment, str(one.status), one.note, quote)


def _write(path: Path, rows: Iterable[Sequence[str]]) -> None:
    path.write_text(csv_text(rows), encoding="utf-8", newline="\n")
