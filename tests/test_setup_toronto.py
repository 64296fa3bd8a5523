"""A real survey set up through the workbook alone; its counts against the file, counted as a spreadsheet counts."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from findings.consultation.build import Parameters, build
from findings.setup import read_setup, write_setup

ROOT = Path(__file__).resolve().parents[1]
SURVEY = ROOT.parent / "shared" / "data" / "toronto_engagement" / "survey_data.csv"
SCALE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
YOUNG = ("0-9", "10-19", "20-29")
SWAPPED = (("3.12. Other", "3.12. Other, please specify"), ("7.11. Other", "7.11. Other, please specify"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SURVEY.is_file(), reason="the shared survey files are not beside the project"),
]


def countif(heading: str, *texts: str) -> int:
    """How many cells of a column hold one of these texts: COUNTIF, which takes no notice of letter case."""
    with SURVEY.open(encoding="cp1252", newline="") as file:
        head, *rows = list(csv.reader(file))
    place = next(number for number, own in enumerate(head) if own == heading)
    wanted = {text.casefold() for text in texts}
    return sum(row[place].strip().casefold() in wanted for row in rows)


class Sheet:
    """A sheet of the workbook as a person sees it: rows, and cells to change."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.heads = {str(head.value): int(head.column) for head in sheet[1]}

    def rows(self) -> list[dict[str, str]]:
        lines = self.sheet.iter_rows(min_row=2, values_only=True)
        names = list(self.heads)
        return [
            {"row": str(n), **{k: str(v or "") for k, v in zip(names, line, strict=False)}}
            for n, line in enumerate(lines, 2)
        ]

    def set(self, row: dict[str, str], heading: str, value: str) -> None:
        self.sheet.cell(int(row["row"]), self.heads[heading]).value = value


def set_up(path: Path) -> None:
    """What the analyst does, on the sheets only."""
    book = openpyxl.load_workbook(path)
    questions, answers, breakdowns = (Sheet(book[name]) for name in ("Questions", "Answers", "Breakdowns"))
    by_column = {row["column"]: row for row in questions.rows()}
    # Two spellings of the scale: all its questions take one of them.
    asked = [row for row in questions.rows() if row["type"] == "scale" and row["column"].startswith(("3.", "7."))]
    scale = next(row["answers"] for row in asked if row["column"].startswith("3."))
    for row in asked:
        if row["answers"] != scale:
            questions.set(row, "answers", scale)
    # Two columns under each other's headings: what the one asks is in the other.
    for first, second in SWAPPED:
        for text in ("wording", "short"):
            questions.set(by_column[first], text, by_column[second][text])
            questions.set(by_column[second], text, by_column[first][text])
    # Age bands that are too small: one group.
    age = by_column["10. What is your age?"]
    own = [row for row in breakdowns.rows() if row["question"] == age["name"]]
    assert own, "age is a likely breakdown"
    for row in own:
        if row["answer"] in YOUNG:
            breakdowns.set(row, "group", "Under 30")
        elif row["answer"] == "Prefer not to answer":
            breakdowns.set(row, "group", "Not said")
    # One person says 0-9; the draft put so rare an answer among others.
    for row in answers.rows():
        if row["of"] == f"question {age['name']}" and "0-9" in (row["label"], row["also written as"]):
            answers.set(row, "count as", "10-19")
    confirm = Sheet(book["Confirm"])
    confirm.set(confirm.rows()[0], "confirmed", "yes")
    book.save(path)


@pytest.fixture(scope="module")
def parameters(tmp_path_factory: pytest.TempPathFactory) -> Parameters:
    from findings.draft import draft

    folder = tmp_path_factory.mktemp("params") / "toronto"
    draft(SURVEY, folder)
    path = write_setup(folder)
    before = {own.name: own.read_bytes() for own in folder.glob("*.yaml")}
    assert read_setup(folder, path).told == "nothing changed"
    assert {own.name: own.read_bytes() for own in folder.glob("*.yaml")} == before
    set_up(path)
    read_setup(folder, path)
    return build(folder, ROOT / "notebooks" / "plan.yaml")


@pytest.fixture(scope="module")
def counted(parameters: Parameters) -> dict[str, str]:
    from findings.intake import receive
    from findings.tabulation import tabulate

    return {cell.cell: cell.value for cell in tabulate(parameters, receive(parameters)).cells}


def test_nothing_is_a_draft_any_more(parameters: Parameters) -> None:
    assert not parameters.draft


def test_the_scale_counts_as_two_countifs(parameters: Parameters, counted: dict[str, str]) -> None:
    questions = {
        name: own for name, own in parameters.questionnaire.questions.items() if own.column.startswith(("3.", "7."))
    }
    assert len(questions) == 12 + 11
    assert len({question.scale for question in questions.values()}) == 1
    for name, question in questions.items():
        options = parameters.questionnaire.scale_of(name).options
        assert [option.label.casefold() for option in options.values()] in (
            [s.casefold() for s in SCALE],
            [s.casefold() for s in SCALE[::-1]],
        )
        for option, own in options.items():
            assert int(counted[f"{name}#{option}"]) == countif(question.column, own.label), (question.column, own.label)
        assert int(counted[f"{name}#base"]) == countif(question.column, *SCALE)


def test_the_columns_that_were_swapped_are_read_as_what_they_hold(parameters: Parameters) -> None:
    questionnaire = parameters.questionnaire
    scales = {question.column: question.wording for question in questionnaire.questions.values()}
    kept = {question.column: question for question in questionnaire.also_asked.values()}
    for words, scale in SWAPPED:
        assert "specify" not in scales[scale]
        assert (kept[words].kind, "specify" in kept[words].wording) == ("open", True)


def test_young_people_are_one_group(parameters: Parameters, counted: dict[str, str]) -> None:
    heading = "10. What is your age?"
    (age,) = [name for name, own in parameters.questionnaire.questions.items() if own.column == heading]
    (breakdown,) = [own for own in parameters.questionnaire.breakdowns.values() if own.question == age]
    groups = {group.label: group.of for group in breakdown.groups.values()}
    assert {len(groups["Under 30"]), len(groups["Not said"])} == {2, 1}
    labels = {name: option.label for name, option in parameters.questionnaire.scale_of(age).options.items()}
    assert [labels[name] for name in groups["Under 30"]] == ["10-19", "20-29"]
    young = sum(int(counted[f"{age}#{option}"]) for option in groups["Under 30"])
    assert young == countif(heading, *YOUNG) == 86
