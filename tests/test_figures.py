"""Every number printed is looked up in the store: clean runs are clean, and whatever was changed is found and named."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import nbformat
import openpyxl
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from findings.audit.figures import figure_problems, places_of
from findings.audit.figures.chapters import chapter_problems, originals
from findings.audit.figures.inputs import Inputs, read_inputs
from findings.audit.figures.lookup import Lookup
from findings.audit.figures.notebooks import read_notebooks
from findings.audit.figures.numbering import numbering_problems
from findings.audit.figures.pagereader import read_page
from findings.audit.figures.pdfcheck import pdf_problems
from findings.audit.figures.pdftext import letters_of
from findings.audit.figures.places import FRONT, Place, place_problems
from findings.audit.figures.text import alike, figures_in, printed, squeezed
from findings.audit.figures.webpage import page_problems
from findings.audit.figures.word import word_problems
from findings.errors import Problem
from findings.evidence.cell import Cell, SourceKind, Status, from_csv
from findings.publishing.combine import combine
from findings.publishing.front import Front
from findings.publishing.html import report_html
from findings.publishing.pdf import report_pdf

PAGE, PDF, BOOK, JSON = "public/report.html", "public/report.pdf", "board/evidence.xlsx", "board/evidence.json"
MEND = "Do not publish this file: run again, and find out who changed it."
UNLIKE_PAGE = "Do not publish this file: it does not say what the page says. Run again."


def cells_of(run: Path) -> dict[str, Cell]:
    text = (run / "public/evidence.csv").read_text(encoding="utf-8")
    return {cell.cell: cell for cell in from_csv(text)}


def found(run: Path) -> list[Problem]:
    return figure_problems(run, cells_of(run))


@pytest.fixture
def run(real_runs: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the smaller real run: one question by two breakdowns, eleven kinds of respondent."""
    return Path(shutil.copytree(real_runs["scotland-2016"], tmp_path / "run"))


@pytest.fixture
def larger(real_runs: dict[str, Path], tmp_path: Path) -> Path:
    """A copy of the larger real run: nine questions of one scale, a contents list of a page."""
    return Path(shutil.copytree(real_runs["scotland-2023"], tmp_path / "larger"))


def changed(path: Path, old: str, new: str, at: int = 0) -> None:
    """Write `new` in place of one of the places of `old`, of which there must be one."""
    text = path.read_text(encoding="utf-8")
    places = [match.start() for match in re.finditer(re.escape(old), text)]
    assert places, f"not in {path.name}: {old}"
    start = places[at]
    path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")


def test_clean_runs_have_no_problem(real_runs: dict[str, Path]) -> None:
    assert {name: found(run) for name, run in real_runs.items()} == {name: [] for name in real_runs}


OTHER_PAGE = "public/report.cy.html"
PROSE = '<p class="body">How many people live'
"""How a paragraph of our own words begins, on the page of Scotland 2016."""
MISCOUNTED = "Q1 (The most important priorities), All respondents: Yes, 217 of 598 respondents"
BASE = "Q1 (The most important priorities), All respondents: Base, number of responses"
NOT_THERE = "a number that the report in its own language does not have here"
OTHER_FIGURES = "other figures than in the report in its own language"
# What a reader of the page sees or hears, changed in one place: the old text, the new, which of the places, and where
# and what is told of it. Each is the only change of its run.
IN_THE_PAGE = {
    "a digit in a table": (
        'data-cell="q1#yes!percent" tabindex="-1">45%</a>',
        'data-cell="q1#yes!percent" tabindex="-1">46%</a>',
        [
            Problem(
                f"{PAGE}, Table 1.1, row 'Q1. The most important priorities'",
                "a number that is not its cell's: q1#yes!percent",
                "46%",
                "45%",
                MEND,
            ),
            Problem(f"{OTHER_PAGE}, Table 1.1", f"{NOT_THERE}: q1#yes!percent", "45%", "46%", MEND),
        ],
    ),
    "a digit in a sentence": (
        ">208</a>",
        ">280</a>",
        [
            Problem(f"{PAGE}, 1.2", "a number that is not its cell's: q1#no", "280", "208", MEND),
            Problem(f"{OTHER_PAGE}, 1.2", f"{NOT_THERE}: q1#no", "208", "280", MEND),
        ],
    ),
    "a count in what the last chapter says of a number": (
        "(The most important priorities), All respondents: Yes, 271 of 598 respondents</span>",
        "(The most important priorities), All respondents: Yes, 217 of 598 respondents</span>",
        [
            Problem(
                f"{PAGE}, Table 8.1, row '{MISCOUNTED}'",
                "a number is described as what its cell does not count: q1#yes!percent",
                MISCOUNTED,
                "271 of 598",
                MEND,
            ),
            Problem(f"{OTHER_PAGE}, Table 8.1", OTHER_FIGURES, "1, 271, 598", "1, 217, 598", MEND),
            Problem(
                f"{PDF}, Table 8.1, row '{MISCOUNTED}'",
                "not what stands there on the page",
                "…ties), All respondents: Yes, 271 of 598 respondents",
                "…ties), All respondents: Yes, 217 of 598 respondents",
                UNLIKE_PAGE,
            ),
        ],
    ),
    "a figure more in what the last chapter says": (
        "All respondents: Base, number of responses</span>",
        "All respondents: Base, number of responses in 2016</span>",
        [
            Problem(
                f"{PAGE}, Table 8.1, row '{BASE} …'",
                "a description with a figure that is not its cell's: q1#base",
                f"{BASE} in 2016",
                "",
                MEND,
            ),
            Problem(f"{OTHER_PAGE}, Table 8.1", OTHER_FIGURES, "1", "1, 2016", MEND),
            Problem(
                f"{PDF}, Table 8.1, row '{BASE} …'",
                "not what stands there on the page",
                "…nts: Base, number of responses",
                "…ts: Base, number of responses in 2016",
                UNLIKE_PAGE,
            ),
        ],
    ),
    "a group in what the last chapter says": (
        "(The most important priorities), Individuals: Yes, 181",
        "(The most important priorities), Organisations: Yes, 181",
        "is described as what its cell does not count",
    ),
    "what a number says when it is pointed at": (
        'data-cell="q1#yes!percent" tabindex="-1">',
        'data-cell="q1#yes!percent" tabindex="-1" title="Most of the country">',
        "is described as what its cell does not count",
    ),
    "a value that the panel is told": ('"45%",', '"54%",', "a value that is not its cell's"),
    "a wording that the panel is told": (
        '"wording":"',
        '"wording":"Is it true that ',
        "something of ",
    ),
    "an unknown cell": (
        'data-cell="q1#no!percent" tabindex="-1">35%</a>',
        'data-cell="q1#nobody!percent" tabindex="-1">35%</a>',
        "a number of a cell that the store does not have: q1#nobody!percent",
    ),
    "the cell of another number of the same value": (
        'data-cell="q1#base">598',
        'data-cell="funnel#analysed">598',
        "not what the notebook shows here",
    ),
    "a figure in a table that says no cell": (
        '<a href="#q1%23base" data-origin="cell" data-cell="q1#base" tabindex="-1">598</a>',
        "<span>598</span>",
        "a figure without origin",
    ),
    "a figure that says an origin and no cell": (
        '<a href="#q1%23base" data-origin="cell" data-cell="q1#base" tabindex="-1">598</a>',
        '<span data-origin="cell">598</span>',
        "a figure without origin",
    ),
    "a paragraph with a figure": (
        PROSE,
        '<p class="body">Of 100, 99 agreed. How many people live',
        "a figure without origin",
    ),
    "a paragraph with half a figure": (
        PROSE,
        '<p class="body">About ½ agreed. How many people live',
        "a figure without origin",
    ),
    "a paragraph in number words": ("</main>", "<p>Two thirds agreed.</p></main>", None),
    "a paragraph of words in a chapter": (
        '<p class="body">Every percentage is worked out',
        '<p class="body">Nearly everyone agreed.</p>\n<p class="body">Every percentage is worked out',
        "not what the notebook shows here",
    ),
    "a title with a figure on plain text": (
        PROSE,
        '<p class="body" title="99%">How many people live',
        "in the attribute title",
    ),
    "a label read out": (
        '<nav class="contents"',
        '<nav aria-label="61 per cent agreed" class="contents"',
        "in the attribute aria-label",
    ),
    "a description for search engines": (
        '<meta name="referrer"',
        '<meta name="description" content="61% agreed"><meta name="referrer"',
        "in the attribute content",
    ),
    "a number of a caption": (
        'data-origin="numbering">Table 3.1</span>',
        'data-origin="numbering">Table 3.7</span>',
        [
            Problem(
                f"{PAGE}, Table 3.1",
                "a number of a heading, table or figure that is not the one due",
                "Table 3.7",
                "Table 3.1",
                MEND,
            ),
            Problem(f"{OTHER_PAGE}, Table 3.1", OTHER_FIGURES, "3.1", "3.7", MEND),
        ],
    ),
    "a number of a heading": (
        '<span class="number-of" data-origin="numbering">4.1</span> <span data-origin="label">Q1</span>',
        '<span class="number-of" data-origin="numbering">4.2</span> <span data-origin="label">Q1</span>',
        "that is not the one due",
    ),
    "a number of a link to a table": (
        '<a href="#table-respondent_type" data-origin="numbering">Table 3.2</a>',
        '<a href="#table-respondent_type" data-origin="numbering">Table 3.1</a>',
        "that is not the one due",
    ),
    "a link to nowhere": ('href="#table-respondent_type"', 'href="#table-2"', "leads to no heading, table or figure"),
    "a line of the contents": (
        '<span data-origin="label">Q1</span>. <span data-origin="label">The most',
        '<span data-origin="label">Q2</span>. <span data-origin="label">The most',
        "a line that is not its heading's",
    ),
    "a label's own figure": (
        "sets out 8 priorities",
        "sets out 9 priorities",
        "a label with a figure that the run's parameters do not have",
    ),
    "a label's own word": (
        ">Multi-agency partnership</span>",
        ">Public agency</span>",
        "not what the notebook shows here",
    ),
    "a date": ("29 July 2016</dd>", "28 July 2016</dd>", "dates that are not the consultation's"),
    "two dates of the parameters swapped": (
        "29 July 2016</dd>",
        "5 December 2016</dd>",
        "dates that are not the consultation's",
    ),
    "the title": (
        "a 10 year vision</h1>",
        "a 12 year vision</h1>",
        "a parameter with a figure that the run's parameters do not have",
    ),
    "a citation": (
        "annex 2</span>",
        "annex 3</span>",
        "a citation with a figure that the run's parameters do not have",
    ),
    "a line of the annex": (
        "Individuals, 364 of 598 who answered</span></th>",
        "Individuals, 363 of 598 who answered</span></th>",
        "is described as what its cell does not count",
    ),
    "an identifier of the annex": (
        '<td class="identifier"><span data-origin="label">q1#<wbr>yes</span>',
        '<td class="identifier"><span data-origin="label">q1#<wbr>no</span>',
        "an identifier that is not that of the number beside it",
    ),
    "a figure beside a number of the annex": (
        '>45%</a></td><td class="identifier">',
        '>45%</a>9</td><td class="identifier">',
        "a figure without origin",
    ),
    "a link to another number's line": ('href="#q1%23base"', 'href="#q1%23yes"', "leads to the description of another"),
    "a chart's number": (">61%</text>", ">16%</text>", "a drawing that is not the notebook's"),
    "a chart's title": (
        "Type of respondent: Individuals 61%</title>",
        "Type of respondent: Individuals 62%</title>",
        "a title that is not the caption",
    ),
    "a chart's alternative text": (
        "Third sector 13%",
        "Third sector 31%",
        "an alternative text that is not what the notebook's cells say",
    ),
    "a bar's end": ('width="10.7519"', 'width="90.7519"', "a drawing that is not the notebook's"),
    "the end of a small bar": (
        '<rect x="0" y="0" width="35"',
        '<rect x="0" y="0" width="53"',
        "a drawing that is not the notebook's",
    ),
    "a picture": (
        PROSE,
        '<img src="data:image/png;base64,AA"><p class="body">How many people live',
        "an element img",
    ),
    "a script": ("</body>", "<script>1</script></body>", "a script that is not this program's own"),
    "a figure by the style sheet": (
        "<style>",
        '<style>p::after{content:"61%"}',
        "a figure that the style sheet writes",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", IN_THE_PAGE)
def test_a_change_of_the_page_is_found(run: Path, what: str) -> None:
    old, new, told = IN_THE_PAGE[what]
    changed(run / PAGE, old, new)
    problems = found(run)
    if told is None:
        assert problems
    elif isinstance(told, str):
        assert any(told in problem.what and problem.where.startswith(PAGE) for problem in problems), problems
    else:
        assert problems == told
    # A wrong number is not told again for the PDF, which says what it should; words that were added are.
    # The page in the other language and the PDF are held against this one.
    assert {problem.where.partition(",")[0] for problem in problems} <= {PAGE, OTHER_PAGE, PDF}


def test_two_rows_that_change_places_are_found_though_each_number_is_right(run: Path) -> None:
    text = (run / PAGE).read_text(encoding="utf-8")
    table = text.index('id="table-respondent_type"')
    rows = re.findall(r'<tr class="option">.*?</tr>', text[table:])
    changed(run / PAGE, rows[0] + "\n" + rows[1], rows[1] + "\n" + rows[0])
    problems = found(run)
    assert [problem.what for problem in problems if problem.where.startswith(f"{PAGE}, Table 3.2")] == [
        "missing before this: what the notebook shows",
        "not what the notebook shows here",
    ]
    assert problems[0].found.startswith("Health | respondent_type#health!percent")
    assert problems[0].allowed.startswith("Academic or research group | respondent_type#academic!percent")


def test_a_row_that_is_gone_is_found(run: Path) -> None:
    row = re.search(
        r'<tr class="option"><th scope="row"><span data-origin="label">Other.*?</tr>', (run / PAGE).read_text("utf-8")
    )
    assert row is not None
    changed(run / PAGE, row[0], "")
    whats = {(problem.where.partition(",")[0], problem.what) for problem in found(run)}
    assert (PAGE, "missing before this: what the notebook shows") in whats
    assert (PDF, "a table with more or fewer rows than the page's") in whats


def test_a_line_of_the_annex_that_is_gone_is_found(run: Path) -> None:
    text = (run / PAGE).read_text(encoding="utf-8")
    line = re.search(r'<tr class="option" id="q1#no">.*?</tr>', text)
    # One line for each cell that a sentence quotes, however often it does.
    quoted = set(re.findall(r'<a class="figure-link"[^>]* data-cell="([^"]+)"', text))
    assert line is not None and "q1#no" in quoted and len(quoted) == 24
    changed(run / PAGE, line[0], "")
    assert Problem(
        PAGE,
        "the lines that say where numbers come from are not those of the numbers quoted",
        "23 lines",
        "24; without q1#no",
        MEND,
    ) in found(run)


def test_swapped_cells_of_a_row_are_found(larger: Path) -> None:
    changed(larger / PAGE, 'data-cell="q8#net_agree!percent">', 'data-cell="SWAP">')
    changed(larger / PAGE, 'data-cell="q8#net_disagree!percent">', 'data-cell="q8#net_agree!percent">')
    changed(larger / PAGE, 'data-cell="SWAP">', 'data-cell="q8#net_disagree!percent">')
    whats = [problem.what for problem in found(larger)]
    assert "a number that is not its cell's: q8#net_agree!percent" in whats
    assert "a number that is not its cell's: q8#net_disagree!percent" in whats


def test_the_page_for_auditors_is_looked_at_too(run: Path) -> None:
    changed(run / "restricted/audit.html", ">598</a>", ">599</a>")
    assert found(run) == [
        Problem("restricted/audit.html, 2.1", "a number that is not its cell's: funnel#analysed", "599", "598", MEND)
    ]


def test_code_that_no_notebook_holds_is_found(run: Path) -> None:
    changed(run / "restricted/audit.html", "</code></pre>", "\nagreed = 61</code></pre>")
    assert [problem.what for problem in found(run)] == ["code or output that no executed notebook holds"]


def visible_digits(page: str) -> list[int]:
    """Where a digit stands that a reader sees or hears: in text outside the style sheet, and in titles."""
    body = page.index("</style>")
    # What the page's script is told, and itself, are no text that is seen: tests/test_asked.py changes them.
    page = page[: page.index('<script type="application/json"')]
    spans = [match.span(1) for match in re.finditer(r">([^<]+)<", page[body:])]
    spans += [match.span(1) for match in re.finditer(r' title="([^"]+)"', page[body:])]
    return [
        body + place
        for start, end in spans
        for place in range(start, end)
        # An entity such as &#39; is one character.
        if page[body + place].isdigit() and not re.search(r"&#\d*$", page[body + start : body + place])
    ]


def test_any_digit_that_a_reader_sees_is_checked(run: Path) -> None:
    """A digit of the page, wherever it stands, becomes another: each time something is told."""
    cells = cells_of(run)
    inputs, _ = read_inputs(run, frozenset(cell.note for cell in cells.values()))
    assert inputs is not None
    lookup = Lookup(cells, inputs)
    known = originals(read_notebooks(run)[0], lookup)
    text = (run / PAGE).read_text(encoding="utf-8")
    places = visible_digits(text)
    assert len(places) > 700
    draw = random.Random(20161205)
    missed = []
    for place in draw.sample(places, 60):
        other = str((int(text[place]) + draw.randint(1, 9)) % 10)
        (run / PAGE).write_text(text[:place] + other + text[place + 1 :], encoding="utf-8")
        page = read_page(run / PAGE)
        problems = [
            *page_problems(PAGE, page, lookup),
            *numbering_problems(PAGE, page),
            *chapter_problems(PAGE, page, known, lookup)[0],
        ]
        if not problems:
            missed.append(text[place - 60 : place + 20])
    assert missed == []


def test_a_hidden_cell_shows_its_shorthand_and_nothing_else(run: Path) -> None:
    cells = cells_of(run)
    cells["q1#yes"] = cells["q1#yes"].hidden()
    problems = figure_problems(run, cells)
    told = [problem for problem in problems if problem.what == "a number where its cell is hidden: q1#yes"]
    assert Problem(f"{PAGE}, 4.1", "a number where its cell is hidden: q1#yes", "271", "[c]", MEND) in told
    assert {problem.where.partition(",")[0] for problem in told} == {
        PAGE, "restricted/audit.html", JSON, "restricted/notebooks/10_summary.ipynb",
        "restricted/notebooks/30_section_priorities.ipynb", "board/easy_read.docx", "board/easy_read.cy.docx",
    }  # fmt: skip
    assert [p for p in problems if p.where.startswith(f"{PDF}, 4.1") and "[c]" in p.allowed and "271" in p.found]


# The PDF: the same kinds of change, drawn in the page's own letters, or made where a reader listens.


def redrawn(path: Path, page: int, old: str, new: str) -> None:
    """Draw `new` where a page draws `old`, in the same font."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        content = pdf.pages[page - 1]
        instructions = list(pikepdf.parse_content_stream(content))
        font: dict[int, str] = {}
        for place, instruction in enumerate(instructions):
            operator = str(instruction.operator)
            if operator == "Tf":
                stream = content.Resources.Font[str(instruction.operands[0])].ToUnicode
                font = letters_of(stream.read_bytes().decode("latin-1"))
            elif operator in ("Tj", "TJ") and drawn(instruction, font) == old:
                codes = {letter: code for code, letter in font.items()}
                raw = b"".join(codes[letter].to_bytes(2, "big") for letter in new)
                instructions[place] = pikepdf.ContentStreamInstruction([pikepdf.String(raw)], pikepdf.Operator("Tj"))
                break
        else:
            raise AssertionError(f"page {page} does not draw {old!r}")
        content.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        pdf.save(path)


def drawn(instruction: Any, font: dict[int, str]) -> str:
    operand = instruction.operands[0]
    parts = [operand] if isinstance(operand, pikepdf.String) else [p for p in operand if isinstance(p, pikepdf.String)]
    raw = b"".join(bytes(part) for part in parts)
    return "".join(font[int.from_bytes(raw[place : place + 2], "big")] for place in range(0, len(raw), 2))


def elements(document: Any, name: str) -> Iterator[Any]:
    """The elements of a PDF's tree of one kind, in order."""

    def below(element: Any) -> Iterator[Any]:
        if not isinstance(element, pikepdf.Dictionary):
            return
        if str(element.get("/S")) == name:
            yield element
        children = element.get("/K")
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            yield from below(child)

    yield from below(document.Root.StructTreeRoot)


def edited(path: Path, edit: Callable[[Any], None]) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        edit(pdf)
        pdf.save(path)


def test_a_digit_in_a_table_of_the_pdf_is_found(run: Path) -> None:
    redrawn(run / PDF, 3, "50% (181 of 364)", "51% (181 of 364)")
    assert found(run) == [
        Problem(
            f"{PDF}, Table 1.1, row '– Individuals', column 'Support'",
            "not what stands there on the page",
            "51% (181 of 364)",
            "50% (181 of 364)",
            UNLIKE_PAGE,
        )
    ]


def test_a_digit_in_a_sentence_of_the_pdf_is_found(run: Path) -> None:
    redrawn(run / PDF, 3, "598", "589")
    told = found(run)
    assert [(problem.where, problem.what) for problem in told] == [(f"{PDF}, 1.1", "a text that is not the page's")]
    assert "589 responses were analysed" in told[0].found and "598 responses were analysed" in told[0].allowed


def test_a_date_on_the_front_of_the_pdf_is_found(run: Path) -> None:
    redrawn(run / PDF, 1, "29 July 2016", "26 July 2016")
    [problem] = found(run)
    assert (problem.where, problem.what) == (f"{PDF}, the front", "a text that is not the page's")
    # The figures of the front in order: those of the title, then of the three dates.
    assert (problem.found, problem.allowed) == ("10, 26, 2016, 16, 2016, 5, 2016", "10, 29, 2016, 16, 2016, 5, 2016")


def in_alternative(pdf: Any) -> None:
    figure = next(elements(pdf, "/Figure"))
    figure.Alt = str(figure.Alt).replace("Third sector 13%", "Third sector 31%")


def in_title(pdf: Any) -> None:
    pdf.docinfo["/Title"] = "Mental Health in Scotland: a 12 year vision"


def in_outline(pdf: Any) -> None:
    pdf.Root.Outlines.First.Title = "7Summary"


def in_link(pdf: Any) -> None:
    pdf.pages[1].Annots[0].Contents = "“1Summary” page 9"


def in_attachment(pdf: Any) -> None:
    content = bytes(pdf.attachments["evidence.csv"].get_file().read_bytes())
    pdf.attachments["evidence.csv"] = pikepdf.AttachedFileSpec(pdf, content.replace(b"271", b"217"))


def without_attachment(pdf: Any) -> None:
    del pdf.attachments["evidence.csv"]


def another_attachment(pdf: Any) -> None:
    pdf.attachments["more.csv"] = pikepdf.AttachedFileSpec(pdf, b"61")


def untagged(pdf: Any) -> None:
    font = next(iter(pdf.pages[2].Resources.Font))
    letters = letters_of(pdf.pages[2].Resources.Font[font].ToUnicode.read_bytes().decode("latin-1"))
    code = next(code for code, letter in letters.items() if letter.isdigit())
    pdf.pages[2].contents_add(f"BT {font} 9 Tf <{code:04x}> Tj ET".encode())


def swapped_rows(pdf: Any) -> None:
    body = list(elements(pdf, "/TBody"))[2]
    body.K[0], body.K[1] = body.K[1], body.K[0]


def read_out_otherwise(pdf: Any) -> None:
    content = pdf.pages[2]
    instructions = list(pikepdf.parse_content_stream(content))
    for place, instruction in enumerate(instructions):
        if str(instruction.operator) == "BDC" and "/Lang" in instruction.operands[1]:
            properties = pikepdf.Dictionary(dict(instruction.operands[1].items()))
            properties.ActualText = "61"
            instructions[place] = pikepdf.ContentStreamInstruction(
                [instruction.operands[0], properties], instruction.operator
            )
            break
    content.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def note_on_page(pdf: Any) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[0, 0, 9, 9], Contents="61%")
    pdf.pages[2].Annots.append(note)


def without_tree(pdf: Any) -> None:
    del pdf.Root.StructTreeRoot


IN_THE_PDF = {
    in_alternative: (f"{PDF}, Figure 3.1", "an alternative text that is not the page's"),
    in_title: (f"{PDF}, its title", "a figure that the run's parameters do not have"),
    in_outline: (f"{PDF}, the outline", "a line that is no heading of the page"),
    in_link: (f"{PDF}, page 2", "a link that says another page or heading than the one it leads to"),
    in_attachment: (f"{PDF}, the file attached to it", "not the same bytes as public/evidence.csv"),
    without_attachment: (PDF, "the evidence is not attached"),
    another_attachment: (f"{PDF}, the file attached to it", "a file that nobody can look up"),
    untagged: (f"{PDF}, page 3", "a figure that is not tagged"),
    swapped_rows: (f"{PDF}, Table 3.2, row 'Academic or research group'", "not what stands there on the page"),
    read_out_otherwise: (f"{PDF}, page 3", "a text that is read out as something else than what is drawn"),
    note_on_page: (f"{PDF}, page 3", "a note on the page, whose numbers nobody can look up"),
    without_tree: (PDF, "a PDF that cannot be read"),
}


@pytest.mark.slow
@pytest.mark.parametrize("edit", IN_THE_PDF, ids=lambda edit: edit.__name__)
def test_a_change_of_the_pdf_is_found(run: Path, edit: Callable[[Any], None]) -> None:
    edited(run / PDF, edit)
    problems = found(run)
    assert IN_THE_PDF[edit] in [(problem.where, problem.what) for problem in problems], problems
    assert {problem.where.partition(",")[0] for problem in problems} == {PDF}


def test_page_numbers_of_the_pdf_are_counted(run: Path) -> None:
    redrawn(run / PDF, 3, "Page 3 of 15", "Page 3 of 16")
    assert found(run) == [
        Problem(
            f"{PDF}, page 3",
            "a number of the page that is not its own",
            "5 December 2016Page 3 of 16",
            "Page 3 of 15",
            MEND,
        )
    ]


def test_the_contents_of_the_pdf_lead_to_the_right_pages(run: Path) -> None:
    redrawn(run / PDF, 2, "4", "6")
    [problem] = found(run)
    assert (problem.where, problem.found, problem.allowed) == (
        f"{PDF}, the contents", "2 How to read this report 6", "2 How to read this report 4"
    )  # fmt: skip


def test_a_pdf_that_is_cut_short_is_told_and_not_verified(run: Path) -> None:
    content = (run / PDF).read_bytes()
    (run / PDF).write_bytes(content[: len(content) // 3])
    [problem] = found(run)
    assert (problem.where, problem.what) == (PDF, "a PDF that cannot be read")


@pytest.mark.slow
def test_a_pdf_set_from_other_notebooks_is_found(larger: Path, tmp_path: Path) -> None:
    """The whole of the publishing room sets it: only the notebook that it reads was changed."""

    def chapters() -> list[tuple[str, Any]]:
        order = ["10_summary", "20_who_responded", "30_section_general"]
        return [
            (name, nbformat.read(larger / "restricted/notebooks" / f"{name}.ipynb", as_version=4)) for name in order
        ]

    inputs, _ = read_inputs(larger)
    assert inputs is not None
    said = inputs.consultation
    front = Front(said["title"], said["organisation"], said["opened"], said["closed"], said["published"], "en",
                  " ".join(said["purpose"].split()))  # fmt: skip
    evidence = {"evidence.csv": (larger / "public/evidence.csv").read_bytes()}
    (larger / PAGE).write_text(report_html(combine(chapters(), front), front), encoding="utf-8")
    cells = cells_of(larger)
    lookup = Lookup(cells, replace(inputs, notes=frozenset(cell.note for cell in cells.values())))
    page = read_page(larger / PAGE)
    _, alternatives = chapter_problems(PAGE, page, originals(read_notebooks(larger)[0], lookup), lookup)
    places = places_of(page, lookup, alternatives)

    (larger / PDF).write_bytes(report_pdf(combine(chapters(), front), front, evidence))
    assert pdf_problems(larger, PDF, places, lookup.inputs) == []
    notebook = larger / "restricted/notebooks/30_section_general.ipynb"
    text = json.dumps(json.loads(notebook.read_text(encoding="utf-8")))
    value = printed(cells["q1#net_disagree!percent"])
    pattern = re.compile(r'("ref": "q1#net_disagree!percent"[^{}]*"text": ")' + re.escape(value))
    assert pattern.search(text)
    notebook.write_text(pattern.sub(r"\g<1>99%", text), encoding="utf-8")
    (larger / PDF).write_bytes(report_pdf(combine(chapters(), front), front, evidence))
    told = pdf_problems(larger, PDF, places, lookup.inputs)
    assert told and all("99%" in problem.found and value in problem.allowed for problem in told)


# JSON and the workbook.


def json_edited(run: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads((run / JSON).read_text(encoding="utf-8"))
    edit(content)
    (run / JSON).write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def result(content: dict[str, Any], group: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = content["sections"][0]["questions"][0]["results"][group]
    return found


AT = f"{JSON}, sections[0].questions[0].results"
IN_JSON: dict[str, tuple[Callable[[dict[str, Any]], None], Problem]] = {
    "a value": (
        lambda content: result(content)["support_percent"].update(value=54),
        Problem(f"{AT}[0].support_percent", "a number that is not its cell's: q1#yes!percent", "54", "45", MEND),
    ),
    "a cell under another name": (
        lambda content: result(content).update(support_count=result(content)["opposition_count"]),
        Problem(f"{AT}[0].support_count", "a cell under a name that is not its own: q1#no", "q1 no   count",
                "q1 yes   count", MEND),
    ),
    "two groups swapped": (
        lambda content: result(content, 1).update(base=result(content, 2)["base"]),
        Problem(
            f"{AT}[1].base", "a cell under a name that is not its own: q1.by.respondent_type#base@organisation",
            "q1 base respondent_type organisation count", "q1 base respondent_type individual count", MEND,
        ),
    ),
    "an unknown cell": (
        lambda content: content["analysed"].update(cell="funnel#nobody"),
        Problem(f"{JSON}, analysed", "a number of a cell that the store does not have: funnel#nobody", "598", "", MEND),
    ),
    "a number without a cell": (
        lambda content: content.update(agreed=61),
        Problem(f"{JSON}, agreed", "a number without a cell", "61", "", MEND),
    ),
    "a figure in words": (
        lambda content: content.update(source="61% agreed"),
        Problem(f"{JSON}, source", "a figure that the run's parameters do not have", "61% agreed", "", MEND),
    ),
    "a number where there is none": (
        lambda content: result(content)["difference"].update(value=3),
        Problem(f"{AT}[0].difference", "a number without a cell", "3 [z]", "[z]", MEND),
    ),
    "a status": (
        lambda content: result(content)["base"].update(status="[c]"),
        Problem(f"{AT}[0].base", "a status that is not its cell's: q1#base", "[c]", "shown", MEND),
    ),
    "a label": (
        lambda content: result(content, 1).update(label="Organisations"),
        Problem(f"{AT}[1].label", "not what the run's questionnaire says", "Organisations", "Individuals", MEND),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", IN_JSON)
def test_a_change_of_the_json_is_found(run: Path, what: str) -> None:
    edit, told = IN_JSON[what]
    json_edited(run, edit)
    problems = found(run)
    assert told in problems, problems
    assert {problem.where.partition(",")[0] for problem in problems} <= {JSON, BOOK}


def book_edited(run: Path, edit: Callable[[Any], None]) -> None:
    book = openpyxl.load_workbook(run / BOOK)
    edit(book)
    book.save(run / BOOK)


def placed(book: Any, column: str, row: int = 6) -> Any:
    """The cell of a column of the first section's table; its head is row 5."""
    sheet = book["Section 1"]
    heads = [cell.value for cell in sheet[5]]
    return sheet.cell(row, heads.index(column) + 1)


def set_value(column: str, value: object, row: int = 6) -> Callable[[Any], None]:
    def edit(book: Any) -> None:
        placed(book, column, row).value = value

    return edit


def swap_columns(book: Any) -> None:
    one, other = placed(book, "Support (%)", 5), placed(book, "Opposition (%)", 5)
    one.value, other.value = other.value, one.value


def add_sheet(book: Any) -> None:
    book.create_sheet("More")["A1"] = 61


def add_words(book: Any) -> None:
    book["Cover"]["A9"] = "61% agreed"


def add_comment(book: Any) -> None:
    from openpyxl.comments import Comment

    placed(book, "Base").comment = Comment("61%", "somebody")


def set_format(book: Any) -> None:
    placed(book, "Base").number_format = '"61"'


SHEET = f"{BOOK}, sheet 'Section 1'"
IN_THE_BOOK: dict[str, tuple[Callable[[Any], None], Problem]] = {
    "a number": (
        set_value("Support (%)", 54),
        Problem(f"{SHEET}, row 'Q1 All respondents', column 'Support (%)'",
                "a number that is not its cell's: q1#yes!percent", "54", "45", MEND),
    ),
    "a number as text": (
        set_value("Base", "598"),
        Problem(f"{SHEET}, row 'Q1 All respondents', column 'Base'", "a number that is not its cell's: q1#base",
                "598", "598", MEND),
    ),
    "a number where there is none": (
        set_value("Difference in support (percentage points)", 3),
        Problem(f"{SHEET}, row 'Q1 All respondents', column 'Difference in support (percentage points)'",
                "a number without a cell", "3", "[z]", MEND),
    ),
    "a group": (
        set_value("Group", "Organisations", 7),
        Problem(f"{SHEET}, row 'Q1 Individuals'", f"not what {JSON} says in the column 'Group'", "Organisations",
                "Individuals", MEND),
    ),
    "two columns swapped": (
        swap_columns,
        Problem(f"{SHEET}, row 'Q1 All respondents', column 'Support (%)'",
                "a number that is not its cell's: q1#yes!percent", "35", "45", MEND),
    ),
    "a formula": (
        set_value("Base", "=598"),
        Problem(f"{BOOK}, xl/worksheets/sheet4.xml", "a formula: what it shows depends on who opens it", "", "", MEND),
    ),
    "a number on another sheet": (
        add_sheet,
        Problem(f"{BOOK}, sheet 'More', row 1, column 1", "a number outside the columns of figures", "61", "", MEND),
    ),
    "a figure in words": (
        add_words,
        Problem(f"{BOOK}, sheet 'Cover', row 9, column 1", "a figure that the run's parameters do not have",
                "61% agreed", "", MEND),
    ),
    "a row more": (
        set_value("Base", 61, 30),
        Problem(SHEET, f"more or fewer rows than {JSON} has results", "4", "3", MEND),
    ),
    "a format that writes a number": (
        set_format,
        Problem(f"{BOOK}, xl/styles.xml", "a format that writes another number than the cell holds",
                "&quot;61&quot;", "", MEND),
    ),
}  # fmt: skip


def test_a_workbook_that_was_only_opened_and_saved_again_has_no_problem(run: Path) -> None:
    book_edited(run, lambda book: None)
    assert found(run) == []


@pytest.mark.slow
@pytest.mark.parametrize("what", IN_THE_BOOK)
def test_a_change_of_the_workbook_is_found(run: Path, what: str) -> None:
    edit, told = IN_THE_BOOK[what]
    book_edited(run, edit)
    problems = found(run)
    assert told in problems, problems
    assert {problem.where.partition(",")[0] for problem in problems} == {BOOK}


def test_a_comment_in_the_workbook_is_not_passed_over(run: Path) -> None:
    book_edited(run, add_comment)
    assert {problem.what for problem in found(run)} == {"a part of the workbook whose numbers nobody can look up"}


# Notebooks.

SECTION = "restricted/notebooks/30_section_priorities.ipynb"


def notebook_edited(run: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    """Change the exhibit that is the question's table by kind of respondent."""
    content = json.loads((run / SECTION).read_text(encoding="utf-8"))
    for cell in content["cells"]:
        for output in cell.get("outputs", ()):
            exhibit = output["data"].get("application/vnd.findings.exhibit+json", {})
            if exhibit.get("id") == "q1.by.respondent_type" and exhibit["kind"] == "table":
                edit(exhibit)
    (run / SECTION).write_text(json.dumps(content), encoding="utf-8")


def in_span(exhibit: dict[str, Any]) -> None:
    exhibit["rows"][0]["values"][0][0]["text"] = "54%"


def in_words(exhibit: dict[str, Any]) -> None:
    exhibit["notes"][0][0]["text"] = "61% agreed."


def in_header(exhibit: dict[str, Any]) -> None:
    first, second = exhibit["rows"][0], exhibit["rows"][1]
    first["header"], second["header"] = second["header"], first["header"]


def in_column(exhibit: dict[str, Any]) -> None:
    exhibit["columns"][1], exhibit["columns"][2] = exhibit["columns"][2], exhibit["columns"][1]


TABLE = f"{SECTION}, cell 5, table q1.by.respondent_type"
IN_THE_NOTEBOOK = {
    in_span: Problem(TABLE, "a number that is not its cell's: q1#yes!percent", "54%", "45%", MEND),
    in_words: Problem(
        TABLE, "a figure without origin", "61% agreed.", "", MEND,
    ),
    in_header: Problem(
        f"{TABLE}, row 'No'", "a number under names that are not its cell's: q1#yes!percent", "No / All respondents",
        "Yes / All respondents", MEND,
    ),
    in_column: Problem(
        f"{TABLE}, row 'Yes'",
        "a number under names that are not its cell's: q1.by.respondent_type#yes@individual!percent",
        "Yes / Organisations", "Yes / Individuals", MEND,
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", IN_THE_NOTEBOOK, ids=lambda edit: edit.__name__)
def test_a_change_of_a_notebook_is_found(run: Path, edit: Callable[[dict[str, Any]], None]) -> None:
    notebook_edited(run, edit)
    problems = found(run)
    assert IN_THE_NOTEBOOK[edit] in problems, [problem for problem in problems if problem.where.startswith(SECTION)]


def test_a_figure_in_the_plain_text_beside_an_exhibit_is_found(run: Path) -> None:
    content = json.loads((run / SECTION).read_text(encoding="utf-8"))
    output = next(output for cell in content["cells"] for output in cell.get("outputs", ()))
    output["data"]["text/plain"] = "61% agreed"
    (run / SECTION).write_text(json.dumps(content), encoding="utf-8")
    assert [(problem.what, problem.found) for problem in found(run)] == [
        ("a figure in the text beside an exhibit that the exhibit does not have", "61%")
    ]


def test_a_notebook_that_is_gone_is_told(run: Path) -> None:
    (run / SECTION).unlink()
    # The summary, how to read, who responded: the section is the chapter after these.
    assert f"{PAGE}, chapter 4" in [problem.where for problem in found(run)]


# Word: no run writes a document yet; these tests make one of what the page says.


def word_of(places: list[Place], path: Path, change: Callable[[str], str] = str) -> None:
    """A report in Word with the page's places; `change` is applied to every text."""
    document = docx.Document()
    for place in places:
        title, *rest = place.flow or [""]
        if place.name == FRONT:
            document.add_paragraph(change(title))
        elif place.name[0].isdigit():
            document.add_heading(change(f"{place.name} {title}"), min(place.name.count(".") + 1, 9))
        else:
            document.add_paragraph(change(f"{place.name} {title}"), style="Caption")
        if place.rows:
            table = document.add_table(len(place.rows), len(place.rows[0]))
            for row, texts in zip(table.rows, place.rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = change(text)
        if place.said:
            drawn_in_word(document, change(place.said))
        for text in rest:
            document.add_paragraph(change(text))
    document.save(str(path))


def drawn_in_word(document: Any, alternative: str) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    picture.seek(0)
    document.add_picture(picture)._inline.docPr.set("descr", alternative)


@pytest.fixture
def pages_of_run(run: Path) -> tuple[list[Place], Inputs]:
    cells = cells_of(run)
    inputs, _ = read_inputs(run, frozenset(cell.note for cell in cells.values()))
    assert inputs is not None
    return places_of(read_page(run / PAGE), Lookup(cells, inputs), {}), inputs


def once_changed(old: str, new: str) -> Callable[[str], str]:
    """Change the first text that holds `old`."""
    left = [1]

    def change(text: str) -> str:
        if left[0] and old in text:
            left[0] = 0
            return text.replace(old, new, 1)
        return text

    return change


WORD = "public/report.docx"


def test_a_word_document_of_the_page_has_no_problem(run: Path, pages_of_run: tuple[list[Place], Inputs]) -> None:
    places, inputs = pages_of_run
    word_of(places, run / WORD)
    assert word_problems(run, WORD, places, inputs) == []
    assert found(run) == []


def test_changes_of_a_word_document_are_found(run: Path, pages_of_run: tuple[list[Place], Inputs]) -> None:
    places, inputs = pages_of_run
    word_of(places, run / WORD, once_changed("45% (271 of 598)", "46% (271 of 598)"))
    assert word_problems(run, WORD, places, inputs) == [
        Problem(
            f"{WORD}, Table 1.1, row 'Q1. The most important priorities', column 'Support'",
            "not what stands there on the page",
            "46% (271 of 598)",
            "45% (271 of 598)",
            UNLIKE_PAGE,
        )
    ]
    word_of(places, run / WORD, once_changed("598 responses were analysed", "589 responses were analysed"))
    assert [problem.where for problem in word_problems(run, WORD, places, inputs)] == [f"{WORD}, 1.1"]
    word_of(places, run / WORD, once_changed("Third sector 13%", "Third sector 31%"))
    assert [problem.where for problem in word_problems(run, WORD, places, inputs)] == [f"{WORD}, Figure 3.1"]
    word_of(places, run / WORD, once_changed("Table 3.1", "Table 3.7"))
    assert [(problem.where, problem.what) for problem in word_problems(run, WORD, places, inputs)] == [
        (f"{WORD}, Table 3.7", "a heading, table or figure that the page does not have"),
        (f"{WORD}, Table 3.1", "missing here, but on the page"),
    ]


def test_a_word_documents_footer_and_properties_are_read(run: Path, pages_of_run: tuple[list[Place], Inputs]) -> None:
    places, inputs = pages_of_run
    word_of(places, run / WORD)
    document = docx.Document(str(run / WORD))
    document.sections[0].footer.paragraphs[0].text = "61% agreed"
    document.core_properties.title = "A 12 year vision"
    document.save(str(run / WORD))
    assert [(problem.where, problem.found) for problem in word_problems(run, WORD, places, inputs)] == [
        (f"{WORD}, the footer of section 1", "61% agreed"),
        (f"{WORD}, its title", "A 12 year vision"),
    ]


def test_a_paper_for_the_board_may_hold_a_part_of_the_report(
    run: Path, pages_of_run: tuple[list[Place], Inputs]
) -> None:
    places, inputs = pages_of_run
    part = [place for place in places if place.name in (FRONT, "Table 1.1", "Figure 3.1")]
    word_of(part, run / "board/board_paper.docx")
    assert word_problems(run, "board/board_paper.docx", places, inputs) == []
    word_of(part, run / "board/board_paper.docx", once_changed("35%", "53%"))
    assert len(word_problems(run, "board/board_paper.docx", places, inputs)) == 1


# Files that nobody can read, and files that are gone.


def test_what_cannot_be_looked_up_is_a_problem(run: Path) -> None:
    (run / "public/numbers.dat").write_text("61", encoding="utf-8")
    shutil.copyfile(run / BOOK, run / "public/tables.xlsx")
    assert found(run) == [
        Problem("public/numbers.dat", "verify does not know how to read numbers in this file", ".dat",
                "html, pdf, docx, xlsx, json", "Take it out of the run."),
        Problem("public/tables.xlsx", "a workbook that verify does not know how to hold against the store", "", BOOK,
                "Look at it yourself, or leave it out of the run."),
    ]  # fmt: skip


def test_files_that_are_gone_or_broken_are_told_plainly(run: Path) -> None:
    (run / PAGE).unlink()
    (run / JSON).write_text("{", encoding="utf-8")
    (run / BOOK).write_bytes(b"PK")
    told = {problem.where: problem.what for problem in found(run)}
    assert told == {
        PAGE: "this file of the run is missing",
        PDF: "it cannot be held against the page, which cannot be read",
        "public/report.cy.html": "a page that is not made like the report in its own language",
        JSON: "a JSON file that cannot be read",
        BOOK: "a workbook that cannot be read",
    }


def test_without_parameters_nothing_is_called_right(run: Path) -> None:
    (run / "restricted/inputs/questionnaire.yaml").unlink()
    assert found(run) == [
        Problem(
            "restricted/inputs/questionnaire.yaml",
            "this file of the run is missing: no label can be looked up",
            do="Ask for the folder as the run left it.",
        )
    ]


# The rules themselves.


def a_cell(value: str, unit: str = "responses", measure: str = "count", status: Status = Status.SHOWN) -> Cell:
    return Cell("q#a", "q", measure, "q", "", "a", "", "", "", value, unit, 0, "", "", "", "all", (), status,
                SourceKind.TALLY)  # fmt: skip


@given(st.integers(0, 10**9))
def test_numbers_are_written_as_the_report_writes_them(number: int) -> None:
    assert printed(a_cell(str(number))) == f"{number:,}" == a_cell(str(number)).text
    assert printed(a_cell(str(number), "percent", "percent")) == f"{number}%"


def test_numbers_that_are_not_counts() -> None:
    assert printed(a_cell("-98", "percentage points", "difference")) == "-98"
    assert printed(a_cell("12345.67")) == "12,345.67"
    assert [printed(a_cell("", status=status)) for status in Status if str(status).startswith("[")] == [
        "[c]", "[low]", "[x]", "[z]"
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_squeezing_twice_changes_nothing_more(text: str) -> None:
    assert squeezed(squeezed(text)) == squeezed(text) or "[U+" in text


PLACES = st.lists(
    st.tuples(st.text("ab 0123456789%(),", min_size=1, max_size=20), st.text("ab 0123456789%", max_size=9)),
    min_size=1,
    max_size=6,
)


@given(PLACES, st.randoms(use_true_random=False))
def test_any_other_digit_in_any_place_is_found(texts: list[tuple[str, str]], draw: random.Random) -> None:
    page = [Place(f"Table 1.{n}", [flow], [("Answer", cell), (flow, cell)]) for n, (flow, cell) in enumerate(texts)]
    assert place_problems("x", [replace(place) for place in page], page) == []
    chosen = draw.randrange(len(page))
    flow, cell = texts[chosen]
    text = draw.choice([text for text in (flow, cell) if any(map(str.isdigit, text))] or [""])
    if not text:
        return
    at = draw.choice([place for place, letter in enumerate(text) if letter.isdigit()])
    other = text[:at] + str((int(text[at]) + draw.randint(1, 9)) % 10) + text[at + 1 :]
    if text is flow:
        wrong = replace(page[chosen], flow=[other])
    else:
        wrong = replace(page[chosen], rows=[("Answer", cell), (flow, other)])
    problems = place_problems("x", [*page[:chosen], wrong, *page[chosen + 1 :]], page)
    assert len(problems) == 1 and problems[0].where.startswith(f"x, Table 1.{chosen}")


def test_what_a_pdf_writes_otherwise_is_the_same_text() -> None:
    assert alike("Ie, mewn rhan [U+0A39]", "Ie, mewn\nrhan \u0a39")
    assert alike("co-\noperate", "cooperate") and not alike("-3", "3")
    # Arabic is drawn from the right: the order of what stands beside it is lost, its figures are not.
    assert alike("معن 56%", "نعم 56%") and not alike("معن 57%", "نعم 56%")


def test_figures_of_a_text() -> None:
    assert figures_in("Q8: 1,204 of 2,000 (60%), -3.5, 61%") == ["8", "1,204", "2,000", "60%", "-3.5", "61%"]


def test_a_short_text_of_the_parameters_does_not_excuse_others() -> None:
    inputs = Inputs({"title": "A 10 year vision", "disclosure": {"threshold": 5}, "limits": ["100%"]}, {})
    assert [inputs.hold(text) for text in ("5", "A 10 year vision", "A 10 year vision: report of findings")] == [
        True
    ] * 3
    assert [
        inputs.hold(text) for text in ("5 agreed", "100% agreed", "A 12 year vision", "A 10 year vision, 5 times")
    ] == [False] * 4


def test_notebooks_are_read_as_json_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "restricted/notebooks"
    folder.mkdir(parents=True)
    (folder / "10_summary.ipynb").write_text("[]", encoding="utf-8")
    notebooks, problems = read_notebooks(tmp_path)
    assert notebooks == []
    assert [(problem.where, problem.what) for problem in problems] == [
        ("restricted/notebooks/10_summary.ipynb", "not a notebook as executed")
    ]


# --- what a page is made of -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("<body>", '<body onload="x()">', "an element body with onload"),
        ("<head>", '<head><meta http-equiv="refresh" content="0">', "an element meta with http-equiv=refresh"),
        (
            PROSE,
            '<meter value=1></meter><p class="body">How many people live',
            "an element meter",
        ),
        (
            PROSE,
            '<template></template><p class="body">How many people live',
            "an element template",
        ),
        (
            PROSE,
            '<p hidden="" class="body">How many people live',
            "an element p with hidden",
        ),
        ("<style>", "<style>p::after{content:attr(class)}", "a style sheet that writes text"),
        ("<style>", "<style>@font-face{font-family:x}", "a style sheet that writes text"),
        ("<style>", '<style>p::after{content:"\\36\\31"}', "a style sheet that writes text"),
    ],
)
def test_a_page_is_made_of_what_can_be_read(
    real_runs: dict[str, Path], tmp_path: Path, old: str, new: str, told: str
) -> None:
    run = Path(shutil.copytree(real_runs["scotland-2016"], tmp_path / "run"))
    page = (run / "public/report.html").read_text(encoding="utf-8")
    assert old in page
    (run / "public/report.html").write_text(page.replace(old, new, 1), encoding="utf-8", newline="\n")
    assert any(problem.what.startswith(told) for problem in found(run)), found(run)


def test_a_name_that_stands_twice_in_the_boards_file_is_told(real_runs: dict[str, Path], tmp_path: Path) -> None:
    run = Path(shutil.copytree(real_runs["scotland-2016"], tmp_path / "run"))
    path = run / "board/evidence.json"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"value": 598', '"value": 99, "value": 598', 1), encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") != text
    assert next(problem.what for problem in found(run)) == "a JSON file that cannot be read"
