"""The rows that a count counts, found again in `restricted/responses.parquet`.

One row is one analysed response: `response_id`, `source_row` (its line in the file received), and a
column a question with the name of the option chosen, or not_answered, or not_asked. The rows are
filtered here by plain comparison, not by the code that made the tables, so that a fault there shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from findings.audit.condition import UNSAID, Condition, Names, Way
from findings.audit.lineage import Lineage
from findings.consultation.model import CROSSED
from findings.consultation.names import CellId
from findings.errors import Problem, VerificationFailed

if TYPE_CHECKING:
    import pyarrow

RESPONSES = "restricted/responses.parquet"
RESPONSE_ID, SOURCE_ROW, SOURCE_FILE = "response_id", "source_row", "source_file"


@dataclass(frozen=True)
class SourceRow:
    """One response: its identifier, the row of the file received, and the file where there are several."""

    response: str
    row: str
    file: str = ""


@dataclass(frozen=True)
class Matched:
    """How many responses meet the conditions, and the first of them."""

    number: int
    first: tuple[SourceRow, ...]


@dataclass(frozen=True)
class Conditions:
    """What a row must hold to be counted: every one of these."""

    each: tuple[Condition, ...]

    @property
    def text(self) -> str:
        """The conditions in words."""
        return " and ".join(condition.text for condition in self.each) or "every row counts"

    @property
    def columns(self) -> Names:
        """The columns that they look at, each once."""
        return tuple(dict.fromkeys(condition.column for condition in self.each))

    def values(self, column: str, there: Sequence[str]) -> Names:
        """The answers in a column that meet what is asked of it: of those that are named, or else of those there."""
        own = [condition for condition in self.each if condition.column == column]
        named = next((condition.of for condition in own if condition.way is Way.IS), there)
        return tuple(answer for answer in named if all(condition.meets(answer) for condition in own))


def conditions_of(cell: CellId, lineage: Lineage) -> Conditions | None:
    """What makes a row count in `cell` (a count), or None where the lineage does not say.

    A crossed breakdown (`area.x.age`) gives one condition for each of its levels; two conditions on one column that
    name answers (a question by groups of its own answers) become the answers that meet both.
    """
    needed: list[tuple[Condition, ...] | None] = [lineage.conditions(cell.asked, (cell.option,))]
    breakdowns = cell.breakdown.split(CROSSED) if cell.breakdown else []
    levels = cell.level.split(".") if cell.level else []
    for breakdown, level in zip(breakdowns, levels, strict=True):
        question = lineage.breakdown_question.get(breakdown, breakdown)
        # Who did not say which group is theirs stands in a level of its own.
        unsaid = (level,) if level in UNSAID else None
        members = lineage.groups.get(breakdown, {}).get(level, unsaid)
        needed.append(None if members is None else lineage.conditions(question, members))
    if cell.filter:
        kept = lineage.filters.get(cell.filter)
        needed.append(None if kept is None else tuple(Condition(name, Way.IS, of) for name, of in kept.items()))
    if None in needed:
        return None
    met: list[Condition] = []
    for condition in (one for conditions in needed for one in conditions or ()):
        same = [one for one in met if one.column == condition.column and one.way is condition.way is Way.IS]
        if same:
            both = tuple(value for value in same[0].of if value in condition.of)
            met[met.index(same[0])] = Condition(condition.column, Way.IS, both)
        else:
            met.append(condition)
    return Conditions(tuple(met))


def read_responses(run: Path, columns: Sequence[str]) -> pyarrow.Table:
    """These columns of the analysed responses, with `response_id` and `source_row` before them.

    Raises
    ------
    VerificationFailed
        If the responses are missing, cannot be read, or lack a column.
    """
    import pyarrow
    import pyarrow.parquet as parquet

    path = run / RESPONSES
    if not path.is_file():
        raise VerificationFailed([Problem(RESPONSES, "the analysed responses are missing")])
    names = list(dict.fromkeys([RESPONSE_ID, SOURCE_ROW, *columns]))
    try:
        known = parquet.read_schema(path).names
        missing = [name for name in names if name not in known]
        if missing:
            raise VerificationFailed([Problem(RESPONSES, "a column is missing", name) for name in missing])
        return parquet.read_table(path, columns=names)
    except pyarrow.ArrowException as error:
        problem = Problem(
            RESPONSES, "not a Parquet file as a run writes it", do="Ask for the folder as the run left it."
        )
        raise VerificationFailed([problem]) from error


def meeting(responses: pyarrow.Table, conditions: Conditions) -> Any:
    """For each response, whether it meets every condition: an array of true and false."""
    import pyarrow
    import pyarrow.compute as compute

    met: Any = pyarrow.array([True] * responses.num_rows, pyarrow.bool_())
    for name in conditions.columns:
        texts = responses[name].cast(pyarrow.string()).combine_chunks()
        there = [str(text) for text in texts.unique().to_pylist()]
        values = pyarrow.array(conditions.values(name, there), pyarrow.string())
        met = compute.and_(met, compute.is_in(texts, values))
    return met


def has_files(run: Path, lineage: Lineage) -> bool:
    """Whether the responses came in several files, and say in which; a question may be called as that column."""
    import pyarrow
    import pyarrow.parquet as parquet

    path = run / RESPONSES
    if not path.is_file() or SOURCE_FILE in lineage.labels:
        return False
    try:
        return SOURCE_FILE in parquet.read_schema(path).names
    except pyarrow.ArrowException:
        # What is wrong with the file is told where its rows are read.
        return False


def rows_of(conditions: Conditions, run: Path, first: int = 20, *, files: bool = False) -> Matched:
    """The responses that meet every condition, and the `first` of them in the order of the file.

    With `files`, each names its file: the responses came in several.

    Raises
    ------
    VerificationFailed
        If the responses are missing, or lack a column that the conditions name.
    """
    responses = read_responses(run, [*([SOURCE_FILE] if files else []), *conditions.columns])
    met = responses.filter(meeting(responses, conditions))
    shown = met.slice(0, first).to_pydict()
    named = shown[SOURCE_FILE] if files else [""] * len(shown[RESPONSE_ID])
    rows = zip(shown[RESPONSE_ID], shown[SOURCE_ROW], named, strict=True)
    return Matched(met.num_rows, tuple(SourceRow(str(response), str(row), str(file)) for response, row, file in rows))
