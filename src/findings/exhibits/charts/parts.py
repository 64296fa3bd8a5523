"""What bars are made of: segments in their order from opposition to support, and each group's shares."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.model import Stance
from findings.consultation.names import CellId
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of
from findings.exhibits.style import Paint, apart, paints


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
    def hidden_cell(self) -> Cell:
        """The share that says why the bar is not drawn."""
        return next(cell for cell in self.cells.values() if cell.status is self.status)

    @property
    def made_up(self) -> bool:
        """Whether what it shows was counted from made-up data."""
        return any(cell.source_kind is SourceKind.MADE_UP for cell in self.cells.values())


def diverging_segments(evidence: Evidence, question: str) -> tuple[Segment, ...]:
    """The options from most opposed to most in support; none unless both stances are among them."""
    options = evidence.story.questionnaire.scale_of(question).options
    by_stance = {stance: [n for n, option in options.items() if option.stance is stance] for stance in Stance}
    if not by_stance[Stance.SUPPORT] or not by_stance[Stance.OPPOSE]:
        return ()
    # A scale runs from one end to the other: on both sides the middle comes next to the neutral.
    names = list(options)
    support_first = names.index(by_stance[Stance.SUPPORT][0]) < names.index(by_stance[Stance.OPPOSE][0])
    outward = {
        Stance.SUPPORT: by_stance[Stance.SUPPORT][::-1] if support_first else by_stance[Stance.SUPPORT],
        Stance.NEUTRAL: by_stance[Stance.NEUTRAL],
        Stance.OPPOSE: by_stance[Stance.OPPOSE] if support_first else by_stance[Stance.OPPOSE][::-1],
    }
    ordered = [
        *((Stance.OPPOSE, name) for name in reversed(outward[Stance.OPPOSE])),
        *((Stance.NEUTRAL, name) for name in outward[Stance.NEUTRAL]),
        *((Stance.SUPPORT, name) for name in outward[Stance.SUPPORT]),
    ]
    painted = paints([stance for stance, _ in ordered])
    return tuple(
        Segment(name, options[name].label, stance, own) for (stance, name), own in zip(ordered, painted, strict=True)
    )


def place_segments(evidence: Evidence, item: str, places: tuple[str, ...]) -> tuple[Segment, ...]:
    """The first places of a ranking, one beside the other from the left: the first in the darkest colour."""
    options = evidence.story.questionnaire.scale_of(item).options
    painted = reversed(paints([Stance.SUPPORT] * len(places)))
    return tuple(
        Segment(place, options[place].label, Stance.SUPPORT, own) for place, own in zip(places, painted, strict=True)
    )


def options_in_base(evidence: Evidence, question: str) -> list[str]:
    """The answers that a chart can draw: those with a share of the base, without nets."""
    cells = evidence.table(question)
    return [
        identifier.option
        for identifier, cell in cells.items()
        if identifier.measure == Measure.PERCENT and not identifier.option.startswith("net_")
        and (not identifier.option.startswith("not_") or cell.value != "0")
    ]  # fmt: skip


def bars_of(evidence: Evidence, question: str, breakdown: str, options: list[str]) -> list[Bar]:
    """The bar of all respondents, then that of each group of a breakdown."""
    places = [("", "")]
    if breakdown:
        places += groups_of(evidence, question, breakdown)
    bars = []
    for at, level in places:
        cells = {
            option: evidence.cell(CellId(question, option, at, level, Measure.PERCENT).text).cell for option in options
        }
        bars.append(Bar(evidence.story.level_label(at, level), cells))
    return bars


def ends_of(segments: tuple[Segment, ...], bar: Bar) -> list[tuple[float, float]]:
    """Where each segment begins and ends, in percent from the line; the neutral ones lie across it."""
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


def places_of_segments(segments: tuple[Segment, ...], bar: Bar, scale: float, gap: float) -> list[float]:
    """Where each segment begins, in points from the line: by the shares, and a gap between colours that are alike.

    Without a neutral segment the sides meet at the line, half a gap from it; gaps elsewhere push outwards.
    """
    shown = [n for n, segment in enumerate(segments) if bar.cells[segment.option].number]
    gaps = [0.0] * len(segments)
    before = 0.0
    for one, other in itertools.pairwise(shown):
        before += gap if apart(segments[one].paint, segments[other].paint) else 0.0
        gaps[other] = before
    middle = _gap_at_the_line(segments, shown, gaps)
    return [start * scale + own - middle for (start, _), own in zip(ends_of(segments, bar), gaps, strict=True)]


def _gap_at_the_line(segments: tuple[Segment, ...], shown: list[int], gaps: list[float]) -> float:
    """How much of the gaps lies left of the line."""
    neutral = [n for n in shown if segments[n].stance is Stance.NEUTRAL]
    against = [n for n in shown if segments[n].stance is Stance.OPPOSE]
    support = [n for n in shown if segments[n].stance is Stance.SUPPORT]
    if neutral:
        return (gaps[neutral[0]] + gaps[neutral[-1]]) / 2
    if against and support:
        return (gaps[against[-1]] + gaps[support[0]]) / 2
    return gaps[against[-1]] if against else 0.0


def reach_of(segments: tuple[Segment, ...], bars: Sequence[Bar]) -> tuple[float, float]:
    """How far the bars reach to both sides of the line, in percent."""
    ends = [end for bar in bars for pair in ends_of(segments, bar) for end in pair]
    return min([*ends, -1]), max([*ends, 1])
