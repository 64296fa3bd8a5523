"""The data block: what the page can say about each of its numbers, as JSON that its script reads.

It holds released cells and words of the parameters, and nothing else: no path, no hash, no name of a run. A cell is a
list (see `COLUMNS`) whose last empty values are left out; whatever is said of many cells stands once, in a list of its
own, and is referred to by its place there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from findings.consultation.madeup import MARK
from findings.consultation.model import CROSSED, Kind
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import OF_CODERS, PERCENTAGES, Cell, Measure, Status
from findings.evidence.mark import NOTICE
from findings.evidence.methods import Method
from findings.evidence.store import Evidence
from findings.exhibits.coded import coded_as, is_coded, is_of_section, is_of_submissions, part_of
from findings.exhibits.wording import long_date
from findings.publishing.printed import Printed, printed_cells

COLUMNS = (
    "table", "option", "level", "measure", "text", "whom", "base", "printed", "from", "note", "low", "high", "rounded",
    "kind",
)  # fmt: skip
"""What the values of a cell are, in their order.

`table`, `option`, `level`, `measure`, `whom`, `note` and `kind` are places in the lists of those names, `printed`
places in `printed`; `base` is the number of a cell counted from one, and nought for none; `from` are numbers of cells.
"""
_ANSWER_BASES = (BASE, "base_answered", "base_asked", "base_scored", "not_asked")


def asked_json(
    evidence: Evidence | None, notebook: NotebookNode, files: Mapping[str, str], words: Mapping[str, str]
) -> str:
    """The block as text that can stand in a `script` element.

    Parameters
    ----------
    evidence
        The store; without one no number can be asked.
    notebook
        The combined notebook: only cells that it shows are told, and those that they name.
    files
        Chapter -> the file of its executed notebook, for auditors.
    words
        What the script says; see `findings.publishing.furniture`.
    """
    block: dict[str, Any] = {"words": dict(words), "cells": []}
    if evidence is not None:
        printed = printed_cells(notebook)
        block |= _Block(evidence, files).told(_named(evidence, printed), printed)
    text = json.dumps(block, ensure_ascii=False, separators=(",", ":"))
    # Nothing in it can end the element or begin a comment; JSON reads the same.
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def numerator_of(cell: Cell) -> str:
    """The count that a share is made of; empty for a cell that is no share."""
    return cell.cell.partition("!")[0] if cell.measure in PERCENTAGES else ""


def base_of(evidence: Evidence, cell: Cell) -> str:
    """The base that a cell is read with: its own, or that of its group; empty where there is none."""
    if cell.base_cell or cell.measure != Measure.COUNT or cell.option in _ANSWER_BASES:
        return cell.base_cell
    base = CellId(cell.asked, BASE, cell.breakdown, cell.level, filter=cell.filter).text
    return base if base in evidence.cells else ""


def origins_of(cell: Cell) -> tuple[str, ...]:
    """The cells that a cell is made of, where they are more than its own count."""
    return () if numerator_of(cell) or cell.measure in OF_CODERS else cell.origins


def _named(evidence: Evidence, shown: Iterable[str]) -> tuple[Cell, ...]:
    """The cells that are shown, then those that these name, and so on."""
    found: dict[str, Cell] = {}
    waiting = [ref for ref in shown if ref in evidence.cells]
    while waiting:
        new = [evidence.cells[ref] for ref in dict.fromkeys(waiting) if ref not in found]
        found |= {cell.cell: cell for cell in new}
        waiting = [
            ref
            for cell in new
            for ref in (numerator_of(cell), base_of(evidence, cell), *origins_of(cell))
            if ref in evidence.cells
        ]
    return tuple(found.values())


@dataclass
class _List:
    """Things that many cells share, each once."""

    places: dict[Any, int] = field(default_factory=dict)

    def place(self, thing: Any) -> int:
        return self.places.setdefault(thing, len(self.places))

    def told(self) -> list[Any]:
        return [list(thing) if isinstance(thing, tuple) else thing for thing in self.places]


class _Block:
    """The lists, filled while cells are told."""

    def __init__(self, evidence: Evidence, files: Mapping[str, str]) -> None:
        self.evidence, self.story, self.files = evidence, evidence.story, files
        self.lists = {
            name: _List() for name in ("table", "option", "level", "measure", "whom", "note", "kind", "notebook")
        }
        self.lists["printed"] = _List()
        self.lists["level"].place(("", ""))
        self.lists["note"].place("")
        self.lists["kind"].place(str(self.story.source_kind))

    def told(self, cells: tuple[Cell, ...], printed: Mapping[str, tuple[Printed, ...]]) -> dict[str, Any]:
        numbers = {cell.cell: number for number, cell in enumerate(cells)}
        rows = [self._row(cell, numbers, printed.get(cell.cell, ())) for cell in cells]
        asked = dict.fromkeys(cell.asked for cell in cells)
        breakdowns = dict.fromkeys(cell.breakdown for cell in cells if cell.breakdown)
        return {
            **self._report(breakdowns),
            "questions": {name: self._question(name) for name in asked if name in self.story.questionnaire.questions},
            "breakdowns": {name: self._breakdown(name) for name in breakdowns},
            **{name: known.told() for name, known in self.lists.items()},
            "cells": rows,
        }

    def _report(self, breakdowns: Iterable[str]) -> dict[str, Any]:
        """What is true of the whole report."""
        story = self.story
        told: dict[str, Any] = {"source": story.data_source, "funnel": story.funnel_source}
        if story.protection.threshold:
            told["threshold"] = story.protection.threshold
        else:
            told["because"] = story.protection.reason
        if story.made_up:
            told["made_up"] = [MARK, NOTICE]
        if story.until:
            told["until"] = long_date(story.until)
        populations = {name: story.populations[name] for name in breakdowns if name in story.populations}
        if populations:
            told["populations"] = {name: [said.unit, said.source] for name, said in populations.items()}
        return told

    def _question(self, name: str) -> dict[str, Any]:
        questionnaire = self.story.questionnaire
        question = questionnaire.questions[name]
        told: dict[str, Any] = {
            "number": question.number,
            "short": question.short,
            "wording": question.wording,
            "kind": str(question.kind),
        }
        matrix = questionnaire.matrices.get(question.matrix)
        if matrix and question.kind is not Kind.RANKING:
            told["matrix"] = matrix.wording
        asked = [
            [other.number, other.short, [self.story.option_label(ref, option) for option in options]]
            for ref, options in question.asked_if.items()
            if (other := questionnaire.questions.get(ref))
        ]
        options = questionnaire.scale_of(name).options.values()
        left_out = [option.label for option in options if option.kind in question.leave_out_of_base]
        own = {Kind.MULTIPLE: Method.SEVERAL, Kind.RANKING: Method.RANKING, Kind.NUMERIC: Method.NUMBERS,
               Kind.OPEN: Method.WORDS}.get(question.kind, Method.SCORES)  # fmt: skip
        if is_coded(self.evidence, name):
            return told | self._coded(name) | ({"asked": asked} if asked else {})
        extra = {"asked": asked, "left_out": left_out, "method": str(own) if own in self.story.methods else ""}
        return told | {key: value for key, value in extra.items() if value}

    def _coded(self, name: str) -> dict[str, Any]:
        """That coders gave it, what they gave, and of submissions what one is and where they can be read."""
        told = {"coded": coded_as(self.evidence, name).removeprefix("_")}
        if is_of_section(self.evidence, name):
            told["coded"] = "section"
        if is_of_submissions(self.evidence, name):
            submissions = self.story.submissions[part_of(name)]
            told |= {"unit": submissions.unit, "source": submissions.source}
        return told

    def _breakdown(self, name: str) -> list[str]:
        """Its title, and what must be known of its groups."""
        questionnaire = self.story.questionnaire
        breakdown = questionnaire.breakdowns[name]
        asked = questionnaire.questions.get(breakdown.question)
        if CROSSED in name:
            return [breakdown.title, str(Method.CROSSED)]
        if asked is not None and asked.kind is Kind.MULTIPLE:
            return [breakdown.title, str(Method.OVERLAPPING)]
        return [breakdown.title]

    def _row(self, cell: Cell, numbers: Mapping[str, int], printed: tuple[Printed, ...]) -> list[Any]:
        lists = self.lists
        in_notebooks = [(lists["notebook"].place(self.files[name]), at) for name, at in printed if name in self.files]
        base = numbers.get(base_of(self.evidence, cell))
        values = [
            lists["table"].place((cell.asked, cell.breakdown, cell.filter)),
            lists["option"].place((cell.option, self._option(cell))),
            lists["level"].place((cell.level, self._level(cell))),
            lists["measure"].place(cell.measure),
            cell.text,
            lists["whom"].place(cell.base_kind),
            0 if base is None else base + 1,
            [lists["printed"].place(place) for place in in_notebooks],
            [numbers[ref] for ref in origins_of(cell) if ref in numbers],
            lists["note"].place(cell.note),
            cell.low,
            cell.high,
            1 if cell.status is Status.ROUNDED else 0,
            lists["kind"].place(str(cell.source_kind)),
        ]
        while not values[-1]:
            values.pop()
        return values

    def _option(self, cell: Cell) -> str:
        known = cell.asked in self.story.questionnaire.questions
        return self.story.option_label(cell.asked, cell.option) if known else ""

    def _level(self, cell: Cell) -> str:
        return self.story.level_label(cell.breakdown, cell.level) if cell.level else ""
