"""Charts checked from their data: every shape that stands for a number has the size, place or shade of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from lxml.etree import _Element as Element

from findings.errors import Problem
from findings.evidence.cell import Cell
from findings.evidence.store import Evidence
from findings.publishing.check.page import Drawing, Page, at

MARKS = ("length", "position", "shade", "area")
SLACK, SHARE_OF_SLACK = 0.06, 0.002
"""How much a length or a place may be off, in the drawing's units and as a share: less than an eye can tell."""
MEND = "Draw the chart again from its cells."
_PAIR = re.compile(r"(-?[\d.]+(?:e-?\d+)?)[ ,]+(-?[\d.]+(?:e-?\d+)?)")


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of a chart: of which cell it is, and its box."""

    cell: Cell
    mark: str
    left: float
    right: float
    top: float
    bottom: float
    fill: str

    @property
    def value(self) -> float:
        """The number that it stands for."""
        return float(self.cell.value)


def wrong_shapes(page: Page, evidence: Evidence) -> Iterator[Problem]:
    """Every shape that does not show its cell's number on the scale of the others of its drawing."""
    for drawing in page.drawings:
        shapes: list[Shape] = []
        for element in drawing.root.iter():
            given = element.attrib if isinstance(element.tag, str) else {}
            if "data-mark" not in given and not ("data-cell" in given and _is_shape(element)):
                continue
            problem = _shape(element, evidence, drawing, shapes)
            if problem:
                page.told.add(drawing.number)
                yield problem
        for mark, rule in (("length", _lengths), ("area", _areas), ("position", _positions), ("shade", _shades)):
            for problem in rule([shape for shape in shapes if shape.mark == mark], drawing):
                page.told.add(drawing.number)
                yield problem


def _is_shape(element: Element) -> bool:
    return element.tag in ("rect", "path", "circle", "ellipse", "polygon")


def _shape(element: Element, evidence: Evidence, drawing: Drawing, shapes: list[Shape]) -> Problem | None:
    ref, mark = str(element.get("data-cell") or ""), str(element.get("data-mark") or "")
    where = f"a shape of the chart{at(drawing.near)}"
    cell = evidence.cells.get(ref)
    if cell is None:
        return Problem(where, "a shape of a cell that the store does not have", ref or "none", do=MEND)
    if mark not in MARKS:
        return Problem(where, f"a shape that does not say how it shows its cell: {ref}", mark, ", ".join(MARKS), MEND)
    if not cell.visible:
        return Problem(where, f"a shape where its cell is hidden: {ref}", mark, str(cell.status), MEND)
    box = _box(element)
    if box is None:
        return Problem(where, f"a shape that cannot be measured: {ref}", str(element.tag), do=MEND)
    left, right, top, bottom = box
    shapes.append(Shape(cell, mark, left, right, top, bottom, _fill(element)))
    return None


def _fill(element: Element) -> str:
    found = element.get("fill") or next((inner.get("fill") for inner in element.iter() if inner.get("fill")), "")
    return str(found or "").lower()


def _box(element: Element) -> tuple[float, float, float, float] | None:
    """The box of a shape, or of all shapes in a group."""
    boxes = [box for inner in element.iter() if isinstance(inner.tag, str) and (box := _own_box(inner))]
    if not boxes:
        return None
    lefts, rights, tops, bottoms = zip(*boxes, strict=True)
    return min(lefts), max(rights), min(tops), max(bottoms)


def _own_box(element: Element) -> tuple[float, float, float, float] | None:
    def number(name: str) -> float:
        return float(str(element.get(name) or 0).removesuffix("px"))

    tag = element.tag
    try:
        if tag == "rect":
            x, y = number("x"), number("y")
            return x, x + number("width"), y, y + number("height")
        if tag in ("circle", "ellipse"):
            across, down = number("r") or number("rx"), number("r") or number("ry")
            return number("cx") - across, number("cx") + across, number("cy") - down, number("cy") + down
        if tag == "use":
            return number("x"), number("x"), number("y"), number("y")
        points = str(element.get("d") or element.get("points") or "")
        pairs = [(float(x), float(y)) for x, y in _PAIR.findall(points)] if tag in ("path", "polygon") else []
    except ValueError:
        return None
    if not pairs:
        return None
    across_all, down_all = [x for x, _ in pairs], [y for _, y in pairs]
    return min(across_all), max(across_all), min(down_all), max(down_all)


def _lengths(shapes: list[Shape], drawing: Drawing) -> Iterator[Problem]:
    yield from _multiples(shapes, drawing, [shape.right - shape.left for shape in shapes], "length")


def _areas(shapes: list[Shape], drawing: Drawing) -> Iterator[Problem]:
    sizes = [(shape.right - shape.left) * (shape.bottom - shape.top) for shape in shapes]
    yield from _multiples(shapes, drawing, sizes, "area")


def _multiples(shapes: list[Shape], drawing: Drawing, sizes: list[float], what: str) -> Iterator[Problem]:
    """In one drawing all sizes are the same multiple of their values."""
    known = [size / abs(shape.value) for shape, size in zip(shapes, sizes, strict=True) if shape.value]
    scale = median(known) if known else 0.0
    for shape, size in zip(shapes, sizes, strict=True):
        due = abs(shape.value) * scale
        if abs(size - due) > SLACK + SHARE_OF_SLACK * due:
            yield Problem(
                f"a shape of the chart{at(drawing.near)}",
                f"a {what} that is not its cell's on the scale of the others: {shape.cell.cell}",
                f"{size:.1f}",
                f"{due:.1f} for {shape.cell.text}",
                MEND,
            )


def _positions(shapes: list[Shape], drawing: Drawing) -> Iterator[Problem]:
    """All positions lie on one straight scale, which most of them agree on."""
    places = [(shape.value, (shape.left + shape.right) / 2) for shape in shapes]
    slopes = [
        (there - here) / (more - less)
        for n, (less, here) in enumerate(places)
        for more, there in places[n + 1 :]
        if more != less
    ]
    slope = median(slopes) if slopes else 0.0
    start = median([place - slope * value for value, place in places]) if places else 0.0
    for shape, (value, place) in zip(shapes, places, strict=True):
        due = start + slope * value
        if abs(place - due) > SLACK + SHARE_OF_SLACK * abs(due - start):
            yield Problem(
                f"a shape of the chart{at(drawing.near)}",
                f"a place that is not its cell's on the scale of the others: {shape.cell.cell}",
                f"{place:.1f}",
                f"{due:.1f} for {shape.cell.text}",
                MEND,
            )


def _shades(shapes: list[Shape], drawing: Drawing) -> Iterator[Problem]:
    """The values of one shade are a band of their own."""
    order = sorted(shapes, key=lambda shape: shape.value)
    values = {shape.fill: [other.value for other in shapes if other.fill == shape.fill] for shape in order}
    for shape in order:
        within = [fill for fill, own in values.items() if fill != shape.fill and min(own) <= shape.value <= max(own)]
        if within and len(values[shape.fill]) <= min(len(values[fill]) for fill in within):
            yield Problem(
                f"a shape of the chart{at(drawing.near)}",
                f"a shade of another band than its cell's: {shape.cell.cell}",
                shape.fill,
                f"{within[0]} for {shape.cell.text}",
                MEND,
            )
