"""Executed notebooks -> the files of a report: HTML and PDF for the public, the audit page for auditors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from findings.consultation.language import NAMES, OWN, suffixed
from findings.errors import ReleaseRefused
from findings.evidence.cell import SOURCE_KIND
from findings.evidence.csvtext import csv_text
from findings.evidence.store import Evidence
from findings.evidence.story import Story
from findings.publishing.check import page_problems
from findings.publishing.combine import combine
from findings.publishing.front import Front
from findings.publishing.html import report_html

if TYPE_CHECKING:
    from nbformat import NotebookNode

MISSING = "missing_characters.csv"
Chapters = Sequence[tuple[str, Path]]
"""Each chapter's name and its executed notebook, in the order of the report."""


def write_html(chapters: Chapters, evidence: Evidence, path: Path, languages: Sequence[str] = ()) -> None:
    """Write `report.html`; `evidence` is the whole store, which the page is held against and answers from.

    `languages` are all that the report is there in, its own among them: the page leads to the others.

    Raises
    ------
    ReleaseRefused
        If a notebook shows something that is not an exhibit, or the page says something that the store and the
        notebooks do not (`findings.publishing.check`).
    """
    front = front_of(evidence.story)
    notebook = combine(read_chapters(chapters), front)
    others = [(one, suffixed(path.name, one), NAMES[one]) for one in languages if one != OWN]
    page = report_html(notebook, front, evidence, files_of(chapters), languages=others)
    problems = page_problems(page, notebook, evidence)
    if problems:
        raise ReleaseRefused(problems)
    path.write_text(page, encoding="utf-8", newline="\n")


def write_pdf(chapters: Chapters, story: Story, evidence: Path, path: Path) -> None:
    """Write `report.pdf`, with the released evidence attached; and beside it the characters that it cannot show.

    Raises
    ------
    ReleaseRefused
        If a notebook shows something that is not an exhibit.
    """
    from findings.publishing.fonts import characters
    from findings.publishing.missing import missing_characters
    from findings.publishing.pdf import report_pdf

    front = front_of(story)
    notebook = combine(read_chapters(chapters), front)
    path.write_bytes(report_pdf(notebook, front, {evidence.name: evidence.read_bytes()}))
    missing = missing_characters(notebook, front, characters())
    kind = str(story.source_kind)
    rows = [["shown_as", "times", SOURCE_KIND], *([name, str(times), kind] for name, times in missing.items())]
    path.with_name(MISSING).write_text(csv_text(rows), encoding="utf-8", newline="\n")


def write_audit(chapters: Chapters, evidence: Evidence, path: Path) -> None:
    """Write `audit.html`: the same notebooks with their code, for auditors."""
    front = front_of(evidence.story)
    page = report_html(combine(read_chapters(chapters), front), front, evidence, files_of(chapters), show_code=True)
    path.write_text(page, encoding="utf-8", newline="\n")


def front_of(story: Story) -> Front:
    """The title page of a report."""
    return Front(
        title=story.title,
        organisation=story.organisation,
        opened=story.opened,
        closed=story.closed,
        published=story.published,
        language=story.language,
        purpose=story.purpose,
        draft=story.draft,
        made_up=story.made_up,
    )


def files_of(chapters: Chapters) -> dict[str, str]:
    """Of each chapter the name of its notebook's file, as a run keeps it."""
    return {name: path.name for name, path in chapters}


def read_chapters(chapters: Chapters) -> list[tuple[str, NotebookNode]]:
    """Each chapter's name and its executed notebook."""
    import nbformat

    return [(name, nbformat.read(path, as_version=4)) for name, path in chapters]  # type: ignore[no-untyped-call]
