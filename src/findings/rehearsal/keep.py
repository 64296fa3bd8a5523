"""Files written beside their place and moved there when all are complete; what somebody else made is never replaced."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from findings.consultation.madeup import COLUMN, VALUE
from findings.errors import ParameterError, Problem

NOTE = "# Made up: written by 'findings rehearse', and written anew by the next one. Change the originals instead."
"""The first line of a made-up rehearsal's parameters."""


def refuse_to_replace(paths: Iterable[Path]) -> None:
    """See that whatever stands where something will be written was made up too.

    Raises
    ------
    ParameterError
        With every file that was not, or that is no file at all.
    """
    do = "Name another file with --out, or move this one away."
    problems = [
        Problem(path.as_posix(), "a file that was not made up stands here, and is not replaced", do=do)
        for path in paths
        if path.exists() and not is_made_up(path)
    ]
    if problems:
        raise ParameterError(problems)


def is_made_up(path: Path) -> bool:
    """Whether a file carries the mark: in its first column, as a record's key, or as a note above parameters."""
    try:
        if path.suffix == ".yaml":
            return path.with_name("consultation.yaml").read_text(encoding="utf-8").startswith(NOTE)
        with path.open(encoding="utf-8", newline="") as file:
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
    """Path -> where to write it; moved into place at the end, or taken away if anything went wrong."""
    beside = {path: path.with_name(f".{path.name}.part") for path in paths}
    try:
        for path in beside:
            path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        for path, part in beside.items():
            part.replace(path)
    finally:
        for part in beside.values():
            part.unlink(missing_ok=True)
