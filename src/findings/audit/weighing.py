"""Cells of a declared sample, told in words: weighted shares and effective bases from the weights that a run keeps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from findings.audit.arithmetic import as_decimal, half_up
from findings.audit.lineage import Lineage
from findings.audit.recount.csvfile import read_rows
from findings.audit.recount.weights import MILLION, WEIGHTS
from findings.audit.rows import conditions_of, meeting, read_responses
from findings.consultation.names import SAMPLE, parse_cell
from findings.evidence.cell import Cell, Measure

ESTIMATES = (Measure.P_VALUE, Measure.CRAMERS_V, Measure.HIGHER_THAN)
WORDS: dict[str, str] = {
    Measure.WEIGHTED: "a percentage of the base, each respondent counted by the weight",
    Measure.EFFECTIVE: "an effective base: how many respondents drawn by simple chance would tell as much",
    Measure.P_VALUE: "a p-value: how often chance alone would make groups differ as much",
    Measure.CRAMERS_V: "Cramer's V: how far groups differ, from 0 to 1",
    Measure.HIGHER_THAN: "how many groups have a share that is lower by more than chance; the note names them",
}
ROUNDED_FROM: dict[str, str] = {
    Measure.WEIGHTED: "half-up, once, from sums of weights in whole millionths",
    Measure.EFFECTIVE: "half-up, once, from the weights",
    Measure.P_VALUE: "half-up, once, from an estimate",
    Measure.CRAMERS_V: "half-up, once, from an estimate",
}


def is_of_sample(cell: Cell) -> bool:
    """Whether a cell says what weights did to the whole sample."""
    return cell.question == SAMPLE


def worked_out_lines(cell: Cell, lineage: Lineage, folder: Path) -> tuple[list[str], str]:
    """The arithmetic of a weighted share or an effective base, and the value; words alone for an estimate."""
    if cell.measure in ESTIMATES:
        return [f"an estimate of the sample's design: it is not worked out here from {WEIGHTS}"], ""
    if not cell.visible or not cell.base_cell or not (folder / WEIGHTS).is_file():
        return [], ""
    base = _weights(cell.base_cell, lineage, folder)
    total = sum(base)
    if cell.measure == Measure.EFFECTIVE:
        squares = sum(weight * weight for weight in base)
        if not squares:
            return ["nobody is in the base"], ""
        exact = Fraction(total * total, squares)
        told = f"{_plain(total)} x {_plain(total)} / {as_decimal(Fraction(squares, MILLION**2))} = {as_decimal(exact)}"
        return [f"{told}   (sum of weights, squared / sum of squared weights)"], half_up(exact, cell.digits)
    chosen = sum(_weights(cell.origins[0], lineage, folder))
    if not total:
        return ["nobody is in the base"], ""
    exact = Fraction(100 * chosen, total)
    told = f"{_plain(chosen)} / {_plain(total)} = {as_decimal(exact)}%"
    return [f"{told}   (sums of the weights of {WEIGHTS})"], half_up(exact, cell.digits)


def _weights(count: str, lineage: Lineage, folder: Path) -> list[int]:
    """The weights, in millionths, of the respondents whom a count counts; they stand in the order of the responses."""
    conditions = conditions_of(parse_cell(count), lineage)
    if conditions is None:
        return []
    met = meeting(read_responses(folder, conditions.columns), conditions).to_pylist()
    return [int(row["weight"]) for row, inside in zip(read_rows(folder, WEIGHTS), met, strict=True) if inside]


def _plain(millionths: int) -> str:
    return as_decimal(Fraction(millionths, MILLION))


def source_lines(cell: Cell) -> Iterator[str]:
    """Where a number of the whole sample comes from."""
    yield f"{WEIGHTS}: every respondent's weight, in millionths"
    if cell.option in ("sweeps", "at_bounds"):
        yield "it says how the weights were made; it is not worked out here"
