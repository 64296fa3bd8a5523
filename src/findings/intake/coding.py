"""Cells of a counted question -> codes: each distinct text is read once, however many rows hold it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from findings.consultation.model import Option, Questionnaire
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED, as_compared
from findings.intake.answers import option_by_text
from findings.intake.clean import clean

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

UNKNOWN = -1
MOST_KEPT = 100_000
"""Distinct texts of a question that are remembered; more are read again each time, so that memory is bounded."""


class Lookup(dict[str, int]):
    """Text as it stands in a cell -> code."""

    def __init__(self, read: Callable[[str], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> int:
        code = self._read(text)
        if len(self) < MOST_KEPT:
            self[text] = code
        return code


@dataclass(frozen=True)
class Odd:
    """A cell that could not be taken as an answer: its row's place among those read, its column and its text.

    `reason` is the code of what is wrong, where it is not what the question's kind says.
    """

    place: int
    column: str
    text: str
    reason: str = ""


def categorical(codes: NDArray[Any], categories: Sequence[str]) -> pd.Categorical:
    """Codes with what they stand for; -1 is missing."""
    import pandas as pd

    return pd.Categorical.from_codes(codes, categories=pd.Index(list(categories), dtype="str"))


class Coder(Protocol):
    """The answers to one question, as they come in part by part."""

    question: str
    columns: tuple[str, ...]
    odd: list[Odd]

    def add(self, cells: Sequence[Sequence[str]]) -> None:
        """Take the next rows: one sequence of cells a column."""
        ...

    def answers(self) -> pd.Categorical:
        """Every row's answer, in the order of the rows."""
        ...


class Closed:
    """A question with one answer out of several.

    Parameters
    ----------
    question, column
        Its name, and the column that its answers stand in.
    options
        What can be answered.
    no_answer
        Texts that mean no answer, as compared.
    """

    def __init__(self, question: str, column: str, options: Mapping[str, Option], no_answer: Collection[str]) -> None:
        self.question = question
        self.columns: tuple[str, ...] = (column,)
        self.categories = [*options, NOT_ANSWERED, NOT_ASKED]
        self.odd: list[Odd] = []
        code = {name: number for number, name in enumerate(self.categories)}
        texts = {**dict.fromkeys(no_answer, NOT_ANSWERED), **option_by_text(options)}
        self._known = {text: code[name] for text, name in texts.items()}
        self._lookup = Lookup(self._read)
        self._codes: list[NDArray[Any]] = []
        self._seen = 0

    def _read(self, text: str) -> int:
        return self._known.get(as_compared(clean(text)), UNKNOWN)

    def add(self, cells: Sequence[Sequence[str]]) -> None:
        """Take the next rows."""
        import numpy as np

        (column,) = cells
        # An answer a byte where there are few options: a million rows have many answers.
        small = np.int8 if len(self.categories) < 127 else np.int16
        codes = np.fromiter(map(self._lookup.__getitem__, column), dtype=small, count=len(column))
        for place in np.flatnonzero(codes == UNKNOWN).tolist():
            self.odd.append(Odd(self._seen + place, self.columns[0], column[place]))
        self._codes.append(codes)
        self._seen += len(column)

    def answers(self) -> pd.Categorical:
        """Every row's answer; what was not recognised is missing."""
        import numpy as np

        codes = np.concatenate(self._codes) if self._codes else np.array([], dtype=np.int16)
        self._codes = [codes]
        return categorical(codes, self.categories)


def coder_of(questionnaire: Questionnaire, name: str, column: str, no_answer: Collection[str]) -> Closed:
    """The coder of a question that is counted."""
    return Closed(name, column, questionnaire.scale_of(name).options, no_answer)


def no_answer_texts(texts: Collection[str]) -> frozenset[str]:
    """What means no answer, as compared: an empty cell, and what the parameters name."""
    return frozenset({"", *(as_compared(text) for text in texts)})
