"""The words that go with the cells: what was asked, of whom, under which headings.

A story is the part of the parameters that the public may read: labels, wordings, dates, sources. How
the data are written and where they lie stays behind.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection

from findings.consultation.model import (
    Consultation,
    Frozen,
    Question,
    Questionnaire,
    Scale,
    Source,
    ThresholdDisclosure,
)
from findings.consultation.names import BASE, BASE_ANSWERED, NOT_ANSWERED, NOT_ASKED
from findings.evidence.cell import SourceKind
from findings.evidence.mark import CITED, marked


class Protection(Frozen):
    """What was done so that nobody can be recognised; `threshold` is 0 where nothing was hidden."""

    profile: str
    threshold: int
    reason: str


class Story(Frozen):
    """All the words of a report.

    Parameters
    ----------
    title, organisation, purpose, opened, closed, published, language, sources, limits
        As the consultation declares them; a title of made-up data begins with the mark.
    data_source, funnel_source
        Where the numbers come from, as the report cites it; said to be made up where they are.
    source_kind
        What kind of data were counted.
    protection
        The disclosure profile, as the method chapter tells it.
    questionnaire
        Questions, options, sections and breakdowns, without what only the reading of data needs.
    tables
        The tables that were declared, in order.
    """

    title: str
    organisation: str
    purpose: str
    opened: datetime.date
    closed: datetime.date
    published: datetime.date
    language: str
    sources: tuple[Source, ...]
    limits: tuple[str, ...]
    data_source: str
    funnel_source: str
    source_kind: SourceKind
    protection: Protection
    questionnaire: Questionnaire
    tables: tuple[str, ...]

    @property
    def made_up(self) -> bool:
        """Whether everything that shows these numbers must be marked."""
        return self.source_kind is SourceKind.MADE_UP

    def option_label(self, question: str, option: str) -> str:
        """What a row of a table is called: an option, a net, or why an answer is missing."""
        scale = self.questionnaire.scale_of(question)
        if option.startswith("net_"):
            return scale.nets[option.removeprefix("net_")].label
        return FIXED_LABELS.get(option) or scale.options[option].label

    def level_label(self, breakdown: str, level: str) -> str:
        """What a group is called."""
        groups = self.questionnaire.groups_of(breakdown) if breakdown else {}
        return groups[level].label if level in groups else FIXED_LEVEL_LABELS[level]


FIXED_LABELS = {
    NOT_ANSWERED: "Not answered",
    NOT_ASKED: "Not asked",
    BASE: "Base",
    BASE_ANSWERED: "Those who answered",
}
FIXED_LEVEL_LABELS = {"": "All respondents", NOT_ANSWERED: "Group not stated", NOT_ASKED: "Not asked which group"}


def tell(
    consultation: Consultation, questionnaire: Questionnaire, source_kind: SourceKind, tables: Collection[str]
) -> Story:
    """The public words of a consultation."""
    disclosure = consultation.disclosure
    if isinstance(disclosure, ThresholdDisclosure):
        protection = Protection(profile="threshold", threshold=disclosure.threshold, reason="")
    else:
        protection = Protection(profile="none", threshold=0, reason=disclosure.reason)
    data = consultation.data
    made_up = source_kind is SourceKind.MADE_UP

    def cited(source: str) -> str:
        return f"{source} ({CITED})" if made_up else source

    return Story(
        title=marked(consultation.title) if made_up else consultation.title,
        organisation=consultation.organisation,
        purpose=consultation.purpose,
        opened=consultation.opened,
        closed=consultation.closed,
        published=consultation.published,
        language=consultation.language,
        sources=consultation.sources,
        limits=consultation.limits,
        data_source=cited(data.source),
        funnel_source=cited(data.funnel.source if data.reader == "tally" else data.source),
        source_kind=source_kind,
        protection=protection,
        questionnaire=_published(questionnaire),
        tables=tuple(tables),
    )


def _published(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire without the ways in which the data write an answer."""
    return questionnaire.model_copy(
        update={
            "scales": {name: _scale(scale) for name, scale in questionnaire.scales.items()},
            "questions": {name: _question(question) for name, question in questionnaire.questions.items()},
        }
    )


def _scale(scale: Scale) -> Scale:
    options = {name: option.model_copy(update={"also": ()}) for name, option in scale.options.items()}
    return scale.model_copy(update={"options": options})


def _question(question: Question) -> Question:
    options = {name: option.model_copy(update={"also": ()}) for name, option in question.options.items()}
    return question.model_copy(update={"options": options, "column": ""})
