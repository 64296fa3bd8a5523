"""How free text is read by people: code frames with their history, codings, what came beside the survey, principles.

The nouns of `codeframe.yaml`. A code frame is a list of themes that serves some open questions; coders give a
comment as many of them as it holds. `counted_codes` says what is counted of them; `findings.freetext` reads them.
"""

from __future__ import annotations

import datetime
import enum
from typing import Annotated, Literal

from pydantic import Field

from findings.consultation.noun import Frozen, Text
from findings.consultation.voices import VoiceKind

NO_CONTENT = "no_content"
SET_ASIDE = "set_aside"
TO_CODE = "to_code"
OUTSIDE = "outside"
FIXED_CODES = {
    OUTSIDE: "Another point than those of the code frame",
    NO_CONTENT: "Nothing that answers the question",
    SET_ASIDE: "Set aside, with a reason",
    TO_CODE: "Not coded yet",
}
"""What a comment may be besides its themes, so that every comment received is accounted for.

`outside` may stand beside themes; the others stand alone."""
THEMES, SENTIMENT, TOGETHER, PRINCIPLES = "_themes", "_sentiment", "_together", "_principles"
"""What follows the name of an open question in the names of the questions that are counted from its codings."""
AGREEMENT = "_agreement"
"""What follows it in the name of the table of how far its coders agree."""
CANDIDATES = "_candidates"
"""What follows it in the name of the table of what became of the codes that a machine proposed."""
WITH = "_with_"
"""What stands between the two themes of an option of `_together`."""


class Polarity(enum.StrEnum):
    """How a theme stands to what is asked about."""

    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"
    EITHER = "either"


class Sentiment(enum.StrEnum):
    """How a comment speaks of what it is about, where coders said so."""

    POSITIVE = "positive"
    MIXED = "mixed"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    UNCLEAR = "unclear"


class Theme(Frozen):
    """One theme of a code frame, or a part of one."""

    label: Text = Field(description="As the report prints it.")
    definition: str = Field("", description="What belongs to it and what does not, for coders and readers.")
    examples: tuple[Text, ...] = Field((), description="Comments as they might be written that belong to it.")
    polarity: Polarity = Field(Polarity.EITHER, description="Whether who says it is for or against, if it tells.")
    under: str = Field("", description="The theme that it is a part of; one level deep.")
    questions: tuple[str, ...] = Field((), description="Only given in answers to these open questions; else in all.")
    proposals: tuple[str, ...] = Field((), description="The sections that it says something about; else all.")
    also: tuple[Text, ...] = Field((), description="Other ways in which files of codings write it.")


class FrameChange(Frozen):
    """What became of the themes of the version before: nothing of a frame's history is lost."""

    version: Text = Field(description="The version that came of it.")
    on: datetime.date
    why: Text
    renamed: dict[str, str] = Field({}, description="Old name -> new name.")
    merged: dict[str, tuple[str, ...]] = Field({}, description="Theme that stands now -> the old ones in it.")
    split: dict[str, tuple[str, ...]] = Field(
        {}, description="Old theme -> the themes that stand now; what was coded with it has to be coded again."
    )
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = Field((), description="Themes that went without another; coded with them, code again.")


class CodeFrame(Frozen):
    """A version of a list of themes, and the open questions that it serves."""

    version: Text
    questions: tuple[str, ...] = Field((), description="The open questions whose answers are coded with it.")
    themes: Annotated[dict[str, Theme], Field(min_length=1)]
    history: tuple[FrameChange, ...] = Field((), description="From version to version, the oldest first.")
    sentiment: bool = Field(False, description="Whether coders also say how a comment speaks; counted only then.")
    together: bool = Field(False, description="Whether it is counted which whole themes are named together.")
    together_of: tuple[str, ...] = Field(
        (), description="The whole themes of which that is counted; needed where the frame has more than 12."
    )

    @property
    def whole(self) -> tuple[str, ...]:
        """The themes that are no part of another."""
        return tuple(name for name, theme in self.themes.items() if not theme.under)

    def parts_of(self, theme: str) -> tuple[str, ...]:
        """The themes that are parts of a theme."""
        return tuple(name for name, own in self.themes.items() if own.under == theme)

    def serving(self, question: str) -> dict[str, Theme]:
        """The themes that may be given in answers to a question, or to submissions, in their order."""
        return {name: own for name, own in self.themes.items() if not own.questions or question in own.questions}


class CodingFile(Frozen):
    """A file of codings that another program or person made; see docs/code_free_text.md."""

    file: Text
    layout: Literal["long", "wide", "cell", "nvivo", "themefinder"] = Field(
        description="A row a code (long), a column a theme (wide), several codes in a cell, or a program's export."
    )
    question: str = Field("", description="The open question, or the name of the submissions, that was coded.")
    id_column: str = Field("response_id", description="The column of the response's identifier.")
    question_column: str = Field("", description="The column that names the question, if the file is of several.")
    code_column: str = Field("code", description="The column of the code or codes.")
    separator: str = Field(";", description="What stands between several codes in a cell.")
    coder_column: str = ""
    date_column: str = ""
    sentiment_column: str = ""
    sentiments: dict[str, Sentiment] = Field({}, description="What the file writes -> what it means.")
    themes: dict[str, str] = Field({}, description="Heading or code as the file writes it -> theme.")
    coder: str = Field("", description="Who coded, where the file does not say.")
    machine: bool = Field(False, description="Whether a machine made it: candidates until a person accepts them.")
    version: str = Field("", description="The version of the code frame that it was coded with; else the present one.")
    sheet: str = ""


class Submissions(Frozen):
    """Letters, notes of events or petitions: submissions, coded with the same frame and never added to answers."""

    kind: VoiceKind
    label: Text = Field(description="What readers see, for example 'Letters'.")
    unit: Text = Field(description="What one row is, for example 'letters'.")
    frame: str = Field(description="The code frame that it is coded with.")
    file: Text = Field(description="A CSV file or a sheet, a row a submission.")
    sheet: str = ""
    id_column: str = "id"
    text_column: str = "text"
    from_column: str = Field("", description="Who wrote; named only if it stands in 'bodies'.")
    bodies: tuple[Text, ...] = Field(
        (), description="Senders that are bodies and may be named; every other sender is a person and never named."
    )
    date_column: str = ""
    proposal_column: str = Field("", description="The section or sections that it is about, with ; between.")
    people_column: str = Field("", description="How many took part or signed.")
    source: Text = Field(description="Where it can be read, for example 'Letters received by post'.")
    shown_as_counted: str = Field(
        "",
        description="Why their counts are shown however small: none stands for a person, as with public meetings. "
        "Without a reason they are protected as people's answers are.",
    )


class AgreementRule(Frozen):
    """How two coders' agreement is measured, and what a theme needs to stand in a headline."""

    share_coded_twice: Annotated[float, Field(ge=0.0, le=1.0)] = Field(
        0.15, description="Of the comments, how many are given to two coders."
    )
    least_alpha: Annotated[float, Field(ge=-1.0, le=1.0)] = Field(
        0.667, description="A theme with a lower Krippendorff's alpha is in no headline."
    )
    least_comments: Annotated[int, Field(ge=1)] = Field(
        20, description="Of fewer comments that both coded, agreement is not measured and no theme is held back."
    )
    resamples: Annotated[int, Field(ge=0, le=10_000)] = Field(1000, description="Of the bootstrap intervals.")
    seed: Annotated[int, Field(ge=0)] = 1


class QuoteRules(Frozen):
    """Which quotes a report shows."""

    permission: str = Field("", description="The question whose answer allows a quote; without it none is shown.")
    allowed_by: tuple[str, ...] = Field((), description="Its options that allow it.")
    per_theme: Annotated[int, Field(ge=0, le=20)] = 3
    shortest: Annotated[int, Field(ge=1)] = Field(40, description="Letters.")
    longest: Annotated[int, Field(ge=1)] = Field(400, description="Letters.")
    told_by: tuple[str, ...] = Field((), description="The breakdowns by which a quote's speaker is described.")
    smallest_group: Annotated[int, Field(ge=2)] = Field(
        10, description="A speaker is described only by groups that at least so many respondents share."
    )
    spread_over: str = Field("", description="The breakdown over whose groups quotes are spread.")
    names: tuple[Text, ...] = Field((), description="Names of staff and others that are always taken out.")
    keep: tuple[Text, ...] = Field((), description="Names that stay, as those of places and services consulted on.")
    places: tuple[Text, ...] = Field((), description="Places narrower than may be shown, always taken out.")
    postcode_districts: bool = Field(False, description="Whether the first half of a postcode alone is taken out too.")
    name_model: str = Field("", description="A spaCy model that reads for names too; needs findings[names].")


class Principle(Frozen):
    """What people want, made of the themes that say so."""

    label: Text
    statement: Text = Field(description="The principle in a sentence.")
    themes: Annotated[tuple[str, ...], Field(min_length=1)]
    features: tuple[Text, ...] = Field((), description="The design features that answer it.")


class FreeTextPlan(Frozen):
    """`codeframe.yaml`: how free text is coded, counted and shown."""

    frames: Annotated[dict[str, CodeFrame], Field(min_length=1)]
    codings: tuple[CodingFile, ...] = ()
    submissions: dict[str, Submissions] = Field({}, description="Letters, events, petitions: by a name each.")
    agreement: AgreementRule = AgreementRule.model_validate({})
    quotes: QuoteRules = QuoteRules.model_validate({})
    rare: Annotated[int, Field(ge=0)] = Field(
        5, description="A comment with a theme that so few or fewer gave, or with none, yields a draft point."
    )
    principles: dict[str, Principle] = Field({}, description="What people want, by a name each.")

    def frame_of(self, question: str) -> CodeFrame | None:
        """The code frame that an open question or a kind of submissions is coded with."""
        if question in self.submissions:
            return self.frames.get(self.submissions[question].frame)
        return next((frame for frame in self.frames.values() if question in frame.questions), None)

    @property
    def coded(self) -> tuple[str, ...]:
        """The open questions that are coded."""
        return tuple(dict.fromkeys(name for frame in self.frames.values() for name in frame.questions))
