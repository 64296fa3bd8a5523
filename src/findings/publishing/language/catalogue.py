"""A catalogue of the report's own words: what each message says in another language."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from findings.consultation.language import Language
from findings.exhibits.wording import MONTHS

LOCALE = Path(__file__).resolve().parents[1] / "locale"
LABEL, SHARE, MONTH, ABOUT = "label", "share", "month", "about"
"""Contexts: fixed labels, phrases for shares, months, what a cell counts. A word may mean something else elsewhere."""
UNREAD = "NEEDS REVIEW"
"""What stands at the head of a catalogue that no speaker of the language has read."""


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language.

    Parameters
    ----------
    language
        Two letters.
    messages
        Context and message -> what it says; the context is an empty text for most.
    reviewed
        Whether a speaker of the language has read it.

    Examples
    --------
    >>> welsh = Catalogue("cy", {("", "Base"): "Sail", ("month", "May"): "Mai"})
    >>> welsh.find("Base"), welsh.find("May"), welsh.find("May", "month")
    ('Sail', '', 'Mai')
    """

    language: str
    messages: Mapping[tuple[str, str], str] = field(default_factory=dict)
    reviewed: bool = True

    def find(self, message: str, context: str = "") -> str:
        """What a message says; an empty text where the catalogue does not hold it."""
        return self.messages.get((context, message), "")

    def date(self, text: str) -> str:
        """A date as reports print it, with the month in this language; an empty text where the text is no date.

        Examples
        --------
        >>> Catalogue("cy", {("month", "May"): "Mai"}).date("4 May 2022")
        '4 Mai 2022'
        """
        day, _, rest = text.partition(" ")
        month, _, year = rest.partition(" ")
        said = self.find(month, MONTH) if month in MONTHS else ""
        return f"{day} {said} {year}" if said and day.isdecimal() and year.isdecimal() else ""


@functools.cache
def read_catalogue(language: Language) -> Catalogue:
    """The package's catalogue of a language; messages that are marked as fuzzy are left out, as is the custom."""
    from babel.messages.pofile import read_po

    with (LOCALE / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=str(language))
    messages = {
        (message.context or "", str(message.id)): str(message.string)
        for message in catalogue
        if message.id and message.string and not message.fuzzy
    }
    return Catalogue(str(language), messages, UNREAD not in catalogue.header_comment)
