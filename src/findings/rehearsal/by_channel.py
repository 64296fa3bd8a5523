"""A rehearsal as the real responses come: one file a channel, with what that channel asked and in its own days.

A channel that does not put a question is a routing: the question is asked of those who came by the others. Said so in
the questionnaire that is rehearsed, what is drawn and what is expected follow without a word more.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings.consultation.build import Parameters
from findings.consultation.data import Channel, SourcesData
from findings.consultation.model import Questionnaire
from findings.consultation.rehearsal import given_by, heading_of
from findings.errors import ParameterError, Problem
from findings.rehearsal.headings import also_heading, in_columns
from findings.rehearsal.places import arrives_at, places, registered


def channels_of(parameters: Parameters) -> dict[str, Channel]:
    """The channels that are rehearsed: those that the first report counts together."""
    data = parameters.consultation.data
    if not isinstance(data, SourcesData):
        return {}
    return {name: channel for name, channel in data.channels.items() if name in parameters.counted}


def channel_asked(questionnaire: Questionnaire) -> str:
    """The question that the channel answers, or an empty text."""
    return next(iter(given_by("channel", questionnaire)), "")


def as_put(parameters: Parameters) -> Parameters:
    """The consultation with each question asked of those who came by a channel that puts it.

    Raises
    ------
    ParameterError
        If it has no channels, no question that they answer, or somebody could not write what she must.
    """
    problems = list(_impossible(parameters))
    if problems:
        raise ParameterError(problems)
    questionnaire, channels = parameters.questionnaire, channels_of(parameters)
    key = channel_asked(questionnaire)
    left_out = {name for channel in channels.values() for name in channel.not_asked}

    def routed(name: str, asked: Any) -> Any:
        if name not in left_out:
            return asked
        putting = tuple(
            channel
            for channel, spec in channels.items()
            if name not in spec.not_asked and channel in asked.asked_if.get(key, channels)
        )
        return asked.model_copy(update={"asked_if": {**asked.asked_if, key: putting}})

    update = {
        "questions": {name: routed(name, asked) for name, asked in questionnaire.questions.items()},
        "also_asked": {name: routed(name, asked) for name, asked in questionnaire.also_asked.items()},
    }
    return replace(parameters, questionnaire=questionnaire.model_copy(update=update))


def _impossible(parameters: Parameters) -> Iterator[Problem]:
    """Why the responses cannot be written channel by channel."""
    channels, key = channels_of(parameters), channel_asked(parameters.questionnaire)
    if not channels:
        do = "Take --by-channel out: one file is written."
        yield Problem("--by-channel", "a consultation whose responses do not come in several files", do=do)
        return
    where = f"{parameters.name}/questionnaire.yaml (questions)"
    if not key:
        do = "Add a question with 'given_by: channel' and the channels as its options."
        yield Problem(where, "no question that the channel answers", do=do)
        return
    said = parameters.rehearsal
    if said.left_out.get(key):
        keys = f"{parameters.name}/rehearsal.yaml (left_out.{key})"
        yield Problem(keys, "a response that came by no channel", str(said.left_out[key]), "0", "Take it out.")
    not_put = {name: channel for channel, spec in channels.items() for name in spec.not_asked}
    for effect in said.effects or ():
        if effect.question == key and effect.given in not_put:
            yield Problem(
                f"{parameters.name}/rehearsal.yaml (effects)",
                "a channel that hangs on a question which one of the channels does not put",
                effect.given,
                do="Take the effect out, or let every channel put the question.",
            )
    asked_by_all = [place.name for place in places(parameters.questionnaire) if place.name not in not_put]
    if not asked_by_all:
        do = "Let one open question be put by every channel."
        yield Problem(where, "no open question that every channel puts", do=do)
    for name, campaign in (said.campaigns or {}).items():
        place = arrives_at(name, campaign.section, parameters.consultation, parameters.questionnaire)
        if place in not_put:
            yield Problem(
                f"{parameters.name}/rehearsal.yaml (campaigns.{name})",
                "a letter that arrives in a question which one of the channels does not put",
                place,
                ", ".join(asked_by_all),
                f"Take it out of 'not_asked' of the channel {not_put[place]}.",
            )
    for name in registered(parameters.consultation):
        if said.campaigns is None and registered(parameters.consultation)[name].question in not_put:
            do = "Say the campaigns in rehearsal.yaml."
            yield Problem(f"{parameters.name}/consultation.yaml (data.campaigns.{name})", "not put by all", do=do)


def own_table(table: Any, rows: NDArray[np.bool_], channel: Channel, questionnaire: Questionnaire) -> Any:
    """The rows of a channel under its own headings, without what it did not ask."""
    import pyarrow as pa

    dropped, renamed = {heading_of(*_named(questionnaire, channel_asked(questionnaire)))}, {}
    for name, question in questionnaire.questions.items():
        if name in channel.not_asked:
            dropped.add(heading_of(name, question))
        elif name in channel.columns:
            renamed[heading_of(name, question)] = channel.columns[name]
    for name, asked in questionnaire.also_asked.items():
        if name in channel.not_asked:
            own = [one.column for one in asked.options.values()] if in_columns(asked) else [also_heading(name, asked)]
            dropped.update(own)
        elif name in channel.columns and not in_columns(asked):
            renamed[also_heading(name, asked)] = channel.columns[name]
    kept = [heading for heading in table.column_names if heading not in dropped]
    return table.filter(pa.array(rows)).select(kept).rename_columns([renamed.get(one, one) for one in kept])


def _named(questionnaire: Questionnaire, name: str) -> tuple[str, Any]:
    return name, questionnaire.questions[name]


def last_days(parameters: Parameters) -> dict[str, datetime.date]:
    """Channel -> the last day on which what comes by it is in time."""
    return {name: spec.closed or parameters.consultation.closed for name, spec in channels_of(parameters).items()}
