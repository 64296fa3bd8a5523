"""One notebook of all chapters, numbered, with the annex: what every format is made from.

What publishing adds stands in metadata, so that the exhibits themselves can still be read back:

- ``notebook.metadata.findings``: ``contents`` (level, number, anchor, title of every heading) and
  ``quoted`` (the cells that the annex lists);
- ``cell.metadata.findings``: ``chapter`` (its notebook's name), ``order`` (which chapter that is) and
  ``cell``, where the cell came from; a markdown cell also has ``headings``, the number and anchor of
  each of its headings;
- ``output.metadata.findings``: ``number`` and ``anchor``; a figure also has ``table``, the number and
  anchor of the table that it draws; the annex's table also has ``rows``, the cell of each row.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import nbformat
from nbformat import NotebookNode

from findings.evidence.draft import drafted
from findings.evidence.mark import marked as marked_text
from findings.exhibits.mark import marked
from findings.exhibits.model import MIMETYPE, Exhibit, Figure, Heading, Line, Origin, Span, Table, plain, to_json
from findings.publishing.annex import annex_exhibits, quoted_cells
from findings.publishing.front import Front
from findings.publishing.markdown import markdown_headings
from findings.publishing.numbering import Counter, Place
from findings.publishing.outputs import exhibit_of, exhibits_in, is_exhibit, own_places, where

ANNEX = "annex"
# nbformat has no types of its own.
_NBFORMAT: Any = nbformat


def combine(chapters: Sequence[tuple[str, NotebookNode]], front: Front) -> NotebookNode:
    """Put the chapters together, number them, and add the annex.

    Parameters
    ----------
    chapters
        Identifier and executed notebook of each chapter, in reading order. They are not changed. A notebook that
        shows nothing is no chapter of the report: there was nothing to tell (no theme, a single channel).
    front
        What stands on the front of the report.

    Returns
    -------
    NotebookNode
        All cells, with the metadata that this module's docstring lists. Outputs that are no exhibits
        are still among them: the exporters refuse them, and the auditors' page shows them.

    Raises
    ------
    NotebookFailed
        If a heading skips a level.
    """
    told = [(name, notebook) for name, notebook in chapters if _shows_something(notebook)]
    cells = [cell for order, (name, notebook) in enumerate(told, start=1) for cell in _titled(name, notebook, order)]
    combined = _notebook(cells, front)
    quoted = quoted_cells(exhibit for _, _, exhibit in exhibits_in(combined))
    annex = _NBFORMAT.v4.new_code_cell(outputs=[_output(marked(exhibit)) for exhibit in annex_exhibits(quoted)])
    if quoted:
        combined.cells.append(_came_from(annex, ANNEX, len(told) + 1, 1))
    if front.draft:
        _draft(combined)
    contents = _number(combined)
    if quoted:
        # Each line of the annex is where the links to its cell lead.
        annex.outputs[-1].metadata.findings.rows = [cell.ref for cell in quoted]
    combined.metadata.findings = _NBFORMAT.NotebookNode(contents=contents, quoted=[cell.ref for cell in quoted])
    _point_figures_to_tables(combined)
    return combined


def _shows_something(notebook: NotebookNode) -> bool:
    """Whether a notebook has words of its own or any output; one with code alone is no chapter."""
    return any(cell.get("outputs") or (cell.cell_type != "code" and cell.source.strip()) for cell in notebook.cells)


def _titled(name: str, notebook: NotebookNode, order: int) -> list[NotebookNode]:
    """The cells of a chapter; one without a title is given its notebook's name for one."""
    cells = [_came_from(own_places(cell), name, order, place) for place, cell in enumerate(notebook.cells, start=1)]
    if any(level == 1 for cell in cells for level, _ in _headings(cell)):
        return cells
    title = Heading((Span(name.replace("_", " ").capitalize(), Origin.LABEL),), 1, name)
    return [_came_from(_NBFORMAT.v4.new_code_cell(outputs=[_output(title)]), name, order, 0), *cells]


def _headings(cell: NotebookNode) -> list[tuple[int, str]]:
    if cell.cell_type == "markdown":
        return markdown_headings(cell.source)
    found = [exhibit for _, _, exhibit in exhibits_in(_NBFORMAT.NotebookNode(cells=[cell]))]
    return [(exhibit.level, plain(exhibit.text)) for exhibit in found if isinstance(exhibit, Heading)]


def _number(notebook: NotebookNode) -> list[NotebookNode]:
    """Give every heading, table and figure its place; return the contents list."""
    counter = Counter()
    contents: list[NotebookNode] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            places = []
            for level, text in markdown_headings(cell.source):
                place = counter.heading(level, text, where(cell))
                places.append(_node(place))
                contents.append(_entry(level, place, (Span(text),)))
            cell.metadata.findings.headings = places
        for output in (output for output in cell.get("outputs", []) if is_exhibit(output)):
            exhibit = exhibit_of(output)
            if isinstance(exhibit, Heading):
                place = counter.heading(exhibit.level, exhibit.anchor or plain(exhibit.text), where(cell))
                contents.append(_entry(exhibit.level, place, exhibit.text))
                output.metadata.findings = _node(place)
            elif isinstance(exhibit, Table | Figure):
                output.metadata.findings = _node(counter.exhibit(type(exhibit).__name__, exhibit.id))
    return contents


def _draft(notebook: NotebookNode) -> None:
    """Lead the title of each table and chart by the mark of a draft: it is copied from the page with its title."""
    # As in the title of the report: what is made up is said first.
    marked_title = (Span(marked_text("")),)
    for _, output, exhibit in exhibits_in(notebook):
        if isinstance(exhibit, Table | Figure):
            led = 1 if exhibit.title[:1] == marked_title else 0
            title = (*exhibit.title[:led], Span(drafted("")), *exhibit.title[led:])
            output.data[MIMETYPE] = _NBFORMAT.from_dict(to_json(replace(exhibit, title=title)))


def _point_figures_to_tables(notebook: NotebookNode) -> None:
    """Tell each figure the number of its table: the one in its own chapter, or else the first."""
    tables: dict[tuple[int, str], NotebookNode] = {}
    for cell, output, exhibit in exhibits_in(notebook):
        if isinstance(exhibit, Table):
            for chapter in (cell.metadata.findings.order, 0):
                tables.setdefault((chapter, exhibit.id), output.metadata.findings)
    for cell, output, exhibit in exhibits_in(notebook):
        if isinstance(exhibit, Figure):
            own = (cell.metadata.findings.order, exhibit.table)
            place = tables.get(own) or tables.get((0, exhibit.table))
            output.metadata.findings.table = copy.copy(place) if place else None


def _notebook(cells: list[NotebookNode], front: Front) -> NotebookNode:
    notebook: NotebookNode = _NBFORMAT.v4.new_notebook(cells=cells)
    notebook.metadata.update(title=front.title, language=front.language)
    return notebook


def _came_from(cell: NotebookNode, chapter: str, order: int, place: int) -> NotebookNode:
    # Ids of cells are random; a place is not.
    cell.id = f"chapter-{order}-cell-{place}"
    cell.metadata.findings = _NBFORMAT.NotebookNode(chapter=chapter, order=order, cell=place)
    return cell


def _output(exhibit: Exhibit) -> NotebookNode:
    output: NotebookNode = _NBFORMAT.v4.new_output("display_data", {MIMETYPE: to_json(exhibit)})
    return output


def _node(place: Place) -> NotebookNode:
    node: NotebookNode = _NBFORMAT.NotebookNode(asdict(place))
    return node


def _entry(level: int, place: Place, title: Line) -> NotebookNode:
    entry: NotebookNode = _NBFORMAT.from_dict(
        {"level": level, **asdict(place), "title": [asdict(span) for span in title]}
    )
    return entry
