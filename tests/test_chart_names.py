"""The audit's reading of a chart's words: a number under the name of another answer, group or question is found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from charted import Answers, charted
from findings.audit.figures.naming import Naming
from findings.consultation.model import Stance

EVIDENCE = charted(
    {"Yes": Stance.SUPPORT, "No": Stance.OPPOSE}, [[4, 6], [7, 3]], [Answers("Here", [1, 3]), Answers("There", [3, 2])]
)


@dataclass
class Inputs:
    """What the parameters call things, in place of the files of a run."""

    questions: dict[str, dict[str, str]] = field(
        default_factory=lambda: {f"q{n}": {"number": f"Q{n}", "short": f"Thing {n}"} for n in range(2)}
    )

    coded: dict[str, dict[str, str]] = field(default_factory=dict)

    def question(self, name: str) -> dict[str, str]:
        return self.questions.get(name, {})

    def question_heading(self, name: str) -> str:
        return f"{self.questions[name]['number']}. {self.questions[name]['short']}"

    def short_name(self, name: str) -> str:
        return self.questions[name]["short"]

    def option_label(self, question: str, option: str) -> str:
        return EVIDENCE.story.option_label(question, option)

    def level_label(self, breakdown: str, level: str) -> str:
        return EVIDENCE.story.level_label(breakdown, level)


@dataclass
class Lookup:
    """The store with these names."""

    cells: Any = field(default_factory=lambda: EVIDENCE.cells)
    inputs: Inputs = field(default_factory=Inputs)


def words_of(said: str) -> list[dict[str, str]]:
    """Spans of a text in which labels stand in <>, and cells in {}."""
    spans = []
    for piece in said.replace("<", "|L").replace(">", "|").replace("{", "|C").replace("}", "|").split("|"):
        kind, text = (
            ("label", piece[1:]) if piece[:1] == "L" else ("cell", "12%") if piece[:1] == "C" else ("words", piece)
        )
        spans.append({"text": text, "origin": kind, "ref": piece[1:] if kind == "cell" else ""})
    return spans


@pytest.mark.parametrize(
    "said",
    [
        "<Thing 0>: <Yes> {q0#o0!percent}, <No> {q0#o1!percent} of {q0#base}. <All respondents>: <Yes> "
        "{q0#o0!percent}.",
        "<Here>: <Yes> {q0.by.area#o0@g0!percent}, <No> {q0.by.area#o1@g0!percent}. <There>: <Yes> "
        "{q0.by.area#o0@g1!percent}",
        "<Thing 0>, <Yes>: <Here> {q0.by.area#o0@g0!percent}, <There> {q0.by.area#o0@g1!percent}",
        "<Q0. Thing 0>: <Yes> {q0#o0!percent}. <Q1. Thing 1>: <Yes> {q1#o0!percent}",
    ],
)
def test_right_names_in_any_order_pass(said: str) -> None:
    assert list(Naming(Lookup()).misnamed(words_of(said))) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("<Yes> {q0#o1!percent}", "q0#o1!percent"),
        ("<Yes> {q0#o0!percent}, {q0#o1!percent}", "q0#o1!percent"),
        ("<Here>: <Yes> {q0.by.area#o0@g1!percent}", "q0.by.area#o0@g1!percent"),
        ("<Yes>: <There> {q0.by.area#o0@g0!percent}", "q0.by.area#o0@g0!percent"),
        ("<Yes> {q0.by.area#o0@g0!percent}", "q0.by.area#o0@g0!percent"),
        ("<Here>: <Yes> {q0#o0!percent}", "q0#o0!percent"),
        ("<Q1. Thing 1>: <Yes> {q0#o0!percent}", "q0#o0!percent"),
        ("{q0#o0!percent}", "q0#o0!percent"),
    ],
)
def test_a_number_under_another_name_is_found(said: str, wrong: str) -> None:
    found = [cell.cell for cell, _ in Naming(Lookup()).misnamed(words_of(said))]  # type: ignore[arg-type]
    assert found == [wrong]
