"""Any file of rows and cells (CSV, TSV, XLSX, XLS, ODS), before anybody says what its columns are.

A layout reads the first rows of a grid, makes its columns out of them, and has `export_of` hand on the rest.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem, written_out
from findings.intake.export import PART, BadRow, Column, Export, Opening, Part, missing_file, positions
from findings.intake.formats.kinds import Kind, kind_of

WRONG_LENGTH = "wrong_length"
"""The reason of a row with more or fewer cells than the file has columns."""
MOST_COLUMNS = 16_384
"""As many as a sheet of Excel has."""
MOST_CELLS = 2_000_000
"""Cells in a part: of a file with thousands of columns a part has fewer rows, so that it stays small."""
TORN = 4
"""One bad row in so many, and the file is refused: it is not a file with faults but a faulty file."""
_SHOWN = 80

Row = tuple[int, list[str]]


@dataclass(frozen=True)
class Grid:
    """A file of rows and cells, opened.

    Parameters
    ----------
    file
        The file as messages name it.
    found
        What was found out about it: encoding, delimiter, sheet ...
    rows
        The rows that are not blank, each with its number in a spreadsheet (the first record is 1, blank ones count),
        as text, stripped of nothing, of any length. Streams; calling it again reads again.
    fault
        A cell -> why it cannot be used, or an empty text; None where the file has no such cell.
    merged
        Row -> the cells of a sheet that were merged across columns in it, as `B2:D2`; only the first holds the text.
    """

    file: str
    found: Mapping[str, str]
    rows: Callable[[], Iterator[Row]]
    fault: Callable[[str], str] | None = None
    merged: Mapping[int, str] = field(default_factory=dict)


def open_grid(path: Path, opening: Opening) -> Grid:
    """Open a file of rows and cells, whatever its name says that it is.

    Raises
    ------
    InputRefused
        If it is missing, empty, or no such file.
    """
    # Here, since both make a `Grid`.
    from findings.intake.formats.delimited import open_delimited
    from findings.intake.formats.workbook import open_workbook

    try:
        kind = kind_of(path)
    except FileNotFoundError:
        raise InputRefused([missing_file(path)]) from None
    except OSError as error:
        do = "Name a file that can be opened with 'data.file'."
        raise InputRefused([Problem(path.name, "the file cannot be read", str(error.strerror), do=do)]) from None
    if kind is Kind.WORKBOOK:
        return open_workbook(path, opening)
    if kind is Kind.TEXT:
        return open_delimited(path, opening)
    do = "Export it from the survey tool as CSV or XLSX, or name its tool with 'data.format'."
    raise InputRefused([Problem(path.name, "not a file of rows and cells", kind.value, "CSV, TSV, XLSX, XLS, ODS", do)])


def head_of(path: Path, opening: Opening, rows: int = 12) -> list[list[str]]:
    """The first rows, for recognising a layout: empty if the file is no grid or cannot be read; never raises."""
    from findings.intake.formats.delimited import head_of_text

    try:
        kind = kind_of(path)
        if kind is Kind.TEXT:
            return head_of_text(path, opening, rows)
        if kind is Kind.WORKBOOK:
            return first_rows(open_grid(path, opening), rows)
    except (InputRefused, OSError):
        pass
    return []


def first_rows(grid: Grid, rows: int) -> list[list[str]]:
    """The first rows that are not blank, all as long as the longest."""
    head = [cells for _, cells in itertools.islice(grid.rows(), rows)]
    width = max(map(len, head), default=0)
    return [cells + [""] * (width - len(cells)) for cells in head]


def unique_names(headings: Sequence[str], parts: Sequence[str] = ()) -> tuple[str, ...]:
    """The name of each column, by the rule of `Column.name`: no two alike, as names are compared.

    Examples
    --------
    >>> unique_names(["Age", "Seen", "Seen", "", "age"], ["", "Jaws", "Alien", "", ""])
    ('Age', 'Seen > Jaws', 'Seen > Alien', 'Column 4', 'age > 2')
    """
    parts = parts or [""] * len(headings)
    times = Counter(as_compared(heading) for heading in headings)
    names: list[str] = []
    taken: set[str] = set()
    for place, (heading, part) in enumerate(zip(headings, parts, strict=True), start=1):
        first = heading or f"Column {place}"
        if part and heading and times[as_compared(heading)] > 1:
            first = f"{heading} > {part}"
        candidates = itertools.chain([first], (f"{first} > {number}" for number in itertools.count(2)))
        name = next(name for name in candidates if as_compared(name) not in taken)
        taken.add(as_compared(name))
        names.append(name)
    return tuple(names)


def export_of(
    grid: Grid,
    format: str,
    columns: Sequence[Column],
    first_data_row: int,
    found: Mapping[str, str] | None = None,
    places: Sequence[int] = (),
) -> Export:
    """The export that a layout makes of a grid.

    Parameters
    ----------
    grid
        The file.
    format
        The name of the reader.
    columns
        Each stands in the grid where it stands here, unless `places` says otherwise.
    first_data_row
        The number of the first row that is a response.
    found
        What the layout found out, beside what the grid did.
    places
        Where each column stands in the grid, from 0; the other places of the grid are not columns, and what
        stands there is passed over only if it is blank or before the last of `places`.
    """
    at = list(places) or list(range(len(columns)))
    _refuse_columns(grid, columns)
    bad: list[BadRow] = []

    def parts(wanted: Sequence[str]) -> Iterator[Part]:
        bad.clear()
        return _parts(grid, columns, at, wanted, first_data_row, bad)

    return Export(format, grid.file, tuple(columns), parts, {**grid.found, **(found or {})}, lambda: tuple(bad))


def _parts(
    grid: Grid, columns: Sequence[Column], at: list[int], wanted: Sequence[str], first_data_row: int, bad: list[BadRow]
) -> Iterator[Part]:
    """The wanted cells of every row, in parts; what a row costs here, a million rows cost."""
    width = max(at) + 1
    asked = positions(columns, wanted)
    chosen = [at[place] for place in asked]
    names = [columns[place].name for place in asked]
    select: Callable[[list[str]], Sequence[str]] = _selector(chosen, width)
    fault = grid.fault
    most_rows = max(1, min(PART, MOST_CELLS // width))
    numbers: list[int] = []
    rows: list[Sequence[str]] = []
    read = 0
    for number, cells in grid.rows():
        if number < first_data_row:
            continue
        read += 1
        if len(cells) != width:
            if len(cells) < width or any(map(str.strip, cells[width:])):
                bad.append(BadRow(number, "", f"{len(cells)} cells, not {width}", WRONG_LENGTH))
                continue
            del cells[width:]
        row = select(cells)
        if fault and (faulty := _first_fault(row, fault)):
            place, reason = faulty
            bad.append(BadRow(number, names[place], shown(row[place]), reason))
            continue
        numbers.append(number)
        rows.append(row)
        if len(rows) == most_rows:
            yield Part(numbers, rows)
            numbers, rows = [], []
    if rows:
        yield Part(numbers, rows)
    if bad and len(bad) * TORN >= read:
        raise InputRefused([_torn(grid, bad, read)])


def _selector(chosen: list[int], width: int) -> Callable[[list[str]], Sequence[str]]:
    if chosen == list(range(width)):
        return lambda cells: cells
    if len(chosen) == 1:
        only = chosen[0]
        return lambda cells: (cells[only],)
    if not chosen:
        return lambda cells: ()
    return itemgetter(*chosen)


def _first_fault(row: Sequence[str], fault: Callable[[str], str]) -> tuple[int, str] | None:
    return next(((place, reason) for place, cell in enumerate(row) if (reason := fault(cell))), None)


def shown(cell: str) -> str:
    """A cell as a message may show it: short, and nothing that steers a screen; a byte that is no text by its number.

    Examples
    --------
    >>> print(shown("caf" + chr(0xDCE9) + chr(0)))
    caf[0xE9][U+0000]
    """
    short = cell if len(cell) <= _SHOWN else cell[:_SHOWN] + " ..."
    bytes_named = "".join(f"[0x{ord(one) - 0xDC00:02X}]" if "\udc80" <= one <= "\udcff" else one for one in short)
    return written_out(bytes_named)


def _torn(grid: Grid, bad: Sequence[BadRow], read: int) -> Problem:
    reasons = Counter(row.reason for row in bad)
    told = ", ".join(f"{number} {reason}" for reason, number in sorted(reasons.items()))
    first = bad[0]
    column = f", column '{first.column}'" if first.column else ""
    return Problem(
        f"{grid.file}, row {first.number}{column}",
        f"{len(bad)} of {read} rows cannot be read, and this is the first",
        # What stands in a column may be private; how many cells a row has is not.
        told if first.column else f"{first.value} ({told})",
        f"fewer than one bad row in {TORN}",
        "Export it again, or give each column a heading; look for a missing quotation mark or a stray delimiter.",
    )


def _refuse_columns(grid: Grid, columns: Sequence[Column]) -> None:
    if not columns:
        raise InputRefused([Problem(f"{grid.file}, row 1", "no column has a heading", do="Put headings into row 1.")])
    if len(columns) > MOST_COLUMNS:
        do = "Export fewer questions at a time, or one row a response if rows and columns are exchanged."
        found, allowed = f"{len(columns)} columns", f"{MOST_COLUMNS} columns"
        raise InputRefused([Problem(f"{grid.file}, row 1", "more columns than can be read", found, allowed, do)])
