"""Two runs with every kind of question compared: what differs, and no other cause than the one that was planted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import every_kind
from every_kind import CONSULTATION, QUESTIONNAIRE, Answers, drawn
from findings.tabulation import statistics
from made_run import Made
from small_consultation import changed
from test_compare import Runs, evidence_of, planted

# Whole runs, or very many cells: .ci/run does these after the others.
pytestmark = pytest.mark.slow

PEOPLE = [one for one in drawn(60, 4) if one.q1 and one.q2 and one.q4 and len(one.q3) > 1]


def made(folder: Path, people: list[Answers], consultation: str = CONSULTATION, **more: str) -> Made:
    written = every_kind.write(folder, people).folder
    data = (written / "answers.csv").read_text(encoding="utf-8")
    said = changed(consultation, "file: answers.csv", "file: data.csv")
    return replace(Made(consultation=said, questionnaire=QUESTIONNAIRE, data=data, name="places"), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return made(tmp_path_factory.mktemp("first"), PEOPLE)


OTHER = {
    "ranking": (lambda one: replace(one, q3=tuple(reversed(one.q3))), {"q3"}),
    "number": (lambda one: replace(one, q4="99"), {"q4"}),
    "several answers": (lambda one: replace(one, q2=frozenset({"bus", "car", "bike"}) - one.q2), {"q2"}),
    "age": (lambda one: replace(one, age=17 if one.band != "under_25" else 80), {"age", "q1", "q2", "q3", "q4", "q5"}),
}
TWO_DIGITS = changed(QUESTIONNAIRE, "    short: Miles\n", "    short: Miles\n    digits: 2\n")


@pytest.mark.slow
@pytest.mark.parametrize("kind", OTHER)
def test_data_and_parameters_are_told_apart(kind: str, runs: Runs, first: Made, tmp_path: Path) -> None:
    change, asked = OTHER[kind]
    at = next(place for place, one in enumerate(PEOPLE) if change(one) != one)
    people = [change(one) if place == at else one for place, one in enumerate(PEOPLE)]
    second = made(tmp_path / "second", people, questionnaire=changed(QUESTIONNAIRE, "top: 2", "top: 1"))
    told, differing = planted(runs, tmp_path, second, first)
    causes = told.causes()
    assert differing
    # With one place only there is no net of the first places any more.
    assert causes["parameters"] == {cell for cell in differing if "#net_top" in cell}
    by_data = differing - causes["parameters"]
    assert causes == {"data": by_data, "parameters": causes["parameters"]}
    assert {cell.partition("#")[0].partition(".")[0] for cell in by_data} == asked


def test_other_digits_are_the_parameters(runs: Runs, first: Made, tmp_path: Path) -> None:
    people = [replace(PEOPLE[0], q3=tuple(reversed(PEOPLE[0].q3))), *PEOPLE[1:]]
    second = made(tmp_path / "second", people, questionnaire=TWO_DIGITS)
    told, differing = planted(runs, tmp_path, second, first)
    causes = told.causes()
    assert {cell.partition("#")[0].partition(".")[0] for cell in causes["data"]} == {"q3"}
    assert causes["parameters"] == {cell for cell in differing if cell.startswith("q4")}
    assert told.rows["q4#base!mean"]["what_it_counts"] == "Q4 (Miles), Base, mean"


def test_code_that_takes_another_median_is_told(
    runs: Runs, first: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [replace(PEOPLE[0], q4="99"), *PEOPLE[1:]]
    second = made(tmp_path / "second", people, code="other")
    monkeypatch.setattr(statistics, "HALF", statistics.QUARTER)
    told, _ = planted(runs, tmp_path, second, first)
    scores = {cell: row["cause"] for cell, row in told.rows.items() if cell.startswith("q1") and "!median" in cell}
    assert scores
    assert set(scores.values()) == {"code"}


SHORT_PLAN = changed(Made().plan, "tables: every", "tables: [q2.by.role, q3.parks.by.area, q1.by.role]")
HIDING = changed(CONSULTATION, "{profile: none, reason: Made up.}", "{profile: threshold, threshold: 3}")


def test_nothing_is_called_revealed_that_is_not(runs: Runs, first: Made, tmp_path: Path) -> None:
    """A union of several answers is no sum, and groups that overlap do not add up: no warning may rest on that."""
    # Few tables, since it takes long to protect all of so few people.
    one = made(tmp_path / "one", PEOPLE, HIDING, plan=SHORT_PLAN)
    labelled = changed(QUESTIONNAIRE, "label: Bus,", "label: By bus,")
    other = made(tmp_path / "other", PEOPLE, HIDING, questionnaire=labelled, plan=SHORT_PLAN)
    assert any(row["status"] == "[c]" for row in evidence_of(runs.of(one)).values())
    told, differing = planted(runs, tmp_path, other, one)
    assert not differing
    assert not [row["warning"] for row in told.rows.values() if row["warning"]]
    # What one hides and the other shows is told, whatever the kind.
    told, _ = planted(runs, tmp_path / "shown", replace(first, plan=SHORT_PLAN), one)
    warned = {cell.partition("#")[0].partition(".")[0] for cell, row in told.rows.items() if row["warning"]}
    assert {"q2", "q3"} <= warned
