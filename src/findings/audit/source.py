"""Where the counts behind a cell stood in the source: rows of responses, or places in a tally."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from findings.audit.lineage import LINEAGE, Lineage, Place
from findings.audit.rows import RESPONSES, conditions_of, rows_of
from findings.consultation.names import FUNNEL, parse_cell
from findings.evidence.cell import Cell, Measure, SourceKind, Status

SHOWN_ROWS = 20
LEDGER = "restricted/ledger.csv"


def source_of(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, folder: Path) -> Iterator[str]:
    """The rows, or the places in a tally, of every count that the cell is made of."""
    for count in _counts(cell):
        yield ""
        yield f"Source of {count}"
        if cell.question == FUNNEL and count not in lineage.places:
            yield f"  a step from received to analysed: what became of each row stands in {LEDGER}"
        elif lineage.source_kind == SourceKind.TALLY:
            yield from _tally_places(count, cells.get(count), lineage)
        else:
            yield from _responses(count, cells.get(count), lineage, folder)
    if lineage.source_kind == SourceKind.TALLY:
        yield ""
        yield "The source is a tally: it has no respondents, so the trace ends at file, row and column."


def _counts(cell: Cell) -> tuple[str, ...]:
    """The counts to look up: the cell itself, or of a share its count and its base."""
    if cell.measure == Measure.COUNT:
        return (cell.cell,)
    return tuple(dict.fromkeys([*cell.origins, cell.base_cell] if cell.base_cell else cell.origins))


def _tally_places(count: str, cell: Cell | None, lineage: Lineage) -> Iterator[str]:
    parts = (count,) if count in lineage.places else _parts(count, cell, lineage)
    places = tuple(place for part in parts for place in lineage.places.get(part, ()))
    for place in places[:SHOWN_ROWS]:
        yield f'  {place.file}, line {place.line}, column {place.column}: "{place.text}"'
    if len(places) > SHOWN_ROWS:
        yield f"  ... and {len(places) - SHOWN_ROWS:,} more"
    worked_out = [part for part in parts if part not in lineage.places]
    total = _sum(places)
    if not places:
        yield f"  {LINEAGE} names no place for it: it was worked out, or stated beside the tally"
    elif total is None:
        yield "  not all of these are whole numbers, so they are not added up here"
    elif worked_out:
        yield f"  these add up to {total:,}; to it belongs what stands nowhere in the file: {', '.join(worked_out)}"
    else:
        yield f"  these add up to {total:,}{_compared(total, cell)}"


def _parts(count: str, cell: Cell | None, lineage: Lineage) -> tuple[str, ...]:
    """What a net or a base is made of: it stands nowhere in a tally itself."""
    if cell is not None and cell.origins:
        return cell.origins
    identifier = parse_cell(count)
    values = lineage.values_of(identifier.question, identifier.option) or ()
    return tuple(replace(identifier, option=value).text for value in values)


def _sum(places: tuple[Place, ...]) -> int | None:
    """The sum of the texts, or None where one is no whole number; a comma parts thousands."""
    texts = [place.text.strip().replace(",", "") for place in places]
    return sum(int(text) for text in texts) if all(text.isdecimal() for text in texts) else None


def _responses(count: str, cell: Cell | None, lineage: Lineage, folder: Path) -> Iterator[str]:
    conditions = conditions_of(parse_cell(count), lineage)
    if conditions is None:
        yield f"  {LINEAGE} does not say which rows count here"
        return
    rows = rows_of(conditions, folder)
    yield f"  {RESPONSES}, where {conditions.text}"
    for row in rows[:SHOWN_ROWS]:
        yield f"  response {row.response}, row {row.row} of the file received"
    if len(rows) > SHOWN_ROWS:
        yield f"  ... and {len(rows) - SHOWN_ROWS:,} more"
    yield f"  {len(rows):,} in all{_compared(len(rows), cell)}"


def _compared(counted: int, cell: Cell | None) -> str:
    """Whether what was counted here is what was printed."""
    if cell is None:
        return "; it is not in the evidence"
    if not cell.visible:
        return f"; printed as {cell.status}: {cell.status.meaning}"
    if cell.status is Status.ROUNDED:
        return f"; printed rounded: {cell.text}"
    return ", the value printed" if counted == cell.number else f". THIS IS NOT THE VALUE PRINTED, {cell.text}"
