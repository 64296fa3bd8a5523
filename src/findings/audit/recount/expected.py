"""What a table must hold: its cells in order, and what each says about itself, from identifier and questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from findings.audit.recount.averages import averages_of, digits_of
from findings.audit.recount.codedquestions import ANY_THEME, PRINCIPLES, TOGETHER
from findings.audit.recount.identifiers import (
    AVERAGES,
    BASE,
    BASE_ANSWERED,
    BASE_ASKED,
    BASE_SCORED,
    BASES,
    BORDA,
    COUNT,
    DIFFERENCE,
    MENTIONS,
    MISSING,
    NOT_ANSWERED,
    PERCENT,
    PERCENT_OF_ANSWERED,
    PERCENT_OF_ASKED,
    CellName,
    TableName,
)
from findings.audit.recount.members import unsaid_of
from findings.audit.recount.query import SHARES
from findings.audit.recount.question import RANKING, Question, Questionnaire

UNITS = {
    COUNT: "responses",
    PERCENT: "percent",
    PERCENT_OF_ANSWERED: "percent",
    PERCENT_OF_ASKED: "percent",
    DIFFERENCE: "percentage points",
    MENTIONS: "mentions",
    BORDA: "points",
}
_KIND_OF_BASE = {BASE_ANSWERED: "answered", BASE_SCORED: "answered", BASE_ASKED: "asked"}


def is_countable(questionnaire: Questionnaire, table: TableName) -> bool:
    """Whether the questionnaire knows what a table counts: a question, alone or by the groups of others."""
    if table.filter or table.asked not in questionnaire.questions:
        return False
    breakdown = questionnaire.breakdowns.get(table.breakdown)
    coded = questionnaire.coded.get(table.asked)
    if coded is not None and table.breakdown:
        # Of pairs of themes only all respondents, of principles nothing that is crossed; submissions have no groups.
        crossed = breakdown is not None and bool(breakdown.parts)
        if coded.unit or coded.by == TOGETHER or (coded.by == PRINCIPLES and crossed):
            return False
    return not table.breakdown or (breakdown is not None and table.asked not in breakdown.asked)


def cells_of_table(
    questionnaire: Questionnaire, table: TableName, unsaid: Sequence[str] | None = None
) -> Iterator[CellName]:
    """The cells of a table in order: level by level, then the differences.

    Parameters
    ----------
    questionnaire, table
        A table that `is_countable`.
    unsaid
        Which of the levels of those who did not answer or were not asked anyone is in; None for all that can be.
    """
    question = questionnaire.questions[table.asked]
    if not table.breakdown:
        yield from _cells_of_level(question, table, "")
        return
    breakdown = questionnaire.breakdowns[table.breakdown]
    for level in (*breakdown.levels, *(unsaid_of(breakdown) if unsaid is None else unsaid)):
        yield from _cells_of_level(question, table, level)
    if breakdown.compared:
        for option in question.compared:
            if in_base(question, option):
                for level in breakdown.levels:
                    if level != breakdown.reference:
                        yield CellName(table, option, level, DIFFERENCE)


def _cells_of_level(question: Question, table: TableName, level: str) -> Iterator[CellName]:
    for option in question.names(by_groups=bool(table.breakdown)):
        yield CellName(table, option, level)
        yield from (CellName(table, option, level, share) for share in _shares(question, table, option))
    if question.several:
        for option in (*question.options, *question.nets, BASE):
            yield CellName(table, option, level, MENTIONS)
    for measure in averages_of(question):
        yield CellName(table, BASE, level, measure)
    if question.kind == RANKING:
        yield CellName(table, BASE, level, BORDA)


def _shares(question: Question, table: TableName, option: str) -> Iterator[str]:
    """The percentages of an option: of each base that its respondents belong to."""
    others = question.several and option.startswith("not_") and option not in MISSING
    if option in BASES or others:
        return
    if in_base(question, option):
        yield PERCENT
    if question.answered_beside and option not in MISSING:
        yield PERCENT_OF_ANSWERED
    by_groups = bool(table.breakdown) and not question.asked_by_groups
    if question.asked_beside and not by_groups and option not in MISSING[1:]:
        assert MISSING[0] == NOT_ANSWERED
        yield PERCENT_OF_ASKED


def in_base(question: Question, option: str) -> bool:
    """Whether everyone that an option or net counts belongs to the base, so that it has a percentage of it."""
    if question.several and option not in MISSING:
        return True
    return set(question.counted[option]) <= set(question.in_base)


def columns_of(questionnaire: Questionnaire, cell: CellName) -> dict[str, str]:
    """What the columns of a cell must hold beside its value and status, as `evidence.csv` writes them."""
    question = questionnaire.questions[cell.table.asked]
    base, origins = _made_of(questionnaire, question, cell)
    digits = digits_of(question, cell.measure) if cell.measure in AVERAGES else 0
    # A statistic of numbers or scores stands at the base, and so says of whom the base is.
    of_whom = SHARES.get(cell.measure, cell.option)
    coded = questionnaire.coded.get(cell.table.asked)
    units = {**UNITS, COUNT: (coded.unit if coded is not None else "") or UNITS[COUNT]}
    return {
        "table": cell.table.text,
        "measure": cell.measure,
        "question": cell.table.question,
        "item": cell.table.item,
        "option": cell.option,
        "breakdown": cell.table.breakdown,
        "level": cell.level,
        "filter": "",
        "unit": units.get(cell.measure) or ("score" if question.scores else "number"),
        "digits": str(digits),
        "base_cell": cell.sibling(base).text if base else "",
        "base_kind": _KIND_OF_BASE.get(of_whom, question.base_kind),
        "from": " ".join(origin.text for origin in origins),
    }


def _made_of(questionnaire: Questionnaire, question: Question, cell: CellName) -> tuple[str, tuple[CellName, ...]]:
    """The base that a cell is taken of, and the cells that it is made of."""

    def counts(names: Sequence[str]) -> tuple[CellName, ...]:
        return tuple(cell.sibling(name) for name in names)

    if cell.measure == COUNT:
        # Who gave any theme at all is counted by itself, and is hidden with no theme.
        return "", counts(question.nets.get(cell.option, ()) if cell.option != ANY_THEME else ())
    if cell.measure == DIFFERENCE:
        first = questionnaire.breakdowns[cell.table.breakdown].reference
        pairs = [(option, level) for level in (cell.level, first) for option in (cell.option, BASE)]
        return "", tuple(cell.sibling(*pair) for pair in pairs)
    if cell.measure == MENTIONS:
        return BASE, counts(question.options if cell.option == BASE else question.nets.get(cell.option, (cell.option,)))
    if cell.measure == BORDA:
        return BASE, counts(tuple(question.scores))
    if cell.measure not in AVERAGES:
        return SHARES[cell.measure], counts((cell.option,))
    if question.scores:
        return BASE_SCORED if question.scored_beside else BASE, counts(tuple(question.scores))
    return BASE_ANSWERED if question.answered_beside else BASE, counts(question.given)
