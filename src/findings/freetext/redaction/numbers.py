"""Long numbers: telephone, NHS, bank and card numbers, told apart by their digits and by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from findings.freetext.redaction.nhs_number import is_nhs_number
from findings.freetext.redaction.seen import Seen
from findings.freetext.redaction.span import Kind, Span

_RUN = re.compile(r"(?<![\w£$€.,])(?:\+|\(\+)?\(?\d(?:[ \t\u00a0.()-]{0,3}\d){3,24}(?![\w%])")
_GROUP = re.compile(r"\d+")
_SORT_CODE = re.compile(r"(?<![\w-])\d{2}-\d{2}-\d{2}(?![\w-])")
_IP = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_SAID = r"(?:zero|oh|nought|naught|one|two|three|four|five|six|seven|eight|nine|double|triple|treble)"
_SPOKEN = re.compile(rf"\b{_SAID}(?:[\s,-]{{1,3}}{_SAID}){{6,20}}\b", re.I)
_LETTER_O = re.compile(r"(?<![\w.,])[0Oo]7(?:[ \t\u00a0.()-]{0,3}[\dOo]){9}(?!\w)")
"""A mobile number in which the letter O may stand for a nought."""
_CALLED = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mobile|mob|landline|call(?:ed)?(?: me| us)?|ring|rang|text|ext(?:ension)?|contact"
    r"|whats ?app|fax|bleep|number|reached|on)\b[\w\s.:'#-]{0,12}$",
    re.I,
)
_LOCAL = re.compile(
    r"\b(?:tel|telephone|phone|mobile|landline|ext(?:ension)?|fax|bleep|call|ring)\b\.?[\s:#]{0,3}"
    r"(?:(?:me|us|number|no|on|is)\b\.?[\s:]{0,2}){0,3}$",
    re.I,
)
_NHS = re.compile(r"\bn\.?h\.?s\.?\b[\s:#]{0,3}(?:(?:number|no|num|id|is|was)\b\.?[\s:#-]{0,3}){0,3}$", re.I)
_BANK = re.compile(r"\b(?:sort ?code|account|a/c|acc|bank|card|iban)\b[\w\s.:#-]{0,16}$", re.I)
_BEFORE = 40
"""How far before a number is looked."""


def long_numbers(seen: Seen) -> Iterator[Span]:
    """Every number that may lead to a person.

    Ten digits that the check digit fits are an NHS number; others of ten may be a telephone number.

    Examples
    --------
    >>> from findings.freetext.redaction.seen import see
    >>> [span.kind.value for span in long_numbers(see("I am 943 476 5919, ring 0116 496 0123, not 1200 or 24.5"))]
    ['NHS number', 'telephone number']
    """
    text = seen.text
    for pattern, kind in (
        (_IP, Kind.WEB),
        (_SPOKEN, Kind.TELEPHONE),
        (_LETTER_O, Kind.TELEPHONE),
        (_SORT_CODE, Kind.BANK),
    ):
        for found in pattern.finditer(text):
            yield seen.span(*found.span(), kind)
    for found in _RUN.finditer(text):
        told = _kind_of(found.group(), text[max(0, found.start() - _BEFORE) : found.start()])
        if told is not None:
            yield seen.span(*found.span(), told)


def _kind_of(run: str, before: str) -> Kind | None:
    groups = _GROUP.findall(run)
    digits = "".join(groups)
    if is_nhs_number(digits):
        return Kind.NHS
    if _NHS.search(before) and len(digits) >= 8:
        # One that was mistyped leads to a person all the same.
        return Kind.NUMBER
    if _BANK.search(before) and len(digits) in (6, 8, 9, 10, 14, 15, 16):
        return Kind.BANK
    if _is_telephone(run, digits, groups):
        return Kind.TELEPHONE
    if _LOCAL.search(before) and (4 <= len(digits) <= 8) and len(groups) <= 3:
        return Kind.TELEPHONE
    if _CALLED.search(before) and 6 <= len(digits) <= 8 and len(groups) <= 3 and max(map(len, groups)) >= 3:
        return Kind.TELEPHONE
    return Kind.NUMBER if max(map(len, groups)) >= 7 or _card(groups) else None


def _is_telephone(run: str, digits: str, groups: list[str]) -> bool:
    if digits in "01234567890" or (all(len(group) == 1 for group in groups[:4]) and digits[:4] in ("0123", "1234")):
        # Somebody counts, or writes a scale.
        return False
    if run.lstrip("(").startswith("+"):
        return 8 <= len(digits) <= 15
    if digits.startswith("00"):
        return 11 <= len(digits) <= 16
    if digits.startswith("44"):
        return len(digits) in (12, 13) and digits[2] in "01237"
    if digits.startswith("0"):
        return (9 <= len(digits) <= 12 and max(map(len, groups)) >= 3) or len(digits) in (10, 11)
    return digits.startswith("7") and len(digits) == 10


def _card(groups: list[str]) -> bool:
    return len(groups) >= 4 and all(len(group) == 4 for group in groups[:4])
