"""A made-up sample of 240 with strata, clusters, weights and overlapping groups, the same on every machine.

`python tests/survey_sample.py FILE` writes it as CSV, for `tests/r_reference/make_values.R`.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

STRATA, CLUSTERS, EACH = 4, 6, 10
AGES = ("16-34", "35-54", "55-74", "75+")
ANSWERS = ("agree", "neither", "disagree")
POPULATION = {"sex": {"f": 5200.0, "m": 4800.0}, "age": dict(zip(AGES, (2900.0, 3400.0, 2600.0, 1100.0), strict=True))}
BOUNDS = (0.4, 1.9)


@dataclass(frozen=True)
class Row:
    stratum: str
    cluster: str
    clusters_in_all: int
    weight: float
    sex: str
    age: str
    answer: str
    score: float
    visits: int
    walks: bool
    drives: bool


def sample() -> list[Row]:
    # Numbers that look like chance, by plain arithmetic: no generator's version comes in.
    state = 20170601
    rows = []

    def chance() -> float:
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) / 2**31

    for stratum in range(STRATA):
        for cluster in range(CLUSTERS):
            leaning = chance() * 0.5
            for _ in range(EACH):
                age = AGES[int(4 * chance() ** 1.3)]
                walks = chance() < 0.55
                rows.append(
                    Row(
                        stratum=f"s{stratum}",
                        cluster=f"s{stratum}c{cluster}",
                        clusters_in_all=(12, 30, 48, 7)[stratum],
                        weight=round((20, 55, 31.5, 44.25)[stratum] * (0.5 + chance()), 3),
                        sex="f" if chance() < 0.6 else "m",
                        age=age,
                        answer=ANSWERS[min(2, int(3 * (chance() * 0.75 + leaning * (1.4 if age == AGES[0] else 0.6))))],
                        score=round(40 + 30 * leaning + 25 * chance(), 2),
                        visits=int(8 * chance() ** 2),
                        walks=walks,
                        drives=chance() < (0.4 if walks else 0.75),
                    )
                )
    return rows


def write(path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = list(Row.__annotations__)
        writer.writerow(names)
        for row in sample():
            writer.writerow([getattr(row, name) for name in names])


if __name__ == "__main__":
    write(Path(sys.argv[1]))
