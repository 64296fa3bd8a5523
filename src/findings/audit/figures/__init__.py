"""Every number that a run prints, looked up in the store: page, PDF, Word, workbook, JSON and notebooks.

The store is the one list of numbers that may be shown. Each file is read as its readers read it and by other code than
wrote it, so that what somebody changed afterwards is seen even if every hash was made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from findings.audit.figures.asked import asked_problems
from findings.audit.figures.chapters import Original, chapter_problems, originals
from findings.audit.figures.commentary import commentary_problems
from findings.audit.figures.context import context_problems, read_context
from findings.audit.figures.easyread import easy_read_problems, is_easy_read
from findings.audit.figures.inputs import Inputs, read_inputs, translations_of
from findings.audit.figures.jsonfiles import json_problems, schema_problems
from findings.audit.figures.lookup import Lookup
from findings.audit.figures.meaning import meaning_problems
from findings.audit.figures.notebooks import Notebook, notebook_problems, read_notebooks
from findings.audit.figures.numbering import numbering_problems
from findings.audit.figures.otherlanguage import language_problems
from findings.audit.figures.page import Page
from findings.audit.figures.pagereader import read_page
from findings.audit.figures.pdfcheck import pdf_problems
from findings.audit.figures.places import Place
from findings.audit.figures.pointchapter import chapter_problems_of_points, texts_of_points
from findings.audit.figures.scripts import script_problems
from findings.audit.figures.webpage import page_problems, places_of
from findings.audit.figures.word import word_problems
from findings.audit.figures.workbook import workbook_problems
from findings.errors import Problem
from findings.evidence.cell import Cell, SourceKind

PAGE, AUDIT = "public/report.html", "restricted/audit.html"
_PARTS = ("public", "board")
# The store itself, and the list of hashes, which is held against the files by those who check hashes.
_LEFT_TO_OTHERS = ("public/evidence.csv", "public/manifest.json")
_ASK = "Ask for the folder as the run left it."

__all__ = ["figure_problems"]


def figure_problems(run: Path, cells: Mapping[str, Cell]) -> list[Problem]:
    """Every number that a run prints and its store does not have.

    Parameters
    ----------
    run
        The folder of a run.
    cells
        Its cells by identifier, as `public/evidence.csv` holds them.

    Returns
    -------
    list of Problem
        In the order of the files; empty where every number is its cell's, or the parameters', or the next number of
        the report's own order.
    """
    inputs, problems = read_inputs(run, frozenset(cell.note for cell in cells.values() if cell.note))
    if inputs is None:
        return problems
    published, unread = read_context(run, inputs.consultation)
    problems += unread
    inputs = replace(inputs, in_context=published.figures)
    inputs = inputs.also_holding(texts_of_points(run, cells, inputs.consultation))
    lookup = Lookup(cells, inputs)
    made_up = any(cell.source_kind == SourceKind.MADE_UP for cell in cells.values())
    notebooks, unreadable = read_notebooks(run)
    problems += unreadable
    for notebook in notebooks:
        problems += notebook_problems(notebook, lookup)
        problems += meaning_problems(notebook, lookup)
        problems += commentary_problems(notebook, lookup)
        problems += chapter_problems_of_points(notebook, run, lookup)
        exhibits = [(shown.cell, shown.exhibit) for shown in notebook.shown]
        problems += context_problems(notebook.file, exhibits, published, made_up=made_up)
    known = originals(notebooks, lookup)
    found, page, alternatives = _page(run, PAGE, known, lookup, notebooks)
    problems += found
    places = places_of(page, lookup, alternatives) if page.blocks else []
    behind = frozenset(text for notebook in notebooks for text in notebook.behind)
    problems += _page(run, AUDIT, known, lookup, notebooks, behind)[0]
    translated = _languages(inputs)
    for language in translated:
        own = translations_of(run, language)
        problems += language_problems(run, f"public/report.{language}.html", language, page, lookup, own)
    for file in _files(run):
        if is_easy_read(file):
            said = translations_of(run, file.split(".")[-2]).values()
            problems += easy_read_problems(run, file, lookup, inputs.also_holding(said))
        elif file not in {f"public/report.{language}.html" for language in translated}:
            problems += _file(run, file, places, lookup)
    return problems


def _languages(inputs: Inputs) -> list[str]:
    """The languages that the report is also made in."""
    languages = inputs.consultation.get("languages") or []
    return [str(language) for language in languages] if isinstance(languages, list) else []


def _page(
    run: Path,
    file: str,
    known: Sequence[Original],
    lookup: Lookup,
    notebooks: Sequence[Notebook],
    behind: frozenset[str] = frozenset(),
) -> tuple[list[Problem], Page, dict[str, str]]:
    """What is wrong with a web page of the report, the page, and what its charts should say in words."""
    try:
        page = read_page(run / file)
    except FileNotFoundError:
        return [Problem(file, "this file of the run is missing", do=_ASK)], Page(), {}
    except (OSError, ValueError) as error:
        return [Problem(file, "a page that cannot be read", str(error), do=_ASK)], Page(), {}
    problems = [*page_problems(file, page, lookup, behind), *numbering_problems(file, page)]
    problems += script_problems(file, page.scripts, page.style, page.policies)
    told = [script.text for script in page.scripts if not script.runs]
    leading = (piece.ref for block in page.blocks for piece in block.pieces if piece.ref and piece.href)
    problems += asked_problems(file, told, leading, lookup, notebooks)
    unlike, alternatives = chapter_problems(file, page, known, lookup, behind)
    return [*problems, *unlike], page, alternatives


def _files(run: Path) -> Iterator[str]:
    """The files that leave the house, but for those that are looked at elsewhere."""
    for part in _PARTS:
        for path in sorted((run / part).rglob("*")):
            file = path.relative_to(run).as_posix()
            if path.is_file() and file != PAGE and file not in _LEFT_TO_OTHERS:
                yield file


def _file(run: Path, file: str, places: list[Place], lookup: Lookup) -> list[Problem]:
    """What is wrong with one file, by its kind; a kind that nobody can read is itself wrong."""
    kind = Path(file).suffix.lower()
    if kind in (".pdf", ".docx") and not places:
        return [Problem(file, "it cannot be held against the page, which cannot be read", do=_ASK)]
    if kind == ".pdf":
        return pdf_problems(run, file, places, lookup.inputs)
    if kind == ".docx":
        return word_problems(run, file, places, lookup.inputs)
    if kind == ".xlsx":
        return workbook_problems(run, file, lookup.inputs)
    if kind == ".json":
        return schema_problems(run, file) if file.endswith(".schema.json") else json_problems(run, file, lookup)
    what = "verify does not know how to read numbers in this file"
    return [Problem(file, what, kind or "no kind", "html, pdf, docx, xlsx, json", "Take it out of the run.")]
