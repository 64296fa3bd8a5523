"""Answers drawn from a network: a column a variable, a whole part at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from findings.rehearsal.network import UNSAID, Network, Variable

Codes = NDArray[np.int16]
Answers = dict[str, Codes]
"""Variable -> the place of each response's state among its states."""


def draw(
    network: Network,
    generator: np.random.Generator,
    n: int,
    told: Sequence[str],
    fixed: Mapping[str, Codes] | None = None,
) -> Answers:
    """Answers of `n` responses, none of which is blank.

    Parameters
    ----------
    network
        The tables.
    generator
        Where chance comes from.
    n
        How many.
    told
        The questions of the report: whoever answers none of them is drawn again, so that the number of blank
        responses is the one that is put in, and no other.
    fixed
        Variables whose states are given. For the others to follow the tables, the parents of each must be given too.
    """
    answers = _forward(network, generator, n, fixed or {})
    blank = np.flatnonzero(is_blank(network, answers, told))
    while blank.size:
        again = _forward(network, generator, blank.size, {name: codes[blank] for name, codes in (fixed or {}).items()})
        for name, codes in again.items():
            answers[name][blank] = codes
        blank = blank[is_blank(network, again, told)]
    return answers


def is_blank(network: Network, answers: Answers, told: Sequence[str]) -> NDArray[np.bool_]:
    """Which responses answered none of the questions; where there are none, nobody left them out."""
    blank = np.full(len(next(iter(answers.values()))), bool(told))
    for name in told:
        unsaid = np.array([state in UNSAID for state in network.by_name[name].states])
        blank &= unsaid[answers[name]]
    return blank


def of_the_person(network: Network, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the variables named that depend on no other than themselves: what stays when a person answers twice."""
    kept: list[str] = []
    for variable in network.variables:
        if variable.name in names and set(variable.parents) <= set(kept):
            kept.append(variable.name)
    return tuple(kept)


def _forward(network: Network, generator: np.random.Generator, n: int, fixed: Mapping[str, Codes]) -> Answers:
    """Parents first, so that each variable's row of its table is known when its turn comes."""
    answers: Answers = {}
    for variable in network.variables:
        given = fixed.get(variable.name)
        answers[variable.name] = _drawn(variable, network, answers, generator, n) if given is None else given.copy()
    return answers


def _drawn(variable: Variable, network: Network, answers: Answers, generator: np.random.Generator, n: int) -> Codes:
    row = np.zeros(n, dtype=np.int32)
    for parent in variable.parents:
        row *= len(network.by_name[parent].states)
        row += answers[parent]
    chance = generator.random(n)
    codes = np.zeros(n, dtype=np.int16)
    for step in variable.steps:
        codes += chance >= step[row]
    return codes
