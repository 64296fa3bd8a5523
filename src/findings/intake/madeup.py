"""Made-up data are known by their own marks, whatever the parameters say.

A row is marked by its cell in the column `made_up`, by an identifier that begins as those of a rehearsal do, or, in a
file that a run wrote, by `source_kind`. The first column needs no listing; neither `ignored_columns` nor `never_read`
nor a question can take a mark away.
"""

from __future__ import annotations

from collections.abc import Sequence

from findings.consultation.madeup import COLUMN, ID_PREFIX, VALUE
from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem
from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.intake.file import Rows


def is_mark(heading: str) -> bool:
    """Whether a heading is that of the column that says so, however a spreadsheet wrote it.

    Examples
    --------
    >>> is_mark("made_up"), is_mark("Made up"), is_mark("Made up by whom?")
    (True, True, False)
    """
    return as_compared(heading.replace("_", " ")) == COLUMN.replace("_", " ")


def source_kind(file: Rows, id_column: str, real: SourceKind) -> SourceKind:
    """Made up if every row of the file is marked, `real` if none is.

    Parameters
    ----------
    file
        The file as read.
    id_column
        The heading of the identifiers; empty for a tally.
    real
        What the data are if they are not made up.

    Raises
    ------
    InputRefused
        If some rows are marked and others not, or the column is there and marks nothing.
    """
    columns = [place for place, heading in enumerate(file.header) if is_mark(heading)]
    kinds = [place for place, heading in enumerate(file.header) if as_compared(heading) == SOURCE_KIND]
    identifiers = file.header.index(id_column) if id_column in file.header else None
    marked = [
        any(as_compared(row[place]) == VALUE for place in columns)
        or any(as_compared(row[place]) == SourceKind.MADE_UP for place in kinds)
        or (identifiers is not None and _is_made_up_id(row[identifiers]))
        for row in file.rows
    ]
    if not columns and not any(marked):
        return real
    if all(marked):
        return SourceKind.MADE_UP
    raise InputRefused([_mixed(file, marked) if any(marked) else _says_nothing(file, columns)])


def question_problems(columns: Sequence[tuple[str, str]], file: Rows) -> list[Problem]:
    """A problem for each question (name, heading) that would read the mark as its answers."""
    return [
        Problem(
            f"{file.name}, row 1, column '{heading}'",
            f"the column of question {name} is the one that says that responses are made up",
            heading,
            do="Give the question's column another heading, in the file and in its 'column'.",
        )
        for name, heading in columns
        if is_mark(heading)
    ]


def _is_made_up_id(identifier: str) -> bool:
    return identifier.casefold().startswith(ID_PREFIX)


def _mixed(file: Rows, marked: list[bool]) -> Problem:
    made_up, real = sum(marked), len(marked) - sum(marked)
    return Problem(
        file.name,
        "made-up responses stand among others",
        f"{made_up} made up, the first on row {file.numbers[marked.index(True)]}; "
        f"{real} not marked, the first on row {file.numbers[marked.index(False)]}",
        "a file that is made up as a whole, or not at all",
        f"Take out the made-up rows: '{COLUMN}' says '{VALUE}', or the identifier begins with '{ID_PREFIX}'.",
    )


def _says_nothing(file: Rows, columns: list[int]) -> Problem:
    found = file.rows[0][columns[0]][:80] or "an empty cell"
    return Problem(
        f"{file.name}, row {file.numbers[0]}, column '{file.header[columns[0]]}'",
        "a column that marks made-up data and marks no row",
        found,
        VALUE,
        "Write it in every row if the data are made up; else delete the column.",
    )
