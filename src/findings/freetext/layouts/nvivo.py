r"""NVivo: a matrix of codes by cases or files, or the list of a coding summary; as CSV or as a workbook.

A matrix has the cases as rows (`1 : r1`) and the codes as columns (`A : Travel`), or the other way round, and in its
cells how often the code was given, or 0 and 1. A list has a row a passage, with columns as `File Name` and `Code Name`.
Names may be paths (`Codes\\Travel\\Parking`, `Cases\\r1`): the last part counts.
"""

from __future__ import annotations

import re

from findings.consultation.names import as_compared
from findings.errors import Problem
from findings.freetext.layouts.sheet import Sheet, open_sheet
from findings.freetext.layouts.wide import marked
from findings.freetext.layouts.written import Reading, Source, Written, rows_named

UNIT = ("file name", "file", "case name", "case", "source name", "source", "document", "name of file", "name of case")
CODE = ("code name", "code", "node name", "node", "code hierarchical name", "hierarchical name", "theme")
CODER = ("coded by name", "coded by", "coded by initials", "user", "user name", "initials")
DATE = ("coded on", "created on", "modified on", "date")
"""Headings of a list, the more telling first."""
_LETTERED = re.compile(r"(?:[A-Z]{1,3}|\d{1,7}) : (.+)", re.DOTALL)
_PATH = re.compile(r"[\\]+")


def read_nvivo(source: Source) -> Reading:
    """A matrix, or a list where the file has a column of the code and one of the file or case."""
    sheet = open_sheet(source.path, source.shown, source.said.sheet)
    unit, code = _column(sheet, source.said.id_column, UNIT), _column(sheet, source.said.code_column, CODE)
    reading = Reading(problems=list(sheet.problems))
    if unit is not None and code is not None and unit != code:
        _read_list(sheet, source, unit, code, reading)
    else:
        _read_matrix(sheet, source, reading)
    return reading


def last_part(name: str) -> str:
    r"""The name of a code, file or case without what NVivo puts before it.

    Examples
    --------
    >>> last_part("A : Travel"), last_part("12 : Cases\\\\r12"), last_part("Codes\\Travel\\Parking")
    ('Travel', 'r12', 'Parking')
    """
    lettered = _LETTERED.fullmatch(name.strip())
    return _PATH.split(lettered[1] if lettered else name.strip())[-1].strip()


def _column(sheet: Sheet, said: str, usual: tuple[str, ...]) -> int | None:
    places = (sheet.place(name) for name in (said, *usual) if name)
    return next((place for place in places if place is not None), None)


def _read_list(sheet: Sheet, source: Source, unit: int, code: int, reading: Reading) -> None:
    """A row a passage: several passages of one comment with one code are the code once."""
    coder, date = _column(sheet, source.said.coder_column, CODER), _column(sheet, source.said.date_column, DATE)
    seen = set()
    for number, cells in sheet.rows:
        who = cells[coder].strip() if coder is not None else ""
        given = (last_part(cells[unit]), last_part(cells[code]), who)
        if given not in seen:
            seen.add(given)
            # The day is that of a passage and changes with it; a comment's codes are not of several days for that.
            day = cells[date].strip() if date is not None and source.said.date_column else ""
            reading.rows.append(Written(given[0], given[1], coder=who, date=day, file=source.shown, row=number))


def _read_matrix(sheet: Sheet, source: Source, reading: Reading) -> None:
    headings = [last_part(heading) for heading in sheet.headings[1:]]
    firsts = [last_part(cells[0]) for _, cells in sheet.rows]
    codes_are_rows = not any(_known(source, one) for one in headings) and any(_known(source, one) for one in firsts)
    odd: list[int] = []
    for first, (number, cells) in zip(firsts, sheet.rows, strict=True):
        if _is_total(first, source):
            continue
        given = []
        for heading, cell in zip(headings, cells[1:], strict=True):
            if _is_total(heading, source):
                continue
            said_so = marked(cell.strip(), heading)
            if said_so is None:
                odd.append(number)
            elif said_so:
                unit, code = (heading, first) if codes_are_rows else (first, heading)
                given.append(Written(unit, code, file=source.shown, row=number))
        if not given and first and not codes_are_rows:
            given.append(Written(first, "", file=source.shown, row=number))
        reading.rows += given
    if odd:
        where = f"{source.shown}, {rows_named(sorted(set(odd)))}"
        what = "cells of the matrix that are no number"
        do = "Show coding references, or whether it was coded, in the cells, and export it again."
        reading.problems.append(Problem(where, what, allowed="0, 1, 2 ...", do=do))


def _known(source: Source, name: str) -> bool:
    return source.knows(name) or as_compared(name) in {as_compared(text) for text in source.said.themes}


def _is_total(name: str, source: Source) -> bool:
    """Whether it is the row or column in which a matrix adds itself up."""
    return as_compared(name) in ("total", "total (unique)") and not _known(source, name)
