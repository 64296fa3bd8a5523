"""The legend of a chart: what its colours and dots mean, one entry after another like the words of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from findings.exhibits.charts.canvas import PITCH, SMALL, WIDTH, Sheet
from findings.exhibits.charts.lettering import folded, width
from findings.exhibits.svg import LABEL

MOST_LEGEND = 170.0
"""The height that a legend should have."""
_SWATCH, _BESIDE = 10.0, 14.0


@dataclass(frozen=True)
class Entry:
    """What a legend explains: a label and what stands before it, a fill, a ring or a hatch."""

    label: str
    fill: str
    ring: str = ""
    hatch: str = ""
    dot: bool = False
    gid: str = LABEL


@dataclass(frozen=True)
class Legend:
    """Where each entry of a legend stands, in points from its upper left corner, and its height."""

    placed: tuple[tuple[Entry, float, float, list[str]], ...]
    height: float


def legend_for(entries: Sequence[Entry], room: float = WIDTH - 4) -> Legend:
    """Entries one after another like words of a text; where all would be too high, long ones end in an ellipsis."""
    most = 0
    for most in (0, 4, 3, 2, 1):
        found = _flow(entries, room, most)
        if found.height <= MOST_LEGEND:
            return found
    found = _flow(entries, room / 3, most, room)
    return found if found.height <= 2 * MOST_LEGEND else _flow(entries, room / 6, 1, room)


def _flow(entries: Sequence[Entry], room: float, most: int, line: float = 0.0) -> Legend:
    placed: list[tuple[Entry, float, float, list[str]]] = []
    x = y = high = 0.0
    for entry in entries:
        lines = folded(entry.label, room - _BESIDE - 6, SMALL, most)
        wide = _BESIDE + max(width(text, SMALL) for text in lines)
        if x and x + wide > (line or room):
            x, y, high = 0.0, y + high + 3.5, 0.0
        placed.append((entry, x, y, lines))
        x += wide + 14
        high = max(high, len(lines) * SMALL * PITCH)
    return Legend(tuple(placed), y + high)


def draw_legend(on: Sheet, legend: Legend, left: float, top: float) -> None:
    """Draw a legend; its marks stand before its labels."""
    for entry, x, y, lines in legend.placed:
        middle = top + y + SMALL * PITCH / 2
        if entry.dot:
            on.dot(left + x + _SWATCH / 2, middle, 4, entry.fill, ring=entry.ring)
        else:
            on.box(left + x, middle - _SWATCH / 2, _SWATCH, _SWATCH, entry.fill, hatch=entry.hatch or None)
        for place, text in enumerate(lines):
            on.write(left + x + _BESIDE, middle + place * SMALL * PITCH, text, gid=entry.gid)
