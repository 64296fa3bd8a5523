"""A number's way back as a workbook: the rows of its source, to be filtered to the count that was printed.

For auditors who may read `restricted/`: the workbook holds single responses, and says on every sheet that it is not
to be published. Text is written as text, whatever it begins with; the same run gives the same bytes.
"""

from __future__ import annotations

import datetime
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from findings.audit.crate import METADATA
from findings.audit.drafts import is_draft
from findings.audit.lineage import read_lineage
from findings.audit.lookup import find_cell, read_cells
from findings.audit.mark import MADE_UP, in_margin, is_made_up
from findings.audit.runfolder import read_json, run_folder
from findings.audit.sourcebook.book import LOOKS, Book, Subject
from findings.audit.sourcebook.number_sheet import write_number
from findings.audit.sourcebook.recipe import SHEET_ROWS, rows_sheets
from findings.audit.sourcebook.recount_sheet import write_recount
from findings.audit.sourcebook.rows_sheet import write_rows
from findings.audit.sourcebook.sources import source_table
from findings.audit.sourcebook.table import Counted
from findings.errors import ParameterError, Problem
from findings.evidence.cell import Cell, Status

SUFFIX = ".xlsx"
ADVICE = "Restricted: for auditors. Keep it where restricted/ is kept, and do not publish it or pass it on."
# Before any run: a run without a date in its crate still gives the same bytes.
_NO_DATE = datetime.datetime(2000, 1, 1)


@dataclass(frozen=True)
class SourcebookWritten:
    """A workbook that was written.

    Parameters
    ----------
    path, cell
        The file, and the cell that it leads back.
    rows
        How many rows of the source it holds.
    counted
        The counts that the cell is made of, counted again.
    made_up
        Whether the responses were made up.
    differing
        The counts that are not what was printed.
    """

    path: Path
    cell: str
    rows: int
    counted: tuple[Counted, ...]
    made_up: bool
    differing: tuple[str, ...]

    @property
    def told(self) -> str:
        """What to tell whoever asked for it."""
        lines = [f"Written: {self.path.as_posix()}, {self.rows:,} rows of the source of {self.cell}"]
        lines += [f"  {one.role}: {one.number:,}   ({one.cell})" for one in self.counted]
        lines += [f"  THIS IS NOT THE VALUE PRINTED: {name}" for name in self.differing]
        lines += ["The sheet Number says how to filter the rows to it.", ADVICE]
        return "\n".join([MADE_UP, *in_margin(lines)] if self.made_up else lines)


def write_sourcebook(cell_id: str, run: Path, path: Path, *, sheet_rows: int = SHEET_ROWS) -> SourcebookWritten:
    """Write the rows behind a cell into a workbook, with how to filter them to its count.

    Parameters
    ----------
    cell_id, run
        As for `findings.audit.trace.trace`.
    path
        The file to write, which must not exist yet: outside the run's folder, whose files are all accounted for.
    sheet_rows
        How many rows a sheet holds; further rows go to further sheets.

    Raises
    ------
    ParameterError
        If there is no such run or cell, or the file cannot be written there.
    VerificationFailed
        If a file of the run is missing or is not what a run writes.
    """
    folder = run_folder(run)
    _check_place(path, folder)
    cells = read_cells(folder)
    cell = find_cell(cell_id, cells)
    lineage = read_lineage(folder)
    table = source_table(cell, cells, lineage, folder)
    made_up = is_made_up(cell, lineage)
    subject = Subject(cell, cells, lineage, folder, table, made_up, is_draft(folder))
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        # Made before anything is written into it, for its owner's eyes only.
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        _write(subject, unfinished, sheet_rows)
        unfinished.replace(path)
    except OSError as error:
        raise ParameterError([Problem(path.as_posix(), "cannot be written", str(error.strerror or error))]) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    differing = tuple(one.cell for one in table.counted if _differs(one, cells.get(one.cell)))
    return SourcebookWritten(path, cell.cell, table.height, table.counted, made_up, differing)


def _write(subject: Subject, path: Path, sheet_rows: int) -> None:
    import xlsxwriter

    # Row by row to the disk: a million responses need not stand in memory as a workbook.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(str(path), options)
    about = " ".join(subject.warnings)
    created = published_at(subject.run)
    workbook.set_properties({"title": subject.title, "subject": about, "comments": about, "created": created})
    formats = {name: workbook.add_format(look | {"valign": "top"}) for name, look in LOOKS.items()}
    book = Book(workbook, formats, subject)
    sheets = rows_sheets(subject.table, sheet_rows)
    write_number(book, sheets)
    chosen = write_recount(book, sheets)
    for place in sheets:
        write_rows(book, place, chosen)
    workbook.close()


def _check_place(path: Path, run: Path) -> None:
    """Refuse a file that would overwrite, hide or spoil something."""
    where = path.as_posix()
    problems = []
    if path.suffix.lower() != SUFFIX:
        problems.append(Problem(where, "a workbook's name ends otherwise", path.suffix or "no ending", SUFFIX))
    if not path.parent.is_dir():
        problems.append(Problem(where, "its folder does not exist", path.parent.as_posix(), do="Make it first."))
    elif path.exists():
        problems.append(Problem(where, "it exists already", do="Give another name, or remove it."))
    if path.resolve().is_relative_to(run.resolve()):
        what = "inside the run's folder, which holds what the run wrote and nothing else"
        problems.append(Problem(where, what, do="Write it elsewhere, where only auditors read."))
    if problems:
        raise ParameterError(problems)


def _differs(counted: Counted, cell: Cell | None) -> bool:
    return cell is not None and cell.status is Status.SHOWN and counted.number != cell.number


def published_at(run: Path) -> datetime.datetime:
    """The date that the run's report carries, for the workbook's own: no clock is read."""
    if not (run / "restricted" / METADATA).is_file():
        return _NO_DATE
    try:
        graph = read_json(run / "restricted" / METADATA)["@graph"]
        (root,) = (entity for entity in graph if entity["@id"] == "./")
        return datetime.datetime.fromisoformat(root["datePublished"]).replace(tzinfo=None)
    except (KeyError, TypeError, ValueError):
        return _NO_DATE
