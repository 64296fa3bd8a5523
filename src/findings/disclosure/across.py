"""Tables of which one is made of others, though no sum says so: themes over several questions, pairs, principles.

Each family was protected by itself. Here the attack looks at all that hang together by what is at most something else,
and asks for the small counts only, since what was hidden for their sake is no secret of its own. Where it finds one,
the derived count beside it gives way, and with it what its own family then needs; if that does not help, its group.
The attack sees released cells and which counts are small, so nothing follows from the value of a hidden one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from findings.consultation.names import BASE, UNSAID, parse_cell
from findings.disclosure.attack import attack
from findings.disclosure.families import Family
from findings.disclosure.guard import refuse, still_found
from findings.evidence.relation import AtMost

if TYPE_CHECKING:
    from findings.disclosure.release import Protected

Protect = Callable[[Family, int, Sequence[str]], "Protected"]


def across(
    families: Sequence[Family],
    protected: Sequence[Protected],
    bounds: Sequence[AtMost],
    threshold: int,
    protect: Protect,
) -> list[Protected]:
    """The families, protected so that no small count follows from what is at most something else either.

    Parameters
    ----------
    families, protected
        The families, and each as it may be shown by itself.
    bounds
        What is at most something else, within a family or from one to another.
    threshold
        Counts from 1 to one less are small.
    protect
        Protects a family anew, with more hidden than it needs by itself.

    Raises
    ------
    ReleaseRefused
        If a small count is still found when every derived count beside it is hidden.
    """
    found = list(protected)
    place_of = {cell.cell: place for place, family in enumerate(families) for cell in family.cells}
    for places, own in _groups(bounds, place_of):
        wanted: dict[int, list[str]] = {place: [] for place in places}
        while True:
            # Who did not answer is told from question to question anyway: docs/decisions/0007.
            small = {n for place in places for n in found[place].small if parse_cell(n).option not in UNSAID}
            exposed = attack(
                [cell for place in places for cell in found[place].release.cells],
                [relation for place in places for relation in families[place].relations],
                [name for place in places for name in found[place].told],
                threshold,
                own,
                small,
            )
            names = [one.cell for one in exposed if one.cell in small]
            if not names:
                break
            shown = {cell.cell for place in places for cell in found[place].release.cells if cell.visible}
            beside, within = _giving_way(names, own, place_of)
            tries = (beside, within, _bases(beside), _bases(within))
            more = next((there for derived in tries if (there := [name for name in derived if name in shown])), [])
            if not more:
                refuse([still_found(name) for name in names])
            for name in more:
                wanted[place_of[name]].append(name)
            for place in dict.fromkeys(place_of[name] for name in more):
                found[place] = protect(families[place], threshold, wanted[place])
    return found


def _groups(bounds: Sequence[AtMost], place_of: dict[str, int]) -> list[tuple[list[int], list[AtMost]]]:
    """The families that hang together by bounds, in their order, each with its bounds."""
    head = {place: place for place in place_of.values()}

    def head_of(place: int) -> int:
        while head[place] != place:
            place = head[place]
        return place

    for bound in bounds:
        first, *others = sorted({head_of(place_of[name]) for name in bound.members})
        for other in others:
            head[other] = first
    groups: dict[int, list[AtMost]] = {}
    for bound in bounds:
        groups.setdefault(head_of(place_of[bound.derived]), []).append(bound)
    return [([place for place in head if head_of(place) == own], of) for own, of in sorted(groups.items())]


def _giving_way(
    exposed: Sequence[str], bounds: Sequence[AtMost], place_of: dict[str, int]
) -> tuple[list[str], list[str]]:
    """The derived counts beside what was found or its complement: those of other families, and those of its own."""
    beside: list[str] = []
    within: list[str] = []
    for name in exposed:
        cell = parse_cell(name)
        other = cell.option.removeprefix("not_") if cell.option.startswith("not_") else f"not_{cell.option}"
        pair = {name, replace(cell, option=other).text}
        for bound in bounds:
            if pair.intersection(bound.members) and bound.derived not in pair:
                (within if place_of[bound.derived] == place_of[name] else beside).append(bound.derived)
    return list(dict.fromkeys(beside)), list(dict.fromkeys(within))


def _bases(derived: Sequence[str]) -> list[str]:
    """The bases of the groups that derived counts are of."""
    return list(dict.fromkeys(replace(parse_cell(name), option=BASE).text for name in derived))
