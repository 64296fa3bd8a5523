"""What a cell counts, of whom, in words without any value: the same words whatever the data say.

A person picks a cell by these words, and is told by them which number changed.
"""

from __future__ import annotations

from findings.consultation.model import BaseKind
from findings.consultation.names import ALL, BASE, BASE_SCORED, POPULATION
from findings.evidence.cell import STATISTICS, Cell, Measure
from findings.evidence.reached import RESIDENTS
from findings.evidence.store import Evidence
from findings.exhibits.model import Line
from findings.exhibits.wording import label, question_heading, words

_SHARE = {
    BaseKind.ANSWERED: "percentage of those who answered",
    BaseKind.ASKED: "percentage of those who were asked",
    BaseKind.ALL: "percentage of all respondents",
}
_MEASURE = {
    Measure.COUNT: "number of responses",
    Measure.MENTIONS: "number of choices made",
    Measure.MEAN: "mean",
    Measure.MEDIAN: "median",
    Measure.LOWER_QUARTILE: "lower quartile",
    Measure.UPPER_QUARTILE: "upper quartile",
    Measure.BORDA: "points",
    Measure.INDEX: "share of respondents as a percentage of the share of those who live there",
    Measure.WEIGHTED: "weighted percentage",
    Measure.EFFECTIVE: "effective base",
    Measure.P_VALUE: "p-value of the table's test",
    Measure.CRAMERS_V: "Cramer's V",
    Measure.HIGHER_THAN: "number of groups whose share is lower by more than chance",
}


def cell_words(evidence: Evidence, cell: Cell) -> Line:
    """The question, the answer, the group and the measure of a cell."""
    story = evidence.story
    if cell.question == POPULATION:
        return _of_population(evidence, cell)
    if cell.asked not in story.questionnaire.questions:
        channel = story.channels.get(cell.level)
        return (*label(cell.note or cell.option), *(words(", ") + label(channel.label) if channel else ()))
    of_whole = cell.option == BASE and Measure(cell.measure) in (*STATISTICS, Measure.P_VALUE, Measure.CRAMERS_V)
    option = () if of_whole or cell.option == BASE_SCORED else label(story.option_label(cell.asked, cell.option))
    if cell.option == BASE_SCORED:
        option = words("those whose answer has a score")
    group = label(story.level_label(cell.breakdown, cell.level))
    return (
        *question_heading(evidence, cell.asked),
        *(words(": ") + option if option else ()),
        *words(", "),
        *group,
        *words(", "),
        *_measured(evidence, cell),
    )


def _measured(evidence: Evidence, cell: Cell) -> Line:
    measure = Measure(cell.measure)
    if measure is Measure.DIFFERENCE:
        first = next(level for level in evidence.levels(cell.table) if level != ALL)
        of = evidence.story.level_label(cell.breakdown, first)
        return (*words("percentage points more than "), *label(of))
    if measure in (Measure.PERCENT, Measure.PERCENT_OF_ANSWERED, Measure.PERCENT_OF_ASKED):
        return words(_SHARE[BaseKind(cell.base_kind)])
    return words(_MEASURE[measure])


def _of_population(evidence: Evidence, cell: Cell) -> Line:
    story = evidence.story
    title = label(story.questionnaire.breakdowns[cell.breakdown].title)
    group = words("all groups") if cell.level == ALL else label(story.level_label(cell.breakdown, cell.level))
    told = story.populations.get(cell.breakdown)
    who = label(told.unit) if cell.option == RESIDENTS and told else words("respondents")
    measured = {
        Measure.DIFFERENCE: "share of respondents less share of those who live there, in percentage points",
        Measure.INDEX: _MEASURE[Measure.INDEX],
        Measure.PERCENT: "percentage of those whose group is known",
    }.get(Measure(cell.measure), "number")
    return (*title, *words(": "), *group, *words(", "), *who, *words(", "), *words(measured))
