"""Consultations of many shapes, each from a seed: what a run must stand that nobody thought of.

Few and many questions, short and long scales, overlapping nets, three bases, routing, groups merged or not, labels that
look like numbers, formulas, markup or another script.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

AWKWARD = (
    "65 or over", "=1+1", "<b>Yes</b> & \"no\"", "100%", "-5 to 5", "Don't know, or can't say", "Ie, mewn rhan",
    "ਹਾਂ", "نعم", "£10 to £19", "Option #3!", "A rather long answer that says in many words what a short one "
    "would have said just as well, and then goes on", "@home", "Q7", "1,234", "[c]",
)  # fmt: skip


def write_shape(folder: Path, seed: int) -> Path:
    """Write the two parameter files of a consultation into `folder`, whose name is its name."""
    draw = random.Random(seed)
    folder.mkdir(parents=True)
    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    for name, content in (("consultation", _consultation(draw, seed)), ("questionnaire", _questionnaire(draw))):
        with (folder / f"{name}.yaml").open("w", encoding="utf-8", newline="\n") as file:
            yaml.dump(content, file)
    return folder


def _consultation(draw: random.Random, seed: int) -> dict[str, Any]:
    hides = draw.random() < 0.4
    return {
        "title": f"Shape {seed}: a plan & its {draw.randint(2, 9)} parts",
        "organisation": "A council of nowhere",
        "purpose": "People were asked about a plan that does not exist.",
        "opened": f"2021-0{draw.randint(1, 5)}-1{draw.randint(0, 9)}",
        "closed": "2021-08-15",
        "published": "2021-12-14",
        "limits": ["Nobody answered: these are made-up responses.", "It was open for 12 weeks."],
        "sources": [{"title": "A plan of 2021", "publisher": "A council of nowhere", "note": "Page 7 of 12."}],
        "data": {"reader": "responses", "file": "responses.csv", "id_column": "response_id", "source": "A test"},
        "disclosure": {"profile": "threshold", "threshold": draw.choice((3, 5, 10))}
        if hides
        else {"profile": "none", "reason": "Nobody is in it."},
    }


def _questionnaire(draw: random.Random) -> dict[str, Any]:
    scales = {f"scale_{n}": _scale(draw, draw.randint(2, 7)) for n in range(draw.randint(1, 2))}
    profile = {f"about_{n}": _profile_question(draw, n) for n in range(draw.randint(1, 4))}
    asked: dict[str, Any] = {}
    for n in range(draw.randint(1, 9)):
        asked[f"q{n + 1}"] = _question(draw, n + 1, scales, profile, asked)
    names = list(asked)
    sections: dict[str, Any] = {}
    while names:
        size = draw.randint(1, len(names))
        mine, names = names[:size], names[size:]
        sections[f"section_{len(sections)}"] = {
            "title": f"Part {len(sections) + 1} of the plan", "questions": mine, "proposal": draw.random() < 0.5,
        }  # fmt: skip
    breakdowns = {f"by_{name}": _breakdown(draw, name, question) for name, question in profile.items()}
    if draw.random() < 0.2:
        breakdowns = {}
    return {
        "scales": scales, "questions": {**profile, **asked}, "profile": list(profile), "sections": sections,
        "breakdowns": breakdowns,
    }  # fmt: skip


def _scale(draw: random.Random, points: int) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for n in range(points):
        stance = "support" if 2 * n < points - 1 else "oppose" if 2 * n > points - 1 else "neutral"
        options[f"point_{n}"] = {"label": f"Point {n} of {points}", "stance": stance}
    if draw.random() < 0.5:
        options["unsure"] = {"label": "Don't know", "kind": "dont_know"}
    scale: dict[str, Any] = {"options": options}
    if points >= 4:
        half = points // 2
        scale["nets"] = {
            "for": {"label": "For (net)", "of": [f"point_{n}" for n in range(half)], "stance": "support"},
            "against": {
                "label": "Against (net)", "of": [f"point_{n}" for n in range(points - half, points)], "stance": "oppose"
            },
            "ends": {"label": "Either end", "of": ["point_0", f"point_{points - 1}"]},
        }  # fmt: skip
    return scale


def _options(draw: random.Random, most: int) -> dict[str, Any]:
    labels = draw.sample(AWKWARD, draw.randint(2, most))
    return {f"option_{n}": {"label": label} for n, label in enumerate(labels)}


def _profile_question(draw: random.Random, n: int) -> dict[str, Any]:
    options = _options(draw, 8)
    if draw.random() < 0.5:
        options["no_say"] = {"label": "Prefer not to say", "kind": "prefer_not_to_say"}
    return {"kind": "single", "number": f"P{n + 1}", "wording": f"Who are you, part {n + 1}?", "short": f"Who {n + 1}",
            "options": options}  # fmt: skip


def _question(
    draw: random.Random, n: int, scales: dict[str, Any], profile: dict[str, Any], asked: dict[str, Any]
) -> dict[str, Any]:
    question: dict[str, Any] = {
        "kind": "single", "number": f"Q{n}", "wording": f"What of part {n}, which costs £{n},500?",
        "short": f"Part {n}", "base": draw.choice(("answered", "asked", "all")),
    }  # fmt: skip
    if draw.random() < 0.6:
        question |= {"kind": "scale", "scale": draw.choice(list(scales))}
        options = scales[question["scale"]]["options"]
    else:
        question["options"] = options = _options(draw, 6)
    if "unsure" in options and draw.random() < 0.4:
        question["leave_out_of_base"] = ["dont_know"]
    routes = {**profile, **{name: spec for name, spec in asked.items() if "options" in spec and "asked_if" not in spec}}
    if draw.random() < 0.3:
        name = draw.choice(list(routes))
        allowed = list(routes[name]["options"])
        question["asked_if"] = {name: draw.sample(allowed, draw.randint(1, len(allowed)))}
    return question


def _breakdown(draw: random.Random, name: str, question: dict[str, Any]) -> dict[str, Any]:
    options = list(question["options"])
    breakdown: dict[str, Any] = {
        "title": f"{question['short']} they are", "question": name, "compare": draw.random() < 0.8
    }  # fmt: skip
    if len(options) >= 4 and draw.random() < 0.5:
        cut = draw.randint(1, len(options) - 1)
        breakdown["groups"] = {
            "first": {"label": "The first 2 or more", "of": options[:cut]},
            "rest": {"label": "The rest", "of": options[cut:]},
        }
    return breakdown
