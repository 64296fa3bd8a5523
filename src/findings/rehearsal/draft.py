"""What nobody said of a rehearsal, drawn from the seed: so that any questionnaire can be rehearsed without a file.

The result is settings in which nothing is left open. They are written down beside the responses, and the same
settings in `rehearsal.yaml` with the same seed give the same responses.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import numpy as np

from findings.consultation.model import AnswerKind, Questionnaire, Stance
from findings.consultation.rehearsal import (
    Campaign,
    Channel,
    Effect,
    Rehearsal,
    channel_question,
    drawn_also,
    given_by,
)
from findings.consultation.rehearsal_rules import depends_on
from findings.rehearsal.also_settings import filled_also

CHANNELS = {
    "online_form": Channel(share=0.78),
    "email": Channel(share=0.14, left_out_times=1.3),
    "paper": Channel(share=0.08, left_out_times=2.0),
}
A_CAMPAIGN = "campaign"
"""What a campaign is called that is made up for a consultation without registered ones."""

MOST_DRAFTED = 100_000
"""Combinations of answers that a drafted effect may tie together."""

DRAFT = 1
"""Which stream of the seed the draft is drawn from; the parts of the file have others."""

Rng = np.random.Generator


def filled(
    said: Rehearsal,
    questionnaire: Questionnaire,
    seed: int,
    *,
    campaigns: Sequence[str] = (),
    unused: Collection[str] = (),
) -> Rehearsal:
    """The settings with everything that they left out.

    Each thing is drawn from a stream of its own, so that saying one does not change the others.

    Parameters
    ----------
    said
        What somebody said.
    questionnaire, seed
        What is asked, and where chance comes from.
    campaigns
        The campaigns that the consultation has registered; one is made up where it has none.
    unused
        Channels that the report does not count, and that nobody answers by.
    """
    by_campaigns = given_by("campaign", questionnaire)
    # Its place says which stream a question is drawn from.
    numbered = {name: place for place, name in enumerate(questionnaire.questions) if name not in by_campaigns}
    given = {
        **{name: _of_people(name, people, questionnaire) for name, people in said.population.items()},
        **said.shares,
    }
    shares = {
        name: given.get(name) or _shares(name, questionnaire, _stream(seed, 0, place))
        for name, place in numbered.items()
    }
    by_channel = given_by("channel", questionnaire)
    for name in by_channel:
        if name not in given:
            shares[name] = _without(unused, shares[name])
    drawn = {name: place for place, name in enumerate(drawn_also(questionnaire))}
    every = {**numbered, **{name: len(questionnaire.questions) + place for name, place in drawn.items()}}
    left_out = {
        name: said.left_out.get(name, 0.0 if name in by_channel else _left_out(_stream(seed, 1, place)))
        for name, place in every.items()
    }
    effects = said.effects if said.effects is not None else tuple(_effects(questionnaire, _stream(seed, 2, 0)))
    drafted = {
        name: _campaign(questionnaire, _stream(seed, 3, place), max(len(campaigns) / 5, 1))
        for place, name in enumerate(campaigns or (A_CAMPAIGN,))
    }
    return said.model_copy(
        update={
            "population": {},
            "shares": shares,
            "left_out": left_out,
            "effects": effects,
            "campaigns": said.campaigns if said.campaigns is not None else drafted,
            "also_asked": filled_also(
                said.also_asked, questionnaire, {name: _stream(seed, 4, place) for name, place in drawn.items()}
            ),
            "channels": {} if channel_question(questionnaire) else said.channels or CHANNELS,
        }
    )


def groups_of_respondents(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The questions that results are broken down by; without breakdowns, those about the respondents.

    Only those with one answer: what is answered otherwise hangs on no other answer here.
    """
    broken_down = dict.fromkeys(breakdown.question for breakdown in questionnaire.breakdowns.values())
    return with_one_answer(questionnaire, broken_down) or with_one_answer(questionnaire, questionnaire.profile)


def with_one_answer(questionnaire: Questionnaire, names: Iterable[str]) -> tuple[str, ...]:
    """Those of some questions that have one answer."""
    return tuple(name for name in names if name in questionnaire.questions)


def _stream(seed: int, kind: int, place: int) -> Rng:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, DRAFT, kind, place])))


def _without(unused: Collection[str], shares: Mapping[str, float]) -> dict[str, float]:
    """Shares in which nobody chooses these options, unless there are no others."""
    left = math.fsum(share for option, share in shares.items() if option not in unused)
    if not left:
        return dict(shares)
    return {option: 0.0 if option in unused else round(share / left, 6) for option, share in shares.items()}


def _of_people(name: str, people: Mapping[str, float], questionnaire: Questionnaire) -> dict[str, float]:
    """A population as shares, an option that it leaves out with none."""
    total = math.fsum(people.values())
    return {option: people.get(option, 0) / total for option in questionnaire.scale_of(name).options}


def _shares(name: str, questionnaire: Questionnaire, rng: Rng) -> dict[str, float]:
    """A scale leans one way and falls off; other answers are uneven; few do not know or prefer not to say."""
    options = questionnaire.scale_of(name).options
    answers = [option for option, spec in options.items() if spec.kind is AnswerKind.ANSWER]
    others = [option for option in options if option not in answers]
    unsure = rng.uniform(0.03, 0.08, len(others))
    if questionnaire.questions[name].kind == "scale":
        position = np.linspace(1, -1, len(answers)) if len(answers) > 1 else np.zeros(1)
        weights = np.exp(rng.uniform(-0.8, 0.8) * position + 0.4 * np.abs(position)) * rng.uniform(
            0.8, 1.25, len(answers)
        )
    else:
        weights = rng.uniform(0.35, 1.0, len(answers))
    left = max(1 - unsure.sum(), 0.2) if answers else 0
    values = [*(weights / weights.sum() * left if answers else ()), *unsure]
    found = dict(zip([*answers, *others], values, strict=True))
    total = sum(found.values())
    return {option: round(float(found[option] / total), 6) for option in options}


def _left_out(rng: Rng) -> float:
    return round(float(rng.uniform(0.02, 0.12)), 3)


def _effects(questionnaire: Questionnaire, rng: Rng) -> Iterator[Effect]:
    """Each run of questions leans by one group of respondents, turn by turn, and each question by the one before it.

    Effects run from questions about the respondents to the others and from earlier to later, and never against the
    routing, so that nothing moves itself. One group a run keeps what depends on each other small.
    """
    order = _order(questionnaire)
    # Whom a campaign asked to answer in one way is moved by the campaign, and not by an effect beside it.
    by_campaigns = given_by("campaign", questionnaire)
    groups = [group for group in groups_of_respondents(questionnaire) if group not in by_campaigns]
    for turn, whole in enumerate(_runs(questionnaire, order, len(groups))):
        run = [question for question in whole if question not in by_campaigns]
        if not run:
            continue
        possible = [group for group in groups if order[group] < order[run[0]]]
        group = possible[turn % len(possible)] if possible else ""
        for place, question in enumerate(run):
            # Who was asked only for an answer has no other answer to differ by.
            routed = questionnaire.questions[question].asked_if
            of_group = bool(group) and group not in routed and _small(questionnaire, question, group)
            if of_group:
                yield from _of_a_group(question, group, questionnaire, rng)
            before = run[place - 1] if place else ""
            tied = [before, group] if of_group else [before]
            if before and before not in routed and _small(questionnaire, question, *tied):
                yield from _of_the_answer_before(question, before, questionnaire)


def _runs(questionnaire: Questionnaire, order: dict[str, int], groups: int) -> Iterator[list[str]]:
    """The questions of each section in order, cut up where there are more groups than sections: each has its turn."""
    sections = [with_one_answer(questionnaire, section.questions) for section in questionnaire.sections.values()]
    wanted = max(math.ceil(groups / len(sections)), 1)
    for questions in sections:
        asked = sorted(questions, key=order.__getitem__)
        length = max(math.ceil(len(asked) / wanted), 1)
        yield from (asked[start : start + length] for start in range(0, len(asked), length))


def _small(questionnaire: Questionnaire, *names: str) -> bool:
    """Whether a table of these questions is small: a list of all councils is not moved by another such list."""
    return math.prod(len(questionnaire.scale_of(name).options) + 2 for name in names) <= MOST_DRAFTED


def _order(questionnaire: Questionnaire) -> dict[str, int]:
    """Question -> its place: about the respondents first, but each after those that route to it."""
    routing = depends_on(questionnaire, ())
    order: dict[str, int] = {}

    def place(name: str) -> None:
        for before in routing[name]:
            place(before)
        order.setdefault(name, len(order))

    profile = with_one_answer(questionnaire, questionnaire.profile)
    for name in (*groups_of_respondents(questionnaire), *profile, *routing):
        place(name)
    return order


def _of_a_group(question: str, group: str, questionnaire: Questionnaire, rng: Rng) -> Iterator[Effect]:
    """Two answers of the group move the question, one of them the other way."""
    answers = list(questionnaire.scale_of(group).options)[1:3]
    option, against = ends(question, questionnaire)
    for sign, answer in zip((1, -1), answers, strict=False):
        size = round(float(rng.uniform(0.4, 1.2)) * sign, 2)
        yield Effect(question=question, option=option, against=against, given=group, answer=answer, log_odds=size)


def _of_the_answer_before(question: str, before: str, questionnaire: Questionnaire) -> Iterator[Effect]:
    """Who chose one end of the question before leans to the same end here."""
    option, against = ends(question, questionnaire)
    top, bottom = ends(before, questionnaire)
    for answer, size in ((top, 0.9), (bottom, -0.9)):
        if answer:
            yield Effect(question=question, option=option, against=against, given=before, answer=answer, log_odds=size)


def ends(question: str, questionnaire: Questionnaire) -> tuple[str, str]:
    """The first answer of a question, and of a scale the last; the other end of a single question is no option."""
    options = questionnaire.scale_of(question).options
    answers = [name for name, option in options.items() if option.kind is AnswerKind.ANSWER] or list(options)
    is_scale = questionnaire.questions[question].kind == "scale" and len(answers) > 1
    return answers[0], answers[-1] if is_scale else ""


def _campaign(questionnaire: Questionnaire, rng: Rng, fewer: float) -> Campaign:
    """A campaign for or against what the fullest section asks about; where there are many, each is smaller."""
    asked = {name: with_one_answer(questionnaire, own.questions) for name, own in questionnaire.sections.items()}
    name = max(asked, key=lambda one: len(asked[one]))
    stance = Stance.OPPOSE if rng.random() < 0.7 else Stance.SUPPORT
    answers = {
        question: _outermost(question, stance, questionnaire)
        for question in asked[name]
        if questionnaire.questions[question].given_by == "answers"
    }
    return Campaign(share=round(float(rng.uniform(0.03, 0.08)) / fewer, 3), section=name, answers=answers)


def _outermost(question: str, stance: Stance, questionnaire: Questionnaire) -> str:
    """The option that opposes most, or supports most; where options take no side, the first."""
    options = questionnaire.scale_of(question).options
    taking = [name for name, option in options.items() if option.stance is stance]
    return (taking[-1] if stance is Stance.OPPOSE else taking[0]) if taking else next(iter(options))


def sides(question: str, questionnaire: Questionnaire) -> dict[str, int]:
    """Option -> the side that it takes: 1 in support, -1 against, 0 neither."""
    side = {Stance.SUPPORT: 1, Stance.OPPOSE: -1, Stance.NEUTRAL: 0, None: 0}
    return {name: side[option.stance] for name, option in questionnaire.scale_of(question).options.items()}
