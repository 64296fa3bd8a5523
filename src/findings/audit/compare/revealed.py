"""Where two releases together say what one of them hides.

Only what is proved is told. The whole defence, before a release goes out, is a work of its own: this looks back.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from findings.audit.compare.known import Sum, facts_of, hidden_counts, known_sums, terms_of
from findings.audit.compare.side import Side
from findings.audit.compare.sources import SourceDifference
from findings.consultation.names import BASE, BASE_ANSWERED, FUNNEL
from findings.evidence.cell import Cell, Measure


class Way(enum.StrEnum):
    """How two releases give a hidden count away."""

    SHOWN = "shown in the other run"
    NEARLY = "shown in the other run, with nearly the same data"
    WORKED_OUT = "follows from what both runs show"
    BETWEEN = "the difference speaks of few responses"


@dataclass(frozen=True)
class Revealed:
    """Counts of one table that two releases together give away in one way.

    Parameters
    ----------
    way
        How.
    table
        The table that the counts stand in.
    cells
        Their identifiers.
    told
        What each release does with them, and why that gives them away, as a sentence.
    steps
        For `BETWEEN`, how many responses each difference speaks of, which anyone can work out; else empty.
    """

    way: Way
    table: str
    cells: tuple[str, ...]
    told: str
    steps: tuple[int, ...] = ()

    @property
    def do(self) -> str:
        """What to do about it."""
        if self.way is Way.BETWEEN:
            return "Hide these cells in the later release, or release again when more responses are in."
        return "Hide these cells in the later release too."


@dataclass(frozen=True)
class _Pair:
    sides: tuple[Side, Side]
    source: SourceDifference
    threshold: int


def revealed(first: Side, second: Side, source: SourceDifference) -> tuple[Revealed, ...]:
    """What two releases together say that one of them hides, table by table.

    Parameters
    ----------
    first, second
        The runs, of one consultation.
    source
        How their analysed responses differ.
    """
    # The stricter run's rule: a number of people that one of them would hide is small.
    pair = _Pair((first, second), source, max(first.threshold, second.threshold))
    if not pair.threshold:
        return ()
    questions = dict.fromkeys(cell.asked for side in pair.sides for cell in side.cells.values())
    return tuple(found for question in questions if question != FUNNEL for found in _of_question(question, pair))


def withheld_questions(found: Sequence[Revealed]) -> frozenset[str]:
    """The questions whose numbers a comparison does not repeat: side by side they would say the hidden ones."""
    return frozenset(one.table.partition(".by.")[0] for one in found if one.way is not Way.BETWEEN)


def _of_question(question: str, pair: _Pair) -> Iterator[Revealed]:
    groupings = _groupings(question, pair.sides)
    moved = pair.source.moved(pair.sides[1].columns_of([question, *groupings]))
    if moved is None:
        return
    if moved < pair.threshold:
        shown = list(_shown_in_the_other(question, pair, moved))
        yield from shown
        if moved == 0:
            yield from _worked_out(question, groupings, pair, {name for one in shown for name in one.cells})
    if moved:
        yield from _between(question, groupings, pair)


def _groupings(question: str, sides: Sequence[Side]) -> tuple[str, ...]:
    """The questions that a question is broken down by, in either run."""
    by = dict.fromkeys(
        asked
        for side in sides
        for cell in side.cells.values()
        if cell.asked == question and cell.breakdown
        for asked in side.asked_by(cell.breakdown)
    )
    return tuple(by)


def _shown_in_the_other(question: str, pair: _Pair, moved: int) -> Iterator[Revealed]:
    first, second = pair.sides
    for hides, shows, order in ((first, second, ("first", "second")), (second, first, ("second", "first"))):
        shown = {fact.terms for fact in facts_of(question, (), shows)}
        found = [cell for cell, terms in hidden_counts(question, hides) if terms in shown]
        way, ending = (Way.NEARLY, _nearly(moved)) if moved else (Way.SHOWN, "the data behind it are the same.")
        yield from _by_table(way, found, f"The {order[0]} run hides it, the {order[1]} shows it, and {ending}")


def _nearly(moved: int) -> str:
    return f"between them no more than {moved} {'response' if moved == 1 else 'responses'} can have changed it."


def _worked_out(question: str, groupings: Sequence[str], pair: _Pair, told: set[str]) -> Iterator[Revealed]:
    hidden = [hidden_counts(question, side) for side in pair.sides]
    wanted = list(dict.fromkeys(terms for own in hidden for cell, terms in own if cell.cell not in told))
    if not wanted or _facts(question, groupings, pair.sides[:1]) == _facts(question, groupings, pair.sides[1:]):
        return
    known = known_sums(question, groupings, pair.sides, wanted)
    for side, own in zip(pair.sides, hidden, strict=True):
        # What a release gives away by itself is the concern of its own disclosure control.
        known -= known_sums(question, groupings, [side], [terms for _, terms in own if terms in known])
    names = [{cell.cell for cell, terms in own if terms in known} for own in hidden]
    cells = {cell.cell: cell for own in hidden for cell, terms in own if terms in known and cell.cell not in told}
    for who, chosen in (
        ("Both runs hide it", names[0] & names[1]),
        ("The first run hides it", names[0] - names[1]),
        ("The second run hides it", names[1] - names[0]),
    ):
        found = [cell for name, cell in cells.items() if name in chosen]
        yield from _by_table(
            Way.WORKED_OUT, found, f"{who}, and what both runs show together leaves it one value only."
        )


def _facts(question: str, groupings: Sequence[str], sides: Sequence[Side]) -> set[tuple[Sum, int]]:
    return {(fact.terms, fact.number) for side in sides for fact in facts_of(question, groupings, side)}


def _between(question: str, groupings: Sequence[str], pair: _Pair) -> Iterator[Revealed]:
    direction = pair.source.contained(pair.sides[1].columns_of([question, *groupings]))
    if not direction:
        return
    first, second = pair.sides
    found: dict[str, dict[str, int]] = {}
    for name, cell in second.cells.items():
        before = first.cells.get(name)
        if before is None or cell.asked != question or cell.measure != Measure.COUNT:
            continue
        meaning = terms_of(cell.identifier, second)
        if meaning is None or meaning != terms_of(before.identifier, first):
            continue
        if not (cell.visible and before.visible):
            continue
        more = direction * (cell.number - before.number)
        # That everyone who came in between is in a base says nothing of anyone.
        everyone = cell.option in (BASE, BASE_ANSWERED) and more == pair.source.added + pair.source.gone
        if 0 < more < pair.threshold and not everyone:
            found.setdefault(cell.table, {})[name] = more
    for table, steps in found.items():
        told = f"Both runs show it, and the difference says how few of {_those_between(pair, direction)} it counts."
        yield Revealed(Way.BETWEEN, table, tuple(steps), told, tuple(steps.values()))


def _those_between(pair: _Pair, direction: int) -> str:
    number = pair.source.added + pair.source.gone
    # A tally does not say how many; it says that nothing became less.
    those = "the responses" if not number else "the one response" if number == 1 else f"the {number:,} responses"
    return f"{those} that came in between" if direction > 0 else f"{those} that only the first run has"


def _by_table(way: Way, cells: Sequence[Cell], told: str) -> Iterator[Revealed]:
    tables: dict[str, list[str]] = {}
    for cell in cells:
        tables.setdefault(cell.table, []).append(cell.cell)
    for table, names in tables.items():
        yield Revealed(way, table, tuple(names), told)
