"""The mark of made-up data on exhibits: in their words, and drawn into charts.

A number carries with it that it is made up (`Span.made_up`), so an exhibit is marked for what it shows;
nobody has to remember it. `show` and the annex are the two doors through which exhibits go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from findings.consultation.madeup import MARK
from findings.evidence.mark import COLOUR
from findings.evidence.mark import marked as marked_text
from findings.exhibits.lines import every_line
from findings.exhibits.model import Bullets, Exhibit, Figure, Line, Span, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

ROOM_INCHES = 0.13
"""What a row of a chart is higher by, so that the mark stands between bars and not on a number."""
POINTS = 6.5
WIDTH_POINTS = 58
"""As wide as the mark is in these letters, and a little more."""
PITCH_POINTS = 76


def marked(exhibit: Exhibit) -> Exhibit:
    """The exhibit, its words led by the mark if a number in it is made up.

    Examples
    --------
    >>> from findings.exhibits.model import Origin, Paragraph, plain
    >>> plain(marked(Paragraph((Span("85", Origin.CELL, "q1#base", made_up=True), Span(" responded.")))).text)
    'MADE-UP DATA. 85 responded.'
    """
    if isinstance(exhibit, Bullets):
        return Bullets(tuple(_led(item) if _made_up(item) else item for item in exhibit.items))
    if not any(_made_up(line) for line in every_line(exhibit)):
        return exhibit
    if isinstance(exhibit, Table):
        return replace(exhibit, title=_led(exhibit.title))
    if isinstance(exhibit, Figure):
        return replace(exhibit, title=_led(exhibit.title), alt=_led(exhibit.alt))
    return replace(exhibit, text=_led(exhibit.text))


def of_made_up(line: Line, *, made_up: bool) -> Line:
    """Words that are made up as the data are, though no number stands in them: a code frame, letters, petitions.

    Examples
    --------
    >>> of_made_up((Span("The code frame"),), made_up=True)[0].made_up
    True
    """
    return tuple(replace(span, made_up=True) for span in line) if made_up else line


def draw_marks(drawing: Drawing, edges: Sequence[float]) -> None:
    """Draw the mark above, between and below the rows of a chart, all across it.

    Whoever cuts a few rows out cuts a mark out too; of a single bar the label holds it.

    Parameters
    ----------
    drawing
        A chart, as it is laid out in the end.
    edges
        Where the rows begin and the last one ends, on the first of its axes.
    """
    from matplotlib.transforms import blended_transform_factory

    axes = drawing.axes[0]
    width = drawing.get_figwidth() * 72
    across = blended_transform_factory(drawing.transFigure, axes.transData)
    for row, edge in enumerate(edges):
        # Every other line begins half a step later, so that no cut from top to bottom goes between the marks.
        start = 2.0 + (PITCH_POINTS / 2 if row % 2 else 0.0)
        while start + WIDTH_POINTS <= width:
            axes.text(start / width, edge, MARK, transform=across, color=COLOUR, fontsize=POINTS,
                      fontweight="bold", ha="left", va="center", zorder=0.6)  # fmt: skip
            start += PITCH_POINTS


def _led(line: Line) -> Line:
    return (Span(marked_text("")), *line)


def _made_up(line: Line) -> bool:
    return any(span.made_up for span in line)
