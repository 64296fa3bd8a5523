"""The attack that proves a release: what a reader can work out from what is released, and from nothing else.

It shares no step with the choice of hidden cells: it is given the cells as they go out, builds its own equations
from sums, nets and percentages, and solves its own programs, without a look at any hidden value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf

from findings.disclosure.guard import made_of, spread
from findings.errors import Problem, ReleaseRefused
from findings.evidence.cell import Cell, Measure, Status
from findings.evidence.relation import Relation

_NEAR = 1e-6


@dataclass(frozen=True)
class Exposed:
    """A cell that is hidden and can be found, or that is shown and gives a hidden one away."""

    cell: str
    why: str


@dataclass(frozen=True)
class _Row:
    """lowest <= sum of the weighted unknown counts <= highest."""

    weights: tuple[tuple[str, float], ...]
    lowest: float
    highest: float


def attack(
    cells: Sequence[Cell], relations: Sequence[Relation], small: Collection[str] = (), threshold: int = 0
) -> tuple[Exposed, ...]:
    """What can be worked out that was to be hidden, in the order of the cells; nothing if the release holds.

    A hidden count is exposed if fewer than two whole numbers fit all that is visible. A part of a visible total
    of nothing is known to everyone and is not counted as exposed.

    Parameters
    ----------
    cells
        All cells as they are released.
    relations
        Everything that adds up.
    small, threshold
        Cells that the attacker knows to be from 1 to `threshold` - 1, if he knows any; from a threshold of 3
        on, since below that the rule itself tells their value.

    Raises
    ------
    ReleaseRefused
        If the visible cells contradict each other: then nothing is proved.
    """
    hidden_cells = {cell.cell for cell in cells if not cell.visible}
    found = dict(_faults(cells, hidden_cells))
    counted = [cell for cell in cells if cell.measure == Measure.COUNT]
    shown = {cell.cell: cell.number for cell in counted if cell.visible}
    sums = dict.fromkeys((*relations, *(Relation(cell.cell, cell.origins) for cell in counted if cell.origins)))
    public = _public_zeros(shown, list(sums))
    unknown = [cell.cell for cell in counted if cell.cell in hidden_cells and cell.cell not in public]
    rows = [*_rows_of_sums(list(sums), shown, set(unknown)), *_rows_of_percentages(cells, shown, set(unknown))]
    known_small = frozenset(small) if threshold > 2 else frozenset()
    for names, own in _connected(unknown, rows):
        bounds = [(1.0, threshold - 1.0) if name in known_small else (0.0, inf) for name in names]
        for name in _solved(names, own, bounds):
            found.setdefault(name, "fewer than two whole numbers fit what is shown")
    return tuple(Exposed(cell.cell, found[cell.cell]) for cell in cells if cell.cell in found)


def _faults(cells: Sequence[Cell], hidden: set[str]) -> Iterator[tuple[str, str]]:
    needs = {cell.cell: made_of(cell) for cell in cells}
    confidential = spread((cell.cell for cell in cells if cell.status is Status.CONFIDENTIAL), needs)
    for cell in cells:
        if cell.cell in hidden and (cell.value or cell.low or cell.high):
            yield cell.cell, "it is not shown and carries a number"
        elif cell.status is not Status.CONFIDENTIAL and cell.cell in confidential:
            yield cell.cell, "it is made of a hidden cell and is not hidden"


def _public_zeros(shown: dict[str, int], sums: Sequence[Relation]) -> set[str]:
    zeros = {name for name, value in shown.items() if value == 0}
    while True:
        more = {part for relation in sums if relation.total in zeros for part in relation.parts} - zeros
        if not more:
            return zeros
        zeros |= more


def _rows_of_sums(sums: Sequence[Relation], shown: dict[str, int], unknown: set[str]) -> Iterator[_Row]:
    for relation in sums:
        weights: dict[str, float] = {}
        rest = float(shown.get(relation.total, 0))
        if relation.total in unknown:
            weights[relation.total] = -1.0
        for part in relation.parts:
            if part in unknown:
                weights[part] = weights.get(part, 0.0) + 1.0
            rest -= shown.get(part, 0)
        if weights:
            yield _Row(tuple(weights.items()), rest, rest)


def _rows_of_percentages(cells: Sequence[Cell], shown: dict[str, int], unknown: set[str]) -> Iterator[_Row]:
    """A printed percentage p of a base says (p - h) / 100 * base <= part <= (p + h) / 100 * base."""
    for cell in cells:
        if cell.unit != "percent" or not cell.visible or len(cell.origins) != 1 or not cell.base_cell:
            continue
        half = 0.5 * 10.0**-cell.digits
        for sign, share in ((1.0, (float(cell.value) - half) / 100), (-1.0, (float(cell.value) + half) / 100)):
            weights: dict[str, float] = {}
            rest = 0.0
            for name, weight in ((cell.origins[0], sign), (cell.base_cell, -sign * share)):
                if name in unknown:
                    weights[name] = weights.get(name, 0.0) + weight
                else:
                    rest -= weight * shown.get(name, 0)
            if weights:
                yield _Row(tuple(weights.items()), rest, inf)


def _connected(unknown: Sequence[str], rows: Sequence[_Row]) -> Iterator[tuple[list[str], list[_Row]]]:
    """The unknown counts that depend on each other, with their rows; those in no row can be anything."""
    leader = {name: name for name in unknown}

    def lead(name: str) -> str:
        while leader[name] != name:
            leader[name] = leader[leader[name]]
            name = leader[name]
        return name

    for row in rows:
        first, *others = (name for name, _ in row.weights)
        for other in others:
            leader[lead(other)] = lead(first)
    names: dict[str, list[str]] = {}
    owned: dict[str, list[_Row]] = {}
    for name in unknown:
        names.setdefault(lead(name), []).append(name)
    for row in rows:
        owned.setdefault(lead(row.weights[0][0]), []).append(row)
    for head, own in owned.items():
        yield names[head], own


def _solved(names: Sequence[str], rows: Sequence[_Row], bounds: Sequence[tuple[float, float]]) -> Iterator[str]:
    """The unknown counts that fewer than two whole numbers fit."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    column = {name: place for place, name in enumerate(names)}

    def block(chosen: Sequence[_Row]) -> csr_array | None:
        if not chosen:
            return None
        entries = [(at, column[name], weight) for at, row in enumerate(chosen) for name, weight in row.weights]
        at, columns, weights = zip(*entries, strict=True)
        return csr_array((weights, (at, columns)), shape=(len(chosen), len(names)), dtype=float)

    exact = [row for row in rows if row.lowest == row.highest]
    open_rows = [row for row in rows if row.lowest != row.highest]
    equal, above = block(exact), block(open_rows)
    limits = None if above is None else -np.array([row.lowest for row in open_rows])
    lowest, highest = np.full(len(names), inf), np.full(len(names), -inf)

    def ends(place: int) -> tuple[int, int]:
        return ceil(lowest[place] - _NEAR), floor(min(highest[place], 1e15) + _NEAR)

    for place, name in enumerate(names):
        for sign in (1.0, -1.0):
            if lowest[place] <= highest[place] and ends(place)[0] < ends(place)[1]:
                break
            goal = np.zeros(len(names))
            goal[place] = sign
            solved = linprog(
                goal,
                A_ub=None if above is None else -above,
                b_ub=limits,
                A_eq=equal,
                b_eq=None if equal is None else [row.lowest for row in exact],
                bounds=bounds,
                method="highs",
            )
            if solved.status == 0:
                lowest, highest = np.minimum(lowest, solved.x), np.maximum(highest, solved.x)
            elif solved.status == 3:
                highest[place] = inf
            else:
                raise ReleaseRefused([Problem(name, "what is shown around it contradicts itself")])
        if ends(place)[0] >= ends(place)[1]:
            yield name
