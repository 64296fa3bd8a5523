"""NHS numbers: ten digits of which the last checks the others."""

from __future__ import annotations

_WEIGHTS = range(10, 1, -1)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number.

    The first nine digits times 10, 9 ... 2 are added up; 11 less the remainder by 11 is the tenth, 11 standing for 0
    and 10 for no number at all.

    Source: NHS Data Dictionary, NHS NUMBER, modulus 11 algorithm.

    Examples
    --------
    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918"), is_nhs_number("943476591")
    (True, False, False)
    """
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return (11 - total % 11) % 11 == int(digits[9])
