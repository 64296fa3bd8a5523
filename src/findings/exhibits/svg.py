"""A matplotlib figure as SVG that a strict content security policy lets through.

matplotlib writes style attributes, a style element, metadata and ids that repeat from chart to chart.
Here styles become presentation attributes, ids that nothing refers to go, and the others carry the
exhibit's name, so that several charts stand in one page; the same chart gives the same bytes. What is
drawn with a `gid` that begins with `CELL` says as ``data-cell`` which cell it shows.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
CELL = "cell:"
"""How the `gid` of what shows a cell begins; the cell's identifier follows."""
XLINK = "http://www.w3.org/1999/xlink"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_LINKS = ("href", f"{{{XLINK}}}href")
_FONT = re.compile(r"^(?:(?P<weight>bold|[1-9]00) )?(?P<size>[\d.]+px) (?P<family>.+)$")


def as_svg(figure: Figure, name: str) -> str:
    """The figure's SVG without style attributes, metadata, scripts or repeated ids.

    Parameters
    ----------
    figure
        A matplotlib figure.
    name
        The exhibit's identifier: it leads every id, and seeds those that matplotlib makes.
    """
    import matplotlib as mpl

    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(buffer.getvalue())
    clean(root, re.sub(r"[^a-z0-9]+", "-", name.casefold()))
    return ElementTree.tostring(root, encoding="unicode")


def clean(root: ElementTree.Element, prefix: str) -> None:
    """Take out of an SVG tree what a page cannot carry, in place."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style", f"{{{SVG}}}script"):
                parent.remove(child)
    used = {name for element in root.iter() for value in element.attrib.values() for name in _REFERENCE.findall(value)}
    used |= {
        element.attrib[key].removeprefix("#") for element in root.iter() for key in _LINKS if key in element.attrib
    }
    for element in root.iter():
        _style_to_attributes(element)
        identifier = element.attrib.pop("id", "")
        if identifier.startswith(CELL):
            element.set("data-cell", identifier.removeprefix(CELL))
        elif identifier in used:
            element.set("id", f"{prefix}-{identifier}")
        for key, value in list(element.attrib.items()):
            if key in _LINKS:
                element.set(key, f"#{prefix}-{value.removeprefix('#')}")
            else:
                element.set(key, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    root.set("stroke-linejoin", "round")
    root.set("stroke-linecap", "butt")


def _style_to_attributes(element: ElementTree.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            match = _FONT.match(value)
            if match:
                element.set("font-size", match["size"])
                element.set("font-family", match["family"])
                if match["weight"]:
                    element.set("font-weight", match["weight"])
        elif key:
            element.set(key, value)
