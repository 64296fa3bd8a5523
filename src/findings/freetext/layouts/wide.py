"""Wide: a row a comment, a column a theme, and a mark where the comment was given it."""

from __future__ import annotations

from findings.consultation.names import as_compared
from findings.errors import Problem
from findings.freetext.layouts.long import beside, named_columns, written
from findings.freetext.layouts.sheet import Sheet, open_sheet
from findings.freetext.layouts.written import Reading, Source, rows_named

MARKS = frozenset({"x", "yes", "y", "true", "✓", "✔", "☑"})
"""What says in a theme's column that the comment was given it; so does a number above 0, and the theme's own name."""
NO_MARKS = frozenset({"", "no", "n", "false", "-", "☐"})
"""What says that it was not; so does 0."""

_PLAIN = {"": False, "0": False, "1": True}
"""Nearly every cell of such a file."""


def read_wide(source: Source) -> Reading:
    """A column a theme."""
    said = source.said
    sheet = open_sheet(source.path, source.shown, said.sheet)
    places, problems = sheet.places(named_columns(source))
    codes, found = theme_columns(sheet, source, set(places.values()))
    reading = Reading(problems=[*sheet.problems, *problems, *found])
    if reading.problems:
        return reading
    places |= beside(sheet, source, {**places, **{str(place): place for place in codes}})
    odd: dict[int, list[int]] = {}
    for (number, cells), (_, own) in zip(sheet.rows, sheet.cells(places), strict=True):
        given = []
        for place, code in codes.items():
            said_so = marked(cells[place], sheet.headings[place], code)
            if said_so is None:
                odd.setdefault(place, []).append(number)
            elif said_so:
                given.append((code, sheet.headings[place]))
        reading.rows += [written(source, number, own, code, column) for code, column in given or [("", "")]]
    for place, numbers in odd.items():
        where = f"{source.shown}, {rows_named(numbers)}, column '{sheet.headings[place]}'"
        what = "cells that say neither that the comment was given the theme nor that it was not"
        allowed = "1, x, yes, true or ✓; 0, no, false, - or nothing"
        reading.problems.append(Problem(where, what, allowed=allowed))
    return reading


def theme_columns(sheet: Sheet, source: Source, taken: set[int]) -> tuple[dict[int, str], list[Problem]]:
    """Where each column of a theme stands, with what the file calls the theme; and what is wrong with them."""
    problems = []
    named = {as_compared(heading): heading for heading in source.said.themes}
    codes: dict[int, str] = {}
    for place, heading in enumerate(sheet.headings):
        if place in taken:
            continue
        if as_compared(heading) in named or source.knows(heading):
            if source.said.themes.get(named.get(as_compared(heading), ""), heading):
                codes[place] = heading
        elif _looks_like_a_theme(sheet, place):
            what = "a column of marks that is no theme of the code frame"
            do = f'Name its theme in codeframe.yaml: \'themes: {{"{heading}": ...}}\', with "" if it is none.'
            problems.append(Problem(f"{source.shown}, row 1", what, heading, do=do))
    for heading in source.said.themes:
        if sheet.place(heading) is None:
            problems += sheet.places({"themes": heading})[1]
    if not codes and not problems:
        what, do = "no column of a theme", "Name the columns and their themes with 'themes' in codeframe.yaml."
        problems.append(Problem(f"{source.shown}, row 1", what, ", ".join(sheet.headings[:30]), do=do))
    return codes, problems


def marked(cell: str, heading: str, code: str = "") -> bool | None:
    """Whether a cell says that the comment was given the theme; None if it says neither.

    Examples
    --------
    >>> [marked(cell, "Travel") for cell in ("1", "", "x", "0", "Travel", "no", "maybe")]
    [True, False, True, False, True, False, None]
    """
    if cell in _PLAIN:
        return _PLAIN[cell]
    text = as_compared(cell)
    if text in NO_MARKS or text in MARKS:
        return text in MARKS
    if text in (as_compared(heading), as_compared(code)):
        return True
    try:
        return float(text) > 0
    except ValueError:
        return None


def _looks_like_a_theme(sheet: Sheet, place: int) -> bool:
    """Whether a column holds nothing but one kind of mark, as the column of a theme does that nobody named."""
    said = {as_compared(cells[place]) for _, cells in sheet.rows} - {"", "0", "-"}
    return len(said) == 1 and (said <= MARKS or said in ({"1"}, {"1.0"}))
