"""Structure files beside the answers, nested JSON, and files that are made to do harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from findings.errors import InputRefused
from findings.intake.export import BadRow
from findings.intake.formats import limesurvey, odk
from findings.intake.formats.lss import plain, read_structure
from findings.intake.formats.xlsform import fields_of
from layouts import cells, numbers, opened, told, written


def lss(*tables: tuple[str, list[dict[str, str]]], head: str = "", languages: str = "en") -> str:
    """A structure as LimeSurvey writes one."""
    body = "".join(
        f"<{name}><rows>"
        + "".join("<row>" + "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in row.items()) + "</row>" for row in rows)
        + f"</rows></{name}>"
        for name, rows in tables
    )
    said = "".join(f"<language>{language}</language>" for language in languages.split())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<document><LimeSurveyDocType>Survey</LimeSurveyDocType>'
        f"<languages>{said}</languages>{body}</document>"
    )


def question(qid: str, code: str, kind: str, other: str = "N", parent: str = "0", order: str = "1") -> dict[str, str]:
    names = {"qid": qid, "parent_qid": parent, "type": kind, "title": code, "other": other}
    return {**names, "question_order": order, "scale_id": "0"}


STRUCTURE = lss(
    (
        "questions",
        [
            question("1", "travel", "M", "Y"),
            question("2", "rate", "F"),
            question("3", "party", "L", "Y"),
            question("4", "age", "N"),
            question("5", "why", "T"),
            question("6", "sure", "5"),
            question("7", "yes", "Y"),
        ],
    ),
    # In the file the second stands first: the order is that of question_order.
    (
        "subquestions",
        [
            question("12", "SQ2", "T", parent="1", order="2"),
            question("11", "SQ1", "T", parent="1", order="1"),
            question("13", "SQ1", "T", parent="2"),
        ],
    ),
    (
        "answers",
        [
            {"aid": "2", "qid": "2", "code": "A2", "sortorder": "10", "scale_id": "0"},
            {"aid": "1", "qid": "2", "code": "A1", "sortorder": "9", "scale_id": "0"},
            {"aid": "3", "qid": "3", "code": "r", "sortorder": "0", "scale_id": "0"},
        ],
    ),
    (
        "question_l10ns",
        [
            {"qid": "1", "question": "Wie reisen Sie?", "language": "de"},
            {"qid": "1", "question": "<p>How do you <b>travel</b>?</p>", "language": "en"},
            {"qid": "2", "question": "Rate these", "language": "en"},
            {"qid": "3", "question": "Your party", "language": "en"},
            {"qid": "4", "question": "Your age", "language": "en"},
            {"qid": "5", "question": "Why?", "language": "en"},
            {"qid": "6", "question": "How sure?", "language": "en"},
            {"qid": "7", "question": "Really?", "language": "en"},
            {"qid": "11", "question": "By bus", "language": "en"},
            {"qid": "12", "question": "By tram", "language": "en"},
            {"qid": "13", "question": "Seats", "language": "en"},
        ],
    ),
    (
        "answer_l10ns",
        [
            {"aid": "1", "answer": "Good &amp; cheap", "language": "en"},
            {"aid": "2", "answer": "Bad", "language": "en"},
            {"aid": "3", "answer": "Red", "language": "en"},
        ],
    ),
    languages="en de",
)
HEADER = ["id", "travel[SQ1]", "travel[SQ2]", "travel[other]", "rate_SQ1", "party", "age", "why", "sure", "yes"]


def test_codes_become_words_by_the_structure(tmp_path: Path) -> None:
    (tmp_path / "a.lss").write_text(STRUCTURE, encoding="utf-8")
    rows = [
        ["1", "Y", "", "on foot", "A2", "-oth-", "31", "Y", "4", "N"],
        ["2", "N", "Y", "", "A1", "r", "N/A", "", "", "Y"],
    ]
    export = opened(limesurvey.READER, written(tmp_path / "a.csv", [HEADER, *rows]))
    assert told(export.columns) == [
        ("id", "id", "", "id", "", "paradata"),
        ("travel[SQ1]", "How do you travel?", "By bus", "travel[SQ1]", "travel", "multiple"),
        ("travel[SQ2]", "How do you travel?", "By tram", "travel[SQ2]", "travel", "multiple"),
        ("travel[other]", "How do you travel?", "Other", "travel[other]", "travel", "open"),
        ("rate_SQ1", "Rate these", "Seats", "rate_SQ1", "rate", "matrix"),
        ("party", "Your party", "", "party", "", "single"),
        ("age", "Your age", "", "age", "", "numeric"),
        ("why", "Why?", "", "why", "", "open"),
        ("sure", "How sure?", "", "sure", "", "scale"),
        ("yes", "Really?", "", "yes", "", "single"),
    ]
    assert export.columns[4].labels == {"A1": "Good & cheap", "A2": "Bad"}
    assert list(export.columns[4].labels) == ["A1", "A2"]
    assert export.columns[5].labels == {"r": "Red", "-oth-": "Other"}
    # "why" holds a Y that somebody wrote.
    assert cells(export) == [
        ["1", "Yes", "", "on foot", "Bad", "Other", "31", "Y", "4", "No"],
        ["2", "No", "Yes", "", "Good & cheap", "Red", "N/A", "", "", "Yes"],
    ]
    assert export.found["structure"] == "a.lss"
    assert export.found["answers"] == "codes, put into words by the structure"


def test_full_answers_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "only.lss").write_text(STRUCTURE, encoding="utf-8")
    rows = [["1", "Yes", "", "on foot", "Bad", "Other", "31", "A1", "4", "No"]]
    export = opened(limesurvey.READER, written(tmp_path / "a.csv", [HEADER, *rows]))
    assert cells(export) == rows
    assert (export.found["structure"], export.found["answers"]) == ("only.lss", "words")


def swapped() -> str:
    """A structure whose codes are the labels of other codes."""
    answers = [{"aid": str(n), "qid": "1", "code": str(n), "sortorder": str(n), "scale_id": "0"} for n in (1, 2, 3)]
    labels = [{"aid": str(n), "answer": str(4 - n), "language": "en"} for n in (1, 2, 3)]
    return lss(("questions", [question("1", "mark", "L")]), ("answers", answers), ("answer_l10ns", labels))


def test_answers_that_are_codes_and_words_are_not_guessed(tmp_path: Path) -> None:
    (tmp_path / "a.lss").write_text(swapped(), encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        opened(limesurvey.READER, written(tmp_path / "a.csv", [["mark"], ["1"], ["3"]]))
    assert str(refused.value) == (
        "a.csv, column 'mark': the answers can be read as codes and as texts, and the two differ\n"
        "  do:      Export it with full answers and without the structure beside it, or say 'data.format: csv'."
    )


def test_a_structure_of_another_survey_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other.lss").write_text(STRUCTURE, encoding="utf-8")
    export = opened(limesurvey.READER, written(tmp_path / "a.csv", [["x1. Age?", "x2. Sex?"], ["1", "2"]]))
    assert export.found["structure"] == "none: other.lss is of another survey, or the headings are not codes"
    assert [column.says for column in export.columns] == ["", ""]


def test_a_structure_from_before_version_4(tmp_path: Path) -> None:
    old = {**question("1", "party", "L"), "question": "Your party", "language": "en"}
    german = {**old, "question": "Ihre Partei", "language": "de"}
    answer = {"qid": "1", "code": "r", "answer": "Red", "sortorder": "1", "language": "en", "scale_id": "0"}
    path = tmp_path / "a.lss"
    path.write_text(lss(("questions", [old, german]), ("answers", [answer]), languages="en de"), encoding="utf-8")
    asked = read_structure(path)["party"]
    assert (asked.text, dict(asked.answers)) == ("Your party", {"r": "Red"})


def test_markup_is_taken_out_of_texts() -> None:
    assert plain("<p>Is 3 < 4<br/>or&nbsp;not?</p>") == "Is 3 < 4 or not?"


AGAIN = "Export the structure again in LimeSurvey (Display/Export, .lss), or take the file away."
BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (lss(head=BOMB), f"a.lss: the structure declares a document type or entities\n  do:      {AGAIN}"),
        (
            lss(head='<!DOCTYPE d SYSTEM "file:///etc/passwd">'),
            f"a.lss: the structure declares a document type or entities\n  do:      {AGAIN}",
        ),
        ("<html/>", f"a.lss: not a structure that LimeSurvey wrote\n  found:   html\n  do:      {AGAIN}"),
    ],
)
def test_a_structure_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.lss"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        read_structure(path)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "data",
    [STRUCTURE.encode()[:400], b"", b"\x00\x01", ("<document>" + "<a>" * 5_000).encode()],
    ids=["torn", "empty", "bytes", "deep"],
)
def test_a_torn_structure_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.lss"
    path.write_bytes(data)
    with pytest.raises(InputRefused, match=r"^a\.lss: the structure cannot be read\n"):
        read_structure(path)


def test_a_document_type_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.lss"
    path.write_bytes(lss(head=BOMB).replace("UTF-8", "UTF-16").encode("utf-16"))
    with pytest.raises(InputRefused, match="the structure declares a document type or entities"):
        read_structure(path)


def form(path: Path) -> Path:
    """An XLSForm."""
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (
        ("type", "name", "label::English", "label::French"),
        ("start", "start", None, None),
        ("begin_group", "home", "Home", None),
        ("select_one yn", "own", "Do you own it?", "Proprio?"),
        ("select_multiple ways", "travel", "How do you travel?", None),
        ("end group", None, None, None),
        ("integer", "age", "Your age", None),
        ("geopoint", "spot", "Where?", None),
        ("text", "why", "Why?", None),
    ):
        survey.append(row)
    choices = book.create_sheet("choices")
    for row in (
        ("list_name", "name", "label::English", "label::French"),
        ("yn", "y", "Yes", "Oui"),
        ("yn", "n", "No", "Non"),
        ("ways", "bus", "By bus", None),
        ("ways", "tram", "By tram; red", None),
    ):
        choices.append(row)
    book.save(path)
    return path


def test_a_form_names_questions_and_answers(tmp_path: Path) -> None:
    form(tmp_path / "any.xlsx")
    header = ["start", "home-own", "home-travel", "age", "spot", "why", "KEY"]
    path = written(tmp_path / "a.csv", [header, ["2024-02-01", "y", "bus tram", "31", "53.1 1.2", "y", "uuid:1"]])
    export = opened(odk.READER, path)
    assert told(export.columns) == [
        ("start", "start", "", "start", "", "paradata"),
        ("home-own", "Do you own it?", "", "home-own", "", "single"),
        ("home-travel", "How do you travel?", "", "home-travel", "", "multiple"),
        ("age", "Your age", "", "age", "", "numeric"),
        ("spot", "Where?", "", "spot", "", "identity"),
        ("why", "Why?", "", "why", "", "open"),
        ("KEY", "KEY", "", "KEY", "", "paradata"),
    ]
    assert export.columns[1].labels == {"y": "Yes", "n": "No"}
    # A label holds the usual mark, so another stands between answers.
    assert export.columns[2].separator == " | "
    assert cells(export, "home-own", "home-travel", "why") == [["Yes", "By bus | By tram; red", "y"]]
    assert export.found["form"] == "any.xlsx"


def test_a_group_of_a_form_ends() -> None:
    survey = [{"type": "begin group", "name": "home"}, {"type": "text", "name": "a"}, {"type": "end group"}]
    assert list(fields_of([*survey, {"type": "text", "name": "b"}], [])) == ["home/a", "b"]


def test_a_form_labels_options_in_columns_of_their_own(tmp_path: Path) -> None:
    form(tmp_path / "a.xlsx")
    header = ["home/travel", "home/travel/bus", "home/travel/tram", "_uuid", "_submission_time"]
    export = opened(odk.READER, written(tmp_path / "a.csv", [header, ["bus", "1", "0", "x", "t"]]))
    assert [(column.heading, column.part, column.says) for column in export.columns[:3]] == [
        ("How do you travel?", "", "paradata"),
        ("How do you travel?", "By bus", "multiple"),
        ("How do you travel?", "By tram; red", "multiple"),
    ]


def test_a_workbook_of_that_name_that_is_no_form_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 torn")
    export = opened(odk.READER, written(tmp_path / "a.csv", [["age", "KEY"], ["1", "2"]]))
    assert export.found["form"] == "none: a.xlsx is no form that can be read"


SUBMISSIONS = [
    {"instanceID": "uuid:1", "age": 31, "price": 0.10, "home": {"own": True, "note": None}, "ways": ["bus", "tram"]},
    {"instanceID": "uuid:2", "age": 0, "people": [{"name": "a", "work": ["x", "y"]}, {"name": "b", "work": []}]},
    "nothing",
    {"instanceID": "uuid:4", "people": []},
]


def test_nested_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    text = json.dumps(SUBMISSIONS).replace("0.1,", "0.10,")
    path.write_text(text, encoding="utf-8")
    assert odk.READER.recognises(path, []) == 3
    export = opened(odk.READER, path)
    assert [(column.name, column.says, column.separator) for column in export.columns] == [
        ("instanceID", "paradata", ""),
        ("age", "", ""),
        ("price", "", ""),
        ("home/own", "", ""),
        ("home/note", "", ""),
        ("ways", "multiple", "; "),
        ("people (count)", "numeric", ""),
        ("people/name", "open", "; "),
        ("people/work", "open", "; "),
    ]
    assert cells(export) == [
        ["uuid:1", "31", "0.10", "TRUE", "", "bus; tram", "", "", ""],
        ["uuid:2", "0", "", "", "", "", "2", "a; b", "x; y"],
        ["uuid:4", "", "", "", "", "", "0", "", ""],
    ]
    assert numbers(export) == [1, 2, 4]
    assert export.bad_rows() == (BadRow(3, "", "str", "not_a_submission"),)
    assert export.found["repeats"] == "counted as '<repeat> (count)'; their values stand in one cell, joined by '; '"


@pytest.mark.parametrize("key", ["results", "value"])
def test_what_a_server_answers_holds_its_submissions(tmp_path: Path, key: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps({"count": 1, key: [{"_uuid": "1", "age": 3}]}).encode())
    assert odk.READER.recognises(path, []) == 3
    assert cells(opened(odk.READER, path)) == [["1", "3"]]


CUT = "Export it again; the file may have been cut off."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[{"age": 3,\n"sex": "f',
            f"a.json, line 2, character 8: the file is no whole JSON\n"
            f"  found:   Unterminated string starting at\n  do:      {CUT}",
        ),
        (
            "[" * 200_000,
            "a.json: the file is nested too deeply\n  allowed: 30 levels\n  do:      Export it as CSV.",
        ),
        (
            '[{"a": ' + '{"a": ' * 40 + "1" + "}" * 41 + "]",
            "a.json: the file is nested too deeply\n  allowed: 30 levels\n  do:      Export it as CSV.",
        ),
        (
            '[{"age": 3, "age": 4}]',
            "a.json: a name stands twice in one object\n  found:   age\n  do:      Export it again, or as CSV.",
        ),
        (
            '{"age": 3}',
            "a.json: the file holds no list of submissions\n  found:   dict\n"
            "  allowed: a list of objects, or one under 'results' or 'value'\n  do:      Export it again, or as CSV.",
        ),
        ("[]", "a.json: the file holds no submission\n  do:      Export it again."),
    ],
    ids=["torn", "bomb", "deep", "twice", "no list", "empty"],
)
def test_json_that_is_no_list_of_submissions_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputRefused) as refused:
        opened(odk.READER, path)
    assert str(refused.value) == said


def test_a_long_number_stays_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('[{"_uuid": "1", "n": ' + "9" * 5_000 + "}]", encoding="utf-8")
    assert cells(opened(odk.READER, path), "n") == [["9" * 5_000]]


def test_a_missing_json_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputRefused, match=r"^none\.json: the file is missing"):
        opened(odk.READER, tmp_path / "none.json")
