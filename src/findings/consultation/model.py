"""What the parameters say, as frozen objects: the nouns of a consultation.

Everything here is built from YAML in one place (`findings.consultation.build`) and never changes
afterwards. What a public body prints comes first; how its data are read stands in `data`.
"""

from __future__ import annotations

import datetime
import enum
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from findings.consultation.population import Population

Text = Annotated[str, Field(min_length=1)]
CROSSED = ".x."
"""What stands between the names of two breakdowns that are crossed."""


class Frozen(BaseModel):
    """A noun: no unknown keys, no change after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Stance(enum.StrEnum):
    """How an answer stands to what is asked about."""

    SUPPORT = "support"
    NEUTRAL = "neutral"
    OPPOSE = "oppose"


class AnswerKind(enum.StrEnum):
    """What choosing an option means."""

    ANSWER = "answer"
    DONT_KNOW = "dont_know"
    PREFER_NOT_TO_SAY = "prefer_not_to_say"


class BaseKind(enum.StrEnum):
    """Of whom a percentage is taken."""

    ANSWERED = "answered"
    ASKED = "asked"
    ALL = "all"


class Option(Frozen):
    """One answer that can be chosen."""

    label: Text = Field(description="As the report prints it.")
    stance: Stance | None = Field(None, description="Whether it supports or opposes what is asked about.")
    kind: AnswerKind = Field(AnswerKind.ANSWER, description="An answer, or don't know, or prefer not to say.")
    also: tuple[Text, ...] = Field((), description="Other ways in which the data write it.")
    score: int | None = Field(
        None, description="Its place on the scale as a number; the mean and the median are taken of those with one."
    )


class Net(Frozen):
    """Several options counted together."""

    label: Text = Field(description="As the report prints it, for example 'Agree (net)'.")
    of: Annotated[tuple[Text, ...], Field(min_length=2)] = Field(description="The options that it counts.")
    stance: Stance | None = Field(None, description="Given where the net is the measure of support or opposition.")


class Scale(Frozen):
    """Options in their order, shared by several questions."""

    options: Annotated[dict[str, Option], Field(min_length=2)]
    nets: dict[str, Net] = {}


class Kind(enum.StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    SCALE = "scale"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    NUMERIC = "numeric"
    DATE = "date"
    OPEN = "open"


ONE_ANSWER = (Kind.SINGLE, Kind.SCALE)
"""The kinds that stand under `questions`; the others stand under `also_asked` (`findings.consultation.counted`)."""


class Band(Frozen):
    """Numbers that are counted together; the first band has no lower end and the last no upper one."""

    label: Text = Field(description="As the report prints it, for example '16 to 24'.")
    at_least: Decimal | None = Field(None, description="The lowest number that belongs to it.")
    below: Decimal | None = Field(None, description="The number at which the next band begins.")


class Question(Frozen):
    """One question of the questionnaire, single choice or a scale; or a question of `also_asked` as it is counted."""

    kind: Kind = Field(
        description="One answer: without order (single) or in order (scale).",
        json_schema_extra={"enum": [str(kind) for kind in ONE_ANSWER]},
    )
    number: Text = Field(description="As the questionnaire numbers it, for example 'Q8'.")
    wording: Text = Field(description="The question as it was asked, in full.")
    short: Text = Field(description="A few words for headings and charts.")
    scale: str = Field("", description="The name of a shared scale; or give `options`.")
    code_list: str = Field("", description="The name of a code list, whose options these are; see docs/code_lists.md.")
    options: dict[str, Option] = Field({}, description="The options in their order; or give `scale`.")
    nets: dict[str, Net] = Field({}, description="Options counted together; a name becomes net_<name>.")
    base: BaseKind = Field(BaseKind.ANSWERED, description="Of whom percentages are taken.")
    leave_out_of_base: tuple[AnswerKind, ...] = Field((), description="Kinds of answer that the base does not count.")
    asked_if: dict[str, tuple[str, ...]] = Field(
        {}, description="Asked only of those who chose one of these options of another question."
    )
    column: str = Field("", description="The heading of its column in a file of responses, if not its name.")
    matrix: str = Field("", description="The matrix that it is a row of.")
    digits: Annotated[int, Field(ge=0, le=4)] = Field(2, description="Digits of the mean of its scores.")
    bands: dict[str, Band] = Field(
        {}, description="Of a number, as it is counted.", json_schema_extra={"maxProperties": 0}
    )
    given_by: Literal["answers", "channel", "campaign", "postcode"] = Field(
        "answers",
        description="Where its answers come from: a column, or what is known at the door. The options of 'channel' are "
        "the channels by name; those of 'campaign' are the campaigns by name and 'other'.",
    )


class Choice(Frozen):
    """One answer of a question with several."""

    label: Text = Field(description="As the report prints it.")
    also: tuple[Text, ...] = Field((), description="Other ways in which the data write it.")
    column: str = Field("", description="Its own column, where each answer has one.")
    exclusive: bool = Field(False, description="Stands alone, as 'None of these' does: with others it does not count.")
    other: bool = Field(False, description="Chosen by whatever people wrote in themselves ('Other, please specify').")


class AlsoAsked(Frozen):
    """A question with another answer than one out of several; counted where a section or the profile names it."""

    kind: Literal["multiple", "ranking", "numeric", "date", "open"] = Field(
        description="Several answers, an order of answers, a number, a day, or the respondent's own words."
    )
    number: Text = Field(description="As the questionnaire numbers it.")
    wording: Text = Field(description="The question as it was asked, in full.")
    short: Text = Field(description="A few words for headings.")
    column: str = Field("", description="Its column, if it has one; else each of 'options' names its own.")
    separator: str = Field("", description="What stands between several answers in one cell.")
    options: dict[str, Choice] = Field({}, description="The answers of a question with several, in their order.")
    nets: dict[str, Net] = Field(
        {}, description="Of a question with several answers: who chose any of these; a name becomes net_<name>."
    )
    base: BaseKind | None = Field(
        None, description="Of whom percentages are taken; those who answered, for an open question those asked."
    )
    asked_if: dict[str, tuple[str, ...]] = Field(
        {}, description="Asked only of those who chose one of these options of another question."
    )
    top: Annotated[int, Field(ge=1)] = Field(3, description="Of a ranking: how many first places count as the top.")
    bands: dict[str, Band] = Field({}, description="Of a number: the bands that it is counted in, from low to high.")
    digits: Annotated[int, Field(ge=0, le=4)] = Field(1, description="Of a number: digits of its mean and median.")


class Matrix(Frozen):
    """A question asked of several things, each of them one of 'questions'."""

    number: Text
    wording: Text = Field(description="The wording that its rows share.")
    short: str = Field("", description="A few words for headings.")


class Section(Frozen):
    """A chapter of the report: a section of the questionnaire, or a proposal."""

    title: Text
    questions: tuple[str, ...] = Field(json_schema_extra={"minItems": 1}, description="In the order of the report.")
    introduction: str = Field("", description="What was put to people, in a few sentences.")
    proposal: bool = Field(False, description="Whether the section is a proposal to be decided.")


class Group(Frozen):
    """A level of a breakdown made of several options."""

    label: Text
    of: Annotated[tuple[Text, ...], Field(min_length=1)]


class Breakdown(Frozen):
    """Groups of respondents that results are shown for."""

    title: Text
    question: Text = Field(description="The question whose answers make the groups.")
    groups: dict[str, Group] = Field({}, description="Larger groups; without them each option is a group.")
    roll_up: str = Field("", description="A roll-up of the question's code list, whose groups these are.")
    compare: bool = Field(True, description="Whether the decision evidence compares these groups.")


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


class NoDisclosureControl(Frozen):
    """Everything is shown, as for data that are public already."""

    profile: Literal["none"]
    reason: Text = Field(description="Why nothing needs to be hidden; printed with the method.")


class ThresholdDisclosure(Frozen):
    """Small counts are hidden, with what would give them back within the table."""

    profile: Literal["threshold"]
    threshold: Annotated[int, Field(ge=2, le=1000)] = Field(description="Counts from 1 to one less are hidden.")


class Raking(Frozen):
    """Weights moved until the sample has the shares of the population."""

    margins: Annotated[tuple[Text, ...], Field(min_length=1)] = Field(
        description="Breakdowns whose shares are known: each has its entry under 'populations'."
    )
    trim: tuple[Decimal, Decimal] | None = Field(
        None, description="The least and the most that a weight may be, in mean weights, for example [0.3, 3]."
    )
    most_rounds: Annotated[int, Field(ge=1, le=1000)] = Field(100, description="After which raking is given up.")


class Correction(enum.StrEnum):
    """How p-values are corrected where many groups are compared at once."""

    HOLM = "holm"
    BENJAMINI_HOCHBERG = "benjamini_hochberg"
    NONE = "none"


class Comparisons(Frozen):
    """Which groups are compared with each other, and how carefully."""

    breakdowns: Annotated[tuple[Text, ...], Field(min_length=1)]
    correction: Correction = Field(Correction.HOLM, description="For the pairs of groups of one answer.")
    level: Annotated[Decimal, Field(gt=0, lt=1)] = Field(
        Decimal("0.05"), description="A difference is told where its corrected p-value is below."
    )
    minimum_base: Annotated[int, Field(ge=2)] = Field(30, description="Groups with a smaller base are not compared.")


class Sample(Frozen):
    """Only where respondents were drawn by chance: what makes weights, intervals and comparisons true."""

    because: Text = Field(description="How the respondents were drawn; the report prints it.")
    weight: str = Field("", description="The column of design weights; without one every response weighs the same.")
    stratum: str = Field("", description="The column of the strata that were drawn from.")
    cluster: str = Field("", description="The column of what was drawn first, for example the household.")
    stratum_size: str = Field("", description="The column of how many the stratum (or population) holds to draw from.")
    raking: Raking | None = None
    comparisons: Comparisons | None = None


class MidPoint(Frozen):
    """A look while the consultation is open: who was reached and who was not."""

    until: datetime.date = Field(description="The last day whose responses it counts; needs 'submitted' in the data.")
    show_answers: bool = Field(
        False, description="Whether it also shows what people answered while others may still answer."
    )


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
    sources: tuple[Source, ...] = ()
    limits: tuple[Text, ...] = Field((), description="Limits of these results, beside the standard ones.")
    data: Annotated[TallyData | ResponsesData | SourcesData, Field(discriminator="reader")]
    disclosure: Annotated[NoDisclosureControl | ThresholdDisclosure, Field(discriminator="profile")]
    populations: dict[str, Population] = Field(
        {}, description="Breakdown -> how many people live in each of its groups, from official statistics."
    )
    sample: Sample | None = Field(None, description="Given only where respondents were drawn by chance.")
    midpoint: MidPoint | None = Field(None, description="Makes the edition 'midpoint'.")


class Questionnaire(Frozen):
    """`questionnaire.yaml`: what was asked, of whom, and how the report is divided."""

    scales: dict[str, Scale] = {}
    questions: dict[str, Question] = Field(json_schema_extra={"minProperties": 1})
    matrices: dict[str, Matrix] = {}
    also_asked: dict[str, AlsoAsked] = Field(
        {},
        description="Questions with several answers, a ranking, a number, a day or own words; one that no section and "
        "no profile names is kept and not counted.",
    )
    profile: tuple[str, ...] = Field((), description="Questions about the respondents, for 'Who responded'.")
    sections: dict[str, Section] = Field(json_schema_extra={"minProperties": 1})
    breakdowns: dict[str, Breakdown] = {}
    crossed: tuple[Text, ...] = Field(
        (),
        description="Two breakdowns together, written 'area.x.age': each group of one in each group of the other.",
    )

    def scale_of(self, question: str) -> Scale:
        """The options and nets of a question, its own or those of its shared scale."""
        own = self.questions[question]
        shared = self.scales.get(own.scale)
        if shared is None:
            return Scale.model_construct(options=own.options, nets=own.nets)
        return Scale.model_construct(options=own.options or shared.options, nets={**shared.nets, **own.nets})

    @property
    def told(self) -> tuple[str, ...]:
        """The questions that the profile and the sections name, in the order of the report."""
        return (*self.profile, *(name for section in self.sections.values() for name in section.questions))

    @property
    def routed(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Question -> after which answers to which others it is asked, for each that is not asked of all."""
        specs: dict[str, Question | AlsoAsked] = {**self.questions, **self.also_asked}
        return {name: spec.asked_if for name, spec in specs.items() if spec.asked_if}

    def groups_of(self, breakdown: str) -> dict[str, Group]:
        """The levels of a breakdown in their order, each with the options that it counts."""
        declared = self.breakdowns[breakdown]
        if CROSSED in breakdown:
            outer, inner = (self.groups_of(name) for name in breakdown.split(CROSSED))
            return {
                f"{first}.{second}": Group(label=f"{one.label}, {other.label}", of=(f"{first}.{second}",))
                for first, one in outer.items()
                for second, other in inner.items()
            }
        if declared.groups:
            return declared.groups
        options = self.scale_of(declared.question).options
        return {name: Group(label=option.label, of=(name,)) for name, option in options.items()}

    def stance_option(self, question: str, stance: Stance) -> str:
        """The option or net that measures support or opposition, or an empty text where none does."""
        scale = self.scale_of(question)
        for name, net in scale.nets.items():
            if net.stance is stance:
                return f"net_{name}"
        return next((name for name, option in scale.options.items() if option.stance is stance), "")


def sources_of(data: TallyData | ResponsesData | SourcesData) -> dict[str, SourceFile]:
    """The files of responses by channel; one file has the empty text for its channel, a tally has none."""
    if isinstance(data, SourcesData):
        return dict(data.channels)
    return {"": data} if isinstance(data, ResponsesData) else {}
