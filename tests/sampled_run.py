"""What the recount reads of a run with tables of population or a declared sample, made without notebooks."""

from __future__ import annotations

import csv
import random
import shutil
from pathlib import Path

from every_kind import CONSULTATION, Answers, drawn, write
from findings.consultation.build import build
from findings.disclosure import release, write_release
from findings.intake import receive, write_received
from findings.tabulation import lineage_json, tabulate

PLAN = Path("notebooks/plan.yaml")
SHOWING = CONSULTATION.replace("midpoint: {until: 2024-01-31}\n", "")
HIDING = SHOWING.replace("{profile: none, reason: Made up.}", "{profile: threshold, threshold: 5}")
TABLES = ("q1.by.area", "q1.by.age", "q1.by.role", "q2.by.area")
_ABOUT = "count_column: n, year: 2024, source: Made up"
POPULATIONS = (
    "populations:\n"
    f"  area: {{file: areas.csv, level_column: area, levels: {{rutland: []}}, unit: people over 15, {_ABOUT}}}\n"
    f"  age: {{file: ages.csv, level_column: age, only: {{year: ['2024']}}, left_out: [Under 16], {_ABOUT}}}\n"
)
AREAS = "area,n\n leicester ,500\nLeicester,100\nCOUNTY,1400\n"
AGES = (
    "age,year,n\nUnder 16,2024,900\nUnder 25,2024,300\n25 to 64,2024,1100\n65 and over,2024,600\n65 and over,2023,7\n"
)
COMPARED = ", comparisons: {breakdowns: [area, age], minimum_base: 10}"
EVERYBODY = drawn(240, seed=21)
KNOWN = [one for one in EVERYBODY if one.q1 and one.q2 and one.area and one.age is not None]


def written(folder: Path, people: list[Answers], consultation: str, weights: list[str] | None = None) -> Path:
    """Parameters with tables of population beside them, and a column `wt` where there are weights."""
    write(folder, people, consultation)
    (folder / "areas.csv").write_text(AREAS, encoding="utf-8")
    (folder / "ages.csv").write_text(AGES, encoding="utf-8")
    if weights is not None:
        path = folder / "answers.csv"
        rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        for row, weight in zip(rows, ["wt", *weights], strict=True):
            row.append(weight)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


def weights_drawn(n: int) -> list[str]:
    """Weights with three digits after the point."""
    rng = random.Random(8)
    return [f"{rng.uniform(0.2, 4):.3f}" for _ in range(n)]


def recountable(params: Path, run: Path) -> Path:
    """The evidence of parameters, with what it was counted from."""
    plan = params / "plan.yaml"
    text = PLAN.read_text(encoding="utf-8")
    assert "tables: every" in text
    plan.write_text(text.replace("tables: every", f"tables: [{', '.join(TABLES)}]"), encoding="utf-8")
    parameters = build(params, plan)
    received = receive(parameters)
    counted = tabulate(parameters, received)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    write_received(received, run / "restricted")
    lineage = lineage_json(parameters, received, counted.cells)
    write_release(released, parameters, received.source_kind, lineage, run / "public", run / "restricted")
    if counted.weights:
        (run / "restricted/weights.csv").write_text(counted.weights, encoding="utf-8", newline="\n")
    copies = {f"inputs/{name}": params / name for name in ("consultation.yaml", "questionnaire.yaml")}
    copies |= {
        f"inputs/populations/{name}.csv": params / of.file for name, of in parameters.consultation.populations.items()
    }
    for name, path in {**copies, "workflow/plan.yaml": plan}.items():
        (run / "restricted" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, run / "restricted" / name)
    return run
