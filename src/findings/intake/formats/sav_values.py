"""Values of a .sav file as the text that a person sees in SPSS: labels for codes, days for seconds."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from findings.consultation.names import as_compared
from findings.intake.formats.sav_process import Value, Variable

_EPOCH = datetime.datetime(1582, 10, 14)
"""SPSS counts the seconds from the first day of the Gregorian calendar."""
_DAYS = frozenset({"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"})
_MOMENTS = frozenset({"DATETIME", "YMDHMS"})
_SPANS = frozenset({"TIME", "DTIME", "MTIME"})
_LARGEST = (datetime.datetime.max - _EPOCH).total_seconds() - 1
MOST_KEPT = 100_000
"""Values of a variable whose text is remembered, so that each is made once and memory is bounded."""


def kind_of_format(variable: Variable) -> str:
    """`text`, `day`, `moment`, `span` or `number`, by the format that SPSS shows it in.

    Examples
    --------
    >>> kinds = ("A40", "ADATE10", "DATETIME20", "TIME8", "F8.2")
    >>> [kind_of_format(Variable("v", "", kind, "nominal", {}, ())) for kind in kinds]
    ['text', 'day', 'moment', 'span', 'number']
    """
    match = re.match(r"[A-Z]+", variable.format)
    word = match[0] if match else ""
    if word in ("A", "AHEX"):
        return "text"
    if word in _DAYS:
        return "day"
    if word in _MOMENTS:
        return "moment"
    return "span" if word in _SPANS else "number"


def plain(value: Value) -> str:
    """A value without a label, in the shortest way.

    Examples
    --------
    >>> plain(3.0), plain(0.1), plain(-1e20), plain(float("nan")), plain("a ")
    ('3', '0.1', '-1e+20', '', 'a')
    """
    if isinstance(value, str):
        return value.rstrip()
    if value != value:
        return ""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


def day(value: Value) -> str:
    """The day of a number of seconds, or the number where it is none.

    Examples
    --------
    >>> day(13197772800.0), day(-5.0)
    ('2001-01-02', '-5')
    """
    at = _moment(value)
    return plain(value) if at is None else at.date().isoformat()


def moment(value: Value) -> str:
    """The day and time of a number of seconds, or the number where it is none.

    Examples
    --------
    >>> moment(13197772861.5)
    '2001-01-02 00:01:01.500000'
    """
    at = _moment(value)
    return plain(value) if at is None else at.isoformat(sep=" ")


def span(value: Value) -> str:
    """A number of seconds as hours, minutes and seconds.

    Examples
    --------
    >>> span(36610.0), span(-90.0), span(360000.0)
    ('10:10:10', '-00:01:30', '100:00:00')
    """
    if isinstance(value, str) or value != value or abs(value) > 1e12:
        return plain(value)
    whole, part = divmod(round(abs(value) * 1_000_000), 1_000_000)
    text = f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}" + (f".{part:06d}" if part else "")
    return f"-{text}" if value < 0 else text


def _moment(value: Value) -> datetime.datetime | None:
    if isinstance(value, str) or not 0 < value < _LARGEST:
        return None
    return _EPOCH + datetime.timedelta(seconds=value)


_UNLABELLED = {"text": plain, "number": plain, "day": day, "moment": moment, "span": span}


def texts_of_labels(labels: Mapping[Value, str], clean: Callable[[str], str]) -> dict[Value, str]:
    """Value -> the text of its label in cells, in the order of the values; two values never have one text.

    Examples
    --------
    >>> texts_of_labels({2.0: "Agree", 1.0: "Agree", 3.0: " "}, str.strip)
    {1.0: 'Agree (1)', 2.0: 'Agree (2)'}
    """
    cleaned = {value: text for value, label in labels.items() if (text := clean(label))}
    times = Counter(map(as_compared, cleaned.values()))
    texts: dict[Value, str] = {}
    taken: set[str] = set()
    for value in sorted(cleaned, key=lambda one: (isinstance(one, str), one)):
        text = cleaned[value]
        if times[as_compared(text)] > 1:
            text = f"{text} ({plain(value)})"
        while as_compared(text) in taken:
            text = f"{text} ({plain(value)})"
        taken.add(as_compared(text))
        texts[value] = text
    return texts


class Texts(dict[Value, str]):
    """Value -> text of one variable's cells; a value without label never reads like the label of another."""

    def __init__(self, variable: Variable, labels: Mapping[Value, str]) -> None:
        super().__init__(labels)
        self._unlabelled = _UNLABELLED[kind_of_format(variable)]
        self._taken = frozenset(map(as_compared, labels.values()))

    def __missing__(self, value: Value) -> str:
        if value != value:
            # System-missing is not even equal to itself, so it would be kept again and again.
            return ""
        text = self._text(value)
        if len(self) < MOST_KEPT:
            self[value] = text
        return text

    def _text(self, value: Value) -> str:
        if isinstance(value, str) and value != (cut := value.rstrip()):
            return self[cut]
        text = self._unlabelled(value)
        while text and as_compared(text) in self._taken:
            text = f"{text} (no label)"
        return text


class Ticks(dict[Value, str]):
    """Value -> `1` for the one that means chosen, `0` for another, of a variable that is one answer of a set.

    What the file declares to be no answer stays as it is.
    """

    def __init__(self, variable: Variable, counted: Value, texts: Texts) -> None:
        super().__init__()
        self._variable, self._counted, self._texts = variable, counted, texts

    def __missing__(self, value: Value) -> str:
        if value != value:
            return ""
        bare = value.rstrip() if isinstance(value, str) else value
        text = self._texts[value]
        if plain(bare) == plain(self._counted):
            text = "1"
        elif text and not is_missing(self._variable, bare):
            text = "0"
        if len(self) < MOST_KEPT:
            self[value] = text
        return text


def is_missing(variable: Variable, value: Value) -> bool:
    """Whether the file declares this value to be no answer (system-missing is no value)."""
    return any(map(partial(_between, value), variable.missing))


def _between(value: Value, bounds: Sequence[Value]) -> bool:
    low, high = bounds
    if isinstance(value, str) or isinstance(low, str) or isinstance(high, str):
        return value == low == high
    return low <= value <= high
