"""What came in other ways than as a response: events, letters, petitions; told beside the responses, never added."""

from __future__ import annotations

import enum
from typing import Annotated

from pydantic import Field

from findings.consultation.noun import Frozen, Text


class VoiceKind(enum.StrEnum):
    """In which way people spoke."""

    EVENT = "event"
    LETTER = "letter"
    PETITION = "petition"
    SOCIAL_MEDIA = "social_media"
    OTHER = "other"


BY_LINE = (VoiceKind.EVENT, VoiceKind.PETITION)
"""The kinds in which each line of a text stands by itself, as notes are taken."""


class OtherVoice(Frozen):
    """One way in which people spoke that no table of responses counts."""

    kind: VoiceKind = Field(description="An event, letters, a petition, social media, or something else.")
    label: Text = Field(description="What readers see, for example 'Public meetings in March'.")
    count: Annotated[int, Field(ge=0)] = Field(description="How many of its unit there were.")
    unit: Text = Field(description="What is counted, for example 'signatures', 'people who came', 'letters'.")
    said: tuple[Text, ...] = Field((), description="What was said, a point an entry, in people's words or close.")
    source: Text = Field(description="Where this can be read, for example 'Notes of the meetings'.")


class ReportSettings(Frozen):
    """What the report leaves to the body that publishes it."""

    least_base: Annotated[int, Field(ge=1)] = Field(
        30,
        description="Groups of fewer who answered are not named among the largest differences; tables show them all.",
    )
    tables_by: tuple[Text, ...] | None = Field(
        None,
        description="The breakdowns by which the chapters of questions have tables; all, unless some are named. What "
        "is left out there stands in the file of evidence, and compared in the chapter on groups.",
    )
