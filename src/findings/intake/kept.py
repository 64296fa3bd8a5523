"""Cells of a question with another answer than one out of several: many answers, ranks, numbers, days, own words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from findings.consultation.model import AlsoAsked, DateOrder
from findings.consultation.names import NOT_ANSWERED, as_compared
from findings.intake.answers import split_choices
from findings.intake.clean import clean, clean_answer
from findings.intake.coding import UNKNOWN, Coder, Lookup, Odd, categorical
from findings.intake.dates import read_day
from findings.intake.reasons import EXCLUSIVE_WITH_OTHERS, TIED_RANKS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Chosen = TypeVar("Chosen", str, int)
SEPARATOR = ";"
CHOSEN = ("1", "yes", "true", "x", "y", "checked", "selected", "ticked", "quoted")
CHOSEN_NOT = ("", "0", "no", "false", "n", "unchecked", "not selected", "not ticked", "not quoted")


class Written:
    """A question whose answers are kept as text: a number, a day, or several options in one cell.

    Parameters
    ----------
    question, column
        Its name, and the column that its answers stand in.
    read
        Text -> the answer as it is kept, `not_answered` or empty where there is none, and whether all of the text
        was taken.
    """

    def __init__(self, question: str, column: str, read: Callable[[str], tuple[str, bool]]) -> None:
        self.question = question
        self.columns: tuple[str, ...] = (column,)
        self.odd: list[Odd] = []
        self._reads = read
        self._number = {NOT_ANSWERED: 0}
        self._lookup = Lookup(self._read)
        self._codes: list[NDArray[Any]] = []
        self._seen = 0

    def _read(self, text: str) -> int:
        """The answer's number, doubled; one more if something in the text was not taken."""
        answer, whole = self._reads(clean_answer(text))
        return 2 * self._number.setdefault(answer or NOT_ANSWERED, len(self._number)) + (not whole)

    def add(self, cells: Sequence[Sequence[str]]) -> None:
        """Take the next rows."""
        import numpy as np

        (column,) = cells
        codes = np.fromiter(map(self._lookup.__getitem__, column), dtype=np.int32, count=len(column))
        for place in np.flatnonzero(codes & 1).tolist():
            self.odd.append(Odd(self._seen + place, self.columns[0], column[place]))
        self._codes.append(codes >> 1)
        self._seen += len(column)

    def answers(self) -> pd.Categorical:
        """Every row's answer; what was not recognised counts as not answered."""
        return _as_texts(self._codes, list(self._number))


class Several:
    """A question with several answers, a column for each.

    A cell that names its option, or says yes, chooses it; an empty cell, or one that says no, does not. Where the
    option takes what people wrote in themselves, any text chooses it. An option that stands alone does not count beside
    others; ranks of which two are the same are no answer. Both are told.

    Parameters
    ----------
    question
        Its name.
    options
        Option -> the column that it stands in and the texts that choose it, as compared.
    no_answer
        Texts that mean no answer, as compared.
    ordered
        Whether the cells hold ranks: 1 for the first.
    exclusive, other
        Options that stand alone, and the option that takes any text.
    """

    def __init__(
        self,
        question: str,
        options: Mapping[str, tuple[str, Collection[str]]],
        no_answer: Collection[str],
        *,
        ordered: bool = False,
        exclusive: Collection[str] = (),
        other: str = "",
    ) -> None:
        self.question = question
        self.columns: tuple[str, ...] = tuple(column for column, _ in options.values())
        self.odd: list[Odd] = []
        self._options = list(options)
        self._ordered = ordered
        self._alone = frozenset(place for place, option in enumerate(options) if option in exclusive)
        self._number = {NOT_ANSWERED: 0}
        self._codes: list[NDArray[Any]] = []
        self._seen = 0
        nothing = {*no_answer, *CHOSEN_NOT}
        self._lookups = [
            Lookup(_rank(nothing) if ordered else _chosen(nothing, {*texts, *CHOSEN}, any_text=option == other))
            for option, (_, texts) in options.items()
        ]
        self._of_row: dict[tuple[int, ...], int] = {}
        self._wrong: dict[tuple[int, ...], str] = {}

    def add(self, cells: Sequence[Sequence[str]]) -> None:
        """Take the next rows."""
        import numpy as np

        coded = [list(map(lookup.__getitem__, column)) for lookup, column in zip(self._lookups, cells, strict=True)]
        for heading, codes, column in zip(self.columns, coded, cells, strict=True):
            if UNKNOWN in codes:
                self.odd += [
                    Odd(self._seen + place, heading, column[place])
                    for place, code in enumerate(codes)
                    if code == UNKNOWN
                ]
        rows = list(zip(*coded, strict=True))
        for row in set(rows) - self._of_row.keys():
            answer, wrong = self._answer(row)
            self._of_row[row] = self._number.setdefault(answer, len(self._number))
            if wrong:
                self._wrong[row] = wrong
        if self._wrong:
            self.odd += [
                Odd(self._seen + place, self.columns[0], ", ".join(map(str, row)), self._wrong[row])
                for place, row in enumerate(rows)
                if row in self._wrong
            ]
        self._codes.append(np.fromiter(map(self._of_row.__getitem__, rows), dtype=np.int32, count=len(rows)))
        self._seen += len(rows)

    def _answer(self, row: tuple[int, ...]) -> tuple[str, str]:
        """The answer, and what is wrong with it."""
        chosen = [(code, place) for place, code in enumerate(row) if code > 0]
        wrong = ""
        if self._ordered:
            chosen.sort()
            if len({code for code, _ in chosen}) < len(chosen):
                return NOT_ANSWERED, TIED_RANKS
        else:
            kept, alone = standing([place for _, place in chosen], self._alone)
            chosen = [(code, place) for code, place in chosen if place in kept]
            wrong = EXCLUSIVE_WITH_OTHERS if alone else ""
        return SEPARATOR.join(self._options[place] for _, place in chosen) or NOT_ANSWERED, wrong

    def answers(self) -> pd.Categorical:
        """Every row's options by name, divided by semicolons: in the order of the questionnaire, or of the ranks."""
        return _as_texts(self._codes, list(self._number))


def standing(chosen: Sequence[Chosen], exclusive: Collection[Chosen]) -> tuple[list[Chosen], bool]:
    """What counts of the options that were chosen, and whether one that stands alone was left out beside others.

    Examples
    --------
    >>> standing(["parks", "none"], {"none"}), standing(["none"], {"none"})
    ((['parks'], True), (['none'], False))
    """
    others = [one for one in chosen if one not in exclusive]
    kept = others or list(chosen[:1])
    return kept, len(kept) < len(chosen)


def _chosen(nothing: Collection[str], texts: Collection[str], *, any_text: bool = False) -> Callable[[str], int]:
    def read(text: str) -> int:
        told = as_compared(clean(text))
        return 1 if told in texts else 0 if told in nothing else 1 if any_text else UNKNOWN

    return read


def _rank(nothing: Collection[str]) -> Callable[[str], int]:
    def read(text: str) -> int:
        told = as_compared(clean(text))
        if told.isascii() and told.isdigit() and len(told) <= 3 and int(told):
            return int(told)
        return 0 if told in nothing else UNKNOWN

    return read


def _as_texts(codes: Sequence[NDArray[Any]], texts: list[str]) -> pd.Categorical:
    """Categories in the order of the alphabet, so that they do not depend on how the rows came."""
    import numpy as np

    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.empty(len(texts), dtype=np.int32)
    place[order] = np.arange(len(texts), dtype=np.int32)
    joined = np.concatenate(codes) if codes else np.array([], dtype=np.int32)
    return categorical(place[joined], [texts[number] for number in order])


class Own:
    """A question answered in the respondent's own words: whether it was answered; the words stay at the door."""

    ANSWERED = "answered"

    def __init__(self, question: str, column: str, no_answer: Collection[str]) -> None:
        self.question = question
        self.columns: tuple[str, ...] = (column,)
        self.odd: list[Odd] = []
        self._no_answer = frozenset(no_answer)
        self._longest = max(map(len, self._no_answer), default=0)
        self._codes: list[NDArray[Any]] = []

    def add(self, cells: Sequence[Sequence[str]]) -> None:
        """Take the next rows."""
        import numpy as np

        (column,) = cells
        self._codes.append(np.fromiter(map(self._read, column), dtype=np.int8, count=len(column)))

    def _read(self, text: str) -> int:
        # Long texts are words; only what is as short as a mark of no answer needs to be compared with one.
        if len(text) > self._longest + 20:
            return 1
        return int(as_compared(clean(text)) not in self._no_answer)

    def answers(self) -> pd.Categorical:
        """Whether each row's question was answered."""
        import numpy as np

        codes = np.concatenate(self._codes) if self._codes else np.array([], dtype=np.int8)
        return categorical(codes, [NOT_ANSWERED, self.ANSWERED])


def coder_of_other(
    name: str, asked: AlsoAsked, column: str, no_answer: Collection[str], order: DateOrder | None
) -> Coder:
    """The coder of a question with another answer than one out of several."""
    if asked.kind == "open":
        return Own(name, column, no_answer)
    if asked.kind == "numeric":
        return Written(name, column, _one(number_of, no_answer))
    if asked.kind == "date":
        return Written(name, column, _one(lambda text: _day(text, order), no_answer))
    by_option = {
        option: {as_compared(text) for text in (option, choice.label, *choice.also)}
        for option, choice in asked.options.items()
    }
    exclusive = {option for option, choice in asked.options.items() if choice.exclusive}
    other = next((option for option, choice in asked.options.items() if choice.other), "")
    if all(choice.column for choice in asked.options.values()):
        columns = {option: (asked.options[option].column, texts) for option, texts in by_option.items()}
        ordered = asked.kind == "ranking"
        return Several(name, columns, no_answer, ordered=ordered, exclusive=exclusive, other=other)
    known = {text: option for option, texts in by_option.items() for text in texts}
    order_of = {option: number for number, option in enumerate(asked.options)}

    def read(text: str) -> tuple[str, bool]:
        if as_compared(text) in no_answer:
            return "", True
        chosen, whole = split_choices(text, asked.separator, known)
        if asked.kind == "multiple":
            if other and not whole:
                chosen, whole = [*chosen, other], True
            chosen, alone = standing(sorted(set(chosen), key=order_of.__getitem__), exclusive)
            return SEPARATOR.join(chosen), whole and not alone
        if len(set(chosen)) < len(chosen):
            return "", False
        return SEPARATOR.join(chosen), whole

    return Written(name, column, read)


def coders_of_sample(sample: Mapping[str, str]) -> Iterator[Coder]:
    """What a declared sample says of each respondent (its weight, its stratum), as text that is checked later."""
    for name, column in sample.items():
        yield Written(name, column, lambda text: (text.strip(), True))


def _one(read: Callable[[str], str | None], no_answer: Collection[str]) -> Callable[[str], tuple[str, bool]]:
    def answer(text: str) -> tuple[str, bool]:
        if as_compared(text) in no_answer:
            return "", True
        found = read(text)
        return found or "", found is not None

    return answer


def number_of(text: str) -> str | None:
    """A number as it is kept: digits with a point, without sign of thousands; None where the text is none.

    Examples
    --------
    >>> number_of("1,250"), number_of("12.50"), number_of("-3"), number_of("80 %"), number_of("about 5")
    ('1250', '12.5', '-3', '80', None)
    """
    plain = text.strip().removesuffix("%").rstrip().removeprefix("+")
    body = plain.removeprefix("-")
    groups = body.split(".")[0].split(",")
    if len(groups) > 1 and groups[0].isdigit() and len(groups[0]) <= 3 and all(len(g) == 3 for g in groups[1:]):
        body = body.replace(",", "")
    whole, _, part = body.partition(".")
    if not (whole or part) or not (whole + part).isascii() or not (whole + part).isdigit() or len(body) > 30:
        return None
    value = (whole.lstrip("0") or "0") + (f".{part.rstrip('0')}" if part.rstrip("0") else "")
    return f"-{value}" if plain.startswith("-") and value != "0" else value


def _day(text: str, order: DateOrder | None) -> str | None:
    day = read_day(text, order) if order is not None else None
    return day.isoformat() if day is not None else None
