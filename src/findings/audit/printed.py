"""Where a reader was shown a cell: the notebook, its cell and the exhibit; and the place in the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from findings.audit.runfolder import EVIDENCE
from findings.errors import Problem, VerificationFailed

NOTEBOOKS = "restricted/notebooks"
REPORT = "public/report.html"
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


def shown_in(cell: str, run: Path) -> tuple[str, ...]:
    """Where a reader was shown the cell, in words: what the notebooks printed, and the places of the report."""
    notebooks = [
        f"{place.notebook}, cell {place.number}: {place.kind} {place.exhibit}".rstrip()
        for place in printed_in(cell, run)
    ]
    places = places_in_report(cell, run)
    report = [f"{REPORT}: {'; '.join(places)}"] if places else []
    return (*notebooks, *report) or (f"no exhibit of {NOTEBOOKS}; it stands in {EVIDENCE}",)


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


def places_in_report(cell: str, run: Path) -> tuple[str, ...]:
    """Every place of the report that shows the cell, as its reader knows it: a table, a figure, or a section's text.

    Empty where the run holds no report.
    """
    path = run / REPORT
    if not path.is_file():
        return ()
    parser = _Places(cell)
    parser.feed(path.read_text(encoding="utf-8"))
    parser.close()
    return tuple(dict.fromkeys(parser.found))


class _Places(HTMLParser):
    """Reads the report from front to back and notes where the reader is whenever the cell is shown."""

    _HEADINGS = ("h2", "h3", "h4")
    _EXHIBITS = ("table", "figure")

    def __init__(self, cell: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._cell = cell
        self._heading = ""
        self._exhibit = ""
        self._collects = ""
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a heading, an exhibit or its number; note the place where the cell is shown."""
        given = dict(attrs)
        if tag in self._HEADINGS:
            self._heading, self._collects = "", "heading"
        elif tag in self._EXHIBITS:
            self._inside.append(tag)
        elif self._inside and given.get("class") == "label":
            self._collects = "exhibit"
        if given.get("data-cell") == self._cell:
            text = f'the text of "{" ".join(self._heading.split())}"'
            self.found.append(self._exhibit.strip() or (self._inside[-1] if self._inside else text))

    def handle_data(self, data: str) -> None:
        """Collect the words of a heading, or the number of an exhibit."""
        if self._collects == "heading":
            self._heading += data
        elif self._collects == "exhibit":
            self._exhibit += data

    def handle_endtag(self, tag: str) -> None:
        """Leave it again."""
        if tag in self._HEADINGS or (tag == "span" and self._collects == "exhibit"):
            self._collects = ""
        elif tag in self._EXHIBITS and self._inside:
            self._inside.pop()
            self._exhibit = ""
