"""What became of every row received, written for the auditors: nothing vanishes."""

from __future__ import annotations

from pathlib import Path

from findings.evidence.csvtext import csv_text
from findings.intake.received import Received, Tally


def write_received(received: Received, folder: str | Path) -> None:
    """Write `ledger.csv`, `quarantine.csv`, and the responses or the tally that were analysed.

    The responses go out as Parquet, for the recount, one row a respondent; a tally as CSV, one row a
    group and answer, with the line of its file.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    rows = [["source_row", "response_id", "outcome", "reason"]]
    rows += [[str(row.source_row), row.response_id, row.outcome, row.reason] for row in received.ledger]
    _write(folder / "ledger.csv", rows)
    (folder / "quarantine.csv").write_text(received.quarantine, encoding="utf-8", newline="\n")
    if received.responses is not None:
        received.responses.to_parquet(folder / "responses.parquet", engine="pyarrow", index=False)
        # The same rows for people with a spreadsheet.
        rows = [list(received.responses.columns), *received.responses.astype(str).to_numpy().tolist()]
        _write(folder / "responses.csv", rows)
    if received.tally is not None:
        _write(folder / "tally.csv", _tally_rows(received.tally))


def _tally_rows(tally: Tally) -> list[list[str]]:
    rows = [["group", "question", "answer", "n", "line"]]
    for question, groups in tally.counts.items():
        for group, answers in groups.items():
            for answer, n in answers.items():
                line = tally.lines.get((question, group, answer))
                rows.append([group, question, answer, str(n), str(line) if line else "worked out"])
    return rows


def _write(path: Path, rows: list[list[str]]) -> None:
    path.write_text(csv_text(rows), encoding="utf-8", newline="\n")
