"""Headings that hold a question and one of its parts, told apart: `Question [Row]`, `Question - Option`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence


def last_brackets(heading: str) -> tuple[str, str]:
    """What stands before the brackets at the end, and what stands in them; brackets inside belong to it.

    Examples
    --------
    >>> last_brackets("Rate these [Bus [night]]")
    ('Rate these', 'Bus [night]')
    >>> last_brackets("Rate these")
    ('Rate these', '')
    """
    text = heading.rstrip()
    if not text.endswith("]"):
        return heading, ""
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[place], 0)
        if depth == 0:
            before, inside = text[:place].rstrip(), text[place + 1 : -1].strip()
            return (before, inside) if before and inside else (heading, "")
    return heading, ""


def split_brackets(headings: Sequence[str]) -> list[tuple[str, str]]:
    """Question and row of each heading, where at least two headings share the question.

    Examples
    --------
    >>> split_brackets(["Rate [Bus]", "Rate [Tram]", "Cost [GBP]"])
    [('Rate', 'Bus'), ('Rate', 'Tram'), ('Cost [GBP]', '')]
    """
    return _shared(headings, [last_brackets(heading) for heading in headings])


def split_mark(headings: Sequence[str], mark: str = " - ") -> list[tuple[str, str]]:
    """Question and part of each heading at the last mark, where at least two headings share the question.

    Examples
    --------
    >>> split_mark(["Seen? - Jaws", "Seen? - Alien", "Age - years"])
    [('Seen?', 'Jaws'), ('Seen?', 'Alien'), ('Age - years', '')]
    """
    cuts = [heading.rpartition(mark) for heading in headings]
    pairs = [
        (before.strip(), after.strip()) if before else (heading, "")
        for heading, (before, _, after) in zip(headings, cuts, strict=True)
    ]
    return _shared(headings, pairs)


def _shared(headings: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    times = Counter(question for question, part in pairs if part)
    return [
        (question, part) if part and times[question] > 1 else (heading, "")
        for heading, (question, part) in zip(headings, pairs, strict=True)
    ]
