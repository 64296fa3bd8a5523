"""Texts as the words in them, and as sets of shingles: every few words that follow each other.

Letter case, punctuation and spaces say nothing about whether one text was copied from another, nor do a postcode or
an e-mail address, which a campaign's letter leaves open for its sender to fill in.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

LENGTH = 2
"""Words a shingle. Pairs of words lose less to a slip of the pen than triples do: see docs/duplicates.md."""

SLOT = "\u25a1"
"""The word that stands for a postcode, an e-mail address or a web address."""

_ASCII = bytes(byte if chr(byte).isalnum() and byte < 128 else 32 for byte in range(256))
_TYPOGRAPHY = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\xa0": " "}
)
_LAST_MARK = 0x20000
"""Beyond it stand rare ideographs, and no combining mark but the variation selectors of these."""
_E_MAIL = re.compile(r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,255}")
_WEB = re.compile(r"(?:https?://|www\.)\S+", re.I)
_DIGITS = re.compile(r"\d[a-z\d]? ?\d[a-z]{2}", re.I)
_POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}\b", re.I)


def words(text: str, *, slots: bool = True) -> list[str]:
    """Split a text into its words, in lower case and without punctuation.

    With `slots`, postcodes, e-mail and web addresses become `SLOT`. A character of Chinese or Japanese is a word.

    Examples
    --------
    >>> words("I  DON’T agree: the hub (LE1 5WW) is too far!")
    ['i', 'dont', 'agree', 'the', 'hub', '□', 'is', 'too', 'far']
    >>> words("LE1 5WW", slots=False)
    ['le1', '5ww']
    """
    if slots:
        if "@" in text:
            text = _E_MAIL.sub(f" {SLOT} ", text)
        if "://" in text or "ww." in text.lower():
            text = _WEB.sub(f" {SLOT} ", text)
        # Few texts have digits, and the search for these is quick.
        if _DIGITS.search(text):
            text = _POSTCODE.sub(f" {SLOT} ", text)
    if not text.isascii():
        text = text.translate(_TYPOGRAPHY)
    if text.isascii():
        return text.encode("ascii").lower().translate(_ASCII, b"'").decode("ascii").split()
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_TYPOGRAPHY).replace("'", "")
    return list(_beyond_ascii().findall(folded))


def same_words(text: str, *, slots: bool = True) -> str:
    """The words with one space between them: two texts with the same words have the same.

    Examples
    --------
    >>> same_words("Yes,  I agree.") == same_words("yes I AGREE")
    True
    """
    return " ".join(words(text, slots=slots))


@functools.cache
def _beyond_ascii() -> re.Pattern[str]:
    """A word of any script with its marks: without these, words of Gujarati would break at their vowel signs."""
    marks = "".join(chr(code) for code in range(0x300, _LAST_MARK) if unicodedata.category(chr(code))[0] == "M")
    without_spaces = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    return re.compile(f"[{without_spaces}]|{SLOT}|(?:(?![{without_spaces}])[^\\W_]|[{re.escape(marks)}])+")


@dataclass(frozen=True)
class Wordings:
    """Texts of enough words, every wording once, with the shingles of each.

    Parameters
    ----------
    of
        The wording of each text, or -1 where the text is too short.
    first
        The first text of each wording; wordings stand in the order of their first texts.
    copies
        How many texts have each wording.
    shingles
        Wordings x shingles, 1 where the wording holds the shingle (`scipy.sparse.csr_array`). The shingle that stands
        in the fewest wordings comes first; equal ones in the order of the texts.
    sizes
        How many shingles each wording has.
    """

    of: Integers
    first: Integers
    copies: Integers
    shingles: Any
    sizes: Integers


def wordings(texts: Iterable[str], least_words: int, *, length: int = LENGTH, slots: bool = True) -> Wordings:
    """Read every text once.

    Parameters
    ----------
    texts
        Read once, in their order.
    least_words
        Texts of fewer words are too short to be copies by anything but chance.
    length
        Words a shingle.
    slots
        As of `words`.
    """
    if least_words < length:
        raise ValueError(f"least_words: found {least_words}, allowed: at least the length of a shingle, {length}")
    seen: dict[str, int] = {}
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    flat, ends, of, first = array("q"), array("q"), array("q"), array("q")
    for place, text in enumerate(texts):
        found = words(text, slots=slots)
        if len(found) < least_words:
            of.append(-1)
            continue
        wording = seen.setdefault(" ".join(found), len(seen))
        of.append(wording)
        if wording == len(first):
            first.append(place)
            flat.extend(map(vocabulary.__getitem__, found))
            ends.append(len(flat))
    chosen = _integers(of)
    shingles = _matrix(_integers(flat), _integers(ends), length, len(vocabulary))
    copies = np.bincount(chosen[chosen >= 0], minlength=len(first)).astype(np.int64)
    return Wordings(chosen, _integers(first), copies, shingles, np.diff(shingles.indptr).astype(np.int64))


def _integers(values: array[int]) -> Integers:
    return np.frombuffer(values, dtype=np.int64) if len(values) else np.zeros(0, dtype=np.int64)


def _matrix(flat: Integers, ends: Integers, length: int, vocabulary: int) -> Any:
    """Wordings x shingles, the rarest shingle first."""
    from scipy.sparse import csr_array

    rows = len(ends)
    row_of_word = np.repeat(np.arange(rows), np.diff(ends, prepend=0))
    starts = np.arange(max(0, len(flat) - length + 1))
    # A shingle does not run from one text into the next.
    starts = starts[row_of_word[starts] == row_of_word[starts + length - 1]]
    row, shingle = row_of_word[starts], _numbered(flat, starts, length, vocabulary)
    n_shingles = int(shingle.max()) + 1 if len(shingle) else 0
    found = csr_array((np.ones(len(row), dtype=np.int32), (row, shingle)), shape=(rows, n_shingles))
    found.sum_duplicates()
    found.data[:] = 1
    order = np.argsort(np.bincount(found.indices, minlength=n_shingles), kind="stable")
    rank = np.empty(n_shingles, dtype=found.indices.dtype)
    rank[order] = np.arange(n_shingles)
    found = csr_array((found.data, rank[found.indices], found.indptr), shape=found.shape)
    found.sort_indices()
    return found


def _numbered(flat: Integers, starts: Integers, length: int, vocabulary: int) -> Integers:
    """Each shingle's number, the same for the same words."""
    number: Integers = flat[starts]
    for step in range(1, length):
        # The product fits: numbers are below the shingles found so far, words below the vocabulary.
        number = np.unique(number * vocabulary + flat[starts + step], return_inverse=True)[1]
    return number.astype(np.int64)
