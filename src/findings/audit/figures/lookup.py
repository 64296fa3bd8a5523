"""The store as a check asks it: what stands at an identifier, and whether a text shows just that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from findings.audit.figures.inputs import Inputs
from findings.audit.figures.populations import POPULATION, names_of
from findings.audit.figures.text import has_figure, printed, short, spaced
from findings.errors import Problem
from findings.evidence.cell import Cell
from findings.evidence.share_words import SCALE, SMALLEST_BASE

MEND = "Do not publish this file: run again, and find out who changed it."


_MEASURES = {
    "mentions": "number of choices made",
    "mean": "mean of the",
    "median": "median of the",
    "lower_quartile": "lower quartile of the",
    "upper_quartile": "upper quartile of the",
    "borda": "points",
    "effective": "effective base",
    "p_value": "p-value",
    "cramers_v": "Cramer's V",
}
"""What a description calls a number of a whole group that is no count of it."""
_COUNTED = ("percent", "percent_of_answered", "percent_of_asked")
"""Shares that may be said in words: each is a count of a base."""


@dataclass(frozen=True)
class Lookup:
    """A run's cells and parameters."""

    cells: Mapping[str, Cell]
    inputs: Inputs
    _right: set[tuple[str, str]] = field(default_factory=set, compare=False, repr=False)

    @cached_property
    def printed(self) -> dict[str, str]:
        """How a reader sees each cell."""
        return {ref: printed(cell) for ref, cell in self.cells.items()}

    @cached_property
    def _first_of_table(self) -> dict[str, Cell]:
        first: dict[str, Cell] = {}
        for cell in self.cells.values():
            first.setdefault(cell.table, cell)
        return first

    def shown(self, ref: str, text: str) -> str:
        """What should stand where a text refers to a cell; the text itself where there is no such cell."""
        return text if self.end_of(ref, text) or self.in_words(ref, text) else self.printed.get(ref, text)

    def in_words(self, ref: str, text: str) -> bool:
        """Whether a text shows a share in words, or all of its prints as a line of the annex does, and all fit.

        The bands are read from the published scale and compared with the counts here.
        """
        parts = [part for part in spaced(text).split("; ") if part != self.printed.get(ref)]
        return bool(parts) and all(self._fits(ref, part) or self.end_of(ref, part) for part in parts)

    def _fits(self, ref: str, text: str) -> bool:
        cell = self.cells.get(ref)
        if cell is None or cell.measure not in _COUNTED or not cell.visible:
            return False
        count, base = self.cells.get(cell.cell.partition("!")[0]), self.cells.get(cell.base_cell)
        if count is None or base is None or not count.visible or not base.visible or int(base.value) < SMALLEST_BASE:
            return False
        share = Fraction(int(count.value), int(base.value))
        for phrase in SCALE:
            if phrase.text in (text, text[:1].lower() + text[1:]):
                inside = phrase.low < share < phrase.high
                return inside or (phrase.ends and share in (phrase.low, phrase.high))
        return False

    def end_of(self, ref: str, text: str) -> str:
        """Which end of its cell's interval a text is, `low` or `high`; empty where it is none, or the value."""
        cell = self.cells.get(ref)
        if cell is None or not cell.visible or text == self.printed[ref]:
            return ""
        ends = {"low": cell.low, "high": cell.high}
        sign = "%" if cell.unit == "percent" else ""
        return next((end for end, value in ends.items() if value and text == value + sign), "")

    def cell_problem(self, where: str, ref: str, text: str, *, ends: bool = True) -> Problem | None:
        """What is wrong with a text that refers to a cell; with `ends`, it may be an end of the cell's interval."""
        cell = self.cells.get(ref)
        if cell is None:
            return Problem(where, f"a number of a cell that the store does not have: {ref}", short(text), do=MEND)
        value = self.printed[ref]
        if text == value or spaced(text) == value or (ends and self.end_of(ref, text)):
            return None
        if self.in_words(ref, text):
            return None
        what = f"a number that is not its cell's: {ref}"
        if not cell.visible and has_figure(text):
            what = f"a number where its cell is hidden: {ref}"
        return Problem(where, what, short(text), value, MEND)

    def about_problem(self, where: str, ref: str, about: str) -> Problem | None:
        """What is wrong with the words that say what a cell counts: names, numerator and base.

        The words may be chosen freely; the names must be the cell's, and no figure may stand in them but those of the
        names, the count and the base.
        """
        cell = self.cells.get(ref)
        if cell is None or (ref, about) in self._right:
            return None
        if cell.question != POPULATION and not self.inputs.question(cell.asked):
            same = spaced(about) == spaced(cell.note)
            what = f"a number is described as what its cell does not count: {ref}"
            return None if same else Problem(where, what, short(about), cell.note, MEND)
        rest = spaced(about)
        for part in (*self._names(cell), *self._sizes(cell)):
            if part not in rest:
                return Problem(
                    where, f"a number is described as what its cell does not count: {ref}", about, part, MEND
                )
            rest = rest.replace(part, " ", 1)
        if has_figure(rest):
            return Problem(where, f"a description with a figure that is not its cell's: {ref}", about, "", MEND)
        # Most numbers are shown in several files, each time in the same words.
        self._right.add((ref, about))
        return None

    def _names(self, cell: Cell) -> list[str]:
        """What a description must say: the question's number and short name, the group, the answer."""
        if cell.question == POPULATION:
            return [spaced(name) for name in names_of(cell, self.inputs)]
        question = self.inputs.question(cell.asked)
        option = self.inputs.option_label(cell.asked, cell.option)
        names = [str(question.get("number", "")), str(question.get("short", ""))]
        names.append(self.inputs.level_label(cell.breakdown, cell.level))
        names.append(_MEASURES[cell.measure] if cell.measure in _MEASURES and cell.option == "base" else option)
        if cell.measure == "difference":
            names.append(self.inputs.level_label(cell.breakdown, self._first_of_table[cell.table].level))
        return [spaced(name) for name in names]

    def _sizes(self, cell: Cell) -> list[str]:
        """Of a share, its count and base as the description says them."""
        count = self.cells.get(cell.cell.partition("!")[0])
        base = self.cells.get(cell.base_cell)
        if count is None or base is None or cell.measure in ("count", "difference", "mentions", "effective"):
            return []
        if cell.measure in _MEASURES:
            return [self.printed[base.cell]]
        return [f"{self.printed[count.cell]} of {self.printed[base.cell]}"]
