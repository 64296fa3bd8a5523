"""The rows that were taken out, kept as they were with the reason: nothing is lost, and nothing private is added.

The files are read a second time for this, and only for the rows that were taken out; columns that are never to be read
are not read here either.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence

from findings.consultation.model import SourceFile
from findings.errors import InputRefused
from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.evidence.csvtext import csv_text
from findings.intake.columns import CHANNEL, SOURCE_FILE, SOURCE_ROW, door_columns, named_in
from findings.intake.door import Through
from findings.intake.export import BadRow, Export
from findings.intake.madeup import is_mark
from findings.intake.reasons import WITHDRAWN, Outcome
from findings.intake.received import LedgerRow


def quarantine_text(
    exports: Mapping[str, Export],
    sources: Mapping[str, SourceFile],
    through: Mapping[str, Through],
    ledger: Sequence[LedgerRow],
    kind: SourceKind,
) -> str:
    """`quarantine.csv`: one row a row that was merged or set aside.

    Its columns: the channel, the file, the row, the reason, and of a row that could not be read the fault, the column
    and the value; then every column of the files that may be read.
    """
    kept = {name: _kept_columns(exports[name], sources[name]) for name in exports}
    headings = list(dict.fromkeys(heading for own in kept.values() for heading in own))
    front = [CHANNEL, SOURCE_FILE, SOURCE_ROW, "reason", "fault", "column", "value", SOURCE_KIND]
    # A file may have a column called as one of ours.
    named = [f"file: {heading}" if heading in front else heading for heading in headings]
    rows: list[list[object]] = [[*front, *named]]
    for name, export in exports.items():
        out = {row.source_row: row for row in ledger if row.outcome != Outcome.ANALYSED and row.channel == name}
        # Of a response that was withdrawn nothing is kept but that it was.
        shown = {number for number, row in out.items() if row.response_id and row.reason != WITHDRAWN}
        cells = _cells(export, kept[name], through[name].read, shown)
        faults = {bad.number: bad for bad in through[name].bad_rows}
        for number, row in out.items():
            own = cells.get(number, {})
            told = _told(faults.get(number), kept[name])
            place = [row.channel, row.source_file, number, row.reason]
            rows.append([*place, *told, kind, *(own.get(one, "") for one in headings)])
    return csv_text(rows)


def _told(fault: BadRow | None, kept: Collection[str]) -> tuple[str, str, str]:
    """What is wrong with a row; what stands in a column that is not kept is not told."""
    if fault is None:
        return "", "", ""
    return fault.reason, fault.column, fault.value if not fault.column or fault.column in kept else ""


def _kept_columns(export: Export, source: SourceFile) -> list[str]:
    """What the quarantine may hold: neither what is never read, nor what is hashed or looked up at the door."""
    private = set(door_columns(source)) - {source.id_column, source.submitted}
    return [
        column.name
        for column in export.columns
        if is_mark(column.name) or not (named_in(column.name, source.never_read) or column.name in private)
    ]


def _cells(
    export: Export, columns: Sequence[str], read: Collection[str], numbers: set[int]
) -> dict[int, dict[str, str]]:
    """The cells of some rows. Where a column that nobody reads is damaged, those of the columns that were read."""
    found: dict[int, dict[str, str]] = {}
    # The file was read whole before; only what nobody read of it can stop this reading.
    with contextlib.suppress(InputRefused):
        found = _found(export, columns, numbers)
    left = numbers - found.keys()
    return found | _found(export, [name for name in columns if name in read], left)


def _found(export: Export, columns: Sequence[str], numbers: set[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    if not numbers:
        return found
    last = max(numbers)
    for part in export.parts(columns):
        for number, row in zip(part.numbers, part.rows, strict=True):
            if number in numbers:
                found[number] = {name: cell.strip() for name, cell in zip(columns, row, strict=True)}
        if part.numbers and part.numbers[-1] >= last:
            break
    return found
