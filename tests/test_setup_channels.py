"""The set-up workbook where responses come in several files, and where it was read in already."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml

from findings.errors import ParameterError
from findings.setup import read_setup, write_setup

CONSULTATION = """\
title: Benches
organisation: Town council
purpose: People were asked about benches.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data:
  reader: sources
  source: The town council's forms
  channels:
    online: {label: Online form, file: online.csv, id_column: id}
    paper: {label: Paper form, file: paper.csv, id_column: id}
  pooled: {of: [online, paper], because: Both put the same questions.}
disclosure: {profile: none, reason: An example.}
"""
QUESTIONNAIRE = """\
questions:
  age:
    kind: single
    number: Q1
    wording: How old are you?
    short: Age
    column: Age
    options: {young: {label: Young}, old: {label: Old}}
sections: {benches: {title: Benches, questions: [age]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "benches"
    folder.mkdir()
    (folder / "consultation.yaml").write_text(CONSULTATION, encoding="utf-8")
    (folder / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    for channel in ("online", "paper"):
        (folder / f"{channel}.csv").write_text("id,Age\n1,Young\n", encoding="utf-8")
    write_setup(folder)
    return folder


def add(folder: Path, sheet: str, **cells: str) -> None:
    """A new row below the others of a sheet."""
    path = folder / "setup.xlsx"
    book = openpyxl.load_workbook(path)
    own = book[sheet]
    row = own.max_row + 1
    for cell in own[1]:
        if cell.value in cells:
            own.cell(row, cell.column).value = cells[cell.value]
    book.save(path)


def test_a_question_is_read_from_another_column_in_one_channel_alone(folder: Path) -> None:
    add(folder, "Columns", channel="paper", column="Your age", use="question", question="age")
    told = read_setup(folder).told
    assert told.splitlines() == [
        "question age: in the file of channel paper, its column is now 'Your age'",
        "written: consultation.yaml",
    ]
    channels = yaml.safe_load((folder / "consultation.yaml").read_text(encoding="utf-8"))["data"]["channels"]
    # The other file is read as before.
    assert channels["paper"] == {
        "label": "Paper form",
        "file": "paper.csv",
        "id_column": "id",
        "columns": {"age": "Your age"},
    }
    assert "columns" not in channels["online"]


def test_a_question_that_there_is_not_is_told(folder: Path) -> None:
    add(folder, "Columns", channel="paper", column="Age of yours", use="question", question="ages")
    with pytest.raises(ParameterError) as caught:
        read_setup(folder)
    (problem,) = caught.value.problems
    assert (problem.what, problem.found, problem.allowed) == ("no question has this name", "ages", "age")
    assert problem.where.endswith("sheet 'Columns', row 6, column 'question'")
    assert problem.do == "Write the name of one of them; sheet 'Questions' holds them."


def test_a_workbook_that_was_read_in_is_written_anew_although_its_new_rows_have_empty_cells(folder: Path) -> None:
    add(folder, "Breakdowns", breakdown="age", title="Age", question="age")
    with pytest.raises(ParameterError, match="changes that were not read in"):
        write_setup(folder)
    assert read_setup(folder).told.splitlines() == ["breakdown age: new", "written: questionnaire.yaml"]
    write_setup(folder)
    rows = list(openpyxl.load_workbook(folder / "setup.xlsx")["Breakdowns"].iter_rows(min_row=2, values_only=True))
    assert [row[:5] for row in rows] == [("age", "Age", "age", "young", "Young"), ("age", "Age", "age", "old", "Old")]
