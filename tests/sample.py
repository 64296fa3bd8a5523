"""A consultation of thirteen people, small enough to count by hand.

town  kind    answer to q1
A     person  strongly_agree, strongly_agree, agree
B     person  strongly_agree, agree
C     person  neither, disagree
D     body    agree, agree, neither
E     body    disagree, strongly_disagree, (not answered, but answered q2)
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from findings.consultation.build import build
from findings.disclosure import release, write_release
from findings.evidence.store import Evidence, open_store
from findings.intake import receive
from findings.tabulation import lineage_json, tabulate

ROWS = [
    ("A", "person", "strongly_agree", "y"), ("A", "person", "strongly_agree", "n"), ("A", "person", "agree", "y"),
    ("B", "person", "strongly_agree", "y"), ("B", "person", "agree", "y"), ("C", "person", "neither", "n"),
    ("C", "person", "disagree", "n"), ("D", "body", "agree", "y"), ("D", "body", "agree", "y"),
    ("D", "body", "neither", ""), ("E", "body", "disagree", "n"), ("E", "body", "strongly_disagree", "n"),
    ("E", "body", "", "n"), ("E", "body", "", ""),
]  # fmt: skip

CONSULTATION = """
title: A plan
organisation: A council
purpose: People were asked about a plan.
opened: 2021-01-01
closed: 2021-02-01
published: 2021-03-01
data: {reader: responses, file: data.csv, id_column: id, source: Made for a test}
disclosure: {profile: none, reason: Nobody is in it.}
"""

QUESTIONNAIRE = """
scales:
  agreement:
    options:
      strongly_agree: {label: Strongly agree, stance: support}
      agree: {label: Agree, stance: support}
      neither: {label: Neither, stance: neutral}
      disagree: {label: Disagree, stance: oppose}
      strongly_disagree: {label: Strongly disagree, stance: oppose}
    nets:
      agree: {label: Agree (net), of: [strongly_agree, agree], stance: support}
      disagree: {label: Disagree (net), of: [disagree, strongly_disagree], stance: oppose}
questions:
  q1: {kind: scale, number: Q1, wording: How far do you agree with the plan?, short: The plan, scale: agreement}
  q2:
    kind: single
    number: Q2
    wording: '=cmd|"/c calc"!A1 <b>Do you live here?</b>'
    short: Living here
    base: all
    options: {y: {label: "Yes", stance: support}, n: {label: "No", stance: oppose}}
  kind:
    kind: single
    number: P1
    wording: What are you?
    short: Kind
    options: {person: {label: Person}, body: {label: Body}}
  town:
    kind: single
    number: P2
    wording: Where do you live?
    short: Town
    options: {a: {label: A}, b: {label: B}, c: {label: C}, d: {label: D}, e: {label: E}}
profile: [kind, town]
sections:
  plan: {title: The plan, questions: [q1, q2], proposal: true}
breakdowns:
  kind:
    title: Kind
    question: kind
    groups: {person: {label: People, of: [person]}, body: {label: Bodies, of: [body]}}
  town: {title: Town, question: town}
"""


def write_parameters(folder: Path) -> None:
    """Write the consultation's files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "consultation.yaml").write_text(CONSULTATION, encoding="utf-8")
    (folder / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    lines = ["id,town,kind,q1,q2", *(f"r{n},{','.join(row)}" for n, row in enumerate(ROWS, start=1))]
    (folder / "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def evidence_of() -> Evidence:
    """Its released evidence."""
    plan = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_parameters(folder / "sample")
        parameters = build(folder / "sample", plan)
        received = receive(parameters)
        counted = tabulate(parameters, received)
        released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
        lineage = lineage_json(parameters, received, counted.cells)
        assert json.loads(lineage)["source_kind"] == "responses"
        write_release(released, parameters, received.source_kind, lineage, folder / "store", folder / "restricted")
        return open_store(folder / "store")
