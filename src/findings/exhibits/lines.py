"""The lines of an exhibit, whoever walks them: to mark, to look up, to translate, to check."""

from __future__ import annotations

from collections.abc import Iterator

from findings.exhibits.model import Bullets, Exhibit, Figure, Line, Table


def lines_of(exhibit: Exhibit) -> Iterator[Line]:
    """The lines of an exhibit in the order in which a page has them; without what a chart says in words.

    Examples
    --------
    >>> from findings.exhibits.model import Paragraph, Span, plain
    >>> [plain(line) for line in lines_of(Paragraph((Span("All agreed."),)))]
    ['All agreed.']
    """
    if isinstance(exhibit, Bullets):
        yield from exhibit.items
    elif isinstance(exhibit, Table):
        yield from (exhibit.title, exhibit.stub, *exhibit.columns, exhibit.drawn)
        for row in exhibit.rows:
            yield from (row.header, *row.values)
        yield from (*exhibit.legend, *exhibit.notes, exhibit.source)
    elif isinstance(exhibit, Figure):
        yield from (exhibit.title, exhibit.subtitle, *exhibit.notes, exhibit.source)
    else:
        yield exhibit.text


def every_line(exhibit: Exhibit) -> Iterator[Line]:
    """The lines of an exhibit, and what a chart says in words."""
    yield from lines_of(exhibit)
    if isinstance(exhibit, Figure):
        yield exhibit.alt
