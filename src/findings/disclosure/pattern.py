"""Which cells to hide, chosen by what adds up and never by how large a count is.

Hidden counts can change without changing anything visible only along certain directions: the whole-number
vectors that every sum maps to nothing (the null space of the sums over the hidden cells). A hidden cell that
no direction moves is determined by the visible ones, whatever their values. A set of cells is *sound* if it is
closed (what needs a hidden cell is hidden) and each of its cells can move.

Two sound sets together are sound. So among the sound sets that hold given cells there is one best by a fixed
order of worth, and going through the cells from the most to the least worth keeping, opening each one if a
sound set remains without it, finds that one. Since it is the best of a family that no value enters, hiding
cells that it already hides gives the same set again: a complementary cell may become small, or stop being so,
and nothing changes (`tests/test_disclosure.py` tries it). Arithmetic is exact: no tolerance enters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from findings.disclosure.counts import Counts

Vector = Mapping[str, int]


@dataclass(frozen=True)
class Freedom:
    """The directions in which hidden counts can change, each under a number, and by which of them each cell moves.

    Most sums touch few directions, and `moved` finds those without a look at the others.
    """

    directions: Mapping[int, Vector]
    moved: Mapping[str, frozenset[int]]


@dataclass(frozen=True)
class Chosen:
    """The cells to hide, and for those that were required the freedom there was when their turn came."""

    freedom: Freedom
    before: Mapping[str, Freedom]

    @property
    def hidden(self) -> frozenset[str]:
        """The cells to hide."""
        return frozenset(self.freedom.moved)


def freedom_of(counts: Counts, zeros: Collection[str]) -> Freedom:
    """The freedom that remains when every count is hidden but those known to be nothing."""
    names = [name for name in counts.values if name not in zeros]
    directions: dict[int, Vector] = {place: {name: 1} for place, name in enumerate(names)}
    moved = {name: frozenset((place,)) for place, name in enumerate(names)}
    # The last sums first: those of details, before the totals of totals that run through all of them.
    for relation in reversed(counts.relations):
        weights = Counter({relation.total: 1})
        weights.subtract(relation.parts)
        _restrict(directions, moved, weights)
    return Freedom(directions, moved)


def restricted(freedom: Freedom, weights: Mapping[str, int]) -> Freedom:
    """The freedom that remains when a weighted sum of cells must not change.

    Examples
    --------
    >>> each = {0: {"a": 1}, 1: {"b": 1}, 2: {"c": 1}}
    >>> free = Freedom(each, {name: frozenset((place,)) for place, name in enumerate("abc")})
    >>> dict(restricted(free, {"a": 1, "b": 1}).directions)
    {0: {'a': 1, 'b': -1}, 2: {'c': 1}}
    """
    directions, moved = dict(freedom.directions), dict(freedom.moved)
    return Freedom(directions, moved) if _restrict(directions, moved, weights) else freedom


def _restrict(directions: dict[int, Vector], moved: dict[str, frozenset[int]], weights: Mapping[str, int]) -> set[str]:
    """Let a weighted sum of cells not change any more; the cells of the directions that this changed.

    It works in place: a copy for each of thousands of sums would cost more than everything else.
    """
    touched = sorted({place for name in weights for place in moved.get(name, ())})
    vectors = {place: directions[place] for place in touched}
    changes = [
        (place, change)
        for place, vector in vectors.items()
        if (change := sum(weight * vector.get(name, 0) for name, weight in weights.items()))
    ]
    if not changes:
        return set()
    # The last one: totals stand first and are in most sums, so a part that is replaced touches fewest directions.
    pivot, by = min(changes, key=lambda item: (len(vectors[item[0]]), -item[0]))
    for place, change in changes:
        if place != pivot:
            directions[place] = _combined(vectors[place], by, vectors[pivot], -change)
            _moves(moved, place, vectors[place], directions[place])
    del directions[pivot]
    _moves(moved, pivot, vectors[pivot], {})
    return {name for place, _ in changes for name in vectors[place]}


def _moves(moved: dict[str, frozenset[int]], place: int, before: Vector, after: Vector) -> None:
    """Keep `moved` in step with a direction that changed; a cell that nothing moves any more leaves it."""
    for name in after.keys() - before.keys():
        moved[name] = moved[name] | {place}
    for name in before.keys() - after.keys():
        left = moved[name] - {place}
        if left:
            moved[name] = left
        else:
            del moved[name]


def least_hidden(counts: Counts, required: Collection[str], zeros: Collection[str]) -> Chosen:
    """The sound set that holds `required` and leaves most of what is worth keeping.

    Parameters
    ----------
    counts
        The counts with what ties them together.
    required
        Cells that must be hidden.
    zeros
        Cells that everyone knows to be nothing; they neither need nor give protection.

    Returns
    -------
    Chosen
        The hidden cells; where no sound set holds `required`, those of the largest sound set, so that what is
        missing from it cannot be protected.
    """
    must = frozenset(required) - frozenset(zeros)
    start = freedom_of(counts, zeros)
    stuck = [name for name in counts.values if name not in zeros and name not in start.moved]
    freedom = _opened(start, stuck, counts.needs)
    if not must <= freedom.moved.keys():
        return Chosen(freedom, {})
    before: dict[str, Freedom] = {}
    for name in counts.keep:
        if name in must:
            before[name] = freedom
        elif name in freedom.moved:
            trial = _opened(freedom, [name], counts.needs)
            if must <= trial.moved.keys():
                freedom = trial
    return Chosen(freedom, before)


def told_by_pattern(counts: Counts, chosen: Chosen, small: Collection[str], added: Collection[str]) -> tuple[str, ...]:
    """The small counts that a reader who knows this program can tell to be small from what is hidden.

    A hidden cell may be small, or be there for others. A reader tries: were all others small and this one not,
    would the same cells be hidden? If this one could then be opened when its turn came, they would not, so it is
    small. No value enters, and cells that are not small never come out, so that what is told is the same for all
    inputs that are hidden alike.

    Parameters
    ----------
    counts, chosen
        The counts, and what `least_hidden` chose for them.
    small
        The small counts.
    added
        Cells that were required though not small.
    """
    hidden = chosen.hidden
    found = []
    for name in small:
        if name not in hidden or name in added:
            continue
        same = _same_count(counts, chosen.freedom, name)
        others = hidden - same
        only_for_it = {n for n in others if same.intersection(counts.needs[n]) and others.isdisjoint(counts.needs[n])}
        # The directions before any of them was looked at: in `before` those come first that were met first.
        freedom = next((chosen.before[other] for other in chosen.before if other in same), None)
        if freedom and others - only_for_it <= _opened(freedom, sorted(same), counts.needs).moved.keys():
            found.append(name)
    return tuple(found)


def _same_count(counts: Counts, freedom: Freedom, name: str) -> frozenset[str]:
    """The hidden cells that what is visible shows to be the same count, such as a total whose other parts are 0."""
    return frozenset(
        other
        for other in freedom.moved
        if counts.values[other] == counts.values[name]
        and freedom.moved[other] == freedom.moved[name]
        and all(freedom.directions[at][other] == freedom.directions[at][name] for at in freedom.moved[name])
    )


def _opened(freedom: Freedom, names: Iterable[str], needs: Mapping[str, Sequence[str]]) -> Freedom:
    """The freedom that remains when cells are visible, with all that they need and all that they give away."""
    waiting = list(names)
    done: set[str] = set()
    opened = None
    while waiting:
        name = waiting.pop()
        if name in done:
            continue
        done.add(name)
        moved = freedom.moved if opened is None else opened[1]
        if name in moved:
            if opened is None:
                opened = dict(freedom.directions), dict(freedom.moved)
            changed = _restrict(*opened, {name: 1})
            waiting.extend(sorted(other for other in changed if other not in opened[1]))
        waiting.extend(needs.get(name, ()))
    return freedom if opened is None else Freedom(*opened)


def _combined(first: Vector, times: int, second: Vector, other_times: int) -> Vector:
    sums = {name: times * value for name, value in first.items()}
    for name, value in second.items():
        sums[name] = sums.get(name, 0) + other_times * value
    kept = {name: value for name, value in sums.items() if value}
    divisor = gcd(*kept.values())
    return {name: value // divisor for name, value in kept.items()} if divisor > 1 else kept
