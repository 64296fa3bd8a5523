"""What may be shown: small counts are hidden, with what is made of them and what would give them back.

The steps, and what each may look at:

1. Counts from 1 to one less than the threshold, and groups whose base is such a count: the rule itself.
2. What is made of a hidden cell.
3. Complementary cells by what adds up alone (`pattern`), so that hidden values cannot change the choice.
4. Where the visible values still leave a hidden cell too few whole numbers, one more neighbour, named by its
   place, is hidden and step 3 made anew. What a reader can tell to be small (`pattern.told_by_pattern`) is told
   by the choice, not by the counts.
5. The attack (`attack`), on the released cells only.

So two inputs that differ only in hidden cells, and keep their small counts small, give the same output, with two
limits. In step 4 a value that is hidden by it was visible when it was asked for. No method avoids that which does
not hide the row of every small count whole: where a small count and its neighbour add up to 1, either the next
neighbour is hidden for that, or the count is given away. So `LEFT` is one more than the attack needs: that a
further cell was hidden leaves more than one value open. And a total that was hidden as a neighbour must not
become nothing, since nothing protects nothing (`counts.known_zeros`).
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

from findings.consultation.model import NoDisclosureControl, ThresholdDisclosure
from findings.consultation.names import BASE
from findings.disclosure.across import across
from findings.disclosure.attack import attack
from findings.disclosure.counts import Counts, counts_of, known_zeros, problems_of_sums, small_counts
from findings.disclosure.families import Family, families
from findings.disclosure.guard import guard, made_of, problems_of, refuse, spread, still_found
from findings.disclosure.intervals import too_narrow
from findings.disclosure.pattern import least_hidden, told_by_pattern
from findings.errors import Problem
from findings.evidence.cell import SOURCE_KIND, VISIBLE, Cell, SourceKind
from findings.evidence.csvtext import csv_text
from findings.evidence.relation import AtMost, Relation

PEOPLE = "people"
"""The option and unit of the cell that counts people at meetings, or behind petitions."""
LEFT = 3
# How often cells are hidden for the sake of that one more; what the attack needs is done until it holds.
ROUNDS = 4


class Reason(enum.StrEnum):
    """Why a cell is not shown."""

    PRIMARY = "primary"
    SMALL_BASE = "small_base"
    MADE_FROM_HIDDEN = "made_from_hidden"
    COMPLEMENTARY = "complementary"


_NOTE = {
    Reason.PRIMARY: "a count under the threshold",
    Reason.SMALL_BASE: "the base of its group is under the threshold",
    Reason.MADE_FROM_HIDDEN: "made from {of}",
    Reason.COMPLEMENTARY: "would give a hidden cell back",
}
assert set(_NOTE) == set(Reason)


@dataclass(frozen=True)
class Decision:
    """Why one cell is hidden; one row of `restricted/disclosure.csv`.

    Parameters
    ----------
    step
        0 for what the rule names, 1 for what adds up, from 2 for what the visible values gave away.
    """

    cell: str
    table: str
    reason: Reason
    step: int
    note: str


@dataclass(frozen=True)
class Release:
    """Every cell as it may be shown, in the order given, and why some are hidden."""

    cells: tuple[Cell, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Protected:
    """A family as it may be shown; which counts a reader can tell to be small, and which are."""

    release: Release
    told: tuple[str, ...]
    small: tuple[str, ...]


@dataclass(frozen=True)
class _Choice:
    """The hidden counts with the step at which each was; what cannot be protected; what readers know to be small."""

    steps: Mapping[str, int]
    unprotected: tuple[str, ...]
    told: tuple[str, ...]


def release(
    cells: Sequence[Cell],
    relations: Sequence[Relation],
    profile: NoDisclosureControl | ThresholdDisclosure,
    bounds: Sequence[AtMost] = (),
    as_counted: Collection[str] = (),
) -> Release:
    """Decide what may be shown, and prove it.

    Parameters
    ----------
    cells
        Every cell that will be published, each with its value.
    relations
        Everything among them that adds up.
    profile
        What the consultation's parameters ask for.
    bounds
        Everything among them that is at most something else.
    as_counted
        Questions that count no people, such as public meetings: their counts are shown however small. How many people
        came to them is hidden where it is a small count.

    Returns
    -------
    Release
        The cells in the order given; a hidden one is `[c]` and carries no number.

    Raises
    ------
    ReleaseRefused
        If a cell is made of cells that are not there, a sum does not add up, or the attack still finds a cell.
    """
    refuse([*problems_of(cells), *problems_of_sums(cells, relations)])
    if isinstance(profile, NoDisclosureControl):
        return Release(guard(cells), ())
    released: dict[str, Cell] = {}
    decisions: list[Decision] = []
    apart = families(cells, relations)
    own = [
        Protected(Release(guard(family.cells), ()), (), ())
        if family.administrative
        else _of_meetings(family, profile.threshold)
        if all(cell.question in as_counted for cell in family.cells)
        else _protected(family, profile.threshold)
        for family in apart
    ]
    for made in across(apart, own, bounds, profile.threshold, _protected):
        released |= {cell.cell: cell for cell in made.release.cells}
        decisions += made.release.decisions
    return Release(tuple(released[cell.cell] for cell in cells), tuple(decisions))


def _protected(family: Family, threshold: int, wanted: Sequence[str] = ()) -> Protected:
    """One family, its small counts hidden with what would give them back; and with what is wanted besides."""
    cells, relations = family.cells, family.relations
    counts = counts_of(cells, relations)
    small = small_counts(counts, threshold)
    further: list[str] = list(wanted)
    while True:
        choice = _chosen(counts, small, threshold, further)
        refuse([_cannot_protect(name) for name in choice.unprotected])
        hidden = spread(choice.steps, {cell.cell: made_of(cell) for cell in cells})
        released = guard([cell.hidden() if cell.cell in hidden else cell for cell in cells])
        known = attack(released, relations, choice.told, threshold)
        if not known:
            own = Release(released, tuple(_decisions(cells, released, counts, small, choice)))
            return Protected(own, choice.told, tuple(small))
        # The attack sees the released cells only, so what is hidden because of it follows from nothing hidden.
        more = _around([exposed.cell for exposed in known], counts, hidden)
        if not more:
            refuse([still_found(exposed.cell) for exposed in known])
        further += more


def _of_meetings(family: Family, threshold: int) -> Protected:
    """A family that counts no people; only of how many took part a small number is hidden."""
    people = [cell for cell in family.cells if cell.option == cell.unit == PEOPLE and cell.visible]
    few = {cell.cell for cell in people if 0 < cell.number < threshold}
    released = guard([cell.hidden() if cell.cell in few else cell for cell in family.cells])
    note = "fewer people took part than the threshold"
    decisions = [Decision(cell.cell, cell.table, Reason.PRIMARY, 0, note) for cell in family.cells if cell.cell in few]
    return Protected(Release(released, tuple(decisions)), (), ())


def _around(exposed: Sequence[str], counts: Counts, hidden: Collection[str]) -> list[str]:
    """For cells that the attack found, a visible count each that is added up with it: inside, else a margin."""
    inner = [name for name in counts.keep if name not in hidden and name not in counts.margins]
    margins = [name for name in counts.keep if name not in hidden and name in counts.margins]
    return _neighbours(counts, exposed, hidden, inner) or _neighbours(counts, exposed, hidden, margins)


def decisions_csv(decisions: Iterable[Decision], source_kind: SourceKind) -> str:
    """The decisions as CSV text, one a row; it names cells and holds no number of any.

    Examples
    --------
    >>> decision = Decision("q1#yes", "q1", Reason.PRIMARY, 0, "a count under the threshold")
    >>> print(decisions_csv([decision], SourceKind.RESPONSES), end="")
    cell,table,reason,step,note,source_kind
    q1#yes,q1,primary,0,a count under the threshold,responses
    """
    head = [*(field.name for field in fields(Decision)), SOURCE_KIND]
    return csv_text([head, *((*astuple(row), source_kind) for row in decisions)])


def _chosen(counts: Counts, small: Sequence[str], threshold: int, further: Sequence[str] = ()) -> _Choice:
    """The counts to hide: step 0, step 1, then further steps until the values leave enough open.

    `further` are counts that the attack asks for.
    """
    zeros = known_zeros(counts)
    least = min(LEFT, max(2, threshold - 2))
    named = spread(small, counts.needs)
    steps = dict.fromkeys((name for name in counts.values if name in named), 0)
    required = [*steps, *further]
    added_so_far: list[str] = list(further)
    step = 1
    while True:
        chosen = least_hidden(counts, required, zeros)
        missing = tuple(name for name in required if name not in chosen.hidden and name not in zeros)
        hidden = spread([*chosen.hidden, *named], counts.needs)
        steps = {name: steps.get(name, step) for name in counts.values if name in hidden}
        if missing:
            return _Choice(steps, missing, ())
        # With a threshold of 2 the rule itself says that a small count is 1; hidden is which count is small.
        told = told_by_pattern(counts, chosen, small, added_so_far) if threshold > 2 else ()
        unknown = hidden - zeros
        open_counts = [name for name in counts.keep if name not in unknown and name not in zeros]
        inner = [name for name in open_counts if name not in counts.margins]
        added: list[str] = []
        if step <= ROUNDS:
            for found in too_narrow(counts, unknown, told, threshold, least):
                added += _neighbours(counts, found.cells, unknown, inner)
        if not added:
            for found in too_narrow(counts, unknown, told, threshold, 2):
                added += (
                    _neighbours(counts, found.cells, unknown, open_counts)
                    or _neighbours(counts, found.part, unknown, open_counts)[:1]
                )
        if not added:
            return _Choice(steps, (), told)
        added_so_far += dict.fromkeys(added)
        required += added
        step += 1


def _neighbours(
    counts: Counts, narrow: Sequence[str], unknown: Collection[str], candidates: Sequence[str]
) -> list[str]:
    """For each narrow cell the last candidate, so the least worth keeping, that is added up with it.

    The sum with the fewest hidden cells is taken, since it most likely holds the cell. A cell beside one that is
    already to be hidden waits: that may be enough for both.
    """
    chosen: list[str] = []
    last_first = list(reversed(candidates))
    for name in narrow:
        sums = [relation.members for relation in counts.relations if name in relation.members]
        if any(other in members for members in sums for other in chosen):
            continue
        for members in sorted(sums, key=lambda members: sum(other in unknown for other in members)):
            found = next((other for other in last_first if other in members), "")
            if found:
                chosen.append(found)
                break
    return chosen


def _decisions(
    cells: Sequence[Cell], released: Sequence[Cell], counts: Counts, small: Sequence[str], choice: _Choice
) -> Iterable[Decision]:
    is_small, statuses = set(small), {cell.cell: cell.status for cell in released}
    small_groups = {(cell.table, cell.level) for cell in cells if cell.option == BASE and cell.cell in is_small}
    for cell in cells:
        if statuses[cell.cell] in VISIBLE or statuses[cell.cell] == cell.status:
            continue
        of = [name for name in made_of(cell) if statuses[name] not in VISIBLE]
        if cell.cell in is_small:
            reason = Reason.PRIMARY
        elif cell.cell in counts.values and (cell.table, cell.level) in small_groups:
            reason = Reason.SMALL_BASE
        elif of:
            reason = Reason.MADE_FROM_HIDDEN
        else:
            reason = Reason.COMPLEMENTARY
        step = choice.steps.get(cell.cell) or max((choice.steps.get(name, 0) for name in of), default=0)
        yield Decision(cell.cell, cell.table, reason, step, _NOTE[reason].format(of=", ".join(of)))


def _cannot_protect(name: str) -> Problem:
    return Problem(
        name,
        "a small count that can be found again whatever else is hidden",
        do="Leave its table out of the plan, or use larger groups.",
    )
