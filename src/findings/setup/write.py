"""The workbook written: a sheet a table, drop-downs from one sheet of lists, grey where nothing is to be changed.

The same content gives the same bytes. Every text is written as text, so that a label that begins
with '=' stays what it is.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from findings.setup.table import Column, Table

START, LISTS, WRITTEN = "Start here", "Lists", "As written"
LINE, MOST_LINES = 15, 8
"""The height of a line of text in points, and the lines of a text that are shown."""
ROWS_TO_ADD = 300
"""So many empty rows below a table have its drop-downs."""
MOST_LETTERS = 32_767
"""A cell of a workbook holds no more."""
LINES = (
    "1. Change white cells only. Grey cells say what a row is about.",
    "2. Questions: see that each has the right type, and stands in the right section of the report.",
    "3. Answers: two spellings of one answer? Write the label of one into 'count as' of the other. "
    "Bands: how numbers are counted, such as ages.",
    "4. Breakdowns: answers with the same group are shown together. Groups must not overlap.",
    "5. Columns: 'never read' is for what could identify a person: names, e-mail addresses, telephone numbers.",
    "6. Proposals and Nets: the sections of the report, and answers that are counted together.",
    "7. About: title, dates, and the smallest count that may be shown.",
    "8. Confirm: say yes to each guess that is right, or to all of them. Until then every page says DRAFT.",
    "9. Do not delete rows: choose 'remove' in 'use'. A new row goes below the others. You may sort and filter.",
    "10. Save and close the file, then: findings workbook in {name} {file}",
)


@dataclass(frozen=True)
class Guide:
    """What the first sheet says: what the workbook is, and how it is used; `{name}` and `{file}` are filled in."""

    title: str
    heading: str
    lines: tuple[str, ...]


SETUP = Guide("Set-up of {name}", "How to set up {name}", LINES)


def workbook_bytes(
    tables: Sequence[Table], name: str, file: str, created: datetime.date, guide: Guide = SETUP
) -> bytes:
    """The workbook's bytes.

    Parameters
    ----------
    tables
        The sheets.
    name, file
        The consultation's folder and the workbook's own name, for the last line of the first sheet.
    created
        The date that the file carries; a date of the consultation, since the clock stays out.
    guide
        What the first sheet says.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    stamp = datetime.datetime.combine(created, datetime.time())
    workbook.set_properties({"title": guide.title.format(name=name), "created": stamp})
    looks = _looks(workbook)
    start = workbook.add_worksheet(START)
    start.set_column(0, 0, 110, looks["plain"])
    start.set_row(0, 2 * LINE)
    start.write_string(0, 0, guide.heading.format(name=name), looks["title"])
    for number, line in enumerate(guide.lines, start=1):
        text = line.format(name=name, file=file)
        start.set_row(number, LINE * (1 + len(text) // 100))
        start.write_string(number, 0, text, looks["plain"])
    start.fit_to_pages(1, 0)
    lists = _Lists()
    for table in tables:
        _sheet(workbook.add_worksheet(table.sheet), table, looks, lists)
    lists.write(workbook.add_worksheet(LISTS), looks)
    _as_written(workbook.add_worksheet(WRITTEN), tables)
    workbook.close()
    return buffer.getvalue()


class _Lists:
    """The choices of the drop-downs, each a column of one sheet."""

    def __init__(self) -> None:
        self.columns: dict[str, tuple[str, ...]] = {}

    def source(self, name: str, choices: tuple[str, ...]) -> str:
        """The cells that hold these choices, as a drop-down names them."""
        self.columns[name] = choices
        letter = _letters(len(self.columns) - 1)
        return f"={LISTS}!${letter}$2:${letter}${len(choices) + 1}"

    def source_by(self, choices_by: Mapping[str, tuple[str, ...]], cell: str) -> str:
        """The cells of the column whose heading is what another cell says, as a drop-down names them."""
        self.columns |= choices_by
        most = max(map(len, choices_by.values()), default=1)
        column = f"{LISTS}!$A$2,0,MATCH({cell},{LISTS}!$1:$1,0)-1"
        return f"=OFFSET({column},COUNTA(OFFSET({column},{most},1)),1)"

    def write(self, sheet: Any, looks: dict[str, Any]) -> None:
        sheet.set_column(0, max(len(self.columns) - 1, 0), 24, looks["grey"])
        for number, (name, choices) in enumerate(self.columns.items()):
            sheet.write_string(0, number, name, looks["head"])
            for row, choice in enumerate(choices, start=1):
                sheet.write_string(row, number, choice, looks["grey"])
        sheet.freeze_panes(1, 0)


def _letters(column: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _looks(workbook: Any) -> dict[str, Any]:
    # '@' is text: what is typed into it, 3.10 or =A, stays as typed.
    common = {"valign": "top", "text_wrap": True}
    line = {"border": 1, "border_color": "#BFBFBF"}
    return {
        "plain": workbook.add_format(common),
        "title": workbook.add_format({**common, "bold": True, "font_size": 16}),
        "head": workbook.add_format({**common, "bold": True, "bottom": 1, "bg_color": "#D9E2EC"}),
        "white": workbook.add_format({**common, **line, "num_format": "@"}),
        "grey": workbook.add_format({**common, **line, "num_format": "@", "bg_color": "#E7E6E6"}),
        "text": workbook.add_format({**common, "num_format": "@"}),
        "number": workbook.add_format({**common, **line, "align": "left"}),
    }


def _sheet(sheet: Any, table: Table, looks: dict[str, Any], lists: _Lists) -> None:
    last = len(table.rows)
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width, looks["plain" if column.number else "text"])
        sheet.write_string(0, number, column.heading, looks["head"])
        if column.choices or column.help or column.by:
            rule = _rule(table, column, lists)
            # A grey column is only filled in in new rows.
            first = 1 if column.edit else last + 1
            sheet.data_validation(first, number, last + ROWS_TO_ADD, number, rule)
        for row, cells in enumerate(table.rows, start=1):
            text = cells[column.heading]
            if column.number and text.isdigit():
                sheet.write_number(row, number, int(text), looks["number"])
            else:
                sheet.write_string(row, number, text, looks["white" if column.edit else "grey"])
    for row, cells in enumerate(table.rows, start=1):
        # Not every program makes a row as high as its text by itself.
        sheet.set_row(row, LINE * _lines(table.columns, cells))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(columns: Sequence[Column], cells: Mapping[str, str]) -> int:
    """How many lines the longest text of a row takes in its column, up to a bound."""
    longest = max(-(-len(cells[column.heading]) * 11 // (10 * column.width)) for column in columns)
    return max(1, min(MOST_LINES, int(longest)))


def _rule(table: Table, column: Column, lists: _Lists) -> dict[str, Any]:
    rule: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    if column.choices:
        rule = {
            "validate": "list",
            "source": lists.source(f"{table.sheet}: {column.heading}", column.choices),
            "ignore_blank": True,
            # A section or an answer may be new: then the list is a help, not a limit.
            "error_type": "stop" if column.closed else "warning",
            "error_title": column.heading[:32],
            "error_message": "Choose one from the list." if column.closed else "This is not in the list. Keep it?",
        }
    elif column.by:
        # The row of the cell that decides is that of the rule's first cell; programs count on from there.
        cell = f"${_letters(table.headings.index(column.by))}2"
        rule = {
            "validate": "list",
            "source": lists.source_by(column.choices_by, cell),
            "ignore_blank": True,
            "error_type": "warning",
            "error_title": column.heading[:32],
            "error_message": "This is not in the list. Keep it?",
        }
    if column.help:
        rule |= {"input_title": column.heading[:32], "input_message": column.help[:255]}
    return rule


def _as_written(sheet: Any, tables: Sequence[Table]) -> None:
    """A copy of all rows, out of sight: what differs from it was changed by a person."""
    sheet.very_hidden()
    row = 0
    for table in tables:
        for cells in (list(table.headings), *([line[name] for name in table.headings] for line in table.rows)):
            for number, text in enumerate((table.sheet, *cells)):
                sheet.write_string(row, number, text)
            row += 1
