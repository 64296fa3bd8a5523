"""A tally -> how many gave each answer, in all and in each group; and what a tally cannot say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from findings.consultation.model import CROSSED, Questionnaire
from findings.consultation.names import ALL, NOT_ANSWERED, NOT_ASKED
from findings.intake.received import Received, Tally
from findings.tabulation.coded import labels_of
from findings.tabulation.counting import Counts


def level_of_option(questionnaire: Questionnaire, breakdown: str) -> dict[str, str]:
    """The level that each answer to the breakdown's question belongs to, where it belongs to one."""
    groups = questionnaire.groups_of(breakdown)
    levels = {option: level for level, group in groups.items() for option in group.of}
    return {**levels, NOT_ANSWERED: NOT_ANSWERED, NOT_ASKED: NOT_ASKED}


def why_not(received: Received, questionnaire: Questionnaire, question: str, breakdown: str) -> str:
    """Why a table cannot be counted from these data, or an empty text."""
    if received.tally is None or not breakdown:
        return ""
    if CROSSED in breakdown:
        return f"the data are a tally: it is grouped once, so {question} cannot be shown by {breakdown}"
    other = questionnaire.breakdowns[breakdown].question
    if other != received.tally.grouped_by:
        return (
            f"the data are a tally: its counts of {question} and of {other} say nothing of each other, "
            f"so {question} cannot be shown by {breakdown}"
        )
    if ALL in received.tally.counts[question]:
        return f"the tally counts {question} for all respondents only, so it cannot be shown by {breakdown}"
    return ""


def count_tally(tally: Tally, questionnaire: Questionnaire, question: str, breakdown: str = "") -> Counts:
    """Add up a tally's counts of a question, in all or in each group of a breakdown."""
    levels: Mapping[str, str] = level_of_option(questionnaire, breakdown) if breakdown else {}
    pairs: Counter[tuple[str, str]] = Counter()
    for group, answers in tally.counts[question].items():
        for answer, n in answers.items():
            pairs[levels[group] if breakdown else "", answer] += n
    groups = (*questionnaire.groups_of(breakdown), NOT_ANSWERED, NOT_ASKED) if breakdown else ("",)
    return {group: {answer: pairs[group, answer] for answer in labels_of(questionnaire, question)} for group in groups}
