"""Times the statistics of many tables at once beside a loop over scipy, in one run.

    python benchmarks/many_tables.py [TABLES]

Chi-square, Cramer's V, Wilson intervals and every pair of groups compared (z and p-value), for tables of 8 answers by 6
groups from a fixed seed; Holm's letters besides. Both ways must give the same numbers.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy
from scipy import stats

from findings.tabulation.survey import chi_squares, column_letters, compare_pooled, wilson

SEED, ANSWERS, GROUPS, TIMES = 1, 8, 6, 9


def made(tables: int) -> Any:
    generator = np.random.default_rng(SEED)
    # No count is zero: of two shares that are both zero scipy's way makes a division of zero by zero.
    return 1.0 + generator.poisson(generator.gamma(2.0, 20.0, (tables, ANSWERS, GROUPS)))


def at_once(tables: Any) -> dict[str, Any]:
    bases = tables.sum(axis=1)
    result = chi_squares(tables)
    shares = wilson(tables, bases[:, None, :])
    pairs = compare_pooled(shares.share, bases)
    return {
        "statistic": result.statistic,
        "v": result.v,
        "low": shares.low,
        "high": shares.high,
        "p": pairs.p,
        "pairs": pairs,
    }


def one_by_one(tables: Any) -> dict[str, Any]:
    """A table after the other, as one would write it with scipy; within a table, with arrays."""
    found: dict[str, list[Any]] = {"statistic": [], "v": [], "low": [], "high": [], "p": []}
    one, other = np.triu_indices(GROUPS, 1)
    for table in tables:
        found["statistic"].append(stats.chi2_contingency(table, correction=False).statistic)
        found["v"].append(stats.contingency.association(table.astype(int), method="cramer"))
        n = table.sum(axis=0)
        p, z = table / n, stats.norm.ppf(0.975)
        middle, reach = p + z * z / (2 * n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        found["low"].append((middle - reach) / (1 + z * z / n))
        found["high"].append((middle + reach) / (1 + z * z / n))
        pooled = (table[:, one] + table[:, other]) / (n[one] + n[other])
        error = np.sqrt(pooled * (1 - pooled) * (1 / n[one] + 1 / n[other]))
        found["p"].append(2 * stats.norm.sf(abs(p[:, one] - p[:, other]) / error))
    return {name: np.array(values) for name, values in found.items()}


def seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(n: int = 864) -> None:
    tables = made(n)
    print(
        f"{n} tables of {ANSWERS} by {GROUPS}; {platform.platform()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}, scipy {scipy.__version__}"
    )
    ours, theirs = at_once(tables), one_by_one(tables)
    for name, values in theirs.items():
        assert np.allclose(ours[name], values.reshape(ours[name].shape), rtol=1e-9, atol=1e-12), name
    # Turn by turn, so that what else the machine does falls on both.
    pairs = ours["pairs"]
    taken: dict[str, list[float]] = {}
    for _ in range(TIMES):
        for name, work in (
            ("at once", lambda: at_once(tables)),
            ("scipy, table by table", lambda: one_by_one(tables)),
            ("Holm's letters besides, at once", lambda: column_letters(pairs)),
        ):
            taken.setdefault(name, []).append(seconds(work))
    middle = {name: sorted(times)[TIMES // 2] for name, times in taken.items()}
    for name, time_ in middle.items():
        print(f"{name}: {1000 * time_:.1f} ms")
    print(f"ratio: {middle['scipy, table by table'] / middle['at once']:.1f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
