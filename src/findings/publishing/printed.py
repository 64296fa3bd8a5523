"""Which cells a report shows, and which notebook and cell printed each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from nbformat import NotebookNode

from findings.exhibits.lines import every_line
from findings.exhibits.model import Exhibit, Figure, Table
from findings.publishing.outputs import exhibits_in

Printed = tuple[str, int]
"""A chapter and the number of the cell in its notebook."""
_IN_DRAWING = re.compile(r'\bdata-cell="([^"]*)"')


def printed_cells(notebook: NotebookNode) -> dict[str, tuple[Printed, ...]]:
    """The cells of evidence that a combined notebook shows, in reading order, each with where it was printed."""
    found: dict[str, dict[Printed, None]] = {}
    for cell, _, exhibit in exhibits_in(notebook):
        came_from = cell.metadata.findings
        for ref in refs_of(exhibit):
            found.setdefault(ref, {})[str(came_from.chapter), int(came_from.cell)] = None
    return {ref: tuple(places) for ref, places in found.items()}


def refs_of(exhibit: Exhibit) -> Iterator[str]:
    """The cells that an exhibit shows, as often as it does: in its words, its values and its drawings.

    Examples
    --------
    >>> from findings.exhibits.model import Span
    >>> list(refs_of(Figure("q1", (), '<svg><rect data-cell="q1#yes"/></svg>', (Span("1", ref="q1#no"),), "q1")))
    ['q1#no', 'q1#yes']
    """
    for line in every_line(exhibit):
        yield from (span.ref for span in line if span.ref)
    for drawing in drawings_of(exhibit):
        yield from map(unescape, _IN_DRAWING.findall(drawing))


def drawings_of(exhibit: Exhibit) -> tuple[str, ...]:
    """What is drawn in an exhibit: a chart, or the small charts of a table's rows."""
    if isinstance(exhibit, Figure):
        return (exhibit.svg,)
    return tuple(row.drawing for row in exhibit.rows if row.drawing) if isinstance(exhibit, Table) else ()
