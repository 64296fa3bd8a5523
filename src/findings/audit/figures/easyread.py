"""The easy-read text: every number in it stands in a control that names its cell, and is that cell's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from findings.audit.figures.inputs import Inputs
from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.text import has_figure, short, spaced, unmarked
from findings.audit.figures.word import KNOWN_PARTS
from findings.errors import Problem

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LABEL = "label"
_PROPERTIES = ("title", "subject", "author", "keywords", "comments", "category")
_SHOWN = ("t", "instrText")
_STRANGE = ("txbxContent", "footnoteReference", "endnoteReference", "object", "pict", "altChunk", "del", "ins", "sym")
"""Elements that hold a text which nobody here reads."""


def is_easy_read(file: str) -> bool:
    """Whether a file of a run is the easy-read text, in its own language or another.

    Examples
    --------
    >>> is_easy_read("board/easy_read.cy.docx"), is_easy_read("board/board_paper.docx")
    (True, False)
    """
    name = file.rpartition("/")[2]
    return name == "easy_read.docx" or (name.startswith("easy_read.") and name.endswith(".docx"))


def easy_read_problems(run: Path, file: str, lookup: Lookup, inputs: Inputs) -> list[Problem]:
    """What is wrong with the text as the run left it.

    Parameters
    ----------
    run, file
        The run's folder, and the document in it.
    lookup
        The store.
    inputs
        What names may hold figures; of a text in another language with the translations among them.
    """
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(run / file))
        return list(_problems(file, document, lookup, inputs))
    except (OSError, ValueError, KeyError, AttributeError, PackageNotFoundError) as error:
        return [Problem(file, "a Word document that cannot be read", " ".join(str(error).split()), do=MEND)]


def _problems(file: str, document: Any, lookup: Lookup, inputs: Inputs) -> Iterator[Problem]:
    heading = "its beginning"
    for paragraph in document.element.body.iter(f"{_WORD}p"):
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        text = spaced("".join(_texts(paragraph)))
        if style is not None and str(style.get(f"{_WORD}val")).startswith("Heading"):
            heading = f"'{short(text)}'"
        yield from _paragraph(f"{file}, {heading}", paragraph, lookup, inputs)
    for number, section in enumerate(document.sections, start=1):
        for kind in ("header", "footer", "first_page_header", "first_page_footer", "even_page_header",
                     "even_page_footer"):  # fmt: skip
            text = unmarked("".join(_texts(getattr(section, kind)._element)))
            if has_figure(text):
                where = f"{file}, the {kind.replace('_', ' ')} of section {number}"
                yield Problem(where, "a figure without origin", short(text), do=MEND)
    for name in _PROPERTIES:
        text = str(getattr(document.core_properties, name) or "")
        if has_figure(text) and not inputs.hold(text):
            yield Problem(f"{file}, its {name}", "a figure that the run's parameters do not have", short(text), do=MEND)
    for part in document.part.package.iter_parts():
        if not KNOWN_PARTS.fullmatch(str(part.partname)) or "/media/" in str(part.partname):
            yield Problem(file, "a part of the document whose numbers nobody can look up", str(part.partname), do=MEND)


def _paragraph(where: str, paragraph: Any, lookup: Lookup, inputs: Inputs) -> Iterator[Problem]:
    """The controls of a paragraph, each against its cell; and what stands outside of them."""
    bound: set[Any] = set()
    for control in paragraph.iter(f"{_WORD}sdt"):
        tag = control.find(f"{_WORD}sdtPr/{_WORD}tag")
        ref = "" if tag is None else str(tag.get(f"{_WORD}val"))
        text = "".join(_texts(control))
        bound |= set(control.iter())
        if ref == _LABEL:
            if not inputs.hold(spaced(unmarked(text))):
                what = "a label with a figure that the run's parameters do not have"
                yield Problem(where, what, short(text), do=MEND)
        elif ref:
            problem = lookup.cell_problem(where, ref, text, ends=False)
            if problem:
                yield problem
        elif has_figure(text):
            yield Problem(where, "a figure in a control that names no cell", short(text), do=MEND)
    left = "".join(_texts(paragraph, bound))
    if has_figure(left):
        yield Problem(where, "a figure that stands in no control", short(left), do=MEND)
    for element in paragraph.iter():
        if str(element.tag).removeprefix(_WORD) in _STRANGE:
            name = str(element.tag).removeprefix(_WORD)
            yield Problem(where, "an element whose text nobody can look up", name, do=MEND)


def _texts(element: Any, without: set[Any] | frozenset[Any] = frozenset()) -> Iterator[str]:
    for part in element.iter(*(f"{_WORD}{name}" for name in _SHOWN)):
        if part not in without and part.tag == f"{_WORD}t":
            yield part.text or ""
