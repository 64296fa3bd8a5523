"""What the parameters say, as frozen objects: the nouns of a consultation.

Everything here is built from YAML in one place (`findings.consultation.build`) and never changes
afterwards. What a public body prints comes first; how its data are read stands in `data`.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import Field

from findings.consultation.asked import (
    CROSSED,
    ONE_ANSWER,
    About,
    AlsoAsked,
    AnswerKind,
    Band,
    BaseKind,
    Breakdown,
    Choice,
    Group,
    Kind,
    Matrix,
    Net,
    Option,
    Question,
    Questionnaire,
    Scale,
    Section,
    Stance,
)
from findings.consultation.context import Context, ContextTable, Fact
from findings.consultation.data import (
    Campaign,
    Channel,
    DateOrder,
    DeclaredFunnel,
    FunnelStep,
    Pooled,
    PostcodeLookup,
    ResponsesData,
    SamePerson,
    SourceFile,
    SourcesData,
    TallyData,
    sources_of,
)
from findings.consultation.language import Language
from findings.consultation.noun import Frozen, Text
from findings.consultation.population import Population
from findings.consultation.sample import (
    Comparisons,
    Correction,
    MidPoint,
    Raking,
    Sample,
)
from findings.consultation.voices import OtherVoice, ReportSettings, VoiceKind

__all__ = [
    "CROSSED",
    "ONE_ANSWER",
    "About",
    "AlsoAsked",
    "AnswerKind",
    "Band",
    "BaseKind",
    "Breakdown",
    "Campaign",
    "Channel",
    "Choice",
    "Comparisons",
    "Consultation",
    "Context",
    "ContextTable",
    "Correction",
    "DateOrder",
    "DeclaredFunnel",
    "Fact",
    "Frozen",
    "FunnelStep",
    "Group",
    "Kind",
    "Matrix",
    "MidPoint",
    "Net",
    "NoDisclosureControl",
    "Option",
    "OtherVoice",
    "Pooled",
    "Population",
    "PostcodeLookup",
    "Question",
    "Questionnaire",
    "Raking",
    "ReportSettings",
    "ResponsesData",
    "SamePerson",
    "Sample",
    "Scale",
    "Section",
    "Source",
    "SourceFile",
    "SourcesData",
    "Stance",
    "TallyData",
    "Text",
    "ThresholdDisclosure",
    "VoiceKind",
    "sources_of",
]


class NoDisclosureControl(Frozen):
    """Everything is shown, as for data that are public already."""

    profile: Literal["none"]
    reason: Text = Field(description="Why nothing needs to be hidden; printed with the method.")


class ThresholdDisclosure(Frozen):
    """Small counts are hidden, with what would give them back within the table."""

    profile: Literal["threshold"]
    threshold: Annotated[int, Field(ge=2, le=1000)] = Field(description="Counts from 1 to one less are hidden.")


class Source(Frozen):
    """A document that the report cites."""

    title: Text
    publisher: Text
    note: str = ""


class Consultation(Frozen):
    """`consultation.yaml`: what was consulted on, by whom and when, and how its data are read."""

    title: Text
    organisation: Text = Field(description="The public body that publishes the report.")
    purpose: Text = Field(description="What people were asked about, in a few sentences.")
    opened: datetime.date
    closed: datetime.date
    published: datetime.date = Field(description="The date that the report carries.")
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")] = "en"
    languages: tuple[Language, ...] = Field(
        (), description="Other languages that the report is also made in; see docs/languages.md."
    )
    sources: tuple[Source, ...] = ()
    limits: tuple[Text, ...] = Field((), description="Limits of these results, beside the standard ones.")
    data: Annotated[TallyData | ResponsesData | SourcesData, Field(discriminator="reader")]
    disclosure: Annotated[NoDisclosureControl | ThresholdDisclosure, Field(discriminator="profile")]
    populations: dict[str, Population] = Field(
        {}, description="Breakdown -> how many people live in each of its groups, from official statistics."
    )
    sample: Sample | None = Field(None, description="Given only where respondents were drawn by chance.")
    midpoint: MidPoint | None = Field(None, description="Makes the edition 'midpoint'.")
    other_voices: dict[str, OtherVoice] = Field(
        {}, description="Events, letters, petitions: told beside the responses and not counted with them."
    )
    context: Context = Field(
        Context.model_validate({}),
        description="What others published around the consultation: told in a chapter of its own, and no result.",
    )
    report: ReportSettings = ReportSettings.model_validate({})
