"""HTML -> what a browser would show of it, by one walk through the tree."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from findings.publishing.check.page import Drawing, Page, Piece, Said

READ_OUT = (
    *("alt", "title", "aria-label", "aria-description", "aria-valuetext", "aria-valuenow", "aria-roledescription"),
    *("aria-placeholder", "placeholder", "summary", "label", "start"),
)
_VALUED = frozenset({"input", "button", "option", "li", "data"})
"""Elements whose attribute `value` is shown or sets what is shown."""
_OURS = ("data-cell", "data-origin", "data-mark")
_UNREADABLE = frozenset(
    ("img", "picture", "canvas", "iframe", "frame", "object", "embed", "video", "audio", "meter", "progress")
) | {"image", "foreignobject", "math", "applet", "base", "bdo"}
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "samp", "small", "span")
) | {"strong", "sub", "sup", "time", "tspan", "u", "var", "wbr", "ins", "del", "data"}
_SEEN_META = ("description", "author", "keywords", "application-name")
_PARTS = {"head": "head", "nav": "contents", "main": "main", "footer": "foot", "dialog": "panel", "template": "panel"}


@dataclass(slots=True)
class _Place:
    """What an element hands on to what stands in it."""

    owner: Element
    origin: str
    ref: str
    href: str
    where: str
    drawing: int


def read_page(text: str) -> Page:
    """Read a page.

    Examples
    --------
    >>> [piece.text for piece in read_page('<p>In <span data-origin="cell">8</span>5</p>').pieces]
    ['In ', '8', '5']
    """
    parser = etree.HTMLParser(huge_tree=True, remove_pis=True)
    # A null ends a text for the parser; a browser shows it as what cannot be shown.
    root = etree.fromstring(text.replace("\0", "\ufffd") if text.strip() else "<p></p>", parser=parser)
    reader = _Reader()
    # Of what holds no element nor text there is no tree.
    if root is not None:
        reader.walk(root)
    return reader.page


class _Reader:
    def __init__(self) -> None:
        self.page = Page()
        self._near = ""
        self._block = 0
        self._last: Element | None = None

    def walk(self, root: Element) -> None:
        # A stack of our own: pages nest deeper than Python calls itself.
        stack: list[tuple[Element, _Place, bool]] = [(root, _Place(root, "", "", "", "", 0), False)]
        while stack:
            element, above, left = stack.pop()
            if left:
                self._leave(element, above)
                continue
            own = self._enter(element, above)
            stack.append((element, above, True))
            if own is not None:
                stack.extend((child, own, False) for child in reversed(element))

    def _enter(self, element: Element, above: _Place) -> _Place | None:
        tag = element.tag
        if not isinstance(tag, str):
            self.page.unseen.append(("a comment", element.text or ""))
            return None
        given = element.attrib
        self._near = str(given.get("id") or self._near)
        if tag == "style":
            self.page.styles.append(element.text or "")
            return None
        if tag == "script":
            self._script(element)
            return None
        if tag in _UNREADABLE:
            self.page.unreadable.append((tag, self._near))
        own = self._place(element, tag, above)
        if tag == "svg" and not above.drawing:
            own.drawing = len(self.page.drawings) + 1
            silent = given.get("aria-hidden") == "true"
            self.page.drawings.append(Drawing(own.drawing, self._near, element, silent))
        for name in given:
            self._attribute(element, tag, str(name), own)
        if tag not in _INLINE:
            self._block += 1
        if element.text:
            self._text(element.text, own)
        return own

    def _leave(self, element: Element, above: _Place) -> None:
        if element.tag not in _INLINE:
            self._block += 1
        if element.tail:
            self._text(element.tail, above)

    def _place(self, element: Element, tag: str, above: _Place) -> _Place:
        given = element.attrib
        ref, origin = str(given.get("data-cell") or ""), str(given.get("data-origin") or "")
        href = str(given.get("href") or "") if tag == "a" else ""
        where = _PARTS.get(tag, above.where)
        if tag == "header" and not above.where:
            where = "front"
        if not (ref or origin or href):
            return _Place(above.owner if tag in _INLINE else element, above.origin, above.ref, above.href, where,
                          above.drawing)  # fmt: skip
        # An origin of its own ends what was handed on: words in a cell's element are words.
        kept = above.ref if not origin or origin == "cell" else ""
        return _Place(element, origin or ("cell" if ref else above.origin), ref or kept, href or above.href, where,
                      above.drawing)  # fmt: skip

    def _attribute(self, element: Element, tag: str, name: str, own: _Place) -> None:
        value = str(element.attrib[name])
        if tag == "meta":
            if str(element.get("http-equiv") or "").lower() == "content-security-policy" and name == "content":
                self.page.policy = value
            seen = str(element.get("name") or "").lower() in _SEEN_META or "property" in element.attrib
            if name != "content" or not seen:
                return
        elif name.startswith("data-") and name not in _OURS:
            self.page.unseen.append((f"the attribute {name} of a {tag} element", value))
            return
        elif name not in READ_OUT and not (name == "value" and tag in _VALUED):
            return
        self.page.said.append(Said(name, value, tag, own.origin, own.ref, self._near))

    def _text(self, text: str, place: _Place) -> None:
        pieces = self.page.pieces
        if self._last is place.owner and pieces and pieces[-1].block == self._block:
            pieces[-1].text += text
            return
        tag = str(place.owner.tag)
        pieces.append(Piece(text, place.origin, place.ref, place.href, tag, self._near, self._block, place.where,
                            place.drawing))  # fmt: skip
        self._last = place.owner

    def _script(self, element: Element) -> None:
        if str(element.get("type") or "").lower() in ("application/json", "application/ld+json"):
            self.page.data.append((str(element.get("id") or ""), element.text or ""))
        else:
            self.page.scripts.append(element.text or "")
            if element.get("src"):
                self.page.unreadable.append(("script with a source", self._near))
