"""The charts of a question by the areas where respondents live: a map where boundaries are given, else small charts."""

from __future__ import annotations

from findings.evidence.store import Evidence
from findings.exhibits.charts.map import map_figure
from findings.exhibits.charts.multiples import multiples_figure
from findings.exhibits.groups_shown import breakdowns_shown
from findings.exhibits.model import Figure

AREA_LISTS = ("llr_districts",)
"""How the names of code lists begin whose codes are areas."""


def area_figures(evidence: Evidence, question: str, drawn: str = "") -> list[Figure]:
    """The charts by each breakdown of areas that the question is shown by.

    Parameters
    ----------
    evidence
        The store.
    question
        The question.
    drawn
        The table whose numbers another chart of the question shows already: small charts of it say nothing new.
    """
    found = []
    for breakdown in breakdowns_shown(evidence, question):
        if not is_of_areas(evidence, breakdown):
            continue
        figure = map_figure(evidence, question, breakdown)
        if figure is None:
            figure = multiples_figure(evidence, question, breakdown)
            figure = None if figure is None or figure.table == drawn else figure
        if figure is not None:
            found.append(figure)
    return found


def is_of_areas(evidence: Evidence, breakdown: str) -> bool:
    """Whether the groups of a breakdown are areas: with boundaries, or from a postcode or a list of districts."""
    questionnaire = evidence.story.questionnaire
    if breakdown in evidence.story.outlines:
        return True
    asked = questionnaire.questions.get(questionnaire.breakdowns[breakdown].question)
    return asked is not None and (asked.given_by == "postcode" or asked.code_list.startswith(AREA_LISTS))
