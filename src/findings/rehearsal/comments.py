"""Comments as people might write them: what about, in which manner, how long, and typed how well.

A comment's theme depends on the writer's leaning (`THEME_SHARES`) and on nothing else, so that whoever
codes the comments can be held against the shares that were put in. Manner, length and typing depend on
neither theme nor leaning.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from findings.rehearsal.chance import drawn
from findings.rehearsal.grammar import THEMES, Polarity, Theme
from findings.rehearsal.grammar.frame import SLOTS
from findings.rehearsal.hands import HANDS
from findings.rehearsal.pieces import REGISTERS, Ints, Kind, pieces

__all__ = [
    "REGISTER_SHARES",
    "THEMES",
    "THEME_SHARES",
    "Polarity",
    "Theme",
    "comments",
    "in_a_sentence",
    "theme_shares",
]

Floats = NDArray[np.float64]

THEME_SHARES: dict[str, tuple[float, float, float]] = {
    "travel": (0.17, 0.08, 0.08),
    "buildings": (0.06, 0.06, 0.10),
    "digital_exclusion": (0.10, 0.07, 0.03),
    "fairness": (0.12, 0.08, 0.08),
    "waiting": (0.06, 0.08, 0.20),
    "staffing": (0.09, 0.11, 0.08),
    "crisis": (0.03, 0.05, 0.12),
    "continuity": (0.06, 0.07, 0.12),
    "carers": (0.05, 0.08, 0.08),
    "money": (0.10, 0.11, 0.05),
    "communication": (0.03, 0.14, 0.04),
    "trust": (0.13, 0.07, 0.02),
}
"""Theme -> its share of the comments of those against, those unsure and those in support."""

REGISTER_SHARES: dict[str, float] = {"brief": 0.13, "plain": 0.50, "angry": 0.12, "formal": 0.13, "simple": 0.12}
"""Manner of writing -> its share of all comments."""

_HAND_SHARES: dict[str, dict[str, float]] = {
    "brief": {"plain": 0.58, "tablet": 0.15, "loud": 0.02, "hasty": 0.25, "formal": 0.0},
    "plain": {"plain": 0.78, "tablet": 0.10, "loud": 0.03, "hasty": 0.09, "formal": 0.0},
    "angry": {"plain": 0.45, "tablet": 0.10, "loud": 0.33, "hasty": 0.12, "formal": 0.0},
    "formal": {"plain": 0.0, "tablet": 0.0, "loud": 0.0, "hasty": 0.0, "formal": 1.0},
    "simple": {"plain": 0.88, "tablet": 0.06, "loud": 0.0, "hasty": 0.06, "formal": 0.0},
}
_RAISED = 0.4
"""How many of the sentences of a loud comment are loud: nobody shouts all the time."""

_B, _T, _O, _R, _D, _W, _A, _C, _S = Kind
_LONG = (_O, _S, _R, _D, _A, _D, _R, _W, _A, _W, _C)
_SHAPES: dict[str, dict[tuple[Kind, ...], float]] = {
    "brief": {(_B,): 0.02, (_B, _T): 0.2, (_B, _S): 0.28, (_S, _B): 0.1, (_B, _S, _T): 0.25, (_B, _B, _S): 0.15},
    "plain": {
        (_R,): 0.01,
        (_O, _R): 0.02,
        (_S, _R): 0.14,
        (_R, _S): 0.07,
        (_D, _R): 0.05,
        (_S, _R, _W): 0.13,
        (_O, _S, _R): 0.13,
        (_O, _R, _D): 0.06,
        (_R, _D, _W): 0.05,
        (_O, _D, _R, _W): 0.12,
        (_O, _R, _D, _R, _W): 0.08,
        (_O, _S, _R, _D, _W, _C): 0.09,
        (_O, _R, _A, _D, _R, _W, _C): 0.04,
        _LONG: 0.01,
    },
    "angry": {
        (_O, _R): 0.03,
        (_R, _S): 0.16,
        (_O, _S, _R): 0.2,
        (_O, _D, _R): 0.1,
        (_S, _R, _C): 0.18,
        (_O, _R, _D, _C): 0.12,
        (_O, _R, _R, _W, _C): 0.18,
        _LONG: 0.03,
    },
    "formal": {
        (_O, _R): 0.02,
        (_O, _S, _R): 0.25,
        (_S, _R, _W): 0.2,
        (_O, _D, _R, _W): 0.2,
        (_O, _S, _R, _W, _C): 0.2,
        (_O, _R, _D, _R, _W, _C): 0.11,
        _LONG: 0.02,
    },
    "simple": {
        (_R,): 0.01,
        (_O, _R): 0.03,
        (_S, _R): 0.24,
        (_O, _S, _R): 0.26,
        (_O, _R, _S): 0.2,
        (_O, _R, _A, _C): 0.06,
        (_S, _R, _R, _C): 0.1,
        (_O, _S, _R, _R, _A, _C): 0.1,
    },
}
"""Register -> what its comments are made of, in order, each with its share."""

_ENDINGS: dict[str, float] = {".": 0.84, "": 0.13, "!": 0.025, "!!": 0.005}
_GAPS: dict[str, float] = {" ": 0.95, "  ": 0.05}

_LONGEST_SUBJECT = 60
_LOWERED = re.compile(r"^(The|A|An|Your|Our|How|What|\w+ing)(?= )")


def theme_shares() -> Floats:
    """Return `THEME_SHARES` as a table: a row a leaning (against, unsure, support), a column a theme.

    >>> theme_shares().shape
    (3, 12)
    """
    return np.array([THEME_SHARES[theme.name] for theme in THEMES]).T


def in_a_sentence(subject: str) -> str:
    """Return a section's title as somebody would write it in the middle of a sentence.

    >>> in_a_sentence("The standards as a whole"), in_a_sentence("Improving access"), in_a_sentence("")
    ('the standards as a whole', 'improving access', 'this subject')
    """
    title = " ".join(subject.split()).rstrip(".")
    if not title or len(title) > _LONGEST_SUBJECT:
        return "this subject"
    return _LOWERED.sub(lambda found: found[1].lower(), title)


def comments(
    generator: np.random.Generator, leaning: NDArray[np.int8], subject: str
) -> tuple[NDArray[np.object_], NDArray[np.int16]]:
    """Write a comment a person, each on one theme.

    Parameters
    ----------
    generator
        Where chance comes from: the same state gives the same comments.
    leaning
        Whether each person is against (-1), unsure (0) or in support (1).
    subject
        What the comments are about: the title of a section.

    Returns
    -------
    The comments, and the place of each one's theme in `THEMES`. No comment holds a line break, and each
    begins with a letter, a figure or a pound sign, so that no spreadsheet takes it for a formula.

    >>> texts, themes = comments(np.random.default_rng(7), np.array([-1, 1], dtype=np.int8), "Access")
    >>> len(texts), [THEMES[theme].name in THEME_SHARES for theme in themes]
    (2, [True, True])
    """
    size = len(leaning)
    side = leaning.astype(np.int64) + 1
    theme = drawn(generator, theme_shares(), side)
    none = np.zeros(size, dtype=np.int64)
    register = drawn(generator, np.array([[REGISTER_SHARES[name] for name in REGISTERS]]), none)
    hand = drawn(generator, np.array([[_HAND_SHARES[name][hand] for hand in HANDS] for name in REGISTERS]), register)
    parts, times, shares = _shapes()
    shape = drawn(generator, shares, register)
    slots = np.column_stack([generator.integers(len(values), size=size) for values in SLOTS.values()])
    choice = generator.random((size, len(Kind)))

    have, columns = pieces(), []
    for column in range(parts.shape[1]):
        kinds = parts[shape, column]
        rows = np.flatnonzero(kinds >= 0)
        kind = kinds[rows]
        pool = have.pool_of[kind, register[rows], theme[rows], side[rows]]
        first = (choice[rows, kind] * have.pool_size[pool]).astype(np.int64)
        template = have.pool_start[pool] + (first + times[shape[rows], column]) % have.pool_size[pool]
        sentence = have.template_start[template] + (have.steps[template] * slots[rows]).sum(axis=1)
        columns.append((rows, sentence + have.hand_size * _hands(generator, hand[rows])))
    return _joined(generator, size, columns, in_a_sentence(subject)), theme.astype(np.int16)


def _hands(generator: np.random.Generator, hand: Ints) -> Ints:
    """The hand of each sentence: that of its comment, but that a loud one is calm in between."""
    names = list(HANDS)
    calm = (hand == names.index("loud")) & (generator.random(hand.size) >= _RAISED)
    return np.where(calm, names.index("plain"), hand)


def _shapes() -> tuple[Ints, Ints, Floats]:
    """Shape, column -> the kind (-1 for none), and how often it stood before; register, shape -> the share.

    A kind that comes again takes the next sentence of its pool, never the same.
    """
    every = [(register, parts, share) for register in REGISTERS for parts, share in _SHAPES[register].items()]
    kinds = np.full((len(every), max(len(parts) for _, parts, _ in every)), -1, dtype=np.int64)
    times = np.zeros_like(kinds)
    shares = np.zeros((len(REGISTERS), len(every)))
    for number, (register, parts, share) in enumerate(every):
        kinds[number, : len(parts)] = parts
        times[number, : len(parts)] = [parts[:place].count(kind) for place, kind in enumerate(parts)]
        shares[REGISTERS.index(register), number] = share
    return kinds, times, shares


def _joined(
    generator: np.random.Generator, size: int, columns: list[tuple[Ints, Ints]], subject: str
) -> NDArray[np.object_]:
    """Put the sentences together, with the gaps and endings of typed text."""
    import pyarrow as pa
    import pyarrow.compute as pc

    none = np.zeros(size, dtype=np.int64)
    gap = drawn(generator, np.array([list(_GAPS.values())]), none)
    ending = drawn(generator, np.array([list(_ENDINGS.values())]), none)
    found = []
    for rows, sentence in columns:
        places, missing = np.zeros(size, dtype=np.int64), np.ones(size, dtype=bool)
        places[rows], missing[rows] = sentence, False
        found.append(pieces().text.take(pa.array(places, mask=missing)))
    gaps = pa.array(list(_GAPS), type=pa.string()).take(pa.array(gap))
    endings = pa.array(list(_ENDINGS), type=pa.string()).take(pa.array(ending))
    text = pc.binary_join_element_wise(*found, gaps, null_handling="skip")
    text = pc.replace_substring(text, pattern="{subject}", replacement=subject)
    ended = pc.binary_join_element_wise(pc.utf8_rtrim(text, characters="."), endings, "")
    text = pc.if_else(pc.ends_with(text, pattern="."), ended, text)
    return np.asarray(text.to_numpy(zero_copy_only=False), dtype=object)
