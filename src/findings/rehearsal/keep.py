"""Files written beside their place and moved there when all are complete; what somebody else made is never replaced."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from findings.consultation.madeup import COLUMN, VALUE
from findings.errors import ParameterError, Problem

_HELD = "the file cannot be written"
_CLOSE = "Close it if another program has it open, or name another file with --out."

NOTE = "# Made up: written by 'findings rehearse', and written anew by the next one. Change the originals instead."
"""The first line of a made-up rehearsal's parameters."""


def refuse_to_replace(paths: Iterable[Path]) -> None:
    """See that whatever stands where something will be written was made up too, and can be replaced.

    Raises
    ------
    ParameterError
        With every file that was not, that is no file at all, or that another program keeps to itself; and with every
        file that stands where a folder is needed.
    """
    do = "Name another file with --out, or move this one away."
    paths = list(paths)
    blocked = dict.fromkeys(block for path in paths if (block := _above(path)) is not None)
    problems = [Problem(path.as_posix(), "a file where a folder is needed", do=do) for path in blocked]
    for path in paths:
        what = "" if _above(path) is not None or not path.exists() else _objection(path)
        if what:
            problems.append(Problem(path.as_posix(), what, do=_CLOSE if what == _HELD else do))
    if problems:
        raise ParameterError(problems)


def _above(path: Path) -> Path | None:
    """The file above a path, where a folder is needed."""
    return next((folder for folder in path.parents if folder.exists() and not folder.is_dir()), None)


def _objection(path: Path) -> str:
    """Why what stands at a path is not replaced; empty if it may be."""
    if path.is_dir():
        return "a folder where a file is to be written"
    if not is_made_up(path):
        return "a file that was not made up stands here, and is not replaced"
    try:
        with path.open("r+b"):
            return ""
    except OSError:
        return _HELD


def is_made_up(path: Path) -> bool:
    """Whether a file carries the mark: in its first column, as a record's key, or as a note above parameters."""
    try:
        if path.suffix == ".yaml":
            return path.with_name("consultation.yaml").read_text(encoding="utf-8").startswith(NOTE)
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.suffix == ".json":
                content = json.load(file)
                return isinstance(content, dict) and content.get(COLUMN) is True
            rows = csv.reader(file)
            heading, first = next(rows, []), next(rows, [VALUE])
            return heading[:1] == [COLUMN] and first[:1] == [VALUE]
    except (OSError, UnicodeDecodeError, csv.Error, json.JSONDecodeError):
        return False


@contextmanager
def moved_when_complete(paths: Iterable[Path]) -> Iterator[dict[Path, Path]]:
    """Path -> where to write it; moved into place at the end, or taken away if anything went wrong.

    Raises
    ------
    ParameterError
        If a folder cannot be made or written to.
    """
    beside = {path: path.with_name(f".{path.name}.part") for path in paths}
    for folder in dict.fromkeys(path.parent for path in beside):
        _see_that_it_can_be_written(folder)
    try:
        yield beside
        for path, part in beside.items():
            part.replace(path)
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)


def _see_that_it_can_be_written(folder: Path) -> None:
    trial = folder / ".rehearsal.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        trial.touch()
        trial.unlink()
    except OSError as error:
        do = "Name a file in a folder of yours with --out."
        what = "nothing can be written into this folder"
        raise ParameterError([Problem(folder.as_posix(), what, error.strerror or "", do=do)]) from error
