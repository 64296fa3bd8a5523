"""The languages that a report can also be made in, beside the one that it is written in."""

from __future__ import annotations

import enum

OWN = "en"
"""The language of the report's own words; every other is made from a catalogue of them."""


class Language(enum.StrEnum):
    """A language that there is a catalogue of the report's own words for."""

    WELSH = "cy"


NAMES = {OWN: "English", Language.WELSH: "Cymraeg"}
"""What each language calls itself."""
assert set(NAMES) == {OWN, *Language}

UNTRANSLATED = "untranslated.csv"
"""What stays English in a language, for whoever translates; restricted, since it is work for the analyst."""


def suffixed(file: str, language: str) -> str:
    """The name of a file in a language: the language is a suffix; that of the report's own words has none.

    Examples
    --------
    >>> suffixed("report.html", "cy"), suffixed("report.html", "en")
    ('report.cy.html', 'report.html')
    """
    stem, _, kind = file.rpartition(".")
    return file if language == OWN else f"{stem}.{language}.{kind}"
