"""What is taken out beside what is always taken out, and what stays."""

from __future__ import annotations

from dataclasses import dataclass

from findings.consultation.codeframe import QuoteRules


@dataclass(frozen=True)
class RedactionRules:
    """The part of `QuoteRules` that redaction follows.

    Parameters
    ----------
    names
        Names of staff and others that always go: whole, and each part of them that is no word.
    keep
        Names of places and services that stay, where a pattern would take them for a person or a street.
    places
        Places that always go.
    districts
        Whether the first half of a postcode goes where it stands alone.
    model
        The spaCy model that reads for names as well, or empty; see `presidio`.
    """

    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    districts: bool = False
    model: str = ""

    @classmethod
    def of(cls, quotes: QuoteRules) -> RedactionRules:
        """What the rules of quotes say to redaction."""
        return cls(quotes.names, quotes.keep, quotes.places, quotes.postcode_districts, quotes.name_model)
