"""Bars as they are drawn: side by side across a line, or one below the other from the left."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import TYPE_CHECKING

from findings.evidence.cell import Cell, SourceKind
from findings.exhibits.charts.canvas import (
    BAR_POINTS,
    EDGE,
    MOST_POINTS,
    PAGE_POINTS,
    SMALL,
    WIDTH,
    Sheet,
    rows_for,
    sheet,
    write_labels,
    write_marks,
)
from findings.exhibits.charts.legend import Entry, draw_legend, legend_for
from findings.exhibits.charts.lettering import width
from findings.exhibits.charts.parts import Bar, Segment, places_of_segments, reach_of
from findings.exhibits.style import BAR, INK
from findings.exhibits.svg import CELL, LENGTH

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

MARGIN = 4.0
BESIDE = 8.0
"""Between labels and bars."""
GAP = 1.6
"""Between segments whose colours are too much alike to touch, in points."""


def diverging(segments: tuple[Segment, ...], bars: Sequence[Bar]) -> Drawing:
    """Bars of segments: opposition to the left of a line, support to the right, the neutral across it."""
    made_up = any(bar.made_up for bar in bars)
    legend = legend_for([Entry(segment.label, segment.paint.fill) for segment in segments])
    top = MARGIN + legend.height + 9
    room = min(MOST_POINTS, PAGE_POINTS - top)
    rows = rows_for([bar.label for bar in bars], made_up=made_up, most_points=room)
    on = sheet(top + rows.height + MARGIN)
    left = MARGIN + rows.room + BESIDE
    least, most = reach_of(segments, bars)
    scale = (WIDTH - MARGIN - left - GAP * len(segments)) / (most - least)
    zero = left - least * scale + GAP * len(segments) / 2
    on.rule(zero, top, zero, top + rows.height, INK)
    for row, bar in enumerate(bars):
        middle = top + rows.middle(row)
        if bar.hidden:
            on.write(zero + 5, middle, str(bar.status), gid=CELL + bar.hidden_cell.cell)
        else:
            high = min(BAR_POINTS, (rows.edges[row + 1] - rows.edges[row]) * 0.72)
            draw_segments(on, segments, bar, zero, middle, scale, high)
    write_labels(on, rows, top, left - BESIDE)
    draw_legend(on, legend, MARGIN, MARGIN)
    if made_up:
        write_marks(on, rows, top)
    return on.drawing


def draw_segments(
    on: Sheet, segments: tuple[Segment, ...], bar: Bar, zero: float, middle: float, scale: float, high: float
) -> None:
    """A bar, its segments as wide as their shares; a share stands in its segment where there is room."""
    for segment, start in zip(segments, places_of_segments(segments, bar, scale, GAP), strict=True):
        cell = bar.cells[segment.option]
        wide = cell.number * scale
        if not wide:
            continue
        on.box(zero + start, middle - high / 2, wide, high, segment.paint.fill, gid=LENGTH + cell.cell)
        if width(cell.text, SMALL) + 4 * EDGE <= wide:
            on.write(zero + start + wide / 2, middle, cell.text, anchor="center", colour=segment.paint.text,
                     gid=CELL + cell.cell)  # fmt: skip


def plain_bars(bars: Sequence[tuple[str, Cell]]) -> Drawing:
    """A bar for each named cell, from the left, in the order given."""
    made_up = any(cell.source_kind is SourceKind.MADE_UP for _, cell in bars)
    rows = rows_for([name for name, _ in bars], made_up=made_up)
    on = sheet(MARGIN + rows.height + MARGIN)
    left = MARGIN + rows.room + BESIDE
    shown = [cell.number if cell.visible else 0 for _, cell in bars]
    room = WIDTH - MARGIN - left - max(width(cell.text, SMALL) for _, cell in bars) - 6
    scale = room / max([*shown, 1])
    middles = [MARGIN + rows.middle(row) for row in range(len(bars))]
    high = min(BAR_POINTS, 0.72 * min(after - before for before, after in itertools.pairwise(rows.edges)))
    _draw_bars(on, [cell for _, cell in bars], [left + share * scale for share in shown], middles, left, high)
    for (_, cell), share, middle in zip(bars, shown, middles, strict=True):
        on.write(left + share * scale + 5, middle, cell.text, gid=CELL + cell.cell)
    on.rule(left, MARGIN, left, MARGIN + rows.height, INK)
    write_labels(on, rows, MARGIN, left - BESIDE)
    if made_up:
        write_marks(on, rows, MARGIN)
    return on.drawing


def _draw_bars(
    on: Sheet, cells: Sequence[Cell], ends: Sequence[float], middles: Sequence[float], left: float, high: float
) -> None:
    """Have seaborn draw bars from `left` to their ends, each at its place; what has no length is no mark."""
    import seaborn as sns

    apart = min((after - before for before, after in itertools.pairwise(middles)), default=1.0)
    sns.barplot(
        x=[end - left for end in ends], y=middles, orient="h", native_scale=True, width=high / apart, left=left,
        color=BAR, saturation=1, edgecolor=INK, linewidth=EDGE, errorbar=None, ax=on.axes,
    )  # fmt: skip
    for cell, end, patch in zip(cells, ends, on.axes.patches[-len(cells) :], strict=True):
        patch.set_gid(LENGTH + cell.cell)
        patch.set_clip_on(False)
        patch.set_visible(end > left)
    on.axes.set_xlim(0, on.width)
    on.axes.set_ylim(on.height, 0)
