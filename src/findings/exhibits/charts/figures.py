"""The chart of a question, of questions on one scale, and of a ranking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from findings.consultation.model import CROSSED, Kind
from findings.consultation.names import table_id
from findings.evidence.store import Evidence
from findings.exhibits.asked import Ranking, places_of
from findings.exhibits.charts.bars import diverging, plain_bars
from findings.exhibits.charts.canvas import drawn
from findings.exhibits.charts.parts import bars_of, diverging_segments, options_in_base, place_segments
from findings.exhibits.charts.told import (
    SEVERAL_BASES,
    alternative,
    base_of,
    notes_below,
    sourced,
    subtitle,
    told,
)
from findings.exhibits.groups_shown import breakdowns_shown
from findings.exhibits.model import Figure, Line
from findings.exhibits.wording import label, question_heading, words

MOST_ROWS = 40
"""Bars that a chart on one page can hold; of more there is only a table."""


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
    several = evidence.story.questionnaire.questions[question].kind is Kind.MULTIPLE
    segments = () if several else diverging_segments(evidence, question)
    in_segments = {segment.option for segment in segments}
    in_base = options_in_base(evidence, question)
    shown = [option for option in in_base if option in in_segments] or in_base
    breakdown = _breakdown_to_draw(evidence, question, shown) if segments else ""
    table = table_id(question, breakdown)
    bars = bars_of(evidence, question, breakdown, shown)
    no_group = len(bars) > 1 and all(bar.hidden for bar in bars[1:])
    if no_group:
        bars = bars[:1]
    named = [(evidence.story.option_label(question, option), cell) for option, cell in bars[0].cells.items()]
    svg = drawn(lambda: diverging(segments, bars) if segments else plain_bars(named), table)
    notes = tuple(notes_below(evidence, question, shown, bars))
    if no_group:
        notes = (*notes, words("Groups are not drawn: of each, at least one share is not shown."))
    about = told(title or question_heading(evidence, question), drawn_as="Bar chart of shares.")
    said = alternative(evidence, question, bars, about, whole=bool(segments))
    below = subtitle(evidence, question, "" if no_group else breakdown)
    return Figure(table, title, svg, said, table, notes, below, sourced(evidence))


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
    drawn_here = {segment.option for segment in segments}
    options = [option for option in options_in_base(evidence, questions[0]) if option in drawn_here]
    bars = []
    for question in questions:
        spec = evidence.story.questionnaire.questions[question]
        bars.append(replace(bars_of(evidence, question, "", options)[0], label=f"{spec.number}. {spec.short}"))
    svg = drawn(lambda: diverging(segments, bars), identifier)
    about = told(title, drawn_as="Bar chart of shares of all respondents by question.")
    said = alternative(evidence, questions[0], bars, about)
    notes = tuple(notes_below(evidence, questions[0], options, bars))
    below = words(f"All respondents; {SEVERAL_BASES}")
    return Figure(identifier, title, svg, said, identifier, notes, below, sourced(evidence))


def ranking_figure(evidence: Evidence, ranking: Ranking, title: Line) -> Figure:
    """The items of a ranking, each a bar of the shares that gave it the first places."""
    first = ranking.items[0]
    places = places_of(evidence.story.questionnaire, first)
    segments = place_segments(evidence, first, places)
    bars = [
        replace(bars_of(evidence, item, "", list(places))[0], label=evidence.story.questionnaire.questions[item].short)
        for item in ranking.items
    ]
    svg = drawn(lambda: diverging(segments, bars), ranking.name)
    about = told(title or ranking.heading, drawn_as="Bar chart of shares.")
    said = alternative(evidence, first, bars, about)
    notes = notes_below(evidence, first, options_in_base(evidence, first), bars)
    note = words("Drawn are the shares that gave an item one of these places; lower places and no place are not drawn.")
    below = (*label(ranking.number), *words(", all respondents; "), *base_of(evidence, first))
    return Figure(ranking.name, title, svg, said, ranking.name, (note, *notes), below, sourced(evidence))


def _breakdown_to_draw(evidence: Evidence, question: str, options: list[str]) -> str:
    """The breakdown of which most groups can be drawn: the chart shows it, its table stands beside it.

    Not one that is crossed, or has more groups than a chart can hold; where the report settles by which groups chapters
    have tables, one of these, or none.
    """

    def of_groups(name: str) -> tuple[int, int]:
        groups = bars_of(evidence, question, name, options)[1:]
        return sum(not bar.hidden for bar in groups), len(groups)

    by = [name for name in breakdowns_shown(evidence, question) if CROSSED not in name]
    counts = {name: of_groups(name) for name in by}
    return max((name for name in by if counts[name][1] < MOST_ROWS), key=lambda name: counts[name], default="")
