"""Who answers what, as a table of probabilities for each question given the questions that move it.

The state of a question is one of its options, `not_answered`, or `not_asked`. Its table holds a probability for each
state, given the states of its parents: the questions that route to it, those with an effect on it, the channel and
the campaign. Nothing is drawn here, so that what is drawn and what is expected come from the same tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter

import numpy as np
from numpy.typing import NDArray

from findings.consultation.model import AnswerKind, Questionnaire
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED
from findings.consultation.rehearsal import Campaign, Effect, Rehearsal
from findings.consultation.rehearsal_rules import depends_on
from findings.consultation.source_rules import OTHER

Floats = NDArray[np.float64]

# Not names of questions, which hold no brackets.
CHANNEL = "(channel)"
CAMPAIGN = "(campaign)"
NO_CAMPAIGN = "none"
UNSAID = (NOT_ANSWERED, NOT_ASKED)


@dataclass(frozen=True)
class Variable:
    """A question, the channel or the campaign.

    Parameters
    ----------
    name, states
        What it is, and what it can be.
    parents
        What its probabilities depend on.
    table
        P(state | parents): an axis a parent, and last the states, which add up to 1.
    """

    name: str
    states: tuple[str, ...]
    parents: tuple[str, ...]
    table: Floats

    @cached_property
    def steps(self) -> Floats:
        """Cumulative probabilities less the last, one row a state, one column a combination of the parents.

        Where no later state is possible the step is out of reach: a sum that ends a hair under 1 must not draw one.
        """
        flat = self.table.reshape(-1, len(self.states))
        possible_later = np.cumsum(flat[:, ::-1], axis=1)[:, ::-1][:, 1:] > 0
        return np.ascontiguousarray(np.where(possible_later, np.cumsum(flat, axis=1)[:, :-1], 2.0).T)


@dataclass(frozen=True)
class Network:
    """Variables, parents before children."""

    variables: tuple[Variable, ...]

    @cached_property
    def by_name(self) -> dict[str, Variable]:
        """The variables, by name."""
        return {variable.name: variable for variable in self.variables}


def build_network(questionnaire: Questionnaire, said: Rehearsal) -> Network:
    """The network of a questionnaire, from settings in which nothing is left open.

    Parameters
    ----------
    questionnaire
        The questions.
    said
        Settings that `draft.filled` has filled in.
    """
    effects, campaigns = said.effects or (), said.campaigns or {}
    parents = depends_on(questionnaire, effects)
    found: dict[str, Variable] = {}
    if said.channels:
        shares = np.array([channel.share for channel in said.channels.values()])
        found[CHANNEL] = Variable(CHANNEL, tuple(said.channels), (), shares / shares.sum())
    if campaigns:
        shares = np.array([campaign.share for campaign in campaigns.values()])
        found[CAMPAIGN] = Variable(CAMPAIGN, (NO_CAMPAIGN, *campaigns), (), np.array([1 - shares.sum(), *shares]))
    for name in TopologicalSorter(parents).static_order():
        if questionnaire.questions[name].given_by == "campaign":
            found[name] = _follows(name, questionnaire, found.get(CAMPAIGN))
            continue
        above = [found[parent] for parent in parents[name]]
        if any(channel.left_out_times != 1 for channel in said.channels.values()):
            above.append(found[CHANNEL])
        if any(name in campaign.answers for campaign in campaigns.values()):
            above.append(found[CAMPAIGN])
        found[name] = _question(
            name, questionnaire, said, above, [effect for effect in effects if effect.question == name]
        )
    return Network(tuple(found.values()))


def _follows(name: str, questionnaire: Questionnaire, campaign: Variable | None) -> Variable:
    """The table of a question that the campaigns answer: each follows the one that it is of, and the others none."""
    options = list(questionnaire.scale_of(name).options)
    states = (*options, NOT_ANSWERED)
    followed = [OTHER if state == NO_CAMPAIGN else state for state in (campaign.states if campaign else (NO_CAMPAIGN,))]
    table = np.array([[float(state == option) for state in states] for option in followed])
    return Variable(name, states, (CAMPAIGN,), table) if campaign else Variable(name, states, (), table[0])


def _question(
    name: str, questionnaire: Questionnaire, said: Rehearsal, parents: Sequence[Variable], effects: Sequence[Effect]
) -> Variable:
    """The table of one question: what those who answer choose, then who leaves it out, then who is not asked."""
    options = tuple(questionnaire.scale_of(name).options)
    axes = {parent.name: axis for axis, parent in enumerate(parents)}
    sizes = tuple(len(parent.states) for parent in parents)
    chosen = _chosen(name, questionnaire, said, parents, effects)
    for campaign_name, campaign in (said.campaigns or {}).items():
        if name in campaign.answers:
            _follow(
                chosen, axes[CAMPAIGN], 1 + list(said.campaigns or {}).index(campaign_name), campaign, options, name
            )
    left_out = np.full((*sizes, 1), said.left_out[name])
    if CHANNEL in axes:
        times = np.array([channel.left_out_times for channel in said.channels.values()])
        left_out = np.minimum(left_out * _along(times, axes[CHANNEL], len(sizes) + 1), 0.95)
    table = np.concatenate([chosen * (1 - left_out), left_out], axis=-1)
    states: tuple[str, ...] = (*options, NOT_ANSWERED)
    routing = questionnaire.questions[name].asked_if
    if routing:
        asked = np.ones((*sizes, 1))
        for other, answers in routing.items():
            parent = parents[axes[other]]
            asked = asked * _along(
                np.array([float(state in answers) for state in parent.states]), axes[other], len(sizes) + 1
            )
        table = np.concatenate([table * asked, 1 - asked], axis=-1)
        states = (*states, NOT_ASKED)
    return Variable(name, states, tuple(parent.name for parent in parents), table)


def _chosen(
    name: str, questionnaire: Questionnaire, said: Rehearsal, parents: Sequence[Variable], effects: Sequence[Effect]
) -> Floats:
    """What those choose who answer: a multinomial logit, shares times the exponential of the effects added up."""
    shares = np.array([said.shares[name][option] for option in questionnaire.scale_of(name).options])
    sizes = tuple(len(parent.states) for parent in parents)
    logits = np.zeros((*sizes, len(shares)))
    for effect in effects:
        axis = next(place for place, parent in enumerate(parents) if parent.name == effect.given)
        state = parents[axis].states.index(effect.answer)
        here = tuple(state if place == axis else slice(None) for place in range(len(parents)))
        logits[here] += effect.log_odds * pull(questionnaire, effect)
    weights = shares * np.exp(logits)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def pull(questionnaire: Questionnaire, effect: Effect) -> Floats:
    """How far an effect moves each option, from 0 to 1: log-odds between two options change by their difference.

    Without another end the option itself is moved, against all others. With one, the answers of the scale are moved
    in proportion to where they stand between the two ends; those who do not know stand in the middle.
    """
    options = questionnaire.scale_of(effect.question).options
    if not effect.against:
        return np.array([float(option == effect.option) for option in options])
    ends = (effect.option, effect.against)
    answers = [name for name, option in options.items() if option.kind is AnswerKind.ANSWER or name in ends]
    top, bottom = answers.index(effect.option), answers.index(effect.against)
    return np.array(
        [
            min(max((answers.index(option) - bottom) / (top - bottom), 0.0), 1.0) if option in answers else 0.5
            for option in options
        ]
    )


def _follow(chosen: Floats, axis: int, state: int, campaign: Campaign, options: Sequence[str], question: str) -> None:
    """Those of a campaign choose what it asks for, but for a few who answer as they would have."""
    here = tuple(state if place == axis else slice(None) for place in range(chosen.ndim - 1))
    asked_for = np.array([float(option == campaign.answers[question]) for option in options])
    chosen[here] = campaign.followed * asked_for + (1 - campaign.followed) * chosen[here]


def _along(values: Floats, axis: int, dimensions: int) -> Floats:
    """Values laid along one axis, so that they multiply with a table."""
    return values.reshape([-1 if place == axis else 1 for place in range(dimensions)])
