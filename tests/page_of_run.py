"""The finished page of a run, made again from its executed notebooks, with what it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from findings.consultation.build import build
from findings.consultation.names import BASE
from findings.evidence.cell import Cell
from findings.evidence.store import Evidence, open_store
from findings.exhibits.in_words import COUNTED_SHARES
from findings.exhibits.model import MIMETYPE, Exhibit, Heading, Origin, Paragraph, Span, to_json
from findings.exhibits.sentences import say
from findings.pipeline.plan import chapter_runs
from findings.publishing.combine import combine
from findings.publishing.html import report_html
from findings.publishing.report import front_of

PROJECT = Path(__file__).resolve().parents[1]
QUOTE = "I waited 12 weeks, and most of us wait longer."
SENTENCES = 6
# nbformat has no types of its own.
_NBFORMAT: Any = nbformat


@dataclass(frozen=True)
class Finished:
    """A page, the combined notebook that it was made from, and the whole store."""

    html: str
    notebook: NotebookNode
    evidence: Evidence


def finished(out: Path, name: str, run: Path, params: Path = PROJECT / "params") -> Finished:
    """The page of a run, with a chapter of shares in words and a quote; `out` holds the cache with its store."""
    evidence = store_of(out, run)
    chapters = chapter_runs(build(params / name, PROJECT / "notebooks" / "plan.yaml"), PROJECT / "notebooks")
    files = {chapter.id.replace(":", "-"): chapter.executed_name for chapter in chapters}
    executed = {name: run / "restricted" / "notebooks" / file for name, file in files.items()}
    read = [(name, _NBFORMAT.read(path, as_version=4)) for name, path in executed.items() if path.exists()]
    return page_of([*read, ("in_words", in_words(evidence))], evidence, files)


def page_of(chapters: list[tuple[str, NotebookNode]], evidence: Evidence, files: dict[str, str]) -> Finished:
    """The page of some executed chapters."""
    front = front_of(evidence.story)
    notebook = combine(chapters, front)
    return Finished(report_html(notebook, front, evidence, files), notebook, evidence)


def in_words(evidence: Evidence) -> NotebookNode:
    """A chapter that says shares in words, beside their numbers; and a quote with a figure and number words."""
    shares = [cell for cell in evidence.cells.values() if _can_be_said(evidence, cell)]
    step = max(1, len(shares) // SENTENCES)
    told = [
        say("{cell:in_words}, which is {cell:value}, gave the answer {cell:option}.", cell=evidence.cell(cell.cell))
        for cell in shares[::step]
    ]
    quote = Paragraph((Span("One wrote: "), Span(QUOTE, Origin.QUOTE)))
    return executed([Heading((Span("In words"),), 1, "in-words"), *told, quote])


def executed(exhibits: list[Exhibit]) -> NotebookNode:
    """A notebook that shows exhibits."""
    outputs = [_NBFORMAT.v4.new_output("display_data", {MIMETYPE: to_json(exhibit)}) for exhibit in exhibits]
    notebook: NotebookNode = _NBFORMAT.v4.new_notebook(cells=[_NBFORMAT.v4.new_code_cell(outputs=outputs)])
    return notebook


def _can_be_said(evidence: Evidence, cell: Cell) -> bool:
    counted = cell.measure in COUNTED_SHARES and cell.asked in evidence.story.questionnaire.questions
    return (
        counted and not cell.option.startswith(BASE) and f"{cell.cell.partition('!')[0]}!weighted" not in evidence.cells
    )


def store_of(out: Path, run: Path) -> Evidence:
    """The whole store of a run: the one in the cache that holds just the cells that the run published."""
    published = (run / "public" / "evidence.csv").read_bytes()
    for csv in sorted((out / ".cache").rglob("store/evidence.csv")):
        if csv.read_bytes() == published:
            return open_store(csv.parent)
    raise LookupError(f"no store in {out} holds the cells of {run}")
