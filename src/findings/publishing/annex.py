"""Where the numbers come from: one line for each cell that a sentence or a title quotes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from findings.exhibits.model import (
    Bullets,
    Exhibit,
    Figure,
    Heading,
    Line,
    Origin,
    Paragraph,
    Row,
    Span,
    Table,
)

TITLE = "Where the numbers come from"
TABLE = "where_the_numbers_come_from"


@dataclass(frozen=True)
class Quoted:
    """A cell that running text quotes: its identifier, how it is printed, what it counts."""

    ref: str
    texts: tuple[str, ...]
    about: str
    made_up: bool = False


def quoted_cells(exhibits: Iterable[Exhibit]) -> tuple[Quoted, ...]:
    """The cells that sentences, headings, titles and notes quote, in the order of their first use.

    Cells that stand only in the body of a table are not among them: they can be read where they stand.
    """
    found: dict[str, Quoted] = {}
    for exhibit in exhibits:
        for span in (span for line in _running_text(exhibit) for span in line):
            if span.origin is Origin.CELL and span.ref:
                known = found.get(span.ref, Quoted(span.ref, (), ""))
                texts = known.texts if span.text in known.texts else (*known.texts, span.text)
                found[span.ref] = Quoted(span.ref, texts, known.about or span.about, known.made_up or span.made_up)
    return tuple(found.values())


def annex_exhibits(quoted: tuple[Quoted, ...]) -> tuple[Exhibit, ...]:
    """The last chapter; its table has one row for each quoted cell, in the same order."""
    heading = Heading((Span(TITLE),), 1, "where-the-numbers-come-from")
    introduction = Paragraph(
        (
            Span(
                "Every number in the text and the titles of this report is listed here, with what it counts and "
                "the identifier under which it stands in the evidence file that is published with the report."
            ),
        )
    )
    table = Table(
        id=TABLE,
        title=(Span("Numbers quoted in the text, in the order in which they are first used"),),
        stub=(Span("What the number counts"),),
        columns=((Span("As printed"),), (Span("Identifier"),)),
        rows=tuple(
            Row(
                header=(Span(cell.about or cell.ref, Origin.LABEL),),
                values=(
                    (Span("; ".join(cell.texts), Origin.CELL, cell.ref, made_up=cell.made_up),),
                    (Span(cell.ref, Origin.LABEL),),
                ),
            )
            for cell in quoted
        ),
    )
    return (heading, introduction, table) if quoted else ()


def _running_text(exhibit: Exhibit) -> Iterator[Line]:
    if isinstance(exhibit, Heading | Paragraph):
        yield exhibit.text
    elif isinstance(exhibit, Bullets):
        yield from exhibit.items
    elif isinstance(exhibit, Table):
        yield exhibit.title
        yield from (*exhibit.notes, exhibit.source)
    elif isinstance(exhibit, Figure):
        yield from (exhibit.title, exhibit.subtitle, *exhibit.notes, exhibit.source)


def pieces(identifier: str) -> list[str]:
    """An identifier cut where a line may end: after its marks, so that it fits a narrow column.

    Examples
    --------
    >>> pieces("q8.by.area#net_agree@east")
    ['q8.', 'by.', 'area#', 'net_', 'agree@', 'east']
    """
    found, start = [], 0
    for place, character in enumerate(identifier, start=1):
        if character in ".#@!_" or place == len(identifier):
            found.append(identifier[start:place])
            start = place
    return found
