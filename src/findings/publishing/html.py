"""The report as one HTML file that asks nothing of anyone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from findings.consultation.names import as_fragment
from findings.evidence.store import Evidence
from findings.exhibits.context import is_published
from findings.exhibits.model import Figure, Line, Origin, Row, Table, plain
from findings.exhibits.wording import long_date
from findings.publishing.annex import pieces
from findings.publishing.asked import asked_json
from findings.publishing.exporter import ReportExporter, render
from findings.publishing.front import Front
from findings.publishing.furniture import WORDS, of_script
from findings.publishing.mark import draft_of, mark_of, style_of
from findings.publishing.markdown import markdown_html
from findings.publishing.outputs import exhibit_of, exhibits_in, is_exhibit, plain_output, refuse_unreleased, where
from findings.publishing.printed import drawings_of
from findings.publishing.script import script
from findings.publishing.svg import drawing

_LETTER = re.compile(r"[^\W\d_]")
_SHORTHAND = re.compile(r"\[[a-z]+\]")
_OF = re.compile(r" [^\W\d_]{1,2} ")
"""What stands between a count and its base: 'of', in Welsh 'o'."""


def report_html(
    notebook: NotebookNode,
    front: Front,
    evidence: Evidence | None = None,
    files: Mapping[str, str] | None = None,
    *,
    words: Mapping[str, str] = WORDS,
    date: Callable[[datetime.date], str] = long_date,
    languages: Sequence[tuple[str, str, str]] = (),
    notes: Sequence[Markup] = (),
    told: Callable[[str], str] = str,
    show_code: bool = False,
) -> str:
    """The combined notebook as a page.

    Parameters
    ----------
    notebook
        What `findings.publishing.combine.combine` made.
    front
        What stands on the front.
    evidence
        The store, from which the page says of each number where it comes from.
    files
        Chapter -> the file of its executed notebook, which the page names to auditors.
    words
        The page's own words; those that `Front.english` names are marked as English.
    date
        How a date is printed.
    languages
        Of each other page of this report its language, its file, and what the language calls itself.
    notes
        What a page in another language says of that.
    told
        Makes the data block anew in another language.
    show_code
        Make the page for auditors: code, and outputs that are no exhibits, are shown as text under a
        banner. Such a page is restricted.

    Returns
    -------
    str
        A page whose only style and script are its own, as its security policy says by hash.

    Raises
    ------
    ReleaseRefused
        If a cell shows anything but exhibits, unless `show_code` is set.
    """
    if not show_code:
        refuse_unreleased(notebook)
    drawings = [drawn for _, _, shown in exhibits_in(notebook) for drawn in drawings_of(shown)]
    coded = evidence is not None and bool(evidence.story.frames)
    style, style_hash = style_of(front, drawings, coded=coded)
    text, script_hash = script(coded=coded)
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
        "published": is_published,
        "long_date": date,
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
        words=words,
        asked=Markup(told(asked_json(evidence, notebook, files or {}, of_script(words, coded=coded)))),
        languages=languages,
        notes=notes,
        script=text,
        script_hash=script_hash,
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
    """Whether a value is figures: also '71% (60 of 85)'."""
    words = (_OF.sub("", _SHORTHAND.sub("", span.text)) for span in line if span.origin is not Origin.CELL)
    return not any(_LETTER.search(text) for text in words)


def _chart(figure: Figure, place: Any) -> Markup:
    title = f"{place.number}: {plain(figure.title)}"
    return Markup(drawing(figure.svg, f"{place.anchor}-", title=title, description=plain(figure.alt)))


def _small_chart(row: Row, place: Any, number: int) -> Markup:
    """The chart in a row; readers who listen are told the same by the row's own values."""
    if not row.drawing:
        return Markup("")
    drawn = drawing(row.drawing, f"{place.anchor}-{number}-")
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))
