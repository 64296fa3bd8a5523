"""What the columns of a file hold: their texts and how often each occurs, within a bound of memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from findings.draft.several import SEPARATORS, split
from findings.draft.texts import alike, as_number, is_amount
from findings.intake.export import Column, Export

MOST_TEXTS = 4_000
"""A column with more different texts holds no list of answers; what it holds is judged by these."""


@dataclass(frozen=True)
class Profile:
    """What a column holds.

    Parameters
    ----------
    column
        As the reader describes it.
    place
        Where it stands, from 0.
    rows
        Rows of the file.
    texts
        Each text as written, but for spaces around it, and how often; the empty one is left out.
    filled
        Cells that are not empty.
    cut
        Whether there were more texts than are kept here.
    unique
        Whether every row has a text of its own.
    pieces
        Of a column that was cut, what its cells hold when they are split: separator -> piece -> times.
    """

    column: Column
    place: int
    rows: int
    texts: Mapping[str, int]
    filled: int
    cut: bool = False
    unique: bool = False
    pieces: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @cached_property
    def merged(self) -> dict[str, Counter[str]]:
        """The texts by what they are compared as: each with its spellings."""
        found: dict[str, Counter[str]] = {}
        for text, times in self.texts.items():
            found.setdefault(alike(text), Counter())[text] += times
        return found

    @cached_property
    def counted(self) -> int:
        """The cells that `texts` accounts for: all that are filled, unless it was cut."""
        return sum(self.texts.values())

    @cached_property
    def numbers(self) -> float:
        """The share of the texts that are numbers, by cells."""
        numeric = sum(times for text, times in self.texts.items() if as_number(text) is not None)
        return numeric / self.counted if self.counted else 0.0

    @cached_property
    def amounts(self) -> float:
        """The share of the texts that are numbers, perhaps with a unit: `80%`, `£1,200`."""
        told = sum(times for text, times in self.texts.items() if is_amount(text))
        return told / self.counted if self.counted else 0.0

    @cached_property
    def mean_words(self) -> float:
        """Words a cell."""
        total = sum(len(text.split()) * times for text, times in self.texts.items())
        return total / self.counted if self.counted else 0.0

    def without(self, keys: set[str]) -> Profile:
        """The same column less the texts that mean no answer."""
        left = {text: times for text, times in self.texts.items() if alike(text) not in keys}
        if len(left) == len(self.texts):
            return self
        gone = self.counted - sum(left.values())
        return Profile(self.column, self.place, self.rows, left, self.filled - gone, self.cut, False, self.pieces)


@dataclass
class _Counting:
    """The counts of a column while the parts of the file go by."""

    texts: Counter[str] = field(default_factory=Counter)
    filled: int = 0
    seen: set[int] | None = field(default_factory=set)
    cut: bool = False
    pieces: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, cells: Sequence[str]) -> None:
        own = Counter(text.strip() for text in cells)
        own.pop("", None)
        here = sum(own.values())
        self.filled += here
        if self.seen is not None:
            # Hashes in the place of texts: identifiers of a million rows stay small. One text twice is enough.
            before = len(self.seen)
            self.seen.update(map(hash, own))
            if len(self.seen) != before + here or here < len(cells):
                self.seen = None
        if not self.cut:
            self.texts.update(own)
            if len(self.texts) > MOST_TEXTS:
                self._cut()
                return
        for separator, counted in tuple(self.pieces.items()):
            for text, times in own.items():
                for piece in dict.fromkeys(split(text, separator)):
                    counted[piece] += times
            if len(counted) > MOST_TEXTS:
                del self.pieces[separator]

    def _cut(self) -> None:
        """Too many texts for a list of answers; unless cells hold several answers of a short list."""
        self.cut = True
        for separator in SEPARATORS:
            counted: Counter[str] = Counter()
            for text, times in self.texts.items():
                for piece in dict.fromkeys(split(text, separator)):
                    counted[piece] += times
            if len(counted) <= MOST_TEXTS // 2:
                self.pieces[separator] = counted
        kept = sorted(self.texts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TEXTS]
        self.texts = Counter(dict(kept))


def profile(export: Export) -> tuple[Profile, ...]:
    """Read the file once and say what each column holds."""
    counting = [_Counting() for _ in export.columns]
    rows = 0
    for part in export.parts([column.name for column in export.columns]):
        rows += len(part.rows)
        # A part without rows has no columns to go through.
        for counts, cells in zip(counting, zip(*part.rows, strict=True), strict=False):
            counts.add(cells)
    return tuple(
        Profile(
            column,
            place,
            rows,
            dict(counts.texts),
            counts.filled,
            counts.cut,
            counts.seen is not None and counts.filled == rows > 0,
            {separator: dict(pieces) for separator, pieces in counts.pieces.items()},
        )
        for place, (column, counts) in enumerate(zip(export.columns, counting, strict=True))
    )
