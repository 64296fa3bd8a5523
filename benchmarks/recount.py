"""Times the recount of a large run, beside pandas counting some of the same tables.

    python benchmarks/recount.py [RESPONSES] [QUESTIONS] [BREAKDOWNS]

Makes responses from a fixed seed, and their evidence with the package's own tabulation, in a temporary folder.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from findings.audit.recount import cell_problems, read_questionnaire, recount
from findings.consultation.build import build
from findings.disclosure import release, write_release
from findings.evidence.cell import Cell, SourceKind
from findings.intake.ledger import write_received
from findings.intake.received import FunnelRow, LedgerRow, Received
from findings.tabulation import lineage_json, tabulate

SEED = 1
SCALE = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "dont_know")
LEVELS = 6
SAMPLE = 24


def parameters_of(questions: int, breakdowns: int) -> dict[str, dict[str, object]]:
    options = {name: {"label": name.replace("_", " "), "kind": "answer"} for name in SCALE}
    options["dont_know"]["kind"] = "dont_know"
    nets = {
        "agree": {"label": "Agree (net)", "of": list(SCALE[:2]), "stance": "support"},
        "disagree": {"label": "Disagree (net)", "of": list(SCALE[3:5]), "stance": "oppose"},
    }
    groups = {f"g{n}": {"label": f"Group {n}"} for n in range(LEVELS)}
    asked = {"kind": "scale", "wording": "How far do you agree?", "short": "It", "scale": "agreement"}
    asked |= {"leave_out_of_base": ["dont_know"]}
    about = {"kind": "single", "wording": "Who are you?", "short": "Who", "options": groups}
    return {
        "consultation.yaml": {
            "title": "A plan", "organisation": "A council", "purpose": "None.",
            "opened": "2021-01-01", "closed": "2021-02-01", "published": "2021-03-01",
            "data": {"reader": "responses", "file": "data.csv", "id_column": "id", "source": "A seed"},
            "disclosure": {"profile": "none", "reason": "Nobody is in it."},
        },
        "questionnaire.yaml": {
            "scales": {"agreement": {"options": options, "nets": nets}},
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


def make_run(folder: Path, responses: int, questions: int, breakdowns: int) -> tuple[Path, tuple[Cell, ...]]:
    """A run's folder as far as the recount reads it, and its cells."""
    given, run = folder / "large", folder / "run"
    places = {"consultation.yaml": "inputs", "questionnaire.yaml": "inputs", "plan.yaml": "workflow"}
    for name, content in parameters_of(questions, breakdowns).items():
        for path in (given / name, run / "restricted" / places[name] / name):
            path.parent.mkdir(parents=True, exist_ok=True)
            # JSON is YAML too.
            path.write_text(json.dumps(content), encoding="utf-8")
    draw = np.random.default_rng(SEED)
    answers, groups = np.array([*SCALE, "not_answered"]), np.array([*(f"g{n}" for n in range(LEVELS)), "not_answered"])
    frame = pd.DataFrame({"response_id": [f"r{n}" for n in range(responses)], "source_row": np.arange(responses) + 2})
    columns = {f"q{n}": answers[draw.integers(0, len(answers), responses)] for n in range(questions)}
    columns |= {f"b{n}": groups[draw.integers(0, len(groups), responses)] for n in range(breakdowns)}
    frame = pd.concat([frame, pd.DataFrame(columns, dtype="str")], axis=1)
    ledger = tuple(LedgerRow(n + 2, f"r{n}", "analysed") for n in range(responses))
    funnel = (FunnelRow("received", "Received", responses), FunnelRow("analysed", "Analysed", responses))
    received = Received(SourceKind.RESPONSES, frame, None, funnel, ledger, "source_row,reason\n")
    parameters = build(given, given / "plan.yaml")
    write_received(received, run / "restricted")
    counted = tabulate(parameters, received)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    lineage = lineage_json(parameters, received, counted.cells)
    write_release(released, parameters, received.source_kind, lineage, folder / "store", run / "restricted")
    (run / "public").mkdir()
    (folder / "store" / "evidence.csv").rename(run / "public" / "evidence.csv")
    return run, released.cells


def with_pandas(path: Path, tables: list[tuple[str, str]]) -> float:
    """Seconds of a crosstab for each of some tables."""
    begun = time.perf_counter()
    frame = pd.read_parquet(path)
    for question, breakdown in tables:
        pd.crosstab(frame[question], frame[breakdown.removeprefix("by_")] if breakdown else "all")
    return time.perf_counter() - begun


def main(responses: str = "100000", questions: str = "60", breakdowns: str = "12") -> None:
    versions = f"DuckDB {duckdb.__version__}, pandas {pd.__version__}, Python {platform.python_version()}"
    print(f"{versions}, {platform.system()} {platform.machine()}")
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        run, cells = make_run(Path(name), int(responses), int(questions), int(breakdowns))
        tables = list(dict.fromkeys((cell.question, cell.breakdown) for cell in cells if cell.question != "funnel"))
        print(
            f"{len(tables):,} tables of {len(cells):,} cells, made in {time.perf_counter() - begun:.1f} s", flush=True
        )
        parquet = run / "restricted" / "responses.parquet"
        questionnaire = read_questionnaire(run / "restricted" / "inputs" / "questionnaire.yaml")
        ids = [cell.cell for cell in cells if cell.question != "funnel"]
        begun = time.perf_counter()
        values = recount(parquet, questionnaire, ids)
        print(f"{'every cell counted again':<40}{time.perf_counter() - begun:6.1f} s", flush=True)
        assert all(values[cell.cell] == cell.value for cell in cells if cell.question != "funnel")
        begun = time.perf_counter()
        problems = cell_problems(run)
        print(f"{'... compared, and the data looked at':<40}{time.perf_counter() - begun:6.1f} s", flush=True)
        assert not problems, problems[:3]
        sample = tables[:: max(1, len(tables) // SAMPLE)]
        seconds = with_pandas(parquet, sample) * len(tables) / len(sample)
        print(f"{f'pandas.crosstab, from {len(sample)} tables':<40}{seconds:6.1f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
