"""What nobody said of the questions that are kept and not counted in tables yet."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from findings.consultation.model import AlsoAsked, Questionnaire
from findings.consultation.rehearsal import AlsoAnswered

MOST_RANKED = 5
"""How many answers of a ranking each person puts in order, unless it is said."""

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
            said = AlsoAnswered(shares=_rounded(asked, generator.uniform(0.08, 0.6, len(asked.options))))
        elif asked.kind == "ranking":
            weights = generator.uniform(0.3, 1.0, len(asked.options))
            shares = said.shares or _rounded(asked, weights / weights.sum())
            possible = sum(share > 0 for share in shares.values())
            said = AlsoAnswered(shares=shares, ranked=said.ranked or min(possible, MOST_RANKED))
        elif asked.kind == "numeric" and said.most is None:
            said = AlsoAnswered(least=0, most=int(generator.choice(RANGES)))
        if asked.kind != "date":
            found[name] = said
    return found


def _rounded(asked: AlsoAsked, shares: NDArray[np.float64]) -> dict[str, float]:
    return {option: round(float(share), 6) for option, share in zip(asked.options, shares, strict=True)}
