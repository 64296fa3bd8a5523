"""What anyone can add up: a total and the counts that it is the sum of."""

from __future__ import annotations

from dataclasses import dataclass


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
