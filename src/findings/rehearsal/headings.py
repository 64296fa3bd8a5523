"""The headings of a rehearsed file: those of the questions as the questionnaire names them, and those beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from findings.consultation.madeup import COLUMN
from findings.consultation.model import AlsoAsked, Questionnaire
from findings.consultation.rehearsal import CHANNEL, channel_question, given_by, heading_of
from findings.errors import ParameterError, Problem
from findings.rehearsal.places import places

MAY_QUOTE = "may_quote"
"""Permission to quote: a column, or a question of this name."""


@dataclass(frozen=True)
class Headings:
    """The headings of the columns beside the questions, none of which is a question's; and where comments stand.

    Parameters
    ----------
    id, received, channel, email, may_quote
        Of these columns; none for the channel or the permission to quote where
        a question asks for it.
    comments
        Place to write -> heading: that of an open question is its own.
    unasked
        Those of the places to write that are no question's.
    """

    id: str
    received: str
    channel: str
    email: str
    may_quote: str
    comments: Mapping[str, str]
    unasked: tuple[str, ...]

    @property
    def ignored(self) -> list[str]:
        """The columns that the analysis does not use."""
        found = [self.received, self.channel, *self.unasked, self.may_quote]
        return [heading for heading in found if heading]


def headings(questionnaire: Questionnaire) -> Headings:
    """Headings for everything that is no question.

    Raises
    ------
    ParameterError
        If a question's column has the heading that marks made-up data, or that of another question.
    """
    taken, problems = {COLUMN: "the mark of made-up data"}, []
    for part, name, heading in _asked(questionnaire):
        owner = taken.setdefault(heading, f"question {name}")
        if owner != f"question {name}":
            where, do = f"questionnaire.yaml ({part}.{name})", "Give the question another 'column'."
            problems.append(Problem(where, f"its column is that of {owner} too", heading, do=do))
    if problems:
        raise ParameterError(problems)

    def free(heading: str) -> str:
        while heading in taken:
            heading += "_"
        taken[heading] = heading
        return heading

    beside = {
        "id": free("response_id"),
        "received": free("received"),
        "channel": "" if channel_question(questionnaire) else free(CHANNEL),
        "email": free("email"),
        # Where the questionnaire asks for permission itself, there is no second column of it.
        "may_quote": "" if MAY_QUOTE in questionnaire.questions else free(MAY_QUOTE),
    }
    asked = questionnaire.also_asked
    comments = {
        place.name: also_heading(place.name, asked[place.name]) if place.asked else free(f"comment_{place.name}")
        for place in places(questionnaire)
    }
    unasked = tuple(comments[place.name] for place in places(questionnaire) if not place.asked)
    return Headings(**beside, comments=comments, unasked=unasked)


def in_columns(asked: AlsoAsked) -> bool:
    """Whether each answer of a question with several has a column of its own."""
    return bool(asked.options) and all(choice.column for choice in asked.options.values())


def also_heading(name: str, asked: AlsoAsked) -> str:
    """The heading of a question that stands in one column."""
    return asked.column or name


def _asked(questionnaire: Questionnaire) -> Iterator[tuple[str, str, str]]:
    """Part of the questionnaire, question, heading: of each column that a question stands in."""
    for name, question in questionnaire.questions.items():
        # What the campaigns answer stands in no column.
        if name not in given_by("campaign", questionnaire):
            yield "questions", name, heading_of(name, question)
    for name, asked in questionnaire.also_asked.items():
        own = [choice.column for choice in asked.options.values()] if in_columns(asked) else [also_heading(name, asked)]
        for heading in own:
            yield "also_asked", name, heading
