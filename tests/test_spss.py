"""SPSS files: labels, missing values, dates, sets; damaged files; the process that reads them.

The files are made here with pyreadstat, and the expected cells are written by hand. The real files are compared with
what PSPP, another program, makes of them.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.consultation.names import as_compared
from findings.errors import InputRefused
from findings.intake.export import PART, Export, Opening
from findings.intake.formats import sav_child, sav_process
from findings.intake.formats.sav_process import Variable
from findings.intake.formats.sav_values import Texts, Ticks, day, texts_of_labels
from findings.intake.formats.spss import READER
from findings.intake.formats.unanswered import why_missing

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "spss"
DAMAGED = (
    "the SPSS file is damaged, cut short, or of a kind that cannot be read",
    "Copy or export it again, or open it in SPSS or PSPP and save it as CSV.",
)


def rows_of(export: Export, *names: str) -> list[tuple[str, ...]]:
    wanted = names or tuple(column.name for column in export.columns)
    return [tuple(row) for part in export.parts(wanted) for row in part.rows]


def refused(path: Path, opening: Opening | None = None) -> str:
    with pytest.raises(InputRefused) as caught:
        rows_of(READER.open(path, opening or Opening()))
    return str(caught.value)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four cases: a scale, a number, a text with codes, a day, words."""
    path = tmp_path_factory.mktemp("spss") / "made.sav"
    frame = pd.DataFrame(
        {
            "q1": [1.0, 2.0, 9.0, 3.0],
            "q1b": [2.0, None, 1.0, 2.0],
            "age": [34.0, -8.0, 0.5, -2.5],
            "sex": ["f", "m", "x", ""],
            "day": [datetime.date(2021, 6, 1), datetime.date(1999, 12, 31), None, datetime.date(2024, 2, 29)],
            "why": ["=1+1", "Né à Köln", "", "  x"],
        }
    )
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=["How far do you agree?", "How far do you agree?", "Age&nbsp;now", "Sex", "", "Why?"],
        variable_value_labels={
            "q1": {2: "Agree", 1: "Strongly agree", 9: "Refused", 8: "Not applicable"},
            "q1b": {1: "Yes", 2: "yes"},
            "sex": {"f": "Female", "m": "Male"},
        },
        missing_ranges={"q1": [8, 9], "age": [{"lo": -9, "hi": -1}], "sex": ["x"]},
        variable_measure={"q1": "ordinal", "q1b": "nominal", "age": "scale", "sex": "nominal", "why": "nominal"},
    )
    return path


@pytest.fixture(scope="module")
def export(made: Path) -> Export:
    return READER.open(made, Opening())


def test_cells_hold_labels_in_the_place_of_codes_and_codes_where_there_is_no_label(export: Export) -> None:
    assert rows_of(export) == [
        ("Strongly agree", "yes (2)", "34", "Female", "2021-06-01", "=1+1"),
        ("Agree", "", "-8", "Male", "1999-12-31", "Né à Köln"),
        ("Refused", "Yes (1)", "0.5", "x", "", ""),
        ("3", "yes (2)", "-2.5", "", "2024-02-29", "  x"),
    ]
    assert export.found == {"encoding": "UTF-8", "cases": "4"}


def test_columns_say_what_the_file_says(export: Export) -> None:
    told = [
        (column.name, column.heading, column.code, column.says, dict(column.labels), dict(column.missing))
        for column in export.columns
    ]
    agree = "How far do you agree?"
    scale = {"1": "Strongly agree", "2": "Agree", "8": "Not applicable", "9": "Refused"}
    assert told == [
        (agree, agree, "q1", "scale", scale, {"Not applicable": "not_asked", "Refused": "refused"}),
        (f"{agree} > 2", agree, "q1b", "single", {"1": "Yes (1)", "2": "yes (2)"}, {}),
        # -8 and -2.5 lie in the range; which of its values occur is found by reading.
        ("Age now", "Age now", "age", "numeric", {}, {"-8": "user_missing", "-2.5": "user_missing"}),
        ("Sex", "Sex", "sex", "single", {"f": "Female", "m": "Male"}, {"x": "user_missing"}),
        ("day", "day", "day", "date", {}, {}),
        ("Why?", "Why?", "why", "", {}, {}),
    ]


def test_only_the_wanted_columns_are_handed_on_in_the_order_of_the_file(export: Export) -> None:
    (part,) = export.parts(["Why?", "Sex"])
    assert list(part.numbers) == [1, 2, 3, 4]
    assert list(part.rows) == [("Female", "=1+1"), ("Male", "Né à Köln"), ("x", ""), ("", "  x")]
    assert [list(map(tuple, part.rows)) for part in export.parts([])] == [[(), (), (), ()]]


def test_a_set_of_ticks_and_a_set_of_answers_are_questions_with_several_answers(tmp_path: Path) -> None:
    path = tmp_path / "sets.sav"
    frame = pd.DataFrame(
        {"a": [2.0, 1, None, 9], "b": [1.0, 2, None, 2], "first": [1.0, 2, 1, 2], "then": [2.0, None, 2, 1]}
    )
    labels = {name: {1: "Bus", 2: "Tram"} for name in ("first", "then")}
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=["By bus", "By tram", "One", "Two"],
        variable_value_labels=labels | {"a": {1: "No", 2: "Yes"}},
        missing_ranges={"a": [9]},
    )
    # The record that SPSS keeps sets in (type 7, subtype 7), written by hand before the end of the dictionary (999):
    # in "ways" the value 2 means chosen.
    told = b"$ways=D1 2 8 Ways now A B\n$likes=C 5 Likes FIRST THEN\n"
    end = struct.pack("<ii", 999, 0)
    data = path.read_bytes()
    assert data.count(end) == 1
    path.write_bytes(data.replace(end, struct.pack("<iiii", 7, 7, 1, len(told)) + told + end))
    export = READER.open(path, Opening())
    assert [(column.name, column.heading, column.part, column.group, column.says) for column in export.columns] == [
        ("Ways now > By bus", "Ways now", "By bus", "ways", "multiple"),
        ("Ways now > By tram", "Ways now", "By tram", "ways", "multiple"),
        ("Likes > 1", "Likes", "1", "likes", "multiple"),
        ("Likes > 2", "Likes", "2", "likes", "multiple"),
    ]
    assert rows_of(export) == [
        ("1", "0", "Bus", "Tram"),
        ("0", "1", "Tram", ""),
        ("", "", "Bus", "Tram"),
        ("9", "1", "Tram", "Bus"),
    ]
    assert dict(export.columns[0].missing) == {"9": "user_missing"}


def test_a_long_file_comes_in_parts_and_each_case_once(tmp_path: Path) -> None:
    path, cases = tmp_path / "long.zsav", 2 * PART + 5
    pyreadstat.write_sav(pd.DataFrame({"n": [float(n) for n in range(cases)]}), path, compress=True)
    assert path.read_bytes()[:4] == b"$FL3"
    parts = list(READER.open(path, Opening()).parts(["n"]))
    assert [len(part.rows) for part in parts] == [PART, PART, 5]
    assert [number for part in parts for number in part.numbers] == list(range(1, cases + 1))
    assert [row[0] for part in parts for row in part.rows] == [str(n) for n in range(cases)]


@pytest.mark.parametrize("cells", [1, 2, 4, 5, 6, 1000])
def test_however_much_is_read_in_one_go_each_case_comes_once(
    made: Path, cells: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sav_child, "CELLS_AT_ONCE", cells)
    told = io.TextIOWrapper(written)
    monkeypatch.setattr(sys, "stdout", told)
    sav_child._read(str(made), "", ["why", "q1"], 2)
    monkeypatch.undo()
    told.flush()
    written.seek(0)
    words: list[str] = []
    while "end" not in (frame := json.loads(written.readline())):
        blocks = [written.read(length) for _, length in frame["columns"]]
        words += json.loads(blocks[0])
    assert (words, frame) == (["=1+1", "Né à Köln", "", "  x"], {"end": 4})


def test_pspp_reads_the_same_out_of_a_real_file(tmp_path: Path) -> None:
    same_as_pspp(SHARED / "testdata.sav", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["electric", "hotel", "personnel", "physiology", "pyreadstat_sample", "repairs", "pyreadstat_mr_simple_alltypes"],
)
def test_pspp_reads_the_same_out_of_the_other_real_files(name: str, tmp_path: Path) -> None:
    same_as_pspp(SHARED / f"{name}.sav", tmp_path)


def same_as_pspp(path: Path, tmp_path: Path) -> None:
    if not path.is_file():
        pytest.skip("the folder of real files is not here: ../shared/data/spss")
    if not (program := shutil.which("pspp-convert")):
        pytest.skip("PSPP is not installed here: no second program to read .sav files")
    out = tmp_path / "pspp.csv"
    subprocess.run([program, "-O", "csv", "--labels", str(path), str(out)], check=True, capture_output=True)
    with out.open(encoding="utf-8", newline="") as file:
        names, *theirs = csv.reader(file)
    export = READER.open(path, Opening())
    ours = rows_of(export)
    assert [column.code.lower() for column in export.columns] == [name.lower() for name in names]
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        for column, one, two in zip(export.columns, mine, other, strict=True):
            if column.says == "date" and two.strip():
                # PSPP writes month/day/year here.
                month, day_of_month, rest = two.strip().split("/")
                two = f"{rest[:4]}-{month}-{day_of_month}{rest[4:]}"
            if "duplicated" in column.code and one:
                # Two codes have one label in this file; here they are told apart.
                assert one.startswith(two)
                continue
            assert one == " ".join(two.split()), (column.code, one, two)


# --- what cannot be read ----------------------------------------------------------------------------------------------


def test_a_file_cut_short_anywhere_is_refused(made: Path, tmp_path: Path) -> None:
    data = made.read_bytes()
    path = tmp_path / "cut.sav"
    for length in (200, len(data) - 9):
        path.write_bytes(data[:length])
        told = refused(path)
        assert told.startswith(f"cut.sav: {DAMAGED[0]}\n") and told.endswith(f"  do:      {DAMAGED[1]}")


def test_what_is_no_spss_file_is_not_recognised_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.sav"
    path.write_bytes(b"id,answer\n")
    assert READER.recognises(path, []) == 0
    assert refused(path) == ("a.sav: not an SPSS file\n  do:      Save it in SPSS as .sav, or leave out 'data.format'.")
    assert READER.recognises(tmp_path / "none.sav", []) == 0
    assert refused(tmp_path / "none.sav").startswith("none.sav: the file is missing\n")
    path.write_bytes(b"\x1c" + bytes(7) + b"ENCRYPTEDSAV" + b"\x15" + bytes(40))
    assert READER.recognises(path, []) == 3
    assert refused(path) == (
        "a.sav: the file is locked with a password\n  do:      Open it in SPSS and save it without a password."
    )


def test_spss_files_are_recognised(made: Path) -> None:
    assert READER.recognises(made, []) == 3


def test_texts_that_are_not_in_the_encoding_that_the_file_says(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.sav"
    data = made.read_bytes()
    assert "Né à Köln".encode() in data
    path.write_bytes(data.replace("Né à Köln".encode(), "Né à Köln   ".encode("cp1252")))
    assert refused(path) == (
        "old.sav: texts in another encoding than the file says\n"
        "  do:      Say how it is encoded with 'data.encoding': cp1252 for most older files, else latin-1 or utf-8."
    )
    assert rows_of(READER.open(path, Opening(encoding="cp1252")), "Why?")[1] == ("Né à Köln",)
    assert refused(path, Opening(encoding="utf-16")) == (
        "old.sav, data.encoding: not an encoding of SPSS files\n"
        "  found:   utf-16\n"
        "  allowed: detect, utf-8, cp1252, latin-1\n"
        "  do:      Leave out 'data.encoding', or correct it."
    )


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "import time; time.sleep(60)",
        "print('not a frame')",
        """print('{"rows": 1}')""",
        """print('{"rows": 2, "encoding": "", "sets": [], "variables": [{"name": "a"}]}')""",
        "",
    ],
)
def test_whatever_becomes_of_the_process_that_reads_is_a_message(
    made: Path, script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text(script, encoding="utf-8")
    monkeypatch.setattr(sav_child, "__file__", str(child))
    monkeypatch.setattr(sav_process, "SECONDS_A_PART", 0.5)
    assert refused(made) == (
        f"made.sav: {DAMAGED[0]}\n  allowed: a file that SPSS or PSPP opens\n  do:      {DAMAGED[1]}"
    )


def test_a_file_with_fewer_cases_than_it_says_is_refused(made: Path) -> None:
    description = sav_process.describe(made, "detect")
    more = sav_process.Description(5, description.encoding, description.variables, description.sets)
    with pytest.raises(InputRefused, match="4 of 5 cases"):
        list(sav_process.columns_of(made, "detect", more, ["q1"]))


@pytest.mark.slow
@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 255)), min_size=1, max_size=8), st.integers(0, 2500))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(changes: list[tuple[int, int]], cut: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.sav"
        frame = pd.DataFrame({"q": [1.0, 2.0, None], "t": ["a", "b", "é" * 30]})
        pyreadstat.write_sav(
            frame, path, variable_value_labels={"q": {1: "Yes"}}, missing_ranges={"q": [{"lo": 2, "hi": 9}]}
        )
        data = bytearray(path.read_bytes())
        for place, value in changes:
            data[place % len(data)] = value
        path.write_bytes(data[: max(cut, 4)] if cut < len(data) // 4 else data)
        try:
            rows_of(READER.open(path, Opening()))
        except InputRefused as error:
            assert all(problem.where.startswith("a.sav") and problem.do for problem in error.problems)


# --- values -----------------------------------------------------------------------------------------------------------


def variable(kind: str = "F8.2", missing: tuple[tuple[float, float], ...] = ()) -> Variable:
    return Variable("v", "", kind, "nominal", {}, missing)


@given(
    st.dictionaries(
        st.integers(-3, 12).map(float), st.sampled_from(["Agree", "agree", "1", "2 ", "Agree (1)", "", "é"])
    )
)
def test_no_two_values_read_alike(labels: dict[float, str]) -> None:
    texts = Texts(variable(), texts_of_labels(labels, str.strip))
    values = [float(n) for n in range(-3, 13)]
    assert len({as_compared(texts[value]) for value in values}) == len(values)
    assert list(texts_of_labels(labels, str.strip)) == sorted(value for value, text in labels.items() if text.strip())


@given(st.dates(datetime.date(1600, 1, 1), datetime.date(9999, 12, 30)))
def test_days_are_seconds_since_october_1582(date: datetime.date) -> None:
    assert day((date - datetime.date(1582, 10, 14)).days * 86400.0) == date.isoformat()


def test_a_number_that_is_no_day_stays_a_number() -> None:
    assert [day(value) for value in (-1.0, 1e300, float("inf"), float("-inf"), float("nan"), "a")] == [
        "-1",
        "1e+300",
        "inf",
        "-inf",
        "",
        "a",
    ]


def test_ticks_keep_what_is_declared_to_be_no_answer() -> None:
    one = variable(missing=((8.0, 9.0),))
    ticks = Ticks(one, 2.0, Texts(one, {2.0: "Yes", 9.0: "Refused"}))
    assert [ticks[value] for value in (2.0, 1.0, 0.0, 9.0, 8.0, float("nan"))] == ["1", "0", "0", "Refused", "8", ""]


@pytest.mark.parametrize(
    ("label", "why"),
    [
        ("Refused to answer", "refused"),
        ("Prefer not to say", "refused"),
        ("N/A", "not_asked"),
        ("Don't know", "dont_know"),
        ("Not stated", "no_answer"),
        ("No answer (refused)", "refused"),
        ("", "user_missing"),
        ("Somewhere else", "user_missing"),
    ],
)
def test_why_an_answer_is_missing_by_its_label(label: str, why: str) -> None:
    assert why_missing(label) == why
