"""What parameters of every kind of question, of samples and mid-points must keep: whole messages, all at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from every_kind import CONSULTATION, QUESTIONNAIRE, drawn, write
from findings.consultation.build import build
from findings.errors import InputRefused, ParameterError
from findings.intake import receive
from findings.tabulation import tabulate

PLAN = "notebooks/plan.yaml"


def messages(folder: Path, consultation: str = CONSULTATION, questionnaire: str = QUESTIONNAIRE) -> str:
    write(folder, drawn(20), consultation, questionnaire)
    with pytest.raises((ParameterError, InputRefused)) as refused:
        parameters = build(folder, PLAN)
        tabulate(parameters, receive(parameters))
    return re.sub(r"line \d+, column \d+ ", "", str(refused.value))


QUESTIONNAIRES = {
    "a question of another kind under questions": (
        "questions:\n  area:\n    kind: single",
        "questions:\n  area:\n    kind: open",
        "p/questionnaire.yaml, (questions.area.kind): a question of kind 'open' under 'questions'\n"
        "  found:   open\n  allowed: single, scale\n"
        "  do:      Move it to 'also_asked'; a section counts it all the same.",
    ),
    "a question told twice": (
        "questions: [q4, q5]",
        "questions: [q4, q5, q2]",
        "p/questionnaire.yaml, (also_asked.q2): a question that stands in more than one place\n"
        "  found:   q2\n  do:      Name it once in a section or in 'profile'.",
    ),
    "an option that would stand for those who did not answer": (
        "      bus: {label: Bus,",
        "      answered: {label: Any, column: q2 any}\n      bus: {label: Bus,",
        "p/questionnaire.yaml, (also_asked.q2.options.answered): a name that would stand for 'not_answered' too\n"
        "  found:   answered\n  do:      Choose another name for the option.",
    ),
    "a day in a section": (
        "questions: [q4, q5]",
        "questions: [q4, q5, born]",
        "p/questionnaire.yaml, (also_asked.born): a day is not counted in tables\n"
        "  found:   born\n  do:      Take it out of its section or of the profile; it is kept all the same.",
    ),
    "a scale with one point": (
        ", score: 5}",
        "}",
        None,
    ),
    "a score of don't know": (
        "{label: Don't know, kind: dont_know}",
        "{label: Don't know, kind: dont_know, score: 0}",
        "p/questionnaire.yaml, (questions.q1.options.dont_know.score): a score for an option of kind 'dont_know'\n"
        "  found:   0\n  do:      Take it out: who does not say is no point of the scale.",
    ),
    "bands with a gap": (
        "at_least: 65}",
        "at_least: 66}",
        "p/questionnaire.yaml, (also_asked.age.bands.a65.at_least): bands that do not follow each other\n"
        "  found:   66\n  allowed: 65: where the band before it ends\n"
        "  do:      Let each band begin where the one before it ends.",
    ),
    "numbers without a band": (
        "under_25: {label: Under 25, below: 25}",
        "under_25: {label: Under 25, at_least: 16, below: 25}",
        "p/questionnaire.yaml, (also_asked.age.bands): numbers that would have no band\n"
        "  do:      Leave out 'at_least' of the first band and 'below' of the last, so that every number has one.",
    ),
    "an end that is no number": (
        "below: 25}",
        "below: many}",
        "p/questionnaire.yaml, (also_asked.age.bands.under_25.below): not a number\n"
        "  found:   'many'\n  allowed: a number\n"
        "  do:      Write it with a point, without quotes: half is 0.5.",
    ),
    "a net of a ranking": (
        "    top: 2\n",
        "    top: 2\n    nets: {out: {label: Outdoors, of: [parks, pools]}}\n",
        "p/questionnaire.yaml, (also_asked.q3.nets): a question of kind 'ranking' has no nets\n"
        "  do:      Take them out.",
    ),
    "an unknown option in a net": (
        "of: [bus, car]",
        "of: [bus, cart]",
        "p/questionnaire.yaml, (also_asked.q2.nets.motor.of): a net of an unknown option\n"
        "  found:   cart\n  allowed: bus, car, bike, none\n  do:      Did you mean 'car'?",
    ),
    "a breakdown by a ranking": (
        "question: role, compare: false",
        "question: q3, compare: false",
        "p/questionnaire.yaml, (breakdowns.role.question): a ranking makes no groups\n"
        "  found:   q3\n  do:      Break down by another question.",
    ),
    "a breakdown by what is not counted": (
        "profile: [area, age, role]",
        "profile: [area, age]",
        "p/questionnaire.yaml, (breakdowns.role.question): a breakdown by a question that is not counted\n"
        "  found:   role\n  do:      Name the question in 'profile' or in a section, or break down by another.",
    ),
    "an unknown breakdown crossed": (
        "crossed: [area.x.age]",
        "crossed: [area.x.ages]",
        "p/questionnaire.yaml, (crossed.0): an unknown breakdown\n"
        "  found:   ages\n  allowed: area, age, role\n  do:      Did you mean 'age'?",
    ),
    "overlapping groups crossed": (
        "crossed: [area.x.age]",
        "crossed: [area.x.role]",
        "p/questionnaire.yaml, (crossed.0): a breakdown whose groups overlap cannot be crossed\n"
        "  found:   area.x.role\n  do:      Filter by one of its answers, or cross another breakdown.",
    ),
    "three breakdowns crossed": (
        "crossed: [area.x.age]",
        "crossed: [area.x.age.x.role]",
        "p/questionnaire.yaml, (crossed.0): not two breakdowns that are crossed\n"
        "  found:   area.x.age.x.role\n  allowed: area.x.age\n  do:      Write both with '.x.' between.",
    ),
    "asked after an unknown option": (
        "asked_if: {q1: [disagree,",
        "asked_if: {q1: [disagrees,",
        "p/questionnaire.yaml, (also_asked.q4.asked_if.q1): asked_if names an unknown option\n"
        "  found:   disagrees\n"
        "  allowed: strongly_agree, agree, neither, disagree, strongly_disagree, dont_know\n"
        "  do:      Did you mean 'disagree'?",
    ),
}


@pytest.mark.parametrize("name", QUESTIONNAIRES)
def test_a_fault_of_a_kind_is_told_in_full(name: str, tmp_path: Path) -> None:
    old, new, message = QUESTIONNAIRES[name]
    assert QUESTIONNAIRE.count(old) == 1
    text = QUESTIONNAIRE.replace(old, new)
    if message is None:
        for score in (4, 3, 2):
            text = text.replace(f", score: {score}}}", "}")
        message = (
            "p/questionnaire.yaml, (questions.q1.options): a scale with one point: its mean says nothing\n"
            "  found:   strongly_disagree 1\n  allowed: two different scores or more\n"
            "  do:      Give the other options their 'score', or take this one out."
        )
    assert messages(tmp_path / "p", questionnaire=text) == message


def test_a_crossed_breakdown_of_very_many_groups_is_refused(tmp_path: Path) -> None:
    bands = "\n".join(
        f"      b{n}: {{label: Band {n}"
        + (f", at_least: {n}" if n else "")
        + (f", below: {n + 1}" if n < 3333 else "")
        + "}"
        for n in range(3334)
    )
    text = QUESTIONNAIRE.replace(
        "      under_25: {label: Under 25, below: 25}\n"
        "      a25_to_64: {label: 25 to 64, at_least: 25, below: 65}\n"
        "      a65: {label: 65 and over, at_least: 65}",
        bands,
    )
    assert messages(tmp_path / "p", questionnaire=text) == (
        "p/questionnaire.yaml, (crossed.0): two breakdowns that make too many groups when crossed\n"
        "  found:   3 x 3334 = 10,002 groups\n  allowed: 400 or fewer\n  do:      Give one of them larger 'groups'."
    )


CONSULTATIONS = {
    "a mid-point outside the consultation": (
        "until: 2024-01-31",
        "until: 2024-05-31",
        "p/consultation.yaml, (midpoint.until): a day outside the consultation\n"
        "  found:   2024-05-31\n  allowed: 2024-01-01 to 2024-03-01\n  do:      Correct it.",
    ),
    "a mid-point without days": (
        "  submitted: sent\n",
        "  ignored_columns: [sent]\n",
        "p/consultation.yaml, (data): a mid-point is declared, and no column says when a response was sent\n"
        "  do:      Name it: 'submitted', with 'date_order'.",
    ),
    "a margin whose population is not known": (
        "midpoint: {until: 2024-01-31}",
        "sample: {because: Drawn., raking: {margins: [area]}}",
        "p/consultation.yaml, (sample.raking.margins.0): a margin whose population is not known\n"
        "  found:   area\n  allowed: none is given\n"
        "  do:      Give its population under 'populations', or take it out of the margins.",
    ),
    "ends that leave nothing": (
        "midpoint: {until: 2024-01-31}",
        "sample: {because: Drawn., raking: {margins: [areas], trim: [2, 3]}}",
        "p/consultation.yaml, (sample.raking.margins.0): an unknown breakdown\n"
        "  found:   areas\n  allowed: area, age, role\n  do:      Did you mean 'area'?\n"
        "p/consultation.yaml, (sample.raking.trim): ends that leave no weights to choose from\n"
        "  found:   2 to 3\n  allowed: more than 0 and at most 1, then 1 or more: in mean weights\n"
        "  do:      Correct them, for example [0.3, 3].",
    ),
    "a weight that is none": (
        "midpoint: {until: 2024-01-31}",
        "sample: {because: Drawn., weight: wt}",
        "answers.csv, row 1: the column of sample.weight is missing\n"
        "  allowed: wt\n  do:      Export it, or correct the name in the parameters.",
    ),
}


@pytest.mark.parametrize("name", CONSULTATIONS)
def test_a_fault_of_a_sample_or_a_midpoint_is_told_in_full(name: str, tmp_path: Path) -> None:
    old, new, message = CONSULTATIONS[name]
    assert CONSULTATION.count(old) == 1
    assert messages(tmp_path / "p", CONSULTATION.replace(old, new)) == message
