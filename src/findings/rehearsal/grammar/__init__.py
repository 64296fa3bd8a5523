"""The grammar of made-up comments: what people write about, and in which words.

Nothing here is taken from a real response: the sentences are our own, about public services in general,
and name no person, place or organisation.
"""

from __future__ import annotations

from findings.rehearsal.grammar.being_helped import CONTINUITY, CRISIS, STAFFING, WAITING
from findings.rehearsal.grammar.deciding import CARERS, COMMUNICATION, MONEY, TRUST
from findings.rehearsal.grammar.getting_there import BUILDINGS, DIGITAL, FAIRNESS, TRAVEL
from findings.rehearsal.grammar.theme import Polarity, Said, Theme

__all__ = ["THEMES", "Polarity", "Said", "Theme"]

THEMES: tuple[Theme, ...] = (
    TRAVEL,
    BUILDINGS,
    DIGITAL,
    FAIRNESS,
    WAITING,
    STAFFING,
    CRISIS,
    CONTINUITY,
    CARERS,
    MONEY,
    COMMUNICATION,
    TRUST,
)
"""Every theme. A theme's code is its place here."""
