"""A coding workbook written: nothing hidden, no cells merged, each sheet a table, every text as text.

The same content gives the same bytes.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from findings.setup.coding_rows import THEME
from findings.setup.coding_sheets import MOST_SHOWN, THEMES
from findings.setup.table import Column, Table
from findings.setup.write import LINE

READ_ME, CODER, CODED_ON = "Read me", "Coder", "Coded on"


@dataclass(frozen=True)
class Cover:
    """What the first sheet says.

    Parameters
    ----------
    title
        What the workbook is.
    coder
        Whose it is.
    lines
        What to do, a line each.
    asked
        Sheet -> the question as it was asked, for each sheet of comments.
    created
        The date that the file carries; a date of the consultation, since the clock stays out.
    """

    title: str
    coder: str
    lines: Sequence[str]
    asked: Mapping[str, str]
    created: datetime.date


def workbook_bytes(
    cover: Cover,
    questions: Sequence[Table],
    themes: Table,
    beside: Sequence[Table],
    lists: Mapping[str, tuple[int, int]],
) -> bytes:
    """The workbook's bytes.

    Parameters
    ----------
    cover
        The first sheet.
    questions
        A sheet a question.
    themes
        The sheet of themes.
    beside
        Sheets that come after it.
    lists
        Sheet -> the first and last row of its themes on the sheet of themes, counted from 1.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    stamp = datetime.datetime.combine(cover.created, datetime.time())
    workbook.set_properties({"title": cover.title, "created": stamp})
    looks = _looks(workbook)
    _cover(workbook.add_worksheet(READ_ME), cover, looks)
    for table in (*questions, themes, *(one for one in beside if one.rows)):
        sheet = workbook.add_worksheet(table.sheet)
        _sheet(sheet, table, looks, sortable=table.sheet != THEMES)
        for place, column in enumerate(table.columns):
            rule = _rule(column, lists.get(table.sheet))
            if rule:
                sheet.data_validation(1, place, len(table.rows), place, rule)
    workbook.close()
    return buffer.getvalue()


def _looks(workbook: Any) -> dict[str, Any]:
    # '@' is text: what is typed into it, 3.10 or =A, stays as typed.
    common = {"valign": "top", "text_wrap": True, "num_format": "@"}
    line = {"border": 1, "border_color": "#BFBFBF"}
    return {
        "plain": workbook.add_format({"valign": "top", "text_wrap": True}),
        "title": workbook.add_format({"bold": True, "font_size": 16}),
        "name": workbook.add_format({"bold": True, "valign": "top"}),
        "head": workbook.add_format({**common, **line, "bold": True, "bg_color": "#D9E2EC"}),
        "own head": workbook.add_format({**common, **line, "bold": True, "bg_color": "#FFE8B3"}),
        "white": workbook.add_format({**common, **line}),
        "grey": workbook.add_format({**common, **line, "bg_color": "#EFEEEE"}),
        "key": workbook.add_format({**common, **line, "bg_color": "#E0DEDE", "font_color": "#404040", "font_size": 9}),
        "day": workbook.add_format({**line, "num_format": "yyyy-mm-dd", "align": "left", "bg_color": "#FFF7E0"}),
    }


def _cover(sheet: Any, cover: Cover, looks: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 12, looks["plain"])
    sheet.set_column(1, 1, 100, looks["plain"])
    sheet.set_row(0, 2 * LINE)
    sheet.write_string(0, 0, cover.title, looks["title"])
    sheet.write_string(1, 0, CODER, looks["name"])
    sheet.write_string(1, 1, cover.coder, looks["plain"])
    sheet.write_string(2, 0, CODED_ON, looks["name"])
    sheet.write_blank(2, 1, None, looks["day"])
    help = {"input_title": CODED_ON, "input_message": "The day on which you coded, for example 2024-04-10."}
    sheet.data_validation(2, 1, 2, 1, {"validate": "any", **help})
    numbered = [(f"{number}.", line) for number, line in enumerate(cover.lines, start=1)]
    asked = [("Sheet", f"{title}: {wording}") for title, wording in cover.asked.items()]
    for row, (name, line) in enumerate([*numbered, ("", ""), *asked], start=4):
        sheet.set_row(row, LINE * (1 + len(line) // 105))
        sheet.write_string(row, 0, name, looks["plain"])
        sheet.write_string(row, 1, line, looks["plain"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sheet(sheet: Any, table: Table, looks: Mapping[str, Any], *, sortable: bool) -> None:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        look = looks["key" if column.heading in table.keys[:1] and sortable else "white" if column.edit else "grey"]
        for row, cells in enumerate(table.rows, start=1):
            text = cells.get(column.heading, "")
            if text:
                sheet.write_string(row, place, text, look)
            else:
                sheet.write_blank(row, place, None, look)
    for row, cells in enumerate(table.rows, start=1):
        # Not every program makes a row as high as its text by itself.
        sheet.set_row(row, LINE * _height(table.columns, cells))
    heads = [
        {"header": column.heading, "header_format": looks["own head" if column.edit else "head"]}
        for column in table.columns
    ]
    options = {"columns": heads, "style": None, "autofilter": sortable}
    sheet.add_table(0, 0, max(len(table.rows), 1), len(table.columns) - 1, options)
    sheet.set_row(0, 2 * LINE)
    sheet.freeze_panes(1, 2 if sortable else 1)
    sheet.set_landscape()
    sheet.set_paper(8 if len(table.columns) > 8 else 9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _height(columns: Sequence[Column], cells: Mapping[str, str]) -> int:
    """How many lines the longest text of a row takes in its column, up to a bound."""
    longest = 1
    for column in columns:
        lines = (
            max(1, -(-len(line) * 11 // (10 * column.width))) for line in cells.get(column.heading, "").split("\n")
        )
        longest = max(longest, sum(lines))
    return min(MOST_SHOWN + 2, longest)


def _rule(column: Column, themes: tuple[int, int] | None) -> dict[str, Any]:
    if themes is None:
        return {}
    rule: dict[str, Any] = {"validate": "any", "ignore_blank": True}
    if column.choices:
        first, last = themes
        of_themes = column.heading.startswith(f"{THEME} ")
        rule = {
            "validate": "list",
            "source": f"={THEMES}!$A${first}:$A${last}" if of_themes else list(column.choices),
            "ignore_blank": True,
            "error_type": "stop",
            "error_title": column.heading[:32],
            "error_message": "Choose one from the list, or empty the cell.",
        }
    if column.help:
        rule |= {"input_title": column.heading[:32], "input_message": column.help[:255]}
    return rule if column.choices or column.help else {}
