"""What anyone can add up: a total and the counts that it is the sum of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.names import CellId
from findings.evidence.cell import Cell, Measure


@dataclass(frozen=True)
class Relation:
    """`total` is the sum of `parts`; all are identifiers of counts.

    Options add up to their base, groups to all respondents, larger groups are sums of smaller ones.
    Whoever reads the tables knows these sums, so a hidden part can be found from its neighbours.

    Examples
    --------
    >>> Relation("q1#base", ("q1#yes", "q1#no")).members
    ('q1#base', 'q1#yes', 'q1#no')
    """

    total: str
    parts: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


@dataclass(frozen=True)
class AtMost:
    """The counts `smaller` add up to at most what the counts `larger` add up to, whatever anybody answered.

    Who named a theme in any of two answers are at least as many as in one of them, and at most as many as in both
    together. No sum says so, and yet a reader knows it.

    Parameters
    ----------
    smaller, larger
        Identifiers of counts.
    derived
        The one among them that is made of the others, and gives way where they give a hidden count away.
    """

    smaller: tuple[str, ...]
    larger: tuple[str, ...]
    derived: str

    @property
    def members(self) -> tuple[str, ...]:
        """All counts of it."""
        return (*self.smaller, *self.larger)


def sums_of_nets(cells: Sequence[Cell]) -> tuple[Relation, ...]:
    """The nets among counts that are the sum of what they are made of.

    Where a respondent may give several answers, a net counts who gave any of them and is no sum. Beside such a net
    stands the count of all others (`not_net_agree`); beside a sum none does, and that tells them apart.
    """
    counted = {cell.cell: cell for cell in cells if cell.measure == Measure.COUNT}
    return tuple(
        Relation(name, cell.origins)
        for name, cell in counted.items()
        if cell.origins and CellId(cell.asked, f"not_{cell.option}", cell.breakdown, cell.level).text not in counted
    )
