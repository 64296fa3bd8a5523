"""Postcodes become areas and deprivation quintiles at the door, by a lookup of the analyst's, and are dropped.

The lookup may be a whole national directory (2.6 million postcodes), so it is kept as sorted numbers: a postcode has at
most seven letters and figures, which fit into eight bytes. No postcode stands in a message; a line of the lookup does.
"""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings.consultation.faults import closest
from findings.errors import InputRefused, Problem, is_unseen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_CELL = 131_072
"""Letters of a cell of a lookup; a longer one is a quotation mark that is not closed."""
POSTCODE = "postcode"
"""The lookup's column of postcodes, in small or capital letters."""
NOT_A_POSTCODE = "not a postcode"
"""What stands for an answer that is none: a house name, an outward code alone where the lookup has none such."""
OUTSIDE = "outside the lookup"
"""What stands for a postcode that the lookup does not have, or of which it says nothing."""

_FULL = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?|GIR|[A-Z]{4})([0-9][A-Z]{2})")
_OUTWARD = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_BETWEEN = re.compile(r"[\s.\-\u2010-\u2015\u200b\u2060\ufeff]+")
_BLOCK = 100_000
_TOLD = 10
"""Of each kind of fault, so many lines are named; the rest is counted."""
_MOST_TEXTS = 10_000
"""A column of areas has fewer different texts; one of grid references or names of streets has more."""


def normalised(postcode: str) -> str:
    r"""A postcode as it is written: capital letters, and one space before the last three.

    Letters are never taken for figures: `M1 OAA`, with a letter O, is no postcode.

    Returns
    -------
    str
        The postcode; the outward code if there is no more; an empty text if it is neither.

    Examples
    --------
    >>> [normalised(text) for text in ("sw1a1aa", " M1  1AE\n", "sw1a", "Rose Cottage", "")]
    ['SW1A 1AA', 'M1 1AE', 'SW1A', '', '']
    """
    compact = _compact(postcode)
    return f"{compact[:-3]} {compact[-3:]}" if _FULL.fullmatch(compact) else compact


def _compact(text: str) -> str:
    """A postcode or an outward code without anything between its letters; an empty text if it is neither."""
    found = text.upper().replace(" ", "")
    if _FULL.fullmatch(found):
        return found
    found = _BETWEEN.sub("", found)
    return found if _FULL.fullmatch(found) or _OUTWARD.fullmatch(found) else ""


@dataclass(frozen=True)
class Lookup:
    """What a lookup says of each postcode.

    Parameters
    ----------
    file
        Its name.
    keys
        Its postcodes as numbers, sorted, each once.
    codes
        Question -> of each postcode, which of the question's texts it is given.
    texts
        Question -> every text of its column, in the order in which they first stand there.
    """

    file: str
    keys: NDArray[np.uint64]
    codes: Mapping[str, NDArray[np.int32]]
    texts: Mapping[str, tuple[str, ...]]

    @classmethod
    def read(cls, path: Path, gives: Mapping[str, str]) -> Lookup:
        """Read a CSV file with a header row.

        Parameters
        ----------
        path
            UTF-8, with a column `postcode` and those that are named.
        gives
            Question -> the column whose text is its answer.

        Raises
        ------
        InputRefused
            With every problem: columns that are not there, lines that are no rows, values in the place of postcodes,
            a postcode with two answers.
        """
        rows = _Rows(path, gives)
        try:
            # The limit is the process's own: whoever read another file before may have moved it.
            csv.field_size_limit(LONGEST_CELL)
            with path.open(encoding="utf-8-sig", newline="") as stream:
                rows.read(csv.reader(stream, strict=True))
        except FileNotFoundError:
            raise InputRefused([Problem(path.name, "the lookup of postcodes is missing", do=_PUT)]) from None
        except OSError as error:
            raise InputRefused([Problem(path.name, "cannot be opened", error.strerror or "", do=_PUT)]) from None
        except UnicodeDecodeError:
            do = "Save it as CSV in UTF-8."
            raise InputRefused([Problem(path.name, "the lookup of postcodes is not UTF-8 text", do=do)]) from None
        except csv.Error as error:
            where = f"{path.name}, line {rows.line + 1}"
            raise InputRefused([Problem(where, "not a row of a CSV file", str(error), do=_MEND)]) from None
        return rows.lookup()

    def __len__(self) -> int:
        return len(self.keys)

    def answers(self, postcodes: Iterable[str]) -> dict[str, list[str]]:
        """What each postcode is an answer to; the postcodes themselves are not kept.

        A postcode that the lookup does not have is given what is said of its outward code, if that stands there.

        Returns
        -------
        dict
            Question -> a text a postcode, in their order: the lookup's; `NOT_A_POSTCODE`; `OUTSIDE`; or an empty text
            where there was nothing.
        """
        found: dict[str, list[str]] = {question: [] for question in self.texts}
        block: list[str] = []
        for postcode in postcodes:
            block.append(postcode)
            if len(block) == _BLOCK:
                self._add(block, found)
                block = []
        self._add(block, found)
        return found

    def _add(self, block: Sequence[str], found: Mapping[str, list[str]]) -> None:
        import numpy as np

        compacts = [_compact(text) for text in block]
        places = self._places(_keys_of(compacts))
        # A postcode that is not there falls back on its outward code; an outward code has nothing to fall back on.
        outward = [text[:-3] if len(text) > 4 else "" for text in compacts]
        places = np.where(places < 0, self._places(_keys_of(outward)), places)
        instead = [self._instead(text, compact) for text, compact in zip(block, compacts, strict=True)]
        for question, own in found.items():
            texts = self.texts[question]
            codes = self.codes[question][places].tolist() if len(self.keys) else [0] * len(block)
            own += [
                (texts[code] or OUTSIDE) if place >= 0 else other
                for place, code, other in zip(places.tolist(), codes, instead, strict=True)
            ]

    def _places(self, keys: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Where each key stands; -1 where it does not."""
        import numpy as np

        if not len(self.keys):
            return np.full(len(keys), -1, dtype=np.intp)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, places, -1)

    @staticmethod
    def _instead(text: str, compact: str) -> str:
        if len(compact) > 4:
            return OUTSIDE
        return NOT_A_POSTCODE if text.strip() else ""


_PUT = "Put it there, or correct 'file' of 'postcodes'."
_MEND = "Correct it, or save the table as CSV again."


def _keys_of(compacts: Sequence[str]) -> NDArray[np.uint64]:
    """Seven letters and figures as a number; an empty text is 0, which is no postcode."""
    import numpy as np

    return np.array(compacts, dtype="S8").view(">u8").astype(np.uint64)


class _Rows:
    """The rows of a lookup on their way into arrays, with what is wrong with them."""

    def __init__(self, path: Path, gives: Mapping[str, str]) -> None:
        self.path, self.gives = path, dict(gives)
        self.line = 0
        self._keys: list[Any] = []
        self._codes = {question: array("i") for question in gives}
        self._texts: dict[str, dict[str, int]] = {question: {} for question in gives}
        self._lines = array("Q")
        self._ragged, self._unlike = _Some(), _Some()

    def read(self, reader: Any) -> None:
        header = [name.strip() for name in next(reader, [])]
        self.line = reader.line_num
        at, columns = self._columns(header)
        compacts: list[str] = []
        pairs = [(columns[question], self._texts[question], self._codes[question]) for question in self.gives]
        for row in reader:
            self.line = reader.line_num
            if len(row) != len(header):
                if row:
                    self._ragged.add(self.line)
                continue
            compact = _compact(row[at])
            if not compact:
                self._unlike.add(self.line)
                continue
            compacts.append(compact)
            self._lines.append(self.line)
            for column, texts, codes in pairs:
                codes.append(texts.setdefault(row[column].strip(), len(texts)))
            if len(compacts) == _BLOCK:
                self._keys.append(_keys_of(compacts))
                compacts = []
                self._bounded()
        self._keys.append(_keys_of(compacts))
        self._bounded()

    def _columns(self, header: Sequence[str]) -> tuple[int, dict[str, int]]:
        """Where the columns stand."""
        where = f"{self.path.name}, line 1"
        found = [place for place, name in enumerate(header) if name.casefold() == POSTCODE]
        problems = []
        if len(found) != 1:
            what = "two columns of postcodes" if found else "no column of postcodes"
            do = f"Call the column of postcodes '{POSTCODE}', and no other."
            problems.append(Problem(where, what, ", ".join(header)[:200], POSTCODE, do))
        places = {}
        for question, column in self.gives.items():
            if header.count(column) == 1:
                places[question] = header.index(column)
                continue
            what = "two columns of one name" if column in header else f"no such column, which gives {question}"
            do = "Give one another name." if column in header else closest(column, header)
            problems.append(Problem(where, what, column, ", ".join(header)[:200], do))
        if problems:
            raise InputRefused(problems)
        return found[0], places

    def _bounded(self) -> None:
        """Stop at a column that names no areas, before it fills the memory."""
        problems = [
            Problem(
                f"{self.path.name}, column '{self.gives[question]}'",
                f"too many different texts for the answers of {question}",
                f"more than {_MOST_TEXTS:,}",
                do="Name a column of areas or quintiles.",
            )
            for question, texts in self._texts.items()
            if len(texts) > _MOST_TEXTS
        ]
        if problems:
            raise InputRefused(problems)

    def lookup(self) -> Lookup:
        """The lookup, its postcodes sorted."""
        import numpy as np

        keys = np.concatenate(self._keys)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        codes = {question: np.asarray(own, dtype=np.int32)[order] for question, own in self._codes.items()}
        again = np.flatnonzero(keys[1:] == keys[:-1])
        unlike = np.zeros(len(again), dtype=bool)
        for own in codes.values():
            unlike |= own[again] != own[again + 1]
        doubled = _Some()
        for place in again[unlike].tolist():
            doubled.add(self._lines[int(order[place + 1])])
        problems = [*self._faults(doubled), *self._texts_problems()]
        if not len(keys) and not problems:
            problems = [Problem(self.path.name, "a lookup without a postcode", do="Name another file.")]
        if problems:
            raise InputRefused(problems)
        first = np.ones(len(keys), dtype=bool)
        first[again + 1] = False
        texts = {question: tuple(own) for question, own in self._texts.items()}
        return Lookup(self.path.name, keys[first], {name: own[first] for name, own in codes.items()}, texts)

    def _faults(self, doubled: _Some) -> Iterator[Problem]:
        for some, what, do in (
            (self._ragged, "more or fewer cells than the header row", _MEND),
            (self._unlike, "not a postcode and not an outward code", "Correct it, or take the row out."),
            (doubled, "a postcode that stands there before, with another answer", "Keep the row that is right."),
        ):
            if some.count:
                lines = ", ".join(f"{line:,}" for line in sorted(some.first))
                more = f" and {some.count - len(some.first):,} more" if some.count > len(some.first) else ""
                where = f"{self.path.name}, line{'s' if some.count > 1 else ''} {lines}{more}"
                yield Problem(where, what, do=do)

    def _texts_problems(self) -> Iterator[Problem]:
        for question, texts in self._texts.items():
            if any(is_unseen(sign) for text in texts for sign in text):
                where = f"{self.path.name}, column '{self.gives[question]}'"
                yield Problem(where, "a text with control characters", do=_MEND)


class _Some:
    """Lines with one fault: the first few of them, and how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self.first: list[int] = []

    def add(self, line: int) -> None:
        self.count += 1
        if len(self.first) < _TOLD:
            self.first.append(line)
