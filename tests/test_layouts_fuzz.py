"""Whatever stands in the first rows of a file: no layout breaks, and no column is lost or named twice."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.consultation.names import as_compared
from findings.errors import InputRefused
from findings.intake.export import Column, Reader
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
    two_rows,
)
from findings.intake.formats.nested import SEPARATOR, read_submissions
from layouts import opened, written

# What the tools write, so that the readers' own paths are taken, and anything else.
WORDS = st.sampled_from(
    (
        *("", " ", "Response", "RespondentID", "Q1: Seen? - Jaws", "Q1: Seen? - Alien", "Q1 - Q2", " - ", "a - b - c"),
        *("G01Q01[SQ001]. Seen? [Jaws]", "q1[", "q1]", "[a]", "x [a]", "x [b]", "submitdate", "q1Time", "Timestamp"),
        *(
            "QID1",
            "Q1_1",
            "Q1_2",
            "V1",
            '{"ImportId":"QID1_1"}',
            '{"ImportId":3}',
            "{",
            "_uuid",
            "q/a",
            "q/b",
            "q",
            "/",
        ),
        *(
            "Seen: Jaws (ID1)",
            "Seen: Alien (ID2)",
            "(ID3)",
            "ID",
            "Name",
            "Points - ID",
            "a(ID1); b(ID2)",
            "3/5",
            "99/99",
        ),
        *("a;b;", ";", "Ident 1", "Alias", "Export Date", "Prop 1 Q1 - a", "Other (please specify)", "Email Address:"),
    )
)
CELLS = WORDS | st.text(max_size=12)
COLUMNS: dict[str, Callable[[list[str], list[str], list[list[str]]], Sequence[Column]]] = {
    "citizen_space": lambda first, second, rest: citizen_space.columns_of(first, second),
    "eusurvey": lambda first, second, rest: eusurvey.columns_of(first, rest),
    "google_forms": lambda first, second, rest: google_forms.columns_of(first, rest),
    "limesurvey": lambda first, second, rest: limesurvey.columns_of(first),
    "ms_forms": lambda first, second, rest: ms_forms.columns_of(first, rest),
    "odk": lambda first, second, rest: odk.columns_of(first, {}, rest),
    "qualtrics": lambda first, second, rest: qualtrics.columns_of(first, second, first),
    "qualtrics, old": lambda first, second, rest: qualtrics.columns_of(first, second, old=True),
    "two rows": lambda first, second, rest: two_rows.columns_of(first, second, surveymonkey.SYSTEM, rest),
}
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


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 6))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=3, max_size=6))


@pytest.mark.parametrize("layout", COLUMNS)
@settings(max_examples=40)
@given(table=tables())
def test_each_heading_becomes_one_column_with_its_own_name(layout: str, table: list[list[str]]) -> None:
    first, second, *rest = table
    columns = COLUMNS[layout](first, second, rest)
    assert len(columns) == len(first)
    assert len({as_compared(column.name) for column in columns}) == len(first)
    assert all(column.name for column in columns)


@settings(max_examples=50)
@given(table=tables())
def test_a_file_of_any_words_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    path = written(tmp_path_factory.getbasetemp() / "any.csv", table)
    for reader in READERS:
        assert reader.recognises(path, table) in range(4)
        try:
            export = opened(reader, path)
            names = [column.name for column in export.columns]
            for part in export.parts(names):
                assert all(len(row) == len(names) for row in part.rows)
                assert len(part.numbers) == len(part.rows)
        except InputRefused:
            continue


@settings(max_examples=50)
@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for begin, name in ((b"[", "any.json"), (b"", "any.csv"), (b'[{"_uuid":', "any.json")):
        path = Path(tmp_path_factory.getbasetemp() / name)
        path.write_bytes(begin + data)
        for reader in READERS:
            try:
                export = opened(reader, path)
                list(export.parts([column.name for column in export.columns]))
            except InputRefused:
                continue


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text("abc;", max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(submissions=st.lists(st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3), min_size=1, max_size=4))
def test_no_value_of_a_submission_is_lost(
    tmp_path_factory: pytest.TempPathFactory, submissions: list[dict[str, object]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "submissions.json"
    path.write_text(json.dumps(submissions), encoding="utf-8")
    try:
        read = dict(read_submissions(path).rows)
    except InputRefused:
        assert not any(_leaves(each) or _lists(each) for each in submissions)
        return
    for number, submission in enumerate(submissions, start=1):
        row = read.get(number, {})
        values = [value for name, value in row.items() if not name.endswith("(count)")]
        assert sorted("".join(values).replace(SEPARATOR, "")) == sorted("".join(_leaves(submission)))


def _leaves(value: object) -> list[str]:
    """Every value as text, in any order."""
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    text = {None: "", True: "TRUE", False: "FALSE"}.get(value, str(value)) if not _number(value) else str(value)
    return [text] if text else []


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _lists(value: object) -> bool:
    """Whether there is a repeat in it, which is counted even if it holds nothing."""
    if isinstance(value, dict):
        return any(map(_lists, value.values()))
    return isinstance(value, list) and (any(isinstance(each, dict | list) for each in value) or any(map(_lists, value)))
