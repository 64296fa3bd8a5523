"""The words in a chart in another language: labels, broken into as many lines as they had, and no wider."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from findings.consultation.language import OWN
from findings.exhibits.charts.lettering import width
from findings.exhibits.model import Origin, Span
from findings.exhibits.svg import SVG, XLINK
from findings.publishing.language.skeleton import has_words
from findings.publishing.language.translator import Translator

_TEXT = f"{{{SVG}}}text"
_SMALLEST, _WIDER, _EDGE, _CLOSE = 0.72, 1.15, 4.0, 1.4
"""How small a label may become that is longer than what it stands for, how much wider one may be that begins at a
place, how near it may come to the edge, and how close lines of one label stand, in sizes of its letters."""


def translated_drawing(svg: str, translator: Translator) -> str:
    """The drawing with its labels translated; a text that nobody translated says that it is English.

    Lines of one label stand in one group of the drawing: they are translated together. A number stays as it is.
    """
    if "<text" not in svg:
        return svg
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    root = ElementTree.fromstring(svg)
    for group in root.iter():
        for texts in _labels(group):
            if any(has_words(text.text or "") for text in texts):
                _translate(texts, translator)
    return ElementTree.tostring(root, encoding="unicode")


def _labels(group: ElementTree.Element) -> Iterator[list[ElementTree.Element]]:
    """The texts right below an element, the lines of one label together: alike, and close below each other."""
    label: list[ElementTree.Element] = []
    for child in group:
        written = child.tag == _TEXT and bool((child.text or "").strip()) and not len(child)
        if written and label and _is_next_line(label[-1], child):
            label.append(child)
        elif label:
            yield label
            label = [child] if written else []
        else:
            label = [child] if written else []
    if label:
        yield label


def _is_next_line(above: ElementTree.Element, below: ElementTree.Element) -> bool:
    alike = {key: value for key, value in above.attrib.items() if key != "y"} == {
        key: value for key, value in below.attrib.items() if key != "y"
    }
    step = _number(below.get("y")) - _number(above.get("y"))
    return alike and not above.get("data-cell") and 0 < step <= _CLOSE * _size(above)


def _translate(texts: list[ElementTree.Element], translator: Translator) -> None:
    whole = _said(" ".join((text.text or "").strip() for text in texts), translator)
    if whole:
        room = max(_room(text) for text in texts)
        for text, words in zip(texts, in_lines(whole, len(texts)), strict=True):
            _write(text, words, room)
        return
    for text in texts:
        if has_words(text.text or ""):
            text.set("lang", OWN)


def _said(text: str, translator: Translator) -> str:
    """What a text of a drawing says: a label or a message; an empty text where that is not known."""
    if not has_words(text):
        return text
    said = translator.labels.find(text) or translator.catalogue.find(text)
    if said:
        return said
    spans = translator.silent().line((Span(text, Origin.WORDS),))
    return "" if any(span.lang for span in spans) else "".join(span.text for span in spans)


def in_lines(text: str, count: int) -> list[str]:
    """A text in so many lines of about the same length; the last may be empty.

    Examples
    --------
    >>> in_lines("Rhwydwaith, fforwm neu sefydliad aelodaeth", 2)
    ['Rhwydwaith, fforwm neu', 'sefydliad aelodaeth']
    """
    words, lines = text.split(), []
    for left in range(count, 0, -1):
        room = len(" ".join(words)) / left
        line: list[str] = []
        while words and (left == 1 or not line or len(" ".join([*line, words[0]])) <= room + 2):
            line.append(words.pop(0))
        lines.append(" ".join(line))
    return lines


def _room(text: ElementTree.Element) -> float:
    """How wide a text may be: as wide as it is, or up to the drawing's edge where it ends at a place."""
    own = width((text.text or "").strip(), _size(text), bold=text.get("font-weight") == "bold")
    return max(own, _number(text.get("x")) - _EDGE) if text.get("text-anchor") == "end" else _WIDER * own


def _write(text: ElementTree.Element, said: str, room: float) -> None:
    """Write a text where another stood, smaller if it would be too wide."""
    text.text = said
    needed = width(said, _size(text), bold=text.get("font-weight") == "bold")
    if needed > room:
        text.set("font-size", f"{round(_size(text) * max(_SMALLEST, room / needed), 2)}px")


def _size(text: ElementTree.Element) -> float:
    return _number((text.get("font-size") or "10").removesuffix("px"))


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0
