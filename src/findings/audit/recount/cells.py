"""Each row of the evidence against what it must be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.audit.recount.evidence import EVIDENCE, HIDDEN, NOT_APPLICABLE, SHOWN, Row
from findings.audit.recount.identifiers import COUNT, FUNNEL
from findings.errors import Problem

STATUSES = (SHOWN, HIDDEN, NOT_APPLICABLE)
RUN_AGAIN = "Do not use this run; run again from the data."


@dataclass(frozen=True)
class Expected:
    """A cell as it must be.

    Parameters
    ----------
    value, columns
        Its value, empty where there is no base, and its columns.
    counts_people
        Whether a count counts respondents, so that it is hidden where it is small.
    also
        Another value that it may have: where a half is met within the last digit of what it is worked out from.
    note
        What stands in its note.
    estimated
        Whether it is no count but an estimate: its form is looked at elsewhere.
    interval
        Whether it may have an interval, which is looked at elsewhere.
    """

    value: str
    columns: Mapping[str, str]
    counts_people: bool = True
    also: str = ""
    note: str = ""
    estimated: bool = False
    interval: bool = False

    @property
    def is_count(self) -> bool:
        """Whether it is how many respondents count under a name."""
        return self.counts_people and self.columns["measure"] == COUNT


def at(cell: str) -> str:
    """Where a cell stands, as messages write it."""
    return f"{EVIDENCE}, {cell}"


def whole_problems(rows: Sequence[Row], expected: Mapping[str, Expected]) -> Iterator[Problem]:
    """Cells twice, cells missing, cells that no table has; whole tables are told once."""
    there = Counter(row["cell"] for row in rows)
    tables = {row["table"] for row in rows}
    for cell, times in there.items():
        if times > 1:
            yield Problem(at(cell), "a cell that stands more than once", f"{times} times", "once", RUN_AGAIN)
    missing = {name: cell.columns["table"] for name, cell in expected.items() if name not in there}
    for table, n in Counter(missing.values()).items():
        if table not in tables:
            yield Problem(at(table), "a declared table is missing", allowed=f"its {n} cells", do=RUN_AGAIN)
    for cell, table in missing.items():
        if table in tables:
            yield Problem(at(cell), "a cell of a declared table is missing", do=RUN_AGAIN)
    declared = {cell.columns["table"] for cell in expected.values()}
    others = [row for row in rows if row["table"].partition(".")[0] != FUNNEL]
    extra = {row["cell"]: row["table"] for row in others if row["cell"] not in expected}
    for table, n in Counter(extra.values()).items():
        if table not in declared:
            yield Problem(at(table), "a table that the plan does not declare", f"{n} of its cells", do=RUN_AGAIN)
    for cell, table in extra.items():
        if table in declared:
            yield Problem(at(cell), "a cell that its table does not have", do=RUN_AGAIN)


def row_problems(row: Row, expected: Expected) -> Iterator[Problem]:
    """What is wrong with a row beside its being hidden: its columns, its status, its value."""
    where = at(row["cell"])
    for column, text in expected.columns.items():
        if row[column] != text:
            what = f"its '{column}' is not what the cell's identifier says"
            yield Problem(where, what, row[column] or "nothing", text or "nothing", RUN_AGAIN)
    status, value = row["status"], row["value"]
    if status not in STATUSES:
        yield Problem(where, "an unknown status", status, ", ".join(STATUSES), RUN_AGAIN)
    elif status == HIDDEN:
        yield from _hidden_row_problems(row)
    elif expected.estimated:
        pass
    elif status == SHOWN and not expected.value:
        yield Problem(where, "shown, and there is nobody to take it of", value, NOT_APPLICABLE, RUN_AGAIN)
    elif status == NOT_APPLICABLE and expected.value:
        yield Problem(where, "not applicable, and there is a base", status, expected.value, RUN_AGAIN)
    elif value not in (expected.value, expected.also or expected.value):
        yield Problem(
            where, "counted again it is another number", value or "nothing", expected.value or "nothing", RUN_AGAIN
        )
    if status != HIDDEN and not expected.interval:
        for column in _numbers(row, ("low", "high")):
            yield Problem(where, f"something in '{column}' that no count gives", row[column], "nothing", RUN_AGAIN)
    if status != HIDDEN and not expected.estimated and row["note"] != expected.note:
        what = "something in 'note' that no count gives"
        yield Problem(where, what, row["note"] or "nothing", expected.note or "nothing", RUN_AGAIN)


def _hidden_row_problems(row: Row) -> Iterator[Problem]:
    """A hidden cell carries no number anywhere; what the number is stays out of the message."""
    for column in _numbers(row, ("value", "low", "high", "note")):
        yield Problem(at(row["cell"]), f"a hidden cell with a number in '{column}'", do="Do not pass this file on.")


def _numbers(row: Row, columns: Sequence[str]) -> Iterator[str]:
    """The columns that hold anything, in figures or in words."""
    return (column for column in columns if row[column])
