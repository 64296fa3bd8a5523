"""Texts of a drawing as outlines, where the PDF could not say again what its letters are.

In a drawing Typst sets letters of some scripts as shapes whose code points are lost (joined and reordered ones, as of
Devanagari), which PDF/UA refuses. The drawing has an alternative text that says all of it, so such a text is drawn.
"""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from findings.publishing import fonts

FAMILY = "DejaVu Sans"
"""What charts of the PDF are set in, and were measured with."""
_ANCHORS = {"middle": 0.5, "end": 1.0}
_STEPS = {1: "M", 2: "L", 3: "Q", 4: "C"}
_JOINED = ("Cf", "Mn", "Mc", "Me")
_KEPT = ("fill", "data-cell", "data-origin", "transform")
_SVG = "http://www.w3.org/2000/svg"


def outlined(svg: str) -> str:
    """The drawing, with the texts as paths that hold a letter that `FAMILY` lacks, or a mark or joiner without width.

    Examples
    --------
    >>> plain = '<svg xmlns="http://www.w3.org/2000/svg"><text x="1" y="9" font-size="8px">Yes</text></svg>'
    >>> outlined(plain) == plain
    True
    """
    if _is_plain(svg):
        return svg
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    for element in root.iter(f"{{{_SVG}}}text"):
        text = "".join(element.itertext())
        if not _is_plain(text):
            _draw(element, text)
    return ElementTree.tostring(root, encoding="unicode")


def _is_plain(text: str) -> bool:
    held = _held()
    return all(ord(letter) in held and unicodedata.category(letter) not in _JOINED for letter in text)


def _draw(element: ElementTree.Element, text: str) -> None:
    """Make a text element a path, in place."""
    size = float((element.get("font-size") or "10px").removesuffix("px"))
    x, y = float(element.get("x") or 0), float(element.get("y") or 0)
    shape = _shape(text, size)
    left = x - _ANCHORS.get(element.get("text-anchor", ""), 0.0) * shape.get_extents().x1
    parts = []
    for points, code in shape.iter_segments(curves=True):
        pairs = zip(points[0::2], points[1::2], strict=True)
        placed = " ".join(f"{left + across:.2f} {y - up:.2f}" for across, up in pairs)
        parts.append(f"{_STEPS[code]} {placed}" if code in _STEPS else "Z")
    kept = {key: value for key, value in element.attrib.items() if key in _KEPT}
    element.clear()
    element.tag = f"{{{_SVG}}}path"
    element.attrib.update(kept)
    element.set("d", " ".join(parts))
    element.tail = "\n"


def _shape(text: str, size: float) -> Any:
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    return TextPath((0, 0), text, size=size, prop=FontProperties(fname=str(_file_for(text))))


def _file_for(text: str) -> Path:
    """The first font that holds every letter of a text, or the most of them."""
    families = [files[0] for files in fonts.font_files()[: len(fonts.TEXT_FAMILIES)]]
    return max(families, key=lambda file: sum(ord(letter) in _held_by(file) for letter in text))


def _held() -> frozenset[int]:
    return _held_by(next(file for files in fonts.font_files() for file in files if file.name == "DejaVuSans.ttf"))


@functools.cache
def _held_by(file: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap()) | {ord("\n")}
