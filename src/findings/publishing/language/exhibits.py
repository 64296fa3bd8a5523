"""An exhibit in another language: each of its lines, and the words in its drawing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from findings.exhibits.model import Bullets, Exhibit, Figure, Line, Row, Table
from findings.publishing.language.drawing import translated_drawing
from findings.publishing.language.translator import Translator


def translated_exhibit(exhibit: Exhibit, translator: Translator) -> Exhibit:
    """The exhibit with every line of it translated; identifiers, anchors and drawings' shapes stay.

    Examples
    --------
    >>> from findings.exhibits.model import Heading, Span
    >>> from findings.publishing.language.catalogue import Catalogue
    >>> from findings.publishing.language.labels import Labels
    >>> welsh = Catalogue("cy", {("", "Summary"): "Crynodeb"})
    >>> translated_exhibit(Heading((Span("Summary"),), 1, "summary"), Translator(welsh, Labels(welsh)))
    Heading(text=(Span(text='Crynodeb', origin=<Origin.WORDS: 'words'>, ref='', about='', made_up=False, lang=''),), \
level=1, anchor='summary')
    """
    line = translator.line
    if isinstance(exhibit, Bullets):
        return replace(exhibit, items=_each(exhibit.items, line))
    if isinstance(exhibit, Table):
        return replace(
            exhibit,
            title=line(exhibit.title),
            stub=line(exhibit.stub),
            columns=_each(exhibit.columns, line),
            rows=tuple(_row(row, line) for row in exhibit.rows),
            notes=_each(exhibit.notes, line),
            legend=_each(exhibit.legend, line),
            source=line(exhibit.source),
            drawn=line(exhibit.drawn),
        )
    if isinstance(exhibit, Figure):
        return replace(
            exhibit,
            title=line(exhibit.title),
            subtitle=line(exhibit.subtitle),
            svg=translated_drawing(exhibit.svg, translator),
            alt=line(exhibit.alt),
            notes=_each(exhibit.notes, line),
            source=line(exhibit.source),
        )
    return replace(exhibit, text=line(exhibit.text))


def _each(lines: tuple[Line, ...], line: Callable[[Line], Line]) -> tuple[Line, ...]:
    return tuple(map(line, lines))


def _row(row: Row, line: Callable[[Line], Line]) -> Row:
    return replace(row, header=line(row.header), values=_each(row.values, line))
