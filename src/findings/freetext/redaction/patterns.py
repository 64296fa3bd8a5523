"""Identifiers that have a form of their own: addresses in a network, and numbers with letters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from findings.freetext.redaction.seen import Seen
from findings.freetext.redaction.span import Kind, Span

_TOP = r"(?:co\.uk|org\.uk|nhs\.uk|gov\.uk|ac\.uk|me\.uk|ltd\.uk|sch\.uk|com|org|net|info|biz|eu|ie|io|wales|uk)"
_SPACED_TOP = r"(?:(?:co|org|nhs|gov|ac|me|ltd|sch)\s?\.\s?uk|com|org|net|info|biz|eu|ie|io|wales|uk)"
_MEASURE = (
    r"(?:am|pm|hrs?|hours?|mins?|minutes?|miles?|days?|weeks?|wks?|months?|years?|yrs?|mg|ml|kg|cm|mm|th|st|nd|rd|s)"
)
_NETWORK = (
    r"(?:facebook|insta(?:gram)?|twitter|tik ?tok|snap(?:chat)?|whats ?app|linked ?in|x handle|username|user name)"
)

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.E_MAIL, re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}\s?@\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")),
    (
        Kind.E_MAIL,
        # "jane . smith @ nhs . net": spaces round the dots; the end is a known one, or a sentence would go with it.
        re.compile(
            rf"(?<![\w.+'-])[\w+'-]{{1,40}}(?:\s?\.\s?[\w+'-]{{1,40}}){{0,3}}\s?@\s?[\w-]{{1,63}}"
            rf"(?:\s?\.\s?[\w-]{{1,63}}){{0,3}}?\s?\.\s?{_SPACED_TOP}(?!\w)",
            re.I,
        ),
    ),
    (
        Kind.E_MAIL,
        # "name at nhs dot net", "name (at) nhs.net": a dot that is said, or an "at" that stands in brackets.
        re.compile(
            r"(?<!\w)[\w+-]{1,40}(?:(?:\.|\s(?:dot|full stop|underscore)\s)[\w+-]{1,40}){0,4}"
            r"(?:\sat\s[\w-]{1,40}(?:\s(?:dot|full stop)\s[\w-]{1,20}){1,4}"
            r"|\s?[\[({]\s?at\s?[\])}]\s?[\w-]{1,40}(?:\s?(?:\.|\sdot\s|[\[({]\s?dot\s?[\])}])\s?[\w-]{1,20}){1,4})(?!\w)",
            re.I,
        ),
    ),
    (Kind.WEB, re.compile(r"(?:\bhttps?://|\bhttps?:\\\\|\bwww\.)[^\s<>\"')\]]{1,2000}", re.I)),
    (
        Kind.WEB,
        re.compile(
            rf"(?<![\w@.-])(?:[a-z0-9-]{{2,63}}\.){{1,4}}{_TOP}(?![\w-])(?:/[^\s<>\"')\]]{{0,2000}})?",
            re.I,
        ),
    ),
    (Kind.ACCOUNT, re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{1,30}[A-Za-z0-9_.]{0,30}(?<!\.)")),
    (
        Kind.ACCOUNT,
        re.compile(
            rf"\b{_NETWORK}(?:\s(?:name|handle|account|page|id))?(?:\s(?:is|as|under)\s|\s?[:=]\s?)"
            r"(?P<own>[A-Za-z0-9][A-Za-z0-9_.-]{0,30}[\d_.-][A-Za-z0-9_.-]{0,30})",
            re.I,
        ),
    ),
    (
        Kind.NATIONAL_INSURANCE,
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-DFMP]\b", re.I),
    ),
    (
        Kind.NATIONAL_INSURANCE,
        re.compile(
            r"\b(?:national insurance|NINO|N\.?I\.?)(?:\s(?:number|no\.?|num))?(?:\s(?:is|was))?\s?[:#-]?\s?"
            r"(?P<own>[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}(?:[ -]?[A-Z]\b)?)",
            re.I,
        ),
    ),
    (Kind.VEHICLE, re.compile(r"\b[A-Z]{2}\d{2}[ -]?[A-Z]{3}\b")),
    (Kind.VEHICLE, re.compile(r"\b[a-z]{2}\d{2} ?(?!the\b|and\b|but\b)[a-z]{3}\b")),
    (Kind.VEHICLE, re.compile(r"\b[A-HJ-NP-TV-Y]\d{2,3} ?[A-HJ-PR-Z]{3}\b|\b[A-HJ-PR-Z]{3} ?\d{2,3}[A-HJ-NPR-TV-Y]\b")),
    (
        Kind.VEHICLE,
        re.compile(
            r"\b(?:reg(?:istration)?|number plate|plate|vehicle|car)\b(?:\s(?:number|no\.?|is|was|mark)){0,2}"
            r"\s?[:#-]?\s?"
            r"(?P<own>(?=[A-Z ]{0,4}\d)[A-Z]{1,3} ?\d{1,4}(?: ?[A-Z]{1,3})?|\d{1,4} ?[A-Z]{1,3})(?!\w)",
            re.I,
        ),
    ),
    (
        Kind.REFERENCE,
        re.compile(
            r"\b(?:hospital|patient|case|complaint|incident|record|unit|job|log|cad|ticket|appointment|booking|badge|staff"
            r"|member(?:ship)?|passport|account|policy|licen[cs]e|mrn|pals|ref(?:erence)?)\b\.?"
            r"(?:\s(?:no\.?|number|num|id|ref(?:erence)?|code)\b\.?){0,2}(?:\s(?:is|was))?\s?[:#-]?\s?"
            rf"(?P<own>(?=[A-Z/-]{{0,8}}\d)(?!\d+{_MEASURE}\b)(?:[A-Z]{{1,6}}[/ -]?)?\d[\dA-Z]{{2,12}}"
            r"(?:[/-][\dA-Z]{1,12}){0,3})(?!\w)",
            re.I,
        ),
    ),
    (
        Kind.REFERENCE,
        re.compile(
            r"\b[A-Z]{1,4}[-/]?\d{5,12}[A-Z]?\b|\b[A-Z]{2,6}/\d{2,8}(?:/\d{1,8}){1,2}\b|\b\d{4,9}[A-Z]{1,3}\b"
        ),
    ),
)  # fmt: skip


def of_form(seen: Seen) -> Iterator[Span]:
    """E-mail and web addresses, user names, National Insurance and reference numbers, vehicle registrations.

    Examples
    --------
    >>> from findings.freetext.redaction.seen import see
    >>> sorted({span.kind.value for span in of_form(see("write to jo at nhs dot net, my car is AB12 CDE"))})
    ['e-mail address', 'vehicle registration']
    """
    for kind, pattern in _PATTERNS:
        named = "own" in pattern.groupindex
        for found in pattern.finditer(seen.text):
            start, end = found.span("own") if named else found.span()
            # What ends a sentence is no part of an address.
            while end > start + 1 and seen.text[end - 1] in ".,;:!?":
                end -= 1
            yield seen.span(start, end, kind)
