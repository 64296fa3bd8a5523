"""Bars of whole themes, most named first, whose colour and label say whether they are for or against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.codeframe import Polarity
from findings.consultation.names import CellId, table_id
from findings.evidence.cell import Cell, Measure, SourceKind
from findings.evidence.store import Evidence
from findings.exhibits.charts.bars import BESIDE, MARGIN
from findings.exhibits.charts.canvas import (
    BAR_POINTS,
    PAGE_POINTS,
    SMALL,
    WIDTH,
    drawn,
    rows_for,
    sheet,
    write_labels,
    write_marks,
)
from findings.exhibits.charts.legend import Entry, draw_legend, legend_for
from findings.exhibits.charts.lettering import width
from findings.exhibits.charts.told import shorthand_of, sourced, subtitle, told
from findings.exhibits.coded import frame_of, takes_sides
from findings.exhibits.model import Figure, Line, plain
from findings.exhibits.style import DARK_BLUE, DARK_PINK, INK, MID_GREY, PALE_GREY, SOFT
from findings.exhibits.svg import CELL, LENGTH
from findings.exhibits.theme_rows import whole_themes
from findings.exhibits.wording import cell_span, label, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

FILL = {
    Polarity.FOR: DARK_BLUE,
    Polarity.AGAINST: DARK_PINK,
    Polarity.NEUTRAL: PALE_GREY,
    Polarity.EITHER: MID_GREY,
}
SPEAKS: dict[Polarity, Line] = {
    Polarity.FOR: label("for"),
    Polarity.AGAINST: label("against"),
    Polarity.NEUTRAL: label("neutral"),
    Polarity.EITHER: label("for or against"),
}
"""What stands behind a bar, so that its colour does not speak alone."""
MEANS: dict[Polarity, Line] = {
    Polarity.FOR: label("Who says it is for it"),
    Polarity.AGAINST: label("Who says it is against it"),
    Polarity.NEUTRAL: label("Neutral"),
    Polarity.EITHER: label("May be for or against"),
}
_GAP = 5.0


@dataclass(frozen=True)
class ThemeBar:
    """A theme's bar: its label, how it stands, its share."""

    name: str
    polarity: Polarity
    cell: Cell


def theme_figure(evidence: Evidence, question: str, title: Line) -> Figure:
    """The chart of the whole themes of a coded question; the table of the same numbers stands beside it.

    Parameters
    ----------
    evidence
        The store.
    question
        The question that counts themes, as `q9_themes`.
    title
        What the chart shows.
    """
    bars = [
        ThemeBar(
            evidence.story.option_label(question, theme.option),
            theme.polarity,
            evidence.cell(CellId(question, theme.option, measure=Measure.PERCENT).text).cell,
        )
        for theme in whole_themes(evidence, question)
    ]
    table = table_id(question, "")
    sides = takes_sides(frame_of(evidence, question))
    said = told(title, drawn_as="Bar chart of shares, the theme that was named most first.")
    for bar in bars:
        stands = words(f" ({plain(SPEAKS[bar.polarity])}).") if sides else words(".")
        said = (*said, *words(" "), *label(bar.name), *words(" "), cell_span(evidence, bar.cell), *stands)
    svg = drawn(lambda: _drawing(bars, sides=sides), table)
    notes = tuple(shorthand_of(bar.cell for bar in bars))
    return Figure(table, title, svg, said, table, notes, subtitle(evidence, question), sourced(evidence))


def _drawing(bars: Sequence[ThemeBar], *, sides: bool) -> Drawing:
    made_up = any(bar.cell.source_kind is SourceKind.MADE_UP for bar in bars)
    used = [polarity for polarity in Polarity if sides and any(bar.polarity is polarity for bar in bars)]
    legend = legend_for([Entry(plain(MEANS[polarity]), FILL[polarity]) for polarity in used])
    top = MARGIN + (legend.height + 9 if used else 0)
    rows = rows_for([bar.name for bar in bars], made_up=made_up, most_points=PAGE_POINTS - top)
    on = sheet(top + rows.height + MARGIN)
    left = MARGIN + rows.room + BESIDE
    stands = {bar.polarity: plain(SPEAKS[bar.polarity]) if sides else "" for bar in bars}
    behind = max(width(f"{bar.cell.text}{stands[bar.polarity]}", SMALL) for bar in bars) + 3 * _GAP
    largest = max([bar.cell.number for bar in bars if bar.cell.visible], default=1)
    scale = (WIDTH - MARGIN - left - behind) / max(largest, 1)
    for row, bar in enumerate(bars):
        middle = top + rows.middle(row)
        high = min(BAR_POINTS, (rows.edges[row + 1] - rows.edges[row]) * 0.72)
        long = bar.cell.number * scale if bar.cell.visible else 0.0
        if long:
            on.box(left, middle - high / 2, long, high, FILL[bar.polarity], gid=LENGTH + bar.cell.cell)
        on.write(left + long + _GAP, middle, bar.cell.text, gid=CELL + bar.cell.cell)
        after = left + long + 2 * _GAP + width(bar.cell.text, SMALL)
        if sides:
            on.write(after, middle, stands[bar.polarity], colour=SOFT)
    on.rule(left, top, left, top + rows.height, INK)
    write_labels(on, rows, top, left - BESIDE)
    if used:
        draw_legend(on, legend, MARGIN, MARGIN)
    if made_up:
        write_marks(on, rows, top)
    return on.drawing
