"""Whether a number stands where its name says: in the row and under the heading of what its cell counts.

A table can be wrong although every number in it is some cell's: two rows that changed places, a label of another group.
So the names around a number are compared with the names that the questionnaire gives to the parts of its cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from findings.audit.figures.beside import TABLE as SIDE_BY_SIDE
from findings.audit.figures.beside import stands_beside
from findings.audit.figures.coders import is_of_coders, stands_between
from findings.audit.figures.codes import stands_as_coded
from findings.audit.figures.equality import TABLE as OVERVIEW
from findings.audit.figures.equality import stands_in_overview
from findings.audit.figures.intervals import interval_problems
from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.names import pairs_of, what_of
from findings.audit.figures.naming import Naming
from findings.audit.figures.notebooks import Notebook, Spans, name_of
from findings.audit.figures.populations import POPULATION, pair_of
from findings.audit.figures.text import short, spaced, unmarked
from findings.errors import Problem
from findings.evidence.cell import Cell

AGREEMENT, THEMES = "_agreement", "_themes"
"""What follows a question's name in that of the table of how far its coders agree, and of the table of its themes."""
_STANCES = {"Support": "support", "Opposition": "oppose"}
_DIFFERENCE = "Difference in "
_DASH = "– "
_REMOVED = "Removed: "


def meaning_problems(notebook: Notebook, lookup: Lookup) -> Iterator[Problem]:
    """Every number of a notebook's tables and alternative texts that stands at another's name."""
    naming = Naming(lookup)
    for shown in notebook.shown:
        where = f"{notebook.file}, cell {shown.cell}, {name_of(shown.exhibit)}"
        if shown.exhibit.get("kind") == "table":
            yield from _table(where, shown.exhibit, lookup)
        elif shown.exhibit.get("kind") == "figure":
            for cell, found in naming.misnamed(shown.exhibit["alt"]):
                what = f"a number under names that are not its cell's: {cell.cell}"
                yield Problem(where, what, found, _names(cell, lookup), MEND)


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
            for place, span in enumerate(value):
                cell = lookup.cells.get(str(span.get("ref", "")))
                if cell is None:
                    continue
                if table.get("id") == OVERVIEW:
                    fits = stands_in_overview(cell, header, column, value[:place], lookup.inputs)
                elif table.get("id") == SIDE_BY_SIDE:
                    fits = stands_beside(cell, header, column, value[:place], lookup)
                else:
                    fits = _fits(cell, header, column, question, lookup)
                if not fits:
                    what = f"a number under names that are not its cell's: {cell.cell}"
                    yield Problem(
                        f"{where}, row '{short(header)}'", what, f"{header} / {column}", _names(cell, lookup), MEND
                    )


def _fits(cell: Cell, header: str, column: str, question: str, lookup: Lookup) -> bool:
    """Whether a cell belongs to a row and a column: of answers, of groups, of questions, or of the funnel."""
    if cell.question == POPULATION:
        return (header, column) == pair_of(cell, lookup.inputs)
    if is_of_coders(cell):
        themes = cell.asked.removesuffix(AGREEMENT) + THEMES
        return stands_between(cell, header, column, lookup.inputs.option_label(themes, cell.option))
    if cell.asked in lookup.inputs.coded:
        names = (
            lookup.inputs.option_label(cell.asked, cell.option),
            lookup.inputs.level_label(cell.breakdown, cell.level),
        )
        heads = lookup.inputs.heads_of_coded(cell.asked)
        return stands_as_coded(cell, lookup.inputs.coded[cell.asked], names, header, column, question, heads)
    if not lookup.inputs.question(cell.asked):
        under = column == lookup.inputs.channel_label(cell.level) if cell.level else True
        return under and header.removeprefix(_REMOVED) == spaced(cell.note)
    option = lookup.inputs.option_label(cell.asked, cell.option)
    level = lookup.inputs.level_label(cell.breakdown, cell.level)
    pairs = set(pairs_of(cell, lookup.inputs))
    if (header, column) in pairs or (column, header) in pairs or (header == option == column):
        return True
    headings = _headings(cell, lookup)
    if not cell.level and column in headings and _in_column(cell, header, lookup):
        # Questions with the same answers, turned: a row an answer, a column a question.
        return True
    of_question = question in headings
    of_level = header == _DASH + level if cell.level else header == question
    return of_question and of_level and _in_column(cell, column, lookup)


def _headings(cell: Cell, lookup: Lookup) -> tuple[str, ...]:
    """What the question of a cell is called; an item of a ranking also as the ranking is."""
    inputs = lookup.inputs
    whole = inputs.questionnaire.get("also_asked", {}).get(cell.question, {})
    ranked = inputs.question(cell.asked).get("kind") == "ranking"
    of_ranking = (spaced(f"{whole.get('number', '')}. {whole.get('short', '')}"),) if ranked else ()
    return (inputs.question_heading(cell.asked), *of_ranking)


def _in_column(cell: Cell, column: str, lookup: Lookup) -> bool:
    """Whether a cell belongs to a column of a table of questions."""
    if column in _STANCES:
        # A share may stand with how many of how many it is.
        side = lookup.inputs.stance_option(cell.asked, _STANCES[column])
        return (cell.option, cell.measure) in ((side, "percent"), (side, "count"), ("base", "count"))
    if column.startswith(_DIFFERENCE):
        side = lookup.inputs.stance_option(cell.asked, _STANCES.get(column.removeprefix(_DIFFERENCE).capitalize(), ""))
        return (cell.option, cell.measure) == (side, "difference")
    if column == lookup.inputs.option_label(cell.asked, cell.option) and not cell.option.startswith("base"):
        # Of questions with the same answers: a row a question, a column an answer.
        return cell.measure in ("percent", "count")
    return column == "Base" and cell.option == "base" and cell.measure == "count"


def _names(cell: Cell, lookup: Lookup) -> str:
    if cell.question == POPULATION:
        return " / ".join(pair_of(cell, lookup.inputs))
    if not lookup.inputs.question(cell.asked):
        return cell.note
    return f"{what_of(cell, lookup.inputs)} / {lookup.inputs.level_label(cell.breakdown, cell.level)}"
