"""What intake must find of the questions with another answer than one out of several, but for chance."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np

from findings.consultation.rehearsal import AlsoAnswered, drawn_also
from findings.rehearsal.also import chances, first_choices, left_out_by_channel
from findings.rehearsal.network import CHANNEL, Floats
from findings.rehearsal.numbers import ranges_of
from findings.rehearsal.others import WROTE, other_of, own_texts
from findings.rehearsal.script import Script


class TableOf(Protocol):
    """P(answers), an axis a variable, among those who are analysed."""

    def __call__(self, *names: str) -> Floats:
        """The table of the variables named."""


def also_expected(script: Script, table_of: TableOf) -> dict[str, dict[str, Any]]:
    """Question -> of those analysed, the share that answers it, and how they do.

    `asked` is the share that it was put to, where that is not everybody. Of several answers `chosen` is the share of
    all that are analysed, `own_words` the share that wrote something in place of 'Other'; of a ranking `first`, of a
    number `mean` and `bands`, and of a day `first_day` and `last_day` are of those who answer.

    Parameters
    ----------
    script
        What is followed.
    table_of
        Gives the expected tables of questions with one answer.
    """
    found = {}
    for name in drawn_also(script.questionnaire):
        asked, said = script.questionnaire.also_asked[name], script.said.also_asked.get(name, AlsoAnswered())
        by_channel = _asked(script, name, table_of)
        reached = float((by_channel * (1 - left_out_by_channel(script, name))).sum())
        told: dict[str, Any] = {"kind": asked.kind}
        if asked.asked_if:
            told["asked"] = round(float(by_channel.sum()), 9)
        if asked.kind == "multiple":
            # Who chooses none of the answers has left the question out, as far as a file can say.
            alone, others = chances(asked, said)
            told["answered"] = reached * (1 - (1 - float(alone.sum())) * float(np.prod(1 - others)))
            chosen = (alone + (1 - alone.sum()) * others).tolist()
            told["chosen"] = {
                option: round(reached * share, 9) for option, share in zip(asked.options, chosen, strict=True)
            }
            if own_texts(asked):
                told["own_words"] = round(told["chosen"][other_of(asked)] * WROTE, 9)
        else:
            told["answered"] = reached
        told["answered"] = round(told["answered"], 9)
        if asked.kind == "ranking":
            first = first_choices(asked, said).tolist()
            told["first"] = {option: round(share, 9) for option, share in zip(asked.options, first, strict=True)}
        elif asked.kind == "numeric":
            ranges = ranges_of(asked, said)
            told["mean"] = ranges.mean
            if asked.bands:
                told["bands"] = {band: round((band in ranges.names) / len(ranges.names), 9) for band in asked.bands}
        elif asked.kind == "date":
            consultation = script.parameters.consultation
            told |= {"first_day": consultation.opened.isoformat(), "last_day": consultation.closed.isoformat()}
        found[name] = told
    return found


def _asked(script: Script, name: str, table_of: TableOf) -> Floats:
    """The share of those analysed that came by each channel and that a question was put to; one number without."""
    routing = script.questionnaire.also_asked[name].asked_if
    channels = (CHANNEL,) if script.said.channels else ()
    if not routing and not channels:
        return np.ones(1)
    table = table_of(*channels, *routing)
    for other, given in reversed(routing.items()):
        # The last axis, one question after another.
        table = table[..., np.isin(script.network.by_name[other].states, given)].sum(axis=-1)
    return np.atleast_1d(table)
