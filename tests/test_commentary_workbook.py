"""The workbook of commentary: out, written in as people do, and in again; nothing is lost on the way."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from findings.consultation.build import build
from findings.consultation.commentary import Commentary, Written
from findings.errors import FindingsError, ParameterError, Problem
from findings.evidence.store import Evidence
from findings.exhibits.written import Reader
from findings.intake import receive
from findings.pipeline.plan import chapter_runs
from findings.pipeline.slots import readers
from findings.setup.commentary_book import is_commentary, read_commentary_book, write_commentary
from findings.setup.commentary_now import counted_now
from findings.setup.commentary_sheets import COMMENTARY, NUMBERS
from findings.setup.workbook import Changes
from small_consultation import write_small

PROJECT = Path(__file__).resolve().parents[1]
PLAN, NOTEBOOKS = PROJECT / "notebooks" / "plan.yaml", PROJECT / "notebooks"
SECTION, SUMMARY = "Section: Benches", "Summary"
YES = "Q1. Benches: Yes, All respondents, number of responses"
SHARE = "Q1. Benches: Yes, All respondents, percentage of those who answered"
BASE = "Q1. Benches: Base, All respondents, number of responses"
FIRST = """\
# What the clerk wrote.
paragraphs:
  # The first.
  - text: "{q1#yes!percent} of {q1#base} said yes, {q1#yes!percent:in_words}."
    role: Clerk
    when_written: {"q1#yes!percent": "45%", "q1#base": "11", "q1#yes!percent:in_words": around half}
  - text: =SUM(A) is no formula, {{nor}} is {q1#no}.
    when_written: {"q1#no": "3"}
"""
AGAIN = "was written again with what the files say now"
Grid = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_small(tmp_path_factory.mktemp("made") / "benches")
    slot = folder / "kept" / "commentary" / "section_benches.yaml"
    slot.parent.mkdir(parents=True)
    slot.write_text(FIRST, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(made: Path) -> Mapping[str, Reader]:
    parameters = build(made, PLAN)
    evidence = counted_now(parameters, receive(parameters))
    whole = readers(parameters, chapter_runs(parameters, NOTEBOOKS), evidence)
    # Enough for every rule, and quick: the workbook of a whole report is written by the slow test of runs.
    return {name: whole[name] for name in ("summary", "section:benches")}


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "benches"))


def out(folder: Path, own: Mapping[str, Reader]) -> Path:
    return write_commentary(build(folder, PLAN), own, "full")


def back(folder: Path, own: Mapping[str, Reader], file: Path | None = None) -> Changes:
    """Read the workbook in; its last line, that it was written again, is looked at once and left out here."""
    changes = read_commentary_book(build(folder, PLAN), own, "full", file)
    return replace(changes, lines=tuple(line for line in changes.lines if not line.endswith(AGAIN)))


def slot(folder: Path, name: str = "section_benches") -> str:
    return (folder / "kept" / "commentary" / f"{name}.yaml").read_text(encoding="utf-8")


def said(folder: Path, name: str = "section:benches") -> Commentary:
    return build(folder, PLAN).commentary[name].said


def rows(path: Path, sheet: str = COMMENTARY) -> list[Grid]:
    values = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(values[0], line, strict=True)) for line in values[1:]]


def fill(path: Path, *changes: tuple[int, Grid]) -> None:
    """Write into rows of the sheet, counted from 2 as spreadsheet programs do."""
    book = openpyxl.load_workbook(path)
    sheet = book[COMMENTARY]
    head = [cell.value for cell in sheet[1]]
    for row, cells in changes:
        for name, value in cells.items():
            sheet.cell(row, head.index(name) + 1).value = value
    book.save(path)


def refused(folder: Path, own: Mapping[str, Reader]) -> list[Problem]:
    before = slot(folder)
    with pytest.raises(FindingsError) as error:
        back(folder, own)
    assert slot(folder) == before
    assert all(problem.where.startswith("commentary.xlsx, sheet 'Commentary'") for problem in error.value.problems)
    return list(error.value.problems)


def later(own: Mapping[str, Reader], **values: str) -> dict[str, Reader]:
    """The readers of a later run, with other values by identifier."""

    def aged(evidence: Evidence) -> Evidence:
        cells = {name: replace(cell, value=values.get(name, cell.value)) for name, cell in evidence.cells.items()}
        return replace(evidence, cells=cells)

    return {name: Reader(aged(reader.evidence), reader.elsewhere) for name, reader in own.items()}


# Out


def test_a_row_a_paragraph_with_its_numbers_by_their_words(folder: Path, own: Mapping[str, Reader]) -> None:
    first, second = rows(out(folder, own))
    assert {name: value for name, value in first.items() if value} == {
        "part": SECTION,
        "order": 10,
        "text": "{1} of {2} said yes, {1 in words}.",
        "role": "Clerk",
        "number 1": SHARE,
        "number 2": BASE,
        "reads now": "50% of 10 said yes, around half.",
        "what changed": f"{SHARE}: was 45%, is now 50%\n{BASE}: was 11, is now 10",
        "read when written": "45% of 11 said yes, around half.",
        "use": "keep",
        "row": first["row"],
    }
    assert (second["text"], second["reads now"]) == ("=SUM(A) is no formula, {{nor}} is {1}.",
                                                     "=SUM(A) is no formula, {nor} is 3.")  # fmt: skip
    assert not (second["what changed"] or second["read when written"])


def test_the_sheet_of_numbers_has_each_number_of_each_part_once(folder: Path, own: Mapping[str, Reader]) -> None:
    listed = rows(out(folder, own), NUMBERS)
    titles = {"summary": SUMMARY, "section:benches": SECTION}
    for name, title in titles.items():
        cells = own[name].evidence.cells
        told = [row for row in listed if row["part"] == title]
        assert [row["name"] for row in told] == list(cells)
        assert len({row["number"] for row in told}) == len(cells)
        assert [row["now"] for row in told] == [cell.text for cell in cells.values()]
    words = {row["name"]: row["in words"] for row in listed if row["part"] == SECTION and row["in words"]}
    # Five of ten is the only share of ten answers or more that has a word, besides three and two of them.
    assert words["q1#yes!percent"].startswith("around half")
    assert not [name for name in words if "person" in name or "body" in name]


def test_the_drop_down_offers_the_numbers_of_the_part_that_was_chosen(folder: Path, own: Mapping[str, Reader]) -> None:
    book = openpyxl.load_workbook(out(folder, own))
    lists = book["Lists"]
    columns = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in lists.iter_cols()}
    assert {YES, SHARE, BASE} <= set(columns[SECTION])
    assert not any(text.startswith("Q0") for text in columns[SECTION])
    assert any(text.startswith("Q0. Who") for text in columns[SUMMARY])
    rules = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in book[COMMENTARY].data_validations.dataValidation}
    assert rules["D2"].startswith("OFFSET(Lists!$A$2,0,MATCH($A2,Lists!$1:$1,0)-1,COUNTA(")


def test_the_same_content_gives_the_same_bytes(folder: Path, own: Mapping[str, Reader]) -> None:
    first = out(folder, own).read_bytes()
    assert out(folder, own).read_bytes() == first


# In


def test_a_workbook_that_nobody_changed_changes_nothing(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    assert back(folder, own).told == "nothing changed"
    fill(path, (20, {"text": None}))
    assert back(folder, own).told == "nothing changed"
    assert slot(folder) == FIRST


def test_a_new_paragraph_is_bound_by_what_was_picked(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    text = "{1 in words} of people, {2}, wanted benches; «£5» is not a number… "
    new = {"part": SUMMARY, "text": text.replace("5", "five").replace("five", "x"), "number 1": SHARE, "number 2": YES}
    fill(path, (6, new), (9, {"part": SECTION.upper(), "order": 15, "text": "Between, {1}.", "number 1": "q1#base"}))
    changes = back(folder, own)
    assert changes.lines == (
        "new: Summary, '{q1#yes!percent:in_words} of people, {q1#yes}, wa…'",
        f"new: {SECTION}, 'Between, {{q1#base}}.'",
    )
    assert changes.files == ("kept/commentary/summary.yaml", "kept/commentary/section_benches.yaml")
    (written,) = said(folder, "summary").paragraphs
    words = own["summary"].prose(Written(text="{q1#yes!percent:in_words}")).now["q1#yes!percent:in_words"]
    assert written == Written(
        text="{q1#yes!percent:in_words} of people, {q1#yes}, wanted benches; «£x» is not a number…",
        when_written={"q1#yes!percent:in_words": words, "q1#yes": "5"},
    )
    assert [paragraph.text for paragraph in said(folder).paragraphs][1] == "Between, {q1#base}."
    # What was there keeps its lines and its comments.
    assert slot(folder).startswith(FIRST[: FIRST.index("  - text: =SUM")])
    # Read a second time, it is there already.
    assert back(folder, own).told == "nothing changed"


def test_a_changed_text_keeps_what_stood_there_before(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    before = said(folder).paragraphs[0]
    fill(path, (2, {"text": "{2} answered.", "number 1": None}))
    changes = back(folder, own)
    assert changes.lines == (f"changed: {SECTION}, '{{q1#yes!percent}} of {{q1#base}} said yes, {{q1#yes!p…'",)
    after = said(folder).paragraphs[0]
    assert (after.text, after.role, dict(after.when_written)) == ("{q1#base} answered.", "Clerk", {"q1#base": "10"})
    assert [(old.text, old.role, old.when_written) for old in after.before] == [
        (before.text, before.role, before.when_written)
    ]
    # And again: the workbook was written again, with one number, and the row is known by the paragraph's first text.
    first, _ = rows(path)
    told = [first[name] or "" for name in ("text", "number 1", "number 2", "what changed")]
    assert told == ["{1} answered.", BASE, "", ""]
    fill(path, (2, {"text": "{1} in all."}))
    assert back(folder, own).files == ("kept/commentary/section_benches.yaml",)
    again = said(folder).paragraphs[0]
    assert (again.text, [old.text for old in again.before]) == ("{q1#base} in all.", [after.text, before.text])


def test_a_number_is_confirmed_as_the_writer_saw_it(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    before = said(folder).paragraphs[0]
    fill(path, (2, {"still true?": "Yes"}))
    # A later run is there when the workbook comes back: what is confirmed is what the workbook showed.
    changes = back(folder, later(own, **{"q1#yes!percent": "60", "q1#base": "20"}))
    assert changes.lines == (f"still true: {SECTION}, '{{q1#yes!percent}} of {{q1#base}} said yes, {{q1#yes!p…'",)
    after = said(folder).paragraphs[0]
    assert (after.text, after.role) == (before.text, before.role)
    assert {name: after.when_written[name] for name in ("q1#yes!percent", "q1#base")} == {
        "q1#yes!percent": "50%", "q1#base": "10",
    }  # fmt: skip
    assert after.before[0].when_written == before.when_written
    first, _ = rows(out(folder, later(own, **{"q1#base": "20"})))
    assert first["what changed"] == f"{BASE}: was 10, is now 20"


def test_a_paragraph_that_is_taken_out_stays_in_the_file(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (3, {"use": "remove"}))
    assert back(folder, own).lines == (
        f"taken out, and kept in the file: {SECTION}, '=SUM(A) is no formula, {{{{nor}}}} is {{q1#no}}.'",
    )
    assert [paragraph.role for paragraph in said(folder).paragraphs] == ["Clerk"]
    assert [old.text for old in said(folder).withdrawn] == ["=SUM(A) is no formula, {{nor}} is {q1#no}."]
    assert back(folder, own).told == "nothing changed"


def test_paragraphs_are_put_in_another_order_and_another_part(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (3, {"order": 5}))
    assert back(folder, own).lines == (f"moved: {SECTION}, '=SUM(A) is no formula, {{{{nor}}}} is {{q1#no}}.'",)
    assert [paragraph.role for paragraph in said(folder).paragraphs] == ["", "Clerk"]
    path.unlink()
    path = out(folder, own)
    fill(path, (2, {"part": SUMMARY}))
    back(folder, own)
    assert [paragraph.role for paragraph in said(folder).paragraphs] == ["Clerk"]
    (moved,) = said(folder, "summary").paragraphs
    assert moved.text == "=SUM(A) is no formula, {{nor}} is {q1#no}."


def test_rows_may_be_sorted_and_blank_rows_and_columns_put_between(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    book = openpyxl.load_workbook(path)
    sheet = book[COMMENTARY]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    sheet.delete_rows(1, len(lines))
    for number, line in enumerate((lines[0], lines[2], [], lines[1]), start=1):
        for place, value in enumerate(reversed(line), start=1):
            cell = sheet.cell(number, place)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type
    book.save(path)
    assert back(folder, own).told == "nothing changed"
    assert slot(folder) == FIRST


def test_what_a_colleague_wrote_since_is_kept_and_what_both_changed_is_told(
    folder: Path, own: Mapping[str, Reader]
) -> None:
    path = out(folder, own)
    file = folder / "kept" / "commentary" / "section_benches.yaml"
    file.write_text(FIRST + "  - text: A colleague's.\n", encoding="utf-8")
    fill(path, (3, {"role": "Clerk"}))
    back(folder, own)
    assert [paragraph.text for paragraph in said(folder).paragraphs][2] == "A colleague's."
    assert said(folder).paragraphs[1].role == "Clerk"
    file.write_text(FIRST.replace("role: Clerk", "role: Mayor"), encoding="utf-8")
    fill(path, (2, {"role": "Baker"}), (3, {"role": None}))
    (problem,) = refused(folder, own)
    assert problem == Problem(
        "commentary.xlsx, sheet 'Commentary', row 2, column 'role'",
        "changed here, and in the parameter file since",
        "Baker here, Mayor in the file",
        "",
        "Write the workbook out again, and change it there.",
    )


def test_a_workbook_with_what_was_not_read_in_is_not_written_over(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (6, {"part": SUMMARY, "text": "New."}))
    with pytest.raises(ParameterError) as error:
        out(folder, own)
    assert str(error.value) == (
        "commentary.xlsx: a workbook is there with changes that were not read in\n"
        "  do:      Read it in first (findings workbook in), or give it another name."
    )
    back(folder, own)
    out(folder, own)
    assert [row["text"] for row in rows(path)] == ["New.", "{1} of {2} said yes, {1 in words}.",
                                                  "=SUM(A) is no formula, {{nor}} is {1}."]  # fmt: skip


def test_a_workbook_with_sheets_of_ones_own_is_left_as_it_is(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    book = openpyxl.load_workbook(path)
    book.create_sheet("My notes")
    book.save(path)
    fill(path, (6, {"part": SUMMARY, "text": "New."}))
    before = path.read_bytes()
    assert back(folder, own).lines == (
        "new: Summary, 'New.'",
        "commentary.xlsx has sheets of your own, so it was left as it is; write it out under another name before you "
        "go on in it: findings workbook out",
    )
    assert path.read_bytes() == before
    assert back(folder, own).told == "nothing changed"
    # A paragraph that was changed through it is known by its first text, so its row may be changed again.
    fill(path, (3, {"text": "Changed, {1}."}))
    back(folder, own)
    fill(path, (3, {"role": "Mayor"}))
    back(folder, own)
    assert (said(folder).paragraphs[1].text, said(folder).paragraphs[1].role) == ("Changed, {q1#no}.", "Mayor")
    # What was changed twice in one cell is refused: the file says what the first change made of it.
    fill(path, (3, {"text": "Changed again, {1}."}))
    (problem,) = refused(folder, own)
    assert (problem.where, problem.what) == (
        "commentary.xlsx, sheet 'Commentary', row 3, column 'text'",
        "changed here, and in the parameter file since",
    )


def test_files_of_windows_keep_their_line_ends_and_their_mark(folder: Path, own: Mapping[str, Reader]) -> None:
    file = folder / "kept" / "commentary" / "section_benches.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + FIRST.replace("\n", "\r\n").encode("utf-8"))
    fill(out(folder, own), (3, {"role": "Clerk"}))
    back(folder, own)
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf# What the clerk wrote.\r\n")
    assert written.count(b"\n") == written.count(b"\r\n")
    assert said(folder).paragraphs[1].role == "Clerk"


def test_two_paragraphs_of_the_same_words_about_other_numbers_are_two(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    words = {"part": SECTION, "text": "{1} answered so."}
    fill(path, (6, {**words, "number 1": YES}), (7, {**words, "number 1": "q1#no"}))
    back(folder, own)
    assert [paragraph.text for paragraph in said(folder).paragraphs][2:] == [
        "{q1#yes} answered so.",
        "{q1#no} answered so.",
    ]
    assert back(folder, own).told == "nothing changed"


def test_a_workbook_of_another_edition_is_refused(folder: Path, own: Mapping[str, Reader]) -> None:
    midpoint = replace(build(folder, PLAN), edition="midpoint")
    path = write_commentary(midpoint, own, "midpoint")
    assert path.name == "commentary_midpoint.xlsx"
    fill(path, (2, {"part": SUMMARY, "text": "Mid way."}))
    with pytest.raises(ParameterError) as error:
        back(folder, own, path)
    assert str(error.value) == (
        "commentary_midpoint.xlsx: a workbook of another edition\n  found:   midpoint\n  allowed: full\n"
        "  do:      Name its edition: findings workbook in NAME commentary_midpoint.xlsx --edition midpoint"
    )
    changes = read_commentary_book(midpoint, own, "midpoint", path)
    assert changes.files == ("kept/commentary/midpoint/summary.yaml",)
    schema = "# yaml-language-server: $schema=../../../../schema/commentary.schema.json"
    assert slot(folder, "midpoint/summary") == f"{schema}\nparagraphs: [{{text: Mid way.}}]\n"


# Typed figures


def test_a_typed_figure_of_one_number_is_bound_to_it_and_told(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (6, {"part": SECTION, "text": "In all, 5 said yes to Q1."}))
    changes = back(folder, own)
    assert changes.lines == (
        f"commentary.xlsx, sheet 'Commentary', row 6: 5 is now bound to '{YES}'",
        f"new: {SECTION}, 'In all, {{q1#yes}} said yes to Q1.'",
    )
    assert said(folder).paragraphs[2].text == "In all, {q1#yes} said yes to Q1."
    assert back(folder, own).told == "nothing changed"


def test_a_typed_figure_is_the_number_that_the_writer_saw(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (6, {"part": SECTION, "text": "In all, 5 said yes."}))
    # Of the later run no number is five; what the workbook showed is kept with the text, so the report tells of it.
    back(folder, later(own, **{"q1#yes": "6"}))
    written = said(folder).paragraphs[2]
    assert (written.text, written.when_written) == ("In all, {q1#yes} said yes.", {"q1#yes": "5"})


def test_a_typed_figure_of_several_numbers_is_the_one_that_was_picked(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (6, {"part": SECTION, "text": "So 50% said yes."}))
    (problem,) = refused(folder, own)
    assert problem == Problem(
        "commentary.xlsx, sheet 'Commentary', row 6, column 'text'",
        "a typed figure that 4 numbers of this part are printed as",
        "50%",
        f"{SHARE}; Q1. Benches: Yes, All respondents, percentage of those who were asked; "
        "Q1. Benches: Yes, A person, percentage of those who answered; "
        "Q1. Benches: Yes, A body, percentage of those who answered",
        "Pick the one that is meant in 'number 1' (or the next that is empty).",
    )
    fill(path, (6, {"number 1": "q1.by.who#yes@body!percent"}))
    back(folder, own)
    assert said(folder).paragraphs[2].text == "So {q1.by.who#yes@body!percent} said yes."


def test_everything_wrong_is_told_at_its_row_and_column_and_nothing_is_written(
    folder: Path, own: Mapping[str, Reader]
) -> None:
    path = out(folder, own)
    fill(
        path,
        (2, {"text": "A few said 42%, {3}.", "still true?": "perhaps"}),
        (6, {"part": "Benchs", "text": "Hello."}),
        (7, {"part": SECTION, "text": "Two thirds said {2}.", "number 1": YES, "number 2": "no such number"}),
        (8, {"part": SECTION, "text": "A \u202e turn."}),
        (9, {"part": SECTION, "order": "first", "text": "In the first place, {q1#ye}."}),
        (10, {"part": SUMMARY, "row": "x", "text": "Hello."}),
        (11, {"part": SUMMARY, "role": "Clerk"}),
    )
    found = [
        (problem.where.removeprefix("commentary.xlsx, sheet 'Commentary', "), problem.what, problem.found)
        for problem in refused(folder, own)
    ]
    assert found == [
        ("row 2, column 'still true?'", "neither yes nor empty", "perhaps"),
        ("row 6, column 'part'", "no such part of the report", "Benchs"),
        ("row 7, column 'number 2'", "no number of this part is called so", "no such number"),
        ("row 7, column 'number 1'", "a number that is picked and is not in the text", YES),
        ("row 8, column 'text'", "a character that steers and is not shown", "[U+202E]"),
        ("row 9, column 'order'", "not a number", "first"),
        ("row 9, column 'text'", "no such cell", "{q1#ye}"),
        ("row 10, column 'row'", "no paragraph of this name", "x"),
        ("row 11, column 'text'", "a paragraph without a text", ""),
    ]
    fill(path, (2, {"still true?": None}), *((row, {"part": None, "text": None, "order": None, "row": None,
         "role": None, "number 1": None, "number 2": None}) for row in range(6, 12)))  # fmt: skip
    assert [(problem.what, problem.found) for problem in refused(folder, own)] == [
        ("{3} is in the text, and no number is picked for it", ""),
        ("a typed figure that no number of this part is printed as", "42%"),
        ("a number that is picked and is not in the text", SHARE),
        ("a number that is picked and is not in the text", BASE),
    ]


def test_a_formula_is_refused(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (6, {"part": SUMMARY, "text": "=1+1"}))
    found = refused(folder, own)
    assert [(problem.where, problem.what) for problem in found[:1]] == [
        ("commentary.xlsx, sheet 'Commentary', cell C6", "a formula")
    ]


def test_a_row_that_is_gone_is_told(folder: Path, own: Mapping[str, Reader]) -> None:
    path = out(folder, own)
    fill(path, (3, dict.fromkeys(rows(path)[1])))
    (problem,) = refused(folder, own)
    assert problem.what.startswith("the row of ")
    assert problem.do == "Write the workbook out again, and choose 'remove' in column 'use' if it should go."


# Through other programs


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_loses_nothing(folder: Path, own: Mapping[str, Reader], tmp_path: Path) -> None:
    strange = "<b> & \u05e9\u05dc\u05d5\u05dd \U0001f600 " + "a" * 10_000 + " {1}."
    path = out(folder, own)
    fill(path, (6, {"part": SECTION, "text": strange, "number 1": YES}), (7, {"part": SUMMARY, "text": "'=x"}))
    before = rows(path)
    through = tmp_path / "through"
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to",
               "xlsx:Calc MS Excel 2007 XML", "--outdir", str(through), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    again = through / "commentary.xlsx"
    shown = [{name: value or None for name, value in row.items()} for row in rows(again)[: len(before)]]
    assert shown == [{name: value or None for name, value in row.items()} for row in before]
    assert is_commentary(again)
    rules = openpyxl.load_workbook(again)[COMMENTARY].data_validations.dataValidation
    assert sum("MATCH($A2" in str(rule.formula1) for rule in rules) == 6
    assert back(folder, own, again).files == (
        "kept/commentary/summary.yaml",
        "kept/commentary/section_benches.yaml",
    )
    assert said(folder).paragraphs[2].text == strange.replace("{1}", "{q1#yes}")
    assert slot(folder).startswith(FIRST)
