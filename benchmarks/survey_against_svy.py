"""Compares the survey statistics with the package `svy` on made-up designs, and times both, turn by turn.

    python benchmarks/survey_against_svy.py [DESIGNS]

Needs `svy` (with polars), which is no dependency of the project: docs/decisions/0016-survey-statistics.md says why.
Prints the largest relative difference of each statistic over all designs, and the milliseconds of each way.
"""

from __future__ import annotations

import importlib.metadata
import platform
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import polars
import svy

from findings.tabulation.survey import (
    Interval,
    Margin,
    estimate,
    make_design,
    mean,
    proportion,
    rake,
    rao_scott,
    ratio,
    total,
)

SEED, RESPONDENTS = 1, 1500
LEVELS = {"sex": ("f", "m"), "age": ("a", "b", "c", "d"), "area": ("n", "s", "w")}


def made(generator: Any) -> tuple[dict[str, Any], dict[str, dict[str, float]]]:
    n = RESPONDENTS
    stratum = generator.integers(0, 5, n)
    cluster = stratum * 100 + generator.integers(0, 12, n)
    rows: dict[str, Any] = {
        "stratum": stratum,
        "cluster": cluster,
        "size": np.array([20, 35, 50, 80, 13])[stratum],
        "weight": generator.gamma(4.0, 5.0, n) + 1,
        "score": generator.normal(50, 10, n) + cluster % 7,
        "visits": generator.poisson(3, n) + 1.0,
        "answer": np.array(["yes", "no", "unsure"])[(generator.random(n) * 3 + (cluster % 5) / 9).astype(int) % 3],
    }
    rows |= {name: generator.choice(levels, n) for name, levels in LEVELS.items()}
    controls = {}
    for name, levels in LEVELS.items():
        shares = generator.dirichlet([8.0] * len(levels))
        controls[name] = dict(zip(levels, (shares * 50_000).tolist(), strict=True))
    return rows, controls


def ours(rows: dict[str, Any], controls: dict[str, dict[str, float]]) -> dict[str, Callable[[], list[float]]]:
    design = make_design(rows["weight"], rows["stratum"], rows["cluster"], rows["size"])
    women, yes = rows["sex"] == "f", rows["answer"] == "yes"

    def shown(linear: Any, interval: Interval = Interval.T) -> list[float]:
        found = estimate(design, linear, interval)
        return [float(part) for part in (found.value, found.error, found.low, found.high) if part is not None]

    def tested() -> list[float]:
        answers, groups = (np.unique(rows[name], return_inverse=True)[1] for name in ("answer", "age"))
        test = rao_scott(design, answers, groups)
        return [float(part) for part in (test.pearson, test.f, test.numerator, test.denominator) if part is not None]

    def raked() -> list[float]:
        margins = [Margin(name, population, rows[name].tolist()) for name, population in controls.items()]
        return [float(weight) for weight in rake(rows["weight"], margins).weights]

    return {
        "mean": lambda: shown(mean(design, rows["score"])),
        "mean of a group": lambda: shown(mean(design, rows["score"], women)),
        "total": lambda: shown(total(design, rows["visits"])),
        "ratio": lambda: shown(ratio(design, rows["score"], rows["visits"])),
        "share, logit": lambda: shown(proportion(design, yes), Interval.LOGIT),
        "Rao-Scott": tested,
        "raking": raked,
    }


def theirs(rows: dict[str, Any], controls: dict[str, dict[str, float]]) -> dict[str, Callable[[], list[float]]]:
    sampled = svy.Design(stratum="stratum", psu="cluster", wgt="weight", pop_size="size")
    sample = svy.Sample(polars.DataFrame(rows), sampled)

    def shown(found: Any, row: int = 0) -> list[float]:
        line = found.to_polars().row(row, named=True)
        return [line[part] for part in ("est", "se", "lci", "uci")]

    def tested() -> list[float]:
        found = sample.categorical.tabulate("answer", "age").stats
        return [found.chisq.value, found.f.value, found.f.df_num, found.f.df_den]

    def raked() -> list[float]:
        fresh = svy.Sample(polars.DataFrame(rows), sampled)
        found = fresh.weighting.rake(controls=controls, tol=1e-10, max_iter=1000)
        return [float(weight) for weight in found.data["rk_wgt"]]

    return {
        "mean": lambda: shown(sample.estimation.mean("score")),
        "mean of a group": lambda: shown(sample.estimation.mean("score", by="sex")),
        "total": lambda: shown(sample.estimation.total("visits")),
        "ratio": lambda: shown(sample.estimation.ratio("score", "visits")),
        "share, logit": lambda: shown(sample.estimation.prop("answer"), 2),
        "Rao-Scott": tested,
        "raking": raked,
    }


def main(designs: int = 30) -> None:
    generator = np.random.default_rng(SEED)
    apart: dict[str, float] = {}
    taken: dict[str, tuple[list[float], list[float]]] = {}
    for _ in range(designs):
        rows, controls = made(generator)
        our_ways, their_ways = ours(rows, controls), theirs(rows, controls)
        for name in our_ways:
            results = []
            for place, work in enumerate((our_ways[name], their_ways[name])):
                start = time.perf_counter()
                results.append(np.array(work()))
                taken.setdefault(name, ([], []))[place].append(time.perf_counter() - start)
            apart[name] = max(apart.get(name, 0.0), float(np.max(np.abs(results[0] / results[1] - 1))))
    print(
        f"{designs} designs of {RESPONDENTS} respondents; {platform.platform()}, numpy {np.__version__}, "
        f"svy {importlib.metadata.version('svy')}"
    )
    for name, (our_times, their_times) in taken.items():
        one, other = 1000 * statistics.median(our_times), 1000 * statistics.median(their_times)
        print(f"{name}: largest relative difference {apart[name]:.1e}; {one:.2f} ms against {other:.2f} ms of svy")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
