"""A text -> the same without what could lead to a person, and what was taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from findings.freetext.redaction.dates import dates
from findings.freetext.redaction.name_cues import ROLES, TITLES
from findings.freetext.redaction.names import names
from findings.freetext.redaction.numbers import long_numbers
from findings.freetext.redaction.patterns import of_form
from findings.freetext.redaction.places import listed, where_people_live
from findings.freetext.redaction.rules import RedactionRules
from findings.freetext.redaction.seen import Seen, see
from findings.freetext.redaction.span import Kind, Span, apart
from findings.freetext.redaction.tokens import is_plain

_SMALL = frozenset(["and", "of", "or", "the"])
_MAY_STAY = (Kind.NAME, Kind.PLACE)
"""Kinds of which a name that is to be kept may be one; a number or an address never is."""


@dataclass(frozen=True)
class Redacted:
    """A text without what was taken out.

    Parameters
    ----------
    text
        With what stands in the place of it.
    spans
        What was taken out, by its places in the text as it was; they do not overlap.
    """

    text: str
    spans: tuple[Span, ...]


def redact(text: str, rules: RedactionRules | None = None) -> Redacted:
    """Take out names, numbers, addresses, dates and places that could lead to a person.

    What is not taken out stays as it is, character by character. The time grows with the length of the text.

    Parameters
    ----------
    text
        What somebody wrote, in any script.
    rules
        What goes and what stays beside.

    Raises
    ------
    ParameterError
        If the rules name a model and it or presidio is not installed.

    Examples
    --------
    >>> redact("Dr Patel rang 07700 900123 about my mother, NHS 943 476 5919.").text
    'Dr [name] rang [telephone number] about my mother, NHS [NHS number].'
    >>> redact("Ward 6 was clean and the staff at Glenfield Hospital kind.").spans
    ()
    """
    rules = rules or RedactionRules()
    seen = see(text)
    if not seen.text.strip():
        return Redacted(text, ())
    kept = _kept(seen, rules)
    formal = (*of_form(seen), *long_numbers(seen), *dates(seen), *where_people_live(seen, rules.districts))
    found = [
        span
        for span in (*formal, *names(seen), *_read(text, rules))
        if span.kind not in _MAY_STAY or not any(start < span.end and span.start < end for start, end in kept)
    ]
    spans = apart((*found, *_always(seen, rules)))
    return Redacted(_without(text, spans), spans)


def _read(text: str, rules: RedactionRules) -> Sequence[Span]:
    if not rules.model:
        return ()
    from findings.freetext.redaction.presidio import read_names

    return read_names(text, rules.model)


def _kept(seen: Seen, rules: RedactionRules) -> list[tuple[int, int]]:
    if not rules.keep:
        return []
    return [(seen.at[found.start()], seen.at[found.end() - 1] + 1) for found in listed(rules.keep).finditer(seen.text)]


def _always(seen: Seen, rules: RedactionRules) -> Iterator[Span]:
    """What the rules list by name: it goes, even from a name that is to be kept."""
    yield from where_listed(seen, rules.places, Kind.PLACE)
    yield from where_listed(seen, rules.names, Kind.NAME)
    parts = sorted({part for name in rules.names for part in name.split() if len(part) > 1})
    yield from where_listed(seen, tuple(part for part in parts if not is_plain(part.lower())), Kind.NAME)
    for word in parts:
        # "Dr May": the month in small letters stays, what is written as the name is goes.
        if is_plain(word.lower()) and word.lower() not in TITLES | ROLES | _SMALL:
            yield from where_listed(seen, (word,), Kind.NAME, as_written=True)


def where_listed(seen: Seen, entries: tuple[str, ...], kind: Kind, *, as_written: bool = False) -> Iterator[Span]:
    """Where any of the entries stands as whole words."""
    if not entries:
        return
    for found in listed(entries).finditer(seen.text):
        if not as_written or found.group() in entries:
            yield seen.span(*found.span(), kind)


def _without(text: str, spans: Sequence[Span]) -> str:
    parts: list[str] = []
    before = 0
    for span in spans:
        parts += [text[before : span.start], span.put]
        before = span.end
    return "".join((*parts, text[before:]))
