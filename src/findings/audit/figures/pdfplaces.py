"""A tagged PDF by its tree: the headings, tables and figures that a reader who listens is led through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from findings.audit.figures.pdftext import Drawn, Mark, drawn_text
from findings.audit.figures.places import FRONT, Place
from findings.audit.figures.text import spaced

_HEADINGS = frozenset(f"/H{level}" for level in range(1, 7))
_ROWS = frozenset(("/THead", "/TBody", "/TFoot"))
_DEEPEST = 60
_SIGN = re.compile(r"[^\w\s]|\d{1,3}[.)]")


@dataclass
class Entry:
    """A line of the list of contents: its number, its words and its page, as printed."""

    texts: list[str]


@dataclass
class Pdf:
    """What was read of a PDF.

    Parameters
    ----------
    places
        In the order of the tree.
    pages
        How many there are.
    starts
        On which page each heading stands.
    contents
        The lines of the list of contents.
    drawn
        What is drawn on the pages.
    unnamed
        Marks that no element of the tree names: they are seen, but not read out.
    titles
        The outline's titles.
    links
        What is said of each link that leads to a page, the page that it stands on and the one that it leads to.
    other_notes
        Pages with a note that is no link.
    facts
        Title, author, subject and keywords, each with where it stands.
    attachments
        The files inside, by name.
    """

    places: list[Place] = field(default_factory=list)
    pages: int = 0
    starts: dict[str, int] = field(default_factory=dict)
    contents: list[Entry] = field(default_factory=list)
    drawn: Drawn = field(default_factory=Drawn)
    unnamed: list[tuple[int, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    links: list[tuple[str, int, int]] = field(default_factory=list)
    other_notes: list[int] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    attachments: dict[str, bytes] = field(default_factory=dict)


def read_pdf(path: Path) -> Pdf:
    """Read a PDF; see `Pdf`.

    Raises
    ------
    ValueError
        If it cannot be read, or is not tagged.
    """
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            if "/StructTreeRoot" not in document.Root:
                raise ValueError("it has no tree of headings, paragraphs and tables")
            pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
            pdf = Pdf(pages=len(pages), drawn=drawn_text(document))
            _Tree(pdf, pages).read(document.Root.StructTreeRoot)
            pdf.titles = list(_titles(document.Root.get("/Outlines"), 0))
            goals = _goals(document, pages)
            for number, page in enumerate(document.pages, start=1):
                _notes(pdf, number, page.obj.get("/Annots", ()), pages, goals)
            pdf.facts = list(_facts(document))
            pdf.attachments = {
                str(name): bytes(spec.get_file().read_bytes()) for name, spec in document.attachments.items()
            }
            return pdf
    except (pikepdf.PdfError, OSError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise ValueError(str(error) or type(error).__name__) from error


class _Tree:
    def __init__(self, pdf: Pdf, pages: dict[Any, int]) -> None:
        self._pdf = pdf
        self._pages = pages
        self._place = Place(FRONT)
        self._used: set[Mark] = set()

    def read(self, root: Any) -> None:
        """Walk the tree from front to back."""
        self._pdf.places.append(self._place)
        for child in _children(root):
            self._element(child, 0, 0)
        left = (mark for mark in self._pdf.drawn.marked if mark not in self._used)
        self._pdf.unnamed = [(mark[0], self._pdf.drawn.marked[mark]) for mark in left]

    def _element(self, element: Any, page: int, depth: int) -> None:
        if depth > _DEEPEST:
            raise ValueError("its tree is too deep")
        name = str(element.get("/S", ""))
        page = self._page(element, page)
        if name in _HEADINGS:
            self._heading(element, page)
        elif name == "/TOC":
            for child in self._below(element, "/TOCI"):
                self._pdf.contents.append(Entry(self._texts(child, page)))
        elif name == "/Table":
            self._table(element, page)
        elif name == "/Caption":
            self._begin(self._texts(element, page))
        elif name == "/Figure":
            self._place.said += str(element.get("/Alt", ""))
            self._place.drawn += self._texts(element, page)
        elif self._is_leaf(element):
            texts = self._texts(element, page)
            # The sign or number before an item of a list is no part of what the item says.
            if name != "/Lbl" or not _SIGN.fullmatch("".join(texts).strip()):
                self._place.flow += texts
        else:
            for child in _children(element):
                if isinstance(child, int):
                    self._place.flow += self._text((page, child))
                else:
                    self._element(child, page, depth + 1)

    def _heading(self, element: Any, page: int) -> None:
        texts = self._texts(element, page)
        # The list of contents has a heading without a number; its lines are looked at for themselves.
        if len(texts) == 1:
            self._place = Place(texts[0])
            return
        self._begin(texts)
        self._pdf.starts[self._place.name] = self._first_page(element, page)

    def _begin(self, texts: list[str]) -> None:
        """A new place: its number is written for itself, before its words."""
        self._place = Place(spaced(texts[0]) if texts else "", texts[1:])
        self._pdf.places.append(self._place)

    def _table(self, element: Any, page: int) -> None:
        below = list(_children(element))
        for child in below:
            if not isinstance(child, int) and str(child.get("/S")) == "/Caption":
                self._begin(self._texts(child, page))
        for row in self._below(element, "/TR"):
            cells = (cell for cell in _children(row) if not isinstance(cell, int))
            self._place.rows.append(tuple("".join(self._texts(cell, page)) for cell in cells))

    def _below(self, element: Any, name: str) -> Iterator[Any]:
        """The nearest elements of a name, through parts of tables and lists within lists."""
        for child in _children(element):
            if isinstance(child, int):
                continue
            kind = str(child.get("/S"))
            if kind == name:
                yield child
            elif kind in _ROWS or kind == "/TOC":
                yield from self._below(child, name)

    def _texts(self, element: Any, page: int) -> list[str]:
        """The text of each mark below an element, in order."""
        texts: list[str] = []
        page = self._page(element, page)
        for child in _children(element):
            texts += self._text((page, child)) if isinstance(child, int) else self._texts(child, page)
        return texts

    def _text(self, mark: Mark) -> list[str]:
        self._used.add(mark)
        text = self._pdf.drawn.marked.get(mark)
        return [] if text is None else [text]

    def _is_leaf(self, element: Any) -> bool:
        return all(isinstance(child, int) for child in _children(element))

    def _first_page(self, element: Any, page: int) -> int:
        page = self._page(element, page)
        for child in _children(element):
            return page if isinstance(child, int) else self._first_page(child, page)
        return page

    def _page(self, element: Any, page: int) -> int:
        """The page of an element's marks: its own, or that of what it stands in."""
        own = element.get("/Pg")
        return page if own is None else self._pages.get(own.objgen, 0)


def _children(element: Any) -> list[Any]:
    """What stands below an element: elements, and marks by their number on the element's page."""
    import pikepdf

    below = element.get("/K")
    if below is None:
        return []
    found: list[Any] = []
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary):
            if "/MCID" in child:
                # A mark on another page than its element's: an element of its own, for whoever reads it.
                found.append(
                    pikepdf.Dictionary(S=pikepdf.Name.Span, K=int(child.MCID), Pg=child.Pg)
                    if "/Pg" in child
                    else int(child.MCID)
                )
            elif "/S" in child:
                found.append(child)
        else:
            found.append(int(child))
    return found


def _titles(outline: Any, depth: int) -> Iterator[str]:
    if outline is None or depth > _DEEPEST:
        return
    item = outline.get("/First")
    while item is not None:
        yield str(item.get("/Title", ""))
        yield from _titles(item, depth + 1)
        item = item.get("/Next")


def _goals(document: Any, pages: dict[Any, int]) -> dict[str, int]:
    """The page of each place that has a name."""
    import pikepdf

    names = document.Root.get("/Names", {}).get("/Dests")
    if names is None:
        return {}
    return {str(name): pages.get(goal[0].objgen, 0) for name, goal in pikepdf.NameTree(names).items()}


def _notes(pdf: Pdf, number: int, notes: Any, pages: dict[Any, int], goals: dict[str, int]) -> None:
    import pikepdf

    for note in notes:
        if str(note.get("/Subtype")) != "/Link" or "/AP" in note:
            pdf.other_notes.append(number)
            continue
        goal = note.get("/Dest")
        leads = pages.get(goal[0].objgen, 0) if isinstance(goal, pikepdf.Array) else goals.get(str(goal), 0)
        pdf.links.append((str(note.get("/Contents", "")), number, leads))


def _facts(document: Any) -> Iterator[tuple[str, str]]:
    for key in ("/Title", "/Author", "/Subject", "/Keywords"):
        if key in document.docinfo:
            yield f"its {key[1:].lower()}", str(document.docinfo[key])
    with document.open_metadata() as metadata:
        for key in ("dc:title", "dc:description"):
            if metadata.get(key):
                yield f"its metadata {key}", str(metadata[key])
