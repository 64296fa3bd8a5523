"""What a theme is: something that people write about, and how they write about it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Polarity(enum.StrEnum):
    """Which way those who raise a theme mainly lean."""

    SUPPORT = "support"
    OPPOSE = "oppose"
    MIXED = "mixed"
    """Both those who support and those who oppose raise it."""
    NEITHER = "neither"
    """Mainly raised by people who have not made up their minds."""


@dataclass(frozen=True)
class Said:
    """Sentences by the leaning of the person: each fits one leaning and no other."""

    against: tuple[str, ...]
    unsure: tuple[str, ...]
    support: tuple[str, ...]

    def of(self, leaning: int) -> tuple[str, ...]:
        """Return the sentences of a leaning: -1 against, 0 unsure, 1 in support.

        >>> Said(against=("No.",), unsure=("Perhaps.",), support=("Yes.",)).of(-1)
        ('No.',)
        """
        return (self.against, self.unsure, self.support)[leaning + 1]


@dataclass(frozen=True)
class Theme:
    """One theme, with the sentences that raise it.

    A sentence may hold slots ({place}, {who} ...; see `findings.rehearsal.grammar.frame`) and one word
    between asterisks, which an angry person writes in capitals. Any two sentences of a theme may stand
    in one comment, so none may contradict another.
    """

    name: str
    label: str
    definition: str
    """When a coder gives a comment this theme."""
    polarity: Polarity
    near: tuple[str, ...]
    """Themes that coders mix up with this one."""
    briefs: Said
    """The whole of a short answer."""
    reasons: Said
    simple: Said
    """Reasons in the words of somebody who writes English as a second language."""
    details: tuple[str, ...]
    """What happened to the person: true whatever they think of the proposal."""
    wishes: tuple[str, ...]
