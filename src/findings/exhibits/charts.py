"""Charts: diverging bars for what people support and oppose, plain bars for the rest.

seaborn and matplotlib are imported when the first chart is drawn: a chapter without one starts fast.
"""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from findings.consultation.model import Stance
from findings.consultation.names import CellId, table_id
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.store import Evidence
from findings.exhibits.mark import ROOM_INCHES, draw_marks, named_marked
from findings.exhibits.model import Figure, Line
from findings.exhibits.style import BAR, FONT, GRID, INK, RC, ROW_INCHES, WIDTH_INCHES, Paint, paint
from findings.exhibits.svg import CELL, as_svg
from findings.exhibits.wording import cell_span, label, question_heading, words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

LABEL_FROM = 6
"""A segment narrower than this many percent has no room for its label; its table has the number."""

LEGEND_LETTERS = 96
"""About as many letters of a legend stand beside each other."""


@dataclass(frozen=True)
class Segment:
    """An option's part of a diverging bar: its colour and its place among the segments of its side."""

    option: str
    label: str
    stance: Stance
    paint: Paint


@dataclass(frozen=True)
class Bar:
    """A group's bar: its label and its shares by option; no shares where one of them is hidden."""

    label: str
    cells: dict[str, Cell]

    @property
    def hidden(self) -> bool:
        """Whether a share cannot be drawn, so that the bar as a whole is not."""
        return any(cell.status is not Status.SHOWN for cell in self.cells.values())

    @property
    def status(self) -> Status:
        """Why the bar is not drawn; that something is hidden comes before that something does not apply."""
        own = {cell.status for cell in self.cells.values()}
        order: tuple[Status, ...] = (Status.CONFIDENTIAL, *Status)
        return next(status for status in order if status in own and status is not Status.SHOWN)

    @property
    def made_up(self) -> bool:
        """Whether what it shows was counted from made-up data."""
        return any(cell.source_kind is SourceKind.MADE_UP for cell in self.cells.values())


def question_figure(evidence: Evidence, question: str, title: Line) -> Figure:
    """The chart of a question: diverging by group where options support and oppose, else plain bars.

    Parameters
    ----------
    evidence
        The store.
    question
        The question's name.
    title
        What the chart shows, as a sentence bound to cells.
    """
    segments = diverging_segments(evidence, question)
    drawn = {segment.option for segment in segments}
    in_base = _options_in_base(evidence, question)
    shown = [option for option in in_base if option in drawn] or in_base
    breakdown = _breakdown_to_draw(evidence, question, shown) if segments else ""
    table = table_id(question, breakdown)
    bars = _bars(evidence, question, breakdown, shown)
    no_group = len(bars) > 1 and all(bar.hidden for bar in bars[1:])
    if no_group:
        bars = bars[:1]
    svg = _drawn(lambda: _diverging(segments, bars) if segments else _plain(evidence, bars[0]), table)
    notes = tuple(_notes(evidence, question, shown, bars))
    if no_group:
        notes = (*notes, words("Groups are not drawn: of each, at least one share is not shown."))
    about = (*words("Bar chart of "), *question_heading(evidence, question), *words("."))
    return Figure(table, title, svg, _alternative(evidence, question, bars, about), table, notes)


def scale_figure(evidence: Evidence, questions: Sequence[str], identifier: str, title: Line) -> Figure:
    """Questions of one scale beneath each other, all respondents, in diverging bars.

    Parameters
    ----------
    evidence
        The store.
    questions
        Questions whose options are the same and hold both stances.
    identifier
        The figure's, which is also that of the table beside it.
    title
        What the chart shows.
    """
    segments = diverging_segments(evidence, questions[0])
    options = [option for option in _options_in_base(evidence, questions[0]) if option in {s.option for s in segments}]
    bars = []
    for question in questions:
        spec = evidence.story.questionnaire.questions[question]
        bars.append(replace(_bars(evidence, question, "", options)[0], label=f"{spec.number}. {spec.short}"))
    svg = _drawn(lambda: _diverging(segments, bars), identifier)
    alternative = _alternative(evidence, questions[0], bars, words("Bar chart of all respondents by question."))
    return Figure(identifier, title, svg, alternative, identifier, tuple(_notes(evidence, questions[0], options, bars)))


def diverging_segments(evidence: Evidence, question: str) -> tuple[Segment, ...]:
    """The options from most opposed to most in support; none unless both stances are among them."""
    options = evidence.story.questionnaire.scale_of(question).options
    by_stance = {stance: [n for n, option in options.items() if option.stance is stance] for stance in Stance}
    if not by_stance[Stance.SUPPORT] or not by_stance[Stance.OPPOSE]:
        return ()
    has_neutral = bool(by_stance[Stance.NEUTRAL])
    # A scale runs from one end to the other: on both sides the middle comes next to the neutral.
    names = list(options)
    support_first = names.index(by_stance[Stance.SUPPORT][0]) < names.index(by_stance[Stance.OPPOSE][0])
    outward = {
        Stance.SUPPORT: by_stance[Stance.SUPPORT][::-1] if support_first else by_stance[Stance.SUPPORT],
        Stance.NEUTRAL: by_stance[Stance.NEUTRAL],
        Stance.OPPOSE: by_stance[Stance.OPPOSE] if support_first else by_stance[Stance.OPPOSE][::-1],
    }
    ordered = [
        *reversed([(Stance.OPPOSE, step, name) for step, name in enumerate(outward[Stance.OPPOSE])]),
        *((Stance.NEUTRAL, step, name) for step, name in enumerate(outward[Stance.NEUTRAL])),
        *((Stance.SUPPORT, step, name) for step, name in enumerate(outward[Stance.SUPPORT])),
    ]
    return tuple(
        Segment(name, options[name].label, stance, paint(stance, step, has_neutral)) for stance, step, name in ordered
    )


def _drawn(draw: Callable[[], Drawing], name: str) -> str:
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


def _breakdown_to_draw(evidence: Evidence, question: str, options: list[str]) -> str:
    """The breakdown of which most groups can be drawn: the chart shows it, its table stands beside it."""

    def drawn(name: str) -> tuple[int, int]:
        groups = _bars(evidence, question, name, options)[1:]
        return sum(not bar.hidden for bar in groups), len(groups)

    return max(evidence.breakdowns_of(question), key=drawn, default="")


def _options_in_base(evidence: Evidence, question: str) -> list[str]:
    cells = evidence.table(question)
    return [
        identifier.option
        for identifier, cell in cells.items()
        if identifier.measure == Measure.PERCENT and not identifier.option.startswith("net_")
        and (not identifier.option.startswith("not_") or cell.value != "0")
    ]  # fmt: skip


def _bars(evidence: Evidence, question: str, breakdown: str, options: list[str]) -> list[Bar]:
    places = [("", "")]
    if breakdown:
        places += [(breakdown, level) for level in evidence.levels(table_id(question, breakdown))]
    bars = []
    for at, level in places:
        cells = {
            option: evidence.cell(CellId(question, option, at, level, Measure.PERCENT).text).cell for option in options
        }
        bars.append(Bar(evidence.story.level_label(at, level), cells))
    return bars


def _diverging(segments: tuple[Segment, ...], bars: list[Bar]) -> Drawing:
    import seaborn as sns
    from matplotlib import pyplot

    sns.set_theme(style="white", rc=RC)
    made_up = any(bar.made_up for bar in bars)
    names = [wrapped(bar.label) for bar in bars]
    names = [named_marked(name) for name in names] if made_up else names
    row_inches, thickness = _row(names, made_up)
    height = 1.05 + row_inches * len(bars)
    drawing, axes = pyplot.subplots(figsize=(WIDTH_INCHES, height))
    # By place, not by label: seaborn would draw the mean of two bars that are written alike.
    rows = range(len(bars))
    ends = [_ends(segments, bar) for bar in bars]
    # From the outermost end inwards, so that each bar is covered by those nearer to the middle.
    for positive in (False, True):
        stance = Stance.SUPPORT if positive else Stance.OPPOSE
        order = [n for n, segment in enumerate(segments) if segment.stance is stance]
        for n in reversed(order) if positive else order:
            lengths = [bar_ends[n][1 if positive else 0] for bar_ends in ends]
            sns.barplot(
                x=lengths, y=rows, orient="h", color=segments[n].paint.fill, saturation=1, width=thickness,
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
                height=thickness,
                color=segment.paint.fill,
                edgecolor=INK,
                linewidth=0.7,
            )
    for row, (bar, bar_ends) in enumerate(zip(bars, ends, strict=True)):
        if bar.hidden:
            axes.text(1.5, row, str(bar.status), ha="left", va="center", fontsize=9)
            continue
        for segment, (left, right) in zip(segments, bar_ends, strict=True):
            if right - left >= LABEL_FROM:
                cell = bar.cells[segment.option]
                axes.text((left + right) / 2, row, cell.text, color=segment.paint.text,
                          ha="center", va="center", fontsize=8.5, gid=CELL + cell.cell)  # fmt: skip
    reach = [end for bar_ends in ends for pair in bar_ends for end in pair]
    axes.set_xlim(min([*reach, -1]) - 2, max([*reach, 1]) + 2)
    _bare(axes, names)
    axes.axvline(0, color=INK, linewidth=1, zorder=0.5)
    _legend(drawing, segments, height)
    if made_up:
        draw_marks(drawing, len(bars))
    return drawing


def _ends(segments: tuple[Segment, ...], bar: Bar) -> list[tuple[float, float]]:
    """Where each segment begins and ends; the neutral ones lie across the middle."""
    if bar.hidden:
        return [(0.0, 0.0)] * len(segments)
    shares = [bar.cells[segment.option].number for segment in segments]
    neutral = sum(share for share, segment in zip(shares, segments, strict=True) if segment.stance is Stance.NEUTRAL)
    against = sum(share for share, segment in zip(shares, segments, strict=True) if segment.stance is Stance.OPPOSE)
    left = -(against + neutral / 2)
    ends = []
    for share in shares:
        ends.append((left, left + share))
        left += share
    return ends


def _plain(evidence: Evidence, bar: Bar) -> Drawing:
    import seaborn as sns
    from matplotlib import pyplot

    sns.set_theme(style="white", rc=RC)
    shown = list(bar.cells.items())
    question = shown[0][1].asked
    names = [wrapped(evidence.story.option_label(question, option)) for option, _ in shown]
    names = [named_marked(name) for name in names] if bar.made_up else names
    row_inches, thickness = _row(names, bar.made_up)
    drawing, axes = pyplot.subplots(figsize=(WIDTH_INCHES, 0.35 + row_inches * len(names)))
    lengths = [cell.number if cell.status is Status.SHOWN else 0 for _, cell in shown]
    sns.barplot(x=lengths, y=range(len(shown)), orient="h", color=BAR, saturation=1, width=thickness, ax=axes)
    for row, (_, cell) in enumerate(shown):
        axes.text(lengths[row] + 1, row, cell.text, va="center", fontsize=9, gid=CELL + cell.cell)
    axes.set_xlim(0, max([*lengths, 1]) * 1.12)
    _bare(axes, names)
    drawing.tight_layout()
    if bar.made_up:
        draw_marks(drawing, len(shown))
    return drawing


def _row(names: list[str], made_up: bool) -> tuple[float, float]:
    """The height of a row that holds the label with most lines, and the part of it that a bar fills.

    Bars are as thick in a chart of long labels as in any other; between made-up ones is room for the mark.
    """
    inches = max(ROW_INCHES, 0.06 + 0.16 * max(name.count("\n") + 1 for name in names))
    inches += ROOM_INCHES if made_up else 0
    return inches, 0.66 * ROW_INCHES / inches


def wrapped(text: str) -> str:
    r"""A label broken into lines that leave room for the bars; a sentence may take more of the width.

    Examples
    --------
    >>> wrapped("Network, forum or membership organisation")
    'Network, forum or membership\norganisation'
    """
    return "\n".join(textwrap.wrap(text, 30 if len(text) <= 90 else 44)) or text


def _bare(axes: Axes, names: list[str]) -> None:
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


def _legend(drawing: Drawing, segments: tuple[Segment, ...], height: float) -> None:
    from matplotlib.patches import Patch

    names = [textwrap.fill(segment.label, LEGEND_LETTERS - 10) for segment in segments]
    patches = [
        Patch(facecolor=s.paint.fill, edgecolor=INK, linewidth=0.7, label=name)
        for s, name in zip(segments, names, strict=True)
    ]
    columns = 3 if sum(len(segment.label) for segment in segments) > 50 else len(segments)
    columns = max(1, min(columns, LEGEND_LETTERS // (max(len(segment.label) for segment in segments) + 6)))
    # A legend fills its columns downwards; readers read along its rows.
    patches = [patch for column in range(columns) for patch in patches[column::columns]]
    lines = -(-len(segments) // columns) + sum(name.count("\n") for name in names)
    drawing.tight_layout(rect=(0, 0, 1, 1 - (0.12 + 0.24 * lines) / height))
    drawing.legend(handles=patches, loc="upper center", ncols=columns, frameon=False, fontsize=8.5,
                   handlelength=1.2, columnspacing=1.4, prop={"family": FONT, "size": 8.5})  # fmt: skip


def _alternative(evidence: Evidence, question: str, bars: list[Bar], about: Line) -> Line:
    """What the chart says, bar by bar, in words."""
    line = about
    for bar in bars:
        line = (*line, *words(" "), *label(bar.label), *words(":"))
        if bar.hidden:
            line = (*line, *words(f" {bar.status}, {bar.status.meaning}."))
            continue
        for position, (option, cell) in enumerate(bar.cells.items()):
            name = evidence.story.option_label(question, option)
            line = (*line, *words(", " if position else " "), *label(name), *words(" "), cell_span(evidence, cell))
        line = (*line, *words("."))
    return line


def _notes(evidence: Evidence, question: str, shown: list[str], bars: list[Bar]) -> list[Line]:
    notes: list[Line] = []
    left_out = [option for option in _options_in_base(evidence, question) if option not in shown]
    if left_out:
        names: Line = ()
        for position, option in enumerate(left_out):
            names = (*names, *words(", " if position else " "),
                     *label(evidence.story.option_label(question, option)))  # fmt: skip
        notes.append((*words("Not drawn, but counted in the base:"), *names, *words(".")))
    for status in dict.fromkeys(bar.status for bar in bars if bar.hidden):
        notes.append(words(f"{status} means {status.meaning}"))
    return notes
