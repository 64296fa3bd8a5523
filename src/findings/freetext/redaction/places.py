"""Where somebody lives: addresses, streets, postcodes, and the places that the parameters call too narrow."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from findings.freetext.redaction.one_of import one_of
from findings.freetext.redaction.seen import Seen
from findings.freetext.redaction.span import Kind, Span

_SURE = "road|rd|street|avenue|ave|lane|close|drive|crescent|cres|terrace|gardens|grove|mews|cul-de-sac"
_LIKE = one_of(
    "court way place square walk rise row view green parade croft mount park hill gate bank fields? meadows? cottages?",
    "villas house farm st ln dr sq wynd quay wharf yard end side drove chase vale dene heights circus approach",
    "broadway esplanade",
)
_FLAT = r"(?:(?:flat|apartment|apt|unit|room|caravan|plot)\s?\.?\s?\w{1,4},?\s{1,2})"
_NUMBER = r"(?:no\.?\s?)?\d{1,4}(?:\s?[-/]\s?\d{1,4})?\s?[a-fA-F]?,?\s{1,2}"
_CAPITAL = r"(?:(?:St\.?|Upper|Lower|Great|Little|North|South|East|West|Old|New|The)\s)?[A-Z][\w'-]{1,30}"
_NO_STREET = one_of(
    "minutes? mins? hours? hrs? days? weeks? months? years? miles? metres? feet people patients staff nurses doctors",
    "times of in on at to a an and or the my our their her his its different more other long short half one two am pm",
    "nd rd th lane beds? way walk",
)

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        # "12 Acacia Avenue", "flat 3, 41a st james's road": a number, and a word that is of streets only.
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w£$.,:])(?:{_FLAT}{{0,2}})(?:{_NUMBER})(?!{_NO_STREET}\b)[A-Za-z][\w'.-]{{1,30}}"
            rf"(?:\s(?!{_NO_STREET}\b)[A-Za-z][\w'.-]{{0,30}}){{0,3}}?\s(?:{_SURE})\b",
            re.I,
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w£$.,:])(?:(?i:{_FLAT}){{0,2}})(?:{_NUMBER}){_CAPITAL}(?:\s{_CAPITAL}){{0,2}}\s(?i:{_SURE}|{_LIKE})\b"
        ),
    ),
    (
        Kind.ADDRESS,
        re.compile(rf"\b(?i:flat|apartment|apt)\s?\d{{1,4}}[a-fA-F]?\b(?:,?\s{_CAPITAL}(?:\s{_CAPITAL}){{0,3}})?"),
    ),
    (Kind.PLACE, re.compile(rf"\b{_CAPITAL}(?:\s{_CAPITAL}){{0,2}}\s(?:{_SURE.title()})\b")),
    (
        # The last two letters of a date ("1st") are no end of a postcode.
        Kind.POSTCODE,
        re.compile(
            r"(?<![A-Za-z0-9])(?:GIR\s?0AA|[A-PR-UWYZ](?:[A-HK-Y]?[0-9](?:[0-9]|[A-Z])?)\s{0,2}-?(?!\d(?-i:st|nd|rd|th)\b)[0-9O]"
            r"[ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9])",
            re.I,
        ),
    ),
)  # fmt: skip
_DISTRICT = re.compile(r"(?<![A-Za-z0-9])[A-PR-UWYZ][A-HK-Y]?[0-9][A-Z0-9]?(?![A-Za-z0-9])")


def where_people_live(seen: Seen, districts: bool) -> Iterator[Span]:
    """Addresses, streets and postcodes.

    Parameters
    ----------
    seen
        The text.
    districts
        Whether the first half of a postcode goes as well where it stands alone.

    Examples
    --------
    >>> from findings.freetext.redaction.seen import see
    >>> spans = where_people_live(see("I live at 12 Acacia Avenue, LE1 5WW, off Welford Road"), False)
    >>> sorted({span.kind.value for span in spans})
    ['address', 'place', 'postcode']
    """
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(seen.text):
            yield seen.span(*found.span(), kind)
    for found in _DISTRICT.finditer(seen.text) if districts else ():
        yield seen.span(*found.span(), Kind.POSTCODE)


@functools.lru_cache(maxsize=64)
def listed(entries: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern of what is listed: whole words, in any letter case, however they are spaced."""
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    parts = "|".join(r"\s+".join(map(re.escape, entry.split())) for entry in ordered)
    return re.compile(rf"(?<!\w)(?:{parts})(?!\w)", re.I)
