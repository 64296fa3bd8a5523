"""A report's web page as it was read: its blocks, and in each what every piece of text refers to."""

from __future__ import annotations

from dataclasses import dataclass, field

from findings.audit.figures.scripts import Script
from findings.audit.figures.text import spaced


@dataclass(slots=True)
class Piece:
    """A run of text with one origin; `about` is what is said of it on asking, `href` where it leads."""

    text: str = ""
    origin: str = ""
    ref: str = ""
    about: str = ""
    href: str = ""


@dataclass(slots=True)
class Block:
    """A paragraph, a heading, a cell of a table, a text in a drawing: what is read in one go.

    `zone` is the part of the page: front, contents, main, code, foot or edge; `place` the number of the heading, table
    or figure that it stands at; `row` the row of the table, from 0.
    """

    tag: str
    zone: str
    place: str
    chapter: int
    kind: str = ""
    row: int = -1
    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it."""
        return spaced("".join(piece.text for piece in self.pieces))


@dataclass(frozen=True)
class Said:
    """A text in an attribute, which a reader is told, or sees when pointing at it."""

    tag: str
    name: str
    text: str
    place: str
    ref: str


@dataclass
class Page:
    """What was read.

    Parameters
    ----------
    blocks
        In reading order.
    said
        Attributes that are read out, other than those of a figure's link.
    numbers
        The number that is due at each anchor, counted here and not read from the page.
    shapes
        Of each figure and each table with small charts by its number, the shapes and texts of what is drawn.
    unreadable
        Elements that can hold a number which nobody can look up, with their places.
    style
        The style sheet.
    scripts, policies
        The script elements, and what the page's security policy says.
    """

    blocks: list[Block] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)
    shapes: dict[str, list[str]] = field(default_factory=dict)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    style: str = ""
    scripts: list[Script] = field(default_factory=list)
    policies: list[str] = field(default_factory=list)
