"""A cell of a table of population, told in words: respondents by their rows, residents by the rows of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from findings.audit.arithmetic import as_decimal, half_up
from findings.audit.lineage import Lineage
from findings.audit.recount.populationfile import Population, read_populations
from findings.audit.recount.questionnaire import read_questionnaire
from findings.audit.recount.settings import QUESTIONNAIRE
from findings.audit.rows import Conditions
from findings.consultation.names import ALL, POPULATION, CellId
from findings.errors import Problem, VerificationFailed
from findings.evidence.cell import Cell, Measure
from findings.evidence.reached import RESIDENTS, RESPONDENTS

SHOWN_LINES = 20


def is_of_population(cell: Cell) -> bool:
    """Whether a cell holds respondents against who lives there."""
    return cell.question == POPULATION


def counts_text(cell: Cell) -> str:
    """What a cell counts."""
    if cell.measure == Measure.DIFFERENCE:
        return "the share of respondents, less the share of those who live there"
    if cell.measure == Measure.INDEX:
        return "the share of respondents as a percentage of the share of those who live there"
    return "respondents whose group is known" if cell.option == RESPONDENTS else "those who live there"


def measure_text(cell: Cell) -> str:
    """What kind of number a cell holds, where it is no count of responses; else an empty text."""
    if cell.measure == Measure.COUNT and cell.option == RESIDENTS:
        return f"a count of {cell.unit}, as the table of population gives it"
    return ""


def group_text(cell: Cell, lineage: Lineage) -> str:
    """The group, or all that the table of population knows."""
    if cell.level == ALL:
        return "all groups that the table of population knows"
    return lineage.level_text(cell.breakdown, cell.level)


def base_text(cell: Cell, cells: Mapping[str, Cell]) -> str:
    """Of whom a share is taken."""
    if cell.measure == Measure.COUNT:
        return "none: a count"
    names = [cell.base_cell] if cell.base_cell else _totals(cell)
    return " and ".join(f"{cells[name].text if name in cells else 'not in the evidence'} ({name})" for name in names)


def worked_out_lines(cell: Cell, cells: Mapping[str, Cell]) -> tuple[list[str], str]:
    """The arithmetic of a share, a difference or an index, line by line, and the value; no line for a count."""
    if cell.measure == Measure.COUNT:
        return [], ""
    options = (RESPONDENTS, RESIDENTS) if cell.measure in (Measure.DIFFERENCE, Measure.INDEX) else (cell.option,)
    lines: list[str] = []
    shares: list[Fraction] = []
    for option in options:
        count, base = _id(cell, option, cell.level), _id(cell, option, ALL)
        own, of = cells.get(count), cells.get(base)
        if own is None or of is None or not own.visible or not of.visible:
            return [f"{count} / {base}: not both counts are shown, so nothing is worked out here"], ""
        if not of.number:
            return [f"{own.text} / 0: the base is nothing, so there is no share"], ""
        shares.append(Fraction(100 * own.number, of.number))
        lines.append(f"{own.text} / {of.text} = {as_decimal(shares[-1])}%   ({count} / {base})")
    exact = shares[0]
    if cell.measure == Measure.DIFFERENCE:
        exact = shares[0] - shares[1]
        lines.append(f"{as_decimal(shares[0])} - {as_decimal(shares[1])} = {as_decimal(exact)} percentage points")
    elif cell.measure == Measure.INDEX:
        if not shares[1]:
            return [*lines, "nobody of the group lives there, so there is no index"], ""
        exact = 100 * shares[0] / shares[1]
        lines.append(f"100 x {as_decimal(shares[0])} / {as_decimal(shares[1])} = {as_decimal(exact)}")
    return lines, half_up(exact, cell.digits)


def conditions_of_group(cell: CellId, lineage: Lineage, folder: Path) -> Conditions | None:
    """What a row must hold to be of a group; of all groups, of any that the table of population knows."""
    levels = tuple(_table(folder, cell.breakdown).rows) if cell.level == ALL else (cell.level,)
    groups = lineage.groups.get(cell.breakdown, {})
    options = tuple(option for level in levels for option in groups.get(level, ()))
    conditions = lineage.conditions(lineage.breakdown_question.get(cell.breakdown, cell.breakdown), options)
    return Conditions(conditions) if options and conditions is not None else None


def residents_lines(cell: CellId, folder: Path) -> Iterator[tuple[str, int]]:
    """The rows of the table of population that are people of a group: where each stands, and its people."""
    table = _table(folder, cell.breakdown)
    for level in table.rows if cell.level == ALL else (cell.level,):
        for row in table.rows.get(level, ()):
            yield (
                f'{table.file}, line {row.line}, {table.level_column} "{row.text}", column {table.count_column}:'
                f" {row.people:,}",
                row.people,
            )


def _tables(folder: Path) -> dict[str, Population]:
    questionnaire = read_questionnaire(folder / QUESTIONNAIRE)
    return {table.breakdown: table for table in read_populations(folder, questionnaire)}


def _table(folder: Path, breakdown: str) -> Population:
    tables = _tables(folder)
    if breakdown not in tables:
        raise VerificationFailed([Problem("consultation.yaml", "it names no table of population of", breakdown)])
    return tables[breakdown]


def _id(cell: Cell, option: str, level: str) -> str:
    return CellId(POPULATION, option, cell.breakdown, level).text


def _totals(cell: Cell) -> list[str]:
    return [_id(cell, option, ALL) for option in (RESPONDENTS, RESIDENTS)]
