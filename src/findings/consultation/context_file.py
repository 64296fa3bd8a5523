"""The files of the tables that others published, read and checked: their figures as they stand there, and no other."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.context import Context, ContextRow, ContextTable, ReadTable
from findings.consultation.context_rules import context_faults
from findings.consultation.faults import closest
from findings.consultation.names import as_compared
from findings.consultation.yamlfile import KeyPath, YamlFile
from findings.errors import Problem

FOLDER = "context"
_NUMBER = re.compile(r"[-\u2212]?(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?%?")
_MOST_TOLD = 12
"""Texts of a file that a message lists."""
Line = tuple[int, Mapping[str, str]]
"""A row of a file: the line where it stands, and its cells by column."""


@dataclass(frozen=True)
class _Place:
    """Where a table is described, and how its file is named in messages."""

    keys: KeyPath
    parameters: YamlFile
    file: str

    def fault(self, keys: KeyPath, what: str, found: str = "", allowed: str = "", do: str = "") -> Problem:
        """A problem of what the parameters say of the file."""
        return Problem(self.parameters.where((*self.keys, *keys)), what, found, allowed, do)

    def in_file(self, where: str, what: str, found: str = "", allowed: str = "", do: str = "") -> Problem:
        """A problem of the file."""
        return Problem(f"{self.file}{where}", what, found, allowed, do)


def context_paths(context: Context, folder: Path) -> dict[str, Path]:
    """The files of the tables, by the names that a run's copies have."""
    return {f"{FOLDER}/{name}.csv": (folder / of.file).resolve() for name, of in context.tables.items()}


def read_context(context: Context, folder: Path, parameters: YamlFile) -> tuple[Context, list[Problem]]:
    """Read the file of every table.

    Parameters
    ----------
    context
        What `consultation.yaml` says of them; with a rule broken that is told elsewhere, no file is read.
    folder, parameters
        The folder of `consultation.yaml`, and that file.

    Returns
    -------
    tuple
        The context with the rows of its tables, and every problem of all files.
    """
    if any(context_faults(context)):
        return context, []
    tables: dict[str, ContextTable] = {}
    problems: list[Problem] = []
    for name, table in context.tables.items():
        path = folder / table.file
        place = _Place(("context", "tables", name), parameters, path.name)
        rows, found = _read(path, table, place)
        problems += found
        tables[name] = table if found else ReadTable(**dict(table), rows=rows)
    return context.model_copy(update={"tables": tables}), list(dict.fromkeys(problems))


def _read(path: Path, table: ContextTable, place: _Place) -> tuple[tuple[ContextRow, ...], list[Problem]]:
    headings, lines, problems = _lines(path, table, place)
    problems += _missing(headings, table, place) if headings else []
    if problems:
        return (), problems
    unknown = list(_filters_nothing(lines, table, place))
    kept = [line for line in lines if _is_kept(line[1], table)]
    if not kept:
        return (), unknown or [_nothing_left(table, place)]
    problems = list(_called_nothing(kept, table, place))
    rows, found = _spread(kept, table, place) if table.spread is not None else _side_by_side(kept, table, place)
    return tuple(rows), [*unknown, *problems, *found]


def _lines(path: Path, table: ContextTable, place: _Place) -> tuple[list[str], list[Line], list[Problem]]:
    """The headings and the filled rows of a file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        do = "Put the file there, or correct 'file': it is read from the folder of consultation.yaml."
        return [], [], [place.fault(("file",), "the file is missing", table.file, do=do)]
    except (OSError, UnicodeDecodeError):
        do = "Save it as CSV in UTF-8."
        return [], [], [place.in_file("", "the file cannot be read as text in UTF-8", do=do)]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
    except csv.Error as error:
        where = f", line {reader.line_num}"
        return [], [], [place.in_file(where, "not a CSV file", str(error), do="Save it as CSV in UTF-8.")]
    filled = [(line, row) for line, row in rows if any(row)]
    if not filled:
        return [], [], [place.in_file("", "the file is empty", do="Put a row of headings and the figures into it.")]
    (first, headings), *others = filled
    problems = [
        place.in_file(f", line {line}", "more cells than the file has headings", str(len(row)), str(len(headings)),
                      "Put quotes around a text with a comma.")
        for line, row in others
        if len(row) > len(headings)
    ]  # fmt: skip
    if not others:
        what = "a file without figures: it has no row below its headings"
        problems.append(place.in_file(f", line {first}", what, do="Put the figures into it."))
    cells: list[Line] = [
        (line, dict(zip(headings, [*row, *[""] * len(headings)], strict=False))) for line, row in others
    ]
    return headings, cells, problems


def _missing(headings: Sequence[str], table: ContextTable, place: _Place) -> list[Problem]:
    """The columns that are named and that the file does not have, or has twice."""
    named: list[tuple[KeyPath, str]] = [(("columns", column), column) for column in table.columns]
    if table.spread is not None:
        named += [(("spread", "column"), table.spread.column), (("spread", "figures"), table.spread.figures)]
    named += [(("where", column), column) for column in table.where]
    problems = []
    for keys, column in named:
        if column not in headings:
            do = closest(column, headings) or "Name the column as the file does."
            what = f"a column that {place.file} does not have"
            problems.append(place.fault(keys, what, column, _some(headings), do))
        elif headings.count(column) > 1:
            what = f"a heading that stands twice in {place.file}"
            problems.append(place.fault(keys, what, column, do="Rename one of the columns in the file."))
    return problems


def _is_kept(cells: Mapping[str, str], table: ContextTable) -> bool:
    return all(as_compared(cells[column]) in map(as_compared, texts) for column, texts in table.where.items())


def _filters_nothing(lines: Sequence[Line], table: ContextTable, place: _Place) -> Iterator[Problem]:
    """Each text of the filter stands in some row: one that is misspelt would leave out rows without a word."""
    for column, texts in table.where.items():
        there = list(dict.fromkeys(cells[column] for _, cells in lines))
        for text in texts:
            if as_compared(text) not in map(as_compared, there):
                what = f"no row of {place.file} has this in the column '{column}'"
                do = closest(text, there) or "Correct it, or take it out."
                yield place.fault(("where", column), what, text, _some(there), do)


def _nothing_left(table: ContextTable, place: _Place) -> Problem:
    found = "; ".join(f"{column}: {', '.join(texts)}" for column, texts in table.where.items())
    do = "Correct it: each text stands in the file, but in different rows."
    return place.fault(("where",), f"no row of {place.file} has all of this", found, do=do)


def _called_nothing(kept: Sequence[Line], table: ContextTable, place: _Place) -> Iterator[Problem]:
    """What is given another name stands in the table."""
    there = list(dict.fromkeys(cells[table.first] for _, cells in kept))
    for text in table.called:
        if as_compared(text) not in map(as_compared, there):
            what = f"no row that is shown has this in the column '{table.first}'"
            do = closest(text, there) or "Correct it, or take it out."
            yield place.fault(("called", text), what, text, _some(there), do)


def _side_by_side(kept: Sequence[Line], table: ContextTable, place: _Place) -> tuple[list[ContextRow], list[Problem]]:
    """A row of the file is a row of the table."""
    figures = list(table.columns)[1:]
    rows: list[ContextRow] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for line, cells in kept:
        name = cells[table.first]
        first = seen.setdefault(as_compared(name), line)
        if first != line:
            problems.append(_twice(place, line, table.first, name, first))
        values = []
        for column in figures:
            value, problem = _figure(place, line, column, cells[column], table)
            values.append(value)
            problems += problem
        rows.append(ContextRow(name=_name(name, table), figures=tuple(values)))
    return rows, problems


def _spread(kept: Sequence[Line], table: ContextTable, place: _Place) -> tuple[list[ContextRow], list[Problem]]:
    """Rows of the file with one name are one row of the table."""
    assert table.spread is not None
    spread = table.spread
    keys = {as_compared(text): text for text in spread.headings}
    by_name: dict[str, dict[str, str]] = {}
    names: dict[str, tuple[int, str]] = {}
    seen: dict[tuple[str, str], int] = {}
    problems: list[Problem] = []
    for line, cells in kept:
        name, key = cells[table.first], keys.get(as_compared(cells[spread.column]))
        if key is None:
            continue
        own = as_compared(name)
        names.setdefault(own, (line, name))
        first = seen.setdefault((own, key), line)
        if first != line:
            problems.append(_twice(place, line, table.first, f"{name}, {key}", first))
        value, problem = _figure(place, line, spread.figures, cells[spread.figures], table)
        by_name.setdefault(own, {})[key] = value
        problems += problem
    there = list(dict.fromkeys(cells[spread.column] for _, cells in kept))
    for text in spread.headings:
        if as_compared(text) not in map(as_compared, there):
            what = f"no row that is shown has this in the column '{spread.column}'"
            do = closest(text, there) or "Correct it, or take it out."
            problems.append(place.fault(("spread", "headings", text), what, text, _some(there), do))
    rows = []
    for own, found in by_name.items():
        line, name = names[own]
        for text in spread.headings:
            if text not in found and "" not in table.not_shown and not problems:
                what = f"a row without a figure for '{text}'"
                do = "Choose the rows under 'where', or say under 'not_shown' what \"\" is printed as."
                problems.append(place.in_file(f", line {line}, column {table.first}", what, name, do=do))
        values = tuple(found.get(text, table.not_shown.get("", "")) for text in spread.headings)
        rows.append(ContextRow(name=_name(name, table), figures=values))
    return rows, problems


def _twice(place: _Place, line: int, column: str, found: str, first: int) -> Problem:
    what = "a row of a name that stands twice: nobody could tell them apart"
    do = "Choose one of them under 'where', or correct the file."
    return place.in_file(f", line {line}, column {column}", what, found, f"another than on line {first}", do)


def _figure(place: _Place, line: int, column: str, text: str, table: ContextTable) -> tuple[str, list[Problem]]:
    """A figure as the file has it, or the shorthand for what stands in its place."""
    if text in table.not_shown:
        return table.not_shown[text], []
    if _NUMBER.fullmatch(text):
        return text, []
    do = "Correct the file, or say under 'not_shown' which shorthand is printed for it."
    allowed = ", ".join(["a number", *(f"'{known}'" for known in table.not_shown)])
    return text, [place.in_file(f", line {line}, column {column}", "not a number", text or "nothing", allowed, do)]


def _name(text: str, table: ContextTable) -> str:
    called = {as_compared(own): said for own, said in table.called.items()}
    return called.get(as_compared(text), text)


def _some(texts: Collection[str]) -> str:
    told = list(texts)[:_MOST_TOLD]
    more = len(texts) - len(told)
    return ", ".join(told) + (f" and {more} more" if more else "")
