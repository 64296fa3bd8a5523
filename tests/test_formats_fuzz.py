"""Whatever the bytes: a table or a refusal in words, in a moment, and never another exception.

What was found this way is kept below as cases of its own.
"""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from findings.errors import InputRefused
from findings.intake.export import Opening
from findings.intake.formats.csv import READER as CSV
from findings.intake.formats.grid import head_of
from findings.intake.formats.xlsx import READER as XLSX

SLOWEST = 5.0
"""Seconds for a file of a few thousand bytes; a bound and no measurement."""

CSV_TEXT = 'id,"a, b",c\n1,"x ""y"" z",é\n\n2,"two\nlines",ü\n3,,“q”\n'
CSV_FILES = [CSV_TEXT.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le")] + [
    CSV_TEXT.replace(",", "\t").encode(),
    b"sep=;\n" + CSV_TEXT.replace(",", ";").encode(),
]
PIECES = [b'"', b"\n", b"\r", b",", b"\t", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9", b"\xc3", b";" * 50, b"&nbsp"]


def workbook_bytes() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["id", "a", "b"], [1, "x", 0.5], [2, "é", True], [3, "#N/A", None]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


XLSX_FILE = workbook_bytes()
with zipfile.ZipFile(io.BytesIO(XLSX_FILE)) as _archive:
    MEMBERS = {name: _archive.read(name) for name in _archive.namelist()}

edits = st.lists(
    st.tuples(
        st.sampled_from(["cut", "insert", "flip", "repeat", "drop"]),
        st.floats(0, 1),
        st.one_of(st.sampled_from(PIECES), st.binary(min_size=1, max_size=6)),
    ),
    min_size=1,
    max_size=5,
)


def edited(data: bytes, changes: list[tuple[str, float, bytes]]) -> bytes:
    for kind, where, piece in changes:
        place = int(where * len(data))
        if kind == "cut":
            data = data[:place]
        elif kind == "insert":
            data = data[:place] + piece + data[place:]
        elif kind == "flip":
            data = data[:place] + piece + data[place + len(piece) :]
        elif kind == "repeat":
            data = data[:place] + data[place : place + 40] * 20 + data[place:]
        else:
            data = data[:place] + data[place + 10 :]
    return data


def read_or_refused(reader, path, **opening):
    """The rows of an export, or the words of its refusal; anything else fails the test."""
    start = time.monotonic()
    head = head_of(path, Opening(**opening))
    reader.recognises(path, head)
    try:
        export = reader.open(path, Opening(**opening))
        names = [column.name for column in export.columns]
        assert len(set(names)) == len(names)
        rows = [row for part in export.parts(names) for row in part.rows]
        assert all(len(row) == len(names) for row in rows)
        assert all(isinstance(cell, str) for row in rows for cell in row)
        assert not any("\0" in cell for row in rows for cell in row) or reader is XLSX
        return rows
    except InputRefused as refused:
        assert refused.problems
        return str(refused)
    finally:
        assert time.monotonic() - start < SLOWEST


many = settings(
    deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@many
@given(st.sampled_from(CSV_FILES), edits, st.sampled_from(["detect", "utf-8", "cp1252", "latin-1", "utf-16"]))
def test_edited_text(tmp_path, data, changes, encoding):
    path = tmp_path / "file.csv"
    path.write_bytes(edited(data, changes))
    read_or_refused(CSV, path, encoding=encoding)


@many
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path, data):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    read_or_refused(CSV, path)


@settings(many, max_examples=120)
@given(edits)
def test_an_edited_zip(tmp_path, changes):
    path = tmp_path / "file.xlsx"
    path.write_bytes(edited(XLSX_FILE, changes))
    read_or_refused(XLSX, path)


@settings(many, max_examples=150)
@given(st.sampled_from(sorted(MEMBERS)), edits)
def test_a_whole_zip_with_an_edited_member(tmp_path, member, changes):
    """The sums are right, so that what reads the XML is what meets the fault."""
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in MEMBERS.items():
            archive.writestr(name, edited(data, changes) if name == member else data)
    read_or_refused(XLSX, path)


@pytest.mark.parametrize(
    "name",
    sorted(MEMBERS),
)
def test_a_workbook_without_one_of_its_members(tmp_path, name):
    path = tmp_path / "file.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for other, data in MEMBERS.items():
            if other != name:
                archive.writestr(other, data)
    read_or_refused(XLSX, path)
