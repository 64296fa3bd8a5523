"""Two runs compared: what differs between their inputs, which cells differ, and what made them differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from findings.audit.compare.cause import Cause, Part
from findings.audit.compare.causes import Case, cause_of
from findings.audit.compare.changes import Change, Kind, compare_cells, compared_cells
from findings.audit.compare.combinations import count_combinations
from findings.audit.compare.inputs import Inputs, compare_inputs
from findings.audit.compare.revealed import Revealed, revealed, withheld_questions
from findings.audit.compare.side import Side, read_side
from findings.consultation.names import FUNNEL
from findings.errors import ParameterError, Problem
from findings.evidence.cell import Cell


@dataclass(frozen=True)
class Found:
    """A cell that the runs show otherwise, and what made it so.

    Parameters
    ----------
    withheld
        Whether its numbers are left out, since side by side they would say what one of the runs hides.
    """

    change: Change
    cause: Cause
    withheld: bool = False

    @property
    def first(self) -> str:
        """What the first run shows, or an empty text: a cell that one run hides has no number here."""
        return self._text(self.change.first)

    @property
    def second(self) -> str:
        """What the second run shows, or an empty text."""
        return self._text(self.change.second)

    @property
    def size(self) -> str:
        """The second value less the first, or an empty text."""
        return "" if self.withheld or self.change.kind is Kind.REDEFINED else self.change.size

    @property
    def parts(self) -> tuple[Part, ...]:
        """What each of several causes did, where its numbers may be told."""
        return self.cause.parts if self.numbers_told else ()

    @property
    def numbers_told(self) -> bool:
        """Whether its numbers stand in the comparison."""
        return not self.withheld and self.change.kind not in (Kind.HIDDEN, Kind.SHOWN)

    def _text(self, cell: Cell | None) -> str:
        return cell.text if cell is not None and self.numbers_told else ""


@dataclass(frozen=True)
class Comparison:
    """Two runs compared.

    Parameters
    ----------
    first, second
        The runs.
    inputs
        What differs between what they were made from.
    found
        Every cell that they show otherwise.
    revealed
        What they say together that one of them hides.
    cells
        How many cells were compared: those of either run.
    tables
        The tables that were compared, the funnel left out.
    strangers
        Whether they are runs of two consultations: then only tables that both have are compared, and no cause is
        looked for.
    """

    first: Side
    second: Side
    inputs: Inputs
    found: tuple[Found, ...]
    revealed: tuple[Revealed, ...]
    cells: int
    tables: tuple[str, ...]
    strangers: bool

    @property
    def made_up(self) -> bool:
        """Whether numbers of a rehearsal stand in it."""
        return self.first.made_up or self.second.made_up


def compare_runs(first: Path, second: Path) -> Comparison:
    """Compare two runs.

    Parameters
    ----------
    first, second
        Runs, or folders of editions or consultations (`findings.audit.runfolder`).

    Raises
    ------
    ParameterError
        If there is no such run, or the runs have no table in common.
    VerificationFailed
        If one of them is not as it was left.
    """
    sides = (read_side(first), read_side(second))
    strangers = sides[0].consultation != sides[1].consultation
    common = [table for table in sides[1].tables if table in sides[0].tables]
    if not common:
        raise ParameterError([_nothing_in_common(*sides)])
    every = tuple(dict.fromkeys((*sides[1].tables, *sides[0].tables)))
    tables = tuple(common) if strangers else every
    looked_at = tables if strangers else (FUNNEL, *tables)
    inputs = compare_inputs(*sides)
    changes = compare_cells(*sides, looked_at)
    warnings = () if strangers else revealed(*sides, inputs.source)
    withheld = withheld_questions(warnings)
    causes = _strange(changes) if strangers else _causes(sides, inputs, changes)
    return Comparison(
        *sides,
        inputs=inputs,
        found=tuple(
            Found(change, cause, change.any_cell.asked in withheld)
            for change, cause in zip(changes, causes, strict=True)
        ),
        revealed=warnings,
        cells=compared_cells(*sides, looked_at),
        tables=tables,
        strangers=strangers,
    )


def _causes(sides: tuple[Side, Side], inputs: Inputs, changes: Iterable[Change]) -> list[Cause]:
    changes = list(changes)
    questions = {change.any_cell.asked for change in changes}
    if not questions:
        return []
    case = Case(*sides, inputs, count_combinations(*sides, questions))
    return [cause_of(change, case) for change in changes]


def _strange(changes: Iterable[Change]) -> list[Cause]:
    return [Cause((), "The runs are of two consultations.") for _ in changes]


def _nothing_in_common(first: Side, second: Side) -> Problem:
    return Problem(
        f"{first.consultation} and {second.consultation}",
        "the runs have no table in common, so there is nothing to compare",
        found=f"{_some(first.tables)}; and {_some(second.tables)}",
        do="Give two runs of one consultation, or of consultations that share questions by name.",
    )


def _some(tables: tuple[str, ...]) -> str:
    return ", ".join(tables[:3]) + (f" and {len(tables) - 3:,} more" if len(tables) > 3 else "")


def by_size(found: Found) -> tuple[bool, bool, float]:
    """Percentages before counts, since they are what is read; within each the largest step first."""
    return (not found.size, found.change.any_cell.unit == "responses", -abs(float(found.size or 0)))
