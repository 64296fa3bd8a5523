"""Who could be recognised by how a quote describes its speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from findings.consultation.asked import Kind, Questionnaire
from findings.consultation.counted import column_of_answers
from findings.consultation.names import UNSAID
from findings.freetext.columns import SEPARATOR
from findings.intake.columns import RESPONSE_ID

if TYPE_CHECKING:
    import pandas as pd

Description = tuple[tuple[str, str], ...]
"""Breakdown and group, in the order of the breakdowns."""


def classes(groups: Mapping[str, Mapping[str, str]], told_by: Sequence[str], least: int) -> dict[str, Description]:
    """How each respondent is described: by as many breakdowns as leave nobody in a class of fewer than `least`.

    A breakdown is dropped from the last. Who reads a description knows this rule too, so it is not enough that a
    description fits many: were only two people of the villages described by less than all others, less would tell
    that it is they. So those whose groups are too small are described together, and where they are too few, the
    smallest of the groups beside them is described as they are.

    Parameters
    ----------
    groups
        Respondent -> breakdown -> group; none where one did not say.
    told_by
        The breakdowns, in the order in which they tell.
    least
        Respondents who are described alike, at the least; unless all together are fewer, who are not described.

    Examples
    --------
    >>> areas = {"1": "town", "2": "town", "3": "town", "4": "town", "5": "village"}
    >>> found = classes({unit: {"area": area} for unit, area in areas.items()}, ["area"], 2)
    >>> found["1"], found["5"]
    ((), ())
    >>> classes({unit: {"area": area} for unit, area in areas.items() if area == "town"}, ["area"], 2)["1"]
    (('area', 'town'),)
    """
    found: dict[str, Description] = {}
    waiting: list[tuple[list[str], int, Description]] = [(list(groups), 0, ())]
    while waiting:
        units, depth, description = waiting.pop()
        parts: dict[str, list[str]] = {}
        for unit in units if depth < len(told_by) else ():
            parts.setdefault(groups[unit].get(told_by[depth], ""), []).append(unit)
        large = {name: own for name, own in parts.items() if name and len(own) >= least}
        alike = [unit for unit in units if groups[unit].get(told_by[depth], "") not in large] if large else units
        while large and alike and len(alike) < least:
            smallest = min(large, key=lambda name: (len(large[name]), name))
            alike = alike + large.pop(smallest)
        found |= dict.fromkeys(alike, description)
        waiting += [(own, depth + 1, (*description, (told_by[depth], name))) for name, own in large.items()]
    return found


def groups_of_respondents(
    responses: pd.DataFrame, questionnaire: Questionnaire, breakdowns: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Respondent -> breakdown -> group, of every analysed respondent."""
    units = responses[RESPONSE_ID].astype(str).tolist()
    groups: dict[str, dict[str, str]] = {unit: {} for unit in units}
    for breakdown in breakdowns:
        question = questionnaire.breakdowns[breakdown].question
        answers = responses[column_of_answers(questionnaire, question)].astype(str).tolist()
        known = {answer: group_of(questionnaire, breakdown, answer) for answer in set(answers)}
        for unit, answer in zip(units, answers, strict=True):
            if known[answer]:
                groups[unit][breakdown] = known[answer]
    return groups


def group_of(questionnaire: Questionnaire, breakdown: str, answer: str) -> str:
    """The group of a breakdown that an answer belongs to; empty for none, and for several."""
    if answer in UNSAID:
        return ""
    asked = questionnaire.questions[questionnaire.breakdowns[breakdown].question]
    given = {answer}
    if asked.kind is Kind.MULTIPLE:
        given = set(answer.split(SEPARATOR))
    elif asked.kind is Kind.NUMERIC and asked.bands:
        number = Decimal(answer)
        given = {next(name for name, band in asked.bands.items() if band.below is None or number < band.below)}
    found = [name for name, group in questionnaire.groups_of(breakdown).items() if given & set(group.of)]
    return found[0] if len(found) == 1 else ""
