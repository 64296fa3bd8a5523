"""Times the choice of what may be shown, and the attack on it, beside the way they were solved before.

    python benchmarks/disclosure.py [RESPONSES] [QUESTIONS] [BREAKDOWNS]

Makes responses from a fixed seed with many small groups under threshold 10, as a draft has them. The way of before asks
`scipy.optimize.linprog` anew for each end of each hidden count; both must release the same cells for the same reasons.
"""

from __future__ import annotations

import importlib
import json
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from math import ceil, floor, inf
from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pandas as pd
import scipy
from scipy.optimize import linprog

from findings.consultation.build import build
from findings.disclosure import release
from findings.disclosure.release import Release
from findings.errors import Problem, ReleaseRefused
from findings.intake import receive
from findings.tabulation import tabulate

SEED = 1
SCALE = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "dont_know")
LEVELS = 8
NEAR = 1e-6


def write_consultation(folder: Path, responses: int, questions: int, breakdowns: int) -> None:
    """Responses of which a few stand in each group, and the parameters for them; JSON is YAML too."""
    options = {name: {"label": name} for name in SCALE}
    groups = {f"g{n}": {"label": f"g{n}"} for n in range(LEVELS)}
    asked = {"kind": "scale", "wording": "How far do you agree?", "short": "It", "scale": "agreement"}
    about = {"kind": "single", "wording": "Who are you?", "short": "Who", "options": groups}
    parameters = {
        "consultation.yaml": {
            "title": "A plan", "organisation": "A council", "purpose": "None.",
            "opened": "2021-01-01", "closed": "2021-02-01", "published": "2021-03-01",
            "data": {"reader": "responses", "file": "data.csv", "id_column": "id", "source": "A seed"},
            "disclosure": {"profile": "threshold", "threshold": 10},
        },
        "questionnaire.yaml": {
            "scales": {"agreement": {"options": options}},
            "questions": {f"q{n}": {**asked, "number": f"Q{n}"} for n in range(questions)}
            | {f"b{n}": {**about, "number": f"B{n}"} for n in range(breakdowns)},
            "profile": [f"b{n}" for n in range(breakdowns)],
            "sections": {"all_of_it": {"title": "All", "questions": [f"q{n}" for n in range(questions)]}},
            "breakdowns": {f"by_b{n}": {"title": f"B{n}", "question": f"b{n}"} for n in range(breakdowns)},
        },
        "plan.yaml": {
            "tables": "every", "chapters": {"summary": {"notebook": "10_summary.ipynb", "reads": "everything"}},
        },
    }  # fmt: skip
    folder.mkdir()
    for name, content in parameters.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    draw = np.random.default_rng(SEED)
    frame: dict[str, Any] = {"id": [f"r{n}" for n in range(responses)]}
    frame |= {f"q{n}": draw.choice([*SCALE, ""], responses) for n in range(questions)}
    # Each group is half as large as the one before it.
    sizes = np.array([0.5**n for n in range(LEVELS)])
    frame |= {f"b{n}": draw.choice(list(groups), responses, p=sizes / sizes.sum()) for n in range(breakdowns)}
    pd.DataFrame(frame).to_csv(folder / "data.csv", index=False, lineterminator="\n")


def narrow_by_linprog(
    names: Sequence[str], equations: Sequence[Any], bounds: Sequence[Any], true: Sequence[int], least: int
) -> list[str]:
    """The choice's question, a program an end."""
    rows = np.array([[equation.weights.get(name, 0) for name in names] for equation in equations], dtype=float)
    totals = [equation.total for equation in equations]
    lowest, highest = np.array(true, dtype=float), np.array(true, dtype=float)

    def wide(place: int) -> bool:
        return bool(floor(highest[place] + NEAR) - ceil(lowest[place] - NEAR) + 1 >= least)

    for place in range(len(names)):
        for sign in (-1.0, 1.0):
            if wide(place):
                break
            goal = sign * (np.arange(len(names)) == place)
            solved = linprog(goal, A_eq=rows, b_eq=totals, bounds=bounds, method="highs")
            if solved.status == 3:
                highest[place] = lowest[place] + least
            elif solved.status == 0:
                lowest, highest = np.minimum(lowest, solved.x), np.maximum(highest, solved.x)
    return [name for place, name in enumerate(names) if not wide(place)]


def solved_by_linprog(names: Sequence[str], rows: Sequence[Any], bounds: Sequence[Any]) -> Iterator[str]:
    """The attack's question, a program an end."""
    equal = [row for row in rows if row.lowest == row.highest]
    above = [row for row in rows if row.lowest != row.highest]

    def block(chosen: Sequence[Any]) -> Any:
        return np.array([[dict(row.weights).get(name, 0.0) for name in names] for row in chosen]) if chosen else None

    left, right = block(equal), block(above)
    lowest, highest = np.full(len(names), inf), np.full(len(names), -inf)

    def two_fit(place: int) -> bool:
        return bool(np.ceil(lowest[place] - NEAR) < np.floor(highest[place] + NEAR))

    for place, name in enumerate(names):
        for sign in (1.0, -1.0):
            if two_fit(place):
                break
            solved = linprog(
                sign * (np.arange(len(names)) == place),
                A_ub=None if right is None else -right,
                b_ub=None if right is None else [-row.lowest for row in above],
                A_eq=left,
                b_eq=None if left is None else [row.lowest for row in equal],
                bounds=bounds,
                method="highs",
            )
            if solved.status == 0:
                lowest, highest = np.minimum(lowest, solved.x), np.maximum(highest, solved.x)
            elif solved.status == 3:
                highest[place] = inf
            else:
                raise ReleaseRefused([Problem(name, "what is shown around it contradicts itself")])
        if not two_fit(place):
            yield name


def timed(name: str, *arguments: Any) -> Release:
    begun = time.process_time()
    released = release(*arguments)
    print(f"{name:<40}{time.process_time() - begun:6.1f} s of CPU", flush=True)
    return released


def main(responses: str = "400", questions: str = "16", breakdowns: str = "5") -> None:
    versions = f"highspy {highspy.Highs().version()}, SciPy {scipy.__version__}, Python {platform.python_version()}"
    print(f"{versions}, {platform.system()} {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "draft"
        write_consultation(folder, int(responses), int(questions), int(breakdowns))
        parameters = build(folder, folder / "plan.yaml")
        counted = tabulate(parameters, receive(parameters))
    print(f"{len(counted.cells):,} cells, {len(counted.relations):,} sums")
    given = (counted.cells, counted.relations, parameters.consultation.disclosure)
    now = timed("one program a part, kept warm", *given)
    # The package's own names for the two functions would be those of the rooms.
    choice, attack = (importlib.import_module(f"findings.disclosure.{room}") for room in ("intervals", "attack"))
    choice._narrow, attack._solved = narrow_by_linprog, solved_by_linprog
    before = timed("linprog, a program an end", *given)
    assert now == before
    print(f"the same {len(now.decisions):,} cells hidden, for the same reasons")


if __name__ == "__main__":
    main(*sys.argv[1:])
