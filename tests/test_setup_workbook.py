"""The set-up workbook: out, filled in as people do, and in again."""

from __future__ import annotations

import datetime
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from findings.consultation.build import Parameters, build
from findings.errors import FindingsError, InputRefused, ParameterError
from findings.setup import read_setup, write_setup, write_start_file

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "notebooks" / "plan.yaml"

CONSULTATION = """\
# yaml-language-server: $schema=../schema/consultation.schema.json
title: Benches
organisation: Town council
purpose: People were asked about benches.
# The first day.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data:
  reader: responses
  file: data.csv
  id_column: id
  ignored_columns: ["2.1 Other  text", Remarks]   # not needed
  never_read: [email, "ip*"]
  no_answer: ["-"]
  source: The town council's online form
disclosure:
  profile: threshold
  threshold: 10
"""

QUESTIONNAIRE = """\
scales:
  # Lower case, as the first page writes it.
  agreement:
    options:
      strongly_agree: {label: Strongly agree, stance: support}
      agree: {label: Agree, stance: support}
      agree_2: {label: Agreed, also: [I agree]}
      disagree: {label: "Disagree", stance: oppose}
    nets:
      agree: {label: Agree (net), of: [strongly_agree, agree, agree_2], stance: support}
  agreement_2:
    options:
      strongly_agree: {label: Strongly Agree}
      agree: {label: AGREE}
      disagree: {label: disagree}
questions:
  age:
    kind: single
    number: "10"
    wording: What is your age?
    short: Age
    column: Age
    options:
      under_20: {label: 0-19}
      under_30: {label: 0-29}
      from_30: {label: 30 or more}
      none: {label: "Prefer not to answer"}
  q1:
    kind: scale
    number: "1"
    wording: Benches are good.
    short: Benches
    scale: agreement
    column: 3.12 Other
  # Its columns are swapped with those of q1.
  q2:
    kind: scale
    number: "2"
    wording: "=Benches are dear."
    short: Cost
    scale: agreement_2
    column: 3.12 Other, please specify
also_asked:
  why: {kind: open, number: "3", wording: Why?, short: Why, column: Why}
  where:
    kind: multiple
    number: "4"
    wording: Where?
    short: Where
    options:
      park: {label: Park, column: 4.1 Park}
      street: {label: Street, column: 4.2 Street}
  tool: {kind: multiple, number: "5", wording: Which?, short: Which, column: Which, separator: ";",
    options: {a: {label: Wood}, b: {label: Iron}}}
profile: [age]
sections:
  # What it is about.
  benches:
    title: Benches
    questions: [q1, q2]
breakdowns:
  age:
    title: Age
    question: age
    groups:
      young: {label: Under 30, of: [under_20, under_30]}
      old: {label: 30 or more, of: [from_30]}
      none: {label: Not said, of: [none]}
"""

GUESSES = """\
drafted_from: data.csv
guesses:
  questions.q1: {guess: a scale, sure: likely, because: The words of a scale.}
  also_asked.why: {guess: open, sure: certain, because: Long texts., confirmed: true}
  also_asked.tool: {guess: several answers in one cell, sure: unsure, because: "Semicolons.", instead: single}
"""

Change = tuple[str, dict[str, str], str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The parameters with their workbook, made once."""
    folder = tmp_path_factory.mktemp("made") / "benches"
    folder.mkdir()
    files = {"consultation": CONSULTATION, "questionnaire": QUESTIONNAIRE, "guesses": GUESSES}
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    write_setup(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "benches"))


def texts(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}


def built(folder: Path) -> Parameters:
    return build(folder, PLAN)


def fill(path: Path, *changes: Change) -> None:
    """Change cells as a person does: in the row that says this, under this heading."""
    book = openpyxl.load_workbook(path)
    for sheet, row, heading, value in changes:
        found = cell(book[sheet], row, heading)
        found.value = value
        if isinstance(value, str) and value.startswith("="):
            found.data_type = "s"
    book.save(path)


def cell(sheet: Any, row: dict[str, str], heading: str) -> Any:
    heads = {str(head.value): head.column for head in sheet[1]}
    for number in range(2, sheet.max_row + 1):
        if all(str(sheet.cell(number, heads[key]).value or "") == value for key, value in row.items()):
            return sheet.cell(number, heads[heading])
    raise AssertionError(f"no row {row} on {sheet.title}")


def add(path: Path, *rows: tuple[str, dict[str, Any]]) -> int:
    """New rows below the others; gives the number of the last."""
    book = openpyxl.load_workbook(path)
    number = 0
    for sheet, cells in rows:
        heads = {str(head.value): head.column for head in book[sheet][1]}
        number = book[sheet].max_row + 1
        for heading, value in cells.items():
            found = book[sheet].cell(number, heads[heading])
            found.value = value
            if str(value).startswith("="):
                found.data_type = "s"
    book.save(path)
    return number


def edit(path: Path, do: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(path)
    do(book)
    book.save(path)


def refused(folder: Path, path: Path) -> str:
    """The whole message; and nothing was written."""
    before = texts(folder)
    with pytest.raises(FindingsError) as caught:
        read_setup(folder, path)
    assert texts(folder) == before
    assert [item.name for item in folder.iterdir() if item.name.startswith(".")] == []
    return str(caught.value)


def answer(of: str, name: str) -> dict[str, str]:
    return {"of": of, "name": name}


# Round trips.


@pytest.mark.parametrize("name", ["scotland-2016", "scotland-2023"])
def test_a_round_trip_keeps_every_byte_of_real_parameters(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    shutil.copytree(ROOT / "params" / name, folder)
    before = texts(folder)
    path = write_setup(folder, tmp_path / "setup.xlsx")
    first = path.read_bytes()
    changes = read_setup(folder, path)
    assert (changes.lines, changes.files, changes.told) == ((), (), "nothing changed")
    assert texts(folder) == before
    path.unlink()
    assert write_setup(folder, path).read_bytes() == first


def test_a_round_trip_keeps_every_byte_also_with_line_ends_and_marks_of_windows(folder: Path) -> None:
    for path in folder.glob("*.yaml"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = texts(folder)
    path = folder / "setup.xlsx"
    # Saved by another program, no cell changed.
    edit(path, lambda book: None)
    assert read_setup(folder, path).files == ()
    assert texts(folder) == before
    fill(path, ("Questions", {"name": "q1"}, "short", "Seats"))
    assert read_setup(folder, path).files == ("questionnaire.yaml",)
    expected = before["questionnaire.yaml"].replace(b"short: Benches", b"short: Seats")
    assert texts(folder) == {**before, "questionnaire.yaml": expected}


def test_two_spellings_count_as_one_everywhere(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Answers", answer("scale agreement", "agree_2"), "count as", "agree"))
    changes = read_setup(folder, path)
    assert changes.told == "scale agreement: 'Agreed' counts as 'Agree'\nwritten: questionnaire.yaml"
    expected = QUESTIONNAIRE.replace(
        "agree: {label: Agree, stance: support}", "agree: {label: Agree, stance: support, also: [Agreed, I agree]}"
    )
    expected = expected.replace("      agree_2: {label: Agreed, also: [I agree]}\n", "")
    expected = expected.replace("of: [strongly_agree, agree, agree_2]", "of: [strongly_agree, agree]")
    assert texts(folder)["questionnaire.yaml"].decode() == expected
    # The same workbook a second time has nothing more to say, though the answer is no longer in the files.
    assert read_setup(folder, path).files == ()


def test_groups_follow_answers_that_count_as_others(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Answers", answer("question age", "under_20"), "count as", "0-29"),
        ("Answers", answer("question age", "none"), "count as", "(no answer)"),
    )
    assert read_setup(folder, path).lines == (
        "question age: '0-19' counts as '0-29'",
        "breakdown age: the group 'Not said' is empty and taken out",
        "question age: 'Prefer not to answer' is no answer, in every question",
    )
    parameters = built(folder)
    options = parameters.questionnaire.questions["age"].options
    assert {name: option.also for name, option in options.items()} == {"under_30": ("0-19",), "from_30": ()}
    groups = {name: group.of for name, group in parameters.questionnaire.breakdowns["age"].groups.items()}
    assert groups == {"young": ("under_30",), "old": ("from_30",)}
    assert parameters.consultation.data.no_answer == ("-", "Prefer not to answer")


def test_what_spoke_of_one_answer_alone_speaks_of_the_one_it_counts_as(folder: Path) -> None:
    text = QUESTIONNAIRE.replace("of: [strongly_agree, agree, agree_2]", "of: [strongly_agree, agree_2]")
    text = text.replace('    number: "1"\n', '    number: "1"\n    asked_if: {age: [under_20]}\n')
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    path = write_setup(folder, folder / "new.xlsx")
    fill(
        path,
        ("Answers", answer("scale agreement", "agree_2"), "count as", "Agree"),
        ("Answers", answer("question age", "under_20"), "count as", "30 or more"),
    )
    read_setup(folder, path)
    questionnaire = built(folder).questionnaire
    assert questionnaire.scales["agreement"].nets["agree"].of == ("strongly_agree", "agree")
    assert questionnaire.questions["q1"].asked_if == {"age": ("from_30",)}
    groups = {name: group.of for name, group in questionnaire.breakdowns["age"].groups.items()}
    assert groups == {"young": ("under_30",), "old": ("from_30",), "none": ("none",)}


def test_a_question_takes_the_scale_of_another_and_two_columns_are_swapped(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Questions", {"name": "q2"}, "answers", "agreement"),
        ("Questions", {"name": "q2"}, "column", "3.12 Other"),
        ("Questions", {"name": "q1"}, "column", "3.12 Other, please specify"),
    )
    assert read_setup(folder, path).lines == (
        "question q1: column is now '3.12 Other, please specify'",
        "question q2: column is now '3.12 Other'",
        "question q2: its answers are now agreement",
        "scale agreement_2: taken out, no question uses it any more",
    )
    text = texts(folder)["questionnaire.yaml"].decode()
    start, end = QUESTIONNAIRE.index("  agreement_2:"), QUESTIONNAIRE.index("questions:\n")
    expected = (QUESTIONNAIRE[:start] + QUESTIONNAIRE[end:]).replace("scale: agreement_2", "scale: agreement")
    expected = expected.replace("column: 3.12 Other\n", 'column: "3.12 Other, please specify" \n')
    expected = expected.replace("column: 3.12 Other, please specify\n", 'column: "3.12 Other"\n')
    assert text == expected.replace('" \n', '"\n')


def test_a_kept_question_is_counted_and_a_counted_one_kept(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Questions", {"name": "tool"}, "type", "single"),
        ("Questions", {"name": "tool"}, "section", "benches"),
        ("Questions", {"name": "age"}, "type", "open"),
        ("Confirm", {"of what": "also_asked.tool"}, "confirmed", "Yes"),
    )
    assert read_setup(folder, path).lines == (
        "confirmed: 1 guess",
        "question age: single is now open",
        "breakdown age: taken out",
        "question tool: multiple is now single",
        "question tool: stands in benches",
    )
    questionnaire = built(folder).questionnaire
    assert list(questionnaire.questions) == ["q1", "q2", "tool"]
    assert {name: option.label for name, option in questionnaire.questions["tool"].options.items()} == {
        "a": "Wood",
        "b": "Iron",
    }
    assert questionnaire.sections["benches"].questions == ("q1", "q2", "tool")
    assert questionnaire.also_asked["age"].model_dump(exclude_defaults=True) == {
        "kind": "open",
        "number": "10",
        "wording": "What is your age?",
        "short": "Age",
        "column": "Age",
    }
    # It stands where it stood: now it is counted who wrote something.
    assert (questionnaire.profile, questionnaire.breakdowns) == (("age",), {})
    guesses = built(folder).guesses
    assert guesses is not None
    assert {name: guess.confirmed for name, guess in guesses.guesses.items()} == {
        "questions.q1": False,
        "also_asked.why": True,
        "questions.tool": True,
    }


def test_a_question_with_a_scale_becomes_one_with_several_answers(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Questions", {"name": "q2"}, "type", "multiple"),
        ("Questions", {"name": "q2"}, "separator", ";"),
    )
    read_setup(folder, path)
    kept = built(folder).questionnaire.also_asked["q2"]
    assert (kept.kind, kept.separator) == ("multiple", ";")
    assert [option.label for option in kept.options.values()] == ["Strongly Agree", "AGREE", "disagree"]
    assert list(built(folder).questionnaire.scales) == ["agreement"]


def test_overlapping_groups_are_put_right_and_keep_their_names(folder: Path) -> None:
    path = folder / "setup.xlsx"
    row = {"breakdown": "age", "answer name": "under_20"}
    fill(
        path,
        ("Breakdowns", row, "group", "Under 20"),
        ("Breakdowns", {**row, "answer name": "none"}, "group", "30 or more"),
    )
    assert read_setup(folder, path).lines == ("breakdown age: its groups are now Under 30, 30 or more, Under 20",)
    groups = built(folder).questionnaire.breakdowns["age"].groups
    assert {name: (group.label, group.of) for name, group in groups.items()} == {
        "young": ("Under 30", ("under_30",)),
        "old": ("30 or more", ("from_30", "none")),
        "under_20": ("Under 20", ("under_20",)),
    }


def test_what_becomes_of_a_column(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("Columns", {"column": "Why"}, "use", "never read"),
        ("Columns", {"column": "4.2 Street"}, "use", "not used"),
        ("Columns", {"column": "Remarks"}, "use", "response id"),
        ("Columns", {"column": "ip*"}, "use", "not used"),
    )
    read_setup(folder, path)
    parameters = built(folder)
    data: Any = parameters.consultation.data
    assert data.id_column == "Remarks"
    assert data.never_read == ("email", "Why")
    assert set(data.ignored_columns) == {"2.1 Other  text", "4.2 Street", "ip*", "id"}
    assert list(parameters.questionnaire.also_asked) == ["where", "tool"]
    assert list(parameters.questionnaire.also_asked["where"].options) == ["park"]
    assert read_setup(folder, path).files == ()


def test_new_rows_are_new_questions_answers_nets_sections_and_breakdowns(folder: Path) -> None:
    path = folder / "setup.xlsx"
    question = {"name": "q9", "number": 9, "wording": "Colour?", "short": "Colour", "type": "Single", "section": "more"}
    of = "question q9"
    add(
        path,
        ("Questions", {**question, "answers": "(its own)", "column": "2.1 Other text"}),
        ("Proposals", {"name": "more", "title": "More", "proposal": "yes", "order": 0}),
        ("Answers", {"of": of, "label": "Red & round"}),
        ("Answers", {"of": of, "label": "=1+1", "order": 0, "also written as": "2 | zwei"}),
        ("Answers", {"of": of, "label": "Don't know", "kind": "Don\u2019t know", "order": 9}),
        ("Nets", {"of": of, "label": "Any", "counts": "red & ROUND | =1+1", "stance": "support"}),
        ("Breakdowns", {"breakdown": "colour", "title": "Colour", "question": "q9"}),
    )
    read_setup(folder, path)
    questionnaire = built(folder).questionnaire
    new = questionnaire.questions["q9"]
    assert (new.number, new.column) == ("9", "2.1 Other  text")
    assert {name: (o.label, o.also, str(o.kind)) for name, o in new.options.items()} == {
        "answer_1_1": ("=1+1", ("2", "zwei"), "answer"),
        "red_round": ("Red & round", (), "answer"),
        "don_t_know": ("Don't know", (), "dont_know"),
    }
    assert {name: net.of for name, net in new.nets.items()} == {"any": ("red_round", "answer_1_1")}
    assert list(questionnaire.sections) == ["more", "benches"]
    assert questionnaire.sections["more"].proposal
    assert questionnaire.breakdowns["colour"].question == "q9"
    # Its column was one that is not used.
    assert built(folder).consultation.data.ignored_columns == ("Remarks",)  # type: ignore[union-attr]
    assert read_setup(folder, path).files == ()


def test_about_takes_dates_and_numbers_as_excel_keeps_them(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(
        path,
        ("About", {"what": "opened"}, "value", datetime.datetime(2024, 1, 9)),
        ("About", {"what": "hide counts below"}, "value", 5),
        ("About", {"what": "title"}, "value", "  =Benches: all "),
    )
    read_setup(folder, path)
    expected = CONSULTATION.replace("2024-01-08", "2024-01-09").replace("threshold: 10", "threshold: 5")
    assert texts(folder)["consultation.yaml"].decode() == expected.replace("title: Benches", 'title: "=Benches: all"')


def test_yes_to_all(folder: Path) -> None:
    assert built(folder).draft
    path = folder / "setup.xlsx"
    fill(path, ("Confirm", {"of what": "(all of them)"}, "confirmed", "yes"))
    assert read_setup(folder, path).lines == ("confirmed: all 2 guesses that were open",)
    assert not built(folder).draft


def test_an_order_and_a_new_label_are_taken_over(folder: Path) -> None:
    path = folder / "setup.xlsx"
    of = "question age"
    fill(
        path,
        ("Answers", answer(of, "none"), "order", 1),
        ("Answers", answer(of, "under_20"), "order", 2),
        ("Answers", answer(of, "under_30"), "order", 2.5),
        ("Answers", answer(of, "from_30"), "label", "Older"),
    )
    read_setup(folder, path)
    options = built(folder).questionnaire.questions["age"].options
    assert list(options) == ["none", "under_20", "under_30", "from_30"]
    # The data still write it as they did.
    assert (options["from_30"].label, options["from_30"].also) == ("Older", ("30 or more",))


# What people and programs do to workbooks.


def test_habits_change_nothing(folder: Path) -> None:
    path = folder / "setup.xlsx"

    def habits(book: Any) -> None:
        sheet = book["Answers"]
        rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), start=4):
            for column, value in enumerate(row, start=1):
                sheet.cell(number, column).value = value
        for number in (2, 3):
            for column in range(1, len(rows[0]) + 1):
                sheet.cell(number, column).value = None
        sheet.column_dimensions["C"].hidden = True
        book["Questions"]["C2"].value = f" {book['Questions']['C2'].value} "
        book["Questions"]["B2"].value = 10
        book["Questions"]["Z1"].value = "My notes"
        book["Questions"]["Z2"].value = "Ask Ann."
        book["Proposals"].insert_rows(1)
        book.create_sheet("Mine", 0)["A1"].value = "=1+1"
        book.move_sheet("Confirm", -5)

    edit(path, habits)
    assert read_setup(folder, path).told == "nothing changed"


def test_the_copy_of_the_rows_may_be_gone(folder: Path) -> None:
    path = folder / "setup.xlsx"
    edit(path, lambda book: book.remove(book["As written"]))
    fill(path, ("Questions", {"name": "q1"}, "short", "Seats"))
    assert read_setup(folder, path).lines == ("question q1: short is now 'Seats'",)


def test_another_person_changed_the_file_since(folder: Path) -> None:
    path = folder / "setup.xlsx"
    questionnaire = folder / "questionnaire.yaml"
    text = QUESTIONNAIRE.replace("short: Cost", "short: Price").replace("short: Age", "short: Years")
    questionnaire.write_text(text, encoding="utf-8")
    # What nobody changed in the workbook is left as the file has it.
    fill(path, ("Questions", {"name": "q1"}, "short", "Seats"))
    read_setup(folder, path)
    assert questionnaire.read_text(encoding="utf-8") == text.replace("short: Benches", "short: Seats")
    fill(path, ("Questions", {"name": "q2"}, "short", "Money"))
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Questions', row 4, column 'short': changed here, and in the parameter file since\n"
        "  found:   Money here, Price in the file\n"
        "  do:      Write the workbook out again, and change it there."
    )


def test_a_workbook_with_changes_is_not_written_over(folder: Path) -> None:
    path = folder / "setup.xlsx"
    write_setup(folder)
    fill(path, ("Questions", {"name": "q1"}, "short", "Seats"))
    before = path.read_bytes()
    with pytest.raises(ParameterError) as caught:
        write_setup(folder)
    assert str(caught.value) == (
        "setup.xlsx: a workbook is there with changes that were not read in\n"
        "  do:      Read it in first (findings workbook in), or give it another name."
    )
    assert path.read_bytes() == before
    read_setup(folder)
    write_setup(folder)
    other = folder / "notes.xlsx"
    other.write_text("mine", encoding="utf-8")
    with pytest.raises(ParameterError, match="is no set-up workbook"):
        write_setup(folder, other)
    assert other.read_text(encoding="utf-8") == "mine"


# What is wrong is told at its cell, all at once, and nothing is written.


def test_every_fault_is_told_at_its_cell(folder: Path) -> None:
    path = folder / "setup.xlsx"
    of = "scale agreement"
    fill(
        path,
        ("Answers", answer(of, "agree_2"), "count as", "Agre"),
        ("Answers", answer(of, "agree"), "count as", "Agree"),
        ("Answers", answer(of, "disagree"), "order", "last"),
        ("Questions", {"name": "q1"}, "type", "slider"),
        ("Questions", {"name": "q2"}, "name", "q3"),
        ("Columns", {"column": "Remarks"}, "use", "question"),
        ("About", {"what": "closed"}, "value", "9 February"),
        ("Breakdowns", {"breakdown": "age", "answer name": "none"}, "answer", "Nothing"),
    )
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Questions': the row of 'q2' is gone\n"
        "  found:   =Benches are dear.\n"
        "  do:      Write the workbook out again, and choose 'remove' in column 'use' if it should go.\n"
        "setup.xlsx, sheet 'Breakdowns', row 5, column 'answer': a grey cell was changed\n"
        "  found:   Nothing\n"
        "  allowed: Prefer not to answer\n"
        "  do:      Write 'Prefer not to answer' again; white cells are for you to change.\n"
        "setup.xlsx, sheet 'About', row 6, column 'value': not a date\n"
        "  found:   9 February\n"
        "  allowed: a day as 2024-12-31\n"
        "  do:      Write year, month and day.\n"
        "setup.xlsx, sheet 'Questions', row 3, column 'type': not a type of question\n"
        "  found:   slider\n"
        "  allowed: single, scale, multiple, ranking, numeric, date, open\n"
        "  do:      Choose one from the list.\n"
        "setup.xlsx, sheet 'Answers', row 5, column 'order': not a number\n"
        "  found:   last\n"
        "  allowed: 1, 2, 3 ...\n"
        "  do:      Write its place in the order.\n"
        "setup.xlsx, sheet 'Answers', row 3, column 'count as': an answer that counts as itself\n"
        "  found:   Agree\n"
        "  allowed: Strongly agree, Agreed, Disagree\n"
        "  do:      Leave the cell empty.\n"
        "setup.xlsx, sheet 'Answers', row 4, column 'count as': no answer of scale agreement has this label\n"
        "  found:   Agre\n"
        "  allowed: Strongly agree, Agree, Disagree, (no answer)\n"
        "  do:      Write the label of one of them, or leave the cell empty.\n"
        "setup.xlsx, sheet 'Columns', row 13, column 'use': no question reads this column\n"
        "  found:   Remarks\n"
        "  do:      Add a row on sheet 'Questions' with this heading in 'column', "
        "or change a question's 'column' to it."
    )


def test_a_rule_of_the_parameters_is_told_at_its_row(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Answers", answer("scale agreement", "disagree"), "stance", "support"))
    fill(path, ("Answers", answer("question age", "none"), "label", "30 OR more"))
    fill(path, ("Questions", {"name": "q2"}, "column", "3.12 Other"))
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Answers', row 12: two options that are written alike\n"
        "  found:   30 or more\n"
        "  do:      Change the label or 'also' of 'from_30' or 'none'.\n"
        "setup.xlsx, sheet 'Questions', row 4: a column that is read twice: for question q1 and for question q2\n"
        "  found:   3.12 Other\n"
        "  do:      Correct the 'column' of one of them."
    )


def test_a_counted_question_without_answers_is_told_at_the_row_that_breaks_it(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Questions", {"name": "why"}, "type", "single"), ("Questions", {"name": "why"}, "section", "benches"))
    assert refused(folder, path) == (
        "setup.xlsx, sheet 'Questions', row 5: a counted question has two answers or more\n"
        "  found:   why\n"
        "  do:      Add rows of 'question why' on sheet 'Answers', or choose a scale in 'answers'."
    )


def test_a_question_with_a_column_for_each_answer_cannot_have_one_answer(folder: Path) -> None:
    path = folder / "setup.xlsx"
    fill(path, ("Questions", {"name": "where"}, "type", "single"))
    assert "row 6, column 'type': each answer of this question has a column of its own" in refused(folder, path)


def test_a_formula_is_refused(folder: Path) -> None:
    path = folder / "setup.xlsx"
    edit(path, lambda book: setattr(book["Questions"]["D3"], "value", '=CONCAT("a","b")'))
    assert refused(folder, path).splitlines()[:2] == [
        "setup.xlsx, sheet 'Questions', cell D3: a formula",
        "  do:      Write its result, or put an apostrophe before a text.",
    ]


def test_a_deleted_row_and_a_copied_row_are_told(folder: Path) -> None:
    path = folder / "setup.xlsx"
    edit(path, lambda book: book["Answers"].delete_rows(9))
    copy = {"of": "scale agreement", "name": "agree", "label": "Agree strongly"}
    row = add(path, ("Answers", copy))
    assert refused(folder, path) == (
        f"setup.xlsx, sheet 'Answers', row {row}: this row and row 3 have one name\n"
        "  found:   scale agreement, agree\n"
        "  do:      Empty the cell 'name' of the row that is new, or the whole row.\n"
        "setup.xlsx, sheet 'Answers': the row of 'question age, under_20' is gone\n"
        "  found:   0-19\n"
        "  do:      Write the workbook out again, and choose 'remove' in column 'use' if it should go."
    )


@pytest.mark.parametrize("what", ["missing", "text", "cut", "bomb", "no sheet", "no heading"])
def test_what_is_no_workbook_is_refused(folder: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("findings.setup.read.MOST_BYTES", 2_000_000)
    path = folder / "setup.xlsx"
    if what == "missing":
        path.unlink()
    elif what == "text":
        path.write_text("a,b\n", encoding="utf-8")
    elif what == "cut":
        path.write_bytes(path.read_bytes()[:-400])
    elif what == "bomb":
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/zeros.bin", bytes(2_000_000))
    elif what == "no sheet":
        edit(path, lambda book: book.remove(book["Nets"]))
    else:
        edit(path, lambda book: setattr(book["Nets"]["C1"], "value", "Name"))
    expected = {
        "missing": "setup.xlsx: the file is missing",
        "text": "setup.xlsx: this is not an .xlsx workbook, or it has a password",
        "cut": "setup.xlsx: this is not an .xlsx workbook, or it has a password",
        "bomb": "setup.xlsx: the workbook is too large to be one of settings",
        "no sheet": "setup.xlsx: the sheet 'Nets' is missing",
        "no heading": "setup.xlsx, sheet 'Nets', row 1: a heading is missing",
    }
    assert refused(folder, path).splitlines()[0] == expected[what]


def test_broken_parts_inside_are_refused(folder: Path, tmp_path: Path) -> None:
    whole = folder / "setup.xlsx"
    for part in ("xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"):
        path = tmp_path / "setup.xlsx"
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w") as new:
            for item in old.infolist():
                content = old.read(item)
                new.writestr(item.filename, content[: len(content) // 2] if item.filename == part else content)
        with pytest.raises(InputRefused, match="the workbook cannot be read"):
            read_setup(folder, path)


# How it looks.


def test_the_workbook_can_be_used(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "setup.xlsx")
    sheets = ["Questions", "Answers", "Bands", "Breakdowns", "Columns", "Proposals", "Nets", "About", "Confirm"]
    assert book.sheetnames == ["Start here", *sheets, "Lists", "As written"]
    assert (
        book["Start here"]["A11"].value == "10. Save and close the file, then: findings workbook in benches setup.xlsx"
    )
    assert book["As written"].sheet_state == "veryHidden"
    for name in sheets:
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        headings = [head.value for head in sheet[1]]
        assert len(set(headings)) == len(headings)
    # A label that begins with '=' is text, in a cell that takes what is typed as text.
    wording = cell(book["Questions"], {"name": "q2"}, "wording")
    assert (wording.value, wording.data_type, wording.number_format) == ("=Benches are dear.", "s", "@")
    rules = {str(rule.sqref): rule for rule in book["Questions"].data_validations.dataValidation}
    source = rules["E2:E307"].formula1.removeprefix("Lists!")
    listed = [c[0].value for c in book["Lists"][source.replace("$", "")]]
    assert listed == ["single", "scale", "multiple", "ranking", "numeric", "date", "open"]


def test_the_start_file_is_two_lines_for_windows(tmp_path: Path) -> None:
    path = write_start_file(tmp_path, "benches")
    content = path.read_bytes()
    assert path.name == "start.cmd"
    assert (content.count(b"\r\n"), content.count(b"\n"), content.isascii()) == (2, 2, True)
    with pytest.raises(ParameterError, match="not a folder's name"):
        write_start_file(tmp_path, "a & del b")


@pytest.mark.slow
def test_saved_by_libreoffice_nothing_is_lost(folder: Path, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    path = folder / "setup.xlsx"
    saved = tmp_path / "saved"
    profile = (tmp_path / "profile").as_uri()
    command = [
        soffice,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(saved),
    ]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)
    path = saved / "setup.xlsx"
    assert read_setup(folder, path).told == "nothing changed"
    fill(path, ("Answers", answer("scale agreement", "agree_2"), "count as", "Agree"))
    assert read_setup(folder, path).lines == ("scale agreement: 'Agreed' counts as 'Agree'",)
