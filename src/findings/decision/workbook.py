"""`board/evidence.xlsx`: the decision evidence as an accessible workbook.

The Government Analysis Function's rules: cover, contents and notes sheets; one table a sheet, marked
as a table, one header row of unique names, no merged or empty cells, no hidden rows, shorthand
explained. Text is written as text, so that a cell that begins with '=' is none the wiser.

Every row of results says what it was counted from, between its group and its first number: who cuts
out a number with its name cuts that out too. Made-up data are named on every sheet besides: in its
tab, its title, and the header of its printed page; and so is a draft.
"""

from __future__ import annotations

import datetime
import io
from typing import Any

import xlsxwriter

from findings.consultation.madeup import MARK
from findings.decision.board import (
    DecisionEvidence,
    GroupResult,
    QuestionResult,
    SectionEvidence,
    notice_of,
)
from findings.decision.figure import Figure
from findings.decision.points import HEADS as POINT_COLUMNS
from findings.decision.points import SHEET as POINTS
from findings.decision.points import point_cells, summary
from findings.evidence import draft
from findings.evidence.cell import Status
from findings.evidence.mark import COLOUR, marked
from findings.evidence.story import Story

COLUMNS = (
    ("Question", 12),
    ("Asked about", 34),
    ("Group", 28),
    ("Data", 12),
    ("Support (%)", 12),
    ("Support (count)", 12),
    ("Opposition (%)", 14),
    ("Opposition (count)", 14),
    ("Base", 10),
    ("Difference in support (percentage points)", 24),
    ("Counted as support", 24),
    ("Counted as opposition", 24),
)
FIRST_FIGURE, END_OF_FIGURES = 4, 10
HIGHLIGHTS = "Highlights"
HIGHLIGHT_COLUMNS = (
    ("Question", 12),
    ("Asked about", 40),
    ("What the number is", 24),
    ("Answer", 40),
    ("Data", 12),
    ("Number", 12),
    ("Base", 10),
)
"""Of the sheet of what each question comes down to; its figures stand in the last two."""


def workbook_bytes(content: DecisionEvidence, story: Story) -> bytes:
    """The workbook's bytes: the same content gives the same bytes."""
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    # The clock stays out: the file carries the report's own date.
    created = datetime.datetime.combine(story.published, datetime.time())
    keywords = [*([MARK, "rehearsal"] if story.made_up else []), *([draft.DRAFT] if story.draft else [])]
    marks = {"keywords": ", ".join(keywords), "comments": content.notice} if keywords else {}
    workbook.set_properties({"title": content.title, "author": content.organisation, "created": created, **marks})
    formats = {
        "title": workbook.add_format({"bold": True, "font_size": 16, "valign": "top"}),
        "wrapped": workbook.add_format({"bold": True, "font_size": 16, "valign": "top", "text_wrap": True}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "head": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "head_right": workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "align": "right", "indent": 1}
        ),
        "number": workbook.add_format({"num_format": "#,##0", "align": "right", "indent": 1, "valign": "top"}),
        "decimal": workbook.add_format({"num_format": "General", "align": "right", "indent": 1, "valign": "top"}),
        "status": workbook.add_format({"align": "right", "indent": 1, "valign": "top"}),
    }
    sections = [(_tab(f"Section {number}", story), section) for number, section in enumerate(content.sections, start=1)]
    _cover(workbook, formats, content, story)
    _contents(
        workbook, formats, sections, story, highlights=bool(_highlight_rows(content)), points=bool(content.points)
    )
    _notes(workbook, formats, content, story)
    for number, (name, section) in enumerate(sections, start=1):
        _section(workbook, formats, name, number, section, story)
    if _highlight_rows(content):
        _highlights(workbook, formats, content, story)
    if content.points:
        _points(workbook, formats, content, story)
    workbook.close()
    return buffer.getvalue()


def _tab(name: str, story: Story) -> str:
    kinds = [*(["made-up"] if story.made_up else []), *(["draft"] if story.draft else [])]
    words = " ".join([*kinds, name])
    return words[:1].upper() + words[1:]


def _sheet(workbook: Any, name: str, title: str, form: Any, story: Story) -> Any:
    """A sheet with its title, which prints as wide as a page on its side."""
    sheet = workbook.add_worksheet(name)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_row(0, 22)
    sheet.write_string(0, 0, title, form)
    notice = notice_of(story)
    if notice:
        colour = COLOUR if story.made_up else draft.COLOUR
        led = marked(notice) if story.made_up else notice
        sheet.set_tab_color(colour)
        sheet.set_header(f"&C&{14 if story.made_up else 12}&K{colour.removeprefix('#')}{led}")
    return sheet


def _cover(workbook: Any, formats: dict[str, Any], content: DecisionEvidence, story: Story) -> None:
    sheet = _sheet(workbook, _tab("Cover", story), content.title, formats["wrapped"], story)
    sheet.set_column(0, 0, 90)
    lines = (
        "Evidence for the decision",
        f"Published by {content.organisation}.",
        f"The consultation ran from {story.opened.isoformat()} to {story.closed.isoformat()}.",
        f"Source: {content.source}.",
        content.notice
        or "This workbook holds released numbers only. It says what respondents answered; it is not a recommendation.",
    )
    # Not every program makes a row as high as what is wrapped in it.
    sheet.set_row(0, 22 * (1 + len(content.title) // 60))
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line, formats["text"])


def _contents(
    workbook: Any,
    formats: dict[str, Any],
    sections: list[tuple[str, SectionEvidence]],
    story: Story,
    *,
    highlights: bool,
    points: bool,
) -> None:
    title = story.headed("Contents")
    sheet = _sheet(workbook, _tab("Contents", story), title, formats["title"], story)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 80)
    rows = [(_tab("Notes", story), "How to read the tables"), *((name, section.title) for name, section in sections)]
    if highlights:
        rows.append((_tab(HIGHLIGHTS, story), "What each question comes down to"))
    if points:
        rows.append((_tab(POINTS, story), "Every point that was raised, and what is answered"))
    _table(sheet, formats, 2, "contents", ("Sheet", "Title"), [list(row) for row in rows])
    for number, (name, _) in enumerate(rows, start=3):
        sheet.write_url(number, 0, f"internal:'{name}'!A1", string=name)


def _notes(workbook: Any, formats: dict[str, Any], content: DecisionEvidence, story: Story) -> None:
    title = story.headed("Notes")
    sheet = _sheet(workbook, _tab("Notes", story), title, formats["title"], story)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    rows = [
        ["Data", "What the numbers of a row were counted from; a tally is counts of answers without respondents."],
        ["Percentages", "Worked out from counts in exact arithmetic, rounded half up; they may not add up exactly."],
        ["Base", "Of whom a percentage is taken; the report says for each question who that is."],
        ["Difference", "Support in the group less support in the first group listed, in percentage points."],
        *([shorthand, meaning] for shorthand, meaning in content.shorthand.items()),
    ]
    _table(sheet, formats, 2, "notes", ("Term", "Meaning"), rows)


def _section(
    workbook: Any, formats: dict[str, Any], name: str, number: int, section: SectionEvidence, story: Story
) -> None:
    sheet = _sheet(workbook, name, section.title, formats["title"], story)
    for column, (_, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    sheet.write_string(1, 0, "Support and opposition by question and group. This sheet holds one table.")
    used = sorted({str(f.status) for q in section.questions for r in q.results for f in figures(r)} - {"shown"})
    sheet.write_string(2, 0, "; ".join(f"{code} means {Status(code).meaning}" for code in used) or "No shorthand used.")
    rows = [_row(question, result) for question in section.questions for result in question.results]
    _table(sheet, formats, 4, f"section_{number}", tuple(head for head, _ in COLUMNS), rows)
    sheet.set_row(4, 46)
    sheet.repeat_rows(4)
    sheet.freeze_panes(5, 0)


def _highlight_rows(content: DecisionEvidence) -> list[list[str | int | float]]:
    return [
        [
            question.number,
            question.short,
            highlight.says,
            highlight.answer or str(Status.NOT_APPLICABLE),
            str(content.source_kind).replace("_", " "),
            *(
                figure.value if figure.value is not None else str(figure.status)
                for figure in (highlight.figure, highlight.base)
            ),
        ]
        for section in content.sections
        for question in section.questions
        for highlight in question.highlights
    ]


def _highlights(workbook: Any, formats: dict[str, Any], content: DecisionEvidence, story: Story) -> None:
    title = story.headed("What each question comes down to")
    sheet = _sheet(workbook, _tab(HIGHLIGHTS, story), title, formats["title"], story)
    for column, (_, width) in enumerate(HIGHLIGHT_COLUMNS):
        sheet.set_column(column, column, width)
    sheet.write_string(1, 0, "Of all respondents; the report says for each question who they are. One table.")
    rows = _highlight_rows(content)
    used = sorted({value for row in rows for value in row if value in [str(status) for status in Status][2:]}, key=str)
    shorthand = "; ".join(f"{code} means {Status(str(code)).meaning}" for code in used)
    sheet.write_string(2, 0, shorthand or "No shorthand used.")
    _table(sheet, formats, 4, "highlights", tuple(head for head, _ in HIGHLIGHT_COLUMNS), rows)
    sheet.repeat_rows(4)
    sheet.freeze_panes(5, 0)


def _points(workbook: Any, formats: dict[str, Any], content: DecisionEvidence, story: Story) -> None:
    sheet = _sheet(workbook, _tab(POINTS, story), story.headed(POINTS), formats["title"], story)
    for column, (_, width) in enumerate(POINT_COLUMNS):
        sheet.set_column(column, column, width)
    sheet.write_string(1, 0, summary(content.points))
    sheet.write_string(2, 0, "[z] means not applicable. This sheet holds one table.")
    rows = [point_cells(point) for point in content.points]
    _table(sheet, formats, 4, "points", tuple(head for head, _ in POINT_COLUMNS), rows)
    sheet.repeat_rows(4)
    sheet.freeze_panes(5, 0)


def figures(result: GroupResult) -> tuple[Figure, ...]:
    """The figures of a group in the order of the columns."""
    return (
        result.support_percent,
        result.support_count,
        result.opposition_percent,
        result.opposition_count,
        result.base,
        result.difference,
    )


def _row(question: QuestionResult, result: GroupResult) -> list[str | int | float]:
    numbers = [figure.value if figure.value is not None else str(figure.status) for figure in figures(result)]
    none = str(Status.NOT_APPLICABLE)
    return [
        question.number,
        question.short,
        result.label,
        str(result.source_kind).replace("_", " "),
        *numbers,
        question.support or none,
        question.opposition or none,
    ]


def _table(
    sheet: Any, formats: dict[str, Any], first: int, name: str, heads: tuple[str, ...], rows: list[list[Any]]
) -> None:
    """Write a marked table: a header row of unique names, then the rows, numbers as numbers."""
    last = first + len(rows)
    figures_in = {head for head, _ in (*COLUMNS[FIRST_FIGURE:END_OF_FIGURES], *HIGHLIGHT_COLUMNS[-2:])}
    heads_in = [formats["head_right" if head in figures_in else "head"] for head in heads]
    columns = [{"header": head, "header_format": form} for head, form in zip(heads, heads_in, strict=True)]
    options = {"columns": columns, "name": name, "style": "Table Style Light 1", "autofilter": False}
    sheet.add_table(first, 0, last, len(heads) - 1, options)
    for row_number, row in enumerate(rows, start=first + 1):
        for column, value in enumerate(row):
            if isinstance(value, int | float):
                form = "number" if isinstance(value, int) else "decimal"
                sheet.write_number(row_number, column, value, formats[form])
            else:
                form = "status" if heads[column] in figures_in else "text"
                sheet.write_string(row_number, column, value, formats[form])
