"""Every sentence of the grammar, written out once in every filling and every hand.

A comment is then a row of numbers, a sentence each, so that fifty thousand are put together by looking up
arrays. The sentences lie hand after hand; within a hand, pool after pool; within a pool, template after
template; and a template's fillings in the order of its slots, so that the same choice of {who} and {place}
can be kept through a whole comment.
"""

from __future__ import annotations

import enum
import functools
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from findings.rehearsal.grammar import THEMES
from findings.rehearsal.grammar.frame import ASIDES, CLOSINGS, OPENINGS, SELVES, SIMPLE_ASIDES, SLOTS, TAILS
from findings.rehearsal.hands import HANDS

Ints = NDArray[np.int64]

LEANINGS = (-1, 0, 1)
"""Against, unsure, in support."""

REGISTERS = ("brief", "plain", "angry", "formal", "simple")

_SLOT = re.compile(r"\{(\w+)\}")


class Kind(enum.IntEnum):
    """What a sentence does in a comment."""

    BRIEF = 0
    TAIL = 1
    OPENING = 2
    REASON = 3
    DETAIL = 4
    WISH = 5
    ASIDE = 6
    CLOSING = 7
    SELF = 8


@dataclass(frozen=True)
class Pieces:
    """The sentences, and where to find them.

    Parameters
    ----------
    text
        Every sentence (a pyarrow array), `hand_size` in each hand.
    hand_size
        How many sentences a hand has.
    pool_of
        Kind, register, theme, leaning + 1 -> the number of the pool; -1 where there is none.
    pool_start, pool_size
        Pool -> its first template, and how many it has.
    template_start
        Template -> its first sentence.
    steps
        Template, slot -> how far the next value of the slot is from the last; 0 where the template lacks it.
    """

    text: Any
    hand_size: int
    pool_of: Ints
    pool_start: Ints
    pool_size: Ints
    template_start: Ints
    steps: Ints


def sentences(kind: Kind, register: str, theme: int, leaning: int) -> tuple[str, ...]:
    """Return the templates of one pool, as the grammar has them.

    >>> sentences(Kind.CLOSING, "plain", 0, -1)[0]
    'Thanks for asking.'
    """
    about, simple = THEMES[theme], register == "simple"
    match kind:
        case Kind.BRIEF:
            return about.briefs.of(leaning)
        case Kind.TAIL:
            return TAILS.of(leaning)
        case Kind.OPENING:
            return OPENINGS[register].of(leaning) if register in OPENINGS else ()
        case Kind.REASON:
            return (about.simple if simple else about.reasons).of(leaning)
        case Kind.DETAIL:
            return about.details
        case Kind.WISH:
            return about.wishes
        case Kind.ASIDE:
            return SIMPLE_ASIDES if simple else ASIDES
        case Kind.CLOSING:
            return CLOSINGS.get(register, ())
        case Kind.SELF:
            return SELVES[register]


def slots_of(template: str) -> tuple[str, ...]:
    """Return the slots of a template in the order of `SLOTS`.

    >>> slots_of("{Who} goes to the {place}, and {who} likes it.")
    ('place', 'who')
    """
    found = {name.lower() for name in _SLOT.findall(template)}
    return tuple(name for name in SLOTS if name in found)


def fillings(template: str, hand: Callable[[str], str]) -> list[str]:
    """Return a template in every filling, the values of its last slot changing fastest.

    >>> from findings.rehearsal.hands import plain
    >>> fillings("It costs {fare}.", plain)[:2]
    ['It costs £4.20.', 'It costs £5.']
    """
    found = [hand(template)]
    for name in slots_of(template):
        slot, capital = f"{{{name}}}", f"{{{name.capitalize()}}}"
        values = [(value, value[:1].upper() + value[1:]) for value in map(hand, SLOTS[name])]
        found = [text.replace(slot, low).replace(capital, high) for text in found for low, high in values]
    return found


@functools.cache
def pieces() -> Pieces:
    """Write out the grammar; a moment's work, done once a process."""
    import pyarrow as pa

    numbers: dict[tuple[str, ...], int] = {(): -1}
    pool_of = np.full((len(Kind), len(REGISTERS), len(THEMES), len(LEANINGS)), -1, dtype=np.int64)
    for place, pool in _pools():
        pool_of[place] = numbers.setdefault(pool, len(numbers) - 1)
    pools = list(numbers)[1:]
    templates = [template for pool in pools for template in pool]
    lengths = [math.prod(len(SLOTS[name]) for name in slots_of(template)) for template in templates]
    text = [sentence for hand in HANDS.values() for template in templates for sentence in fillings(template, hand)]
    return Pieces(
        text=pa.array(text, type=pa.string()),
        hand_size=sum(lengths),
        pool_of=pool_of,
        pool_start=_starts([len(pool) for pool in pools]),
        pool_size=np.array([len(pool) for pool in pools], dtype=np.int64),
        template_start=_starts(lengths),
        steps=np.array([_steps(template) for template in templates], dtype=np.int64),
    )


def _pools() -> Iterator[tuple[tuple[int, int, int, int], tuple[str, ...]]]:
    """Yield every place of `Pieces.pool_of` with its templates; pools that are equal are one."""
    for kind in Kind:
        for register, manner in enumerate(REGISTERS):
            for theme in range(len(THEMES)):
                for side, leaning in enumerate(LEANINGS):
                    yield (kind, register, theme, side), sentences(kind, manner, theme, leaning)


def _starts(lengths: list[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)


def _steps(template: str) -> list[int]:
    """Slot -> its step, the last slot's being 1."""
    steps, step = dict.fromkeys(SLOTS, 0), 1
    for name in reversed(slots_of(template)):
        steps[name] = step
        step *= len(SLOTS[name])
    return list(steps.values())
