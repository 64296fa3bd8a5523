"""Who responded beside who lives there: a pair of bars a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.names import ALL, POPULATION, CellId, table_id
from findings.evidence.cell import Cell, Measure, SourceKind
from findings.evidence.reached import RESIDENTS, RESPONDENTS
from findings.evidence.store import Evidence
from findings.exhibits.charts.bars import BESIDE, MARGIN
from findings.exhibits.charts.canvas import (
    MOST_POINTS,
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
from findings.exhibits.charts.told import shorthand_of, sourced, told
from findings.exhibits.model import Figure, Line
from findings.exhibits.style import BLUE, INK, PALE_GREY
from findings.exhibits.svg import CELL, LENGTH
from findings.exhibits.wording import cell_span, citation, label, parameter, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

FILLS = {RESPONDENTS: BLUE, RESIDENTS: PALE_GREY}
PAIR_POINTS = 36.0
"""The least height of a group's two bars."""


@dataclass(frozen=True)
class Pair:
    """A group's two shares."""

    label: str
    respondents: Cell
    residents: Cell


def reach_finding(evidence: Evidence, breakdown: str, names: dict[str, str]) -> Line:
    """The group whose share of respondents is furthest from its share of residents; nothing where none can be named."""
    pairs = _pairs_of(evidence, breakdown)
    if not pairs or not all(cell.visible for pair in pairs for cell in (pair.respondents, pair.residents)):
        return ()
    apart = [abs(pair.respondents.number - pair.residents.number) for pair in pairs]
    if not max(apart) or apart.count(max(apart)) > 1:
        return ()
    pair = pairs[apart.index(max(apart))]
    title = label(evidence.story.questionnaire.breakdowns[breakdown].title)
    return (*title, *words(": furthest from those who live there is "), *label(pair.label), *words(", "),
            *label(names[RESPONDENTS]), *words(" "), cell_span(evidence, pair.respondents), *words(" and "),
            *label(names[RESIDENTS]), *words(" "), cell_span(evidence, pair.residents))  # fmt: skip


def representation_figure(evidence: Evidence, breakdown: str, title: Line, names: dict[str, str]) -> Figure:
    """The shares of respondents and of those who live there, group by group.

    Parameters
    ----------
    evidence
        The store, with the table `population.by.<breakdown>`.
    breakdown
        The breakdown.
    title
        What the chart shows.
    names
        What respondents and residents are called.
    """
    table = table_id(POPULATION, breakdown)
    pairs = _pairs_of(evidence, breakdown)
    svg = drawn(lambda: _pairs(pairs, names), table)
    alt = told(title, drawn_as="Bar chart of respondents beside those who live there.")
    for pair in pairs:
        alt = (*alt, *words(" "), *label(pair.label), *words(": "), *label(names[RESPONDENTS]), *words(" "),
               cell_span(evidence, pair.respondents), *words(", "), *label(names[RESIDENTS]), *words(" "),
               cell_span(evidence, pair.residents), *words("."))  # fmt: skip
    notes = tuple(shorthand_of(cell for pair in pairs for cell in (pair.respondents, pair.residents)))
    told_of = evidence.story.populations.get(breakdown)
    below = words("Shares of each group; base: respondents whose group is known, and those who live in these groups")
    cited = sourced(evidence)
    if told_of is not None:
        cited = (*cited, *words("; "), *label(told_of.unit), *words(": "), *citation(told_of.source), *words(", "),
                 *parameter(str(told_of.year)))  # fmt: skip
    return Figure(table, title, svg, alt, table, notes, below, cited)


def _pairs_of(evidence: Evidence, breakdown: str) -> list[Pair]:
    """The shares of each group."""
    return [
        Pair(
            evidence.story.level_label(breakdown, level),
            *(
                evidence.cell(CellId(POPULATION, option, breakdown, level, Measure.PERCENT).text).cell
                for option in (RESPONDENTS, RESIDENTS)
            ),
        )
        for level in evidence.levels(table_id(POPULATION, breakdown))
        if level != ALL
    ]


def _pairs(pairs: list[Pair], names: dict[str, str]) -> Drawing:
    made_up = any(pair.respondents.source_kind is SourceKind.MADE_UP for pair in pairs)
    legend = legend_for([Entry(names[option], fill) for option, fill in FILLS.items()])
    top = MARGIN + legend.height + 9
    room = min(MOST_POINTS, PAGE_POINTS - top)
    rows = rows_for([pair.label for pair in pairs], made_up=made_up, least=PAIR_POINTS, most_points=room)
    on = sheet(top + rows.height + MARGIN)
    left = MARGIN + rows.room + BESIDE
    cells = [cell for pair in pairs for cell in (pair.respondents, pair.residents)]
    room = WIDTH - MARGIN - left - max(width(cell.text, SMALL) for cell in cells) - 6
    scale = room / max([1, *(cell.number for cell in cells if cell.visible)])
    on.rule(left, top, left, top + rows.height, INK)
    for row, pair in enumerate(pairs):
        high = min(14.0, (rows.edges[row + 1] - rows.edges[row]) * 0.38)
        for side, cell in enumerate((pair.respondents, pair.residents)):
            start = top + rows.middle(row) + (side - 1) * high
            wide = cell.number * scale if cell.visible else 0.0
            if wide:
                on.box(left, start, wide, high, tuple(FILLS.values())[side], gid=LENGTH + cell.cell)
            on.write(left + wide + 5, start + high / 2, cell.text, gid=CELL + cell.cell)
    write_labels(on, rows, top, left - BESIDE)
    draw_legend(on, legend, MARGIN, MARGIN)
    if made_up:
        write_marks(on, rows, top)
    return on.drawing
