"""Intake: what is accepted, what is refused with which words, and that nothing vanishes."""

from __future__ import annotations

import csv
import io
import tempfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.consultation import build
from findings.errors import ExitCode, InputRefused, ParameterError
from findings.intake import receive, write_received
from findings.intake.received import LedgerRow, Received
from findings.tabulation.tables import declared_tables
from small_consultation import (
    CONSULTATION,
    QUESTIONNAIRE,
    RESPONSES,
    TALLY,
    TALLY_CONSULTATION,
    changed,
    place,
    write_small,
    write_tally,
)

COMMON_PLAN = Path(__file__).resolve().parent.parent / "notebooks" / "plan.yaml"


def receive_from(folder: Path) -> Received:
    return receive(build(folder, COMMON_PLAN))


def refusal(folder: Path) -> str:
    """The message with which the data are refused."""
    with pytest.raises(InputRefused) as caught:
        receive_from(folder)
    assert caught.value.exit_code is ExitCode.INPUT_REFUSED == 3
    return str(caught.value)


def answers(received: Received, question: str) -> dict[str, str]:
    """Response -> its answer."""
    assert received.responses is not None
    return dict(zip(received.responses["response_id"], received.responses[question], strict=True))


def funnel(received: Received) -> list[tuple[str, int, bool]]:
    return [(row.name, row.n, row.removed) for row in received.funnel]


# --- responses: what is accepted ----------------------------------------------------------------

Q1 = {
    "r01": "yes", "r02": "yes", "r03": "yes", "r04": "no", "r05": "no", "r06": "unsure",
    "r08": "yes", "r09": "yes", "r10": "no", "r11": "unsure",
}  # fmt: skip
BODIES = {"r08", "r09", "r10", "r11"}


def test_answers_are_known_by_name_label_and_also_in_any_letter_case(tmp_path: Path) -> None:
    received = receive_from(write_small(tmp_path))
    assert answers(received, "q1") == Q1
    assert answers(received, "who") == {name: "body" if name in BODIES else "person" for name in Q1}


def test_a_response_without_an_answer_to_the_reports_questions_is_blank_and_told_of(tmp_path: Path) -> None:
    received = receive_from(write_small(tmp_path))
    assert funnel(received) == [("received", 12, False), ("blank", 2, True), ("analysed", 10, False)]
    assert received.analysed == 10
    told = [(row.source_row, row.response_id, row.outcome, row.reason) for row in received.ledger]
    assert told[6] == (8, "r07", "set_aside", "blank")
    assert told[7] == (9, "r08", "analysed", "")
    assert [row[0] for row in told] == list(range(2, 14))
    assert received.quarantine == (
        "channel,source_file,source_row,reason,fault,column,value,source_kind,id,who,Want benches?,comment\n"
        ",data.csv,8,blank,,,,responses,r07,A person,,\n,data.csv,13,blank,,,,responses,r12,A body,'-,\n"
    )


def test_an_exact_copy_is_counted_once_and_told_of(tmp_path: Path) -> None:
    received = receive_from(write_small(tmp_path, data=RESPONSES + "r04,a PERSON,no,again,\n"))
    assert funnel(received) == [
        ("received", 13, False), ("blank", 2, True), ("exact_duplicate", 1, True), ("analysed", 10, False),
    ]  # fmt: skip
    assert received.ledger[-1] == LedgerRow(14, "r04", "merged", "exact_duplicate", "", "data.csv", "r04")
    assert received.quarantine.splitlines()[-1] == ",data.csv,14,exact_duplicate,,,,responses,r04,a PERSON,no,again"


def test_the_same_answers_under_another_identifier_are_another_response(tmp_path: Path) -> None:
    received = receive_from(write_small(tmp_path, data=RESPONSES + "r13,A person,Yes,good,\n"))
    assert received.analysed == 11


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("utf-8", RESPONSES.encode()),
        ("utf-8", b"\xef\xbb\xbf" + RESPONSES.encode()),
        ("utf-8", RESPONSES.replace("\n", "\r\n").encode()),
        ("utf-8", RESPONSES.replace("\n", "\n\n").encode()),
        ("cp1252", RESPONSES.replace("good", "caf\xe9 \x80".replace("\x80", "€")).encode("cp1252")),
        ("utf-16", RESPONSES.encode("utf-16")),
    ],
    ids=["plain", "byte order mark", "windows line ends", "blank lines", "cp1252", "utf-16"],
)
def test_a_file_is_read_as_its_encoding_says(name: str, data: bytes, tmp_path: Path) -> None:
    consultation = changed(CONSULTATION, "  id_column: id\n", f"  id_column: id\n  encoding: {name}\n")
    assert answers(receive_from(write_small(tmp_path, consultation=consultation, data=data)), "q1") == Q1


# Kept by its identifier, so that the letters stand in the ledger as they stand in the file.
ACCENTED = changed(RESPONSES, "r06,", "caf\xe9,")


@pytest.mark.parametrize(
    "data",
    [ACCENTED.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le")],
    ids=["utf-8", "byte order mark", "cp1252", "latin-1", "utf-16", "utf-16 without a mark"],
)
def test_how_a_file_is_written_is_found_out(data: bytes, tmp_path: Path) -> None:
    received = receive_from(write_small(tmp_path, data=data))
    assert answers(received, "q1") == {("caf\xe9" if name == "r06" else name): told for name, told in Q1.items()}
    assert [row.response_id for row in received.ledger][5] == "caf\xe9"


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_what_divides_the_cells_is_found_out(mark: str, tmp_path: Path) -> None:
    data = "".join(mark.join(row) + "\n" for row in csv.reader(io.StringIO(RESPONSES)))
    assert answers(receive_from(write_small(tmp_path, data=data)), "q1") == Q1


def test_a_workbook_is_read_as_the_same_rows(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in csv.reader(io.StringIO(RESPONSES)):
        book.active.append([cell or None for cell in row])
    folder = write_small(tmp_path / "in")
    book.save(folder / "data.csv")  # what a file is, is told by its first bytes
    received = receive_from(folder)
    plain = receive_from(write_small(tmp_path / "plain"))
    assert answers(received, "q1") == Q1
    assert (received.ledger, received.quarantine) == (plain.ledger, plain.quarantine)


def test_the_headings_may_stand_below_blank_rows(tmp_path: Path) -> None:
    received = receive_from(write_small(tmp_path, data="\n" + RESPONSES))
    assert answers(received, "q1") == Q1
    assert [row.source_row for row in received.ledger] == list(range(3, 15))


def test_a_row_of_another_length_is_set_aside_with_its_length(tmp_path: Path) -> None:
    data = changed(RESPONSES, "r02,A person,Yes,,", "r02,A person,Yes")
    data = changed(data, "r05,A person,No,,", "r05,A person,No,,,6th")
    received = receive_from(write_small(tmp_path, data=data))
    assert funnel(received) == [
        ("received", 12, False), ("unreadable", 2, True), ("blank", 2, True), ("analysed", 8, False),
    ]  # fmt: skip
    assert answers(received, "q1") == {name: told for name, told in Q1.items() if name not in ("r02", "r05")}
    assert [row for row in received.ledger if row.source_row in (3, 6)] == [
        LedgerRow(3, "", "set_aside", "unreadable", "", "data.csv"),
        LedgerRow(6, "", "set_aside", "unreadable", "", "data.csv"),
    ]
    assert [row.source_row for row in received.ledger] == list(range(2, 14))
    assert received.quarantine.splitlines()[1:3] == [
        ',data.csv,3,unreadable,wrong_length,,"3 cells, not 5",responses,,,,',
        ',data.csv,6,unreadable,wrong_length,,"6 cells, not 5",responses,,,,',
    ]


def test_a_cell_more_that_is_empty_is_a_delimiter_at_the_end_of_the_line(tmp_path: Path) -> None:
    received = receive_from(write_small(tmp_path, data=changed(RESPONSES, "r05,A person,No,,", "r05,A person,No,,,")))
    assert answers(received, "q1") == Q1


@pytest.mark.parametrize("heading", ["comment", "Comment"])
def test_a_heading_that_nobody_reads_may_stand_twice(heading: str, tmp_path: Path) -> None:
    data = "\n".join(f"{row}{',' + heading if not at else ',x'}" for at, row in enumerate(RESPONSES.splitlines()))
    consultation = changed(CONSULTATION, "[comment]", f"[comment, {heading} > 2]")
    assert answers(receive_from(write_small(tmp_path, consultation=consultation, data=data)), "q1") == Q1


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_cells_are_divided_as_declared(mark: str, tmp_path: Path) -> None:
    rows = csv.reader(io.StringIO(RESPONSES))
    data = "".join(mark.join(row) + "\n" for row in rows)
    written = '"\\t"' if mark == "\t" else f'"{mark}"'
    consultation = changed(CONSULTATION, "  id_column: id\n", f"  id_column: id\n  delimiter: {written}\n")
    assert answers(receive_from(write_small(tmp_path, consultation=consultation, data=data)), "q1") == Q1


def test_a_line_break_inside_a_cell_does_not_shift_the_rows(tmp_path: Path) -> None:
    data = changed(RESPONSES, '"no, thanks"', '"no,\n\nthanks ""all"""')
    received = receive_from(write_small(tmp_path, data=data))
    assert answers(received, "q1") == Q1
    # Rows are those of a spreadsheet, where a cell of three lines is one row.
    assert [row.source_row for row in received.ledger] == list(range(2, 14))


ROUTED = changed(
    QUESTIONNAIRE, "    column: Want benches?\n", "    column: Want benches?\n    asked_if: {who: [person]}\n"
)


def test_who_was_not_asked_did_not_leave_the_question_out(tmp_path: Path) -> None:
    questionnaire = changed(ROUTED, "profile: [who]", "  q2:\n    kind: single\n    number: Q2\n    wording: W?\n"
                            "    short: S\n    options: {a: {label: A}, b: {label: B}}\nprofile: [who]")  # fmt: skip
    questionnaire = changed(questionnaire, "questions: [q1]", "questions: [q1, q2]")
    data = "id,who,Want benches?,q2,comment,email\n1,person,yes,a,,\n2,person,,a,,\n3,body,,a,,\n4,,,a,,\n5,body,,,,\n"
    received = receive_from(write_small(tmp_path, questionnaire=questionnaire, data=data))
    assert answers(received, "q1") == {"1": "yes", "2": "not_answered", "3": "not_asked", "4": "not_asked"}
    assert answers(received, "who")["4"] == "not_answered"
    assert [row.reason for row in received.ledger] == ["", "", "", "", "blank"]


def test_what_could_identify_a_person_is_in_no_file_that_intake_writes(tmp_path: Path) -> None:
    secret = "zq-secret@example.org"
    data = changed(RESPONSES, "r07,A person,,,", f"r07,A person,,,{secret}")
    data = changed(data, "ann@example.org", secret) + f"r01,A person,Yes,good,{secret}\n"
    received = receive_from(write_small(tmp_path / "in", data=data))
    write_received(received, tmp_path / "out")
    files = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert set(files) == {
        *("ledger.csv", "quarantine.csv", "flags.csv", "campaigns_found.yaml"),
        *("responses.csv", "responses.parquet"),
    }
    assert [name for name, content in files.items() if b"zq-secret" in content] == []
    assert "email" not in files["quarantine.csv"].decode()
    kept = pd.read_parquet(tmp_path / "out" / "responses.parquet")
    same = pd.read_csv(tmp_path / "out" / "responses.csv", dtype=str, keep_default_na=False)
    assert same.to_dict("records") == kept.astype(str).to_dict("records")
    assert list(kept.columns) == ["response_id", "source_row", "who", "q1", "source_kind"]
    assert not kept.isin([secret]).any(axis=None)


def test_no_cell_of_the_quarantine_or_the_ledger_is_a_formula(tmp_path: Path) -> None:
    data = RESPONSES + '=1+1,A person,,"=HYPERLINK(""http://example.org"")",\n'
    received = receive_from(write_small(tmp_path / "in", data=data))
    write_received(received, tmp_path / "out")
    for name in ("ledger.csv", "quarantine.csv"):
        with (tmp_path / "out" / name).open(encoding="utf-8", newline="") as file:
            assert [cell for row in csv.reader(file) for cell in row if cell.startswith("=")] == []


# --- responses: what is refused -----------------------------------------------------------------

REFUSED: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "data.csv: the file is empty\n  do:      Export it again, or name another file."),
    "only blank lines": (" \n\n", "data.csv: the file is empty\n  do:      Export it again, or name another file."),
    "headings only": (
        RESPONSES.splitlines()[0] + "\n",
        "data.csv: the file has headings and no rows\n  do:      Export it again.",
    ),
    "a workbook that was cut off": (
        b"PK\x03\x04" + RESPONSES.encode(),
        "data.csv: the workbook is damaged or was cut off\n  found:   File is not a zip file\n"
        "  do:      Open it in Excel or LibreOffice and save it again, or export it again.",
    ),
    "a quarter of the rows of another length": (
        RESPONSES.replace("r02,A person,Yes,,", "r02,A person,Yes")
        .replace("r05,A person,No,,", "r05,A person,No,,,6th")
        .replace("r08,A body,Yes,,", "r08"),
        "data.csv, row 3: 3 of 12 rows cannot be read, and this is the first\n"
        "  found:   3 cells, not 5 (3 wrong_length)\n  allowed: fewer than one bad row in 4\n"
        "  do:      Export it again, or give each column a heading; look for a missing quotation mark or a stray "
        "delimiter.",
    ),
    "a quotation mark that is never closed": (
        changed(RESPONSES, '"no, thanks"', '"no, thanks'),
        "data.csv, row 5: a cell that cannot be read: its quotation mark is never closed\n"
        "  do:      Look for a quotation mark that is not closed, or one inside a cell that is not doubled.",
    ),
    "a quotation mark that is not doubled": (
        changed(RESPONSES, '"no, thanks"', '"no, "thanks" all"'),
        "data.csv, row 5: a cell that cannot be read: ',' expected after '\"'\n"
        "  do:      Look for a quotation mark that is not closed, or one inside a cell that is not doubled.",
    ),
    "a heading that a question is read from, twice": (
        changed(RESPONSES, "comment,email", "Want benches?,email"),
        "data.csv, row 1: a heading stands twice\n  found:   Want benches?\n"
        "  do:      Rename one of the columns, or name the other one as 'Want benches? > 2'.",
    ),
    "a heading that is never read, twice": (
        changed(RESPONSES, "comment,email", "email,email"),
        "data.csv, row 1: a heading stands twice\n  found:   email\n"
        "  do:      Rename one of the columns, or name the other one as 'email > 2'.",
    ),
    "a column without a heading": (
        changed(RESPONSES, "comment,email", ",email"),
        "data.csv, row 1: a column that the questionnaire does not know\n  found:   Column 4\n"
        "  do:      Name it in a question's 'column', in 'data.ignored_columns' or, if it could identify a person, "
        "in 'data.never_read'.",
    ),
    "an unknown column": (
        changed(RESPONSES, "comment,email", "remarks,email"),
        "data.csv, row 1: a column that the questionnaire does not know\n  found:   remarks\n"
        "  do:      Name it in a question's 'column', in 'data.ignored_columns' or, if it could identify a person, "
        "in 'data.never_read'.",
    ),
    "a column misspelt": (
        changed(RESPONSES, "Want benches?", "Want bench?"),
        "data.csv, row 1: a column that the questionnaire does not know\n  found:   Want bench?\n"
        "  do:      Did you mean 'Want benches?'?\n"
        "data.csv, row 1: the column of question q1 is missing\n  allowed: Want benches?\n"
        "  do:      Did you mean 'Want bench?'?",
    ),
    "no identifiers": (
        "who,Want benches?,comment,email\nperson,yes,,\n",
        "data.csv, row 1: the column of data.id_column is missing\n  allowed: id\n"
        "  do:      Export it, or correct the name in the parameters.",
    ),
    "an answer outside its options, and one of another kind twice": (
        RESPONSES.replace("A person,No,", "A person,Never,").replace("10,body,NO", "10,dog,NO"),
        "data.csv, row 11, column 'who': an answer outside its options (1 row)\n  found:   dog\n"
        "  allowed: A person (person), A body (body)\n"
        "  do:      Correct it, or add it to an option's 'also' or 'data.no_answer'.\n"
        "data.csv, row 5, column 'Want benches?': an answer outside its options (2 rows, the first of them this one)\n"
        "  found:   Never\n  allowed: Yes (yes), No (no), Not sure (unsure)\n"
        "  do:      Correct it, or add it to an option's 'also' or 'data.no_answer'.",
    ),
    "one identifier for two responses": (
        RESPONSES + "r04,A body,No,,\n",
        "data.csv, row 14, column 'id': an identifier of two different responses\n  found:   r04 on rows 5, 14\n"
        "  do:      Give each response its own, or take out the one that does not count.",
    ),
    "no identifier": (
        changed(RESPONSES, "r02,", ","),
        "data.csv, row 3, column 'id': a response without an identifier\n"
        "  do:      Give it one; every response must be traceable.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_of_responses_is_refused_in_full(name: str, tmp_path: Path) -> None:
    data, message = REFUSED[name]
    assert refusal(write_small(tmp_path, data=data)) == message


DECLARED: dict[str, tuple[str, str | bytes, str]] = {
    "utf-8, and it is not": (
        "encoding: utf-8", changed(RESPONSES, "good", "caf\xe9").encode("cp1252"),
        "data.csv, line 2: the file is not utf-8\n  found:   byte 0xe9\n"
        "  do:      Say how it is encoded with 'data.encoding: cp1252', or save it as UTF-8.",
    ),
    "cp1252, and it is UTF-16": (
        "encoding: cp1252", "id,who\n1,person\n".encode("utf-16"),
        "data.csv, row 1, column 1: a heading that cannot be read (nul_byte)\n  found:   \xff\xfei[U+0000]d[U+0000]\n"
        "data.csv, row 1, column 2: a heading that cannot be read (nul_byte)\n"
        "  found:   [U+0000]w[U+0000]h[U+0000]o[U+0000]",
    ),
    "utf-16, and it is not": (
        "encoding: utf-16", RESPONSES,
        "data.csv: the file is not utf-16\n  found:   no byte order mark and no zero bytes\n"
        "  do:      Leave 'data.encoding' out, or save it as UTF-8; in Excel: CSV UTF-8.",
    ),
    "commas, and they are semicolons": (
        'delimiter: ","', "id;who;Want benches?\n1;person;yes\n",
        "data.csv, row 1: the cells seem to be divided by ';'\n  found:   id;who;Want benches?\n"
        "  allowed: cells divided by ','\n"
        "  do:      Say so with 'data.delimiter: \";\"', or leave 'data.delimiter' out.",
    ),
    "semicolons, and they are tabs": (
        'delimiter: ";"', "id\twho\n1\tperson\n",
        "data.csv, row 1: the cells seem to be divided by tabs\n  found:   id\twho\n"
        "  allowed: cells divided by ';'\n"
        "  do:      Say so with 'data.delimiter: \"\\t\"', or leave 'data.delimiter' out.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DECLARED)
def test_a_file_that_is_not_as_declared_is_refused_in_full(name: str, tmp_path: Path) -> None:
    declared, data, message = DECLARED[name]
    consultation = changed(CONSULTATION, "  id_column: id\n", f"  id_column: id\n  {declared}\n")
    assert refusal(write_small(tmp_path, consultation=consultation, data=data)) == message


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    folder = write_small(tmp_path, data=None)
    assert refusal(folder) == (
        f"data.csv: the file is missing\n  found:   {(folder / 'data.csv').resolve().as_posix()}\n"
        "  do:      Put it there, or correct 'data.file'."
    )


def test_a_folder_is_not_a_file_of_responses(tmp_path: Path) -> None:
    (tmp_path / "data.csv").mkdir()
    message = refusal(write_small(tmp_path, data=None))
    assert message.startswith("data.csv: the file cannot be read\n")
    assert message.endswith("\n  do:      Name a file that can be opened with 'data.file'.")


def test_an_answer_to_a_question_that_was_not_asked_is_refused(tmp_path: Path) -> None:
    assert refusal(write_small(tmp_path, questionnaire=ROUTED)) == (
        "data.csv, row 9, column 'Want benches?': an answer to a question that was not asked (4 rows, the first of "
        "them this one)\n  found:   who is body\n  allowed: who: person\n"
        "  do:      Correct the answer, or the question's 'asked_if'."
    )


def test_an_answer_that_is_not_recognised_is_told_once(tmp_path: Path) -> None:
    bodies_out = "".join(line for line in RESPONSES.splitlines(True) if line[1:3] not in ("08", "09", "10", "11"))
    message = refusal(write_small(tmp_path, questionnaire=ROUTED, data=changed(bodies_out, "1,A person", "1,A cat")))
    assert message.count("data.csv, row") == 1
    assert message.startswith(
        "data.csv, row 2, column 'who': an answer outside its options (1 row)\n  found:   A cat\n"
    )


rows = st.lists(
    st.tuples(
        st.sampled_from(["person", "body", ""]), st.sampled_from(["yes", "NO", "Not sure", "-", ""]), st.booleans()
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(rows)
def test_what_is_counted_and_what_is_taken_out_add_up_to_what_was_received(drawn: list[tuple[str, str, bool]]) -> None:
    lines = ["id,who,Want benches?,comment,email"]
    for number, (who, answer, copied) in enumerate(drawn):
        lines += [f"{number},{who},{answer},,"] * (2 if copied else 1)
    with tempfile.TemporaryDirectory() as folder:
        received = receive_from(write_small(Path(folder), data="\n".join(lines) + "\n"))
    blank = sum(answer in ("-", "") for _, answer, _ in drawn)
    removed = {row.name: row.n for row in received.funnel if row.removed}
    assert received.funnel[0].n == len(lines) - 1
    assert removed == {
        name: n for name, n in (("blank", blank), ("exact_duplicate", sum(copied for *_, copied in drawn))) if n
    }
    assert received.analysed == len(drawn) - blank == received.funnel[0].n - sum(removed.values())
    assert [row.source_row for row in received.ledger] == list(range(2, len(lines) + 1))
    assert Counter(row.reason for row in received.ledger if row.reason) == removed
    assert len(received.quarantine.splitlines()) - 1 == sum(removed.values())
    option = {"yes": "yes", "NO": "no", "Not sure": "unsure"}
    assert received.responses is not None
    assert Counter(zip(received.responses["who"], received.responses["q1"], strict=True)) == Counter(
        (who or "not_answered", option[answer]) for who, answer, _ in drawn if answer in option
    )


# --- tally --------------------------------------------------------------------------------------


def test_a_tally_is_read_and_what_is_missing_worked_out(tmp_path: Path) -> None:
    received = receive_from(write_tally(tmp_path))
    assert received.tally is not None
    assert received.responses is None
    assert received.tally.counts["q1"] == {
        "person": {"yes": 3, "no": 2, "unsure": 1, "not_answered": 1, "not_asked": 0},
        "body": {"yes": 2, "no": 1, "unsure": 1, "not_answered": 1, "not_asked": 0},
    }
    assert received.tally.lines["q1", "body", "no"] == 9
    assert ("q1", "body", "not_answered") not in received.tally.lines
    assert funnel(received) == [("received", 13, False), ("twice", 1, True), ("analysed", 12, False)]
    assert [(row.source_row, row.outcome, row.reason) for row in received.ledger][4:6] == [
        (6, "counted", "1 responses"),
        (7, "used as a check", "6 responses"),
    ]


@pytest.mark.parametrize(
    ("base", "row"), [("all", "person,q1,base,7"), ("asked", "person,q1,base,7"), ("answered", "person,q1,base,6")]
)
def test_a_base_holds_those_whom_its_kind_counts(base: str, row: str, tmp_path: Path) -> None:
    questionnaire = changed(QUESTIONNAIRE, "    column: Want benches?\n", f"    base: {base}\n")
    data = changed(TALLY, "person,q1,base,6", row)
    assert receive_from(write_tally(tmp_path, data, questionnaire)).analysed == 12
    wrong = changed(data, row, row[:-1] + "9")
    assert "q1, group 'person' does not add up to its base\n" in refusal(write_tally(tmp_path, wrong, questionnaire))


def test_a_group_that_was_not_asked_needs_no_rows(tmp_path: Path) -> None:
    data = "".join(line for line in TALLY.splitlines(True) if not line.startswith("body,"))
    received = receive_from(write_tally(tmp_path, data, ROUTED))
    assert received.tally is not None
    assert received.tally.counts["q1"]["body"] == {"yes": 0, "no": 0, "unsure": 0, "not_asked": 5, "not_answered": 0}


def test_a_group_of_nobody_needs_no_rows(tmp_path: Path) -> None:
    data = "group,question,answer,n\nall,who,person,12\nperson,q1,yes,12\n"
    received = receive_from(write_tally(tmp_path, data))
    assert received.tally is not None
    assert set(received.tally.counts["q1"]["body"].values()) == {0}


NOT_A_COUNT = """\
  allowed: a whole number, 0 or more
  do:      Write digits only: no sign, point, comma or space; a count of nobody is 0."""

TALLY_REFUSED: dict[str, tuple[str, str, str]] = {
    "an unknown group": (
        "person,q1,no,2", "persons,q1,no,2",
        "data.csv, row 5, column 'group': an unknown group\n  found:   persons\n"
        "  allowed: all, A person (person), A body (body)\n"
        "  do:      Correct it, or add it to the 'also' of an option of who.",
    ),
    "an unknown question": (
        "person,q1,no,2", "person,q11,no,2",
        "data.csv, row 5, column 'question': a question that the questionnaire does not know\n  found:   q11\n"
        "  allowed: who, q1\n  do:      Did you mean 'q1'?",
    ),
    "an unknown answer": (
        "person,q1,no,2", "person,q1,never,2",
        "data.csv, row 5, column 'answer': an answer outside the options of q1\n  found:   never\n"
        "  allowed: Yes (yes), No (no), Not sure (unsure), not_answered, not_asked, base\n"
        "  do:      Correct it, or add it to the option's 'also'.",
    ),
    "an unknown column, and one that is missing": (
        "answer,n", "answer,count",
        "data.csv, row 1: a column that a tally does not have\n  found:   count\n"
        "  allowed: group, question, answer, n\n"
        "data.csv, row 1: the column 'n' is missing\n  found:   group, question, answer, count\n"
        "  allowed: group, question, answer, n",
    ),
    "a count given twice": (
        "person,q1,no,2", "person,q1,no,2\nA person,q1,No,2",
        "data.csv, row 6: a count given twice\n  found:   person, q1, no: also on row 5\n  do:      Keep one of them.",
    ),
    "answers that are not their base": (
        "person,q1,base,6", "person,q1,base,5",
        "data.csv, row 7: q1, group 'person' does not add up to its base\n  found:   6 = 3 + 2 + 1\n  allowed: 5\n"
        "  do:      Correct the answers or the base.",
    ),
    "more answers than the group has members": (
        "body,q1,yes,2", "body,q1,yes,4",
        "data.csv, row 8: q1, group 'body' does not add up to its respondents\n  found:   6 = 4 + 1 + 1\n"
        "  allowed: 5\n  do:      Correct the counts of this group.",
    ),
    "fewer answers than members, though those missing are given": (
        "body,q1,unsure,1", "body,q1,unsure,1\nbody,q1,not_answered,0",
        "data.csv, row 8: q1, group 'body' does not add up to its respondents\n  found:   4 = 2 + 1 + 1 + 0\n"
        "  allowed: 5\n  do:      Correct the counts of this group.",
    ),
    "more members than respondents": (
        "all,who,body,5", "all,who,body,6",
        "data.csv, row 2: who, group 'all' does not add up to its respondents\n  found:   13 = 7 + 6\n  allowed: 12\n"
        "  do:      Correct the counts of this group.",
    ),
    "a group without rows": (
        "body,q1,yes,2\nbody,q1,no,1\nbody,q1,unsure,1\n", "",
        "data.csv: q1 has no row of the group 'body', which has 5 respondents\n  found:   person\n"
        "  do:      Add its counts; a count of nobody is 0.",
    ),
    "a group that the profile leaves out": (
        "all,who,body,5\n", "",
        "data.csv, row 7: q1, group 'body' does not add up to its respondents\n  found:   4 = 2 + 1 + 1\n"
        "  allowed: 0\n  do:      Correct the counts of this group.",
    ),
    "groups and all": (
        "body,q1,yes,2", "body,q1,yes,2\nall,q1,yes,5",
        "data.csv, row 9: q1 is counted both by group and for 'all'\n"
        "  do:      Keep the groups; the whole is their sum.",
    ),
    "a question without rows": (
        "person,q1,yes,3\nperson,q1,no,2\nperson,q1,unsure,1\nperson,q1,base,6\n"
        "body,q1,yes,2\nbody,q1,no,1\nbody,q1,unsure,1\n", "",
        "data.csv: the tally has no row of a question\n  found:   q1\n"
        "  do:      Add its counts, or take the question out.",
    ),
    "the groups counted by themselves": (
        "all,who,person,7\nall,who,body,5\n", "person,who,person,7\nbody,who,body,5\n",
        "data.csv, row 2: who makes the groups, so it is counted for 'all'\n  found:   person, body\n  allowed: all\n"
        "  do:      Write 'all' in the column 'group' of its rows.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TALLY_REFUSED)
def test_a_tally_is_refused_in_full(name: str, tmp_path: Path) -> None:
    old, new, message = TALLY_REFUSED[name]
    assert refusal(write_tally(tmp_path, changed(TALLY, old, new))) == message


@pytest.mark.parametrize("n", ["-2", "+2", "2.0", "2.5", "1e3", "1 000", '"1,000"', "٢", "²", "two", "0x2", "9" * 13])
def test_what_is_not_a_count_is_refused(n: str, tmp_path: Path) -> None:
    data = changed(TALLY, "person,q1,no,2", f"person,q1,no,{n}")
    shown = n.strip('"')
    assert refusal(write_tally(tmp_path, data)) == (
        f"data.csv, row 5, column 'n': not a count\n  found:   {shown}\n{NOT_A_COUNT}"
    )


def test_an_empty_count_is_not_nought(tmp_path: Path) -> None:
    data = changed(TALLY, "person,q1,no,2", "person,q1,no,")
    assert refusal(write_tally(tmp_path, data)) == (
        f"data.csv, row 5, column 'n': not a count\n  found:   an empty cell\n{NOT_A_COUNT}"
    )


def test_answers_of_a_group_that_was_not_asked_are_refused(tmp_path: Path) -> None:
    assert refusal(write_tally(tmp_path, TALLY, ROUTED)) == (
        "data.csv, row 8: answers to q1 of the group 'body', which was not asked it\n  found:   4\n  allowed: 0\n"
        "  do:      Correct the counts, or the question's 'asked_if'."
    )


def test_groups_without_a_question_that_makes_them_are_refused(tmp_path: Path) -> None:
    consultation = changed(TALLY_CONSULTATION, "  grouped_by: who\n", "")
    data = "group,question,answer,n\nall,who,person,12\nperson,q1,yes,12\n"
    assert refusal(write_small(tmp_path, consultation=consultation, data=data)) == (
        "data.csv, row 3, column 'group': an unknown group\n  found:   person\n"
        "  allowed: all (the parameters name no 'data.grouped_by')\n"
        "  do:      Name the question that makes the groups with 'data.grouped_by'."
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            "group;question;answer;n\nall;who;person;12\n",
            "data.csv, row 1: the cells seem to be divided by ';'\n  found:   group;question;answer;n\n"
            "  allowed: cells divided by ','\n  do:      Save it with commas.",
        ),
        (
            TALLY.replace("unsure", "no\xe9").encode("cp1252"),
            "data.csv, line 6: the file is not utf-8\n  found:   byte 0xe9\n"
            "  do:      Save it as UTF-8; in Excel: CSV UTF-8.",
        ),
    ],
)
def test_a_tally_is_not_told_to_use_keys_that_it_does_not_have(data: str | bytes, message: str, tmp_path: Path) -> None:
    assert refusal(write_tally(tmp_path, data)) == message


TWO_PROFILES = changed(
    changed(QUESTIONNAIRE, "profile: [who]", """\
  channel:
    kind: single
    number: Q9
    wording: How did it arrive?
    short: Channel
    options: {form: {label: Form}, post: {label: Post}}
profile: [who, channel]"""),
    "    question: who\n", "    question: who\n  channel: {title: Channel, question: channel}\n",
)  # fmt: skip


def test_a_table_across_two_questions_of_a_tally_is_refused_with_the_reason(tmp_path: Path) -> None:
    data = TALLY + "all,channel,form,8\nall,channel,post,4\n"
    folder = write_tally(tmp_path / "town", data, TWO_PROFILES)
    plan = (COMMON_PLAN.read_text(encoding="utf-8")).replace(
        "tables: every", "tables: [q1, q1.by.who, q1.by.channel, q1.by.chanel, channel.by.who]"
    )
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    parameters = build(folder, COMMON_PLAN)
    with pytest.raises(ParameterError) as caught:
        declared_tables(parameters, receive(parameters))
    assert caught.value.exit_code == 2
    problems = caught.value.problems
    assert [(problem.where, problem.what, problem.found, problem.allowed, problem.do) for problem in problems] == [
        (
            f"town/plan.yaml, {place(plan, 'q1.by.channel')} (tables.2)",
            "the data are a tally: its counts of q1 and of channel say nothing of each other, "
            "so q1 cannot be shown by channel",
            "q1.by.channel",
            "",
            "Take the table out of the plan.",
        ),
        (
            f"town/plan.yaml, {place(plan, 'q1.by.chanel')} (tables.3)",
            "an unknown table",
            "q1.by.chanel",
            "a question, or question.by.breakdown",
            "Did you mean 'q1.by.channel'?",
        ),
        (
            f"town/plan.yaml, {place(plan, 'channel.by.who')} (tables.4)",
            "the tally counts channel for all respondents only, so it cannot be shown by who",
            "channel.by.who",
            "",
            "Take the table out of the plan.",
        ),
    ]


def test_every_table_leaves_out_what_a_tally_cannot_give(tmp_path: Path) -> None:
    data = TALLY + "all,channel,form,8\nall,channel,post,4\n"
    parameters = build(write_tally(tmp_path / "town", data, TWO_PROFILES), COMMON_PLAN)
    assert declared_tables(parameters, receive(parameters)) == [("who", ""), ("q1", ""), ("q1", "who"), ("channel", "")]


counts = st.fixed_dictionaries({answer: st.integers(0, 20) for answer in ("yes", "no", "unsure")})


@settings(max_examples=40, deadline=None)
@given(counts, counts, st.integers(0, 9), st.integers(0, 9))
def test_the_answers_of_a_tally_with_those_missing_are_all_respondents(
    person: dict[str, int], body: dict[str, int], silent_people: int, silent_bodies: int
) -> None:
    groups = {"person": (person, silent_people), "body": (body, silent_bodies)}
    sizes = {group: sum(given.values()) + silent for group, (given, silent) in groups.items()}
    lines = ["group,question,answer,n", *(f"all,who,{group},{n}" for group, n in sizes.items())]
    lines += [f"{group},q1,{answer},{n}" for group, (given, _) in groups.items() for answer, n in given.items()]
    total = sum(sizes.values())
    consultation = TALLY_CONSULTATION.replace("received: 13", f"received: {total + 1}")
    consultation = consultation.replace("analysed: 12", f"analysed: {total}")
    with tempfile.TemporaryDirectory() as folder:
        received = receive_from(write_small(Path(folder), consultation=consultation, data="\n".join(lines) + "\n"))
    assert received.tally is not None
    q1 = received.tally.counts["q1"]
    assert sum(sum(answers.values()) for answers in q1.values()) == total == received.analysed
    assert {group: answers["not_answered"] for group, answers in q1.items()} == {
        "person": silent_people,
        "body": silent_bodies,
    }
    assert len(received.ledger) == len(lines) - 1
