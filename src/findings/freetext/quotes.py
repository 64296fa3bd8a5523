"""Which quotes may be shown: permitted, redacted, of nobody who can be recognised, and spread over groups and views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.build import Parameters
from findings.evidence.quote import Quote
from findings.freetext.coding import Coding
from findings.intake.received import Received


@dataclass(frozen=True)
class ChosenQuote:
    """A comment that was looked at as a quote: the quote, or None with the reason why not."""

    unit: str
    question: str
    reason: str
    quote: Quote | None = None


def quotes_of(parameters: Parameters, received: Received, codings: Sequence[Coding]) -> tuple[ChosenQuote, ...]:
    """Every comment that was looked at, in the order of questions and themes."""
    return ()
