"""`lineage.json` beside the questionnaire: what `findings trace` tells of a number rests on it.

Whoever changes there what a group, a net or a base is, or what an answer is called, has a number explained as what it
does not count. So all of it is worked out again from the questionnaire, and for a tally from its lines.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from findings.audit.recount.codedquestions import CodedQuestion
from findings.audit.recount.codelists import read_questionnaire_file
from findings.audit.recount.csvfile import read_rows
from findings.audit.recount.identifiers import FUNNEL, MISSING, CellName
from findings.audit.recount.query import ALL
from findings.audit.recount.question import (
    ANSWERED,
    NUMERIC,
    ONE_ANSWER,
    OPEN,
    RANKING,
    TOP,
    UNRANKED,
    Question,
    Questionnaire,
)
from findings.audit.recount.yamlfile import ASK, Node, read_mapping
from findings.errors import Problem, VerificationFailed

LINEAGE = "restricted/lineage.json"
FIXED_LABELS = {
    "not_answered": "Not answered", "not_asked": "Not asked", "base": "Base", "base_answered": "Those who answered",
    "base_asked": "Those who were asked", "base_scored": "Those whose answer has a score",
}  # fmt: skip
FIXED_LEVELS = {
    "": "All respondents",
    "all": "All respondents",
    "not_answered": "Group not stated",
    "not_asked": "Not asked which group",
}

_IN_ORDER = ("crossed.", "bands.")

Places = dict[str, set[tuple[str, str, str, str]]]


def lineage_problems(run: Path, questionnaire: Questionnaire, counts: Sequence[CellName]) -> Iterator[Problem]:
    """Where `lineage.json` says something else than the questionnaire and the tally.

    Parameters
    ----------
    run, questionnaire
        The run's folder, and its questionnaire.
    counts
        Every count of the declared tables.
    """
    try:
        found = json.loads((run / LINEAGE).read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("no object")
        parameters = read_questionnaire_file(run / "restricted/inputs/questionnaire.yaml")
        consultation = read_mapping(run / "restricted/inputs/consultation.yaml")
        tally = consultation.child("data").text("reader", "") == "tally"
        places = _places(run, questionnaire, consultation, counts) if tally else {}
    except (OSError, ValueError) as error:
        yield Problem(LINEAGE, "it cannot be read", str(error)[:120], do=ASK)
        return
    except VerificationFailed as failed:
        yield from failed.problems
        return
    own_places = _as_places(found.get("cells"))
    due = {**_meanings(questionnaire), **_labels(questionnaire, parameters)}
    for part, allowed in due.items():
        yield from _differences(part, found.get(part), allowed)
    # What stands at a place may be a hidden count: it stays out of the message.
    yield from (replace(problem, found="", allowed="") for problem in _differences("cells", own_places, places))
    unknown = sorted(found.keys() - {*due, "cells", "inputs", "source_kind"})
    if unknown:
        yield Problem(LINEAGE, "a part that no run writes", ", ".join(unknown), do=ASK)


def _meanings(questionnaire: Questionnaire) -> dict[str, Any]:
    """What groups, nets and bases are, in the form of the file."""
    questions, breakdowns = questionnaire.questions, questionnaire.breakdowns
    plain = {name: breakdown for name, breakdown in breakdowns.items() if not breakdown.parts}
    return {
        "groups": {
            name: {**{level: list(of) for level, of in breakdown.levels.items()}, **{word: [word] for word in MISSING}}
            for name, breakdown in plain.items()
        },
        "crossed": {
            name: [part.name for part in breakdown.parts] for name, breakdown in breakdowns.items() if breakdown.parts
        },
        "breakdown_question": {name: breakdown.question for name, breakdown in plain.items()},
        "nets": {
            name: {net.removeprefix("net_"): list(of) for net, of in question.nets.items()}
            for name, question in questions.items()
        },
        "base": {name: list(question.in_base) for name, question in questions.items()},
        "bases": {
            name: {base: list(of) for base, of in question.bases.items()} for name, question in questions.items()
        },
        "kinds": {name: question.kind for name, question in questions.items()},
        "columns": {name: question.source for name, question in questions.items()},
        "bands": {
            name: {band: list(ends) for band, ends in question.bands.items()}
            for name, question in questions.items()
            if question.bands
        },
        "coded": {
            name: {"of": list(one.of), "by": one.by.removeprefix("_"), "unit": one.unit}
            for name, one in questionnaire.coded.items()
        },
    }


def _labels(questionnaire: Questionnaire, parameters: Node) -> dict[str, Any]:
    """What questions, answers and groups are called."""
    labels: dict[str, Any] = {}
    for name, question in questionnaire.questions.items():
        coded = questionnaire.coded.get(name)
        if coded is not None:
            labels[name] = _of_codes(coded, parameters)
            continue
        node = _said(question, parameters)
        wording, answers = node.text("wording", ""), _answers(question, parameters)
        if question.kind == RANKING:
            item = node.child("options").child(question.item).text("label", "")
            wording = f"{wording} {item}"
        labels[name] = {"number": node.text("number", ""), "wording": wording, "options": {**answers, **FIXED_LABELS}}
    breakdowns: dict[str, Any] = {}
    for name, breakdown in questionnaire.breakdowns.items():
        if breakdown.parts:
            outer, inner = (breakdowns[part.name] for part in breakdown.parts)
            title = f"{outer['title']} and {inner['title'][:1].lower()}{inner['title'][1:]}"
            own = {
                f"{one}.{other}": f"{outer['levels'][one]}, {inner['levels'][other]}"
                for one, other in (level.split(".") for level in breakdown.levels)
            }
        else:
            node = parameters.child("breakdowns").child(name)
            groups, title = node.child("groups"), node.text("title", "")
            called = {level: groups.child(level).text("label", "") for level in groups.own_keys}
            own = called or _answers(questionnaire.questions[breakdown.question], parameters)
        levels = {level: label for level, label in own.items() if not level.startswith("net_")}
        breakdowns[name] = {"title": title, "levels": {**levels, **FIXED_LEVELS}}
    return {"labels": labels, "breakdowns": breakdowns}


def _of_codes(coded: CodedQuestion, parameters: Node) -> dict[str, Any]:
    """What a question made of codes is called: as the open question that was coded, a section, or submissions."""
    asked = parameters.child("also_asked").child(coded.of[0])
    number = coded.title if coded.unit else asked.text("number", "")
    return {
        "number": number,
        "wording": coded.title or asked.text("wording", ""),
        "options": {**coded.labels, **FIXED_LABELS},
    }


def _said(question: Question, parameters: Node) -> Node:
    part = "questions" if question.kind in ONE_ANSWER else "also_asked"
    return parameters.child(part).child(question.source)


def _answers(question: Question, parameters: Node) -> dict[str, str]:
    """Options and nets of a question, its own or those of the scale that it shares, with their labels."""
    node = _said(question, parameters)
    if question.kind == RANKING:
        ranks = {rank: f"Ranked {place}" for rank, place in question.scores.items()}
        top = {TOP: f"Ranked in the first {node.text('top', '3')}"} if question.nets else {}
        return {**ranks, UNRANKED: "Not ranked", **top}
    if question.kind in (NUMERIC, OPEN) and not question.bands:
        return {ANSWERED: "Gave a number" if question.kind == NUMERIC else "Wrote an answer"}
    shared = parameters.child("scales").child(node.text("scale", "")) if question.kind in ONE_ANSWER else Node({})
    told: dict[str, str] = {}
    for kind, prefix in (("bands" if question.bands else "options", ""), ("nets", "net_")):
        # A question may have nets of its own beside those of its scale; options are its own or the scale's.
        places = (shared, node) if kind == "nets" or not node.child(kind).own_keys else (node,)
        for place in places:
            own = place.child(kind)
            told |= {f"{prefix}{name}": own.child(name).text("label", "") for name in own.own_keys}
    return told


def _differences(where: str, found: Any, allowed: Any) -> Iterator[Problem]:
    """The places where two contents of one form part."""
    if isinstance(allowed, dict) and isinstance(found, dict):
        for key in sorted(found.keys() | allowed.keys()):
            yield from _differences(f"{where}.{key}", found.get(key), allowed.get(key))
    elif _plain(found, where) != _plain(allowed, where):
        what = f"{where}: not what the run's parameters and data say"
        yield Problem(LINEAGE, what, _short(found), _short(allowed), ASK)


def _plain(content: Any, where: str) -> Any:
    """Spaces in a text and the order of a list say nothing here, but for what stands outside and for ends."""
    if isinstance(content, list | set):
        return list(map(str, content)) if where.startswith(_IN_ORDER) else sorted(map(str, content))
    return " ".join(content.split()) if isinstance(content, str) else content


def _short(content: Any) -> str:
    if content is None:
        return "nothing"
    text = str(sorted(content)) if isinstance(content, set) else str(content)
    return text if len(text) <= 100 else text[:99] + "…"


def _as_places(content: Any) -> Any:
    try:
        return {cell: {tuple(map(str, place)) for place in places} for cell, places in content.items()}
    except (AttributeError, TypeError):
        return content


def _places(run: Path, questionnaire: Questionnaire, consultation: Node, counts: Sequence[CellName]) -> Places:
    """Of each count of a tally, the lines that it adds up; of the funnel, those of the consultation that declare it."""
    data = consultation.child("data")
    file, grouped_by = data.text("file", "").rpartition("/")[2], data.text("grouped_by", "")
    by_group: dict[tuple[str, str], dict[str, tuple[str, str]]] = {}
    for row in read_rows(run, "restricted/tally.csv"):
        by_group.setdefault((row["question"], row["group"]), {})[row["answer"]] = (row["line"], row["n"])
    sizes = {group: line for group, (line, _) in by_group.get((grouped_by, ALL), {}).items()}
    places: Places = {}
    for cell in counts:
        own: set[tuple[str, str, str, str]] = set()
        for (question, group), answers in by_group.items():
            if question == cell.table.asked and _is_member(questionnaire, cell, group):
                for answer in questionnaire.questions[question].counted[cell.option]:
                    own |= {
                        (file, line, "n", text) for line, text in _read_at(answers, answer, sizes.get(group, ""), group)
                    }
        places[cell.text] = own
    return {**places, **_funnel_places(run, data)}


def _is_member(questionnaire: Questionnaire, cell: CellName, group: str) -> bool:
    if not cell.table.breakdown:
        return True
    return group in (questionnaire.breakdowns[cell.table.breakdown].members(cell.level) or ())


def _read_at(answers: Mapping[str, tuple[str, str]], answer: str, size: str, group: str) -> Iterator[tuple[str, str]]:
    """The line of a count and what stands there; for one worked out, the group's size and what was taken off."""
    line, n = answers.get(answer, ("", "0"))
    if line.isdigit():
        yield line, n
    elif n != "0":
        if size.isdigit():
            yield size, f"size of {group}"
        yield from ((line, f"less {other}") for other, (line, _) in answers.items() if line.isdigit())


def _funnel_places(run: Path, data: Node) -> Places:
    """The steps of the funnel with the lines on which their numbers stand."""
    from ruamel.yaml import YAML

    content = YAML(typ="rt", pure=True).load((run / "restricted/inputs/consultation.yaml").read_text("utf-8-sig"))
    funnel = data.child("funnel")
    steps: dict[str, tuple[tuple[str, ...], str]] = {
        name: (("data", "funnel", name), funnel.text(name, "")) for name in ("received", "analysed")
    }
    for name in funnel.child("removed").own_keys:
        n = funnel.child("removed").child(name).text("removed", "")
        steps[name] = (("data", "funnel", "removed", name, "removed"), n)
    return {
        f"{FUNNEL}#{name}": {("consultation.yaml", _line_of(content, keys), ".".join(keys), n)}
        for name, (keys, n) in steps.items()
    }


def _line_of(content: Any, keys: Sequence[str]) -> str:
    """The line on which the last of the keys stands, each below the one before."""
    line = 0
    for key in keys:
        if not isinstance(content, dict) or key not in content:
            return ""
        line, content = content.lc.key(key)[0] + 1, content[key]  # type: ignore[attr-defined]
    return str(line)
