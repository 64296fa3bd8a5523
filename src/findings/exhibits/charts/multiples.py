"""A small chart an area: the same question, the same scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from findings.consultation.madeup import MARK
from findings.consultation.model import CROSSED, Kind
from findings.consultation.names import CellId, table_id
from findings.evidence.cell import Cell, Measure
from findings.evidence.store import Evidence
from findings.exhibits.charts.bars import GAP, MARGIN, draw_segments
from findings.exhibits.charts.canvas import (
    BAR_POINTS,
    LETTERS,
    PITCH,
    SMALL,
    WIDTH,
    Rows,
    drawn,
    sheet,
    write_marks,
)
from findings.exhibits.charts.legend import Entry, draw_legend, legend_for
from findings.exhibits.charts.lettering import folded
from findings.exhibits.charts.parts import Bar, Segment, bars_of, diverging_segments, options_in_base, reach_of
from findings.exhibits.charts.told import alternative, notes_below, sourced, subtitle, told
from findings.exhibits.findings_told import headline
from findings.exhibits.model import Figure, Line
from findings.exhibits.sides import sides
from findings.exhibits.style import GRID, INK
from findings.exhibits.svg import CELL
from findings.exhibits.wording import cell_span, label, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

FEWEST, MOST = 3, 40
"""Groups."""
_MANY = 18
"""From here on four stand beside each other."""
_BETWEEN = 14.0
_LINES = 2


def multiples_figure(evidence: Evidence, question: str, breakdown: str) -> Figure | None:
    """A question's diverging bar in each group of a breakdown, a panel a group; its table is that by the breakdown.

    Parameters
    ----------
    evidence
        The store.
    question
        A question with options that support and oppose.
    breakdown
        A breakdown that is not crossed, such as the areas where respondents live.

    Returns
    -------
    Figure or None
        None where options do not support and oppose, where there are fewer than three groups or more than a page
        can hold, or where no group can be drawn.
    """
    table = table_id(question, breakdown)
    several = evidence.story.questionnaire.questions[question].kind is Kind.MULTIPLE
    segments = () if several else diverging_segments(evidence, question)
    if not segments or CROSSED in breakdown or table not in evidence.story.tables:
        return None
    drawn_here = {segment.option for segment in segments}
    options = [option for option in options_in_base(evidence, question) if option in drawn_here]
    if len(options) < len(segments):
        return None
    bars = bars_of(evidence, question, breakdown, options)
    if not FEWEST <= len(bars) - 1 <= MOST or all(bar.hidden for bar in bars[1:]):
        return None
    identifier = f"areas.{table}"
    title = finding_of_groups(evidence, question, breakdown)
    svg = drawn(lambda: _panels(segments, bars), identifier)
    about = told(title, drawn_as="A small bar chart for each group, all on one scale.")
    said = alternative(evidence, question, bars, about)
    notes = tuple(notes_below(evidence, question, options, bars))
    below = subtitle(evidence, question, breakdown)
    return Figure(identifier, title, svg, said, table, notes, below, sourced(evidence))


def finding_of_groups(evidence: Evidence, question: str, breakdown: str) -> Line:
    """Between which groups each side's share lies, where all of them may be seen."""
    text: Line = (*label(evidence.story.questionnaire.questions[question].short), *words(": "))
    for place, option in enumerate(sides(evidence.story.questionnaire, question)):
        ends = ends_of_groups(evidence, question, option, breakdown)
        if ends is None:
            return headline(evidence, question)
        between = words("; ") if place else ()
        text = (*text, *between, *label(evidence.story.option_label(question, option)))
        for where, cell in zip((": lowest ", ", highest "), ends, strict=True):
            group = label(evidence.story.level_label(breakdown, cell.level))
            text = (*text, *words(where), *group, *words(" "), cell_span(evidence, cell))
    return text


def ends_of_groups(evidence: Evidence, question: str, option: str, breakdown: str) -> tuple[Cell, Cell] | None:
    """The lowest and the highest share of an answer among groups; None where one is hidden or an end is shared."""
    levels = [level for level in evidence.levels(table_id(question, breakdown)) if not level.startswith("not_")]
    cells = [evidence.cell(CellId(question, option, breakdown, level, Measure.PERCENT).text).cell for level in levels]
    if not cells or not all(cell.visible for cell in cells):
        return None
    shares = sorted(cell.number for cell in cells)
    if len(shares) < 2 or shares[0] == shares[1] or shares[-1] == shares[-2]:
        return None
    return min(cells, key=lambda cell: cell.number), max(cells, key=lambda cell: cell.number)


def _panels(segments: tuple[Segment, ...], bars: Sequence[Bar]) -> Drawing:
    made_up = any(bar.made_up for bar in bars)
    across = 4 if len(bars) > _MANY else 3
    wide = (WIDTH - 2 * MARGIN - (across - 1) * _BETWEEN) / across
    names = [[*folded(bar.label, wide, LETTERS, _LINES), *([MARK] if made_up else [])] for bar in bars]
    down = -(-len(bars) // across)
    heads = [max(len(name) for name in names[row * across : (row + 1) * across]) for row in range(down)]
    mark = 11.0 if made_up else 0.0
    edges = [0.0]
    for lines in heads:
        edges.append(edges[-1] + mark + lines * LETTERS * PITCH + BAR_POINTS + 15)
    legend = legend_for([Entry(segment.label, segment.paint.fill) for segment in segments])
    top = MARGIN + legend.height + 9
    on = sheet(top + edges[-1] + MARGIN)
    draw_legend(on, legend, MARGIN, MARGIN)
    least, most = reach_of(segments, bars)
    scale = (wide - GAP * len(segments)) / (most - least)
    for place, (bar, name) in enumerate(zip(bars, names, strict=True)):
        row, column = divmod(place, across)
        left = MARGIN + column * (wide + _BETWEEN)
        start = top + edges[row] + mark / 2 + 3
        high = heads[row] * LETTERS * PITCH
        on.write_lines(left, start + high - len(name) * LETTERS * PITCH / 2, name, size=LETTERS)
        zero = left - least * scale + GAP * len(segments) / 2
        middle = start + high + 3 + BAR_POINTS / 2
        on.rule(left, middle, left + wide, middle, GRID, 0.6)
        on.rule(zero, middle - BAR_POINTS / 2 - 3, zero, middle + BAR_POINTS / 2 + 3, INK)
        if bar.hidden:
            on.write(zero + 5, middle - SMALL * 0.6, str(bar.status), gid=CELL + bar.hidden_cell.cell)
        else:
            draw_segments(on, segments, bar, zero, middle, scale, BAR_POINTS)
    if made_up:
        write_marks(on, Rows((), 0.0, tuple(edges)), top)
    return on.drawing
