"""Figures and number words of our own that come from nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from findings.errors import Problem
from findings.exhibits.lines import lines_of
from findings.exhibits.model import Exhibit, Origin, plain
from findings.exhibits.number_words import has_figure, number_in
from findings.publishing.check.page import Page, Piece, Said, at, short

_UNBOUND = ("", Origin.WORDS)
_ALLOWED = "figures that come from a cell, a parameter, a label, a citation or the numbering"
_DO = "Quote the cell with say(), or take the figure out of the text."
_CONTENT = re.compile(r"content\s*:\s*([^;}]*)")
# A sign by its number is none of the reader's figures; a counter writes the numbering.
_ESCAPE = re.compile(r"\\[0-9a-fA-F]{1,6}\s?|counters?\([^)]*\)")


def unbound_figures(page: Page) -> Iterator[Problem]:
    """Every figure on a page that stands in no element with an origin, or in one of words."""
    for piece in page.pieces:
        if piece.origin in _UNBOUND and not piece.ref and has_figure(piece.text):
            piece.wrong = True
            yield _problem(f"the text of a {piece.tag} element{at(piece.near)}", piece.text)
    for said in page.said:
        if said.origin in _UNBOUND and not said.ref and has_figure(said.text):
            yield _problem(f"the attribute {said.name} of a {said.tag} element{at(said.near)}", said.text)


def number_words(page: Page, translated: Sequence[Exhibit] = ()) -> Iterator[Problem]:
    """Every number word of our own that no cell stands behind.

    Words that a translated notebook holds are left out: they say what the English said, which is checked on its page.
    """
    same = "".join("".join(plain(line).split()) for exhibit in translated for line in lines_of(exhibit))
    for piece in page.pieces:
        if translated and "".join(piece.text.split()) in same:
            continue
        if piece.origin in _UNBOUND and not piece.ref and not piece.wrong:
            word = number_in(piece.text)
            if word:
                piece.wrong = True
                yield _word(f"the text of a {piece.tag} element{at(piece.near)}", word, piece)
    for said in page.said:
        if said.origin in _UNBOUND and not said.ref and not has_figure(said.text):
            word = number_in(said.text)
            if word:
                yield _word(f"the attribute {said.name} of a {said.tag} element{at(said.near)}", word, said)


def written_by_style(page: Page) -> Iterator[Problem]:
    """Every figure or number word that a style sheet would write into the page."""
    for style in tuple(page.styles):
        for value in _CONTENT.findall(style):
            rest = _ESCAPE.sub("", value)
            if number_in(rest) or "attr(" in rest:
                # What was told already is not told again as a style sheet that is not ours.
                page.styles.remove(style)
                yield _problem("the style sheet", value)
                break


def left_behind(page: Page) -> Iterator[Problem]:
    """Every figure where no reader looks, but whoever opens the file: a comment, an attribute for programs."""
    for where, text in page.unseen:
        if has_figure(text):
            yield _problem(where, text)


def _problem(where: str, found: str) -> Problem:
    return Problem(where, "a figure without origin", short(found), _ALLOWED, _DO)


def _word(where: str, word: str, holder: Piece | Said) -> Problem:
    return Problem(
        where,
        f"a number word without origin: {word}",
        _around(holder.text, word),
        "phrases of the one scale of words for shares, bound to their cell",
        "Write {name:in_words} in say(), or say it without a number.",
    )


def _around(text: str, word: str) -> str:
    words = " ".join(text.split())
    place = max(0, words.casefold().find(word.casefold()) - 30)
    return short(("…" if place else "") + words[place:])
