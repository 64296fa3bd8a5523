"""Answers to the questions with another answer than one out of several: many, a ranking, a number, a day.

They hang on no other answer, but that some are asked only after one. Who leaves one out is drawn as for any other
question, oftener by the channels in which people leave out more; who writes in their own words is drawn with the
comments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from findings.consultation.model import AlsoAsked, Consultation
from findings.consultation.rehearsal import AlsoAnswered, drawn_also
from findings.rehearsal import cases
from findings.rehearsal.cases import Placed
from findings.rehearsal.draw import Answers
from findings.rehearsal.network import CHANNEL
from findings.rehearsal.numbers import ranges_of
from findings.rehearsal.others import WROTE, own_texts
from findings.rehearsal.script import Script

MOST_LEFT_OUT = 0.95
"""However often a channel leaves questions out, some answer."""


@dataclass(frozen=True)
class Also:
    """The answers of a part to one of these questions.

    Parameters
    ----------
    answered
        Who answered it.
    values
        A row a response: of several answers whether each was chosen, of a ranking the rank of each (0 for none), of a
        number the number in units of its last digit, of a day how many days after the first.
    wrote
        Which text was written in place of 'Other', from 1; 0 for none.
    """

    answered: NDArray[np.bool_]
    values: NDArray[np.int32]
    wrote: NDArray[np.int8]
    several: bool = False

    @property
    def said(self) -> NDArray[np.bool_]:
        """Who said something: of several answers, who chose any."""
        return self.answered & self.values.any(axis=1) if self.several else self.answered


def also_of_part(
    script: Script, answers: Answers, placed: Placed, generator: np.random.Generator, rows: int
) -> dict[str, Also]:
    """Question -> its answers. Blank rows have none; a near copy repeats its original's."""
    found = {}
    original, copy = placed.pairs[cases.NEAR].T
    for name in drawn_also(script.questionnaire):
        asked, said = script.questionnaire.also_asked[name], script.said.also_asked.get(name, AlsoAnswered())
        answered = generator.random(rows) >= _left_out(script, name, answers)
        answered &= was_asked(script, asked, answers)
        values = _values(asked, said, script.parameters.consultation, generator, rows)
        wrote = _wrote(asked, generator, rows)
        answered[placed.blank] = False
        for own in (answered, values, wrote):
            own[copy] = own[original]
        found[name] = Also(answered, values, wrote, asked.kind == "multiple")
    return found


def was_asked(script: Script, asked: AlsoAsked, answers: Answers) -> NDArray[np.bool_]:
    """Whom a question was put to: those who gave one of the answers after which it is asked."""
    reached = np.ones(len(next(iter(answers.values()))), dtype=bool)
    for other, given in asked.asked_if.items():
        reached &= np.isin(script.network.by_name[other].states, given)[answers[other]]
    return reached


def chances(asked: AlsoAsked, said: AlsoAnswered) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Of several answers, the share that gives each that stands alone; and how likely the rest gives each other one."""
    alone = np.array([choice.exclusive for choice in asked.options.values()], dtype=bool)
    shares = np.array([said.shares[option] for option in asked.options], dtype=np.float64)
    left = 1 - shares[alone].sum()
    others = np.minimum(shares / left, 1) if left > 0 else np.zeros(len(shares))
    return np.where(alone, shares, 0), np.where(alone, 0, others)


def left_out_by_channel(script: Script, name: str) -> NDArray[np.float64]:
    """How likely a question is left out, for each channel; one number where channels do not matter."""
    times = [channel.left_out_times for channel in script.said.channels.values()] or [1.0]
    return np.minimum(script.said.left_out[name] * np.array(times), MOST_LEFT_OUT)


def first_choices(asked: AlsoAsked, said: AlsoAnswered) -> NDArray[np.float64]:
    """Of a ranking, the share that puts each answer first, adding up to 1."""
    shares = np.array([said.shares[option] for option in asked.options], dtype=np.float64)
    return np.asarray(shares / shares.sum())


def _left_out(script: Script, name: str, answers: Answers) -> NDArray[np.float64]:
    """How likely each response leaves a question out."""
    by_channel = left_out_by_channel(script, name)
    return by_channel[answers[CHANNEL]] if CHANNEL in answers else by_channel[:1]


def _values(
    asked: AlsoAsked, said: AlsoAnswered, consultation: Consultation, generator: np.random.Generator, rows: int
) -> NDArray[np.int32]:
    if asked.kind == "multiple":
        alone, others = chances(asked, said)
        # One option at a time: a column of chances for all of them would be the largest thing in memory.
        columns = [generator.random(rows) < chance for chance in others.tolist()]
        if alone.any():
            # From 0 to 1 each answer that stands alone has its stretch; behind them all the others are free.
            place = generator.random(rows)
            ends = np.cumsum(alone)
            columns = [
                (place >= end - share) & (place < end) if share else column & (place >= ends[-1])
                for column, share, end in zip(columns, alone.tolist(), ends.tolist(), strict=True)
            ]
        return np.column_stack(columns).astype(np.int32)
    if asked.kind == "ranking":
        return ranks(first_choices(asked, said), said.ranked or 1, generator, rows)
    if asked.kind == "numeric":
        return ranges_of(asked, said).drawn(generator, rows)[:, None]
    days = (consultation.closed - consultation.opened).days
    return generator.integers(0, days, size=(rows, 1), endpoint=True, dtype=np.int32)


def _wrote(asked: AlsoAsked, generator: np.random.Generator, rows: int) -> NDArray[np.int8]:
    """Who writes what where they choose 'Other'."""
    texts = own_texts(asked)
    if not texts:
        return np.zeros(rows, dtype=np.int8)
    writes = generator.random(rows) < WROTE
    return np.where(writes, generator.integers(1, len(texts), size=rows, endpoint=True), 0).astype(np.int8)


def ranks(first: NDArray[np.float64], ranked: int, generator: np.random.Generator, rows: int) -> NDArray[np.int32]:
    """Ranks from 1, and 0 for what is not ranked: each next choice by the shares of those that are left.

    Who waits shortest comes first, each waiting for a time that is shorter the larger the share: the first to come,
    and the first of those left, are then drawn in proportion to their shares (Plackett and Luce's model).
    """
    with np.errstate(divide="ignore"):
        waits = generator.exponential(size=(rows, len(first))) / first
    ranks = waits.argsort(axis=1).argsort(axis=1).astype(np.int32) + 1
    ranks[ranks > ranked] = 0
    return ranks
