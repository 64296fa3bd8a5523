"""Individuals and organisations: the breakdown that stands beside each headline, so that the two are never mixed."""

from __future__ import annotations

from findings.consultation.model import CROSSED
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of

RESPONDENT_TYPE = "respondent_type"
"""The name of the breakdown or of its question, or how the name of its code list begins."""
MOST_BESIDE = 4
"""Groups that still stand beside a headline; more are told in the chapter on groups."""


def kinds_of_respondent(evidence: Evidence) -> str:
    """The compared breakdown by type of respondent with the fewest groups; an empty text where there is none."""
    questionnaire = evidence.story.questionnaire
    found = []
    for name, breakdown in questionnaire.breakdowns.items():
        question = questionnaire.questions[breakdown.question]
        called = RESPONDENT_TYPE in (name, breakdown.question) or question.code_list.startswith(RESPONDENT_TYPE)
        if called and breakdown.compare and CROSSED not in name:
            found.append((len(questionnaire.groups_of(name)), name))
    return min(found)[1] if found else ""


def stated_groups(evidence: Evidence, question: str, breakdown: str) -> list[tuple[str, str]]:
    """Breakdown and level of each group of a table, without those who did not say in which group they are."""
    return [(at, level) for at, level in groups_of(evidence, question, breakdown) if not level.startswith("not_")]


def beside(evidence: Evidence, question: str) -> list[tuple[str, str]]:
    """The groups that stand beside a question's headline, where the data tell them.

    Individuals and organisations; and with and without the texts of campaigns.
    """
    groups: list[tuple[str, str]] = []
    for breakdown in (kinds_of_respondent(evidence), *campaigns(evidence)):
        if breakdown and breakdown in evidence.breakdowns_of(question):
            own = stated_groups(evidence, question, breakdown)
            groups += own if len(own) <= MOST_BESIDE else []
    return groups


def campaigns(evidence: Evidence) -> list[str]:
    """The breakdowns that tell the texts of campaigns apart."""
    questionnaire = evidence.story.questionnaire
    return [
        name
        for name, breakdown in questionnaire.breakdowns.items()
        if CROSSED not in name and questionnaire.questions[breakdown.question].given_by == "campaign"
    ]
