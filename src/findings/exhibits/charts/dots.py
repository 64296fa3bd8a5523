"""Where groups stand on each question: a dot a group on one scale, joined by a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.madeup import MARK
from findings.consultation.model import CROSSED
from findings.consultation.names import CellId, table_id
from findings.evidence.cell import Cell, Measure, SourceKind
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of, overlapping
from findings.exhibits.charts.canvas import (
    LETTERS,
    MOST_POINTS,
    PITCH,
    SMALL,
    WIDTH,
    Rows,
    Sheet,
    drawn,
    sheet,
    write_marks,
)
from findings.exhibits.charts.legend import Entry, draw_legend, legend_for
from findings.exhibits.charts.lettering import folded, width
from findings.exhibits.charts.told import shorthand_of, sourced, told
from findings.exhibits.model import Figure, Line
from findings.exhibits.sides import sides
from findings.exhibits.style import GRID, GROUPS, MID_GREY, SOFT
from findings.exhibits.svg import AXIS, CELL, LABEL, POSITION
from findings.exhibits.tables import OVERLAP_NOTE
from findings.exhibits.wording import cell_span, label, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

FEWEST, MOST = 2, 3
"""Groups whose dots can be told from each other."""
MOST_QUESTIONS = 20
"""Questions that a page can hold; of more there is only the table."""
WHOLE = 100
MARGIN = 4.0
_NAMES, _ANSWERS = 165.0, 84.0
_VALUE = 27.0
"""The room beside the scale for a number at its end."""
_HIDDEN = 18.0
"""The room for the shorthand of a group that is not shown."""
_LINE_UP = 9.5


@dataclass(frozen=True)
class Answer:
    """A question's answer that measures a side: what it is called, and its share in each group."""

    option: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Asked:
    """A question with the answers that measure its sides."""

    name: str
    label: str
    answers: tuple[Answer, ...]


def difference_figure(evidence: Evidence, breakdown: str) -> Figure | None:
    """Support and opposition in each group of a breakdown, question by question, all on one scale.

    Parameters
    ----------
    evidence
        The store.
    breakdown
        A breakdown of two or three groups that are compared. Every question with a measure of support or opposition
        that the chapter was given by this breakdown has a row for each of them.

    Returns
    -------
    Figure or None
        Its `table` is for who places it to name. None where the breakdown has not two or three groups, is crossed or
        not compared, where no question has a side, or where they are more than a page can hold.
    """
    asked = _asked(evidence, breakdown)
    if not asked or len(asked) > MOST_QUESTIONS:
        return None
    identifier = f"difference.{breakdown}"
    groups = [evidence.story.level_label(breakdown, level) for level in _levels(evidence, breakdown, asked[0].name)]
    svg = drawn(lambda: _dots(asked, groups), identifier)
    title = _finding(evidence, breakdown, asked, groups)
    notes = tuple(shorthand_of(cell for one in asked for answer in one.answers for cell in answer.cells))
    if overlapping(evidence.story.questionnaire, breakdown):
        notes = (words(OVERLAP_NOTE), *notes)
    below = words("Support and opposition in each group; base: those of the group who answered, as the table says")
    return Figure(
        identifier, title, svg, _said(evidence, asked, groups, title), identifier, notes, below, sourced(evidence)
    )


def _levels(evidence: Evidence, breakdown: str, question: str) -> list[str]:
    """The groups that respondents said that they belong to."""
    return [level for _, level in groups_of(evidence, question, breakdown) if not level.startswith("not_")]


def _asked(evidence: Evidence, breakdown: str) -> list[Asked]:
    """The questions with sides that are shown by the breakdown, in the order of the report."""
    questionnaire = evidence.story.questionnaire
    known = questionnaire.breakdowns.get(breakdown)
    if known is None or not known.compare or CROSSED in breakdown:
        return []
    found = []
    for question in (name for section in questionnaire.sections.values() for name in section.questions):
        measures = sides(questionnaire, question)
        if not measures or table_id(question, breakdown) not in evidence.story.tables:
            continue
        levels = _levels(evidence, breakdown, question)
        if not FEWEST <= len(levels) <= MOST:
            return []
        spec = questionnaire.questions[question]
        found.append(Asked(question, f"{spec.number}. {spec.short}", tuple(
            Answer(option, evidence.story.option_label(question, option), tuple(
                evidence.cell(CellId(question, option, breakdown, level, Measure.PERCENT).text).cell
                for level in levels
            ))
            for option in measures
        )))  # fmt: skip
    return found


def _finding(evidence: Evidence, breakdown: str, asked: Sequence[Asked], groups: Sequence[str]) -> Line:
    """On which question the groups are furthest apart, where that can be seen and is one."""
    title = label(evidence.story.questionnaire.breakdowns[breakdown].title)
    answers = [(one, answer) for one in asked for answer in one.answers]
    plain: Line = (*title, *words(": support and opposition by question"))
    if not all(cell.visible for _, answer in answers for cell in answer.cells):
        return plain
    apart = [max(cell.number for cell in answer.cells) - min(cell.number for cell in answer.cells)
             for _, answer in answers]  # fmt: skip
    widest = max(apart)
    if not widest or apart.count(widest) > 1:
        return plain
    one, answer = answers[apart.index(widest)]
    order = sorted(range(len(groups)), key=lambda group: answer.cells[group].number)
    short = evidence.story.questionnaire.questions[one.name].short
    text: Line = (*title, *words(": furthest apart on "), *label(short), *words(", "), *label(answer.label))
    for place, group in enumerate((order[0], order[-1])):
        between = words(", " if place else ": ")
        text = (*text, *between, *label(groups[group]), *words(" "), cell_span(evidence, answer.cells[group]))
    return text


def _said(evidence: Evidence, asked: Sequence[Asked], groups: Sequence[str], title: Line) -> Line:
    said = told(title, drawn_as="A dot for the share in each group, question by question.")
    for one in asked:
        said = (*said, *words(" "), *label(one.label))
        for place, answer in enumerate(one.answers):
            said = (*said, *words("; " if place else ": "), *label(answer.label), *words(": "))
            for number, (group, cell) in enumerate(zip(groups, answer.cells, strict=True)):
                between = words(", ") if number else ()
                said = (*said, *between, *label(group), *words(" "), cell_span(evidence, cell))
        said = (*said, *words("."))
    return said


@dataclass(frozen=True)
class _Look:
    """How a group's dot is drawn."""

    radius: float
    fill: str
    ring: str = ""


LOOKS = (_Look(4.6, GROUPS[0]), _Look(4.6, GROUPS[1], GROUPS[1]), _Look(2.8, GROUPS[2]))
"""Filled, a ring, and a smaller one: two that fall together are both seen."""


def _dots(asked: Sequence[Asked], groups: Sequence[str]) -> Drawing:
    made_up = any(
        cell.source_kind is SourceKind.MADE_UP for one in asked for answer in one.answers for cell in answer.cells
    )
    rows, lines = _laid_out(asked, three=len(groups) == MOST, made_up=made_up)
    entries = [Entry(group, look.fill, look.ring, dot=True) for group, look in zip(groups, LOOKS, strict=False)]
    legend = legend_for(entries)
    top = MARGIN + legend.height + 20
    on = sheet(top + rows.height + MARGIN)
    names = max(width(text, LETTERS) for text in (text for one, _ in lines for text in one))
    answers = max(width(text, SMALL) for text in (text for _, each in lines for one in each for text in one))
    left = MARGIN + names + 8 + answers + _VALUE
    hidden = max(sum(not cell.visible for cell in answer.cells) for one in asked for answer in one.answers)
    right = WIDTH - MARGIN - _VALUE - hidden * _HIDDEN
    draw_legend(on, legend, MARGIN, MARGIN)
    for share, at in ((0, left), (WHOLE, right)):
        on.write(at, top - 6, f"{share}%", anchor="center", size=SMALL - 0.5, colour=SOFT, gid=AXIS)
    for row, (one, (name, each)) in enumerate(zip(asked, lines, strict=True)):
        on.write_lines(MARGIN + names, top + rows.middle(row), name, anchor="right", size=LETTERS, gid=LABEL)
        if row:
            on.rule(MARGIN, top + rows.edges[row], WIDTH - MARGIN, top + rows.edges[row], GRID, 0.5)
        high = _heights(each, three=len(groups) == MOST)
        below = top + rows.middle(row) - sum(high) / 2
        for answer, text, own in zip(one.answers, each, high, strict=True):
            on.write_lines(MARGIN + names + 8, below + own / 2, text, colour=SOFT)
            _line_of(on, answer, below + own / 2, left, right)
            below += own
    if made_up:
        write_marks(on, rows, top)
    return on.drawing


def _line_of(on: Sheet, answer: Answer, middle: float, left: float, right: float) -> None:
    """One scale with its dots and their numbers: the lowest on the left, the highest on the right, one above."""
    on.rule(left, middle, right, middle, GRID, 0.8)
    shown = [(cell, look) for cell, look in zip(answer.cells, LOOKS, strict=False) if cell.visible]
    places = [left + cell.number / WHOLE * (right - left) for cell, _ in shown]
    if places:
        on.rule(min(places), middle, max(places), middle, MID_GREY, 2.0)
    order = sorted(range(len(shown)), key=lambda n: shown[n][0].number)
    for rank, n in enumerate(order):
        cell, look = shown[n]
        on.dot(places[n], middle, look.radius, look.fill, gid=POSITION + cell.cell, ring=look.ring)
        gid = CELL + cell.cell
        if rank == 0:
            on.write(places[n] - 7, middle, cell.text, anchor="right", gid=gid)
        elif rank == len(order) - 1:
            on.write(places[n] + 7, middle, cell.text, gid=gid)
        else:
            on.write(places[n], middle - _LINE_UP, cell.text, anchor="center", gid=gid)
    hidden = [cell for cell in answer.cells if not cell.visible]
    for place, cell in enumerate(reversed(hidden)):
        on.write(WIDTH - MARGIN - place * _HIDDEN, middle, cell.text, anchor="right", gid=CELL + cell.cell)


def _laid_out(
    asked: Sequence[Asked], *, three: bool, made_up: bool
) -> tuple[Rows, list[tuple[list[str], list[list[str]]]]]:
    """Each question as high as its name and its answers need, all together on a page."""
    extra = 11.0 if made_up else 4.0
    for most in (0, 8, 5, 4, 3, 2, 1):
        lines = [
            (
                [*folded(one.label, _NAMES, LETTERS, most), *([MARK] if made_up else [])],
                [folded(answer.label, _ANSWERS, SMALL, most) for answer in one.answers],
            )
            for one in asked
        ]
        heights = [extra + max(len(name) * LETTERS * PITCH, sum(_heights(each, three=three))) for name, each in lines]
        if sum(heights) <= MOST_POINTS:
            break
    edges = list(_running(heights))
    return Rows(tuple(name for name, _ in lines), 0.0, tuple(edges)), lines


def _heights(answers: Sequence[list[str]], *, three: bool) -> list[float]:
    """How high the scale of each answer is: a third number stands above its dot."""
    return [max(25.0 if three else 19.0, len(lines) * SMALL * PITCH + 4) for lines in answers]


def _running(heights: Sequence[float]) -> Iterator[float]:
    total = 0.0
    yield total
    for height in heights:
        total += height
        yield total
