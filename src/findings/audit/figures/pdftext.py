"""The text of a PDF's pages, letter by letter as it is drawn, with the mark under which it is drawn.

A tagged PDF says twice what it holds: drawn on pages, and in a tree of headings, paragraphs and tables whose leaves
name marks in the pages. Here stands the first half.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_OPERATORS = "BDC BMC EMC Tf Tj TJ ' \" Do BI"
_BFCHAR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BFRANGE = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(<[0-9A-Fa-f]+>|\[[^\]]*\])")
_SECTION = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_UNKNOWN = "\ufffd"
_DEEPEST = 8
Mark = tuple[int, int]
"""Page, from 1, and the number of a piece of its content."""


@dataclass
class Drawn:
    """What is drawn on the pages.

    Parameters
    ----------
    marked
        The text of each mark.
    furniture
        Page and text of what is declared to be no content: headers, footers, leaders.
    loose
        Page and text of what is neither.
    instead
        Page, the text said to a reader who listens, and the text that is drawn, where they are given apart.
    pictures
        Pages on which a picture is drawn: its numbers cannot be read.
    """

    marked: dict[Mark, str] = field(default_factory=dict)
    furniture: list[tuple[int, str]] = field(default_factory=list)
    loose: list[tuple[int, str]] = field(default_factory=list)
    instead: list[tuple[int, str, str]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)


@dataclass
class _Font:
    """How the bytes of a string become letters."""

    width: int
    letters: Mapping[int, str]

    def read(self, content: bytes) -> str:
        # Two bytes a code, the usual case, are read as if they were letters, which is quicker than code by code.
        codes = content.decode("utf-16-be" if self.width == 2 else "latin-1", errors="surrogatepass")
        return codes.translate(self.letters)


class _Letters(dict[int, str]):
    """A font's letters; a code without one stands as a sign that is no letter."""

    def __missing__(self, code: int) -> str:
        return _UNKNOWN


@dataclass
class _Open:
    """A piece of marked content that has begun and not ended."""

    kind: str
    mark: int
    instead: str
    texts: list[str] = field(default_factory=list)


def drawn_text(document: Any) -> Drawn:
    """Read all pages of an open PDF.

    Raises
    ------
    ValueError
        If a page cannot be read.
    """
    import pikepdf

    drawn = Drawn()
    fonts: dict[Any, _Font] = {}
    for number, page in enumerate(document.pages, start=1):
        reader = _Page(number, drawn, fonts)
        try:
            reader.read(page, page.obj.get("/Resources", pikepdf.Dictionary()), 0)
        except (pikepdf.PdfError, TypeError, AttributeError, KeyError, IndexError) as error:
            raise ValueError(f"page {number}: {error}") from error
        reader.end_all()
    return drawn


class _Page:
    def __init__(self, number: int, drawn: Drawn, fonts: dict[Any, _Font]) -> None:
        self._number = number
        self._drawn = drawn
        self._fonts = fonts
        self._open: list[_Open] = []
        self._font = _Font(1, _Letters())

    def read(self, stream: Any, resources: Any, depth: int) -> None:
        """Read a page's content, or that of a form drawn in it."""
        import pikepdf

        for instruction in pikepdf.parse_content_stream(stream, _OPERATORS):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "Tf":
                self._font = self._font_of(resources, str(operands[0]))
            elif operator == "TJ":
                strings = [bytes(part) for part in operands[0] if isinstance(part, pikepdf.String)]
                self._say(self._font.read(b"".join(strings)))
            elif operator in ("Tj", "'", '"'):
                self._say(self._font.read(bytes(operands[-1])))
            elif operator == "BDC":
                self._begin(str(operands[0]), operands[1], resources)
            elif operator == "BMC":
                self._open.append(_Open(str(operands[0]), -1, ""))
            elif operator == "EMC":
                self._end()
            elif operator == "Do":
                self._draw(str(operands[0]), resources, depth)
            else:
                self._drawn.pictures.append(self._number)

    def _begin(self, kind: str, properties: Any, resources: Any) -> None:
        import pikepdf

        if isinstance(properties, pikepdf.Name):
            properties = resources["/Properties"][str(properties)]
        mark = int(properties.get("/MCID", -1))
        self._open.append(_Open(kind, mark, str(properties.get("/ActualText", ""))))

    def _end(self) -> None:
        ended = self._open.pop()
        text = "".join(ended.texts)
        if ended.instead:
            self._drawn.instead.append((self._number, ended.instead, text))
        if ended.mark >= 0:
            mark = (self._number, ended.mark)
            self._drawn.marked[mark] = self._drawn.marked.get(mark, "") + text
        elif ended.kind == "/Artifact":
            if text.strip():
                self._drawn.furniture.append((self._number, text))
        elif self._open:
            self._open[-1].texts.append(text)
        elif text.strip():
            self._drawn.loose.append((self._number, text))

    def end_all(self) -> None:
        """What never ended ends with the page."""
        while self._open:
            self._end()

    def _say(self, text: str) -> None:
        if self._open:
            self._open[-1].texts.append(text)
        elif text.strip():
            self._drawn.loose.append((self._number, text))

    def _draw(self, name: str, resources: Any, depth: int) -> None:
        drawn = resources["/XObject"][name]
        if str(drawn.get("/Subtype")) == "/Form" and depth < _DEEPEST:
            self.read(drawn, drawn.get("/Resources", resources), depth + 1)
        else:
            self._drawn.pictures.append(self._number)

    def _font_of(self, resources: Any, name: str) -> _Font:
        font = resources["/Font"][name]
        key = font.objgen
        if key == (0, 0):
            return _font(font)
        if key not in self._fonts:
            self._fonts[key] = _font(font)
        return self._fonts[key]


def _font(font: Any) -> _Font:
    width = 2 if str(font.get("/Subtype")) == "/Type0" else 1
    stream = font.get("/ToUnicode")
    return _Font(width, _Letters(letters_of(stream.read_bytes().decode("latin-1")) if stream is not None else {}))


def letters_of(cmap: str) -> dict[int, str]:
    """The letters that a font's own table gives its codes.

    Examples
    --------
    >>> letters_of("2 beginbfchar <0001> <0036> <0002> <00660069> endbfchar 1 beginbfrange <05> <06> <0041> endbfrange")
    {1: '6', 2: 'fi', 5: 'A', 6: 'B'}
    """
    letters: dict[int, str] = {}
    for kind, body in _SECTION.findall(cmap):
        if kind == "bfchar":
            letters.update((int(code, 16), _utf16(text)) for code, text in _BFCHAR.findall(body))
            continue
        for first, last, to in _BFRANGE.findall(body):
            codes = range(int(first, 16), min(int(last, 16), int(first, 16) + 65535) + 1)
            if to.startswith("["):
                letters.update(zip(codes, (_utf16(text) for text in re.findall(r"<([^>]*)>", to)), strict=False))
            else:
                start = _utf16(to.strip("<>"))
                letters.update((code, start[:-1] + chr(ord(start[-1]) + step)) for step, code in enumerate(codes))
    return letters


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", errors="replace")
