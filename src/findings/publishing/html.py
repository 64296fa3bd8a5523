"""The report as one HTML file that asks nothing of anyone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from findings.consultation.names import as_fragment
from findings.exhibits.model import Figure, Line, Origin, Row, Table, plain
from findings.exhibits.wording import long_date
from findings.publishing.annex import pieces
from findings.publishing.exporter import ReportExporter, render
from findings.publishing.front import Front
from findings.publishing.mark import draft_of, mark_of, style_of
from findings.publishing.markdown import markdown_html
from findings.publishing.outputs import exhibit_of, is_exhibit, plain_output, refuse_unreleased, where
from findings.publishing.svg import drawing

_LETTER = re.compile(r"[^\W\d_]")
_SHORTHAND = re.compile(r"\[[a-z]+\]")


def report_html(notebook: NotebookNode, front: Front, *, show_code: bool = False) -> str:
    """The combined notebook as a page.

    Parameters
    ----------
    notebook
        What `findings.publishing.combine.combine` made.
    front
        What stands on the front.
    show_code
        Make the page for auditors: code, and outputs that are no exhibits, are shown as text under a
        banner. Such a page is restricted.

    Returns
    -------
    str
        A page without scripts whose only style is its own, as its security policy says by hash.

    Raises
    ------
    ReleaseRefused
        If a cell shows anything but exhibits, unless `show_code` is set.
    """
    if not show_code:
        refuse_unreleased(notebook)
    style, style_hash = style_of(front)
    filters: dict[str, Callable[..., Any]] = {
        "kind_of": lambda exhibit: type(exhibit).__name__.lower(),
        "exhibit": exhibit_of,
        "is_exhibit": is_exhibit,
        "plain": plain,
        "plain_output": plain_output,
        "where": where,
        "fragment": as_fragment,
        "markdown_html": markdown_html,
        "chart": _chart,
        "small_chart": _small_chart,
        "pieces": pieces,
        "numeric": numeric_columns,
        "long_date": long_date,
    }
    return render(
        ReportExporter("html", filters),
        notebook,
        front=front,
        show_code=show_code,
        mark=mark_of(front),
        draft=draft_of(front),
        style=style,
        style_hash=style_hash,
        quoted=frozenset(notebook.metadata.findings.quoted),
        contents=notebook.metadata.findings.contents,
    )


def numeric_columns(table: Table) -> tuple[bool, ...]:
    """Of each column of a table, whether it holds figures and is set to the right.

    A column does when nothing in it but cells of evidence and shorthand such as ``[z]`` has letters.
    """
    columns: list[bool] = []
    for place in range(len(table.columns)):
        filled = [row.values[place] for row in table.rows if plain(row.values[place])]
        columns.append(bool(filled) and all(_is_figure(line) for line in filled))
    return tuple(columns)


def _is_figure(line: Line) -> bool:
    return all(span.origin is Origin.CELL or not _LETTER.search(_SHORTHAND.sub("", span.text)) for span in line)


def _chart(figure: Figure, place: Any) -> Markup:
    title = f"{place.number}: {plain(figure.title)}"
    return Markup(drawing(figure.svg, f"{place.anchor}-", title=title, description=plain(figure.alt)))


def _small_chart(row: Row, place: Any, number: int) -> Markup:
    """The chart in a row; readers who listen are told the same by the row's own values."""
    if not row.drawing:
        return Markup("")
    drawn = drawing(row.drawing, f"{place.anchor}-{number}-")
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))
