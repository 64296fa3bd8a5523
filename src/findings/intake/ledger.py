"""What became of every row received, written for the auditors: nothing vanishes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from findings.consultation.madeup import MARK
from findings.errors import InputRefused, Problem
from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.evidence.csvtext import csv_text
from findings.intake.columns import CHANNEL, RESPONSE_ID, SOURCE_FILE, SOURCE_ROW
from findings.intake.reasons import REASONS, Outcome
from findings.intake.received import FunnelRow, LedgerRow, Received, Tally

if TYPE_CHECKING:
    import pandas as pd


def write_received(received: Received, folder: str | Path) -> None:
    """Write what became of every row, and the responses or the tally that were analysed.

    Of every kind of data `ledger.csv` and `quarantine.csv`; of responses also `flags.csv` and `campaigns_found.yaml`.

    The responses go out as Parquet, for the recount, one row a respondent; a tally as CSV, one row a
    group and answer, with the line of its file and that of the base it was added up against. Every row of every
    file says what kind of data it is of.
    """
    kind = str(received.source_kind)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "ledger.csv", _ledger_rows(received, kind))
    (folder / "quarantine.csv").write_text(received.quarantine, encoding="utf-8", newline="\n")
    if received.responses is not None:
        _write(folder / "flags.csv", _flag_rows(received, kind))
        found = received.campaigns_found
        mark = f"# {MARK}\n" if received.source_kind is SourceKind.MADE_UP else ""
        (folder / "campaigns_found.yaml").write_text(mark + found, encoding="utf-8", newline="\n")
        _write_parquet(received.responses, kind, folder / "responses.parquet")
        # The same rows for people with a spreadsheet.
        _write_parts(received.responses, kind, folder / "responses.csv")
    if received.tally is not None:
        _write(folder / "tally.csv", _tally_rows(received.tally, kind))


def funnel_of(ledger: Iterable[LedgerRow]) -> tuple[FunnelRow, ...]:
    """From received to analysed, as the ledger tells it."""
    times = Counter(row.reason if row.outcome != Outcome.ANALYSED else "" for row in ledger)
    return (
        FunnelRow("received", "Responses received", sum(times.values())),
        *(FunnelRow(code, reason.label, times[code], removed=True) for code, reason in REASONS.items() if times[code]),
        FunnelRow("analysed", "Responses analysed", times[""]),
    )


def balanced(ledger: Sequence[LedgerRow], rows: Mapping[str, int]) -> None:
    """Received is analysed and merged and set aside, in every channel, to the row; or the run stops.

    Parameters
    ----------
    ledger
        One row a row received.
    rows
        Channel -> the rows that its file holds, counted where they were read.

    Raises
    ------
    InputRefused
        With every channel that does not add up, and every row that stands in the ledger twice or with no known outcome.
    """
    problems = []
    own = Counter((row.channel, row.outcome) for row in ledger)
    for channel in dict.fromkeys([*rows, *(row.channel for row in ledger)]):
        received = rows.get(channel, 0)
        parts = [own[channel, outcome] for outcome in Outcome]
        if sum(parts) != received:
            found = f"{sum(parts)} = {' + '.join(str(n) for n in parts)} (analysed, merged, set aside)"
            problems.append(Problem(_at(channel), "the ledger does not add up", found, str(received), _REPORT))
    twice = [key for key, n in Counter((row.channel, row.source_row) for row in ledger).items() if n > 1]
    problems += [
        Problem(f"{_at(channel)}, row {number}", "a row that stands in the ledger twice", do=_REPORT)
        for channel, number in twice[:10]
    ]
    strange = sorted({row.reason for row in ledger if row.outcome != Outcome.ANALYSED} - set(REASONS))
    problems += [Problem("the ledger", "a reason that is not described", code, do=_REPORT) for code in strange]
    if problems:
        raise InputRefused(problems)


_REPORT = "This is a fault of ours: report it with this message. Nothing was written."


def _at(channel: str) -> str:
    return f"the ledger, channel {channel}" if channel else "the ledger"


def _ledger_rows(received: Received, kind: str) -> Iterator[list[str]]:
    yield [CHANNEL, SOURCE_FILE, SOURCE_ROW, RESPONSE_ID, "outcome", "reason", "into", SOURCE_KIND]
    for row in received.ledger:
        place = [row.channel, row.source_file, str(row.source_row), row.response_id]
        yield [*place, row.outcome, row.reason, row.into, kind]


def _flag_rows(received: Received, kind: str) -> Iterator[list[str]]:
    yield [CHANNEL, SOURCE_FILE, SOURCE_ROW, RESPONSE_ID, "reason", "column", "value", SOURCE_KIND]
    for flag in received.flags:
        place = [flag.channel, flag.source_file, str(flag.source_row), flag.response_id]
        yield [*place, flag.reason, flag.column, flag.value, kind]


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
    import pandas as pd
    import pyarrow as pa
    from pyarrow import parquet

    marked = responses.assign(**{SOURCE_KIND: pd.Categorical([kind] * len(responses))})
    table = pa.Table.from_pandas(marked, preserve_index=False)
    # Categories are how the answers are held in memory; a reader of the file sees text.
    plain = pa.schema(
        [
            pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type)
            for field in table.schema
        ]
    )
    table = table.cast(plain)
    parquet.write_table(table.replace_schema_metadata({SOURCE_KIND: kind}), path)


def _write_parts(responses: pd.DataFrame, kind: str, path: Path) -> None:
    """Write a long frame without holding its text whole."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_text([[*responses.columns, SOURCE_KIND]]))
        for start in range(0, len(responses), _ROWS):
            part = responses.iloc[start : start + _ROWS]
            columns = [part[name].astype("str").tolist() for name in part.columns]
            file.write(csv_text([*row, kind] for row in zip(*columns, strict=True)))


_ROWS = 20_000


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    path.write_text(csv_text(rows), encoding="utf-8", newline="\n")
