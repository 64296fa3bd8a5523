"""The rows that a count counts, found again in `restricted/responses.parquet`.

One row is one analysed response: `response_id`, `source_row` (its line in the file received), and a
column a question with the name of the option chosen, or not_answered, or not_asked. The rows are
filtered here by plain comparison, not by the code that made the tables, so that a fault there shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from findings.audit.lineage import Lineage, Names
from findings.consultation.names import NOT_ANSWERED, NOT_ASKED, CellId
from findings.errors import Problem, VerificationFailed

RESPONSES = "restricted/responses.parquet"


@dataclass(frozen=True)
class SourceRow:
    """One response: its identifier and the row of the file received."""

    response: str
    row: str


@dataclass(frozen=True)
class Conditions:
    """What a row must hold to be counted: for each column, the values that count."""

    columns: tuple[tuple[str, Names], ...]

    @property
    def text(self) -> str:
        """The conditions in words."""
        return " and ".join(f"{column} is {' or '.join(values)}" for column, values in self.columns)


def conditions_of(cell: CellId, lineage: Lineage) -> Conditions | None:
    """What makes a row count in `cell` (a count), or None where the lineage does not say.

    A crossed breakdown (`area.x.age`) gives one condition for each of its levels.
    """
    column = f"{cell.question}.{cell.item}" if cell.item else cell.question
    needed: list[tuple[str, Names | None]] = [(column, lineage.values_of(cell.question, cell.option))]
    breakdowns = cell.breakdown.split(".x.") if cell.breakdown else []
    levels = cell.level.split(".") if cell.level else []
    for breakdown, level in zip(breakdowns, levels, strict=True):
        question = lineage.breakdown_question.get(breakdown, breakdown)
        # Who did not say which group is theirs stands in a level of its own.
        unsaid = (level,) if level in (NOT_ANSWERED, NOT_ASKED) else None
        needed.append((question, lineage.groups.get(breakdown, {}).get(level, unsaid)))
    if cell.filter:
        kept = lineage.filters.get(cell.filter)
        needed += kept.items() if kept is not None else [(cell.filter, None)]
    columns = [(name, values) for name, values in needed if values is not None]
    return Conditions(tuple(columns)) if len(columns) == len(needed) else None


def rows_of(conditions: Conditions, run: Path) -> tuple[SourceRow, ...]:
    """The responses that meet every condition, in the order of the file.

    Raises
    ------
    VerificationFailed
        If the responses are missing, or lack a column that the conditions name.
    """
    import pyarrow.parquet as parquet  # type: ignore[import-untyped]

    path = run / RESPONSES
    if not path.is_file():
        raise VerificationFailed([Problem(RESPONSES, "the analysed responses are missing")])
    names = list(dict.fromkeys(["response_id", "source_row", *(name for name, _ in conditions.columns)]))
    missing = [name for name in names if name not in parquet.read_schema(path).names]
    if missing:
        raise VerificationFailed([Problem(RESPONSES, "a column is missing", name) for name in missing])
    columns = parquet.read_table(path, columns=names).to_pydict()
    return tuple(
        SourceRow(str(columns["response_id"][n]), str(columns["source_row"][n]))
        for n in range(len(columns["response_id"]))
        if all(columns[name][n] in values for name, values in conditions.columns)
    )
