"""Where a reader was shown a cell: the notebook, its cell, and the exhibit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.errors import Problem, VerificationFailed

NOTEBOOKS = "restricted/notebooks"
# The media type of an exhibit in a notebook's output. It is written out because audit reads files
# and imports nothing of what made them; a test keeps it equal to findings.exhibits.model.MIMETYPE.
EXHIBIT = "application/vnd.findings.exhibit+json"


@dataclass(frozen=True)
class Printed:
    """One exhibit that shows the cell; `number` counts the notebook's cells from 1."""

    notebook: str
    number: int
    kind: str
    exhibit: str


def printed_in(cell: str, run: Path) -> tuple[Printed, ...]:
    """Every exhibit of the executed notebooks in which a span refers to `cell`, in reading order.

    Raises
    ------
    VerificationFailed
        If an executed notebook cannot be read.
    """
    found: list[Printed] = []
    for path in sorted((run / NOTEBOOKS).glob("*.ipynb")):
        name = f"{NOTEBOOKS}/{path.name}"
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            for number, exhibit in _exhibits(cells):
                if cell in _refs(exhibit):
                    place = str(exhibit.get("id") or exhibit.get("anchor") or "")
                    found.append(Printed(name, number, str(exhibit.get("kind", "exhibit")), place))
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise VerificationFailed([Problem(name, "not a notebook as executed", do="Run again.")]) from error
    return tuple(found)


def _exhibits(cells: list[dict[str, Any]]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, cell in enumerate(cells, start=1):
        for output in cell.get("outputs", ()):
            exhibit = output.get("data", {}).get(EXHIBIT)
            if isinstance(exhibit, dict):
                yield number, exhibit


def _refs(content: Any) -> Iterator[str]:
    """Every `ref` of a span, however deep it stands in the exhibit."""
    if isinstance(content, dict):
        if isinstance(content.get("ref"), str):
            yield content["ref"]
        for value in content.values():
            yield from _refs(value)
    elif isinstance(content, list):
        for value in content:
            yield from _refs(value)
