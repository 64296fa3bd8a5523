"""A text as a reader sees it, whatever its characters are, with the way back to where each stood.

Full-width digits, letters of another script that look like Latin ones, and characters of no width hide a telephone
number from a pattern but not from a reader. The patterns look at the text as seen; what is taken out is taken out of
the text as it was, and nothing else of it changes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from findings.freetext.redaction.span import Kind, Span

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιρ",
    "ABESIJKMHOPCTYXaesijopcyxhdqwABEZHIKMNOPTYXovip",
)
"""Letters of Cyrillic and Greek that look like Latin ones."""
_MARKS = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"}
)
_WORD = re.compile(r"\S+")
_LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True)
class Seen:
    """A text as seen.

    Parameters
    ----------
    text
        As seen.
    at
        Where each of its characters stood in the text as it was, and the length of that at the end.
    """

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int, kind: Kind) -> Span:
        """A part of the text as seen, as a part of the text as it was."""
        return Span(self.at[start], self.at[end - 1] + 1, kind)


def see(text: str) -> Seen:
    """The text as seen.

    Examples
    --------
    >>> see("０７\u200b7").text, see("０７\u200b7").at
    ('077', (0, 1, 3, 4))
    """
    if text.isascii():
        return Seen(text, tuple(range(len(text) + 1)))
    seen: list[str] = []
    at: list[int] = []
    for place, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue
        folds = ord(character) > 127 and unicodedata.category(character)[0] in "LNZP"
        for one in unicodedata.normalize("NFKC", character) if folds else character:
            digit = unicodedata.digit(one, -1)
            seen.append(str(digit) if digit >= 0 else one)
            at.append(place)
    found = _WORD.sub(_latin, "".join(seen)).translate(_MARKS)
    return Seen(found, (*at, len(text)))


def _latin(word: re.Match[str]) -> str:
    # A word wholly in Cyrillic or Greek is one of that language.
    own = word.group()
    return own.translate(_ALIKE) if not own.isascii() and _LATIN.search(own) else own
