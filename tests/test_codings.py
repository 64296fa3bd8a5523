"""Files of codings, in every layout and with every fault: what counts, what is kept out and told, what is refused."""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from coded import CODEFRAME, CONSULTATION, as_csv, respondent, write_coded
from coded import codings as own_codings
from findings.audit.recount.codeframe import read_codeframe
from findings.audit.recount.keptcodings import kept_problems
from findings.cli import main
from findings.consultation.build import Parameters, build
from findings.consultation.codeframe import FreeTextPlan
from findings.errors import InputRefused
from findings.freetext import FreeText, code, write_free_text
from findings.freetext.candidates import CandidateCount, candidate_counts, candidate_rows
from findings.freetext.coding import Coding, Status
from findings.freetext.codings import CodingsRead, read_all_codings
from findings.freetext.submissions import read_submissions, submission_frame, submissions_told
from findings.intake import receive, write_received
from findings.intake.received import Received
from findings.tabulation import tabulate

PLAN = "notebooks/plan.yaml"
Row = Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Room:
    """The example consultation, received once; each test puts files of its own into a folder of its own."""

    parameters: Parameters
    received: Received

    def read(self, folder: Path, kept: Mapping[str, str | bytes], **more: object) -> CodingsRead:
        """What comes of these files of codings, and of what `codeframe.yaml` says more."""
        (folder / "kept" / "codings").mkdir(parents=True, exist_ok=True)
        for name, text in kept.items():
            content = text if isinstance(text, bytes) else text.encode("utf-8")
            (folder / ("" if name.startswith("../") else "kept/codings") / name.removeprefix("../")).write_bytes(
                content
            )
        plan = self.parameters.free_text
        assert plan is not None
        said = {**plan.model_dump(exclude_unset=True), **more}
        parameters = dataclasses.replace(self.parameters, folder=folder, free_text=FreeTextPlan.model_validate(said))
        return read_all_codings(parameters, self.received, read_submissions(self.parameters))

    def refused(self, folder: Path, kept: Mapping[str, str | bytes], **more: object) -> list[str]:
        """Every problem of these files, as it is shown."""
        with pytest.raises(InputRefused) as refused:
            self.read(folder, kept, **more)
        return [str(problem) for problem in refused.value.problems]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    own = write_coded(tmp_path_factory.mktemp("room"))
    parameters = build(own, PLAN)
    return Room(parameters, receive(parameters))


def row(unit: str, code_: str, coder: str = "Ann", question: str = "hub_why", **more: str) -> dict[str, str]:
    own = {"response_id": unit, "question": question, "code": code_, "coder": coder, "date": "2024-04-10"}
    return {**own, "sentiment": "", "status": "", "note": "", "quote": "", **more}


def given(codings: Sequence[Coding]) -> list[tuple[str, str, str]]:
    return [(one.unit, one.code, one.coder) for one in codings if one.counts]


EVENTS = "events.csv, row 3: how many people stand behind it is not known, and not counted"


def told(read: CodingsRead) -> list[str]:
    return [line for line in read.told if line != EVENTS]


def test_codes_are_read_by_name_label_and_other_spelling(room: Room, tmp_path: Path) -> None:
    rows = [row("r0", "travel"), row("r0", " WAITING  times "), row("r1", "3"), row("r2", "Staff numbers")]
    rows += [row("r3", "nothing that answers the question"), row("l1", "Cost", question="Letters")]
    rows.append(row("r6", "travel", question="Q2"))
    read = room.read(tmp_path, {"team.csv": as_csv(rows)})
    assert [(one.unit, one.question, one.code) for one in read.codings] == [
        ("r0", "hub_why", "travel"),
        ("r0", "hub_why", "waiting"),
        ("r1", "hub_why", "parking"),
        ("r2", "hub_why", "staffing"),
        ("r3", "hub_why", "no_content"),
        ("l1", "letters", "cost"),
        ("r6", "hub_why", "travel"),
    ]
    assert (told(read), read.set_aside) == ([], ())


def test_every_fault_is_told_at_once_with_its_rows(room: Room, tmp_path: Path) -> None:
    rows = [
        row("r0", "parkng"),
        row("r1", "parkng"),
        row("", "travel"),
        row("r999", "travel"),
        row("R2", "travel"),
        row("r3", "travel", question="hub"),
        row("r4", "travel", date="31/02/2024"),
        row("r6", "travel", status="acepted"),
        row("r7", "travel", sentiment="angry"),
        row("r8", "set_aside"),
        row("r9", "travel", quote="perhaps"),
        row("r10", "buses", status="changed", note="It is about buses."),
        row("l9", "travel", question="letters"),
        row("r12", "no_content"),
        row("r12", "travel"),
        row("r13", "travel", sentiment="positive"),
        row("r13", "buses", sentiment="negative"),
        row("r14", "set_aside", note="Abusive."),
        row("r14", "outside"),
    ]
    themes = "travel, parking, buses, waiting, staffing, cost"
    sentiments = "positive, mixed, neutral, negative, unclear"
    assert room.refused(tmp_path, {"team.csv": as_csv(rows)}) == [
        "team.csv, rows 2 and 3: a code that is neither in frame 'plan', version 2, nor in its history\n"
        f"  found:   parkng\n  allowed: {themes}\n  do:      Did you mean 'parking'?",
        "team.csv, row 4, column 'response_id': a code without an identifier\n"
        "  do:      Give it the identifier of its response; a code of nobody cannot be counted.",
        "team.csv, row 5, column 'response_id': a code of a response that is not there\n"
        "  found:   r999\n  do:      Correct the identifier, or take the row out.",
        "team.csv, row 6, column 'response_id': a code of a response that is not there\n"
        "  found:   R2\n  do:      Did you mean 'r2'?",
        "team.csv, row 7, column 'question': a code of no question that a code frame serves\n"
        "  found:   hub\n  allowed: hub_why, hours_why, hours_else, letters, events\n"
        "  do:      Did you mean 'hub_why'?",
        "team.csv, row 8: a date that is none\n  found:   31/02/2024\n  allowed: a day as 2024-12-31 or 31/12/2024",
        "team.csv, row 9: a status that is not known\n  found:   acepted\n"
        "  allowed: given, candidate, accepted, changed, refused, again\n  do:      Did you mean 'accepted'?",
        f"team.csv, row 10: a sentiment that is not known\n  found:   angry\n  allowed: {sentiments}\n"
        "  do:      Correct it, or say with 'sentiments' in codeframe.yaml what the file means by it.",
        "team.csv, row 11: a comment set aside without a reason\n  do:      Say why in the note.",
        "team.csv, row 12: whether to quote it is neither yes nor no\n  found:   perhaps\n"
        "  allowed: yes, no, or nothing",
        "team.csv, row 13: a changed code whose note does not say what it was changed from\n"
        "  do:      Write the machine's code into the note, or 'Instead of <code>.' before what else it says.",
        "team.csv, row 14, column 'response_id': a code of a submission that is not there\n"
        "  found:   l9\n  do:      Correct the identifier, or take the row out.",
        "team.csv, row 15: a comment that is 'no_content' and has other codes of the same coder\n"
        "  found:   r12: no_content beside travel\n  do:      Keep the one or the others.",
        "team.csv, row 18: a comment of which one coder says two things how it speaks\n"
        "  found:   r13: positive, negative\n  do:      Keep one.",
        "team.csv, row 19: a comment that is 'set_aside' and has other codes of the same coder\n"
        "  found:   r14: set_aside beside outside\n  do:      Keep the one or the others.",
    ]


def test_a_theme_that_is_not_given_to_that_question(room: Room, tmp_path: Path) -> None:
    plan = room.parameters.free_text
    assert plan is not None
    said = plan.model_dump(exclude_unset=True)
    said["frames"]["plan"]["themes"]["cost"]["questions"] = ["hours_else"]
    assert room.refused(tmp_path, {"team.csv": as_csv([row("r0", "Cost")])}, **said) == [
        "team.csv, row 2: a theme that is not given in answers to hub_why\n  found:   cost\n"
        "  allowed: travel, parking, buses, waiting, staffing\n"
        "  do:      Correct the code, or add the question to the theme's 'questions' in codeframe.yaml."
    ]


def test_responses_without_a_comment(room: Room, tmp_path: Path) -> None:
    assert not respondent(5)["hub_why"] and not respondent(11)["hub_why"]
    some = [row(f"r{place}", "travel") for place in range(0, 60, 2) if respondent(place)["hub_why"]]
    few = room.read(tmp_path, {"team.csv": as_csv([*some, row("r5", "no_content"), row("r11", "travel")])})
    assert given(few.codings) == [(one["response_id"], "travel", "Ann") for one in some]
    assert told(few) == [
        "team.csv: codes of 2 responses without a comment to hub_why are not counted; 1 of these was given a theme"
    ]
    assert [(one.written.unit, one.written.row, one.reason) for one in few.set_aside] == [
        ("r5", len(some) + 2, "the response has no comment to hub_why"),
        ("r11", len(some) + 3, "the response has no comment to hub_why"),
    ]
    # Identifiers that are moved by one hit many.
    moved = [row(f"r{place + 1}", "travel") for place in range(0, 60, 2)]
    rows = [place for place, one in enumerate(moved, start=2) if not respondent(int(one["response_id"][1:]))["hub_why"]]
    assert len(rows) == 10
    assert room.refused(tmp_path, {"team.csv": as_csv(moved)}) == [
        f"team.csv, rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}: a code of a response that has no comment to "
        "hub_why\n  do:      Look whether the identifiers are those of other responses; else take these rows out."
    ]


def test_responses_that_are_not_analysed_are_told_in_one_line(tmp_path: Path) -> None:
    own = write_coded(tmp_path)
    (own / "kept" / "withdrawn.csv").write_text("response_id\nr0\nr1\n", encoding="utf-8")
    parameters = build(own, PLAN)
    free_text = code(parameters, receive(parameters))
    # r0: two codes of Ann and one of Bo on the hub, one on the hours, two on what else; r1: one each.
    assert "team.csv: 8 codes of responses that are not analysed, not counted (8 withdrawn)" in free_text.told
    assert not {"r0", "r1"} & {one.unit for one in free_text.codings}
    reasons = {one.reason for one in free_text.set_aside}
    assert reasons == {"the response is not analysed: Withdrawn by the person who sent it"}
    folder = tmp_path / "restricted"
    folder.mkdir()
    write_free_text(free_text, folder)
    aside = list(csv.DictReader((folder / "codings_set_aside.csv").open(encoding="utf-8")))
    assert [(one["response_id"], one["code"], one["row"]) for one in aside][:2] == [
        ("r0", "travel", "2"),
        ("r0", "waiting", "3"),
    ]
    assert len(aside) == 8


def test_doubled_rows_are_kept_once_and_told(room: Room, tmp_path: Path) -> None:
    rows = [
        row("r0", "travel"),
        row("r0", "travel"),
        row("r0", "Travel and access"),
        row("r1", "buses", note="A."),
        row("r1", "buses", note="B."),
    ]
    read = room.read(tmp_path, {"team.csv": as_csv(rows)})
    assert given(read.codings) == [("r0", "travel", "Ann"), ("r1", "buses", "Ann")]
    assert read.codings[1].note == "A. B."
    # Another spelling is no doubled row; it is listed all the same, so that no row is lost.
    assert told(read) == ["2 rows give a comment a code that the same coder gave it before: counted once"]
    assert [(one.written.row, one.reason) for one in read.set_aside] == [
        (3, "the same code stands on row 2"),
        (4, "it comes to the same code as row 2"),
        (6, "the same code stands on row 5"),
    ]


def test_a_comment_that_one_coder_coded_twice_differently(room: Room, tmp_path: Path) -> None:
    first = as_csv([row("r0", "travel"), row("r1", "parking")])
    later = [row("r0", "cost", date="2024-05-02"), row("r1", "parking", date="2024-05-02")]
    read = room.read(tmp_path, {"a.csv": first, "b.csv": as_csv(later)})
    assert given(read.codings) == [("r1", "parking", "Ann"), ("r0", "cost", "Ann")]
    assert told(read) == [
        "1 comment was coded again by the same coder on a later day: only what was given last counts",
        "1 comment was coded the same by one coder in two files: counted once",
    ]
    assert [(one.written.file, one.written.unit, one.reason) for one in read.set_aside] == [
        ("a.csv", "r0", "the same coder coded it again on 2024-05-02: b.csv, row 2"),
        ("b.csv", "r1", "the same codes of the same coder stand in a.csv"),
    ]
    for date in ("2024-04-10", ""):
        same_day = as_csv([row("r0", "cost", date=date), row("r1", "buses", date=date)])
        assert room.refused(tmp_path, {"a.csv": first, "b.csv": same_day}) == [
            "a.csv and b.csv, hub_why: comments that 'Ann' coded in both, in two ways\n"
            "  found:   r0 (rows 2 and 2), r1 (rows 3 and 3)\n"
            "  do:      Take out what does not count, or give every row of what was coded later a later date."
        ]
    # Another coder's view of the same comment is what double coding is for.
    assert len(room.read(tmp_path, {"a.csv": first, "b.csv": as_csv([row("r0", "cost", "Bo")])}).codings) == 3


def test_two_days_in_one_file_are_one_coding(room: Room, tmp_path: Path) -> None:
    rows = [row("r0", "travel"), row("r0", "cost", date="2024-04-12")]
    read = room.read(tmp_path, {"team.csv": as_csv(rows)})
    assert given(read.codings) == [("r0", "travel", "Ann"), ("r0", "cost", "Ann")]
    assert told(read) == ["1 comment has codes of one coder from several days in one file: all of them count"]


def test_old_themes_are_carried_forward_or_coded_again(room: Room, tmp_path: Path) -> None:
    plan = room.parameters.free_text
    assert plan is not None
    said = plan.model_dump(exclude_unset=True)
    change = {"version": "3", "on": "2024-05-01", "why": "Two things.", "split": {"access": ["travel", "waiting"]}}
    change["removed"] = ["other"]  # type: ignore[assignment]
    frame = said["frames"]["plan"]
    frame["version"], frame["history"] = "3", [*frame["history"], change]
    rows = [row("r0", "tickets"), row("r0", "buses"), row("r1", "access", note="Far."), row("r1", "cost")]
    rows += [row("r2", "staff"), row("r3", "other"), row("r6", "access")]
    read = room.read(tmp_path, {"team.csv": as_csv(rows)}, **said)
    assert given(read.codings) == [("r0", "buses", "Ann"), ("r1", "cost", "Ann"), ("r2", "staffing", "Ann")]
    assert [(one.written.row, one.reason) for one in read.set_aside] == [(3, "it comes to the same code as row 2")]
    again = [(one.unit, one.code, one.status, one.note) for one in read.codings if not one.counts]
    split = "Was 'access', split into travel and waiting in version 3."
    assert again == [
        ("r1", "to_code", Status.AGAIN, f"{split} Far."),
        ("r3", "to_code", Status.AGAIN, "Was 'other', removed in version 3."),
        ("r6", "to_code", Status.AGAIN, split),
    ]
    assert told(read) == [
        "hub_why: 2 comments have to be coded again: coded with 'access', which was split into travel and waiting in "
        "version 3",
        "hub_why: 1 comment has to be coded again: coded with 'other', which was removed in version 3",
    ]
    assert room.refused(tmp_path, {"team.csv": as_csv([row("r0", "ticket")])}, **said) == [
        "team.csv, row 2: a code that is neither in frame 'plan', version 3, nor in its history\n  found:   ticket\n"
        "  allowed: travel, parking, buses, waiting, staffing, cost\n"
        "  do:      Correct it, name its theme with 'themes' or 'also' in codeframe.yaml, or say in the frame's "
        "history what became of it."
    ]


def test_rows_left_blank_and_rows_put_off(room: Room, tmp_path: Path) -> None:
    rows = [row("r0", ""), row("", ""), row("r1", "", note="Ask Bo."), row("r2", "to_code"), row("r3", "cost")]
    read = room.read(tmp_path, {"team.csv": as_csv(rows)})
    assert given(read.codings) == [("r3", "cost", "Ann")]
    assert [(one.unit, one.note) for one in read.codings if one.status is Status.AGAIN] == [
        ("r1", "Ask Bo."),
        ("r2", ""),
    ]
    assert told(read) == ["team.csv: 1 row without a code: its comment is to be coded"]


WELSH = "Mae’r ganolfan yn rhy bell – ŵyr neb sut i’w chyrraedd."
GUJARATI = "હું ત્યાં કેવી રીતે પહોંચીશ?"


@pytest.mark.parametrize("note", [WELSH, GUJARATI, "é́ =1+1\nline two", "ક" * 100_000], ids=["cy", "gu", "odd", "long"])
def test_words_of_every_script_and_length_go_through_unharmed(room: Room, tmp_path: Path, note: str) -> None:
    read = room.read(tmp_path, {"team.csv": as_csv([row("r0", "travel", "Siân", note=note)])})
    (one,) = read.codings
    assert (one.note, one.coder) == (note, "Siân")


def test_a_label_in_another_script_is_a_code(room: Room, tmp_path: Path) -> None:
    plan = room.parameters.free_text
    assert plan is not None
    said = plan.model_dump(exclude_unset=True)
    said["frames"]["plan"]["themes"]["cost"]["also"] = ["ખર્ચ", "Cost y gwasanaeth"]
    rows = as_csv([row("r0", "ખર્ચ"), row("r1", "COST Y  GWASANAETH")])
    assert [one.code for one in room.read(tmp_path, {"team.csv": rows}, **said).codings] == ["cost", "cost"]


def test_a_long_comment_and_a_comment_of_spaces(tmp_path: Path) -> None:
    own = write_coded(tmp_path)
    rows = list(csv.DictReader((own / "responses.csv").open(encoding="utf-8")))
    rows[0]["hub_why"], rows[1]["hub_why"] = "bell " * 20_000, " \t \n "
    (own / "responses.csv").write_text(as_csv(rows), encoding="utf-8")
    parameters = build(own, PLAN)
    received = receive(parameters)
    assert received.comments is not None
    texts = dict(
        zip(received.comments["response_id"] + received.comments["question"], received.comments["text"], strict=True)
    )
    assert len(texts["r0hub_why"]) == 100_000 and "r1hub_why" not in texts
    read = read_all_codings(parameters, received, read_submissions(parameters))
    line = "team.csv: codes of 1 response without a comment to hub_why are not counted; 1 of these was given a theme"
    assert line in read.told


def test_a_file_from_a_spreadsheet_of_windows(room: Room, tmp_path: Path) -> None:
    text = as_csv([row("r0", "Travel and access", "Siân", note="'=2+2", date="10/04/2024")]).replace(",", ";")
    (one,) = room.read(tmp_path, {"team.csv": text.encode("cp1252")}).codings
    assert (one.code, one.coder, one.date, one.note) == ("travel", "Siân", "2024-04-10", "=2+2")


def test_a_kept_file_without_its_columns(room: Room, tmp_path: Path) -> None:
    assert room.refused(tmp_path, {"team.csv": "response,question,code\nr0,hub_why,cost\n", "b.csv": ""}) == [
        "b.csv: the file is empty\n  do:      Export it again, or name another file.",
        "team.csv, row 1: the column 'response_id' is missing\n  allowed: response, question, code\n"
        "  do:      Did you mean 'response'?",
    ]
    least = room.read(
        tmp_path, {"team.csv": "response_id,question,code\nr0,hub_why,cost\n", "b.csv": "response_id,question,code\n"}
    )
    assert given(least.codings) == [("r0", "cost", "team")]


LAYOUTS: dict[str, tuple[str, dict[str, object]]] = {
    "long": (
        "id,theme,who,when,mood\nr0,Travel and access,Ann,10/04/2024,sad\nr0,waiting,Ann,10/04/2024,sad\n"
        "r1,Parking,Ann,10/04/2024,\nr3,Nothing,Ann,10/04/2024,\n",
        {
            "id_column": "id",
            "code_column": "theme",
            "coder_column": "who",
            "date_column": "when",
            "sentiment_column": "mood",
            "sentiments": {"sad": "negative"},
            "themes": {"Nothing": "no_content"},
        },
    ),
    "wide": (
        "id,Comment,Travel and access,Waiting times,3,None,Seen,mood\nr0,It is far.,1,x,,,x,sad\n"
        "r1,No room.,0,,Yes,no,,\nr2,?,,,,,x,\nr3,.,,,,TRUE,x,\n",
        {
            "id_column": "id",
            "sentiment_column": "mood",
            "sentiments": {"sad": "negative"},
            "themes": {"None": "no_content", "Seen": ""},
        },
    ),
    "cell": (
        'id,codes,mood\nr0,"Travel and access, Waiting times",sad\nr1,3 ,\nr2,,\n'
        "r3,Nothing that answers the question,\n",
        {
            "id_column": "id",
            "code_column": "codes",
            "separator": ",",
            "sentiment_column": "mood",
            "sentiments": {"sad": "negative"},
        },
    ),
    "nvivo": (
        ",A : Travel and access,B : Codes\\\\Waiting times,C : Travel\\\\Parking,D : Nothing,Total\n"
        "1 : Cases\\\\r0,2,1,0,0,3\n"
        "2 : Cases\\\\r1,0,0,1,0,1\n3 : Cases\\\\r2,0,0,0,0,0\n4 : Cases\\\\r3,0,0,0,1,1\nTotal,2,1,1,1,5\n",
        {"themes": {"Nothing": "no_content"}},
    ),
    "themefinder": (
        '{"response_id": "r0", "labels": ["A", "B", "A"]}\n{"themefinder_id": "r1", "theme_keys": ["C"]}\n'
        '{"response_id": "r2", "labels": []}\n\n{"response_id": "r3", "labels": ["Y"]}\n',
        {"themes": {"A": "travel", "B": "waiting", "C": "parking", "Y": "no_content"}},
    ),
}
EXPECTED = [("r0", "travel"), ("r0", "waiting"), ("r1", "parking"), ("r3", "no_content")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_comes_to_the_same(room: Room, tmp_path: Path, layout: str) -> None:
    text, said = LAYOUTS[layout]
    one = {"file": "coded.csv", "layout": layout, "question": "hub_why", "coder": "Ann", **said}
    read = room.read(tmp_path, {"../coded.csv": text}, codings=[one])
    assert [(own.unit, own.code) for own in read.codings] == EXPECTED
    assert {own.coder for own in read.codings} == {"Ann"}
    if "sentiment_column" in said:
        assert [str(own.sentiment or "") for own in read.codings] == ["negative", "negative", "", ""]
    blank = "coded.csv: 1 row without a code: its comment is to be coded"
    assert told(read) == ([] if layout == "long" else [blank])


def test_a_list_and_a_turned_matrix_of_nvivo(room: Room, tmp_path: Path) -> None:
    listed = (
        "File Name,Code Name,Coded By Initials,Coverage,Modified On\n"
        "Files\\\\r0,Codes\\\\Travel and access,AB,0.1,1/2/2024\n"
        "Files\\\\r0,Codes\\\\Travel and access,AB,0.2,2/2/2024\n"
        "Files\\\\r1,Codes\\\\Travel\\\\Parking,CD,0.3,1/2/2024\n"
    )
    turned = "Codes,r0,r1\nA : Travel and access,1,0\nB : Parking,0,1\n"
    one = {"layout": "nvivo", "question": "hub_why"}
    read = room.read(tmp_path, {"../list.csv": listed}, codings=[{"file": "list.csv", **one}])
    assert given(read.codings) == [("r0", "travel", "AB"), ("r1", "parking", "CD")]
    assert told(read) == []
    read = room.read(tmp_path, {"../turned.csv": turned}, codings=[{"file": "turned.csv", **one}])
    assert given(read.codings) == [("r0", "travel", "turned"), ("r1", "parking", "turned")]


def test_a_sheet_of_a_workbook(room: Room, tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "Notes"  # type: ignore[union-attr]
    sheet = book.create_sheet("Codes")
    for cells in (["id", "Travel and access", "Parking"], ["r0", 1, None], ["r1", None, 1.0]):
        sheet.append(cells)
    content = io.BytesIO()
    book.save(content)
    one = {"file": "coded.xlsx", "layout": "wide", "question": "hub_why", "id_column": "id", "sheet": "Codes"}
    read = room.read(tmp_path, {"../coded.xlsx": content.getvalue()}, codings=[one])
    assert [(own.unit, own.code, own.row) for own in read.codings] == [("r0", "travel", 2), ("r1", "parking", 3)]
    assert room.refused(tmp_path, {}, codings=[{**one, "sheet": "Cods"}]) == [
        "coded.xlsx: the workbook has no such sheet\n  found:   Cods\n  allowed: Notes, Codes\n"
        "  do:      Did you mean 'Codes'?"
    ]


def test_wide_and_themefinder_files_that_cannot_be_read(room: Room, tmp_path: Path) -> None:
    wide = "id,Travel and access,Parkng,Waiting times\nr0,1,x,maybe\nr1,,x,1\n"
    lines = '{"response_id": "r0", "labels": "A"}\n[1]\n{"response_id": "r1", "labels": ["Q"]}\n'
    both = [
        {"file": "w.csv", "layout": "wide", "question": "hub_why", "id_column": "id", "themes": {"Cots": "cost"}},
        {"file": "m.jsonl", "layout": "themefinder", "question": "hub_why"},
        {"file": "w2.csv", "layout": "wide", "question": "hub_why", "id_column": "id"},
    ]
    files = {"../w.csv": wide, "../m.jsonl": lines, "../w2.csv": wide.replace("Parkng", "Parking")}
    marks = "1, x, yes, true or ✓; 0, no, false, - or nothing"
    assert room.refused(tmp_path, files, codings=both) == [
        "w.csv, row 1: a column of marks that is no theme of the code frame\n  found:   Parkng\n"
        '  do:      Name its theme in codeframe.yaml: \'themes: {"Parkng": ...}\', with "" if it is none.',
        "w.csv, row 1: the column 'Cots' is missing\n  allowed: id, Travel and access, Parkng, Waiting times\n"
        "  do:      Correct 'themes' in codeframe.yaml, or the heading in the file.",
        "m.jsonl, lines 1 and 2: not an object with a response and a list of its themes\n"
        "  allowed: response_id or themefinder_id; labels, theme_keys, topic_ids, theme_ids\n"
        "  do:      Export the mapping again as JSON lines.",
        "w2.csv, row 2, column 'Waiting times': cells that say neither that the comment was given the theme nor "
        f"that it was not\n  allowed: {marks}",
        "m.jsonl, row 3: a code that is neither in frame 'plan', version 2, nor in its history\n  found:   Q\n"
        "  allowed: travel, parking, buses, waiting, staffing, cost\n"
        "  do:      Correct it, name its theme with 'themes' or 'also' in codeframe.yaml, or say in the frame's "
        "history what became of it.",
    ]


def submissions(folder: Path, letters: str, events: str = "id,text,people\ne1,They came.,\n") -> Parameters:
    own = write_coded(folder)
    (own / "letters.csv").write_text(letters, encoding="utf-8")
    (own / "events.csv").write_text(events, encoding="utf-8")
    (own / "kept" / "codings" / "team.csv").unlink()
    return build(own, PLAN)


def test_submissions_with_faults_are_refused_with_their_rows(tmp_path: Path) -> None:
    letters = "id,text,from,proposals\nl1,We write.,,\n,No name.,,\nl1,Again.,,\nl3,  ,,\n"
    with pytest.raises(InputRefused) as refused:
        read_submissions(submissions(tmp_path, letters, 'id,text,people\ne1,They came.,about 40\ne2,More.,"1,200"\n'))
    assert [str(problem) for problem in refused.value.problems] == [
        "letters.csv, row 3, column 'id': a submission without an identifier\n  do:      Give it one.",
        "letters.csv, row 4, column 'id': an identifier that stands twice\n  found:   l1, first on row 2\n"
        "  do:      Give each its own, or take out the one that does not count.",
        "letters.csv, row 5, column 'text': a submission without a text\n"
        "  do:      Put in what it says, or take the row out: nothing can be coded of it.",
        "events.csv, row 2, column 'people': a number of people that is none\n  found:   about 40\n"
        "  allowed: a whole number, or nothing\n"
        "  do:      Write the number alone, or leave it empty where it is not known.",
    ]


def test_what_people_wrote_is_not_repeated_where_columns_are_shifted(tmp_path: Path) -> None:
    words = "My mother waited for a year and nobody rang."
    with pytest.raises(InputRefused) as refused:
        read_submissions(
            submissions(tmp_path, "id,text,from,proposals\nl1,We write.,,\n", f"id,text,people\ne1,x,{words}\n")
        )
    (problem,) = refused.value.problems
    assert problem.found == "a text of 44 letters"
    own = write_coded(tmp_path / "codings")
    small = own_codings()
    rows = [{**row, "question": words, "date": f"{words} Twice."} for row in small[:1]]
    rows += [{**row, "response_id": words, "code": words, "status": words} for row in small[:1]]
    (own / "kept" / "codings" / "team.csv").write_text(as_csv(rows), encoding="utf-8")
    parameters = build(own, PLAN)
    with pytest.raises(InputRefused) as refused:
        code(parameters, receive(parameters))
    assert "a text of 44 letters" in str(refused.value)
    assert "My mother" not in str(refused.value)


def test_submissions_without_their_columns(tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        read_submissions(submissions(tmp_path, "id,letter,from,proposal\nl1,We write.,,\n"))
    assert [(problem.where, problem.what, problem.do) for problem in refused.value.problems] == [
        (
            "letters.csv, row 1",
            "the column 'text' is missing",
            "Correct 'text_column' in codeframe.yaml, or the heading in the file.",
        ),
        ("letters.csv, row 1", "the column 'proposals' is missing", "Did you mean 'proposal'?"),
    ]


def test_submissions_that_are_odd_are_told(tmp_path: Path) -> None:
    letters = (
        "id,text,from,proposals\nl1,We write.,A body,The hub; hours\nl2,Too.,,the hub;The pool\nl3,So.,,The pool\n"
    )
    parameters = submissions(tmp_path, letters, 'id,text,people\ne1,They came.,\ne2,More.,"1,200"\n')
    read = read_submissions(parameters)
    assert [one.sections for one in read] == [("hub", "hours"), ("hub", "The pool"), ("The pool",), (), ()]
    assert [one.people for one in read] == [None, None, None, None, 1200]
    assert list(submissions_told(parameters, read)) == [
        "letters.csv, rows 3 and 4: a proposal that the questionnaire does not have is kept as it is written: The pool",
        "events.csv, row 2: how many people stand behind it is not known, and not counted",
        "letters.csv: 1 sender is not in 'bodies' and is not named",
    ]


def test_each_submission_is_a_row_of_its_own_kind(room: Room) -> None:
    plan = room.parameters.free_text
    assert plan is not None
    codings = [Coding("l1", "letters", "travel", "Ann"), Coding("l1", "letters", "cost", "Ann")]
    codings += [Coding("e1", "letters", "cost", "Ann"), Coding("l1", "events", "cost", "Ann")]
    frame = submission_frame(plan, read_submissions(room.parameters), codings)
    assert frame is not None
    assert frame.astype(str).to_numpy().tolist() == [
        ["l1", "letters", "", "travel;cost", "not_asked"],
        ["l2", "letters", "", "to_code", "not_asked"],
        ["e1", "events", "31", "not_asked", "to_code"],
        ["e2", "events", "", "not_asked", "to_code"],
    ]
    assert submission_frame(plan, (), codings) is None


TWO_CHANNELS = CONSULTATION.replace(
    "data: {reader: responses, file: responses.csv, id_column: id, source: Responses to a questionnaire}",
    """data:
  reader: sources
  channels:
    online: {label: Online, file: responses.csv, id_column: id}
    paper: {label: Paper, file: paper.csv, id_column: id}
  pooled: {of: [online, paper], because: A test.}
  source: Two channels""",
)


def test_identifiers_of_channels_that_number_alike(tmp_path: Path) -> None:
    own = write_coded(tmp_path)
    paper = [{**respondent(place), "id": f"r{place}"} for place in (0, 5)] + [{**respondent(1), "id": "p1"}]
    paper[0]["hub_why"] = "Another view."
    (own / "paper.csv").write_text(as_csv(paper), encoding="utf-8")
    (own / "consultation.yaml").write_text(TWO_CHANNELS.lstrip("\n"), encoding="utf-8")
    rows = [row("r1", "cost"), row("paper-r0", "cost"), row("p1", "cost")]
    (own / "kept" / "codings" / "team.csv").write_text(as_csv(rows), encoding="utf-8")
    parameters = build(own, PLAN)
    received = receive(parameters)
    assert [one.unit for one in code(parameters, received).codings] == ["online-r1", "paper-r0", "paper-p1"]
    (own / "kept" / "codings" / "team.csv").write_text(as_csv([*rows, row("r0", "cost")]), encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        code(parameters, received)
    assert [str(problem) for problem in refused.value.problems] == [
        "team.csv, row 5, column 'response_id': an identifier that stands for comments of several channels\n"
        "  found:   r0\n  allowed: online-r0, paper-r0\n  do:      Write the one that is meant."
    ]


def test_a_run_writes_codings_that_can_be_kept(room: Room, tmp_path: Path) -> None:
    """What a run wrote, put under kept/codings, comes to the same codings again."""
    rows = [row("r0", "travel", quote="yes", sentiment="mixed", note="=1+1"), row("r1", "set_aside", note="Abusive.")]
    first = room.read(tmp_path / "a", {"team.csv": as_csv(rows)})
    free_text = code_of(room, tmp_path / "a")
    folder = tmp_path / "restricted"
    folder.mkdir()
    write_free_text(free_text, folder)
    again = room.read(tmp_path / "b", {"team.csv": (folder / "codings.csv").read_text(encoding="utf-8")})
    assert again.codings == first.codings


def code_of(room: Room, folder: Path) -> FreeText:
    for name in ("letters.csv", "events.csv"):
        (folder / name).write_bytes((room.parameters.folder / name).read_bytes())
    return code(dataclasses.replace(room.parameters, folder=folder), room.received)


PAGE = Path(__file__).resolve().parents[1] / "docs" / "code_free_text.md"


def test_the_example_on_the_page_is_counted_as_it_says(tmp_path: Path) -> None:
    blocks = re.findall(
        r"^`([\w./]+)`[^\n]*:\n\n```(?:csv|yaml)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S | re.M
    )
    for name, block in blocks:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(block, encoding="utf-8")
    assert len(blocks) == 6
    parameters = build(tmp_path, PLAN)
    free_text = code(parameters, receive(parameters))
    cells = {one.cell: one.value for one in tabulate(parameters, free_text.received, free_text).cells}
    expected = {"base": 4, "waiting": 1, "buses": 1, "parking": 1, "net_travel": 1, "travel": 0}
    expected |= {"no_content": 1, "to_code": 1, "outside": 0, "set_aside": 0}
    assert {name: cells[f"why_themes#{name}"] for name in expected} == {name: str(n) for name, n in expected.items()}
    assert cells["why_themes.by.area#net_travel@villages"] == "1"


def test_a_response_that_was_combined_with_another_brings_its_coding(tmp_path: Path) -> None:
    own = write_coded(tmp_path)
    rows = [{**respondent(place), "email": f"p{place}@example.org"} for place in range(20)]
    # The latest counts with its gaps filled: of one person the words are those of the first.
    again = {**rows[7], "id": "x7", "hub_why": ""}
    second = {**rows[8], "id": "x8", "hub_why": "The same again, but longer."}
    (own / "responses.csv").write_text(as_csv([*rows, again, second]), encoding="utf-8")
    text = CONSULTATION.lstrip("\n").replace(
        "id_column: id,", "id_column: id, same_person: {columns: [email], combine: fill},"
    )
    (own / "consultation.yaml").write_text(text, encoding="utf-8")
    kept = [row("r7", "travel"), row("x8", "cost"), row("r8", "buses")]
    (own / "kept" / "codings" / "team.csv").write_text(as_csv(kept), encoding="utf-8")
    parameters = build(own, PLAN)
    received = receive(parameters)
    assert {one.response_id: one.into for one in received.ledger if one.into} == {"r7": "x7", "r8": "x8"}
    free_text = code(parameters, received)
    assert given(free_text.codings) == [("x7", "travel", "Ann"), ("x8", "cost", "Ann")]
    assert [(one.written.unit, one.reason) for one in free_text.set_aside] == [
        ("r8", "the response is not analysed: Further response of a person, combined with the other")
    ]


def test_what_was_settled_of_a_candidate_goes_first(room: Room) -> None:
    plan = room.parameters.free_text
    assert plan is not None
    codings = [
        Coding("r0", "hub_why", "travel", "machine", status=Status.CANDIDATE),
        Coding("r0", "hub_why", "travel", "Ann", status=Status.ACCEPTED),
        Coding("r0", "hub_why", "travel", "settled", status=Status.REFUSED),
        Coding("r0", "hub_why", "travel", "machine", status=Status.CANDIDATE),
    ]
    (one,) = candidate_counts(plan, codings)
    assert one == CandidateCount("hub_why", "travel", proposed=1, accepted=0, changed=0, refused=1, open=0)
    assert list(candidate_rows(plan, codings)) == [
        ("r0", "hub_why", "travel", "machine", "refused", "settled", "", "", "", "0")
    ]


def test_a_decision_on_no_candidate_is_told(room: Room, tmp_path: Path) -> None:
    rows = [row("r0", "travel", status="accepted"), row("r1", "buses", status="changed", note="parking")]
    read = room.read(tmp_path, {"team.csv": as_csv(rows)})
    assert given(read.codings) == [("r0", "travel", "Ann"), ("r1", "buses", "Ann")]
    assert told(read) == [
        "2 decisions are on no candidate that was read: the machine's file may be missing from 'codings'"
    ]


def test_rows_with_more_cells_than_headings(room: Room, tmp_path: Path) -> None:
    text = "response_id,question,code\nr0,hub_why,Cost, and more\nr1,hub_why,cost,\nr2,hub_why,cost,,x\n"
    assert room.refused(tmp_path, {"team.csv": text}) == [
        "team.csv, rows 2 and 4: more cells than there are headings\n"
        "  do:      Look for a comma or a quotation mark inside a cell that is not quoted."
    ]


def test_the_recount_takes_what_people_wrote_in_their_own_ways_for_the_same(room: Room, tmp_path: Path) -> None:
    """Labels, numbers of questions, days of two forms, old themes: read here, and by the second pair of eyes."""
    plan = room.parameters.free_text
    assert plan is not None
    change = {"version": "3", "on": "2024-05-02", "why": "Two things.", "split": {"access": ["travel", "waiting"]}}
    text = CODEFRAME.replace('version: "2"\n    questions', 'version: "3"\n    questions')
    line = '      - {version: "3", on: 2024-05-02, why: Two., split: {access: [travel, waiting]}}\nsubmissions:'
    (tmp_path / "inputs" / "kept" / "codings").mkdir(parents=True)
    (tmp_path / "inputs" / "codeframe.yaml").write_text(text.replace("submissions:", line, 1), encoding="utf-8")
    rows = [
        row("r60", "Travel  and ACCESS", question="Q2", date="10/05/2024"),
        row("r60", "tickets", question="Q2", date="10/05/2024"),
        row("r60", "Buses", question="Q2", date="10/05/2024"),
        row("r61", "access"),
        row("r62", "cost", coder=""),
        row("r63", "Nothing that answers the question", "Cy"),
        row("r2", ""),
    ]
    said = plan.model_dump(exclude_unset=True)
    frame = said["frames"]["plan"]
    frame["version"], frame["history"] = "3", [*frame["history"], change]
    kept = as_csv(rows)
    read = room.read(tmp_path, {"team.csv": kept}, **said)
    assert [one.code for one in read.codings] == ["travel", "buses", "to_code", "cost", "no_content"]
    run = tmp_path / "run" / "restricted"
    (tmp_path / "inputs" / "kept" / "codings" / "team.csv").write_text(kept, encoding="utf-8")
    run.parent.mkdir()
    run.mkdir()
    (tmp_path / "inputs").rename(run / "inputs")
    free_text = FreeText(room.received, plan, read.codings, set_aside=read.set_aside)
    write_free_text(free_text, run)
    write_received(room.received, run)
    written = list(csv.DictReader((run / "codings.csv").open(encoding="utf-8")))
    frames = read_codeframe(run / "inputs" / "codeframe.yaml")
    assert list(kept_problems(run.parent, written, frames)) == []
    written[0]["code"], written[1]["date"], written[4]["response_id"] = "cost", "2024-05-11", "r64"
    assert [(one.where, one.found) for one in kept_problems(run.parent, written, frames)] == [
        ("restricted/codings.csv, of team.csv, row 2", "code"),
        ("restricted/codings.csv, of team.csv, row 3", "date"),
        ("restricted/codings.csv, of team.csv, row 7", "response_id"),
    ]


def test_codes_of_an_open_question_that_no_frame_serves_are_kept_out_and_told(tmp_path: Path) -> None:
    folder = write_coded(tmp_path)
    plan = (folder / "codeframe.yaml").read_text(encoding="utf-8")
    plan = plan.replace("[hub_why, hours_why, hours_else]", "[hub_why, hours_why]")
    (folder / "codeframe.yaml").write_text(plan, encoding="utf-8", newline="\n")
    parameters = build(folder, PLAN)
    free_text = code(parameters, receive(parameters))
    # Twelve comments, of which eleven were coded with two themes each.
    assert "team.csv: 22 codes of hours_else, which no code frame serves: not counted" in free_text.told
    assert {one.question for one in free_text.codings} == {"hub_why", "hours_why", "letters", "events"}
    assert [one.reason for one in free_text.set_aside].count("no code frame serves hours_else") == 22


def test_a_check_says_nothing_is_in_order_before_the_codings_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_coded(tmp_path)
    (folder / "letters.csv").write_text("", encoding="utf-8")
    assert main(["check", "coded", "--params", str(folder.parent)]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "letters.csv: the file is empty\n  do:      Export it again, or name another file.\n"
