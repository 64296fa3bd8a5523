"""Who responded beside who lives there: a pair of bars a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.model import Stance
from findings.consultation.names import ALL, POPULATION, CellId, table_id
from findings.evidence.cell import Cell, Measure, SourceKind
from findings.evidence.reached import RESIDENTS, RESPONDENTS
from findings.evidence.store import Evidence
from findings.exhibits.charts.canvas import bare, drawn, legend, rows_for
from findings.exhibits.mark import draw_marks
from findings.exhibits.model import Figure, Line
from findings.exhibits.style import DARK, INK, LIGHT, RC, WIDTH_INCHES
from findings.exhibits.svg import CELL
from findings.exhibits.wording import cell_span, label, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

FILLS = {RESPONDENTS: DARK[Stance.SUPPORT], RESIDENTS: LIGHT[Stance.NEUTRAL]}
PAIR_INCHES = 0.5
"""The least height of a group's two bars."""


@dataclass(frozen=True)
class Pair:
    """A group's two shares."""

    label: str
    respondents: Cell
    residents: Cell


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
    pairs = [
        Pair(
            evidence.story.level_label(breakdown, level),
            *(evidence.cell(CellId(POPULATION, option, breakdown, level, Measure.PERCENT).text).cell
              for option in (RESPONDENTS, RESIDENTS)),
        )
        for level in evidence.levels(table)
        if level != ALL
    ]  # fmt: skip
    svg = drawn(lambda: _pairs(pairs, names), table)
    alt: Line = words("Bar chart of respondents beside those who live there.")
    for pair in pairs:
        alt = (*alt, *words(" "), *label(pair.label), *words(": "), *label(names[RESPONDENTS]), *words(" "),
               cell_span(evidence, pair.respondents), *words(", "), *label(names[RESIDENTS]), *words(" "),
               cell_span(evidence, pair.residents), *words("."))  # fmt: skip
    shown = (cell for pair in pairs for cell in (pair.respondents, pair.residents))
    statuses = dict.fromkeys(cell.status for cell in shown if not cell.visible)
    return Figure(table, title, svg, alt, table, tuple(words(f"{one} means {one.meaning}") for one in statuses))


def _pairs(pairs: list[Pair], names: dict[str, str]) -> Drawing:
    import seaborn as sns
    from matplotlib import pyplot

    sns.set_theme(style="white", rc=RC)
    made_up = any(pair.respondents.source_kind is SourceKind.MADE_UP for pair in pairs)
    laid = rows_for([pair.label for pair in pairs], made_up=made_up)
    inches = max(laid.inches, PAIR_INCHES)
    height = 0.8 + inches * len(pairs)
    drawing, axes = pyplot.subplots(figsize=(WIDTH_INCHES, height))
    half = min(0.36, 0.18 * PAIR_INCHES / inches * 2)
    shares = [[cell.number if cell.visible else 0 for cell in (pair.respondents, pair.residents)] for pair in pairs]
    longest = max([1, *(share for pair in shares for share in pair)])
    for side, option in enumerate((RESPONDENTS, RESIDENTS)):
        at = [row + (side - 0.5) * half for row in range(len(pairs))]
        axes.barh(at, [pair[side] for pair in shares], height=half, color=FILLS[option], edgecolor=INK, linewidth=0.7)
        for row, pair in enumerate(pairs):
            cell = pair.residents if side else pair.respondents
            axes.text(shares[row][side] + longest / 60, at[row], cell.text, va="center", fontsize=8.5,
                      gid=CELL + cell.cell)  # fmt: skip
    axes.set_xlim(0, longest * 1.12)
    bare(axes, laid.names)
    legend(drawing, [(names[option], fill) for option, fill in FILLS.items()], height)
    if made_up:
        draw_marks(drawing, len(pairs))
    return drawing
