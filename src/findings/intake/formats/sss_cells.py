"""One field of a Triple-S data file -> the cells of its columns, as text that a person reads."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from findings.consultation.names import as_compared
from findings.intake.formats.sss_definition import Variable, plain_number
from findings.intake.formats.unanswered import USER_MISSING, why_missing

MOST_KEPT = 100_000
"""Fields of a variable whose cells are remembered, so that each is made once and memory is bounded."""
NOT_DECLARED = "undeclared_code"
"""The reason of a row that ticks an answer which the definition does not have: there is no column for it."""
BAD_FIELD = "bad_field"
"""The reason of a row with a field of several answers that is not written as the definition says."""
OF_SNAP = {"no reply": "no_answer", "not asked": "not_asked", "error": "error", "errors": "error"}
"""Snap keeps these three for every question ("3 missing values on each question", snapsurveys.com); no respondent sees
them, so no answer is called by one of these words alone."""
TRUTH = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True)
class Cells:
    """The cells that a field makes, or why it cannot be used."""

    cells: tuple[str, ...]
    fault: str = ""


def labels_of(variable: Variable) -> dict[str, str]:
    """Code -> the text of its label in cells, in the order of the file; two codes never have one text.

    Examples
    --------
    >>> from findings.intake.formats.sss_definition import Variable
    >>> values = {"1": "Agree", "2": "Agree", "3": ""}
    >>> labels_of(Variable("1", "q", "", "single", 1, 1, False, None, values, {}, False, ""))
    {'1': 'Agree (1)', '2': 'Agree (2)'}
    """
    if variable.type == "logical":
        return TRUTH | {code: label for code, label in variable.values.items() if code in TRUTH and label}
    labelled = {code: label for code, label in variable.values.items() if label}
    times = Counter(map(as_compared, labelled.values()))
    texts: dict[str, str] = {}
    taken: set[str] = set()
    for code, label in labelled.items():
        text = f"{label} ({code})" if times[as_compared(label)] > 1 else label
        while as_compared(text) in taken:
            text = f"{text} ({code})"
        taken.add(as_compared(text))
        texts[code] = text
    return texts


class Fields(dict[str, Cells]):
    """Field of one variable -> its cells."""

    def __init__(self, variable: Variable) -> None:
        super().__init__()
        self._variable = variable
        self._labels = labels_of(variable)
        self._taken = frozenset(map(as_compared, self._labels.values()))
        self._codes = tuple(variable.values)

    def __missing__(self, field: str) -> Cells:
        cells = self._read(field)
        if len(self) < MOST_KEPT:
            self[field] = cells
        return cells

    def _read(self, field: str) -> Cells:
        variable = self._variable
        if variable.type == "multiple":
            return self._spread(field) if variable.spread else self._ticks(field)
        if variable.type == "character":
            return Cells((field.rstrip(),))
        bare = field.strip()
        if not bare:
            return Cells(("",))
        if variable.type == "date":
            return Cells((_day(bare),))
        if variable.type == "time":
            return Cells((_time(bare),))
        return Cells((self._answer(bare),))

    def _answer(self, bare: str) -> str:
        code = bare if self._variable.literal else plain_number(bare)
        if label := self._labels.get(code):
            return label
        text = code or bare
        while as_compared(text) in self._taken:
            text = f"{text} (no label)"
        return text

    def _ticks(self, field: str) -> Cells:
        """A place for each answer: the first place is that of code 1."""
        if not field.strip():
            return Cells(("",) * len(self._codes))
        if not set(field) <= set("01 "):
            return Cells((), BAD_FIELD)
        chosen = {str(place) for place, sign in enumerate(field, start=1) if sign == "1"}
        return self._chosen(chosen)

    def _spread(self, field: str) -> Cells:
        """The codes of the answers, one after the other; 0 or spaces where there are no more."""
        spread = self._variable.spread
        assert spread is not None
        if not field.strip():
            return Cells(("",) * len(self._codes))
        whole = spread.subfields * spread.width
        if field[whole:].strip(" 0") or (len(field) < whole and len(field) % spread.width):
            return Cells((), BAD_FIELD)
        pieces = [
            field[place : place + spread.width].strip() for place in range(0, min(len(field), whole), spread.width)
        ]
        codes = [piece if self._variable.literal else plain_number(piece) or piece for piece in pieces]
        return self._chosen({code for code in codes if code not in ("", "0") or code in self._variable.values})

    def _chosen(self, chosen: set[str]) -> Cells:
        if chosen - self._variable.values.keys():
            return Cells((), NOT_DECLARED)
        return Cells(tuple("1" if code in chosen else "0" for code in self._codes))


def _day(text: str) -> str:
    try:
        return datetime.datetime.strptime(text, "%Y%m%d").date().isoformat() if len(text) == 8 else text
    except ValueError:
        return text


def _time(text: str) -> str:
    if len(text) != 6 or not text.isascii() or not text.isdigit():
        return text
    return f"{text[:2]}:{text[2:4]}:{text[4:]}"


def missing_of(variable: Variable, labels: Mapping[str, str]) -> dict[str, str]:
    """The labels, or codes without a label, that are no answer by the definition's word -> why.

    What it marks as missing; the three that Snap adds to every question (no reply, not asked, error); and of a number,
    a code whose label says that there is none.
    """
    missing = {}
    for code, label in variable.values.items():
        text = labels.get(code, code)
        if code in variable.missing:
            why = why_missing(label)
            missing[text] = why if why != USER_MISSING else why_missing(variable.missing[code])
        elif as_compared(label) in OF_SNAP:
            missing[text] = OF_SNAP[as_compared(label)]
        elif variable.type == "quantity" and why_missing(label) != USER_MISSING:
            missing[text] = why_missing(label)
    return missing
