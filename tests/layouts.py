"""Small files in the layouts of survey tools, and what a reader makes of them. The words in them are made up."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from findings.intake.export import Column, Export, Opening, Reader

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


def written(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def opened(reader: Reader, path: Path) -> Export:
    return reader.open(path, Opening())


def told(columns: Iterable[Column]) -> list[tuple[str, str, str, str, str, str]]:
    """Columns as (name, heading, part, code, group, says)."""
    return [(column.name, column.heading, column.part, column.code, column.group, column.says) for column in columns]


def cells(export: Export, *names: str) -> list[list[str]]:
    """The cells of these columns, or of all."""
    wanted = names or [column.name for column in export.columns]
    return [list(row) for part in export.parts(wanted) for row in part.rows]


def numbers(export: Export) -> list[int]:
    return [number for part in export.parts([export.columns[0].name]) for number in part.numbers]
