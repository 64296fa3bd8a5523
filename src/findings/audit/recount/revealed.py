"""What is hidden and can be worked out again from what is shown: a sum of which one part alone is not known.

This is the plainest attack, by adding up and taking away, over and over. The release makes a stronger one; this is made
without its code, for a run that was changed after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from findings.audit.recount.cells import at
from findings.audit.recount.identifiers import BASE, BASE_ANSWERED, COUNT, CellName, TableName
from findings.audit.recount.question import Breakdown, Question, Questionnaire
from findings.errors import Problem

DO = "Do not pass this run on; run again from the data."
Sum = tuple[str, ...]
"""A whole, then its parts; a part stands here more than once where it counts more than once."""


def revealed_problems(
    questionnaire: Questionnaire,
    cells: Sequence[CellName],
    values: Mapping[str, str],
    hidden: set[str],
    threshold: int,
    further: Sequence[Sum] = (),
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
    further
        Sums that the questionnaire does not tell, of cells that have a value.
    """
    counts = {cell.text: cell for cell in cells if cell.measure == COUNT}
    others = [total for total in further if all(name in values for name in total)]
    unknown = {name for name in hidden if name in counts or any(name in total for total in others)}
    sums = [total for total in (*_sums(questionnaire, counts), *others) if unknown.intersection(total)]
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
    """What adds up: answers to bases and nets, levels to everyone, crossed levels to those of either breakdown."""
    groups: dict[tuple[TableName, str], CellName] = {}
    for cell in counts.values():
        groups.setdefault((cell.table, cell.level), cell)
    for (table, _), cell in groups.items():
        for whole, parts in _in_a_group(questionnaire.questions[table.asked]):
            yield from _there(counts, cell.sibling(whole), [cell.sibling(part) for part in parts])
    tables: dict[TableName, list[str]] = {}
    for table, level in groups:
        if table.breakdown:
            tables.setdefault(table, []).append(level)
    for table, levels in tables.items():
        names = questionnaire.questions[table.asked].names(by_groups=True)
        for whole_table, whole_level, parts in _of_groups(questionnaire, table, levels, tables):
            for option in names:
                total = CellName(whole_table, option, whole_level)
                yield from _there(counts, total, [CellName(table, option, part) for part in parts])


def _in_a_group(question: Question) -> Iterator[tuple[str, Sequence[str]]]:
    """What adds up within a group. Of several answers, each with those who did not give it; a net there is no sum."""
    if not question.several:
        yield from (
            (name, parts) for name, parts in question.counted.items() if name in (*question.bases, *question.nets)
        )
        return
    for option in (*question.options, *question.nets):
        yield BASE, (option, f"not_{option}")
    answered = BASE_ANSWERED if question.answered_beside else BASE
    for base, parts in question.bases.items():
        if base != answered:
            yield base, [answered if part == BASE_ANSWERED else part for part in parts]


def _of_groups(
    questionnaire: Questionnaire, table: TableName, levels: Sequence[str], tables: Mapping[TableName, Sequence[str]]
) -> Iterator[tuple[TableName, str, Sequence[str]]]:
    """The groups of other tables, or everyone, that levels of a table add up to: (table, level, levels)."""
    breakdown = questionnaire.breakdowns[table.breakdown]
    if not all(_adds_up(questionnaire, part) for part in breakdown.parts or (breakdown,)):
        return
    yield TableName(table.question, item=table.item), "", levels
    for place, part in enumerate(breakdown.parts):
        other = replace(table, breakdown=part.name)
        for level in tables.get(other, ()):
            yield other, level, [own for own in levels if own.split(".")[place] == level]
    if not breakdown.parts:
        yield from _of_larger_groups(questionnaire, table, levels, tables)


def _adds_up(questionnaire: Questionnaire, breakdown: Breakdown) -> bool:
    """Whether everyone is in one group: groups that overlap, or that leave people out, do not add up to all."""
    question = questionnaire.questions[breakdown.question]
    grouped = [option for of in breakdown.levels.values() for option in of]
    return not question.several and sorted(grouped) == sorted(question.options)


def _of_larger_groups(
    questionnaire: Questionnaire, table: TableName, levels: Sequence[str], tables: Mapping[TableName, Sequence[str]]
) -> Iterator[tuple[TableName, str, Sequence[str]]]:
    breakdown = questionnaire.breakdowns[table.breakdown]
    for name, larger in questionnaire.breakdowns.items():
        other = replace(table, breakdown=name)
        if larger.parts or name == breakdown.name or larger.question != breakdown.question:
            continue
        for level in tables.get(other, ()):
            inside = set(larger.members(level) or ())
            parts = [own for own in levels if set(breakdown.members(own) or ()) <= inside]
            if {option for own in parts for option in breakdown.members(own) or ()} == inside:
                yield other, level, parts


def _there(counts: Mapping[str, CellName], whole: CellName, parts: Sequence[CellName]) -> Iterator[Sum]:
    names = (whole.text, *(part.text for part in parts))
    if all(name in counts for name in names):
        yield names
