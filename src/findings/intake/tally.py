"""The tally reader: group, question, answer, n; as paper forms and published tables come.

A tally has no respondents. What it says of one question by its groups says nothing of another
question, so its only breakdowns are those made of the question that it is grouped by.
"""

from __future__ import annotations

from dataclasses import dataclass

from findings.consultation.build import Parameters
from findings.consultation.faults import closest
from findings.consultation.model import BaseKind, Question, Questionnaire, TallyData
from findings.consultation.names import ALL, BASE, NOT_ANSWERED, NOT_ASKED, as_compared
from findings.errors import InputRefused, Problem
from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.evidence.csvtext import csv_text
from findings.intake.answers import choices, option_by_text
from findings.intake.file import Rows, read_rows
from findings.intake.madeup import is_mark, source_kind
from findings.intake.received import FunnelRow, LedgerRow, Received, Tally

COLUMNS = ("group", "question", "answer", "n")
MOST_DIGITS = 12


@dataclass(frozen=True)
class TallyRow:
    """One row of the file, its names recognised."""

    number: int
    group: str
    question: str
    answer: str
    n: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What the row counts."""
        return self.question, self.group, self.answer


def read_tally(parameters: Parameters) -> Received:
    """Read a tally and check that it adds up.

    Raises
    ------
    InputRefused
        With every unknown column, group, question or answer, every number that is none, every row
        given twice, and every group whose answers do not add up; and a file in which only some rows
        are made up.
    """
    data = parameters.consultation.data
    assert isinstance(data, TallyData)
    file = read_rows(parameters.data_file)
    _refuse(_column_problems(file))
    kind = source_kind(file, "", SourceKind.TALLY)
    rows, problems = _recognised(file, parameters.questionnaire, data)
    _refuse(problems)
    counts = _by_group(rows)
    problems = _completed(counts, rows, parameters.questionnaire, data, file.name)
    _refuse(problems)
    lines = {row.key: row.number for row in rows if row.answer != BASE}
    funnel = (
        FunnelRow("received", "Responses received", data.funnel.received),
        *(FunnelRow(name, step.label, step.removed, removed=True) for name, step in data.funnel.removed.items()),
        FunnelRow("analysed", "Responses analysed", data.funnel.analysed),
    )
    ledger = tuple(
        LedgerRow(row.number, "", "used as a check" if row.answer == BASE else "counted", f"{row.n} responses")
        for row in rows
    )
    checks = {(row.question, row.group): row.number for row in rows if row.answer == BASE}
    tally = Tally(counts, lines, data.grouped_by, checks)
    return Received(kind, None, tally, funnel, ledger, csv_text([[*file.header, SOURCE_KIND]]))


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise InputRefused(problems)


def _column_problems(file: Rows) -> list[Problem]:
    where = f"{file.name}, row 1"
    problems = [
        Problem(where, "a column that a tally does not have", name, ", ".join(COLUMNS), closest(name, COLUMNS))
        for name in file.header
        if name not in COLUMNS and not is_mark(name)
    ]
    problems += [
        Problem(where, f"the column '{name}' is missing", ", ".join(file.header), ", ".join(COLUMNS))
        for name in COLUMNS
        if name not in file.header
    ]
    return problems


def _recognised(file: Rows, questionnaire: Questionnaire, data: TallyData) -> tuple[list[TallyRow], list[Problem]]:
    groups = questionnaire.scale_of(data.grouped_by).options if data.grouped_by in questionnaire.questions else {}
    group_by_text = {ALL: ALL, **option_by_text(groups)}
    special = {BASE: BASE, NOT_ANSWERED: NOT_ANSWERED, NOT_ASKED: NOT_ASKED}
    rows: list[TallyRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str, str], int] = {}
    for number, cells in zip(file.numbers, file.rows, strict=True):
        record = dict(zip(file.header, cells, strict=True))
        where = f"{file.name}, row {number}"
        group = group_by_text.get(as_compared(record["group"]))
        if group is None:
            allowed = f"all, {choices(groups)}" if groups else "all (the parameters name no 'data.grouped_by')"
            do = f"Correct it, or add it to the 'also' of an option of {data.grouped_by}."
            if not groups:
                do = "Name the question that makes the groups with 'data.grouped_by'."
            problems.append(Problem(f"{where}, column 'group'", "an unknown group", record["group"], allowed, do))
        name = record["question"]
        if name not in questionnaire.questions:
            known = list(questionnaire.questions)
            problems.append(
                Problem(
                    f"{where}, column 'question'",
                    "a question that the questionnaire does not know",
                    name,
                    ", ".join(known),
                    closest(name, known),
                )
            )
            continue
        options = questionnaire.scale_of(name).options
        answer = {**special, **option_by_text(options)}.get(as_compared(record["answer"]))
        if answer is None:
            problems.append(
                Problem(
                    f"{where}, column 'answer'",
                    f"an answer outside the options of {name}",
                    record["answer"],
                    f"{choices(options)}, not_answered, not_asked, base",
                    "Correct it, or add it to the option's 'also'.",
                )
            )
        n = record["n"]
        if not n.isascii() or not n.isdigit() or len(n) > MOST_DIGITS:
            found = n[:80] or "an empty cell"
            do = "Write digits only: no sign, point, comma or space; a count of nobody is 0."
            problems.append(Problem(f"{where}, column 'n'", "not a count", found, "a whole number, 0 or more", do))
        elif group is not None and answer is not None:
            row = TallyRow(number, group, name, answer, int(record["n"]))
            if row.key in seen:
                problems.append(
                    Problem(
                        where,
                        "a count given twice",
                        f"{group}, {name}, {answer}: also on row {seen[row.key]}",
                        do="Keep one of them.",
                    )
                )
            seen[row.key] = number
            rows.append(row)
    return rows, problems


def _by_group(rows: list[TallyRow]) -> dict[str, dict[str, dict[str, int]]]:
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows:
        answers = counts.setdefault(row.question, {}).setdefault(row.group, {})
        if row.answer != BASE:
            answers[row.answer] = row.n
    return counts


def _completed(
    counts: dict[str, dict[str, dict[str, int]]],
    rows: list[TallyRow],
    questionnaire: Questionnaire,
    data: TallyData,
    name: str,
) -> list[Problem]:
    """Work out not answered and not asked in place, and check every sum on the way."""
    first_row = {(row.question, row.group): row.number for row in reversed(rows)}
    sizes = _sizes(counts, questionnaire, data)
    problems = _base_problems(counts, rows, questionnaire, data, sizes, name)
    for question in questionnaire.questions:
        if question not in counts:
            problems.append(
                Problem(
                    name, "the tally has no row of a question", question, do="Add its counts, or take the question out."
                )
            )
    for question, groups in counts.items():
        if ALL in groups and len(groups) > 1:
            problems.append(
                Problem(
                    f"{name}, row {first_row[question, ALL]}",
                    f"{question} is counted both by group and for 'all'",
                    do="Keep the groups; the whole is their sum.",
                )
            )
            continue
        if question == data.grouped_by and ALL not in groups:
            problems.append(
                Problem(
                    f"{name}, row {min(first_row[question, group] for group in groups)}",
                    f"{question} makes the groups, so it is counted for 'all'",
                    ", ".join(groups),
                    ALL,
                    "Write 'all' in the column 'group' of its rows.",
                )
            )
            continue
        for group in [ALL] if ALL in groups else [group for group in sizes if group != ALL]:
            skipped = _skipped(questionnaire.questions[question], data, group)
            if group not in groups and not skipped and sizes[group]:
                problems.append(
                    Problem(
                        name,
                        f"{question} has no row of the group '{group}', which has {sizes[group]} respondents",
                        ", ".join(groups),
                        do="Add its counts; a count of nobody is 0.",
                    )
                )
                continue
            answers = groups.setdefault(group, {})
            given = sum(answers.values())
            missing = sizes[group] - given
            where = f"{name}, row {first_row.get((question, group), 1)}"
            if skipped and any(n for answer, n in answers.items() if answer != NOT_ASKED):
                problems.append(
                    Problem(
                        where,
                        f"answers to {question} of the group '{group}', which was not asked it",
                        f"{given}",
                        "0",
                        "Correct the counts, or the question's 'asked_if'.",
                    )
                )
            if missing < 0 or (missing > 0 and NOT_ANSWERED in answers):
                sum_text = " + ".join(str(n) for n in answers.values())
                problems.append(
                    Problem(
                        where,
                        f"{question}, group '{group}' does not add up to its respondents",
                        f"{given} = {sum_text}",
                        f"{sizes[group]}",
                        "Correct the counts of this group.",
                    )
                )
            for option in questionnaire.scale_of(question).options:
                answers.setdefault(option, 0)
            answers[NOT_ASKED] = answers.get(NOT_ASKED, 0) + (missing if skipped else 0)
            answers.setdefault(NOT_ANSWERED, 0 if skipped else missing)
    return problems


def _sizes(
    counts: dict[str, dict[str, dict[str, int]]], questionnaire: Questionnaire, data: TallyData
) -> dict[str, int]:
    """How many respondents each group has: the answers to the question that groups them."""
    sizes = {ALL: data.funnel.analysed}
    of_groups = counts.get(data.grouped_by, {}).get(ALL)
    if of_groups is not None:
        sizes |= {group: of_groups.get(group, 0) for group in questionnaire.scale_of(data.grouped_by).options}
    return sizes


def _skipped(question: Question, data: TallyData, group: str) -> bool:
    """Whether a group was not asked a question, since its members gave another answer to who they are."""
    asked_of = question.asked_if.get(data.grouped_by)
    return asked_of is not None and group != ALL and group not in asked_of


def _base_problems(
    counts: dict[str, dict[str, dict[str, int]]],
    rows: list[TallyRow],
    questionnaire: Questionnaire,
    data: TallyData,
    sizes: dict[str, int],
    name: str,
) -> list[Problem]:
    problems = []
    for row in rows:
        if row.answer != BASE:
            continue
        question = questionnaire.questions[row.question]
        kinds = {option: item.kind for option, item in questionnaire.scale_of(row.question).options.items()}
        given = counts[row.question][row.group]
        added = [
            n
            for answer, n in given.items()
            if _counts_in_base(answer, question) and kinds.get(answer) not in question.leave_out_of_base
        ]
        # Who is missing from the file is worked out, and belongs to a base of all or of those asked.
        missing = sizes.get(row.group, 0) - sum(given.values())
        left_out = NOT_ASKED if _skipped(question, data, row.group) else NOT_ANSWERED
        if missing > 0 and left_out not in given and _counts_in_base(left_out, question):
            added.append(missing)
        if sum(added) != row.n:
            problems.append(
                Problem(
                    f"{name}, row {row.number}",
                    f"{row.question}, group '{row.group}' does not add up to its base",
                    f"{sum(added)} = {' + '.join(str(n) for n in added) or 'no answers'}",
                    f"{row.n}",
                    "Correct the answers or the base.",
                )
            )
    return problems


def _counts_in_base(answer: str, question: Question) -> bool:
    if answer == NOT_ANSWERED:
        return question.base is not BaseKind.ANSWERED
    return answer != NOT_ASKED or question.base is BaseKind.ALL
