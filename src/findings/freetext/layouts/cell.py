"""Cell: a row a comment, its codes in one cell with a separator between them."""

from __future__ import annotations

from collections.abc import Callable

from findings.freetext.layouts.long import beside, named_columns, written
from findings.freetext.layouts.sheet import open_sheet
from findings.freetext.layouts.written import Reading, Source


def read_cell(source: Source) -> Reading:
    """A row a comment, several codes in a cell."""
    said = source.said
    sheet = open_sheet(source.path, source.shown, said.sheet)
    places, problems = sheet.places(named_columns(source) | {"code_column": said.code_column})
    reading = Reading(problems=[*sheet.problems, *problems])
    if problems:
        return reading
    places |= beside(sheet, source, places)
    for number, cells in sheet.cells(places):
        codes = split_codes(cells["code_column"], said.separator, source.knows) or [""]
        reading.rows += [written(source, number, cells, code) for code in codes]
    return reading


def split_codes(cell: str, separator: str, knows: Callable[[str], bool]) -> list[str]:
    """The codes of a cell; a label that has the separator in it stays whole.

    Parameters
    ----------
    cell
        The cell; a line break divides as the separator does.
    separator
        What stands between two codes.
    knows
        Whether a text stands for a code.

    Examples
    --------
    >>> known = {"cost", "buses, trams, trains", "parking"}.__contains__
    >>> split_codes("cost, buses, trams, trains,parking, boats", ",", known)
    ['cost', 'buses, trams, trains', 'parking', 'boats']
    """
    mark = separator.strip(" ") or separator
    codes = []
    for line in cell.splitlines():
        parts = line.split(mark)
        start = 0
        while start < len(parts):
            ends = range(len(parts), start + 1, -1)
            end = next((end for end in ends if knows(mark.join(parts[start:end]).strip())), start + 1)
            codes.append(mark.join(parts[start:end]).strip())
            start = end
    return [code for code in codes if code]
