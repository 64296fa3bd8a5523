"""Means, medians, points and mentions worked out again for whoever follows a number back, with exact fractions.

Written apart from the code that made the tables: two ways to the same number.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from findings.audit.arithmetic import as_decimal
from findings.audit.condition import UNSAID
from findings.audit.lineage import Lineage
from findings.audit.rows import conditions_of, meeting, read_responses
from findings.consultation.model import Kind
from findings.consultation.names import parse_cell
from findings.errors import VerificationFailed
from findings.evidence.cell import STATISTICS, Cell, Measure

QUESTIONNAIRE = "restricted/inputs/questionnaire.yaml"
SHARES = {
    Measure.LOWER_QUARTILE: Fraction(1, 4),
    Measure.MEDIAN: Fraction(1, 2),
    Measure.UPPER_QUARTILE: Fraction(3, 4),
}
ADDED_UP = (Measure.MENTIONS, Measure.BORDA)
Times = Mapping[Fraction, int]
"""Number -> how many gave it."""


def is_of_numbers(cell: Cell, lineage: Lineage) -> bool:
    """Whether a cell is an average of numbers that people gave, and not of scores or places."""
    return cell.measure in STATISTICS and lineage.kind(cell.asked) == Kind.NUMERIC


def scores_of(question: str, lineage: Lineage, run: Path) -> Mapping[str, int]:
    """Option -> its number: of a ranking its place, else what the questionnaire gives it."""
    if lineage.kind(question) == Kind.RANKING:
        ranks = (name for name in lineage.options_of(question) if name.startswith("rank_"))
        return {name: int(name.removeprefix("rank_")) for name in ranks}
    if question in lineage.scores:
        return lineage.scores[question]
    from findings.audit.recount.questionnaire import read_questionnaire

    try:
        asked = read_questionnaire(run / QUESTIONNAIRE).questions.get(question)
    except VerificationFailed:
        # A run without its questionnaire is told where its files are looked at.
        return {}
    return asked.scores if asked is not None else {}


def numbers_given(count: str, lineage: Lineage, run: Path) -> Times:
    """The numbers that the respondents of a count gave, each with how many gave it."""
    cell = parse_cell(count)
    conditions, column = conditions_of(cell, lineage), lineage.column(cell.asked)
    if conditions is None:
        return {}
    responses = read_responses(run, [*conditions.columns, column])
    given = responses.filter(meeting(responses, conditions))[column].to_pylist()
    return Counter(Fraction(str(text)) for text in given if text not in UNSAID)


def added_up(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, run: Path) -> tuple[int | None, list[str]]:
    """Mentions or points as a sum of counts, and the line that says so; None where a count is not shown."""
    names = [parse_cell(origin).option for origin in cell.origins]
    counts = [cells[origin].number if origin in cells and cells[origin].visible else None for origin in cell.origins]
    if not counts or any(n is None for n in counts):
        return None, ["not every count that it adds up is shown, so nothing is worked out here"]
    known = [n for n in counts if n is not None]
    if cell.measure == Measure.MENTIONS:
        total = sum(known)
        return total, [f"{' + '.join(f'{n:,}' for n in known)} = {total:,}   ({', '.join(names)})"]
    scores = scores_of(cell.asked, lineage, run)
    points = [max(scores.values()) + 1 - scores[name] for name in names]
    total = sum(point * n for point, n in zip(points, known, strict=True))
    terms = " + ".join(f"{point} x {n:,}" for point, n in zip(points, known, strict=True))
    return total, [f"{terms} = {total:,}   (points x who ranked it there: {', '.join(names)})"]


def times_behind(cell: Cell, cells: Mapping[str, Cell], lineage: Lineage, run: Path) -> Times | None:
    """The numbers that an average is taken of; None where a count among them is not shown, or has no number."""
    if is_of_numbers(cell, lineage):
        return numbers_given(cell.base_cell, lineage, run)
    scores = scores_of(cell.asked, lineage, run)
    times: Counter[Fraction] = Counter()
    for origin in cell.origins:
        option = parse_cell(origin).option
        if origin not in cells or not cells[origin].visible or option not in scores:
            return None
        times[Fraction(scores[option])] += cells[origin].number
    return {number: n for number, n in times.items() if n}


def average(measure: str, times: Times) -> Fraction:
    """An average of numbers; somebody gave one."""
    people = sum(times.values())
    if measure == Measure.MEAN:
        return sum((number * n for number, n in times.items()), Fraction()) / people
    place = SHARES[Measure(measure)] * (people - 1)
    low, high = _at(times, math.floor(place)), _at(times, math.ceil(place))
    return low + (high - low) * (place - math.floor(place))


def average_lines(measure: str, times: Times) -> Iterator[str]:
    """How an average comes about, in words."""
    people = sum(times.values())
    if measure == Measure.MEAN:
        total = sum((number * n for number, n in times.items()), Fraction())
        if len(times) <= 12:
            yield f"{' + '.join(f'{as_decimal(number)} x {n:,}' for number, n in sorted(times.items()))}" \
                  f" = {as_decimal(total)}"  # fmt: skip
        else:
            ends = f"from {as_decimal(min(times))} to {as_decimal(max(times))}"
            yield f"{people:,} numbers {ends} add up to {as_decimal(total)}"
        yield f"{as_decimal(total)} / {people:,} = {as_decimal(total / people)}"
        return
    share = SHARES[Measure(measure)]
    place = share * (people - 1) + 1
    yield f"{people:,} numbers in order, from {as_decimal(min(times))} to {as_decimal(max(times))}"
    low, high = _at(times, math.floor(place) - 1), _at(times, math.ceil(place) - 1)
    words = f"place {as_decimal(place)} of {people:,}: "
    if place.denominator == 1:
        yield f"{words}{as_decimal(low)}"
    else:
        between = f"between {as_decimal(low)} and {as_decimal(high)}"
        yield f"{words}{between}, {as_decimal(average(measure, times))}"


def _at(times: Times, place: int) -> Fraction:
    """The number at a place of all in order, counted from 0."""
    for number in sorted(times):
        place -= times[number]
        if place < 0:
            return number
    raise IndexError(place)
