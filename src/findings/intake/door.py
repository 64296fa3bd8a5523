"""One file through the door: every answer coded, and nothing that names a person goes further.

Identity columns are turned into keyed hashes, postcodes into areas and comments into the mere fact that there is one,
part by part as the file is read. The key is drawn for each reading and kept nowhere, so that a hash cannot be worked
out again from a list of names, and no output depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from findings.consultation.model import DateOrder, Questionnaire, SourceFile
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.errors import InputRefused, Problem
from findings.intake.answers import choices
from findings.intake.areas import Areas
from findings.intake.clean import clean
from findings.intake.coding import Closed, Coder, Odd, categorical, coder_of, no_answer_texts
from findings.intake.columns import RESPONSE_ID, SOURCE_ROW, column_problems, door_columns, question_columns
from findings.intake.dates import read_day
from findings.intake.export import BadRow, Export
from findings.intake.kept import coder_of_other, coders_of_sample
from findings.intake.madeup import Marks, Verdict, is_mark
from findings.intake.people import new_key, person_keys
from findings.intake.postcodes import Lookup
from findings.intake.reasons import NOT_A_DAY, NOT_A_NUMBER, OTHER_ANSWER, OUTSIDE_LOOKUP
from findings.intake.received import Flag

if TYPE_CHECKING:
    import pandas as pd

NO_COLUMN_ID = "row-{}"
"""How a response is called where no column names it."""
MOST_TOLD = 40
"""Different unknown answers of a question that are told; more say that it is another question."""
LEAST_ODD = 5
"""Answers of another kind, up to which nobody says that a question changed."""
_OF_KIND = {"numeric": NOT_A_NUMBER, "date": NOT_A_DAY}
_KINDS = {
    "numeric": "a number",
    "date": "a day in the declared order",
    "multiple": "its options",
    "ranking": "its options or their ranks",
    "open": "words",
}


@dataclass(frozen=True)
class Through:
    """What came through the door from one file.

    Parameters
    ----------
    channel, file
        How it came, and in which file, as messages name it.
    responses
        One row a response that could be read: `response_id`, `source_row`, a column a question.
    days
        The day on which each was sent, as year-month-day, or an empty text; empty if no column says.
    persons
        A keyed hash of who sent each, or None; empty if the parameters name no such columns.
    words
        Question -> its comments, for open questions; read for copies and campaigns, and not kept.
    read
        The columns that were read.
    bad_rows
        The rows that could not be read.
    flags
        What a person should look at.
    made_up
        How many rows say that they are made up.
    """

    channel: str
    file: str
    responses: pd.DataFrame
    days: Sequence[str] = ()
    persons: Sequence[bytes | None] = ()
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    read: Sequence[str] = ()
    bad_rows: tuple[BadRow, ...] = ()
    flags: tuple[Flag, ...] = ()
    made_up: Verdict = field(default_factory=Verdict)


def let_through(
    export: Export,
    questionnaire: Questionnaire,
    source: SourceFile,
    channel: str = "",
    lookup: Lookup | None = None,
    *,
    key: bytes = b"",
    words: bool = True,
    sample: Mapping[str, str] | None = None,
) -> Through:
    """Read a file to its end and code every answer.

    Parameters
    ----------
    export
        The file, opened.
    questionnaire, source, channel
        What was asked, how this file says it, and by which channel it came (empty where there is one).
    lookup
        What the postcodes stand for, if the source has any.
    key
        With which identity columns are hashed: the same for all files of a reading, and kept nowhere.
    words
        Whether comments are to be read at all.
    sample
        Of a declared sample: weight, stratum, cluster or stratum_size -> the column that says it.

    Raises
    ------
    InputRefused
        With every column that is unknown, missing or doubled, every answer outside its options, every question whose
        answers are of another kind than it says, and every row without an identifier: all at once.
    """
    problems = list(column_problems(export, questionnaire, source, sample or {}))
    door = _Door(export, questionnaire, source, lookup, key or new_key(), words=words, sample=sample or {})
    for part in export.parts(door.wanted):
        if part.numbers:
            door.add(part.numbers, list(zip(*part.rows, strict=True)))
    return door.shut(channel, problems)


class _Door:
    """Takes the parts of a file one after another."""

    def __init__(
        self,
        export: Export,
        questionnaire: Questionnaire,
        source: SourceFile,
        lookup: Lookup | None,
        key: bytes,
        *,
        words: bool,
        sample: Mapping[str, str],
    ) -> None:
        self._export, self._questionnaire, self._source = export, questionnaire, source
        there = {column.name for column in export.columns}
        # Where a column is missing, that has been told; the others are looked at all the same.
        self._coders = [
            coder
            for coder in (*_coders(questionnaire, source), *coders_of_sample(sample))
            if there.issuperset(coder.columns) and not any(map(is_mark, coder.columns))
        ]
        self._id = source.id_column if source.id_column in there else ""
        self._submitted = source.submitted if source.submitted in there else ""
        person = source.same_person.columns if source.same_person is not None else ()
        self._person = person if there.issuperset(person) else ()
        opened = [name for name, asked in questionnaire.also_asked.items() if asked.kind == "open" and words]
        self._words: dict[str, list[str]] = {coder.question: [] for coder in self._coders if coder.question in opened}
        looked_up = source.postcodes if source.postcodes and source.postcodes.column in there else None
        self._areas = Areas(questionnaire, looked_up, lookup) if looked_up and lookup else None
        self.marks = Marks(export.columns, source.id_column)
        self._sample = sample
        wanted = {*question_columns(questionnaire, source), *door_columns(source), *self.marks.columns}
        wanted |= set(sample.values())
        self.wanted = [column.name for column in export.columns if column.name in wanted]
        self._numbers: list[int] = []
        self._ids: list[str] = []
        self._days: list[str] = []
        self._odd_days: list[Odd] = []
        self._persons: list[bytes | None] = []
        self._key = key

    def add(self, numbers: Sequence[int], cells: Sequence[Sequence[str]]) -> None:
        column = dict(zip(self.wanted, cells, strict=True))
        first = len(self._numbers)
        self._numbers += numbers
        for coder in self._coders:
            coder.add([column[name] for name in coder.columns])
            if coder.question in self._words:
                self._words[coder.question] += column[coder.columns[0]]
        if self._id:
            self._ids += [clean(text) for text in column[self._id]]
        if self._submitted:
            self._add_days(column[self._submitted], first)
        if self._person:
            self._persons += person_keys([column[name] for name in self._person], self._key)
        if self._areas is not None:
            self._areas.add(column[self._areas.column], first)
        self.marks.add(numbers, {name: column[name] for name in self.marks.columns})

    def _add_days(self, texts: Sequence[str], first: int) -> None:
        order = self._source.date_order or DateOrder.YEAR_FIRST
        read: dict[str, str | None] = {}
        for place, text in enumerate(texts):
            if text not in read:
                told = clean(text)
                day = read_day(told, order) if told else None
                read[text] = day.isoformat() if day else None if told else ""
            found = read[text]
            if found is None:
                self._odd_days.append(Odd(first + place, self._source.submitted, text))
            self._days.append(found or "")

    def shut(self, channel: str, problems: Sequence[Problem]) -> Through:
        import pandas as pd

        ids = self._ids or [NO_COLUMN_ID.format(number) for number in self._numbers]
        problems = [*problems, *self._without_identifier(ids)]
        if channel and not self._source.id_column:
            ids = [f"{channel}-{identifier}" for identifier in ids]
        areas = self._areas.coders.values() if self._areas is not None else ()
        coders: dict[str, Coder] = {coder.question: coder for coder in (*self._coders, *areas)}
        columns: dict[str, object] = {
            RESPONSE_ID: pd.array(ids, dtype="str"),
            SOURCE_ROW: pd.array(self._numbers, dtype="int64"),
        }
        flags: list[Flag] = []
        for question in (*self._questionnaire.questions, *self._questionnaire.also_asked):
            coder = coders.get(question)
            columns[question] = coder.answers() if coder else _never_put(self._questionnaire, question, len(ids))
            if isinstance(coder, Closed):
                problems += self._unknown(coder)
            elif coder:
                problems += self._another_kind(coder)
                reason = _OF_KIND.get(self._questionnaire.also_asked[question].kind, OTHER_ANSWER)
                flags += [self._flag(odd, odd.reason or reason, ids) for odd in coder.odd]
        for name in self._sample:
            if name in coders:
                columns[name] = coders[name].answers()
        if problems:
            raise InputRefused(problems)
        flags += [self._flag(odd, NOT_A_DAY, ids) for odd in self._odd_days]
        if self._areas is not None:
            flags += [self._flag(odd, OUTSIDE_LOOKUP, ids) for odd in self._areas.odd]
        return Through(
            channel,
            self._export.file,
            pd.DataFrame(columns),
            self._days,
            self._persons,
            self._words,
            self.wanted,
            tuple(self._export.bad_rows()),
            tuple(sorted(flags, key=lambda flag: flag.source_row)),
            self.marks.verdict,
        )

    def _without_identifier(self, ids: Sequence[str]) -> Iterator[Problem]:
        for number, identifier in zip(self._numbers, ids, strict=True):
            if not identifier:
                yield Problem(
                    f"{self._export.file}, row {number}, column '{self._source.id_column}'",
                    "a response without an identifier",
                    do="Give it one; every response must be traceable.",
                )

    def _unknown(self, coder: Closed) -> Iterator[Problem]:
        """Answers outside the options of a question that is counted, one problem a text."""
        first: dict[str, int] = {}
        times: dict[str, int] = {}
        for odd in coder.odd:
            text = clean(odd.text)
            first.setdefault(text, self._numbers[odd.place])
            times[text] = times.get(text, 0) + 1
        options = choices(self._questionnaire.scale_of(coder.question).options)
        for text in sorted(times)[:MOST_TOLD]:
            yield Problem(
                f"{self._export.file}, row {first[text]}, column '{coder.columns[0]}'",
                f"an answer outside its options ({rows_told(times[text])})",
                text[:80],
                options,
                "Correct it, or add it to an option's 'also' or 'data.no_answer'.",
            )
        if len(times) > MOST_TOLD:
            yield Problem(
                f"{self._export.file}, column '{coder.columns[0]}'",
                f"{len(times) - MOST_TOLD} further texts outside its options",
                do="Look whether this column is that question, or whether people wrote their own words into it.",
            )

    def _another_kind(self, coder: Coder) -> Iterator[Problem]:
        """A question that is kept, and of whose answers most are none of its kind: it is another question now."""
        kind = self._questionnaire.also_asked[coder.question].kind
        answers = coder.answers()
        given = int((answers != NOT_ANSWERED).sum())
        if kind in ("numeric", "date"):
            # What is none of its kind counts as not answered.
            given += len(coder.odd)
        # Two ranks that are the same, or "none" beside others, are answers of the kind, however odd.
        others = [odd for odd in coder.odd if not odd.reason]
        if len(others) >= LEAST_ODD and len(others) * 2 > given:
            odd = others[0]
            yield Problem(
                f"{self._export.file}, row {self._numbers[odd.place]}, column '{odd.column}'",
                f"most answers to {coder.question} are none of its kind ({len(others)} of {given}, the first here)",
                clean(odd.text)[:80],
                _KINDS[kind],
                "Correct the question's 'kind' or 'options', or look whether this column is that question.",
            )

    def _flag(self, odd: Odd, reason: str, ids: Sequence[str]) -> Flag:
        number = self._numbers[odd.place]
        return Flag(self._export.file, number, ids[odd.place], reason, odd.column, clean(odd.text)[:200])


def _coders(questionnaire: Questionnaire, source: SourceFile) -> Iterator[Coder]:
    """A coder for each question that stands in the file."""
    no_answer = no_answer_texts(source.no_answer)
    read = question_columns(questionnaire, source)
    column = {name: heading for heading, name in reversed(read.items())}
    for name in questionnaire.questions:
        if name in column:
            yield coder_of(questionnaire, name, column[name], no_answer)
    for name, asked in questionnaire.also_asked.items():
        if name in column:
            yield coder_of_other(name, asked, column[name], no_answer, source.date_order)


def _never_put(questionnaire: Questionnaire, question: str, rows: int) -> pd.Categorical:
    """The answers to a question that this channel did not put, or that is filled in later."""
    import numpy as np

    counted = question in questionnaire.questions
    categories = [*questionnaire.scale_of(question).options, NOT_ANSWERED] if counted else []
    codes = np.full(rows, len(categories), dtype=np.int16)
    return categorical(codes, [*categories, NOT_ASKED])


def rows_told(times: int) -> str:
    """How often something was found, of which the first is told."""
    return "1 row" if times == 1 else f"{times} rows, the first of them this one"
