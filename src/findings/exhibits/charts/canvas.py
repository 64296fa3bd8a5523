"""The ground that every chart is drawn on: rows as high as their labels, no frame, a legend that reads along its rows.

seaborn and matplotlib are imported when the first chart is drawn: a chapter without one starts fast.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.exhibits.mark import ROOM_INCHES, named_marked
from findings.exhibits.style import FONT, GRID, INK, ROW_INCHES
from findings.exhibits.svg import as_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

LEGEND_LETTERS = 96
"""About as many letters of a legend stand beside each other."""
MOST_INCHES = 8.4
"""The height of all rows of a chart: it stands on one page with its title and notes."""
LINE_INCHES = 0.16
_PADDING_INCHES = 0.06
_NARROW, _WIDE, _SENTENCE = 30, 44, 90


@dataclass(frozen=True)
class Rows:
    """The rows of a chart: their labels as drawn, how high each is, and the part of it that a bar fills."""

    names: list[str]
    inches: float
    thickness: float


def rows_for(labels: Sequence[str], *, made_up: bool) -> Rows:
    """Rows that hold their labels whole; where all would be higher than a page, long labels end in an ellipsis.

    Bars are as thick in a chart of long labels as in any other; between made-up ones is room for the mark.
    """
    marks = 1 if made_up else 0
    room = ROOM_INCHES * marks
    most = int((MOST_INCHES / len(labels) - room - _PADDING_INCHES) / LINE_INCHES) - marks
    wrapped_all = [wrapped(name) for name in labels]
    lines = max(name.count("\n") + 1 for name in wrapped_all)
    if lines > max(most, 1):
        lines = max(most, 1)
        wrapped_all = [wrapped(name, lines) for name in labels]
    inches = max(_PADDING_INCHES + LINE_INCHES * (lines + marks), min(ROW_INCHES, MOST_INCHES / len(labels))) + room
    thickness = min(0.66 * ROW_INCHES, 0.66 * inches) / inches
    return Rows([named_marked(name) for name in wrapped_all] if made_up else wrapped_all, inches, thickness)


def wrapped(text: str, most: int = 0) -> str:
    r"""A label broken into lines that leave room for the bars; a sentence may take more of the width.

    Parameters
    ----------
    text
        The label.
    most
        The most lines that it may have; what is longer ends in an ellipsis, and its table has it whole.

    Examples
    --------
    >>> wrapped("Network, forum or membership organisation")
    'Network, forum or membership\norganisation'
    >>> wrapped("Network, forum or membership organisation of people who use services", 1)
    'Network, forum or membership organisation …'
    """
    width = _NARROW if len(text) <= _SENTENCE and not most else _WIDE
    lines = textwrap.wrap(text, width, max_lines=most or None, placeholder=" …")
    return "\n".join(lines) or text


def drawn(draw: Callable[[], Drawing], name: str) -> str:
    """The SVG of a drawing; what it is drawn with is closed.

    Letters stay letters in the SVG, so one that matplotlib's own font lacks (an emoji, another script)
    is the page's font to show: its warning would count as output of the notebook that is no exhibit.
    """
    from matplotlib import pyplot

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support .* natively")
        drawing = draw()
        svg = as_svg(drawing, name)
    pyplot.close(drawing)
    return svg


def bare(axes: Axes, names: list[str]) -> None:
    """No frame, no scale and no room around the bars: every one carries its name and its number."""
    axes.set_xticks([])
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xlabel("")
    axes.set_ylabel("")
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_axisbelow(True)
    axes.grid(False)
    axes.spines["left"].set_color(GRID)


def legend(drawing: Drawing, entries: Sequence[tuple[str, str]], height: float) -> None:
    """The legend of colours, above the bars; `entries` are labels and fills in the order of the bars."""
    from matplotlib.patches import Patch

    names = [textwrap.fill(name, LEGEND_LETTERS - 10) for name, _ in entries]
    patches = [
        Patch(facecolor=fill, edgecolor=INK, linewidth=0.7, label=name)
        for (_, fill), name in zip(entries, names, strict=True)
    ]
    longest = max(len(name) for name, _ in entries)
    columns = 3 if sum(len(name) for name, _ in entries) > 50 else len(entries)
    columns = max(1, min(columns, LEGEND_LETTERS // (longest + 6)))
    # A legend fills its columns downwards; readers read along its rows.
    patches = [patch for column in range(columns) for patch in patches[column::columns]]
    lines = -(-len(entries) // columns) + sum(name.count("\n") for name in names)
    drawing.tight_layout(rect=(0, 0, 1, 1 - (0.12 + 0.24 * lines) / height))
    drawing.legend(handles=patches, loc="upper center", ncols=columns, frameon=False, fontsize=8.5,
                   handlelength=1.2, columnspacing=1.4, prop={"family": FONT, "size": 8.5})  # fmt: skip
