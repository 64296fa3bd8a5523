"""What the steps of pages make, each from executed notebooks and the store: called here or in a process beside.

What they are given can be pickled. What makes pages is imported when the first is made.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

from findings.consultation.language import Language
from findings.evidence.store import CELLS_FILE, STORY_FILE, Evidence, open_store
from findings.pipeline.imports import import_nbformat

Pairs = Sequence[tuple[str, Path]]
"""Each chapter's name and its executed notebook, in the order of the report."""


def store_in(folder: Path) -> Evidence:
    """The store in a folder: opened once, since every step reads it and opening a large one takes seconds."""
    states = tuple((file.st_mtime_ns, file.st_size) for file in ((folder / name).stat() for name in STORE_FILES))
    return _opened(folder, states)


STORE_FILES = (CELLS_FILE, STORY_FILE)


@functools.lru_cache(maxsize=2)
def _opened(folder: Path, states: tuple[tuple[int, int], ...]) -> Evidence:
    """A store as it is; times and sizes tell whether its files are still the same."""
    return open_store(folder)


def html(chapters: Pairs, store: Path, path: Path, languages: tuple[str, ...]) -> None:
    """`report.html`."""
    import_nbformat()
    from findings.publishing.report import write_html

    write_html(chapters, store_in(store), path, languages)


def pdf(chapters: Pairs, store: Path, path: Path) -> None:
    """`report.pdf`."""
    import_nbformat()
    from findings.publishing.report import write_pdf

    write_pdf(chapters, store_in(store).story, store / CELLS_FILE, path)


def audit(chapters: Pairs, store: Path, path: Path) -> None:
    """`audit.html`."""
    import_nbformat()
    from findings.publishing.report import write_audit

    write_audit(chapters, store_in(store), path)


def translated(
    chapters: Pairs, store: Path, path: Path, language: str, own: Mapping[str, str], languages: tuple[str, ...]
) -> None:
    """`report.<language>.html`, from the same executed notebooks."""
    import_nbformat()
    from findings.publishing.language.page import write_translated

    write_translated(chapters, store_in(store), path, Language(language), own, languages)


def easy_read(store: Path, path: Path, language: str, own: Mapping[str, str] | None) -> None:
    """`easy_read.docx`, for a person to finish; in another language from the same sentences."""
    import_nbformat()
    from findings.publishing.language.easy import write_easy_read

    write_easy_read(store_in(store), path, language, own)


def board(store: Path, folder: Path) -> None:
    """What the board is given."""
    from findings.decision import write_board

    write_board(store_in(store), folder)
