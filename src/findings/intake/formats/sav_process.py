"""A .sav or .zsav file as variables and columns of values, read by another process (see `sav_child`)."""

from __future__ import annotations

import array
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from findings.errors import InputRefused, Problem
from findings.intake.export import PART
from findings.intake.formats import sav_child

Value = float | str
"""A number (NaN is system-missing), or a text."""

SECONDS_A_PART = 300.0
"""A reader that shows nothing for so long is ended: some damaged files keep it busy for ever."""
ENCODINGS = {"detect": "", "utf-8": "UTF-8", "cp1252": "WINDOWS-1252", "latin-1": "ISO-8859-1"}
"""As `data.encoding` names them -> as the library does; an empty text leaves it to the file."""


@dataclass(frozen=True)
class Variable:
    """One variable as the file describes it.

    Parameters
    ----------
    name, label
        The short name, and the question's text if there is one.
    format
        As SPSS writes it: `F8.2`, `A40`, `DATE11` ...
    measure
        `nominal`, `ordinal`, `scale` or `unknown`.
    labels
        Value -> label, as the file lists them.
    missing
        From and to (both included) of the values that the file declares to be no answer.
    """

    name: str
    label: str
    format: str
    measure: str
    labels: Mapping[Value, str]
    missing: tuple[tuple[Value, Value], ...]


@dataclass(frozen=True)
class ResponseSet:
    """Variables that hold the answers to one question with several.

    Parameters
    ----------
    name, label
        Its name, and the question's text if there is one.
    counted
        The value that means chosen, where each variable is one answer; None where each holds one of the answers.
    variables
        By short name.
    """

    name: str
    label: str
    counted: Value | None
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Description:
    """What a file says about itself; `rows` is None where it does not say."""

    rows: int | None
    encoding: str
    variables: tuple[Variable, ...]
    sets: tuple[ResponseSet, ...]


def describe(path: Path, encoding: str) -> Description:
    """What the file says about itself.

    Raises
    ------
    InputRefused
        If it cannot be read.
    """
    with _started("describe", path, encoding) as child:
        told = child.frame()
    try:
        return _description(told)
    except (KeyError, TypeError, ValueError):
        raise InputRefused([_damaged(path.name)]) from None


def columns_of(
    path: Path, encoding: str, description: Description, names: Sequence[str]
) -> Iterator[list[list[Value]]]:
    """The values of those variables, in parts of `export.PART` cases: a list a variable, in the order of `names`.

    Raises
    ------
    InputRefused
        If the file cannot be read to its end.
    """
    with _started("read", path, encoding) as child:
        child.ask({"columns": list(names), "part": PART})
        done = 0
        while "end" not in (frame := child.frame()):
            done += int(frame["rows"])
            yield [child.column(kind, length) for kind, length in frame["columns"]]
    if description.rows not in (None, done):
        raise InputRefused([_damaged(path.name, f"{done} of {description.rows} cases")])


class _Child:
    """The other process: what it is asked, and what it answers."""

    def __init__(self, process: subprocess.Popen[bytes], file: str) -> None:
        self._process, self._file = process, file
        assert process.stdin is not None and process.stdout is not None
        self._asks: IO[bytes] = process.stdin
        self._answers: IO[bytes] = process.stdout

    def ask(self, what: Mapping[str, Any]) -> None:
        with contextlib.suppress(OSError):
            self._asks.write(json.dumps(what).encode("ascii") + b"\n")
            self._asks.close()

    def frame(self) -> dict[str, Any]:
        watch = threading.Timer(SECONDS_A_PART, self._process.kill)
        watch.daemon = True
        watch.start()
        try:
            line = self._answers.readline()
        finally:
            watch.cancel()
        try:
            frame: dict[str, Any] = json.loads(line)
        except ValueError:
            # It has ended, by a fault in the library or since it took too long.
            raise InputRefused([_damaged(self._file)]) from None
        if "fault" in frame:
            raise InputRefused([_told(self._file, frame)])
        return frame

    def column(self, kind: str, length: int) -> list[Value]:
        block = self._answers.read(length)
        if len(block) != length:
            raise InputRefused([_damaged(self._file)])
        if kind == "text":
            texts: list[Value] = json.loads(block)
            return texts
        numbers = array.array("d")
        numbers.frombytes(block)
        return list(numbers)


@contextlib.contextmanager
def _started(what: str, path: Path, encoding: str) -> Iterator[_Child]:
    # -P: a file of the folder that a user happens to be in is not taken for a package.
    command = [sys.executable, "-P", str(Path(sav_child.__file__)), what, str(path.absolute()), ENCODINGS[encoding]]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield _Child(process, path.name)
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()


def _description(told: Mapping[str, Any]) -> Description:
    rows = told["rows"]
    return Description(
        rows=rows if isinstance(rows, int) and rows >= 0 else None,
        encoding=str(told["encoding"] or ""),
        variables=tuple(
            Variable(
                name=one["name"],
                label=one["label"],
                format=one["format"],
                measure=one["measure"],
                labels={_value(value): label for value, label in one["labels"]},
                missing=tuple((_value(low), _value(high)) for low, high in one["missing"]),
            )
            for one in told["variables"]
        ),
        sets=tuple(
            ResponseSet(
                name=one["name"],
                label=one["label"],
                counted=_value(one["counted"]) if one["dichotomy"] else None,
                variables=tuple(one["variables"]),
            )
            for one in told["sets"]
        ),
    )


def _value(value: Any) -> Value:
    return value.rstrip() if isinstance(value, str) else float(value)


def _told(file: str, frame: Mapping[str, Any]) -> Problem:
    if frame["fault"] == "encoding":
        return Problem(
            file,
            "texts in another encoding than the file says",
            do="Say how it is encoded with 'data.encoding': cp1252 for most older files, else latin-1 or utf-8.",
        )
    if frame["fault"] == "memory":
        do = "Save it again with SPSS or PSPP, with fewer variables if it is very large."
        return Problem(file, "the file asks for more memory than it may have", do=do)
    return _damaged(file, str(frame.get("text", "")))


def _damaged(file: str, found: str = "") -> Problem:
    return Problem(
        file,
        "the SPSS file is damaged, cut short, or of a kind that cannot be read",
        found,
        "a file that SPSS or PSPP opens",
        "Copy or export it again, or open it in SPSS or PSPP and save it as CSV.",
    )
