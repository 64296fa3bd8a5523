"""A run's folder with everything that a comparison reads, made by the project's own functions, without notebooks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path

from findings.audit.crate import METADATA, crate_json
from findings.audit.description import InputFile, RunDescription
from findings.audit.manifest import manifest
from findings.consultation.build import build
from findings.disclosure import release, write_release
from findings.evidence.cell import SourceKind
from findings.intake import receive, write_received
from findings.tabulation import lineage_json, tabulate

CONSULTATION = """\
title: A square for everyone
organisation: Town council
purpose: People were asked about the square.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data: {reader: responses, file: data.csv, id_column: id, no_answer: ["-"], source: The council's form}
disclosure: {profile: none, reason: The people are made up.}
"""

QUESTIONNAIRE = """\
scales:
  view:
    options:
      "yes": {label: "Yes", stance: support}
      partly: {label: Partly, also: [Somewhat]}
      "no": {label: "No", stance: oppose}
      unsure: {label: Not sure, kind: dont_know}
    nets:
      favour: {label: In favour (net), of: ["yes", partly], stance: support}
questions:
  area:
    kind: single
    number: P1
    wording: Where do you live?
    short: Area
    options: {north: {label: North}, south: {label: South}, east: {label: East}}
  q1: {kind: scale, number: Q1, wording: Trees?, short: Trees, scale: view}
  q2:
    kind: single
    number: Q2
    wording: Benches?
    short: Benches
    options:
      "yes": {label: "Yes", stance: support}
      "no": {label: "No", stance: oppose}
      other: {label: Other}
    nets:
      any: {label: Any view (net), of: ["yes", "no"]}
profile: [area]
sections:
  square: {title: The square, questions: [q1, q2]}
breakdowns:
  area: {title: Area, question: area}
"""

# Eight people of each area; a share of eight ends in .5 for every odd count, where half-up and half-even part.
ROWS = {
    "north": ["yes yes"] * 3 + ["yes no"] * 2 + ["Somewhat no", "no no", "unsure no"],
    "south": ["yes yes", "partly yes", "partly yes", "partly no", "no yes", "no no", "no no", "- no"],
    "east": ["yes yes", "partly yes", "partly no", "no no", "no no", "no no", "unsure -", "- no"],
}


def rows() -> list[str]:
    """The lines of the data file, without its header: `r01,north,yes,yes`."""
    answers = [(area, row) for area, own in ROWS.items() for row in own]
    return [f"r{n:02},{area},{row.replace(' ', ',')}" for n, (area, row) in enumerate(answers, start=1)]


def data_of(lines: list[str]) -> str:
    """The data file of some lines."""
    return "\n".join(["id,area,q1,q2", *lines]) + "\n"


@dataclass(frozen=True)
class Made:
    """What a run is made from; `replace` plants a change."""

    consultation: str = CONSULTATION
    questionnaire: str = QUESTIONNAIRE
    data: str = field(default_factory=lambda: data_of(rows()))
    plan: str = "tables: every\nchapters:\n  summary: {notebook: 10_summary.ipynb, reads: everything}\n"
    code: str = "c0de"
    lock: str = "pandas==3.0.0\nscipy==1.14.0\n"
    python: str = "3.11.7"
    notebook: str = "{}"
    name: str = "square"
    made_up: bool = False

    def with_(self, **changes: str | bool) -> Made:
        """The same with something else."""
        return replace(self, **changes)  # type: ignore[arg-type]


def make_run(folder: Path, made: Made | None = None) -> Path:
    """Make a run; returns its folder, `<folder>/<name>/full/run`."""
    made = made or Made()
    run, params = folder / made.name / "full" / "run", folder / made.name / "params" / made.name
    restricted = run / "restricted"
    texts = {"consultation.yaml": made.consultation, "questionnaire.yaml": made.questionnaire, "plan.yaml": made.plan}
    for name, text in {**texts, "data.csv": made.data}.items():
        _write(params / name, text)
    for name, text in texts.items():
        _write(restricted / ("workflow" if name == "plan.yaml" else "inputs") / name, text)
    _write(restricted / "inputs" / "requirements.lock", made.lock)
    _write(restricted / "workflow" / "10_summary.ipynb", made.notebook)

    parameters = build(params, params / "plan.yaml")
    received = receive(parameters)
    if made.made_up:
        received = replace(received, source_kind=SourceKind.MADE_UP)
    counted = tabulate(parameters, received)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    lineage = lineage_json(parameters, received, counted.cells)
    write_release(released, parameters, received.source_kind, lineage, folder / made.name / "store", restricted)
    write_received(received, restricted)
    (run / "public").mkdir()
    (run / "public" / "evidence.csv").write_bytes((folder / made.name / "store" / "evidence.csv").read_bytes())
    _write(run / "public" / "report.html", f"<title>{parameters.consultation.title}</title>{made.notebook}")
    _write(run / "public" / "manifest.json", manifest(run / "public"))
    _write(restricted / METADATA, crate_json(run, _description(made, texts)))
    return run


def _description(made: Made, texts: dict[str, str]) -> RunDescription:
    import datetime

    inputs = [InputFile("data/data.csv", _sha256(made.data), len(made.data), "data")]
    for name, text in texts.items():
        copy = f"workflow/{name}" if name == "plan.yaml" else f"inputs/{name}"
        inputs.append(InputFile(f"params/{made.name}/{name}", _sha256(text), len(text), "parameters", copy))
    return RunDescription(
        name=made.name,
        title="A square for everyone",
        organisation="Town council",
        published=datetime.date(2024, 3, 4),
        run="run",
        edition="full",
        workflow="workflow/plan.yaml",
        code=made.code,
        lock=_sha256(made.lock),
        version="0",
        python=made.python,
        system="linux",
        inputs=tuple(inputs),
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
