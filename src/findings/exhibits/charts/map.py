"""Each side's share by area on a map, where the parameters give the areas' boundaries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.boundaries import Outlines
from findings.consultation.names import table_id
from findings.evidence.cell import Cell, SourceKind
from findings.evidence.store import Evidence
from findings.exhibits.charts.bands import Bands, bands_for
from findings.exhibits.charts.bars import MARGIN
from findings.exhibits.charts.canvas import (
    LETTERS,
    PITCH,
    SMALL,
    WIDTH,
    Rows,
    Sheet,
    drawn,
    sheet,
    write_marks,
)
from findings.exhibits.charts.legend import Entry, draw_legend, legend_for
from findings.exhibits.charts.lettering import folded, width
from findings.exhibits.charts.multiples import finding_of_groups
from findings.exhibits.charts.parts import bars_of
from findings.exhibits.charts.told import alternative, shorthand_of, sourced, subtitle, told
from findings.exhibits.model import Figure, Line
from findings.exhibits.sides import sides
from findings.exhibits.style import SOFT, WHITE, painted
from findings.exhibits.svg import AXIS, CELL, SHADE
from findings.exhibits.wording import citation, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

HIGHEST = 380.0
"""Of a map, in points."""
_BETWEEN = 16.0
_HATCH = 5.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """A map of one answer: what it is called, and the share of each area."""

    name: str
    cells: Mapping[str, Cell]


def map_figure(evidence: Evidence, question: str, breakdown: str) -> Figure | None:
    """The share of each side by area, a map a side with the same bands; its table is that of the question by area.

    Parameters
    ----------
    evidence
        The store.
    question
        A question with a measure of support or opposition.
    breakdown
        A breakdown whose boundaries the parameters give.

    Returns
    -------
    Figure or None
        None where no boundaries are given, the question has no side, or no area can be shown.
    """
    outlines = evidence.story.outlines.get(breakdown)
    options = sides(evidence.story.questionnaire, question)
    table = table_id(question, breakdown)
    if not outlines or not options or table not in evidence.story.tables:
        return None
    bars = bars_of(evidence, question, breakdown, list(options))
    areas = {cell.level: bar.cells for bar in bars[1:] for cell in bar.cells.values() if cell.level in outlines}
    panels = [
        Panel(evidence.story.option_label(question, option), {level: own[option] for level, own in areas.items()})
        for option in options
    ]
    cells = [cell for panel in panels for cell in panel.cells.values()]
    if not any(cell.visible for cell in cells):
        return None
    identifier = f"map.{table}"
    svg = drawn(lambda: _maps(panels, outlines), identifier)
    title = finding_of_groups(evidence, question, breakdown)
    said = alternative(evidence, question, bars, told(title, drawn_as="A map of each share by area."), whole=False)
    notes = tuple(shorthand_of(cells))
    if any(not cell.visible for cell in cells):
        notes = (words("Areas whose share is not shown are hatched."), *notes)
    boundaries = evidence.story.questionnaire.breakdowns[breakdown].boundaries
    cited: Line = sourced(evidence)
    if boundaries is not None:
        cited = (*cited, *words("; boundaries: "), *citation(boundaries.source))
    return Figure(identifier, title, svg, said, table, notes, subtitle(evidence, question, breakdown), cited)


def _maps(panels: Sequence[Panel], outlines: Outlines) -> Drawing:
    made_up = any(cell.source_kind is SourceKind.MADE_UP for panel in panels for cell in panel.cells.values())
    shares = [cell.number for panel in panels for cell in panel.cells.values() if cell.visible]
    bands = bands_for(shares)
    legend = legend_for([Entry(text, fill, gid=AXIS) for text, fill in bands.entries])
    room = (WIDTH - 2 * MARGIN - (len(panels) - 1) * _BETWEEN) / len(panels)
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    across, down = max(x for x, _ in points) or 1, max(y for _, y in points) or 1
    unit = min(room / across, HIGHEST / down)
    names = [folded(panel.name, room, LETTERS, 3) for panel in panels]
    heads = max(map(len, names)) * LETTERS * PITCH
    top = MARGIN + legend.height + 12 + heads + 4
    high = down * unit
    on = sheet(top + high + MARGIN + (10 if made_up else 0))
    draw_legend(on, legend, MARGIN, MARGIN)
    for place, (panel, name) in enumerate(zip(panels, names, strict=True)):
        left = MARGIN + place * (room + _BETWEEN)
        on.write_lines(left, top - 4 - len(name) * LETTERS * PITCH / 2, name, size=LETTERS, bold=True)
        _map(on, panel, outlines, bands, left, top, unit)
    if made_up:
        write_marks(on, Rows((), 0.0, (0.0, high / 3, 2 * high / 3, high + 6)), top)
    return on.drawing


def _map(
    on: Sheet, panel: Panel, outlines: Outlines, bands: Bands, left: float, top: float, unit: float
) -> None:  # fmt: skip
    places = {
        level: [[(left + x * unit, top + y * unit) for x, y in ring] for ring in rings]
        for level, rings in outlines.items()
    }
    for level, cell in panel.cells.items():
        fill = bands.fill_of(cell.number) if cell.visible else WHITE
        on.shape(places[level], fill, gid=SHADE + cell.cell if cell.visible else None)
        if not cell.visible:
            for start, end in hatching(places[level]):
                on.rule(*start, *end, SOFT, 0.6, above=True)
    # Numbers last, so that no area lies over them.
    for level, cell in panel.cells.items():
        at = _place_of(places[level], width(cell.text, SMALL) + 4, SMALL * PITCH) if cell.visible else None
        if at is not None:
            on.write(*at, cell.text, anchor="center", colour=painted(bands.fill_of(cell.number)).text,
                     gid=CELL + cell.cell)  # fmt: skip


def _crossings(rings: Sequence[Sequence[Point]], y: float) -> list[float]:
    """Where a level line meets outlines, from left to right: inside between the first and the second, and so on."""
    found = []
    for ring in rings:
        for (ax, ay), (bx, by) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (ay > y) != (by > y):
                found.append(ax + (y - ay) / (by - ay) * (bx - ax))
    return sorted(found)


def _inside(rings: Sequence[Sequence[Point]], y: float) -> Iterator[tuple[float, float]]:
    crossings = _crossings(rings, y)
    yield from zip(crossings[::2], crossings[1::2], strict=False)


def _place_of(rings: Sequence[Sequence[Point]], wide: float, high: float) -> Point | None:
    """The middle of the widest place in an area that holds a number; None where none does."""
    low, far = min(y for ring in rings for _, y in ring), max(y for ring in rings for _, y in ring)
    best: tuple[float, Point] | None = None
    for step in range(1, 20):
        y = low + (far - low) * step / 20
        above, below = list(_inside(rings, y - high / 2)), list(_inside(rings, y + high / 2))
        for start, end in _inside(rings, y):
            # As wide as it is at the top and at the bottom of the letters.
            for a, b in above:
                for c, d in below:
                    left, right = max(start, a, c), min(end, b, d)
                    if right - left >= wide and (best is None or right - left > best[0] + 1e-6):
                        best = right - left, ((left + right) / 2, y)
    return best[1] if best else None


def hatching(rings: Sequence[Sequence[Point]]) -> list[tuple[Point, Point]]:
    """Slanted lines that fill an area.

    Examples
    --------
    >>> square = [(0.0, 0.0), (8.0, 0.0), (8.0, 8.0), (0.0, 8.0)]
    >>> lines = hatching([square])
    >>> len(lines) > 1 and all(0 <= x <= 8.001 for line in lines for x, _ in line)
    True
    """
    half = 2**-0.5
    turned = [[((x + y) * half, (y - x) * half) for x, y in ring] for ring in rings]
    low, far = min(y for ring in turned for _, y in ring), max(y for ring in turned for _, y in ring)
    lines = []
    level = low + _HATCH / 2
    while level < far:
        for start, end in _inside(turned, level):
            lines.append(tuple(((x - level) * half, (x + level) * half) for x in (start, end)))
        level += _HATCH
    return [(start, end) for start, end in lines]
