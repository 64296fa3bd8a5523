"""Comments that are no comments of their own: a campaign's letter in its wordings, and near copies.

A campaign's wordings come from its name, its leaning and the section's title alone, not from the generator:
whichever part of a file a person stands in, they copy the same letter. The generator says who copies what.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from findings.rehearsal.chance import drawn
from findings.rehearsal.comments import in_a_sentence
from findings.rehearsal.grammar import THEMES
from findings.rehearsal.grammar.letter import AGAINST, PERSONAL, SUPPORT, UNSURE
from findings.rehearsal.hands import plain
from findings.rehearsal.pieces import fillings

Texts = NDArray[np.object_]

PERSONAL_SHARE = 0.2
"""How many of a campaign's people put a sentence of their own in front."""

MOST_WORDINGS = 96
"""The letter whole, and with up to two of its six middle sentences left out and two neighbours swapped."""

_LETTERS = {-1: AGAINST, 0: UNSURE, 1: SUPPORT}


def letter_theme(leaning: int) -> int:
    """Return the place in `THEMES` of what a campaign's letter is mainly about.

    >>> THEMES[letter_theme(-1)].name
    'fairness'
    """
    return [theme.name for theme in THEMES].index(_LETTERS[leaning].theme)


@functools.cache
def wordings(variants: int, subject: str, *, name: str = "", leaning: int = -1) -> tuple[str, ...]:
    """Return a campaign's letter in as many wordings, all different; the first is the letter whole.

    Parameters
    ----------
    variants
        How many, from 1 to `MOST_WORDINGS`.
    subject
        The title of the section that the letter is about.
    name
        The campaign's name: another campaign on the same section has another letter.
    leaning
        Whether the letter is against (-1), asks for more to be said (0) or is in support (1).

    A wording is one paragraph without line breaks.
    """
    if not 1 <= variants <= MOST_WORDINGS:
        raise ValueError(f"variants: found {variants}, allowed 1 to {MOST_WORDINGS}")
    seed = hashlib.sha256(f"{leaning}|{name}|{subject}".encode()).digest()
    campaign = np.random.default_rng(int.from_bytes(seed[:8], "big"))
    letter = _LETTERS[leaning]
    first, last = campaign.choice(letter.first), campaign.choice(letter.last)
    middle = [str(campaign.choice(ways)) for ways in letter.middle]
    whole, *others = _middles(len(middle))
    chosen = [whole, *(others[place] for place in campaign.permutation(len(others))[: variants - 1])]
    return tuple(
        " ".join((first, *(middle[place] for place in places), last)).replace("{subject}", in_a_sentence(subject))
        for places in chosen
    )


def campaign_texts(
    generator: np.random.Generator, n: int, variants: int, subject: str, *, name: str = "", leaning: int = -1
) -> Texts:
    """Return the comments of `n` people of a campaign.

    The letter's k-th wording is copied in proportion to 1/k, and one in five (`PERSONAL_SHARE`) puts a sentence
    of their own in front. The other parameters are those of `wordings`.

    >>> texts = campaign_texts(np.random.default_rng(3), 500, 4, "Access")
    >>> len({text[text.index("proposals on") :] for text in texts})
    4
    """
    letters = np.array(wordings(variants, subject, name=name, leaning=leaning), dtype=object)
    weights = 1 / np.arange(1, variants + 1)
    texts: Texts = letters[drawn(generator, (weights / weights.sum())[None, :], np.zeros(n, dtype=np.int64))]
    own = _personal()[generator.integers(len(_personal()), size=n)]
    writes = generator.random(n) < PERSONAL_SHARE
    texts[writes] = own[writes] + " " + texts[writes]
    return texts


def near_copy(generator: np.random.Generator, texts: Sequence[str] | Texts) -> Texts:
    """Return every text changed a little, and none the same as it was.

    A letter is dropped or two are swapped, a short word is doubled or left out, or the mark at the end changes.
    The first letter always stays, and where a text is too short for a change, only its end changes.

    >>> near_copy(np.random.default_rng(3), ["It is too far for us."]).tolist() == ["It is too far for us."]
    False
    """
    kinds = drawn(generator, np.array([list(_CHANGES.values())]), np.zeros(len(texts), dtype=np.int64))
    changes, where = list(_CHANGES), generator.random(len(texts))
    copies = np.empty(len(texts), dtype=object)
    for place, text in enumerate(texts):
        copies[place] = changes[kinds[place]](text, where[place]) or _end_changed(text)
    return copies


def _middles(size: int) -> list[tuple[int, ...]]:
    """Every way to leave out up to two of the sentences and swap two that then follow each other, the whole first."""
    found: list[tuple[int, ...]] = []
    for missing in range(3):
        for kept in itertools.combinations(range(size), size - missing):
            found.append(kept)
            for place in range(len(kept) - 1):
                found.append((*kept[:place], kept[place + 1], kept[place], *kept[place + 2 :]))
    return found


@functools.cache
def _personal() -> Texts:
    return np.array([sentence for template in PERSONAL for sentence in fillings(template, plain)], dtype=object)


_SHORTEST = 20
"""Characters. A letter less in a shorter text makes another text, not a near copy."""

_LONGEST_WORD = 1 / 6
"""How much of a text a word may be to be doubled or left out."""

_PAIR = re.compile(r"(?<=\w)(?=[^\W\d_]{2})")
"""Before two letters inside a word: the first letter of a word stays."""

_WORD = re.compile(r"(?<=\s)[^\W\d_]+(?=\s)")
"""A word between two others."""


def _pick(places: Sequence[int], where: float) -> int | None:
    return places[int(where * len(places))] if places else None


def _letter_dropped(text: str, where: float) -> str | None:
    at = _pick([found.start() for found in _PAIR.finditer(text)], where) if len(text) >= _SHORTEST else None
    return None if at is None else text[:at] + text[at + 1 :]


def _letters_swapped(text: str, where: float) -> str | None:
    pairs = [found.start() for found in _PAIR.finditer(text)] if len(text) >= _SHORTEST else []
    at = _pick([at for at in pairs if text[at].lower() != text[at + 1].lower()], where)
    return None if at is None else text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _word(text: str, where: float) -> tuple[int, int] | None:
    words = [found.span() for found in _WORD.finditer(text)]
    short = [span for span in words if span[1] - span[0] + 1 <= len(text) * _LONGEST_WORD]
    return short[int(where * len(short))] if short else None


def _word_doubled(text: str, where: float) -> str | None:
    span = _word(text, where)
    return None if span is None else f"{text[: span[1]]} {text[span[0] :]}"


def _word_left_out(text: str, where: float) -> str | None:
    span = _word(text, where)
    return None if span is None else text[: span[0]] + text[span[1] + 1 :]


def _end_changed(text: str, where: float = 0.0) -> str:
    """Without the mark at its end, or with one if it has none."""
    bare = text.rstrip(".!?")
    return bare if bare.strip() and bare != text else text + "."


_CHANGES: dict[Callable[[str, float], str | None], float] = {
    _letter_dropped: 0.3,
    _letters_swapped: 0.25,
    _word_doubled: 0.1,
    _word_left_out: 0.2,
    _end_changed: 0.15,
}
