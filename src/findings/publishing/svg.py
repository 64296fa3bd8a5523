"""A chart's SVG made fit to stand in a page: nothing that acts, no style, no name used twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from findings.errors import Problem, ReleaseRefused

_SVG = "http://www.w3.org/2000/svg"
_DRAWING = frozenset(
    (
        *("svg", "g", "defs", "use", "symbol", "title", "desc", "text", "tspan"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
        *("clipPath", "mask", "marker", "pattern", "linearGradient", "radialGradient", "stop"),
    )
)
# What a drawing program writes about itself; it is left out without a word.
_LEFT_OUT = frozenset({"metadata", "style"})
# matplotlib says these two in a style sheet, which the page's security policy would block.
_INHERITED = {"stroke-linejoin": "round", "stroke-linecap": "butt"}
_REFERENCE = re.compile(r"url\(\s*[\"']?#([^)\"']+)[\"']?\s*\)")


def drawing(
    svg: str,
    prefix: str,
    *,
    title: str = "",
    description: str = "",
    text: Callable[[str], str] = str,
    family: str = "",
) -> str:
    """The SVG with its own names, a title and a description, without style attributes.

    Parameters
    ----------
    svg
        As the chart was drawn. Its width and height are dropped: `viewBox` gives its shape.
    prefix
        Put before every id, since charts in one page share one set of names.
    title, description
        What the chart is and what it says; without a title none are written.
    text
        Applied to every piece of text in the drawing.
    family
        The font that it is set in, in place of those that it asks for.

    Returns
    -------
    str
        One `svg` element. Its texts say themselves where they come from; the description is made of cells.

    Raises
    ------
    ReleaseRefused
        If the text is no SVG, or holds anything but a drawing: scripts, pictures, links to elsewhere.

    Examples
    --------
    >>> print(drawing('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g id="a"/></svg>', "f-"))
    <svg stroke-linejoin="round" stroke-linecap="butt" viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg">\
<g id="f-a" /></svg>
    """
    try:
        if "<!ENTITY" in svg:
            raise _refusal(prefix, "an entity declaration")
        root = ElementTree.fromstring(svg)
    except ElementTree.ParseError as error:
        raise _refusal(prefix, f"no XML: {error}") from error
    if _local(root.tag) != "svg":
        raise _refusal(prefix, f"the element {_local(root.tag)}")
    view = root.get("viewBox") or f"0 0 {_size(root, 'width')} {_size(root, 'height')}"
    clean = _cleaned(root, prefix, text)
    kept = {key: value for key, value in clean.attrib.items() if key not in ("width", "height", "viewBox", "version")}
    clean.attrib.clear()
    clean.attrib.update({**_INHERITED, **kept, "viewBox": view, "xmlns": _SVG})
    if family:
        clean.attrib["font-family"] = family
    if title:
        clean.attrib.update({"role": "img", "aria-labelledby": f"{prefix}title {prefix}desc"})
        for place, (name, words) in enumerate((("title", title), ("desc", description))):
            element = ElementTree.Element(name, {"id": f"{prefix}{name}", "data-origin": "cell"})
            element.text = words
            clean.insert(place, element)
    return ElementTree.tostring(clean, encoding="unicode")


def _cleaned(element: ElementTree.Element, prefix: str, text: Callable[[str], str]) -> ElementTree.Element:
    clean = ElementTree.Element(_local(element.tag), _attributes(element, prefix))
    clean.text = text(element.text) if element.text and element.text.strip() else None
    for child in element:
        name = _local(child.tag)
        if name in _LEFT_OUT or (name in ("title", "desc") and element.tag.endswith("svg")):
            continue
        if name not in _DRAWING:
            raise _refusal(prefix, f"the element {name}")
        clean.append(_cleaned(child, prefix, text))
        clean[-1].tail = text(child.tail) if child.tail and child.tail.strip() else None
    return clean


def _attributes(element: ElementTree.Element, prefix: str) -> dict[str, str]:
    attributes: dict[str, str] = {}
    for key, value in element.attrib.items():
        name = _local(key)
        if name.lower().startswith("on"):
            raise _refusal(prefix, f"the attribute {name}")
        if name == "href":
            if not value.startswith("#"):
                raise _refusal(prefix, "a link out of the drawing")
            attributes["href"] = f"#{prefix}{value[1:]}"
        elif name == "style":
            attributes.update(_presentation(value, prefix))
        elif name == "id":
            attributes["id"] = prefix + value
        elif name != "space":
            attributes[name] = _renamed(value, prefix)
    return attributes


def _presentation(style: str, prefix: str) -> dict[str, str]:
    """The declarations of a style attribute as the attributes that mean the same."""
    pairs = (declaration.partition(":") for declaration in style.split(";") if ":" in declaration)
    found = {name.strip(): _renamed(value.strip(), prefix) for name, _, value in pairs}
    # `font` is shorthand that has no attribute; matplotlib writes e.g. "10px 'DejaVu Sans'".
    shorthand = re.fullmatch(r"(?:(bold|\d{3}) )?([\d.]+px) (.+)", found.pop("font", ""))
    if shorthand:
        weight, size, family = shorthand.groups()
        found.update({"font-size": size, "font-family": family, **({"font-weight": weight} if weight else {})})
    return found


def _renamed(value: str, prefix: str) -> str:
    renamed = _REFERENCE.sub(lambda match: f"url(#{prefix}{match[1]})", value)
    if "url(" in _REFERENCE.sub("", value).lower():
        raise _refusal(prefix, "a link out of the drawing")
    return renamed


def _size(root: ElementTree.Element, name: str) -> str:
    return re.sub(r"[^0-9.]", "", root.get(name, "")) or "100"


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _refusal(prefix: str, found: str) -> ReleaseRefused:
    return ReleaseRefused(
        [
            Problem(
                f"figure '{prefix.removesuffix('-')}'",
                "a chart that is more than a drawing",
                found,
                "shapes and text in SVG",
                "Draw it with findings.exhibits.",
            )
        ]
    )
