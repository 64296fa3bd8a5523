"""A finished page as it was read: runs of text with one origin, texts in attributes, drawings, data, style."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml.etree import _Element as Element


@dataclass(slots=True)
class Piece:
    """A run of text with one origin.

    Parameters
    ----------
    text
        As it stands in the page, spaces and all.
    origin, ref, href
        What the page says: where it comes from, which cell it shows, where it leads.
    tag, near
        The innermost element, and the last name (`id`) before it: where a problem lies.
    block
        Pieces of one block are read in one go: a paragraph, a heading, a cell of a table.
    where
        The part of the page: head, front, contents, main, foot, or a place of its own.
    drawing
        The number of the drawing that it stands in, from 1; 0 outside of drawings.
    wrong
        Whether a fault of it was told already.
    """

    text: str
    origin: str
    ref: str
    href: str
    tag: str
    near: str
    block: int
    where: str
    drawing: int = 0
    wrong: bool = False

    @property
    def spaced(self) -> str:
        """The text with one space where there is any."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Said:
    """A text in an attribute that is read out, or seen when pointing at something."""

    name: str
    text: str
    tag: str
    origin: str
    ref: str
    near: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing, its number on the page, the name that it stands at, and whether readers who listen are told of it."""

    number: int
    near: str
    root: Element
    silent: bool


@dataclass
class Page:
    """What was read, in reading order.

    Parameters
    ----------
    pieces, said, drawings
        Texts, texts in attributes, drawings.
    data
        The blocks of data: name and text.
    scripts, styles
        What acts and what decorates.
    policy
        The page's security policy.
    unreadable
        Elements that can show a number which nobody can look up, with where they stand.
    unseen
        What only whoever opens the file finds, with where it stands: comments, attributes for programs.
    told
        The numbers of drawings of which a fault was told already.
    """

    pieces: list[Piece] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    data: list[tuple[str, str]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    policy: str = ""
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    told: set[int] = field(default_factory=set)


def at(near: str) -> str:
    """Where something stands, behind what it is.

    Examples
    --------
    >>> at("table-q1"), at("")
    (", at or after 'table-q1'", '')
    """
    return f", at or after '{near}'" if near else ""


def short(text: str) -> str:
    """A text cut to what a message can hold."""
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:79] + "…"
