"""Spans of text from cells, labels and parameters: every piece with its origin."""

from __future__ import annotations

import datetime

from findings.consultation.model import BaseKind
from findings.consultation.names import CellId
from findings.evidence.cell import Cell, SourceKind
from findings.evidence.store import Evidence
from findings.exhibits.about import about
from findings.exhibits.coded import is_of_section
from findings.exhibits.model import Line, Origin, Span

BASE_NOTE = {
    BaseKind.ANSWERED: "Base: those who answered the question",
    BaseKind.ASKED: "Base: those who were asked the question, whether or not they answered",
    BaseKind.ALL: "Base: all respondents, whether or not they answered the question",
}


def words(text: str) -> Line:
    """Text of our own, without figures."""
    return (Span(text),)


def label(text: str) -> Line:
    """Text from the parameters that names something: an option, a group, a question."""
    return (Span(text, Origin.LABEL),)


def parameter(text: str) -> Line:
    """Text from the parameters that says something: a date, the purpose, a limit."""
    return (Span(text, Origin.PARAMETER),)


def citation(text: str) -> Line:
    """The name of a source."""
    return (Span(text, Origin.CITATION),)


# Written out, since the names that `strftime` gives depend on the machine's locale.
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def long_date(date: datetime.date) -> str:
    """A date as reports print it.

    Examples
    --------
    >>> long_date(datetime.date(2022, 12, 4))
    '4 December 2022'
    """
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def cell_span(evidence: Evidence, cell: Cell) -> Span:
    """A cell's value as a reader sees it, with what it counts."""
    return Span(cell.text, Origin.CELL, cell.cell, about(evidence, cell), cell.source_kind is SourceKind.MADE_UP)


def found(evidence: Evidence, identifier: CellId) -> Line:
    """A cell's value, or nothing where the table has no such cell."""
    cell = evidence.find(identifier)
    return (cell_span(evidence, cell),) if cell else ()


def question_heading(evidence: Evidence, question: str) -> Line:
    """A question's number and its short name; of all comments of a section the name alone."""
    spec = evidence.story.questionnaire.questions[question]
    if is_of_section(evidence, question):
        return label(spec.short)
    return (*label(spec.number), *words(". "), *label(spec.short))
