"""The names around a number in the table that opens the chapter on groups, a row a characteristic.

They are written down here a second time, from the table as readers know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from findings.audit.figures.inputs import Inputs
from findings.audit.figures.notebooks import Spans
from findings.audit.figures.populations import POPULATION
from findings.audit.figures.text import spaced
from findings.evidence.cell import Cell

TABLE = "equality.overview"
ANSWERED = "Answered"
BELOW = "Furthest below its share of those who live there"
APART = "Largest differences in support"
ROWS = {
    "Age": ("age",),
    "Disability": ("disability",),
    "Gender reassignment": ("gender_identity",),
    "Marriage and civil partnership": ("legal_partnership",),
    "Pregnancy and maternity": ("pregnancy_maternity",),
    "Race": ("ethnic_group",),
    "Religion or belief": ("religion",),
    "Sex": ("sex",),
    "Sexual orientation": ("sexual_orientation",),
    "Carers": ("carer",),
    "Deprivation": ("deprivation", "imd"),
    "Inclusion health": ("inclusion_health",),
}
"""A row -> what the name of its code list, its breakdown or its question begins with."""


def stands_in_overview(cell: Cell, header: str, column: str, before: Spans, inputs: Inputs) -> bool:
    """Whether a number stands in the row of its characteristic, in its column, and after the names of its parts.

    Parameters
    ----------
    cell
        What the number is said to be.
    header, column
        Where it stands.
    before
        The spans of the same value before it.
    inputs
        The parameters of the run.
    """
    named = [spaced(str(span.get("text", ""))) for span in before if span.get("origin") == "label"]
    if column == ANSWERED:
        count = cell.option in ("base", "base_answered") and cell.measure == "count" and not cell.level
        return count and header in _rows_of(cell.asked, inputs)
    question = str(inputs.questionnaire.get("breakdowns", {}).get(cell.breakdown, {}).get("question", ""))
    level = inputs.level_label(cell.breakdown, cell.level)
    if header not in _rows_of(question, inputs) or cell.measure != "difference":
        return False
    if cell.question == POPULATION:
        return column == BELOW and cell.option == "respondents" and named[-1:] == [level]
    return (
        column == APART and named[-1:] == [inputs.option_label(cell.asked, cell.option)] and _told(cell, named, inputs)
    )


def _told(cell: Cell, named: Sequence[str], inputs: Inputs) -> bool:
    """Whether the last question named is the cell's own, and its group was named after it."""
    short = inputs.short_name(cell.asked)
    if short not in named:
        return False
    last = len(named) - 1 - list(reversed(named)).index(short)
    rivals = {inputs.short_name(name) for name in inputs.questionnaire.get("questions", {})} - {short}
    after = named[last + 1 :]
    return after[:1] == [inputs.level_label(cell.breakdown, cell.level)] and not rivals & set(after[1:])


def _rows_of(question: str, inputs: Inputs) -> set[str]:
    """The rows in which numbers of a question's groups may stand."""
    return set(_named(question, inputs))


def _named(question: str, inputs: Inputs) -> Iterator[str]:
    listed = str(inputs.question(question).get("code_list", ""))
    for name, breakdown in inputs.questionnaire.get("breakdowns", {}).items():
        if breakdown.get("question") != question:
            continue
        yield spaced(str(breakdown.get("title", "")))
        for row, begins in ROWS.items():
            if any(one in (name, question) or listed.startswith(f"{one}_") for one in begins):
                yield row
