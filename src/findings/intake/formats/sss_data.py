"""The data file of a Triple-S survey as records: fixed columns, or CSV."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from findings.errors import InputRefused, Problem
from findings.intake.export import BadRow, Opening
from findings.intake.formats.grid import WRONG_LENGTH
from findings.intake.formats.sss_definition import Definition, Variable

HEAD = 1000
"""Records that are looked at to find out how long one is."""
MOST_CHARACTERS = 1_000_000
"""Of a record; what is longer is no record."""
NUL = "nul_character"
_ENDINGS = (".asc", ".dat", ".txt", ".csv")

Record = tuple[int, str]


@dataclass(frozen=True)
class DataFile:
    """The data file of a definition.

    Parameters
    ----------
    path, encoding
        Where it stands, and how it is written.
    length
        Characters of every record, or 0 where spaces at the end of records were taken off.
    in_bytes
        Whether positions count bytes and not characters.
    """

    path: Path
    encoding: str
    length: int = 0
    in_bytes: bool = False


def find_data(definition_path: Path, definition: Definition, opening: Opening) -> DataFile:
    """The data file beside a definition: the one that it names, or the one of its own name.

    Raises
    ------
    InputRefused
        If there is none, or it is not written as the definition says.
    """
    named = PurePosixPath(definition.href.replace("\\", "/")).name
    stem = definition_path.stem
    wanted = [named.casefold()] if named else []
    endings = reversed(_ENDINGS) if definition.is_csv else _ENDINGS
    wanted += [f"{stem}{ending}".casefold() for ending in endings]
    beside = {path.name.casefold(): path for path in sorted(definition_path.parent.iterdir()) if path.is_file()}
    path = next((beside[name] for name in wanted if name in beside), None)
    if path is None:
        names = ", ".join(dict.fromkeys([*([named] if named else []), *(f"{stem}{ending}" for ending in _ENDINGS)]))
        do = "Put the data file beside the definition."
        raise InputRefused([Problem(definition_path.name, "its data file is not beside it", allowed=names, do=do)])
    encoding = definition.encoding if opening.encoding == "detect" else opening.encoding
    found = DataFile(path, encoding)
    return found if definition.is_csv else _measured(found, definition)


def _measured(data: DataFile, definition: Definition) -> DataFile:
    """With the length of its records; the definition's positions have to lie within it."""
    head = [line for _, line in itertools.islice(_lines(data, definition.skip), HEAD)]
    if not head:
        raise InputRefused([Problem(data.path.name, "the data file is empty", do="Export the survey again.")])
    in_bytes = False
    if data.encoding.lower().replace("-", "") == "utf8" and not all(map(str.isascii, head)):
        # Some programs count the bytes of UTF-8: then every record has as many bytes, and not as many characters.
        in_bytes = len({len(line.encode()) for line in head}) == 1 < len(set(map(len, head)))
    if in_bytes:
        head = [_as_bytes(line) for line in head]
    last = max(variable.finish for variable in definition.variables)
    lengths = Counter(map(len, head))
    # A program that takes the spaces off leaves none at the end of any record.
    padded = len(lengths) == 1 or any(line.endswith(" ") for line in head)
    length = lengths.most_common(1)[0][0] if padded and len(head) > 1 else 0
    if length and length < last:
        problems = [
            Problem(
                f"{data.path.name}, variable '{variable.name}'",
                "its position lies outside the records",
                f"{variable.start} to {variable.finish}",
                f"1 to {length}",
                "Take definition and data from the same export.",
            )
            for variable in definition.variables
            if variable.finish > length
        ]
        raise InputRefused(problems)
    return DataFile(data.path, data.encoding, length, in_bytes)


def fixed_records(data: DataFile, definition: Definition, bad: list[BadRow]) -> Iterator[Record]:
    """The records that can be read, as long as the last position or longer, with their line in the file."""
    last = max(variable.finish for variable in definition.variables)
    for number, told in _lines(data, definition.skip):
        line = _as_bytes(told) if data.in_bytes else told
        if "\0" in line:
            bad.append(BadRow(number, "", "a NUL character", NUL))
        elif (data.length and len(line) < last) or line[max(data.length, last) :].strip():
            bad.append(BadRow(number, "", f"{len(line)} characters, not {data.length or last}", WRONG_LENGTH))
        else:
            yield number, line.ljust(last)


def field_of(line: str, variable: Variable, data: DataFile) -> str:
    """The characters of a record that a variable stands in."""
    field = line[variable.start - 1 : variable.finish]
    return _as_characters(field) if data.in_bytes else field


def csv_records(data: DataFile, definition: Definition, bad: list[BadRow]) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV file that can be read, with their number in the file."""
    cells = max(variable.finish for variable in definition.variables)
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(_text(data), strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if number <= definition.skip or not any(map(str.strip, record)):
                continue
            if len(record) < cells:
                bad.append(BadRow(number, "", f"{len(record)} cells, not {cells}", WRONG_LENGTH))
            elif any("\0" in cell for cell in record):
                bad.append(BadRow(number, "", "a NUL character", NUL))
            else:
                yield number, record
    except csv.Error as error:
        do = "Look for a quotation mark that is not closed, or one inside a cell that is not doubled."
        where = f"{data.path.name}, row {number + 1}"
        raise InputRefused([Problem(where, f"a cell that cannot be read: {error}", do=do)]) from None


def _lines(data: DataFile, skip: int) -> Iterator[Record]:
    for number, line in enumerate(_text(data), start=1):
        bare = line.rstrip("\r\n\x1a")
        if number > skip and bare.strip():
            yield number, bare


def _text(data: DataFile) -> Iterator[str]:
    """The lines with their ends, so that a cell of CSV may hold one."""
    name, number = data.path.name, 0
    try:
        with data.path.open(
            encoding="utf-8-sig" if data.encoding.lower() == "utf-8" else data.encoding, newline=""
        ) as file:
            while line := file.readline(MOST_CHARACTERS + 1):
                number += 1
                if len(line) > MOST_CHARACTERS:
                    what, allowed = "a line that is too long for a record", f"{MOST_CHARACTERS:,} characters"
                    raise InputRefused(
                        [Problem(f"{name}, line {number}", what, allowed=allowed, do="Export it again.")]
                    )
                yield line
    except UnicodeError:
        what = f"the data are not written in {data.encoding}, as the definition says"
        do = "Say how they are with 'data.encoding': cp1252 for most older programs, else utf-8."
        raise InputRefused([Problem(f"{name}, after line {number}", what, do=do)]) from None
    except LookupError:
        do = "Say how the data are written with 'data.encoding'."
        raise InputRefused(
            [Problem(name, "the definition names an encoding that is not known", data.encoding, do=do)]
        ) from None
    except OSError as error:
        raise InputRefused(
            [Problem(name, "the file cannot be read", str(error.strerror), do="Export it again.")]
        ) from None


def _as_bytes(line: str) -> str:
    """Each byte of its UTF-8 as a character, so that positions can count bytes."""
    return line.encode().decode("latin-1")


def _as_characters(field: str) -> str:
    return field.encode("latin-1").decode("utf-8", errors="replace")
