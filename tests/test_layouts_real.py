"""Every layout on the real files: which is recognised as what, and cells read with another program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from findings.intake.export import Export, Opening, Reader
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
from layouts import SHARED, cells, numbers, opened

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the real files (../shared/data) are not here")

READERS: tuple[Reader, ...] = (
    citizen_space.READER,
    eusurvey.READER,
    google_forms.READER,
    limesurvey.READER,
    ms_forms.READER,
    odk.READER,
    qualtrics.READER,
    smartsurvey.READER,
    surveymonkey.READER,
)
SURE = {
    "consultation_layouts/responses_biomass_format.csv": {"citizen_space": 3},
    "consultation_layouts/responses_lgr_format.csv": {"citizen_space": 3},
    "eusurvey/EVERSE_nopersonal.xls": {"eusurvey": 3},
    "google_forms/learning_r_2018.tsv": {"google_forms": 3},
    "google_forms/r_community_2019.xlsx": {"google_forms": 3},
    "limesurvey/rse_2016_uk.csv": {"limesurvey": 2},
    "odk/SAFI.json": {"odk": 3},
    "odk/SAFI_clean.csv": {"odk": 3},
    "odk/SAFI_results_anon.csv": {"odk": 3},
    "qualtrics/sample.csv": {"qualtrics": 3},
    "qualtrics/sample_legacy.csv": {"qualtrics": 3},
    "surveymonkey/star_wars.csv": {"surveymonkey": 3},
}


def files() -> Iterator[str]:
    if SHARED.is_dir():
        for path in sorted(SHARED.rglob("*")):
            if path.is_file() and path.name not in ("LICENCE", "README.md"):
                yield path.relative_to(SHARED).as_posix()


@pytest.mark.parametrize("name", list(files()))
def test_each_file_is_taken_for_what_it_is_and_for_nothing_else(name: str) -> None:
    path = SHARED / name
    head = head_of(path, Opening())
    scores = {reader.name: score for reader in READERS if (score := reader.recognises(path, head))}
    # Any other JSON could be a list of submissions.
    expected = {"odk": 1} if path.suffix in (".json", ".jsonl") else {}
    assert scores == SURE.get(name, expected)


def column(export: Export, *places: int) -> list[list[str]]:
    """The cells of some columns, a row each."""
    return cells(export, *(export.columns[place].name for place in places))


def picked(rows: Sequence[Sequence[str]], *places: int) -> list[list[str]]:
    """The same, as another program read them."""
    return [[row[place] for place in places] for row in rows]


def test_star_wars() -> None:
    path = SHARED / "surveymonkey" / "star_wars.csv"
    export = opened(surveymonkey.READER, path)
    with path.open(encoding="cp1252", errors="replace", newline="") as file:
        rows = list(csv.reader(file))
    assert (len(export.columns), len(cells(export))) == (38, 1186) == (len(rows[0]), len(rows) - 2)
    places = (0, 1, 3, 9, 15, 34, 37)
    assert column(export, *places) == picked(rows[2:], *places)
    says = [column.says for column in export.columns]
    assert says == ["paradata", "", ""] + ["multiple"] * 6 + [""] * 29
    assert [len([c for c in export.columns if c.group == group]) for group in _groups(export)] == [6, 6, 14]
    assert export.columns[15].heading.startswith("Please state whether you view the following characters")
    assert [export.columns[place].part for place in (15, 28)] == ["Han Solo", "Yoda"]
    assert export.columns[34].name == "Age"


def _groups(export: Export) -> list[str]:
    return list(dict.fromkeys(column.group for column in export.columns if column.group))


def test_google_forms_as_tsv() -> None:
    path = SHARED / "google_forms" / "learning_r_2018.tsv"
    export = opened(google_forms.READER, path)
    with path.open(encoding="utf-8", newline="") as file:
        # Google writes no quotation marks here: those in the cells were typed.
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert (len(export.columns), len(numbers(export))) == (43, 3062) == (len(rows[0]), len(rows) - 1)
    places = (0, 4, 9, 25, 42)
    assert column(export, *places) == picked(rows[1:], *places)
    assert [column.separator for column in export.columns] == [""] + [", "] * 42


@pytest.mark.slow
def test_google_forms_as_xlsx() -> None:
    path = SHARED / "google_forms" / "r_community_2019.xlsx"
    export = opened(google_forms.READER, path)
    book = load_workbook(path, read_only=True)
    header, *rows = book["Form Responses 1"].iter_rows(values_only=True)
    assert (len(export.columns), len(rows)) == (52, 1838) == (len(header), len(column(export, 1)))
    whole = [(*row, *[None] * (52 - len(row))) for row in rows]
    assert column(export, 1, 16, 45) == [[str(row[place] or "") for place in (1, 16, 45)] for row in whole]
    # A whole number is written as one.
    assert column(export, 9) == [["" if row[9] is None else f"{row[9]:g}"] for row in whole]
    book.close()


def test_limesurvey() -> None:
    path = SHARED / "limesurvey" / "rse_2016_uk.csv"
    export = opened(limesurvey.READER, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert (len(export.columns), len(cells(export))) == (67, 273) == (len(rows[0]), len(rows) - 1)
    assert cells(export) == rows[1:]
    first, second, last = export.columns[0], export.columns[1], export.columns[66]
    assert (first.says, second.code, second.heading) == ("paradata", "socio1", "In which country do you work?")
    assert (last.code, last.heading) == ("tool2", "What is your Operating System of choice for use at work?")
    assert all(column.code and not column.says for column in export.columns[1:])


PLACE = ("LocationLatitude", "LocationLongitude")


@pytest.mark.parametrize(
    ("name", "identity", "questions"),
    [
        (
            "sample.csv",
            ["IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", *PLACE],
            [("Q1", "This is a multiple choice question.", ""), ("Q2", "This is a free text question.", "open")],
        ),
        (
            "sample_legacy.csv",
            ["Name", "ExternalDataReference", "EmailAddress", "IPAddress", *PLACE, "LocationAccuracy"],
            [("Q1", "This is a multiple choice question.", ""), ("Q2", "This is a free text question.", "")],
        ),
    ],
)
def test_qualtrics(name: str, identity: list[str], questions: list[tuple[str, str, str]]) -> None:
    export = opened(qualtrics.READER, SHARED / "qualtrics" / name)
    assert [column.name for column in export.columns if column.says == "identity"] == identity
    asked = [(c.name, c.heading, c.says) for c in export.columns if c.says not in ("identity", "paradata")]
    assert asked == questions
    assert cells(export, "Q1", "Q2") == [["2", "Hello World!"]]


def test_eusurvey() -> None:
    path = SHARED / "eusurvey" / "EVERSE_nopersonal.xls"
    export = opened(eusurvey.READER, path)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert (len(export.columns), len(cells(export))) == (228, 28) == (len(rows[3]), len(rows) - 4)
    assert numbers(export) == list(range(5, 33))
    assert rows[4][2].startswith("software practitioner / developer(ID76); research software manager(ID77)")
    assert column(export, 2)[0][0].startswith("software practitioner / developer; research software manager")
    # What was typed keeps its brackets.
    assert column(export, 6) == picked(rows[4:], 6)
    says = {place: export.columns[place].says for place in (2, 6, 7, 10, 28, 74, 226, 227)}
    assert says == {
        2: "multiple",
        6: "open",
        7: "",
        10: "matrix",
        28: "scale",
        74: "matrix",
        226: "open",
        227: "paradata",
    }
    levels = [column for column in export.columns if column.group == export.columns[10].group]
    assert [column.part for column in levels] == [
        "Analysis Code",
        "Prototype Tools",
        "Research Software Infrastructures",
    ]


@pytest.mark.parametrize("name", ["SAFI_clean.csv", "SAFI_results_anon.csv"])
def test_odk_as_csv(name: str) -> None:
    path = SHARED / "odk" / name
    export = opened(odk.READER, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [column.name for column in export.columns] == rows[0]
    assert (len(cells(export)), cells(export)) == (131, rows[1:])
    assert export.columns[-1].says == "paradata"


def test_odk_as_json() -> None:
    path = SHARED / "odk" / "SAFI.json"
    export = opened(odk.READER, path)
    submissions = json.loads(path.read_text(encoding="utf-8"))
    assert len(cells(export)) == len(submissions) == 131
    assert column(export, 0) == [[str(each["C06_rooms"])] for each in submissions]
    names = [column.name for column in export.columns]
    counted = names.index("F_liv (count)")
    assert column(export, counted) == [[str(len(each["F_liv"]))] for each in submissions]
    animals = [[animal["F_curr_liv"] or "" for animal in each["F_liv"]] for each in submissions]
    assert column(export, names.index("F_liv/F_curr_liv")) == [["; ".join(filter(None, each))] for each in animals]
    months = [each["G02_months_lack_food"] for each in submissions]
    assert column(export, names.index("G02_months_lack_food")) == [["; ".join(each or [])] for each in months]
    assert export.columns[names.index("G02_months_lack_food")].says == "multiple"
    assert [name for name in names if "gps" in name.lower() or "latitude" in name.lower()] == [
        column.name for column in export.columns if column.says == "identity"
    ]


@pytest.mark.parametrize(("name", "above"), [("biomass", 2), ("lgr", 1), ("scr", 2)])
def test_citizen_space(name: str, above: int) -> None:
    path = SHARED / "consultation_layouts" / f"responses_{name}_format.csv"
    export = opened(citizen_space.READER, path)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert cells(export) == rows[above:]
    assert numbers(export) == list(range(above + 1, len(rows) + 1))
    header = rows[1] if name == "biomass" else rows[0]
    assert [column.name for column in export.columns] == header


def test_the_proposals_of_a_council() -> None:
    export = opened(citizen_space.READER, SHARED / "consultation_layouts" / "responses_lgr_format.csv")
    assert [(column.code, column.heading) for column in export.columns[:4]] == [
        ("", "Respondent type"),
        ("", "Location - address"),
        ("", "Organisation type"),
        ("Prop 1 Q1", "Do you agree or disagree with the proposal?"),
    ]
