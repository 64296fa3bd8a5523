"""Figures that a person may type in prose, since the parameters say them: question numbers, dates, years, labels.

Each is a whole expression of the parameters, never a bare number, which could be anything: a year is one of the
consultation's own dates, and a count of so many would be printed with a comma.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from findings.evidence.store import Evidence
from findings.evidence.story import Story
from findings.exhibits.model import Line, Origin, Span
from findings.exhibits.number_words import has_figure
from findings.exhibits.wording import MONTHS, long_date

_NUMBER = re.compile(r"(?:Question |Q)?(\d+[a-z]?)")
_RANGE = re.compile(r"\d+ ?[-\u2013] ?\d+")
_SHORTEST = 4
"""A label of fewer letters could stand for a figure: `1`, `50%`."""


class KnownFigures:
    """The expressions with figures that the parameters of a chapter hold.

    Examples
    --------
    >>> known = KnownFigures({"Q8": Origin.LABEL, "2016": Origin.PARAMETER})
    >>> [(span.text, str(span.origin)) for span in known.split("In Q8, not in Q88, of 2016.")]
    [('In ', 'words'), ('Q8', 'label'), (', not in Q88, of ', 'words'), ('2016', 'parameter'), ('.', 'words')]
    """

    def __init__(self, expressions: dict[str, Origin]) -> None:
        self._expressions = expressions
        longest_first = sorted(expressions, key=lambda text: (-len(text), text))
        together = "|".join(re.escape(text) for text in longest_first)
        # No part of a longer number or word: 2016 in 2016.5, Q8 in Q8a.
        self._pattern = re.compile(rf"(?<![\w.,])(?:{together})(?![\w%]|[.,]\d)") if expressions else None

    def split(self, text: str) -> Line:
        """The text in spans: those expressions with their origin, and words."""
        if self._pattern is None or not has_figure(text):
            return (Span(text),)
        spans: list[Span] = []
        end = 0
        for match in self._pattern.finditer(text):
            if match.start() > end:
                spans.append(Span(text[end : match.start()]))
            spans.append(Span(match[0], self._expressions[match[0]]))
            end = match.end()
        return (*spans, Span(text[end:])) if end < len(text) else tuple(spans)


def known_figures(evidence: Evidence) -> KnownFigures:
    """The expressions of the words that a chapter may read."""
    story = evidence.story
    labels = dict.fromkeys(_labels(story), Origin.LABEL)
    return KnownFigures({**labels, **dict.fromkeys(_dates(story), Origin.PARAMETER)})


def _labels(story: Story) -> Iterator[str]:
    asked = story.questionnaire
    for question in asked.questions.values():
        yield from _question_number(question.number)
    long_enough = (
        [story.title]
        + [text for question in asked.questions.values() for text in (question.short, question.wording)]
        + [section.title for section in asked.sections.values()]
        + [breakdown.title for breakdown in asked.breakdowns.values()]
        + [option.label for name in asked.questions for option in asked.scale_of(name).options.values()]
        + [net.label for name in asked.questions for net in asked.scale_of(name).nets.values()]
        + [group.label for name in asked.breakdowns for group in asked.groups_of(name).values()]
    )
    for text in long_enough:
        if has_figure(text) and len(text) >= _SHORTEST and (_RANGE.fullmatch(text) or any(map(str.isalpha, text))):
            yield text


def _question_number(number: str) -> Iterator[str]:
    """How a question is named: as the parameters do, and in full.

    Examples
    --------
    >>> list(_question_number("Q8")), list(_question_number("8a")), list(_question_number("Profile 1"))
    (['Q8', 'Question 8', 'question 8'], ['Q8a', 'Question 8a', 'question 8a'], ['Profile 1'])
    """
    plain = _NUMBER.fullmatch(number)
    if plain:
        yield from (f"Q{plain[1]}", f"Question {plain[1]}", f"question {plain[1]}")
    elif has_figure(number) and any(map(str.isalpha, number)):
        yield number


def _dates(story: Story) -> Iterator[str]:
    days = [story.opened, story.closed, story.published, *([story.until] if story.until else [])]
    for day in days:
        yield from forms_of(day)
    yield from (str(told.year) for told in story.populations.values())


def forms_of(day: datetime.date) -> tuple[str, ...]:
    """A day, with and without its year, its month, and its year.

    Examples
    --------
    >>> forms_of(datetime.date(2022, 12, 4))
    ('4 December 2022', '4 December', 'December 2022', '2022')
    """
    month = MONTHS[day.month - 1]
    return (long_date(day), f"{day.day} {month}", f"{month} {day.year}", str(day.year))
