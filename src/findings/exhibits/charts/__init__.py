"""Charts: diverging bars for what people support and oppose, plain bars for the rest, pairs for who was reached.

Beside these: dots for the differences of groups, tiles for questions with the same answers, a small bar an area, a map.
"""

from findings.exhibits.charts.areas import area_figures
from findings.exhibits.charts.dots import difference_figure
from findings.exhibits.charts.figures import MOST_ROWS, question_figure, ranking_figure, scale_figure
from findings.exhibits.charts.heat import heat_figure, heat_table
from findings.exhibits.charts.map import map_figure
from findings.exhibits.charts.multiples import multiples_figure
from findings.exhibits.charts.parts import diverging_segments
from findings.exhibits.charts.reach import reach_finding, representation_figure

__all__ = [
    "MOST_ROWS",
    "area_figures",
    "difference_figure",
    "diverging_segments",
    "heat_figure",
    "heat_table",
    "map_figure",
    "multiples_figure",
    "question_figure",
    "ranking_figure",
    "reach_finding",
    "representation_figure",
    "scale_figure",
]
