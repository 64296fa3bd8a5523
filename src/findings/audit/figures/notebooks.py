"""The executed notebooks: every exhibit in them, and whether each number that it shows is its cell's."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.audit.figures.commentary import STYLES, is_known
from findings.audit.figures.context import is_of_context
from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.text import figures_in, has_figure, short, spaced
from findings.audit.printed import EXHIBIT, NOTEBOOKS
from findings.errors import Problem

Spans = list[dict[str, Any]]
_LINK = re.compile(r"\]\([^)]*\)")
_FROM_INPUTS = ("label", "parameter", "citation", "quote")


@dataclass(frozen=True)
class Shown:
    """An exhibit, the number of the notebook's cell that shows it, and the same as plain text beside it."""

    cell: int
    exhibit: dict[str, Any]
    plain: str


@dataclass(frozen=True)
class Notebook:
    """An executed notebook.

    Parameters
    ----------
    file
        Its path in the run.
    shown
        Its exhibits in order.
    behind
        Its code and the output that is no exhibit, without spaces.
    prose
        The letters of its markdown cells.
    """

    file: str
    shown: tuple[Shown, ...]
    behind: frozenset[str]
    prose: str


def read_notebooks(run: Path) -> tuple[list[Notebook], list[Problem]]:
    """The executed notebooks of a run, and those that cannot be read."""
    notebooks: list[Notebook] = []
    problems: list[Problem] = []
    for path in sorted((run / NOTEBOOKS).glob("*.ipynb")):
        file = f"{NOTEBOOKS}/{path.name}"
        try:
            notebooks.append(_notebook(file, path.stem, json.loads(path.read_text(encoding="utf-8"))["cells"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            problems.append(Problem(file, "not a notebook as executed", str(error), do=MEND))
    return notebooks, problems


def _notebook(file: str, stem: str, cells: list[dict[str, Any]]) -> Notebook:
    shown: list[Shown] = []
    # A chapter without a title of its own is called by its notebook's name.
    behind = {_together(stem.replace("_", " ").capitalize())}
    prose: list[str] = []
    for number, cell in enumerate(cells, start=1):
        if cell.get("cell_type") == "markdown":
            prose.append(letters(_LINK.sub("]", html.unescape(_text(cell.get("source", ""))))))
        else:
            behind.add(_together(_text(cell.get("source", ""))))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if isinstance(data.get(EXHIBIT), dict):
                shown.append(Shown(number, data[EXHIBIT], _text(data.get("text/plain", ""))))
            else:
                behind.add(_together(_text(output.get("text", data.get("text/plain", "")))))
                behind.add(_together(f"{output.get('ename')}: {output.get('evalue')}"))
    return Notebook(file, tuple(shown), frozenset(behind), " ".join(prose))


def letters(text: str) -> str:
    """The letters and digits of a text, which markdown and a page have in common.

    Examples
    --------
    >>> letters("## Who *answered*?")
    'Whoanswered'
    """
    return "".join(filter(str.isalnum, text))


def _text(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _together(text: str) -> str:
    return "".join(text.split())


def notebook_problems(notebook: Notebook, lookup: Lookup) -> Iterator[Problem]:
    """Every number of a notebook's exhibits that is not its cell's, or has no origin."""
    known_there = lookup.inputs.in_context
    for shown in notebook.shown:
        where = f"{notebook.file}, cell {shown.cell}, {name_of(shown.exhibit)}"
        texts: list[str] = []
        for line in lines_of(shown.exhibit):
            for span in line:
                texts.append(str(span.get("text", "")))
                if not span.get("ref") and shown.exhibit.get("style") in STYLES and is_known(texts[-1], lookup.inputs):
                    continue
                if is_of_context(shown.exhibit) and not span.get("ref") and spaced(texts[-1]) in known_there:
                    # Row by row these tables are held against their files.
                    continue
                yield from _span_problems(where, span, lookup, ends=shown.exhibit.get("kind") == "table")
        known = set(figures_in(" ".join(texts)))
        extra = [figure for figure in figures_in(shown.plain) if figure not in known]
        if extra:
            what = "a figure in the text beside an exhibit that the exhibit does not have"
            yield Problem(where, what, ", ".join(extra), do=MEND)


def _span_problems(where: str, span: dict[str, Any], lookup: Lookup, *, ends: bool) -> Iterator[Problem]:
    text, origin, ref = str(span.get("text", "")), span.get("origin"), str(span.get("ref", ""))
    if ref:
        problem = lookup.cell_problem(where, ref, text, ends=ends)
        if problem:
            yield problem
        problem = lookup.about_problem(where, ref, str(span["about"])) if span.get("about") else None
        if problem:
            yield problem
    elif has_figure(text):
        if origin not in _FROM_INPUTS:
            yield Problem(where, "a figure without origin", short(text), do=MEND)
        elif not lookup.inputs.hold(text):
            what = f"a {origin} with a figure that the run's parameters do not have"
            yield Problem(where, what, short(text), do=MEND)


def name_of(exhibit: dict[str, Any]) -> str:
    """An exhibit's kind and identifier, as problems name it."""
    return f"{exhibit.get('kind')} {exhibit.get('id') or exhibit.get('anchor') or ''}".strip()


def lines_of(exhibit: dict[str, Any]) -> Iterator[Spans]:
    """Every line of spans in an exhibit, in the order in which it is read."""
    for key in ("title", "stub", "text", "alt", "source"):
        if exhibit.get(key):
            yield exhibit[key]
    for key in ("items", "columns", "notes", "legend"):
        yield from exhibit.get(key, ())
    for row in exhibit.get("rows", ()):
        yield row["header"]
        yield from row["values"]
