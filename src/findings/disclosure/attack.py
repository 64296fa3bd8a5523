"""The attack that proves a release: what a reader can work out from what is released, and from nothing else.

It shares no step with the choice of hidden cells: it is given the cells as they go out, builds its own equations
from sums, nets and percentages, and solves its own programs, without a look at any hidden value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from findings.disclosure.guard import made_of, spread
from findings.errors import Problem, ReleaseRefused
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.relation import AtMost, Relation, sums_of_nets

if TYPE_CHECKING:
    import numpy as np
    from highspy import Highs
    from numpy.typing import NDArray

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


@dataclass(frozen=True)
class _System:
    """All rows of one part: each weight with its row and its column, and the ends of rows and columns."""

    row_of: NDArray[np.int32]
    column_of: NDArray[np.int32]
    weights: NDArray[np.float64]
    row_ends: NDArray[np.float64]
    column_ends: NDArray[np.float64]

    def solver(self) -> Highs:
        """The solver, with the rows and without a goal."""
        import numpy as np
        from highspy import Highs, HighsStatus

        solver = Highs()  # type: ignore[no-untyped-call]
        # One thread and no presolve: the same steps everywhere, and a new goal goes on from the last point, as the
        # primal simplex (4) can. Without scaling the tolerance is in people.
        done = [
            solver.setOptionValue("output_flag", False),
            solver.setOptionValue("threads", 1),
            solver.setOptionValue("parallel", "off"),
            solver.setOptionValue("presolve", "off"),
            solver.setOptionValue("solver", "simplex"),
            solver.setOptionValue("simplex_strategy", 4),
            solver.setOptionValue("simplex_scale_strategy", 0),
        ]
        count = len(self.row_ends)
        starts = np.searchsorted(self.row_of, np.arange(count)).astype(np.int32)
        low, high = (np.ascontiguousarray(end) for end in self.column_ends.T)
        done.append(solver.addVars(len(self.column_ends), low, high))
        low, high = (np.ascontiguousarray(end) for end in self.row_ends.T)
        done.append(solver.addRows(count, low, high, len(self.weights), starts, self.column_of, self.weights))
        if HighsStatus.kError in done:
            raise RuntimeError("the solver did not take the rows")
        return solver

    def keeps(self, point: NDArray[np.float64]) -> bool:
        """Whether values of the unknown counts agree with all rows and ends."""
        import numpy as np

        sums = np.bincount(self.row_of, self.weights * point[self.column_of], len(self.row_ends))
        return all(
            bool(np.all((ends[:, 0] - _NEAR <= values) & (values <= ends[:, 1] + _NEAR)))
            for values, ends in ((sums, self.row_ends), (point, self.column_ends))
        )


def attack(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    small: Collection[str] = (),
    threshold: int = 0,
    bounds: Sequence[AtMost] = (),
    only: Collection[str] | None = None,
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
    bounds
        Everything among them that is at most something else.
    only
        The cells that are asked about; all, if none are named.

    Raises
    ------
    ReleaseRefused
        If the visible cells contradict each other: then nothing is proved.
    """
    hidden_cells = {cell.cell for cell in cells if not cell.visible}
    found = dict(_faults(cells, hidden_cells))
    counted = [cell for cell in cells if cell.measure == Measure.COUNT and cell.source_kind is not SourceKind.OFFICIAL]
    shown = {cell.cell: cell.number for cell in counted if cell.visible}
    sums = dict.fromkeys((*relations, *sums_of_nets(counted)))
    public = _public_zeros(shown, list(sums))
    unknown = [cell.cell for cell in counted if cell.cell in hidden_cells and cell.cell not in public]
    rows = [*_rows_of_sums(list(sums), shown, set(unknown)), *_rows_of_percentages(cells, shown, set(unknown))]
    rows += _rows_of_bounds(bounds, shown, set(unknown), public)
    known_small = frozenset(small) if threshold > 2 else frozenset()
    for names, own in _connected(unknown, rows):
        ends = [(1.0, threshold - 1.0) if name in known_small else (0.0, inf) for name in names]
        if only is not None and not set(names) & set(only):
            continue
        for name in _solved(names, own, ends, only):
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


def _rows_of_bounds(
    bounds: Sequence[AtMost], shown: dict[str, int], unknown: set[str], public: set[str]
) -> Iterator[_Row]:
    """What is at most something else, as far as it says anything of what is not known."""
    known = {**dict.fromkeys(public, 0), **shown}
    for bound in bounds:
        weights: dict[str, float] = {}
        rest = 0.0
        for sign, names in ((1.0, bound.larger), (-1.0, bound.smaller)):
            for name in names:
                if name in unknown:
                    weights[name] = weights.get(name, 0.0) + sign
                else:
                    rest += sign * known.get(name, 0)
        if weights:
            yield _Row(tuple(weights.items()), -rest, inf)


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


def _solved(
    names: Sequence[str], rows: Sequence[_Row], bounds: Sequence[tuple[float, float]], only: Collection[str] | None
) -> Iterator[str]:
    """The unknown counts that fewer than two whole numbers fit, or are not proved to fit; of all, or of some."""
    import numpy as np
    from highspy import HighsModelStatus

    system = _system(names, rows, bounds)
    solver = system.solver()
    lowest, highest = np.full(len(names), inf), np.full(len(names), -inf)

    def two_fit(place: int) -> bool:
        return bool(np.ceil(lowest[place] - _NEAR) < np.floor(highest[place] + _NEAR))

    for place, name in enumerate(names):
        if only is not None and name not in only:
            continue
        for sign in (1.0, -1.0):
            if two_fit(place):
                break
            # The rows stay as they are, so the solver goes on from where the goal before led it.
            solver.changeColCost(place, sign)
            solver.run()
            status = solver.getModelStatus()
            solver.changeColCost(place, 0.0)
            if status == HighsModelStatus.kInfeasible:
                raise ReleaseRefused([Problem(name, "what is shown around it contradicts itself")])
            if status == HighsModelStatus.kUnbounded:
                highest[place] = inf
            elif status == HighsModelStatus.kOptimal:
                point = np.array(solver.getSolution().col_value)
                # Two values are open only if each stands in a point that keeps every row: that is looked at here,
                # so that a fault of the solver can make a release refused and never let it pass.
                if system.keeps(point):
                    lowest, highest = np.minimum(lowest, point), np.maximum(highest, point)
        if not two_fit(place):
            yield name


def _system(names: Sequence[str], rows: Sequence[_Row], bounds: Sequence[tuple[float, float]]) -> _System:
    import numpy as np

    column = {name: place for place, name in enumerate(names)}
    return _System(
        np.array([at for at, row in enumerate(rows) for _ in row.weights], dtype=np.int32),
        np.array([column[name] for row in rows for name, _ in row.weights], dtype=np.int32),
        np.array([weight for row in rows for _, weight in row.weights], dtype=float),
        np.array([(row.lowest, row.highest) for row in rows], dtype=float),
        np.array(bounds, dtype=float),
    )
