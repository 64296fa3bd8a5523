"""The words that go with the cells: what was asked, of whom, under which headings.

A story is the part of the parameters that the public may read: labels, wordings, dates, sources. How
the data are written and where they lie stays behind.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Literal

from pydantic import Field

from findings.consultation.boundaries import Outlines
from findings.consultation.codeframe import AgreementRule, CodeFrame, FreeTextPlan, Principle
from findings.consultation.commentary import Written
from findings.consultation.model import (
    CROSSED,
    AlsoAsked,
    Consultation,
    Frozen,
    OtherVoice,
    Question,
    Questionnaire,
    ReportSettings,
    Scale,
    Source,
    ThresholdDisclosure,
)
from findings.consultation.names import ALL, BASE, BASE_ANSWERED, BASE_ASKED, BASE_SCORED, NOT_ANSWERED, NOT_ASKED
from findings.evidence.cell import SourceKind
from findings.evidence.draft import headed
from findings.evidence.mark import CITED
from findings.evidence.methods import Method, methods_of
from findings.evidence.published import NO_CONTEXT, ContextTold, published
from findings.evidence.quote import Point, Quote


class Protection(Frozen):
    """What was done so that nobody can be recognised; `threshold` is 0 where nothing was hidden."""

    profile: str
    threshold: int
    reason: str


class ChannelTold(Frozen):
    """One way in which people answered, as a report tells it.

    Parameters
    ----------
    label, unit
        What it is called, and what one of its rows is.
    part
        Whether its answers are counted in this report, have a report of their own, or are not answers.
    """

    label: str
    unit: str
    part: Literal["counted", "apart", "submissions"]


class SubmissionsTold(Frozen):
    """Letters, notes of events or petitions, as a report tells them: kind, name, what one is, and where to read it.

    `shown_as_counted` is why their counts are shown however small, where they are.
    """

    kind: str
    label: str
    unit: str
    source: str
    shown_as_counted: str = ""


class PopulationTold(Frozen):
    """Of whom a table of population is, of which year, and where it comes from."""

    unit: str
    year: int
    source: str


class Story(Frozen):
    """All the words of a report.

    Parameters
    ----------
    title, organisation, purpose, opened, closed, published, language, sources, limits
        As the consultation declares them; a title of made-up data, or of a draft, begins with the mark.
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
    draft
        Whether something was guessed that nobody has confirmed: every page says so.
    channels
        The ways in which people answered, where there are several.
    pooled_because
        Why the answers of several channels are counted together; empty where they are not.
    populations
        Breakdown -> where it comes from how many people live in its groups.
    sample_because
        How the respondents were drawn, where that was by chance; else empty, as for every consultation that is open to
        whoever chooses to answer.
    methods
        The ways of counting that the report has to explain.
    until
        Of a look while the consultation is open: the last day that it counts.
    other_voices
        What came in other ways than as a response; no cell counts it.
    context
        What others published around the consultation: no cell counts it, and nothing is worked out from it.
    report
        What the publishing body settles of the report.
    commentary
        Slot -> what people wrote for it; only in the slice of a chapter that shows the slot, never in the store.
    outlines
        Breakdown -> group -> its outlines, where boundaries are given.
    quotes
        Passages of what people wrote that may be shown.
    points
        Every point that anybody made, as the register keeps it.
    frames
        Open question or submissions -> the code frame that it was coded with.
    submissions
        Letters and other submissions by name: what they are called and counted in.
    principles
        What people want, made of themes.
    agreement
        How coders' agreement is measured, and what a theme needs to stand in a headline; None where nothing is coded.
    unsure
        Open question or submissions -> the themes on which coders agree too little for a headline; tables show them.
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
    draft: bool = False
    channels: Mapping[str, ChannelTold] = Field({})
    pooled_because: str = ""
    populations: Mapping[str, PopulationTold] = Field({})
    sample_because: str = ""
    methods: tuple[Method, ...] = ()
    until: datetime.date | None = None
    other_voices: Mapping[str, OtherVoice] = Field({})
    context: ContextTold = NO_CONTEXT
    report: ReportSettings = ReportSettings.model_validate({})
    commentary: Mapping[str, tuple[Written, ...]] = Field({})
    outlines: Mapping[str, Outlines] = Field({})
    quotes: tuple[Quote, ...] = ()
    points: tuple[Point, ...] = ()
    frames: Mapping[str, CodeFrame] = Field({})
    submissions: Mapping[str, SubmissionsTold] = Field({})
    principles: Mapping[str, Principle] = Field({})
    agreement: AgreementRule | None = None
    unsure: Mapping[str, tuple[str, ...]] = Field({})

    @property
    def made_up(self) -> bool:
        """Whether everything that shows these numbers must be marked."""
        return self.source_kind is SourceKind.MADE_UP

    def headed(self, text: str) -> str:
        """A title of a page or a sheet, led by the marks of this report."""
        return headed(text, made_up=self.made_up, draft=self.draft)

    def option_label(self, question: str, option: str) -> str:
        """What a row of a table is called: an option, a net, or why an answer is missing."""
        scale = self.questionnaire.scale_of(question)
        if option.startswith("not_") and option not in FIXED_LABELS:
            return f"Not chosen: {self.option_label(question, option.removeprefix('not_'))}"
        if option.startswith("net_"):
            return scale.nets[option.removeprefix("net_")].label
        if option == PEOPLE and question.endswith(OF_PEOPLE):
            return "Number of people"
        return FIXED_LABELS.get(option) or scale.options[option].label

    def level_label(self, breakdown: str, level: str) -> str:
        """What a group is called."""
        groups = self.questionnaire.groups_of(breakdown) if breakdown else {}
        if level not in groups and CROSSED in breakdown:
            pairs = zip(breakdown.split(CROSSED), level.split("."), strict=True)
            return ", ".join(self.level_label(part, own) for part, own in pairs)
        return groups[level].label if level in groups else FIXED_LEVEL_LABELS[level]


PEOPLE, OF_PEOPLE = "people", "_people"
"""How many took part in events, or signed: what a question of submissions counts beside the submissions."""
FIXED_LABELS = {
    NOT_ANSWERED: "Not answered",
    NOT_ASKED: "Not asked",
    BASE: "Base",
    BASE_ANSWERED: "Those who answered",
    BASE_ASKED: "Those who were asked",
    BASE_SCORED: "Those whose answer has a score",
}
FIXED_LEVEL_LABELS = {
    "": "All respondents",
    ALL: "All respondents",
    NOT_ANSWERED: "Group not stated",
    NOT_ASKED: "Not asked which group",
}


def tell(
    consultation: Consultation,
    questionnaire: Questionnaire,
    source_kind: SourceKind,
    tables: Collection[str],
    *,
    draft: bool = False,
    counted: Collection[str] = (),
    until: datetime.date | None = None,
    outlines: Mapping[str, Outlines] | None = None,
    free_text: FreeTextPlan | None = None,
    quotes: Collection[Quote] = (),
    points: Collection[Point] = (),
    unsure: Mapping[str, tuple[str, ...]] | None = None,
) -> Story:
    """The public words of a consultation.

    `counted` are the channels whose answers are counted together, `until` the day of a look while others still answer.
    """
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
        title=headed(consultation.title, made_up=made_up, draft=draft),
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
        draft=draft,
        until=until,
        channels=_channels(consultation, counted),
        pooled_because=data.pooled.because if data.reader == "sources" and data.pooled and len(counted) > 1 else "",
        populations={
            name: PopulationTold(unit=table.unit, year=table.year, source=table.source)
            for name, table in consultation.populations.items()
        },
        sample_because=consultation.sample.because if consultation.sample else "",
        methods=methods_of(questionnaire, tables),
        commentary={},
        outlines=outlines or {},
        # While others may still answer, what was said at events or in letters is no more shown than answers are.
        other_voices=consultation.other_voices if questionnaire.sections else {},
        context=published(consultation.context),
        report=consultation.report,
        quotes=tuple(quotes),
        points=tuple(points),
        frames={} if free_text is None else _frames(free_text),
        submissions={} if free_text is None else _submissions(free_text),
        principles={} if free_text is None else free_text.principles,
        agreement=None if free_text is None else free_text.agreement,
        unsure=unsure or {},
    )


def _frames(plan: FreeTextPlan) -> dict[str, CodeFrame]:
    named = {name: plan.frame_of(name) for name in (*plan.coded, *plan.submissions)}
    return {name: frame for name, frame in named.items() if frame is not None}


def _submissions(plan: FreeTextPlan) -> dict[str, SubmissionsTold]:
    return {
        name: SubmissionsTold(
            kind=str(own.kind),
            label=own.label,
            unit=own.unit,
            source=own.source,
            shown_as_counted=own.shown_as_counted,
        )
        for name, own in plan.submissions.items()
    }


def _channels(consultation: Consultation, counted: Collection[str]) -> dict[str, ChannelTold]:
    data = consultation.data
    if data.reader != "sources":
        return {}
    return {
        name: ChannelTold(
            label=channel.label,
            unit=channel.unit,
            part="submissions" if channel.counts == "submissions" else "counted" if name in counted else "apart",
        )
        for name, channel in data.channels.items()
    }


def _published(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire without the ways in which the data write an answer."""
    return questionnaire.model_copy(
        update={
            "scales": {name: _scale(scale) for name, scale in questionnaire.scales.items()},
            "questions": {name: _question(question) for name, question in questionnaire.questions.items()},
            "also_asked": {name: _also_asked(asked) for name, asked in questionnaire.also_asked.items()},
        }
    )


def _scale(scale: Scale) -> Scale:
    options = {name: option.model_copy(update={"also": ()}) for name, option in scale.options.items()}
    return scale.model_copy(update={"options": options})


def _also_asked(asked: AlsoAsked) -> AlsoAsked:
    options = {name: choice.model_copy(update={"also": (), "column": ""}) for name, choice in asked.options.items()}
    return asked.model_copy(update={"options": options, "column": "", "separator": ""})


def _question(question: Question) -> Question:
    options = {name: option.model_copy(update={"also": ()}) for name, option in question.options.items()}
    return question.model_copy(update={"options": options, "column": ""})
