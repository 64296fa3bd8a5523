"""The sheets of rows: every row of the source under headings to filter by, and above them what a filter leaves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from findings.audit.account import compared
from findings.audit.sourcebook.book import LINE_HEIGHT, MOST_CHARACTERS, Book, fitting, height_of
from findings.audit.sourcebook.recipe import (
    FIRST_COUNT,
    LEFT,
    RowsSheet,
    count_formula,
    left_formula,
    letter,
)
from findings.audit.sourcebook.table import NARROW, Counted, SourceTable

_MOST_LINES = 10


def write_rows(book: Book, place: RowsSheet, chosen: Sequence[Sequence[range]]) -> None:
    """Write one sheet; `chosen` are the rows of the sheet Recount that list what each count needs."""
    table = book.subject.table
    headings = (*(column.heading for column in table.columns), *(counted.heading for counted in table.counted))
    marks = (max(len(counted.heading) + 3, NARROW) for counted in table.counted)
    widths = (*(column.width for column in table.columns), *marks)
    sheet = book.sheet(place.name, widths)
    _write_counts(sheet, book, place, chosen)
    # The arrow of the filter covers the end of a heading's last line.
    heights = [height_of(f"{text}   ", width - 2) for text, width in zip(headings, widths, strict=True)]
    sheet.set_row(place.header - 1, min(max(heights), _MOST_LINES * LINE_HEIGHT))
    for column, heading in enumerate(headings):
        figures = column < len(table.columns) and table.columns[column].figures
        sheet.write_string(
            place.header - 1, column, fitting(heading), book.formats["head_right" if figures else "head"]
        )
    _write_body(sheet, book, place)
    sheet.autofilter(place.header - 1, 0, place.last - 1, len(headings) - 1)
    sheet.freeze_panes(place.header, 0)
    sheet.repeat_rows(place.header - 1)


def _write_counts(sheet: Any, book: Book, place: RowsSheet, chosen: Sequence[Sequence[range]]) -> None:
    """What the filter leaves, and under it each count by formula, whatever the filter."""
    table, found = book.subject.table, book.formats["found"]
    if table.numbers is None:
        left, what = place.stop - place.start, "rows are left by your filter"
    else:
        left, what = sum(_numbers(table, place)), f"is the sum of column {letter(table.numbers)} left by your filter"
    sheet.write_formula(LEFT, left_formula(table, place), found, left)
    sheet.write_string(2, 1, book.subject.led(f"{what} on this sheet"), book.formats["label"])
    for row, (counted, rows) in enumerate(zip(table.counted, chosen, strict=True), start=FIRST_COUNT - 1):
        sheet.write_formula(row, 0, count_formula(table, counted, place, rows), found, _part(table, counted, place))
        words = f"{counted.role} by formula, whatever your filter: {counted.cell}"
        if place.stop - place.start == table.height:
            words += f"; {compared(counted.number, book.subject.cells.get(counted.cell))}"
        sheet.write_string(row, 1, book.subject.led(words), book.formats["text"])


def _numbers(table: SourceTable, place: RowsSheet) -> list[int]:
    assert table.numbers is not None
    return [int(value) for value in table.columns[table.numbers].values[place.start : place.stop]]


def _part(table: SourceTable, counted: Counted, place: RowsSheet) -> int:
    """What the rows of one sheet add to a count."""
    rows = counted.rows[place.start : place.stop]
    if table.numbers is None:
        return sum(rows)
    return sum(number for number, counts in zip(_numbers(table, place), rows, strict=True) if counts)


def _write_body(sheet: Any, book: Book, place: RowsSheet) -> None:
    table, string, number = book.subject.table, sheet.write_string, sheet.write_number
    text, figures, marked = book.formats["text"], book.formats["row"], book.formats["yes"]
    columns = [column.values[place.start : place.stop] for column in table.columns]
    counts = [counted.rows[place.start : place.stop] for counted in table.counted]
    for offset in range(place.stop - place.start):
        row = place.header + offset
        for column, values in enumerate(columns):
            value = values[offset]
            if isinstance(value, int):
                number(row, column, value, figures)
            else:
                string(row, column, value[:MOST_CHARACTERS], text)
        for column, counting in enumerate(counts, start=len(columns)):
            string(row, column, "yes" if counting[offset] else "no", marked if counting[offset] else text)
