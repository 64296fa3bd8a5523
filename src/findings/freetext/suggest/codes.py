"""Codes that a machine suggests for comments that nobody coded yet, learnt from those that people coded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from findings.consultation.build import Parameters
from findings.consultation.codeframe import NO_CONTENT, OUTSIDE, CodeFrame
from findings.errors import ParameterError, Problem
from findings.freetext.coding import Coding, Status, by_comment, decided
from findings.freetext.suggest.learnt import Coded, Flags, learn
from findings.freetext.suggest.measure import Figures, cross_validated, figures, macro_f1, together
from findings.freetext.suggest.rule import Floats
from findings.intake.columns import RESPONSE_ID
from findings.intake.comments import QUESTION, TEXT
from findings.intake.received import Received

LEAST_RESPONDENTS, LEAST_OF_CODE = 50, 10
"""Of fewer respondents nothing is learnt, and no code that fewer comments have is suggested."""
MACHINE = "machine suggest 1"
"""Under whose name the candidates stand; the number goes up when the way of learning changes."""
Comment = tuple[str, str]


@dataclass(frozen=True)
class Suggestions:
    """What is suggested, and how far it may be trusted.

    Parameters
    ----------
    codings
        Candidates, in the order of the comments and of the frame; nothing of them counts.
    measured
        Frame -> code -> the figures of cross-validation on the comments that people coded.
    told
        What a coder should know: a line each.
    """

    codings: tuple[Coding, ...] = ()
    measured: Mapping[str, Mapping[str, Figures]] = field(default_factory=dict)
    told: tuple[str, ...] = ()


def suggested_codings(parameters: Parameters, received: Received, codings: Sequence[Coding]) -> tuple[Coding, ...]:
    """The candidates of `suggestions` alone."""
    return suggestions(parameters, received, codings).codings


def suggestions(parameters: Parameters, received: Received, codings: Sequence[Coding]) -> Suggestions:
    """Learn from the comments of this consultation that people coded, and suggest codes for the others.

    Parameters
    ----------
    parameters, received
        The consultation and its comments.
    codings
        Every coding that was read. Only those that count are learnt from; a candidate never is.

    Returns
    -------
    Suggestions
        Of comments without a code that counts. A theme is suggested only where it serves the question, and not where
        a person has refused it.

    Raises
    ------
    ParameterError
        If no frame has enough coded comments to learn from.
    """
    plan = parameters.free_text
    if plan is None or received.comments is None:
        do = "Write a code frame first; see docs/code_free_text.md."
        raise ParameterError([Problem(parameters.name, "no open question is coded, so no code is suggested", do=do)])
    columns = (received.comments[name].astype(str).tolist() for name in (QUESTION, RESPONSE_ID, TEXT))
    texts = {(question, unit): text for question, unit, text in zip(*columns, strict=True)}
    people = {comment: decided(own) for comment, own in by_comment(codings).items()}
    refused = {(one.question, one.unit, one.code) for one in codings if one.status is Status.REFUSED}
    found: list[Coding] = []
    measured, told, problems = {}, [], []
    for name, frame in plan.frames.items():
        own = {comment: text for comment, text in texts.items() if comment[0] in frame.questions}
        given = {comment: {one.code for one in people[comment]} for comment in own if comment in people}
        lesson = _lesson(frame, own, given)
        if lesson is None:
            problems.append(_too_few(f"{parameters.name}, frame {name}", frame, given))
            continue
        figured, suggested = _suggested(lesson, [comment for comment in own if comment not in given], own)
        measured[name] = figured
        found += [one for one in suggested if (one.question, one.unit, one.code) not in refused]
        told += list(_told(name, lesson, figured))
    if not measured:
        raise ParameterError(problems)
    told += [f"{one.where}: no code is suggested: {one.what} ({one.found})" for one in problems]
    return Suggestions(tuple(found), measured, tuple(told))


@dataclass(frozen=True)
class _Lesson:
    """What a frame's coded comments teach: the codes that enough of them have, and those that too few have."""

    frame: CodeFrame
    codes: tuple[str, ...]
    rare: tuple[str, ...]
    coded: Coded


def _lesson(frame: CodeFrame, texts: Mapping[Comment, str], given: Mapping[Comment, set[str]]) -> _Lesson | None:
    every = (*frame.themes, OUTSIDE, NO_CONTENT)
    # What was set aside was not read for its themes.
    own = [comment for comment, codes in given.items() if codes & set(every)]
    if len({unit for _, unit in own}) < LEAST_RESPONDENTS:
        return None
    times = {code: sum(code in given[comment] for comment in own) for code in every}
    codes = tuple(code for code in every if times[code] >= LEAST_OF_CODE)
    if not codes:
        return None
    labels = np.array([[code in given[comment] for code in codes] for comment in own], dtype=np.float64)
    questions, units = [question for question, _ in own], [unit for _, unit in own]
    coded = Coded([texts[comment] for comment in own], questions, units, labels, _may(frame, codes, questions))
    return _Lesson(frame, codes, tuple(code for code in every if 0 < times[code] < LEAST_OF_CODE), coded)


def _may(frame: CodeFrame, codes: Sequence[str], questions: Sequence[str]) -> Flags:
    """Comments x codes: whether the theme serves the question; what is no theme may always be given."""
    serving = {question: {*frame.serving(question), OUTSIDE, NO_CONTENT} for question in set(questions)}
    return np.array([[code in serving[question] for code in codes] for question in questions], dtype=bool)


def _suggested(
    lesson: _Lesson, to_code: Sequence[Comment], texts: Mapping[Comment, str]
) -> tuple[dict[str, Figures], list[Coding]]:
    judged = cross_validated(lesson.coded)
    measured = dict(zip(lesson.codes, figures(lesson.coded.labels, judged.suggested), strict=True))
    if not to_code:
        return measured, []
    learnt = learn(lesson.coded)
    questions = [question for question, _ in to_code]
    likely: Floats = learnt.likely([texts[comment] for comment in to_code], questions)
    picked = (likely >= learnt.cuts) & _may(lesson.frame, lesson.codes, questions)
    # What says that there is nothing is no companion of a theme: the likelier of the two is suggested.
    if NO_CONTENT in lesson.codes:
        at = lesson.codes.index(NO_CONTENT)
        others = np.where(picked, likely, 0.0)
        others[:, at] = 0.0
        alone = picked[:, at] & (likely[:, at] > others.max(1))
        picked[:, at] = alone
        picked[alone] = np.arange(len(lesson.codes)) == at
    found = []
    for row, (question, unit) in enumerate(to_code):
        for code in np.flatnonzero(picked[row]):
            name = lesson.codes[code]
            note = f"Likelihood {likely[row, code]:.2f}; {_of_100(measured[name])}."
            found.append(Coding(unit, question, name, MACHINE, status=Status.CANDIDATE, note=note))
    return measured, found


def _of_100(own: Figures) -> str:
    if not own.suggested:
        return "never suggested when it was measured"
    return f"of 100 such suggestions {100 * own.precision:.0f} were right"


def _too_few(where: str, frame: CodeFrame, given: Mapping[Comment, set[str]]) -> Problem:
    every = {*frame.themes, OUTSIDE, NO_CONTENT}
    people = len({unit for (_, unit), codes in given.items() if codes & every})
    most = max((sum(code in codes for codes in given.values()) for code in every), default=0)
    return Problem(
        where,
        "too few comments are coded to learn from",
        f"comments of {people} respondents, at most {most} of one code",
        f"comments of at least {LEAST_RESPONDENTS} respondents, at least {LEAST_OF_CODE} of one code",
        "Code more comments first, chosen without regard to what they say.",
    )


def _told(name: str, lesson: _Lesson, measured: Mapping[str, Figures]) -> Iterator[str]:
    """How far to trust what is suggested."""
    of_codes = tuple(measured.values())
    whole = together(of_codes)
    yield (
        f"{name}: learnt from {len(lesson.coded.texts):,} comments that people coded. On such comments, when they were "
        f"not learnt from, {100 * whole.precision:.0f} of 100 suggested codes were right (precision), and "
        f"{100 * whole.recall:.0f} of 100 codes that people gave were suggested (recall); micro-F1 {whole.f1:.2f}, "
        f"macro-F1 {macro_f1(of_codes):.2f}."
    )
    for code, own in measured.items():
        label = lesson.frame.themes[code].label if code in lesson.frame.themes else code
        yield (
            f"{name}, {label}: {own.right:,} of {own.suggested:,} suggestions were right; "
            f"{own.right:,} of {own.given:,} comments with it were found"
        )
    if lesson.rare:
        names = ", ".join(lesson.rare)
        yield f"{name}: never suggested, since fewer than {LEAST_OF_CODE} comments have them: {names}"
