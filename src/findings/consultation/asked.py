"""What was asked, of whom, and how the report is divided: the nouns of `questionnaire.yaml`."""

from __future__ import annotations

import enum
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from findings.consultation.boundaries import Boundaries
from findings.consultation.noun import Frozen, Text

CROSSED = ".x."
"""What stands between the names of two breakdowns that are crossed."""


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
    given_by: Literal["answers", "channel", "campaign", "postcode", "coders"] = Field(
        "answers",
        json_schema_extra={"enum": ["answers", "channel", "campaign", "postcode"]},
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


class About(enum.StrEnum):
    """What a section of the questionnaire asks about."""

    PROPOSAL = "proposal"
    PROCESS = "process"


class Section(Frozen):
    """A chapter of the report: a section of the questionnaire, or a proposal."""

    title: Text
    questions: tuple[str, ...] = Field(json_schema_extra={"minItems": 1}, description="In the order of the report.")
    introduction: str = Field("", description="What was put to people, in a few sentences.")
    proposal: bool = Field(False, description="Whether the section is a proposal to be decided.")
    about: About = Field(
        About.PROPOSAL, description="What is consulted on, or the process: how the consultation itself was done."
    )


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
    boundaries: Boundaries | None = Field(None, description="Where its areas lie; only with them is a map drawn.")


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
