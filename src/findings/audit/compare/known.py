"""What a reader knows of a question who has read one release, or two of the same data, and can add up.

Every shown count is a sum over the answers of the questionnaire, joint with the groups that it is broken down by.
These joint counts are the unknowns; each shown count is an equation. Nets and larger groups may be made otherwise
in the two releases: what they are made of is known, so each gives its own equation. A hidden count is proved known
if the equations leave it one whole number. The programs are continuous, so what is found is certain, and something
may be missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor

from findings.audit.compare.side import Side
from findings.audit.rows import conditions_of
from findings.consultation.model import CROSSED, Kind
from findings.consultation.names import BASE_ANSWERED, FUNNEL, NOT_ANSWERED, NOT_ASKED, CellId
from findings.evidence.cell import Cell, Measure

Unknown = tuple[str, str, str]
"""Breakdown's question, group option, answer: a joint count. Without the first two: an answer of all respondents.
Without the last: the size of a group."""
Sum = frozenset[Unknown]
_NEAR = 1e-6


@dataclass(frozen=True)
class Fact:
    """What a shown count says: the unknowns that it is the sum of, and its number."""

    terms: Sum
    number: int


def terms_of(cell: CellId, side: Side) -> Sum | None:
    """The unknowns that a count is the sum of; None where that is not known here.

    Two counts with the same terms, whatever they are called, are the same number in the same data.
    """
    if cell.filter or cell.measure != Measure.COUNT:
        return None
    if CROSSED in cell.breakdown or side.lineage.kind(cell.asked) == Kind.MULTIPLE:
        return _as_it_is(cell, side)
    answers = side.options_of(cell.asked) if cell.option == BASE_ANSWERED else None
    answers = answers or side.lineage.values_of(cell.asked, cell.option)
    if answers is None:
        return None
    if not cell.breakdown:
        return frozenset(("", "", answer) for answer in answers)
    question = side.lineage.breakdown_question.get(cell.breakdown)
    members = side.lineage.groups.get(cell.breakdown, {}).get(cell.level)
    if question is None or members is None:
        return None
    return frozenset((question, member, answer) for member in members for answer in answers)


def _as_it_is(cell: CellId, side: Side) -> Sum | None:
    """A count that no sum of answers gives, as one unknown of its own: known by what a row must hold to count in it.

    Of several answers each may be given with others, so that they add up to nothing.
    """
    conditions = conditions_of(cell, side.lineage)
    if conditions is None:
        return None
    return frozenset([(cell.breakdown, conditions.text, cell.asked)])


def facts_of(question: str, groupings: Iterable[str], side: Side) -> list[Fact]:
    """What the shown counts of a run say of a question: its own tables, the sizes of the groups, and of all."""
    groupings = tuple(groupings)
    facts = []
    for cell in side.cells.values():
        if cell.measure != Measure.COUNT or not cell.visible:
            continue
        own = terms_of(cell.identifier, side)
        if cell.asked == question and own is not None:
            facts.append(Fact(own, cell.number))
        if cell.asked in groupings and not cell.breakdown and own is not None:
            facts += _size(cell, own, side)
        if cell.cell == f"{FUNNEL}#analysed" and side.lineage.kind(question) != Kind.MULTIPLE:
            facts.append(Fact(frozenset(("", "", answer) for answer in _answers(question, [side])), cell.number))
    return facts


def _size(cell: Cell, own: Sum, side: Side) -> Iterator[Fact]:
    """The size of a group, from the table of the question whose answers make it."""
    if side.lineage.kind(cell.asked) != Kind.MULTIPLE:
        yield Fact(frozenset((cell.asked, answer, "") for _, _, answer in own), cell.number)
    elif cell.option in side.options_of(cell.asked):
        yield Fact(frozenset([(cell.asked, cell.option, "")]), cell.number)


def hidden_counts(question: str, side: Side) -> list[tuple[Cell, Sum]]:
    """The hidden counts of a question, each with what it is the sum of."""
    found = []
    for cell in side.cells.values():
        if cell.asked == question and cell.measure == Measure.COUNT and cell.status == "[c]":
            terms = terms_of(cell.identifier, side)
            if terms is not None:
                found.append((cell, terms))
    return found


def known_sums(question: str, groupings: Sequence[str], sides: Sequence[Side], wanted: Sequence[Sum]) -> frozenset[Sum]:
    """Of the wanted sums those that the shown counts of the runs leave one whole number.

    Parameters
    ----------
    question
        The question; only its own tables, the sizes of its groups and the number of all are looked at.
    groupings
        The questions that it is broken down by.
    sides
        One run, or two of the same data.
    wanted
        The sums.
    """
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    rows = [*_structure(question, groupings, sides)]
    for side in sides:
        rows += [(dict.fromkeys(fact.terms, 1), fact.number) for fact in facts_of(question, groupings, side)]
    column = {name: place for place, name in enumerate(sorted({name for weights, _ in rows for name in weights}))}
    entries = [(at, column[name], weight) for at, (weights, _) in enumerate(rows) for name, weight in weights.items()]
    if not entries:
        return frozenset()
    at, columns, weights = zip(*entries, strict=True)
    matrix = csr_array((weights, (at, columns)), shape=(len(rows), len(column)), dtype=float)
    totals = np.array([total for _, total in rows], dtype=float)

    known = []
    solutions: list[np.ndarray] = []
    for terms in wanted:
        if not terms <= column.keys():
            continue
        goal = np.zeros(len(column))
        goal[[column[name] for name in terms]] = 1.0
        reached = [float(goal @ solution) for solution in solutions]
        for sign in (1.0, -1.0):
            if reached and floor(max(reached) + _NEAR) > ceil(min(reached) - _NEAR):
                break
            solved = linprog(sign * goal, A_eq=matrix, b_eq=totals, bounds=(0, None), method="highs")
            if solved.status != 0:
                # Unbounded, or the runs contradict each other: nothing is proved.
                reached = []
                break
            solutions.append(solved.x)
            reached.append(float(goal @ solved.x))
        if reached and floor(max(reached) + _NEAR) <= ceil(min(reached) - _NEAR):
            known.append(terms)
    return frozenset(known)


def _structure(
    question: str, groupings: Sequence[str], sides: Sequence[Side]
) -> Iterable[tuple[dict[Unknown, int], int]]:
    """An answer of all is the sum over the groups; a group's size is the sum over the answers."""
    if any(side.lineage.kind(question) == Kind.MULTIPLE for side in sides):
        return
    answers = _answers(question, sides)
    for grouping in groupings:
        members = _answers(grouping, sides)
        overlap = any(side.lineage.kind(grouping) == Kind.MULTIPLE for side in sides)
        for answer in () if overlap else answers:
            yield {("", "", answer): -1, **{(grouping, member, answer): 1 for member in members}}, 0
        for member in members:
            yield {(grouping, member, ""): -1, **{(grouping, member, answer): 1 for answer in answers}}, 0


def _answers(question: str, sides: Sequence[Side]) -> tuple[str, ...]:
    """Everything that a respondent can be counted under: the options of any of the runs, and those who chose none."""
    options = dict.fromkeys(option for side in sides for option in side.options_of(question))
    return (*options, NOT_ANSWERED, NOT_ASKED)
