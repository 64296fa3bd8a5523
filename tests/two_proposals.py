"""A made consultation with two proposals, a question about the process and other voices, for tests of reading order.

The scale begins with opposition, so that "support first" is not what happens by itself.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from findings.consultation.build import build
from findings.disclosure import release, write_release
from findings.evidence.store import Evidence, open_store
from findings.intake import receive
from findings.tabulation import lineage_json, tabulate

PROJECT = Path(__file__).resolve().parents[1]
KINDS = ("individual", "organisation")
SEXES = ("Female", "Male")
SIDES = ("against", "unsure", "in favour")
REASONS = ("Travel", "Cost", "Staff")
VOICES = """
other_voices:
  meetings:
    kind: event
    label: Public meetings in March
    count: 12
    unit: meetings
    said: ["Buses stop at 6.", "<b>Keep</b> the ward."]
    source: Notes of the meetings
  petition: {kind: petition, label: Save the ward, count: 3400, unit: signatures, source: The petition as handed in}
"""
CONSULTATION = """
title: Two proposals
organisation: Town Council
purpose: People were asked about a ward and a clinic.
opened: 2024-01-01
closed: 2024-03-01
published: 2024-04-01
data: {reader: responses, file: answers.csv, id_column: id, submitted: sent, date_order: ymd, source: The survey}
disclosure: {profile: none, reason: Made up.}
midpoint: {until: 2024-01-31}
"""
QUESTIONNAIRE = """
scales:
  side:
    options:
      against: {label: Against, stance: oppose}
      unsure: {label: Unsure, stance: neutral}
      favour: {label: In favour, stance: support}
questions:
  respondent_type:
    kind: single
    number: P1
    wording: Are you responding as an individual or for an organisation?
    short: Type of respondent
    options: {individual: {label: Individual}, organisation: {label: Organisation}}
  sex: {kind: single, number: P2, wording: What is your sex?, short: Sex, code_list: sex_2021}
  ward: {kind: scale, number: Q1, wording: Shall the ward close?, short: The ward, scale: side}
  clinic: {kind: scale, number: Q3, wording: Shall the clinic move?, short: The clinic, scale: side}
  heard:
    kind: single
    number: Q5
    wording: Did you have enough time to answer?
    short: Time to answer
    options: {"yes": {label: "Yes"}, "no": {label: "No"}}
also_asked:
  ward_why: {kind: multiple, number: Q2, wording: Why?, short: Reasons about the ward, column: ward_why,
             separator: "|", options: &reasons {travel: {label: Travel}, cost: {label: Cost}, staff: {label: Staff}}}
  clinic_why: {kind: multiple, number: Q4, wording: Why?, short: Reasons about the clinic, column: clinic_why,
               separator: "|", options: {travel: {label: Travel}, cost: {label: Cost}, staff: {label: Staff}}}
profile: [respondent_type, sex]
sections:
  ward: {title: Close the ward, proposal: true, questions: [ward, ward_why]}
  clinic: {title: Move the clinic, proposal: true, questions: [clinic, clinic_why]}
  process: {title: How we consulted, about: process, questions: [heard]}
breakdowns:
  respondent_type: {title: Individuals and organisations, question: respondent_type}
  sex: {title: Sex, question: sex}
""".replace("&reasons ", "")


@dataclass(frozen=True)
class Answers:
    """What one respondent answered; an empty value is no answer."""

    kind: str = ""
    sex: str = ""
    ward: str = ""
    ward_why: frozenset[str] = frozenset()
    clinic: str = ""
    clinic_why: frozenset[str] = frozenset()
    heard: str = ""


def drawn(n: int, seed: int = 7) -> list[Answers]:
    """Answers of `n` respondents; organisations favour more often than individuals."""
    rng = random.Random(seed)

    def reasons() -> frozenset[str]:
        return frozenset(reason for reason in REASONS if rng.random() < 0.4)

    people = []
    for _ in range(n):
        kind = rng.choice(KINDS)
        own = ("", *SIDES, "in favour") if kind == "organisation" else ("", *SIDES, "against")
        people.append(
            Answers(kind, rng.choice(("", *SEXES)), rng.choice(own), reasons(), rng.choice(own), reasons(),
                    rng.choice(("", "Yes", "No")))
        )  # fmt: skip
    return people


def write(
    folder: Path, people: list[Answers], consultation: str = CONSULTATION, questionnaire: str = QUESTIONNAIRE
) -> Path:
    """Write parameters and answers; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "consultation.yaml").write_text(consultation, encoding="utf-8")
    (folder / "questionnaire.yaml").write_text(questionnaire, encoding="utf-8")
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "sent", "respondent_type", "sex", "ward", "ward_why", "clinic", "clinic_why", "heard"])
        for number, one in enumerate(people, start=1):
            why = ["|".join(sorted(reasons)) for reasons in (one.ward_why, one.clinic_why)]
            writer.writerow([f"r{number}", "2024-01-15", one.kind, one.sex, one.ward.capitalize(), why[0],
                             one.clinic.capitalize(), why[1], one.heard])  # fmt: skip
    return folder


def evidence_of(
    people: list[Answers], consultation: str = CONSULTATION, questionnaire: str = QUESTIONNAIRE, edition: str = ""
) -> Evidence:
    """What they answered, as a report reads it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        own = write(folder / "places", people, consultation, questionnaire)
        parameters = build(own, PROJECT / "notebooks" / "plan.yaml", edition)
        received = receive(parameters)
        counted = tabulate(parameters, received)
        released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
        lineage = lineage_json(parameters, received, counted.cells)
        write_release(released, parameters, received.source_kind, lineage, folder / "store", folder / "restricted")
        return open_store(folder / "store")
