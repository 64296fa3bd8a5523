"""The points workbook out and in, and what the decision makers and the auditors are given of the register."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from coded import as_csv, write_coded
from findings.audit.figures.inputs import Inputs
from findings.audit.figures.lookup import Lookup
from findings.audit.figures.notebooks import Notebook, Shown
from findings.audit.figures.pointchapter import chapter_problems_of_points, texts_of_points
from findings.audit.figures.points import known_line, point_problems, sheet_problems
from findings.cli import main
from findings.consultation.build import build
from findings.decision.board import decision_evidence
from findings.decision.points import point_cells, points_raised, summary
from findings.decision.workbook import workbook_bytes
from findings.errors import FindingsError
from findings.evidence.quote import Point
from findings.evidence.store import Evidence
from findings.intake import receive
from findings.intake.received import Received
from findings.setup.points_book import is_points, read_points_book, write_points_book
from sample import evidence_of

PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
Grid = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_coded(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def received(made: Path) -> Received:
    return receive(build(made, PLAN))


@pytest.fixture
def folder(made: Path, received: Received, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The responses are the same in each test, so they are read once.
    monkeypatch.setattr("findings.setup.points_now.receive", lambda _parameters: received)
    return Path(shutil.copytree(made, tmp_path / "coded"))


def out(folder: Path) -> Path:
    return write_points_book(build(folder, PLAN))[0]


def back(folder: Path) -> tuple[str, ...]:
    return read_points_book(build(folder, PLAN)).lines


def grid(path: Path) -> list[Grid]:
    values = list(openpyxl.load_workbook(path)["Points"].iter_rows(values_only=True))
    return [dict(zip(values[0], line, strict=True)) for line in values[1:]]


def fill(path: Path, rows: Mapping[str, Grid], *added: Grid, turn: bool = False) -> None:
    """Write into rows by their number and below them, and turn the rows round where a person sorted them."""
    book = openpyxl.load_workbook(path)
    sheet = book["Points"]
    head = [cell.value for cell in sheet[1]]
    lines = [dict(zip(head, [cell.value for cell in row], strict=True)) for row in sheet.iter_rows(min_row=2)]
    lines = [line | rows.get(str(line["no."]), {}) for line in lines]
    lines = [*reversed(lines), *added] if turn else [*lines, *added]
    for number, line in enumerate(lines, start=2):
        for place, name in enumerate(head, start=1):
            sheet.cell(number, place).value = line.get(name)
            sheet.cell(number, place).data_type = "s" if isinstance(line.get(name), str) else "n"
    book.save(path)


def kept(folder: Path) -> list[dict[str, str]]:
    text = (folder / "kept" / "points.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def refused(folder: Path) -> str:
    path = folder / "kept" / "points.csv"
    before = path.read_bytes() if path.exists() else b""
    with pytest.raises(FindingsError) as error:
        back(folder)
    assert (path.read_bytes() if path.exists() else b"") == before
    return str(error.value)


FLOODS = {"a point?": "yes", "says in our words": "The road floods.", "read by": "BB"}


def test_letters_stand_first_and_every_draft_has_its_words(folder: Path) -> None:
    path = out(folder)
    assert is_points(path)
    rows = grid(path)
    assert [row["came as"] for row in rows[:5]] == ["Letters"] * 3 + ["Public events"] * 2
    assert {name: value for name, value in rows[1].items() if value} == {
        "no.": "D-2",
        "came as": "Letters",
        "from whom": "Example Parish Council (fictitious)",
        "what was written": "The road to it floods every winter, and no ambulance could pass.",
        "why it is here": "a passage of a submission",
        "kind": "argument",
        "themes": "Travel and access",
        "proposals": "The hub",
        "places": "letters:l1:2",
    }
    assert path.read_bytes() == out(folder).read_bytes()


def test_what_people_decide_is_kept_whatever_the_order_of_rows(folder: Path) -> None:
    path = out(folder)
    fill(
        path,
        {
            "D-1": {"a point?": "no", "reason if no point": "It says what it is about.", "read by": "BB"},
            "D-2": {**FLOODS, "themes": "travel and access | Buses", "proposals": "Longer hours"},
            "D-3": {"says in our words": "Begun, not"},
            "D-4": {"merge into": "D-2", "read by": "AC"},
        },
        {**FLOODS, "says in our words": "-- No ambulance could pass.", "places": "letters:l1:2", "kind": "condition"},
        turn=True,
    )
    lines = back(folder)
    rows = {row["point"]: row for row in kept(folder)}
    by_place = {row["from"].split(" ")[0]: row for row in rows.values() if "ambulance" not in row["says"]}
    assert {place: row["status"] for place, row in by_place.items()} == {
        "letters:l1:1": "no_point",
        "letters:l1:2": "confirmed",
        "letters:l2": "draft",
        "events:e1": "merged",
    }
    floods = by_place["letters:l1:2"]
    assert (floods["themes"], floods["sections"], floods["confirmed_by"]) == ("travel; buses", "hours", "BB")
    assert by_place["events:e1"]["into"] == floods["point"]
    assert by_place["letters:l2"]["says"] == "Begun, not"
    (second,) = [row for row in rows.values() if "ambulance" in row["says"]]
    # Two points of one paragraph; a text that a spreadsheet could run is led by an apostrophe in the file.
    assert (second["says"], second["from"]) == ("'-- No ambulance could pass.", floods["from"])
    assert lines[-2] == "12 points: 2 confirmed, 10 drafts to read; 12 unanswered"
    assert lines[-1] == "points.xlsx was written again with what the files say now"
    assert back(folder) == ()
    again = {row["no."]: row for row in grid(path)}
    assert again[second["point"]]["says in our words"] == "-- No ambulance could pass."
    assert again[floods["point"]]["themes"] == "Travel and access | Buses"


def test_the_file_as_it_was_is_kept(folder: Path) -> None:
    fill(out(folder), {"D-2": FLOODS})
    back(folder)
    first = (folder / "kept" / "points.csv").read_bytes()
    path = folder / "points.xlsx"
    fill(path, {"P-1": {"says in our words": "The road floods in winter."}})
    assert "P-1 is now P-1, confirmed" in back(folder)
    assert (folder / "kept" / "earlier" / "points_0001.csv").read_bytes() == first
    fill(path, {"D-3": {**FLOODS, "says in our words": "No parking."}})
    back(folder)
    assert [file.name for file in sorted((folder / "kept" / "earlier").iterdir())] == [
        "points_0001.csv",
        "points_0002.csv",
    ]
    assert [row["says"] for row in kept(folder)] == ["The road floods in winter.", "No parking."]


def test_letters_that_come_in_meanwhile_move_no_decision(folder: Path) -> None:
    path = out(folder)
    fill(path, {"D-3": {**FLOODS, "says in our words": "No parking."}})
    letters = [{"id": f"n{number}", "from": "", "proposals": "", "text": f"New letter {number}."} for number in (1, 2)]
    text = (folder / "letters.csv").read_text(encoding="utf-8")
    head, rest = text.split("\n", 1)
    (folder / "letters.csv").write_text(head + "\n" + as_csv(letters).split("\n", 1)[1] + rest, encoding="utf-8")
    back(folder)
    (row,) = kept(folder)
    assert row["from"].startswith("letters:l2 [")


def test_every_problem_names_its_sheet_row_and_column(folder: Path) -> None:
    path = out(folder)
    fill(
        path,
        {
            "D-1": {"a point?": "no", "read by": "BB"},
            "D-2": {"a point?": "yes", "themes": "Roads"},
            "D-3": {"merge into": "P-7", "read by": "BB"},
            "D-4": {"a point?": "maybe", "kind": "view"},
        },
    )
    told = refused(folder)
    where = "points.xlsx, sheet 'Points', row"
    for message in (
        f"{where} 2, column 'reason if no point': no point, and no reason why",
        f"{where} 3, column 'says in our words': a confirmed point that says nothing",
        f"{where} 3, column 'read by': a decision without who made it",
        f"{where} 3, column 'themes': a theme that no code frame has\n  found:   Roads",
        f"{where} 4, column 'merge into': merged into a point that is not there\n  found:   P-7",
        f"{where} 5, column 'kind': an unknown kind of point\n  found:   view",
        f"{where} 5, column 'a point?': neither yes nor no\n  found:   maybe\n  allowed: yes, no",
    ):
        assert message in told
    assert told.count(where) == 7


def test_grey_cells_deleted_rows_and_unknown_places_are_refused(folder: Path) -> None:
    path = out(folder)
    book = openpyxl.load_workbook(path)
    sheet = book["Points"]
    sheet["D3"].value = "The road never floods."
    sheet.delete_rows(5)
    book.save(path)
    fill(path, {}, {**FLOODS, "places": "letters:l1"}, {**FLOODS, "places": "letters:l8:1"})
    told = refused(folder)
    assert "points.xlsx, sheet 'Points', row 3, column 'what was written': a grey cell was changed" in told
    assert "points.xlsx, sheet 'Points': the row of 'D-4' is gone" in told
    assert "row 14, column 'places': several passages stand at this place\n  found:   letters:l1" in told
    assert "row 15, column 'places': no passage stands at this place\n  found:   letters:l8:1" in told


def test_a_refusal_names_drafts_as_the_sheet_does(folder: Path) -> None:
    fill(
        out(folder), {"D-2": FLOODS, "D-4": {"merge into": "D-5"}, "D-5": {"a point?": "no", "reason if no point": "x"}}
    )
    told = refused(folder)
    assert "column 'merge into': merged into a point that is not confirmed\n  found:   D-5\n  allowed: D-2" in told


def test_an_answered_point_is_not_taken_away(folder: Path) -> None:
    path = out(folder)
    fill(path, {"D-2": FLOODS})
    back(folder)
    text = "point,answer,change,owner,date,decision\nP-1,We raise the road.,,,,\n"
    (folder / "kept" / "answers.csv").write_text(text, encoding="utf-8")
    fill(path, {"P-1": {"a point?": "no", "reason if no point": "Old."}})
    assert "P-1 has an answer, and would be no confirmed point" in refused(folder)


def test_a_workbook_with_unread_decisions_is_not_written_over(folder: Path) -> None:
    path = out(folder)
    fill(path, {"D-2": FLOODS})
    with pytest.raises(FindingsError, match="a workbook is there with changes that were not read in"):
        out(folder)
    back(folder)
    out(folder)


def test_the_commands_know_the_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, params = folder / "points.xlsx", folder.parent
    assert main(["workbook", "out", "coded", str(file), "--params", str(params)]) == 0
    assert "with 13 points: 0 confirmed, 13 drafts to read; 13 unanswered" in capsys.readouterr().out
    fill(file, {"D-2": FLOODS})
    assert main(["workbook", "in", "coded", str(file), "--params", str(params)]) == 0
    assert "points.xlsx: D-2 is P-1, confirmed" in capsys.readouterr().out
    assert main(["check", "coded", "--params", str(params)]) == 0
    assert "13 points: 1 confirmed, 12 drafts to read; 13 unanswered" in capsys.readouterr().out


@pytest.mark.slow
def test_nothing_changes_on_the_way_through_an_office_program(folder: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = out(folder)
    fill(path, {"D-2": {**FLOODS, "says in our words": "Line one.\nLine two, ગુજરાતી."}})
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = tmp_path / "through"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.copyfile(target / path.name, path)
    back(folder)
    (row,) = kept(folder)
    assert (row["says"], row["themes"]) == ("Line one.\nLine two, ગુજરાતી.", "travel")


# The board


def points() -> tuple[Point, ...]:
    own = {"kind": "argument", "voices": {}}
    return tuple(
        Point.model_validate({**own, **one})
        for one in (
            {"point": "P-1", "says": "=It floods.", "confirmed": True, "voices": {"q1": "412"}, "status": "answered",
             "answer": "We raise it by 2 metres.", "date": "2024-05-02"},
            {"point": "P-2", "says": "A van could come.", "confirmed": True, "kind": "alternative",
             "named": ("Example Council",), "voices": {"letters": "1"}},
            {"point": "D-3", "says": "", "voices": {"letters": "1"}},
            {"point": "D-comments", "says": ""},
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    own = evidence_of()
    return Evidence(own.story.model_copy(update={"points": points()}), own.cells)


def test_the_board_sees_the_gaps_first_and_no_draft_has_words(evidence: Evidence) -> None:
    raised = points_raised(evidence.story)
    assert [(point.point, point.status) for point in raised] == [
        ("P-2", "unanswered"), ("D-3", "unanswered"), ("D-comments", "unanswered"), ("P-1", "answered"),
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(decision_evidence(evidence), evidence.story)))
    sheet = book["Points raised"]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=6)]
    assert [line[:3] for line in lines] == [
        ["P-2", "unanswered", "A van could come."],
        ["D-3", "unanswered", "A draft: nobody has confirmed yet what it says"],
        ["D-comments", "unanswered", "Drafts from comments: nobody has confirmed yet what they say"],
        ["P-1", "answered", "=It floods."],
    ]
    # A point of one body stands beside one of 412 responses.
    assert [line[7] for line in lines] == ["letters: 1", "letters: 1", "[z]", "The plan: 412"]
    assert all(cell is not None for line in lines for cell in line)
    assert sheet["A2"].value == (
        "Unanswered: 3 of 4 rows, of which 2 are drafts that nobody has confirmed. They stand first."
    )
    assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    assert book["Contents"]["A7"].value == "Points raised"


def test_without_points_the_board_has_no_sheet_of_them() -> None:
    own = evidence_of()
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(decision_evidence(own), own.story)))
    assert "Points raised" not in book.sheetnames


# The audit


REGISTER = """point,status,says,kind,channel,place,unit,sender,why
P-1,confirmed,'=It floods.,argument,letters,letters:l1:2,l1,,
P-1,confirmed,'=It floods.,argument,letters,letters:l2:1,l2,Jo Bloggs,
P-2,confirmed,A van could come.,alternative,letters,letters:l3,l3,Example Council,
D-3,draft,,argument,letters,letters:l4,l4,Example Council,a passage of a submission
D-9,draft,,argument,q1,q1:r7,r7,,a question
"""
TOLD: list[Grid] = [
    {"point": "P-2", "status": "unanswered", "confirmed": True, "says": "A van could come.", "kind": "alternative",
     "raised_in": {"Letters": "1"}, "named": ["Example Council"]},
    {"point": "D-3", "status": "unanswered", "confirmed": False, "says": "", "kind": "argument",
     "raised_in": {"Letters": "1"}, "named": []},
    {"point": "D-comments", "status": "unanswered", "confirmed": False, "says": "", "kind": "argument",
     "raised_in": {"The plan": "1"}, "named": []},
    {"point": "P-1", "status": "answered", "confirmed": True, "says": "=It floods.", "kind": "argument",
     "raised_in": {"Letters": "2"}, "named": [], "answer": "We raise it by 2 metres."},
]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path) -> Path:
    (tmp_path / "restricted" / "inputs" / "kept").mkdir(parents=True)
    (tmp_path / "restricted" / "points.csv").write_text(REGISTER, encoding="utf-8")
    answer = "point,answer,change,owner,date,decision\nP-1,We raise it by 2 metres.,,,,\n"
    (tmp_path / "restricted" / "inputs" / "kept" / "answers.csv").write_text(answer, encoding="utf-8")
    plan = (write_coded(tmp_path / "own") / "codeframe.yaml").read_text(encoding="utf-8")
    plan = plan.replace("bodies: [", "bodies: [Example council, ")
    (tmp_path / "restricted" / "inputs" / "codeframe.yaml").write_text(plan, encoding="utf-8")
    return tmp_path


def audited(run: Path, told: list[Grid]) -> list[str]:
    lookup = Lookup({}, Inputs({"disclosure": {"profile": "none"}}, {}))
    return [f"{one.where}: {one.what}" for one in point_problems(run, "board/evidence.json", told, lookup)]


def changed(change: Callable[[list[Grid]], object]) -> list[Grid]:
    told: list[Grid] = json.loads(json.dumps(TOLD))
    change(told)
    return told


def test_a_board_that_says_what_the_register_says_is_right(run: Path) -> None:
    assert audited(run, TOLD) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda told: told[3].update(says="It floods a little."), "P-1: not what the register says under 'says'"),
        (lambda told: told[1].update(says="It floods."), "D-3: not what the register says under 'says'"),
        (lambda told: told[0].update(status="answered"), "P-2: not what the register says under 'status'"),
        (lambda told: told[3].update(answer="We raise it by 3."), "P-1: not what the register says under 'answer'"),
        (lambda told: told[3].update(raised_in={"Letters": "3"}), "P-1: another number than raised it in 'letters'"),
        (lambda told: told[2].update(raised_in={"The plan": "2"}), "D-comments: another number than raised it in 'q1'"),
        (lambda told: told[3].update(raised_in={}), "P-1: raised in other ways than the register says"),
        (lambda told: told[3].update(named=["Example Council"]), "P-1: a body that did not raise it"),
        (lambda told: told[3].update(named=["Jo Bloggs"]), "P-1: a body that did not raise it"),
        (lambda told: told[1].update(named=["Example Council"]), "D-3: a body that did not raise it"),
        (lambda told: told.pop(0), "points: a point of the register that the board is not told of"),
        (lambda told: told.pop(2), "points: a point of the register that the board is not told of"),
        (lambda told: told.append(told[0]), "points: a point that stands twice"),
        (lambda told: told[0].update(point="P-8"), "P-8: a point that the register does not have"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_register_is_found(run: Path, change: Callable[[list[Grid]], object], what: str) -> None:
    assert any(line.endswith(what) for line in audited(run, changed(change)))


def test_the_sheet_is_held_against_the_json(evidence: Evidence) -> None:
    raised = points_raised(evidence.story)
    told = [json.loads(point.model_dump_json()) for point in raised]
    heads = [cell.value for cell in openpyxl.load_workbook(
        io.BytesIO(workbook_bytes(decision_evidence(evidence), evidence.story)))["Points raised"][5]]  # fmt: skip
    rows = [heads, *(point_cells(point) for point in raised)]
    assert list(sheet_problems("here", rows, told)) == []
    assert known_line(told) == summary(raised)
    rows[1][2] = "A bus could come."
    (problem,) = sheet_problems("here", rows, told)
    assert problem.where == "here, point P-2, column 'What was said'"
    assert [one.what for one in sheet_problems("here", rows[:-1], told)] == ["more or fewer rows than there are points"]


def chapter(*rows: tuple[str, str, str, str]) -> Notebook:
    """An executed chapter whose table has these rows: point, words, number of letters, answer."""

    def spans(text: str, origin: str = "words") -> list[Grid]:
        return [{"text": text, "origin": origin, "ref": ""}]

    lines = [
        {
            "header": spans(name, "label"),
            "values": [
                spans(says, "parameter"),
                [*spans("Letters", "label"), *spans(": "), *spans(letters, "parameter")] if letters else spans("None"),
                spans("Travel", "label"),
                spans(answer, "parameter"),
            ],
        }
        for name, says, letters, answer in rows
    ]
    exhibit = {"kind": "table", "id": "points.all", "rows": lines}
    return Notebook("restricted/notebooks/46_points_raised.ipynb", (Shown(4, exhibit, ""),), frozenset(), "")


RIGHT = (
    ("P-2", "Alternative suggested: A van could come.", "1", "Unanswered"),
    ("D-3", "Not yet confirmed", "1", "Unanswered"),
    ("P-1", "=It floods.", "2", "We raise it by 2 metres. Change: The road"),
    ("D-comments", "Not yet confirmed", "1", "Unanswered"),
)


@pytest.mark.parametrize(
    ("place", "row", "what"),
    [
        (0, ("P-2", "A bus could come.", "1", "Unanswered"), "P-2: not what the register says"),
        (1, ("D-3", "It floods.", "1", "Unanswered"), "D-3: not what the register says"),
        (0, ("P-2", "A van could come.", "7", "Unanswered"), "P-2: another number than raised it in 'letters'"),
        (2, ("P-1", "=It floods.", "", "We raise it by 2 metres."), "P-1: raised in other ways than the register says"),
        (2, ("P-1", "=It floods.", "2", "We raise it by 3 metres."), "P-1: not what the register says"),
        (2, ("P-1", "=It floods.", "2", "Unanswered"), "P-1: not what the register says"),
        (0, ("P-7", "A van could come.", "1", "Unanswered"), "a point of the register that no table tells"),
        (0, ("P-7", "A van could come.", "1", "Unanswered"), "P-7: a point that the register does not have"),
    ],
)  # fmt: skip
def test_the_chapter_says_what_the_register_says(
    run: Path, place: int, row: tuple[str, str, str, str], what: str
) -> None:
    consultation = {"disclosure": {"profile": "none"}}
    lookup = Lookup({}, Inputs(consultation, {}))

    def told(*rows: tuple[str, str, str, str]) -> list[str]:
        return [f"{one.where}: {one.what}" for one in chapter_problems_of_points(chapter(*rows), run, lookup)]

    assert told(*RIGHT) == []
    wrong = list(RIGHT)
    wrong[place] = row
    assert any(line.endswith(what) for line in told(*wrong))
    texts = texts_of_points(run, {}, consultation)
    assert {"P-1", "D-3", "=It floods.", "We raise it by 2 metres.", "1", "2"} <= texts
