"""The report as a tagged PDF, set by Typst.

The file passes Typst's export checks for PDF/UA-1 and PDF/A-3a; the row headers, which Typst does not
write, are added afterwards (`findings.publishing.rowheaders`).
"""

from __future__ import annotations

import copy
import datetime
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from findings.errors import FindingsError, Problem
from findings.exhibits.model import Exhibit, Figure, Heading, Paragraph, Row, Table, plain
from findings.exhibits.wording import long_date
from findings.publishing import fonts
from findings.publishing.annex import pieces
from findings.publishing.direction import runs_to_the_left
from findings.publishing.exporter import ReportExporter, render, template_text
from findings.publishing.front import Front
from findings.publishing.html import numeric_columns
from findings.publishing.mark import draft_of, mark_of
from findings.publishing.markdown import markdown_typst
from findings.publishing.outlined import FAMILY, outlined
from findings.publishing.outputs import exhibit_of, is_exhibit, own_places, refuse_unreleased
from findings.publishing.rowheaders import with_row_headers
from findings.publishing.svg import drawing
from findings.publishing.typst_text import bytes_literal, printable, string_literal

_MEDIA = {"csv": "text/csv", "json": "application/json"}
# The most columns that can be read on a page that is not turned, also beside names that are sentences.
_MOST_UPRIGHT = 10
_MOST_BESIDE_SENTENCES = 6
_SENTENCE = 40
_WIDTHS = {
    "points": "(1.7cm, 3.2fr, 1.8fr, 1.6fr, 2.2fr)",
    "code_frame": "(1.4fr, 2.4fr, 2.6cm)",
    "context-facts": "(3.2cm, 2.6fr, 1.7fr)",
}
"""Of tables whose columns hold words of very unlike length."""
_LONG_TEXT = 120


def report_pdf(notebook: NotebookNode, front: Front, attachments: Mapping[str, bytes]) -> bytes:
    """The combined notebook as a PDF.

    Parameters
    ----------
    notebook
        What `findings.publishing.combine.combine` made.
    front
        What stands on the title page; its day of publication is the only date in the file.
    attachments
        Files that travel inside the PDF, by name, such as ``evidence.csv``.

    Returns
    -------
    bytes
        The same for the same input, fonts and version of Typst.

    Raises
    ------
    ReleaseRefused
        If a cell shows anything but exhibits.
    """
    import typst

    source = report_typst(notebook, front, attachments)
    midnight = datetime.datetime.combine(front.published, datetime.time(), datetime.UTC)
    with fonts.font_folder() as folder:
        for path, content in zip(_attached(attachments).values(), attachments.values(), strict=True):
            (folder / path).write_bytes(content)
        try:
            # Its types say that source and root must be of one kind: bytes, which a folder cannot be.
            pdf: bytes = typst.compile(  # type: ignore[call-overload]
                source.encode("utf-8"),
                font_paths=typst.Fonts(
                    include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
                ),
                ignore_system_fonts=True,
                root=folder,
                format="pdf",
                pdf_standards=["ua-1", "a-3a"],
                timestamp=midnight,
            )
        except typst.TypstError as error:
            problem = Problem("the PDF", "Typst cannot set the report", found=error.message)
            raise FindingsError([problem]) from error
    return with_row_headers(pdf)


def report_typst(notebook: NotebookNode, front: Front, attachments: Mapping[str, bytes]) -> str:
    """The Typst document that `report_pdf` sets; everything in it that is not ours is a string."""
    refuse_unreleased(notebook)
    filters: dict[str, Callable[..., Any]] = {
        "kind_of": lambda exhibit: type(exhibit).__name__.lower(),
        "exhibit": exhibit_of,
        "is_exhibit": is_exhibit,
        "plain": plain,
        "markdown_typst": lambda source, places: Markup(markdown_typst(source, places, _text)),
        "chart": _chart,
        "small_chart": _small_chart,
        "runs_to_the_left": runs_to_the_left,
        "columns": _columns,
        "numeric": numeric_columns,
        "long_date": long_date,
        "code": lambda number: Markup(int(number)),
        "pieces": pieces,
        "raw_literal": lambda text: Markup(string_literal(text)),
    }
    return render(
        ReportExporter("typst", filters, _literal),
        _with_pages(notebook),
        front=front,
        mark=mark_of(front),
        draft=draft_of(front),
        house=Markup(template_text("typst/house.typ")),
        quoted=frozenset(notebook.metadata.findings.quoted),
        attachments=[(name, _media(name), f"/{path}") for name, path in sorted(_attached(attachments).items())],
        text_families=fonts.TEXT_FAMILIES,
        code_families=fonts.CODE_FAMILIES,
    )


def _attached(names: Iterable[str]) -> dict[str, str]:
    """Of each file that travels inside the PDF, where Typst reads it: a name of ours, whatever the file is called."""
    return {name: f"attached-{number}" for number, name in enumerate(names, start=1)}


def _with_pages(notebook: NotebookNode) -> NotebookNode:
    """A copy whose outputs say where a page on its side begins and ends (`turn`) and what stays together (`keep`).

    What is said right above a chart or a table stays on its page. A wide table stands on a page on its
    side, together with the headings right above it, so that no heading is left alone at the foot of the
    page before; wide tables that follow each other share pages.
    """
    turned = copy.copy(notebook)
    turned.cells = [own_places(cell) for cell in notebook.cells]
    flow = [output for cell in turned.cells for output in cell.get("outputs", [None])]
    wide = [output is not None and _is_wide(output) for output in flow]
    for place in range(len(flow) - 1, 0, -1):
        above = flow[place - 1]
        wide[place - 1] |= wide[place] and above is not None and isinstance(exhibit_of(above), Heading)
    for place, output in enumerate(flow):
        if output is not None:
            output.metadata.keep = False
            first = wide[place] and not (place and wide[place - 1])
            last = wide[place] and not (place + 1 < len(flow) and wide[place + 1])
            output.metadata.turn = ("both" if last else "open") if first else ("close" if last else "")
    for place in range(len(flow) - 2, -1, -1):
        output, below = flow[place], flow[place + 1]
        if output is not None and below is not None and isinstance(exhibit_of(output), Paragraph):
            output.metadata.keep = _stays(exhibit_of(output), exhibit_of(below), below.metadata.keep)
    return turned


def _stays(above: Exhibit, below: Exhibit, kept: bool) -> bool:
    """Whether a paragraph stays on the page of what follows: a chart, a table, or who speaks a quote."""
    style = above.style if isinstance(above, Paragraph) else ""
    if style in ("quote", "speaker"):
        return style == "quote" and isinstance(below, Paragraph) and below.style == "speaker"
    return isinstance(below, Figure | Table) or kept


def _is_wide(output: NotebookNode) -> bool:
    exhibit = exhibit_of(output)
    if not isinstance(exhibit, Table):
        return False
    return len(exhibit.columns) > (_MOST_BESIDE_SENTENCES if _has_sentences(exhibit) else _MOST_UPRIGHT)


def _share(table: Table, place: int) -> str:
    """The part of a page that a column of words takes: sentences take most of it."""
    return "2.8fr" if any(len(plain(row.values[place])) > _LONG_TEXT for row in table.rows) else "1.4fr"


def _has_sentences(table: Table) -> bool:
    return any(len(plain(row.header)) > _SENTENCE for row in table.rows)


def _media(name: str) -> str:
    return _MEDIA.get(name.rpartition(".")[2], "application/octet-stream")


def _literal(value: Any) -> Any:
    """Whatever a template prints: finished code as it is, all else as a string of what the fonts hold."""
    return value if isinstance(value, Markup) else Markup(_text(str(value)))


@functools.lru_cache(maxsize=1 << 16)
def _text(text: str) -> str:
    # The same labels and figures stand in a report many times.
    return string_literal(printable(text, fonts.characters()))


def _chart(figure: Figure, place: Any) -> Markup:
    held = fonts.characters()
    shown = drawing(figure.svg, f"{place.anchor}-", text=lambda text: printable(text, held), family=FAMILY)
    return Markup(bytes_literal(outlined(shown).encode("utf-8")))


def _small_chart(row: Row) -> Markup:
    if not row.drawing:
        return Markup("none")
    return Markup(f"small-chart({bytes_literal(drawing(row.drawing, 'row-').encode('utf-8'))})")


def _columns(table: Table) -> Markup:
    """How wide the columns are: figures stand close together, words take what is left."""
    numeric = numeric_columns(table)
    kind = table.id.partition(".")[0]
    # A code frame that takes no sides has a column less.
    if _WIDTHS.get(kind, "").count(",") == len(table.columns):
        return Markup(_WIDTHS[kind])
    if table.drawn:
        return Markup("(1fr, " + "3.3cm, " * len(numeric) + "2.8cm)")
    if not all(numeric):
        widths = ["2.2cm" if figures else _share(table, place) for place, figures in enumerate(numeric)]
        return Markup("(1.6fr, " + " ".join(f"{width}," for width in widths) + ")")
    if len(numeric) == 1:
        return Markup("(1fr, 3.6cm)")
    if len(numeric) <= 4:
        # Beside sentences, figures stand as close as their heads allow.
        return Markup("(1fr, " + ("2.2cm, " if _has_sentences(table) else "2.7cm, ") * len(numeric) + ")")
    return Markup(f"({4 if _has_sentences(table) else 2}fr, " + "1fr, " * len(numeric) + ")")
