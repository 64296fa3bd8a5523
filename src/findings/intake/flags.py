"""What a person should look at, in the order of the files: responses that are analysed all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from findings.consultation.build import Parameters
from findings.consultation.model import Channel, SourceFile
from findings.intake.columns import SOURCE_ROW
from findings.intake.deciding import Deciding
from findings.intake.door import Through
from findings.intake.reasons import EARLY, LATE, Outcome
from findings.intake.received import Flag


def flags_of(
    parameters: Parameters,
    sources: Mapping[str, SourceFile],
    through: Mapping[str, Through],
    deciding: Deciding,
    outcomes: Sequence[str],
) -> tuple[Flag, ...]:
    """Every flag of a response that is analysed, in the order of the files."""
    flags: list[Flag] = []
    start = 0
    for name, own in through.items():
        end = start + len(own.responses)
        rows, ids = own.responses[SOURCE_ROW].tolist(), deciding.ids[start:end]
        kept = {row for row, outcome in zip(rows, outcomes[start:end], strict=True) if outcome == Outcome.ANALYSED}
        told = [
            Flag(own.file, rows[place - start], deciding.ids[place], reason, column, value)
            for place, reason, column, value in deciding.flags
            if start <= place < end
        ]
        found = [*own.flags, *_out_of_time(parameters, sources[name], own, ids, rows), *told]
        found.sort(key=lambda flag: (flag.source_row, flag.reason, flag.column, flag.value))
        flags += [replace(flag, channel=name) for flag in found if flag.source_row in kept]
        start = end
    return tuple(flags)


def _out_of_time(
    parameters: Parameters, source: SourceFile, own: Through, ids: Sequence[str], rows: Sequence[int]
) -> list[Flag]:
    """Responses that were sent before the first day or after the last."""
    opened = parameters.consultation.opened.isoformat()
    closed = (
        source.closed if isinstance(source, Channel) and source.closed else parameters.consultation.closed
    ).isoformat()
    return [
        Flag(own.file, row, identifier, LATE if day > closed else EARLY, source.submitted, day)
        for row, identifier, day in zip(rows, ids, own.days, strict=False)
        if day and not opened <= day <= closed
    ]
