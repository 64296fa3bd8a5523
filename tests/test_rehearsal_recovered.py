"""What was put into a rehearsal comes out of the tabulation: every effect, and every expected share.

What must come out stands in the record beside the responses; what came out is counted by the tabulation, which shares
no code with the rehearsal. That the seeds were not picked is seen from many of them: the distances, in standard
errors, scatter as chance lets them.
"""

from __future__ import annotations

import csv
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from findings.consultation.build import Parameters, build
from findings.consultation.model import AnswerKind, Breakdown, Questionnaire
from findings.intake import receive
from findings.intake.received import Received
from findings.rehearsal import rehearse
from findings.tabulation.counting import Counts
from findings.tabulation.tables import counts_of, shown_groups

PROJECT = Path(__file__).resolve().parents[1]
FOLDERS = {
    "scotland-2016": PROJECT / "params" / "scotland-2016",
    "scotland-2023": PROJECT / "params" / "scotland-2023",
    "third": PROJECT / "tests" / "third",
}
PLAN = PROJECT / "notebooks" / "plan.yaml"
Table = Mapping[str, Mapping[str, int]]
"""Answer to the one question -> answer to the other -> how many."""
Record = dict[str, Any]


def count(received: Received, questionnaire: Questionnaire, question: str, breakdown: str = "") -> Counts:
    table = question, breakdown
    return shown_groups(counts_of(received, questionnaire, [table]).tables[table])


def rehearsed(name: str, responses: int, seed: int, folder: Path) -> tuple[Record, Parameters]:
    """The record of a rehearsal, and the parameters that read its responses."""
    done = rehearse(build(FOLDERS[name], PLAN), responses, seed, folder / f"{name}.csv")
    return json.loads(done.effects.read_text(encoding="utf-8")), build(done.params / name, PLAN)


def by_every_question(questionnaire: Questionnaire) -> Questionnaire:
    """The questionnaire with each question as a breakdown, so that the tabulation counts any two together."""
    breakdowns = {f"each_{name}": Breakdown(title=name, question=name) for name in questionnaire.questions}
    return questionnaire.model_copy(update={"breakdowns": {**questionnaire.breakdowns, **breakdowns}})


def ends_of(effect: Record, questionnaire: Questionnaire) -> tuple[set[str], set[str]]:
    """The options at the end that an effect moves to, and those at the other: what its log-odds compare."""
    options = questionnaire.scale_of(effect["question"]).options
    if not effect["against"]:
        return {effect["option"]}, set(options) - {effect["option"]}
    answers = [name for name, option in options.items() if option.kind is AnswerKind.ANSWER]
    to, away = answers.index(effect["option"]), answers.index(effect["against"])
    if to > away:
        return set(answers[to:]), set(answers[: away + 1])
    return set(answers[: to + 1]), set(answers[away:])


def distance(effect: Record, table: Table, questionnaire: Questionnaire) -> float | None:
    """How far the counts are from what was promised, in standard errors; None where a count is too small to say."""
    ends = ends_of(effect, questionnaire)
    here = [effect["answer"]]
    there = [name for name in questionnaire.scale_of(effect["given"]).options if name != effect["answer"]]
    a, b, c, d = (
        sum(table[row].get(option, 0) for row in rows for option in end) for rows in (here, there) for end in ends
    )
    if effect["shown_log_odds"] is None or min(a, b, c, d) < 30:
        return None
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return (math.log(a * d / (b * c)) - effect["shown_log_odds"]) / error


def distances_of_effects(record: Record, received: Received, questionnaire: Questionnaire) -> list[float]:
    """Of every effect that the counts say something of: of all of them, where the file is large."""
    every = by_every_question(questionnaire)
    found = [
        distance(effect, count(received, every, effect["question"], f"each_{effect['given']}"), questionnaire)
        for effect in record["effects"]
    ]
    known = [one for one in found if one is not None]
    assert len(known) == len(found) or (len(known) > 0.8 * len(found) and received.analysed < 50_000)
    return known


def distances_of_shares(record: Record, received: Received, questionnaire: Questionnaire) -> Iterator[float]:
    """Of every cell of every table that the record promises, in standard errors of a share."""
    n = received.analysed
    for question, tables in record["expected"].items():
        for breakdown, levels in tables.items():
            if breakdown == "all":
                counts, promised = count(received, questionnaire, question)[""], {"": (1.0, levels)}
                numbers: Table = {"": counts}
            else:
                numbers = count(received, questionnaire, question, breakdown)
                promised = {level: (one["share"], one["answers"] or {}) for level, one in levels.items()}
            for level, (share, answers) in promised.items():
                for answer, part in answers.items():
                    p = share * part
                    found = numbers.get(level, {}).get(answer, 0)
                    if p in (0.0, 1.0):
                        assert found == p * n, (question, breakdown, level, answer)
                    elif min(p, 1 - p) * n > 20:
                        yield (found - n * p) / math.sqrt(n * p * (1 - p))


@pytest.mark.parametrize(
    ("responses", "name"),
    [
        (8_000, "scotland-2016"),
        (8_000, "scotland-2023"),
        (8_000, "third"),
        *(pytest.param(100_000, name, marks=pytest.mark.slow) for name in FOLDERS),
    ],
)
def test_the_tabulation_recovers_every_effect(responses: int, name: str, tmp_path: Path) -> None:
    record, parameters = rehearsed(name, responses, 1, tmp_path)
    received = receive(parameters)
    assert received.analysed == record["analysed"]
    distances = distances_of_effects(record, received, parameters.questionnaire)
    assert max(map(abs, distances)) < 3
    # Were the effects not there, they would be missed: 0 is far from what was put in.
    promised = [abs(effect["shown_log_odds"]) for effect in record["effects"] if effect["shown_log_odds"] is not None]
    assert np.median(promised) > 0.3
    shares = np.array(list(distances_of_shares(record, received, parameters.questionnaire)))
    assert len(shares) > 20
    # The largest of some hundred: beyond 4.5 once in more than a thousand such files.
    assert np.abs(shares).max() < 4.5


def pairs_in(path: Path, record: Record, questionnaire: Questionnaire) -> Iterator[float]:
    """Distances of the effects, counted from the file with Python's own reader: without the package."""
    option = {
        name: {spec.label: key for key, spec in questionnaire.scale_of(name).options.items()}
        for name in questionnaire.questions
    }
    column = {name: question.column or name for name, question in questionnaire.questions.items()}
    told = [name for section in questionnaire.sections.values() for name in section.questions]
    seen: set[str] = set()
    people: list[dict[str, str]] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["response_id"] not in seen and any(row[column[name]] for name in told):
                seen.add(row["response_id"])
                people.append({name: option[name].get(row[column[name]], "") for name in column})
    assert len(people) == record["analysed"]
    for effect in record["effects"]:
        both = Counter((person[effect["given"]], person[effect["question"]]) for person in people)
        table: dict[str, dict[str, int]] = {name: {} for name in questionnaire.scale_of(effect["given"]).options}
        for (given, answer), n in both.items():
            if given:
                table[given][answer] = n
        z = distance(effect, table, questionnaire)
        if z is not None:
            yield z


@pytest.mark.slow
def test_over_many_seeds_the_distances_scatter_as_chance_lets_them(tmp_path: Path) -> None:
    parameters, found = build(FOLDERS["third"], PLAN), []
    for seed in range(100, 110):
        done = rehearse(parameters, 2_500, seed, tmp_path / "r.csv")
        record = json.loads(done.effects.read_text(encoding="utf-8"))
        found += list(pairs_in(done.responses, record, parameters.questionnaire))
    distances = np.array(found)
    assert len(distances) > 150
    # Some effects of one file are of the same people, and copies count twice: a little more than independent chance.
    assert abs(distances.mean()) < 0.25
    assert 0.85 < distances.std() < 1.2
    assert np.mean(np.abs(distances) < 1.96) == pytest.approx(0.95, abs=0.035)
