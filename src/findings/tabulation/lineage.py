"""`lineage.json`: how a count comes from its source, for whoever follows a number back.

For a tally, each count's places in the file; for responses, what makes a group, a net and a base, so
that the rows can be counted again by code that shares nothing with this.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from findings.consultation.build import Parameters, sha256_of
from findings.consultation.codeframe import PRINCIPLES, SENTIMENT, THEMES, TOGETHER
from findings.consultation.counted import column_of_answers
from findings.consultation.counted_codes import PEOPLE, section_parts, section_themes, submission_questions
from findings.consultation.model import CROSSED, Question, Questionnaire
from findings.consultation.names import ALL, BASE, FUNNEL, NOT_ANSWERED, NOT_ASKED, POPULATION, parse_cell
from findings.evidence.cell import Cell, Measure, SourceKind
from findings.evidence.story import FIXED_LABELS, FIXED_LEVEL_LABELS
from findings.freetext.code import FreeText
from findings.intake.received import Received, Tally
from findings.tabulation.table import Table, base_answers, further_bases
from findings.tabulation.tallying import level_of_option


def lineage_json(
    parameters: Parameters, received: Received, cells: Collection[Cell], free_text: FreeText | None = None
) -> str:
    """The text of `lineage.json`."""
    questionnaire = parameters.counting
    content: dict[str, Any] = {
        "source_kind": str(received.source_kind),
        "inputs": [
            {"path": path.name, "sha256": sha256_of(path)} for path in dict.fromkeys(parameters.data_files.values())
        ],
        "cells": {},
        "groups": {
            name: {
                **{level: list(group.of) for level, group in questionnaire.groups_of(name).items()},
                NOT_ANSWERED: [NOT_ANSWERED],
                NOT_ASKED: [NOT_ASKED],
            }
            for name in questionnaire.breakdowns
            if CROSSED not in name
        },
        "crossed": {name: name.split(CROSSED) for name in questionnaire.breakdowns if CROSSED in name},
        "breakdown_question": {
            name: breakdown.question for name, breakdown in questionnaire.breakdowns.items() if CROSSED not in name
        },
        "nets": {
            name: {net: list(spec.of) for net, spec in questionnaire.scale_of(name).nets.items()}
            for name in questionnaire.questions
        },
        "base": {name: list(base_answers(questionnaire, name)) for name in questionnaire.questions},
        "bases": {name: _bases(questionnaire, name) for name in questionnaire.questions},
        "kinds": {name: str(question.kind) for name, question in questionnaire.questions.items()},
        "columns": {name: column_of_answers(questionnaire, name) for name in questionnaire.questions},
        "bands": {name: _bands(question) for name, question in questionnaire.questions.items() if question.bands},
        "labels": {name: _labels(questionnaire, name) for name in questionnaire.questions},
        "breakdowns": {name: _levels(questionnaire, name) for name in questionnaire.breakdowns},
        "coded": _coded(parameters),
    }
    if received.tally is not None:
        apart = (FUNNEL, POPULATION)
        counts = [cell.cell for cell in cells if cell.measure == Measure.COUNT and cell.question not in apart]
        file = parameters.data_file.name
        content["cells"] = {cell: _places(cell, questionnaire, received.tally, file) for cell in counts}
        content["cells"] |= _funnel_places(parameters, received)
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _coded(parameters: Parameters) -> dict[str, dict[str, Any]]:
    """Question that is counted of codes -> the open questions or submissions that were coded, and what is counted."""
    plan, counting = parameters.free_text, parameters.counting.questions
    if plan is None:
        return {}
    of_sections = {
        key: section_parts(parameters.questionnaire, plan, section)
        for section, own in section_themes(parameters.questionnaire, plan).items()
        for key in own
    }
    submitted = submission_questions(plan)
    found: dict[str, dict[str, Any]] = {}
    for name, asked in counting.items():
        by = next((ending for ending in (THEMES, SENTIMENT, TOGETHER, PRINCIPLES, PEOPLE) if name.endswith(ending)), "")
        if asked.given_by == "coders" and by:
            of = of_sections.get(name, (name.removesuffix(by),))
            unit = plan.submissions[of[0]].unit if name in submitted else ""
            found[name] = {"of": list(of), "by": by.removeprefix("_"), "unit": unit}
    return found


def _labels(questionnaire: Questionnaire, question: str) -> dict[str, Any]:
    spec, scale = questionnaire.questions[question], questionnaire.scale_of(question)
    options = {name: option.label for name, option in scale.options.items()}
    options |= {f"net_{name}": net.label for name, net in scale.nets.items()}
    return {"number": spec.number, "wording": spec.wording, "options": {**options, **FIXED_LABELS}}


def _levels(questionnaire: Questionnaire, breakdown: str) -> dict[str, Any]:
    levels = {name: group.label for name, group in questionnaire.groups_of(breakdown).items()}
    return {"title": questionnaire.breakdowns[breakdown].title, "levels": {**levels, **FIXED_LEVEL_LABELS}}


def _places(cell: str, questionnaire: Questionnaire, tally: Tally, file: str) -> list[list[Any]]:
    """The lines of the tally that a count adds up: file, line, column, and what stands there."""
    identifier = parse_cell(cell)
    answers = Table(questionnaire, identifier.asked, "", SourceKind.TALLY).parts_of(identifier.option)
    levels = level_of_option(questionnaire, identifier.breakdown) if identifier.breakdown else {}
    places: list[list[Any]] = []
    for group, numbers in tally.counts[identifier.asked].items():
        if identifier.breakdown and levels[group] != identifier.level:
            continue
        for answer in answers:
            line = tally.lines.get((identifier.asked, group, answer))
            if line is not None:
                places.append([file, line, "n", str(numbers[answer])])
            elif numbers[answer]:
                # Not answered and not asked are worked out: the group's size less its answers.
                places += _worked_out(identifier.asked, group, tally, file)
    return places


def _bases(questionnaire: Questionnaire, question: str) -> dict[str, list[str]]:
    """The answers that each base of a question adds up."""
    table = Table(questionnaire, question, "", SourceKind.RESPONSES)
    bases = (BASE, *further_bases(questionnaire, question, ""))
    return {base: list(table.parts_of(base)) for base in bases}


def _bands(question: Question) -> dict[str, list[str]]:
    """Band -> its lowest number, and that at which the next begins; an empty text where there is no end."""
    ends = {name: (band.at_least, band.below) for name, band in question.bands.items()}
    return {name: ["" if end is None else str(end) for end in own] for name, own in ends.items()}


def _worked_out(question: str, group: str, tally: Tally, file: str) -> list[list[Any]]:
    size = tally.lines.get((tally.grouped_by, ALL, group))
    places: list[list[Any]] = [[file, size, "n", f"size of {group}"]] if size is not None else []
    for (other, of_group, answer), line in tally.lines.items():
        if (other, of_group) == (question, group):
            places.append([file, line, "n", f"less {answer}"])
    return places


def _funnel_places(parameters: Parameters, received: Received) -> dict[str, list[list[Any]]]:
    """The funnel of a tally is declared: its rows stand in `consultation.yaml`."""
    file = parameters.places["consultation.yaml"]
    places = {}
    for row in received.funnel:
        keys = ("data", "funnel", "removed", row.name, "removed") if row.removed else ("data", "funnel", row.name)
        line, _ = file.places[keys]
        places[f"{FUNNEL}#{row.name}"] = [["consultation.yaml", line, ".".join(keys), str(row.n)]]
    return places
