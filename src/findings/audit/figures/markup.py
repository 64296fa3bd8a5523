"""What a page may be made of: elements and attributes whose text is read, and no others.

A list of what is allowed, since nobody can name everything by which a page may show another text than it holds:
handlers, redirections, shadow trees, measures drawn by the browser.
"""

from __future__ import annotations

from collections.abc import Mapping

ELEMENTS = frozenset((
    "html", "head", "meta", "title", "style", "body", "a", "header", "div", "p", "h1", "h2", "h3", "h4", "h5",
    "h6", "dl", "dt", "dd", "nav", "ol", "ul", "li", "span", "main", "section", "figure", "figcaption", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "blockquote", "wbr", "br", "hr", "footer", "strong", "em",
    "b", "i", "pre", "code", "del", "sub", "sup", "svg", "desc", "defs", "g", "path", "text", "tspan",
    "clippath", "rect", "use", "circle", "ellipse", "line", "polygon", "polyline", "pattern",
))  # fmt: skip
ATTRIBUTES = frozenset((
    "lang", "hreflang", "dir", "charset", "content", "http-equiv", "name", "id", "class", "href", "title", "role",
    "tabindex", "scope", "start", "data-cell", "data-origin", "data-mark", "aria-labelledby", "aria-hidden",
    "aria-label", "fill", "fill-opacity", "focusable", "stroke", "stroke-linecap", "stroke-linejoin", "stroke-width",
    "stroke-dasharray", "stroke-miterlimit", "stroke-opacity", "stroke-dashoffset", "opacity", "viewbox", "xmlns",
    "xmlns:xlink", "xlink:href", "clip-path", "clip-rule", "fill-rule", "d", "font-family", "font-size",
    "font-weight", "font-style", "text-anchor", "dominant-baseline", "transform", "x", "y", "x1", "x2", "y1", "y2",
    "cx", "cy", "r", "rx", "ry", "points", "height", "width", "patterntransform", "patternunits",
    "patterncontentunits", "clippathunits",
))  # fmt: skip
# Ways in which a style sheet writes text or fetches something.
WRITING = ("content:", "attr(", "counter(", "@font-face", "@import", "url(")


def unknown(tag: str, attributes: Mapping[str, str]) -> str:
    """What an element has that a page may not have, as a message names it; an empty text if nothing.

    Examples
    --------
    >>> unknown("p", {"class": "note"}), unknown("p", {"onload": "x()"}), unknown("meter", {})
    ('', 'p with onload', 'meter')
    >>> unknown("meta", {"http-equiv": "refresh", "content": "0;url=x"})
    'meta with http-equiv=refresh'
    """
    if tag not in ELEMENTS:
        return tag
    header = attributes.get("http-equiv", "")
    if header and header != "Content-Security-Policy":
        return f"{tag} with http-equiv={header}"
    return next((f"{tag} with {name}" for name in attributes if name.lower() not in ATTRIBUTES), "")
