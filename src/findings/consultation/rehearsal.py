"""`rehearsal.yaml`: who answers a rehearsal and how, as far as somebody wants to say it.

The file is optional, and so is every key in it: what it does not say is drawn from the seed and written down with
the rest beside the made-up responses.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from findings.consultation.model import Frozen, Question, Questionnaire, Text

Share = Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)]
# Not all may leave a question out, or nobody would be left to be analysed.
LeftOut = Annotated[float, Field(ge=0, le=0.9, strict=True, allow_inf_nan=False)]
CaseRate = Annotated[float, Field(ge=0, le=0.2, strict=True, allow_inf_nan=False)]
LogOdds = Annotated[float, Field(ge=-5, le=5, strict=True, allow_inf_nan=False)]
People = Annotated[float, Field(ge=0, le=1e12, strict=True, allow_inf_nan=False)]
Number = Annotated[int, Field(ge=-1_000_000, le=1_000_000, strict=True)]
Times = Annotated[float, Field(ge=0, le=10, strict=True, allow_inf_nan=False)]


class Effect(Frozen):
    """Whoever gave one answer leans otherwise at another question."""

    question: Text = Field(description="The question whose answers move.")
    option: Text = Field(description="The option that they move to, or away from with log_odds below nought.")
    against: str = Field(
        default="",
        description="For a scale, the other end: options between the two move in proportion. "
        "Without it, the option against all others.",
    )
    given: Text = Field(description="The other question.")
    answer: Text = Field(description="The answer to it that moves them.")
    log_odds: LogOdds = Field(description="By how much: 0.7 doubles the odds, -0.7 halves them.")


class Channel(Frozen):
    """A way in which responses arrive."""

    share: Share
    left_out_times: Times = Field(default=1.0, description="How many times as often a question is left out here.")


class Campaign(Frozen):
    """People who were asked to answer a section in one way, with a letter to copy."""

    share: Annotated[float, Field(ge=0, le=0.5, strict=True, allow_inf_nan=False)] = Field(
        description="Of all responses."
    )
    section: Text = Field(description="The section whose comment the letter is.")
    answers: dict[str, str] = Field(
        default={}, description="Question of the section -> the option that it asks people to choose."
    )
    followed: Share = Field(default=0.95, description="How many of its people choose it.")
    variants: Annotated[int, Field(ge=1, le=50)] = Field(default=6, description="How many wordings the letter has.")


class Cases(Frozen):
    """Responses that are not as they should be, each as a share of all rows of the file."""

    late: CaseRate = Field(default=0.01, description="Received after the consultation closed.")
    blank: CaseRate = Field(default=0.01, description="No question answered.")
    exact_duplicate: CaseRate = Field(default=0.01, description="A row that stands in the file twice.")
    near_duplicate: CaseRate = Field(
        default=0.01, description="The same answers again, with a letter or a word changed."
    )
    twice: CaseRate = Field(default=0.01, description="A second response of a person who answered before.")

    @property
    def rows_taken(self) -> float:
        """The share of rows that need a place of their own: a copy stands with its original."""
        return self.blank + 2 * (self.exact_duplicate + self.near_duplicate + self.twice)


class AlsoAnswered(Frozen):
    """How a question of `also_asked` is answered by those who answer it."""

    shares: dict[str, Share] = Field(
        default={},
        description="Of several answers, the share that chooses each; of a ranking, the share that puts each first.",
    )
    ranked: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="How many answers of a ranking each person puts in order."
    )
    least: Number | None = Field(default=None, description="The smallest number that is given.")
    most: Number | None = Field(
        default=None, description="The largest; each between the two is as likely, or each band and in it each number."
    )


class Rehearsal(Frozen):
    """`rehearsal.yaml`: who answers, what, and which mishaps there are. What is left out is drawn from the seed."""

    population: dict[str, dict[str, People]] = Field(
        default={},
        description="Question about the respondents -> option -> how many people, as a census counts them. Don't know "
        "and prefer not to say may be left out.",
    )
    shares: dict[str, dict[str, Share]] = Field(
        default={}, description="Question -> option -> share among those whom no effect touches."
    )
    effects: tuple[Effect, ...] | None = Field(
        default=None, description="How answers depend on groups and on each other; [] for not at all."
    )
    left_out: dict[str, LeftOut] = Field(default={}, description="Question -> share of those asked who leave it out.")
    also_asked: dict[str, AlsoAnswered] = Field(default={}, description="Question of also_asked -> how it is answered.")
    channels: dict[str, Channel] = Field(
        default={},
        description="How responses arrive; not where the questionnaire has a question with the column 'channel'.",
    )
    campaigns: dict[str, Campaign] | None = Field(default=None, description="Campaigns; {} for none.")
    cases: Cases = Cases()
    comments: Share = Field(default=0.3, description="Of the responses, how many comment on a section.")
    may_quote: Share = Field(default=0.6, description="Of the responses, how many permit to be quoted.")
    both_coded: Share = Field(default=0.3, description="Of the comments, how many both coders coded.")
    coders_disagree: Share = Field(default=0.15, description="Of those, how many they coded differently.")


CHANNEL = "channel"
"""The column that says how a response arrived."""


def heading_of(name: str, question: Question) -> str:
    """The heading of a question's column."""
    return question.column or name


def channel_question(questionnaire: Questionnaire) -> str:
    """The question that says how a response arrived, or an empty text."""
    named = [name for name, question in questionnaire.questions.items() if heading_of(name, question) == CHANNEL]
    return next(iter((*given_by("channel", questionnaire), *named)), "")


def given_by(source: str, questionnaire: Questionnaire) -> tuple[str, ...]:
    """The questions that are answered at the door, by the channel, the campaign or the postcode."""
    return tuple(name for name, question in questionnaire.questions.items() if question.given_by == source)


def drawn_also(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The questions beside the counted ones that are answered without words: those in words are comments."""
    return tuple(name for name, asked in questionnaire.also_asked.items() if asked.kind != "open")
