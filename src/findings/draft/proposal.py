"""A survey file, opened -> what the parameters of its consultation could be, and how sure each guess is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from findings.consultation.guesses import Guess, Sure
from findings.consultation.model import Breakdown, DateOrder, Questionnaire
from findings.draft import nouns
from findings.draft.again import nothing_to_compare, with_their_like
from findings.draft.dates import IN_WORDS, one_order
from findings.draft.groups import bundles, heading_of
from findings.draft.kinds import asked
from findings.draft.missing import FILE_SAYS, missing_texts
from findings.draft.profile import Profile, profile
from findings.draft.questionnaire import draw
from findings.draft.readings import DATE, NUMERIC, OPEN, SINGLE, Asked
from findings.draft.roles import Found, Role, is_time_sent, names_responses, role_of
from findings.draft.texts import alike, shortened
from findings.errors import InputRefused, Problem
from findings.intake.dates import read_day
from findings.intake.export import Export
from findings.intake.madeup import is_mark


@dataclass(frozen=True)
class Proposal:
    """What could be said of a file.

    Parameters
    ----------
    questionnaire
        What was asked.
    id_column, never_read, ignored_columns, no_answer
        What `data` says of the columns.
    submitted, date_order, first, last
        The column of the day on which a response was sent, where one order of day, month and year fits; and the
        first and last such day.
    guesses
        Of what -> the guess.
    further
        Breakdowns that could be added.
    rows
        Rows of the file.
    """

    questionnaire: Questionnaire
    id_column: str = ""
    never_read: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    no_answer: tuple[str, ...] = ()
    submitted: str = ""
    date_order: DateOrder | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    further: Mapping[str, Breakdown] = field(default_factory=dict)
    rows: int = 0


def propose(export: Export) -> Proposal:
    """Look through a file and guess what each of its columns is.

    Raises
    ------
    InputRefused
        If it has no rows, or no question that could be counted.
    """
    profiles = [one for one in profile(export) if not is_mark(one.column.name)]
    if not profiles or not profiles[0].rows:
        raise InputRefused([Problem(export.file, "a file without responses", do="Export it again, with its rows.")])
    profiles_by_place = {one.place: one for one in profiles}
    roles = {one.place: role for one in profiles if (role := role_of(one)) is not None}
    named = next((one for one in profiles if names_responses(one) and not _is(roles, one, Role.IDENTITY)), None)
    answers = [one for one in profiles if one.place not in roles and one is not named]
    missing = missing_texts(answers)
    answers = [one.without({alike(text) for text in missing}) for one in answers]
    questions, constant = _questions(answers)
    days = _days(profiles, roles, questions)
    questions = days.questions
    drawn = draw(questions)
    if drawn.questionnaire is None:
        questions = _at_least_one(questions, constant)
        constant = [one for one in constant if all(one not in question.columns for question in questions)]
        drawn = draw(questions)
    if drawn.questionnaire is None:
        what = "no question that could be counted: none whose answers come back"
        do = "Name its format with '--format', or set the questionnaire up by hand."
        raise InputRefused([Problem(export.file, what, do=do)])
    roles |= {
        one.place: Found(Role.EMPTY, Sure.LIKELY, "All its cells say the same, and its heading asks nothing.")
        for one in constant
    }
    sent = days.sent
    told = {place: role for place, role in roles.items() if profiles_by_place[place].column.name != sent}
    guesses = {
        **_about_days(days),
        **_about_columns(profiles, told, named),
        **_about_missing(missing),
        **drawn.guesses,
    }
    return Proposal(
        questionnaire=drawn.questionnaire,
        id_column=named.column.name if named else "",
        never_read=_named_as(profiles, roles, (Role.IDENTITY,), named),
        ignored_columns=tuple(
            name for name in _named_as(profiles, roles, (Role.PARADATA, Role.EMPTY), named) if name != sent
        ),
        no_answer=tuple(missing),
        submitted=sent,
        date_order=days.order,
        first=days.first,
        last=days.last,
        guesses=guesses,
        further=drawn.further,
        rows=profiles[0].rows,
    )


def _questions(answers: Sequence[Profile]) -> tuple[list[Asked], list[Profile]]:
    """The questions in the order of the file, and the columns that always say the same."""
    questions: list[Asked] = []
    constant: list[Profile] = []
    for bundle in bundles(answers):
        for question in asked(bundle):
            column = question.columns[0]
            alone = len(question.columns) == 1 and not column.column.says and not column.column.labels
            if (alone and not column.filled) or (alone and len(column.merged) == 1 and not _asks(column)):
                constant.append(column)
            else:
                questions.append(question)
    in_order = sorted(with_their_like(questions), key=lambda question: question.columns[0].place)
    return [nothing_to_compare(question) for question in in_order], constant


def _asks(column: Profile) -> bool:
    return "?" in heading_of(column) or len(heading_of(column).split()) > 4


def _at_least_one(questions: list[Asked], constant: list[Profile]) -> list[Asked]:
    """Of a file of words and numbers alone, the column with the fewest answers is counted, so that it can run."""
    few = [
        question
        for question in questions
        if question.kind in (NUMERIC, OPEN)
        and len(question.columns) == 1
        and 1 <= len(question.columns[0].merged) <= 40
    ]
    because = "No question of the file has answers that surely come from a list; this one has the fewest."
    if few:
        chosen = min(few, key=_least_unlike_a_list)
        instead = "a number" if chosen.kind == NUMERIC else "open text"
        return [
            replace(one, kind=SINGLE, sure=Sure.UNSURE, because=because, instead=instead) if one is chosen else one
            for one in questions
        ]
    held = [one for one in constant if one.filled]
    if not held:
        return questions
    (first, *_) = bundles(held[:1])
    return [*questions, Asked(SINGLE, first, Sure.UNSURE, because)]


def _least_unlike_a_list(question: Asked) -> tuple[bool, bool, int]:
    answers = len(question.columns[0].merged)
    return answers < 2, question.kind != NUMERIC, answers


def _is(roles: Mapping[int, Found], one: Profile, role: Role) -> bool:
    return one.place in roles and roles[one.place].role is role


def _named_as(
    profiles: Sequence[Profile], roles: Mapping[int, Found], wanted: tuple[Role, ...], named: Profile | None
) -> tuple[str, ...]:
    return tuple(
        one.column.name
        for one in profiles
        if one.place in roles and roles[one.place].role in wanted and one is not named
    )


@dataclass(frozen=True)
class _Days:
    """The days of a file: which column says when a response was sent, and which questions are read as days."""

    questions: list[Asked]
    sent: str = ""
    order: DateOrder | None = None
    first: datetime.date | None = None
    last: datetime.date | None = None
    declared: bool = False


def _days(profiles: Sequence[Profile], roles: Mapping[int, Found], questions: list[Asked]) -> _Days:
    """Read as days only what one order of day, month and year fits for certain."""
    times = [one for one in profiles if _is(roles, one, Role.PARADATA) and not one.cut and is_time_sent(one)]
    dates = [question for question in questions if question.kind == DATE]
    columns = [*times, *(question.columns[0] for question in dates)]
    order, sure = one_order([one.texts for one in columns])
    readable = {one.place for one, told in zip(columns, sure, strict=True) if told}
    questions = [
        replace(one, kind=OPEN, sure=Sure.UNSURE, because=_NO_ORDER, instead="a day", kept=True)
        if one.kind == DATE and one.columns[0].place not in readable
        else one
        for one in questions
    ]
    sent = next((one for one in times if one.place in readable), None)
    if order is None or sent is None:
        needed = any(question.kind == DATE for question in questions)
        return _Days(questions, order=order if needed else None)
    days = [day for text in sent.texts if (day := read_day(text, order)) is not None]
    return _Days(questions, sent.column.name, order, min(days), max(days), sent.column.says == "paradata")


_NO_ORDER = "Its cells are days, and no one order of day, month and year is certain, so they are not read as days."


def _about_days(days: _Days) -> dict[str, Guess]:
    if days.order is None:
        return {}
    told = {
        "data.date_order": nouns.guess(
            f"days are written as {IN_WORDS[days.order]}",
            sure=Sure.LIKELY,
            because="All cells that hold days can be read so, and none of them says otherwise.",
        )
    }
    if days.sent:
        told["data.submitted"] = nouns.guess(
            f"'{days.sent}' says on which day a response was sent",
            sure=Sure.CERTAIN if days.declared else Sure.LIKELY,
            because="The file says what it is." if days.declared else "Its heading says so, and every row has a day.",
        )
    return told


def _about_columns(profiles: Sequence[Profile], roles: Mapping[int, Found], named: Profile | None) -> dict[str, Guess]:
    told: dict[str, Guess] = {}
    if named is not None:
        because = "Every row has its own, and its heading or its texts are those of an identifier."
        told["data.id_column"] = nouns.guess(
            f"'{named.column.name}' names a response", sure=Sure.LIKELY, because=because
        )
    for one in profiles:
        found = roles.get(one.place)
        if found is None or one is named:
            continue
        identity = found.role is Role.IDENTITY
        key = "never_read" if identity else "ignored_columns"
        guess = "could say who someone is: never read" if identity else "is no answer: not used"
        told[f"{key}.{one.column.name}"] = nouns.guess(guess, sure=found.sure, because=found.because)
    return told


def _about_missing(missing: Mapping[str, str]) -> dict[str, Guess]:
    return {
        f"no_answer.{shortened(text)}": nouns.guess(
            "means no answer",
            sure=Sure.CERTAIN if because.startswith(FILE_SAYS) else Sure.LIKELY,
            because=because,
        )
        for text, because in missing.items()
    }
