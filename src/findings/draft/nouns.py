"""The nouns of a questionnaire, made from what a draft knows of them; what it does not say has its default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from findings.consultation.guesses import Guess, Sure
from findings.consultation.model import (
    AlsoAsked,
    AnswerKind,
    Band,
    Breakdown,
    Choice,
    Group,
    Net,
    Option,
    Question,
    Section,
    Stance,
)


def guess(told: str, sure: Sure, because: str, instead: str = "") -> Guess:
    """What was guessed, in words, how sure it is, what led to it, and the next best reading."""
    return Guess.model_validate({"guess": told, "sure": sure, "because": because, "instead": instead})


def option(label: str, kind: AnswerKind, stance: Stance | None, also: Sequence[str]) -> Option:
    """An answer."""
    return Option.model_validate({"label": label, "kind": kind, "stance": stance, "also": tuple(also)})


def choice(label: str, also: Sequence[str], column: str, *, exclusive: bool = False, other: bool = False) -> Choice:
    """One answer of several."""
    given = {"label": label, "also": tuple(also), "column": column, "exclusive": exclusive, "other": other}
    return Choice.model_validate(given)


def band(label: str, at_least: Decimal | None, below: Decimal | None) -> Band:
    """Numbers that are counted together."""
    return Band.model_validate({"label": label, "at_least": at_least, "below": below})


def net(label: str, of: Sequence[str], stance: Stance) -> Net:
    """Several options counted together."""
    return Net.model_validate({"label": label, "of": tuple(of), "stance": stance})


def section(title: str, questions: Sequence[str]) -> Section:
    """A chapter of the report."""
    return Section.model_validate({"title": title, "questions": tuple(questions)})


def breakdown(title: str, question: str, groups: Mapping[str, Group] | None = None) -> Breakdown:
    """Groups of respondents."""
    return Breakdown.model_validate({"title": title, "question": question, "groups": dict(groups or {})})


def question(**values: object) -> Question:
    """A question that is counted."""
    return Question.model_validate(values)


def also_asked(**values: object) -> AlsoAsked:
    """A question with another answer than one out of several."""
    return AlsoAsked.model_validate(values)
