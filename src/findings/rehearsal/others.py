"""What people write in themselves where none of the answers fits: short, made up, and never one of the answers."""

from __future__ import annotations

from findings.consultation.model import AlsoAsked
from findings.consultation.names import as_compared

WROTE = 0.5
"""Of those who choose 'Other', how many write what they mean in its place."""
TEXTS = (
    "something of my own",
    "not on your list",
    "a bit of everything",
    "it depends on the day",
    "what my neighbours do",
    "ask me again next year",
)


def other_of(asked: AlsoAsked) -> str:
    """The answer that takes what people write in themselves, or an empty text."""
    several = asked.kind == "multiple"
    return next((name for name, choice in asked.options.items() if several and choice.other), "")


def own_texts(asked: AlsoAsked) -> tuple[str, ...]:
    """What may be written: none of it is an answer, nor are there several in it.

    Examples
    --------
    >>> from findings.consultation.model import Choice
    >>> options = {"a": Choice(label="Not on your list"), "other": Choice(label="Other", other=True)}
    >>> asked = AlsoAsked(kind="multiple", number="Q1", wording="Which?", short="Which", separator=" of ",
    ...                   options=options)
    >>> own_texts(asked)
    ('it depends on the day', 'what my neighbours do', 'ask me again next year')
    """
    if not other_of(asked):
        return ()
    known = {as_compared(t) for name, own in asked.options.items() for t in (name, own.label, *own.also)}
    return tuple(
        text for text in TEXTS if as_compared(text) not in known and not (asked.separator and asked.separator in text)
    )
