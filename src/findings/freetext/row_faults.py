"""What is wrong with rows of files, told once for all rows of which it is so."""

from __future__ import annotations

from dataclasses import dataclass, field

from findings.errors import Problem
from findings.freetext.layouts import rows_named

LONGEST_FOUND = 40
"""Letters; what is longer may be a respondent's words, as where the columns of a file are shifted."""
_Key = tuple[str, str, str, str, str, str]


@dataclass
class RowFaults:
    """Faults by what they say, each with the rows that have it; what was found is told as `short` tells it.

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
        self, file: str, row: int, what: str, found: str = "", allowed: str = "", do: str = "", column: str = "",
        *, whole: bool = False,
    ) -> None:  # fmt: skip
        """One row of which something is so; `whole` where what was found is made of known names and codes alone."""
        rows = self._rows.setdefault((file, column, what, found if whole else short(found), allowed, do), [])
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


def short(text: str) -> str:
    """A text as a message may tell it: one that is longer than a code or a date only by its length.

    Examples
    --------
    >>> short("parkng"), short("My mother waited for a year. " * 2)
    ('parkng', 'a text of 58 letters')
    """
    return text if len(text) <= LONGEST_FOUND else f"a text of {len(text):,} letters"
