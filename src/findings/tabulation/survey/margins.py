"""A margin: what is known of the population, and the level that each respondent is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from findings.errors import InputRefused, ParameterError, Problem

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAME_TOTAL = 1e-6
"""How far the totals of two margins may differ, as a share: what is lost when populations are rounded to whole people
out of millions. Percentages rounded to whole numbers differ by more; they are not margins."""


@dataclass(frozen=True, eq=False)
class Margin:
    """One margin of raking.

    Parameters
    ----------
    name
        As the parameters call it.
    population
        Level -> how many people of the population are in it.
    of
        The level of each respondent.
    """

    name: str
    population: Mapping[str, float]
    of: Sequence[str]


def check_margins(margins: Sequence[Margin], respondents: int) -> list[NDArray[np.int64]]:
    """Each respondent's level in each margin, as its place in the margin.

    Raises
    ------
    ParameterError
        If the margins themselves are wrong: none, a population that is negative or no number, a total of zero,
        totals that differ. What the data are refused for is told with it.
    InputRefused
        If only the data do not fit: a level with population but nobody in the sample, respondents in a level
        that the margin lacks or that has no population, no respondents at all.

    Examples
    --------
    >>> [codes.tolist() for codes in check_margins([Margin("sex", {"women": 6, "men": 4}, ["men", "women"])], 2)]
    [[1, 0]]
    >>> try:
    ...     check_margins([Margin("sex", {"women": 6, "men": 4}, ["men", "men"])], 2)
    ... except InputRefused as refused:
    ...     print(refused)
    margin sex: a level with population but no respondents
      found:   women (population 6)
      allowed: at least one respondent in each level with population
      do:      Merge the level with another, in the margin and in the responses.
    """
    import numpy as np

    parameters, data = [], []
    if not margins:
        parameters.append(
            Problem("raking", "no margin", "", "one margin or more", "Name what is known of the population.")
        )
    if not respondents:
        data.append(Problem("raking", "no respondents", "0", "one or more"))
    for margin in margins:
        parameters += _faults(margin)
        if respondents:
            data += _unfitting(margin, respondents)
    if not parameters:
        parameters += _totals_apart(margins)
    if parameters:
        raise ParameterError([*parameters, *data])
    if data:
        raise InputRefused(data)
    codes = []
    for margin in margins:
        place = {level: place for place, level in enumerate(margin.population)}
        codes.append(np.array([place[level] for level in margin.of], dtype=np.int64))
    return codes


def _faults(margin: Margin) -> list[Problem]:
    where = f"margin {margin.name}"
    wrong = {level: n for level, n in margin.population.items() if not isfinite(n) or n < 0}
    if wrong:
        found = ", ".join(f"{level}: {n}" for level, n in wrong.items())
        return [Problem(where, "a population that is no number of people", found, "0 or more", "Correct it.")]
    if not sum(margin.population.values()) > 0:
        return [
            Problem(where, "a margin without population", "0", "a total above 0", "Give the population of its levels.")
        ]
    return []


def _unfitting(margin: Margin, respondents: int) -> list[Problem]:
    where = f"margin {margin.name}"
    if len(margin.of) != respondents:
        return [Problem(where, "levels for another number of respondents", str(len(margin.of)), str(respondents))]
    problems = []
    found = Counter(margin.of)
    empty = [level for level, n in margin.population.items() if n > 0 and not found[level]]
    if empty:
        problems.append(
            Problem(
                where,
                "a level with population but no respondents",
                ", ".join(f"{level} (population {margin.population[level]:g})" for level in empty),
                "at least one respondent in each level with population",
                "Merge the level with another, in the margin and in the responses.",
            )
        )
    unknown = [level for level in found if level not in margin.population]
    if unknown:
        problems.append(
            Problem(
                where,
                "respondents in a level that the margin does not have",
                ", ".join(f"{level} ({found[level]} respondents)" for level in sorted(unknown, key=str)),
                ", ".join(margin.population),
                "Add the level and its population, or say which level these respondents are counted in.",
            )
        )
    nobody = [level for level, n in margin.population.items() if n == 0 and found[level]]
    if nobody:
        problems.append(
            Problem(
                where,
                "respondents in a level without population",
                ", ".join(f"{level} ({found[level]} respondents)" for level in nobody),
                "no respondents where the population is 0",
                "Correct the population, or say which level these respondents are counted in.",
            )
        )
    return problems


def _totals_apart(margins: Sequence[Margin]) -> list[Problem]:
    totals = {margin.name: sum(margin.population.values()) for margin in margins}
    if not totals or max(totals.values()) - min(totals.values()) <= SAME_TOTAL * max(totals.values()):
        return []
    return [
        Problem(
            "raking",
            "margins whose totals differ",
            ", ".join(f"{name}: {total:.10g}" for name, total in totals.items()),
            "the same population in every margin",
            "Take all margins from one source and date, for the same people.",
        )
    ]
