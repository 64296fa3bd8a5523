"""The five things that a notebook shows, and the span of text whose origin is known.

A notebook's output carries each exhibit as JSON; `findings.publishing` reads it back, gives it its
number and draws it in each format. Nothing here says how an exhibit looks.
"""

from __future__ import annotations

import enum
from dataclasses import asdict, dataclass, fields
from typing import Any

MIMETYPE = "application/vnd.findings.exhibit+json"


class Origin(enum.StrEnum):
    """Where a piece of text comes from; a figure may only stand in one that is not `words`."""

    WORDS = "words"
    CELL = "cell"
    LABEL = "label"
    PARAMETER = "parameter"
    CITATION = "citation"
    QUOTE = "quote"
    NUMBERING = "numbering"
    AXIS = "axis"


@dataclass(frozen=True)
class Span:
    """A run of text with one origin.

    Parameters
    ----------
    text
        As a reader sees it.
    origin
        Where it comes from.
    ref
        The cell's identifier, where the origin is a cell.
    about
        What the cell counts, of whom, in words: shown on asking, and in the annex.
    made_up
        Whether the cell was counted from made-up data: then whatever shows it is marked
        (`findings.exhibits.mark`).
    lang
        Two letters, where the text is in another language than what it stands in (`findings.publishing.language`).
    """

    text: str
    origin: Origin = Origin.WORDS
    ref: str = ""
    about: str = ""
    made_up: bool = False
    lang: str = ""


Line = tuple[Span, ...]


def plain(line: Line) -> str:
    """The text alone.

    Examples
    --------
    >>> plain((Span("Base: "), Span("85", Origin.CELL, "q8#base")))
    'Base: 85'
    """
    return "".join(span.text for span in line)


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter; level 1 is the chapter's own title."""

    text: Line
    level: int
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """Running text.

    `style` is body, lead, finding, wording (a question as asked), note, commentary (what a person wrote) or changed
    (what changed in the numbers since a person wrote).
    """

    text: Line
    style: str = "body"


@dataclass(frozen=True)
class Bullets:
    """A list of lines."""

    items: tuple[Line, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table: its header, and a value for each column.

    `kind` is option, net, base or missing, and says how the row is set off from the others. `drawing` is a small chart
    of the row's own numbers, SVG without text, whose shapes say as ``data-cell`` what they show; it adds nothing that
    the row does not say in words, and stands in a last column.
    """

    header: Line
    values: tuple[Line, ...]
    kind: str = "option"
    drawing: str = ""


@dataclass(frozen=True)
class Table:
    """A table: what it is, its header row, its rows, what must be known with it.

    `legend` explains the shorthand that the table uses, one line each; `drawn` is the header of the column of small
    charts, where rows have them.
    """

    id: str
    title: Line
    stub: Line
    columns: tuple[Line, ...]
    rows: tuple[Row, ...]
    notes: tuple[Line, ...] = ()
    legend: tuple[Line, ...] = ()
    source: Line = ()
    drawn: Line = ()


@dataclass(frozen=True)
class Figure:
    """A chart: a title that says the finding, SVG without style attributes, and what it says in words.

    `table` names the table of the same numbers that stands beside it; `subtitle` says of which question and of whom,
    `source` where the numbers come from.
    """

    id: str
    title: Line
    svg: str
    alt: Line
    table: str
    notes: tuple[Line, ...] = ()
    subtitle: Line = ()
    source: Line = ()


Exhibit = Heading | Paragraph | Bullets | Table | Figure
KINDS: dict[str, type[Exhibit]] = {kind.__name__.lower(): kind for kind in (Heading, Paragraph, Bullets, Table, Figure)}


def to_json(exhibit: Exhibit) -> dict[str, Any]:
    """The exhibit as plain data, with its kind."""
    return {"kind": type(exhibit).__name__.lower(), **asdict(exhibit)}


def from_json(content: dict[str, Any]) -> Exhibit:
    """Read what `to_json` wrote.

    Examples
    --------
    >>> note = Paragraph((Span("Shares may add to "), Span("101%", Origin.CELL, "q1#base")), "note")
    >>> from_json(to_json(note)) == note
    True
    """
    own = {key: value for key, value in content.items() if key != "kind"}
    for key in ("text", "title", "subtitle", "stub", "alt", "source", "drawn"):
        if key in own:
            own[key] = _line(own[key])
    for key in ("items", "columns", "notes", "legend"):
        if key in own:
            own[key] = tuple(_line(item) for item in own[key])
    if "rows" in own:
        own["rows"] = tuple(
            Row(_line(row["header"]), tuple(_line(value) for value in row["values"]), row["kind"], row["drawing"])
            for row in own["rows"]
        )
    return KINDS[content["kind"]](**own)


_ORIGINS = {str(origin): origin for origin in Origin}
_WRITTEN = {field.name for field in fields(Span)}


def _line(spans: list[dict[str, Any]]) -> Line:
    return tuple(map(_span, spans))


def _span(span: dict[str, Any]) -> Span:
    # A large report has a hundred thousand spans, nearly all of them just as `to_json` wrote them.
    if span.keys() == _WRITTEN and span["origin"] in _ORIGINS:
        origin = _ORIGINS[span["origin"]]
        return Span(span["text"], origin, span["ref"], span["about"], span["made_up"], span["lang"])
    return Span(**{**span, "origin": Origin(span["origin"])})
