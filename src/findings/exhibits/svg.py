"""A matplotlib figure as SVG that a strict content security policy lets through.

matplotlib writes style attributes, a style element, metadata and ids that repeat from chart to chart. Here styles
become presentation attributes, ids that nothing refers to go, and the others carry the exhibit's name, so that several
charts stand in one page; the same chart gives the same bytes.

What is drawn says what it shows by its `gid`: ``length:<cell>`` and its like for a shape whose size, place or shade
stands for a number (``data-cell`` and ``data-mark``), ``cell:<cell>`` for a text (``data-cell``), ``label`` and
``axis`` for other texts (``data-origin``).
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from findings.exhibits.style import FAMILIES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
CELL = "cell:"
"""How the `gid` of a text that shows a cell begins; the cell's identifier follows."""
LENGTH, POSITION, SHADE, AREA = "length:", "position:", "shade:", "area:"
"""How the `gid` of a shape begins whose width, centre, fill or area stands for a cell."""
LABEL, AXIS = "label", "axis"
"""The `gid` of a text that names something, and of one that belongs to a scale."""
_MARKS = (LENGTH, POSITION, SHADE, AREA)
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_LINKS = ("href", f"{{{XLINK}}}href")
_FONT = re.compile(r"^(?:(?P<weight>bold|[1-9]00) )?(?P<size>[\d.]+px) (?P<family>.+)$")
_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")
_UNTURNED = re.compile(r"^rotate\(-?0(?:\.0*)? [-\d. ]+\)$")


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
        if identifier in used:
            element.set("id", f"{prefix}-{identifier}")
        elif identifier:
            _say(element, identifier)
        for key, value in list(element.attrib.items()):
            if key in _LINKS:
                element.set(key, f"#{prefix}-{value.removeprefix('#')}")
            elif key == "transform" and _UNTURNED.match(value):
                del element.attrib[key]
            else:
                element.set(key, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))
    for key in ("width", "height"):
        root.attrib.pop(key, None)
    root.set("stroke-linejoin", "round")
    root.set("stroke-linecap", "butt")
    root.set("font-family", FAMILIES)
    _flatten(root)


def _say(group: ElementTree.Element, gid: str) -> None:
    """Write on each shape or text of a group what it shows."""
    kind = next((kind for kind in _MARKS if gid.startswith(kind)), "")
    for inner in group.iter():
        if inner.tag == f"{{{SVG}}}text":
            if gid.startswith(CELL):
                inner.set("data-cell", gid.removeprefix(CELL))
            elif gid in (LABEL, AXIS):
                inner.set("data-origin", gid)
        elif inner.tag == f"{{{SVG}}}path" and kind:
            inner.set("data-cell", gid.removeprefix(kind))
            inner.set("data-mark", kind.removesuffix(":"))
            _simplify(inner, kind)


def _simplify(path: ElementTree.Element, kind: str) -> None:
    """A rectangle as `rect` and a dot as `circle`, so that its size is read without drawing it."""
    drawn = path.get("d", "")
    numbers = [float(number) for number in _NUMBER.findall(drawn)]
    across, down = numbers[0::2], numbers[1::2]
    left, top, width, height = min(across), min(down), max(across) - min(across), max(down) - min(down)
    if kind == POSITION:
        path.tag = f"{{{SVG}}}circle"
        shape = {"cx": left + width / 2, "cy": top + height / 2, "r": width / 2}
    elif set(drawn) & set("CQA") or len(set(across)) > 2 or len(set(down)) > 2:
        # An area of a map: a hundredth of a point is less than can be seen.
        path.set("d", " ".join(_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", drawn).split()))
        return
    else:
        path.tag = f"{{{SVG}}}rect"
        shape = {"x": left, "y": top, "width": width, "height": height}
    own = dict(path.attrib)
    del own["d"]
    path.attrib.clear()
    path.attrib.update({**{key: f"{value:.4f}".rstrip("0").rstrip(".") for key, value in shape.items()}, **own})


def _flatten(element: ElementTree.Element) -> None:
    """Take out groups that say nothing, in place: what they hold stands where they stood."""
    children: list[ElementTree.Element] = []
    for child in element:
        _flatten(child)
        if child.tag == f"{{{SVG}}}g" and not child.attrib:
            children += list(child)
        elif child.tag != f"{{{SVG}}}defs" or len(child):
            children.append(child)
    for child in list(element):
        element.remove(child)
    for child in children:
        child.tail = "\n"
        element.append(child)
    if children:
        element.text = "\n"


def _style_to_attributes(element: ElementTree.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            match = _FONT.match(value)
            if match:
                element.set("font-size", match["size"])
                if match["weight"]:
                    element.set("font-weight", match["weight"])
        elif key and key != "font-family":
            # The family stands once, on the whole drawing.
            element.set(key, value)
