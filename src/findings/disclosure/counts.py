"""What adds up and what stands on what: the structure that a choice of hidden cells is made from.

Nothing here looks at how large a count is, but for two things that stay visible anyway or are the
rule itself: which counts are small (`small_counts`), and which totals are nothing (`known_zeros`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.names import BASE, NOT_ANSWERED, NOT_ASKED
from findings.disclosure.guard import made_of
from findings.errors import Problem
from findings.evidence.cell import Cell, Measure, SourceKind
from findings.evidence.relation import Relation, sums_of_nets

# Least missed first: counts of those who did not answer say least about what was asked.
_LEAST_MISSED = (NOT_ASKED, NOT_ANSWERED)


@dataclass(frozen=True)
class Counts:
    """The counts of a release as one system.

    Parameters
    ----------
    values
        Each count as it was counted, in the order of the cells.
    relations
        What adds up, a net of its parts included, each once.
    needs
        For each count those that must be visible for it to be visible: the parts of a net, the base of a group.
    keep
        The counts in the order in which they should stay visible: all respondents before groups, totals of
        totals, bases, first options and first groups early; last groups, last options and those who did not
        answer late. Nets follow their parts.
    margins
        Bases and totals, which are hidden only where nothing else helps.
    """

    values: Mapping[str, int]
    relations: tuple[Relation, ...]
    needs: Mapping[str, tuple[str, ...]]
    keep: tuple[str, ...]
    margins: frozenset[str]


def is_counted(cell: Cell) -> bool:
    """Whether a cell counts respondents: statistics of others are public already, however small they are."""
    return cell.measure == Measure.COUNT and cell.source_kind is not SourceKind.OFFICIAL


def counts_of(cells: Sequence[Cell], relations: Sequence[Relation]) -> Counts:
    """The counts among the cells, with everything that ties them together."""
    counted = [cell for cell in cells if is_counted(cell) and cell.visible]
    values = {cell.cell: cell.number for cell in counted}
    nets = sums_of_nets(counted)
    places = {name: place for place, name in enumerate(values)}
    # In the order of the cells, so that the order in which the sums were given decides nothing.
    sums = tuple(sorted(dict.fromkeys((*relations, *nets)), key=lambda sum_: [places[name] for name in sum_.members]))
    bases = {(cell.table, cell.level): cell.cell for cell in counted if cell.option == BASE}
    needs = {}
    for cell in counted:
        base = bases.get((cell.table, cell.level), "")
        # A group whose base is hidden is hidden whole, so that hiding a base is the same act for every base.
        needed = dict.fromkeys((*made_of(cell), base))
        needs[cell.cell] = tuple(name for name in needed if name and name != cell.cell)
    # A sum of one part says that two cells are the same count, so the part is as much a margin as the total.
    same = {relation.parts[0] for relation in relations if len(relation.parts) == 1}
    totals = {relation.total for relation in relations} | same
    margins = frozenset(cell.cell for cell in counted if cell.option == BASE or cell.cell in totals)
    added_up = {net.total for net in nets}
    # A net that is no sum of its parts can be told from nothing else, so it has a place of its own.
    plain = [cell for cell in counted if cell.cell not in added_up]
    return Counts(values, sums, needs, _keep_order(counted, plain, sums, margins), margins)


def problems_of_sums(cells: Sequence[Cell], relations: Sequence[Relation]) -> list[Problem]:
    """Sums over cells that are not there or not counted, and sums that do not add up."""
    values = {cell.cell: cell.number for cell in cells if cell.measure == Measure.COUNT and cell.visible}
    problems = []
    for relation in dict.fromkeys(relations):
        missing = [name for name in relation.members if name not in values]
        if missing:
            what, do = "a sum over a count that is not there", "Give every count that the sum is made of."
            problems.append(Problem(relation.total, what, ", ".join(missing), do=do))
        elif values[relation.total] != sum(values[name] for name in relation.parts):
            # The numbers themselves stay out of the message: it is read where they may not be.
            what, do = "its parts do not add up to it", "Correct the counts or the sum."
            problems.append(Problem(relation.total, what, ", ".join(relation.parts), do=do))
    return problems


def small_counts(counts: Counts, threshold: int) -> tuple[str, ...]:
    """The counts from 1 to one less than the threshold: the primary cells, by the rule itself."""
    return tuple(name for name, value in counts.values.items() if 0 < value < threshold)


def known_zeros(counts: Counts) -> frozenset[str]:
    """Totals of nothing and their parts, down to the last: anyone who sees the total knows them.

    They cannot protect anything, and cannot be protected, and say of nobody what the total does not.
    """
    zeros = {relation.total for relation in counts.relations if counts.values[relation.total] == 0}
    grown = True
    while grown:
        parts = {part for relation in counts.relations if relation.total in zeros for part in relation.parts}
        grown = not parts <= zeros
        zeros |= parts
    return frozenset(zeros)


def _keep_order(
    counted: Sequence[Cell], plain: Sequence[Cell], relations: Sequence[Relation], margins: frozenset[str]
) -> tuple[str, ...]:
    heights = _heights(relations)
    option_places: dict[tuple[str, str, str], int] = {}
    for cell in counted:
        option_places.setdefault((cell.question, cell.item, cell.option), len(option_places))

    at = {cell.cell: cell for cell in counted}
    # How many are in a group is told by the profile, and again by every question with those who did not answer
    # it. Where few did not, that size is given up before the base of the question and all that stands on it.
    sizes = {
        relation.total
        for relation in relations
        if not at[relation.total].breakdown
        and all(at[part].breakdown and at[part].asked != at[relation.total].asked for part in relation.parts)
    }

    def rank(item: tuple[int, Cell]) -> tuple[bool, bool, bool, int, bool, int, int, int]:
        place, cell = item
        missed = len(_LEAST_MISSED) - _LEAST_MISSED.index(cell.option) if cell.option in _LEAST_MISSED else 0
        option = option_places[cell.question, cell.item, cell.option]
        inner, height = cell.cell not in margins, heights.get(cell.cell, 0)
        return (inner, cell.cell in sizes, bool(cell.breakdown), -height, cell.option != BASE, missed, option, place)

    place_of = {cell.cell: place for place, cell in enumerate(counted)}
    return tuple(cell.cell for _, cell in sorted(((place_of[cell.cell], cell) for cell in plain), key=rank))


def _heights(relations: Sequence[Relation]) -> dict[str, int]:
    """How many sums a count stands above others, the longest way down: totals of totals are the highest."""
    heights: dict[str, int] = {}
    # Each pass settles one more storey; sums that go in a circle (each equal to the other) stop the climb.
    for _ in relations:
        before = dict(heights)
        for relation in relations:
            below = max((before.get(part, 0) for part in relation.parts), default=0)
            heights[relation.total] = max(before.get(relation.total, 0), below + 1, heights.get(relation.total, 0))
        if heights == before:
            break
    return heights
