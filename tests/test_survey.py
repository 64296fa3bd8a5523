"""The survey statistics: the identities that they keep, what they refuse, and what they say of nobody."""

from __future__ import annotations

import ast
import itertools
import math
import warnings
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

import findings.tabulation.survey as survey
from findings.errors import InputRefused, ParameterError
from findings.tabulation.survey import (
    Bounds,
    Correction,
    Family,
    Interval,
    Margin,
    Verdict,
    as_weights,
    check_weights,
    chi_squares,
    cohens_h,
    column_letters,
    compare_covaried,
    compare_pooled,
    corrected,
    covariance,
    degrees_of_freedom,
    difference,
    effective_base,
    effective_bases,
    estimate,
    fixed_point,
    letter,
    letters_of,
    make_design,
    mean,
    mean_one,
    proportion,
    rake,
    rao_scott,
    rao_scott_of_weights,
    ratio,
    shares_by_group,
    stack,
    standard_error,
    table_shares,
    total,
    totals_of_cells,
    unexplained,
    weight_covariances,
    wilson,
    wilson_effective,
)

pytestmark = pytest.mark.slow

WEIGHTS = st.lists(st.floats(0.01, 1000), min_size=1, max_size=40)


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    """A division by zero or a NaN on the way is a fault, even where the result is thrown away."""
    with warnings.catch_warnings(), np.errstate(divide="raise", invalid="raise", over="raise"):
        warnings.simplefilter("error")
        yield


def refused(error: type[Exception], work: Any) -> str:
    with pytest.raises(error) as caught:
        work()
    return str(caught.value)


# Weights


def test_every_kind_of_faulty_weight_is_told_at_once() -> None:
    weights = [1.0, None, math.inf, -2.0, 0.0, 1e-9, *[math.nan] * 6]
    rows = [f"line {line}" for line in range(2, 14)]
    assert refused(InputRefused, lambda: check_weights(weights, "survey.csv, column w", rows)) == (
        "survey.csv, column w: a missing weight\n"
        "  found:   nothing (line 3), nothing (line 8), nothing (line 9), nothing (line 10), nothing (line 11) "
        "and 2 more\n"
        "  allowed: a number above 0\n"
        "  do:      Give every respondent a weight.\n"
        "survey.csv, column w: an infinite weight\n"
        "  found:   inf (line 4)\n"
        "  allowed: a number above 0\n"
        "  do:      Correct the weight; a division by zero made it.\n"
        "survey.csv, column w: a negative weight\n"
        "  found:   -2.0 (line 5)\n"
        "  allowed: a number above 0\n"
        "  do:      Correct the weight.\n"
        "survey.csv, column w: a weight of zero\n"
        "  found:   0.0 (line 6)\n"
        "  allowed: a number above 0\n"
        "  do:      A respondent who counts for nobody is left out before, with a reason; else correct the weight.\n"
        "survey.csv, column w: a weight too small to be counted\n"
        "  found:   1e-09 (line 7)\n"
        "  allowed: a number above 0\n"
        "  do:      Multiply all weights by one number, so that each is at least 1/1000000."
    )


def test_weights_whose_sum_no_whole_number_holds_are_refused() -> None:
    assert "a weights whose sum" not in refused(InputRefused, lambda: check_weights([5e12, 5e12]))
    assert refused(InputRefused, lambda: check_weights([5e12, 5e12])).startswith(
        "the weights: weights whose sum is too large\n  found:   1e+13"
    )
    assert int(fixed_point(check_weights([4.5e12, 4.5e12])).sum()) == 9 * 10**18


def test_no_weights_are_no_fault() -> None:
    assert check_weights([]).tolist() == []
    assert fixed_point(check_weights([])).tolist() == []
    assert mean_one(check_weights([])).tolist() == []


@given(st.integers(1, 10**9))
def test_a_weight_half_way_between_two_units_goes_up(units: int) -> None:
    # What is written has seven digits and ends in 5; the float lies above or below it.
    written = float(f"{units // 10**6}.{units % 10**6:06d}5")
    assert fixed_point(np.array([written])).tolist() == [units + 1]


@given(WEIGHTS)
def test_whole_units_are_the_weights_to_half_a_unit(weights: list[float]) -> None:
    units = fixed_point(check_weights(weights)).tolist()
    assert all(
        abs(Fraction(w) * 10**6 - u) <= Fraction(1, 2) + Fraction(1, 10**6) for w, u in zip(weights, units, strict=True)
    )
    assert fixed_point(as_weights(np.array(units))).tolist() == units


@given(WEIGHTS, st.randoms(use_true_random=False), st.integers(0, 40))
def test_sums_of_units_do_not_depend_on_order_or_parts(weights: list[float], chance: Any, cut: int) -> None:
    units = fixed_point(check_weights(weights))
    shuffled = units.tolist()
    chance.shuffle(shuffled)
    assert units.sum() == sum(shuffled) == units[:cut].sum() + units[cut:].sum()


@given(WEIGHTS, st.randoms(use_true_random=False))
def test_the_effective_base_is_at_most_the_base_and_blind_to_order_and_scale(weights: list[float], chance: Any) -> None:
    found = effective_base(np.array(weights))
    assert 0 < found.base <= len(weights) == found.respondents
    assert found.design_effect is not None
    spread = float(np.var(weights)) / float(np.mean(weights)) ** 2
    assert found.design_effect == pytest.approx(1 + spread, rel=1e-9)
    shuffled = list(weights)
    chance.shuffle(shuffled)
    assert effective_base(np.array(shuffled)) == found
    assert effective_base(np.array(weights) * 3e200).base == pytest.approx(found.base, rel=1e-12)
    sums = np.array([sum(weights)]), np.array([sum(w * w for w in weights)])
    assert effective_bases(*sums)[0] == pytest.approx(found.base, rel=1e-9)


@given(st.floats(1e-5, 1e5), st.integers(1, 1000))
def test_equal_weights_lose_nothing(weight: float, n: int) -> None:
    assert effective_base(np.full(n, weight)).base == n
    # Nearly equal, where rounding would give 3.0000000000000004.
    assert effective_base(weight * np.array([1.0, 0.9999999999999998, 1.0])).base <= 3
    assert mean_one(np.full(n, weight)) == pytest.approx(np.ones(n))


def test_of_nobody_the_effective_base_is_none_and_said_so() -> None:
    found = effective_base(np.array([]))
    assert (found.base, found.design_effect, found.verdict) == (0.0, None, Verdict.NOBODY)


# Raking


@st.composite
def rakings(draw: st.DrawFn) -> tuple[Any, list[Margin]]:
    """Respondents in every combination of levels, so that any margins can be kept."""
    shape = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    rows = list(itertools.product(*(range(levels) for levels in shape)))
    rows += draw(st.lists(st.sampled_from(rows), max_size=15))
    weights = draw(st.lists(st.sampled_from([0.5, 1.0, 1.7, 4.0]), min_size=len(rows), max_size=len(rows)))
    margins = []
    for place, levels in enumerate(shape):
        parts = draw(st.lists(st.integers(1, 20), min_size=levels, max_size=levels))
        population = {f"l{level}": 1000 * part / sum(parts) for level, part in enumerate(parts)}
        margins.append(Margin(f"m{place}", population, [f"l{row[place]}" for row in rows]))
    return np.array(weights), margins


@given(rakings())
def test_raked_weights_keep_every_margin(given_: tuple[Any, list[Margin]]) -> None:
    weights, margins = given_
    raked = rake(weights, margins)
    assert raked.converged
    assert (raked.weights > 0).all()
    for margin in margins:
        for level, people in margin.population.items():
            inside = np.array([name == level for name in margin.of])
            assert raked.weights[inside].sum() == pytest.approx(people, rel=1e-6)
    assert raked.difference <= 1e-10
    assert raked.before == effective_base(weights)
    assert raked.after == effective_base(raked.weights)
    assert (raked.rounds, raked.at_bounds) == (0, 0)


@given(rakings(), st.randoms(use_true_random=False))
def test_raking_is_blind_to_the_order_of_rows_to_the_last_digit(given_: tuple[Any, list[Margin]], chance: Any) -> None:
    weights, margins = given_
    order = list(range(len(weights)))
    chance.shuffle(order)
    turned = [Margin(margin.name, margin.population, [margin.of[place] for place in order]) for margin in margins]
    assert rake(weights[order], turned).weights.tolist() == rake(weights, margins).weights[order].tolist()


@given(rakings())
def test_raking_keeps_what_the_design_made_of_respondents_alike(given_: tuple[Any, list[Margin]]) -> None:
    weights, margins = given_
    raked = rake(weights, margins)
    first: dict[tuple[str, ...], float] = {}
    for place, levels in enumerate(zip(*(margin.of for margin in margins), strict=True)):
        factor = raked.weights[place] / weights[place]
        assert first.setdefault(levels, factor) == pytest.approx(factor, rel=1e-12)
    # Raking what is raked changes nothing.
    assert rake(raked.weights, margins).weights == pytest.approx(raked.weights, rel=1e-6)


def uneven() -> tuple[Any, list[Margin]]:
    age = ["young"] * 4 + ["old"] * 36
    sex = ["f", "m"] * 20
    weights = np.where(np.arange(40) % 5 == 0, 3.0, 1.0)
    return weights, [Margin("age", {"young": 300.0, "old": 700.0}, age), Margin("sex", {"f": 520.0, "m": 480.0}, sex)]


def test_bounds_are_kept_and_margins_with_them() -> None:
    weights, margins = uneven()
    free, bound = rake(weights, margins), rake(weights, margins, Bounds(0.3, 3.2))
    mean_weight = 1000 / 40
    assert free.weights.max() > 4 * mean_weight
    assert bound.weights.max() <= (3.2 + 1e-6) * mean_weight
    assert bound.weights.min() >= (0.3 - 1e-6) * mean_weight
    assert bound.weights[:4].sum() == pytest.approx(300)
    assert bound.weights[::2].sum() == pytest.approx(520)
    assert bound.rounds > 0
    assert bound.at_bounds == int((bound.weights > 3.19999 * mean_weight).sum()) > 0
    assert bound.after.base > free.after.base


def test_respondents_alike_are_trimmed_as_if_each_stood_alone() -> None:
    weights, margins = uneven()
    each = weights * (1 + 1e-13 * np.arange(40))
    bounds = Bounds(0.3, 3.2)
    assert len(np.unique(each)) == 40
    assert rake(each, margins, bounds).weights == pytest.approx(rake(weights, margins, bounds).weights, rel=1e-9)


def test_bounds_that_cannot_be_kept_are_refused() -> None:
    weights, margins = uneven()
    message = refused(InputRefused, lambda: rake(weights, margins, Bounds(0.3, 2.5)))
    assert re_numbers(message) == (
        "raking, bounds: the margins and the bounds of the weights cannot both be kept: after # rounds of trimming, "
        "weights of # respondents are outside\n"
        "  found:   weights from # to # times the mean\n"
        "  allowed: # to # times the mean\n"
        "  do:      Widen the bounds, or merge levels with few respondents."
    )


def re_numbers(text: str) -> str:
    import re

    return re.sub(r"\d+(\.\d+)?", "#", text)


@pytest.mark.parametrize("bounds", [(1.2, 3), (-0.1, 2), (0.5, 1), (0.5, math.nan)])
def test_bounds_are_around_the_mean(bounds: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="bounds need 0 <= least < 1 < most"):
        Bounds(*bounds)


def test_everything_wrong_with_margins_is_told_at_once() -> None:
    margins = [
        Margin("sex", {"f": 52.0, "m": 48.0, "x": 0.0}, ["f", "x", "f", "u"]),
        Margin("age", {"young": -1.0, "old": math.inf}, ["young"] * 4),
        Margin("area", {"north": 0.0}, ["north"] * 3),
    ]
    assert refused(ParameterError, lambda: rake(np.ones(4), margins)) == (
        "margin age: a population that is no number of people\n"
        "  found:   young: -1.0, old: inf\n"
        "  allowed: 0 or more\n"
        "  do:      Correct it.\n"
        "margin area: a margin without population\n"
        "  found:   0\n"
        "  allowed: a total above 0\n"
        "  do:      Give the population of its levels.\n"
        "margin sex: a level with population but no respondents\n"
        "  found:   m (population 48)\n"
        "  allowed: at least one respondent in each level with population\n"
        "  do:      Merge the level with another, in the margin and in the responses.\n"
        "margin sex: respondents in a level that the margin does not have\n"
        "  found:   u (1 respondents)\n"
        "  allowed: f, m, x\n"
        "  do:      Add the level and its population, or say which level these respondents are counted in.\n"
        "margin sex: respondents in a level without population\n"
        "  found:   x (1 respondents)\n"
        "  allowed: no respondents where the population is 0\n"
        "  do:      Correct the population, or say which level these respondents are counted in.\n"
        "margin age: a level with population but no respondents\n"
        "  found:   old (population inf)\n"
        "  allowed: at least one respondent in each level with population\n"
        "  do:      Merge the level with another, in the margin and in the responses.\n"
        "margin area: levels for another number of respondents\n"
        "  found:   3\n"
        "  allowed: 4"
    )


def test_margins_whose_totals_differ_are_refused() -> None:
    margins = [Margin("sex", {"f": 60.0, "m": 40.0}, ["f", "m"]), Margin("age", {"a": 50.0, "b": 49.0}, ["a", "b"])]
    assert refused(ParameterError, lambda: rake(np.ones(2), margins)) == (
        "raking: margins whose totals differ\n"
        "  found:   sex: 100, age: 99\n"
        "  allowed: the same population in every margin\n"
        "  do:      Take all margins from one source and date, for the same people."
    )


def test_totals_that_differ_by_rounding_are_kept_all_the_same() -> None:
    margins = [
        Margin("sex", {"f": 6_000_000.0, "m": 4_000_000.0}, ["f", "m", "f", "m"]),
        Margin("age", {"a": 5_000_000.0, "b": 5_000_003.0}, ["a", "b", "b", "a"]),
    ]
    assert rake(np.ones(4), margins).weights.sum() == pytest.approx(10_000_000, rel=1e-12)


def test_margins_that_cannot_be_kept_together_are_refused() -> None:
    margins = [
        Margin("sex", {"f": 50.0, "m": 50.0}, ["f", "f", "m"]),
        Margin("age", {"young": 80.0, "old": 20.0}, ["young", "old", "old"]),
    ]
    assert re_numbers(refused(InputRefused, lambda: rake(np.ones(3), margins, most_sweeps=50))) == (
        "raking, margin sex: the margins cannot all be kept: after # sweeps, level f still differs\n"
        "  found:   #\n"
        "  allowed: #\n"
        "  do:      Some combinations of levels have no respondents; merge levels, or leave a margin out."
    )


def test_nothing_to_rake_is_refused() -> None:
    assert refused(ParameterError, lambda: rake(np.ones(2), [])).startswith("raking: no margin")
    empty = [Margin("sex", {"f": 1.0}, [])]
    assert refused(InputRefused, lambda: rake(np.ones(0), empty)).startswith("raking: no respondents")


def test_a_level_without_population_and_respondents_is_no_fault() -> None:
    sex = Margin("sex", {"f": 60.0, "x": 0.0, "m": 40.0}, ["f", "m", "m"])
    assert rake(np.ones(3), [sex]).weights.tolist() == [60.0, 20.0, 20.0]


# Designs


def test_everything_wrong_with_a_design_is_told_at_once() -> None:
    def broken() -> None:
        make_design([1.0] * 5, ["a", "a", "b", "b", "c"], ["1", "2", "2", "3", "4"], [9, 8, 1, 1, 5], "survey.csv")

    assert refused(InputRefused, broken) == (
        "survey.csv, clusters: a cluster in more than one stratum\n"
        "  found:   2\n"
        "  allowed: each cluster in one stratum\n"
        "  do:      If clusters are numbered within strata, make their names of stratum and number.\n"
        "survey.csv, population: a stratum with several populations\n"
        "  found:   a\n"
        "  allowed: one number a stratum"
    )


def test_a_lonely_cluster_is_refused_unless_it_is_the_whole_stratum() -> None:
    def lonely(population: list[float] | None = None) -> Any:
        return make_design([1.0] * 4, ["a", "a", "b", "b"], ["1", "2", "3", "3"], population)

    assert refused(InputRefused, lonely) == (
        "the sample: a stratum with one cluster only: its variance cannot be estimated\n"
        "  found:   b\n"
        "  allowed: two clusters or more in each stratum\n"
        "  do:      Merge the stratum with the one most like it; or, if its only cluster was certain to be in the "
        "sample, say so with a population of 1."
    )
    certain = lonely([10, 10, 1, 1])
    assert certain.factor.tolist() == [pytest.approx(1.6), 0.0]
    assert "a sample of one cluster only" in refused(InputRefused, lambda: make_design([1.0]))


def test_other_faults_of_a_design_are_refused() -> None:
    assert "a weight of zero" in refused(InputRefused, lambda: make_design([0.0, 1.0], ["a"]))
    assert "not one value a respondent" in refused(InputRefused, lambda: make_design([0.0, 1.0], ["a"]))
    assert "smaller than the sample" in refused(InputRefused, lambda: make_design([1.0] * 3, population=[2.0] * 3))
    assert "no number above 0" in refused(InputRefused, lambda: make_design([1.0] * 3, population=[2.0, 0.0, math.nan]))


def test_a_census_has_no_error() -> None:
    design = make_design([1.0] * 3, population=[3.0] * 3)
    assert standard_error(design, mean(design, [1, 2, 3])) == 0.0


def test_what_the_margins_fix_has_no_error() -> None:
    weights, margins = uneven()
    design = make_design(rake(weights, margins).weights, margins=[margin.of for margin in margins])
    young = np.array([age == "young" for age in margins[0].of])
    found = estimate(design, proportion(design, young))
    assert (found.value, found.error, found.verdict) == (pytest.approx(0.3), 0.0, Verdict.NO_SPREAD)
    values = np.arange(40.0) % 7
    free = make_design(design.weights)
    assert standard_error(design, mean(design, values)) != standard_error(free, mean(free, values))
    levels = np.column_stack([young, ~young, np.arange(40) % 2 == 0]).astype(float)
    scores = mean(design, values).scores
    residuals = scores - levels @ np.linalg.lstsq(levels, scores)[0]
    assert unexplained(design, scores[:, None])[:, 0] == pytest.approx(residuals, abs=1e-15)
    assert "survey, margins: not one value" in refused(
        InputRefused, lambda: make_design([1.0, 1.0], where="survey", margins=[["a"]])
    )


# Estimates


def test_a_group_is_not_a_sample_of_its_own() -> None:
    # How many of the sample fall into the group is chance too: dropping the others gives too small an error here.
    strata, clusters = ["a"] * 4 + ["b"] * 4, list("11223344")
    inside = np.array([True, True, False, False, True, False, True, True])
    design = make_design([1.0] * 8, strata, clusters)
    values = [1.0, 2.0, 9.0, 9.0, 4.0, 9.0, 8.0, 7.0]
    of_group = total(design, values, inside)
    assert standard_error(design, of_group) == pytest.approx(math.sqrt(9 + 121))
    assert degrees_of_freedom(design, inside) == 1


def test_values_outside_a_group_are_not_looked_at() -> None:
    design = make_design([1.0, 2.0, 3.0])
    inside = np.array([True, True, False])
    assert mean(design, [1, 4, math.nan], inside).value == mean(design, [1, 4, 99], inside).value == 3.0
    with pytest.raises(ValueError, match="a value in the domain is no finite number"):
        mean(design, [1, math.nan, 3], inside)
    with pytest.raises(ValueError, match="a domain says true or false"):
        mean(design, [1, 2, 3], [0, 1, 1])
    with pytest.raises(ValueError, match="2 values"):
        mean(design, [1, 2])


@given(
    st.lists(st.tuples(st.floats(0.1, 10), st.integers(0, 9), st.booleans(), st.booleans()), min_size=3, max_size=30)
)
def test_what_holds_of_estimates_in_groups(rows: list[tuple[float, int, bool, bool]]) -> None:
    weights, values, one, other = (np.array(column) for column in zip(*rows, strict=True))
    design = make_design(weights)
    whole = total(design, values)
    parts = total(design, values, one), total(design, values, ~one)
    assert parts[0].value + parts[1].value == pytest.approx(whole.value)
    assert parts[0].scores + parts[1].scores == pytest.approx(whole.scores)
    a, b = mean(design, values, one), mean(design, values, other)
    there, back = difference(a, b), difference(b, a)
    assert there.value == -back.value
    assert standard_error(design, there) == standard_error(design, back)
    # A group less itself is nothing, without error.
    assert (difference(a, a).value, standard_error(design, difference(a, a))) == (0.0, 0.0)
    shares, v = shares_by_group(design, values > 4, np.column_stack([one, other]))
    straight = difference(proportion(design, values > 4, one), proportion(design, values > 4, other))
    if not straight.verdict:
        variance = float(v[0, 0] + v[1, 1] - 2 * v[0, 1])
        assert standard_error(design, straight) ** 2 == pytest.approx(variance, abs=1e-15)
        assert straight.value == pytest.approx(float(shares[0] - shares[1]))


@pytest.mark.parametrize("raked", [False, True])
def test_a_table_of_shares_is_what_each_share_is_alone(raked: bool) -> None:
    generator = np.random.default_rng(4)
    n, shape = 400, (4, 3)
    strata = generator.integers(0, 4, n)
    clusters = strata * 10 + generator.integers(0, 6, n)
    margins = [[f"m{place}" for place in generator.integers(0, 3, n)] for _ in range(2)] if raked else []
    design = make_design(generator.gamma(3, 1, n) + 0.1, strata, clusters, np.full(n, 50.0), margins=margins)
    # One answer that nobody gave, one group with nobody, one group in which all answer alike.
    groups = generator.integers(0, 2, n)
    answers = np.where(groups == 1, 2, generator.integers(0, 3, n))
    inside = generator.random(n) < 0.8
    found = table_shares(design, answers, groups, shape, inside)
    for answer, group in itertools.product(range(4), range(3)):
        alone = estimate(design, proportion(design, answers == answer, inside & (groups == group)))
        assert found.respondents[group] == alone.respondents
        assert found.verdict[answer, group] == alone.verdict
        assert found.shares[answer, group] == pytest.approx(alone.value or 0.0)
        assert found.errors[answer, group] == pytest.approx(alone.error or 0.0, rel=1e-9)
        if alone.verdict == Verdict.GIVEN:
            base = found.effective[answer, group]
            assert base == pytest.approx(alone.value * (1 - alone.value) / alone.error**2, rel=1e-9)
    weights = design.weights[inside & (groups == 1)]
    assert found.effective[0, 1] == pytest.approx(effective_base(weights).base)
    assert found.effective[0, 2] == 0
    several = np.column_stack([inside & (groups == group) for group in range(2)])
    for answer in range(4):
        _, v = shares_by_group(design, answers == answer, several)
        assert found.covariances[answer, :2, :2] == pytest.approx(v, rel=1e-9, abs=1e-15)
    scores = np.zeros((n, 2))
    scores[np.arange(n), groups] = 1
    sums, g = totals_of_cells(design, np.ones(n, dtype=bool), groups, 2)
    assert sums == pytest.approx(design.weights @ scores)
    assert g == pytest.approx(covariance(design, scores), rel=1e-9)
    with pytest.raises(ValueError, match="an answer or group that is not among the 2 of the table"):
        table_shares(design, answers, groups, (2, 3))


def test_what_is_not_given_is_none_and_the_verdict_says_why() -> None:
    design = make_design([1.0, 2.0, 3.0, 4.0])
    nobody, two = np.zeros(4, dtype=bool), np.array([True, True, False, False])
    none = estimate(design, mean(design, [1, 2, 3, 4], nobody))
    assert (none.value, none.error, none.low, none.verdict) == (None, None, None, Verdict.NOBODY)
    assert estimate(design, total(design, [1, 2, 3, 4], nobody)).verdict == Verdict.NOBODY
    assert estimate(design, ratio(design, [1, 2, 3, 4], [0, 0, 0, 0])).verdict == Verdict.NOBODY
    gone = difference(mean(design, [1, 2, 3, 4], nobody), mean(design, [1, 2, 3, 4]))
    assert estimate(design, gone).verdict == Verdict.NOBODY
    for interval in Interval:
        alike = estimate(design, proportion(design, [True, True, False, False], two), interval)
        assert (alike.value, alike.error, alike.low, alike.high) == (1.0, 0.0, None, None)
        assert alike.verdict == Verdict.NO_SPREAD
    # Seven thirds are not a number of the machine: the error must be nothing all the same.
    assert estimate(design, mean(design, [7 / 3] * 4)).verdict == Verdict.NO_SPREAD
    one = np.array([True, False, False, False])
    assert estimate(design, mean(design, [1, 2, 3, 4], one)).verdict == Verdict.NO_FREEDOM
    assert {verdict.words for verdict in Verdict}.__len__() == len(Verdict)


def test_a_level_of_confidence_is_a_share() -> None:
    design = make_design([1.0, 1.0, 1.0])
    for level in (0.0, 1.0, 95.0):
        with pytest.raises(ValueError, match="a confidence level is between 0 and 1"):
            estimate(design, mean(design, [1, 2, 3]), level=level)
        with pytest.raises(ValueError, match="a confidence level is between 0 and 1"):
            wilson([1], [2], level)
    with pytest.raises(ValueError, match="a logit interval is for a share"):
        estimate(design, mean(design, [1, 2, 3]), Interval.LOGIT)


# Wilson


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=1, max_size=20), st.floats(0.5, 0.999))
def test_a_wilson_interval_lies_in_0_to_1_and_holds_the_share(pairs: list[tuple[int, int]], level: float) -> None:
    counts = np.array([min(pair) for pair in pairs])
    bases = np.array([max(pair) for pair in pairs])
    shares = wilson(counts, bases, level)
    assert ((shares.low >= 0) & (shares.low <= shares.share) & (shares.share <= shares.high) & (shares.high <= 1)).all()
    z = stats.norm.ppf(1 - (1 - level) / 2)
    for x, n, low, high, verdict in zip(counts, bases, shares.low, shares.high, shares.verdict, strict=True):
        if n == 0:
            assert (low, high, verdict) == (0, 1, Verdict.NOBODY)
            continue
        # Each end is where the share lies z errors of that end away: the definition of the score interval.
        for end in (low, high):
            if 0 < end < 1:
                assert abs(x / n - end) == pytest.approx(z * math.sqrt(end * (1 - end) / n), rel=1e-6, abs=1e-12)
        assert (low == 0) == (x == 0)
        assert (high == 1) == (x == n)
    turned = wilson(bases - counts, bases, level)
    held = bases > 0
    assert turned.low[held] == pytest.approx(1 - shares.high[held], abs=1e-12)


@given(st.floats(0, 1), st.floats(0.01, 1e9), st.floats(0.01, 0.9999))
def test_a_weighted_share_lies_in_its_interval(share: float, base: float, level: float) -> None:
    found = wilson_effective([share, 1e-300, 1 - 2**-53, 0.0, 1.0], [base] * 5, level)
    assert ((found.low >= 0) & (found.low <= found.share) & (found.share <= found.high) & (found.high <= 1)).all()


def test_rounding_does_not_carry_an_end_past_a_tiny_share() -> None:
    # 100 of these would have their lower end above the share.
    tiny = np.linspace(1e-18, 1e-16, 2000)
    assert (wilson_effective(tiny, np.full(2000, 10.0)).low <= tiny).all()


def test_wilson_of_weighted_shares_takes_the_effective_base() -> None:
    assert wilson_effective([0.3], [50.0]).low == pytest.approx(wilson([15], [50]).low)
    assert wilson_effective([0.3, 0.3], [0.0, 2.5]).verdict.tolist() == [Verdict.NOBODY, Verdict.GIVEN]
    assert wilson([[1, 2], [3, 4]], [[5], [6]]).share.shape == (2, 2)


@pytest.mark.parametrize(("count", "base"), [(3, 2), (-1, 2), (1, math.nan), (0, -1)])
def test_a_count_is_between_0_and_its_base(count: float, base: float) -> None:
    with pytest.raises(ValueError, match="a count is at least 0 and at most its base"):
        wilson([count], [base])


@pytest.mark.parametrize(("share", "base"), [(1.01, 2), (-0.1, 2), (0.5, -1), (math.nan, 1)])
def test_a_share_is_between_0_and_1(share: float, base: float) -> None:
    with pytest.raises(ValueError, match="a share is between 0 and 1"):
        wilson_effective([share], [base])


# Tables


TABLES = st.integers(1, 4).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 30), min_size=columns, max_size=columns), min_size=1, max_size=4)
)


@given(st.lists(TABLES, min_size=1, max_size=4))
def test_chi_square_of_many_tables_is_that_of_each(tables: list[list[list[int]]]) -> None:
    result = chi_squares(stack(tables))
    for place, listed in enumerate(tables):
        table = np.array(listed)
        table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
        assert result.base[place] == table.sum()
        if min(table.shape) < 2:
            assert (result.statistic[place], result.freedom[place], result.p[place], result.v[place]) == (0, 0, 1, 0)
            expected = (
                Verdict.NOBODY if not table.size else Verdict.ONE_ANSWER if table.shape[0] < 2 else Verdict.ONE_GROUP
            )
            assert result.verdict[place] == expected
            continue
        theirs = stats.chi2_contingency(table, correction=False)
        assert result.verdict[place] == Verdict.GIVEN
        assert result.statistic[place] == pytest.approx(theirs.statistic, rel=1e-9, abs=1e-12)
        assert result.freedom[place] == theirs.dof
        assert result.p[place] == pytest.approx(theirs.pvalue, rel=1e-9)
        assert result.v[place] == pytest.approx(stats.contingency.association(table, "cramer"), rel=1e-9, abs=1e-7)
        assert result.small[place] == pytest.approx((theirs.expected_freq < 5).mean())


def test_cramers_v_is_1_where_the_group_says_the_answer() -> None:
    assert chi_squares([[[9, 0, 0], [0, 5, 0], [0, 0, 7]]]).v == pytest.approx([1.0])
    assert chi_squares([[[2, 4], [3, 6]]]).v == pytest.approx([0.0], abs=1e-7)


def test_no_table_is_no_fault_and_a_negative_count_is_one() -> None:
    assert stack([]).shape == (0, 0, 0)
    assert chi_squares(np.zeros((0, 2, 2))).p.tolist() == []
    for wrong in ([[1, 2]], [[[1, -2]]], [[[1, math.nan]]]):
        with pytest.raises(ValueError, match="tables by answers by groups"):
            chi_squares(wrong)


# Rao and Scott


@given(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from([0.5, 1.0, 2.5])), min_size=4, max_size=60)
)
def test_the_test_from_sums_is_the_test_from_respondents(rows: list[tuple[int, int, float]]) -> None:
    answers, groups, weights = (np.array(column) for column in zip(*rows, strict=True))
    sums, squares = np.zeros((3, 3)), np.zeros((3, 3))
    np.add.at(sums, (answers, groups), weights)
    np.add.at(squares, (answers, groups), weights**2)
    long, short = rao_scott(make_design(weights), answers, groups), rao_scott_of_weights(sums, squares, len(rows))
    assert long.verdict == short.verdict
    for name in ("pearson", "design_effect", "first", "first_p", "f", "numerator", "denominator", "p", "v"):
        one, other = getattr(long, name), getattr(short, name)
        assert (one is None) == (other is None), name
        assert one is None or one == pytest.approx(other, rel=1e-6, abs=1e-9), name


@given(st.lists(st.integers(1, 30), min_size=6, max_size=6))
def test_under_equal_weights_v_is_that_of_the_counts(counts: list[int]) -> None:
    table = np.array(counts, dtype=float).reshape(3, 2)
    test, plain = rao_scott_of_weights(4 * table, 16 * table, int(table.sum())), chi_squares(table[None])
    assert test.v == pytest.approx(plain.v[0], abs=1e-7)
    assert test.pearson == pytest.approx(plain.statistic[0], abs=1e-9)
    assert test.first_freedom == plain.freedom[0]


def test_a_test_that_is_not_given_says_why() -> None:
    design = make_design([1.0] * 6, clusters=list("112233"))
    answers, groups = np.array([0, 1, 0, 1, 0, 1]), np.array([0, 0, 1, 1, 0, 1])

    def of(answers: Any, groups: Any, domain: list[int]) -> Verdict:
        result = rao_scott(design, answers, groups, np.array([bool(inside) for inside in domain]))
        assert (result.verdict is Verdict.GIVEN) == (result.p is not None)
        assert result.respondents == sum(domain)
        return result.verdict

    everybody = [1] * 6
    assert of(answers, groups, everybody) is Verdict.GIVEN
    assert of(answers, groups, [0] * 6) is Verdict.NOBODY
    assert of(answers * 0, groups, everybody) is Verdict.ONE_ANSWER
    assert of(answers, groups * 0 + 7, everybody) is Verdict.ONE_GROUP
    assert of(answers, np.array([0, 1, 0, 1, 0, 1]), [1, 1, 0, 0, 0, 0]) is Verdict.NO_FREEDOM
    # Every cluster answers alike in every group.
    assert of([0, 1, 0, 1, 0, 1], [0, 0, 0, 0, 0, 0], everybody) is Verdict.ONE_GROUP
    assert rao_scott(make_design([1.0] * 6), [0, 1, 2, 0, 1, 2], [0, 1, 2, 0, 1, 2]).verdict is Verdict.SPARSE
    with pytest.raises(ValueError, match="an answer or group below 0"):
        rao_scott(design, answers - 1, groups)
    assert of(np.array([-1, 1, 0, 1, 0, 1]), groups, [0, 1, 1, 1, 1, 1]) is Verdict.GIVEN
    alike = make_design([1.0] * 8, clusters=list("11112222"))
    cells = np.array([0, 0, 1, 1] * 2), np.array([0, 1, 0, 1] * 2)
    assert rao_scott(alike, *cells).verdict is Verdict.NO_SPREAD
    none = rao_scott_of_weights(np.zeros((2, 2)), np.zeros((2, 2)), 0)
    assert (none.verdict, none.f, none.v) == (Verdict.NOBODY, None, None)


# Pairs, corrections and letters


def test_pairs_are_not_compared_where_a_base_is_small_nobody_is_there_or_nothing_varies() -> None:
    pairs = compare_pooled([[0.2, 0.6, 0.5, 0.0], [1.0, 1.0, 0.5, 0.0]], [100, 100, 29, 0])
    names = [[Verdict(number).name for number in row] for row in pairs.verdict]
    assert names == [
        ["GIVEN", "SMALL_BASE", "NOBODY", "SMALL_BASE", "NOBODY", "NOBODY"],
        ["NO_SPREAD", "SMALL_BASE", "NOBODY", "SMALL_BASE", "NOBODY", "NOBODY"],
    ]
    given_ = pairs.verdict == Verdict.GIVEN
    assert (pairs.p[~given_] == 1).all()
    assert (pairs.z[~given_] == 0).all()
    assert pairs.z[0, 0] < -5
    assert compare_pooled([[0.2, 0.6]], [60, 60], respondents=[100, 20]).verdict.tolist() == [[Verdict.SMALL_BASE]]
    assert compare_pooled([[0.2, 0.6]], [10, 10], least_base=5).verdict.tolist() == [[Verdict.GIVEN]]
    with pytest.raises(ValueError, match="a share is between 0 and 1"):
        compare_pooled([[1.2, 0.6]], [60, 60])


def test_a_group_is_not_different_from_itself() -> None:
    design = make_design([1.0, 2.0, 1.5, 1.0] * 20)
    group = np.array([True, False, True, True] * 20)
    everybody = np.ones(80, dtype=bool)
    chosen = np.array([True, True, False, False, True, False, False, False] * 10)
    shares, v = shares_by_group(design, chosen, np.column_stack([group, group, everybody]))
    pairs = compare_covaried(shares[None], v[None], [60, 60, 80])
    assert [Verdict(number).name for number in pairs.verdict[0]] == ["NO_SPREAD", "GIVEN", "GIVEN"]
    assert pairs.z[0, 1] == pytest.approx(pairs.z[0, 2])
    with_t = compare_covaried(shares[None], v[None], [60, 60, 80], freedom=5)
    assert (with_t.p[0, 1:] > pairs.p[0, 1:]).all()


def test_covariances_of_a_single_respondent_are_nothing() -> None:
    shares, v = weight_covariances(np.ones((1, 1, 1, 2)), [[1.0]], [1.0], 1)
    assert (shares.tolist(), v.tolist()) == ([[1.0]], [[[0.0]]])
    shares, v = weight_covariances(np.zeros((1, 2, 2, 2)), np.zeros((2, 2)), [0.0, 0.0], 9)
    assert (shares.tolist(), v.tolist()) == ([[0.0, 0.0]], [[[0.0, 0.0], [0.0, 0.0]]])


P_VALUES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=12)


@given(P_VALUES)
def test_corrected_p_values_are_those_of_their_definitions(listed: list[tuple[float, bool]]) -> None:
    p, made = np.array([value for value, _ in listed]), np.array([was for _, was in listed])
    holm, bh = (corrected(p, made, way) for way in (Correction.HOLM, Correction.BENJAMINI_HOCHBERG))
    plain = corrected(p, made, Correction.NONE)
    m = int(made.sum())
    for place in range(len(p)):
        if not made[place]:
            assert holm[place] == bh[place] == plain[place] == 1
            continue
        # By definition: reject stepwise while p <= alpha / (those left).
        before = sorted(value for value, was in listed if was and value <= p[place])
        assert holm[place] == pytest.approx(min(1.0, max((m - i) * value for i, value in enumerate(before))))
        assert plain[place] - 1e-15 <= bh[place] <= holm[place] + 1e-15
    if m:
        assert bh[made] == pytest.approx(stats.false_discovery_control(p[made]))


def test_families_are_corrected_apart() -> None:
    p = np.array([[0.01, 0.5], [0.03, 0.5]])
    assert corrected(p, p > 0, Correction.HOLM)[:, 0].tolist() == [0.02, 0.06]
    pairs = compare_pooled([[0.60, 0.45], [0.40, 0.55]], [100, 100])
    row, table = column_letters(pairs), column_letters(pairs, family=Family.TABLE)
    assert table.p == pytest.approx(2 * row.p)
    assert (row.above.any(), table.above.any()) == (True, False)


SHARES = st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=1, max_size=5)


@given(
    SHARES, st.lists(st.integers(0, 300), min_size=4, max_size=4), st.sampled_from(Correction), st.sampled_from(Family)
)
def test_letters_go_one_way_and_to_the_larger_share(
    shares: list[list[float]], bases: list[int], correction: Correction, family: Family
) -> None:
    letters = column_letters(compare_pooled(shares, bases), correction, family)
    assert not (letters.above & np.swapaxes(letters.above, -1, -2)).any()
    p = np.array(shares)
    assert (p[..., :, None] > p[..., None, :])[letters.above].all()
    for row in letters.above:
        for one, other in zip(*row.nonzero(), strict=True):
            assert min(bases[one], bases[other]) >= 30


@given(SHARES, st.lists(st.integers(30, 300), min_size=4, max_size=4), st.permutations(range(4)))
def test_letters_move_with_the_columns(shares: list[list[float]], bases: list[int], order: list[int]) -> None:
    assume(min(abs(a - b) for row in shares for a, b in itertools.combinations(row, 2)) > 1e-9)
    straight = column_letters(compare_pooled(shares, bases)).above
    turned = column_letters(compare_pooled(np.array(shares)[:, order], np.array(bases)[order])).above
    assert (turned == straight[:, order][:, :, order]).all()


def test_letters_as_text() -> None:
    pairs = compare_pooled([[0.1, 0.5, 0.9]], [200, 200, 200])
    assert letters_of(column_letters(pairs)) == [["", "A", "A B"]]
    assert [letter(column) for column in (0, 1, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "B",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]
    with pytest.raises(ValueError, match="the letters of one table"):
        letters_of(column_letters(compare_pooled([[[0.1, 0.5]]], [[200, 200]])))
    with pytest.raises(ValueError, match="alpha is between 0 and 1"):
        column_letters(pairs, alpha=5)
    assert letters_of(column_letters(compare_pooled([[0.5]], [100]))) == [[""]]


@given(st.floats(0, 1), st.floats(0, 1))
def test_cohens_h_turns_its_sign_and_ends_at_pi(one: float, other: float) -> None:
    assert cohens_h([one], [other]) == -cohens_h([other], [one])
    assert abs(cohens_h([one], [other])[0]) <= math.pi
    assert cohens_h([1.0], [0.0])[0] == pytest.approx(math.pi)
    with pytest.raises(ValueError, match="a share is between 0 and 1"):
        cohens_h([1.1], [other])


# The room


def test_the_room_imports_nothing_but_errors_and_itself_and_no_library_until_it_is_used() -> None:
    folder = Path(survey.__file__).parent
    for path in folder.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("findings"):
                assert str(node.module).startswith(("findings.errors", "findings.tabulation.survey")), path.name
        for node in tree.body:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] in ("numpy", "scipy", "pandas")], path.name


def test_the_face_of_the_room_is_sorted_and_whole() -> None:
    assert sorted(survey.__all__) == survey.__all__
    assert all(hasattr(survey, name) for name in survey.__all__)
