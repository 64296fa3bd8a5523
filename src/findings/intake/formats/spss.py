"""SPSS: .sav and .zsav files, with their labels, missing values, dates and multiple-response sets.

A case of the file is a response, and none is left out. Cells hold labels in the place of codes, and the code where a
value has no label; the variable of a set in which each variable is one answer holds `1`, `0`, or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.errors import InputRefused, Problem
from findings.intake.clean import clean
from findings.intake.export import Column, Export, Opening, Part, missing_file, positions
from findings.intake.formats.grid import unique_names
from findings.intake.formats.sav_process import (
    ENCODINGS,
    Description,
    ResponseSet,
    Value,
    Variable,
    columns_of,
    describe,
)
from findings.intake.formats.sav_values import Texts, Ticks, is_missing, kind_of_format, plain, texts_of_labels
from findings.intake.formats.unanswered import why_missing

NAME = "spss"
_MAGIC = (b"$FL2", b"$FL3")
_LOCKED = b"ENCRYPTEDSAV"
_FIRST = 36
_SAYS = {"day": "date", "moment": "date"}


@dataclass(frozen=True)
class SpssReader:
    """SPSS's own file."""

    name: str = NAME
    title: str = "SPSS (.sav, .zsav)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        """Certainly, by its first bytes, or not."""
        try:
            with path.open("rb") as file:
                return 3 if _is_spss(file.read(_FIRST)) else 0
        except OSError:
            return 0

    def open(self, path: Path, opening: Opening) -> Export:
        """Open it.

        Raises
        ------
        InputRefused
            If it is missing or damaged, or in another encoding than it says.
        """
        _refuse(path, opening)
        description = describe(path, opening.encoding)
        if not description.variables:
            raise InputRefused([Problem(path.name, "the file has no variables", do="Export it again.")])
        sets = _sets(description)
        converters = tuple(_converter(variable, sets.get(variable.name)) for variable in description.variables)
        seen = _seen_missing(path, opening.encoding, description)
        columns = _columns(description, sets, converters, seen)

        def parts(wanted: Sequence[str]) -> Iterator[Part]:
            chosen = positions(columns, wanted)
            names = [description.variables[place].name for place in chosen]
            first = 1
            # Without a column there are still cases to be counted.
            for values in columns_of(path, opening.encoding, description, names or [description.variables[0].name]):
                rows = len(values[0])
                cells = [
                    list(map(converters[place].__getitem__, column))
                    for place, column in zip(chosen, values, strict=False)
                ]
                yield Part(range(first, first + rows), list(zip(*cells, strict=True)) if cells else [()] * rows)
                first += rows

        found = {"encoding": description.encoding}
        if description.rows is not None:
            found["cases"] = str(description.rows)
        return Export(NAME, path.name, columns, parts, found)


READER = SpssReader()


def _is_spss(first: bytes) -> bool:
    return first.startswith(_MAGIC) or _LOCKED in first


def _refuse(path: Path, opening: Opening) -> None:
    try:
        with path.open("rb") as file:
            first = file.read(_FIRST)
    except FileNotFoundError:
        raise InputRefused([missing_file(path)]) from None
    except OSError as error:
        do = "Name a file that can be opened with 'data.file'."
        raise InputRefused([Problem(path.name, "the file cannot be read", str(error.strerror), do=do)]) from None
    if _LOCKED in first:
        do = "Open it in SPSS and save it without a password."
        raise InputRefused([Problem(path.name, "the file is locked with a password", do=do)])
    if not _is_spss(first):
        do = "Save it in SPSS as .sav, or leave out 'data.format'."
        raise InputRefused([Problem(path.name, "not an SPSS file", do=do)])
    if opening.encoding not in ENCODINGS:
        do = "Leave out 'data.encoding', or correct it."
        where = f"{path.name}, data.encoding"
        raise InputRefused(
            [Problem(where, "not an encoding of SPSS files", opening.encoding, ", ".join(ENCODINGS), do)]
        )


def _sets(description: Description) -> dict[str, ResponseSet]:
    """Variable -> the set that it belongs to: of several, the first."""
    names = {variable.name.upper(): variable.name for variable in description.variables}
    found: dict[str, ResponseSet] = {}
    for one in description.sets:
        for member in one.variables:
            # Old files write the members in small letters.
            if name := names.get(member.upper()):
                found.setdefault(name, one)
    return found


def _converter(variable: Variable, belongs: ResponseSet | None) -> dict[Value, str]:
    texts = Texts(variable, texts_of_labels(variable.labels, clean))
    return texts if belongs is None or belongs.counted is None else Ticks(variable, belongs.counted, texts)


def _seen_missing(path: Path, encoding: str, description: Description) -> dict[str, set[Value]]:
    """Variable -> the values in its missing *ranges* that the file holds; a range cannot be listed otherwise."""
    ranged = [one for one in description.variables if any(low != high for low, high in one.missing)]
    seen: dict[str, set[Value]] = {variable.name: set() for variable in ranged}
    if ranged:
        for values in columns_of(path, encoding, description, [variable.name for variable in ranged]):
            for variable, column in zip(ranged, values, strict=True):
                seen[variable.name].update(value for value in set(column) if is_missing(variable, value))
    return seen


def _columns(
    description: Description,
    sets: Mapping[str, ResponseSet],
    converters: Sequence[Mapping[Value, str]],
    seen: Mapping[str, set[Value]],
) -> tuple[Column, ...]:
    headings, parts = [], []
    for variable in description.variables:
        own = clean(variable.label) or variable.name
        belongs = sets.get(variable.name)
        headings.append(own if belongs is None else clean(belongs.label) or belongs.name)
        parts.append("" if belongs is None else _part(variable, belongs, own))
    return tuple(
        Column(
            name=name,
            heading=heading,
            part=part,
            code=variable.name,
            group="" if (belongs := sets.get(variable.name)) is None else belongs.name,
            says=_says(variable, belongs),
            labels=_labels(variable, converter),
            missing=_missing(variable, converter, seen.get(variable.name, set())),
        )
        for name, heading, part, variable, converter in zip(
            unique_names(headings, parts), headings, parts, description.variables, converters, strict=True
        )
    )


def _part(variable: Variable, belongs: ResponseSet, own: str) -> str:
    """The answer that the variable is, or which of the answers given it holds."""
    if belongs.counted is not None:
        return own
    members = [name.upper() for name in belongs.variables]
    return str(members.index(variable.name.upper()) + 1)


def _labels(variable: Variable, converter: Mapping[Value, str]) -> dict[str, str]:
    """Code -> label of every answer in the order of the codes; a set's ticks have none."""
    if isinstance(converter, Ticks):
        return {}
    return {plain(value): text for value, text in texts_of_labels(variable.labels, clean).items()}


def _missing(variable: Variable, converter: Mapping[Value, str], seen: set[Value]) -> dict[str, str]:
    declared = {low for low, high in variable.missing if low == high}
    declared |= {value for value in variable.labels if is_missing(variable, value)}
    return {
        converter[value]: why_missing(variable.labels.get(value, ""))
        for value in sorted(declared | seen, key=lambda one: (isinstance(one, str), one))
    }


def _says(variable: Variable, belongs: ResponseSet | None) -> str:
    """What the file itself says; it is silent where tools set the level of measurement without asking anybody.

    `nominal` and `ordinal` with labels are choices. `scale` is what SPSS gives to every new number, so with labels it
    says nothing; a text may be an answer or a comment.
    """
    if belongs is not None:
        return "multiple"
    kind = kind_of_format(variable)
    if kind != "number" and kind != "text":
        return _SAYS.get(kind, "")
    answers = [value for value in variable.labels if not is_missing(variable, value)]
    if len(answers) >= 2:
        return {"ordinal": "scale", "nominal": "single"}.get(variable.measure, "")
    return "numeric" if kind == "number" and variable.measure == "scale" and not answers else ""
