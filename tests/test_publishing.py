"""Publishing: the combined notebook, its page, its PDF, and the check of figures without origin."""

from __future__ import annotations

import base64
import datetime
import hashlib
import io
import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.errors import NotebookFailed, ReleaseRefused
from findings.exhibits.model import (
    MIMETYPE,
    Bullets,
    Figure,
    Heading,
    Origin,
    Paragraph,
    Row,
    Span,
    Table,
    to_json,
)
from findings.publishing import fonts
from findings.publishing.annex import quoted_cells
from findings.publishing.check import figures_without_origin
from findings.publishing.combine import combine
from findings.publishing.front import Front
from findings.publishing.html import report_html
from findings.publishing.markdown import markdown_html
from findings.publishing.missing import missing_characters
from findings.publishing.pdf import report_pdf, report_typst
from findings.publishing.svg import drawing
from findings.publishing.typst_text import bytes_literal, printable, string_literal

NASTY = '<script>alert("x")</script> #panic() $x$ *b* _i_ @ref <label> \\ " `raw` // /* '
QUOTED = "q8.by.respondent_type#net_agree@individual!percent"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="80pt" height="40pt" '
    'viewBox="0 0 80 40"><metadata>made 2026</metadata><defs><style>*{x:y}</style><clipPath id="c"><rect width="9" '
    'height="9"/></clipPath></defs><g id="g" clip-path="url(#c)"><text x="1" y="9" data-origin="label" '
    'style="font: 8px \'DejaVu Sans\'; fill: #000">72 અ &lt;b&gt;</text><use xlink:href="#c"/></g></svg>'
)


def words(text: str) -> tuple[Span, ...]:
    return (Span(text),)


def number(text: str, ref: str, about: str = "") -> tuple[Span, ...]:
    return (Span(text, Origin.CELL, ref, about),)


FRONT = Front(
    title="Better Mental Health for All 2021",
    organisation="An NHS Trust",
    opened=datetime.date(2021, 5, 24),
    closed=datetime.date(2021, 8, 15),
    published=datetime.date(2022, 12, 14),
    language="en",
    purpose=f"What people were asked. {NASTY}",
)
TABLE = Table(
    id="q8",
    title=words("The vision"),
    stub=words("Answer"),
    columns=(words("Percentage"), words("Comment")),
    rows=(
        Row(
            words("Agree"), ((*number("72%", QUOTED), *words(" ("), *number("85", "q8#agree"), *words(")")), words("a"))
        ),
        Row(words("Base"), (number("118", "q8#base"), words("b")), "base"),
    ),
    notes=(words(NASTY),),
    legend=(words("[c] means not shown"),),
    source=words("Source: the consultation"),
)
FIGURE = Figure("q8", (*words("Most agree: "), *number("72%", QUOTED)), SVG, number("Bars: 72", QUOTED), "q8")


def output(exhibit: object) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", {MIMETYPE: to_json(exhibit), "text/plain": "x"})


def code(*exhibits: object) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell("show()", outputs=[output(exhibit) for exhibit in exhibits])


def notebook(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=list(cells))


def chapters() -> list[tuple[str, nbformat.NotebookNode]]:
    who = notebook(
        nbformat.v4.new_code_cell("hidden = 1"),
        code(Heading(words("Who responded"), 1, "who")),
        nbformat.v4.new_markdown_cell(
            "## How\n\n*Online* [here](https://example.org/a?b=c) and [no](javascript:x).\n\n- a\n- b"
        ),
        code(TABLE, Paragraph(words(NASTY)), Bullets((words("one of them"),))),
    )
    vision = notebook(
        code(Heading(words("The vision"), 1, "vision"), Paragraph(words("As asked?"), "wording")),
        code(
            Paragraph((*number("72%", QUOTED, "Individuals who agree"), *words(" of individuals agreed.")), "finding")
        ),
        code(FIGURE, TABLE, Heading(words("Detail"), 2, ""), TABLE),
    )
    return [("who", who), ("vision", vision)]


@pytest.fixture(scope="module")
def combined() -> nbformat.NotebookNode:
    return combine(chapters(), FRONT)


@pytest.fixture(scope="module")
def page(combined: nbformat.NotebookNode) -> str:
    return report_html(combined, FRONT)


@pytest.fixture(scope="module")
def pdf(combined: nbformat.NotebookNode) -> bytes:
    return report_pdf(combined, FRONT, {"evidence.csv": "cell,value\nq8#agree,é\n".encode()})


# -- numbering ---------------------------------------------------------------


def test_numbers_run_by_chapter_in_reading_order(combined: nbformat.NotebookNode) -> None:
    places = [
        (o.metadata.findings.number, o.metadata.findings.anchor)
        for cell in combined.cells
        for o in cell.get("outputs", [])
        if "findings" in o.metadata
    ]
    assert places == [
        ("1", "who"),
        ("Table 1.1", "table-q8"),
        ("2", "vision"),
        ("Figure 2.1", "figure-q8"),
        ("Table 2.1", "table-q8-2"),
        ("2.1", "detail"),
        ("Table 2.2", "table-q8-3"),
        ("3", "where-the-numbers-come-from"),
        ("Table 3.1", "table-where_the_numbers_come_from"),
    ]
    assert [(e.level, e.number, e.anchor) for e in combined.metadata.findings.contents] == [
        (1, "1", "who"),
        (2, "1.1", "how"),
        (1, "2", "vision"),
        (2, "2.1", "detail"),
        (1, "3", "where-the-numbers-come-from"),
    ]


def test_a_figure_names_the_table_of_its_own_chapter(combined: nbformat.NotebookNode) -> None:
    (figure,) = (o for cell in combined.cells for o in cell.get("outputs", []) if o.data[MIMETYPE]["kind"] == "figure")
    assert figure.metadata.findings.table == {"number": "Table 2.1", "anchor": "table-q8-2"}


def test_the_annex_has_a_line_for_what_text_and_titles_quote_and_not_for_tables(
    combined: nbformat.NotebookNode,
) -> None:
    assert combined.metadata.findings.quoted == [QUOTED]
    (row,) = combined.cells[-1].outputs[-1].data[MIMETYPE]["rows"]
    assert row["header"][0]["text"] == "Individuals who agree"
    assert [value[0]["text"] for value in row["values"]] == ["72%", QUOTED]


def test_combining_does_not_change_the_notebooks_and_repeats_itself() -> None:
    given_chapters = chapters()
    before = json.dumps(given_chapters)
    assert combine(given_chapters, FRONT) == combine(given_chapters, FRONT)
    assert json.dumps(given_chapters) == before


def test_a_heading_that_skips_a_level_is_refused() -> None:
    skipping = notebook(code(Heading(words("A"), 1, "a"), Heading(words("B"), 3, "b")))
    with pytest.raises(NotebookFailed) as raised:
        combine([("a", skipping)], FRONT)
    assert str(raised.value) == (
        "notebook 'a', cell 1: a heading that skips a level\n"
        "  found:   3\n"
        "  allowed: 1 or 2\n"
        "  do:      Give it the next level."
    )


def test_a_notebook_without_a_title_is_given_its_name() -> None:
    made = combine([("who_responded", notebook(code(Paragraph(words("x")))))], FRONT)
    assert made.metadata.findings.contents[0].title[0].text == "Who responded"


# -- the release wall --------------------------------------------------------


@pytest.mark.parametrize(
    ("unreleased", "found"),
    [
        (nbformat.v4.new_output("stream", name="stdout", text="secret 7"), "text on stdout"),
        (nbformat.v4.new_output("stream", name="stderr", text="secret 7"), "text on stderr"),
        (nbformat.v4.new_output("display_data", {"text/html": "<b>secret 7</b>"}), "text/html"),
        (nbformat.v4.new_output("execute_result", {"text/plain": "secret 7"}), "text/plain"),
        (nbformat.v4.new_output("error", ename="KeyError", evalue="secret 7"), "the error KeyError"),
    ],
)
def test_what_is_no_exhibit_is_refused_and_not_repeated(unreleased: nbformat.NotebookNode, found: str) -> None:
    cell = nbformat.v4.new_code_cell("frame", outputs=[unreleased])
    made = combine([("who", notebook(code(Heading(words("Who"), 1, "who")), cell))], FRONT)
    message = (
        "notebook 'who', cell 2: an output that is not an exhibit\n"
        f"  found:   {found}\n"
        "  allowed: headings, paragraphs, bullets, tables and figures of findings.exhibits\n"
        "  do:      Remove what prints it, or show it as an exhibit."
    )
    with pytest.raises(ReleaseRefused) as raised:
        report_html(made, FRONT)
    assert str(raised.value) == message
    with pytest.raises(ReleaseRefused) as raised:
        report_pdf(made, FRONT, {})
    assert str(raised.value) == message
    assert "Restricted: for auditors" in report_html(made, FRONT, show_code=True)


def test_an_exhibit_that_cannot_be_read_is_refused() -> None:
    broken = nbformat.v4.new_output("display_data", {MIMETYPE: {"kind": "poem"}})
    with pytest.raises(ReleaseRefused, match="an exhibit that cannot be read"):
        combine([("who", notebook(nbformat.v4.new_code_cell("x", outputs=[broken])))], FRONT)


def test_the_audit_page_shows_code_and_output_as_text() -> None:
    cell = nbformat.v4.new_code_cell(
        "a < b", outputs=[nbformat.v4.new_output("stream", name="stdout", text="<i>7</i>")]
    )
    audit = report_html(combine([("who", notebook(cell))], FRONT), FRONT, show_code=True)
    assert "a &lt; b" in audit
    assert "&lt;i&gt;7&lt;/i&gt;" in audit


# -- the page ----------------------------------------------------------------


class Elements(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_every_figure_of_the_page_has_an_origin(page: str) -> None:
    assert figures_without_origin(page) == ()


def test_the_page_asks_nothing_of_anyone(page: str) -> None:
    elements = Elements(page).found
    assert not [tag for tag, _ in elements if tag in ("link", "img", "iframe", "object", "form", "foreignobject")]
    # One element that is data, and one script without an address.
    assert [a for tag, a in elements if tag == "script"] == [{"type": "application/json", "id": "asked"}, {}]
    assert not [a for _, a in elements if "style" in a or "src" in a or any(key.startswith("on") for key in a)]
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    script = re.search("<script>(.*?)</script>", page, re.DOTALL)
    assert style is not None and script is not None
    digest, of_script = (base64.b64encode(hashlib.sha256(x[1].encode()).digest()).decode() for x in (style, script))
    (policy,) = (a["content"] for tag, a in elements if a.get("http-equiv") == "Content-Security-Policy")
    assert (
        policy == f"default-src 'none'; style-src 'sha256-{digest}'; script-src 'sha256-{of_script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style[1]
    assert page.count("<style>") == 1


def test_ids_are_unique_and_every_link_within_the_page_leads_somewhere(page: str) -> None:
    from urllib.parse import unquote

    elements = Elements(page).found
    ids = [a["id"] for _, a in elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = [unquote((a["href"] or "")[1:]) for tag, a in elements if (a.get("href") or "").startswith("#")]
    assert QUOTED in links
    # A number in a table leads to the panel alone, so without a script it is no tab stop.
    asked = {a["data-cell"]: a for tag, a in elements if tag == "a" and a.get("tabindex") == "-1"}
    assert set(links) <= set(ids) | set(asked)
    assert set(asked) == {QUOTED, "q8#agree", "q8#base"}
    named = [name for _, a in elements for name in (a.get("aria-labelledby") or "").split()]
    assert named
    assert set(named) <= set(ids)


def test_a_quoted_number_links_to_its_annex_line(page: str) -> None:
    assert (
        '<a class="figure-link" href="#q8.by.respondent_type%23net_agree%40individual%21percent" data-origin="cell" '
        f'data-cell="{QUOTED}">72%</a> of individuals agreed.'
    ) in page
    assert f'<tr class="option" id="{QUOTED}"><th scope="row">' in page


def test_the_page_can_be_walked_by_ear(page: str) -> None:
    elements = Elements(page).found
    tags = [tag for tag, _ in elements]
    assert ("html", {"lang": "en"}) in elements
    assert [tags.count(tag) for tag in ("h1", "main", "nav", "header", "footer")] == [1, 1, 1, 1, 1]
    levels = [int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(a.get("scope") in ("col", "row") for tag, a in elements if tag == "th")
    assert tags.count("caption") == tags.count("table") == 4
    regions = [a for _, a in elements if a.get("role") == "region"]
    assert len(regions) == 5
    assert all(a["tabindex"] == "0" and a["aria-labelledby"] for a in regions)
    assert '<desc id="figure-q8-desc" data-origin="cell">Bars: 72</desc>' in page
    assert "14 December 2022" in page


def test_untrusted_text_is_text(page: str) -> None:
    assert page.count("<script") == 2
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; #panic() $x$" in page


def test_a_draft_says_so(combined: nbformat.NotebookNode, page: str) -> None:
    from dataclasses import replace

    assert "<strong>DRAFT.</strong>" not in page
    assert "<strong>DRAFT.</strong>" in report_html(combined, replace(FRONT, draft=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_text_colours_have_enough_contrast(scheme: str) -> None:
    from importlib.resources import files

    style = (files("findings.publishing") / "templates" / "html" / "report.css").read_text(encoding="utf-8")
    light, dark = (
        re.search(r":root \{(.*?)\}", part, re.DOTALL) for part in style.split("prefers-color-scheme: dark", 1)
    )
    assert light is not None and dark is not None
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light[1]))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark[1]))
    grounds = ("paper", "tint", "raised")
    pairs = [(colours[fore], colours[back]) for fore in ("ink", "soft", "accent") for back in grounds]
    pairs += [(colours[fore], colours["deep"]) for fore in ("on-deep", "pale")]
    pairs += [
        (colours["ink"], colours["found"]),
        ("#ffffff", "#7a1212"),
        ("#3a2c00", "#fff1c2"),
        ("#7a0016", "#ffe9ec"),
    ]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
    # Focus: yellow against the ring that surrounds it, and the ring or the yellow against the ground.
    assert contrast(colours["focus"], colours["ring"]) >= 3
    for ground in grounds:
        assert max(contrast(colours[one], colours[ground]) for one in ("focus", "ring")) >= 3


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


# -- figures without origin --------------------------------------------------


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>85</p>", "85"),
        ('<p>a <span data-origin="cell">1</span> 2</p>', "2"),
        ('<p>a <span data-origin="words">1</span></p>', "1"),
        ('<img alt="up 5" src="x">', "up 5"),
        ('<a title="5 more">x</a>', "5 more"),
        ('<div aria-label="Table 3"></div>', "Table 3"),
        ("<svg><title>5</title></svg>", "5"),
        ("<svg><desc>5</desc></svg>", "5"),
        ("<svg><text>5</text></svg>", "5"),
        ("<p>about ½</p>", "about ½"),
        ("<p>٣</p>", "٣"),
        ("<p>&#53;</p>", "5"),
        ('<meta name="description" content="of 5">', "of 5"),
        ("<head><title>In 2021</title></head>", "In 2021"),
        ('<p data-cell="q1#a">1</p><p>2</p>', "2"),
        ('<svg data-origin="cell"><path d="M 0 1"/><text>5</text></svg><b>6</b>', "6"),
    ],
)
def test_a_figure_without_origin_is_found(html: str, found: str) -> None:
    assert [problem.found for problem in figures_without_origin(html)] == [found]


@pytest.mark.parametrize(
    "html",
    [
        '<p>a <span data-origin="cell">1</span></p>',
        '<td data-cell="q1#a"><b>1</b></td>',
        "<style>h1 { margin: 1px }</style>",
        '<meta name="viewport" content="initial-scale=1"><p id="q1" class="c2">x</p>',
        '<a data-origin="cell" title="of 5">1</a>',
        '<svg data-origin="cell"><title>5</title><g><text>5</text></g></svg>',
    ],
)
def test_a_figure_with_origin_passes(html: str) -> None:
    assert figures_without_origin(html) == ()


def test_the_message_says_where() -> None:
    (problem,) = figures_without_origin('<section id="vision"><p>About 85 people</p></section>')
    assert str(problem) == (
        "the text of a p element, at or after 'vision': a figure without origin\n"
        "  found:   About 85 people\n"
        "  allowed: figures that come from a cell, a parameter, a label, a citation or the numbering\n"
        "  do:      Quote the cell with say(), or take the figure out of the text."
    )


@given(st.text())
def test_text_has_a_figure_exactly_when_a_character_is_numeric(text: str) -> None:
    from html import escape

    found = figures_without_origin(f"<p>{escape(text)}</p>")
    # The parser reads a carriage return or a null as HTML does; neither is a figure.
    assert bool(found) == any(character.isnumeric() and not is_letter(character) for character in text)


def is_letter(character: str) -> bool:
    import unicodedata

    return unicodedata.category(character).startswith("L")  # e.g. the ideograph for one


def test_a_typed_figure_in_a_notebook_is_found_on_the_finished_page() -> None:
    typed = notebook(code(Heading(words("A"), 1, "a"), Paragraph(words("Nearly 900 agreed."))))
    (problem,) = figures_without_origin(report_html(combine([("a", typed)], FRONT), FRONT))
    assert (problem.where, problem.found) == ("the text of a p element, at or after 'a'", "Nearly 900 agreed.")


# -- drawings ----------------------------------------------------------------


def test_a_drawing_keeps_its_marks_and_loses_what_a_page_cannot_carry() -> None:
    clean = drawing(SVG, "f-", title="A < B", description="d")
    assert "style" not in clean
    assert "metadata" not in clean
    assert 'clip-path="url(#f-c)"' in clean
    assert '<use href="#f-c" />' in clean
    assert 'font-size="8px" font-family="\'DejaVu Sans\'"' in clean
    title, described = '<title id="f-title" data-origin="cell">A &lt; B</title>', 'id="f-desc" data-origin="cell">d<'
    assert f"{title}<desc {described}/desc>" in clean
    assert 'width="80pt"' not in clean


@pytest.mark.parametrize(
    ("inside", "found"),
    [
        ("<script>x</script>", "the element script"),
        ("<foreignObject/>", "the element foreignObject"),
        ('<image href="x.png"/>', "the element image"),
        ('<use href="http://a/b#c"/>', "a link out of the drawing"),
        ('<rect fill="url(http://a/b#c)"/>', "a link out of the drawing"),
        ('<rect onclick="x()"/>', "the attribute onclick"),
        ("<g>", "no XML: mismatched tag: line 1, column 45"),
    ],
)
def test_a_chart_that_is_more_than_a_drawing_is_refused(inside: str, found: str) -> None:
    with pytest.raises(ReleaseRefused) as raised:
        drawing(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>', "figure-q8-")
    assert str(raised.value) == (
        "figure 'figure-q8': a chart that is more than a drawing\n"
        f"  found:   {found}\n"
        "  allowed: shapes and text in SVG\n"
        "  do:      Draw it with findings.exhibits."
    )


# -- Typst -------------------------------------------------------------------


@given(st.text())
def test_a_string_literal_reads_back_as_the_text(text: str) -> None:
    literal = string_literal(text)
    assert not re.search(r'(?<!\\)(?:\\\\)*"', literal[1:-1])
    back = re.sub(r"\\u\{([0-9a-f]+)\}", lambda m: f"\\U{int(m[1], 16):08x}", literal[1:-1])
    # Python reads the same escapes; what is not ASCII is kept apart from its decoding.
    parts = re.split(r"(\\U[0-9a-f]{8}|\\.)", back, flags=re.DOTALL)
    read = "".join(
        chr(int(p[2:], 16)) if p.startswith("\\U") and len(p) == 10 else p[-1:] if p.startswith("\\") else p
        for p in parts
    )
    assert read == text


def test_typst_reads_a_string_literal_as_the_text() -> None:
    import typst

    texts = [NASTY, 'a"b', "\\", "\\u{41}", "tab\tline\nend\r\x00\u2028", "#{", "ŵ અ ש", "]) #x"]
    source = f"#metadata(({', '.join(map(string_literal, texts))})) <texts>"
    found = json.loads(typst.query(source.encode(), "<texts>", field="value", one=True))
    assert found == texts


@given(st.binary(max_size=200))
def test_a_bytes_literal_holds_all_bytes(content: bytes) -> None:
    literal = bytes_literal(content)
    if literal.startswith("bytes(("):
        assert bytes(int(part) for part in literal[7:-2].split(",") if part) == content
    else:
        assert literal == f"bytes({string_literal(content.decode())})"


def test_characters_that_no_font_holds_are_named_and_counted(combined: nbformat.NotebookNode) -> None:
    held = fonts.characters()
    assert printable("Ŵyl नमस्ते سلام ≥ ✓ שלום", held) == "Ŵyl नमस्ते سلام ≥ ✓ שלום"
    assert printable("અ\u202e\x00", held) == "[U+0A85][U+202E] "
    assert missing_characters(combined, FRONT, held) == {"[U+0A85]": 1}


def test_markdown_links_lead_to_the_web_only() -> None:
    html = markdown_html("[a](javascript:x) [b](//evil) [c](https://x.org) <i>d</i> ![e](f.png)", [])
    assert html == '<p>a b <a href="https://x.org" rel="noreferrer">c</a> &lt;i&gt;d&lt;/i&gt; e</p>'


# -- the PDF -----------------------------------------------------------------


def test_the_pdf_repeats_itself_and_holds_no_path(combined: nbformat.NotebookNode, pdf: bytes) -> None:
    assert report_pdf(combined, FRONT, {"evidence.csv": "cell,value\nq8#agree,é\n".encode()}) == pdf
    for place in (Path.cwd(), Path(fonts.__file__).parent, Path("/tmp")):
        assert str(place).encode() not in pdf


def test_the_pdf_is_tagged_titled_dated_and_carries_the_evidence(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "en"
        assert document.Root.MarkInfo.Marked is True
        assert document.docinfo["/Title"] == FRONT.title
        assert str(document.docinfo["/CreationDate"]).startswith("D:20221214000000")
        assert document.attachments["evidence.csv"].get_file().read_bytes() == "cell,value\nq8#agree,é\n".encode()
        metadata = document.open_metadata()
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def structure(element: pikepdf.Object, name: str) -> list[pikepdf.Object]:
    found = []
    for child in element if isinstance(element, pikepdf.Array) else [element]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [child] if name == child.S else []
            found += structure(child.get("/K", pikepdf.Array()), name)
    return found


def test_every_body_row_of_the_pdf_begins_with_a_row_header(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tables = structure(document.Root.StructTreeRoot.K, "/Table")
        assert len(tables) == 4
        for table in tables:
            (head,) = structure(table, "/THead")
            assert {str(a.Scope) for cell in structure(head, "/TH") for a in cell.A} == {"/Column"}
            (body,) = structure(table, "/TBody")
            for row in structure(body, "/TR"):
                assert [str(cell.S) for cell in row.K] == ["/TH"] + ["/TD"] * (len(row.K) - 1)
                assert "/Row" in [str(a.get("/Scope")) for a in row.K[0].A]
                assert not [a for cell in row.K for a in cell.get("/A", []) if "/Headers" in a]
        assert len(structure(document.Root.StructTreeRoot.K, "/Figure")) == 1


def test_a_quoted_number_of_the_pdf_leads_to_its_annex_line(combined: nbformat.NotebookNode) -> None:
    source = report_typst(combined, FRONT, {})
    assert f'quoted("{QUOTED}", "72%")' in source
    assert source.count(f'landing("{QUOTED}")') == 1


def test_untrusted_text_is_a_string_in_typst(combined: nbformat.NotebookNode) -> None:
    assert string_literal(NASTY) in report_typst(combined, FRONT, {})


def test_wide_tables_stand_on_turned_pages_with_their_heading() -> None:
    wide = Table("w", words("Wide"), words("s"), tuple(words(f"c{'x' * n}") for n in range(11)), ())
    wide = Table(
        wide.id, wide.title, wide.stub, wide.columns, (Row(words("r"), tuple(number("1", "w#a") for _ in range(11))),)
    )
    made = combine(
        [("a", notebook(code(Heading(words("A"), 1, "a"), TABLE, Heading(words("B"), 2, "b"), wide)))], FRONT
    )
    with pikepdf.open(io.BytesIO(report_pdf(made, FRONT, {}))) as document:
        turned = [page.mediabox[2] > page.mediabox[3] for page in document.pages]
    assert turned == [False, False, False, True]


def test_what_is_said_above_a_table_or_chart_stays_on_its_page() -> None:
    said = Paragraph(words("Said above"), "finding"), Paragraph(words("And more"))
    made = combine([("a", notebook(code(Heading(words("A"), 1, "a"), Paragraph(words("Alone"), "finding"),
                    Heading(words("B"), 2, "b"), *said, TABLE)))], FRONT)  # fmt: skip
    typst = report_typst(made, FRONT, {})
    words_of = {
        line: text for line in typst.splitlines() for text in ("Alone", "Said above", "And more") if text in line
    }
    assert {text: line.partition("(par")[0].partition(" par")[0] for line, text in words_of.items()} == {
        "Alone": "#finding(keep: false,",
        "Said above": "#finding(keep: true,",
        "And more": "#kept",
    }


def test_a_table_with_sentences_for_names_turns_earlier() -> None:
    def turned(name: str) -> bool:
        row = Row(words(name), tuple(number("1", "w#a") for _ in range(7)))
        table = Table("w", words("Wide"), words("s"), tuple(words("c") for _ in range(7)), (row,))
        made = combine([("a", notebook(code(Heading(words("A"), 1, "a"), table)))], FRONT)
        return "#page(flipped: true)" in report_typst(made, FRONT, {})

    assert (turned("word " * 8), turned("word " * 9)) == (False, True)


def test_a_number_quoted_in_a_note_or_a_list_has_its_line_in_the_annex() -> None:
    def quoting(name: str) -> tuple[Span, ...]:
        return (Span("Of "), Span("85", Origin.CELL, name, f"what {name} counts"))

    table = Table("q1", (Span("t"),), (Span("s"),), (), (), notes=(quoting("q1#base"),), source=quoting("q2#base"))
    figure = Figure("q3", quoting("q3#base"), "<svg/>", (Span("a"),), "q3", notes=(quoting("q4#base"),))
    exhibits = (table, figure, Bullets((quoting("q5#base"), quoting("q1#base"))))
    assert [cell.ref for cell in quoted_cells(exhibits)] == [f"q{n}#base" for n in range(1, 6)]
