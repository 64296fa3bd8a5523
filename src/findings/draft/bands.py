"""The bands that a number is counted in: few, at round numbers, and one for every number."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from findings.consultation.guesses import Sure
from findings.consultation.model import Band
from findings.draft import nouns
from findings.draft.breakdowns import code_list
from findings.draft.names import option_names
from findings.draft.texts import words
from findings.intake.kept import number_of

MOST_BANDS = 6
AGES = (16, 25, 35, 45, 55, 65, 75)
"""Where the bands begin in which reports show ages: under 16, 16 to 24, 25 to 34 ... 75 and over."""
FULLEST = 0.6
"""Where one band of equal ones holds more of the numbers than this, bands that grow are looked at."""
_NOT_OF_A_PERSON = re.compile(r"\b(child\w*|son|daughter|house|home|building|property|car|vehicle|dog|cat|business)\b")


@dataclass(frozen=True)
class Banded:
    """The bands of a question, how many of its answers each holds, and what led to them.

    Parameters
    ----------
    bands, times
        Name -> band, and how many numbers of the file each holds.
    is_age
        Whether they are ages, of people.
    sure, because
        How sure that is, and what led to it.
    """

    bands: dict[str, Band]
    times: tuple[int, ...]
    is_age: bool
    sure: Sure
    because: str


def bands_of(heading: str, texts: Mapping[str, int]) -> Banded | None:
    """Bands for the numbers among these texts; None where all are the same, or there are none.

    Examples
    --------
    >>> found = bands_of("How many visits?", {"0": 4, "1": 9, "2": 8, "3": 2})
    >>> [(band.label, n) for band, n in zip(found.bands.values(), found.times)]
    [('0', 4), ('1', 9), ('2', 8), ('3 or more', 2)]
    >>> [band.label for band in bands_of("What is your age?", {"17": 2, "30": 8, "41": 7, "66": 5}).bands.values()]
    ['Under 25', '25 to 34', '35 to 44', '45 to 54', '55 to 64', '65 and over']
    """
    numbers: Counter[Decimal] = Counter()
    for text, times in texts.items():
        found = number_of(text)
        if found is not None:
            numbers[Decimal(found)] += times
    if len(numbers) < 2:
        return None
    is_age = _are_ages(heading, numbers)
    whole = all(number == int(number) for number in numbers)
    cuts = _trimmed([Decimal(age) for age in AGES], numbers) if is_age else _round_cuts(numbers, whole)
    labels = _labels(cuts, numbers, whole, is_age)
    ends = [None, *cuts, None]
    names = option_names(labels)
    bands = {
        name: nouns.band(label, at_least, below)
        for name, label, (at_least, below) in zip(names, labels, itertools.pairwise(ends), strict=True)
    }
    told = str if _are_years(numbers, is_age) else _plain
    because = (
        "Its heading asks for an age; these are the bands that reports have."
        if is_age
        else f"Round numbers between {told(min(numbers))} and {told(max(numbers))}, so that no band is empty."
    )
    return Banded(bands, tuple(_times(cuts, numbers)), is_age, Sure.LIKELY if is_age else Sure.UNSURE, because)


def _are_ages(heading: str, numbers: Counter[Decimal]) -> bool:
    told = words(heading.split("?")[0])
    if not code_list("age").heading.search(told) or _NOT_OF_A_PERSON.search(told):
        return False
    likely = sum(times for number, times in numbers.items() if 10 <= number <= 105 and number == int(number))
    return likely >= 0.9 * numbers.total() and bool(_trimmed([Decimal(age) for age in AGES], numbers))


def _are_years(numbers: Counter[Decimal], is_age: bool) -> bool:
    """Whether nearly all are years of our time, which are written without commas."""
    likely = sum(times for number, times in numbers.items() if 1800 <= number <= 2100 and number == int(number))
    return not is_age and likely >= 0.95 * numbers.total()


def _trimmed(cuts: Sequence[Decimal], numbers: Mapping[Decimal, int]) -> list[Decimal]:
    """The cuts without those that cut off nothing at either end."""
    return [cut for cut in cuts if min(numbers) < cut <= max(numbers)]


def _round_cuts(numbers: Counter[Decimal], whole: bool) -> list[Decimal]:
    """Where the bands begin: at each number where these are few and follow each other, else at round ones."""
    least, most = min(numbers), max(numbers)
    if whole and most - least < MOST_BANDS:
        return _none_empty([least + place for place in range(1, int(most - least) + 1)], numbers)
    ways = [_none_empty(cuts, numbers) for cuts in (_equal(numbers, whole), _growing(numbers, whole))]
    equal, growing = (_trimmed(cuts, numbers) for cuts in ways)
    if not equal or (growing and _fullest(equal, numbers) > max(FULLEST, _fullest(growing, numbers))):
        equal = growing
    return equal or [sorted(numbers)[len(numbers) // 2]]


def _equal(numbers: Counter[Decimal], whole: bool) -> list[Decimal]:
    """Multiples of a round step, which is the smallest that makes few bands of what is not far out."""
    low, high = _between(numbers, Decimal("0.05"))
    if low == high:
        low, high = min(numbers), max(numbers)
    for step in _steps(high - low, whole):
        first = low // step * step
        cuts = [first + step * place for place in range(MOST_BANDS + 2) if low < first + step * place <= high]
        if first + step * (MOST_BANDS + 2) > high and len(cuts) < MOST_BANDS:
            return cuts
    return []


def _growing(numbers: Counter[Decimal], whole: bool) -> list[Decimal]:
    """1, 2, 5, 10, 20, 50 ... or, where these are many, 1, 10, 100 ...: for a few large numbers among small ones."""
    positive = Counter({number: times for number, times in numbers.items() if number > 0})
    if not positive:
        return []
    low, high = _between(positive, Decimal("0.02"))
    powers = range(max(low.adjusted(), 0) if whole else low.adjusted(), high.adjusted() + 1)
    for digits in ((1, 2, 5), (1, 5), (1, 3), (1,)):
        series = [Decimal(digit).scaleb(power) for power in powers for digit in digits]
        cuts = [cut for cut in series if min(numbers) < cut <= high]
        if len(cuts) < MOST_BANDS:
            return cuts
    return cuts[-MOST_BANDS + 1 :]


def _between(numbers: Counter[Decimal], outside: Decimal) -> tuple[Decimal, Decimal]:
    """The numbers below and above which no more than this share of all lies."""
    total, seen = numbers.total(), 0
    ends = []
    ordered = sorted(numbers)
    for wanted in (outside * total, (1 - outside) * total):
        seen = 0
        for number in ordered:
            seen += numbers[number]
            if seen > wanted or number == ordered[-1]:
                ends.append(number)
                break
    return ends[0], ends[1]


def _steps(spread: Decimal, whole: bool) -> Iterator[Decimal]:
    """Round steps from a small one on."""
    start = spread.adjusted() - 1
    for power in range(max(start, 0) if whole else start, start + 4):
        yield from (Decimal(digit).scaleb(power) for digit in (1, 2, 5))


def _none_empty(cuts: Sequence[Decimal], numbers: Counter[Decimal]) -> list[Decimal]:
    """The cuts without those of which a band would be empty."""
    kept: list[Decimal] = []
    for cut in cuts:
        if any((not kept or kept[-1] <= number) and number < cut for number in numbers):
            kept.append(cut)
    return kept


def _times(cuts: Sequence[Decimal], numbers: Counter[Decimal]) -> list[int]:
    found = [0] * (len(cuts) + 1)
    for number, times in numbers.items():
        found[sum(cut <= number for cut in cuts)] += times
    return found


def _fullest(cuts: Sequence[Decimal], numbers: Counter[Decimal]) -> float:
    return max(_times(cuts, numbers)) / numbers.total()


def _labels(cuts: Sequence[Decimal], numbers: Counter[Decimal], whole: bool, is_age: bool) -> list[str]:
    """What reports print: `Under 25`, `25 to 34`, `65 and over`; `0`, `1`, `2 or more`; years as years."""
    years = _are_years(numbers, is_age)
    below, above = ("Before", "or later") if years else ("Under", "and over" if is_age else "or more")

    def plain(number: Decimal) -> str:
        return str(int(number)) if years else _plain(number)

    first = "0" if cuts[0] == 1 and whole and min(numbers) >= 0 else f"{below} {plain(cuts[0])}"
    between = []
    for cut, following in itertools.pairwise(cuts):
        last = following - 1 if whole else following
        told = f"to {plain(last)}" if whole else f"to under {plain(last)}"
        between.append(plain(cut) if whole and last == cut else f"{plain(cut)} {told}")
    return [first, *between, f"{plain(cuts[-1])} {above}"]


def _plain(number: Decimal) -> str:
    """A number as people write it, with commas between thousands."""
    return f"{int(number):,}" if number == int(number) else f"{number.normalize():,f}"
