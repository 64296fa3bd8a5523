"""Made-up data are known by their own marks, whatever the parameters say.

A row is marked by its cell in the column `made_up`, by an identifier that begins as those of a rehearsal do, or, in a
file that a run wrote, by `source_kind`. The first column needs no listing; neither `ignored_columns` nor `never_read`
nor a question can take a mark away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.madeup import COLUMN, ID_PREFIX, VALUE
from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem
from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.intake.export import Column
from findings.intake.file import Rows


def is_mark(heading: str) -> bool:
    """Whether a heading is that of the column that says so, however a spreadsheet wrote it.

    Examples
    --------
    >>> is_mark("made_up"), is_mark("Made up"), is_mark("Made up by whom?")
    (True, True, False)
    """
    return as_compared(heading.replace("_", " ")) == COLUMN.replace("_", " ")


@dataclass(frozen=True)
class Verdict:
    """How many rows of a file say that they are made up.

    Parameters
    ----------
    marked, first_marked, unmarked, first_unmarked
        How many rows do and do not, and the first of each.
    column, found
        A column that is there to say so, and what its first row says; empty without one.
    """

    marked: int = 0
    first_marked: int = 0
    unmarked: int = 0
    first_unmarked: int = 0
    column: str = ""
    found: str = ""


class Marks:
    """Looks for the marks in the rows of a file, part by part.

    Parameters
    ----------
    columns
        The columns of the file.
    id_column
        The name of the column of identifiers; empty without one.
    """

    def __init__(self, columns: Sequence[Column], id_column: str) -> None:
        names = [column.name for column in columns]
        self._marks = [name for name in names if is_mark(name)]
        self._kinds = [name for name in names if as_compared(name) == SOURCE_KIND]
        self._ids = [id_column] if id_column in names else []
        self.columns = tuple(dict.fromkeys((*self._marks, *self._kinds, *self._ids)))
        self.verdict = Verdict(column=self._marks[0] if self._marks else "")

    def add(self, numbers: Sequence[int], cells: Mapping[str, Sequence[str]]) -> None:
        """Look at the next rows: the cells of `columns`."""
        if not numbers:
            return
        told = [False] * len(numbers)
        for names, says in ((self._marks, _says_made_up), (self._kinds, _kind_made_up), (self._ids, _is_made_up_id)):
            for name in names:
                known = {text: says(text) for text in set(cells[name])}
                told = [before or known[text] for before, text in zip(told, cells[name], strict=True)]
        old = self.verdict
        marked = sum(told)
        self.verdict = Verdict(
            old.marked + marked,
            old.first_marked or (numbers[told.index(True)] if marked else 0),
            old.unmarked + len(told) - marked,
            old.first_unmarked or (numbers[told.index(False)] if marked < len(told) else 0),
            old.column,
            old.found if old.marked or old.unmarked or not old.column else cells[old.column][0].strip(),
        )


def kind_of_rows(file: str, verdict: Verdict, real: SourceKind) -> SourceKind:
    """Made up if every row of the file is marked, `real` if none is.

    Raises
    ------
    InputRefused
        If some rows are marked and others not, or the column is there and marks nothing.
    """
    if not verdict.column and not verdict.marked:
        return real
    if verdict.marked and not verdict.unmarked:
        return SourceKind.MADE_UP
    raise InputRefused([_mixed(file, verdict) if verdict.marked else _says_nothing(file, verdict)])


def source_kind(file: Rows, id_column: str, real: SourceKind) -> SourceKind:
    """Of a small file that was read whole: made up if every row is marked, `real` if none is.

    Raises
    ------
    InputRefused
        If some rows are marked and others not, or the column is there and marks nothing.
    """
    marks = Marks([Column(heading, heading) for heading in file.header], id_column)
    columns = dict(zip(file.header, zip(*file.rows, strict=True), strict=True))
    marks.add(file.numbers, {name: columns[name] for name in marks.columns})
    return kind_of_rows(file.name, marks.verdict, real)


def question_problems(columns: Sequence[tuple[str, str]], file: str) -> list[Problem]:
    """A problem for each question (name, heading) that would read the mark as its answers."""
    return [
        Problem(
            f"{file}, row 1, column '{heading}'",
            f"the column of question {name} is the one that says that responses are made up",
            heading,
            do="Give the question's column another heading, in the file and in its 'column'.",
        )
        for name, heading in columns
        if is_mark(heading)
    ]


def _says_made_up(text: str) -> bool:
    return as_compared(text) == VALUE


def _kind_made_up(text: str) -> bool:
    return as_compared(text) == SourceKind.MADE_UP


def _is_made_up_id(identifier: str) -> bool:
    return identifier.strip().casefold().startswith(ID_PREFIX)


def _mixed(file: str, verdict: Verdict) -> Problem:
    return Problem(
        file,
        "made-up responses stand among others",
        f"{verdict.marked} made up, the first on row {verdict.first_marked}; "
        f"{verdict.unmarked} not marked, the first on row {verdict.first_unmarked}",
        "a file that is made up as a whole, or not at all",
        f"Take out the made-up rows: '{COLUMN}' says '{VALUE}', or the identifier begins with '{ID_PREFIX}'.",
    )


def _says_nothing(file: str, verdict: Verdict) -> Problem:
    return Problem(
        f"{file}, row {verdict.first_unmarked}, column '{verdict.column}'",
        "a column that marks made-up data and marks no row",
        verdict.found[:80] or "an empty cell",
        VALUE,
        "Write it in every row if the data are made up; else delete the column.",
    )
