"""The reader's numbers: chapters and sections, tables and figures in reading order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from findings.errors import NotebookFailed, Problem


@dataclass(frozen=True)
class Place:
    """A number as the reader sees it, and the anchor that links point to."""

    number: str
    anchor: str


@dataclass
class Counter:
    """Where the numbering stands while a report is read from front to back.

    Examples
    --------
    >>> counter = Counter()
    >>> counter.heading(1, "who", "notebook 'who', cell 1")
    Place(number='1', anchor='who')
    >>> counter.heading(2, "where they live", "notebook 'who', cell 2")
    Place(number='1.1', anchor='where-they-live')
    >>> counter.exhibit("Table", "q1"), counter.exhibit("Figure", "q1"), counter.exhibit("Table", "q1")
    (Place(number='Table 1.1', anchor='table-q1'), Place(number='Figure 1.1', anchor='figure-q1'), \
Place(number='Table 1.2', anchor='table-q1-2'))
    """

    _levels: list[int] = field(default_factory=list)
    _exhibits: dict[str, int] = field(default_factory=dict)
    _anchors: set[str] = field(default_factory=set)

    def heading(self, level: int, anchor: str, where: str) -> Place:
        """Number the next heading; a level of 1 begins a chapter.

        Raises
        ------
        NotebookFailed
            If the heading stands more than one level below the one before it: readers who listen
            find their way by the levels, and PDF/UA-1 refuses a gap.
        """
        if not 1 <= level <= len(self._levels) + 1:
            allowed = " or ".join(str(number) for number in range(1, len(self._levels) + 2))
            raise NotebookFailed(
                [Problem(where, "a heading that skips a level", str(level), allowed, "Give it the next level.")]
            )
        self._levels = [*self._levels[:level], 0][:level]
        self._levels[level - 1] += 1
        if level == 1:
            self._exhibits = {}
        return Place(".".join(str(number) for number in self._levels), self._unique(anchor or "section"))

    def exhibit(self, kind: str, identifier: str) -> Place:
        """Number the next table or figure of the chapter."""
        self._exhibits[kind] = self._exhibits.get(kind, 0) + 1
        chapter = self._levels[0] if self._levels else 0
        return Place(f"{kind} {chapter}.{self._exhibits[kind]}", self._unique(f"{kind.lower()}-{identifier}"))

    def _unique(self, wanted: str) -> str:
        # Cells' identifiers hold a '#', so no anchor made here can be one of theirs.
        plain = re.sub(r"[^a-z0-9._]+", "-", wanted.lower()).strip("-") or "section"
        anchor, times = plain, 1
        while anchor in self._anchors:
            times += 1
            anchor = f"{plain}-{times}"
        self._anchors.add(anchor)
        return anchor
