"""Responses or a tally -> how many gave each answer, in all and in each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from findings.consultation.model import Questionnaire
from findings.consultation.names import ALL, NOT_ANSWERED, NOT_ASKED
from findings.intake.received import Received, Tally

Counts = dict[str, dict[str, int]]
"""Level -> answer -> n. Without a breakdown the one level is an empty text."""


def answers_of(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """Everything that a respondent can be counted under: the options, not answered, not asked."""
    return (*questionnaire.scale_of(question).options, NOT_ANSWERED, NOT_ASKED)


def level_of_option(questionnaire: Questionnaire, breakdown: str) -> dict[str, str]:
    """The level that each answer to the breakdown's question belongs to."""
    groups = questionnaire.groups_of(breakdown)
    levels = {option: level for level, group in groups.items() for option in group.of}
    return {**levels, NOT_ANSWERED: NOT_ANSWERED, NOT_ASKED: NOT_ASKED}


def why_not(received: Received, questionnaire: Questionnaire, question: str, breakdown: str) -> str:
    """Why a table cannot be counted from these data, or an empty text."""
    if received.tally is None or not breakdown:
        return ""
    other = questionnaire.breakdowns[breakdown].question
    if other != received.tally.grouped_by:
        return (
            f"the data are a tally: its counts of {question} and of {other} say nothing of each other, "
            f"so {question} cannot be shown by {breakdown}"
        )
    if ALL in received.tally.counts[question]:
        return f"the tally counts {question} for all respondents only, so it cannot be shown by {breakdown}"
    return ""


def count(received: Received, questionnaire: Questionnaire, question: str, breakdown: str = "") -> Counts:
    """Count the answers to a question.

    Parameters
    ----------
    received
        Responses or a tally.
    questionnaire
        The questionnaire.
    question, breakdown
        What to count, and the groups to count it in; without a breakdown, in all.

    Returns
    -------
    Counts
        The levels in the breakdown's order, each with every answer in the questionnaire's order;
        those who did not say which group they are in come last, as `not_answered`, if there are any.

    Raises
    ------
    ValueError
        If the data do not give this table (`why_not` says so beforehand).
    """
    reason = why_not(received, questionnaire, question, breakdown)
    if reason:
        raise ValueError(reason)
    if received.tally is not None:
        pairs = _tally_pairs(received.tally, questionnaire, question, breakdown)
    else:
        pairs = _response_pairs(received, questionnaire, question, breakdown)
    answers = answers_of(questionnaire, question)
    if not breakdown:
        return {"": {answer: pairs["", answer] for answer in answers}}
    counts = {
        level: {answer: pairs[level, answer] for answer in answers}
        for level in (*questionnaire.groups_of(breakdown), NOT_ANSWERED, NOT_ASKED)
    }
    unsaid = [level for level in (NOT_ANSWERED, NOT_ASKED) if not any(counts[level].values())]
    return {level: numbers for level, numbers in counts.items() if level not in unsaid}


def _tally_pairs(tally: Tally, questionnaire: Questionnaire, question: str, breakdown: str) -> Counter[tuple[str, str]]:
    levels: Mapping[str, str] = level_of_option(questionnaire, breakdown) if breakdown else {}
    pairs: Counter[tuple[str, str]] = Counter()
    for group, answers in tally.counts[question].items():
        for answer, n in answers.items():
            pairs[levels[group] if breakdown else "", answer] += n
    return pairs


def _response_pairs(
    received: Received, questionnaire: Questionnaire, question: str, breakdown: str
) -> Counter[tuple[str, str]]:
    assert received.responses is not None
    answers = received.responses[question]
    pairs: Counter[tuple[str, str]] = Counter()
    if not breakdown:
        for answer, n in answers.value_counts(sort=False).items():
            pairs["", str(answer)] += int(n)
        return pairs
    levels = received.responses[questionnaire.breakdowns[breakdown].question].map(
        level_of_option(questionnaire, breakdown)
    )
    joint = received.responses.groupby([levels.rename("level"), answers.rename("answer")], sort=False).size()
    of_level, of_answer = (joint.index.get_level_values(name) for name in ("level", "answer"))
    for level, answer, n in zip(of_level, of_answer, joint, strict=True):
        pairs[str(level), str(answer)] += int(n)
    return pairs
