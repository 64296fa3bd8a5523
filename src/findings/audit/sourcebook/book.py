"""The workbook itself: what it is about, how it looks, and what every sheet of it says."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.audit.lineage import Lineage
from findings.audit.mark import DRAFTED, RESTRICTED, SINGLE
from findings.audit.plaintext import one_line
from findings.audit.sourcebook.table import SourceTable
from findings.evidence.cell import Cell, Status
from findings.evidence.mark import COLOUR, marked

NOBODY = "Nobody gave these answers."
NOT_PUBLIC = "THE NUMBER IS NOT PUBLIC."
LINE_HEIGHT = 15.5
MOST_CHARACTERS = 32_000
"""Fewer than the 32,767 that a cell of a workbook may hold."""

LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 14},
    "warning": {"bold": True, "font_color": COLOUR},
    "section": {"bold": True, "font_size": 12},
    "label": {"bold": True},
    "text": {},
    "wrapped": {"text_wrap": True},
    "head": {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8ECEE"},
    "head_right": {"bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8ECEE", "align": "right", "indent": 1},
    "number": {"num_format": "#,##0", "align": "right", "indent": 1},
    "right": {"align": "right", "indent": 1},
    "found": {"num_format": "#,##0", "align": "right", "indent": 1, "bold": True, "bg_color": "#FFF3D1"},
    "decimal": {"num_format": "0.0###", "align": "right", "indent": 1},
    "found_decimal": {"num_format": "0.0###", "align": "right", "indent": 1, "bold": True, "bg_color": "#FFF3D1"},
    "row": {"num_format": "0", "align": "right", "indent": 1},
    "yes": {"bg_color": "#DCEBE0"},
}


@dataclass(frozen=True)
class Subject:
    """What the workbook is about: a cell, its run, and its source."""

    cell: Cell
    cells: Mapping[str, Cell]
    lineage: Lineage
    run: Path
    table: SourceTable
    made_up: bool
    draft: bool = False

    @property
    def title(self) -> str:
        """The title of every sheet, with the mark that made-up data carry."""
        return self.led(f"Where a number comes from: {self.cell.cell}")

    def led(self, text: str) -> str:
        """The text, led by the mark that made-up data carry: no cell of a sheet with a figure goes without."""
        return marked(text) if self.made_up else text

    @property
    def warnings(self) -> tuple[str, ...]:
        """What every sheet says under its title."""
        made_up = (NOBODY,) if self.made_up else ()
        hidden = (NOT_PUBLIC,) if self.cell.status is Status.CONFIDENTIAL else ()
        single = (SINGLE,) if self.table.numbers is None else ()
        draft = (DRAFTED,) if self.draft else ()
        return (RESTRICTED, *single, *made_up, *draft, *hidden)


@dataclass(frozen=True)
class Book:
    """A workbook that is being written, with its formats by name."""

    workbook: Any
    formats: Mapping[str, Any]
    subject: Subject

    def sheet(self, name: str, widths: tuple[int, ...]) -> Any:
        """A new sheet: what it is and for whom stands in its first two rows, and on paper over every page."""
        sheet = self.workbook.add_worksheet(name)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&C{self.subject.led('DRAFT, RESTRICTED' if self.subject.draft else 'RESTRICTED')}")
        sheet.set_footer("&L&A&RPage &P of &N")
        if self.subject.made_up:
            sheet.set_tab_color(COLOUR)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_row(0, 21)
        sheet.write_string(0, 0, self.subject.title, self.formats["title"])
        sheet.write_string(1, 0, " ".join(self.subject.warnings), self.formats["warning"])
        return sheet


def height_of(text: str, width: int) -> float:
    """How high a row must be for a text that wraps: not every program sees to it by itself."""
    return LINE_HEIGHT * math.ceil(max(len(text), 1) / width)


def fitting(text: str) -> str:
    """The text on one line, no longer than a cell holds."""
    line = one_line(text)
    return line if len(line) <= MOST_CHARACTERS else f"{line[:MOST_CHARACTERS]}..."
