"""What the visible values tell about the hidden ones, worked out in two other ways: exact corners, and fresh programs.

The corners of the possible values are worked out in fractions, from every choice of sums and bounds that hold exactly.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from findings.consultation.names import CellId
from findings.disclosure.attack import attack
from findings.disclosure.counts import Counts
from findings.disclosure.intervals import too_narrow
from findings.errors import ReleaseRefused
from findings.evidence.cell import Cell, Status
from findings.evidence.relation import Relation
from test_disclosure import make_cell

CALM = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
WHY = "fewer than two whole numbers fit what is shown"
NEAR = Fraction(1, 10**6)
Limit = tuple[tuple[Fraction, ...], Fraction]
"""Weights and a number that the weighted sum is at least."""


def corners(equal: Sequence[Limit], least: Sequence[Limit], size: int) -> Iterator[tuple[Fraction, ...]]:
    """Every corner of the values that keep all limits, the equal ones with equality."""
    # With one equation there are as many free directions as counts less one, and fewer with more of them.
    for more in range(max(0, size - len(equal)), size):
        for chosen in itertools.combinations(least, more):
            point = only_point([*equal, *chosen], size)
            if point and all(sum_of(point, weights) >= rest for weights, rest in least):
                yield point


def only_point(rows: Sequence[Limit], size: int) -> tuple[Fraction, ...] | None:
    """The one solution of equations, if there is exactly one."""
    left = [[*weights, rest] for weights, rest in rows]
    for at in range(size):
        pivot = next((row for row in left[at:] if row[at]), None)
        if pivot is None:
            return None
        left.remove(pivot)
        left.insert(at, [value / pivot[at] for value in pivot])
        left = [
            row if place == at else [value - row[at] * one for value, one in zip(row, left[at], strict=True)]
            for place, row in enumerate(left)
        ]
    return None if any(row[size] for row in left[size:]) else tuple(row[size] for row in left[:size])


def sum_of(point: Sequence[Fraction], weights: Sequence[Fraction]) -> Fraction:
    return sum((weight * value for weight, value in zip(weights, point, strict=True)), Fraction())


def whole_numbers(values: Sequence[Fraction]) -> int:
    return floor(max(values) + NEAR) - ceil(min(values) - NEAR) + 1


def bound(place: int, size: int, sign: int, number: int) -> Limit:
    return tuple(Fraction(sign * (at == place)) for at in range(size)), Fraction(sign * number)


@st.composite
def sums(draw: st.DrawFn) -> tuple[dict[str, int], list[Relation], list[str], list[str]]:
    """Up to four hidden counts under a visible total of all and one to three further sums, some of them small."""
    hidden = [f"h{n}" for n in range(draw(st.integers(2, 4)))]
    values = {name: draw(st.one_of(st.integers(0, 3), st.integers(0, 30))) for name in hidden}
    groups = draw(st.lists(st.lists(st.sampled_from(hidden), min_size=1, unique=True), min_size=1, max_size=3))
    relations = [Relation(f"t{n}", tuple(group)) for n, group in enumerate([hidden, *groups])]
    small = [name for name in hidden if 1 <= values[name] <= 4 and draw(st.booleans())]
    return {**values, **{r.total: sum(values[part] for part in r.parts) for r in relations}}, relations, hidden, small


@CALM
@given(sums(), st.integers(2, 3))
def test_the_choice_finds_the_counts_whose_corners_are_too_near(
    given_sums: tuple[dict[str, int], list[Relation], list[str], list[str]], least: int
) -> None:
    values, relations, hidden, small = given_sums
    counts = Counts(values, tuple(relations), {}, (), frozenset())
    size = len(hidden)
    equal = [(tuple(Fraction(name in r.parts) for name in hidden), Fraction(values[r.total])) for r in relations]
    limits = [bound(place, size, 1, int(name in small)) for place, name in enumerate(hidden)]
    limits += [bound(hidden.index(name), size, -1, 4) for name in small]
    found = list(corners(equal, limits, size))
    expected = [name for at, name in enumerate(hidden) if whole_numbers([point[at] for point in found]) < least]
    # All share the total of all, so they are one part.
    narrow = too_narrow(counts, hidden, small, 5, least)
    assert [name for one in narrow for name in one.cells] == expected
    assert [one.part for one in narrow] == ([tuple(hidden)] if expected else [])


@CALM
@given(st.data())
def test_the_attack_finds_the_counts_whose_corners_are_too_near(data: st.DataObject) -> None:
    """Hidden counts and their hidden base; the base of all is visible, and so are percentages of the hidden base."""
    size = data.draw(st.integers(2, 4))
    values = [data.draw(st.integers(0, 12)) for _ in range(size)]
    base = sum(values)
    assume(base)
    hidden = [f"q1#o{n}" for n in range(size)]
    other = data.draw(st.integers(0, 30))
    shares = {n: (200 * values[n] + base) // (2 * base) for n in data.draw(st.sets(st.integers(0, size - 1)))}
    pair = data.draw(st.booleans())
    cells = [make_cell(CellId("q1", f"o{n}"), "", status=Status.CONFIDENTIAL) for n in range(size)]
    cells += [make_cell(CellId("q1", "base"), "", status=Status.CONFIDENTIAL)]
    cells += [make_cell(CellId("q2", "other"), other), make_cell(CellId("q2", "base"), other + base)]
    cells += [make_cell(CellId("q1", "pair"), values[0] + values[1])] if pair else []
    cells += [
        make_cell(CellId("q1", f"o{n}", measure="percent"), share, "percent", origins=(hidden[n],), base_cell="q1#base")
        for n, share in shares.items()
    ]
    relations = [Relation("q1#base", tuple(hidden)), Relation("q2#base", ("q1#base", "q2#other"))]
    relations += [Relation("q1#pair", (hidden[0], hidden[1]))] if pair else []

    one = [Fraction(1)] * size
    equal: list[Limit] = [(tuple(one), Fraction(base))]
    if pair:
        equal.append((tuple(Fraction(n < 2) for n in range(size)), Fraction(values[0] + values[1])))
    limits = [bound(place, size, 1, 0) for place in range(size)]
    for n, share in shares.items():
        for sign, end in ((1, Fraction(2 * share - 1, 200)), (-1, Fraction(2 * share + 1, 200))):
            limits.append((tuple(sign * ((at == n) - end) for at in range(size)), Fraction(0)))
    found = list(corners(equal, limits, size))
    # Parts of a visible nothing are known to everyone, and are not hidden.
    known = set(hidden[:2]) if pair and values[0] + values[1] == 0 else set()
    expected = {name for at, name in enumerate(hidden) if whole_numbers([point[at] for point in found]) < 2} - known
    exposed = {each.cell: each.why for each in attack(cells, relations)}
    # The base of all less the other group: the hidden base is always found.
    assert {name for name, why in exposed.items() if why == WHY} == expected | {"q1#base"}


@settings(CALM, max_examples=8)
@given(st.data())
def test_a_goal_that_goes_on_from_another_finds_what_a_fresh_program_finds(data: st.DataObject) -> None:
    """Tables of one part with many hidden cells, where one program is asked for the ends of cell after cell."""
    from scipy.optimize import linprog

    height, width = data.draw(st.integers(3, 6)), data.draw(st.integers(3, 6))
    few = st.one_of(st.integers(0, 2), st.integers(0, 40))
    table = {(r, c): data.draw(few) for r in range(height) for c in range(width)}
    unseen = [at for at in table if data.draw(st.integers(0, 9)) < 7]
    assume(len(unseen) > 4)
    names = {at: f"r{at[0]}c{at[1]}" for at in table}
    values = {names[at]: number for at, number in table.items()}
    relations = []
    for axis, length in ((0, height), (1, width)):
        for n in range(length):
            line = [at for at in table if at[axis] == n]
            relations.append(Relation(f"sum{axis}_{n}", tuple(names[at] for at in line)))
            values[f"sum{axis}_{n}"] = sum(table[at] for at in line)
    hidden = [names[at] for at in unseen]
    rows = np.array([[name in relation.parts for name in hidden] for relation in relations], dtype=float)
    totals = rows @ np.array([values[name] for name in hidden])
    expected = {2: set(), 3: set()}
    for at, name in enumerate(hidden):
        goal = np.eye(len(hidden))[at]
        low, high = (sign * linprog(sign * goal, A_eq=rows, b_eq=totals).fun for sign in (1, -1))
        for least, narrow in expected.items():
            if floor(high + 1e-6) - ceil(low - 1e-6) + 1 < least:
                narrow.add(name)
    counts = Counts(values, tuple(relations), {}, (), frozenset())
    for least, narrow in expected.items():
        assert {name for one in too_narrow(counts, hidden, (), 5, least) for name in one.cells} == narrow
    cells = [
        make_cell(
            CellId("q1", name), *(("",) if name in hidden else (values[name],)),
            status=Status.CONFIDENTIAL if name in hidden else Status.SHOWN,
        )
        for name in values
    ]  # fmt: skip
    sums_of_cells = [Relation(f"q1#{r.total}", tuple(f"q1#{part}" for part in r.parts)) for r in relations]
    zero = {part for r in relations if values[r.total] == 0 for part in r.parts}
    assert {each.cell for each in attack(cells, sums_of_cells)} == {f"q1#{name}" for name in expected[2] - zero}


@pytest.mark.parametrize(("total", "found"), [(2, True), (3, False), (7, False), (8, True)])
def test_what_is_known_to_be_small_is_held_from_both_sides(total: int, found: bool) -> None:
    """Two counts from 1 to 4 that are 2 together are one each, and that are 8 together four each."""
    values = {"all": total, "a": total // 2, "b": total - total // 2}
    counts = Counts(values, (Relation("all", ("a", "b")),), {}, (), frozenset())
    assert [one.cells for one in too_narrow(counts, ("a", "b"), ("a", "b"), 5, 2)] == [("a", "b")] * found
    cells = [make_cell(CellId("q1", name), "", status=Status.CONFIDENTIAL) for name in ("a", "b")]
    cells.append(make_cell(CellId("q1", "all"), total))
    exposed = attack(cells, [Relation("q1#all", ("q1#a", "q1#b"))], ("q1#a", "q1#b"), 5)
    assert [each.cell for each in exposed] == ["q1#a", "q1#b"] * found


def test_a_count_that_no_sum_holds_from_above_is_as_wide_as_can_be() -> None:
    """A hidden total of hidden parts, of which one is at most four: the other is open upwards, and so is the total."""
    counts = Counts({"all": 1, "a": 1, "b": 0}, (Relation("all", ("a", "b")),), {}, (), frozenset())
    assert too_narrow(counts, ("all", "a", "b"), ("a",), 5, 3) == ()
    hidden = [make_cell(CellId("q1", name), "", status=Status.CONFIDENTIAL) for name in ("all", "a", "b")]
    assert attack(hidden, [Relation("q1#all", ("q1#a", "q1#b"))], ("q1#a",), 5) == ()


def contradicting() -> tuple[list[Cell], list[Relation]]:
    """Four of five said yes, so that one is left for the two hidden options, and 40% of the five said no."""
    cells = [make_cell(CellId("q1", "yes"), 4), make_cell(CellId("q1", "base"), 5)]
    cells += [make_cell(CellId("q1", name), "", status=Status.CONFIDENTIAL) for name in ("no", "dont_know")]
    share = {"origins": ("q1#no",), "base_cell": "q1#base"}
    cells.append(make_cell(CellId("q1", "no", measure="percent"), 40, "percent", **share))
    return cells, [Relation("q1#base", ("q1#yes", "q1#no", "q1#dont_know"))]


def test_visible_cells_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ReleaseRefused) as caught:
        attack(*contradicting())
    assert str(caught.value) == "q1#no: what is shown around it contradicts itself"


def two_hidden() -> tuple[list[Cell], list[Relation]]:
    cells = [make_cell(CellId("q1", "base"), 5)]
    cells += [make_cell(CellId("q1", name), "", status=Status.CONFIDENTIAL) for name in ("yes", "no")]
    return cells, [Relation("q1#base", ("q1#yes", "q1#no"))]


def test_a_point_that_does_not_keep_the_sums_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that errs must make a release refused, and never let it pass."""
    import highspy

    assert attack(*two_hidden()) == ()

    class Solution:
        def __init__(self, values: Sequence[float]) -> None:
            self.col_value = list(values)

    answers: Mapping[str, Sequence[Sequence[float]]] = {
        "too much": [(0.0, 6.0), (6.0, 0.0)],
        "too little": [(0.0, 4.0), (4.0, 0.0)],
        "less than nothing": [(-1.0, 6.0), (6.0, -1.0)],
        "not numbers": [(float("nan"), 5.0)],
    }
    for name, points in answers.items():
        given_out = itertools.cycle(points)
        with monkeypatch.context() as patch:
            patch.setattr(highspy.Highs, "getSolution", lambda _, points=given_out: Solution(next(points)))
            assert {each.cell for each in attack(*two_hidden())} == {"q1#yes", "q1#no"}, name


def test_an_end_that_the_solver_does_not_reach_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import highspy

    monkeypatch.setattr(highspy.Highs, "getModelStatus", lambda _: highspy.HighsModelStatus.kUnknown)
    assert {each.cell for each in attack(*two_hidden())} == {"q1#yes", "q1#no"}


def test_the_attack_shares_no_step_with_the_choice() -> None:
    # Both ask the same library, each by its own code; the guard takes out numbers and decides nothing.
    path = Path(attack.__code__.co_filename)
    imported = {
        node.module
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    assert {name for name in imported if name and name.startswith("findings.disclosure")} == {
        "findings.disclosure.guard"
    }
