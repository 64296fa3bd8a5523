"""What a cell counts, of whom, in words: shown on asking, and in the annex, for each number that is printed."""

from __future__ import annotations

from findings.consultation.model import BaseKind, Kind
from findings.consultation.names import ALL, BASE, BASE_SCORED, POPULATION
from findings.evidence.cell import Cell, Measure
from findings.evidence.reached import RESIDENTS
from findings.evidence.store import CellView, Evidence
from findings.evidence.story import PEOPLE
from findings.exhibits.coded import SUBMISSIONS, is_coded, is_of_submissions, whom_of

_AVERAGE = {
    Measure.MEAN: "mean",
    Measure.MEDIAN: "median",
    Measure.LOWER_QUARTILE: "lower quartile",
    Measure.UPPER_QUARTILE: "upper quartile",
}


def about(evidence: Evidence, cell: Cell) -> str:
    """What a cell counts, of whom, in words, with numerator and base of a percentage."""
    story = evidence.story
    if cell.question == POPULATION:
        return _of_population(evidence, cell)
    if cell.asked not in story.questionnaire.questions:
        return cell.note
    question = story.questionnaire.questions[cell.asked]
    of = f"{question.number} ({question.short}), {story.level_label(cell.breakdown, cell.level)}"
    what = f"{of}: {story.option_label(cell.asked, cell.option)}"
    measure = Measure(cell.measure)
    if cell.option == PEOPLE and is_of_submissions(evidence, cell.asked):
        return f"{what}, where it was noted"
    if measure is Measure.COUNT:
        return f"{what}, number of {SUBMISSIONS if is_of_submissions(evidence, cell.asked) else 'responses'}"
    if measure is Measure.MENTIONS and is_coded(evidence, cell.asked):
        return f"{of}: number of codes given" if cell.option == BASE else f"{what}, number of codes given"
    if measure is Measure.DIFFERENCE:
        first = next(level for level in evidence.levels(cell.table) if level != ALL)
        return f"{what}, percentage points more than {story.level_label(cell.breakdown, first)}"
    if measure in _AVERAGE:
        return f"{of}: {_AVERAGE[measure]} of {_given(evidence, cell)}"
    if measure is Measure.MENTIONS:
        return f"{of}: number of choices made" if cell.option == BASE else f"{what}, number of choices made"
    if measure is Measure.BORDA:
        return f"{of}: points, the first place counting most and no place nothing; {_base(evidence, cell)}"
    if measure is Measure.EFFECTIVE:
        return f"{of}: effective base, how many drawn by simple chance would tell as much"
    if measure is Measure.P_VALUE:
        return f"{of}: how often chance alone would make groups differ as much (p-value of the table's test)"
    if measure is Measure.CRAMERS_V:
        return f"{of}: how far groups differ, from none at all to wholly (Cramer's V)"
    if measure is Measure.HIGHER_THAN:
        return f"{what}, number of groups whose share is lower by more than chance"
    view = CellView(evidence, cell)
    whom = whom_of(evidence, cell.asked, BaseKind(cell.base_kind))
    share = f"{view.sibling().text} of {evidence.cell(cell.base_cell).cell.text} {whom}"
    return f"{what}, weighted; before weighting {share}" if measure is Measure.WEIGHTED else f"{what}, {share}"


def _given(evidence: Evidence, cell: Cell) -> str:
    """What an average is taken of, and of how many."""
    kind = evidence.story.questionnaire.questions[cell.asked].kind
    base = evidence.cell(cell.base_cell).cell
    if kind is Kind.RANKING:
        return f"the places given by the {base.text} who ranked it"
    if kind is Kind.NUMERIC:
        return f"the numbers given by the {base.text} who gave one"
    own = whom_of(evidence, cell.asked, BaseKind(base.base_kind))
    whose = "whose answer has a score" if base.option == BASE_SCORED else own
    return f"the scores of the {base.text} {whose}"


def _base(evidence: Evidence, cell: Cell) -> str:
    return f"{evidence.cell(cell.base_cell).cell.text} {whom_of(evidence, cell.asked, BaseKind(cell.base_kind))}"


def _of_population(evidence: Evidence, cell: Cell) -> str:
    """Who responded against who lives there."""
    story = evidence.story
    group = "all groups" if cell.level == ALL else story.level_label(cell.breakdown, cell.level)
    what = f"{story.questionnaire.breakdowns[cell.breakdown].title}, {group}"
    told = story.populations.get(cell.breakdown)
    who = (told.unit if told else RESIDENTS) if cell.option == RESIDENTS else "respondents"
    if cell.measure == Measure.DIFFERENCE:
        return f"{what}: share of respondents less share of those who live there, in percentage points"
    if cell.measure == Measure.INDEX:
        return f"{what}: share of respondents as a percentage of the share of those who live there"
    if cell.measure == Measure.PERCENT:
        base = evidence.cell(cell.base_cell).cell
        return f"{what}: {who}, {CellView(evidence, cell).sibling().text} of {base.text} whose group is known"
    return f"{what}: number of {who}"
