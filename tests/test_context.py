"""What others published around a consultation: told with its source, no result, and held against its files."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from ruamel.yaml import YAML

from corruptions import seal
from findings.audit.figures.context import context_problems, read_context, titles_of
from findings.audit.figures.inputs import Inputs
from findings.audit.figures.lookup import Lookup
from findings.audit.figures.notebooks import Notebook, Shown, notebook_problems
from findings.audit.figures.pagereader import read_page
from findings.audit.figures.webpage import page_problems
from findings.audit.identity import run_name
from findings.audit.inventory import inventory_problems
from findings.audit.marked import mark_problems
from findings.audit.verify import verify
from findings.cli import main
from findings.consultation import Parameters, build
from findings.consultation.madeup import COLUMN, VALUE
from findings.consultation.translations import told_texts
from findings.errors import ParameterError
from findings.evidence.cell import SourceKind, Status
from findings.evidence.store import Evidence, open_store, sliced, write_store
from findings.evidence.story import tell
from findings.exhibits import context
from findings.exhibits.lines import every_line
from findings.exhibits.mark import marked
from findings.exhibits.model import (
    MIMETYPE,
    Exhibit,
    Heading,
    Origin,
    Paragraph,
    Row,
    Span,
    Table,
    plain,
    to_json,
)
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run as run_all
from findings.publishing.check.known import known_texts
from findings.publishing.combine import combine
from findings.publishing.html import numeric_columns, report_html
from findings.publishing.report import front_of
from findings.rehearsal import rehearse
from small_consultation import CONSULTATION, RESPONSES, changed, place, write_small

PROJECT = Path(__file__).resolve().parents[1]
PLAN = PROJECT / "notebooks" / "plan.yaml"
PAGE = (PROJECT / "docs" / "context.md").read_text(encoding="utf-8")
(CONTEXT,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
CLINIC, BEDS = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
"""The example of the page of the docs, which every test here works on."""
NO_RESULTS = (
    "The figures in this chapter were published by others and are not results of this consultation. No response is "
    "counted in them, and no percentage is taken of any of them."
)


def written(
    folder: Path, *, context: str = CONTEXT, clinic: str | bytes | None = CLINIC, beds: str | bytes | None = BEDS
) -> Path:
    write_small(folder, consultation=CONSULTATION + context)
    for name, content in (("clinic.csv", clinic), ("beds.csv", beds)):
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def read(folder: Path) -> Parameters:
    return build(folder, PLAN)


def refusal(folder: Path) -> str:
    with pytest.raises(ParameterError) as caught:
        read(folder)
    return str(caught.value)


def where(value: str, context: str = CONTEXT) -> str:
    return f"town/consultation.yaml, {place(CONSULTATION + context, value)}"


def evidence_of(parameters: Parameters, kind: SourceKind = SourceKind.RESPONSES) -> Evidence:
    return Evidence(tell(parameters.consultation, parameters.questionnaire, kind, ()), {})


def rows(table: Table) -> list[tuple[str, ...]]:
    head = (plain(table.stub), *map(plain, table.columns))
    return [head, *((plain(row.header), *map(plain, row.values)) for row in table.rows)]


# --- what is told -------------------------------------------------------------------------------------------


def test_the_example_of_the_docs_is_told_as_it_stands_on_the_page(tmp_path: Path) -> None:
    exhibits = context(evidence_of(read(written(tmp_path / "town"))))
    heading, first, _, facts, _, referrals, beds = exhibits
    assert isinstance(heading, Heading) and (plain(heading.text), heading.level) == ("About the programme", 1)
    assert isinstance(first, Paragraph) and plain(first.text) == NO_RESULTS
    assert isinstance(facts, Table) and isinstance(referrals, Table) and isinstance(beds, Table)
    assert plain(facts.title) == "The programme, as published by others"
    assert rows(facts) == [
        ("When", "What happened", "Source"),
        ("March 2021", "Workshops: 84 people came to four of them.", "Town council, Annual report for 2021"),
    ]
    # The table as the page of the docs prints it.
    lines = re.search(r"\| Year \|.*?\n\n", PAGE, re.DOTALL)
    assert lines is not None
    shown = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[0].split("\n") if line]
    assert rows(referrals) == [row for row in shown if "---" not in row]
    assert plain(referrals.title) == "Official figures: People referred to the clinic, by year"
    assert [plain(line) for line in (*referrals.legend, *referrals.notes, referrals.source)] == [
        "[c] means not shown by the source, to protect confidentiality",
        "Rounded to 5 by the source.",
        "Source: The clinic, Yearly figures, 2020 and 2021",
    ]
    assert rows(beds) == [("Ward", "Beds", "Staff"), ("Ward of the young", "12", "30.5"), ("W2", "8", "21")]
    assert beds.legend == beds.notes == ()
    # Figures stand to the right.
    assert (numeric_columns(referrals), numeric_columns(facts)) == ((True, True), (False, False))


def test_without_context_there_is_no_chapter(tmp_path: Path) -> None:
    assert context(evidence_of(read(write_small(tmp_path / "town")))) == []
    assert context(evidence_of(read(written(tmp_path / "none", context="context: {}\n")))) == []


def test_facts_or_tables_alone_have_no_empty_heading(tmp_path: Path) -> None:
    facts, tables = CONTEXT[: CONTEXT.index("  tables:")], "context:\n" + CONTEXT[CONTEXT.index("  tables:") :]
    for name, text, titles in (
        ("facts", facts, ["About the programme", "What happened when"]),
        ("tables", tables, ["About the programme", "Official figures"]),
    ):
        exhibits = context(evidence_of(read(written(tmp_path / name, context=text))))
        assert [plain(one.text) for one in exhibits if isinstance(one, Heading)] == titles


def test_each_figure_has_an_origin_and_none_is_a_cell(tmp_path: Path) -> None:
    evidence = evidence_of(read(written(tmp_path / "town")))
    exhibits = context(evidence)
    spans = [span for one in exhibits if isinstance(one, Table) for line in every_line(one) for span in line]
    numbered = [span for span in spans if re.search(r"\d", span.text)]
    assert {span.origin for span in numbered} == {Origin.PARAMETER, Origin.LABEL, Origin.CITATION}
    assert not any(span.ref or span.made_up for span in spans)
    known = known_texts(evidence, [])
    assert [span.text for span in numbered if not known.hold(span.text)] == []
    assert not known.hold("1,241")


def test_in_a_rehearsal_the_tables_say_that_they_are_not_made_up_and_take_no_mark(tmp_path: Path) -> None:
    exhibits = context(evidence_of(read(written(tmp_path / "town")), SourceKind.MADE_UP))
    assert isinstance(exhibits[1], Paragraph)
    assert plain(exhibits[1].text) == f"{NO_RESULTS} They are real; the responses in this report are made up."
    assert [plain(one.title) for one in exhibits if isinstance(one, Table)] == [
        "The programme, as published by others and not made up",
        "Official figures, not made up: People referred to the clinic, by year",
        "Official figures, not made up: Beds of the clinic in 2021",
    ]
    assert list(map(marked, exhibits)) == exhibits


def test_only_a_chapter_that_reads_everything_is_given_it(tmp_path: Path) -> None:
    evidence = evidence_of(read(written(tmp_path / "town")))
    given = {}
    for name, told in {"whole": {"whole": True}, "method": {"method": True}, "section": {}}.items():
        write_store(tmp_path / name, sliced(evidence, [], [], **told))
        given[name] = context(open_store(tmp_path / name))
    assert given == {"whole": context(evidence), "method": [], "section": []}


def test_its_words_may_be_translated(tmp_path: Path) -> None:
    parameters = read(written(tmp_path / "town"))
    told = set(told_texts(parameters.consultation, parameters.questionnaire))
    assert told >= {
        "March 2021", "Workshops: 84 people came to four of them.", "Town council, Annual report for 2021",
        "People referred to the clinic, by year", "Year", "Seen within a month", "Ward of the young",
        "Rounded to 5 by the source.", "The clinic, Beds, 2021",
    }  # fmt: skip
    assert not told & {"clinic.csv", "measure", "Ash", "[c]"}


# --- what is read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "shown"),
    [
        ("1240", "1,240"), ("0", "0"), ("-1240", "-1,240"), ("1240.5", "1240.5"), ('"1,240"', "1,240"), ("52%", "52%"),
        ("\u22125", "\u22125"), (" 7 ", "7"),
    ],
)  # fmt: skip
def test_a_figure_is_printed_as_the_file_has_it(tmp_path: Path, figure: str, shown: str) -> None:
    folder = written(tmp_path / "town", clinic=changed(CLINIC, "referred,1240", f"referred,{figure}"))
    table = evidence_of(read(folder)).story.context.tables["referrals"]
    assert table.rows[0] == ("2021", (shown, "[c]"))


@pytest.mark.parametrize("figure", ["1 240", "12,40", "007", "1.", ".5", "1e3", "n/a", "\u0661", "+5", "1240*", "--1"])
def test_what_is_no_number_is_told(tmp_path: Path, figure: str) -> None:
    clinic = changed(CLINIC, "referred,1240", f'referred,"{figure}"')
    assert refusal(written(tmp_path / "town", clinic=clinic)) == (
        "clinic.csv, line 2, column value: not a number\n"
        f"  found:   {figure}\n"
        "  allowed: a number, '*'\n"
        "  do:      Correct the file, or say under 'not_shown' which shorthand is printed for it."
    )


def test_every_shorthand_is_explained(tmp_path: Path) -> None:
    beds = "ward_code,beds,staff\nW1,*,~\nW2,-,\n"
    names = 'not_shown: {"*": "[c]", "~": "[low]", "-": "[x]", "": "[z]"}'
    text = changed(CONTEXT, "      source: The clinic, Beds, 2021\n", f"      source: Beds\n      {names}\n")
    table = context(evidence_of(read(written(tmp_path / "town", context=text, beds=beds))))[-1]
    assert isinstance(table, Table)
    assert rows(table)[1:] == [("Ward of the young", "[c]", "[low]"), ("W2", "[x]", "[z]")]
    assert [plain(line) for line in table.legend] == [
        "[c] means not shown by the source, to protect confidentiality",
        "[low] means that the source rounds to nothing what is more than nothing",
        "[x] means not available from the source",
        "[z] means not applicable, as the source says",
    ]
    assert {str(status) for status in Status if str(status).startswith("[")} == {"[c]", "[low]", "[x]", "[z]"}


def test_a_figure_that_the_file_does_not_have_is_said_or_told(tmp_path: Path) -> None:
    clinic = changed(CLINIC, "2020,Ash,seen,610\n", "")
    assert refusal(written(tmp_path / "town", clinic=clinic)) == (
        "clinic.csv, line 4, column year: a row without a figure for 'seen'\n"
        "  found:   2020\n"
        "  do:      Choose the rows under 'where', or say under 'not_shown' what \"\" is printed as."
    )
    text = changed(CONTEXT, '{"*": "[c]"}', '{"*": "[c]", "": "[x]"}')
    told = evidence_of(read(written(tmp_path / "said", clinic=clinic, context=text))).story.context
    assert told.tables["referrals"].rows[1] == ("2020", ("985", "[x]"))


def test_rows_are_chosen_by_a_list_of_texts_and_stay_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = changed(CONTEXT, "called: {W1: Ward of the young}", "where: {ward_code: [W3, w1]}")
    beds = BEDS + "W3,1,2\n"
    told = evidence_of(read(written(tmp_path / "town", context=text, beds=beds))).story.context
    assert told.tables["beds"].rows == (("W1", ("12", "30.5")), ("W3", ("1", "2")))


def test_the_mark_that_excel_puts_first_and_empty_rows_are_no_part_of_the_file(tmp_path: Path) -> None:
    beds = "\ufeffward_code,beds,staff\r\n,,\r\nW1,12,30.5\r\n\r\nW2,8,21\r\n"
    one, other = (
        evidence_of(read(written(tmp_path / name, beds=own))).story for name, own in (("a", BEDS), ("b", beds))
    )
    assert one == other


def test_a_rehearsal_reads_the_files_of_the_original(tmp_path: Path) -> None:
    original = read(written(tmp_path / "params" / "town"))
    done = rehearse(original, 50, 1, tmp_path / "made" / "responses.csv")
    assert read(done.params / "town").consultation.context.read == {
        name: table.model_copy(update={"file": f"../../../params/town/{table.file}"})
        for name, table in original.consultation.context.read.items()
    }


# --- faults -------------------------------------------------------------------------------------------------


def test_everything_that_is_wrong_in_all_files_is_told_at_once(tmp_path: Path) -> None:
    text = changed(CONTEXT, "figures: value", "figures: valeu")
    text = changed(text, "where: {town: Ash}", "where: {twon: Ash}")
    beds = changed(changed(BEDS, "W1,12,30.5", "W1,twelve,30.5"), "W2,8,21", "W2,8,few")
    assert refusal(written(tmp_path / "town", context=text, beds=beds)) == (
        f"{where('valeu', text)} (context.tables.referrals.spread.figures): a column that clinic.csv does not have\n"
        "  found:   valeu\n"
        "  allowed: year, town, measure, value\n"
        "  do:      Did you mean 'value'?\n"
        f"{where('Ash}', text)} (context.tables.referrals.where.twon): a column that clinic.csv does not have\n"
        "  found:   twon\n"
        "  allowed: year, town, measure, value\n"
        "  do:      Did you mean 'town'?\n"
        "beds.csv, line 2, column beds: not a number\n"
        "  found:   twelve\n"
        "  allowed: a number\n"
        "  do:      Correct the file, or say under 'not_shown' which shorthand is printed for it.\n"
        "beds.csv, line 3, column staff: not a number\n"
        "  found:   few\n"
        "  allowed: a number\n"
        "  do:      Correct the file, or say under 'not_shown' which shorthand is printed for it."
    )


FAULTS: dict[str, tuple[dict[str, Any], str, str]] = {
    # What is given, where the fault stands in it as it is then, and what is told.
    "missing file": (
        {"beds": None},
        "beds.csv",
        "{at} (context.tables.beds.file): the file is missing\n"
        "  found:   beds.csv\n"
        "  do:      Put the file there, or correct 'file': it is read from the folder of consultation.yaml.",
    ),
    "not UTF-8": (
        {"beds": BEDS.encode("utf-16")},
        "",
        "beds.csv: the file cannot be read as text in UTF-8\n  do:      Save it as CSV in UTF-8.",
    ),
    "empty": (
        {"beds": "\n,,\n"},
        "",
        "beds.csv: the file is empty\n  do:      Put a row of headings and the figures into it.",
    ),
    "headings alone": (
        {"beds": "ward_code,beds,staff\n"},
        "",
        "beds.csv, line 1: a file without figures: it has no row below its headings\n"
        "  do:      Put the figures into it.",
    ),
    "not CSV": (
        {"beds": 'ward_code,beds,staff\nW1,"12"3,4\n'},
        "",
        "beds.csv, line 2: not a CSV file\n"
        "  found:   ',' expected after '\"'\n"
        "  do:      Save it as CSV in UTF-8.",
    ),
    "a comma too many": (
        {"beds": changed(BEDS, "W1,12,30.5", "W1,1,200,30.5")},
        "",
        "beds.csv, line 2: more cells than the file has headings\n"
        "  found:   4\n"
        "  allowed: 3\n"
        "  do:      Put quotes around a text with a comma.",
    ),
    "a heading twice": (
        {"beds": "ward_code,beds,staff,beds\nW1,12,30.5,1\n"},
        "Beds, staff",
        "{at} (context.tables.beds.columns.beds): a heading that stands twice in beds.csv\n"
        "  found:   beds\n"
        "  do:      Rename one of the columns in the file.",
    ),
    "a text that no row has": (
        {"context": changed(CONTEXT, "where: {town: Ash}", "where: {town: [Ash, Elm]}")},
        "[Ash, Elm]",
        "{at} (context.tables.referrals.where.town): no row of clinic.csv has this in the column 'town'\n"
        "  found:   Elm\n"
        "  allowed: Ash, Bow\n"
        "  do:      Correct it, or take it out.",
    ),
    "a filter that nothing passes": (
        {"context": changed(CONTEXT, "where: {town: Ash}", "where: {town: Bow, year: '2020'}")},
        "{town: Bow",
        "{at} (context.tables.referrals.where): no row of clinic.csv has all of this\n"
        "  found:   town: Bow; year: 2020\n"
        "  do:      Correct it: each text stands in the file, but in different rows.",
    ),
    "a filter with a misspelt text": (
        {"context": changed(CONTEXT, "where: {town: Ash}", "where: {town: Asch}")},
        "Asch",
        "{at} (context.tables.referrals.where.town):"
        " no row of clinic.csv has this in the column 'town'\n"
        "  found:   Asch\n"
        "  allowed: Ash, Bow\n"
        "  do:      Did you mean 'Ash'?",
    ),
    "a name of no row": (
        {"context": changed(CONTEXT, "called: {W1:", "called: {W11:")},
        "Ward of the young",
        "{at} (context.tables.beds.called.W11):"
        " no row that is shown has this in the column 'ward_code'\n"
        "  found:   W11\n"
        "  allowed: W1, W2\n"
        "  do:      Did you mean 'W1'?",
    ),
    "a heading of no row": (
        {"context": changed(CONTEXT, "seen: Seen within", "sene: Seen within")},
        "Seen within",
        "{at} (context.tables.referrals.spread.headings.sene):"
        " no row that is shown has this in the column 'measure'\n"
        "  found:   sene\n"
        "  allowed: referred, seen\n"
        "  do:      Did you mean 'seen'?",
    ),
    "a row twice": (
        {"beds": BEDS + "w1,3,4\n"},
        "",
        "beds.csv, line 4, column ward_code: a row of a name that stands twice: nobody could tell them apart\n"
        "  found:   w1\n"
        "  allowed: another than on line 2\n"
        "  do:      Choose one of them under 'where', or correct the file.",
    ),
    "a figure twice": (
        {"context": changed(CONTEXT, "      where: {town: Ash}                  # the rows that are shown; of several "
                                     "texts a list\n", "")},
        "",
        "clinic.csv, line 6, column year: a row of a name that stands twice: nobody could tell them apart\n"
        "  found:   2021, referred\n"
        "  allowed: another than on line 2\n"
        "  do:      Choose one of them under 'where', or correct the file.",
    ),
    "no figures": (
        {"context": changed(CONTEXT, "columns: {ward_code: Ward, beds: Beds, staff: Staff}", "columns: {w: Ward}")},
        "{w: Ward",
        "{at} (context.tables.beds.columns): a table without a column of figures\n"
        "  found:   w\n"
        "  do:      Name a column of figures after the one that names the rows, or write 'spread'.",
    ),
    "figures in two places": (
        {"context": changed(CONTEXT, "columns: {year: Year} ", "columns: {year: Year, value: Figure} ")},
        "{year: Year, value",
        "{at} (context.tables.referrals.columns): columns of figures beside those of 'spread'\n"
        "  found:   value\n"
        "  do:      Take these columns out, or 'spread'.",
    ),
    "the column of the rows": (
        {"context": changed(CONTEXT, "column: measure ", "column: year ")},
        "year                   #",
        "{at} (context.tables.referrals.spread.column): the column that names the "
        "rows: it cannot say what a figure is, or be one\n"
        "  found:   year\n"
        "  do:      Name another column.",
    ),
    "two headings alike": (
        {"context": changed(CONTEXT, "staff: Staff", "staff: Beds")},
        "Beds}",
        "{at} (context.tables.beds.columns.staff): the heading of 'beds': nobody could tell them apart\n"
        "  found:   Beds\n"
        "  do:      Give it a heading of its own.",
    ),
    "two titles alike": (
        {"context": changed(CONTEXT, "Beds of the clinic in 2021", "People referred to the clinic, by year")},
        "People referred to the clinic, by year\n      file: beds",
        "{at} (context.tables.beds.title): the title of 'referrals': nobody could tell them "
        "apart\n"
        "  found:   People referred to the clinic, by year\n"
        "  do:      Give it a title of its own.",
    ),
    "no name": (
        {"context": changed(CONTEXT, "    beds:\n", "    Beds:\n")},
        "title: Beds of",
        "{at} (context.tables.Beds): not a name: names are small letters, digits and _, and begin "
        "with a letter\n"
        "  found:   Beds\n"
        "  do:      Choose another name; what readers see is its title.",
    ),
    "a year that is a number": (
        {"context": changed(CONTEXT, "when: March 2021", "when: 2021")},
        "2021\n      what",
        "{at} (context.facts.0.when): a number where a text belongs\n"
        "  found:   2021\n"
        "  allowed: a text\n"
        '  do:      Put it in quotes: "2021".',
    ),
    "an unknown shorthand": (
        {"context": changed(CONTEXT, '"[c]"}', '"[secret]"}')},
        '"[secret]"',
        "{at} (context.tables.referrals.not_shown.*): not one of the allowed values\n"
        "  found:   '[secret]'\n"
        "  allowed: '[c]', '[low]', '[x]' or '[z]'",
    ),
    "an unknown key": (
        {"context": changed(CONTEXT, "      note: Rounded", "      notes: Rounded")},
        "Rounded to 5",
        "{at} (context.tables.referrals.notes): an unknown key\n"
        "  found:   notes\n"
        "  allowed: title, file, columns, spread, where, called, not_shown, source, note\n"
        "  do:      Did you mean 'note'?",
    ),
    "no source": (
        {"context": changed(CONTEXT, "      source: The clinic, Beds, 2021\n", "")},
        "title: Beds of",
        "{at} (context.tables.beds.source): the key 'source' is missing\n"
        "  do:      Add 'source:'.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_is_told_in_full(tmp_path: Path, name: str) -> None:
    given, value, message = FAULTS[name]
    at = where(value, given.get("context", CONTEXT)) if value else ""
    assert refusal(written(tmp_path / "town", **given)) == message.replace("{at}", at)


# --- what a run keeps, and what is held against it ----------------------------------------------------------


def kept(folder: Path, parameters: Parameters) -> Path:
    """What a run keeps of its parameters, as `findings.pipeline.assemble` copies it."""
    inputs = folder / "restricted" / "inputs"
    files = {"consultation.yaml": parameters.folder / "consultation.yaml", **parameters.beside}
    for name, path in files.items():
        (inputs / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, inputs / name)
    return folder


def test_the_files_are_hashed_and_kept_by_the_names_of_their_tables(tmp_path: Path) -> None:
    first = read(written(tmp_path / "town"))
    names = ["context/beds.csv", "context/referrals.csv"]
    assert sorted(name for name in first.beside if name.startswith("context/")) == names
    assert set(names) <= set(first.read_by_release)
    other = read(written(tmp_path / "town", clinic=changed(CLINIC, "referred,1240", "referred,1245")))
    assert {name for name in names if first.files[name] != other.files[name]} == {"context/referrals.csv"}


def test_a_runs_name_is_made_of_them() -> None:
    entities: dict[str, Any] = {
        "#findings": {
            "softwareRequirements": ["python==3.11.7"],
            "operatingSystem": "linux",
            "identifier": ["code:c0de", "lock:10c"],
        },
        "#value/consultation": {"value": "town"},
        "#input/data.csv": {"sha256": "d", "description": "Read as data"},
        "inputs/consultation.yaml": {"sha256": "a"},
        "inputs/questionnaire.yaml": {"sha256": "b"},
        "workflow/plan.yaml": {"sha256": "c"},
    }  # fmt: skip
    names = {run_name({**entities, "inputs/context/beds.csv": {"sha256": own}}) for own in ("one", "another")}
    assert len({run_name(entities), *names}) == 3


class Run:
    """The chapter of a run with what the run keeps, and what is found in it; `change` alters an exhibit."""

    def __init__(self, folder: Path, *, made_up: bool = False) -> None:
        parameters = read(written(folder / "town"))
        kind = SourceKind.MADE_UP if made_up else SourceKind.RESPONSES
        self.made_up = made_up
        self.folder = kept(folder / "run", parameters)
        self.exhibits = [to_json(exhibit) for exhibit in context(evidence_of(parameters, kind))]

    def change(self, old: str, new: str) -> None:
        text = json.dumps(self.exhibits)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        self.exhibits = json.loads(text.replace(old, new))

    def problems(self, file: str = "restricted/notebooks/12_context.ipynb") -> list[str]:
        text = (self.folder / "restricted/inputs/consultation.yaml").read_text(encoding="utf-8")
        consultation = YAML(typ="safe", pure=True).load(text)
        published, unread = read_context(self.folder, consultation)
        inputs = replace(Inputs(consultation, {}), in_context=published.figures)
        shown = tuple(Shown(3, json.loads(json.dumps(exhibit)), "") for exhibit in self.exhibits)
        notebook = Notebook(file, shown, frozenset(), "")
        found = list(unread)
        found += notebook_problems(notebook, Lookup({}, inputs))
        exhibits = [(one.cell, one.exhibit) for one in shown]
        found += context_problems(file, exhibits, published, made_up=self.made_up)
        return [str(problem) for problem in found]


@pytest.mark.parametrize("made_up", [False, True])
def test_a_clean_chapter_is_what_its_files_say(tmp_path: Path, made_up: bool) -> None:
    assert Run(tmp_path, made_up=made_up).problems() == []


MEND = "\n  do:      Do not publish this file: run again, and find out who changed it."


def test_a_changed_figure_of_a_table_is_found(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.change('"1,240"', '"1,420"')
    where = "restricted/notebooks/12_context.ipynb, cell 3, table context-table-referrals"
    assert run.problems() == [
        f"{where}: a parameter with a figure that the run's parameters do not have\n  found:   1,420{MEND}",
        f"{where}, row '2021': not what its source says\n"
        f"  found:   2021 | 1,420 | [c]\n  allowed: 2021 | 1,240 | [c]{MEND}",
    ]


def test_two_figures_that_changed_places_are_found(tmp_path: Path) -> None:
    # Each of them is a figure of the file, so only its place tells.
    run = Run(tmp_path)
    run.change('"985"', '"X"')
    run.change('"610"', '"985"')
    run.change('"X"', '"610"')
    assert run.problems() == [
        "restricted/notebooks/12_context.ipynb, cell 3, table context-table-referrals, row '2020': not what its source "
        f"says\n  found:   2020 | 610 | 985\n  allowed: 2020 | 985 | 610{MEND}"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("referrals", "referred,1240", "referred,1241", "found:   2021 | 1,240 | [c]\n  allowed: 2021 | 1,241 | [c]"),
        ("referrals", "seen,*", "seen,4", "found:   2021 | 1,240 | [c]\n  allowed: 2021 | 1,240 | 4"),
        ("referrals", "2020,Ash,seen,610\n", "", "found:   2020 | 985 | 610\n  allowed: 2020 | 985 |"),
        (
            "referrals",
            "2021,Bow",
            "2019,Ash",
            "more or fewer rows than the file has for it\n  found:   2\n  allowed: 3",
        ),
        ("beds", "30.5", "30.6", "found:   Ward of the young | 12 | 30.5\n  allowed: Ward of the young | 12 | 30.6"),
        ("beds", "staff", "stuff", "not a table that can be read as consultation.yaml says\n  found:   KeyError:"),
    ],
)
def test_a_changed_file_is_found(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    run = Run(tmp_path)
    path = run.folder / "restricted/inputs/context" / f"{file}.csv"
    path.write_text(changed(path.read_text(encoding="utf-8"), old, new), encoding="utf-8")
    assert told in "\n".join(run.problems())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Workshops: 84 people", "Workshops: 48 people", "row 'March 2021': not what its source says"),
        ("Town council, Annual report for 2021", "Town council", "row 'March 2021': not what its source says"),
        ("People referred to the clinic, by year", "People seen, by year", "a title that is not what"),
        ("Seen within a month", "Seen within a day", "columns that are not those of the parameters"),
        ("Rounded to 5 by the source.", "Exact.", "a note that is not what the parameters say"),
        ("The clinic, Beds, 2021", "The hospital", "a source that is not what the parameters say"),
        ("Official figures: \"", "Official figures, not made up: \"", None),
        ("context-table-beds", "context-table-bads", "a table that the parameters do not have\n  found:   con"),
    ],
)  # fmt: skip
def test_what_stands_around_the_figures_is_looked_at(tmp_path: Path, old: str, new: str, told: str | None) -> None:
    run = Run(tmp_path)
    if told is None:
        # Of responses that are not made up the titles do not say so.
        run.exhibits = json.loads(
            json.dumps(run.exhibits).replace("Official figures: ", "Official figures, not made up: ")
        )
        told = "a title that is not what the parameters say"
    else:
        run.change(old, new)
    assert told in "\n".join(run.problems())


def test_a_table_that_is_gone_moved_or_shown_twice_is_found(tmp_path: Path) -> None:
    run = Run(tmp_path)
    whole = run.exhibits
    for exhibits in (whole[:-1], [*whole[:-2], whole[-1], whole[-2]], []):
        run.exhibits = exhibits
        assert "not the tables of the parameters, each once and in their order" in "\n".join(run.problems())
    run.exhibits = [*whole, whole[-1]]
    assert "a table that the parameters do not have\n  found:   context-table-beds" in "\n".join(run.problems())


def test_a_figure_of_a_table_excuses_none_elsewhere(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.exhibits.append(to_json(Paragraph((Span("1,240", Origin.PARAMETER),))))
    where = "restricted/notebooks/12_context.ipynb, cell 3, paragraph"
    assert run.problems() == [
        f"{where}: a parameter with a figure that the run's parameters do not have\n  found:   1,240{MEND}"
    ]


def test_on_a_page_such_a_figure_stands_in_the_row_of_a_table_and_nowhere_else(tmp_path: Path) -> None:
    figure = '<span data-origin="parameter">1,240</span>'
    bodies = {
        "row": f"<table><tr><th>Year</th><th>Referred</th></tr><tr><th>A</th><td>{figure}</td></tr></table>",
        "head": f"<table><tr><th>Year</th><th>{figure}</th></tr><tr><th>A</th><td>B</td></tr></table>",
        "text": f"<p>{figure}</p>",
    }
    lookup = Lookup({}, Inputs({}, {}, in_context=frozenset({"1,240"})))
    told = "a parameter with a figure that the run's parameters do not have"
    found = {}
    for name, body in bodies.items():
        path = tmp_path / f"{name}.html"
        path.write_text(f"<html><body><main><h2>A</h2>{body}</main></body></html>", encoding="utf-8")
        found[name] = [one.found for one in page_problems(name, read_page(path), lookup) if one.what == told]
    assert found == {"row": [], "head": ["1,240"], "text": ["1,240"]}


def test_the_files_are_among_those_that_a_run_must_hold(tmp_path: Path) -> None:
    run = Run(tmp_path).folder
    for name, source in (("inputs/questionnaire.yaml", "questionnaire.yaml"), ("workflow/plan.yaml", "")):
        (run / "restricted" / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(tmp_path / "town" / source if source else PLAN, run / "restricted" / name)

    def told() -> str:
        return "\n".join(str(problem) for problem in inventory_problems(run))

    assert "context/" not in told()
    beds = run / "restricted/inputs/context/beds.csv"
    beds.rename(beds.with_name("bads.csv"))
    assert "restricted/inputs/context/beds.csv: this file of the run is missing" in told()
    assert "restricted/inputs/context/bads.csv: a file that no run of this plan writes" in told()


# --- the mark of made-up data -------------------------------------------------------------------------------


def page_of(folder: Path) -> Path:
    """A page of a rehearsal with the chapter and a table of answers, and what the run keeps."""
    run = Run(folder, made_up=True).folder
    evidence = evidence_of(read(folder / "town"), SourceKind.MADE_UP)
    made_up = Span("5", Origin.CELL, "q1#yes", made_up=True)
    answers = Table(
        "q1", (Span("What was answered"),), (Span("Answer"),), ((Span("All"),),), (Row((Span("Yes"),), ((made_up,),)),)
    )
    given: list[Exhibit] = [*context(evidence), marked(answers)]
    outputs = [nbformat.v4.new_output("display_data", {MIMETYPE: to_json(one), "text/plain": "x"}) for one in given]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("show()", outputs=outputs)])
    front = front_of(evidence.story)
    path = run / "public" / "report.html"
    path.parent.mkdir()
    path.write_text(report_html(combine([("context", notebook)], front), front), encoding="utf-8")
    return run


def marks(run: Path, made_up: bool = True) -> list[str]:
    return [str(problem) for problem in mark_problems(run, made_up)]


def test_real_figures_in_a_rehearsal_go_without_the_mark_and_nothing_else_does(tmp_path: Path) -> None:
    run = page_of(tmp_path)
    assert len(titles_of(run)) == 3
    assert marks(run) == []
    path = run / "public/report.html"
    page = path.read_text(encoding="utf-8")
    assert page.count('class="published"') == 3
    do = "\n  do:      Do not pass this run on; run again from the data."
    freed = "1 of its tables: whether a table is kept as made up does not follow from who published it"
    for old, new, told in (
        # A table of answers without the mark; one that the script would keep as a file without it.
        ("MADE-UP DATA. What", "What", "1 of its tables and charts: the data are made up, and it does not say"),
        ("<table>\n", '<table class="published">\n', freed),
        # A table of real figures that the script would mark; one that is called made up.
        ('<table class="published">', "<table>", freed),
        ("Official figures, not made up: <", "MADE-UP DATA. Official figures, not made up: <",
         "1 of its tables: figures that others published are called made up, and they are not"),
    ):  # fmt: skip
        assert old in page, old
        path.write_text(page.replace(old, new, 1), encoding="utf-8")
        (found,) = marks(run)
        assert told in found and found.endswith(do), found
    path.write_text(page, encoding="utf-8")
    # With no such table in the parameters nothing goes without the mark.
    path.write_text(page, encoding="utf-8")
    consultation = run / "restricted/inputs/consultation.yaml"
    consultation.write_text(CONSULTATION, encoding="utf-8")
    assert "3 of its tables and charts: the data are made up" in marks(run)[0]


# --- a whole run --------------------------------------------------------------------------------------------


Change = Callable[[Path], None]


def in_page(old: str, new: str) -> Change:
    def change(run: Path) -> None:
        path = run / "public/report.html"
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def in_table(run: Path) -> None:
    path = run / "restricted/inputs/context/referrals.csv"
    path.write_text(changed(path.read_text(encoding="utf-8"), "1240", "1420"), encoding="utf-8")


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("context")
    town = written(folder / "params" / "town")
    head, *lines = RESPONSES.splitlines()
    data = "\n".join([f"{head},{COLUMN}", *(f"{line},{VALUE}" for line in lines)]) + "\n"
    (town / "data.csv").write_text(data, encoding="utf-8")
    layout = replace(find_layout(None, folder / "out"), params=folder / "params")
    (result,) = run_all(layout, ["town"], jobs=2, quiet=True)
    assert result.error is None and result.folder is not None
    return result.folder


@pytest.mark.slow
def test_another_figure_in_a_file_is_another_run_and_a_comparison_names_its_line(
    whole_run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = whole_run.parents[3]
    town = folder / "params" / "town"
    (town / "clinic.csv").write_text(changed(CLINIC, "referred,1240", "referred,1245"), encoding="utf-8")
    layout = replace(find_layout(None, folder / "out"), params=folder / "params")
    (result,) = run_all(layout, ["town"], jobs=2, quiet=True)
    assert result.folder is not None and result.folder.name != whole_run.name
    assert main(["compare", str(whole_run), str(result.folder)]) == 0
    told = capsys.readouterr().out
    assert "The second run has other parameters (1 value), with the same data" in told
    assert "line 2; First run: 2021,Ash,referred,1240; Second run: 2021,Ash,referred,1245" in told


@pytest.mark.slow
def test_a_whole_run_is_verified_and_a_changed_figure_of_page_or_file_is_found(whole_run: Path, tmp_path: Path) -> None:
    verification = verify(whole_run)
    assert verification.verified, "\n".join(verification.lines())
    for name, change, told in (
        ("page", in_page(">1,240<", ">1,420<"), "public/report.html, Table 2.2, row '2021'"),
        ("file", in_table, "table context-table-referrals, row '2021': not what its source says"),
    ):
        run = Path(shutil.copytree(whole_run, tmp_path / name))
        change(run)
        # Every hash is made again, as a forger does.
        seal(run)
        lines = "\n".join(verify(run).lines())
        assert "NOT VERIFIED" in lines and told in lines, lines
