"""A sheet of a workbook (XLSX, XLS, ODS) as a grid.

python-calamine reads the values. What it does not tell is looked up before: the value of a formula is what some
program once worked out, and an error has none; neither is what a respondent answered.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from zipfile import ZipFile

from findings.consultation.faults import closest
from findings.errors import InputRefused, Problem
from findings.intake.export import Opening
from findings.intake.formats.grid import Grid, Row
from findings.intake.formats.kinds import OLE
from findings.intake.formats.odsxml import column_letters, locked, scan_ods
from findings.intake.formats.sheetxml import Scanned, scan_sheet, sheet_parts
from findings.intake.formats.zipped import check_members, damaged, opened_zip

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

MOST_CELLS = 30_000_000
"""Cells that a sheet may span; all of them are held at once. Larger ones come as CSV."""
ERROR_CELL = "error_cell"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NAMED = 10
_WHOLE = 1e15
"""Below it every whole number has a float of its own."""
_T = TypeVar("_T")


def open_workbook(path: Path, opening: Opening) -> Grid:
    """Open a sheet: the named one, or the first that is not hidden and not empty.

    Raises
    ------
    InputRefused
        If the workbook is damaged, encrypted or too large, has no such sheet, or the sheet has formulas.
    """
    with path.open("rb") as file:
        is_ole = file.read(len(OLE)) == OLE
    if is_ole:
        _refuse_encrypted(path)
        name, sheet, scan = _chosen(path, opening.sheet, lambda name: Scanned())
    else:
        with opened_zip(path) as archive:
            name, sheet, scan = _chosen(path, opening.sheet, _scanner(archive, path.name))
    return Grid(path.name, {"sheet": name}, lambda: _rows(sheet, scan.errors), _fault_of(scan.errors), _merged(sheet))


def _load(path: Path) -> CalamineWorkbook:
    import python_calamine

    return python_calamine.CalamineWorkbook.from_path(path)


def _calamine(name: str, call: Callable[[], _T]) -> _T:
    """Whatever goes wrong within calamine is a fault of the file; a panic there is no `Exception`."""
    import python_calamine

    try:
        return call()
    except python_calamine.PasswordError:
        raise InputRefused([_locked(name)]) from None
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise InputRefused([damaged(name, f"{error}")]) from None
        raise


def _scanner(archive: ZipFile, name: str) -> Callable[[str], Scanned]:
    """What tells what stands in a sheet; every other member has been read to its end."""
    members = set(archive.namelist())
    if "content.xml" in members:
        if locked(archive):
            raise InputRefused([_locked(name)])
        check_members(archive, frozenset(["content.xml"]))
        sheets = scan_ods(archive, name)
        for sheet, scan in sheets.items():  # calamine loads all sheets of an ODS as soon as it is opened
            _refuse_too_large(name, sheet, scan)
        return lambda sheet: sheets.get(sheet, Scanned())
    if "xl/workbook.xml" not in members:
        do = "Save it as XLSX or CSV."
        raise InputRefused([Problem(name, "a zip that is no workbook that can be read", "", "XLSX, XLS, ODS", do)])
    check_members(archive)
    parts = {part.name: part.member for part in sheet_parts(archive, name)}
    return lambda sheet: scan_sheet(archive, parts[sheet], name) if sheet in parts else Scanned()


def _chosen(path: Path, wanted: str, scan_of: Callable[[str], Scanned]) -> tuple[str, CalamineSheet, Scanned]:
    """The sheet to be read. None is loaded before it was scanned: it could be too large to be held."""
    name = path.name
    book = _calamine(name, lambda: _load(path))
    names = list(book.sheet_names)
    if wanted and wanted not in names:
        problem = Problem(name, "the workbook has no such sheet", wanted, ", ".join(names), closest(wanted, names))
        raise InputRefused([problem])
    hidden = {sheet.name for sheet in book.sheets_metadata if not str(sheet.visible).endswith(".Visible")}
    for candidate in [wanted] if wanted else [one for one in names if one not in hidden]:
        scan = scan_of(candidate)
        _refuse_too_large(name, candidate, scan)
        sheet = _calamine(name, partial(book.get_sheet_by_name, candidate))
        if sheet.height:
            _refuse_formulas(name, candidate, scan)
            return candidate, sheet, scan
    what = f"the sheet '{wanted}' is empty" if wanted else "every sheet that is not hidden is empty"
    do = "Name the sheet that holds the responses with 'data.sheet'."
    raise InputRefused([Problem(name, what, allowed=", ".join(names), do=do)])


def _rows(sheet: CalamineSheet, errors: Mapping[tuple[int, int], str]) -> Iterator[Row]:
    first_column = (sheet.start or (0, 0))[1]
    rows_with_errors = {row for row, _ in errors}
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [value if type(value) is str else as_text(value) for value in values]
        if number - 1 in rows_with_errors:
            for place in range(len(cells)):
                cells[place] = errors.get((number - 1, place + first_column), cells[place])
        if any(cells) and any(map(str.strip, cells)):
            yield number, cells


def _merged(sheet: CalamineSheet) -> dict[int, str]:
    """The first merged cells of each row that reach over several columns."""
    merged: dict[int, str] = {}
    for (top, left), (bottom, right) in sorted(sheet.merged_cell_ranges or ()):
        if right > left:
            merged.setdefault(top + 1, f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}")
    return merged


def as_text(value: Any) -> str:
    """A value of a cell as text: numbers as short as they can be, days as ISO writes them.

    Examples
    --------
    >>> [as_text(value) for value in (3.0, 0.1, True, datetime.datetime(2021, 6, 1, 10), datetime.time(9, 30))]
    ['3', '0.1', 'TRUE', '2021-06-01 10:00:00', '09:30:00']
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if abs(value) < _WHOLE and value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, datetime.time):
        return value.isoformat("seconds")
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def _fault_of(errors: Mapping[tuple[int, int], str]) -> Callable[[str], str] | None:
    texts = frozenset(errors.values())
    return (lambda cell: ERROR_CELL if cell in texts else "") if texts else None


def _refuse_too_large(name: str, sheet: str, scan: Scanned) -> None:
    if scan.cells > MOST_CELLS:
        found = f"{scan.rows} rows x {scan.columns} columns"
        do = "Save the sheet as CSV; or delete the cells that stand far out."
        problem = Problem(f"{name}, sheet '{sheet}'", "the sheet is too large", found, f"{MOST_CELLS} cells", do)
        raise InputRefused([problem])


def _refuse_formulas(name: str, sheet: str, scan: Scanned) -> None:
    if scan.formulas:
        cells = ", ".join(scan.formulas[:_NAMED])
        more = f" and {len(scan.formulas) - _NAMED} more" if len(scan.formulas) > _NAMED else ""
        what = "cells hold formulas, whose values may be out of date"
        do = "Copy the sheet and paste it as values (Paste special, Values), or save it as CSV."
        raise InputRefused([Problem(f"{name}, sheet '{sheet}'", what, cells + more, "values", do)])


def _refuse_encrypted(path: Path) -> None:
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(1 << 20):
            if _ENCRYPTED in before + chunk:
                raise InputRefused([_locked(path.name)])
            before = chunk[-len(_ENCRYPTED) :]


def _locked(name: str) -> Problem:
    do = "Open it with its password and save it without one, where such data may lie."
    return Problem(name, "the workbook is locked with a password", do=do)
