"""The passage of a comment that can be quoted: the whole of it, or whole sentences that stand alone."""

from __future__ import annotations

import re

from findings.errors import is_unseen

CUT = "[...]"
"""Stands where a quote leaves out a part of the comment."""
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[\"'(\[]?[^\W_a-z])")
_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|them|their|he|she|his|her|him|and|but|or|so|also|because|which|who|then|there"
    r"|however|therefore|instead|otherwise|again|such|same|neither|nor|yet|still|besides|secondly|thirdly|finally|[a-z])\b"
)
"""How a sentence begins that cannot stand without the one before."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text on one line.

    Examples
    --------
    >>> sentences("It is too far. No bus goes there! See 1.5 miles.")
    ('It is too far.', 'No bus goes there!', 'See 1.5 miles.')
    """
    return tuple(part for part in _SENTENCE.split(text) if part)


def passage(text: str, shortest: int, longest: int) -> str:
    """A text as it is quoted, or an empty text if there is nothing of a length that can be quoted.

    A longer text is cut to the longest run of its sentences that is short enough and begins with one that stands
    alone; of runs as long, to the first. Characters that are not shown but steer what shows them go.

    Parameters
    ----------
    text
        Redacted.
    shortest, longest
        Letters of the quote without the marks of what was left out.

    Examples
    --------
    >>> passage("Yes. The hub is too far. It would take me half a day to get there by bus.", 10, 20)
    '[...] The hub is too far. [...]'
    """
    text = " ".join("".join(letter for letter in text if not is_unseen(letter)).split())
    if len(text) < shortest:
        return ""
    if len(text) <= longest:
        return text
    parts = sentences(text)
    # Of a text with thousands of sentences the first ones are enough.
    starts = [place for place, part in enumerate(parts[:200]) if place == 0 or not _LEANS.match(part.lower()[:20])]
    best: tuple[int, int, int] | None = None
    for start in starts:
        length, end = -1, start
        while end < len(parts) and length + 1 + len(parts[end]) <= longest:
            length += 1 + len(parts[end])
            end += 1
        if length >= shortest and (best is None or length > best[0]):
            best = (length, start, end)
    if best is None:
        return ""
    _, start, end = best
    before = f"{CUT} " if start else ""
    after = f" {CUT}" if end < len(parts) else ""
    return f"{before}{' '.join(parts[start:end])}{after}"
