"""What a report has to explain about how it counts: the kinds of question and of table that are in it."""

from __future__ import annotations

import enum
from collections.abc import Collection

from findings.consultation.model import CROSSED, Kind, Questionnaire
from findings.consultation.names import POPULATION
from findings.evidence.cell import Measure

MEASURES = {
    Measure.MENTIONS: "Choices made",
    Measure.MEAN: "Mean",
    Measure.MEDIAN: "Median",
    Measure.LOWER_QUARTILE: "Lower quartile",
    Measure.UPPER_QUARTILE: "Upper quartile",
    Measure.BORDA: "Points",
    Measure.EFFECTIVE: "Effective base",
}
"""What a measure of a whole group is called."""


class Method(enum.StrEnum):
    """A way of counting that the method chapter explains where the report uses it."""

    SEVERAL = "several"
    """Several answers of a respondent."""
    SCORES = "scores"
    """Mean and median of a scale's scores."""
    RANKING = "ranking"
    """Places of items, their mean and points."""
    NUMBERS = "numbers"
    """Numbers, in bands or not."""
    WORDS = "words"
    """Own words, of which only is counted that they were written."""
    CROSSED = "crossed"
    """Two breakdowns together."""
    OVERLAPPING = "overlapping"
    """Groups that a respondent may be in several of."""
    POPULATION = "population"
    """Who responded against who lives there."""


_OF_KIND = {
    Kind.MULTIPLE: Method.SEVERAL,
    Kind.RANKING: Method.RANKING,
    Kind.NUMERIC: Method.NUMBERS,
    Kind.OPEN: Method.WORDS,
}


def methods_of(questionnaire: Questionnaire, tables: Collection[str]) -> tuple[Method, ...]:
    """The ways of counting that a counted questionnaire and its tables use, in the order of `Method`."""
    told = [name for name in questionnaire.told if name in questionnaire.questions]
    kinds = {questionnaire.questions[name].kind for name in told}
    used = {method for kind, method in _OF_KIND.items() if kind in kinds}
    for name in told:
        scored = any(option.score is not None for option in questionnaire.scale_of(name).options.values())
        if scored and questionnaire.questions[name].kind is not Kind.RANKING:
            used.add(Method.SCORES)
    shown = {table.partition(".by.")[2] for table in tables}
    for name, breakdown in questionnaire.breakdowns.items():
        if name in shown and CROSSED in name:
            used.add(Method.CROSSED)
        asked = questionnaire.questions.get(breakdown.question)
        if name in shown and asked is not None and asked.kind is Kind.MULTIPLE:
            used.add(Method.OVERLAPPING)
    if any(table.startswith(f"{POPULATION}.") for table in tables):
        used.add(Method.POPULATION)
    return tuple(method for method in Method if method in used)
