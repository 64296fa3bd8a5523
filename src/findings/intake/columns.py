"""The columns of a file against the parameters: known, missing, doubled, and what each is used for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from findings.consultation.faults import closest
from findings.consultation.model import Channel, Questionnaire, SourceFile
from findings.errors import Problem
from findings.evidence.cell import SOURCE_KIND
from findings.intake.export import Export
from findings.intake.madeup import is_mark, question_problems

RESPONSE_ID, SOURCE_ROW, CHANNEL, SOURCE_FILE = "response_id", "source_row", "channel", "source_file"
OWN_COLUMNS = (RESPONSE_ID, SOURCE_ROW, CHANNEL, SOURCE_FILE, SOURCE_KIND)


def column_of(questionnaire: Questionnaire, question: str, source: SourceFile | None = None) -> str:
    """The heading under which a question's answers stand, in general or in one source."""
    told = source.columns.get(question, "") if source is not None else ""
    return told or questionnaire.questions[question].column or question


def question_columns(questionnaire: Questionnaire, source: SourceFile) -> dict[str, str]:
    """Column -> question, for every column that the questions of a source are read from.

    A question that the channel did not put, and one whose answers are known at the door, has none.
    """
    left_out = source.not_asked if isinstance(source, Channel) else ()
    columns = {
        column_of(questionnaire, name, source): name
        for name, question in questionnaire.questions.items()
        if question.given_by == "answers" and name not in left_out
    }
    for name, asked in questionnaire.also_asked.items():
        if name in left_out:
            continue
        own = [choice.column for choice in asked.options.values() if choice.column]
        for column in own or [source.columns.get(name) or asked.column or name]:
            columns.setdefault(column, name)
    return columns


def door_columns(source: SourceFile) -> dict[str, str]:
    """Column -> the parameter that reads it at the door; of these only the identifier is kept as it is."""
    named = {"id_column": source.id_column, "submitted": source.submitted}
    if source.postcodes is not None:
        named["postcodes.column"] = source.postcodes.column
    columns = {column: f"data.{use}" for use, column in named.items() if column}
    if source.same_person is not None:
        columns |= {column: "data.same_person" for column in source.same_person.columns if column not in columns}
    return columns


def named_in(heading: str, names: Sequence[str]) -> bool:
    """Whether a heading is one of the names, or begins as a name does that ends in `*`.

    Examples
    --------
    >>> named_in("1.2. Signed a petition", ["Name", "1.*"]), named_in("10. Age", ["1.*"])
    (True, False)
    """
    return any(heading == name or (name.endswith("*") and heading.startswith(name[:-1])) for name in names)


def column_problems(
    export: Export, questionnaire: Questionnaire, source: SourceFile, sample: Mapping[str, str]
) -> Iterator[Problem]:
    """Everything that is wrong with the columns of a file; `sample` names those that a declared sample is known by."""
    where = f"{export.file}, row 1"
    header = [column.name for column in export.columns]
    asked = question_columns(questionnaire, source)
    wanted = {**{column: f"question {name}" for column, name in asked.items()}, **door_columns(source)}
    wanted |= {column: f"sample.{name}" for name, column in sample.items() if column not in wanted}
    times = Counter(column.heading for column in export.columns if not column.part)
    for column in export.columns:
        heading = column.name
        if (
            heading not in wanted
            and not named_in(heading, (*source.ignored_columns, *source.never_read))
            and not is_mark(heading)
        ):
            if column.heading != heading and times[column.heading] > 1:
                # Two columns of one name: the parameters know the first, and nobody said what the other one is.
                do = f"Rename one of the columns, or name the other one as '{heading}'."
                yield Problem(where, "a heading stands twice", column.heading, do=do)
                continue
            do = closest(heading, sorted(set(asked) - set(header)))
            yield Problem(
                where,
                "a column that the questionnaire does not know",
                heading,
                do=do
                or "Name it in a question's 'column', in 'data.ignored_columns' or, if it could identify a person, "
                "in 'data.never_read'.",
            )
    for name in (*OWN_COLUMNS, *sample):
        if name in questionnaire.also_asked or (
            name in questionnaire.questions and not (name == CHANNEL and _is_channel(questionnaire))
        ):
            if name in (CHANNEL, SOURCE_FILE) and not isinstance(source, Channel):
                # The run's own files have these columns only where there are several sources.
                continue
            yield Problem(
                f"question {name}",
                "a question called as a column of the run's own files",
                name,
                do="Give it another name; its column in the file may stay as it is.",
            )
    yield from question_problems([(name, column) for column, name in asked.items()], export.file)
    # A heading that is another question's own is not what this one is called now.
    unclaimed = [heading for heading in header if heading not in wanted]
    for name, owner in wanted.items():
        if name not in header:
            yield Problem(
                where,
                f"the column of {owner} is missing",
                allowed=name,
                do=closest(name, unclaimed) or "Export it, or correct the name in the parameters.",
            )


def _is_channel(questionnaire: Questionnaire) -> bool:
    return questionnaire.questions[CHANNEL].given_by == "channel"
