"""What two runs were made from, and where that differs: data, codings, parameters, code, lock file, Python."""

from __future__ import annotations

import difflib
import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.audit.compare.side import PARAMETER_FILES, Side
from findings.audit.compare.sources import SourceDifference, compare_sources

_CODINGS = ("restricted/inputs/kept", "restricted/inputs/free_text")
_COMMENTARY = "restricted/inputs/commentary"
_CONTEXT = "restricted/inputs/context"
_LOCK = "restricted/inputs/requirements.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.M)


class Factor(enum.StrEnum):
    """One thing that a run is made from; two runs that agree in all of them are one run."""

    EDITION = "edition"
    DATA = "data"
    CODINGS = "codings"
    PARAMETERS = "parameters"
    CODE = "code"
    LOCK = "lock file"
    PYTHON = "Python"


PROGRAM = (Factor.EDITION, Factor.CODE, Factor.LOCK, Factor.PYTHON)
"""What carries out the counting, and of which responses: the files of a run cannot tell these apart."""


@dataclass(frozen=True)
class Edit:
    """One value that stands otherwise in the second run's files; an empty text where there was none."""

    file: str
    path: str
    first: str
    second: str


@dataclass(frozen=True)
class Inputs:
    """What differs between the inputs of two runs.

    Parameters
    ----------
    factors
        Those that differ, in the order of `Factor`.
    source
        How the analysed responses differ, which is not the same as how the files of data do.
    parameters
        Every value of the parameter files and the plan that differs, and every line of what others published.
    layout_only
        Parameter files that differ in comments or layout and say the same.
    packages
        Name, first and second version of every package that the lock files name otherwise.
    notebooks
        Name of each notebook that differs, with `changed`, `new` or `gone`.
    outputs
        Path of each file of `public/` and `board/` that differs, with `changed`, `new` or `gone`.
    python
        The two versions; equal where they do not differ.
    editions
        The two editions; equal where they do not differ.
    commentary
        Name of each file of what people wrote that differs, with `changed`, `new` or `gone`; no number comes of it.
    codings
        Name of each file of codings, points or submissions that differs, with `changed`, `new` or `gone`.
    has_codings
        Whether either run has any such file.
    """

    factors: tuple[Factor, ...]
    source: SourceDifference
    parameters: tuple[Edit, ...]
    layout_only: tuple[str, ...]
    packages: tuple[tuple[str, str, str], ...]
    notebooks: tuple[tuple[str, str], ...]
    outputs: tuple[tuple[str, str], ...]
    python: tuple[str, str]
    editions: tuple[str, str]
    commentary: tuple[tuple[str, str], ...] = ()
    codings: tuple[tuple[str, str], ...] = ()
    has_codings: bool = False

    @property
    def program(self) -> tuple[Factor, ...]:
        """Of edition, code, lock file and Python those that differ."""
        return tuple(factor for factor in PROGRAM if factor in self.factors)


def compare_inputs(first: Side, second: Side) -> Inputs:
    """Find out in what two runs differ before anything was counted."""
    edits = (
        *(edit for name in PARAMETER_FILES
          for edit in _edits(name, "", first.parameters[name], second.parameters[name])),
        *_lines_of_context(first, second),
    )  # fmt: skip
    edited = {edit.file for edit in edits}
    notebooks = tuple(
        (name.rpartition("/")[2], how)
        for name, how in _files(first.hash_of("restricted/workflow"), second.hash_of("restricted/workflow"))
        if name.endswith(".ipynb")
    )
    codings = tuple(
        (f"{folder.rpartition('/')[2]}/{name}", how)
        for folder in _CODINGS
        for name, how in _files(first.hash_of(folder), second.hash_of(folder))
    )
    # An edition has chapters that another leaves out: that is no other code.
    rewritten = [how for _, how in notebooks if how == "changed" or first.edition == second.edition]
    differs = {
        Factor.EDITION: first.edition != second.edition,
        Factor.DATA: first.made.data != second.made.data,
        Factor.CODINGS: bool(codings),
        Factor.PARAMETERS: bool(edits),
        Factor.CODE: first.made.code != second.made.code or bool(rewritten),
        Factor.LOCK: first.made.lock != second.made.lock,
        Factor.PYTHON: first.made.python != second.made.python,
    }
    return Inputs(
        factors=tuple(factor for factor in Factor if differs[factor]),
        source=compare_sources(first, second),
        parameters=edits,
        layout_only=tuple(
            name
            for name, file in PARAMETER_FILES.items()
            if name not in edited and _bytes(first.folder / file) != _bytes(second.folder / file)
        ),
        packages=tuple(_packages(first, second)),
        notebooks=notebooks,
        outputs=tuple(
            (f"{folder}/{name}", how)
            for folder in ("public", "board")
            for name, how in _files(first.hash_of(folder), second.hash_of(folder))
            if name != "manifest.json"
        ),
        python=(first.made.python, second.made.python),
        editions=(first.edition, second.edition),
        commentary=tuple(_files(first.hash_of(_COMMENTARY), second.hash_of(_COMMENTARY))),
        codings=codings,
        has_codings=any(side.hash_of(folder) for side in (first, second) for folder in _CODINGS),
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _edits(file: str, path: str, first: Any, second: Any) -> Iterator[Edit]:
    """Every leaf that differs, and every order of keys: options stand in their order, so order is said too."""
    if isinstance(first, dict) and isinstance(second, dict):
        for key in (*first, *(key for key in second if key not in first)):
            inner = f"{path}.{key}" if path else key
            if key not in second:
                yield Edit(file, inner, _text(first[key]), "")
            elif key not in first:
                yield Edit(file, inner, "", _text(second[key]))
            else:
                yield from _edits(file, inner, first[key], second[key])
        kept, now = [key for key in first if key in second], [key for key in second if key in first]
        if kept != now:
            yield Edit(file, f"order of {path or 'keys'}", ", ".join(kept), ", ".join(now))
    elif _text(first) != _text(second):
        yield Edit(file, path, _text(first), _text(second))


def _lines_of_context(first: Side, second: Side) -> Iterator[Edit]:
    """The lines of the tables of what others published that differ, by their places in the first run's file."""
    for name, _ in _files(first.hash_of(_CONTEXT), second.hash_of(_CONTEXT)):
        here, there = (
            _bytes(side.folder / _CONTEXT / name).decode("utf-8-sig", "replace").splitlines()
            for side in (first, second)
        )
        for what, start, end, begin, stop in difflib.SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
            if what != "equal":
                yield Edit(
                    f"context/{name}", f"line {start + 1}", "; ".join(here[start:end]), "; ".join(there[begin:stop])
                )


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_text(item) for item in value) + "]"
    if value is None or isinstance(value, bool):
        return "null" if value is None else str(value).lower()
    return str(value)


def _files(first: Mapping[str, str], second: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in sorted({**first, **second}):
        if name not in second:
            yield name, "gone"
        elif name not in first:
            yield name, "new"
        elif first[name] != second[name]:
            yield name, "changed"


def _packages(first: Side, second: Side) -> Iterator[tuple[str, str, str]]:
    pins = []
    for side in (first, second):
        path = side.folder / _LOCK
        pins.append(dict(_PIN.findall(path.read_text(encoding="utf-8"))) if path.is_file() else {})
    for name in sorted({**pins[0], **pins[1]}):
        versions = pins[0].get(name, ""), pins[1].get(name, "")
        if versions[0] != versions[1]:
            yield name, *versions
