"""The sheet `Recount`: the counts and the share by formula, from the rows as they stand in the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from findings.audit.arithmetic import half_up
from findings.audit.averages import ADDED_UP, average, is_of_numbers, numbers_given, scores_of
from findings.audit.sourcebook.book import Book, Subject, fitting, height_of
from findings.audit.sourcebook.recipe import (
    FIRST_COUNT,
    RECOUNT,
    RowsSheet,
    difference_formula,
    letter,
    mean_formula,
    median_formula,
    percent_formula,
    weighted_formula,
)
from findings.consultation.names import parse_cell
from findings.evidence.cell import STATISTICS, Cell, Measure, Status

_HEADING_WIDTH = 70
_FIRST_LINE = 6
"""The sheet's row of the first count, counted from 1."""


@dataclass(frozen=True)
class Line:
    """One line of the recount: a formula and its value, beside what the run printed."""

    what: str
    formula: str
    value: Fraction | str
    printed: Cell | None
    cell: str


def write_recount(book: Book, sheets: Sequence[RowsSheet]) -> list[list[range]]:
    """Write the sheet; returns, for each count and each of its choices, the rows that list what is chosen."""
    sheet = book.sheet(RECOUNT, (44 if book.subject.made_up else 30, 16, 24, 48, _HEADING_WIDTH))
    sheet.write_string(3, 0, "Counted again from the rows, by formula", book.formats["section"])
    _write_head(sheet, book, 4, ("What", "Counted here", "Printed", "Compared", "Cell"), right=(1, 2))
    lines = _lines(book.subject, sheets)
    for row, line in enumerate(lines, start=_FIRST_LINE):
        _write_line(sheet, book, row, line)
    row = _FIRST_LINE + len(lines)
    sheet.write_string(row, 0, "What a row must hold to be counted", book.formats["section"])
    _write_head(sheet, book, row + 1, ("For", "Column", "Name in the data", "Choose", "Heading"), right=())
    sheet.freeze_panes(2, 0)
    return _write_choices(sheet, book, row + 2)


def _lines(subject: Subject, sheets: Sequence[RowsSheet]) -> list[Line]:
    """The counts, added up over the sheets of rows, and what is made of them."""
    lines = []
    for place, one in enumerate(subject.table.counted):
        formula = "=" + "+".join(f"'{sheet.name}'!$A${FIRST_COUNT + place}" for sheet in sheets)
        lines.append(Line(one.role, formula, Fraction(one.number), subject.cells.get(one.cell), one.cell))
    return [*lines, _share(subject)] if subject.cell.measure != Measure.COUNT else lines


def _share(subject: Subject) -> Line:
    """The percentage or the difference, from the counts on the lines above."""
    cell, what = subject.cell, subject.cell.unit.capitalize()
    numbers = [counted.number for counted in subject.table.counted]
    at = [f"B{_FIRST_LINE + place}" for place in range(len(numbers))]
    if cell.measure in ADDED_UP or cell.measure in STATISTICS:
        return _made(subject, at)
    if cell.measure == Measure.DIFFERENCE:
        formula = difference_formula((at[0], at[1]), (at[2], at[3]), cell.digits)
    else:
        formula = percent_formula(at[0], at[1], cell.digits)
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    if not all(base for _, base in pairs):
        return Line(what, formula, "no base", cell, cell.cell)
    shares = [Fraction(100 * count, base) for count, base in pairs]
    exact = shares[0] - shares[1] if len(shares) > 1 else shares[0]
    return Line(what, formula, Fraction(half_up(exact, cell.digits)), cell, cell.cell)


def _made(subject: Subject, at: Sequence[str]) -> Line:
    """A sum or an average: by formula where it is made of the counts above; of numbers, as the sheet Number says."""
    cell, what = subject.cell, str(subject.cell.measure).replace("_", " ").capitalize()
    counts = [counted.number for counted in subject.table.counted]
    if cell.measure == Measure.MENTIONS:
        return Line(what, f"={'+'.join(at)}", Fraction(sum(counts)), cell, cell.cell)
    if is_of_numbers(cell, subject.lineage):
        times = numbers_given(cell.base_cell, subject.lineage, subject.run)
        value = Fraction(half_up(average(cell.measure, times), cell.digits)) if times else "no base"
        return Line(f"{what}: see the sheet Number", "", value, cell, cell.cell)
    scores = scores_of(cell.asked, subject.lineage, subject.run)
    numbers = [scores.get(parse_cell(name).option, 0) for name in cell.origins]
    if cell.measure == Measure.BORDA:
        points = [max(numbers) + 1 - number for number in numbers]
        total = sum(point * n for point, n in zip(points, counts, strict=True))
        return Line(what, weighted_formula(points, at), Fraction(total), cell, cell.cell)
    times = {Fraction(number): 0 for number in numbers}
    for number, n in zip(numbers, counts, strict=True):
        times[Fraction(number)] += n
    formula = mean_formula(numbers, at, cell.digits) if cell.measure == Measure.MEAN else median_formula(numbers, at)
    if not sum(counts):
        return Line(what, formula, "no base", cell, cell.cell)
    return Line(what, formula, Fraction(half_up(average(cell.measure, times), cell.digits)), cell, cell.cell)


def _write_head(sheet: Any, book: Book, row: int, heads: Sequence[str], right: Sequence[int]) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(row, column, head, book.formats["head_right" if column in right else "head"])


def _write_line(sheet: Any, book: Book, row: int, line: Line) -> None:
    """One line of the recount on the sheet's row `row`, counted from 1, as a workbook's own addresses are."""
    digits = line.printed.digits if line.printed is not None else 0
    found = book.formats["found_decimal" if digits else "found"]
    sheet.write_string(row - 1, 0, book.subject.led(line.what), book.formats["text"])
    value = line.value if isinstance(line.value, str) else float(line.value)
    if line.formula:
        sheet.write_formula(row - 1, 1, line.formula, found, value)
    else:
        sheet.write(row - 1, 1, value, found)
    _write_printed(sheet, book, row, line)
    sheet.write_string(row - 1, 4, line.cell, book.formats["text"])


def _write_printed(sheet: Any, book: Book, row: int, line: Line) -> None:
    """What the run printed, and whether it is the same; a value that is not public is compared with nothing."""
    cell, text, right = line.printed, book.formats["text"], book.formats["right"]
    if cell is None:
        sheet.write_string(row - 1, 2, "not in the evidence", right)
        sheet.write_string(row - 1, 3, book.subject.led("not compared"), text)
        return
    if not cell.visible:
        sheet.write_string(row - 1, 2, str(cell.status), right)
        sheet.write_string(row - 1, 3, book.subject.led(cell.status.meaning), text)
        return
    number = Fraction(cell.value)
    sheet.write_number(row - 1, 2, float(number), book.formats["decimal" if cell.digits else "number"])
    if cell.status is Status.ROUNDED:
        sheet.write_string(row - 1, 3, book.subject.led("printed rounded"), text)
        return
    same, different = book.subject.led("the same"), book.subject.led("DIFFERENT")
    formula = f'=IF(B{row}=C{row},"{same}","{different}")'
    sheet.write_formula(row - 1, 3, formula, text, same if number == line.value else different)


def _write_choices(sheet: Any, book: Book, row: int) -> list[list[range]]:
    """What must be chosen for each count, from the sheet's row `row` on, counted from 0; the formulas read it here."""
    table = book.subject.table
    chosen: list[list[range]] = []
    for counted in table.counted:
        ranges = []
        for choice in counted.choices:
            ranges.append(range(row + 1, row + 1 + len(choice.texts)))
            column, heading = letter(choice.column), table.columns[choice.column].heading
            for text, name in zip(choice.texts or ("nothing: no answer meets it",), choice.names or ("",), strict=True):
                sheet.set_row(row, height_of(heading, _HEADING_WIDTH))
                for place, part in enumerate((counted.role, column, name, text, heading)):
                    sheet.write_string(row, place, fitting(part), book.formats["wrapped" if place == 4 else "text"])
                row += 1
        if not counted.choices:
            for place, part in enumerate((counted.role, "", "", "every row")):
                sheet.write_string(row, place, part, book.formats["text"])
            row += 1
        chosen.append(ranges)
    return chosen
