"""What nobody said of the questions with another answer than one out of several; and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from findings.consultation.build import Parameters
from findings.consultation.model import AlsoAsked, Questionnaire
from findings.consultation.rehearsal import AlsoAnswered
from findings.errors import Problem
from findings.rehearsal.numbers import reach

MOST_RANKED = 5
"""How many answers of a ranking each person puts in order, unless it is said."""

MOST_ALONE = 0.25
"""How many give an answer that stands alone, of those who would were it like any other."""

TOLERANCE = 1e-9

RANGES = (10, 20, 50, 100)
"""How far a number goes, unless it is said."""


def filled_also(
    given: Mapping[str, AlsoAnswered], questionnaire: Questionnaire, streams: Mapping[str, np.random.Generator]
) -> dict[str, AlsoAnswered]:
    """How each of these questions is answered, as somebody said or drawn from a stream of its own.

    A day needs nothing said: each one while the consultation was open is as likely.
    """
    found = {}
    for name, generator in streams.items():
        asked, said = questionnaire.also_asked[name], given.get(name, AlsoAnswered())
        if asked.kind == "multiple" and not said.shares:
            said = AlsoAnswered(
                shares=_rounded(asked, _chosen(asked, generator.uniform(0.08, 0.6, len(asked.options))))
            )
        elif asked.kind == "ranking":
            weights = generator.uniform(0.3, 1.0, len(asked.options))
            shares = said.shares or _rounded(asked, weights / weights.sum())
            possible = sum(share > 0 for share in shares.values())
            said = AlsoAnswered(shares=shares, ranked=said.ranked or min(possible, MOST_RANKED))
        elif asked.kind == "numeric" and said.most is None and asked.bands:
            least, most = reach(asked)
            said = AlsoAnswered(least=least, most=most)
        elif asked.kind == "numeric" and said.most is None:
            said = AlsoAnswered(least=0, most=int(generator.choice(RANGES)))
        if asked.kind != "date":
            found[name] = said
    return found


def impossible_shares(parameters: Parameters) -> Iterator[Problem]:
    """Shares that cannot be where some answers stand alone: who gives one of these gives no other."""
    for name, said in parameters.rehearsal.also_asked.items():
        asked = parameters.questionnaire.also_asked[name]
        alone = share_alone(asked, said) if asked.kind == "multiple" else 0.0
        if alone > 1 + TOLERANCE:
            yield Problem(
                f"{parameters.name}/rehearsal.yaml (also_asked.{name}.shares)",
                "answers that stand alone with more than everybody together",
                f"{alone:g}",
                "1 or less",
                "Make their shares smaller.",
            )
            continue
        others = {option: said.shares.get(option, 0) for option, own in asked.options.items() if not own.exclusive}
        for option, share in others.items():
            if alone and share > 1 - alone + TOLERANCE:
                yield Problem(
                    f"{parameters.name}/rehearsal.yaml (also_asked.{name}.shares.{option})",
                    "more people than are left by the answers that stand alone",
                    f"{share:g}",
                    f"{1 - alone:g} or less",
                    "Make it smaller, or the share of those that stand alone.",
                )


def share_alone(asked: AlsoAsked, said: AlsoAnswered) -> float:
    """The share that gives one of the answers that stand alone."""
    return sum(said.shares.get(option, 0.0) for option, choice in asked.options.items() if choice.exclusive)


def _chosen(asked: AlsoAsked, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Few give an answer that stands alone, and the others leave them room."""
    alone = np.array([choice.exclusive for choice in asked.options.values()], dtype=bool)
    if not alone.any():
        return shares
    few = np.where(alone, shares * MOST_ALONE / max(int(alone.sum()), 1), shares)
    return np.where(alone, few, few * (1 - few[alone].sum()))


def _rounded(asked: AlsoAsked, shares: NDArray[np.float64]) -> dict[str, float]:
    return {option: round(float(share), 6) for option, share in zip(asked.options, shares, strict=True)}
