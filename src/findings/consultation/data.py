"""How a consultation's data are read: a tally, a file of responses, or several channels."""

from __future__ import annotations

import datetime
import enum
from typing import Annotated, Literal

from pydantic import Field

from findings.consultation.noun import Frozen, Text


class FunnelStep(Frozen):
    """Why responses were taken out before the analysis."""

    label: Text
    removed: Annotated[int, Field(ge=0)]


class DeclaredFunnel(Frozen):
    """How received responses became analysed ones, as a source states it."""

    received: Annotated[int, Field(ge=0)]
    removed: dict[str, FunnelStep] = {}
    analysed: Annotated[int, Field(ge=0)]
    source: Text


class TallyData(Frozen):
    """Counts without respondents: group, question, answer, n."""

    reader: Literal["tally"]
    file: Text = Field(description="The file, from the folder of this parameter file.")
    grouped_by: str = Field("", description="The question whose options stand in the column 'group'.")
    funnel: DeclaredFunnel
    source: Text = Field(description="Where the counts come from, as the report cites it.")


class DateOrder(enum.StrEnum):
    """In which order a file writes day, month and year; never guessed while a report is made."""

    YEAR_FIRST = "ymd"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class PostcodeLookup(Frozen):
    """Postcodes become areas at the door, and are dropped."""

    column: Text = Field(description="The column of postcodes; it reaches no output.")
    file: Text = Field(description="A CSV file with a column 'postcode' and those named in 'gives'.")
    gives: Annotated[dict[str, Text], Field(min_length=1)] = Field(
        description="Question -> the column of the lookup whose text is its answer."
    )


class SamePerson(Frozen):
    """How several responses of one person are recognised and combined."""

    columns: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="Columns that together name a person, for example the e-mail address; hashed at the door, not kept."
    )
    combine: Literal["latest", "first", "fill"] = Field(
        "latest",
        description="Which response counts: the latest, the first, or the latest with its gaps filled from the others.",
    )


class Campaign(Frozen):
    """A text that many people sent, registered."""

    label: Text = Field(description="As the report names it.")
    text: Text = Field(description="The template as it was circulated.")
    question: Text = Field(description="The open question in which it arrived.")
    counting: Literal["each", "identical_as_one", "identical_apart", "apart"] = Field(
        "each",
        description="Whether each response with the text counts, those word for word and with the same answers count "
        "as one, those word for word are counted apart, or all that follow it are.",
    )


class SourceFile(Frozen):
    """A file with one row a response, as a survey tool wrote it."""

    file: Text = Field(description="The file, from the folder of this parameter file.")
    format: str = Field("", description="The tool or kind of file; recognised from the file unless named.")
    sheet: str = Field("", description="The sheet of a workbook; the first unless named.")
    id_column: str = Field("", description="The column that names a response; without it, its row does.")
    encoding: Literal["detect", "utf-8", "cp1252", "latin-1", "utf-16"] = Field(
        "detect", description="How the text is written; found out from the file unless named."
    )
    delimiter: Annotated[str, Field(max_length=1)] = Field(
        "", description="What divides the cells; found out from the file unless named."
    )
    columns: dict[str, Text] = Field(
        {}, description="Question -> its column in this file, where it is not that of the questionnaire."
    )
    ignored_columns: tuple[Text, ...] = Field(
        (), description="Columns that this analysis does not use; '1.*' is all that begin with '1.'."
    )
    never_read: tuple[Text, ...] = Field(
        (), description="Columns that could identify a person; dropped unread. May end in *."
    )
    no_answer: tuple[str, ...] = Field((), description="Texts that mean no answer, beside an empty cell.")
    submitted: str = Field("", description="The column of the day on which a response was sent.")
    date_order: DateOrder | None = Field(None, description="How the file writes dates; needed with 'submitted'.")
    postcodes: PostcodeLookup | None = None
    same_person: SamePerson | None = None


class ResponsesData(SourceFile):
    """One file of responses."""

    reader: Literal["responses"]
    campaigns: dict[str, Campaign] = {}
    source: Text = Field(description="Where the responses come from, as the report cites it.")


class Channel(SourceFile):
    """One way in which people answered, with its file."""

    label: Text = Field(description="As the report names it, for example 'Paper form'.")
    counts: Literal["answers", "submissions"] = Field(
        "answers",
        description="Whether its answers are counted, or only how many came (petitions, events, letters).",
    )
    unit: Text = Field("responses", description="What one row is, for example 'signatures'.")
    closed: datetime.date | None = Field(None, description="Its last day, where it is not that of the consultation.")
    not_asked: tuple[str, ...] = Field((), description="Questions that this channel did not put.")


class Pooled(Frozen):
    """Channels whose answers are counted together."""

    of: Annotated[tuple[Text, ...], Field(min_length=2)]
    because: Text = Field(description="Why that is fair; the report prints it.")


class SourcesData(Frozen):
    """Several files, one consultation: each channel is counted apart unless `pooled` names it."""

    reader: Literal["sources"]
    channels: Annotated[dict[str, Channel], Field(min_length=1)]
    pooled: Pooled | None = None
    campaigns: dict[str, Campaign] = {}
    source: Text = Field(description="Where the responses come from, as the report cites it.")


def sources_of(data: TallyData | ResponsesData | SourcesData) -> dict[str, SourceFile]:
    """The files of responses by channel; one file has the empty text for its channel, a tally has none."""
    if isinstance(data, SourcesData):
        return dict(data.channels)
    return {"": data} if isinstance(data, ResponsesData) else {}
