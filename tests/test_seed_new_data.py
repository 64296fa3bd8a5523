"""New data of the seed case: a second rehearsal with a new answer and a renamed column, refused and then counted.

Nobody who does this writes YAML: what has to change is written in `setup.xlsx`.
"""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
from pathlib import Path

import openpyxl
import pytest

from findings.cli import main
from test_tutorial import ROOT, TABLES, read, small_plan, write

NAME = "llr-2021"
RENAMED, NOW_CALLED = "E1. How old are you?", "E1. What is your age?"
ASKED, ADDED = "Q9. Did you have enough information to answer?", "I could not find it"
SHARES = {"online": range(7), "paper": range(7, 9), "easy_read": (), "telephone": range(9, 10)}
"""Of each ten responses, which came by a channel; nobody answered in easy read this time but the first."""
NEW_ANSWERS = 12
PARAMS = ("--params", ROOT / "params")


def told(*command: object) -> tuple[int, str]:
    """The exit code of a command, and what it said."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main([str(word) for word in command])
    return code, said.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed case with a second rehearsal in the place of its responses, in which the form was edited."""
    folder = tmp_path_factory.mktemp("seed")
    shutil.copytree(ROOT / "data" / "llr", folder / "data" / "llr")
    shutil.copytree(ROOT / "data" / NAME, folder / "data" / NAME)
    shutil.copytree(ROOT / "params" / NAME, folder / "params" / NAME)
    small_plan(folder / "params" / NAME / "plan.yaml", (*TABLES, "heard"))
    rehearsed = folder / "rehearsed.csv"
    code, said = told(
        "rehearse", NAME, "--responses", 600, "--seed", 7, "--params", ROOT / "params", "--out", rehearsed
    )
    assert code == 0, said
    shutil.copy(folder / "rehearsed.codings.csv", folder / "data" / NAME / "codings.csv")
    with rehearsed.open(encoding="utf-8-sig", newline="") as file:
        responses = list(csv.DictReader(file))
    for channel, places in SHARES.items():
        path = folder / "data" / NAME / f"{channel}.csv"
        head, *_ = read(path)
        own = [row for number, row in enumerate(responses) if number % 10 in places] or responses[:1]
        rows = [[row[heading] for heading in head] for row in own]
        if channel == "online":
            answered = [row for row in rows if row[head.index(ASKED)]]
            for row in answered[:NEW_ANSWERS]:
                row[head.index(ASKED)] = ADDED
        if channel == "paper":
            head = [NOW_CALLED if heading == RENAMED else heading for heading in head]
        write(path, [head, *rows])
    return folder


REFUSED = """\
online.csv, row 2, column 'Q9. Did you have enough information to answer?': an answer outside its options (12 rows, \
the first of them this one)
  found:   I could not find it
  allowed: Yes, enough (enough), Some of it (some), Too little (too_little)
  do:      Correct it, or add it to an option's 'also' or 'data.no_answer'.
paper.csv, row 1: a column that the questionnaire does not know
  found:   E1. What is your age?
  do:      Name it in a question's 'column', in 'data.ignored_columns' or, if it could identify a person, in \
'data.never_read'.
paper.csv, row 1: the column of question age is missing
  allowed: E1. How old are you?
  do:      Export it, or correct the name in the parameters.
"""


@pytest.mark.slow
def test_both_are_refused_at_once_and_run_after_one_visit_to_the_workbook(folder: Path) -> None:
    params = ("--params", folder / "params")
    out = ("--out", folder / "outputs")
    code, said = told("check", NAME, *params)
    assert (code, said) == (3, REFUSED)

    # Named, since without a name the workbooks of coders are written too, which need responses that can be read.
    path = folder / "params" / NAME / "setup.xlsx"
    code, said = told("workbook", "out", NAME, path, *params, *out)
    assert code == 0, said
    book = openpyxl.load_workbook(path)
    fill(book["Columns"], {"channel": "paper", "column": NOW_CALLED, "use": "question", "question": "age"})
    fill(book["Answers"], {"of": "question heard", "label": ADDED})
    book.save(path)
    code, said = told("workbook", "in", NAME, path, *params, *out)
    assert code == 0, said
    assert said.splitlines()[:2] == [
        f"question heard: a new answer '{ADDED}'",
        f"question age: in the file of channel paper, its column is now '{NOW_CALLED}'",
    ]
    code, said = told("check", NAME, *params)
    assert code == 0, said
    code, said = told("run", NAME, "--edition", "full", "--quiet", *params, *out)
    assert code == 0, said
    (evidence,) = (folder / "outputs" / NAME / "full").glob("*/public/evidence.csv")
    with evidence.open(encoding="utf-8", newline="") as file:
        counted = {row["cell"]: row["value"] for row in csv.DictReader(file)}
    # Twelve people gave it; those whose response was set aside as a copy or as a person's first are not counted.
    kept = [row for row in analysed(evidence.parents[1]) if row["heard"] == "i_could_not_find_it"]
    assert counted["heard#i_could_not_find_it"] == str(len(kept))
    assert 10 <= len(kept) <= NEW_ANSWERS
    ages = [row for row in analysed(evidence.parents[1]) if row["channel"] == "paper" and row["age"]]
    assert len(ages) > 80


def fill(sheet: openpyxl.worksheet.worksheet.Worksheet, cells: dict[str, str]) -> None:
    """A new row below the others."""
    place = {str(cell.value): cell.column for cell in sheet[1]}
    number = sheet.max_row + 1
    for heading, text in cells.items():
        sheet.cell(number, place[heading]).value = text


def analysed(run: Path) -> list[dict[str, str]]:
    """The responses that were counted."""
    with (run / "restricted" / "responses.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
