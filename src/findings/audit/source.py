"""Where the counts behind a cell stood in the source: rows of responses, or places in a tally."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from findings.audit.account import compared
from findings.audit.codedsource import code_lines, submission_lines
from findings.audit.coders import is_of_coders
from findings.audit.coders import source_lines as coder_lines
from findings.audit.ledger import LEDGER, conditions_of_step, read_ledger
from findings.audit.lineage import LINEAGE, Lineage, Place
from findings.audit.populations import conditions_of_group, residents_lines
from findings.audit.rows import RESPONSES, Conditions, conditions_of, has_files, rows_of
from findings.audit.tallyfile import is_tally, read_tally
from findings.audit.weighing import WORDS, source_lines
from findings.consultation.names import FUNNEL, POPULATION, SAMPLE, parse_cell
from findings.evidence.cell import STATISTICS, Cell, Measure
from findings.evidence.reached import RESIDENTS

SHOWN_ROWS = 20
_SIZE, _LESS = "size of ", "less "
_ANALYSED = f"{FUNNEL}#analysed"


def source_of(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, folder: Path) -> Iterator[str]:
    """The rows, or the places in a tally, of every count that the cell is made of."""
    tally = is_tally(lineage.source_kind, folder)
    for count in counts_behind(cell):
        yield ""
        yield f"Source of {count}"
        if cell.question == FUNNEL and count not in lineage.places:
            yield from _ledger_rows(count, cells.get(count), lineage, folder)
        elif is_of_coders(cell):
            yield from (f"  {line}" for line in coder_lines(cell, folder))
        elif cell.question == SAMPLE:
            yield from (f"  {line}" for line in source_lines(cell))
        elif cell.question == POPULATION:
            yield from _of_population(count, cells.get(count), lineage, folder)
        elif tally:
            yield from _tally_places(count, cells.get(count), lineage, folder)
        elif lineage.is_of_submissions(parse_cell(count).asked):
            yield from submission_lines(count, cells.get(count), lineage, folder, SHOWN_ROWS)
        else:
            conditions = conditions_of(parse_cell(count), lineage)
            yield from _rows_where(conditions, cells.get(count), lineage, folder, book=has_workbook(cell))
            if conditions is not None:
                yield from code_lines(count, conditions, lineage, folder, SHOWN_ROWS)
    if tally:
        yield ""
        yield "The source is a tally: it has no respondents, so the trace ends at file, row and column."


def _of_population(count: str, cell: Cell | None, lineage: Lineage, folder: Path) -> Iterator[str]:
    """Of respondents the rows of their group, of residents those of the table of population."""
    identifier = parse_cell(count)
    if identifier.option == RESIDENTS:
        lines = list(residents_lines(identifier, folder))
        yield from (f"  {line}" for line, _ in lines[:SHOWN_ROWS])
        yield from _and_more(len(lines), book=False)
        total = sum(people for _, people in lines)
        yield f"  these add up to {total:,}; {compared(total, cell)}"
    elif is_tally(lineage.source_kind, folder):
        yield "  the counts of the tally that its group is made of"
    else:
        yield from _rows_where(conditions_of_group(identifier, lineage, folder), cell, lineage, folder, book=False)


def counts_behind(cell: Cell) -> tuple[str, ...]:
    """The counts to look up: the cell itself, of a share its count and its base, else what it is made of."""
    if cell.measure == Measure.COUNT or cell.question == SAMPLE or is_of_coders(cell):
        return (cell.cell,)
    if cell.measure in STATISTICS or cell.measure in (Measure.MENTIONS, Measure.BORDA):
        return cell.origins
    return tuple(dict.fromkeys([*cell.origins, cell.base_cell] if cell.base_cell else cell.origins))


def _tally_places(count: str, cell: Cell | None, lineage: Lineage, folder: Path) -> Iterator[str]:
    parts = (count,) if count in lineage.places else _parts(count, cell, lineage)
    places = tuple(place for part in parts for place in lineage.places.get(part, ()))
    added = _added(places, lineage, folder)
    yield from (f"  {_place_text(place, n)}" for place, n in added[:SHOWN_ROWS])
    yield from _and_more(len(added))
    worked_out = [part for part in parts if part not in lineage.places]
    numbers = [n for _, n in added if n is not None]
    if not added:
        yield f"  {LINEAGE} names no place for it: it was worked out, or stated beside the tally"
    elif len(numbers) < len(added):
        yield "  not all of these are whole numbers, so they are not added up here"
    elif worked_out:
        nowhere = ", ".join(worked_out)
        yield f"  these add up to {sum(numbers):,}; to it belongs what stands nowhere in the file: {nowhere}"
    else:
        yield f"  these add up to {sum(numbers):,}; {compared(sum(numbers), cell)}"


def _parts(count: str, cell: Cell | None, lineage: Lineage) -> tuple[str, ...]:
    """What a net or a base is made of: it stands nowhere in a tally itself."""
    if cell is not None and cell.origins:
        return cell.origins
    identifier = parse_cell(count)
    values = lineage.values_of(identifier.asked, identifier.option) or ()
    return tuple(replace(identifier, option=value).text for value in values)


def _added(places: Sequence[Place], lineage: Lineage, folder: Path) -> list[tuple[Place, int | None]]:
    """Each place with what it adds; None where its text is no whole number.

    Who did not answer is nowhere in a tally: it is the size of the group, less each of its answers.
    The size of all respondents stands beside the tally, with the steps from received to analysed.
    """
    taken_off = [place for place in places if place.text.startswith(_LESS)]
    sizes = [place for place in places if place.text.startswith(_SIZE)]
    whole = lineage.places.get(_ANALYSED, ()) if taken_off and not sizes else ()
    lines = {line.line: line.n for line in read_tally(folder)} if taken_off or sizes else {}
    added: list[tuple[Place, int | None]] = [(place, _whole_number(place.text)) for place in whole]
    for place in places:
        if place in sizes:
            added.append((place, lines.get(place.line)))
        elif place in taken_off:
            n = lines.get(place.line)
            added.append((place, None if n is None else -n))
        else:
            added.append((place, _whole_number(place.text)))
    return added


def _place_text(place: Place, n: int | None) -> str:
    where = f"{place.file}, line {place.line}, column {place.column}"
    if n is None or not place.text.startswith((_SIZE, _LESS)):
        return f'{where}: "{place.text}"'
    return f"{where}: {n:,} ({place.text})"


def _whole_number(text: str) -> int | None:
    """The text as a whole number; a comma parts thousands."""
    digits = text.strip().replace(",", "")
    return int(digits) if digits.isdecimal() else None


def _rows_where(
    conditions: Conditions | None, cell: Cell | None, lineage: Lineage, folder: Path, *, book: bool
) -> Iterator[str]:
    """The rows that meet the conditions of a count."""
    if conditions is None:
        yield f"  {LINEAGE} does not say which rows count here"
        return
    matched = rows_of(conditions, folder, SHOWN_ROWS, files=has_files(folder, lineage))
    yield f"  {RESPONSES}, where {conditions.text}"
    yield from (
        f"  response {row.response}, row {row.row} of {row.file or data_file(lineage)}" for row in matched.first
    )
    yield from _and_more(matched.number, book=book)
    yield f"  {matched.number:,} in all; {compared(matched.number, cell)}"


def _ledger_rows(count: str, cell: Cell | None, lineage: Lineage, folder: Path) -> Iterator[str]:
    step = parse_cell(count)
    conditions = conditions_of_step(step.option, step.level)
    rows = [row for row in read_ledger(folder) if all(getattr(row, name) == text for name, text in conditions)]
    where = " and ".join(f"{name} is {text}" for name, text in conditions)
    yield f"  {LEDGER}, where {where}" if where else f"  {LEDGER}, every row"
    yield from (
        f"  response {row.response}, row {row.source_row} of {row.file if row.channel else data_file(lineage)}"
        for row in rows[:SHOWN_ROWS]
    )
    yield from _and_more(len(rows))
    yield f"  {len(rows):,} in all; {compared(len(rows), cell)}"


def _and_more(number: int, *, book: bool = True) -> Iterator[str]:
    if number > SHOWN_ROWS:
        where = ": with --xlsx FILE every row is written into a workbook" if book else ""
        yield f"  ... and {number - SHOWN_ROWS:,} more{where}"


def has_workbook(cell: Cell) -> bool:
    """Whether a workbook can show how a cell is counted: not of two sources, nor by weights."""
    return cell.question not in (POPULATION, SAMPLE) and cell.measure not in WORDS and not is_of_coders(cell)


def data_file(lineage: Lineage) -> str:
    """The name of the file received; a run of responses reads one."""
    return lineage.inputs[0][0] if len(lineage.inputs) == 1 else "the file received"
