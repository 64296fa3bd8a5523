"""Words that others wrote, made safe to show on one line of a terminal or in a cell of a workbook."""

from __future__ import annotations

from collections.abc import Sequence


def one_line(text: str) -> str:
    """The text without what a terminal would act on: labels, identifiers and file names are untrusted.

    Examples
    --------
    >>> one_line("a" + chr(27) + "[2Jb" + chr(10) + "c")
    'a[U+001B][2Jb c'
    """
    return "".join(c if c.isprintable() else " " if c.isspace() else f"[U+{ord(c):04X}]" for c in text)


def listed(texts: Sequence[str]) -> str:
    """Texts as a sentence lists them.

    Examples
    --------
    >>> listed(["Yes", "No", "Not sure"]), listed(["Yes"])
    ('Yes, No or Not sure', 'Yes')
    """
    *first, last = texts or ("nothing",)
    return f"{', '.join(first)} or {last}" if first else last
