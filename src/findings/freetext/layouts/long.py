"""Long: a row a code, with its response, and where the file has them question, coder, date and sentiment.

The files of `kept/codings` are of this layout; their columns are fixed.
"""

from __future__ import annotations

from findings.freetext.layouts.sheet import Sheet, open_sheet
from findings.freetext.layouts.written import Reading, Source, Written

BESIDE = ("note", "quote")
"""Columns that are read where a file has them under these very headings."""
STATUS = "status"
"""Only a kept file says what a code is worth; in another's file the word may mean anything."""
_OF_KEPT = ("coder", "date", "sentiment")


def read_long(source: Source) -> Reading:
    """A row a code."""
    said = source.said
    sheet = open_sheet(source.path, source.shown, said.sheet)
    named = named_columns(source) | {"code_column": said.code_column}
    if source.kept:
        # A file that a person wrote by hand may leave out what it has nothing to say of.
        named = {use: name for use, name in named.items() if name not in _OF_KEPT or sheet.place(name) is not None}
    places, problems = sheet.places(named)
    reading = Reading(problems=[*sheet.problems, *problems])
    if problems:
        return reading
    places |= beside(sheet, source, places)
    for number, cells in sheet.cells(places):
        reading.rows.append(written(source, number, cells, cells["code_column"]))
    return reading


def named_columns(source: Source) -> dict[str, str]:
    """Use -> column, for what every layout with headings may have."""
    said = source.said
    return {
        "id_column": said.id_column,
        "question_column": said.question_column,
        "coder_column": said.coder_column,
        "date_column": said.date_column,
        "sentiment_column": said.sentiment_column,
    }


def beside(sheet: Sheet, source: Source, taken: dict[str, int]) -> dict[str, int]:
    """Where notes and permissions to quote stand, if they do; of a kept file the status too."""
    wanted = (*BESIDE, STATUS) if source.kept else BESIDE
    places = {name: place for name in wanted if (place := sheet.place(name)) is not None}
    return {name: place for name, place in places.items() if place not in taken.values()}


def written(source: Source, number: int, cells: dict[str, str], code: str, column: str = "") -> Written:
    """One code of a row whose cells are known by their use."""
    return Written(
        cells.get("id_column", ""),
        code,
        cells.get("question_column", ""),
        cells.get("coder_column", ""),
        cells.get("date_column", ""),
        cells.get("sentiment_column", ""),
        cells.get("status", ""),
        cells.get("note", ""),
        cells.get("quote", ""),
        source.shown,
        number,
        column,
    )
