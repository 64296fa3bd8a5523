"""Whether what was executed is what was written: an executed notebook beside the one of the plan.

The crate says that a notebook of `workflow/` made what stands in `notebooks/`. So every cell must be the same, but for
the parameters that were put in; and what a cell printed beside its exhibits may hold no figure that the run's own
counts do not have.
"""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.audit.figures.text import figures_in
from findings.audit.printed import EXHIBIT, NOTEBOOKS
from findings.audit.runfolder import EVIDENCE
from findings.audit.strictjson import strict_json
from findings.errors import Problem

WORKFLOW = "restricted/workflow"
DISCLOSURE = "restricted/disclosure.csv"
_INJECTED = "injected-parameters"
_DO = "Do not use this run; run again from the data."


@dataclass(frozen=True)
class _Cell:
    """A cell of a notebook: its kind, its text, its tags, and what it put out."""

    kind: str
    source: str
    tags: tuple[str, ...]
    outputs: tuple[dict[str, Any], ...]


def executed_problems(run: Path) -> Iterator[Problem]:
    """What differs between the notebooks as written and as executed; what is missing is told by the inventory."""
    written: dict[str, list[_Cell] | None] = {}
    for path in sorted((run / WORKFLOW).glob("*.ipynb")):
        written[path.stem] = _cells(path)
        if written[path.stem] is None:
            yield Problem(f"{WORKFLOW}/{path.name}", "not a notebook", do=_DO)
    numbers = _numbers(run)
    for path in sorted((run / NOTEBOOKS).glob("*.ipynb")):
        where = f"{NOTEBOOKS}/{path.name}"
        stem = max((name for name in written if path.stem == name or path.stem.startswith(f"{name}_")), default=None)
        cells = _cells(path)
        if stem is None:
            yield Problem(where, f"no notebook of {WORKFLOW} is this one as written", do=_DO)
        elif cells is None:
            yield Problem(where, "not a notebook as executed", do=_DO)
        else:
            section = path.stem.removeprefix(stem).removeprefix("_")
            yield from _source_problems(where, f"{WORKFLOW}/{stem}.ipynb", written[stem] or [], cells)
            yield from _parameter_problems(where, section, cells)
            yield from _output_problems(where, cells, numbers)


def _source_problems(where: str, of: str, written: list[_Cell], executed: list[_Cell]) -> Iterator[Problem]:
    own = [(number, cell) for number, cell in enumerate(executed, start=1) if _INJECTED not in cell.tags]
    if len(own) != len(written):
        what = f"more or fewer cells than {of}"
        yield Problem(where, what, str(len(own)), str(len(written)), _DO)
        return
    for (number, cell), other in zip(own, written, strict=True):
        if (cell.kind, cell.source) != (other.kind, other.source):
            yield Problem(f"{where}, cell {number}", f"not the cell of {of}", do=_DO)


def _parameter_problems(where: str, section: str, executed: list[_Cell]) -> Iterator[Problem]:
    """What was put in: names with plain values, and the section that the notebook is named by."""
    for number, cell in enumerate(executed, start=1):
        if _INJECTED not in cell.tags:
            continue
        given = _assigned(cell.source)
        if given is None:
            yield Problem(f"{where}, cell {number}", "parameters that are no names with plain values", do=_DO)
        elif str(given.get("section", "")) != section:
            what = "executed for another section than it is named by"
            yield Problem(f"{where}, cell {number}", what, str(given.get("section", "")), section or "none", _DO)


def _assigned(source: str) -> dict[str, Any] | None:
    given: dict[str, Any] = {}
    try:
        for statement in ast.parse(source).body:
            if not (isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)):
                return None
            given[statement.targets[0].id] = ast.literal_eval(statement.value)
    except (SyntaxError, ValueError):
        return None
    return given


def _output_problems(where: str, executed: list[_Cell], numbers: frozenset[str]) -> Iterator[Problem]:
    """Output that is no exhibit: the exhibits are looked up cell by cell elsewhere."""
    for number, cell in enumerate(executed, start=1):
        for output in cell.outputs:
            data = output.get("data", {})
            if not isinstance(data, dict) or set(data) - {EXHIBIT, "text/plain"}:
                yield Problem(f"{where}, cell {number}", "output that no run writes", ", ".join(map(str, data)), do=_DO)
            elif EXHIBIT not in data:
                text = _text(output.get("text", data.get("text/plain", "")))
                strange = [figure for figure in figures_in(text) if figure not in numbers]
                if strange:
                    what = "output with a figure that is no count of the run"
                    yield Problem(f"{where}, cell {number}", what, ", ".join(strange[:5]), do=_DO)


def _numbers(run: Path) -> frozenset[str]:
    """What the restricted notebook prints of a run: its funnel, and how many cells and decisions there are."""
    numbers: set[str] = set()
    for name in (EVIDENCE, DISCLOSURE):
        try:
            with (run / name).open(encoding="utf-8", newline="") as file:
                rows = list(csv.DictReader(file))
        except (OSError, ValueError, csv.Error):
            # That it cannot be read is told by the recount.
            continue
        numbers.add(str(len(rows)))
        for row in rows:
            if row.get("table") == "funnel":
                numbers |= {str(row.get("value")), *figures_in(str(row.get("note")))}
    return frozenset(numbers)


def _cells(path: Path) -> list[_Cell] | None:
    try:
        return [
            _Cell(
                str(cell["cell_type"]),
                _text(cell["source"]),
                tuple(cell.get("metadata", {}).get("tags", ())),
                tuple(dict(output) for output in cell.get("outputs", ())),
            )
            for cell in strict_json(path.read_text(encoding="utf-8"))["cells"]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _text(text: Any) -> str:
    return text if isinstance(text, str) else "".join(str(line) for line in text)
