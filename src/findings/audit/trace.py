"""A number's way back, in words: what it counts, how it was made, where it stood in the source.

A trace is for auditors who may read `restricted/`. It shows what is not public, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from findings.audit.account import NOT_PUBLIC, Fact, facts_of, why_hidden, worked_out
from findings.audit.drafts import is_draft
from findings.audit.lineage import LINEAGE, read_lineage
from findings.audit.lookup import find_cell, read_cells
from findings.audit.mark import DRAFTED, MADE_UP, RESTRICTED, SINGLE, in_margin, is_made_up
from findings.audit.plaintext import one_line
from findings.audit.printed import shown_in
from findings.audit.provenance import input_facts
from findings.audit.runfolder import run_folder
from findings.audit.source import source_of
from findings.audit.tallyfile import is_tally
from findings.evidence.cell import Cell, Status


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
        Lines of text; control characters of the source are written out as `[U+001B]`. Of made-up data each line
        begins with the mark.

    Raises
    ------
    ParameterError
        If `run` is no run, or holds no such cell; the nearest identifiers are named.
    VerificationFailed
        If a file of the run is missing or is not what a run writes.
    """
    folder = run_folder(run)
    cells = read_cells(folder)
    cell = find_cell(cell_id, cells)
    lineage = read_lineage(folder)
    lines = [
        RESTRICTED if is_tally(lineage.source_kind, folder) else f"{RESTRICTED} {SINGLE}",
        *((DRAFTED,) if is_draft(folder) else ()),
        "",
        cell.cell,
        *(f"  {fact.label + ':':<10} {fact.text}" for fact in facts_of(cell, lineage, cells)),
        *_hidden(cell, folder),
        *_section("Worked out again", worked_out(cell, cells, lineage, folder)),
        *_section("Inputs", _inputs(input_facts(lineage, folder)) or (f"none named in {LINEAGE}",)),
        *_section("Shown in", shown_in(cell.cell, folder)),
        *source_of(cell, cells, lineage, folder),
    ]
    if is_made_up(cell, lineage):
        lines = [MADE_UP, *in_margin(lines)]
    return "".join(one_line(line) + "\n" for line in lines)


def _section(title: str, lines: Iterable[str]) -> list[str]:
    """A blank line, the title and the lines, indented; nothing where there is no line."""
    indented = [f"  {line}" for line in lines]
    return ["", title, *indented] if indented else []


def _hidden(cell: Cell, folder: Path) -> Iterator[str]:
    if cell.status is Status.CONFIDENTIAL:
        yield from ("", NOT_PUBLIC)
        yield from (f"  Why: {reason}" for reason in why_hidden(cell, folder))


def _inputs(facts: Iterable[Fact]) -> list[str]:
    return [f"{fact.label}   {fact.text}" for fact in facts]
