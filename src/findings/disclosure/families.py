"""Tables that share a sum belong together and are protected together; others are none of their business.

The work of protecting a family grows faster than its size, so a questionnaire is taken apart first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.names import FUNNEL, SAMPLE
from findings.disclosure.guard import made_of
from findings.evidence.cell import Cell
from findings.evidence.relation import Relation

ADMINISTRATIVE = frozenset({FUNNEL, SAMPLE})
"""Counts of forms on their way in, and what weighing did to a sample: nobody's answer."""


@dataclass(frozen=True)
class Family:
    """Questions whose tables share sums, with all their cells."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]

    @property
    def administrative(self) -> bool:
        """Whether it counts forms and not answers."""
        return all(cell.question in ADMINISTRATIVE for cell in self.cells)


def families(cells: Sequence[Cell], relations: Sequence[Relation]) -> tuple[Family, ...]:
    """Take the cells apart into families, in the order of their first cells.

    All cells of a question are of one family; a sum over several questions makes them one, and so does a cell that is
    made of another question's.
    """
    question_of = {cell.cell: cell.question for cell in cells}
    head = {question: question for question in question_of.values()}

    def head_of(question: str) -> str:
        while head[question] != question:
            question = head[question]
        return question

    for relation in relations:
        first, *others = dict.fromkeys(head_of(question_of[member]) for member in relation.members)
        for other in others:
            head[other] = first
    for cell in cells:
        for name in made_of(cell):
            first, other = head_of(cell.question), head_of(question_of.get(name, cell.question))
            if first != other:
                head[other] = first
    own_cells: dict[str, list[Cell]] = {}
    for cell in cells:
        own_cells.setdefault(head_of(cell.question), []).append(cell)
    own_relations: dict[str, list[Relation]] = {}
    for relation in relations:
        own_relations.setdefault(head_of(question_of[relation.total]), []).append(relation)
    return tuple(Family(tuple(own), tuple(own_relations.get(name, ()))) for name, own in own_cells.items())
