"""Mean, median and quartiles of numbers that several people gave, in exact arithmetic, rounded once and half-up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from findings.tabulation.rounding import ratio

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)
Times = Mapping[Decimal, int]
"""Number -> how many gave it."""


def mean(times: Times, digits: int) -> str:
    """The arithmetic mean as decimal text.

    Parameters
    ----------
    times
        Number -> how many gave it; somebody did.
    digits
        Digits after the point.

    Raises
    ------
    ValueError
        If nobody gave a number: there is no mean of nothing.

    Examples
    --------
    >>> mean({Decimal(5): 11, Decimal(4): 18, Decimal(3): 13, Decimal(2): 4, Decimal(1): 2}, 2)
    '3.67'
    """
    people = sum(times.values())
    if not people:
        raise ValueError("there is no mean of nothing")
    return _text(sum((Fraction(number) * n for number, n in times.items()), Fraction()) / people, digits)


def quantile(times: Times, share: Fraction, digits: int) -> str:
    """The number below which a share of the answers lies: a half for the median, a fourth for the lower quartile.

    With `n` answers in order, counted from 0, it stands at place `share * (n - 1)`; between two answers it is
    interpolated. It is definition 7 of Hyndman and Fan (1996), the default of R, numpy and Excel's QUARTILE.INC.

    Raises
    ------
    ValueError
        If nobody gave a number.

    Examples
    --------
    >>> quantile({Decimal(1): 1, Decimal(2): 1, Decimal(4): 2}, HALF, 1)
    '3.0'
    """
    people = sum(times.values())
    if not people:
        raise ValueError("there is no quantile of nothing")
    place = share * (people - 1)
    low = _at(times, place.numerator // place.denominator)
    high = _at(times, -(-place.numerator // place.denominator))
    return _text(low + (high - low) * (place % 1), digits)


def _at(times: Times, place: int) -> Fraction:
    """The answer at a place of the answers in order."""
    for number in sorted(times):
        place -= times[number]
        if place < 0:
            return Fraction(number)
    raise IndexError(place)


def _text(value: Fraction, digits: int) -> str:
    return ratio(value.numerator, value.denominator, digits)
