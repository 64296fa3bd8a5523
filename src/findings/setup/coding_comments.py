"""What is given to coders: each comment and submission with its key, its context, and whether it may be quoted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.asked import CROSSED, Questionnaire
from findings.consultation.build import Parameters
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.data import SourcesData
from findings.consultation.names import UNSAID
from findings.errors import written_out
from findings.freetext.submissions import Submission
from findings.intake.columns import CHANNEL, RESPONSE_ID
from findings.intake.comments import QUESTION, TEXT
from findings.intake.received import Received

if TYPE_CHECKING:
    import pandas as pd

Comment = tuple[str, str]
"""What names a comment: its question (or kind of submissions) and the identifier of its response."""
_CHECK = 4


@dataclass(frozen=True, slots=True)
class ToCode:
    """A comment as a coder gets it.

    Parameters
    ----------
    question, unit
        What it answers, and the identifier of its response or submission.
    text
        What it says, in full; what would steer a screen is written out.
    context
        What is known of whoever wrote it, a line each.
    may_quote
        Whether its writer allowed that it is quoted.
    """

    question: str
    unit: str
    text: str
    context: tuple[str, ...] = ()
    may_quote: bool = False

    @property
    def comment(self) -> Comment:
        """What names it."""
        return self.question, self.unit

    @property
    def key(self) -> str:
        """What its row in a workbook is known by."""
        return row_key(self.question, self.unit)


def row_key(question: str, unit: str) -> str:
    """The key of a comment's row: question, identifier, and a check that shows when either was changed.

    Examples
    --------
    >>> row_key("q9", "r7")
    'q9/r7/5820'
    >>> is_key(row_key("q9", "r7")), is_key("q9/r8/5820")
    (True, False)
    """
    check = hashlib.sha256(f"{question}\n{unit}".encode("utf-8", "replace")).hexdigest()[:_CHECK]
    return f"{question}/{written_out(unit)}/{check}"


def is_key(text: str) -> bool:
    """Whether a text is the key of some comment, be it here or not."""
    question, _, rest = text.partition("/")
    unit, _, _ = rest.rpartition("/")
    return text == row_key(question, unit)


def comments_to_code(
    parameters: Parameters, received: Received, submissions: Sequence[Submission]
) -> tuple[ToCode, ...]:
    """Every comment of a coded question and every submission, in the order of the questions and of the responses."""
    plan = parameters.free_text
    if plan is None:
        return ()
    found: list[ToCode] = []
    if received.comments is not None and received.responses is not None:
        found += _comments(parameters, plan, received.comments, received.responses)
    for own in submissions:
        found.append(ToCode(own.channel, own.unit, _shown(own.text), tuple(_of_submission(own, parameters))))
    return tuple(found)


def _comments(
    parameters: Parameters, plan: FreeTextPlan, comments: pd.DataFrame, responses: pd.DataFrame
) -> Iterator[ToCode]:
    questionnaire, rule = parameters.questionnaire, plan.quotes
    told = {question: _told(questionnaire, question) for question in plan.coded}
    wanted = {*(name for own in told.values() for name in own), *_groups(questionnaire), rule.permission}
    columns = {name: responses[name].astype(str).tolist() for name in sorted(wanted) if name in responses}
    places = {unit: place for place, unit in enumerate(responses[RESPONSE_ID].tolist())}
    channels = parameters.consultation.data.channels if isinstance(parameters.consultation.data, SourcesData) else {}
    rows = (comments[name].tolist() for name in (RESPONSE_ID, QUESTION, TEXT, CHANNEL))
    for unit, question, text, channel in zip(*rows, strict=True):
        answers = {name: column[places[unit]] for name, column in columns.items()}
        context = [
            *_answers(questionnaire, told[question], answers),
            *_of_groups(questionnaire, told[question], answers),
        ]
        if channel in channels:
            context.append(f"Channel: {channels[channel].label}")
        allowed = bool(rule.permission) and answers.get(rule.permission, "") in rule.allowed_by
        yield ToCode(question, unit, _shown(text), tuple(map(_shown, context)), allowed)


def _told(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """The closed questions of the sections in which an open question was asked."""
    own = [section.questions for section in questionnaire.sections.values() if question in section.questions]
    named = dict.fromkeys(name for questions in own for name in questions)
    kinds = {name: str(asked.kind) for name, asked in questionnaire.also_asked.items()}
    return tuple(name for name in named if kinds.get(name) != "open")


def _answers(questionnaire: Questionnaire, names: Sequence[str], answers: dict[str, str]) -> Iterator[str]:
    for name in names:
        answer = answers.get(name, "")
        if answer and answer not in UNSAID:
            short = (questionnaire.questions.get(name) or questionnaire.also_asked[name]).short
            yield f"{short}: {_label(questionnaire, name, answer)}"


def _label(questionnaire: Questionnaire, name: str, answer: str) -> str:
    if name in questionnaire.questions:
        option = questionnaire.scale_of(name).options.get(answer)
        return option.label if option is not None else answer
    options = questionnaire.also_asked[name].options
    return ", ".join(options[part].label if part in options else part for part in answer.split(";"))


def _groups(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The questions by whose answers respondents are shown in groups."""
    return tuple(dict.fromkeys(own.question for own in questionnaire.breakdowns.values()))


def _of_groups(questionnaire: Questionnaire, told: Sequence[str], answers: dict[str, str]) -> Iterator[str]:
    for name, own in questionnaire.breakdowns.items():
        answer = answers.get(own.question, "")
        if CROSSED in name or not answer or answer in UNSAID or own.question in told:
            continue
        groups = questionnaire.groups_of(name).values() if own.question in questionnaire.questions else ()
        label = next(
            (group.label for group in groups if answer in group.of), _label(questionnaire, own.question, answer)
        )
        yield f"{own.title}: {label}"


def _of_submission(own: Submission, parameters: Parameters) -> Iterator[str]:
    if own.sender:
        yield f"From: {_shown(own.sender)}"
    if own.date:
        yield f"Date: {_shown(own.date)}"
    if own.people is not None:
        yield f"People: {own.people}"
    sections = parameters.questionnaire.sections
    if own.sections:
        yield "About: " + ", ".join(sections[name].title if name in sections else _shown(name) for name in own.sections)


def _shown(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # What can be printed steers nothing; letter by letter is slow.
    return text if text.replace("\n", " ").isprintable() else written_out(text)
