"""A plan that names tables by patterns, and a report that settles by which groups its chapters have tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import PROJECT
from findings.consultation import build
from findings.consultation.plan import chosen_by
from findings.errors import ParameterError
from findings.intake import receive
from findings.tabulation import tabulate
from small_consultation import CONSULTATION, changed, write_small

PLAN = PROJECT / "notebooks" / "plan.yaml"


def small(folder: Path, tables: str) -> Path:
    """The small consultation with a plan of its own."""
    own = write_small(folder)
    text = PLAN.read_text(encoding="utf-8")
    (own / "plan.yaml").write_text(changed(text, "tables: every", f"tables: {tables}"), encoding="utf-8", newline="\n")
    return own


def counted(folder: Path, tables: str) -> set[str]:
    parameters = build(small(folder, tables), PLAN)
    cells = tabulate(parameters, receive(parameters)).cells
    return {cell.table for cell in cells if cell.table.startswith("q1")}


@pytest.mark.parametrize("tables", ['["q1.by.*"]', '["*.by.who"]', '["q*.by.who", "q1.by.*"]', "[q1.by.who]", "every"])
def test_a_pattern_names_the_tables_that_it_fits(tmp_path: Path, tables: str) -> None:
    assert counted(tmp_path, tables) == {"q1", "q1.by.who"}


def test_a_star_alone_is_no_table_by_a_breakdown(tmp_path: Path) -> None:
    assert counted(tmp_path, '["*"]') == {"q1"}


def test_a_pattern_that_nothing_fits(tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        counted(tmp_path, '["q9*.by.who"]')
    assert str(caught.value) == (
        f"{tmp_path.name}/plan.yaml, line 5, column 10 (tables.0): an entry that no table fits\n"
        "  found:   q9*.by.who\n"
        "  allowed: question.by.breakdown\n"
        "  do:      Did you mean 'q1.by.who'?"
    )


def test_question_and_breakdown_are_compared_each_by_itself() -> None:
    tables = ("hub", "hub.by.age", "hub_impact.by.age", "hub_impact.by.age_bands")
    assert chosen_by("hub*.by.age", tables) == ("hub.by.age", "hub_impact.by.age")
    assert chosen_by("*age", tables) == ()


def test_a_report_by_groups_that_are_not_there(tmp_path: Path) -> None:
    own = write_small(tmp_path)
    text = f"{CONSULTATION}report: {{tables_by: [whom]}}\n"
    (own / "consultation.yaml").write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(ParameterError) as caught:
        build(own, PLAN)
    assert str(caught.value) == (
        f"{tmp_path.name}/consultation.yaml, line 18, column 22 (report.tables_by.0): an unknown breakdown\n"
        "  found:   whom\n"
        "  allowed: who\n"
        "  do:      Did you mean 'who'?"
    )
