"""Texts, names and lists as SQL writes them."""

from __future__ import annotations

from collections.abc import Sequence


def literal(text: str) -> str:
    """A text as SQL writes it.

    Examples
    --------
    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """A column's name as SQL writes it.

    Examples
    --------
    >>> quoted('a "b" c')
    '"a ""b"" c"'
    """
    return '"' + name.replace('"', '""') + '"'


def any_of(names: Sequence[str]) -> str:
    """A list of texts as SQL writes it."""
    return ", ".join(literal(name) for name in names)


def rounded(over: str, under: str, digits: int = 0) -> str:
    """A quotient in units of its last digit, half away from zero, in whole numbers; `under` is above zero.

    Examples
    --------
    >>> rounded("total", "people", 1)
    'sign(total) * ((20 * abs(total) + people) // (2 * people))'
    """
    return f"sign({over}) * (({2 * 10**digits} * abs({over}) + {under}) // (2 * {under}))"


def as_text(units: str, digits: int) -> str:
    """A whole number of units of the last digit as decimal text.

    Examples
    --------
    >>> print(as_text("n", 2))
    if(n < 0, '-', '') || (abs(n) // 100) || '.' || lpad(CAST(abs(n) % 100 AS VARCHAR), 2, '0')
    """
    if not digits:
        return f"CAST({units} AS VARCHAR)"
    one = 10**digits
    part = f"lpad(CAST(abs({units}) % {one} AS VARCHAR), {digits}, '0')"
    return f"if({units} < 0, '-', '') || (abs({units}) // {one}) || '.' || {part}"


def listed(entries: Sequence[str]) -> list[str]:
    """Entries of a list, a line each."""
    return [f"  {entry}," for entry in entries[:-1]] + [f"  {entries[-1]}"]
