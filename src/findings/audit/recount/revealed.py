"""What is hidden and can be worked out again from what is shown: a sum of which one part alone is not known.

This is the plainest attack, by adding up and taking away, over and over. The release makes a stronger one; this is made
without its code, for a run that was changed after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from findings.audit.recount.cells import at
from findings.audit.recount.identifiers import BASE, BASE_ANSWERED, COUNT, CellName, TableName
from findings.audit.recount.questionnaire import Questionnaire
from findings.errors import Problem

DO = "Do not pass this run on; run again from the data."
Sum = tuple[str, ...]
"""A whole, then its parts; a part stands here more than once where it counts more than once."""


def revealed_problems(
    questionnaire: Questionnaire, cells: Sequence[CellName], values: Mapping[str, str], hidden: set[str], threshold: int
) -> Iterator[Problem]:
    """Small hidden counts that the shown ones give away, each told once.

    Parameters
    ----------
    questionnaire, cells
        What the names mean, and every cell of the declared tables.
    values
        Their values, counted again.
    hidden
        The cells that are not shown.
    threshold
        Counts from 1 to one less are what is protected.
    """
    counts = {cell.text: cell for cell in cells if cell.measure == COUNT}
    unknown = {name for name in hidden if name in counts}
    sums = [total for total in _sums(questionnaire, counts) if unknown.intersection(total)]
    found: list[str] = []
    while True:
        given = {name for total in sums if (name := _alone(total, unknown, values))}
        if not given:
            break
        found += sorted(given)
        unknown -= given
        sums = [total for total in sums if unknown.intersection(total)]
    # That nobody is in a group of a few is no secret, and where many are protects: only the few themselves are.
    for name in (name for name in found if 0 < int(values[name]) < threshold):
        yield Problem(at(name), "a hidden small count that can be worked out from what is shown", do=DO)


def _alone(total: Sum, unknown: set[str], values: Mapping[str, str]) -> str:
    """The one part, or the whole, that is not known; or any, where the known ones leave nothing for the others."""
    missing = [name for name in total if name in unknown]
    if len(missing) == 1:
        return missing[0]
    whole, *parts = total
    if whole not in unknown:
        left = int(values[whole]) - sum(int(values[part]) for part in parts if part not in unknown)
        # Nobody is left: each of them is 0, however many there are.
        return missing[0] if missing and left == 0 else ""
    return ""


def _sums(questionnaire: Questionnaire, counts: Mapping[str, CellName]) -> Iterator[Sum]:
    """What adds up: answers to bases and nets, levels to everyone."""
    groups: dict[tuple[TableName, str], CellName] = {}
    for cell in counts.values():
        groups.setdefault((cell.table, cell.level), cell)
    for (table, _), cell in groups.items():
        question = questionnaire.questions[table.question]
        for option, parts in question.counted.items():
            if option in (BASE, BASE_ANSWERED) or option in question.nets:
                yield from _there(counts, cell.sibling(option), [cell.sibling(part) for part in parts])
    tables: dict[TableName, list[str]] = {}
    for table, level in groups:
        if table.breakdown:
            tables.setdefault(table, []).append(level)
    for table, levels in tables.items():
        breakdown = questionnaire.breakdowns[table.breakdown]
        members = [member for level in levels for member in breakdown.members(level) or ()]
        # Groups that overlap, or that leave people out, do not add up to everyone.
        everyone = set(questionnaire.questions[breakdown.question].options) <= set(members)
        if everyone and len(members) == len(set(members)):
            for option in questionnaire.questions[table.question].counted:
                whole = CellName(TableName(table.question), option)
                yield from _there(counts, whole, [CellName(table, option, level) for level in levels])


def _there(counts: Mapping[str, CellName], whole: CellName, parts: Sequence[CellName]) -> Iterator[Sum]:
    names = (whole.text, *(part.text for part in parts))
    if all(name in counts for name in names):
        yield names
