"""Triple-S: the exchange format of Snap and other survey programs, a definition in XML and a data file beside it.

The three ways in which an answer may be missing are kept apart: a field of spaces is an empty cell; a question with
several answers that was asked and ticked nowhere has `0` in all its cells; and a code that stands for no answer keeps
its label, which `Column.missing` lists with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.errors import InputRefused, Problem
from findings.intake.export import PART, BadRow, Column, Export, Opening, Part, missing_file
from findings.intake.formats.grid import MOST_COLUMNS, TORN, shown, unique_names
from findings.intake.formats.kinds import FIRST_BYTES
from findings.intake.formats.sss_cells import Fields, labels_of, missing_of
from findings.intake.formats.sss_data import DataFile, csv_records, field_of, find_data, fixed_records
from findings.intake.formats.sss_definition import Definition, Variable, read_definition

NAME = "triple_s"
_ROOT = re.compile(rb"<sss[\s>/]")
_SAYS = {"multiple": "multiple", "quantity": "numeric", "logical": "single", "date": "date"}


@dataclass(frozen=True)
class TripleSReader:
    """A survey in the exchange format; the file to name is the definition."""

    name: str = NAME
    title: str = "Triple-S (.xml or .sss, with its data file)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        """Certainly, by its outermost element, or not."""
        try:
            with path.open("rb") as file:
                # In UTF-16 every other byte is zero.
                first = file.read(FIRST_BYTES).replace(b"\0", b"")
        except OSError:
            return 0
        return 3 if _ROOT.search(first) else 0

    def open(self, path: Path, opening: Opening) -> Export:
        """Open a definition and its data file.

        Raises
        ------
        InputRefused
            If one of them is missing or cannot be read, or they do not belong together.
        """
        if not path.is_file():
            raise InputRefused([missing_file(path)])
        try:
            definition = read_definition(path)
            data = find_data(path, definition, opening)
        except OSError as error:
            do = "Name a file that can be opened with 'data.file'."
            raise InputRefused([Problem(path.name, "the file cannot be read", str(error.strerror), do=do)]) from None
        columns, origins = _columns(definition)
        if len(columns) > MOST_COLUMNS:
            width, most = f"{len(columns)} columns", f"{MOST_COLUMNS} columns"
            raise InputRefused([Problem(path.name, "more columns than can be read", width, most)])
        bad: list[BadRow] = []

        def parts(wanted: Sequence[str]) -> Iterator[Part]:
            bad.clear()
            chosen = [origin for column, origin in zip(columns, origins, strict=True) if column.name in set(wanted)]
            return _parts(definition, data, chosen, bad)

        found: dict[str, str] = {"version": definition.version, "encoding": data.encoding, "data": data.path.name}
        return Export(NAME, path.name, columns, parts, found, lambda: tuple(bad))


READER = TripleSReader()

Origin = tuple[int, int]
"""Which variable a column comes from, and which of its cells."""


def _columns(definition: Definition) -> tuple[tuple[Column, ...], list[Origin]]:
    told: list[tuple[Variable, str, str, Origin]] = []
    for place, variable in enumerate(definition.variables):
        heading = variable.label or variable.name
        if variable.type != "multiple":
            told.append((variable, heading, "", (place, 0)))
            continue
        labels = labels_of(variable)
        told += [
            (variable, heading, labels.get(code, code), (place, cell)) for cell, code in enumerate(variable.values)
        ]
    names = unique_names([heading for _, heading, _, _ in told], [part for _, _, part, _ in told])
    columns = tuple(_column(name, *one[:3]) for name, one in zip(names, told, strict=True))
    return columns, [origin for *_, origin in told]


def _column(name: str, variable: Variable, heading: str, part: str) -> Column:
    if variable.type == "multiple":
        return Column(name, heading, part, variable.name, variable.ident or variable.name, "multiple")
    labels = labels_of(variable)
    return Column(
        name=name,
        heading=heading,
        code=variable.name,
        says=_says(variable),
        labels=labels,
        missing=missing_of(variable, labels),
    )


def _says(variable: Variable) -> str:
    if variable.use in ("serial", "weight"):
        return "paradata"
    if variable.type == "single":
        # Answers that have scores have an order; that others have none is not said.
        return "scale" if variable.scored else "single"
    return _SAYS.get(variable.type, "")


def _parts(definition: Definition, data: DataFile, chosen: Sequence[Origin], bad: list[BadRow]) -> Iterator[Part]:
    wanted: dict[int, list[int]] = {}
    for place, cell in chosen:
        wanted.setdefault(place, []).append(cell)
    variables = [definition.variables[place] for place in wanted]
    readers = [(variable, Fields(variable), cells) for variable, cells in zip(variables, wanted.values(), strict=True)]
    numbers: list[int] = []
    rows: list[Sequence[str]] = []
    read = 0
    for number, record in _records(definition, data, variables, bad):
        read += 1
        row: list[str] = []
        for field, (variable, fields, cells) in zip(record, readers, strict=True):
            told = fields[field]
            if told.fault:
                bad.append(BadRow(number, variable.name, shown(field.strip()), told.fault))
                break
            row += [told.cells[cell] for cell in cells]
        else:
            numbers.append(number)
            rows.append(row)
            if len(rows) == PART:
                yield Part(numbers, rows)
                numbers, rows = [], []
    if rows:
        yield Part(numbers, rows)
    _refuse_torn(data, bad, read)


def _records(
    definition: Definition, data: DataFile, variables: Sequence[Variable], bad: list[BadRow]
) -> Iterator[tuple[int, list[str]]]:
    """The records that can be read: number, and the field of each of those variables."""
    if definition.is_csv:
        for number, cells in csv_records(data, definition, bad):
            yield number, [_joined(cells, variable) for variable in variables]
    else:
        for number, line in fixed_records(data, definition, bad):
            yield number, [field_of(line, variable, data) for variable in variables]


def _joined(cells: Sequence[str], variable: Variable) -> str:
    """The cell of a variable; of several cells, each as wide as a subfield."""
    if variable.start == variable.finish:
        return cells[variable.start - 1]
    width = variable.spread.width if variable.spread else 1
    return "".join(cell.strip().rjust(width) for cell in cells[variable.start - 1 : variable.finish])


def _refuse_torn(data: DataFile, bad: Sequence[BadRow], read: int) -> None:
    """One bad row in four, and definition and data do not belong together."""
    rows = read + sum(1 for row in bad if not row.column)
    if bad and len(bad) * TORN >= rows:
        raise InputRefused(
            [
                Problem(
                    f"{data.path.name}, row {bad[0].number}",
                    f"{len(bad)} of {rows} rows cannot be read, and this is the first",
                    f"{bad[0].value} ({bad[0].reason})",
                    f"fewer than one bad row in {TORN}",
                    "Take definition and data from the same export.",
                )
            ]
        )
