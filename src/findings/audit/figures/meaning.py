"""Whether a number stands where its name says: in the row and under the heading of what its cell counts.

A table can be wrong although every number in it is some cell's: two rows that changed places, a label of another group.
So the names around a number are compared with the names that the questionnaire gives to the parts of its cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from findings.audit.figures.intervals import interval_problems
from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.names import pairs_of, what_of
from findings.audit.figures.notebooks import Notebook, Spans, name_of
from findings.audit.figures.populations import POPULATION, pair_of, people, title_of
from findings.audit.figures.text import short, spaced, unmarked
from findings.errors import Problem
from findings.evidence.cell import Cell

_STANCES = {"Support": "support", "Opposition": "oppose"}
_DASH = "– "
_REMOVED = "Removed: "


def meaning_problems(notebook: Notebook, lookup: Lookup) -> Iterator[Problem]:
    """Every number of a notebook's tables and alternative texts that stands at another's name."""
    for shown in notebook.shown:
        where = f"{notebook.file}, cell {shown.cell}, {name_of(shown.exhibit)}"
        if shown.exhibit.get("kind") == "table":
            yield from _table(where, shown.exhibit, lookup)
        elif shown.exhibit.get("kind") == "figure":
            yield from _alternative(where, shown.exhibit["alt"], lookup)


def plain(line: Spans) -> str:
    """The text of a line of spans."""
    return spaced(unmarked("".join(str(span.get("text", "")) for span in line)))


def _table(where: str, table: dict[str, Any], lookup: Lookup) -> Iterator[Problem]:
    columns = [plain(column) for column in table["columns"]]
    question = ""
    for row in table["rows"]:
        header = plain(row["header"])
        if not header.startswith(_DASH):
            question = header
        for column, value in zip(columns, row["values"], strict=False):
            yield from interval_problems(f"{where}, row '{short(header)}'", column, value, lookup)
            for span in value:
                cell = lookup.cells.get(str(span.get("ref", "")))
                if cell is not None and not _fits(cell, header, column, question, lookup):
                    what = f"a number under names that are not its cell's: {cell.cell}"
                    yield Problem(
                        f"{where}, row '{short(header)}'", what, f"{header} / {column}", _names(cell, lookup), MEND
                    )


def _fits(cell: Cell, header: str, column: str, question: str, lookup: Lookup) -> bool:
    """Whether a cell belongs to a row and a column: of answers, of groups, of questions, or of the funnel."""
    if cell.question == POPULATION:
        return (header, column) == pair_of(cell, lookup.inputs)
    if not lookup.inputs.question(cell.asked):
        under = column == lookup.inputs.channel_label(cell.level) if cell.level else True
        return under and header.removeprefix(_REMOVED) == spaced(cell.note)
    option = lookup.inputs.option_label(cell.asked, cell.option)
    level = lookup.inputs.level_label(cell.breakdown, cell.level)
    pairs = set(pairs_of(cell, lookup.inputs))
    if (header, column) in pairs or (column, header) in pairs or (header == option == column):
        return True
    of_question = question == lookup.inputs.question_heading(cell.asked)
    of_level = header == _DASH + level if cell.level else header == question
    return of_question and of_level and _in_column(cell, column, lookup)


def _in_column(cell: Cell, column: str, lookup: Lookup) -> bool:
    """Whether a cell belongs to a column of a table of questions."""
    if column in _STANCES:
        return cell.measure == "percent" and cell.option == lookup.inputs.stance_option(cell.asked, _STANCES[column])
    if column.startswith("Difference"):
        return cell.measure == "difference"
    return column == "Base" and cell.option == "base" and cell.measure == "count"


def _names(cell: Cell, lookup: Lookup) -> str:
    if cell.question == POPULATION:
        return " / ".join(pair_of(cell, lookup.inputs))
    if not lookup.inputs.question(cell.asked):
        return cell.note
    return f"{what_of(cell, lookup.inputs)} / {lookup.inputs.level_label(cell.breakdown, cell.level)}"


def _alternative(where: str, alt: Spans, lookup: Lookup) -> Iterator[Problem]:
    """In the words of a chart each number follows the name of its answer, and each bar's begin with its name."""
    bar = name = ""
    for place, span in enumerate(alt):
        text = spaced(str(span.get("text", "")))
        cell = lookup.cells.get(str(span.get("ref", "")))
        if span.get("origin") == "label":
            following = str(alt[place + 1].get("text", "")) if place + 1 < len(alt) else ""
            if following.startswith(":"):
                bar = text
            name = text
        elif cell is not None:
            inputs = lookup.inputs
            ranked = inputs.question(cell.asked).get("kind") == "ranking"
            whole = inputs.short_name(cell.asked) if ranked else inputs.question_heading(cell.asked)
            bars = (inputs.level_label(cell.breakdown, cell.level), whole)
            right = name == inputs.option_label(cell.asked, cell.option)
            if cell.question == POPULATION:
                right = name == title_of(people(cell, inputs))
            if not right or bar not in bars:
                what = f"a number under names that are not its cell's: {cell.cell}"
                yield Problem(where, what, f"{name} / {bar}", _names(cell, lookup), MEND)
