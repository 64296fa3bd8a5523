"""The survey statistics against R's survey package, to 1e-6: `r_reference/make_values.R` made the values.

The api samples of that package are not part of this project; where they are not at hand, those tests are skipped, and
the made-up sample of `survey_sample.py` stands for them.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from findings.tabulation.survey import (
    Bounds,
    Correction,
    Design,
    Interval,
    Linear,
    Margin,
    chi_squares,
    compare_pooled,
    corrected,
    degrees_of_freedom,
    difference,
    estimate,
    make_design,
    mean,
    proportion,
    rake,
    rao_scott,
    rao_scott_of_weights,
    ratio,
    shares_by_group,
    standard_error,
    total,
    weight_covariances,
    wilson,
)
from survey_sample import AGES, ANSWERS, BOUNDS, POPULATION, sample, write

HERE = Path(__file__).resolve().parent
API = HERE.parents[1] / "shared" / "data" / "r_survey_reference"
CLOSE = 1e-6


def values() -> dict[tuple[str, str], dict[str, float]]:
    """(design, statistic) -> part -> what R says."""
    lines = (HERE / "r_reference" / "values.csv").read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"# R [\d.]+, survey [\d.]+", lines[0])
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in csv.DictReader(lines[1:]):
        found.setdefault((row["design"], row["statistic"]), {})[row["part"]] = float(row["value"])
    return found


VALUES = values()


def same(ours: dict[str, float | None], theirs: dict[str, float]) -> None:
    assert set(ours) == set(theirs)
    for part, value in theirs.items():
        assert ours[part] == pytest.approx(value, rel=CLOSE, abs=1e-300 if value else 1e-15), part


def value_and_error(design: Design, linear: Linear) -> dict[str, float | None]:
    return {"value": linear.value, "error": standard_error(design, linear)}


def with_t(design: Design, linear: Linear) -> dict[str, float | None]:
    shown = estimate(design, linear)
    return {"value": shown.value, "error": shown.error, "low": shown.low, "high": shown.high}


def with_logit(design: Design, linear: Linear) -> dict[str, float | None]:
    shown = estimate(design, linear, Interval.LOGIT)
    return {"value": shown.value, "low": shown.low, "high": shown.high}


def places(column: Any) -> Any:
    return np.unique(column, return_inverse=True)[1]


def independence(design: Design, answers: Any, groups: Any, domain: Any = None) -> dict[str, float | None]:
    test = rao_scott(design, places(answers), places(groups), domain)
    names = ("f", "numerator", "denominator", "p", "pearson", "first_freedom", "first_p")
    return {name: getattr(test, name) for name in names}


# --- the api samples --------------------------------------------------------------------------------------------------


@functools.cache
def api(name: str) -> dict[str, Any]:
    with (API / f"{name.removesuffix('_without_fpc')}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns: dict[str, Any] = {column: np.array([row[column] for row in rows]) for column in rows[0]}
    for column in ("api00", "enroll", "api.stu", "pw", "fpc"):
        columns[column] = columns[column].astype(float)
    return columns


def api_design(name: str) -> Design:
    rows = api(name)
    return {
        "apistrat": lambda: make_design(rows["pw"], rows["stype"], None, rows["fpc"]),
        "apistrat_without_fpc": lambda: make_design(rows["pw"], rows["stype"]),
        "apiclus1": lambda: make_design(rows["pw"], None, rows["dnum"], rows["fpc"]),
        "apisrs": lambda: make_design(rows["pw"], None, None, rows["fpc"]),
    }[name]()


def raked_api(d: Design, r: dict[str, Any]) -> Design:
    margins = api_margins(r)
    weights = rake(d.weights, margins).weights
    return make_design(weights, None, r["dnum"], r["fpc"], margins=[margin.of for margin in margins])


def api_margins(rows: dict[str, Any]) -> list[Margin]:
    return [
        Margin("stype", {"E": 4421, "H": 755, "M": 1018}, rows["stype"].tolist()),
        Margin("sch.wide", {"No": 1072, "Yes": 5122}, rows["sch.wide"].tolist()),
    ]


Ours = Callable[[Design, dict[str, Any]], dict[str, float | None]]

API_STATISTICS: dict[str, Ours] = {
    "design": lambda d, r: {"freedom": degrees_of_freedom(d)},
    "mean api00": lambda d, r: with_t(d, mean(d, r["api00"])),
    "total enroll": lambda d, r: with_t(d, total(d, r["enroll"])),
    "ratio api.stu enroll": lambda d, r: value_and_error(d, ratio(d, r["api.stu"], r["enroll"])),
    "share sch.wide": lambda d, r: value_and_error(d, proportion(d, r["sch.wide"] == "Yes")),
    "logit sch.wide": lambda d, r: with_logit(d, proportion(d, r["sch.wide"] == "Yes")),
    "mean api00 in E": lambda d, r: value_and_error(d, mean(d, r["api00"], r["stype"] == "E")),
    "mean api00 in H": lambda d, r: value_and_error(d, mean(d, r["api00"], r["stype"] == "H")),
    "mean api00 in M": lambda d, r: value_and_error(d, mean(d, r["api00"], r["stype"] == "M")),
    "total enroll in comp.imp Yes": lambda d, r: value_and_error(d, total(d, r["enroll"], r["comp.imp"] == "Yes")),
    "ratio in comp.imp Yes": lambda d, r: value_and_error(
        d, ratio(d, r["api.stu"], r["enroll"], r["comp.imp"] == "Yes")
    ),
    "E less M": lambda d, r: value_and_error(
        d, difference(mean(d, r["api00"], r["stype"] == "E"), mean(d, r["api00"], r["stype"] == "M"))
    ),
    "overlap": lambda d, r: value_and_error(
        d, difference(mean(d, r["api00"], r["sch.wide"] == "Yes"), mean(d, r["api00"], r["comp.imp"] == "Yes"))
    ),
    "logit sch.wide in E": lambda d, r: with_logit(d, proportion(d, r["sch.wide"] == "Yes", r["stype"] == "E")),
    "sch.wide stype": lambda d, r: independence(d, r["sch.wide"], r["stype"]),
    "comp.imp sch.wide": lambda d, r: independence(d, r["comp.imp"], r["sch.wide"]),
    "awards stype in sch.wide Yes": lambda d, r: independence(d, r["awards"], r["stype"], r["sch.wide"] == "Yes"),
    "raked": lambda d, r: {
        str(place): weight for place, weight in enumerate(rake(d.weights, api_margins(r)).weights.tolist(), 1)
    },
    "raked mean api00": lambda d, r: with_t(raked_api(d, r), mean(raked_api(d, r), r["api00"])),
    "raked total enroll": lambda d, r: with_t(raked_api(d, r), total(raked_api(d, r), r["enroll"])),
    "raked awards stype": lambda d, r: independence(raked_api(d, r), r["awards"], r["stype"]),
}


@pytest.mark.skipif(not API.is_dir(), reason=f"the api samples of R's survey package are not at {API}")
@pytest.mark.parametrize(("name", "statistic"), [key for key in VALUES if key[0].startswith("api")])
def test_an_api_statistic_is_what_r_says(name: str, statistic: str) -> None:
    same(API_STATISTICS[statistic](api_design(name), api(name)), VALUES[name, statistic])


def test_svychisq_on_apistrat_is_what_was_published() -> None:
    theirs = VALUES["apistrat", "sch.wide stype"]
    assert round(theirs["f"], 3) == 17.247
    assert (round(theirs["numerator"], 4), round(theirs["denominator"], 4)) == (1.8287, 360.2483)
    assert f"{theirs['p']:.3e}" == "2.035e-07"


# --- the made-up sample -----------------------------------------------------------------------------------------------


@functools.cache
def made() -> dict[str, Any]:
    rows = sample()
    return {name: np.array([getattr(row, name) for row in rows]) for name in rows[0].__annotations__}


def made_design(name: str) -> Design:
    rows = made()
    if name == "made_weights":
        return make_design(rows["weight"])
    return make_design(rows["weight"], rows["stratum"], rows["cluster"], rows["clusters_in_all"])


def made_margins() -> list[Margin]:
    return [Margin(name, POPULATION[name], made()[name].tolist()) for name in ("sex", "age")]


def raked_made(d: Design, r: dict[str, Any]) -> Design:
    margins = made_margins()
    weights = rake(d.weights, margins).weights
    of = [margin.of for margin in margins]
    if len(d.factor) == 1:
        return make_design(weights, margins=of)
    return make_design(weights, r["stratum"], r["cluster"], r["clusters_in_all"], margins=of)


def trimmed(d: Design, r: dict[str, Any]) -> dict[str, float | None]:
    result = rake(d.weights, made_margins(), Bounds(*BOUNDS))
    weights: dict[str, float | None] = {str(place): weight for place, weight in enumerate(result.weights.tolist(), 1)}
    return weights | {"rounds": result.rounds}


MADE_STATISTICS: dict[str, Ours] = {
    "design": lambda d, r: {"freedom": degrees_of_freedom(d)},
    "mean score": lambda d, r: with_t(d, mean(d, r["score"])),
    "total visits": lambda d, r: with_t(d, total(d, r["visits"])),
    "ratio score visits": lambda d, r: value_and_error(d, ratio(d, r["score"], r["visits"])),
    "logit agree": lambda d, r: with_logit(d, proportion(d, r["answer"] == "agree")),
    "share agree in 16-34": lambda d, r: value_and_error(d, proportion(d, r["answer"] == "agree", r["age"] == "16-34")),
    "share agree in 75+": lambda d, r: value_and_error(d, proportion(d, r["answer"] == "agree", r["age"] == "75+")),
    "young less old": lambda d, r: value_and_error(
        d,
        difference(
            proportion(d, r["answer"] == "agree", r["age"] == "16-34"),
            proportion(d, r["answer"] == "agree", r["age"] == "75+"),
        ),
    ),
    "walkers less drivers": lambda d, r: value_and_error(
        d,
        difference(
            proportion(d, r["answer"] == "agree", r["walks"]), proportion(d, r["answer"] == "agree", r["drives"])
        ),
    ),
    "logit agree in 75+": lambda d, r: with_logit(d, proportion(d, r["answer"] == "agree", r["age"] == "75+")),
    "answer age": lambda d, r: independence(d, r["answer"], r["age"]),
    "answer age of walkers": lambda d, r: independence(d, r["answer"], r["age"], r["walks"]),
    "sex stratum": lambda d, r: independence(d, r["sex"], r["stratum"]),
    "raked": lambda d, r: {
        str(place): weight for place, weight in enumerate(rake(d.weights, made_margins()).weights.tolist(), 1)
    },
    "trimmed": trimmed,
    "raked mean score": lambda d, r: with_t(raked_made(d, r), mean(raked_made(d, r), r["score"])),
    "raked total visits": lambda d, r: with_t(raked_made(d, r), total(raked_made(d, r), r["visits"])),
    "raked share agree in 75+": lambda d, r: value_and_error(
        raked_made(d, r), proportion(raked_made(d, r), r["answer"] == "agree", r["age"] == "75+")
    ),
    "raked answer age": lambda d, r: independence(raked_made(d, r), r["answer"], r["age"]),
}


@pytest.mark.parametrize(("name", "statistic"), [key for key in VALUES if key[0].startswith("made")])
def test_a_statistic_of_the_made_up_sample_is_what_r_says(name: str, statistic: str) -> None:
    same(MADE_STATISTICS[statistic](made_design(name), made()), VALUES[name, statistic])


def test_the_made_up_sample_is_the_one_that_r_read(tmp_path: Path) -> None:
    # Its weighted total in R was computed from the file that this writes.
    write(tmp_path / "sample.csv")
    with (tmp_path / "sample.csv").open(encoding="utf-8") as file:
        read = sum(float(row["weight"]) * int(row["visits"]) for row in csv.DictReader(file))
    assert read == pytest.approx(VALUES["made_weights", "total visits"]["value"], rel=1e-12)


def test_every_value_of_r_is_looked_at() -> None:
    looked_at = {"api": set(API_STATISTICS), "mad": set(MADE_STATISTICS)}
    for design, statistic in VALUES:
        if design != "none":
            assert statistic in looked_at[design[:3]]
    assert {statistic.split(" ")[0] for design, statistic in VALUES if design == "none"} == {
        "wilson",
        "chi-square",
        "two",
        "holm",
        "benjamini_hochberg",
    }
    assert len(VALUES) > 100


# --- the shorter ways, which many tables take, against the long one and R ---------------------------------------------


def squares(answers: Any, groups: Any, weights: Any) -> tuple[Any, Any]:
    sums, of_squares = np.zeros((len(ANSWERS), len(AGES))), np.zeros((len(ANSWERS), len(AGES)))
    np.add.at(sums, (answers, groups), weights)
    np.add.at(of_squares, (answers, groups), weights**2)
    return sums, of_squares


def test_the_test_from_sums_alone_is_what_r_says() -> None:
    rows = made()
    sums, of_squares = squares(places(rows["answer"]), places(rows["age"]), rows["weight"])
    test = rao_scott_of_weights(sums, of_squares, len(rows["weight"]))
    theirs = VALUES["made_weights", "answer age"]
    assert test.f == pytest.approx(theirs["f"], rel=CLOSE)
    assert test.p == pytest.approx(theirs["p"], rel=CLOSE)
    assert test.first_p == pytest.approx(theirs["first_p"], rel=CLOSE)


def test_covariances_from_sums_alone_are_what_r_says_of_groups_that_overlap() -> None:
    rows = made()
    groups = np.column_stack([rows["walks"], rows["drives"]])
    weights, yes = rows["weight"], rows["answer"] == "agree"
    both = groups[:, :, None] & groups[:, None, :]
    chosen = np.stack([np.einsum("i,ijk->jk", yes * weights**power, both) for power in (1, 2)], axis=-1)[None]
    shares, v = weight_covariances(chosen, np.einsum("i,ijk->jk", weights**2, both), weights @ groups, len(weights))
    theirs = VALUES["made_weights", "walkers less drivers"]
    assert shares[0, 0] - shares[0, 1] == pytest.approx(theirs["value"], rel=CLOSE)
    assert np.sqrt(v[0, 0, 0] + v[0, 1, 1] - 2 * v[0, 0, 1]) == pytest.approx(theirs["error"], rel=CLOSE)
    # And without the covariance it would be another number: the groups do overlap.
    assert np.sqrt(v[0, 0, 0] + v[0, 1, 1]) > 1.1 * theirs["error"]
    long_shares, long_v = shares_by_group(make_design(weights), yes, groups)
    assert np.allclose(shares[0], long_shares, rtol=1e-12)
    assert np.allclose(v[0], long_v, rtol=1e-9)


# --- what needs no design ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statistic", [key[1] for key in VALUES if key[1].startswith("wilson")])
def test_a_wilson_interval_is_that_of_prop_test(statistic: str) -> None:
    _, count, base = statistic.split()
    shares = wilson([int(count)], [int(base)])
    same({"low": float(shares.low[0]), "high": float(shares.high[0])}, VALUES["none", statistic])


def test_chi_square_is_that_of_chisq_test() -> None:
    rows = made()
    table, _ = squares(places(rows["answer"]), places(rows["age"]), np.ones(len(rows["answer"])))
    result = chi_squares(table[None])
    ours = {"statistic": float(result.statistic[0]), "freedom": int(result.freedom[0]), "p": float(result.p[0])}
    same(dict(ours), VALUES["none", "chi-square answer age"])


def test_the_pooled_z_squared_is_the_statistic_of_prop_test() -> None:
    pairs = compare_pooled([[60 / 110, 45 / 130]], [110, 130])
    same({"squared": float(pairs.z[0, 0] ** 2), "p": float(pairs.p[0, 0])}, VALUES["none", "two shares"])


@pytest.mark.parametrize("correction", [Correction.HOLM, Correction.BENJAMINI_HOCHBERG])
def test_a_correction_is_that_of_p_adjust(correction: Correction) -> None:
    p = [0.001, 0.2, 0.013, 0.013, 0.04, 0.9, 0.06]
    ours = corrected(p, [True] * len(p), correction).tolist()
    same({str(place): value for place, value in enumerate(ours, 1)}, VALUES["none", str(correction)])
