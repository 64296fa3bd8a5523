"""Triple-S: definitions of several versions, fixed columns and CSV, what is missing, and files that do not fit.

No real file was to be had. The surveys here are made by hand after the published standard (1.1, 1.2 and 2.0), and the
expected cells are read off the records by eye: each record is written field by field.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.errors import InputRefused
from findings.intake.export import Export, Opening
from findings.intake.formats.triple_s import READER

HOUSE = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v1.2//EN" "http://www.triple-s.org/dtd/sss_v12.dtd">
<sss version="1.2">
 <!-- made up -->
 <survey><title>A park</title><record ident="V">
  <variable ident="1" type="single"><name>Q1</name><label>How&nbsp;often<br/>do you come?</label>
   <position start="1"/><values><value code="1">First time</value><value code="2">Often</value>
   <value code="8">Not asked</value><value code="9">No reply</value></values></variable>
  <variable ident="2" type="multiple"><name>Q2</name><label>Seen</label><position start="2" finish="6"/>
   <values><value code="1">Pond</value><value code="2">&quot;Old&quot; oak</value><value code="5">Other</value></values>
  </variable>
  <variable ident="3" type="multiple"><name>Q3</name><label>Liked best</label><position start="7" finish="11"/>
   <spread subfields="2" width="2"/><values><value code="1">Pond</value><value code="12">Oak</value></values></variable>
  <variable ident="4" type="quantity"><name>Q4</name><label>Miles</label><position start="12" finish="15"/>
   <values><range from="0.0" to="99.9"/>
   <value code="500">500 or more</value><value code="999">Not stated</value></values>
  </variable>
  <variable ident="5" type="logical"><name>Q5</name><label>Again?</label><position start="16"/></variable>
  <variable ident="6" type="character"><name>Q6</name><label>Why?</label><position start="17" finish="22"/>
   <size>6</size></variable>
 </record></survey>
</sss>
"""


def survey(folder: Path, definition: str, records: str, ending: str = ".asc", encoding: str = "latin-1") -> Path:
    path = folder / "park.xml"
    path.write_text(definition, encoding=encoding)
    (folder / f"park{ending}").write_bytes(records.encode(encoding))
    return path


def rows_of(export: Export, *names: str) -> list[tuple[str, ...]]:
    wanted = names or tuple(column.name for column in export.columns)
    return [tuple(row) for part in export.parts(wanted) for row in part.rows]


def refused(path: Path, opening: Opening | None = None) -> str:
    with pytest.raises(InputRefused) as caught:
        rows_of(READER.open(path, opening or Opening()))
    return str(caught.value)


def one(kind: str, inside: str, attributes: str = "", record: str = "", version: str = "2.0") -> str:
    return (
        f'<sss version="{version}"><survey><record ident="A"{record}><variable ident="1" type="{kind}"{attributes}>'
        f"<name>q</name><label>Question</label>{inside}</variable></record></survey></sss>"
    )


# --- what is read -----------------------------------------------------------------------------------------------------


def test_fixed_columns_are_read_as_the_definition_says(tmp_path: Path) -> None:
    records = [
        #  Q1   Q2       Q3       Q4      Q5   Q6
        ("1", "11000", "0112 ", "07.5", "1", "=1+1  "),
        ("2", "00001", "00000", " 500", " ", "café  "),
        ("9", "     ", "     ", " 999", "0", "      "),
        ("8", "00000", " 1 0 ", "0.00", "0", "x     "),
        ("3", "01001", "12 1 ", "    ", "1", "  y   "),
    ]
    export = READER.open(survey(tmp_path, HOUSE, "\r\n".join(map("".join, records)) + "\r\n\x1a"), Opening())
    assert rows_of(export) == [
        ("First time", "1", "1", "0", "1", "1", "7.5", "TRUE", "=1+1"),
        ("Often", "0", "0", "1", "0", "0", "500 or more", "", "café"),
        ("No reply", "", "", "", "", "", "Not stated", "FALSE", ""),
        ("Not asked", "0", "0", "0", "1", "0", "0", "FALSE", "x"),
        # 3 is declared nowhere: it stays, and the checks tell.
        ("3", "0", "1", "1", "1", "1", "", "TRUE", "  y"),
    ]
    assert [list(part.numbers) for part in export.parts(["Why?"])] == [[1, 2, 3, 4, 5]]
    assert rows_of(export, "Why?", "Seen > Other")[1] == ("1", "café")
    assert export.bad_rows() == ()
    assert export.found == {"version": "1.2", "encoding": "ISO-8859-1", "data": "park.asc"}


def test_columns_say_what_the_definition_says(tmp_path: Path) -> None:
    columns = READER.open(survey(tmp_path, HOUSE, "1" * 22 + "\n"), Opening()).columns
    assert [(column.name, column.code, column.part, column.group, column.says) for column in columns] == [
        ("How often do you come?", "Q1", "", "", "single"),
        ("Seen > Pond", "Q2", "Pond", "2", "multiple"),
        ('Seen > "Old" oak', "Q2", '"Old" oak', "2", "multiple"),
        ("Seen > Other", "Q2", "Other", "2", "multiple"),
        ("Liked best > Pond", "Q3", "Pond", "3", "multiple"),
        ("Liked best > Oak", "Q3", "Oak", "3", "multiple"),
        ("Miles", "Q4", "", "", "numeric"),
        ("Again?", "Q5", "", "", "single"),
        ("Why?", "Q6", "", "", ""),
    ]
    assert dict(columns[0].labels) == {"1": "First time", "2": "Often", "8": "Not asked", "9": "No reply"}
    assert dict(columns[0].missing) == {"Not asked": "not_asked", "No reply": "no_answer"}
    assert dict(columns[6].missing) == {"Not stated": "no_answer"}


CSV = """<?xml version="1.0" encoding="utf-8"?>
<sss version="2.0" languages="en fr"><survey><record ident="A" format="csv" skip="1" href="C:\\out\\Daten.CSV">
 <variable ident="1" type="quantity" use="serial"><name>id</name><label>Number</label><position start="1"/>
  <values><range from="1" to="9999"/></values></variable>
 <variable ident="2" type="single" format="literal"><name>area</name>
  <label>Area<text xml:lang="fr">Zone</text></label><position start="2"/>
  <values><value code="N">North</value><value code="S">South</value></values></variable>
 <variable ident="3" type="single"><name>agree</name><label>Agree?</label><position start="3"/>
  <values><value code="1" score="5">Yes</value><value code="2" score="1">No</value></values></variable>
 <variable ident="4" type="multiple"><name>ways</name><label>Ways</label><position start="4"/>
  <spread subfields="3" width="1"/><values><value code="1">Bus</value><value code="2">Tram</value></values></variable>
 <variable ident="5" type="multiple"><name>two</name><label>Two</label><position start="5" finish="6"/>
  <spread subfields="2" width="2"/><values><value code="1">Bus</value><value code="10">Tram</value></values></variable>
 <variable ident="6" type="date"><name>day</name><label>Day</label><position start="7"/></variable>
 <variable ident="7" type="time"><name>at</name><label>Time</label><position start="8"/></variable>
 <variable ident="8" type="character"><name>why</name><label>Why</label><position start="9"/></variable>
</record></survey></sss>
"""


def test_csv_is_read_as_the_definition_says(tmp_path: Path) -> None:
    path = tmp_path / "park.sss"
    path.write_text(CSV, encoding="utf-8")
    (tmp_path / "daten.csv").write_text(
        "id,area,agree,ways,two,two,day,at,why\n"
        '0012,N,1,"12",1,10,20210601,093000,"Two\nlines, é"\n'
        "13,S,02,000,,,20211301,9h,\n"
        "\n"
        "14,,,,10,,,,=2\n",
        encoding="utf-8",
    )
    export = READER.open(path, Opening())
    assert rows_of(export) == [
        ("12", "North", "Yes", "1", "1", "1", "1", "2021-06-01", "09:30:00", "Two\nlines, é"),
        # No month has the number 13, and 9h is no time: they stay as they are.
        ("13", "South", "No", "0", "0", "", "", "20211301", "9h", ""),
        ("14", "", "", "", "", "0", "1", "", "", "=2"),
    ]
    assert [column.says for column in export.columns] == [
        "paradata", "single", "scale", "multiple", "multiple", "multiple", "multiple", "date", "", "",
    ]  # fmt: skip
    assert export.columns[1].heading == "Area"


def test_what_the_definition_marks_as_missing_is_missing(tmp_path: Path) -> None:
    values = """<values><value code="1">Yes</value><value code="7" missing="not asked">-</value>
      <value code="8" missing="no">No</value><missing><value code="9">Refused</value></missing></values>"""
    path = survey(tmp_path, one("single", f'<position start="1"/>{values}', version="3.0"), "1\n7\n9\n")
    export = READER.open(path, Opening())
    assert dict(export.columns[0].missing) == {"-": "not_asked", "Refused": "refused"}
    assert rows_of(export) == [("Yes",), ("-",), ("Refused",)]


@pytest.mark.parametrize("bytes_count", [True, False])
def test_positions_count_characters_or_the_bytes_of_utf8(bytes_count: bool, tmp_path: Path) -> None:
    inside = '<position start="1" finish="4"/><size>4</size>'
    two = inside.replace("1", "5").replace("4", "5") + "<values><value code='1'>Yes</value></values>"
    definition = one("character", inside).replace(
        "</record>", f'<variable ident="2" type="single"><name>r</name>{two}</variable></record>'
    )
    assert 'start="5" finish="5"' in definition
    records = "é   1\nabcd1\n" if not bytes_count else "é  1\nabcd1\n"
    export = READER.open(survey(tmp_path, definition, records, encoding="utf-8"), Opening())
    assert rows_of(export) == [("é", "Yes"), ("abcd", "Yes")]


def test_codes_with_one_label_are_told_apart(tmp_path: Path) -> None:
    values = '<values><value code="1">Yes</value><value code="2">YES</value><value code="3">4</value></values>'
    path = survey(tmp_path, one("single", f'<position start="1"/>{values}'), "1\n2\n3\n4\n")
    assert rows_of(READER.open(path, Opening())) == [("Yes (1)",), ("YES (2)",), ("4",), ("4 (no label)",)]


def test_definitions_are_recognised_and_other_files_are_not(tmp_path: Path) -> None:
    path = survey(tmp_path, HOUSE, "")
    assert READER.recognises(path, []) == 3
    path.write_text(HOUSE.replace("ISO-8859-1", "UTF-16"), encoding="utf-16")
    assert READER.recognises(path, []) == 3
    path.write_text("<html><sssx></sssx></html>", encoding="utf-8")
    assert READER.recognises(path, []) == 0
    assert READER.recognises(tmp_path / "none.xml", []) == 0


# --- what is not ------------------------------------------------------------------------------------------------------

POSITION = '<position start="1" finish="2"/>'


@pytest.mark.parametrize(
    ("definition", "records", "told"),
    [
        ("<sss", "", "the definition is not XML that can be read"),
        ("<html/>", "", "not a Triple-S definition: its outermost element is another\n  found:   <html>"),
        ('<!DOCTYPE sss [<!ENTITY a "b">]><sss>&a;</sss>', "", "the definition declares entities, which are not read"),
        ("<sss><survey/></sss>", "", "the definition has no <record>"),
        ("<sss><survey><record/></survey></sss>", "", "the definition has no <variable>"),
        (
            '<sss><hierarchy><level ident="1" href="homes.xml"/><level href="persons.xml"/></hierarchy></sss>',
            "",
            "the survey has several levels (households and persons, say), each in a file of its own\n"
            "  found:   homes.xml, persons.xml",
        ),
        (one("rank", POSITION), "", "variable 'q': a type that Triple-S does not have\n  found:   rank"),
        (one("single", ""), "", "variable 'q': its position in the data file cannot be used"),
        (one("single", '<position start="3" finish="2"/>'), "", "its position in the data file cannot be used"),
        (
            one("single", '<position start="1" finish="99999999999"/>'),
            "",
            "its position in the data file cannot be used",
        ),
        (one("single", f"{POSITION}<values><value code='a'/></values>"), "", "a code that is no number\n  found:   a"),
        (
            one("single", f"{POSITION}<values><value code='1'/><value code='01'/></values>"),
            "",
            "a code that stands twice\n  found:   01",
        ),
        (
            one("multiple", f"{POSITION}<values><value code='3'>C</value></values>"),
            "",
            "its field is too short for its highest code: each answer has a place of its own\n"
            "  found:   2 places\n  allowed: 3 places",
        ),
        (
            one("multiple", f"{POSITION}<spread subfields='2' width='2'/><values><value code='3'>C</value></values>"),
            "",
            "its <spread> does not fit into its field\n  found:   2 of 2 in 2 places",
        ),
        (one("single", POSITION, record=' skip="x"'), "", "'skip' is no number"),
        (one("single", POSITION), "", "park.asc: the data file is empty"),
        (
            one("single", POSITION),
            "1\n2\n",
            "park.asc, variable 'q': its position lies outside the records\n  found:   1 to 2\n  allowed: 1 to 1",
        ),
        (one("character", POSITION), "a\x00\n" * 3, "park.asc, row 1: 3 of 3 rows cannot be read"),
        (one("character", POSITION), "x" * 1_000_002, "park.asc, line 1: a line that is too long for a record"),
        (
            one("character", '<position start="1"/>', record=' format="csv"'),
            'a\n"b',
            "park.asc, row 2: a cell that cannot be read: unexpected end of data",
        ),
        (
            '<?xml version="1.0" encoding="utf-8"?>' + one("character", POSITION),
            "\xe9\xe9",
            "the data are not written in",
        ),
    ],
)
def test_what_does_not_fit_is_told(definition: str, records: str, told: str, tmp_path: Path) -> None:
    assert told in refused(survey(tmp_path, definition, records))


def test_a_definition_without_its_data_file(tmp_path: Path) -> None:
    path = survey(tmp_path, one("single", POSITION, record=' href="http://elsewhere.example/x.asc"'), "", ".doc")
    assert refused(path) == (
        "park.xml: its data file is not beside it\n"
        "  allowed: x.asc, park.asc, park.dat, park.txt, park.csv\n"
        "  do:      Put the data file beside the definition."
    )
    assert refused(tmp_path / "none.xml").startswith("none.xml: the file is missing\n")


def test_another_encoding_than_the_definition_says_can_be_named(tmp_path: Path) -> None:
    path = survey(tmp_path, one("character", POSITION), "\xe9 \n")
    assert refused(path) == (
        "park.asc, after line 0: the data are not written in UTF-8, as the definition says\n"
        "  do:      Say how they are with 'data.encoding': cp1252 for most older programs, else utf-8."
    )
    assert rows_of(READER.open(path, Opening(encoding="cp1252"))) == [("é",)]


def test_rows_that_cannot_be_read_are_told_and_the_others_go_on(tmp_path: Path) -> None:
    definition = one("multiple", f"{POSITION}<values><value code='1'>A</value></values>")
    good = ["1 \n"] * 20
    path = survey(tmp_path, definition, "".join([*good, "1\n", "1 x\n", "1x\n", "01\n", "0\x00\n"]))
    export = READER.open(path, Opening())
    assert rows_of(export) == [("1",)] * 20
    assert [(row.number, row.column, row.value, row.reason) for row in export.bad_rows()] == [
        (21, "", "1 characters, not 2", "wrong_length"),
        (22, "", "3 characters, not 2", "wrong_length"),
        (23, "q", "1x", "bad_field"),
        (24, "q", "01", "undeclared_code"),
        (25, "", "a NUL character", "nul_character"),
    ]


def test_records_without_spaces_at_their_end_are_whole(tmp_path: Path) -> None:
    inside = '<position start="1" finish="9"/>'
    path = survey(tmp_path, one("character", inside), "a\nlonger\n123456789\n")
    export = READER.open(path, Opening())
    assert (rows_of(export), export.bad_rows()) == ([("a",), ("longer",), ("123456789",)], ())


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.asc").write_text("11\n", encoding="utf-8")
    (tmp_path / "in").mkdir()
    path = survey(tmp_path / "in", one("single", POSITION, record=' href="../secret.asc"'), "22\n22\n")
    assert rows_of(READER.open(path, Opening())) == [("22",), ("22",)]


# --- damage -----------------------------------------------------------------------------------------------------------


def only_refused(folder: Path, definition: bytes, data: bytes, ending: str) -> None:
    path = folder / "park.xml"
    path.write_bytes(definition)
    (folder / f"park{ending}").write_bytes(data)
    try:
        export = READER.open(path, Opening())
        for part in export.parts([column.name for column in export.columns]):
            assert len(part.numbers) == len(part.rows)
            assert {len(row) for row in part.rows} == {len(export.columns)}
    except InputRefused as error:
        assert all(problem.where and problem.what for problem in error.problems)


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.integers(0, 3000), st.binary(max_size=3), st.integers(0, 4)), max_size=4),
    st.lists(st.tuples(st.integers(0, 200), st.binary(max_size=3), st.integers(0, 4)), max_size=4),
    st.booleans(),
)
def test_whatever_bytes_change_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory,
    in_definition: list[tuple[int, bytes, int]],
    in_data: list[tuple[int, bytes, int]],
    is_csv: bool,
) -> None:
    definition = CSV.replace("C:\\out\\Daten.CSV", "") if is_csv else HOUSE
    data = b'12,N,1,"12",1,10,20210601,093000,why\n' * 5 if is_csv else b"1110000112 07.51=1+1  \n" * 5
    changed = [bytearray(definition.encode("latin-1")), bytearray(data)]
    for target, changes in zip(changed, (in_definition, in_data), strict=True):
        for place, put, out in changes:
            at = place % len(target)
            target[at : at + out] = put
    folder = tmp_path_factory.mktemp("damaged")
    only_refused(folder, bytes(changed[0]), bytes(changed[1]), ".csv" if is_csv else ".asc")


@settings(max_examples=30)
@given(st.lists(st.lists(st.sampled_from("ABC"), unique=True), min_size=1, max_size=8), st.sampled_from([1, 2, 3]))
def test_ticks_and_spread_say_the_same(
    tmp_path_factory: pytest.TempPathFactory, answers: list[list[str]], width: int
) -> None:
    """Any answers, written in both ways of the standard, read the same."""
    codes = {"A": 2, "B": 3, "C": 7}
    values = "".join(f'<value code="{code}">{name}</value>' for name, code in codes.items())
    both = []
    for ending, spread in (("ticks", ""), ("spread", f'<spread subfields="3" width="{width}"/>')):
        inside = f'<position start="1" finish="9"/>{spread}<values>{values}</values>'
        lines = [
            "".join(str(codes[name]).rjust(width) for name in chosen).ljust(9, "0" if width == 1 else " ")
            if spread
            else "".join("1" if place in map(codes.get, chosen) else "0" for place in range(1, 10))
            for chosen in answers
        ]
        lines = [line if line.strip() else "0" * 9 for line in lines]
        folder = tmp_path_factory.mktemp(ending)
        both.append(rows_of(READER.open(survey(folder, one("multiple", inside), "\n".join(lines) + "\n"), Opening())))
    assert both[0] == both[1] == [tuple("1" if name in chosen else "0" for name in "ABC") for chosen in answers]
