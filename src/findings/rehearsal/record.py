"""What was put into a rehearsal, written down: the settings, the effects, and what the tables must show for them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from findings.consultation.madeup import COLUMN, MARK
from findings.consultation.rehearsal import drawn_also
from findings.rehearsal import cases, expected
from findings.rehearsal.also_expected import also_expected
from findings.rehearsal.network import UNSAID, Floats, pull
from findings.rehearsal.ready import is_known
from findings.rehearsal.script import Script

Json = dict[str, Any]


@dataclass(frozen=True)
class Tables:
    """Expected tables of two questions, each worked out once however often it is asked for."""

    script: Script
    known: dict[tuple[str, ...], Floats] = field(default_factory=dict)

    def of(self, *names: str) -> Floats:
        """P(answers), an axis a question, among those who are analysed."""
        if names not in self.known:
            script = self.script
            self.known[names] = expected.analysed(script.network, names, script.told, script.blank)
        return self.known[names]


def record(script: Script, counted: Mapping[str, int]) -> str:
    """The record as JSON text.

    Parameters
    ----------
    script
        What was followed.
    counted
        Case -> how many rows of the file.
    """
    tables = Tables(script)
    # One person's second response is merged where the parameters say by what a person is known.
    removed = counted[cases.BLANK] + counted[cases.EXACT] + counted[cases.TWICE] * is_known(script.parameters)
    content: Json = {
        COLUMN: True,
        "mark": MARK,
        "consultation": script.parameters.name,
        "seed": script.seed,
        "responses": script.responses,
        "analysed": script.responses - removed,
        "cases": dict(counted),
        "settings": script.said.model_dump(mode="json"),
        "effects": _effects(script, tables),
        "expected": _expected(script, tables),
    }
    if drawn_also(script.questionnaire):
        content["expected_also"] = also_expected(script, tables.of)
    else:
        del content["settings"]["also_asked"]
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _effects(script: Script, tables: Tables) -> list[Json]:
    """Each effect as it was put in, and as a table of the two questions shows it.

    The two differ where something else moves both: a table of two questions mixes people whom other effects touch
    differently. What a table must show is therefore worked out, not assumed.
    """
    questionnaire = script.questionnaire
    found = []
    for effect in script.said.effects or ():
        options = len(questionnaire.scale_of(effect.question).options)
        given = np.array([option == effect.answer for option in questionnaire.scale_of(effect.given).options])
        table = tables.of(effect.given, effect.question)[: len(given), :options]
        shown = expected.log_odds(table, pull(questionnaire, effect), given)
        found.append({**effect.model_dump(), "shown_log_odds": None if shown is None else round(shown, 9)})
    return found


def _expected(script: Script, tables: Tables) -> Json:
    """Question -> `all` and each breakdown's levels -> the share of each answer."""
    questionnaire = script.questionnaire
    found: Json = {}
    for question in questionnaire.questions:
        states = script.network.by_name[question].states
        found[question] = {"all": _shares(states, tables.of(question))}
        for breakdown, spec in questionnaire.breakdowns.items():
            # What is answered otherwise hangs on nothing, so there is nothing to be seen in its groups.
            if spec.question != question and spec.question in questionnaire.questions:
                found[question][breakdown] = _by_level(script, tables, question, breakdown)
    return found


def _by_level(script: Script, tables: Tables, question: str, breakdown: str) -> Json:
    """Level -> its share of those analysed, and the shares of the answers in it."""
    questionnaire, network = script.questionnaire, script.network
    group = questionnaire.breakdowns[breakdown].question
    table = tables.of(group, question)
    place = {state: row for row, state in enumerate(network.by_name[group].states)}
    levels = {name: level.of for name, level in questionnaire.groups_of(breakdown).items()}
    levels |= {state: (state,) for state in UNSAID if state in place}
    found = {}
    for level, members in levels.items():
        joint = table[[place[member] for member in members]].sum(axis=0)
        share = float(joint.sum())
        answers = _shares(network.by_name[question].states, joint / share) if share > 0 else None
        found[level] = {"share": round(share, 9), "answers": answers}
    return found


def _shares(states: Sequence[str], values: Floats) -> dict[str, float]:
    return {state: round(float(value), 9) for state, value in zip(states, values, strict=True)}
