"""Runs for tests of the trace: what a run keeps of its source, by the project's own functions, without notebooks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from findings.consultation.build import build
from findings.disclosure import release, write_release
from findings.evidence.cell import SourceKind, to_csv
from findings.intake import receive, write_received
from findings.tabulation import lineage_json, tabulate
from small_consultation import PLAN, TALLY_CONSULTATION, changed, write_small

HIDING = ("profile: none\n  reason: The people and the park are made up.", "profile: threshold\n  threshold: 3")

# Answers that a spreadsheet would take for a formula, a pattern, a comparison, a date or a number, or for one another.
AWKWARD = """\
questions:
  who:
    kind: single
    number: Q0
    wording: =HYPERLINK("x") who?
    short: Who
    options:
      person: {label: "*"}
      body: {label: "<10"}
      other: {label: "<100"}
  q1:
    kind: single
    number: Q1
    wording: "@Which, of these?"
    short: Which
    options:
      a1: {label: "=1+1", stance: support}
      a2: {label: "a*b", stance: support}
      a3: {label: "aXb", stance: oppose}
      a4: {label: "1-2"}
      a5: {label: "01-02"}
      a6: {label: "~?"}
      a7: {label: "TRUE"}
      a8: {label: "+5"}
      a9: {label: "5"}
      same: {label: Not Answered}
    nets:
      formula: {label: "Formulas, or so (net)", of: [a1, a8, a2], stance: support}
profile: [who]
sections:
  benches:
    title: Benches
    questions: [q1]
breakdowns:
  who:
    title: Who
    question: who
"""
_NAMES = ("a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "same", "")
AWKWARD_RESPONSES = "id,who,q1\n" + "".join(
    f"{'=-+@'[n % 4]}r{n},{('person', 'body', 'other', '')[n % 7 % 4]},{_NAMES[n * 7 % 11]}\n" for n in range(60)
)


def traced_run(folder: Path, *, kind: SourceKind | None = None, hiding: bool = False, **files: str) -> Path:
    """A run of the small consultation, or of the files given; `kind` is said of its cells instead of their own."""
    consultation = files.pop("consultation", None)
    written = write_small(folder / "small", plan=PLAN, **files) if consultation is None else write_small(
        folder / "small", plan=PLAN, consultation=consultation, **files
    )  # fmt: skip
    if hiding:
        settings = written / "consultation.yaml"
        settings.write_text(changed(settings.read_text(encoding="utf-8"), *HIDING), encoding="utf-8")
    parameters = build(written, written / "plan.yaml")
    received = receive(parameters)
    if kind is not None:
        received = replace(received, source_kind=kind)
    counted = tabulate(parameters, received)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    run = folder / "run"
    write_received(received, run / "restricted")
    lineage = lineage_json(parameters, received, counted.cells)
    write_release(released, parameters, received.source_kind, lineage, folder / "store", run / "restricted")
    (run / "public").mkdir()
    (run / "public" / "evidence.csv").write_text(to_csv(released.cells), encoding="utf-8")
    return run


def tally_run(folder: Path, data: str) -> Path:
    """A run of the same consultation from a tally."""
    return traced_run(folder, consultation=TALLY_CONSULTATION, data=data)
