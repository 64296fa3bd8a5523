"""The workbook read back: rows by heading, with the place of each, whatever a spreadsheet program made of it."""

from __future__ import annotations

import datetime
import posixpath
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem
from findings.setup.table import Cells, Filled, Key, Notes, Table
from findings.setup.write import WRITTEN

MOST_BYTES = 200_000_000
"""A workbook of settings that unpacks to more is none."""
FIRST_ROWS = 10
"""So many rows are looked through for the headings."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Workbook:
    """What a workbook holds.

    Parameters
    ----------
    name
        The file's name, for messages.
    sheets
        The values of each sheet, from its first row and column on.
    formulas
        The cells of each sheet that hold a formula, such as `B4`.
    """

    name: str
    sheets: Mapping[str, Sequence[Sequence[Any]]]
    formulas: Mapping[str, Sequence[str]]

    def written(self) -> dict[str, dict[Key, Cells]] | None:
        """The rows as they were written, by sheet and by the cells under the headings; None if the copy is gone."""
        rows = self.sheets.get(WRITTEN)
        if not rows:
            return None
        found: dict[str, dict[Key, Cells]] = {}
        headings: dict[str, list[str]] = {}
        for row in rows:
            sheet, *cells = [text_of(value) for value in row]
            if sheet not in headings:
                headings[sheet], found[sheet] = [cell for cell in cells if cell], {}
            else:
                found[sheet][tuple(cells)] = dict(zip(headings[sheet], cells, strict=False))
        return found


def read_workbook(path: Path) -> Workbook:
    """Read a workbook.

    Raises
    ------
    InputRefused
        If it cannot be read as one.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _look_at_the_file(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
        formulas = _formulas(path)
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError, SyntaxError) as error:
        raise _refused(path, "the workbook cannot be read: it may be damaged or have a password") from error
    return Workbook(path.name, sheets, formulas)


def rows_of(workbook: Workbook, table: Table, notes: Notes) -> tuple[Filled, ...] | None:
    """The filled rows of a sheet; None where it cannot be read, which the notes tell."""
    named = {as_compared(name): name for name in workbook.sheets}
    name = named.get(as_compared(table.sheet))
    if name is None:
        if table.rows:
            do = "Write the workbook out again, or give the sheet its name back."
            notes.problem(workbook.name, f"the sheet '{table.sheet}' is missing", ", ".join(named.values()), "", do)
            return None
        return ()
    where = f"{workbook.name}, sheet '{name}'"
    for cell in workbook.formulas.get(name, ()):
        notes.problem(f"{where}, cell {cell}", "a formula", do="Write its result, or put an apostrophe before a text.")
    values = workbook.sheets[name]
    found = _headings(values, table)
    if isinstance(found, str):
        do = "Write the heading into the first row again."
        notes.problem(f"{where}, row 1", "a heading is missing", found, ", ".join(table.headings), do)
        return None
    head, places = found
    rows = []
    for number, line in enumerate(values[head + 1 :], start=head + 2):
        cells = {heading: text_of(line[place]) for heading, place in places.items()}
        if any(cells.values()):
            rows.append(
                Filled(f"{where}, row {number}", {key: _as_listed(table, key, text) for key, text in cells.items()})
            )
    return tuple(rows)


def text_of(value: Any) -> str:
    r"""A cell as text: numbers as people write them, days as 2024-12-31, no spaces around.

    Examples
    --------
    >>> [text_of(value) for value in (10.0, 2.5, " a\u00a0b\r\n", datetime.date(2024, 1, 8), None)]
    ['10', '2.5', 'a b', '2024-01-08', '']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").strip()


def _headings(values: Sequence[Sequence[Any]], table: Table) -> tuple[int, dict[str, int]] | str:
    """The row of the headings and where each stands; or the heading that is missing."""
    missing = table.headings[0]
    for head, line in enumerate(values[:FIRST_ROWS]):
        texts = [as_compared(text_of(value)) for value in line]
        places = {
            heading: texts.index(as_compared(heading)) for heading in table.headings if as_compared(heading) in texts
        }
        if len(places) == len(table.headings):
            return head, places
        if len(places) > len(table.headings) // 2:
            missing = next(heading for heading in table.headings if heading not in places)
    return missing


def _as_listed(table: Table, heading: str, text: str) -> str:
    """A choice as the list writes it: 'Yes' is 'yes'."""
    choices = next(column.choices for column in table.columns if column.heading == heading)
    same = [choice for choice in choices if _plain(choice) == _plain(text)]
    return same[0] if len(same) == 1 else text


def _plain(text: str) -> str:
    return as_compared(text.replace("\u2019", "'"))


def _look_at_the_file(path: Path) -> None:
    if not path.is_file():
        raise _refused(path, "the file is missing", "Check its name, or write it: findings workbook out NAME")
    if not zipfile.is_zipfile(path):
        what = "this is not an .xlsx workbook, or it has a password"
        raise _refused(path, what, "In Excel: Save As, Excel Workbook (.xlsx), without a password.")
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _refused(path, "the workbook cannot be read: it is damaged") from error
    if size > MOST_BYTES:
        raise _refused(path, "the workbook is too large to be one of settings", "Take out what does not belong.")


def _refused(path: Path, what: str, do: str = "Write the workbook out again, and change that one.") -> InputRefused:
    return InputRefused([Problem(path.name, what, do=do)])


def _formulas(path: Path) -> dict[str, list[str]]:
    """The cells that hold a formula: the reader of values gives only what they came to."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    found: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
            links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
            targets = {link.get("Id"): link.get("Target") for link in links}
            for sheet in book.iter(f"{_MAIN}sheet"):
                part = posixpath.normpath(posixpath.join("/xl", targets[sheet.get(_REL)])).lstrip("/")
                tree = etree.fromstring(archive.read(part), parser)
                cells = [cell.get("r", "?") for cell in tree.iter(f"{_MAIN}c") if cell.find(f"{_MAIN}f") is not None]
                found[sheet.get("name", "")] = cells
    except etree.XMLSyntaxError as error:
        raise ValueError("not XML") from error
    return found
