"""How people type: the same sentence as five hands would put it on the screen.

A sentence of the grammar may hold one word between asterisks, which a loud hand writes in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_IN_FULL = {
    "can't": "cannot",
    "won't": "will not",
    "n't": " not",
    "I'm": "I am",
    "'ve": " have",
    "'ll": " will",
    "'re": " are",
    "'d ": " would ",
    "it's": "it is",
    "It's": "It is",
    "that's": "that is",
    "there's": "there is",
    "There's": "There is",
    "here's": "here is",
    "Here's": "Here is",
    "what's": "what is",
    "What's": "What is",
    "who's": "who is",
    "Where's": "Where is",
}
"""Short forms; one that holds another stands before it. The grammar writes 's for "is" only in these words."""

_IN_HASTE = {
    "because": "becuase",
    "really": "realy",
    "definitely": "definately",
    "appointment": "apointment",
    "a lot": "alot",
}

_EMPHASIS = re.compile(r"\*([^*]+)\*")


def plain(sentence: str) -> str:
    """Return the sentence as it stands, without emphasis.

    >>> plain("It's *never* open.")
    "It's never open."
    """
    return _EMPHASIS.sub(r"\1", sentence)


def tablet(sentence: str) -> str:
    """Return it with the apostrophes that phones and tablets set by themselves.

    >>> tablet("It's *never* open.")
    'It’s never open.'
    """
    return plain(sentence).replace("'", "’")


def loud(sentence: str) -> str:
    """Return it with the word in capitals that a loud hand would raise.

    >>> loud("It's *never* open.")
    "It's NEVER open."
    """
    return _EMPHASIS.sub(lambda found: found[1].upper(), sentence)


def hasty(sentence: str) -> str:
    """Return it without capitals and apostrophes, with a word misspelt here and there.

    >>> hasty("I can't go because it's *never* open.")
    'i cant go becuase its never open.'
    """
    typed = plain(sentence).lower().replace("'", "")
    for right, wrong in _IN_HASTE.items():
        typed = typed.replace(right, wrong)
    return typed


def formal(sentence: str) -> str:
    """Return it with every short form written out.

    >>> formal("It's a pity that I can't go, and I'd say so if they'd ask.")
    'It is a pity that I cannot go, and I would say so if they would ask.'
    """
    written = plain(sentence)
    for short, full in _IN_FULL.items():
        written = written.replace(short, full)
    return written


HANDS: dict[str, Callable[[str], str]] = {
    "plain": plain,
    "tablet": tablet,
    "loud": loud,
    "hasty": hasty,
    "formal": formal,
}
