"""What a notebook must keep, read from its file: the rules for its cells, and its parameters."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.consultation.faults import closest
from findings.errors import Problem

MOST_LINES = 8
PUBLISHED_MAY_IMPORT = ("findings.evidence", "findings.exhibits")
_FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)


# What reaches other rooms or other files without an import.
_OTHER_WAYS_OUT = ("__import__", "compile", "eval", "exec", "open")


@dataclass(frozen=True)
class NotebookFile:
    """A notebook's source: its cells, and the names and defaults of its parameters cell."""

    path: Path
    cells: tuple[dict[str, Any], ...]

    @property
    def parameter_cells(self) -> tuple[dict[str, Any], ...]:
        """The cells tagged `parameters`."""
        return tuple(cell for cell in self.cells if "parameters" in cell.get("metadata", {}).get("tags", []))

    @property
    def parameters(self) -> dict[str, object]:
        """Name -> default value, from the parameters cell."""
        found: dict[str, object] = {}
        for cell in self.parameter_cells:
            # What is not Python is a problem of its own (`rule_problems`).
            for statement in getattr(_parsed(source(cell)), "body", []):
                if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                    found[statement.targets[0].id] = ast.literal_eval(statement.value)
        return found


def read_notebook(path: Path) -> NotebookFile:
    """Read a notebook's cells without running or changing anything."""
    return NotebookFile(path, tuple(json.loads(path.read_text(encoding="utf-8"))["cells"]))


def source(cell: dict[str, Any]) -> str:
    """A cell's text."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def rule_problems(notebook: NotebookFile, *, published: bool) -> list[Problem]:
    """Every rule that a notebook breaks (fixed rules).

    One tagged parameters cell; no definition or loop; at most eight lines a code cell; no stored
    output; no figure in a markdown cell; a published notebook imports from evidence and exhibits only.
    """
    name = notebook.path.name
    problems = []
    if len(notebook.parameter_cells) != 1:
        problems.append(
            Problem(name, "a notebook has one cell tagged 'parameters'", str(len(notebook.parameter_cells)))
        )
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"{name}, cell {number}"
        if cell["cell_type"] == "code":
            problems += _code_problems(where, cell, published=published)
        elif re.search(r"\d", source(cell)):
            figure = re.findall(r"\d+", source(cell))[0]
            problems.append(
                Problem(where, "a figure in a markdown cell", figure, do="Bind it to a cell of evidence with say().")
            )
    return problems


def parameter_problems(notebook: NotebookFile, given: dict[str, object], where: str) -> list[Problem]:
    """Parameters that the notebook does not have, lacks or has with another type."""
    known = notebook.parameters
    name = notebook.path.name
    problems = [
        Problem(
            where,
            f"{name} has no parameter '{key}'",
            key,
            ", ".join(known),
            # Nobody writes `section` under `parameters`: it comes of `for_each`.
            "Take 'for_each' out of the chapter."
            if key == "section"
            else closest(key, list(known)) or "Take it out, or add it to the notebook's parameters cell.",
        )
        for key in given
        if key not in known
    ]
    problems += [
        Problem(
            where,
            f"{name} needs the parameter '{key}' and the plan does not give it",
            do="Add 'for_each: section' to the chapter." if key == "section" else f"Add '{key}:' under 'parameters'.",
        )
        for key, default in known.items()
        if default == "" and key not in given
    ]
    problems += [
        Problem(
            where,
            f"the parameter '{key}' of {name} has another type",
            f"{value!r} ({type(value).__name__})",
            type(known[key]).__name__,
            "Write it as the notebook's own default is written.",
        )
        for key, value in given.items()
        if key in known and type(value) is not type(known[key])
    ]
    return problems


def _code_problems(where: str, cell: dict[str, Any], *, published: bool) -> list[Problem]:
    text = source(cell)
    problems = []
    if cell.get("outputs") or cell.get("execution_count"):
        problems.append(Problem(where, "a stored output", do="Clear all outputs before saving."))
    if len(text.splitlines()) > MOST_LINES:
        problems.append(
            Problem(where, "a code cell that is too long", f"{len(text.splitlines())} lines", f"{MOST_LINES} lines")
        )
    tree = _parsed(text)
    if tree is None:
        do = "Write plain Python; commands that begin with % or ! do not belong in a notebook that is run."
        return [*problems, Problem(where, "a cell that is not Python", text.strip()[:80], do=do)]
    for node in ast.walk(tree):
        if isinstance(node, _FORBIDDEN):
            problems.append(
                Problem(
                    where, "a definition or loop in a notebook", type(node).__name__, do="Move it into the package."
                )
            )
        for module in _imported(node) if published else []:
            if module not in PUBLISHED_MAY_IMPORT:
                problems.append(
                    Problem(where, "a published notebook imports another room", module, ", ".join(PUBLISHED_MAY_IMPORT))
                )
    return problems


def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError):
        return None


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name) and node.id in _OTHER_WAYS_OUT:
        return [node.id]
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return []
