"""A made-up survey, and what must come out of it, counted without the package.

Nothing is read from `questionnaire.yaml`: what it says is said here once more, in another way, so that a fault in
reading it shows. Counts come from `collections.Counter`, shares from fractions, rounding from `decimal`.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

Person = dict[str, str]
"""Question -> option; `not_answered` and `not_asked` where there is none."""

EASE = {"very_easy": "Very easy", "easy": "Fairly easy", "hard": "Fairly hard", "very_hard": "Very hard"}
SEVEN = {
    "completely": "Agree completely",
    "mostly": "Agree mostly",
    "slightly": "Agree slightly",
    "between": "In between",
    "slightly_not": "Disagree slightly",
    "mostly_not": "Disagree mostly",
    "completely_not": "Disagree completely",
}
ANSWERS: dict[str, dict[str, str]] = {
    "age": {
        "teens": "16 to 24",
        "young": "25 to 34",
        "early_middle": "35 to 49",
        "late_middle": "50 to 64",
        "older": "65 to 79",
        "oldest": "80 or over",
    },
    "area": {
        "upper": "Upper valley",
        "middle": "Middle valley",
        "lower": "Lower valley",
        "market": "Market town",
        "harbour": "Harbour town",
        "elsewhere": "Elsewhere",
    },
    "carer": {"yes": "Y", "no": "N"},
    "gp": EASE,
    "crisis": EASE,
    "used": {"used": "I have used it", "never": "I have not used it"},
    "walk_in": EASE,
    "listened": SEVEN,
    "explained": SEVEN,
    "family": SEVEN,
    "reach": {
        "home": "At home",
        "clinic": "In a clinic",
        "screen": "By video",
        "dont_know": "Don't know",
        "prefer_not": "Prefer not to say",
    },
    "evenings": {"for": "Support", "against": "Oppose", "unsure": "Don't know"},
    "bus": {
        "early": "An early bus",
        "late": "A late bus",
        "none_needed": "No bus",
        "prefer_not": "Prefer not to say",
    },
}
ABOUT_THEM = ("age", "area", "carer")
ASKED = tuple(question for question in ANSWERS if question not in ABOUT_THEM)
EASE_NETS = {"net_easy": ("very_easy", "easy"), "net_hard": ("hard", "very_hard")}
SEVEN_NETS = {
    "net_agree": ("completely", "mostly", "slightly"),
    "net_disagree": ("slightly_not", "mostly_not", "completely_not"),
    "net_sure": ("completely", "completely_not"),
}
NETS = {
    question: {tuple(EASE): EASE_NETS, tuple(SEVEN): SEVEN_NETS}.get(tuple(ANSWERS[question]), {})
    for question in ANSWERS
}
MISSING = ("not_answered", "not_asked")
# Whom the percentages of a question are taken of; a question that is not named: everyone who chose an option.
IN_BASE = {
    "crisis": (*EASE, *MISSING),
    "used": ("used", "never", "not_answered"),
    "walk_in": (*EASE, "not_answered"),
    "explained": (*SEVEN, "not_answered"),
    "family": (*SEVEN, *MISSING),
    "reach": ("home", "clinic", "screen"),
    "evenings": ("for", "against"),
    "bus": ("early", "late", "none_needed", *MISSING),
}
COMPARED = {
    **dict.fromkeys(("gp", "crisis", "walk_in"), ("net_easy", "net_hard")),
    **dict.fromkeys(("listened", "explained", "family"), ("net_agree", "net_disagree")),
    "evenings": ("for", "against"),
}
BANDS = {
    "under_35": ("teens", "young"),
    "from_35_to_64": ("early_middle", "late_middle"),
    "from_65": ("older", "oldest"),
}
GROUPS: dict[str, tuple[str, dict[str, tuple[str, ...]]]] = {
    "age_band": ("age", BANDS),
    "area": ("area", {area: (area,) for area in ANSWERS["area"]}),
    "carer": ("carer", {"yes": ("yes",), "no": ("no",)}),
}
DIFFERENCES = ("age_band", "carer")


def people(seed: int = 3, how_many: int = 420) -> list[Person]:
    """Made-up respondents; who is old, lives far off or cares for another answers otherwise than the rest."""
    chance = random.Random(seed)
    return [_person(chance) for _ in range(how_many)]


def _person(chance: random.Random) -> Person:
    def one(question: str, leaning: float, missing: float = 0.05) -> str:
        if chance.random() < missing:
            return "not_answered"
        options = list(ANSWERS[question])
        weights = [(1 - leaning) ** place * leaning**0.5 + 0.04 for place in range(len(options))]
        return chance.choices(options, weights)[0]

    person = {"age": one("age", 0.15, 0.02), "area": one("area", 0.3, 0.03), "carer": one("carer", 0.2, 0.04)}
    far = person["area"] in ("harbour", "elsewhere")
    person |= {question: one(question, 0.25 if far else 0.45) for question in ASKED}
    if person["used"] != "used":
        person["walk_in"] = "not_asked"
    return person


def write_responses(folk: Sequence[Person], path: Path, seed: int = 4) -> None:
    """The export: answers as labels, names or capitals; a respondent's address; three blank rows, two sent twice."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Response ID", "Started", "Email", "How old are you?", "Area", "Carer", *ASKED])
        rows = [
            [f"R{number:04}", f"2025-02-{number % 28 + 1:02}", f"person{number}@example.org"]
            + [_written(question, person[question], chance) for question in ANSWERS]
            for number, person in enumerate(folk, start=1)
        ]
        blanks = [[f"X{number}", "2025-03-01", "", "16 to 24", "", "Y", *["-"] * len(ASKED)] for number in range(3)]
        again = [[*rows[place][:1], "2025-03-02", *rows[place][2:]] for place in (0, 7)]
        writer.writerows([*rows[:9], *blanks, *rows[9:], *again])


def _written(question: str, answer: str, chance: random.Random) -> str:
    if answer in MISSING:
        return chance.choice(("", "-")) if answer == "not_answered" else ""
    label = ANSWERS[question][answer]
    return chance.choice((label, label.upper(), f" {label} ", answer))


def expected(folk: Sequence[Person]) -> dict[str, str]:
    """Every cell of every table and its value; empty where a base is nobody."""
    cells: dict[str, str] = {}
    for question in ANSWERS:
        cells |= _level(question, question, "", Counter(person[question] for person in folk))
        for breakdown in GROUPS if question in ASKED else ():
            table = f"{question}.by.{breakdown}"
            counted = dict(_by_level(folk, question, breakdown))
            for level, counts in counted.items():
                cells |= _level(question, table, f"@{level}", counts)
            if breakdown in DIFFERENCES:
                cells |= _differences(question, table, counted)
    return cells


def _by_level(folk: Sequence[Person], question: str, breakdown: str) -> Iterator[tuple[str, Counter[str]]]:
    about, groups = GROUPS[breakdown]
    for level, members in {**groups, "not_answered": ("not_answered",)}.items():
        inside = [person for person in folk if person[about] in members]
        if inside or level in groups:
            yield level, Counter(person[question] for person in inside)


def _level(question: str, table: str, level: str, counts: Counter[str]) -> dict[str, str]:
    options = tuple(ANSWERS[question])
    in_base = IN_BASE.get(question, options)
    counted = {**{answer: (answer,) for answer in (*options, *MISSING)}, **NETS[question]}
    base, answered = sum(counts[answer] for answer in in_base), sum(counts[option] for option in options)
    asked = answered + counts["not_answered"]
    # Of all who were asked is told of all respondents only, where the base leaves out who did not answer.
    of_asked = not level and "not_answered" not in in_base
    cells = {f"{table}#base{level}": str(base)}
    for name, parts in counted.items():
        n = sum(counts[part] for part in parts)
        cells[f"{table}#{name}{level}"] = str(n)
        if set(parts) <= set(in_base):
            cells[f"{table}#{name}{level}!percent"] = whole(Fraction(100 * n, base)) if base else ""
        if set(in_base) != set(options) and name not in MISSING:
            cells[f"{table}#{name}{level}!percent_of_answered"] = whole(Fraction(100 * n, answered)) if answered else ""
        if of_asked and name != "not_asked":
            cells[f"{table}#{name}{level}!percent_of_asked"] = whole(Fraction(100 * n, asked)) if asked else ""
    if set(in_base) != set(options):
        cells[f"{table}#base_answered{level}"] = str(answered)
    if of_asked:
        cells[f"{table}#base_asked{level}"] = str(asked)
    return cells


def _differences(question: str, table: str, counted: dict[str, Counter[str]]) -> dict[str, str]:
    in_base = IN_BASE.get(question, tuple(ANSWERS[question]))
    cells = {}
    for name in COMPARED.get(question, ()):
        shares = {}
        for level, counts in counted.items():
            base = sum(counts[answer] for answer in in_base)
            n = sum(counts[part] for part in NETS[question].get(name, (name,)))
            shares[level] = Fraction(100 * n, base) if base else None
        first, *others = (level for level in counted if level != "not_answered")
        for level in others:
            here, there = shares[level], shares[first]
            known = here is not None and there is not None
            cells[f"{table}#{name}@{level}!difference"] = whole(here - there) if known else ""
    return cells


def whole(share: Fraction) -> str:
    """The share as a whole number, half away from nothing."""
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
    return str(rounded + 0) if rounded else "0"
