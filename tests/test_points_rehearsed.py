"""One argument in one of forty letters, beside six thousand responses: it is in the register until it is answered."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coded import as_csv, write_coded
from findings.cli import main
from findings.consultation.build import build
from findings.decision.board import decision_evidence
from findings.disclosure import release, write_release
from findings.evidence.mark import marked
from findings.evidence.store import open_store
from findings.freetext import code
from findings.intake import receive
from findings.pipeline.latest import is_made_up
from findings.rehearsal import rehearse
from findings.tabulation import tabulate

PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
RESPONSES, LETTERS, PLANTED = 6_000, 40, 23
ARGUMENT = "The culvert under Mill Lane is lower than an ambulance, and that is the only road to the new site."
SAYS = "No ambulance fits under the culvert on the only road to the new site."
ORDINARY = (
    "The buses stop at six in the evening.",
    "Many of us have no car.",
    "The new rooms would be a good thing.",
    "There are too few nurses already.",
    "We waited for months last year.",
    "Who is going to pay for all of this?",
    "The car park is full by nine.",
)
CHAPTERS = """tables: [hub, hub_why_themes, hours_why_themes]
chapters:
  points_raised: {notebook: 46_points_raised.ipynb, answers: true, reads: everything}
"""
SUBMISSIONS = """submissions:
  letters:
    kind: letter
    label: Letters
    unit: letters
    frame: rehearsal
    file: letters.csv
    from_column: from
    bodies: [Example Council (fictitious)]
    source: Made-up letters
"""


def letter(number: int) -> dict[str, str]:
    """A made-up letter: a greeting, two paragraphs, a closing; the planted one holds the argument in its second."""
    first, second = (ORDINARY[(number * step) % len(ORDINARY)] for step in (1, 3))
    second = ARGUMENT if number == PLANTED else second
    return {
        "made_up": "made up",
        "id": f"made-up-letter-{number:02}",
        "from": "Example Council (fictitious)" if number == 7 else "",
        "text": f"Dear Sir or Madam,\n\n{first} That is letter {number}.\n\n{second}\n\nYours faithfully,\nJo Bloggs",
    }


def board(run: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((run / "board" / "evidence.json").read_text(encoding="utf-8"))
    return {point["point"]: point for point in content["points"]}


def board_now(folder: Path, out: Path) -> dict[str, Any]:
    """What the board would be told of the points, by the steps of a run without its pages."""
    parameters = build(folder, PLAN)
    free_text = code(parameters, receive(parameters))
    received = free_text.received
    counted = tabulate(parameters, received, free_text)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    write_release(released, parameters, received.source_kind, "", out, out, points=free_text.points)
    points = decision_evidence(open_store(out)).points
    return {point.point: point.model_dump(mode="json") for point in points}


def register(run: Path) -> list[dict[str, str]]:
    with (run / "restricted" / "points.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def released(run: Path) -> str:
    """Every text file that may leave, and the sheet of points."""
    texts = [
        path.read_text(encoding="utf-8")
        for part in ("public", "board")
        for path in sorted((run / part).iterdir())
        if path.suffix in (".html", ".csv", ".json")
    ]
    book = openpyxl.load_workbook(run / "board" / "evidence.xlsx")
    return " ".join([*texts, *(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)])


def fill(path: Path, text: str, **cells: str) -> None:
    """Write into the row of the workbook that holds a text."""
    book = openpyxl.load_workbook(path)
    sheet = book["Points"]
    head = [cell.value for cell in sheet[1]]
    (row,) = [line for line in sheet.iter_rows(min_row=2) if line[head.index("what was written")].value == text]
    for name, value in cells.items():
        row[head.index(name)].value = value
    book.save(path)


@pytest.mark.slow
def test_one_letters_argument_among_six_thousand_responses_is_a_point_until_it_is_answered(tmp_path: Path) -> None:
    base = write_coded(tmp_path)
    (base / "plan.yaml").write_text(CHAPTERS, encoding="utf-8")
    done = rehearse(build(base, PLAN), RESPONSES, 1, tmp_path / "rehearsal.csv")
    folder = done.params / "coded"
    (folder / "letters.csv").write_text(as_csv([letter(number) for number in range(LETTERS)]), encoding="utf-8")
    frame = (folder / "codeframe.yaml").read_text(encoding="utf-8")
    (folder / "codeframe.yaml").write_text(frame + SUBMISSIONS, encoding="utf-8")
    places = ["--params", str(done.params), "--out", str(tmp_path / "out")]

    def run() -> Path:
        assert main(["run", "coded", "--quiet", *places]) == 0
        edition = tmp_path / "out" / "coded" / "full"
        return edition / json.loads((edition / "latest.json").read_text(encoding="utf-8"))["run"]

    # Drafted: it stands in the register and, without its words, before the board.
    first = run()
    assert is_made_up(first)
    rows = register(first)
    (own,) = [row for row in rows if "culvert" in row["text"].casefold()]
    assert (own["text"], own["status"], own["answer"], own["says"]) == (ARGUMENT, "draft", "", "")
    assert own["place"] == f"letters:made-up-letter-{PLANTED:02}:3"
    assert {row["source_kind"] for row in rows} == {"made_up"}
    told = board(first)[own["point"]]
    assert (told["status"], told["confirmed"], told["says"]) == ("unanswered", False, "")
    assert "culvert" not in released(first).casefold()
    # Of 40 letters 160 passages: 80 greetings and closings, 80 to read.
    of_letters = Counter(row["status"] for row in rows if row["channel"] == "letters")
    assert of_letters == {"set_aside": 2 * LETTERS, "draft": 2 * LETTERS}

    # Confirmed by a person: its words stand before the board and the public, and it is still a gap.
    book = tmp_path / "points.xlsx"
    assert main(["workbook", "out", "coded", str(book), *places]) == 0
    assert openpyxl.load_workbook(book)["Start here"]["A1"].value == marked("How to read the points of coded")
    fill(book, ARGUMENT, **{"a point?": "yes", "says in our words": SAYS, "read by": "BB"})
    assert main(["workbook", "in", "coded", str(book), *places]) == 0
    second = run()
    point = board(second)["P-1"]
    assert (point["says"], point["status"], point["raised_in"]) == (SAYS, "unanswered", {"Letters": "1"})
    assert own["point"] not in board(second)
    assert SAYS in (second / "public" / "report.html").read_text(encoding="utf-8")
    assert "Mill Lane" not in released(second)
    # No other draft has another number than before.
    assert set(board(first)) - {own["point"]} == set(board(second)) - {"P-1"}

    # Answered.
    text = "point,answer,change,owner,date,decision\nP-1,The culvert is rebuilt first.,Order of works,Estates,,\n"
    (folder / "kept" / "answers.csv").write_text(text, encoding="utf-8")
    # A run would make every page again for it: here only the store and what the board is given.
    third = board_now(folder, tmp_path / "third")
    assert (third["P-1"]["status"], third["P-1"]["change"]) == ("answered", "Order of works")
    assert list(third)[-1] == "P-1"
    assert set(third) == set(board(second))
