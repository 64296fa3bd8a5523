"""Made-up data are known, marked wherever they are shown, and no piece of it can pass for real."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import openpyxl
import pikepdf
import pyarrow.parquet as parquet
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sample
from conftest import PROJECT, once
from crops import CHROMIUM, Box, Page, Picture, differing, pieces, rendered, unmarked, whole
from findings.cli import main
from findings.consultation import build
from findings.consultation.madeup import COLUMN, ID_PREFIX, MARK, VALUE
from findings.errors import InputRefused
from findings.evidence.cell import SourceKind
from findings.evidence.mark import COLOUR, NOTICE
from findings.evidence.store import Evidence
from findings.evidence.story import Story, tell
from findings.exhibits.mark import marked
from findings.exhibits.model import MIMETYPE, Bullets, Heading, Origin, Paragraph, Span, plain
from findings.intake import receive
from findings.intake.file import Rows
from findings.intake.madeup import source_kind
from findings.publishing import pdf as pdf_module
from findings.publishing.exporter import template_text
from findings.publishing.mark import Mark
from findings.publishing.report import write_html, write_pdf
from small_consultation import CONSULTATION, QUESTIONNAIRE, RESPONSES, TALLY, changed, write_small, write_tally
from test_publishing import contrast

pytestmark = pytest.mark.slow

PLAN = PROJECT / "notebooks" / "plan.yaml"


# --- intake: what is made up is known -----------------------------------------------------------


def kind_of(folder: Path) -> SourceKind:
    return receive(build(folder, PLAN)).source_kind


def refusal(folder: Path) -> str:
    with pytest.raises(InputRefused) as caught:
        receive(build(folder, PLAN))
    return str(caught.value)


def with_column(data: str, heading: str = COLUMN, value: str = VALUE) -> str:
    head, *rows = data.splitlines()
    return "\n".join([f"{head},{heading}", *(f"{row},{value}" for row in rows)]) + "\n"


def with_ids(data: str) -> str:
    return re.sub("^r", f"{ID_PREFIX}r", data, flags=re.MULTILINE)


def test_what_carries_no_mark_is_real(tmp_path: Path) -> None:
    assert kind_of(write_small(tmp_path / "a")) is SourceKind.RESPONSES
    assert kind_of(write_tally(tmp_path / "b")) is SourceKind.TALLY


@pytest.mark.parametrize(
    "data",
    [
        with_column(RESPONSES),
        with_ids(RESPONSES),
        with_column(with_ids(RESPONSES)),
        with_column(RESPONSES, "Made up", "MADE UP"),
        with_ids(RESPONSES).replace(ID_PREFIX, ID_PREFIX.upper()),
    ],
    ids=["column", "identifiers", "both", "column as a spreadsheet wrote it", "identifiers in capitals"],
)
def test_either_mark_is_enough(data: str, tmp_path: Path) -> None:
    assert kind_of(write_small(tmp_path, data=data)) is SourceKind.MADE_UP


@pytest.mark.parametrize("key", ["ignored_columns: [comment", "never_read: [email"])
@pytest.mark.parametrize("name", [COLUMN, '"m*"'])
def test_no_parameter_switches_the_mark_off(key: str, name: str, tmp_path: Path) -> None:
    consultation = changed(CONSULTATION, key, f"{key}, {name}")
    folder = write_small(tmp_path, consultation=consultation, data=with_column(RESPONSES))
    received = receive(build(folder, PLAN))
    assert received.source_kind is SourceKind.MADE_UP
    # What is taken out keeps the mark that it came with.
    header, *rows = csv.reader(io.StringIO(received.quarantine))
    assert [row[header.index(COLUMN)] for row in rows] == [VALUE, VALUE]


@pytest.mark.parametrize("key", ["ignored_columns: [comment", "never_read: [email"])
def test_responses_that_a_run_of_made_up_data_wrote_stay_made_up(key: str, tmp_path: Path) -> None:
    # As in restricted/responses.csv: whoever reads it in again lists the column, and does not get rid of it so.
    consultation = changed(CONSULTATION, key, f"{key}, source_kind")
    data = with_column(RESPONSES, "source_kind", "made_up")
    assert kind_of(write_small(tmp_path / "a", consultation=consultation, data=data)) is SourceKind.MADE_UP
    real = with_column(RESPONSES, "source_kind", "responses")
    assert kind_of(write_small(tmp_path / "b", consultation=consultation, data=real)) is SourceKind.RESPONSES


def test_made_up_responses_among_others_are_refused(tmp_path: Path) -> None:
    data = changed(with_column(RESPONSES), f"r03,A person,Yes,,,{VALUE}", "r03,A person,Yes,,,")
    assert refusal(write_small(tmp_path, data=changed(data, f"r05,A person,No,,,{VALUE}", "r05,A person,No,,,no"))) == (
        "data.csv: made-up responses stand among others\n"
        "  found:   10 made up, the first on row 2; 2 not marked, the first on row 4\n"
        "  allowed: a file that is made up as a whole, or not at all\n"
        "  do:      Take out the made-up rows: 'made_up' says 'made up', or the identifier begins with 'made-up-'."
    )


def test_one_made_up_response_among_others_is_refused_by_its_identifier(tmp_path: Path) -> None:
    told = refusal(write_small(tmp_path, data=changed(RESPONSES, "r09,", "made-up-r09,")))
    assert "  found:   1 made up, the first on row 10; 11 not marked, the first on row 2\n" in told


def test_a_column_that_marks_nothing_is_refused(tmp_path: Path) -> None:
    assert refusal(write_small(tmp_path, data=with_column(RESPONSES, value="no"))) == (
        "data.csv, row 2, column 'made_up': a column that marks made-up data and marks no row\n"
        "  found:   no\n"
        "  allowed: made up\n"
        "  do:      Write it in every row if the data are made up; else delete the column."
    )


def test_no_question_may_read_the_mark_as_its_answers(tmp_path: Path) -> None:
    questionnaire = changed(QUESTIONNAIRE, "column: Want benches?", f"column: {COLUMN}")
    told = refusal(write_small(tmp_path, questionnaire=questionnaire, data=with_column(RESPONSES)))
    assert told.endswith(
        "data.csv, row 1, column 'made_up': the column of question q1 is the one that says that responses are made up\n"
        "  found:   made_up\n"
        "  do:      Give the question's column another heading, in the file and in its 'column'."
    )


@pytest.mark.parametrize("name", ["source_kind", "source_row", "response_id"])
def test_no_question_is_called_as_a_column_of_the_runs_own_files(name: str, tmp_path: Path) -> None:
    questionnaire = QUESTIONNAIRE.replace("  q1:", f"  {name}:").replace("[q1]", f"[{name}]")
    assert refusal(write_small(tmp_path, questionnaire=questionnaire)) == (
        f"question {name}: a question called as a column of the run's own files\n"
        f"  found:   {name}\n"
        "  do:      Give it another name; its column in the file may stay as it is."
    )


def test_a_tally_is_made_up_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    assert kind_of(write_tally(tmp_path / "a", with_column(TALLY))) is SourceKind.MADE_UP
    mixed = changed(with_column(TALLY), f"all,who,body,5,{VALUE}", "all,who,body,5,")
    assert "8 made up, the first on row 2; 1 not marked, the first on row 3" in refusal(
        write_tally(tmp_path / "b", mixed)
    )


@given(st.lists(st.sampled_from(["column", "identifier", "both", "neither"]), min_size=1, max_size=8), st.booleans())
def test_a_file_is_made_up_exactly_when_every_row_is_marked(rows: list[str], column: bool) -> None:
    cells = tuple(
        (ID_PREFIX + "1" if how in ("identifier", "both") else "1", VALUE if how in ("column", "both") else "")
        for how in rows
    )
    file = Rows(
        "a.csv",
        ("id", COLUMN if column else "other"),
        cells,
        tuple(range(2, len(rows) + 2)),
    )
    marks = [how in ("identifier", "both") or (column and how == "column") for how in rows]
    if all(marks):
        assert source_kind(file, "id", SourceKind.RESPONSES) is SourceKind.MADE_UP
    elif any(marks) or column:
        with pytest.raises(InputRefused):
            source_kind(file, "id", SourceKind.RESPONSES)
    else:
        assert source_kind(file, "id", SourceKind.RESPONSES) is SourceKind.RESPONSES


# --- a run of made-up responses -----------------------------------------------------------------


def parameters_in(folder: Path) -> Path:
    """The consultation of `sample` with one question of its report and enough people to hide a few of them."""
    sample.write_parameters(folder)
    whole_text = sample.QUESTIONNAIRE
    start, end = whole_text.index("\n  q2:") + 1, whole_text.index("\n  kind:\n") + 1
    questionnaire = changed(whole_text[:start] + whole_text[end:], "questions: [q1, q2]", "questions: [q1]")
    (folder / "questionnaire.yaml").write_text(questionnaire, encoding="utf-8")
    consultation = changed(
        sample.CONSULTATION,
        "file: data.csv,",
        "file: data.csv, ignored_columns: [q2], submitted: sent, date_order: ymd,",
    )
    consultation = changed(
        consultation, "{profile: none, reason: Nobody is in it.}", "{profile: threshold, threshold: 5}"
    )
    # A letter of Gujarati, which no font of the PDF holds.
    consultation = changed(consultation, "about a plan.", "about a plan, \u0a85.")
    (folder / "consultation.yaml").write_text(consultation, encoding="utf-8")
    rows = [*(row for row in sample.ROWS for _ in range(9)), ("A", "body", "disagree", "y")]
    # The first was sent a day too late, and its copy is set aside: a flag, and a row of the quarantine.
    days = ["2021-02-02", *["2021-01-15"] * (len(rows) - 1)]
    lines = [
        f"{ID_PREFIX}{number},{','.join(row)},{day},{VALUE}"
        for number, (row, day) in enumerate(zip(rows, days, strict=True), start=1)
    ]
    text = "\n".join([f"id,town,kind,q1,q2,sent,{COLUMN}", *lines, lines[0]]) + "\n"
    (folder / "data.csv").write_text(text, encoding="utf-8")
    return folder.parent


@pytest.fixture(scope="module")
def made(shared_folder: Path) -> Path:
    """The folder of parameters and outputs of one run of made-up responses."""

    def make(folder: Path) -> None:
        params = parameters_in(folder / "params" / "sample")
        command = ["--params", str(params), "--out", str(folder / "out"), "--jobs", "2", "--quiet"]
        assert main(["run", "sample", *command]) == 0

    return once(shared_folder / "made_up", make)


@pytest.fixture(scope="module")
def run(made: Path) -> Path:
    out = made / "out" / "sample" / "full"
    return out / str(json.loads((out / "latest.json").read_text(encoding="utf-8"))["run"])


@pytest.fixture(scope="module")
def story(made: Path) -> Story:
    parameters = build(made / "params" / "sample", PLAN)
    return tell(parameters.consultation, parameters.questionnaire, SourceKind.MADE_UP, ())


def chapters(run: Path) -> list[tuple[str, Path]]:
    """The published notebooks as executed, in order."""
    paths = sorted((run / "restricted" / "notebooks").glob("*.ipynb"))
    return [(path.stem.partition("_")[2], path) for path in paths if not path.name.startswith("00")]


def test_every_row_of_every_csv_file_says_so(run: Path) -> None:
    rows = {
        path.name: list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in run.rglob("*.csv")
    }
    assert {name: bool(found) for name, found in rows.items()} == dict.fromkeys(
        (
            *("evidence.csv", "ledger.csv", "quarantine.csv", "flags.csv", "responses.csv"),
            *("disclosure.csv", "missing_characters.csv"),
        ),
        True,
    )
    for name, found in rows.items():
        assert {row["source_kind"] for row in found} == {"made_up"}, name


def test_the_responses_say_so_in_every_row_and_before_the_first(run: Path) -> None:
    table = parquet.read_table(run / "restricted" / "responses.parquet")
    assert set(table.column("source_kind").to_pylist()) == {"made_up"}
    assert table.schema.metadata[b"source_kind"] == b"made_up"


def test_the_json_says_so_at_its_head_and_in_every_row(run: Path) -> None:
    board = json.loads((run / "board" / "evidence.json").read_text(encoding="utf-8"))
    assert (board["title"], board["source_kind"], board["notice"]) == (f"{MARK}. A plan", "made_up", NOTICE)
    assert [section["title"] for section in board["sections"]] == [f"{MARK}. The plan"]
    results = [result for section in board["sections"] for q in section["questions"] for result in q["results"]]
    # Everyone, two kinds and five towns.
    assert len(results) == 8
    assert {result["source_kind"] for result in results} == {"made_up"}
    assert json.loads((run / "restricted" / "lineage.json").read_text(encoding="utf-8"))["source_kind"] == "made_up"


def test_the_crate_is_called_so(run: Path) -> None:
    graph = json.loads((run / "restricted" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    (root,) = (entity for entity in graph if entity["@id"] == "./")
    assert MARK in root["name"]


def test_every_sheet_of_the_workbook_says_so_and_every_row_of_results(run: Path) -> None:
    book = openpyxl.load_workbook(run / "board" / "evidence.xlsx")
    assert book.sheetnames == [
        "Made-up Cover",
        "Made-up Contents",
        "Made-up Notes",
        "Made-up Section 1",
        "Made-up Highlights",
    ]
    for sheet in book:
        assert sheet["A1"].value.startswith(f"{MARK}. ")
        assert MARK in sheet.oddHeader.center.text
    heads, *rows = [[cell.value for cell in row] for row in book["Made-up Section 1"]["A5:L13"]]
    # Between what a number is of and the number, so that no piece with both leaves it out.
    assert heads[2:5] == ["Group", "Data", "Support (%)"]
    assert [row[3] for row in rows] == ["made up"] * 8
    assert [row[0].value for row in book["Made-up Contents"]["A4:A6"]] == [
        "Made-up Notes",
        "Made-up Section 1",
        "Made-up Highlights",
    ]
    assert book.properties.title == f"{MARK}. A plan"
    assert (book.properties.keywords, book.properties.description) == (f"{MARK}, rehearsal", NOTICE)


def test_every_exhibit_of_the_notebooks_says_so(run: Path) -> None:
    shown = [
        output["data"]
        for _, path in chapters(run)
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
    ]
    with_numbers = [data for data in shown if '"origin": "cell"' in json.dumps(data[MIMETYPE])]
    assert len(with_numbers) > 12
    for data in with_numbers:
        text = data["text/plain"] if isinstance(data["text/plain"], str) else "".join(data["text/plain"])
        assert text.removeprefix("- ").startswith(f"{MARK}. "), text


def test_only_what_holds_a_made_up_number_is_marked() -> None:
    made_up, real = Span("85", Origin.CELL, "q1#base", made_up=True), Span("85", Origin.CELL, "q1#base")
    assert plain(marked(Paragraph((made_up,))).text) == "MADE-UP DATA. 85"
    assert plain(marked(Heading((Span("Of "), made_up), 2, "a")).text) == "MADE-UP DATA. Of 85"
    assert [plain(item) for item in marked(Bullets(((made_up,), (real,)))).items] == ["MADE-UP DATA. 85", "85"]
    assert marked(Paragraph((real,))) == Paragraph((real,))


# --- the page -----------------------------------------------------------------------------------


class Texts(HTMLParser):
    """The text of each element of some kinds, and the attributes of all."""

    WANTED = ("title", "h1", "caption", "figcaption", "desc", "p", "svg", "li")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.metas: list[dict[str, str | None]] = []
        self._open: list[tuple[str, list[str], bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self.metas.append(dict(attrs))
        for position, (name, texts, _) in enumerate(self._open):
            if dict(attrs).get("data-cell"):
                self._open[position] = (name, texts, True)
        if tag in self.WANTED:
            self._open.append((tag, [], False))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.WANTED:
            name, texts, cells = self._open.pop()
            assert name == tag
            self.found.append((tag, {"cells": "yes" if cells else ""}, texts))

    def handle_data(self, data: str) -> None:
        for _, texts, _ in self._open:
            texts.append(data)

    def of(self, tag: str, *, with_cells: bool = False) -> list[str]:
        return ["".join(texts) for name, told, texts in self.found if name == tag and (told["cells"] or not with_cells)]


@pytest.mark.parametrize("name", ["public/report.html", "restricted/audit.html"])
def test_every_title_caption_description_and_sentence_of_the_page_says_so(run: Path, name: str) -> None:
    page = (run / name).read_text(encoding="utf-8")
    texts = Texts(page)
    assert texts.of("p")[0] == f"{MARK}. {NOTICE}"
    assert texts.of("h1") == [f"{MARK}. A plan"]
    assert texts.of("title")[0].startswith(f"{MARK}. ")
    assert {"name": "description", "content": f"{MARK}. {NOTICE}"} in texts.metas
    # Four charts and twelve tables; a chart is read out by its title and its description.
    kinds = {
        "captions": texts.of("caption"),
        "captions of charts": texts.of("figcaption"),
        "titles of charts": texts.of("title")[1:],
        "descriptions of charts": texts.of("desc"),
        "sentences": texts.of("p", with_cells=True),
    }
    assert {kind: len(found) for kind, found in kinds.items()} == {
        "captions": 12,
        "captions of charts": 4,
        "titles of charts": 4,
        "descriptions of charts": 4,
        "sentences": 5,
    }
    for kind, found in kinds.items():
        assert [text for text in found if MARK not in text] == [], kind
    # Below every table and chart but the annex, which cites none.
    sources = [text for text in texts.of("p") if text.startswith("Source: ")]
    assert len(sources) == 15
    assert {text for text in sources if not text.endswith("(made-up responses: a rehearsal)")} == set()
    # The layer is seen and not heard, and takes no click.
    assert '<svg class="marks" aria-hidden="true" focusable="false"' in page
    assert "pointer-events: none" in page


def test_each_bar_of_a_chart_is_named_made_up_and_stands_between_marks(run: Path) -> None:
    page = (run / "public" / "report.html").read_text(encoding="utf-8")
    charts = re.findall(r'<svg [^>]*role="img".*?</svg>', page, re.DOTALL)
    # Two kinds, five towns, and everyone beside the two kinds.
    # The fourth chart has dots and no bars.
    assert len(charts) == 4 and MARK in charts[3]
    for chart, bars in zip(charts[:3], (2, 5, 3), strict=True):
        small = re.findall(rf'<text [^>]*font-size="6\.5px"[^>]*>{MARK}</text>', chart)
        assert len(re.findall(rf">{MARK}</text>", chart)) - len(small) == bars
        # All across, above the first bar and below each.
        assert len(small) in range(6 * (bars + 1), 7 * (bars + 1) + 1)


def test_text_under_the_marks_can_be_read() -> None:
    mark = Mark()

    def under(colour: str) -> str:
        pairs = ((int(colour[at : at + 2], 16), int(mark.colour[at : at + 2], 16)) for at in (1, 3, 5))
        return "#" + "".join(f"{round(own * (1 - mark.opacity) + over * mark.opacity):02x}" for own, over in pairs)

    # As in test_publishing: text and ground of the report's style sheet, then of this one's line at the top.
    style = template_text("html/report.css") + template_text("html/made_up.css")
    pairs = [(fore, back) for fore in ("#212b32", "#425563", "#003087") for back in ("#ffffff", "#eef4f9")]
    pairs += [("#ffffff", "#003087"), ("#c9e4f7", "#003087"), ("#ffffff", "#7a1212"), ("#7a0016", "#ffe9ec")]
    assert all(colour in style for pair in pairs for colour in pair)
    for text, ground in pairs:
        assert min(contrast(a, b) for a in (text, under(text)) for b in (ground, under(ground))) >= 4.5, (text, ground)
    assert contrast(COLOUR, "#ffffff") >= 4.5


def test_a_real_report_has_no_mark(story: Story, run: Path, tmp_path: Path) -> None:
    real = story.model_copy(update={"source_kind": SourceKind.RESPONSES, "title": "A plan"})
    write_html([], Evidence(real, {}), tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert MARK not in page
    assert 'class="marks"' not in page


# --- what is cut out of the page ----------------------------------------------------------------

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to render the page with")


def marks_on(page: Page, bare: Page) -> list[Box]:
    """The marks of the layer that are seen whole, and those of the charts that are inky."""
    layer = whole(pieces(differing(page.picture, bare.picture), 7))
    drawn = [box for text, box in page.labels if text == MARK]
    return [*layer, *(box for box in drawn if is_inky(page.picture, box, 1))]


def is_inky(picture: Picture, box: Box, scale: float) -> bool:
    """Whether letters are seen in a box: some of it dark, most of it light."""
    rows, columns = slice(int(box.top * scale), int(box.bottom * scale) + 1), slice(int(box.left * scale), None)
    part = picture[rows, columns][:, : int((box.right - box.left) * scale) + 1]
    return bool(part.size) and 0.04 < float((part.min(axis=2) < 140).mean()) < 0.5


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_no_piece_of_the_page_that_holds_a_number_is_without_a_whole_mark(
    run: Path, tmp_path: Path, width: int
) -> None:
    page = (run / "public" / "report.html").read_text(encoding="utf-8")
    bare = re.sub(r'<svg class="marks".*?</svg>', "", page, flags=re.DOTALL)
    # The same page with marks twice as far apart.
    sparse = re.sub(r'<svg class="marks".*?</svg>', thinned, page, flags=re.DOTALL)
    as_shown, without, thin = rendered([page, bare, sparse], width, tmp_path)
    window = (420, 300)
    numbers = [box for _, box in as_shown.numbers]
    assert len(numbers) > 100
    assert unmarked(numbers, marks_on(as_shown, without), window, as_shown.ground) == []
    # The measure tells: without the layer, or with marks twice as far apart, pieces can pass for real.
    assert unmarked(numbers, marks_on(without, without), window, without.ground)
    assert unmarked(numbers, marks_on(thin, without), window, thin.ground)

    # Of a chart less is enough: a bar with its label.
    drawn = [box for text, box in as_shown.labels if text == MARK and is_inky(as_shown.picture, box, 1)]
    cuts = list(bars_with_labels(as_shown))
    assert len(cuts) > 10
    assert [cut for cut in cuts if not any(cut.holds(mark) for mark in drawn)] == []


def thinned(marks: re.Match[str]) -> str:
    """The layer of marks with its measures doubled."""
    return re.sub(
        r'\b(width|height|x|y)="([\d.]+)"', lambda measure: f'{measure[1]}="{2 * float(measure[2])}"', marks[0]
    )


def bars_with_labels(page: Page) -> Iterator[Box]:
    """Each bar of a chart cut out together with its label, which stands left of it in up to three lines."""
    for bar in page.bars:
        middle = (bar.top + bar.bottom) / 2
        beside = [
            box
            for _, box in page.labels
            if box.right <= bar.right and box.left < bar.left and abs((box.top + box.bottom) / 2 - middle) < 13
        ]
        # Beside a patch of the legend stands no number.
        is_row = any(abs((box.top + box.bottom) / 2 - middle) < 6 for _, box in page.numbers)
        if is_row and bar.bottom - bar.top > 8 and bar.right - bar.left > 8 and beside:
            yield Box(
                min(box.left for box in beside) - 1,
                min(bar.top, *(box.top for box in beside)) - 1,
                bar.right + 1,
                max(bar.bottom, *(box.bottom for box in beside)) + 1,
            )


# --- the PDF ------------------------------------------------------------------------------------

SCALE = 1.5


def test_every_page_of_the_pdf_says_so_and_its_properties_and_its_attachment(run: Path) -> None:
    content = (run / "public" / "report.pdf").read_bytes()
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    assert len(texts) > 8
    assert [number for number, text in enumerate(texts, start=1) if MARK not in text] == []
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.docinfo["/Title"] == f"{MARK}. A plan"
        assert MARK in str(document.docinfo["/Keywords"])
        metadata = document.open_metadata()
        assert MARK in metadata["dc:title"]
        # Still what a screen reader can walk: the layer is no part of the text.
        assert (metadata["pdfuaid:part"], metadata["pdfaid:part"]) == ("1", "3")
        attached = document.attachments["evidence.csv"].get_file().read_bytes().decode("utf-8")
    assert {row["source_kind"] for row in csv.DictReader(attached.splitlines())} == {"made_up"}


@pytest.mark.slow
def test_no_third_of_a_page_that_holds_a_number_is_without_a_whole_mark(
    run: Path, story: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = pictures(run / "public" / "report.pdf")
    without = pictures(pdf_with(Mark(opacity=0.0), run, story, tmp_path, monkeypatch))
    sparse = pictures(pdf_with(Mark(paper_across=280, paper_down=124), run, story, tmp_path, monkeypatch))
    assert len(shown) == len(without) == len(sparse)
    assert unmarked_thirds(shown, without, run) == []
    assert unmarked_thirds(without, without, run)
    assert unmarked_thirds(sparse, without, run)


def pdf_with(mark: Mark, run: Path, story: Story, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The run's own report with its layer drawn in another way."""
    path = folder / "report.pdf"
    monkeypatch.setattr(pdf_module, "mark_of", lambda _: mark)
    write_pdf(chapters(run), story, run / "public" / "evidence.csv", path)
    return path


def pictures(path: Path) -> list[Picture]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    return [np.asarray(page.render(scale=SCALE).to_pil().convert("RGB")) for page in document]


def unmarked_thirds(shown: list[Picture], without: list[Picture], run: Path) -> list[tuple[int, Box]]:
    """Page and digit, where some cut of a third of the page's width and height around it could pass for real."""
    found = []
    for number, (page, picture, bare) in enumerate(
        zip(pypdfium2.PdfDocument((run / "public" / "report.pdf").read_bytes()), shown, without, strict=True), start=1
    ):
        width, height = page.get_size()
        layer = [
            Box(box.left / SCALE, box.top / SCALE, box.right / SCALE, box.bottom / SCALE)
            for box in whole(pieces(differing(picture, bare), 8))
        ]
        said = [box for box in boxes_of(page, MARK) if is_inky(picture, box, SCALE)]
        cut = unmarked(digits_of(page), [*layer, *said], (width / 3, height / 3), Box(0, 0, width, height), 6)
        found += [(number, box) for box, _ in cut]
    return found


def boxes_of(page: pypdfium2.PdfPage, text: str) -> Iterator[Box]:
    """Where a text stands on a page, in points from its upper left corner."""
    texts, height = page.get_textpage(), page.get_size()[1]
    searched = texts.search(text)
    while place := searched.get_next():
        letters = [texts.get_charbox(index) for index in range(place[0], place[0] + place[1])]
        lefts, bottoms, rights, tops = zip(*letters, strict=True)
        # Not where it runs over two lines.
        if max(tops) - min(bottoms) < 40:
            yield Box(min(lefts), height - max(tops), max(rights), height - min(bottoms))


def digits_of(page: pypdfium2.PdfPage) -> list[Box]:
    """Every digit of a page: whatever holds one must hold a mark."""
    texts, height = page.get_textpage(), page.get_size()[1]
    found = []
    for index, letter in enumerate(texts.get_text_range()):
        if letter.isdigit():
            left, bottom, right, top = texts.get_charbox(index)
            found.append(Box(left, height - top, right, height - bottom))
    return found
