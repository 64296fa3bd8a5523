"""What a sheet of an XLSX holds that its values do not tell: formulas, errors, and how far out its cells stand.

Read as bytes with patterns and as a stream, since a sheet may hold millions of cells and only a few of these.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from findings.errors import InputRefused, Problem
from findings.intake.formats.zipped import chunks

MOST_NAMED = 10_000
"""Formulas and errors that are kept by name; a sheet with more is refused all the same."""
_MOST_XML = 10_000_000
_MOST_HELD = 8_000_000
# Patterns that begin with fixed bytes, and plain searches before slow patterns: a sheet has a hundred million bytes.
_CELL = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br\s*=\s*["\']([A-Z]{1,3}\d{1,7})["\'][^>]*?>\s*<(?:\w+:)?f[\s/>]')
_FORMULA_MARKS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*?\bt\s*=\s*[\"']e[\"'])[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>"
    rb"\s*(?:<(?:\w+:)?v[^>]*>([^<]*))?"
)
_ERROR_MARKS = (b't="e"', b"t='e'")
# Where a cell's place could be hidden from the pattern above.
_HIDDEN_PLACE = re.compile(rb' r="[A-Z0-9]*&')
_HIDING_MARKS = (b" r='", b"<c r =", b' r= "')
_DECLARATION = re.compile(rb"<!(?!\[CDATA\[)")


@dataclass
class Scanned:
    """What stands in a sheet; filled while it is read."""

    rows: int = 0
    columns: int = 0
    formulas: list[str] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    more: bool = False

    @property
    def cells(self) -> int:
        """How many cells the area takes that holds them all."""
        return self.rows * self.columns


def scan_sheet(archive: zipfile.ZipFile, member: str, name: str) -> Scanned:
    """Read a sheet's XML to its end.

    Raises
    ------
    InputRefused
        If it is not written as a spreadsheet program writes a sheet.
    """
    found = Scanned()
    held = b""
    for chunk in chunks(archive, member):
        held += chunk
        if _hides(held):
            raise InputRefused([_strange(name)])
        # A cell that is not whole yet waits for the next piece.
        cut = max(held.rfind(b"<c "), held.rfind(b":c "))
        if cut > 0:
            _scan(held[:cut], found)
            held = held[max(held.rfind(b"<", 0, cut + 1), 0) :]
        elif len(held) > _MOST_HELD:
            if _CELL.search(held):
                _scan(held, found)
            held = held[-_MOST_HELD // 8 :]
    _scan(held, found)
    return found


def _hides(piece: bytes) -> bool:
    if any(mark in piece for mark in _HIDING_MARKS) or _HIDDEN_PLACE.search(piece):
        return True
    return b"<!" in piece and _DECLARATION.search(piece) is not None


def _scan(piece: bytes, found: Scanned) -> None:
    places = _CELL.findall(piece)
    if places:
        found.rows = max(found.rows, max(int(row) for row in {row for _, row in places}))
        found.columns = max(found.columns, max(_column(letters) for letters in {letters for letters, _ in places}))
    if any(mark in piece for mark in _FORMULA_MARKS):
        found.formulas += [cell.decode() for cell in _FORMULA.findall(piece)[: MOST_NAMED - len(found.formulas)]]
        found.more = found.more or not found.formulas
    if any(mark in piece for mark in _ERROR_MARKS):
        for letters, row, value in _ERROR.findall(piece)[: MOST_NAMED - len(found.errors)]:
            found.errors[int(row) - 1, _column(letters) - 1] = value.decode("ascii", "replace") or "#N/A"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


@dataclass(frozen=True)
class SheetPart:
    """A sheet of a workbook, with the member of the zip that holds it."""

    name: str
    member: str
    hidden: bool


def sheet_parts(archive: zipfile.ZipFile, name: str) -> list[SheetPart]:
    """The sheets in their order.

    Raises
    ------
    InputRefused
        If it is no workbook of Excel.
    """
    try:
        relations = {
            str(one.get("Id")): str(one.get("Target")) for one in _xml(archive, "xl/_rels/workbook.xml.rels", name)
        }
        book = _xml(archive, "xl/workbook.xml", name)
    except (KeyError, ElementTree.ParseError):
        raise InputRefused([_strange(name)]) from None
    parts = []
    for sheet in book.iter():
        if not sheet.tag.endswith("}sheet"):
            continue
        identifier = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        target = relations.get(identifier, "")
        member = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if member in archive.NameToInfo:
            parts.append(SheetPart(str(sheet.get("name")), member, sheet.get("state", "visible") != "visible"))
    return parts


def _xml(archive: zipfile.ZipFile, member: str, name: str) -> ElementTree.Element:
    text = b"".join(chunks(archive, member)) if archive.getinfo(member).file_size <= _MOST_XML else b"<!"
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or text == b"<!":
        raise InputRefused([_strange(name)])
    return ElementTree.fromstring(text)


def _strange(name: str) -> Problem:
    do = "Open it in Excel or LibreOffice, save the sheet of responses as XLSX or CSV, and use that."
    return Problem(name, "the workbook is not written as a spreadsheet program writes one", do=do)
