"""What a table must hold: its cells in order, and what each says about itself, from identifier and questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from findings.audit.recount.identifiers import (
    BASE,
    BASE_ANSWERED,
    COUNT,
    DIFFERENCE,
    MISSING,
    PERCENT,
    PERCENT_OF_ANSWERED,
    CellName,
    TableName,
)
from findings.audit.recount.questionnaire import Question, Questionnaire

UNITS = {
    COUNT: "responses",
    PERCENT: "percent",
    PERCENT_OF_ANSWERED: "percent",
    DIFFERENCE: "percentage points",
}


def is_countable(questionnaire: Questionnaire, table: TableName) -> bool:
    """Whether the questionnaire knows what a table counts: a question, alone or by the groups of another."""
    if table.item or table.filter or table.question not in questionnaire.questions:
        return False
    breakdown = questionnaire.breakdowns.get(table.breakdown)
    return not table.breakdown or (breakdown is not None and breakdown.question != table.question)


def cells_of_table(
    questionnaire: Questionnaire, table: TableName, unsaid: Sequence[str] = MISSING
) -> Iterator[CellName]:
    """The cells of a table in order: level by level, then the differences.

    Parameters
    ----------
    questionnaire, table
        A table that `is_countable`.
    unsaid
        Which of the levels `not_answered` and `not_asked` anyone is in.
    """
    question = questionnaire.questions[table.question]
    if not table.breakdown:
        yield from _cells_of_level(question, table, "")
        return
    breakdown = questionnaire.breakdowns[table.breakdown]
    for level in (*breakdown.levels, *unsaid):
        yield from _cells_of_level(question, table, level)
    if breakdown.compared:
        for option in question.compared:
            if _in_base(question, option):
                for level in breakdown.levels:
                    if level != breakdown.reference:
                        yield CellName(table, option, level, DIFFERENCE)


def _cells_of_level(question: Question, table: TableName, level: str) -> Iterator[CellName]:
    for option in question.counted:
        yield CellName(table, option, level)
        if option in (BASE, BASE_ANSWERED):
            continue
        if _in_base(question, option):
            yield CellName(table, option, level, PERCENT)
        if question.answered_beside and option not in MISSING:
            yield CellName(table, option, level, PERCENT_OF_ANSWERED)


def _in_base(question: Question, option: str) -> bool:
    """Whether everyone that an option or net counts belongs to the base, so that it has a percentage of it."""
    return set(question.counted[option]) <= set(question.in_base)


def columns_of(questionnaire: Questionnaire, cell: CellName) -> dict[str, str]:
    """What the columns of a cell must hold beside its value and status, as `evidence.csv` writes them."""
    question = questionnaire.questions[cell.table.question]
    of_answered = cell.measure == PERCENT_OF_ANSWERED or cell.option == BASE_ANSWERED
    base_cell = ""
    origins: tuple[CellName, ...] = ()
    if cell.measure == DIFFERENCE:
        first = questionnaire.breakdowns[cell.table.breakdown].reference
        origins = tuple(cell.sibling(option, level) for level in (cell.level, first) for option in (cell.option, BASE))
    elif cell.measure == COUNT:
        origins = tuple(cell.sibling(part) for part in question.nets.get(cell.option, ()))
    else:
        base_cell = cell.sibling(BASE_ANSWERED if of_answered else BASE).text
        origins = (cell.sibling(cell.option),)
    return {
        "table": cell.table.text,
        "measure": cell.measure,
        "question": cell.table.question,
        "item": "",
        "option": cell.option,
        "breakdown": cell.table.breakdown,
        "level": cell.level,
        "filter": "",
        "unit": UNITS[cell.measure],
        "digits": "0",
        "base_cell": base_cell,
        "base_kind": "answered" if of_answered else question.base_kind,
        "from": " ".join(origin.text for origin in origins),
    }
