"""Delimited text: how it is written and divided is found out, and what is torn is told and not swallowed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.errors import InputRefused
from findings.intake.export import BadRow, Opening
from findings.intake.formats import delimited, open_export
from findings.intake.formats import grid as grid_module
from findings.intake.formats import text as text_module
from findings.intake.formats.csv import READER
from findings.intake.formats.delimited import LONGEST_CELL, delimiter_of
from findings.intake.formats.grid import MOST_COLUMNS, first_rows, head_of, open_grid, unique_names


def opened(tmp_path, data, columns=None, **opening):
    """The export of a file with these bytes, and its rows as (number, cells)."""
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    export = READER.open(path, Opening(**opening))
    names = [column.name for column in export.columns] if columns is None else columns
    parts = list(export.parts(names))
    return export, [pair for part in parts for pair in zip(part.numbers, map(list, part.rows), strict=True)]


def refusal(tmp_path, data, **opening):
    with pytest.raises(InputRefused) as refused:
        opened(tmp_path, data, **opening)
    return str(refused.value)


TABLE = "id,word\n1,café\n2,naïve “so”\n"
EXPECTED = [(2, ["1", "café"]), (3, ["2", "naïve “so”"])]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (TABLE.encode(), "utf-8"),
        (TABLE.encode("utf-8-sig"), "utf-8 with a byte order mark"),
        (TABLE.encode("cp1252"), "cp1252"),
        (TABLE.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-16-le"), "utf-16"),
        (TABLE.encode("utf-16-be"), "utf-16"),
        (TABLE.encode("utf-32"), "utf-32"),
    ],
)
def test_the_encoding_is_found_out(tmp_path, data, says):
    export, rows = opened(tmp_path, data)
    assert rows == EXPECTED
    assert export.found == {"encoding": says, "delimiter": "comma"}
    assert [column.name for column in export.columns] == ["id", "word"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_a_named_encoding_that_fits_is_taken(tmp_path, encoding):
    export, rows = opened(tmp_path, TABLE.encode(encoding), encoding=encoding)
    assert rows == EXPECTED
    assert export.found["encoding"] == encoding


def test_named_utf_16_needs_no_mark(tmp_path):
    assert opened(tmp_path, TABLE.encode("utf-16-be"), encoding="utf-16")[1] == EXPECTED


def test_what_is_not_utf_16_is_not_read_as_nonsense(tmp_path):
    """Found by the mutated files: Python raises no decoding error here."""
    assert refusal(tmp_path, b"id,word\n1,yes\n", encoding="utf-16") == (
        "file.csv: the file is not utf-16\n"
        "  found:   no byte order mark and no zero bytes\n"
        "  do:      Leave 'data.encoding' out, or save it as UTF-8; in Excel: CSV UTF-8."
    )


def test_a_byte_without_meaning_in_cp1252_is_read_as_latin_1(tmp_path):
    assert opened(tmp_path, b"a,b\n1,\x81\xe9\n")[1] == [(2, ["1", "\x81é"])]


def test_a_named_encoding_that_does_not_fit_names_line_and_byte(tmp_path):
    assert refusal(tmp_path, b"a,b\n1,x\n2,caf\xe9\n", encoding="utf-8") == (
        "file.csv, line 3: the file is not utf-8\n"
        "  found:   byte 0xe9\n"
        "  do:      Say how it is encoded with 'data.encoding: cp1252', or save it as UTF-8."
    )
    assert refusal(tmp_path, b"a,b\n1,\x81\n", encoding="cp1252") == (
        "file.csv, line 2: the file is not cp1252\n"
        "  found:   byte 0x81\n"
        "  do:      Save it as UTF-8; in Excel: CSV UTF-8."
    )


def test_utf_16_that_was_cut_off_is_refused(tmp_path):
    assert refusal(tmp_path, TABLE.encode("utf-16")[:-1]) == (
        "file.csv, line 3: the file is not utf-16\n"
        "  found:   it ends within a character\n"
        "  do:      Save it as UTF-8; in Excel: CSV UTF-8."
    )


UTF8_LINES = "".join(f"{number},é{number}\n" for number in range(1, 8))


def test_a_single_byte_among_utf_8_is_set_aside_with_its_row(tmp_path):
    data = b"id,word\n" + UTF8_LINES.encode() + "8,caf\xe9\n".encode("cp1252")
    export, rows = opened(tmp_path, data)
    assert [cells[1] for _, cells in rows] == [f"é{number}" for number in range(1, 8)]
    assert export.bad_rows() == (BadRow(9, "word", "caf[0xE9]", "mixed_encoding"),)
    assert export.found["encoding"] == "utf-8 (but some cells in another encoding)"


def test_utf_8_among_single_bytes_is_set_aside_even_within_one_row(tmp_path):
    data = b"id,word,more\n" + "".join(f"{number},\xe9,x\n" for number in range(7)).encode("cp1252")
    data += "8,é,".encode() + b"\xf6\n"
    export, rows = opened(tmp_path, data)
    assert len(rows) == 7
    assert export.bad_rows() == (BadRow(9, "word", "Ã©", "mixed_encoding"),)
    # Whoever names the encoding has decided.
    assert opened(tmp_path, data, encoding="cp1252")[1][-1] == (9, ["8", "Ã©", "ö"])


def test_a_fault_in_a_column_that_is_not_read_is_no_fault(tmp_path):
    data = b"id,word\n" + UTF8_LINES.encode() + b"8,caf\xe9\n"
    export, rows = opened(tmp_path, data, columns=["id"])
    assert [cells for _, cells in rows] == [[str(number)] for number in range(1, 9)]
    assert export.bad_rows() == ()


def test_a_nul_is_set_aside_and_shown_by_its_number(tmp_path):
    export, rows = opened(tmp_path, b"a,b\n1,2\n3,x\x00y\n" + b"5,6\n" * 6)
    assert [number for number, _ in rows] == [2, 4, 5, 6, 7, 8, 9]
    assert export.bad_rows() == (BadRow(3, "b", "x[U+0000]y", "nul_byte"),)


def test_a_heading_with_a_fault_is_refused(tmp_path):
    assert refusal(tmp_path, b"a,b\x00\n1,2\n") == (
        "file.csv, row 1, column 2: a heading that cannot be read (nul_byte)\n  found:   b[U+0000]"
    )


def test_rows_of_another_length_are_set_aside_unless_only_blanks_are_too_many(tmp_path):
    export, rows = opened(tmp_path, b"a,b,c,\n1,2,3\n1,2\n1,2,3,,,\n1,2,3,4\n" + b"1,2,3,\n" * 8)
    assert [number for number, _ in rows] == [2, 4, *range(6, 14)]
    assert {tuple(cells) for _, cells in rows} == {("1", "2", "3")}
    assert export.bad_rows() == (
        BadRow(3, "", "2 cells, not 3", "wrong_length"),
        BadRow(5, "", "4 cells, not 3", "wrong_length"),
    )
    list(export.parts(["a"]))
    assert len(export.bad_rows()) == 2, "read again, and not added up"


def test_a_quarter_of_bad_rows_is_a_torn_file_and_fewer_is_not(tmp_path):
    assert len(opened(tmp_path, b"a,b\n1\n" + b"1,2\n" * 4)[1]) == 4
    assert refusal(tmp_path, b"a,b\n1\n" + b"1,2\n" * 3) == (
        "file.csv, row 2: 1 of 4 rows cannot be read, and this is the first\n"
        "  found:   1 cells, not 2 (1 wrong_length)\n"
        "  allowed: fewer than one bad row in 4\n"
        "  do:      Export it again, or give each column a heading; look for a missing quotation mark or a stray "
        "delimiter."
    )


DO_QUOTE = "\n  do:      Look for a quotation mark that is not closed, or one inside a cell that is not doubled."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b'a,b\n1,2\n3,"x\n5,6\n7,8\n', "row 3: a cell that cannot be read: its quotation mark is never closed"),
        (b'a,b\n1,2\n3,"x" y\n', "row 3: a cell that cannot be read: ',' expected after '\"'"),
        (b"a,b\n\n1,2\n3," + b"x" * (LONGEST_CELL + 1), "row 4: a cell that cannot be read: longer than 1000000 chara"),
        (
            b'a,b\n1,"' + b"x\n" * (LONGEST_CELL // 2 + 1),
            "row 2: a cell that cannot be read: longer than 1000000 chara",
        ),
    ],
)
def test_a_quotation_mark_swallows_nothing_unsaid(tmp_path, data, what):
    told = refusal(tmp_path, data)
    assert told.startswith(f"file.csv, {what}")
    assert told.endswith(DO_QUOTE)


def test_the_longest_cell_is_read(tmp_path):
    assert len(opened(tmp_path, b"a,b\n1," + b"x" * LONGEST_CELL + b"\n")[1][0][1][1]) == LONGEST_CELL


def test_a_line_of_fifty_megabytes_is_refused_before_it_is_held(tmp_path):
    assert refusal(tmp_path, b"a,b\n1,2\n" + b"x" * 50_000_000 + b"\n1,2\n") == (
        "file.csv, line 3: a line that is too long to be a row\n"
        "  allowed: 20000000 characters\n"
        "  do:      Look at how the lines end, and for a file within a cell; export it again."
    )


def test_a_record_that_never_ends_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "LONGEST_RECORD", 100)
    assert "row 3: a cell that cannot be read: longer than 100 characters" in refusal(
        tmp_path, b"a,b\n1,2\n" + b'"\n",' * 40 + b"2\n"
    )
    # What is long altogether is no long record.
    assert len(opened(tmp_path, b"a,b\n" + b"1,2\n" * 100)[1]) == 100


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "file.csv: the file is empty\n  do:      Export it again, or name another file."),
        (b"\xef\xbb\xbf\n \n", "file.csv: the file is empty\n  do:      Export it again, or name another file."),
        (b",,\n,\n", "file.csv: the file is empty\n  do:      Export it again, or name another file."),
        (b"a,b\n,\n", "file.csv: the file has headings and no rows\n  do:      Export it again."),
    ],
)
def test_empty_files_and_headings_alone(tmp_path, data, message):
    assert refusal(tmp_path, data) == message


def test_blank_rows_are_left_out_and_keep_their_numbers(tmp_path):
    export, rows = opened(tmp_path, b"\n,,\na,b\n\n1,2\n , \n3,4\n")
    assert rows == [(5, ["1", "2"]), (7, ["3", "4"])]
    assert [column.name for column in export.columns] == ["a", "b"]


@pytest.mark.parametrize(("delimiter", "word"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")])
def test_the_delimiter_is_found_out(tmp_path, delimiter, word):
    lines = ["id how, far;", "1 yes, well;", "2 no, not;"]
    quoted = "\n".join(delimiter.join(f'"{cell}"' for cell in line.split(" ", 1)) for line in lines)
    export, rows = opened(tmp_path, quoted.encode())
    assert export.found["delimiter"] == word
    assert rows == [(2, ["1", "yes, well;"]), (3, ["2", "no, not;"])]


def test_the_delimiter_by_the_rule():
    assert delimiter_of("a;b,c\n1;2,3\n") == ",", "a tie goes by the order"
    assert delimiter_of("a;b;c,d\n1;2;3,4\n") == ";", "more cells"
    assert delimiter_of("a;b;c,d,e,f\n1;2;3\n1;2;3\n") == ";", "as many cells as the header, not the most commas"
    assert delimiter_of("one column\nyes, and no\n") == ","
    assert delimiter_of("sep=|\na,b\n") == "|"


def test_a_line_that_tells_excel_the_delimiter_is_no_row(tmp_path):
    export, rows = opened(tmp_path, b"sep=;\r\na;b\r\n1;2,5\r\n")
    assert [column.name for column in export.columns] == ["a", "b"]
    assert rows == [(3, ["1", "2,5"])]


def test_a_named_delimiter_is_taken_or_refused(tmp_path):
    assert opened(tmp_path, b"a;b,c\n1;2,3\n", delimiter=";")[1] == [(2, ["1", "2,3"])]
    assert refusal(tmp_path, b"a;b\n1;2\n", delimiter=",") == (
        "file.csv, row 1: the cells seem to be divided by ';'\n"
        "  found:   a;b\n"
        "  allowed: cells divided by ','\n"
        "  do:      Say so with 'data.delimiter: \";\"', or leave 'data.delimiter' out."
    )


def test_quotation_marks_are_letters_where_tabs_quote_nothing(tmp_path):
    """As Google Forms writes TSV: a comment may begin with a quotation mark."""
    export, rows = opened(tmp_path, b'a\tb\n1\t"Yes" he said\n2\t"quoted"\n')
    assert rows == [(2, ["1", '"Yes" he said']), (3, ["2", '"quoted"'])]
    assert export.found["quotation marks"] == "as letters"
    # Excel quotes: a cell over two lines, and a mark doubled.
    assert opened(tmp_path, b'a\tb\n1\t"x\ny ""z"""\n')[1] == [(2, ["1", 'x\ny "z"'])]
    assert opened(tmp_path, b'a\tb\n1\t"x ""z"""\n')[1] == [(2, ["1", 'x "z"'])]


def test_ten_thousand_columns_in_small_parts_and_too_many_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(grid_module, "MOST_CELLS", 50_000)
    line = ",".join(["1"] * 10_000)
    data = ",".join(f"q{place}" for place in range(10_000)) + "\n" + f"{line}\n" * 12
    path = tmp_path / "wide.csv"
    path.write_text(data, encoding="utf-8")
    export = READER.open(path, Opening())
    assert [len(part.rows) for part in export.parts(["q0", "q9999"])] == [5, 5, 2]
    assert refusal(tmp_path, (",".join(map(str, range(MOST_COLUMNS + 1))) + "\n1\n").encode()) == (
        "file.csv, row 1: more columns than can be read\n"
        "  found:   16385 columns\n"
        "  allowed: 16384 columns\n"
        "  do:      Export fewer questions at a time, or one row a response if rows and columns are exchanged."
    )


def test_columns_come_in_the_order_of_the_file_and_only_those_asked_for(tmp_path):
    data = b"a,b,c\n1,2,3\n"
    assert opened(tmp_path, data, columns=["c", "a"])[1] == [(2, ["1", "3"])]
    assert opened(tmp_path, data, columns=["b"])[1] == [(2, ["2"])]
    assert opened(tmp_path, data, columns=[])[1] == [(2, [])]


def test_no_two_columns_have_one_name():
    headings = ["Age", "age", "Seen", "Seen", "Seen", "", "Age > 2", "x", ""]
    parts = ["", "", "Jaws", "Jaws", "", "", "", "part", ""]
    assert unique_names(headings, parts) == (
        *("Age", "age > 2", "Seen > Jaws", "Seen > Jaws > 2", "Seen", "Column 6", "Age > 2 > 2", "x", "Column 9"),
    )


def test_the_head_is_padded_and_never_raises(tmp_path):
    path = tmp_path / "file.csv"
    path.write_bytes(b"a;b;c\n1\n\n" + b"2;3;4\n" * 20)
    assert head_of(path, Opening(), 3) == [["a", "b", "c"], ["1", "", ""], ["2", "3", "4"]]
    assert first_rows(open_grid(path, Opening()), 2) == [["a", "b", "c"], ["1", "", ""]]
    path.write_bytes(b'a,b\n1,"x\n')
    assert head_of(path, Opening()) == [["a", "b"], ["1", "x\n"]]
    for data in (b"", b"PK\x03\x04nothing", b"$FL2@(#)", b'{"a": 1}', b"%PDF-1.4"):
        path.write_bytes(data)
        assert head_of(path, Opening()) == []
    assert head_of(tmp_path / "nowhere.csv", Opening()) == head_of(tmp_path, Opening()) == []


cells = st.text(st.characters(codec="cp1252", exclude_characters="\0"), max_size=8)
tables = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6))


@settings(deadline=None, max_examples=150)
@given(
    tables,
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_comes_back(tmp_path_factory, table, delimiter, encoding, end):
    """What Python's csv writes, quoted, is what is read, in each encoding and with each delimiter."""
    width = len(table[0]) if table else 2
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([[f"column {place}" for place in range(width)], ["kept"] * width, *table])
    path = tmp_path_factory.mktemp("table") / "file.csv"
    data = text.getvalue().encode(encoding)
    path.write_bytes(data)
    # Short texts of single bytes may happen to be UTF-8; then the encoding is named.
    named = "cp1252" if encoding == "cp1252" else "detect"
    export = open_export(path, Opening(format="csv", encoding=named))
    rows = [list(row) for part in export.parts([column.name for column in export.columns]) for row in part.rows]
    assert rows == [["kept"] * width, *(row for row in table if any(cell.strip() for cell in row))]


def test_what_was_looked_at_first_decides_nothing_about_the_rest(tmp_path, monkeypatch):
    """The first single byte stands far from the beginning, and a line goes over the pieces in which it is read."""
    monkeypatch.setattr(text_module, "_CHUNK", 7)
    data = b"id,word\n" + b"1,plain\n" * 20_000 + "2,caf\xe9\n".encode("cp1252")
    export, rows = opened(tmp_path, data)
    assert rows[-1] == (20_002, ["2", "café"])
    assert export.found["encoding"] == "cp1252"
