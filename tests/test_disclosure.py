"""What may be shown: hidden cells stay hidden, whoever adds up what, and their values change no byte."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from findings.consultation.model import NoDisclosureControl, ThresholdDisclosure
from findings.consultation.names import CellId
from findings.disclosure.attack import Exposed, attack
from findings.disclosure.guard import guard
from findings.disclosure.release import Reason, Release, decisions_csv, release
from findings.errors import ExitCode, ReleaseRefused
from findings.evidence.cell import Cell, SourceKind, Status, to_csv
from findings.evidence.relation import Relation

FIVE = ThresholdDisclosure(profile="threshold", threshold=5)
NONE = NoDisclosureControl(profile="none", reason="The counts are public.")
Numbers = Mapping[str, Mapping[str, int]]

# Published counts: Scottish Government, analysis of the 2016 consultation on national health and social care
# standards, question 1 by type of respondent (yes, no, don't know, not answered).
SCOTLAND_2016 = {
    "academic": (3, 4, 0, 1),
    "health": (24, 8, 1, 7),
    "local_authority": (3, 3, 0, 2),
    "partnership": (4, 11, 0, 6),
    "network": (8, 16, 1, 6),
    "other": (2, 2, 0, 2),
    "professional": (10, 2, 0, 4),
    "public_agency": (5, 2, 1, 5),
    "third_sector": (26, 31, 3, 20),
    "carers": (5, 2, 3, 1),
    "individual": (181, 127, 47, 9),
}
SCOTLAND_OPTIONS = ("yes", "no", "dont_know", "not_answered")


def make_cell(identifier: CellId, value: object, unit: str = "responses", **more: object) -> Cell:
    parts = {
        "cell": identifier.text,
        "table": identifier.table,
        "measure": identifier.measure,
        "question": identifier.question,
        "item": identifier.item,
        "option": identifier.option,
        "breakdown": identifier.breakdown,
        "level": identifier.level,
        "filter": identifier.filter,
        "value": str(value),
        "unit": unit,
        "digits": 0,
        "low": "",
        "high": "",
        "base_cell": "",
        "base_kind": "all",
        "origins": (),
        "status": Status.SHOWN,
        "source_kind": SourceKind.TALLY,
    }
    return Cell(**{**parts, **more})  # type: ignore[arg-type]


def question(
    numbers: Numbers, nets: Mapping[str, Sequence[str]] | None = None, rolled: Mapping[str, Sequence[str]] | None = None
) -> tuple[list[Cell], list[Relation]]:
    """A question for all, by type and, if asked for, by larger groups; the base counts every option."""
    groups, options = list(numbers), list(next(iter(numbers.values())))
    cells: list[Cell] = []
    sums: list[Relation] = []

    def add(numbers_of: Mapping[str, int], breakdown: str, level: str) -> None:
        def name(option: str, measure: str = "count") -> CellId:
            return CellId("q1", option, breakdown, level, measure)

        base = sum(numbers_of.values())
        for option, n in numbers_of.items():
            share = {"base_cell": name("base").text, "origins": (name(option).text,)}
            status = Status.SHOWN if base else Status.NOT_APPLICABLE
            cells.append(make_cell(name(option), n))
            value = (200 * n + base) // (2 * base) if base else ""
            cells.append(make_cell(name(option, "percent"), value, "percent", status=status, **share))
        for net, parts in (nets or {}).items():
            made = tuple(name(part).text for part in parts)
            cells.append(make_cell(name(net), sum(numbers_of[part] for part in parts), origins=made))
            sums.append(Relation(name(net).text, made))
        cells.append(make_cell(name("base"), base))
        sums.append(Relation(name("base").text, tuple(name(option).text for option in options)))

    def total(members: Sequence[str]) -> dict[str, int]:
        return {option: sum(numbers[group][option] for group in members) for option in options}

    add(total(groups), "", "")
    for group in groups:
        add(numbers[group], "type", group)
    for level, members in (rolled or {}).items():
        add(total(members), "larger", level)
    for option in (*options, *(nets or {}), "base"):
        sums.append(Relation(f"q1#{option}", tuple(f"q1.by.type#{option}@{group}" for group in groups)))
        for level, members in (rolled or {}).items():
            parts = tuple(f"q1.by.type#{option}@{group}" for group in members)
            sums.append(Relation(f"q1.by.larger#{option}@{level}", parts))
        if rolled:
            sums.append(Relation(f"q1#{option}", tuple(f"q1.by.larger#{option}@{level}" for level in rolled)))
    return cells, sums


def hidden_of(released: Release) -> set[str]:
    return {cell.cell for cell in released.cells if cell.status is Status.CONFIDENTIAL}


def scotland() -> tuple[list[Cell], list[Relation]]:
    numbers = {group: dict(zip(SCOTLAND_OPTIONS, row, strict=True)) for group, row in SCOTLAND_2016.items()}
    return question(
        numbers,
        nets={"net_said": ("yes", "no")},
        rolled={"individual": ["individual"], "organisation": list(SCOTLAND_2016)[:-1]},
    )


def test_without_disclosure_control_everything_is_shown() -> None:
    cells, sums = scotland()
    assert release(cells, sums, NONE) == Release(tuple(cells), ())


def test_without_disclosure_control_no_solver_is_imported() -> None:
    code = (
        "import sys; from findings.disclosure.release import release;"
        "from findings.consultation.model import NoDisclosureControl;"
        "release([], [], NoDisclosureControl(profile='none', reason='public'));"
        "assert not {'highspy', 'numpy', 'scipy'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_scotland_2016_under_a_threshold_of_five() -> None:
    cells, sums = scotland()
    released = release(cells, sums, FIVE)
    hidden = hidden_of(released)
    small = {
        f"q1.by.type#{option}@{group}"
        for group, row in SCOTLAND_2016.items()
        for option, n in zip(SCOTLAND_OPTIONS, row, strict=True)
        if 1 <= n <= 4
    }
    assert small <= hidden
    # No base is small, and totals and bases of organisations and individuals protect themselves.
    shown = {cell.cell for cell in released.cells if cell.status is Status.SHOWN}
    assert {f"q1#{option}" for option in (*SCOTLAND_OPTIONS, "base", "net_said")} <= shown
    assert {f"q1.by.larger#{option}@organisation" for option in SCOTLAND_OPTIONS} <= shown
    assert {f"q1.by.type#base@{group}" for group in SCOTLAND_2016} <= shown
    assert {name + "!percent" for name in small} <= hidden
    assert all(not (cell.value or cell.low or cell.high) for cell in released.cells if cell.cell in hidden)
    assert attack(released.cells, sums) == ()


def test_hiding_only_small_counts_is_found_out_by_the_attack() -> None:
    cells, sums = scotland()
    small = {c.cell for c in cells if c.measure == "count" and 1 <= c.number <= 4}
    naive = guard([cell.hidden() if cell.cell in small else cell for cell in cells])
    found = {exposed.cell for exposed in attack(naive, sums)}
    # One small count in its row: 40 - 24 - 8 - 7 and 31 - 8 - 16 - 6.
    assert {"q1.by.type#dont_know@health", "q1.by.type#dont_know@network"} <= found


def test_a_small_count_takes_a_last_option_and_a_last_group_with_it() -> None:
    rows = {"one": (3, 20, 30, 10), "two": (20, 30, 40, 10), "three": (50, 20, 20, 10), "four": (30, 30, 20, 10)}
    cells, sums = question({g: dict(zip(SCOTLAND_OPTIONS, row, strict=True)) for g, row in rows.items()})
    released = release(cells, sums, FIVE)
    expected = {f"q1.by.type#{o}@{g}" for o, g in itertools.product(("yes", "not_answered"), ("one", "four"))}
    assert hidden_of(released) == expected | {name + "!percent" for name in expected}
    assert [(d.cell, d.reason, d.step, d.note) for d in released.decisions][:4] == [
        ("q1.by.type#yes@one", Reason.PRIMARY, 0, "a count under the threshold"),
        ("q1.by.type#yes@one!percent", Reason.MADE_FROM_HIDDEN, 0, "made from q1.by.type#yes@one"),
        ("q1.by.type#not_answered@one", Reason.COMPLEMENTARY, 1, "would give a hidden cell back"),
        ("q1.by.type#not_answered@one!percent", Reason.MADE_FROM_HIDDEN, 1, "made from q1.by.type#not_answered@one"),
    ]
    assert decisions_csv(released.decisions[:1], SourceKind.TALLY) == (
        "cell,table,reason,step,note,source_kind\n"
        "q1.by.type#yes@one,q1.by.type,primary,0,a count under the threshold,tally\n"
    )


def test_a_group_with_a_small_base_is_hidden_whole() -> None:
    rows = {"one": (3, 0, 1, 0), "two": (20, 30, 40, 10), "three": (50, 20, 20, 10), "four": (30, 30, 20, 10)}
    cells, sums = question({g: dict(zip(SCOTLAND_OPTIONS, row, strict=True)) for g, row in rows.items()})
    released = release(cells, sums, FIVE)
    assert {cell.cell for cell in cells if cell.level == "one"} <= hidden_of(released)
    reasons = {decision.cell: decision.reason for decision in released.decisions}
    assert reasons["q1.by.type#no@one"] is Reason.SMALL_BASE
    assert reasons["q1.by.type#base@one"] is Reason.PRIMARY


def test_an_option_that_nobody_chose_is_no_protection() -> None:
    rows = {"one": (3, 20, 30, 0), "two": (20, 30, 40, 0), "three": (50, 20, 20, 0), "four": (30, 30, 20, 0)}
    cells, sums = question({g: dict(zip(SCOTLAND_OPTIONS, row, strict=True)) for g, row in rows.items()})
    hidden = hidden_of(release(cells, sums, FIVE))
    expected = {f"q1.by.type#{o}@{g}" for o, g in itertools.product(("yes", "dont_know"), ("one", "four"))}
    assert hidden == expected | {name + "!percent" for name in expected}


def test_where_the_remainder_is_one_a_further_cell_is_hidden() -> None:
    rows = {"one": (1, 20, 30, 0), "two": (20, 30, 40, 10), "three": (50, 20, 20, 10), "four": (30, 30, 20, 10)}
    cells, sums = question({g: dict(zip(SCOTLAND_OPTIONS, row, strict=True)) for g, row in rows.items()})
    released = release(cells, sums, FIVE)
    assert {"q1.by.type#yes@one", "q1.by.type#dont_know@one"} <= hidden_of(released)
    assert max(decision.step for decision in released.decisions) >= 2


def test_a_sum_that_does_not_add_up_is_refused() -> None:
    cells = [make_cell(CellId("q1", name), n) for name, n in (("yes", 3), ("no", 4), ("base", 8))]
    with pytest.raises(ReleaseRefused) as caught:
        release(cells, [Relation("q1#base", ("q1#yes", "q1#no")), Relation("q1#all_of_us", ("q1#base",))], FIVE)
    assert str(caught.value) == (
        "q1#base: its parts do not add up to it\n"
        "  found:   q1#yes, q1#no\n"
        "  do:      Correct the counts or the sum.\n"
        "q1#all_of_us: a sum over a count that is not there\n"
        "  found:   q1#all_of_us\n"
        "  do:      Give every count that the sum is made of."
    )
    assert caught.value.exit_code is ExitCode.RELEASE_REFUSED


def test_a_cell_made_of_one_that_is_not_there_is_refused() -> None:
    with pytest.raises(ReleaseRefused) as caught:
        guard([make_cell(CellId("q1", "yes", measure="percent"), 40, "percent", origins=("q1#yes",))])
    assert str(caught.value) == (
        "q1#yes!percent: made of a cell that is not released or hidden with it\n"
        "  found:   q1#yes\n"
        "  do:      Give every cell that it is made of, so that it can be hidden with them."
    )


def test_the_guard_takes_numbers_from_what_is_not_shown_and_hides_what_is_made_of_it() -> None:
    count = make_cell(CellId("q1", "yes"), 3, status=Status.CONFIDENTIAL, low="1", high="4")
    share = make_cell(CellId("q1", "yes", measure="percent"), 40, "percent", origins=("q1#yes",))
    missing = make_cell(CellId("q1", "no"), "7", status=Status.NOT_AVAILABLE)
    of_missing = make_cell(CellId("q1", "no", measure="percent"), "", status=Status.NOT_APPLICABLE, base_cell="q1#yes")
    guarded = guard([count, share, missing, of_missing])
    assert [(cell.value, cell.low, cell.high, cell.status) for cell in guarded] == [
        ("", "", "", Status.CONFIDENTIAL),
        ("", "", "", Status.CONFIDENTIAL),
        ("", "", "", Status.NOT_AVAILABLE),
        ("", "", "", Status.CONFIDENTIAL),
    ]


def test_the_attack_names_a_percentage_that_gives_its_count_away() -> None:
    count = make_cell(CellId("q1", "yes"), "", status=Status.CONFIDENTIAL)
    base = make_cell(CellId("q1", "base"), 10)
    share = make_cell(CellId("q1", "yes", measure="percent"), 30, "percent", origins=("q1#yes",), base_cell="q1#base")
    assert attack([count, base, share], []) == (
        Exposed("q1#yes", "fewer than two whole numbers fit what is shown"),
        Exposed("q1#yes!percent", "it is made of a hidden cell and is not hidden"),
    )


def fits(released: Release, sums: Sequence[Relation], limit: int) -> dict[str, set[int]]:
    """The values of each hidden count, by trying every whole number: the attack worked out another way."""
    shown = {cell.cell: cell.number for cell in released.cells if cell.measure == "count" and cell.value}
    unknown = [cell.cell for cell in released.cells if cell.measure == "count" and not cell.value]
    found: dict[str, set[int]] = {name: set() for name in unknown}
    last: dict[str, list[Relation]] = {name: [] for name in unknown}
    for relation in sums:
        within = [name for name in unknown if name in relation.members]
        if within:
            last[within[-1]].append(relation)

    def attempt(place: int, values: dict[str, int]) -> None:
        if place == len(unknown):
            for name in unknown:
                found[name].add(values[name])
            return
        name = unknown[place]
        for n in range(limit + 1):
            tried = {**values, name: n}
            if all(tried[r.total] == sum(tried[part] for part in r.parts) for r in last[name]):
                attempt(place + 1, tried)

    attempt(0, dict(shown))
    return found


@st.composite
def tables(draw: st.DrawFn, groups: int = 4, options: int = 4, most: int = 25) -> dict[str, dict[str, int]]:
    names = (*(f"o{n}" for n in range(1, options)), "not_answered")
    few = st.one_of(st.integers(0, 9), st.integers(5, most))
    return {f"g{g}": {name: draw(few) for name in names} for g in range(groups)}


CALM = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@CALM
@given(tables(groups=2, options=3, most=7))
def test_every_hidden_count_could_be_two_numbers_by_trying_all(numbers: dict[str, dict[str, int]]) -> None:
    cells, sums = question(numbers)
    released = release(cells, sums, FIVE)
    hidden = [cell.cell for cell in released.cells if cell.measure == "count" and not cell.value]
    assume(0 < len(hidden) <= 4)
    found = fits(released, sums, 50)
    values = {cell.cell: cell.number for cell in cells if cell.measure == "count"}
    assert all(len(found[name]) >= 2 for name in hidden if values[name])


@CALM
@given(tables(), st.booleans())
def test_a_release_holds_against_the_attack_and_keeps_its_rules(
    numbers: dict[str, dict[str, int]], with_nets: bool
) -> None:
    nets = {"net_agree": ("o1", "o2")} if with_nets else {}
    cells, sums = question(numbers, nets, {"larger": ["g0", "g1"], "rest": ["g2", "g3"]})
    released = release(cells, sums, FIVE)
    hidden = hidden_of(released)
    assert [cell.cell for cell in released.cells] == [cell.cell for cell in cells]
    for before, after in zip(cells, released.cells, strict=True):
        if after.cell not in hidden:
            assert after == before
            assert not hidden & {*after.origins, after.base_cell}
            assert before.measure != "count" or not 1 <= before.number <= 4
    assert {decision.cell for decision in released.decisions} == hidden
    assert attack(released.cells, sums) == ()


@settings(CALM, max_examples=20)
@given(tables(most=60), st.data())
def test_inputs_that_differ_only_in_hidden_cells_give_the_same_bytes(
    numbers: dict[str, dict[str, int]], data: st.DataObject
) -> None:
    """Counts move round a rectangle of hidden cells: every sum stays, small counts stay small."""
    cells, sums = question(numbers)
    released = release(cells, sums, FIVE)
    # The limit that `release` documents: where values asked for a further cell, that they did is told.
    assume(all(decision.step < 2 for decision in released.decisions))
    hidden = hidden_of(released)
    groups, options = list(numbers), list(numbers["g0"])
    corners = [
        (g, h, o, p)
        for g, h in itertools.combinations(groups, 2)
        for o, p in itertools.combinations(options, 2)
        if {f"q1.by.type#{x}@{y}" for x in (o, p) for y in (g, h)} <= hidden
    ]
    assume(corners)
    moved = {group: dict(row) for group, row in numbers.items()}
    for _ in range(3):
        g, h, o, p = data.draw(st.sampled_from(corners))
        by = data.draw(st.sampled_from((-3, -2, -1, 1, 2, 3)))
        trial = {group: dict(row) for group, row in moved.items()}
        for group, option, change in ((g, o, by), (h, p, by), (g, p, -by), (h, o, -by)):
            trial[group][option] += change
        entries = [(numbers[x][y], trial[x][y]) for x in groups for y in options]
        if all(new >= 0 and (not 1 <= old <= 4 or 1 <= new <= 4) for old, new in entries):
            moved = trial
    assume(moved != numbers)
    assert to_csv(release(*question(moved), FIVE).cells) == to_csv(released.cells)


def test_the_order_of_sums_changes_nothing() -> None:
    cells, sums = scotland()
    assert release(cells, sums[::-1], FIVE).cells == release(cells, sums, FIVE).cells
