"""Days by the order that the parameters declare: 03/04/2021 is March or April by declaration and never by a guess."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from findings.consultation.model import DateOrder

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d{1,9})?)?\s*(?:[ap]\.?m\.?)?"
_ZONE = r"(?:Z|UTC|GMT|BST|[+-]\d{2}:?\d{2})"
_TIME = rf"(?:[T ,]+{_CLOCK}\s*{_ZONE}?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){_TIME}", re.IGNORECASE | re.ASCII)
_THREE = re.compile(rf"(\d{{1,4}})([-/.])(\d{{1,2}})\2(\d{{1,4}}){_TIME}", re.IGNORECASE | re.ASCII)
_WORDS = re.compile(rf"(\d{{1,2}})[ -]([a-z]{{3,9}})\.?,?[ -](\d{{4}}){_TIME}", re.IGNORECASE | re.ASCII)
_WORDS_FIRST = re.compile(rf"([a-z]{{3,9}})\.? (\d{{1,2}}),? (\d{{4}}){_TIME}", re.IGNORECASE | re.ASCII)
# In English, and not from the locale, which differs from one computer to the next.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

NO_DAY = "no_day"
TWO_DIGIT_YEAR = "two_digit_year"
NO_SUCH_DAY = "no_such_day"
"""Faults of a text that was to be a day: it has another form, its century is not said, the calendar lacks it."""


def read_day(text: str, order: DateOrder) -> datetime.date | None:
    """The day that a text names, or None; `day_fault` says why.

    Parameters
    ----------
    text
        A day, with or without a time, which is left out. Year, month and day as ISO writes them (2021-06-01), and a
        month as an English word, are read whatever the order.
    order
        How the file writes a day in figures.

    Examples
    --------
    >>> read_day("03/04/2021 10:15", DateOrder.DAY_FIRST), read_day("2021-06-01T09:00:00Z", DateOrder.DAY_FIRST)
    (datetime.date(2021, 4, 3), datetime.date(2021, 6, 1))
    >>> read_day("03/04/21", DateOrder.DAY_FIRST), read_day("31/04/2021", DateOrder.DAY_FIRST)
    (None, None)
    """
    found = _read(text, order)
    return found if isinstance(found, datetime.date) else None


def day_fault(text: str, order: DateOrder) -> str:
    """Why a text is no day in this order, or an empty text.

    Examples
    --------
    >>> [day_fault(text, DateOrder.DAY_FIRST) for text in ("3/4/2021", "3/4/21", "31/4/2021", "soon")]
    ['', 'two_digit_year', 'no_such_day', 'no_day']
    """
    found = _read(text, order)
    return found if isinstance(found, str) else ""


def orders_that_fit(texts: Iterable[str]) -> tuple[DateOrder, ...]:
    """The orders in which every text is a day: two if the texts cannot decide, none if some text is no day.

    Examples
    --------
    >>> orders_that_fit(["03/04/2021", "13/04/2021"]), orders_that_fit(["03/04/2021"])
    ((<DateOrder.DAY_FIRST: 'dmy'>,), (<DateOrder.DAY_FIRST: 'dmy'>, <DateOrder.MONTH_FIRST: 'mdy'>))
    """
    different = dict.fromkeys(text for text in texts if text.strip())
    if not different:
        return ()
    return tuple(order for order in DateOrder if all(read_day(text, order) is not None for text in different))


def _read(text: str, order: DateOrder) -> datetime.date | str:
    text = " ".join(text.split())
    if iso := _ISO.fullmatch(text):
        return _day(iso[1], iso[2], iso[3])
    if words := _WORDS.fullmatch(text):
        return _day(words[3], _month(words[2]), words[1])
    if words := _WORDS_FIRST.fullmatch(text):
        return _day(words[3], _month(words[1]), words[2])
    three = _THREE.fullmatch(text)
    if three is None:
        return NO_DAY
    first, second, third = three[1], three[3], three[4]
    if max(len(first), len(third)) < 3:
        return TWO_DIGIT_YEAR
    year, month, day = {
        DateOrder.YEAR_FIRST: (first, second, third),
        DateOrder.DAY_FIRST: (third, second, first),
        DateOrder.MONTH_FIRST: (third, first, second),
    }[order]
    if len(year) != 4 or len(month) > 2 or len(day) > 2:
        return NO_DAY
    return _day(year, month, day)


def _month(word: str) -> str:
    found = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word.lower())]
    if word.lower() == "sept":
        found = [9]
    return str(found[0]) if len(found) == 1 else "0"


def _day(year: str, month: str, day: str) -> datetime.date | str:
    if month == "0":
        return NO_DAY
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return NO_SUCH_DAY
