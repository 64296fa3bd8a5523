"""The sheet that a chart is drawn on, measured in points from its upper left corner.

Everything has its place before it is drawn: labels are measured and broken (`lettering`), rows are as high as their
labels, and nothing is laid out anew by drawing it twice. seaborn and matplotlib are imported when the first chart is
drawn: a chapter without one starts fast.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from findings.consultation.madeup import MARK
from findings.exhibits.charts.lettering import folded, width
from findings.exhibits.mark import ROOM_INCHES, draw_marks
from findings.exhibits.style import INK, RC, WIDTH_INCHES
from findings.exhibits.svg import LABEL, as_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

INCH = 72.0
WIDTH = WIDTH_INCHES * INCH
LETTERS, SMALL = 9.5, 8.5
"""The size of labels, and of the numbers in bars and what stands in a legend."""
PITCH = 1.2
"""From line to line, in letters."""
MOST_POINTS = 600.0
"""The height of all rows of a chart: it stands on one page with its title and notes."""
PAGE_POINTS = 650.0
"""The height of a chart with its legend."""
EDGE = 0.7
"""The width of outlines."""
BAR_POINTS = 18.0
_NARROW, _BROAD = 160.0, 230.0
_LINES = 3
_PADDING, _TIGHT = 7.0, 3.5


@dataclass(frozen=True)
class Sheet:
    """A drawing with axes in points, from the upper left corner to the right and down.

    Parameters
    ----------
    drawing, axes
        As matplotlib has them.
    width, height
        In points.
    """

    drawing: Drawing
    axes: Axes
    width: float
    height: float

    def write(
        self, x: float, y: float, text: str, *, anchor: str = "left", size: float = SMALL, colour: str = INK,
        gid: str = LABEL, bold: bool = False,
    ) -> None:  # fmt: skip
        """Write one line with the middle of its letters at `y`."""
        self.axes.text(
            x, y, text, ha=anchor, va="center_baseline", fontsize=size, color=colour, gid=gid,
            fontweight="bold" if bold else "normal",
        )  # fmt: skip

    def write_lines(self, x: float, y: float, lines: Sequence[str], **how: Any) -> None:
        """Write lines one below the other, the middle of all at `y`."""
        pitch = how.get("size", SMALL) * PITCH
        for place, line in enumerate(lines):
            self.write(x, y + (place - (len(lines) - 1) / 2) * pitch, line, **how)

    def box(
        self, x: float, y: float, wide: float, high: float, fill: str, *, gid: str | None = None, edge: str = INK,
        hatch: str | None = None,
    ) -> None:  # fmt: skip
        """Draw a rectangle from its upper left corner."""
        from matplotlib.patches import Rectangle

        patch = Rectangle((x, y), wide, high, facecolor=fill, edgecolor=edge, linewidth=EDGE, gid=gid, hatch=hatch)
        self._add(patch)

    def dot(self, x: float, y: float, radius: float, fill: str, *, gid: str | None = None, ring: str = "") -> None:
        """Draw a dot, filled or as a ring."""
        from matplotlib.patches import Circle

        self._add(
            Circle((x, y), radius, facecolor="none" if ring else fill, edgecolor=ring or INK,
                   linewidth=2.2 if ring else EDGE, gid=gid, zorder=3)
        )  # fmt: skip

    def rule(
        self, x: float, y: float, to_x: float, to_y: float, colour: str, thick: float = 1.0, *, above: bool = False
    ) -> None:
        """Draw a straight line, behind shapes or above them."""
        from matplotlib.lines import Line2D

        line = Line2D([x, to_x], [y, to_y], color=colour, linewidth=thick, solid_capstyle="butt",
                      zorder=2 if above else 0.5)  # fmt: skip
        line.set_clip_on(False)
        self.axes.add_artist(line)

    def shape(self, corners: Sequence[Sequence[tuple[float, float]]], fill: str, *, gid: str | None = None,
              hatch: str | None = None) -> None:  # fmt: skip
        """Draw an area of one or several rings."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        points = [point for ring in corners for point in (*ring, ring[0])]
        codes = [code for ring in corners for code in (Path.MOVETO, *[Path.LINETO] * (len(ring) - 1), Path.CLOSEPOLY)]
        self._add(PathPatch(Path(points, codes), facecolor=fill, edgecolor=INK, linewidth=EDGE, gid=gid, hatch=hatch))

    def _add(self, patch: Any) -> None:
        patch.set_clip_on(False)
        # Not `add_patch`: nothing has to be scaled to what is drawn.
        self.axes.add_artist(patch)


def sheet(height: float) -> Sheet:
    """An empty sheet, as wide as every chart."""
    import seaborn as sns
    from matplotlib.figure import Figure as Drawing

    sns.set_theme(style="white", rc=RC)
    drawing = Drawing(figsize=(WIDTH_INCHES, height / INCH))
    # The ground is the page's.
    drawing.patch.set_visible(False)
    axes = drawing.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    return Sheet(drawing, axes, WIDTH, height)


@dataclass(frozen=True)
class Rows:
    """The rows of a chart: their labels as drawn, how wide these are, and where each row begins and ends.

    Parameters
    ----------
    labels
        Each in lines.
    room
        The width of the widest line, in points.
    edges
        From the top of the first row to the bottom of the last, beginning with nothing.
    """

    labels: tuple[list[str], ...]
    room: float
    edges: tuple[float, ...]

    @property
    def height(self) -> float:
        """The height of all."""
        return self.edges[-1]

    def middle(self, row: int) -> float:
        """The middle of a row, from the top of the first."""
        return (self.edges[row] + self.edges[row + 1]) / 2


def rows_for(
    labels: Sequence[str], *, made_up: bool, least: float = 27.0, most_points: float = MOST_POINTS, beside: float = 0.0
) -> Rows:
    """Rows that hold their labels whole; where all would be higher than a page, long labels end in an ellipsis.

    Parameters
    ----------
    labels
        What each row is called.
    made_up
        Whether each label has the mark of made-up data below it, and room for marks between rows.
    least
        The height of a row with a short label; less where rows are many.
    most_points
        The height that all rows may have.
    beside
        What is taken from the width of labels by something that stands between them and the field.
    """
    marks = 1 if made_up else 0
    between = ROOM_INCHES * INCH * marks
    line = LETTERS * PITCH
    whole = [folded(label, _NARROW - beside, LETTERS) for label in labels]
    if any(len(lines) > _LINES for lines in whole):
        whole = [folded(label, _BROAD - beside, LETTERS) for label in labels]

    def heights(lines_of: Sequence[list[str]], least: float, padding: float = _PADDING) -> list[float]:
        return [max(least, (len(lines) + marks) * line + padding + between) for lines in lines_of]

    high = heights(whole, least)
    cut, most = whole, max(map(len, whole))
    if sum(high) > most_points:
        least = min(least, most_points / len(labels))
        high = heights(cut, least, _TIGHT)
    while most > 1 and sum(high) > most_points:
        most -= 1
        cut = [folded(label, _BROAD - beside, LETTERS, most) for label in labels]
        high = heights(cut, least, _TIGHT)
    drawn_labels = tuple([*lines, MARK] if made_up else lines for lines in cut)
    edges = [0.0, *itertools.accumulate(high)]
    room = max(width(text, LETTERS) for lines in drawn_labels for text in lines)
    return Rows(drawn_labels, room, tuple(edges))


def write_labels(on: Sheet, rows: Rows, top: float, right: float) -> None:
    """Write the rows' labels, each ending at `right`."""
    for row, lines in enumerate(rows.labels):
        on.write_lines(right, top + rows.middle(row), lines, anchor="right", size=LETTERS)


def write_marks(on: Sheet, rows: Rows, top: float) -> None:
    """Draw the mark of made-up data above, between and below the rows."""
    draw_marks(on.drawing, [top + edge for edge in rows.edges])


def drawn(draw: Callable[[], Drawing], name: str) -> str:
    """The SVG of a drawing.

    Letters stay letters in the SVG, so one that matplotlib's own font lacks (an emoji, another script) is the page's
    font to show: its warning would count as output of the notebook that is no exhibit.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support .* natively")
        return as_svg(draw(), name)
