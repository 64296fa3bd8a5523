"""Which characters of a report its PDF cannot show, and how often each stands in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import is_dataclass
from typing import Any

from nbformat import NotebookNode

from findings.publishing.front import Front
from findings.publishing.outputs import exhibits_in
from findings.publishing.typst_text import printable

_TAG = re.compile(r"<[^>]*>")


def missing_characters(notebook: NotebookNode, front: Front, held: Collection[int]) -> dict[str, int]:
    """The characters that stand as ``[U+XXXX]`` in the PDF, by code point, with their number.

    Parameters
    ----------
    notebook, front
        As `findings.publishing.pdf.report_pdf` takes them.
    held
        What the fonts hold (`findings.publishing.fonts.characters`).

    Returns
    -------
    dict
        For example ``{"[U+0A85]": 3}``; empty where the fonts hold everything.
    """
    texts = [front.title, front.organisation, front.purpose]
    texts += [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    for _, _, exhibit in exhibits_in(notebook):
        texts += _texts(exhibit)
    counts: Counter[str] = Counter()
    # The same words stand in a report many times, nearly all of them in letters that every font holds.
    for text, times in Counter(texts).items():
        for character in set(_TAG.sub("", text)):
            if not character.isspace() and printable(character, held).startswith("[U+"):
                counts[character] += times * _TAG.sub("", text).count(character)
    return {printable(character, held): counts[character] for character in sorted(counts)}


def _texts(content: Any) -> Iterator[str]:
    """What is read of an exhibit's fields; identifiers are Latin letters and do no harm here."""
    if isinstance(content, str):
        yield content
    elif is_dataclass(content):
        for key, value in vars(content).items():
            # The description of a cell is printed in the annex, which is counted for itself.
            if key != "about":
                yield from _texts(value)
    elif isinstance(content, tuple):
        for value in content:
            yield from _texts(value)
