"""`evidence.csv` and `disclosure.csv` of a run, read by a reader of its own."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

EVIDENCE = "public/evidence.csv"
DISCLOSURE = "restricted/disclosure.csv"
COLUMNS = (
    "cell", "table", "measure", "question", "item", "option", "breakdown", "level", "filter", "value", "unit", "digits",
    "low", "high", "base_cell", "base_kind", "from", "status", "source_kind", "note",
)  # fmt: skip
DECISIONS = ("cell", "table", "reason", "step", "note")
SHOWN, HIDDEN, NOT_APPLICABLE = "shown", "[c]", "[z]"

Row = dict[str, str]


def read_evidence(run: Path) -> list[Row]:
    """The rows of the evidence, in order.

    Raises
    ------
    VerificationFailed
        If the file is missing or not evidence.
    """
    return _read(run, EVIDENCE, COLUMNS)


def read_decisions(run: Path) -> list[Row]:
    """The rows of `disclosure.csv`, in order.

    Raises
    ------
    VerificationFailed
        If the file is missing or has other columns.
    """
    return _read(run, DISCLOSURE, DECISIONS)


def _read(run: Path, name: str, wanted: Sequence[str]) -> list[Row]:
    try:
        text = (run / name).read_text(encoding="utf-8")
    except OSError:
        raise VerificationFailed([Problem(name, "this file of the run is missing", do=ASK)]) from None
    except UnicodeDecodeError:
        raise VerificationFailed([Problem(name, "this file of the run is not UTF-8", do=ASK)]) from None
    try:
        header, *lines = list(csv.reader(io.StringIO(text), strict=True)) or [[]]
    except csv.Error as error:
        raise VerificationFailed([Problem(name, "this file of the run is not CSV", str(error), do=ASK)]) from None
    if [column for column in header if column != "source_kind" or column in wanted] != list(wanted):
        what = "this file of the run has other columns"
        raise VerificationFailed([Problem(name, what, ", ".join(header), ", ".join(wanted), ASK)])
    broken = [number for number, line in enumerate(lines, start=2) if len(line) != len(header)]
    if broken:
        raise VerificationFailed(
            [Problem(f"{name}, row {number}", "cells too few or too many", do=ASK) for number in broken]
        )
    return [dict(zip(header, line, strict=True)) for line in lines]
