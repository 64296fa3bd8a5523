"""The numbers of headings, tables and figures: each is the next in its order, and links say where they lead."""

from __future__ import annotations

from collections.abc import Iterator

from findings.audit.figures.lookup import MEND
from findings.audit.figures.page import Block, Page
from findings.audit.figures.text import has_figure, short, spaced
from findings.errors import Problem

_NUMBERED = ("h2", "h3", "h4", "h5", "h6", "caption", "figcaption")
_IN_CONTENTS = ("h2", "h3")


def numbering_problems(file: str, page: Page) -> Iterator[Problem]:
    """Where a number of the page's own order is not the one that is due."""
    for block in page.blocks:
        numbers = [piece for piece in block.pieces if piece.origin == "numbering" and spaced(piece.text)]
        due = block.zone == "main" and block.tag in _NUMBERED
        if due and not numbers:
            yield Problem(
                f"{file}, {block.place}", "a heading or caption without its number", short(block.text), do=MEND
            )
        for place, piece in enumerate(numbers):
            where = f"{file}, {block.place}" if block.zone == "main" else f"{file}, the contents"
            if piece.href:
                known = page.numbers.get(piece.href.removeprefix("#"))
            elif due and place == 0:
                known = block.place
            elif has_figure(piece.text):
                known = None
            else:
                continue
            if known is None:
                what = "a number that leads to no heading, table or figure"
                yield Problem(where, what, f"{piece.text} {piece.href}".strip(), do=MEND)
            elif spaced(piece.text) != known:
                what = "a number of a heading, table or figure that is not the one due"
                yield Problem(where, what, spaced(piece.text), known, MEND)
    yield from _contents(file, page)
    yield from _drawings(file, page)


def _contents(file: str, page: Page) -> Iterator[Problem]:
    """The list of contents has every chapter and section, in order, in the words of the heading."""
    headings = [words(block) for block in page.blocks if block.zone == "main" and block.tag in _IN_CONTENTS]
    entries = [words(block) for block in page.blocks if block.zone == "contents" and block.tag == "li"]
    if len(entries) != len(headings):
        what = "a list of contents with more or fewer lines than the page has chapters and sections"
        yield Problem(f"{file}, the contents", what, str(len(entries)), str(len(headings)), MEND)
        return
    for entry, heading in zip(entries, headings, strict=True):
        if entry != heading:
            yield Problem(f"{file}, the contents", "a line that is not its heading's", entry, heading, MEND)


def _drawings(file: str, page: Page) -> Iterator[Problem]:
    """The title inside a drawing says the figure's number and how the caption begins, before its subtitle.

    Where the subtitle begins, the notebook knows (`chapters`).
    """
    captions = {block.place: block for block in page.blocks if block.tag == "figcaption"}
    for block in page.blocks:
        caption = captions.get(block.place)
        if block.tag != "title" or block.zone != "main" or caption is None:
            continue
        allowed = f"{block.place}: {words(caption)}"
        if block.text != allowed and not allowed.startswith(f"{block.text} "):
            yield Problem(f"{file}, {block.place}", "a title that is not the caption", block.text, allowed, MEND)


def words(block: Block) -> str:
    """The text of a heading, caption or line of contents without its number."""
    return spaced("".join(piece.text for piece in block.pieces if piece.origin != "numbering"))
