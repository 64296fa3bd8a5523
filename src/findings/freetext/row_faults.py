"""What is wrong with rows of files, told once for all rows of which it is so."""

from __future__ import annotations

from dataclasses import dataclass, field

from findings.errors import Problem
from findings.freetext.layouts import rows_named

_Key = tuple[str, str, str, str, str, str]


@dataclass
class RowFaults:
    """Faults by what they say, each with the rows that have it.

    Examples
    --------
    >>> faults = RowFaults()
    >>> for row in (3, 9):
    ...     faults.add("team.csv", row, "a code outside the code frame", "parkng", do="Did you mean 'parking'?")
    >>> print(faults.problems[0])
    team.csv, rows 3 and 9: a code outside the code frame
      found:   parkng
      do:      Did you mean 'parking'?
    """

    _rows: dict[_Key, list[int]] = field(default_factory=dict)
    _other: list[Problem] = field(default_factory=list)

    def add(
        self, file: str, row: int, what: str, found: str = "", allowed: str = "", do: str = "", column: str = ""
    ) -> None:
        """One row of which something is so."""
        rows = self._rows.setdefault((file, column, what, found, allowed, do), [])
        if not rows or rows[-1] != row:
            rows.append(row)

    def say(self, problem: Problem) -> None:
        """A problem of something else than rows of one file."""
        self._other.append(problem)

    @property
    def problems(self) -> list[Problem]:
        """Every problem, in the order in which the first row of each was read."""
        found = []
        for (file, column, what, text, allowed, do), rows in self._rows.items():
            where = f"{file}, {rows_named(rows)}" + (f", column '{column}'" if column else "")
            found.append(Problem(where, what, text, allowed, do))
        return [*found, *self._other]
