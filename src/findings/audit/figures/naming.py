"""The names in the words of a chart: each number follows the name of its answer, of its group and of its question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from findings.audit.figures.lookup import Lookup
from findings.audit.figures.notebooks import Spans
from findings.audit.figures.populations import POPULATION, people, title_of
from findings.audit.figures.text import spaced
from findings.evidence.cell import Cell


class Naming:
    """The names of answers, groups and questions, as the parameters give them to the cells of a store."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup, inputs = lookup, lookup.inputs
        self._answers: dict[str, set[str]] = {}
        self._groups: dict[str, set[str]] = {}
        asked = {cell.asked for cell in lookup.cells.values() if inputs.question(cell.asked)}
        self._questions = {name for question in asked for name in _names_of(question, lookup)}
        for cell in lookup.cells.values():
            of = cell.breakdown if cell.question == POPULATION else cell.asked
            self._groups.setdefault(of, set()).add(inputs.level_label(cell.breakdown, cell.level))
            self._answers.setdefault(of, set()).add(inputs.option_label(cell.asked, cell.option))

    def misnamed(self, alt: Spans) -> Iterator[tuple[Cell, str]]:
        """Every number of a chart's words that stands at another's name, with the names that it stands at.

        The title and what is told bar by bar name things in another order ("Agree: Individuals 60%", "Individuals:
        Agree 60%"), so that names are told apart by what they name: the last answer, group and question that were
        named before a number are its own. A name that is that of an answer and of a group is taken for either.
        """
        before: list[str] = []
        for span in alt:
            cell = self._lookup.cells.get(str(span.get("ref", "")))
            if span.get("origin") == "label":
                before.append(spaced(str(span.get("text", ""))))
            elif cell is not None and not self._fit(cell, before):
                yield cell, " / ".join(before[-3:])

    def _fit(self, cell: Cell, before: Sequence[str]) -> bool:
        inputs = self._lookup.inputs
        level = inputs.level_label(cell.breakdown, cell.level)
        if cell.question == POPULATION:
            group = _last(before, {level}, self._groups[cell.breakdown])
            return group is True and before[-1:] == [title_of(people(cell, inputs))]
        answers, groups = self._answers.get(cell.asked, set()), self._groups.get(cell.asked, set())
        answer = _last(before, {inputs.option_label(cell.asked, cell.option)}, answers - groups - self._questions)
        group = _last(before, {level}, groups - answers - self._questions)
        question = _last(before, _names_of(cell.asked, self._lookup), self._questions - answers - groups)
        named = answer is True or cell.option.startswith("base")
        return named and (group is True or (not cell.level and group is None)) and question is not False


def _last(before: Sequence[str], own: Set[str], rivals: Set[str]) -> bool | None:
    """Whether the last name of a kind is a cell's own; None where none was named."""
    return next((name in own for name in reversed(before) if name in own or name in rivals), None)


def _names_of(asked: str, lookup: Lookup) -> frozenset[str]:
    """What a question is called: its heading, its short name, its number."""
    inputs = lookup.inputs
    number = spaced(str(inputs.question(asked).get("number", "")))
    also = inputs.heads_of_coded(asked) if asked in inputs.coded else ()
    return frozenset((inputs.question_heading(asked), inputs.short_name(asked), number, *also))
