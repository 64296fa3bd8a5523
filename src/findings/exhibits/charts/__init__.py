"""Charts: diverging bars for what people support and oppose, plain bars for the rest, pairs for who was reached."""

from findings.exhibits.charts.figures import MOST_ROWS, question_figure, ranking_figure, scale_figure
from findings.exhibits.charts.parts import diverging_segments
from findings.exhibits.charts.reach import representation_figure

__all__ = [
    "MOST_ROWS",
    "diverging_segments",
    "question_figure",
    "ranking_figure",
    "representation_figure",
    "scale_figure",
]
