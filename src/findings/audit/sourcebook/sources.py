"""The source of a cell as a table, made from the files of a run.

Four sources give one shape: responses (a row is a response), a tally (a row holds a number of responses), the ledger
(a row is one received), and the steps that a tally's owner declared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from findings.audit.arithmetic import shares_of
from findings.audit.averages import ADDED_UP, is_of_numbers
from findings.audit.condition import SEPARATOR, UNSAID
from findings.audit.ledger import conditions_of_step, read_ledger
from findings.audit.lineage import BASES, LINEAGE, Lineage
from findings.audit.mark import is_made_up
from findings.audit.plaintext import one_line
from findings.audit.rows import (
    RESPONSE_ID,
    SOURCE_FILE,
    SOURCE_ROW,
    Conditions,
    conditions_of,
    has_files,
    read_responses,
)
from findings.audit.source import counts_behind, data_file, has_workbook
from findings.audit.sourcebook.coded import of_submissions, words_columns
from findings.audit.sourcebook.table import (
    MIDDLE,
    NARROW,
    WIDE,
    Choice,
    Column,
    Counted,
    SourceTable,
    width_of,
    with_mark,
)
from findings.audit.tallyfile import WORKED_OUT, is_tally, read_tally
from findings.consultation.model import ONE_ANSWER, Kind
from findings.consultation.names import BASE, FUNNEL, NOT_ANSWERED, NOT_ASKED, as_compared, parse_cell
from findings.errors import Problem, VerificationFailed
from findings.evidence.cell import STATISTICS, Cell, Measure


def source_table(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, run: Path) -> SourceTable:
    """The source of a cell.

    Raises
    ------
    VerificationFailed
        If the run does not hold the rows, or does not say which of them count; or if it takes more than rows.
    """
    if not has_workbook(cell):
        what = "no workbook shows how it is counted: it has two sources, or is counted by weights"
        raise VerificationFailed(
            [Problem("cell", what, cell.cell, do="Trace it without --xlsx: it is worked out there.")]
        )
    table = _table(cell, cells, lineage, run)
    return with_mark(table) if is_made_up(cell, lineage) else table


def _table(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, run: Path) -> SourceTable:
    roles = _roles(cell, cells, lineage)
    if cell.question == FUNNEL:
        if cell.cell in lineage.places:
            return _of_declared_steps(cell, roles, lineage)
        return _of_ledger(roles, lineage, run)
    conditions = {name: _conditions(name, lineage) for name, _, _ in roles}
    if is_tally(lineage.source_kind, run):
        return _of_tally(cell, roles, conditions, lineage, run)
    if lineage.is_of_submissions(cell.asked):
        return of_submissions(cell, roles, conditions, lineage, run)
    return _of_responses(roles, conditions, lineage, run)


Roles = tuple[tuple[str, str, str], ...]
"""Identifier, role and heading of each count of a cell."""


def _roles(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage) -> Roles:
    if cell.measure == Measure.DIFFERENCE:
        pairs = shares_of(cell.origins, cell.level)
        if not pairs:
            raise VerificationFailed([Problem("public/evidence.csv", f"{cell.cell} names no two counts and two bases")])
        roles = []
        for count, base in pairs:
            group = lineage.level_text(cell.breakdown, parse_cell(count).level).rpartition(": ")[2]
            roles += [(count, f"The count, {group}", f"Counts: {group}")]
            roles += [(base, f"The base, {group}", f"In the base: {group}")]
        return tuple(roles)
    if is_of_numbers(cell, lineage):
        return ((cell.base_cell, "The numbers", "Counts"),)
    if cell.measure in STATISTICS or cell.measure in ADDED_UP:
        options = [lineage.option_text(cell.asked, parse_cell(name).option) for name in cell.origins]
        return tuple(
            (name, f"The count, {option}", f"Counts: {option}")
            for name, option in zip(cell.origins, options, strict=True)
        )
    names = list(counts_behind(cell))
    if cell.measure == Measure.COUNT and cell.question != FUNNEL:
        names += [base for base in (replace(cell.identifier, option=BASE).text,) if _beside(cell, base, cells, lineage)]
    roles = [(names[0], "The count", "Counts"), *((name, "The base", "In the base") for name in names[1:])]
    return tuple(roles)


def _beside(cell: Cell, base: str, cells: Mapping[str, Cell], lineage: Lineage) -> bool:
    """Whether a count is part of its table's base, so that both are shown together."""
    counted = lineage.values_of(cell.asked, cell.option) or ()
    in_base = lineage.base.get(cell.asked, ())
    inside = set(counted) <= set(in_base)
    if lineage.kind(cell.asked) == Kind.MULTIPLE and cell.option not in UNSAID:
        inside = True
    return cell.option not in BASES and base in cells and inside


def _conditions(name: str, lineage: Lineage) -> Conditions:
    conditions = conditions_of(parse_cell(name), lineage)
    if conditions is None:
        raise VerificationFailed([Problem(LINEAGE, f"it does not say which rows count in {name}")])
    return conditions


# --- responses --------------------------------------------------------------------------------


def _of_responses(roles: Roles, conditions: Mapping[str, Conditions], lineage: Lineage, run: Path) -> SourceTable:
    questions = list(dict.fromkeys(column for one in conditions.values() for column in one.columns))
    several = has_files(run, lineage)
    responses = read_responses(run, [*([SOURCE_FILE] if several else []), *questions])
    height = responses.num_rows
    files = responses[SOURCE_FILE].to_pylist() if several else [data_file(lineage)] * height
    there = {question: sorted(map(str, responses[question].unique().to_pylist())) for question in questions}
    texts = {question: _texts(there[question], question, lineage) for question in questions}
    answers = {
        question: [texts[question][str(name)] for name in responses[question].to_pylist()] for question in questions
    }
    identifiers = [one_line(str(name)) for name in responses[RESPONSE_ID].to_pylist()]
    columns = (
        Column(RESPONSE_ID, width_of(identifiers, MIDDLE), identifiers),
        Column(SOURCE_FILE, MIDDLE, [one_line(str(file)) for file in files]),
        Column(SOURCE_ROW, NARROW, [int(row) for row in responses[SOURCE_ROW].to_pylist()]),
        *words_columns([str(name) for name in responses[RESPONSE_ID].to_pylist()], questions, lineage, run),
        *(
            Column(_heading(question, lineage), width_of(texts[question].values(), WIDE), answers[question])
            for question in questions
        ),
    )
    first = len(columns) - len(questions)
    counted = []
    for name, role, heading in roles:
        choices = tuple(
            Choice(first + questions.index(column), tuple(texts[column].get(v, v) for v in values), values)
            for column in conditions[name].columns
            for values in [conditions[name].values(column, there[column])]
        )
        rows = _rows_that_count(columns, choices, height)
        counted.append(Counted(name, role, heading, choices, rows, sum(rows)))
    return SourceTable("One row is one response that was analysed.", columns, None, 2, tuple(counted))


def _texts(there: Sequence[str], column: str, lineage: Lineage) -> dict[str, str]:
    """Name -> text for every answer that stands in a column or could, each text unlike all others.

    Spreadsheets compare without regard to capitals: labels that are alike to them are told apart by their names.
    """
    question = _asked_in(column, lineage)
    if lineage.kind(question) in ONE_ANSWER:
        names: tuple[str, ...] = (*lineage.options_of(question), NOT_ANSWERED, NOT_ASKED, *there)
        return unlike({name: lineage.option_text(question, name) for name in names})
    several = lineage.kind(question) == Kind.MULTIPLE
    return unlike({answer: _answer_text(answer, question, lineage, several=several) for answer in there})


def _answer_text(answer: str, question: str, lineage: Lineage, *, several: bool) -> str:
    """An answer as a reader of the questionnaire knows it; a number and the items of a ranking as they stand there."""
    if answer in UNSAID or several:
        return "; ".join(lineage.option_text(question, name) for name in answer.split(SEPARATOR))
    return answer.replace(SEPARATOR, f"{SEPARATOR} ")


def _asked_in(column: str, lineage: Lineage) -> str:
    """A question that is counted from a column: the column's own, or an item of a ranking."""
    return next((question for question, own in lineage.columns.items() if own == column), column)


def unlike(labels: Mapping[str, str]) -> dict[str, str]:
    """Name -> text, the label where no other is like it.

    Examples
    --------
    >>> unlike({"yes": "Yes", "no": "No", "no_2": "NO"})
    {'yes': 'Yes', 'no': 'No (no)', 'no_2': 'NO (no_2)'}
    """
    texts = {name: one_line(label) or name for name, label in labels.items()}
    alike = Counter(as_compared(text) for text in texts.values())
    return {name: text if alike[as_compared(text)] == 1 else f"{text} ({name})" for name, text in texts.items()}


def _heading(column: str, lineage: Lineage) -> str:
    question = _asked_in(column, lineage)
    label = lineage.labels.get(question, {})
    if lineage.kind(question) == Kind.RANKING:
        # The column holds the order of all items: the wording of one would name that one.
        label = {"number": label.get("number", ""), "wording": f"{column}: items in the order given"}
    return one_line(" ".join(str(label.get(key, "")) for key in ("number", "wording")).strip() or question)


def _rows_that_count(columns: Sequence[Column], choices: Sequence[Choice], height: int) -> list[bool]:
    rows = [True] * height
    for choice in choices:
        texts = frozenset(choice.texts)
        rows = [kept and value in texts for kept, value in zip(rows, columns[choice.column].values, strict=True)]
    return rows


# --- a tally ----------------------------------------------------------------------------------


def _of_tally(
    cell: Cell, roles: Roles, conditions: Mapping[str, Conditions], lineage: Lineage, run: Path
) -> SourceTable:
    lines = [line for line in read_tally(run) if line.question == cell.asked]
    groups = unlike({line.group: _group_text(line.group, lineage) for line in lines})
    answers = unlike({line.answer: lineage.option_text(cell.asked, line.answer) for line in lines})
    columns = (
        Column("source_file", MIDDLE, [data_file(lineage)] * len(lines)),
        Column("line", NARROW, [line.line or WORKED_OUT for line in lines]),
        Column("group", width_of(groups.values(), WIDE), [groups[line.group] for line in lines]),
        Column("question", MIDDLE, [line.question for line in lines]),
        Column("answer", width_of(answers.values(), WIDE), [answers[line.answer] for line in lines]),
        Column("n", NARROW, [line.n for line in lines]),
    )
    counted = []
    for name, role, heading in roles:
        choices = tuple(
            Choice(4, tuple(answers.get(value, value) for value in values), values)
            if column == cell.asked
            else Choice(2, tuple(groups.get(value, value) for value in values), values)
            for column in conditions[name].columns
            for values in [conditions[name].values(column, ())]
        )
        rows = _rows_that_count(columns, choices, len(lines))
        number = sum(line.n for line, counts in zip(lines, rows, strict=True) if counts)
        counted.append(Counted(name, role, heading, choices, rows, number))
    one_row = (
        "One row is one count of the tally; n is how many gave that answer. A tally has no respondents, so its trace "
        "ends at file, line and column n. A count that the file does not hold was worked out: the size of its group "
        "less the answers given."
    )
    return SourceTable(one_row, columns, 5, 5, tuple(counted))


def _group_text(group: str, lineage: Lineage) -> str:
    """The label of a group: that of the answer, to the question that makes the groups, which its members gave."""
    questions = [name for name in lineage.breakdown_question.values() if group in lineage.options_of(name)]
    return lineage.option_text(questions[0], group) if questions else group


# --- the steps from received to analysed ------------------------------------------------------


def _of_ledger(roles: Roles, lineage: Lineage, run: Path) -> SourceTable:
    ledger = read_ledger(run)
    columns = (
        Column(RESPONSE_ID, MIDDLE, [one_line(row.response) for row in ledger]),
        Column("channel", MIDDLE, [one_line(row.channel) for row in ledger]),
        Column("source_file", MIDDLE, [one_line(row.file) if row.channel else data_file(lineage) for row in ledger]),
        Column(SOURCE_ROW, NARROW, [row.source_row for row in ledger]),
        Column("outcome", MIDDLE, [one_line(row.outcome) for row in ledger]),
        Column("reason", MIDDLE, [one_line(row.reason) for row in ledger]),
    )
    headings = [column.heading for column in columns]
    ((name, role, heading),) = roles
    step = parse_cell(name)
    conditions = conditions_of_step(step.option, step.level)
    choices = tuple(Choice(headings.index(column), (text,), (text,)) for column, text in conditions)
    rows = _rows_that_count(columns, choices, len(ledger))
    counted = Counted(name, role, heading, choices, rows, sum(rows))
    return SourceTable("One row is one row of a file received.", columns, None, 3, (counted,))


def _of_declared_steps(cell: Cell, roles: Roles, lineage: Lineage) -> SourceTable:
    places = lineage.places[cell.cell]
    try:
        numbers = [int(place.text) for place in places]
    except ValueError as error:
        raise VerificationFailed([Problem(LINEAGE, f"a place of {cell.cell} holds no whole number")]) from error
    columns = (
        Column("source_file", MIDDLE, [one_line(place.file) for place in places]),
        Column("line", NARROW, [place.line for place in places]),
        Column("key", WIDE + MIDDLE, [one_line(place.column) for place in places]),
        Column("n", NARROW, numbers),
    )
    ((name, role, heading),) = roles
    counted = Counted(name, role, heading, (), [True] * len(places), sum(numbers))
    one_row = "One row is one number that stands in the parameters, beside the tally: a tally has no respondents."
    return SourceTable(one_row, columns, 3, 3, (counted,))
