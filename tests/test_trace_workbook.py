"""The workbook of a trace: whoever filters it as it says, or has a spreadsheet recount it, finds what was printed."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from openpyxl.utils import column_index_from_string

from findings.audit.sourcebook import write_sourcebook
from findings.audit.sourcebook.recipe import percent_formula, rows_sheets
from findings.audit.sourcebook.sources import unlike
from findings.audit.sourcebook.table import Column, SourceTable
from findings.consultation.madeup import MARK
from findings.errors import ParameterError, VerificationFailed
from findings.evidence.cell import Cell, Measure, SourceKind, from_csv
from small_consultation import CONSULTATION, QUESTIONNAIRE, RESPONSES, TALLY, TALLY_CONSULTATION, changed
from traced_run import AWKWARD, AWKWARD_RESPONSES, tally_run, traced_run

# Whole runs are made and changed here: .ci/run does it after the tests.
pytestmark = pytest.mark.slow

OPEN = changed(CONSULTATION, "  ignored_columns: [comment]\n  never_read: [email]\n", "")
TALLY_RUN, HIDING, MADE_UP, AWKWARD_RUN, PLAIN = "tally", "hiding", "made up", "awkward", "plain"
MADE_UP_TALLY = "made-up tally"
MAKERS: dict[str, Callable[[Path], Path]] = {
    PLAIN: traced_run,
    HIDING: lambda folder: traced_run(folder, hiding=True),
    MADE_UP: lambda folder: traced_run(folder, kind=SourceKind.MADE_UP),
    TALLY_RUN: lambda folder: tally_run(folder, TALLY),
    MADE_UP_TALLY: lambda folder: traced_run(
        folder, consultation=TALLY_CONSULTATION, data=TALLY, kind=SourceKind.MADE_UP
    ),
    AWKWARD_RUN: lambda folder: traced_run(
        folder, consultation=OPEN, questionnaire=AWKWARD, data=AWKWARD_RESPONSES
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: make(tmp_path_factory.mktemp(name.replace(" ", "_"))) for name, make in MAKERS.items()}


def cells_of(run: Path) -> dict[str, Cell]:
    return {cell.cell: cell for cell in from_csv((run / "public" / "evidence.csv").read_text(encoding="utf-8"))}


def book_of(run: Path, name: str, folder: Path, **settings: int) -> Path:
    path = folder / f"{len(list(folder.iterdir()))}.xlsx"
    write_sourcebook(name, run, path, **settings)
    return path


# --- as an auditor filters --------------------------------------------------------------------


class Filtered:
    """The workbook in the hands of an auditor who can read, filter and count, and knows nothing of how it was made."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)
        said = [str(row[1].value or "") for row in self.book["Number"].iter_rows() if "Step" in str(row[0].value)]
        self.steps = [step.removeprefix(f"{MARK}. ") for step in said[1:-1]]
        found = re.search(r"Row (\d+) holds the headings", said[0])
        assert found is not None
        self.header = int(found[1])
        self.sheets = [self.book[name] for name in self.book.sheetnames if name.startswith("Rows")]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        for sheet in self.sheets:
            yield from sheet.iter_rows(min_row=self.header + 1, values_only=True)

    def headings(self) -> list[str]:
        return [str(cell.value) for cell in self.sheets[0][self.header]]

    def left_by_words(self, step: str) -> list[tuple[Any, ...]]:
        """The rows that are left when the columns are filtered as the step says."""
        wanted = re.findall(r'in column ([A-Z]+) \("(.*?)"\) choose (.*?); (?=in column|nothing else)', step)
        rows = list(self.rows())
        for column, heading, answers in wanted:
            place = column_index_from_string(column) - 1
            assert self.headings()[place] == heading
            rows = [row for row in rows if row[place] in re.findall(r'"(.*?)"', answers)]
        assert wanted or "set no filter" in step
        return rows

    def left_by_list(self, role: str) -> list[tuple[Any, ...]]:
        """The rows that are left when the columns are filtered as the sheet Recount lists it."""
        wanted: dict[int, set[str]] = {}
        listed = list(self.book["Recount"].iter_rows(values_only=True))
        start = next(n for n, line in enumerate(listed) if line[0] == "For")
        for line in listed[start + 1 :]:
            if line[0] == role and line[1]:
                wanted.setdefault(column_index_from_string(str(line[1])) - 1, set()).add(str(line[3]))
        return [row for row in self.rows() if all(row[place] in texts for place, texts in wanted.items())]

    def total(self, rows: list[tuple[Any, ...]]) -> int:
        """What cell A3 shows: how many rows are left, or the sum of their `n`."""
        headings = self.headings()
        return sum(row[headings.index("n")] for row in rows) if "n" in headings else len(rows)


@pytest.mark.parametrize("kind", [PLAIN, TALLY_RUN, MADE_UP])
def test_every_count_of_a_table_is_left_by_the_filter_that_the_words_say(
    runs: dict[str, Path], tmp_path: Path, kind: str
) -> None:
    cells = cells_of(runs[kind])
    checked = 0
    # All cells of one kind; of the others, whose words are the same, some.
    for cell in list(cells.values())[:: 1 if kind == PLAIN else 4]:
        book = Filtered(book_of(runs[kind], cell.cell, tmp_path))
        for step in book.steps:
            found = re.match(r"(?:Clear the filters\. )?The (?:count|base)[^#]*?, (\S+?):", step)
            assert found is not None, step
            left = book.total(book.left_by_words(step))
            assert left == cells[found[1]].number, f"{cell.cell}: {step}"
            assert f"Cell A3 then says {left:,}; the value printed." in step
            checked += 1
    assert checked > (60 if kind == PLAIN else 12)


def test_the_filters_left_by_hand_are_the_counts_known_by_heart(runs: dict[str, Path], tmp_path: Path) -> None:
    # By hand from RESPONSES: r01 to r03 say yes; r08 and r09 are bodies that do; r07 and r12 were taken out as blank.
    book = Filtered(book_of(runs[PLAIN], "q1.by.who#yes@person!percent", tmp_path))
    assert [row[0] for row in book.left_by_words(book.steps[0])] == ["r01", "r02", "r03"]
    assert [row[2] for row in book.left_by_words(book.steps[1])] == [2, 3, 4, 5, 6, 7]
    assert book.headings() == [
        "response_id", "source_file", "source_row", "Q1 Do you want benches?", "Q0 Who are you?", "Counts",
        "In the base",
    ]  # fmt: skip
    assert list(book.rows())[6] == ("r08", "data.csv", 9, "Yes", "A body", "no", "no")
    assert len(list(book.rows())) == 10
    assert book.steps[0] == (
        'The count, q1.by.who#yes@person: in column D ("Q1 Do you want benches?") choose "Yes"; in column E ("Q0 Who '
        'are you?") choose "A person"; nothing else. Cell A3 then says 3; the value printed.'
    )


def test_answers_that_look_like_formulas_patterns_or_one_another_are_told_apart(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    cells = cells_of(runs[AWKWARD_RUN])
    names = [name for name, cell in cells.items() if cell.measure == Measure.COUNT and cell.question != "funnel"]
    # Every fifth: both questions, every answer and group are among them.
    for name in names[::5]:
        book = Filtered(book_of(runs[AWKWARD_RUN], name, tmp_path))
        assert len(book.left_by_list("The count")) == cells[name].number, name
    book = Filtered(book_of(runs[AWKWARD_RUN], "q1#base", tmp_path))
    assert {"=1+1", "a*b", "aXb", "1-2", "TRUE", "+5", "5", "Not Answered (same)"} <= {row[3] for row in book.rows()}
    assert any(str(row[0]).startswith("=r") for row in book.rows())


def test_no_text_becomes_a_formula_and_every_formula_is_ours(runs: dict[str, Path], tmp_path: Path) -> None:
    book = openpyxl.load_workbook(book_of(runs[AWKWARD_RUN], "q1.by.who#net_formula@person!percent", tmp_path))
    formulas = {
        f"{sheet.title}!{cell.coordinate}": str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas.keys() == {
        "Recount!B6", "Recount!B7", "Recount!B8", "Recount!D6", "Recount!D7", "Recount!D8", "Rows!A3", "Rows!A4",
        "Rows!A5",
    }  # fmt: skip
    assert formulas["Rows!A3"] == "=SUBTOTAL(103,C$8:C$61)"
    assert formulas["Recount!B8"] == '=IF(B7=0,"no base",INT((200*B6+B7)/(2*B7))/1)'
    assert book["Rows"]["A8"].hyperlink is None


# --- as a spreadsheet recounts ----------------------------------------------------------------

ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


MANY = 400
RECOUNTED = [
    (PLAIN, "q1.by.who#yes@person!percent"),
    (PLAIN, "q1.by.who#not_answered@body"),
    (PLAIN, "q1.by.who#no@body!difference"),
    (PLAIN, "funnel#blank"),
    (PLAIN, "funnel#received"),
    (TALLY_RUN, "q1.by.who#no@body!difference"),
    (TALLY_RUN, "q1#not_answered"),
    (TALLY_RUN, "funnel#analysed"),
    (MADE_UP, "q1#yes!percent"),
    (AWKWARD_RUN, "who#body"),
    (AWKWARD_RUN, "q1#a2"),
    (AWKWARD_RUN, "q1.by.who#a6@person!percent"),
    (AWKWARD_RUN, "q1.by.who#net_formula@other!difference"),
    (AWKWARD_RUN, "q1.by.who#not_answered@not_answered"),
]


@pytest.fixture(scope="module")
def many_answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of a question with more answers than a formula may hold."""
    many = "".join(f"      a{n}: {{label: Answer number {n}}}\n" for n in range(MANY))
    start = AWKWARD.index("      a1: {label")
    questionnaire = AWKWARD[:start] + many + AWKWARD[AWKWARD.index("profile:") :]
    data = "id,who,q1\n" + "".join(f"r{n},person,a{n % MANY}\n" for n in range(0, 2 * MANY, 7))
    folder = tmp_path_factory.mktemp("many")
    run = traced_run(folder, consultation=OPEN, questionnaire=questionnaire, data=data)
    return book_of(run, "q1.by.who#base@person", folder / "store").rename(folder / "many.xlsx")


@pytest.fixture(scope="module")
def by_office(
    runs: dict[str, Path], many_answers: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], Any]:
    """Workbooks as LibreOffice works them out, each formula anew; one start of it for all."""
    folder = tmp_path_factory.mktemp("office")
    books = {(kind, name): spoiled(book_of(runs[kind], name, folder)) for kind, name in RECOUNTED}
    first = RECOUNTED[0][1]
    books["sheets", ""] = spoiled(book_of(runs[PLAIN], first, folder, sheet_rows=11))
    books["many", ""] = spoiled(many_answers)
    plain = book_of(runs[PLAIN], first, folder)
    for role in ("The count", "The base"):
        books["filtered", role] = filtered_file(plain, role)
    changed_book = openpyxl.load_workbook(plain)
    assert changed_book["Rows"]["D8"].value == "Yes"
    changed_book["Rows"]["D8"].value = "No"
    changed_book.save(folder / "changed.xlsx")
    books["changed", ""] = folder / "changed.xlsx"
    out = recounted(list(books.values()), folder)
    return {key: openpyxl.load_workbook(out / path.name, data_only=True) for key, path in books.items()}


def recounted(paths: list[Path], folder: Path) -> Path:
    """The folder with the workbooks as LibreOffice saved them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    out = folder / "recounted"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(out), *map(str, paths)], check=True, capture_output=True, timeout=300)
    return out


def spoiled(path: Path) -> Path:
    """The same workbook with another number kept as the result of every formula."""
    copy = path.with_name(f"spoiled_{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name.startswith("xl/worksheets/"):
                text, times = re.subn(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>987654\g<2>", text)
                assert times or b"<f>" not in text
            new.writestr(name, text)
    return copy


def filtered_file(path: Path, role: str) -> Path:
    """The same workbook saved by an auditor with the filter set: the rows that it leaves out are hidden."""
    reader = Filtered(path)
    kept = {row[:3] for row in reader.left_by_list(role)}
    sheet = reader.book["Rows"]
    for number in range(reader.header + 1, sheet.max_row + 1):
        hidden = tuple(cell.value for cell in sheet[number][:3]) not in kept
        sheet.row_dimensions[number].hidden = hidden
    copy = path.with_name(f"filtered_{role.split()[1]}_{path.name}")
    reader.book.save(copy)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name"), RECOUNTED)
def test_a_spreadsheet_recounts_what_was_printed(
    runs: dict[str, Path], by_office: dict[tuple[str, str], Any], kind: str, name: str
) -> None:
    cells, book = cells_of(runs[kind]), by_office[kind, name]
    lines = [row for row in book["Recount"].iter_rows(min_row=6, values_only=True) if row[4] in cells]
    assert name in {row[4] for row in lines}
    made_up = kind == MADE_UP
    for what, counted, printed, same, line in lines:
        assert cells[line].status == "shown"
        assert (counted, printed) == (float(cells[line].value), counted)
        assert (same, what.startswith(MARK)) == (f"{MARK}. the same" if made_up else "the same", made_up)
    assert book["Rows"]["A3"].value == sum(weights(book))
    assert book["Rows"]["A4"].value == lines[0][1]


@pytest.mark.slow
def test_the_count_above_the_rows_is_of_what_the_filter_leaves(by_office: dict[tuple[str, str], Any]) -> None:
    # The formulas under it do not mind the filter.
    for role, left in (("The count", 3), ("The base", 6)):
        rows = by_office["filtered", role]["Rows"]
        assert [rows[f"A{row}"].value for row in (3, 4, 5)] == [left, 3, 6]


def weights(book: Any) -> list[int]:
    """What each row of the sheet Rows counts for."""
    rows = list(book["Rows"].iter_rows(values_only=True))
    start = next(n for n, row in enumerate(rows) if "source_file" in row)
    place = rows[start].index("n") if "n" in rows[start] else None
    body = [row for row in rows[start + 1 :] if any(value is not None for value in row)]
    return [1 if place is None else int(row[place]) for row in body]


@pytest.mark.slow
def test_a_row_that_is_changed_changes_what_the_spreadsheet_counts(by_office: dict[tuple[str, str], Any]) -> None:
    rows = by_office["changed", ""]["Recount"].iter_rows(6, 8, values_only=True)
    # Two of six say yes now, where three were printed: 33 instead of 50.
    assert [row[1:4] for row in rows] == [(2, 3, "DIFFERENT"), (6, 6, "the same"), (33, 50, "DIFFERENT")]


@pytest.mark.parametrize(("count", "base"), [(1, 8), (3, 8), (1, 200), (1, 3), (2, 3), (0, 7), (7, 7), (199, 1000)])
def test_the_kept_results_are_those_of_the_formulas(count: int, base: int) -> None:
    # Worked out as the formula says, and by hand with fractions of a half.
    formula = percent_formula(str(count), str(base), 0)
    inner = re.fullmatch(r'=IF\(\d+=0,"no base",INT\((.*)\)/1\)', formula)
    assert inner is not None
    whole, rest = divmod(100 * count, base)
    assert eval(inner[1].replace("/", "//"), {}) == whole + (2 * rest >= base)


# --- the kinds of cell ------------------------------------------------------------------------


def texts_of(path: Path, sheet: str) -> list[str]:
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [" | ".join(str(value) for value in row if value is not None) for row in rows]


def test_the_sheet_number_says_the_trace_in_words(runs: dict[str, Path], tmp_path: Path) -> None:
    told = texts_of(book_of(runs[PLAIN], "q1.by.who#yes@person!percent", tmp_path), "Number")
    assert told[:16] == [
        "Where a number comes from: q1.by.who#yes@person!percent",
        "RESTRICTED. For auditors: do not publish it or pass it on. It holds single responses.",
        "",
        "What it is",
        "Printed | 50%",
        'Counts | the answer "Yes"',
        'Question | Q1 "Do you want benches?"',
        "Of whom | Who answered: A person",
        "Measure | a percentage of the base",
        "Base | 6, those who answered the question (q1.by.who#base@person)",
        "Filter | none",
        "Rounding | half-up, once, from counts; digits after the point: 0",
        "Hidden | no: the value is printed as counted",
        "Made from | q1.by.who#yes@person",
        "",
        "How to filter the rows to it",
    ]
    assert any("data.csv: SHA-256 " in line for line in told)


def test_a_hidden_count_is_found_and_every_sheet_says_that_it_is_not_public(
    runs: dict[str, Path], tmp_path: Path
) -> None:
    cells = cells_of(runs[HIDING])
    name = "q1.by.who#no@body"
    assert cells[name].status == "[c]"
    path = book_of(runs[HIDING], name, tmp_path)
    for sheet in ("Number", "Recount", "Rows"):
        assert "THE NUMBER IS NOT PUBLIC" in texts_of(path, sheet)[1], sheet
    told = texts_of(path, "Number")
    assert "Why | reason: primary; step: 0; note: a count under the threshold" in told
    book = Filtered(path)
    assert [row[0] for row in book.left_by_words(book.steps[0])] == ["r10"]
    assert "Cell A3 then says 1; printed as [c]: not shown, to protect confidentiality." in book.steps[0]
    line = [cell.value for cell in openpyxl.load_workbook(path)["Recount"][6]]
    assert line[2:] == ["[c]", "not shown, to protect confidentiality", name]


def test_made_up_data_say_so_on_every_sheet_row_and_page(runs: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "made_up.xlsx"
    written = write_sourcebook("q1.by.who#yes@person!percent", runs[MADE_UP], path)
    assert written.told.startswith(MARK)
    book = openpyxl.load_workbook(path)
    assert book.properties.title.startswith(MARK)
    for sheet in book:
        assert str(sheet["A1"].value).startswith(MARK)
        assert "Nobody gave these answers." in str(sheet["A2"].value)
        assert MARK in str(sheet.oddHeader.center.text)
    reader = Filtered(path)
    # Between a response and its answers.
    assert reader.headings() == [
        "response_id", "source_file", "source_row", "made_up", "Q1 Do you want benches?", "Q0 Who are you?",
        f"{MARK}. Counts", f"{MARK}. In the base",
    ]  # fmt: skip
    assert {row[3] for row in reader.rows()} == {"made up"}
    assert [row[0] for row in reader.left_by_words(reader.steps[0])] == ["r01", "r02", "r03"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (MADE_UP, "q1.by.who#yes@person!percent"),
        (MADE_UP, "funnel#blank"),
        (MADE_UP_TALLY, "q1.by.who#no@body!difference"),
        (MADE_UP_TALLY, "funnel#received"),
    ],
)
def test_no_line_of_a_sheet_of_made_up_data_holds_a_figure_without_the_mark(
    runs: dict[str, Path], tmp_path: Path, kind: str, name: str
) -> None:
    """A piece of a sheet is worth showing when it holds a figure and what it is of: both ends of it are marked."""
    book = openpyxl.load_workbook(book_of(runs[kind], name, tmp_path), data_only=True)
    for label, text, *_ in book["Number"].iter_rows(min_row=3, values_only=True):
        assert not re.search(r"\d", str(text or "")) or text.startswith(f"{MARK}. "), (label, text)
    counted = [
        row for row in book["Recount"].iter_rows(min_row=6, values_only=True) if isinstance(row[1], (int, float))
    ]
    assert counted
    for what, _, _, compared, _ in counted:
        # A number stands between the two, so that whoever cuts it out with either cuts out a mark.
        assert what.startswith(f"{MARK}. "), what
        assert compared.startswith(f"{MARK}. "), compared
    rows = list(book["Rows"].iter_rows(min_row=3, values_only=True))
    above = list(takewhile(lambda row: row[1] is not None, rows))
    assert len(above) == len(counted) - ("!" in name) + 1
    assert all(words.startswith(f"{MARK}. ") for _, words, *_ in above)
    headings, *body = rows[len(above) + 1 :]
    at = headings.index("made_up")
    assert body
    assert {row[at] for row in body} == {"made up"}
    # Left of it stands where a row comes from, right of it what it says.
    own = {"channel", "source_file", "response_id", "source_row", "line", "key", "group", "question", "answer"}
    assert set(headings[:at]) <= own
    assert not own & set(headings[at:])


def test_real_data_are_not_called_made_up(runs: dict[str, Path], tmp_path: Path) -> None:
    path = book_of(runs[PLAIN], "q1#yes", tmp_path)
    with zipfile.ZipFile(path) as book:
        assert not any(MARK.encode() in book.read(name) for name in book.namelist())


def test_a_tally_leads_to_its_lines_and_says_that_it_has_no_respondents(runs: dict[str, Path], tmp_path: Path) -> None:
    path = book_of(runs[TALLY_RUN], "q1.by.who#yes@body!percent", tmp_path)
    book = Filtered(path)
    # By hand from TALLY: line 8 holds the bodies' yes; 2 of 4 is the half. One body did not answer.
    assert book.headings() == ["source_file", "line", "group", "question", "answer", "n", "Counts", "In the base"]
    assert [row[:6] for row in book.left_by_words(book.steps[0])] == [("data.csv", 8, "A body", "q1", "Yes", 2)]
    assert [row[1] for row in book.left_by_words(book.steps[1])] == [8, 9, 10]
    assert ("data.csv", "worked out", "A body", "q1", "Not answered", 1, "no", "no") in list(book.rows())
    assert "A tally has no respondents" in "\n".join(texts_of(path, "Number"))
    assert "single responses" not in texts_of(path, "Rows")[1]


def test_a_step_of_the_funnel_leads_to_the_rows_that_were_taken_out(runs: dict[str, Path], tmp_path: Path) -> None:
    book = Filtered(book_of(runs[PLAIN], "funnel#blank", tmp_path))
    assert book.headings() == ["response_id", "channel", "source_file", "source_row", "outcome", "reason", "Counts"]
    assert [row[:6] for row in book.left_by_words(book.steps[0])] == [
        ("r07", "", "data.csv", 8, "set_aside", "blank"),
        ("r12", "", "data.csv", 13, "set_aside", "blank"),
    ]
    declared = Filtered(book_of(runs[TALLY_RUN], "funnel#twice", tmp_path))
    assert [row[2:4] for row in declared.rows()] == [("data.funnel.removed.twice.removed", 1)]


def test_a_difference_leads_to_both_groups(runs: dict[str, Path], tmp_path: Path) -> None:
    book = Filtered(book_of(runs[PLAIN], "q1.by.who#no@body!difference", tmp_path))
    assert book.headings()[-4:] == [
        "Counts: A body",
        "In the base: A body",
        "Counts: A person",
        "In the base: A person",
    ]
    # Bodies: r10 of four; people: r04 and r05 of six. 25 less 33.33 is -8.33.
    assert [len(book.left_by_words(step)) for step in book.steps] == [1, 4, 2, 6]
    assert [row[0] for row in book.rows() if row[-4] == "yes"] == ["r10"]
    assert openpyxl.load_workbook(tmp_path / "0.xlsx", data_only=True)["Recount"]["B10"].value == -8


def test_a_share_of_nobody_is_no_number(tmp_path: Path) -> None:
    data = "id,who,Want benches?,comment,email\nr1,A person,Yes,,\n"
    run = traced_run(tmp_path, data=data)
    assert cells_of(run)["q1.by.who#yes@body!percent"].status == "[z]"
    books = [book_of(run, "q1.by.who#yes@body!percent", tmp_path / "store")]
    assert openpyxl.load_workbook(books[0], data_only=True)["Recount"]["B8"].value == "no base"


def test_rows_that_one_sheet_cannot_hold_go_to_further_sheets(runs: dict[str, Path], tmp_path: Path) -> None:
    # Seven rows stand above the table of ten, so that four fit on each sheet: 4, 4 and 2.
    path = book_of(runs[PLAIN], "q1.by.who#yes@person!percent", tmp_path, sheet_rows=11)
    book = Filtered(path)
    assert [sheet.title for sheet in book.sheets] == ["Rows", "Rows 2", "Rows 3"]
    assert [row[0] for row in book.rows()] == ["r01", "r02", "r03", "r04", "r05", "r06", "r08", "r09", "r10", "r11"]
    assert "one sheet cannot hold all rows" in "\n".join(texts_of(path, "Number"))
    assert "Together: 3; the value printed." in book.steps[0]


@pytest.mark.slow
def test_a_spreadsheet_adds_up_the_sheets(by_office: dict[tuple[str, str], Any]) -> None:
    book = by_office["sheets", ""]
    assert [book["Recount"][f"B{row}"].value for row in (6, 7, 8)] == [3, 6, 50]
    assert [book[name]["A3"].value for name in ("Rows", "Rows 2", "Rows 3")] == [4, 4, 2]


def test_a_sheet_is_filled_to_its_last_row_and_no_further() -> None:
    def of(height: int) -> list[tuple[int, int]]:
        table = SourceTable("", (Column("n", 9, range(height)),), None, 0, ())
        return [(sheet.first, sheet.last) for sheet in rows_sheets(table)]

    assert of(1_048_576 - 5) == [(6, 1_048_576)]
    assert of(1_048_576 - 4) == [(6, 1_048_576), (6, 6)]
    assert of(0) == [(6, 6)]


def test_more_answers_than_a_formula_may_hold_are_counted_by_their_mark(many_answers: Path) -> None:
    assert openpyxl.load_workbook(many_answers)["Rows"]["A4"].value == '=COUNTIF(F$7:F$121,"yes")'
    assert "choose the 400 answers that the sheet Recount lists" in "\n".join(texts_of(many_answers, "Number"))


@pytest.mark.slow
def test_a_spreadsheet_counts_them_too(by_office: dict[tuple[str, str], Any]) -> None:
    assert by_office["many", ""]["Recount"]["B6"].value == len(range(0, 2 * MANY, 7))


def test_a_column_is_as_wide_as_the_answers_in_it(tmp_path: Path) -> None:
    long = "A person who lives near the park and walks there"
    data = RESPONSES.replace("A person", long)
    questionnaire = changed(QUESTIONNAIRE, "{label: A person}", f"{{label: {long}}}")
    run = traced_run(tmp_path, questionnaire=questionnaire, data=data)
    rows = openpyxl.load_workbook(book_of(run, "q1.by.who#yes@person", tmp_path / "store"))["Rows"]
    assert long in {row[4].value for row in rows.iter_rows()}
    assert round(rows.column_dimensions["E"].width) in range(len(long), len(long) + 4)


def test_labels_that_a_spreadsheet_takes_for_the_same_are_told_apart() -> None:
    assert unlike({"a": "Yes", "b": "YES ", "c": "No", "d": ""}) == {
        "a": "Yes (a)",
        "b": "YES  (b)",
        "c": "No",
        "d": "d",
    }


def test_a_count_that_is_not_what_was_printed_is_told(runs: dict[str, Path], tmp_path: Path) -> None:
    run = Path(shutil.copytree(runs[PLAIN], tmp_path / "run"))
    path = run / "restricted" / "responses.parquet"
    table = parquet.read_table(path)
    parquet.write_table(table.slice(1), path)
    written = write_sourcebook("q1.by.who#yes@person!percent", run, tmp_path / "a.xlsx")
    assert written.differing == ("q1.by.who#yes@person", "q1.by.who#base@person")
    assert written.told.splitlines()[:4] == [
        f"Written: {tmp_path.as_posix()}/a.xlsx, 9 rows of the source of q1.by.who#yes@person!percent",
        "  The count: 2   (q1.by.who#yes@person)",
        "  The base: 5   (q1.by.who#base@person)",
        "  THIS IS NOT THE VALUE PRINTED: q1.by.who#yes@person",
    ]
    told = "\n".join(texts_of(tmp_path / "a.xlsx", "Number"))
    assert "Cell A3 then says 2; THIS IS NOT THE VALUE PRINTED, 3." in told
    values = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["Recount"]
    assert [values[f"D{row}"].value for row in (6, 7, 8)] == ["DIFFERENT", "DIFFERENT", "DIFFERENT"]


# --- the file ---------------------------------------------------------------------------------


def test_the_same_run_gives_the_same_bytes(runs: dict[str, Path], tmp_path: Path) -> None:
    first = book_of(runs[PLAIN], "q1.by.who#yes@person!percent", tmp_path)
    again = book_of(runs[PLAIN], "q1.by.who#yes@person!percent", tmp_path)
    assert first.read_bytes() == again.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.xlsx", "1.xlsx"]


def test_the_workbook_opens_ready_to_be_filtered(runs: dict[str, Path], tmp_path: Path) -> None:
    path = book_of(runs[PLAIN], "q1.by.who#yes@person!percent", tmp_path)
    sheet = openpyxl.load_workbook(path)["Rows"]
    assert sheet.auto_filter.ref == "A7:G17"
    assert sheet.freeze_panes == "A8"
    assert sheet.print_title_rows == "$7:$7"
    # What is kept for programs that do not count: the same that they would find.
    kept = openpyxl.load_workbook(path, data_only=True)
    assert [kept["Rows"][f"A{row}"].value for row in (3, 4, 5)] == [10, 3, 6]
    assert [kept["Recount"][f"B{row}"].value for row in (6, 7, 8)] == [3, 6, 50]


def test_a_file_that_exists_is_not_overwritten(runs: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"my own")
    with pytest.raises(ParameterError) as caught:
        write_sourcebook("q1#yes", runs[PLAIN], path)
    assert str(caught.value) == (f"{path.as_posix()}: it exists already\n  do:      Give another name, or remove it.")
    assert path.read_bytes() == b"my own"


def test_a_file_that_cannot_be_is_refused_with_every_reason(runs: dict[str, Path], tmp_path: Path) -> None:
    path = tmp_path / "none" / "book.csv"
    with pytest.raises(ParameterError) as caught:
        write_sourcebook("q1#yes", runs[PLAIN], path)
    assert str(caught.value) == (
        f"{path.as_posix()}: a workbook's name ends otherwise\n"
        "  found:   .csv\n"
        "  allowed: .xlsx\n"
        f"{path.as_posix()}: its folder does not exist\n"
        f"  found:   {path.parent.as_posix()}\n"
        "  do:      Make it first."
    )
    inside = runs[PLAIN] / "restricted" / "trace.xlsx"
    with pytest.raises(ParameterError) as caught:
        write_sourcebook("q1#yes", runs[PLAIN], inside)
    assert str(caught.value) == (
        f"{inside.as_posix()}: inside the run's folder, which holds what the run wrote and nothing else\n"
        "  do:      Write it elsewhere, where only auditors read."
    )


def test_an_unknown_cell_leaves_no_file(runs: dict[str, Path], tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="this run holds no such cell"):
        write_sourcebook("q1#yess", runs[PLAIN], tmp_path / "a.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("kind", "cell", "file", "content", "told"), [
    (PLAIN, "q1#yes", "responses.parquet", None, "restricted/responses.parquet: the analysed responses are missing"),
    (PLAIN, "q1#yes", "responses.parquet", b"PAR1",
     "restricted/responses.parquet: not a Parquet file as a run writes it"),
    (PLAIN, "funnel#blank", "ledger.csv", None, "restricted/ledger.csv: this file of the run is missing"),
    (PLAIN, "funnel#blank", "ledger.csv", b"a,b\n1,2\n", "restricted/ledger.csv: not what a run writes"),
    (TALLY_RUN, "q1#yes", "tally.csv", None, "restricted/tally.csv: this file of the run is missing"),
    (TALLY_RUN, "q1#yes", "tally.csv", b"group,question,answer,n,line\nall,q1,yes,many,2\n",
     "restricted/tally.csv: not what a run writes"),
])  # fmt: skip
def test_a_spoilt_run_is_told_in_words_and_leaves_no_file(
    runs: dict[str, Path], tmp_path: Path, kind: str, cell: str, file: str, content: bytes | None, told: str
) -> None:
    run = Path(shutil.copytree(runs[kind], tmp_path / "run"))
    (run / "restricted" / file).unlink()
    if content is not None:
        (run / "restricted" / file).write_bytes(content)
    with pytest.raises(VerificationFailed) as caught:
        write_sourcebook(cell, run, tmp_path / "a.xlsx")
    assert str(caught.value).splitlines()[0] == told
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_renamed_column_is_told(runs: dict[str, Path], tmp_path: Path) -> None:
    run = Path(shutil.copytree(runs[PLAIN], tmp_path / "run"))
    path = run / "restricted" / "responses.parquet"
    table: pa.Table = parquet.read_table(path)
    parquet.write_table(
        table.rename_columns([f"{name}_x" if name == "q1" else name for name in table.column_names]), path
    )
    with pytest.raises(VerificationFailed) as caught:
        write_sourcebook("q1#yes", run, tmp_path / "a.xlsx")
    assert str(caught.value) == "restricted/responses.parquet: a column is missing\n  found:   q1"
