"""A page's own words, and the phrases of the scale of words for shares, in its language."""

from __future__ import annotations

from collections.abc import Callable

from findings.consultation.language import OWN, Language
from findings.evidence.share_words import lowered
from findings.publishing.furniture import WORDS


def english_of(language: str) -> Callable[[str], str]:
    """What a phrase of a language is in English; any other text as it is.

    Examples
    --------
    >>> english_of("en")("a majority")
    'a majority'
    """
    if language == OWN:
        return str
    from findings.publishing.language.catalogue import SHARE, read_catalogue

    messages = read_catalogue(Language(language)).messages
    phrases = {said: message for (context, message), said in messages.items() if context == SHARE}

    def english(text: str) -> str:
        return phrases.get(text) or phrases.get(lowered(text), text)

    return english


def own_words_of(language: str) -> tuple[str, ...]:
    """What a page says of itself, whatever it reports."""
    if language == OWN:
        return tuple(WORDS.values())
    from findings.publishing.language.catalogue import read_catalogue

    return (*WORDS.values(), *read_catalogue(Language(language)).messages.values())
