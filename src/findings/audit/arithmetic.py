"""A percentage or a difference worked out again from its counts, with exact fractions.

Written apart from the code that made the tables: two ways to the same number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from findings.consultation.names import BASE, parse_cell


def half_up(value: Fraction, digits: int) -> str:
    """`value` rounded half-up (away from nothing), as decimal text.

    Examples
    --------
    >>> half_up(Fraction(5, 2), 0), half_up(Fraction(-5, 2), 0), half_up(Fraction(1, 3), 2)
    ('3', '-3', '0.33')
    """
    scaled = math.floor(abs(value) * 10**digits + Fraction(1, 2))
    sign = "-" if value < 0 and scaled else ""
    whole, part = divmod(scaled, 10**digits)
    return f"{sign}{whole}" + (f".{part:0{digits}d}" if digits else "")


def as_decimal(value: Fraction) -> str:
    """`value` to six digits, with `...` where more follow.

    Examples
    --------
    >>> as_decimal(Fraction(200, 3)), as_decimal(Fraction(50))
    ('66.666666...', '50')
    """
    scaled = abs(value) * 10**6
    whole, part = divmod(math.floor(scaled), 10**6)
    digits = f"{part:06d}".rstrip("0") if scaled.denominator == 1 else f"{part:06d}"
    return ("-" if value < 0 else "") + str(whole) + (f".{digits}" if digits else "") + _more(scaled)


def _more(scaled: Fraction) -> str:
    return "" if scaled.denominator == 1 else "..."


def shares_of(origins: Sequence[str], level: str) -> tuple[tuple[str, str], ...]:
    """The (count, base) pairs of a difference: first that of the cell's own level, then the other's.

    Empty where `origins` are not two counts and two bases.

    Examples
    --------
    >>> shares_of(("q1.by.t#yes@b", "q1.by.t#base@b", "q1.by.t#yes@a", "q1.by.t#base@a"), "b")
    (('q1.by.t#yes@b', 'q1.by.t#base@b'), ('q1.by.t#yes@a', 'q1.by.t#base@a'))
    """
    own = [origin for origin in origins if parse_cell(origin).level == level]
    other = [origin for origin in origins if parse_cell(origin).level != level]
    if len(own) != 2 or len(other) != 2:
        return ()
    # The count stands before its base where neither is called `base`; else the base goes last.
    own.sort(key=lambda origin: parse_cell(origin).option == BASE)
    other.sort(key=lambda origin: parse_cell(origin).option == BASE)
    return ((own[0], own[1]), (other[0], other[1]))
