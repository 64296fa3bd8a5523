"""What the layouts of the tools share: their first rows, the names of columns, the words for a tool's codes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem
from findings.intake.clean import clean
from findings.intake.export import Column, Export, Part
from findings.intake.formats.grid import Grid, unique_names

SAMPLE = 2_000
"""Rows looked at for what a layout says in its cells (a mark behind every answer, codes or labels)."""


@dataclass(frozen=True)
class Begin:
    """The beginning of a grid: numbers of rows, and their cells, all as long as the widest header row."""

    numbers: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]

    def after(self, headers: int) -> tuple[tuple[str, ...], ...]:
        """The rows below so many rows."""
        return self.rows[headers:]


def begin_of(grid: Grid, headers: int, skip: int = 0) -> Begin:
    """The header rows and a sample of what follows.

    Parameters
    ----------
    grid
        The file.
    headers
        The rows that make the header.
    skip
        Rows before it, which are left out.

    Raises
    ------
    InputRefused
        If the file has fewer rows than its layout has header rows.
    """
    rows = [
        (number, [clean(cell) for cell in cells] if place < headers else cells)
        for place, (number, cells) in enumerate(itertools.islice(grid.rows(), skip, skip + headers + SAMPLE))
    ]
    if len(rows) < headers:
        do = "Export it again with all its header rows, or name another format with 'data.format'."
        raise InputRefused([Problem(grid.file, "header rows are missing", str(len(rows)), f"{headers} rows", do)])
    width = max(len(cells) for _, cells in rows[:headers])
    padded = [(*cells[:width], *[""] * (width - len(cells))) for _, cells in rows]
    while width and not any(cells[width - 1].strip() for cells in padded):
        width -= 1
    return Begin(tuple(number for number, _ in rows), tuple(cells[:width] for cells in padded))


def named(columns: Iterable[Column], names: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns with their names: those given, or heading and part, made different from each other."""
    columns = list(columns)
    if names:
        unique = unique_names(names)
    else:
        unique = unique_names([column.heading for column in columns], [column.part for column in columns])
    return tuple(replace(column, name=name) for column, name in zip(columns, unique, strict=True))


def filled(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    """The cells of one column that are not blank, stripped."""
    return [cell for row in rows if (cell := row[place].strip())]


def groups_of(columns: Sequence[Column]) -> list[list[int]]:
    """The places of the columns of each question that has several."""
    groups: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        if column.group:
            groups.setdefault(column.group, []).append(place)
    return [places for places in groups.values() if len(places) > 1]


def with_repeated(columns: Sequence[Column], sample: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns, those of a question `multiple` whose cells hold nothing but what their own column stands for."""
    said = list(columns)
    for places in groups_of(columns):
        options = [place for place in places if columns[place].part and columns[place].says == ""]
        cells = [{as_compared(cell) for cell in filled(sample, place)} for place in options]
        repeats = all(found <= {as_compared(columns[place].part)} for place, found in zip(options, cells, strict=True))
        if len(options) > 1 and any(cells) and repeats:
            for place in options:
                said[place] = replace(columns[place], says="multiple")
    return tuple(said)


def squeezed(heading: str) -> str:
    """A tool's own heading as it is compared: versions of a tool write "Respondent ID" and "RespondentID".

    Examples
    --------
    >>> squeezed(" Respondent ID")
    'respondentid'
    """
    return as_compared(heading).replace(" ", "")


def share(headings: Collection[str], pattern: Callable[[str], object]) -> float:
    """How many of the headings that are not blank fit, from 0 to 1."""
    written = [heading.strip() for heading in headings if heading.strip()]
    return sum(bool(pattern(heading)) for heading in written) / len(written) if written else 0.0


def translated(export: Export, words: Mapping[str, Callable[[str], str]]) -> Export:
    """The export with the cells of some columns put into words.

    Parameters
    ----------
    export
        As the file has it.
    words
        Name of a column -> what a cell of it says. The same text always says the same, so each is asked once
        and then looked up; comments are not to be passed through here.
    """
    if not words:
        return export

    def parts(wanted: Sequence[str]) -> Iterator[Part]:
        asked = [column.name for column in export.columns if column.name in wanted]
        tables = {place: _Words(words[name]) for place, name in enumerate(asked) if name in words}
        for part in export.parts(wanted):
            rows = [list(row) for row in part.rows]
            for place, table in tables.items():
                for row in rows:
                    row[place] = table[row[place]]
            yield Part(part.numbers, rows)

    return replace(export, parts=parts)


class _Words(dict[str, str]):
    """What each text says, asked once."""

    def __init__(self, says: Callable[[str], str]) -> None:
        super().__init__()
        self._says = says

    def __missing__(self, text: str) -> str:
        said = self[text] = self._says(text)
        return said


def looked_up(labels: Mapping[str, str]) -> Callable[[str], str]:
    """Codes -> labels; any other text stays as it is.

    Examples
    --------
    >>> says = looked_up({"1": "Yes"})
    >>> says(" 1"), says("Perhaps")
    ('Yes', 'Perhaps')
    """
    return lambda text: labels.get(text.strip(), text)
