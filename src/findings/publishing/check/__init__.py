"""The check of the finished page: every number on it answers for itself, or the page is not written.

The page is read as a browser shows it, and held against the whole store and the combined notebook. One fault is told
once: a piece of text that one check refused is left out by those after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nbformat import NotebookNode

from findings.consultation.language import OWN
from findings.errors import Problem
from findings.evidence.store import Evidence
from findings.publishing.check.against import unlike_the_notebook
from findings.publishing.check.bases import wrong_bases
from findings.publishing.check.beyond import beyond_text
from findings.publishing.check.charts import wrong_shapes
from findings.publishing.check.data import wrong_data
from findings.publishing.check.known import known_texts, numbers_of, unknown_texts
from findings.publishing.check.names import wrong_names
from findings.publishing.check.page import Page
from findings.publishing.check.phrases import english_of, own_words_of
from findings.publishing.check.reader import read_page
from findings.publishing.check.unbound import left_behind, number_words, unbound_figures, written_by_style
from findings.publishing.check.values import wrong_values
from findings.publishing.outputs import exhibits_in

__all__ = ["figures_without_origin", "page_problems"]


def page_problems(
    html: str, notebook: NotebookNode, evidence: Evidence, language: str = OWN, also: Collection[str] = ()
) -> tuple[Problem, ...]:
    """What is wrong with a finished page.

    Parameters
    ----------
    html
        The page.
    notebook
        The combined notebook that it was made from.
    evidence
        The whole store.
    language
        The language of the page; a translated page is held against the translated notebook.
    also
        What the parameters' texts and dates say in the language of the page, where that is not English.
    """
    return tuple(_problems(read_page(html), notebook, evidence, language, also))


def _problems(
    page: Page, notebook: NotebookNode, evidence: Evidence, language: str, also: Collection[str]
) -> Iterator[Problem]:
    exhibits = [exhibit for _, _, exhibit in exhibits_in(notebook)]
    markdown = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    known = known_texts(evidence, exhibits, also)
    yield from unbound_figures(page)
    yield from number_words(page, () if language == OWN else exhibits)
    yield from written_by_style(page)
    yield from left_behind(page)
    yield from beyond_text(page)
    yield from wrong_values(page, evidence, english_of(language))
    yield from unknown_texts(page, known, numbers_of(notebook))
    yield from wrong_bases(page, evidence)
    yield from wrong_shapes(page, evidence)
    yield from wrong_data(page, evidence, known)
    yield from wrong_names(page, exhibits, evidence, language)
    yield from unlike_the_notebook(page, exhibits, (*own_words_of(language), *markdown))


def figures_without_origin(html: str) -> tuple[Problem, ...]:
    """What stands on a page as a figure but in no element with `data-cell` or `data-origin`.

    A figure is any character of Unicode's number categories, so also a half sign or an Arabic digit.

    Examples
    --------
    >>> figures_without_origin('<p>In <span data-origin="cell">85</span> of <b>100</b></p>')[0].found
    'of 100'
    >>> figures_without_origin('<svg data-origin="cell"><text>85</text></svg>')
    ()
    """
    return tuple(unbound_figures(read_page(html)))
