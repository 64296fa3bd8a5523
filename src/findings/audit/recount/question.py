"""What the recount knows of a questionnaire: questions, breakdowns, columns of answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from findings.audit.recount.identifiers import (
    BASE,
    BASE_ANSWERED,
    BASE_ASKED,
    BASE_SCORED,
    CROSSED,
    MISSING,
    NOT_ANSWERED,
    NOT_ASKED,
)

if TYPE_CHECKING:
    from findings.audit.recount.codedquestions import CodedQuestion

BASE_KINDS = {"answered": (), "asked": (NOT_ANSWERED,), "all": (NOT_ANSWERED, NOT_ASKED)}
"""Kind of base -> those who chose no option and yet belong to it."""
SINGLE, SCALE, MULTIPLE, RANKING, NUMERIC, DATE, OPEN = (
    "single", "scale", "multiple", "ranking", "numeric", "date", "open",
)  # fmt: skip
ONE_ANSWER = (SINGLE, SCALE)
ANSWERED, UNRANKED, TOP = "answered", "unranked", "net_top"
Band = tuple[str, str]
"""The lowest number of a band, and that at which the next begins; an empty text where there is no end."""


@dataclass(frozen=True)
class Question:
    """What is counted of a question.

    Parameters
    ----------
    name
        Its name; of an item of a ranking or a matrix `q5.transport`.
    options
        What can be counted, in order: the options, the places of a rank, the bands of a number.
    nets
        `net_<name>` -> the options that it counts.
    base_kind
        Of whom percentages are taken: answered, asked or all.
    in_base
        The answers that the base adds up.
    compared
        The option or net that measures support, then the one for opposition, where there are such.
    asked_if
        Other question -> its options of which one must be chosen for this question to be asked.
    kind
        How it is answered.
    column
        The column of the responses that it is counted from; its name, if empty.
    scores
        Option -> its number, where it has one.
    digits
        Of a mean of scores or numbers.
    bands
        Of a number, band -> its ends.
    asked_by_groups
        Whether all who were asked stand beside the base in tables by groups too, as they do of themes.
    """

    name: str
    options: tuple[str, ...]
    nets: Mapping[str, tuple[str, ...]]
    base_kind: str
    in_base: tuple[str, ...]
    compared: tuple[str, ...]
    asked_if: Mapping[str, tuple[str, ...]]
    kind: str = SINGLE
    column: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    digits: int = 2
    bands: Mapping[str, Band] = field(default_factory=dict)
    asked_by_groups: bool = False

    @property
    def source(self) -> str:
        """The column that it is counted from."""
        return self.column or self.name

    @property
    def item(self) -> str:
        """What a ranking puts in order."""
        return self.name.partition(".")[2]

    @property
    def several(self) -> bool:
        """Whether a respondent may have given several of the answers: then nets and bases are no sums of them."""
        return self.kind == MULTIPLE

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The answers that those who answered add up from."""
        return (BASE_ANSWERED,) if self.several else self.options

    @cached_property
    def answered_beside(self) -> bool:
        """Whether those who answered are others than the base, so that both are shown."""
        return set(self.in_base) != set(self.given)

    @cached_property
    def asked_beside(self) -> bool:
        """Whether the base leaves out who did not answer, so that all who were asked are shown beside it."""
        return NOT_ANSWERED not in self.in_base

    @cached_property
    def scored_beside(self) -> bool:
        """Whether those whose answer has a score are others than the base."""
        return bool(self.scores) and set(self.scores) != set(self.in_base)

    @cached_property
    def bases(self) -> Mapping[str, tuple[str, ...]]:
        """Each base -> the answers that it adds up; that of all who were asked stands in few tables by groups."""
        return {
            BASE: self.in_base,
            **({BASE_ANSWERED: self.given} if self.answered_beside else {}),
            **({BASE_ASKED: (*self.given, NOT_ANSWERED)} if self.asked_beside else {}),
            **({BASE_SCORED: tuple(self.scores)} if self.scored_beside else {}),
        }

    @cached_property
    def counted(self) -> Mapping[str, tuple[str, ...]]:
        """Everything that a cell may count, in the order of a table -> the answers that it counts.

        Where several answers can be given, a net stands for itself: it counts who gave any of its options.
        """
        chosen = (*self.options, *self.nets)
        alone = (*chosen, *(f"not_{name}" for name in chosen)) if self.several else self.options
        nets = {} if self.several else self.nets
        return {**{name: (name,) for name in alone}, **nets, **{name: (name,) for name in MISSING}, **self.bases}

    def names(self, *, by_groups: bool) -> tuple[str, ...]:
        """What a table has counts of."""
        left_out = BASE_ASKED if by_groups and not self.asked_by_groups else ""
        return tuple(name for name in self.counted if name != left_out)


@dataclass(frozen=True)
class Breakdown:
    """Groups of respondents: level -> the options of `question` that make it; `compared` with the first or not.

    Of two breakdowns that are crossed, `parts` are these, and a level is one of each: `leicester.under_25`.
    """

    name: str
    question: str
    levels: Mapping[str, tuple[str, ...]]
    compared: bool
    parts: tuple[Breakdown, ...] = ()

    @property
    def reference(self) -> str:
        """The level that the others are compared with."""
        return next(iter(self.levels))

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions whose answers make the groups."""
        return tuple(part.question for part in self.parts) or (self.question,)

    def members(self, level: str) -> tuple[str, ...] | None:
        """The answers of those in a level; None where there is no such level."""
        return (level,) if level in MISSING else self.levels.get(level)


@dataclass(frozen=True)
class Column:
    """A column of answers: what may stand in it, and of whom the question was asked."""

    name: str
    kind: str
    options: tuple[str, ...]
    alone: frozenset[str]
    asked_if: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Questionnaire:
    """Questions and breakdowns by name, in their order.

    `profile` are the questions about the respondents, `also_asked` those that are kept and not counted. `columns` are
    the answers as they stand in the responses, of questions that are counted and of others. `coded` are the questions
    that are made of the codes of coders, of which those with a unit count submissions.
    """

    questions: Mapping[str, Question]
    breakdowns: Mapping[str, Breakdown]
    profile: tuple[str, ...] = ()
    also_asked: tuple[str, ...] = ()
    columns: Mapping[str, Column] = field(default_factory=dict)
    coded: Mapping[str, CodedQuestion] = field(default_factory=dict)

    @cached_property
    def of_comments(self) -> Mapping[str, CodedQuestion]:
        """The questions that are counted of the comments of respondents."""
        return {name: one for name, one in self.coded.items() if not one.unit}

    @cached_property
    def of_submissions(self) -> Mapping[str, CodedQuestion]:
        """The questions that are counted of submissions."""
        return {name: one for name, one in self.coded.items() if one.unit}

    def without_codes(self) -> Questionnaire:
        """What is asked, without what is counted of codes: a look that shows no answers reads no comment."""
        questions = {name: one for name, one in self.questions.items() if name not in self.coded}
        return replace(self, questions=questions, coded={})

    def of_respondents(self) -> Questionnaire:
        """What is counted at a mid-point that shows no answers: the profile, by breakdowns of the profile."""
        questions = {name: self.questions[name] for name in self.profile}
        breakdowns = {name: one for name, one in self.breakdowns.items() if not one.parts and one.question in questions}
        return replace(self, questions=questions, breakdowns=breakdowns, also_asked=(), coded={})


def crossed(outer: Breakdown, inner: Breakdown) -> Breakdown:
    """Two breakdowns as one: each group of one in each group of the other."""
    levels = [f"{one}.{other}" for one in outer.levels for other in inner.levels]
    name = f"{outer.name}{CROSSED}{inner.name}"
    return Breakdown(name, outer.question, {level: (level,) for level in levels}, False, (outer, inner))
