"""The words of a text, with what their letters and their places in it say."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from findings.freetext.redaction.lists import by_hand, packed

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ENDS = re.compile(r"[.!?:;•*\n\r\"“”(\[/]|(?:^|\s)-\s|\d\)|,\s*\n")
_MARKUP = re.compile(
    r"<[^<>]{0,500}>|&#?\w{2,8};|\[(?:Name|Date|Place|Person|Staff|Service|Number)\b[^\[\]]{0,30}\]", re.I
)
"""Marks of HTML, and what somebody took out before."""
_ENDING = (
    *("able", "ed", "est", "ful", "ible", "ing", "itis", "ity"),
    *("less", "ly", "ment", "ness", "ology", "ous", "ship", "tion"),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 30
"""Letters of a word; what is longer is no name."""
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae"})
_BROKEN = "âãÂÃ"
"""With these ends what is left of an apostrophe that was read in a wrong encoding."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word.

    Parameters
    ----------
    low
        In small letters without accents, without the end of a genitive.
    start, end
        Where it stands, without that end.
    capital, shouted
        Whether it begins with a capital; whether it is written in capitals.
    first
        Whether a sentence or line begins with it.
    gap
        What stands between it and the word before.
    owns
        Whether it is a genitive.
    foreign
        Whether it has letters that English has not.
    """

    low: str
    start: int
    end: int
    capital: bool
    shouted: bool
    first: bool
    gap: str
    owns: bool
    foreign: bool


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order; the marks of HTML and what was taken out before are none.

    Examples
    --------
    >>> [(token.low, token.first) for token in tokens_of("I saw Zoë's mother. She left")]
    [('i', True), ('saw', False), ('zoe', False), ('mother', False), ('she', True), ('left', False)]
    """
    if "<" in text or "&" in text or "[" in text:
        text = _MARKUP.sub(lambda found: " " * len(found.group()), text)
    found: list[Token] = []
    before = 0
    for word in _WORD.finditer(text):
        own = word.group()
        owns = own[-2:] in ("'s", "'S")
        # "Janes" without the mark is another word.
        kept = own[:-2] if owns else own
        gap = text[before : word.start()]
        first = not found or _ENDS.search(gap) is not None
        end = word.start() + len(kept)
        foreign = not kept.isascii() and kept[-1] not in _BROKEN
        low = plain_letters(kept.lower()) if foreign else kept.lower().rstrip(_BROKEN.lower())
        shouted = len(kept) > 1 and kept.isupper()
        found.append(Token(low, word.start(), end, kept[0].isupper(), shouted, first, gap, owns, foreign))
        before = word.end()
    return found


def plain_letters(low: str) -> str:
    """Small letters without their accents and strokes.

    Examples
    --------
    >>> plain_letters("michał"), plain_letters("rené")
    ('michal', 'rene')
    """
    parts = unicodedata.normalize("NFD", low.translate(_STROKES))
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")


@functools.lru_cache(maxsize=100_000)
def is_plain(low: str) -> bool:
    """Whether it is a word of the language, or of a service, and no name by itself."""
    words = packed("words")
    if low in words or low in by_hand("no_names") or low.endswith("n't") or len(low) > _LONGEST or not low:
        return True
    if "-" in low or "'" in low:
        return all(part in words or part in by_hand("no_names") or len(part) < 3 for part in re.split(r"['-]", low))
    if len(set(low)) == 1:
        return True
    return low.endswith("s") and (low[:-1] in words or low[:-1] in by_hand("no_names"))


@functools.lru_cache(maxsize=100_000)
def is_slip(low: str) -> bool:
    """Whether it looks like a word of the language with a slip of the pen in it, or like two without a space.

    Examples
    --------
    >>> is_slip("recieved"), is_slip("kowalczyk")
    (True, False)
    """
    if low.endswith(_ENDING) and len(low) > 5:
        return True
    if len(low) < 5:
        return False
    words = packed("words")
    parts = [(low[:place], low[place:]) for place in range(len(low) + 1)]
    return (
        any(one + other[1:] in words for one, other in parts if other)
        or any(one + other[1] + other[0] + other[2:] in words for one, other in parts if len(other) > 1)
        or any(one in words and other in words for one, other in parts if len(one) > 2 and len(other) > 2)
        or any(one + letter + other in words for one, other in parts for letter in _LETTERS)
        or (
            len(low) > 6
            and any(one + letter + other[1:] in words for one, other in parts if other for letter in _LETTERS)
        )
    )


def case_tells(tokens: Sequence[Token]) -> bool:
    """Whether capitals mark names in a text: not where it is written in capitals, or with one on every word."""
    inside = [token for token in tokens if not token.first and is_plain(token.low) and token.low != "i"]
    return sum(token.capital for token in inside) <= max(2, 0.25 * len(inside))


def is_english(tokens: Sequence[Token]) -> bool:
    """Whether the words of a text are mostly English ones: else a word that no list knows says nothing."""
    long = [token.low for token in tokens if len(token.low) > 1]
    return sum(map(is_plain, long)) >= 0.6 * len(long)
