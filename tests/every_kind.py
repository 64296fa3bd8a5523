"""A made consultation with every kind of question, for tests: its answers as plain Python, and the same as files.

The answers are drawn here and written to a file here, so that a test can count them again without any code of ours.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from pathlib import Path

OPTIONS = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree", "dont_know")
SCORES = {"strongly_agree": 5, "agree": 4, "neither": 3, "disagree": 2, "strongly_disagree": 1}
WAYS = ("bus", "car", "bike", "none")
PLACES = ("parks", "roads", "pools")
AREAS = ("leicester", "county", "rutland")
LAST = ("q4", "q5", "born")
ROLES = ("user", "carer", "staff")
BANDS = {"under_25": (None, 25), "a25_to_64": (25, 65), "a65": (65, None)}

CONSULTATION = """
title: Places in the town
organisation: Town Council
purpose: People were asked about places in the town.
opened: 2024-01-01
closed: 2024-03-01
published: 2024-04-01
data:
  reader: responses
  file: answers.csv
  id_column: id
  submitted: sent
  date_order: ymd
  source: Town Council survey
disclosure: {profile: none, reason: Made up.}
midpoint: {until: 2024-01-31}
"""

QUESTIONNAIRE = """
questions:
  area:
    kind: single
    number: P1
    wording: Where do you live?
    short: Area
    options: {leicester: {label: Leicester}, county: {label: County}, rutland: {label: Rutland}}
  q1:
    kind: scale
    number: Q1
    wording: How far do you agree with the plan?
    short: The plan
    options:
      strongly_agree: {label: Strongly agree, score: 5}
      agree: {label: Agree, score: 4}
      neither: {label: Neither, stance: neutral, score: 3}
      disagree: {label: Disagree, score: 2}
      strongly_disagree: {label: Strongly disagree, score: 1}
      dont_know: {label: Don't know, kind: dont_know}
    nets:
      agree: {label: Agree (net), of: [strongly_agree, agree], stance: support}
      disagree: {label: Disagree (net), of: [disagree, strongly_disagree], stance: oppose}
also_asked:
  age:
    kind: numeric
    number: P2
    wording: How old are you?
    short: Age
    bands:
      under_25: {label: Under 25, below: 25}
      a25_to_64: {label: 25 to 64, at_least: 25, below: 65}
      a65: {label: 65 and over, at_least: 65}
  role:
    kind: multiple
    number: P3
    wording: Are you any of these?
    short: Role
    separator: "|"
    options: {user: {label: Service user}, carer: {label: Carer}, staff: {label: Staff}}
  q2:
    kind: multiple
    number: Q2
    wording: How do you come here?
    short: Ways of coming
    options:
      bus: {label: Bus, column: q2 bus}
      car: {label: Car, column: q2 car}
      bike: {label: Bicycle, column: q2 bike}
      none: {label: None of these, column: q2 none, exclusive: true}
    nets: {motor: {label: Motor vehicle, of: [bus, car]}}
  q3:
    kind: ranking
    number: Q3
    wording: Which places matter most to you?
    short: Places
    top: 2
    options:
      parks: {label: Parks, column: q3 parks}
      roads: {label: Roads, column: q3 roads}
      pools: {label: Pools, column: q3 pools}
  q4:
    kind: numeric
    number: Q4
    wording: How many miles do you travel?
    short: Miles
    asked_if: {q1: [disagree, strongly_disagree, neither, agree, strongly_agree]}
  q5:
    kind: open
    number: Q5
    wording: Anything else?
    short: Comments
  born: {kind: date, number: P4, wording: When were you born?, short: Born}
profile: [area, age, role]
sections:
  plan: {title: The plan, questions: [q1, q2, q3], proposal: true}
  other: {title: Other things, questions: [q4, q5]}
breakdowns:
  area: {title: Area, question: area}
  age: {title: Age, question: age}
  role: {title: Role, question: role, compare: false}
crossed: [area.x.age]
"""


@dataclass(frozen=True)
class Answers:
    """What one respondent answered; an empty value is no answer."""

    area: str = ""
    age: int | None = None
    role: frozenset[str] = frozenset()
    q1: str = ""
    q2: frozenset[str] = frozenset()
    q3: tuple[str, ...] = ()
    q4: str = ""
    q5: str = ""
    sent: str = "2024-01-15"

    @property
    def asked_q4(self) -> bool:
        return self.q1 in SCORES

    @property
    def band(self) -> str:
        if self.age is None:
            return ""
        return next(
            name
            for name, (low, high) in BANDS.items()
            if (low is None or self.age >= low) and (high is None or self.age < high)
        )


def drawn(n: int, seed: int = 1) -> list[Answers]:
    """Answers of `n` respondents."""
    rng = random.Random(seed)

    def some(values: tuple[str, ...], share: float) -> frozenset[str]:
        return frozenset(value for value in values if rng.random() < share)

    people = []
    for _ in range(n):
        q1 = rng.choice((*OPTIONS, "agree", ""))
        ways = some(WAYS[:-1], 0.4) or (frozenset({"none"}) if rng.random() < 0.5 else frozenset())
        order = rng.sample(PLACES, rng.randint(0, 3))
        people.append(
            Answers(
                area=rng.choice((*AREAS[:2], "leicester", "")),
                age=rng.choice((None, *range(16, 90))),
                role=some(ROLES, 0.3),
                q1=q1,
                q2=ways,
                q3=tuple(order),
                q4=rng.choice(("", "0", "2.5", "3", "3", "12", "40.25")) if q1 in SCORES else "",
                q5=rng.choice(("", "Please keep the bus.", "No.")),
                sent=f"2024-0{rng.randint(1, 2)}-{rng.randint(10, 28)}",
            )
        )
    return people


@dataclass
class Written:
    """Where a made consultation was written, and what is in it."""

    folder: Path
    people: list[Answers] = field(default_factory=list)


def write(
    folder: Path, people: list[Answers], consultation: str = CONSULTATION, questionnaire: str = QUESTIONNAIRE
) -> Written:
    """Write parameters and answers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "consultation.yaml").write_text(consultation, encoding="utf-8")
    (folder / "questionnaire.yaml").write_text(questionnaire, encoding="utf-8")
    labels = {"strongly_agree": "Strongly agree", "agree": "Agree", "neither": "Neither", "disagree": "Disagree"}
    labels |= {"strongly_disagree": "Strongly disagree", "dont_know": "Don't know"}
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["id", "sent", "area", "age", "role", "q1", *(f"q2 {w}" for w in WAYS), *(f"q3 {p}" for p in PLACES), *LAST]
        )
        for number, one in enumerate(people, start=1):
            ranks = [one.q3.index(place) + 1 if place in one.q3 else "" for place in PLACES]
            ticks = ["Yes" if way in one.q2 else "" for way in WAYS]
            about = [f"r{number}", one.sent, one.area, "" if one.age is None else one.age, "|".join(sorted(one.role))]
            writer.writerow([*about, labels.get(one.q1, ""), *ticks, *ranks, one.q4, one.q5, ""])
    return Written(folder, people)
