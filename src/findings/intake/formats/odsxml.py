"""What the sheets of an ODS hold that their values do not tell: formulas, and how far out their cells stand."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from findings.errors import InputRefused
from findings.intake.formats.sheetxml import MOST_NAMED, Scanned
from findings.intake.formats.zipped import chunks, damaged

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")


class _Hostile(Exception):
    """XML with declarations of its own, which no spreadsheet program writes."""


@dataclass
class _Walk:
    """Where the reading of the XML stands."""

    sheets: dict[str, Scanned] = field(default_factory=dict)
    sheet: Scanned = field(default_factory=Scanned)
    depth: int = 0
    row: int = 0
    rows: int = 0
    column: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == _TABLE + "table":
            self.depth += 1
            if self.depth == 1:  # a table within a cell is none of ours
                self.sheet = self.sheets.setdefault(attributes.get(_TABLE + "name", ""), Scanned())
                self.row = self.rows = 0
        elif tag == _TABLE + "table-row":
            self.row += self.rows
            self.rows = _times(attributes, "number-rows-repeated")
            self.column = 0
        elif tag in _CELLS:
            self.cell(attributes, _times(attributes, "number-columns-repeated"))

    def cell(self, attributes: dict[str, str], times: int) -> None:
        if _OFFICE + "value-type" in attributes:
            self.sheet.rows = max(self.sheet.rows, self.row + self.rows)
            self.sheet.columns = max(self.sheet.columns, self.column + times)
        if _TABLE + "formula" in attributes and len(self.sheet.formulas) < MOST_NAMED:
            self.sheet.formulas.append(f"{column_letters(self.column)}{self.row + 1}")
        self.column += times

    def end(self, tag: str) -> None:
        if tag == _TABLE + "table":
            self.depth -= 1


def column_letters(place: int) -> str:
    """A column as a spreadsheet names it.

    Examples
    --------
    >>> [column_letters(place) for place in (0, 25, 26, 16383)]
    ['A', 'Z', 'AA', 'XFD']
    """
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def scan_ods(archive: zipfile.ZipFile, name: str) -> dict[str, Scanned]:
    """Read the XML of all sheets to its end.

    Raises
    ------
    InputRefused
        If it is damaged.
    """
    walk = _Walk()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.EntityDeclHandler = _refuse_declaration
    try:
        for chunk in chunks(archive, "content.xml"):
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except (expat.ExpatError, _Hostile) as error:
        raise InputRefused([damaged(name, str(error))]) from None
    return walk.sheets


def locked(archive: zipfile.ZipFile) -> bool:
    """Whether its content is encrypted with a password."""
    try:
        return b"encryption-data" in b"".join(chunks(archive, "META-INF/manifest.xml"))
    except KeyError:
        return False


def _times(attributes: dict[str, str], name: str) -> int:
    times = attributes.get(_TABLE + name, "1")
    return int(times) if times.isascii() and times.isdigit() and len(times) < 9 else 1


def _refuse_declaration(*_: object) -> None:
    raise _Hostile("it declares entities")
