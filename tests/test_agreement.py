"""How far coders agree, against published examples, other libraries, definitions written again, and hand counts."""

from __future__ import annotations

import itertools
import math
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coded import codings as coded_rows
from coded import write_coded
from findings.consultation.codeframe import AgreementRule, FreeTextPlan
from findings.consultation.yamlfile import read_yaml
from findings.freetext.agreement import Agreement, agreements, held_back
from findings.freetext.coding import SETTLED, Coding, Status
from findings.freetext.decisions import decisions_of
from findings.freetext.disagreements import disagreements
from findings.freetext.intervals import draws
from findings.freetext.sums import MEASURES, additive

Marks = Mapping[str, Sequence[str]]
"""Coder -> what was given to each comment: codes with a space between, nothing where the coder did not see it."""
FIXED = ("outside", "no_content", "set_aside")

OBSERVERS: Mapping[str, Sequence[str]] = {
    "A": "123321412...",
    "B": "1233224125.3",
    "C": ".3332342251.",
    "D": "12332441251.",
}
"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units, gaps."""


def marks(rows: Mapping[str, Sequence[str]]) -> Marks:
    return {coder: ["" if value == "." else f"v{value}" for value in own] for coder, own in rows.items()}


def plan_of(themes: Sequence[str], **rule: float) -> FreeTextPlan:
    frame = {"version": "1", "questions": ["q9"], "themes": {name: {"label": name.title()} for name in themes}}
    return FreeTextPlan.model_validate({"frames": {"plan": frame}, "agreement": {"resamples": 0, **rule}})


def codings_of(given: Marks) -> list[Coding]:
    return [
        Coding(f"r{place}", "q9", code, coder)
        for coder, own in given.items()
        for place, codes in enumerate(own)
        for code in codes.split()
    ]


def agreement(given: Marks, themes: Sequence[str] = (), **rule: float) -> Agreement:
    named = {code for own in given.values() for codes in own for code in codes.split()} - set(FIXED)
    plan = plan_of(themes or sorted(named) or ["other"], **rule)
    return agreements(plan, codings_of(given))["q9"]


def of_two(both: int, one: int, other: int, neither: int) -> Marks:
    """Two coders and one theme, from the four counts of a textbook's table."""
    left = ["t"] * (both + one) + ["outside"] * (other + neither)
    right = ["t"] * both + ["outside"] * one + ["t"] * other + ["outside"] * neither
    return {"Ann": left, "Bo": right}


# Published examples.


def test_alpha_of_four_observers_with_gaps_is_the_published_one() -> None:
    own = agreement(marks(OBSERVERS))
    # By hand, from the coincidences: 8 of 40 values stand beside another; 608 pairs of unlike values of 780.
    assert own.overall.alpha.value == 1 - Fraction(39 * 4, 608) == Fraction(113, 152)
    assert round(float(own.overall.alpha.value), 3) == 0.743
    assert own.comments == 11, "unit 12 has one observer"


def test_alpha_of_two_observers_is_the_published_one() -> None:
    binary = {"Meg": "0100000010", "Owen": "1110010000"}
    assert agreement(marks(binary)).of("v1").alpha.value == 1 - Fraction(19 * 4, 14 * 6)
    assert round(float(agreement(marks(binary)).overall.alpha.value or 0), 3) == 0.095
    nominal = {"Ben": "aabbdcccedda", "Gerry": "babbbccceddd"}
    assert agreement(marks(nominal)).overall.alpha.value == 1 - Fraction(23 * 3, 224)
    assert round(float(agreement(marks(nominal)).overall.alpha.value or 0), 3) == 0.692


@pytest.mark.parametrize(
    ("table", "agreed", "kappa"),
    [
        ((20, 5, 10, 15), Fraction(7, 10), Fraction(2, 5)),
        ((45, 15, 25, 15), Fraction(6, 10), Fraction(3, 23)),
        ((25, 35, 5, 35), Fraction(6, 10), Fraction(7, 27)),
        ((3, 0, 0, 7), Fraction(1), Fraction(1)),
        ((0, 5, 5, 0), Fraction(0), Fraction(-1)),
        ((0, 4, 0, 6), Fraction(6, 10), Fraction(0)),
    ],
)
def test_percent_and_kappa_of_a_table_of_two_coders(
    table: tuple[int, int, int, int], agreed: Fraction, kappa: Fraction
) -> None:
    own = agreement(of_two(*table)).of("t")
    assert (own.agreed.value, own.kappa.value) == (agreed, kappa)
    assert own.given == sum(table[:3])


def test_kappa_of_more_coders_averages_observed_and_expected_over_pairs() -> None:
    # Conger (1980). Of 4 comments a gives 1100, b 1110, c 1010: pairs differ in 1, 2 and 1; by chance in 2 each.
    own = agreement({"a": ["t", "t", "outside", "outside"], "b": ["t", "t", "t", "outside"],
                     "c": ["t", "outside", "t", "outside"]}).of("t")  # fmt: skip
    assert own.kappa.value == 1 - Fraction(4, 6)
    assert own.agreed.value == Fraction(8, 12)


def test_alpha_equals_that_of_the_package() -> None:
    package = pytest.importorskip("krippendorff")
    random = np.random.default_rng(5)
    for coders in (2, 3, 5):
        table = random.integers(0, 2, size=(coders, 60)).astype(float)
        table[random.random(table.shape) < 0.3] = np.nan
        given = {
            f"c{number}": ["" if np.isnan(value) else ("t" if value else "outside") for value in row]
            for number, row in enumerate(table)
        }
        expected = package.alpha(reliability_data=table, level_of_measurement="nominal")
        assert float(agreement(given).of("t").alpha.value or 0) == pytest.approx(expected, abs=1e-12)


def test_alpha_of_sets_equals_that_of_the_package_with_the_same_distance() -> None:
    package = pytest.importorskip("krippendorff")
    random = np.random.default_rng(7)
    sets = [" ".join(own) for size in (1, 2) for own in itertools.combinations("abcd", size)]
    table = random.integers(0, len(sets), size=(4, 80))
    table[:, ::2] = table[0, ::2]
    gaps = random.random(table.shape) < 0.3
    counts = np.zeros((80, len(sets)), dtype=int)
    for coder, unit in zip(*np.nonzero(~gaps), strict=True):
        counts[unit, table[coder, unit]] += 1
    apart = np.array([[len(set(one.split()) ^ set(other.split())) for other in sets] for one in sets], dtype=float)
    expected = package.alpha(
        value_counts=counts,
        value_domain=list(range(len(sets))),
        level_of_measurement=lambda one, other, *_, **__: apart[one.astype(int), other.astype(int)],
    )
    given = {
        f"c{coder}": ["" if gaps[coder, unit] else sets[table[coder, unit]] for unit in range(80)] for coder in range(4)
    }
    assert float(agreement(given).overall.alpha.value or 0) == pytest.approx(expected, abs=1e-12)


@pytest.mark.slow
def test_kappa_equals_that_of_scikit_learn() -> None:
    from sklearn.metrics import cohen_kappa_score

    random = np.random.default_rng(3)
    one, other = random.integers(0, 5, size=(2, 70))
    other[:40] = one[:40]
    own = agreement({"Ann": [f"v{value}" for value in one], "Bo": [f"v{value}" for value in other]})
    assert float(own.overall.kappa.value or 0) == pytest.approx(cohen_kappa_score(one, other), abs=1e-12)
    for value in range(5):
        expected = cohen_kappa_score(one == value, other == value)
        assert float(own.of(f"v{value}").kappa.value or 0) == pytest.approx(expected, abs=1e-12)


# The definitions, written down again.

CODED = st.lists(
    st.dictionaries(st.sampled_from("wxyz"), st.frozensets(st.sampled_from("abc"), min_size=1), max_size=4),
    min_size=1,
    max_size=9,
)


def alpha_by_definition(units: Sequence[Sequence[frozenset[str]]]) -> Fraction | None:
    """1 - Do/De with every pair of values written out; the distance is how many codes are in one set only."""
    paired = [unit for unit in units if len(unit) > 1]
    values = [value for unit in paired for value in unit]
    within = sum(
        Fraction(len(one ^ other), len(unit) - 1) for unit in paired for one, other in itertools.permutations(unit, 2)
    )
    across = sum(len(one ^ other) for one, other in itertools.permutations(values, 2))
    return 1 - within * (len(values) - 1) / across if across else None


def kappa_by_definition(pairs: Sequence[Sequence[tuple[bool, bool]]]) -> Fraction | None:
    """(Po - Pe) / (1 - Pe), both averaged over pairs of coders by the comments that both coded."""
    n = sum(map(len, pairs))
    observed = Fraction(sum(one == other for own in pairs for one, other in own), n)
    expected = Fraction(0)
    for own in pairs:
        ones, others = Counter(one for one, _ in own), Counter(other for _, other in own)
        expected += sum(Fraction(ones[value] * others[value], len(own)) for value in (True, False)) / n
    return None if expected == 1 else (observed - expected) / (1 - expected)


@settings(max_examples=40, deadline=None)
@given(CODED)
def test_every_measure_is_its_definition(units: list[dict[str, frozenset[str]]]) -> None:
    rows = [Coding(f"r{place}", "q9", code, coder) for place, own in enumerate(units)
            for coder, codes in own.items() for code in codes]  # fmt: skip
    found = agreements(plan_of("abc"), rows)
    several = [own for own in units if len(own) > 1]
    if not several:
        assert found == {}
        return
    own = found["q9"]
    assert own.comments == len(several)
    assert own.coded == sum(bool(unit) for unit in units)
    assert own.overall.alpha.value == alpha_by_definition([list(unit.values()) for unit in several])
    two = [
        [(unit[one], unit[other]) for unit in several if {one, other} <= set(unit)]
        for one, other in itertools.combinations("wxyz", 2)
    ]
    pairs = [some for some in two if some]
    every = [values for some in pairs for values in some]
    assert own.overall.agreed.value == Fraction(sum(one == other for one, other in every), len(every))
    for code in "abc":
        marked = [[frozenset(value & {code}) for value in unit.values()] for unit in several]
        assert own.of(code).alpha.value == alpha_by_definition(marked)
        assert own.of(code).kappa.value == kappa_by_definition(
            [[(code in one, code in other) for one, other in some] for some in pairs]
        )
        assert own.of(code).given == sum(any(value) for value in marked)


# What counts as coded by two.


def test_only_what_both_coded_is_looked_at(tmp_path: Path) -> None:
    plan, rows = coded_sample(tmp_path)
    own = agreements(plan, rows)["hub_why"]
    # Ann coded all 100 comments, Bo the 40 of the first 48 respondents; Bo gave cost alone to r0, r10, r20, r30, r40.
    assert (own.comments, own.coded) == (40, 100)
    travel, cost = own.of("travel"), own.of("cost")
    # Travel: Ann 15 (r3, r9 ... r45 as a second; r0, r6 ... r42 but r24 as a first), Bo those without r0 and r30.
    assert travel.agreed.value == Fraction(38, 40)
    assert travel.alpha.value == 1 - Fraction(79 * 2, 28 * 52)
    assert travel.kappa.value == 1 - 2 / Fraction(15 * 27 + 25 * 13, 40)
    # Cost: Bo alone gave it, five times.
    assert cost.alpha.value == 1 - Fraction(79 * 5, 5 * 75) == Fraction(-4, 75)
    assert (cost.kappa.value, cost.given) == (0, 5)
    # r4, r14 ... r44 without r0 ... : both saw nothing in them.
    assert own.of("no_content").alpha.value == 1
    assert own.overall.agreed.value == Fraction(35, 40)


def test_a_comment_of_one_coder_changes_nothing() -> None:
    both = of_two(6, 2, 1, 7)
    alone = {"Ann": [*both["Ann"], "t", "t", ""], "Bo": [*both["Bo"], "", "", "outside"]}
    one, other = agreement(both), agreement(alone)
    assert other.codes == one.codes
    assert (other.comments, other.coded) == (one.comments, one.coded + 3)


def test_machines_the_settled_and_what_is_to_be_coded_are_no_coders() -> None:
    plan, both = plan_of("t"), codings_of(of_two(3, 1, 0, 4))
    told = agreements(plan, both)["q9"]
    machine = [Coding("r1", "q9", "t", "machine", status=Status.CANDIDATE), Coding("r1", "q9", "t", "machine",
               status=Status.REFUSED)]  # fmt: skip
    settled = [Coding("r3", "q9", "outside", SETTLED)]
    waiting = [Coding("r9", "q9", "to_code", "Ann"), Coding("r9", "q9", "t", "Bo")]
    assert agreements(plan, [*both, *machine, *settled])["q9"] == told
    assert agreements(plan, [*both, *waiting])["q9"].comments == told.comments
    accepted = [Coding("r9", "q9", "t", "Ann", status=Status.ACCEPTED), Coding("r9", "q9", "t", "Bo")]
    assert agreements(plan, [*both, *accepted])["q9"].comments == told.comments + 1


def test_what_nobody_or_everybody_gave_has_no_kappa_and_no_alpha() -> None:
    own = agreement({"Ann": ["t", "t"], "Bo": ["t", "t"]}, themes=["t", "rare"], resamples=50)
    for code in ("t", "rare"):
        assert own.of(code).agreed.value == 1
        assert (own.of(code).kappa.value, own.of(code).alpha.value) == (None, None)
        assert own.of(code).alpha.interval is None
    assert (own.overall.kappa.value, own.overall.alpha.value) == (None, None)


def test_a_question_that_nobody_coded_twice_has_no_agreement() -> None:
    assert agreements(plan_of("t"), codings_of({"Ann": ["t", "t"], "Bo": ["", ""]})) == {}


# Intervals.


def test_an_interval_holds_the_resamples_that_it_should() -> None:
    # A resample of 40 comments, 5 of them disputed, has a binomial number of disputes.
    own = agreement(of_two(10, 5, 0, 25), resamples=10_000, seed=4).of("t").agreed.interval
    assert own is not None
    at_most = list(itertools.accumulate(math.comb(40, k) * 7 ** (40 - k) / 8**40 for k in range(41)))
    low, high = (next(k for k, share in enumerate(at_most) if share >= end) for end in (0.025, 0.975))
    assert (low, high) == (1, 9)
    assert (own.low, own.high) == (1 - Fraction(high, 40), 1 - Fraction(low, 40))


def resampled(given: Marks, measure: Callable[[Agreement], Fraction | None], times: int, seed: int) -> list[Fraction]:
    """The measure of every resample in order, each resample written out as comments of its own."""
    found = []
    for taken in draws("q9", len(given["Ann"]), times, seed):
        again = {coder: [codes for codes, n in zip(own, taken, strict=True) for _ in range(n)]
                 for coder, own in given.items()}  # fmt: skip
        value = measure(agreement(again, themes=["s", "t"]))
        found += [] if value is None else [value]
    return sorted(found)


def test_the_ends_of_an_interval_are_values_of_resamples() -> None:
    given = {"Ann": ["t", "s t", "outside", "t", "s", "no_content", "s", "t", "s t"],
             "Bo": ["t", "t", "outside", "s", "s", "no_content", "", "t", "s"],
             "Cy": ["", "t", "", "t", "s", "", "t", "", "s t"]}  # fmt: skip
    own = agreement(given, themes=["s", "t"], resamples=40, seed=9)
    measures: dict[str, Callable[[Agreement], Fraction | None]] = {
        "alpha": lambda of: of.of("t").alpha.value,
        "kappa": lambda of: of.of("t").kappa.value,
        "overall": lambda of: of.overall.alpha.value,
        "agreed": lambda of: of.overall.agreed.value,
    }
    ends = {
        "alpha": own.of("t").alpha.interval,
        "kappa": own.of("t").kappa.interval,
        "overall": own.overall.alpha.interval,
        "agreed": own.overall.agreed.interval,
    }
    for name, measure in measures.items():
        values, interval = resampled(given, measure, 40, 9), ends[name]
        assert interval is not None
        n = len(values)
        assert interval.low == next(v for v in values if sum(w <= v for w in values) * 40 >= n), name
        assert interval.high == next(v for v in values if sum(w <= v for w in values) * 40 >= 39 * n), name


@settings(max_examples=25, deadline=None)
@given(CODED, st.randoms(use_true_random=False))
def test_many_resamples_at_once_are_each_what_it_is_alone(
    units: list[dict[str, frozenset[str]]], random: random.Random
) -> None:
    rows = [Coding(f"r{place}", "q9", code, coder) for place, own in enumerate(units)
            for coder, codes in own.items() for code in codes]  # fmt: skip
    for decisions in decisions_of(plan_of("abc"), rows).values():
        summed = additive(decisions)
        times = np.array([[random.randrange(4) for _ in decisions.comments] for _ in range(5)], dtype=np.float64)
        for name in MEASURES:
            floats = summed.sums(times).measure(name)
            for place, column in np.ndindex(floats.shape):
                exact = summed.exact(name, column, times[place])
                assert (
                    np.isnan(floats[place, column])
                    if exact is None
                    else floats[place, column] == pytest.approx(float(exact))
                )


@pytest.mark.slow
def test_intervals_are_the_same_for_any_number_of_threads_and_order_of_questions() -> None:
    code = (
        "from findings.freetext.agreement import agreements\n"
        "from findings.consultation.codeframe import FreeTextPlan\n"
        "from findings.freetext.coding import Coding\n"
        "frames = {'a': {'version': '1', 'questions': ['q1', 'q2'], 'themes': {t: {'label': t} for t in 'stuv'}}}\n"
        "plan = FreeTextPlan.model_validate({'frames': frames, 'agreement': {'resamples': 300}})\n"
        "rows = [Coding(f'r{n}', q, 'stuv'[(n * k) % 4], w) for q in ('q1', 'q2') for w, k in (('A', 3), ('B', 5))\n"
        "        for n in range(90)]\n"
        "print(agreements(plan, rows)['q2'])\n"
    )
    one, two = (
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "OPENBLAS_NUM_THREADS": threads}, capture_output=True,
            text=True, check=True,
        ).stdout
        for threads in ("1", "2")
    )  # fmt: skip
    assert one == two
    assert "Interval(low=Fraction(" in one


def test_without_resamples_there_is_no_interval_and_another_seed_gives_another() -> None:
    given = of_two(20, 6, 7, 30)
    assert agreement(given, resamples=0).of("t").alpha.interval is None
    one, other = (agreement(given, resamples=99, seed=seed).of("t").alpha.interval for seed in (1, 2))
    assert one is not None and other is not None and one != other
    assert one.low < one.high


# Themes too unsure for a headline.


def test_a_theme_under_the_least_alpha_is_held_back() -> None:
    # Alpha of (8, 2, 2, 8): 1 - 39 * 4 / (20 * 20) = 0.61; of (9, 1, 1, 9): 1 - 39 * 2 / 400 = 0.805.
    unsure, sure = of_two(8, 2, 2, 8), of_two(9, 1, 1, 9)
    rule = AgreementRule()
    assert held_back({"q9": agreement(unsure)}, rule) == {("q9", "t")}
    assert held_back({"q9": agreement(sure)}, rule) == frozenset()
    assert held_back({"q9": agreement(of_two(8, 2, 2, 7))}, rule) == frozenset(), "19 comments are too few to tell"
    assert held_back({"q9": agreement(unsure)}, AgreementRule(least_alpha=0.61)) == frozenset(), "the least is enough"
    assert held_back({"q9": agreement(unsure)}, AgreementRule(least_alpha=0.62)) == {("q9", "t")}


def test_a_theme_that_nobody_gave_is_not_held_back() -> None:
    own = agreement(of_two(9, 1, 1, 9), themes=["t", "rare"])
    assert own.of("rare").alpha.value is None
    assert held_back({"q9": own}, AgreementRule(least_alpha=1)) == {("q9", "t")}


# Disagreements.


def test_disagreements_stand_with_the_most_disputed_theme_first(tmp_path: Path) -> None:
    plan, rows = coded_sample(tmp_path)
    found = disagreements(plan, [*rows, Coding("r10", "hub_why", "staffing", SETTLED)])
    told = [(one.unit, one.code, one.given_by, one.not_given_by) for one in found]
    assert told[:5] == [(f"r{n}", "cost", ("Bo",), ("Ann",)) for n in (0, 10, 20, 30, 40)]
    # Two comments each of travel, waiting and staffing, in the order of the frame; one of buses at the end.
    assert told[5:] == [
        ("r0", "travel", ("Ann",), ("Bo",)), ("r30", "travel", ("Ann",), ("Bo",)),
        ("r0", "waiting", ("Ann",), ("Bo",)), ("r30", "waiting", ("Ann",), ("Bo",)),
        ("r10", "staffing", ("Ann",), ("Bo",)), ("r40", "staffing", ("Ann",), ("Bo",)),
        ("r20", "buses", ("Ann",), ("Bo",)),
    ]  # fmt: skip
    settled = {(one.unit, one.code): one.given for one in found if one.settled}
    assert settled == {("r10", "cost"): False, ("r10", "staffing"): True}


def coded_sample(tmp_path: Path) -> tuple[FreeTextPlan, list[Coding]]:
    folder = write_coded(tmp_path)
    plan = FreeTextPlan.model_validate(read_yaml(folder / "codeframe.yaml", shown_as="codeframe.yaml").content)
    return plan, [Coding(row["response_id"], row["question"], row["code"], row["coder"]) for row in coded_rows()]
