"""The board's workbook beside the board's JSON: the same figures in the same rows, and no other number."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from findings.audit.figures.inputs import Inputs
from findings.audit.figures.lookup import MEND
from findings.audit.figures.points import known_line, point_row, sheet_problems
from findings.audit.figures.text import has_figure, short, spaced
from findings.audit.strictjson import strict_json
from findings.errors import Problem

BOOK, CONTENT = "board/evidence.xlsx", "board/evidence.json"
FIGURES = {
    "Support (%)": "support_percent",
    "Support (count)": "support_count",
    "Opposition (%)": "opposition_percent",
    "Opposition (count)": "opposition_count",
    "Base": "base",
    "Difference in support (percentage points)": "difference",
}
TEXTS = {"Question": "number", "Asked about": "short", "Counted as support": "support",
         "Counted as opposition": "opposition"}  # fmt: skip
GROUP = "Group"
HIGHLIGHTS = {"Number": "figure", "Base": "base"}
_SAID = {"What the number is": "says", "Answer": "answer"}
"""The columns of the sheet of what each question comes down to: figures, and words."""
_NONE = "[z]"
_KNOWN_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml"
    r"|xl/theme/theme\d+\.xml|xl/_rels/workbook\.xml\.rels|xl/worksheets/(_rels/)?sheet\d+\.xml(\.rels)?"
    r"|xl/tables/table\d+\.xml"
)
_FORMAT = re.compile(r'formatCode="([^"]*)"')
_HEADER = re.compile(r"<(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)
_HEADER_CODE = re.compile(r"&amp;(?:quot;[^&]*&quot;|K[0-9A-Fa-f]{6}|\d+|[A-Z])|&quot;")
_FORMULA = re.compile(r"<f[ >/]")
_PROPERTY = re.compile(r"<(dc:title|dc:subject|dc:creator|dc:description|cp:keywords|cp:category)>(.*?)</", re.DOTALL)


def workbook_problems(run: Path, file: str, inputs: Inputs) -> list[Problem]:
    """What is wrong with a workbook of a run."""
    from python_calamine import CalamineError, CalamineWorkbook

    if file != BOOK:
        what = "a workbook that verify does not know how to hold against the store"
        return [Problem(file, what, "", BOOK, "Look at it yourself, or leave it out of the run.")]
    try:
        content = strict_json((run / CONTENT).read_text(encoding="utf-8"))
        with (run / file).open("rb") as stream:
            book = CalamineWorkbook.from_filelike(stream)
            sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
        problems = list(_parts(run / file, file, inputs))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, CalamineError) as error:
        return [Problem(file, "a workbook that cannot be read", " ".join(str(error).split()), do=MEND)]
    sections = list(content.get("sections", ())) if isinstance(content, dict) else []
    tables = {name: rows for name, rows in sheets.items() if _head_row(rows) >= 0}
    highlights = {name: rows for name, rows in sheets.items() if _highlight_row(rows) >= 0}
    due = [(q, h) for section in sections for q in section["questions"] for h in q.get("highlights", ())]
    if len(highlights) != bool(due):
        what = f"not one sheet of what {CONTENT} says each question comes down to"
        problems.append(Problem(file, what, str(len(highlights)), str(int(bool(due))), MEND))
    for name, rows in highlights.items():
        problems += _highlights(f"{file}, sheet '{name}'", rows, due)
    if len(tables) != len(sections):
        what = f"another number of tables than {CONTENT} has sections"
        problems.append(Problem(file, what, str(len(tables)), str(len(sections)), MEND))
    for number, ((name, rows), section) in enumerate(zip(tables.items(), sections, strict=False), start=1):
        if not name.endswith(f" {number}"):
            problems.append(Problem(f"{file}, sheet '{name}'", "a sheet out of order", name, f"… {number}", MEND))
        problems += _table(f"{file}, sheet '{name}'", rows, section)
    points = list(content.get("points", ())) if isinstance(content, dict) else []
    of_points = [name for name, rows in sheets.items() if point_row(rows) >= 0]
    if len(of_points) != bool(points):
        what = f"not one sheet of the points of {CONTENT}"
        problems.append(Problem(file, what, str(len(of_points)), str(int(bool(points))), MEND))
    for name in of_points:
        problems += sheet_problems(f"{file}, sheet '{name}'", sheets[name], points)
        # Its words were just held against those of the JSON.
        sheets[name] = [
            [cell for cell in row if cell != known_line(points)] for row in sheets[name][: point_row(sheets[name])]
        ]
    for name, rows in sheets.items():
        head = max(_head_row(rows), _highlight_row(rows))
        figures = _figure_columns(rows[head]) if head >= 0 else {}
        problems += _elsewhere(f"{file}, sheet '{name}'", rows, head, figures, set(sheets), inputs)
    return problems


def _head_row(rows: list[list[Any]]) -> int:
    """The row of the headings of a table of figures; -1 on a sheet without one."""
    return next((place for place, row in enumerate(rows) if set(FIGURES) <= set(row)), -1)


def _figure_columns(head: list[Any]) -> dict[int, str]:
    known = HIGHLIGHTS if set(HIGHLIGHTS) <= set(head) else FIGURES
    return {place: str(name) for place, name in enumerate(head) if name in known}


def _highlight_row(rows: list[list[Any]]) -> int:
    """The row of the headings of what each question comes down to; -1 on another sheet."""
    return next((place for place, row in enumerate(rows) if {*HIGHLIGHTS, *_SAID} <= set(row)), -1)


def _highlights(
    where: str, rows: list[list[Any]], due: list[tuple[Mapping[str, Any], Mapping[str, Any]]]
) -> Iterator[Problem]:
    """The sheet of highlights, row by row, beside those of the JSON."""
    head = _highlight_row(rows)
    names = [str(name) for name in rows[head]]
    body = [row for row in rows[head + 1 :] if any(cell != "" for cell in row)]
    if len(body) != len(due):
        yield Problem(where, f"more or fewer rows than {CONTENT} has highlights", str(len(body)), str(len(due)), MEND)
        return
    for row, (question, highlight) in zip(body, due, strict=True):
        found = dict(zip(names, row, strict=False))
        at = f"{where}, row '{question['number']} {highlight['says']}'"
        said = {**highlight, **{key: question[key] for key in ("number", "short")}}
        for column, key in {**_SAID, "Question": "number", "Asked about": "short"}.items():
            allowed = str(said[key]) or _NONE
            if spaced(str(found.get(column, ""))) != spaced(allowed):
                what = f"not what {CONTENT} says in the column '{column}'"
                yield Problem(at, what, str(found.get(column)), allowed, MEND)
        for column, key in HIGHLIGHTS.items():
            figure = highlight[key]
            value, right = found.get(column), figure["status"] if figure["value"] is None else figure["value"]
            if value != right or isinstance(value, bool):
                what = f"a number that is not its cell's: {figure['cell']}"
                yield Problem(f"{at}, column '{column}'", what, _as_written(value), str(right), MEND)


def _table(where: str, rows: list[list[Any]], section: Mapping[str, Any]) -> Iterator[Problem]:
    """A section's sheet, row by row, beside the same section of the JSON."""
    head = _head_row(rows)
    names = [str(name) for name in rows[head]]
    if len(set(names) - {""}) != len([name for name in names if name]):
        yield Problem(where, "two columns of one name", ", ".join(names), do=MEND)
    if not any(spaced(str(section.get("title"))) in spaced(str(cell)) for row in rows[:head] for cell in row):
        yield Problem(where, "a sheet without its section's title", "", str(section.get("title")), MEND)
    due = [(question, result) for question in section["questions"] for result in question["results"]]
    body = [row for row in rows[head + 1 :] if any(cell != "" for cell in row)]
    if len(body) != len(due):
        yield Problem(where, f"more or fewer rows than {CONTENT} has results", str(len(body)), str(len(due)), MEND)
        return
    for row, (question, result) in zip(body, due, strict=True):
        found = dict(zip(names, row, strict=False))
        at = f"{where}, row '{question['number']} {result['label']}'"
        for column, key in TEXTS.items():
            allowed = str(question[key]) or _NONE
            if spaced(str(found.get(column, ""))) != spaced(allowed):
                yield Problem(
                    at, f"not what {CONTENT} says in the column '{column}'", str(found.get(column)), allowed, MEND
                )
        if spaced(str(found.get(GROUP, ""))) != spaced(str(result["label"])):
            yield Problem(
                at, f"not what {CONTENT} says in the column '{GROUP}'", str(found.get(GROUP)), result["label"], MEND
            )
        for column, key in FIGURES.items():
            figure = result[key]
            allowed = figure["status"] if figure["value"] is None else figure["value"]
            value = found.get(column)
            if value != allowed or isinstance(value, bool):
                what = (
                    f"a number that is not its cell's: {figure['cell']}"
                    if figure["cell"]
                    else "a number without a cell"
                )
                yield Problem(f"{at}, column '{column}'", what, _as_written(value), str(allowed), MEND)


def _as_written(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _elsewhere(
    where: str, rows: list[list[Any]], head: int, figures: Mapping[int, str], sheets: set[str], inputs: Inputs
) -> Iterator[Problem]:
    """Whatever stands in no column of figures: no number, and no figure but those of the parameters."""
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if head >= 0 and number > head and place in figures:
                continue
            at = f"{where}, row {number + 1}, column {place + 1}"
            if not isinstance(cell, str):
                yield Problem(at, "a number outside the columns of figures", _as_written(cell), do=MEND)
            elif has_figure(cell) and cell not in sheets and not inputs.hold(cell):
                yield Problem(at, "a figure that the run's parameters do not have", short(cell), do=MEND)


def _parts(path: Path, file: str, inputs: Inputs) -> Iterator[Problem]:
    """What a reader of values does not see: formulas, formats that write other numbers, pictures, charts, notes."""
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if not _KNOWN_PARTS.fullmatch(name):
                yield Problem(file, "a part of the workbook whose numbers nobody can look up", name, do=MEND)
                continue
            text = archive.read(name).decode("utf-8")
            if name.startswith("xl/worksheets/sheet") and _FORMULA.search(text):
                yield Problem(f"{file}, {name}", "a formula: what it shows depends on who opens it", do=MEND)
            for header in _HEADER.findall(text) if name.startswith("xl/worksheets/") else ():
                if has_figure(_HEADER_CODE.sub("", header)) and not inputs.hold(_HEADER_CODE.sub("", header)):
                    yield Problem(f"{file}, {name}", "a figure in a header or footer", short(header), do=MEND)
            for code in _FORMAT.findall(text) if name == "xl/styles.xml" else ():
                if re.search(r"[1-9]", code) or "&quot;" in code or "\\" in code:
                    yield Problem(
                        f"{file}, {name}", "a format that writes another number than the cell holds", code, do=MEND
                    )
            for key, value in _PROPERTY.findall(text) if name == "docProps/core.xml" else ():
                if has_figure(value) and not inputs.hold(_unescaped(value)):
                    yield Problem(
                        f"{file}, {key}", "a figure that the run's parameters do not have", short(value), do=MEND
                    )


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
