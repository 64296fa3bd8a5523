"""The one scale of words for shares: which phrase a share is given, and which others are true of it as well.

A share is a count of a base, compared as a fraction and never as a rounded percentage. The scale is an ordered list: a
share is given the first phrase that is true of it, so each share has one phrase, and a phrase that is true but weaker
("a minority" of a quarter) is never the one that we print. "All", "none", "a majority" and "a minority" mean exactly
what they say; "most" and "nearly all" are kept for shares far above a half, since readers hear more in them than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

SMALLEST_BASE = 10
"""Of fewer than this, a share is said in numbers, '3 of 7': one answer more would change the word."""
NEAR = Fraction(1, 40)
"""How far a share may lie from a quarter, a third, a half ... and still be called around it: two and a half points."""


@dataclass(frozen=True)
class Phrase:
    """A phrase of the scale, and the shares of which it is true.

    Parameters
    ----------
    text
        As it is printed.
    low, high
        The ends of the band.
    ends
        Whether the ends themselves belong to the band.
    """

    text: str
    low: Fraction
    high: Fraction
    ends: bool = False

    def holds(self, share: Fraction) -> bool:
        """Whether the phrase is true of a share."""
        return self.low <= share <= self.high if self.ends else self.low < share < self.high


def _exactly(text: str, share: int) -> Phrase:
    return Phrase(text, Fraction(share), Fraction(share), ends=True)


def _around(text: str, share: Fraction) -> Phrase:
    return Phrase(f"around {text}", share - NEAR, share + NEAR, ends=True)


SCALE = (
    _exactly("none", 0),
    _exactly("all", 1),
    _around("a quarter", Fraction(1, 4)),
    _around("a third", Fraction(1, 3)),
    _around("half", Fraction(1, 2)),
    _around("two thirds", Fraction(2, 3)),
    _around("three quarters", Fraction(3, 4)),
    Phrase("a few", Fraction(0), Fraction(1, 10)),
    Phrase("nearly all", Fraction(9, 10), Fraction(1)),
    Phrase("most", Fraction(3, 4), Fraction(1)),
    Phrase("a minority", Fraction(0), Fraction(1, 2)),
    Phrase("a majority", Fraction(1, 2), Fraction(1)),
)
"""The phrases in the order in which they are tried."""
_BY_TEXT = {phrase.text: phrase for phrase in SCALE}


def says_in_words(base: int) -> bool:
    """Whether a base is large enough for a word.

    Examples
    --------
    >>> says_in_words(9), says_in_words(10)
    (False, True)
    """
    return base >= SMALLEST_BASE


def phrase_for(count: int, base: int) -> str:
    """The phrase for a share.

    Raises
    ------
    ValueError
        If the base is too small for a word, or the count is not one of it.

    Examples
    --------
    >>> phrase_for(60, 85), phrase_for(271, 535), phrase_for(271, 598), phrase_for(0, 85)
    ('a majority', 'around half', 'a minority', 'none')
    """
    if not says_in_words(base) or not 0 <= count <= base:
        raise ValueError(f"no words for {count} of {base}")
    share = Fraction(count, base)
    return next(phrase.text for phrase in SCALE if phrase.holds(share))


def fits(text: str, count: int, base: int) -> bool:
    """Whether a phrase of the scale is true of a share; it may begin with a capital letter.

    Examples
    --------
    >>> fits("a majority", 271, 535), fits("A majority", 271, 598), fits("most", 271, 535), fits("plenty", 271, 535)
    (True, False, False, False)
    """
    phrase = _BY_TEXT.get(lowered(text))
    return phrase is not None and says_in_words(base) and 0 <= count <= base and phrase.holds(Fraction(count, base))


def is_phrase(text: str) -> bool:
    """Whether a text is a phrase of the scale.

    Examples
    --------
    >>> is_phrase("Around two thirds"), is_phrase("two thirds")
    (True, False)
    """
    return lowered(text) in _BY_TEXT


def lowered(text: str) -> str:
    """The text with a small first letter, as the scale writes it."""
    return text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """The text as it begins a sentence.

    Examples
    --------
    >>> capital("around half")
    'Around half'
    """
    return text[:1].upper() + text[1:]
