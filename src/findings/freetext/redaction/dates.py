"""Dates of birth, and whole dates: who was where on a day may be known to others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from findings.freetext.redaction.one_of import one_of
from findings.freetext.redaction.seen import Seen
from findings.freetext.redaction.span import Kind, Span

_MONTH = one_of(
    r"jan(?:uary)?\.? feb(?:ruary)?\.? mar(?:ch)?\.? apr(?:il)?\.? may june?\.? july?\.? aug(?:ust)?\.?",
    r"sept?(?:ember)?\.? oct(?:ober)?\.? nov(?:ember)?\.? dec(?:ember)?\.?",
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d{2})"
_WHOLE = re.compile(
    rf"(?<![\w/.-])(?:{_DAY}\s?[/.-]\s?(?:0?[1-9]|1[0-2])\s?[/.-]\s?(?:{_YEAR}|\d{{2}})(?![/.-]?\w)"
    rf"|{_YEAR}[/-](?:0[1-9]|1[0-2])[/-]{_DAY}(?!\w)"
    rf"|{_DAY}(?:st|nd|rd|th)?(?:\sof)?[\s-]{{0,2}}{_MONTH},?[\s-]{{0,2}}(?:{_YEAR}|'?\d{{2}})(?![\d:.]\d|\w|\s?(?:am|pm|%))"
    rf"|{_MONTH}\s?{_DAY}(?:st|nd|rd|th)?,?\s{{0,2}}{_YEAR}\b)",
    re.I,
)
_BORN = re.compile(
    rf"\b(?:born|d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|birth ?day)(?:\s(?:is|was|in|on))?(?:\sthe)?\s?[:=-]?\s?"
    rf"(?P<own>{_DAY}(?:st|nd|rd|th)?(?:\sof)?\s?{_MONTH}(?:,?\s?(?:{_YEAR}|\d{{2}}\b))?|{_MONTH}\s?{_DAY}?(?:st|nd|rd|th)?,?\s?{_YEAR}?"
    rf"|{_DAY}\s?[/. -]\s?\d{{1,2}}\s?[/. -]\s?(?:{_YEAR}|\d{{2}})|\d{{6,8}}|{_YEAR})(?!\w)",
    re.I,
)
_NEAR = re.compile(r"\b(?:born|d\.?\s?o\.?\s?b|birth(?:day|date)?)\b[^.!?]{0,25}$", re.I)


def dates(seen: Seen) -> Iterator[Span]:
    """Dates of birth, whole or in part, and other dates with day, month and year.

    Examples
    --------
    >>> from findings.freetext.redaction.seen import see
    >>> sorted({span.kind.value for span in dates(see("DOB 3.4.56, seen on 12th March 2021 at 10.30"))})
    ['date', 'date of birth']
    """
    for found in _BORN.finditer(seen.text):
        end = found.end("own")
        while seen.text[end - 1].isspace():
            end -= 1
        yield seen.span(found.start("own"), end, Kind.BIRTH)
    for found in _WHOLE.finditer(seen.text):
        born = _NEAR.search(seen.text[max(0, found.start() - 40) : found.start()])
        yield seen.span(*found.span(), Kind.BIRTH if born else Kind.DATE)
