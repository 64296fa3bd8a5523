"""Who belongs to which group: what a member is called in a query, and which levels it belongs to.

By a question with one answer, an answer is a member, and a level is a list of members. By a number or by several
answers, a level is a condition that a member meets, and a member may belong to several levels. Of two breakdowns that
are crossed, a member is one of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from findings.audit.recount.identifiers import CROSSED, MISSING
from findings.audit.recount.meaning import condition, either, in_words
from findings.audit.recount.question import NUMERIC, ONE_ANSWER, Breakdown, Questionnaire
from findings.audit.recount.sqltext import any_of, literal, quoted


def is_plain(questionnaire: Questionnaire, breakdown: Breakdown) -> bool:
    """Whether its levels are lists of answers: it is not crossed, and its question has one answer."""
    return not breakdown.parts and questionnaire.questions[breakdown.question].kind in ONE_ANSWER


def member_of(questionnaire: Questionnaire, breakdown: Breakdown, responses: str = "responses") -> str:
    """What a response is called as a member of a breakdown's groups."""
    columns = [f"{responses}.{quoted(questionnaire.questions[asked].source)}" for asked in breakdown.asked]
    return columns[0] if len(columns) == 1 else f" || {literal(CROSSED)} || ".join(columns)


def member_rows(questionnaire: Questionnaire, breakdown: Breakdown, table: str, levels: Sequence[str]) -> list[str]:
    """A row for each member of each level; where levels are conditions, a row a level with nobody in it."""
    if is_plain(questionnaire, breakdown):
        return [
            f"({any_of([table, level, breakdown.reference, member])})"
            for level in levels
            for member in breakdown.members(level) or ()
        ]
    return [f"({any_of([table, level, breakdown.reference])}, NULL)" for level in levels]


def members_found(
    questionnaire: Questionnaire, breakdown: Breakdown, table: str, levels: Sequence[str], decimals: Mapping[str, int]
) -> list[str]:
    """The lines that give each member with each level whose condition it meets."""
    return [
        "  SELECT * FROM (",
        f'    SELECT DISTINCT "table", unnest([{", ".join(levels_met(questionnaire, breakdown, levels, decimals))}])'
        f" AS level, {literal(breakdown.reference)} AS reference, member",
        f'    FROM counted WHERE "table" = {literal(table)}',
        "  ) WHERE level IS NOT NULL",
    ]


def levels_met(
    questionnaire: Questionnaire, breakdown: Breakdown, levels: Sequence[str], decimals: Mapping[str, int]
) -> list[str]:
    """For each level, its name where a member belongs to it, and else NULL."""
    parts = breakdown.parts or (breakdown,)
    members = [f"string_split(member, {literal(CROSSED)})[{n}]" for n in range(1, len(parts) + 1)]
    members = members if breakdown.parts else ["CAST(member AS VARCHAR)"]
    met = []
    for level in levels:
        of_parts = level.split(".") if breakdown.parts else [level]
        conditions = [
            _is_in(questionnaire, part, own, member, decimals)
            for part, own, member in zip(parts, of_parts, members, strict=True)
        ]
        met.append(f"CASE WHEN {' AND '.join(conditions)} THEN {literal(level)} END")
    return met


def _is_in(
    questionnaire: Questionnaire, breakdown: Breakdown, level: str, member: str, decimals: Mapping[str, int]
) -> str:
    question = questionnaire.questions[breakdown.question]
    if question.kind in ONE_ANSWER:
        return f"{member} IN ({any_of(breakdown.members(level) or ())})"
    of = breakdown.members(level) or ()
    digits = decimals[question.source] if question.kind == NUMERIC else 0
    return f"({' OR '.join(condition(question, option, digits, member) for option in of)})"


def unsaid_of(breakdown: Breakdown) -> list[str]:
    """The levels of those who did not say, or were not asked: of crossed breakdowns those that lack either."""
    if not breakdown.parts:
        return list(MISSING)
    outer, inner = ([*part.levels, *MISSING] for part in breakdown.parts)
    return [f"{one}.{other}" for one in outer for other in inner if {one, other}.intersection(MISSING)]


def groups_in_words(questionnaire: Questionnaire, breakdown: Breakdown, level: str) -> list[str]:
    """Which responses are in a level, a line a breakdown."""
    lines = []
    for part, own in zip(
        breakdown.parts or (breakdown,), level.split(".") if breakdown.parts else [level], strict=True
    ):
        question = questionnaire.questions[part.question]
        of = part.members(own) or ()
        if question.kind in ONE_ANSWER:
            told = f"{question.source} is {either(of)}"
        else:
            told = " or ".join(in_words(question, option) for option in of)
        lines.append(f"{told} (level {own} of {part.name})")
    return lines
