"""Half-up rounding in exact arithmetic: whole numbers in, decimal text out, no float on the way."""

from __future__ import annotations


def ratio(numerator: int, denominator: int, digits: int = 0) -> str:
    """A quotient as decimal text, rounded half away from zero.

    Parameters
    ----------
    numerator, denominator
        Whole numbers; the denominator is positive.
    digits
        Digits after the decimal point.

    Raises
    ------
    ValueError
        If the denominator is not positive.

    Examples
    --------
    >>> ratio(1, 2), ratio(-1, 2), ratio(-1, 3)
    ('1', '-1', '0')
    >>> ratio(2, 3, digits=2)
    '0.67'
    """
    if denominator <= 0:
        raise ValueError(f"a quotient needs a positive denominator, not {denominator}")
    scaled = (2 * abs(numerator) * 10**digits + denominator) // (2 * denominator)
    whole, rest = divmod(scaled, 10**digits)
    sign = "-" if numerator < 0 and scaled else ""
    return f"{sign}{whole}.{rest:0{digits}d}" if digits else f"{sign}{whole}"


def percent(count: int, base: int, digits: int = 0) -> str:
    """A count as a percentage of its base, half-up, as consultation reports print it.

    Examples
    --------
    >>> percent(1, 8), percent(5, 8), percent(1, 200)  # round() gives 12, 62 and 0
    ('13', '63', '1')
    >>> percent(3628, 5514, digits=1)
    '65.8'
    """
    return ratio(100 * count, base, digits)


def points(count: int, base: int, other_count: int, other_base: int, digits: int = 0) -> str:
    """The difference of two percentages in percentage points, rounded once, from the four counts.

    Examples
    --------
    >>> points(31, 37, 29, 48)  # 83.78 less 60.42
    '23'
    """
    return ratio(100 * (count * other_base - other_count * base), base * other_base, digits)
