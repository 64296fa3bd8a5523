"""Drawings held against those of the combined notebook: the same shapes, the same texts, the same words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml.etree import _Element as Element

from findings.errors import Problem
from findings.exhibits.model import Exhibit, Figure, Table, plain
from findings.publishing.check.page import Page, Piece, at, short

MEND = "Find out who changed it: the page is made from the executed notebooks and from nothing else."
_RENAMED = frozenset({"id", "href", "clip-path", "mask", "class", "style"})
"""Attributes that a page writes otherwise than its notebook; none of them shows a number."""
_LED = re.compile(r"\S+ \d+(?:\.\d+)*: ")
"""How a chart's number leads its title."""
Shape = tuple[str, str, tuple[tuple[str, str], ...]]
_SAID = ("title", "desc")


def other_drawings(page: Page, exhibits: Sequence[Exhibit], left_out: set[int]) -> Iterator[Problem]:
    """Every drawing of a chart or a row that is not its notebook's, and every chart that says something else.

    `left_out` are the places of exhibits of which a fault was told already.
    """
    told = {piece.drawing for piece in page.pieces if piece.wrong} | page.told
    said = {drawing.number: _said(page, drawing.number) for drawing in page.drawings}
    found = [drawing for drawing in page.drawings if drawing.root.find(".//pattern") is None]
    due = list(_due(exhibits))
    if len(found) != len(due):
        if not left_out:
            yield Problem("the page", "other drawings than its notebook has", str(len(found)), str(len(due)), MEND)
        return
    for drawing, (name, svg, title, words) in zip(found, due, strict=True):
        if drawing.number in told:
            continue
        where = f"{name}{at(drawing.near)}"
        shown, drawn = _shapes(drawing.root), _shapes(etree.fromstring(svg.encode("utf-8")))
        if shown != drawn:
            yield _difference(where, shown, drawn)
        for tag, text in (("title", title), ("desc", words)):
            piece = said[drawing.number].get(tag)
            here = piece.spaced if piece else ""
            here = _LED.sub("", here, count=1) if tag == "title" and text else here
            if here != text:
                what = "an alternative text that is not its notebook's"
                yield Problem(where, what, *_parted(here, text), MEND)


def _due(exhibits: Sequence[Exhibit]) -> Iterator[tuple[str, str, str, str]]:
    for exhibit in exhibits:
        if isinstance(exhibit, Figure):
            yield f"figure '{exhibit.id}'", exhibit.svg, _spaced(plain(exhibit.title)), _spaced(plain(exhibit.alt))
        elif isinstance(exhibit, Table):
            for row in exhibit.rows:
                if row.drawing and exhibit.drawn:
                    yield f"table '{exhibit.id}', row '{short(plain(row.header))}'", row.drawing, "", ""


def _said(page: Page, number: int) -> dict[str, Piece]:
    return {piece.tag: piece for piece in page.pieces if piece.drawing == number and piece.tag in _SAID}


def _shapes(root: Element) -> list[Shape]:
    """What is drawn: each element with its place, size and looks, what it says, and of which cell it is."""
    shapes: list[Shape] = []
    for element in root.iter():
        tag = _local(element.tag) if isinstance(element.tag, str) else "svg"
        if tag not in ("svg", "metadata", "style", *_SAID):
            given = ((_local(str(name)), " ".join(str(value).split())) for name, value in element.attrib.items())
            kept = sorted((name, value) for name, value in given if name not in _RENAMED and "url(" not in value)
            shapes.append((tag, _spaced(element.text or ""), tuple(kept)))
    return shapes


def _local(name: str) -> str:
    # HTML knows no capitals in names.
    return name.rpartition("}")[2].rpartition(":")[2].lower()


def _difference(where: str, shown: list[Shape], drawn: list[Shape]) -> Problem:
    for here, there in zip(shown, drawn, strict=False):
        if here != there:
            return Problem(where, "a drawing that is not its notebook's", *_apart(here, there), MEND)
    return Problem(where, "a drawing that is not its notebook's", f"{len(shown)} shapes", str(len(drawn)), MEND)


def _apart(here: Shape, there: Shape) -> tuple[str, str]:
    """Where two shapes differ, in words."""
    if here[:2] != there[:2]:
        return short(" ".join(here[:2])), short(" ".join(there[:2]))
    ours, others = dict(here[2]), dict(there[2])
    name = next(name for name in sorted({*ours, *others}) if ours.get(name) != others.get(name))
    return f"{here[0]} {name} {ours.get(name, 'none')}", f"{there[0]} {name} {others.get(name, 'none')}"


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _parted(found: str, due: str) -> tuple[str, str]:
    """Two texts from a little before where they part."""
    place = next((n for n, (a, b) in enumerate(zip(found, due, strict=False)) if a != b), 0)
    start = max(0, place - 30)
    return short(found[start:]) or "nothing", short(due[start:])
