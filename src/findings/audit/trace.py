"""A number's way back, in words: what it counts, how it was made, where it stood in the source.

A trace is for auditors who may read `restricted/`. It may show what is not public, and says so.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from findings.audit.arithmetic import as_decimal, half_up, shares_of
from findings.audit.lineage import LINEAGE, Lineage, read_lineage
from findings.audit.printed import NOTEBOOKS, printed_in
from findings.audit.runfolder import EVIDENCE, run_folder
from findings.audit.source import source_of
from findings.consultation.names import BASE, BASE_ANSWERED, FUNNEL, NOT_ANSWERED, NOT_ASKED, parse_cell
from findings.errors import ParameterError, Problem, VerificationFailed
from findings.evidence.cell import Cell, Measure, SourceKind, Status, from_csv

DISCLOSURE = "restricted/disclosure.csv"
_OF_WHOM = {
    "answered": "those who answered the question",
    "asked": "those who were asked the question",
    "all": "all who responded",
}
_OPTION_WORDS = {
    BASE: "the base: everyone that percentages are taken of",
    NOT_ANSWERED: "no answer, though asked",
    NOT_ASKED: "not asked",
    BASE_ANSWERED: "everyone who answered the question",
}
_MEASURE_WORDS: dict[str, str] = {
    Measure.COUNT: "a count of responses",
    Measure.PERCENT: "a percentage of the base",
    Measure.PERCENT_OF_ANSWERED: "a percentage of those who answered",
    Measure.DIFFERENCE: "a difference between two percentages, in percentage points",
}
_SOURCE_WORDS = {
    SourceKind.RESPONSES: "responses, one row a response",
    SourceKind.TALLY: "a tally: counts without respondents",
    SourceKind.MADE_UP: "made-up responses (a rehearsal)",
    SourceKind.OFFICIAL: "statistics published by others",
}


def trace(cell_id: str, run: Path) -> str:
    """Where a number comes from, in words, for reading in a terminal.

    Parameters
    ----------
    cell_id
        An identifier as in `public/evidence.csv` and in the report's `data-cell`.
    run
        A run, or its edition's or its consultation's folder (`findings.audit.runfolder`).

    Returns
    -------
    str
        Lines of text; control characters of the source are written out as `[U+001B]`.

    Raises
    ------
    ParameterError
        If `run` is no run, or holds no such cell; the nearest identifiers are named.
    VerificationFailed
        If a file of the run is missing or is not what a run writes.
    """
    folder = run_folder(run)
    cells = _cells(folder)
    if cell_id not in cells:
        raise ParameterError([_unknown(cell_id, cells)])
    cell = cells[cell_id]
    _check(cell)
    lineage = read_lineage(folder)
    lines = [
        cell.cell,
        *_what(cell, lineage, cells),
        *_why_hidden(cell, folder),
        *_worked_out(cell, cells),
        *_inputs(lineage),
        *_printed(cell, folder),
        *source_of(cell, cells, lineage, folder),
    ]
    return "".join(_one_line(line) + "\n" for line in lines)


def _cells(folder: Path) -> dict[str, Cell]:
    try:
        return {cell.cell: cell for cell in from_csv((folder / EVIDENCE).read_text(encoding="utf-8"))}
    except (ValueError, TypeError) as error:
        problem = Problem(EVIDENCE, "not the evidence of a run", do="Ask for the folder as the run left it.")
        raise VerificationFailed([problem]) from error


def _unknown(cell_id: str, cells: Mapping[str, Cell]) -> Problem:
    nearest = difflib.get_close_matches(cell_id, cells, n=5, cutoff=0.5)
    allowed = "nearest: " + ", ".join(nearest) if nearest else "an identifier such as q8#agree!percent"
    return Problem(EVIDENCE, "this run holds no such cell", _one_line(cell_id), allowed, f"Copy one from {EVIDENCE}.")


def _check(cell: Cell) -> None:
    """Refuse a row of evidence that no run writes: what follows reads its identifiers and its value."""
    try:
        for name in (cell.cell, *cell.origins, *([cell.base_cell] if cell.base_cell else [])):
            parse_cell(name)
        if cell.identifier.text != cell.cell:
            raise ValueError("its parts are not those of its identifier")
        if cell.visible and cell.measure == Measure.COUNT:
            int(cell.value)
        elif cell.visible:
            Fraction(cell.value)
    except ValueError as error:
        raise VerificationFailed([Problem(EVIDENCE, f"the row of {cell.cell} is not evidence: {error}")]) from error


def _one_line(text: str) -> str:
    """The text without what a terminal would act on: labels and file names are untrusted.

    Examples
    --------
    >>> _one_line("a" + chr(27) + "[2Jb" + chr(10) + "c")
    'a[U+001B][2Jb c'
    """
    return "".join(c if c.isprintable() else " " if c.isspace() else f"[U+{ord(c):04X}]" for c in text)


def _what(cell: Cell, lineage: Lineage, cells: Mapping[str, Cell]) -> Iterator[str]:
    option = _OPTION_WORDS.get(cell.option) or f'the answer "{lineage.option_text(cell.question, cell.option)}"'
    if cell.option.startswith("net_"):
        counted = [lineage.option_text(cell.question, o) for o in lineage.values_of(cell.question, cell.option) or ()]
        option = f"{cell.option}: " + (" or ".join(counted) or "several answers counted together")
    asked = lineage.question_text(cell.question)
    if cell.question == FUNNEL:
        option, asked = cell.option, "none: a step from the responses received to those analysed"
    yield f"  Printed:   {cell.text}"
    yield f"  Counts:    {option}" + (f", for {cell.item}" if cell.item else "")
    yield f"  Question:  {asked}"
    yield f"  Of whom:   {_groups(cell, lineage)}"
    yield f"  Measure:   {_MEASURE_WORDS.get(cell.measure, cell.measure)}"
    if cell.base_cell:
        base = cells[cell.base_cell].text if cell.base_cell in cells else "not in the evidence"
        yield f"  Base:      {cell.base_cell}: {base}, {_OF_WHOM.get(cell.base_kind, cell.base_kind)}"
    yield f"  Filter:    {cell.filter or 'none'}"
    yield f"  Rounding:  {_rounding(cell)}"
    yield f"  Status:    {cell.status}: {cell.status.meaning}"
    yield f"  Made from: {', '.join(cell.origins) or _SOURCE_WORDS[cell.source_kind]}"
    if cell.note:
        yield f"  Note:      {cell.note}"


def _groups(cell: Cell, lineage: Lineage) -> str:
    if not cell.breakdown:
        return "all respondents"
    pairs = zip(cell.breakdown.split(".x."), cell.level.split("."), strict=True)
    return "; ".join(lineage.level_text(breakdown, level) for breakdown, level in pairs)


def _rounding(cell: Cell) -> str:
    if cell.measure == Measure.COUNT:
        return cell.status.meaning if cell.status is Status.ROUNDED else "none: a count"
    return f"half-up, once, from counts; digits after the point: {cell.digits}"


def _why_hidden(cell: Cell, folder: Path) -> Iterator[str]:
    """What disclosure control decided; [z], [x] and [low] hide nothing and need no such line."""
    if cell.status is not Status.CONFIDENTIAL:
        return
    yield ""
    yield "THIS VALUE IS NOT PUBLIC. What follows is for auditors only: do not pass it on."
    try:
        text = (folder / DISCLOSURE).read_text(encoding="utf-8")
    except FileNotFoundError:
        yield f"  Why: {DISCLOSURE} is missing, so the reason is not known"
        return
    rows = [row for row in csv.DictReader(io.StringIO(text)) if row.get("cell") == cell.cell]
    for row in rows:
        reasons = [f"{name}: {value}" for name, value in row.items() if value and name not in ("cell", "table")]
        yield f"  Why: {'; '.join(reasons)}"
    if not rows:
        yield f"  Why: {DISCLOSURE} does not name it"


def _worked_out(cell: Cell, cells: Mapping[str, Cell]) -> Iterator[str]:
    """The arithmetic of a percentage or a difference, from the counts as shown."""
    if cell.measure == Measure.DIFFERENCE:
        pairs = shares_of(cell.origins, cell.level)
    elif cell.measure != Measure.COUNT and cell.origins and cell.base_cell:
        pairs = ((cell.origins[0], cell.base_cell),)
    else:
        return
    if not pairs:
        return
    yield ""
    yield "Worked out again"
    shares: list[Fraction] = []
    for count, base in pairs:
        over, under = _number(cells.get(count)), _number(cells.get(base))
        if over is None or under is None:
            yield f"  {count} / {base}: not both counts are shown, so nothing is worked out here"
            return
        if under == 0:
            yield f"  {over:,} / 0: the base is nothing, so there is no share"
            return
        shares.append(Fraction(100 * over, under))
        yield f"  {over:,} / {under:,} = {as_decimal(shares[-1])}%   ({count} / {base})"
    exact = shares[0] if len(shares) == 1 else shares[0] - shares[1]
    if len(shares) > 1:
        yield f"  {as_decimal(shares[0])} - {as_decimal(shares[1])} = {as_decimal(exact)} percentage points"
    rounded = half_up(exact, cell.digits)
    if not cell.visible:
        yield f"  rounded half-up: {rounded}; printed as {cell.status}: {cell.status.meaning}"
    elif Fraction(rounded) == Fraction(cell.value):
        yield f"  rounded half-up: {rounded}, the value printed"
    else:
        yield f"  rounded half-up: {rounded}. THIS IS NOT THE VALUE PRINTED, {cell.value}"


def _number(cell: Cell | None) -> int | None:
    return cell.number if cell is not None and cell.visible else None


def _inputs(lineage: Lineage) -> Iterator[str]:
    yield ""
    yield "Inputs"
    for path, sha256 in lineage.inputs:
        yield f"  {path}   SHA-256 {sha256}"
    if not lineage.inputs:
        yield f"  none named in {LINEAGE}"


def _printed(cell: Cell, folder: Path) -> Iterator[str]:
    yield ""
    yield "Shown in"
    places = printed_in(cell.cell, folder)
    for place in places:
        yield f"  {place.notebook}, cell {place.number}: {place.kind} {place.exhibit}".rstrip()
    if not places:
        yield f"  no exhibit of {NOTEBOOKS}; it stands in {EVIDENCE}"
