"""The reader of a CSV file with one row a response."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pandas as pd

from findings.consultation.build import Parameters
from findings.consultation.faults import closest
from findings.consultation.model import Questionnaire, ResponsesData
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED, as_compared
from findings.errors import InputRefused, Problem
from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.evidence.csvtext import csv_text
from findings.intake.answers import choices, option_by_text
from findings.intake.file import Rows, read_rows
from findings.intake.madeup import is_mark, question_problems, source_kind
from findings.intake.received import FunnelRow, LedgerRow, Received

RESPONSE_ID, SOURCE_ROW = "response_id", "source_row"
BLANK = "blank"
DUPLICATE = "exact_duplicate"
REASONS = {
    BLANK: "Blank: no question of the report was answered",
    DUPLICATE: "Exact copy of a response received before",
}


def read_responses(parameters: Parameters) -> Received:
    """Read a file of responses, check every cell, and take out blank and doubled responses.

    Raises
    ------
    InputRefused
        With every column that the questionnaire does not know, every column that is missing, every
        answer outside its options, and every identifier that stands for two different responses;
        and a file in which only some responses are made up.
    """
    data = parameters.consultation.data
    assert isinstance(data, ResponsesData)
    questionnaire = parameters.questionnaire
    file = read_rows(parameters.data_file, data.encoding, data.delimiter)
    problems = _column_problems(file, questionnaire, data)
    if problems:
        raise InputRefused(problems)
    kind = source_kind(file, data.id_column, SourceKind.RESPONSES)
    frame, problems = _recognised(file, questionnaire, data)
    problems += list(_routing_problems(frame, questionnaire, file.name))
    reasons = _reasons(frame, questionnaire)
    problems += list(_identifier_problems(frame, reasons, file.name, data.id_column))
    if problems:
        raise InputRefused(problems)

    times = Counter(reason for reason in reasons if reason)
    funnel = (
        FunnelRow("received", "Responses received", len(frame)),
        *(FunnelRow(reason, label, times[reason], removed=True) for reason, label in REASONS.items() if times[reason]),
        FunnelRow("analysed", "Responses analysed", len(frame) - sum(times.values())),
    )
    ledger = tuple(
        LedgerRow(int(row), str(identifier), "removed" if reason else "analysed", reason)
        for row, identifier, reason in zip(frame["source_row"], frame["response_id"], reasons, strict=True)
    )
    kept = frame[[not reason for reason in reasons]].reset_index(drop=True)
    return Received(kind, kept, None, funnel, ledger, _quarantine(file, reasons, data, kind))


def column_of(questionnaire: Questionnaire, question: str) -> str:
    """The heading under which a question's answers stand."""
    return questionnaire.questions[question].column or question


def named_in(heading: str, names: Sequence[str]) -> bool:
    """Whether a heading is one of the names, or begins as a name does that ends in `*`.

    Examples
    --------
    >>> named_in("1.2. Signed a petition", ["Name", "1.*"]), named_in("10. Age", ["1.*"])
    (True, False)
    """
    return any(heading == name or (name.endswith("*") and heading.startswith(name[:-1])) for name in names)


def _column_problems(file: Rows, questionnaire: Questionnaire, data: ResponsesData) -> list[Problem]:
    where = f"{file.name}, row 1"
    columns = {column_of(questionnaire, name): name for name in questionnaire.questions}
    known = {data.id_column, *columns}
    problems = [
        Problem(
            where,
            "a column that the questionnaire does not know",
            heading,
            do=(
                closest(heading, sorted(set(columns) - set(file.header)))
                or "Name it in a question's 'column', in 'data.ignored_columns' or, if it could identify a person, "
                "in 'data.never_read'."
            ),
        )
        for heading in file.header
        if heading not in known
        and not named_in(heading, (*data.ignored_columns, *data.never_read))
        and not is_mark(heading)
    ]
    problems += [
        Problem(
            f"question {name}",
            "a question called as a column of the run's own files",
            name,
            do="Give it another name; its column in the file may stay as it is.",
        )
        for name in (RESPONSE_ID, SOURCE_ROW, SOURCE_KIND)
        if name in questionnaire.questions
    ]
    problems += question_problems([(name, column) for column, name in columns.items()], file)
    wanted = {data.id_column: "data.id_column", **{column: f"question {name}" for column, name in columns.items()}}
    problems += [
        Problem(
            where,
            f"the column of {owner} is missing",
            allowed=column,
            do=closest(column, file.header) or "Export it, or correct the name in the parameters.",
        )
        for column, owner in wanted.items()
        if column not in file.header
    ]
    return problems


def _recognised(file: Rows, questionnaire: Questionnaire, data: ResponsesData) -> tuple[pd.DataFrame, list[Problem]]:
    """One row a response, a column a question; and the answers that are outside their options."""
    position = {heading: number for number, heading in enumerate(file.header)}
    identifiers = [row[position[data.id_column]] for row in file.rows]
    columns: dict[str, list[str]] = {"response_id": identifiers}
    problems = [
        Problem(
            f"{file.name}, row {number}, column '{data.id_column}'",
            "a response without an identifier",
            do="Give it one; every response must be traceable.",
        )
        for number, identifier in zip(file.numbers, identifiers, strict=True)
        if not identifier
    ]
    no_answer = {"", *(as_compared(text) for text in data.no_answer)}
    for question in questionnaire.questions:
        heading = column_of(questionnaire, question)
        options = questionnaire.scale_of(question).options
        known = {**dict.fromkeys(no_answer, NOT_ANSWERED), **option_by_text(options)}
        texts = [row[position[heading]] for row in file.rows]
        recognised = {text: known.get(as_compared(text), "") for text in set(texts)}
        columns[question] = [recognised[text] for text in texts]
        unknown = Counter(text for text in texts if not recognised[text])
        for text, times in sorted(unknown.items()):
            row = file.numbers[texts.index(text)]
            problems.append(
                Problem(
                    f"{file.name}, row {row}, column '{heading}'",
                    f"an answer outside its options ({_rows(times)})",
                    text[:80],
                    choices(options),
                    "Correct it, or add it to an option's 'also' or 'data.no_answer'.",
                )
            )
    frame = pd.DataFrame(columns, dtype="str")
    frame.insert(1, "source_row", file.numbers)
    return _routed(frame, questionnaire), problems


def _rows(times: int) -> str:
    return "1 row" if times == 1 else f"{times} rows, the first of them this one"


def _routed(frame: pd.DataFrame, questionnaire: Questionnaire) -> pd.DataFrame:
    """Who was not asked a question did not leave it out: the two are told apart here."""
    changed = frame.copy()
    for question, spec in questionnaire.questions.items():
        for other, answers in spec.asked_if.items():
            not_asked = ~frame[other].isin(answers) & (frame[question] == NOT_ANSWERED)
            changed.loc[not_asked, question] = NOT_ASKED
    return changed


def _routing_problems(frame: pd.DataFrame, questionnaire: Questionnaire, name: str) -> Iterator[Problem]:
    for question, spec in questionnaire.questions.items():
        for other, answers in spec.asked_if.items():
            # An answer that was not recognised is a problem of its own, told where it stands.
            allowed = frame[other].isin([*answers, ""])
            wrong = ~allowed & ~frame[question].isin([NOT_ASKED, NOT_ANSWERED, ""])
            if wrong.any():
                row = int(frame.loc[wrong, "source_row"].iloc[0])
                yield Problem(
                    f"{name}, row {row}, column '{column_of(questionnaire, question)}'",
                    f"an answer to a question that was not asked ({_rows(int(wrong.sum()))})",
                    f"{other} is {frame.loc[wrong, other].iloc[0]}",
                    f"{other}: {', '.join(answers)}",
                    "Correct the answer, or the question's 'asked_if'.",
                )


def _reasons(frame: pd.DataFrame, questionnaire: Questionnaire) -> list[str]:
    """Why each response is taken out, or an empty text."""
    told = [question for section in questionnaire.sections.values() for question in section.questions]
    blank = frame[told].isin([NOT_ANSWERED, NOT_ASKED]).all(axis=1)
    doubled = frame.drop(columns="source_row").duplicated(keep="first")
    return [
        DUPLICATE if is_doubled else BLANK if is_blank else ""
        for is_doubled, is_blank in zip(doubled, blank, strict=True)
    ]


def _identifier_problems(frame: pd.DataFrame, reasons: list[str], name: str, column: str) -> Iterator[Problem]:
    kept = frame[[reason != DUPLICATE for reason in reasons]]
    for key, rows in kept.groupby("response_id", sort=True)["source_row"]:
        identifier = str(key)
        if len(rows) > 1 and identifier:
            yield Problem(
                f"{name}, row {rows.iloc[1]}, column '{column}'",
                "an identifier of two different responses",
                f"{identifier} on rows {', '.join(str(row) for row in rows)}",
                do="Give each response its own, or take out the one that does not count.",
            )


def _quarantine(file: Rows, reasons: list[str], data: ResponsesData, kind: SourceKind) -> str:
    keep = [
        number
        for number, heading in enumerate(file.header)
        if is_mark(heading) or not named_in(heading, data.never_read)
    ]
    rows: list[list[object]] = [["source_row", "reason", SOURCE_KIND, *(file.header[position] for position in keep)]]
    rows += [
        [number, reason, kind, *(row[position] for position in keep)]
        for number, row, reason in zip(file.numbers, file.rows, reasons, strict=True)
        if reason
    ]
    return csv_text(rows)
