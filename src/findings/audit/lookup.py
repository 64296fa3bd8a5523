"""Finding a cell in a run's evidence; where it is not there, the nearest are named."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

from findings.audit.plaintext import one_line
from findings.audit.runfolder import EVIDENCE
from findings.consultation.names import parse_cell
from findings.errors import ParameterError, Problem, VerificationFailed
from findings.evidence.cell import PLAIN_NUMBERS, Cell, from_csv

NEAREST = 5


def read_cells(run: Path) -> dict[str, Cell]:
    """Identifier -> cell, for every cell of a run.

    Raises
    ------
    VerificationFailed
        If `public/evidence.csv` is not what a run writes.
    """
    try:
        return {cell.cell: cell for cell in from_csv((run / EVIDENCE).read_text(encoding="utf-8"))}
    except (ValueError, TypeError) as error:
        problem = Problem(EVIDENCE, "not the evidence of a run", do="Ask for the folder as the run left it.")
        raise VerificationFailed([problem]) from error


def find_cell(cell_id: str, cells: Mapping[str, Cell]) -> Cell:
    """The cell of that identifier, which may be written as in a link of the report (`q8%23agree`).

    Raises
    ------
    ParameterError
        If there is none; the nearest identifiers are named.
    VerificationFailed
        If its row says what no run writes.
    """
    name = cell_id.strip()
    cell = cells.get(name) or cells.get(unquote(name))
    if cell is None:
        raise ParameterError([_unknown(unquote(name), cells)])
    _check(cell)
    return cell


def _unknown(name: str, cells: Mapping[str, Cell]) -> Problem:
    nearest = difflib.get_close_matches(name.casefold(), _alike(name.casefold(), cells), n=NEAREST, cutoff=0.5)
    allowed = "nearest: " + ", ".join(nearest) if nearest else "an identifier such as q8#agree!percent"
    return Problem(EVIDENCE, "this run holds no such cell", one_line(name), allowed, f"Copy one from {EVIDENCE}.")


def _alike(name: str, cells: Mapping[str, Cell]) -> list[str]:
    """The cells of the same question if there are any, else all: whoever errs, errs after it."""
    question = name.partition("#")[0].partition(".")[0]
    return [cell.cell for cell in cells.values() if cell.question == question] or list(cells)


def _check(cell: Cell) -> None:
    """Refuse a row of evidence that no run writes: what follows reads its identifiers and its value."""
    try:
        for name in (cell.cell, *cell.origins, *([cell.base_cell] if cell.base_cell else [])):
            parse_cell(name)
        if cell.identifier.text != cell.cell:
            raise ValueError("its parts are not those of its identifier")
        if cell.visible and cell.measure in PLAIN_NUMBERS:
            int(cell.value)
        elif cell.visible:
            Fraction(cell.value)
    except ValueError as error:
        raise VerificationFailed([Problem(EVIDENCE, f"the row of {cell.cell} is not evidence: {error}")]) from error
