"""Postcodes become areas by a lookup, and are dropped; what is no postcode is said to be none."""

from __future__ import annotations

import csv
import io
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.errors import InputRefused
from findings.intake import postcodes
from findings.intake.postcodes import NOT_A_POSTCODE, OUTSIDE, Lookup, normalised

GIVES = {"area": "District", "deprivation": "quintile"}
LOOKUP = """\
Postcode,lat,District,quintile
SW1A 1AA,51.5,Westminster,3
m1  1ae,53.4,Manchester,1
BT1,54.6,Belfast,
EH1,55.9,Edinburgh,5
EH1 1BB,55.9,"Leith, the port",4
M11AE,0.0,Manchester,1
"""


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "lookup.csv"
    path.write_bytes(text.encode(encoding))
    return path


def refusal(folder: Path, text: str, encoding: str = "utf-8") -> str:
    with pytest.raises(InputRefused) as caught:
        Lookup.read(written(folder, text, encoding), GIVES)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # One of each form that the Royal Mail lists: A9, A99, AA9, AA99, A9A, AA9A; Girobank; an overseas territory.
        ("m1 1ae", "M1 1AE"),
        ("B338TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("gir 0aa", "GIR 0AA"),
        ("ASCN 1ZZ", "ASCN 1ZZ"),
        ("\tSW1A\u00a01AA\n", "SW1A 1AA"),
        ("SW1A-1AA.", "SW1A 1AA"),
        ("sw1 a1a a", "SW1A 1AA"),
        ("SW1A", "SW1A"),
        # Not a postcode: a letter in the place of a figure, a street, a number, two of them.
        ("M1 OAE", ""),
        ("Rose Cottage", ""),
        ("12345", ""),
        ("M1 1AE M1 1AF", ""),
        ("M1 1A", ""),
        ("", ""),
        ("\u0661M 1AE", ""),
    ],
)
def test_a_postcode_is_written_in_one_way(text: str, expected: str) -> None:
    assert normalised(text) == expected


@given(st.text(string.ascii_letters + string.digits + " .-", max_size=12))
def test_what_is_normalised_stays_as_it_is(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert normalised(once.lower().replace(" ", "")) == once
    # Nothing is made up or left out.
    letters = "".join(sign for sign in text.upper() if sign.isalnum())
    assert once.replace(" ", "") in ("", letters)


def test_each_postcode_is_given_what_the_lookup_says(tmp_path: Path) -> None:
    lookup = Lookup.read(written(tmp_path, LOOKUP), GIVES)
    asked = ["M1 1AE", "sw1a1aa", "EH1 1BB", "EH1 9ZZ", "eh1", "BT1 5GS", "SW1A", "M1 1AF", "at home", "", "  "]
    assert len(lookup) == 5
    assert lookup.answers(asked) == {
        "area": [
            "Manchester",
            "Westminster",
            "Leith, the port",
            # The outward code stands there, so all of it is said to lie there.
            "Edinburgh",
            "Edinburgh",
            "Belfast",
            # Half a postcode of which the lookup has only whole ones.
            NOT_A_POSTCODE,
            OUTSIDE,
            NOT_A_POSTCODE,
            "",
            "",
        ],
        "deprivation": ["1", "3", "4", "5", "5", OUTSIDE, NOT_A_POSTCODE, OUTSIDE, NOT_A_POSTCODE, "", ""],
    }
    assert lookup.answers([]) == {"area": [], "deprivation": []}


def test_what_is_kept_of_a_lookup_holds_no_postcode(tmp_path: Path) -> None:
    answers = Lookup.read(written(tmp_path, LOOKUP), GIVES).answers(["M1 1AE", "EH1 9ZZ", "SW1A 2AA", "N0NE"])
    said = {text for own in answers.values() for text in own}
    assert {text for text in said if normalised(text)} == set()


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"\A[A-C][12] [0-2][AB]{2}\Z"),
            st.sampled_from(["north", "south", "", '"quoted", with comma']),
        ),
        unique_by=lambda row: row[0],
        min_size=1,
    ),
    st.lists(st.from_regex(r"\A[A-C][12] [0-2][AB]{2}\Z")),
)
def test_a_lookup_says_what_a_dictionary_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], asked: list[str]
) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([("postcode", "area"), *rows])
    path = written(tmp_path_factory.mktemp("lookup"), out.getvalue())
    known = dict(rows)
    expected = [known.get(postcode) or OUTSIDE for postcode in asked]
    assert Lookup.read(path, {"q": "area"}).answers(asked) == {"q": expected}


def test_blocks_end_where_they_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postcodes, "_BLOCK", 2)
    lookup = Lookup.read(written(tmp_path, LOOKUP), GIVES)
    assert lookup.answers(["EH1", "", "BT1", "M11AE", "EH1"])["area"] == [
        "Edinburgh", "", "Belfast", "Manchester", "Edinburgh",
    ]  # fmt: skip


def test_a_file_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeff" + LOOKUP.replace("\n", "\r\n"))
    assert Lookup.read(path, GIVES).answers(["M1 1AE"])["area"] == ["Manchester"]


def test_columns_that_are_not_there_are_told_together(tmp_path: Path) -> None:
    assert refusal(tmp_path, "pcds,Distrct,quintile,quintile\n") == (
        "lookup.csv, line 1: no column of postcodes\n"
        "  found:   pcds, Distrct, quintile, quintile\n"
        "  allowed: postcode\n"
        "  do:      Call the column of postcodes 'postcode', and no other.\n"
        "lookup.csv, line 1: no such column, which gives area\n"
        "  found:   District\n"
        "  allowed: pcds, Distrct, quintile, quintile\n"
        "  do:      Did you mean 'Distrct'?\n"
        "lookup.csv, line 1: two columns of one name\n"
        "  found:   quintile\n"
        "  allowed: pcds, Distrct, quintile, quintile\n"
        "  do:      Give one another name."
    )


def test_bad_rows_are_told_together_and_name_no_postcode(tmp_path: Path) -> None:
    text = LOOKUP + "SW1A 1AA,51.5,Camden,3\nM1 1AF,1.0\nnowhere,1,Here,2\n\nM1 1AG,1,2,3,4\n"
    assert refusal(tmp_path, text) == (
        "lookup.csv, lines 9, 12: more or fewer cells than the header row\n"
        "  do:      Correct it, or save the table as CSV again.\n"
        "lookup.csv, line 10: not a postcode and not an outward code\n"
        "  do:      Correct it, or take the row out.\n"
        "lookup.csv, line 8: a postcode that stands there before, with another answer\n"
        "  do:      Keep the row that is right."
    )


def test_of_many_bad_rows_the_first_are_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, LOOKUP + "nowhere,1,Here,2\n" * 1500).startswith(
        "lookup.csv, lines 8, 9, 10, 11, 12, 13, 14, 15, 16, 17 and 1,490 more: not a postcode"
    )


def test_a_lookup_that_is_none(tmp_path: Path) -> None:
    head = LOOKUP.splitlines()[0]
    assert refusal(tmp_path, head + "\n") == ("lookup.csv: a lookup without a postcode\n  do:      Name another file.")
    assert refusal(tmp_path, "").startswith("lookup.csv, line 1: no column of postcodes")
    assert refusal(tmp_path, LOOKUP.replace("Belfast", "Béal Feirste"), "latin-1") == (
        "lookup.csv: the lookup of postcodes is not UTF-8 text\n  do:      Save it as CSV in UTF-8."
    )
    assert refusal(tmp_path, f'{head}\nM1 1AE,1,"Man"chester,1\n').startswith(
        "lookup.csv, line 2: not a row of a CSV file\n"
    )
    assert refusal(tmp_path, f"{head}\nM1 1AE,1,{'x' * 200_000},1\n").startswith(
        "lookup.csv, line 2: not a row of a CSV file\n  found:   field larger than field limit"
    )
    assert refusal(tmp_path, f"{head}\nM1 1AE,1,Man\0chester,1\n") == (
        "lookup.csv, column 'District': a text with control characters\n"
        "  do:      Correct it, or save the table as CSV again."
    )
    with pytest.raises(InputRefused) as caught:
        Lookup.read(tmp_path / "other.csv", GIVES)
    assert str(caught.value) == (
        "other.csv: the lookup of postcodes is missing\n  do:      Put it there, or correct 'file' of 'postcodes'."
    )


def test_a_column_that_names_no_areas_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postcodes, "_MOST_TEXTS", 3)
    assert refusal(tmp_path, LOOKUP) == (
        "lookup.csv, column 'District': too many different texts for the answers of area\n"
        "  found:   more than 3\n"
        "  do:      Name a column of areas or quintiles.\n"
        "lookup.csv, column 'quintile': too many different texts for the answers of deprivation\n"
        "  found:   more than 3\n"
        "  do:      Name a column of areas or quintiles."
    )
