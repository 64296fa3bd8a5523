"""Each layout on a small file made after the tool's documentation: every column, and every cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from findings.errors import InputRefused
from findings.intake.export import Opening
from findings.intake.formats import (
    citizen_space,
    eusurvey,
    google_forms,
    limesurvey,
    ms_forms,
    odk,
    qualtrics,
    smartsurvey,
    surveymonkey,
)
from findings.intake.formats.grid import head_of
from layouts import cells, numbers, opened, told, written


def score(reader: object, path: Path) -> int:
    return reader.recognises(path, head_of(path, Opening()))  # type: ignore[attr-defined]


def test_surveymonkey(tmp_path: Path) -> None:
    own = ["Respondent ID", "IP Address", "Custom Data 1"]
    rows = ["Seats", "Price", "Name:", "Email Address:", "ZIP/Postal Code:"]
    path = written(
        tmp_path / "answers.csv",
        [
            [*own, "How do you travel?", "", "", "Age", "Anything else?", "Rate these", "", "Where are you?", "", ""],
            ["", "", "", "By bus", "By tram", "Other (please specify)", "Response", "Open-Ended Response", *rows],
            ["1", "192.0.2.1", "a7", "By bus", "", "on foot", "18-24", "=no", "Good", "Bad", "A", "b@c.de", "LS1"],
            ["2", "192.0.2.2", "", "By bus", "By tram", "", "25-34", "", "Bad", "", "", "", ""],
        ],
    )
    export = opened(surveymonkey.READER, path)
    travel, rate, where = "4. How do you travel?", "9. Rate these", "11. Where are you?"
    assert told(export.columns) == [
        ("Respondent ID", "Respondent ID", "", "", "", "paradata"),
        ("IP Address", "IP Address", "", "", "", "identity"),
        ("Custom Data 1", "Custom Data 1", "", "", "", "identity"),
        ("How do you travel? > By bus", "How do you travel?", "By bus", "", travel, "multiple"),
        ("How do you travel? > By tram", "How do you travel?", "By tram", "", travel, "multiple"),
        (
            "How do you travel? > Other (please specify)",
            "How do you travel?",
            "Other (please specify)",
            "",
            travel,
            "open",
        ),
        ("Age", "Age", "", "", "", ""),
        ("Anything else?", "Anything else?", "", "", "", "open"),
        ("Rate these > Seats", "Rate these", "Seats", "", rate, ""),
        ("Rate these > Price", "Rate these", "Price", "", rate, ""),
        ("Where are you? > Name:", "Where are you?", "Name:", "", where, "identity"),
        ("Where are you? > Email Address:", "Where are you?", "Email Address:", "", where, "identity"),
        ("Where are you? > ZIP/Postal Code:", "Where are you?", "ZIP/Postal Code:", "", where, "identity"),
    ]
    assert cells(export, "Age", "Anything else?") == [["18-24", "=no"], ["25-34", ""]]
    assert numbers(export) == [3, 4]
    assert score(surveymonkey.READER, path) == 3
    assert score(smartsurvey.READER, path) == 0


def test_surveymonkey_without_its_own_columns_is_likely(tmp_path: Path) -> None:
    rows = [["Age", "How do you travel?", ""], ["Response", "By bus", "By tram"], ["18-24", "By bus", ""]]
    path = written(tmp_path / "answers.csv", [*rows, ["", "", "By tram"]])
    assert score(surveymonkey.READER, path) == 2
    assert [column.says for column in opened(surveymonkey.READER, path).columns] == ["", "multiple", "multiple"]


def test_smartsurvey(tmp_path: Path) -> None:
    path = written(
        tmp_path / "answers.csv",
        [
            ["UserID", "UserNo", "Name", "Email", "IP Address", "Unique ID", "Started", "Ended", "1. Travel?", ""],
            ["", "", "", "", "", "", "", "", "Bus", "Tram"],
            ["9", "1", "A", "b@c.de", "192.0.2.1", "", "01/02/2024 10:00", "01/02/2024 10:05", "Bus", "Tram"],
        ],
    )
    export = opened(smartsurvey.READER, path)
    assert [column.says for column in export.columns] == (
        ["paradata"] * 2 + ["identity"] * 4 + ["paradata"] * 2 + ["multiple"] * 2
    )
    assert told(export.columns)[8:] == [
        ("1. Travel? > Bus", "1. Travel?", "Bus", "", "9. 1. Travel?", "multiple"),
        ("1. Travel? > Tram", "1. Travel?", "Tram", "", "9. 1. Travel?", "multiple"),
    ]
    assert (score(smartsurvey.READER, path), score(surveymonkey.READER, path)) == (3, 0)


def test_google_forms(tmp_path: Path) -> None:
    header = [
        "Timestamp",
        "Email Address",
        "Score",
        "Travel?",
        "Rate [Seats]",
        "Rate [Price (GBP) [now]]",
        "Cost [GBP]",
    ]
    row = ["2024/02/01 10:00:00", "b@c.de", "3 / 10", "Bus, tram", "Good", "Bad", "3"]
    path = written(tmp_path / "answers.csv", [header, row])
    export = opened(google_forms.READER, path)
    assert told(export.columns) == [
        ("Timestamp", "Timestamp", "", "", "", "paradata"),
        ("Email Address", "Email Address", "", "", "", "identity"),
        ("Score", "Score", "", "", "", "paradata"),
        ("Travel?", "Travel?", "", "", "", ""),
        ("Rate [Seats]", "Rate", "Seats", "", "Rate", "matrix"),
        ("Rate [Price (GBP) [now]]", "Rate", "Price (GBP) [now]", "", "Rate", "matrix"),
        ("Cost [GBP]", "Cost [GBP]", "", "", "", ""),
    ]
    assert [column.separator for column in export.columns] == ["", "", "", ", ", ", ", ", ", ", "]
    assert score(google_forms.READER, path) == 3


def test_a_file_from_the_google_form_itself_divides_answers_otherwise(tmp_path: Path) -> None:
    rows = [["Timestamp", "Travel?"], ["2024/02/01 10:00:00 AM GMT+1", "Bus;Tram, red"]]
    export = opened(google_forms.READER, written(tmp_path / "answers.csv", rows))
    assert export.columns[1].separator == ";"
    assert export.found["between answers"] == "';'"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["timestamp", "value"], ["2024-02-01T10:00:00Z", "1"]], 3),
        ([["Timestamp", "value"], ["1706781600", "1"]], 0),
        ([["Timestamp", "value"]], 1),
        ([["When", "value"], ["2024-02-01 10:00:00", "1"]], 0),
    ],
)
def test_google_forms_needs_times_below_its_heading(rows: list[list[str]], expected: int) -> None:
    assert google_forms.READER.recognises(Path("x.csv"), rows) == expected


LIME = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "ipaddr. IP address"]


def test_limesurvey_code_and_text(tmp_path: Path) -> None:
    header = [*LIME, "G01Q01. Your age?", "G01Q02[SQ001]. Travel? [By bus]", "G01Q02[other]. Travel? [Other]"]
    header += ["G01Q03[1]. Order [Rank 1]", "groupTime12. Group time: First", "G01Q01Time. Question time: G01Q01"]
    path = written(
        tmp_path / "a.csv", [header, ["1", "2024-02-01 10:00:00", "3", "192.0.2.1", "N/A", "Yes"] + ["x"] * 4]
    )
    export = opened(limesurvey.READER, path)
    assert told(export.columns) == [
        (header[0], "Response ID", "", "id", "", "paradata"),
        (header[1], "Date submitted", "", "submitdate", "", "paradata"),
        (header[2], "Last page", "", "lastpage", "", "paradata"),
        (header[3], "IP address", "", "ipaddr", "", "identity"),
        (header[4], "Your age?", "", "G01Q01", "", ""),
        (header[5], "Travel?", "By bus", "G01Q02[SQ001]", "G01Q02", ""),
        (header[6], "Travel?", "Other", "G01Q02[other]", "G01Q02", ""),
        (header[7], "Order", "Rank 1", "G01Q03[1]", "G01Q03", ""),
        (header[8], "Group time: First", "", "groupTime12", "", "paradata"),
        (header[9], "Question time: G01Q01", "", "G01Q01Time", "", "paradata"),
    ]
    assert export.columns[4].missing == {"N/A": "not_asked"}
    assert export.columns[0].missing == {}
    assert export.found["structure"] == "none"
    assert score(limesurvey.READER, path) == 3


def test_a_limesurvey_question_about_time_is_no_timing() -> None:
    columns = limesurvey.columns_of(["id", "submitdate", "travel", "travelTime", "leisureTime"])
    assert [column.says for column in columns] == ["paradata", "paradata", "", "paradata", ""]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["id", "submitdate", "lastpage", "q1"], 3),
        (["Response ID", "Date submitted", "Last page", "Start language", "Your age?"], 3),
        (["edu1. Your degree?", "edu2. Your subject?", "work1. Where?"], 2),
        (["Q1. Your age?", "Q2. Your sex?"], 1),
        (["Your age?", "Your sex?"], 0),
        (["1. Your age?", "2. Your sex?"], 0),
    ],
)
def test_limesurvey_is_known_by_its_headings(header: list[str], expected: int) -> None:
    assert limesurvey.READER.recognises(Path("x.csv"), [header, ["1"] * len(header)]) == expected


def test_qualtrics_with_three_header_rows(tmp_path: Path) -> None:
    names = ["StartDate", "Status", "IPAddress", "RecipientEmail", "Q1", "Q1_3_TEXT", "Q2_1", "Q2_2", "Q3_1", "Q3_2"]
    texts = ["Anfang", "Status", "IP", "E-Mail", "Party? - Selected Choice", "Party? - Other - Text"]
    texts += [
        "Travel? - Selected Choice - Bus",
        "Travel? - Selected Choice - Tram",
        "Rate - Seats",
        "Rate - Price - now",
    ]
    ids = ["startDate", "status", "ipAddress", "recipientEmail", "QID1", "QID1_3_TEXT", "QID2_1", "QID2_2"]
    ids += ["QID3_1", "QID3_2"]
    names, texts, ids = (
        [*names, "Q4_Page Submit", "Source"],
        [*texts, "Timing", "Source"],
        [*ids, "QID4_PAGE_SUBMIT", "Source"],
    )
    third = [f'{{"ImportId":"{each}","timeZone":"Z"}}' for each in ids]
    rows = [
        ["2024-02-01 10:00:00", "Survey Preview", "192.0.2.1", "b@c.de", "Other", "x", "Bus", "", "1", "2", "3", "web"]
    ]
    rows += [["2024-02-01 11:00:00", "IP Address", "192.0.2.1", "", "Red", "", "", "Tram", "2", "2", "3", "web"]]
    path = written(tmp_path / "a.csv", [names, texts, third, *rows])
    export = opened(qualtrics.READER, path)
    assert told(export.columns) == [
        ("StartDate", "StartDate", "", "StartDate", "", "paradata"),
        ("Status", "Status", "", "Status", "", "paradata"),
        ("IPAddress", "IPAddress", "", "IPAddress", "", "identity"),
        ("RecipientEmail", "RecipientEmail", "", "RecipientEmail", "", "identity"),
        ("Q1", "Party?", "", "Q1", "QID1", ""),
        ("Q1_3_TEXT", "Party?", "Other - Text", "Q1_3_TEXT", "QID1", "open"),
        ("Q2_1", "Travel?", "Bus", "Q2_1", "QID2", "multiple"),
        ("Q2_2", "Travel?", "Tram", "Q2_2", "QID2", "multiple"),
        ("Q3_1", "Rate", "Seats", "Q3_1", "QID3", ""),
        ("Q3_2", "Rate", "Price - now", "Q3_2", "QID3", ""),
        ("Q4_Page Submit", "Timing", "", "Q4_Page Submit", "", "paradata"),
        ("Source", "Source", "", "Source", "", ""),
    ]
    # Previews are kept, and seen in the status.
    assert cells(export, "Status", "Q2_2") == [["Survey Preview", ""], ["IP Address", "Tram"]]
    assert numbers(export) == [4, 5]
    assert score(qualtrics.READER, path) == 3


def test_qualtrics_takes_what_all_columns_share_for_the_question() -> None:
    texts = ["Rate - today - Seats", "Rate - today - Price", "Timing - First", "Timing - Last"]
    ids = ["QID1_1", "QID1_2", "QID2_FIRST_CLICK", "QID2_LAST_CLICK"]
    columns = qualtrics.columns_of(["Q1_1", "Q1_2", "T_1", "T_2"], texts, ids)
    assert [(column.heading, column.part, column.group, column.says) for column in columns] == [
        ("Rate - today", "Seats", "QID1", ""),
        ("Rate - today", "Price", "QID1", ""),
        ("Timing - First", "", "", "paradata"),
        ("Timing - Last", "", "", "paradata"),
    ]


def test_qualtrics_without_its_third_row(tmp_path: Path) -> None:
    header = ["StartDate", "EndDate", "Status", "ResponseId", "Q1_1", "Q1_2"]
    second = ["Start Date", "End Date", "Response Type", "Response ID", "Rate - Seats", "Rate - Price"]
    rows = [["2024-02-01", "2024-02-01", "0", "R_1", "1", "2"]]
    path = written(tmp_path / "a.csv", [header, second, *rows])
    export = opened(qualtrics.READER, path)
    assert [column.says for column in export.columns] == ["paradata"] * 4 + ["", ""]
    assert told(export.columns)[4:] == [
        ("Q1_1", "Rate", "Seats", "Q1_1", "Q1", ""),
        ("Q1_2", "Rate", "Price", "Q1_2", "Q1", ""),
    ]
    assert cells(export) == rows
    assert score(qualtrics.READER, path) == 2


def test_citizen_space(tmp_path: Path) -> None:
    header = ["Response ID", "Submitted Date", "Q1: What is your name?", "Q2: Travel? - Bus", "Q2: Travel? - Tram"]
    header += ["Q3: Why - or why not?", "Area - Area", "Which area - County"]
    rows = [
        ["ANON-1", "2024-02-01", "A", "Bus", "", "So", "N", "M"],
        ["ANON-2", "2024-02-01", "B", "Bus", "Tram", "", "", ""],
    ]
    path = written(tmp_path / "a.csv", [header, *rows])
    export = opened(citizen_space.READER, path)
    assert told(export.columns) == [
        ("Response ID", "Response ID", "", "", "", "paradata"),
        ("Submitted Date", "Submitted Date", "", "", "", "paradata"),
        (header[2], "What is your name?", "", "Q1", "", "identity"),
        (header[3], "Travel?", "Bus", "Q2", "Q2: Travel?", "multiple"),
        (header[4], "Travel?", "Tram", "Q2", "Q2: Travel?", "multiple"),
        (header[5], "Why - or why not?", "", "Q3", "", ""),
        ("Area - Area", "Area", "", "", "", ""),
        ("Which area - County", "Which area - County", "", "", "", ""),
    ]
    assert cells(export) == rows
    assert (score(citizen_space.READER, path), score(limesurvey.READER, path)) == (3, 0)


def test_citizen_space_with_a_row_above_the_questions(tmp_path: Path) -> None:
    rows = [["Ident 1", "Ident 2"], ["What is your email address?", "Do you agree?"], ["b@c.de", "Yes"]]
    path = written(tmp_path / "a.csv", rows)
    export = opened(citizen_space.READER, path)
    assert told(export.columns) == [
        ("What is your email address?", "What is your email address?", "", "Ident 1", "", "identity"),
        ("Do you agree?", "Do you agree?", "", "Ident 2", "", ""),
    ]
    assert (cells(export), numbers(export)) == ([["b@c.de", "Yes"]], [3])
    assert score(citizen_space.READER, path) == 3


def test_microsoft_forms(tmp_path: Path) -> None:
    header = [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Travel?",
        "Points - Travel?",
        "Order",
        "Name",
        "Why?",
    ]
    rows = [
        ["1", "2/1/24 10:00", "2/1/24 10:05", "anonymous", "", "Bus;Tram, red;", "1", "a;b;c;", "Ann;", "x; y"],
        ["2", "2/1/24 11:00", "2/1/24 11:05", "anonymous", "", "Bus;", "0", "c;a;b;", "Bob", ""],
    ]
    path = written(tmp_path / "a.csv", [header, *rows])
    export = opened(ms_forms.READER, path)
    assert [(column.name, column.says, column.separator) for column in export.columns] == [
        ("ID", "paradata", ""),
        ("Start time", "paradata", ""),
        ("Completion time", "paradata", ""),
        ("Email", "identity", ""),
        ("Name", "identity", ""),
        ("Travel?", "multiple", ";"),
        ("Points - Travel?", "paradata", ""),
        ("Order", "ranking", ";"),
        ("Name > 2", "", ""),
        ("Why?", "", ""),
    ]
    assert cells(export, "Travel?", "Order", "Name > 2", "Why?") == [
        ["Bus;Tram, red", "a;b;c", "Ann;", "x; y"],
        ["Bus", "c;a;b", "Bob", ""],
    ]
    assert score(ms_forms.READER, path) == 3


def test_eusurvey(tmp_path: Path) -> None:
    header = [
        "Travel? (Q1)",
        "Rate these: Seats (R1)",
        "Rate these: Price (R2)",
        "Why? (Q2)",
        "How sure? (Q3)",
        "Plain",
    ]
    path = written(
        tmp_path / "a.csv",
        [
            ["Alias", "travel", "", "", "", "", ""],
            ["Export Date", "2024-02-01 10:00:00", "", "", "", "", ""],
            ["", "", "", "", "", "", ""],
            [*header, "Creation date"],
            [
                "Bus(ID1); Tram (red)(ID2)",
                "good(ID3)",
                "bad(ID4)",
                "because (of it)",
                "3/5",
                "12",
                "2024-02-01 09:00:00",
            ],
            ["Bus(ID1)", "bad(ID4)", "", "", "5/5", "13", "2024-02-01 09:01:00"],
        ],
    )
    export = opened(eusurvey.READER, path)
    assert told(export.columns) == [
        (header[0], "Travel?", "", "Q1", "", "multiple"),
        (header[1], "Rate these", "Seats", "R1", "2. Rate these", "matrix"),
        (header[2], "Rate these", "Price", "R2", "2. Rate these", "matrix"),
        (header[3], "Why?", "", "Q2", "", "open"),
        (header[4], "How sure?", "", "Q3", "", "scale"),
        ("Plain", "Plain", "", "", "", ""),
        ("Creation date", "Creation date", "", "", "", "paradata"),
    ]
    assert export.columns[4].labels == {"1": "1/5", "2": "2/5", "3": "3/5", "4": "4/5", "5": "5/5"}
    assert cells(export, header[0], header[1], header[3]) == [
        ["Bus; Tram (red)", "good", "because (of it)"],
        ["Bus", "bad", ""],
    ]
    assert numbers(export) == [5, 6]
    assert score(eusurvey.READER, path) == 3


def test_odk_central_and_kobo(tmp_path: Path) -> None:
    header = [
        "SubmissionDate",
        "travel",
        "travel/bus",
        "travel/other",
        "home-status",
        "spot-Latitude",
        "spot-Longitude",
        "KEY",
    ]
    rows = [["2024-02-01T10:00:00Z", "bus", "1", "0", "NULL", "53.1", "-1.1", "uuid:1"]]
    rows += [["2024-02-01T11:00:00Z", "", "", "", "own", "", "", "uuid:2"]]
    path = written(tmp_path / "a.csv", [header, *rows])
    export = opened(odk.READER, path)
    assert told(export.columns) == [
        ("SubmissionDate", "SubmissionDate", "", "SubmissionDate", "", "paradata"),
        ("travel", "travel", "", "travel", "travel", "paradata"),
        ("travel/bus", "travel", "bus", "travel/bus", "travel", "multiple"),
        ("travel/other", "travel", "other", "travel/other", "travel", "multiple"),
        ("home-status", "home-status", "", "home-status", "", ""),
        ("spot-Latitude", "spot-Latitude", "", "spot-Latitude", "", "identity"),
        ("spot-Longitude", "spot-Longitude", "", "spot-Longitude", "", "identity"),
        ("KEY", "KEY", "", "KEY", "", "paradata"),
    ]
    assert export.columns[4].missing == {"NULL": "no_value"}
    assert cells(export, "travel/bus", "travel/other") == [["Yes", "No"], ["", ""]]
    assert score(odk.READER, path) == 3
    kobo = written(
        tmp_path / "kobo.csv", [["group/age", "_uuid", "_submission_time"], ["31", "x", "2024-02-01T10:00:00"]]
    )
    assert score(odk.READER, kobo) == 3


def test_eusurvey_without_the_ids_of_answers_says_less() -> None:
    columns = eusurvey.columns_of(["Travel? (Q1)", "Why? (Q2)"], [["Bus", "Fun"]])
    assert [(column.heading, column.says) for column in columns] == [("Travel?", ""), ("Why?", "")]


def test_a_number_under_an_odk_question_is_no_option() -> None:
    columns = odk.columns_of(["home", "home/kids", "home/own"], {}, [["x", "3", "1"]])
    assert [(column.heading, column.says) for column in columns] == [
        ("home", "paradata"),
        ("home/kids", ""),
        ("home", "multiple"),
    ]


def test_two_headings_with_one_number_are_two_questions() -> None:
    columns = citizen_space.columns_of(["Prop 1 Q1 - Agree?", "Prop 1 Q1 - Why?"])
    assert [(column.code, column.heading, column.part) for column in columns] == [
        ("Prop 1 Q1", "Agree?", ""),
        ("Prop 1 Q1", "Why?", ""),
    ]


def test_headings_are_cleaned_and_answers_are_not(tmp_path: Path) -> None:
    path = written(
        tmp_path / "a.csv", [["Timestamp", "Your&nbsp;age\n in years"], ["2024-02-01 10:00:00", " 3 &amp; 4"]]
    )
    export = opened(google_forms.READER, path)
    assert export.columns[1].name == "Your age in years"
    assert cells(export, "Your age in years") == [[" 3 &amp; 4"]]


@pytest.mark.parametrize(
    ("reader", "rows", "message"),
    [
        (
            surveymonkey.READER,
            [["RespondentID", "Age"]],
            "a.csv: header rows are missing\n  found:   1\n  allowed: 2 rows\n"
            "  do:      Export it again with all its header rows, or name another format with 'data.format'.",
        ),
        (
            eusurvey.READER,
            [["Age", "Sex"], ["1", "2"]],
            "a.csv, row 1: the lines 'Alias' and 'Export Date' are missing\n"
            "  do:      Export it again from EUSurvey, or name another format with 'data.format'.",
        ),
        (
            eusurvey.READER,
            [["Alias", "x"], ["Export Date", "y"]],
            "a.csv: header rows are missing\n  found:   0\n  allowed: 1 rows\n"
            "  do:      Export it again with all its header rows, or name another format with 'data.format'.",
        ),
    ],
)
def test_a_file_without_its_header_rows_is_refused(
    tmp_path: Path, reader: object, rows: list[list[str]], message: str
) -> None:
    with pytest.raises(InputRefused) as refused:
        opened(reader, written(tmp_path / "a.csv", rows))  # type: ignore[arg-type]
    assert str(refused.value) == message
