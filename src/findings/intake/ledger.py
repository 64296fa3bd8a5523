"""What became of every row received, written for the auditors: nothing vanishes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from findings.evidence.cell import SOURCE_KIND
from findings.evidence.csvtext import csv_text
from findings.intake.received import Received, Tally

if TYPE_CHECKING:
    import pandas as pd


def write_received(received: Received, folder: str | Path) -> None:
    """Write `ledger.csv`, `quarantine.csv`, and the responses or the tally that were analysed.

    The responses go out as Parquet, for the recount, one row a respondent; a tally as CSV, one row a
    group and answer, with the line of its file and that of the base it was added up against. Every row of every
    file says what kind of data it is of.
    """
    kind = str(received.source_kind)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = [["source_row", "response_id", "outcome", "reason", SOURCE_KIND]]
    rows += [[str(row.source_row), row.response_id, row.outcome, row.reason, kind] for row in received.ledger]
    _write(folder / "ledger.csv", rows)
    (folder / "quarantine.csv").write_text(received.quarantine, encoding="utf-8", newline="\n")
    if received.responses is not None:
        responses = received.responses.assign(**{SOURCE_KIND: kind})
        _write_parquet(responses, kind, folder / "responses.parquet")
        # The same rows for people with a spreadsheet.
        _write(folder / "responses.csv", [list(responses.columns), *responses.astype(str).to_numpy().tolist()])
    if received.tally is not None:
        _write(folder / "tally.csv", _tally_rows(received.tally, kind))


def _tally_rows(tally: Tally, kind: str) -> list[list[str]]:
    rows = [["group", "question", "answer", "n", "line", "checked_by", SOURCE_KIND]]
    for question, groups in tally.counts.items():
        for group, answers in groups.items():
            for answer, n in answers.items():
                line = tally.lines.get((question, group, answer))
                check = tally.checks.get((question, group), "")
                rows.append([group, question, answer, str(n), str(line) if line else "worked out", str(check), kind])
    return rows


def _write_parquet(responses: pd.DataFrame, kind: str, path: Path) -> None:
    """Write the file with its kind in the schema too, where it is read without a row."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(responses, preserve_index=False)
    parquet.write_table(table.replace_schema_metadata({**table.schema.metadata, SOURCE_KIND: kind}), path)


def _write(path: Path, rows: list[list[str]]) -> None:
    path.write_text(csv_text(rows), encoding="utf-8", newline="\n")
