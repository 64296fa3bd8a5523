"""The sheet `Number`: the trace in words, and how to filter the rows to the count."""

from __future__ import annotations

from collections.abc import Sequence

from findings.audit.account import Fact, compared, facts_of, why_hidden, worked_out
from findings.audit.mark import figures_marked
from findings.audit.printed import shown_in
from findings.audit.provenance import input_facts
from findings.audit.sourcebook.book import Book, Subject, fitting, height_of
from findings.audit.sourcebook.recipe import RowsSheet, steps

NAME = "Number"
_LABEL_WIDTH, _TEXT_WIDTH = 18, 110


def write_number(book: Book, sheets: Sequence[RowsSheet]) -> None:
    """Write the sheet; `sheets` are those of the rows."""
    sheet = book.sheet(NAME, (_LABEL_WIDTH, _TEXT_WIDTH))
    row = 3
    for title, facts in _sections(book.subject, sheets):
        sheet.write_string(row, 0, title, book.formats["section"])
        for fact in facts:
            row += 1
            text = figures_marked(fact.text) if book.subject.made_up else fact.text
            sheet.set_row(row, height_of(text, _TEXT_WIDTH))
            sheet.write_string(row, 0, fact.label, book.formats["label"])
            sheet.write_string(row, 1, fitting(text), book.formats["wrapped"])
        row += 2
    sheet.freeze_panes(2, 0)


def _sections(subject: Subject, sheets: Sequence[RowsSheet]) -> list[tuple[str, list[Fact]]]:
    cell, cells = subject.cell, subject.cells
    printed = [compared(one.number, cells.get(one.cell)) for one in subject.table.counted]
    told = enumerate(steps(subject.table, sheets, printed), start=1)
    sections = [
        ("What it is", list(facts_of(cell, subject.lineage, cells))),
        ("Why it is hidden", [Fact("Why", reason) for reason in why_hidden(cell, subject.run)]),
        ("How to filter the rows to it", [Fact(f"Step {number}", text) for number, text in told]),
        ("Worked out again", [Fact("", line) for line in worked_out(cell, cells, subject.lineage, subject.run)]),
        ("Inputs", [Fact("", f"{fact.label}: {fact.text}") for fact in input_facts(subject.lineage, subject.run)]),
        ("Shown in", [Fact("", line) for line in shown_in(cell.cell, subject.run)]),
    ]
    return [(title, facts) for title, facts in sections if facts]
