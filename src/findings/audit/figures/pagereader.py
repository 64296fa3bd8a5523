"""Reading a report's web page once, from front to back, as a browser would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from findings.audit.figures.markup import unknown
from findings.audit.figures.page import Block, Page, Piece, Said
from findings.audit.figures.places import FRONT
from findings.audit.figures.scripts import Script
from findings.audit.figures.text import spaced

_BLOCKS = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "caption", "figcaption", "th", "td", "text", "desc",
     "title", "pre")
)  # fmt: skip
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_READ_OUT = frozenset(("title", "alt", "aria-label", "aria-description", "aria-valuetext", "placeholder", "summary",
                       "label", "content", "data-label"))  # fmt: skip
_SHAPE = ("d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points", "transform", "fill",
          "data-cell", "data-mark")  # fmt: skip
_NOT_DRAWN = ("title", "desc")
UNREADABLE = frozenset(("img", "image", "object", "embed", "iframe", "foreignobject", "canvas", "video",
                        "input", "textarea", "link"))  # fmt: skip
"""Elements that can show a number which is not in the page's text."""


def read_page(path: Path) -> Page:
    """Read a page; see `Page`.

    Raises
    ------
    ValueError
        If it cannot be read as UTF-8 or as HTML.
    """
    return _read(path.read_bytes().decode("utf-8"))


def read_drawing(svg: str) -> list[str]:
    """The shapes of a drawing that stands alone, written as those of a page are."""
    return _read(f"<html><body><figure>{svg}</figure></body></html>").shapes.get("Figure 0.1", [])


def _read(text: str) -> Page:
    from lxml import etree

    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8", huge_tree=True, remove_comments=True)
    try:
        parser.feed(text.encode("utf-8"))
        page = parser.close()
    except etree.LxmlError as error:
        raise ValueError(str(error)) from error
    assert isinstance(page, Page)
    return page


@dataclass(slots=True)
class _Element:
    tag: str
    zone: str
    block: Block | None
    piece: Piece | None
    own_block: bool = False
    figure: str = ""
    drawing: bool = False


class _Reader:
    """What lxml tells of a page, element by element."""

    def __init__(self) -> None:
        self.page = Page()
        self._open: list[_Element] = [_Element("", "edge", None, None)]
        self._levels: list[int] = []
        self._exhibits: dict[str, int] = {}
        self._place = FRONT
        self._row = -1
        self._loose: tuple[_Element, Block] | None = None

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        above = self._open[-1]
        attributes = dict(given)
        element = _Element(tag, above.zone, above.block, above.piece, figure=above.figure, drawing=above.drawing)
        self._open.append(element)
        classes = attributes.get("class", "").split()
        element.zone = _zone(tag, classes, above.zone)
        if tag == "script":
            # Held against the package's own elsewhere.
            self.page.scripts.append(Script(attributes))
        elif tag in UNREADABLE or (tag == "use" and not attributes.get("href", "#").startswith("#")):
            self.page.unreadable.append((tag, self._place))
        elif strange := unknown(tag, attributes):
            self.page.unreadable.append((strange, self._place))
        self._number(tag, classes, attributes, element)
        if tag in _BLOCKS:
            self._begin(tag, classes, element)
        elif tag == "br":
            self.data(" ")
        self._refer(attributes, element, above)
        if not _READ_OUT.isdisjoint(attributes):
            for name in sorted(_READ_OUT & attributes.keys()):
                # What a link to the annex says of its number is looked at with the number.
                if attributes[name] and not (name == "title" and "data-cell" in attributes):
                    self._say(tag, name, attributes, element)

    def _number(self, tag: str, classes: list[str], attributes: Mapping[str, str], element: _Element) -> None:
        """Count headings, tables and figures as the reader meets them."""
        anchor = attributes.get("id", "")
        if tag in _HEADINGS and element.zone == "main":
            level = int(tag[1]) - 1
            self._levels = [*self._levels[:level], *[0] * (level - len(self._levels))]
            self._levels[level - 1] += 1
            if level == 1:
                self._exhibits = {}
            self._place = ".".join(str(number) for number in self._levels)
        elif tag == "figure" or (tag == "div" and "exhibit" in classes and "table" in classes):
            kind = "Figure" if tag == "figure" else "Table"
            self._exhibits[kind] = self._exhibits.get(kind, 0) + 1
            self._place = f"{kind} {self._levels[0] if self._levels else 0}.{self._exhibits[kind]}"
            self._row = -1
            element.figure = self._place
        elif tag == "tr":
            self._row += 1
        elif tag == "svg":
            element.drawing = True
        if anchor and (tag in _HEADINGS or tag == "figure" or "exhibit" in classes):
            self.page.numbers[anchor] = self._place
        if element.drawing and element.figure:
            shape = [f"{name}={spaced(attributes[name])}" for name in _SHAPE if name in attributes]
            if shape and tag != "svg":
                self.page.shapes.setdefault(element.figure, []).append(" ".join((tag, *shape)))

    def _begin(self, tag: str, classes: list[str], element: _Element) -> None:
        place = self._place if element.zone in ("main", "code") else FRONT
        chapter = self._levels[0] if self._levels and element.zone in ("main", "code") else 0
        row = self._row if tag in ("th", "td") else -1
        block = Block(tag, element.zone, place, chapter, " ".join(classes), row)
        if tag in ("title", "desc") and not element.drawing:
            block.zone = "edge"
        self.page.blocks.append(block)
        element.block, element.own_block = block, True

    def _refer(self, attributes: Mapping[str, str], element: _Element, above: _Element) -> None:
        """Begin a piece where the text's origin changes; a shape of a drawing has no text."""
        if "data-mark" in attributes:
            return
        ref, origin = attributes.get("data-cell", ""), attributes.get("data-origin", "")
        href = attributes.get("href", "") if element.tag == "a" else ""
        if not (ref or origin or href or element.own_block):
            return
        known = above.piece or Piece()
        # What stands in an element with an origin has that origin, unless it says another.
        piece = Piece("", origin or ("cell" if ref else known.origin), ref, attributes.get("title", ""), href)
        piece.ref = ref or (known.ref if not origin else "")
        piece.href = href or known.href
        element.piece = piece
        if element.block is not None:
            element.block.pieces.append(piece)

    def _say(self, tag: str, name: str, attributes: Mapping[str, str], element: _Element) -> None:
        # Of meta elements, these are what search engines and pasted links show.
        seen = attributes.get("name") in ("description", "author", "keywords") or "property" in attributes
        if attributes.get("http-equiv") and name == "content":
            self.page.policies.append(attributes[name])
        elif name != "content" or seen:
            ref = element.piece.ref if element.piece else ""
            self.page.said.append(Said(tag, name, attributes[name], self._place, ref))

    def end(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                break
        top = self._open[-1]
        # Text after an inner element is the outer one's again: a piece of its own, so that order is kept.
        if top.block is None or top.piece is None or not top.block.pieces or top.block.pieces[-1] is top.piece:
            return
        top.piece = Piece("", top.piece.origin, top.piece.ref, top.piece.about, top.piece.href)
        top.block.pieces.append(top.piece)

    def data(self, text: str) -> None:
        top = self._open[-1]
        if top.tag == "style":
            self.page.style += text
        elif top.tag == "script":
            self.page.scripts[-1].text += text
        elif top.block is not None and top.piece is not None:
            top.piece.text += text
            if top.figure and top.drawing and top.tag not in _NOT_DRAWN and text.strip():
                self.page.shapes.setdefault(top.figure, []).append(f"says {spaced(text)}")
        elif text.strip() and top.tag not in UNREADABLE:
            # Text that stands in no block is read all the same; a sign written as an entity comes for itself.
            if self._loose is None or self._loose[0] is not top:
                self._loose = (top, Block(top.tag, top.zone, self._place if top.zone == "main" else FRONT, 0))
                self.page.blocks.append(self._loose[1])
            self._loose[1].pieces.append(Piece(text, top.piece.origin if top.piece else ""))

    def close(self) -> Page:
        return self.page


def _zone(tag: str, classes: list[str], above: str) -> str:
    if tag == "header" and "front" in classes:
        return "front"
    if tag == "nav":
        return "contents"
    if tag == "main":
        return "main"
    if tag == "footer":
        return "foot"
    if above == "main" and ("code" in classes or (tag == "pre" and "output" in classes)):
        return "code"
    if above == "main" and "up" in classes:
        return "edge"
    return above
