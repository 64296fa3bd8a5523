"""The layouts that can be read, by the name that `format` gives; which one a file is, is found out from the file.

A layout is a module of this package with one object `READER`. It is imported when it is looked at and no sooner.
"""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

from findings.consultation.faults import closest
from findings.errors import InputRefused, Problem
from findings.intake.export import Export, Opening, Reader, missing_file
from findings.intake.formats.grid import head_of, open_grid

READERS = (
    "spss",
    "triple_s",
    "qualtrics",
    "eusurvey",
    "limesurvey",
    "smartsurvey",
    "surveymonkey",
    "ms_forms",
    "google_forms",
    "odk",
    "citizen_space",
    "xlsx",
    "csv",
)
"""The more special before the more general: where two layouts are equally sure, the first is taken."""


def reader(name: str) -> Reader:
    """The reader of a layout.

    Raises
    ------
    InputRefused
        If there is none of this name.
    """
    if name not in READERS or not _is_there(name):
        allowed = ", ".join(_names())
        what = "a format that is not known"
        raise InputRefused([Problem("data.format", what, name, allowed, closest(name, _names()))])
    found: Reader = importlib.import_module(f"{__name__}.{name}").READER
    return found


def recognise(path: Path, opening: Opening) -> list[tuple[int, str]]:
    """How surely the file is of each layout that it could be, the surest first; empty if it is of none.

    Raises
    ------
    InputRefused
        If there is no such file.
    """
    if not path.exists():
        raise InputRefused([missing_file(path)])
    if not path.is_file():
        # A folder, or what is no file: opening it says so.
        open_grid(path, opening)
    head = head_of(path, opening)
    scores = [(reader(name).recognises(path, head), name) for name in _names()]
    # The order of `READERS` decides between equals: sorting keeps it.
    return sorted((score for score in scores if score[0]), key=lambda score: -score[0])


def open_export(path: Path, opening: Opening) -> Export:
    """Open a survey tool's file, with the format that the parameters name or the one that it is found to be.

    Raises
    ------
    InputRefused
        If the format is unknown, or the file cannot be read.
    """
    if opening.format:
        return reader(opening.format).open(path, opening)
    candidates = recognise(path, opening)
    if candidates:
        return reader(candidates[0][1]).open(path, opening)
    # The file is no grid, or a grid that cannot be read; opening it says why.
    open_grid(path, opening)
    do = "Name its format with 'data.format', or export it again as CSV."
    raise InputRefused([Problem(path.name, "a file of no format that is known", "", ", ".join(_names()), do)])


def _names() -> list[str]:
    return [name for name in READERS if _is_there(name)]


def _is_there(name: str) -> bool:
    return importlib.util.find_spec(f"{__name__}.{name}") is not None
