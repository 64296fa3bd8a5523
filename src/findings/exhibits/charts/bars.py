"""Bars as they are drawn: side by side across a line, or one below the other from the left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from findings.consultation.model import Stance
from findings.evidence.cell import Cell, SourceKind, Status
from findings.exhibits.charts.canvas import bare, legend, rows_for
from findings.exhibits.charts.parts import Bar, Segment, ends_of
from findings.exhibits.mark import draw_marks
from findings.exhibits.style import BAR, INK, RC, WIDTH_INCHES
from findings.exhibits.svg import CELL

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

LABEL_FROM = 6
"""A segment narrower than this many percent has no room for its label; its table has the number."""


def diverging(segments: tuple[Segment, ...], bars: list[Bar]) -> Drawing:
    """Bars of segments: opposition to the left of a line, support to the right, the neutral across it."""
    import seaborn as sns
    from matplotlib import pyplot

    sns.set_theme(style="white", rc=RC)
    made_up = any(bar.made_up for bar in bars)
    laid = rows_for([bar.label for bar in bars], made_up=made_up)
    height = 1.05 + laid.inches * len(bars)
    drawing, axes = pyplot.subplots(figsize=(WIDTH_INCHES, height))
    # By place, not by label: seaborn would draw the mean of two bars that are written alike.
    rows = range(len(bars))
    ends = [ends_of(segments, bar) for bar in bars]
    # From the outermost end inwards, so that each bar is covered by those nearer to the middle.
    for positive in (False, True):
        stance = Stance.SUPPORT if positive else Stance.OPPOSE
        order = [n for n, segment in enumerate(segments) if segment.stance is stance]
        for n in reversed(order) if positive else order:
            lengths = [bar_ends[n][1 if positive else 0] for bar_ends in ends]
            sns.barplot(
                x=lengths, y=rows, orient="h", color=segments[n].paint.fill, saturation=1, width=laid.thickness,
                edgecolor=INK, linewidth=0.7, ax=axes,
            )  # fmt: skip
    for n, segment in enumerate(segments):
        if segment.stance is Stance.NEUTRAL:
            # These lie across the middle, over the feet of the others.
            starts, lengths = [e[n][0] for e in ends], [e[n][1] - e[n][0] for e in ends]
            axes.barh(
                range(len(bars)),
                lengths,
                left=starts,
                height=laid.thickness,
                color=segment.paint.fill,
                edgecolor=INK,
                linewidth=0.7,
            )
    reach = [end for bar_ends in ends for pair in bar_ends for end in pair]
    least = LABEL_FROM * max(max([*reach, 1]) - min([*reach, -1]), 60) / 100
    for row, (bar, bar_ends) in enumerate(zip(bars, ends, strict=True)):
        if bar.hidden:
            axes.text(1.5, row, str(bar.status), ha="left", va="center", fontsize=9)
            continue
        for segment, (left, right) in zip(segments, bar_ends, strict=True):
            if right - left >= least:
                cell = bar.cells[segment.option]
                axes.text((left + right) / 2, row, cell.text, color=segment.paint.text,
                          ha="center", va="center", fontsize=8.5, gid=CELL + cell.cell)  # fmt: skip
    axes.set_xlim(min([*reach, -1]) - 2, max([*reach, 1]) + 2)
    bare(axes, laid.names)
    axes.axvline(0, color=INK, linewidth=1, zorder=0.5)
    legend(drawing, [(segment.label, segment.paint.fill) for segment in segments], height)
    if made_up:
        draw_marks(drawing, len(bars))
    return drawing


def plain_bars(bars: Sequence[tuple[str, Cell]]) -> Drawing:
    """A bar for each named cell, from the left, in the order given."""
    import seaborn as sns
    from matplotlib import pyplot

    sns.set_theme(style="white", rc=RC)
    made_up = any(cell.source_kind is SourceKind.MADE_UP for _, cell in bars)
    laid = rows_for([name for name, _ in bars], made_up=made_up)
    drawing, axes = pyplot.subplots(figsize=(WIDTH_INCHES, 0.35 + laid.inches * len(bars)))
    lengths = [cell.number if cell.status is Status.SHOWN else 0 for _, cell in bars]
    sns.barplot(x=lengths, y=range(len(bars)), orient="h", color=BAR, saturation=1, width=laid.thickness, ax=axes)
    longest = max([*lengths, 1])
    for row, (_, cell) in enumerate(bars):
        axes.text(lengths[row] + longest / 60, row, cell.text, va="center", fontsize=9, gid=CELL + cell.cell)
    axes.set_xlim(0, longest * 1.12)
    bare(axes, laid.names)
    drawing.tight_layout()
    if made_up:
        draw_marks(drawing, len(bars))
    return drawing
