"""Workbooks: values as text, and nothing read that a person did not answer."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from findings.errors import InputRefused
from findings.intake.export import BadRow, Opening
from findings.intake.formats import workbook, zipped
from findings.intake.formats.odsxml import column_letters
from findings.intake.formats.xlsx import READER

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def made(path, rows, title="Answers", change=None):
    """A workbook that openpyxl wrote."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    book.save(path)
    return path


def opened(path, **opening):
    export = READER.open(path, Opening(**opening))
    parts = list(export.parts([column.name for column in export.columns]))
    return export, [pair for part in parts for pair in zip(part.numbers, map(list, part.rows), strict=True)]


def refusal(path, **opening):
    with pytest.raises(InputRefused) as refused:
        opened(path, **opening)
    return str(refused.value)


def test_values_as_text(tmp_path):
    rows = [
        ["id", "value"],
        [1, 3.0],
        [2, 0.1],
        [3, datetime.date(2021, 6, 1)],
        [4, datetime.datetime(2021, 6, 1, 10, 0, 0)],
        [5, datetime.time(9, 30)],
        [6, True],
        [7, "'=cmd"],
        [8, 123456789012],
        [9, 1e22],
        [10, " text "],
        [11, "007"],
        [12, datetime.timedelta(hours=30, seconds=5)],
        [13, "two\nlines"],
        [14, -2.50],
    ]
    export, read = opened(made(tmp_path / "book.xlsx", rows))
    assert export.format == "xlsx"
    assert export.found == {"sheet": "Answers"}
    assert [cells[1] for _, cells in read] == [
        *("3", "0.1", "2021-06-01", "2021-06-01 10:00:00", "09:30:00", "TRUE", "'=cmd", "123456789012", "1e+22"),
        *(" text ", "007", "30:00:05", "two\nlines", "-2.5"),
    ]


def test_rows_keep_the_numbers_of_the_sheet_wherever_the_cells_begin(tmp_path):
    def further_down(book, sheet):
        sheet["C4"], sheet["D4"], sheet["C6"], sheet["D7"] = "a", "b", "x", "y"

    _, rows = opened(made(tmp_path / "book.xlsx", [], change=further_down))
    assert rows == [(6, ["x", ""]), (7, ["", "y"])]


def test_a_formula_is_refused_with_its_cells(tmp_path):
    path = made(tmp_path / "book.xlsx", [["a", "b"], [1, "=A2*2"], [2, "=A3*2"]])
    assert refusal(path) == (
        "book.xlsx, sheet 'Answers': cells hold formulas, whose values may be out of date\n"
        "  found:   B2, B3\n"
        "  allowed: values\n"
        "  do:      Copy the sheet and paste it as values (Paste special, Values), or save it as CSV."
    )
    many = made(tmp_path / "many.xlsx", [["a"], *[["=1+1"]] * 13])
    assert "found:   A2, A3, A4, A5, A6, A7, A8, A9, A10, A11 and 3 more\n" in refusal(many)


def test_a_text_that_begins_with_equals_is_text(tmp_path):
    def text(book, sheet):
        sheet["A2"].value = "=1+1"
        sheet["A2"].data_type = "s"

    assert opened(made(tmp_path / "book.xlsx", [["a"], ["x"]], change=text))[1] == [(2, ["=1+1"])]


def test_a_formula_is_found_wherever_the_pieces_are_cut(tmp_path, monkeypatch):
    path = made(tmp_path / "book.xlsx", [["a", "b"], *[[1, 2]] * 30, [1, "=A2"], ["#N/A", 1], *[[1, 2]] * 30])
    for size in (1, 5, 7, 64, 1000):
        monkeypatch.setattr(zipped, "_CHUNK", size)
        assert "  found:   B32\n" in refusal(path)


def test_an_error_is_no_answer_and_sets_its_row_aside(tmp_path):
    rows = [[None, "a", "b"], *[[None, 1, 2]] * 4, [None, "#DIV/0!", 2], [None, 1, "#N/A"]]
    export, read = opened(made(tmp_path / "book.xlsx", rows * 1 + [[None, 5, 6]] * 4))
    assert [number for number, _ in read] == [2, 3, 4, 5, 8, 9, 10, 11]
    assert export.bad_rows() == (BadRow(6, "a", "#DIV/0!", "error_cell"), BadRow(7, "b", "#N/A", "error_cell"))


def test_the_first_sheet_that_is_seen_and_holds_something_or_the_named_one(tmp_path):
    def more(book, sheet):
        hidden = book.create_sheet("Hidden", 0)
        hidden.sheet_state = "hidden"
        hidden.append(["secret"])
        hidden.append(["x"])
        book.create_sheet("Empty", 1)
        other = book.create_sheet("Formulas")
        other["A1"], other["A2"] = "sum", "=1+1"

    path = made(tmp_path / "book.xlsx", [["a"], ["yes"]], change=more)
    export, rows = opened(path)
    assert (dict(export.found), rows) == ({"sheet": "Answers"}, [(2, ["yes"])])
    assert opened(path, sheet="Hidden")[1] == [(2, ["x"])]
    assert refusal(path, sheet="Empty") == (
        "book.xlsx: the sheet 'Empty' is empty\n"
        "  allowed: Hidden, Empty, Answers, Formulas\n"
        "  do:      Name the sheet that holds the responses with 'data.sheet'."
    )
    assert refusal(path, sheet="Answer") == (
        "book.xlsx: the workbook has no such sheet\n"
        "  found:   Answer\n"
        "  allowed: Hidden, Empty, Answers, Formulas\n"
        "  do:      Did you mean 'Answers'?"
    )
    assert "cells hold formulas" in refusal(path, sheet="Formulas")


def test_the_sheet_that_is_read_is_the_one_that_was_looked_through(tmp_path):
    """Whatever stands before it: a hidden sheet with cells, or one whose cells are coloured and empty."""

    def before(book, sheet):
        hidden = book.create_sheet("Hidden", 0)
        hidden.sheet_state = "hidden"
        hidden["A1"] = "x"
        coloured = book.create_sheet("Coloured", 1)
        coloured["A1"].fill = openpyxl.styles.PatternFill("solid", "FF0000")

    assert "  found:   A3\n" in refusal(made(tmp_path / "book.xlsx", [["a"], [1], ["=1+1"]], change=before))


def test_every_member_is_held_to_its_sum(tmp_path):
    path = made(tmp_path / "book.xlsx", [["a"], ["x"]])
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("xl/theme/theme1.xml")
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:  # stored, so that a changed byte meets no other fault
        for name, data in members.items():
            archive.writestr(name, data)
    data = path.read_bytes()
    inside = data.find(members[member.filename]) + 100
    path.write_bytes(data[:inside] + b"#" + data[inside + 1 :])
    assert refusal(path) == f"book.xlsx: {DAMAGED}\n  found:   Bad CRC-32 for file 'xl/theme/theme1.xml'\n{DO_AGAIN}"


def test_an_empty_workbook(tmp_path):
    assert refusal(made(tmp_path / "book.xlsx", [])) == (
        "book.xlsx: every sheet that is not hidden is empty\n"
        "  allowed: Answers\n"
        "  do:      Name the sheet that holds the responses with 'data.sheet'."
    )
    headings = made(tmp_path / "headings.xlsx", [["a", "b"]])
    assert refusal(headings) == "headings.xlsx: the file has headings and no rows\n  do:      Export it again."


def test_merged_headings_are_refused_and_merged_answers_are_not(tmp_path):
    rows = [["a", "b", None], [1, 2, 3], [4, 5, None]]
    merged = made(tmp_path / "book.xlsx", rows, change=lambda book, sheet: sheet.merge_cells("B1:C1"))
    assert refusal(merged) == (
        "book.xlsx, row 1: merged headings\n"
        "  found:   B1:C1\n"
        "  do:      Unmerge them and give each column a heading of its own."
    )
    rows[0][2] = "c"
    below = made(tmp_path / "below.xlsx", rows, change=lambda book, sheet: sheet.merge_cells("B3:C3"))
    assert opened(below)[1] == [(2, ["1", "2", "3"]), (3, ["4", "5", ""])]


def only_the_book(load):
    """Let a workbook be opened, and none of its sheets."""

    def loaded(name, call):
        if getattr(call, "args", None):
            pytest.fail("the sheet was loaded")
        return load(name, call)

    return loaded


def test_a_cell_far_out_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    def far(book, sheet):
        sheet["XFD1048576"] = "x"

    path = made(tmp_path / "book.xlsx", [["a"], [1]], change=far)
    monkeypatch.setattr(workbook, "_calamine", only_the_book(workbook._calamine))
    assert refusal(path) == (
        "book.xlsx, sheet 'Answers': the sheet is too large\n"
        "  found:   1048576 rows x 16384 columns\n"
        "  allowed: 30000000 cells\n"
        "  do:      Save the sheet as CSV; or delete the cells that stand far out."
    )


DAMAGED = "the workbook is damaged or was cut off"
DO_AGAIN = "  do:      Open it in Excel or LibreOffice and save it again, or export it again."


def test_what_was_cut_off_or_changed_is_refused(tmp_path):
    path = made(tmp_path / "book.xlsx", [["a"], *[[f"text {number}"] for number in range(500)]])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refusal(path) == f"book.xlsx: {DAMAGED}\n  found:   File is not a zip file\n{DO_AGAIN}"
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 200
    path.write_bytes(whole[:start] + b"\0\0\0" + whole[start + 3 :])
    assert refusal(path).startswith(f"book.xlsx: {DAMAGED}\n")


def as_zip(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


def test_a_zip_bomb_is_not_unpacked(tmp_path, monkeypatch):
    path = as_zip(tmp_path / "bomb.xlsx", xl__workbook_dot_xml=b"0" * 60_000_000)
    monkeypatch.setattr(zipped, "chunks", lambda *_: pytest.fail("it was unpacked"))
    told = refusal(path)
    assert told.startswith("bomb.xlsx: the workbook unpacks to more than a survey can hold\n")
    assert "1 members, 60000000 bytes unpacked from " in told
    assert told.endswith("\n  do:      Save the sheet of responses as CSV.")


def test_a_zip_that_is_larger_than_it_says_is_damaged(tmp_path):
    path = made(tmp_path / "book.xlsx", [["a"], *[[f"text {number}"] for number in range(500)]])
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("xl/worksheets/sheet1.xml")
        size = member.file_size.to_bytes(4, "little")
    for place in (data.find(size), data.rfind(size)):
        data[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    assert refusal(path).startswith(f"book.xlsx: {DAMAGED}\n")


@pytest.mark.parametrize(
    "entity",
    ['<!DOCTYPE a [<!ENTITY b "c">]>', '<!-- <c r="A1"/> -->'],
)
def test_xml_that_no_spreadsheet_program_writes_is_refused(tmp_path, entity):
    path = made(tmp_path / "book.xlsx", [["a"], [1]])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"]
    members["xl/worksheets/sheet1.xml"] = entity.encode() + sheet
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    assert refusal(path) == (
        "book.xlsx: the workbook is not written as a spreadsheet program writes one\n"
        "  do:      Open it in Excel or LibreOffice, save the sheet of responses as XLSX or CSV, and use that."
    )


LOCKED = (
    "the workbook is locked with a password\n"
    "  do:      Open it with its password and save it without one, where such data may lie."
)


def test_a_password_is_said(tmp_path):
    path = tmp_path / "book.xlsx"
    stream = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000 + stream + b"\0" * 100)
    assert refusal(path) == f"book.xlsx: {LOCKED}"
    manifest = b"<manifest:encryption-data/>"
    ods = as_zip(tmp_path / "book.ods", content_dot_xml=b"\0\1", **{"META-INF__manifest_dot_xml": manifest})
    assert refusal(ods) == f"book.ods: {LOCKED}"


def test_other_zips_and_other_old_files_are_no_workbooks(tmp_path):
    assert refusal(as_zip(tmp_path / "letter.xlsx", word__document_dot_xml=b"<a/>")) == (
        "letter.xlsx: a zip that is no workbook that can be read\n"
        "  allowed: XLSX, XLS, ODS\n"
        "  do:      Save it as XLSX or CSV."
    )
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000)
    assert refusal(old).startswith(f"old.xls: {DAMAGED}\n")


SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def ods(path, rows):
    """An ODS with these rows, as LibreOffice writes them: with the rest of the sheet as repeated blanks."""
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
    blank += 'table:number-columns-repeated="16384"/></table:table-row>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {SPACES}><office:body><office:spreadsheet>'
        f'<table:table table:name="Blatt"><table:table-column/>{rows}{blank}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def ods_row(*texts, repeated=1):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def test_an_ods(tmp_path):
    path = ods(tmp_path / "book.ods", ods_row("a", "b") + ods_row("x", "y", repeated=2) + ods_row("z", "ä"))
    export, rows = opened(path)
    assert rows == [(2, ["x", "y"]), (3, ["x", "y"]), (4, ["z", "ä"])]
    assert export.found == {"sheet": "Blatt"}


def test_an_ods_with_a_formula_or_a_row_that_is_repeated_without_end(tmp_path, monkeypatch):
    formula = '<table:table-row><table:table-cell/><table:table-cell table:formula="of:=1+1" '
    formula += 'office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell></table:table-row>'
    assert "  found:   B4\n" in refusal(
        ods(tmp_path / "f.ods", ods_row("a", "b") + ods_row("x", "y", repeated=2) + formula)
    )
    monkeypatch.setattr(workbook, "_load", lambda path: pytest.fail("it was opened"))
    bomb = ods(tmp_path / "bomb.ods", ods_row("a", "b") + ods_row(*"x" * 40, repeated=1_000_000))
    assert "  found:   1000001 rows x 40 columns\n" in refusal(bomb)


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real files, ../shared/data, is not here")
def test_real_workbooks_cell_by_cell():
    """Against openpyxl, which shares no code with calamine."""
    path = SHARED / "google_forms" / "r_community_2019.xlsx"
    _, rows = opened(path)
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    theirs = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(max_row=200, values_only=True)]
    assert len(rows) == 1838
    for number, cells in rows[:199]:
        other = theirs[number - 1]
        assert not any(cells[len(other) :])
        for ours, value in zip(cells, other, strict=False):
            if isinstance(value, str):
                assert ours == value
            elif isinstance(value, datetime.datetime):
                assert abs(datetime.datetime.fromisoformat(ours) - value) <= datetime.timedelta(seconds=1)
            else:
                assert float(ours) == float(value)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of real files, ../shared/data, is not here")
def test_a_real_xls():
    from findings.intake.formats.grid import open_grid

    grid = open_grid(SHARED / "eusurvey" / "EVERSE_nopersonal.xls", Opening())
    rows = list(grid.rows())
    assert {len(cells) for _, cells in rows} == {228}
    assert rows[0][1][0] == "Alias"


def test_letters_of_columns():
    from openpyxl.utils import get_column_letter

    assert [column_letters(place) for place in range(2000)] == [get_column_letter(place + 1) for place in range(2000)]
