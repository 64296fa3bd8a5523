"""What the visible values tell about the hidden ones: the lowest and highest value that each can have.

The rows of a linear program are the sums, its variables the hidden counts. Those who know the rule know that a
small count is from 1 to one less than the threshold; every other hidden count is at least nothing. The ends are
those of the continuous program, so an interval can be wider than what whole numbers allow, never narrower.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from findings.disclosure.counts import Counts

if TYPE_CHECKING:
    from highspy import Highs

_NEAR = 1e-6
# The primal simplex goes on from the last solution, which a new goal leaves possible. One thread, so that the same
# steps are taken everywhere; no scaling, so that the solver's tolerance is in people.
_OPTIONS: Mapping[str, bool | int | str] = {
    "output_flag": False,
    "solver": "simplex",
    "simplex_strategy": 4,
    "simplex_scale_strategy": 0,
    "presolve": "off",
    "parallel": "off",
    "threads": 1,
}


@dataclass(frozen=True)
class Equation:
    """Hidden counts with their signs, and what they add up to."""

    weights: Mapping[str, int]
    total: int


@dataclass(frozen=True)
class Narrow:
    """Hidden counts that are known too well, and all that share sums with them, in the order of the cells."""

    cells: tuple[str, ...]
    part: tuple[str, ...]


def equations_of(counts: Counts, unknown: Collection[str]) -> list[list[Equation]]:
    """The sums over unknown counts, divided into those that share none.

    Returns
    -------
    list[list[Equation]]
        One list for each connected part, in the order of the relations.
    """
    parts: list[tuple[set[str], list[Equation]]] = []
    for relation in counts.relations:
        weights: dict[str, int] = {}
        rest = 0
        for name, sign in ((relation.total, 1), *((part, -1) for part in relation.parts)):
            if name in unknown:
                weights[name] = weights.get(name, 0) + sign
            else:
                rest -= sign * counts.values[name]
        if not weights:
            continue
        touching = [part for part in parts if not part[0].isdisjoint(weights)]
        names = set(weights).union(*(part[0] for part in touching))
        merged = [equation for part in touching for equation in part[1]]
        first = min((parts.index(part) for part in touching), default=len(parts))
        parts = [part for part in parts if part not in touching]
        parts.insert(first, (names, [*merged, Equation(weights, rest)]))
    return [equations for _, equations in parts]


def too_narrow(
    counts: Counts, unknown: Collection[str], small: Collection[str], threshold: int, least: int
) -> tuple[Narrow, ...]:
    """The hidden counts that the visible values leave fewer than `least` whole numbers.

    Parameters
    ----------
    counts
        The counts with what ties them together.
    unknown
        The hidden counts whose value is not known to everyone.
    small, threshold
        Those of them from 1 to `threshold` - 1, which readers know to be so.
    least
        How many whole numbers must fit.

    Returns
    -------
    tuple[Narrow, ...]
        One for each connected part that has any narrow cell.
    """
    small = frozenset(small)
    order = {name: place for place, name in enumerate(counts.values)}
    found = []
    for equations in equations_of(counts, unknown):
        names = sorted({name for equation in equations for name in equation.weights}, key=order.__getitem__)
        bounds = [(1, threshold - 1) if name in small else (0, None) for name in names]
        narrow = _narrow(names, equations, bounds, [counts.values[name] for name in names], least)
        if narrow:
            found.append(Narrow(tuple(narrow), tuple(names)))
    return tuple(found)


def _narrow(
    names: Sequence[str],
    equations: Sequence[Equation],
    bounds: Sequence[tuple[int, int | None]],
    true: Sequence[int],
    least: int,
) -> list[str]:
    import numpy as np
    from highspy import HighsModelStatus

    program = _program(names, equations, bounds)
    # Every solution widens what is known of every cell, so most cells need no goal of their own.
    lowest, highest = np.array(true, dtype=float), np.array(true, dtype=float)

    def wide(place: int) -> bool:
        return bool(floor(highest[place] + _NEAR) - ceil(lowest[place] - _NEAR) + 1 >= least)

    narrow = []
    for place, name in enumerate(names):
        for sign in (-1.0, 1.0):
            if wide(place):
                break
            program.changeColCost(place, sign)
            program.run()
            status = program.getModelStatus()
            program.changeColCost(place, 0.0)
            if status == HighsModelStatus.kUnbounded:  # as wide as can be
                highest[place] = lowest[place] + least
            elif status == HighsModelStatus.kOptimal:
                values = program.getSolution().col_value
                lowest, highest = np.minimum(lowest, values), np.maximum(highest, values)
        if not wide(place):
            narrow.append(name)
    return narrow


def _program(names: Sequence[str], equations: Sequence[Equation], bounds: Sequence[tuple[int, int | None]]) -> Highs:
    """The sums and bounds without a goal, built once a part: each goal starts from the solution of the last."""
    import numpy as np
    from highspy import Highs, HighsStatus, kHighsInf

    column = {name: place for place, name in enumerate(names)}
    weights = [(column[name], weight) for equation in equations for name, weight in equation.weights.items()]
    starts = np.cumsum([0, *(len(equation.weights) for equation in equations)], dtype=np.int32)
    indices, values = (
        np.array([at for at, _ in weights], dtype=np.int32),
        np.array([w for _, w in weights], dtype=float),
    )
    totals = np.array([equation.total for equation in equations], dtype=float)
    lowest = np.array([low for low, _ in bounds], dtype=float)
    highest = np.array([kHighsInf if high is None else high for _, high in bounds], dtype=float)
    program = Highs()  # type: ignore[no-untyped-call]
    done = [program.setOptionValue(option, value) for option, value in _OPTIONS.items()]
    done.append(program.addVars(len(names), lowest, highest))
    done.append(program.addRows(len(equations), totals, totals, len(weights), starts[:-1], indices, values))
    if HighsStatus.kError in done:
        raise RuntimeError("the solver did not take the sums")
    return program
