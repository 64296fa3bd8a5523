"""The texts that a report may hold with figures in them: those of the parameters, and those of its notebooks."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

from findings.errors import Problem
from findings.evidence.store import Evidence
from findings.exhibits.lines import every_line
from findings.exhibits.model import Exhibit, Origin, Span
from findings.exhibits.number_words import has_figure, number_in
from findings.exhibits.wording import long_date
from findings.publishing.check.page import Page, Piece, at, short

_FROM_INPUTS = (Origin.LABEL, Origin.PARAMETER, Origin.CITATION, Origin.QUOTE)
_LETTER = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_ROMAN = re.compile(r"\b[IVXLCDM]{2,}\b")
"""A number in Roman numerals, which reads like a word."""
MEND = "Find out who wrote it: such a text comes from the consultation's parameters."


@dataclass(frozen=True)
class Known:
    """Texts with one space where there is any.

    Examples
    --------
    >>> known = Known(frozenset({"Quality standards 2023", "7"}))
    >>> known.hold("Quality standards 2023: report of findings"), known.hold("standards 2023"), known.hold("71")
    (True, True, False)
    """

    texts: frozenset[str]

    @cached_property
    def _joined(self) -> str:
        return "\n".join(sorted(self.texts)).casefold()

    @cached_property
    def _with_figures(self) -> tuple[str, ...]:
        """Those with a figure or a number word, the longest first: a text within another leaves no half of it."""
        return tuple(sorted((text for text in self.texts if number_in(text)), key=lambda text: (-len(text), text)))

    def hold(self, text: str) -> bool:
        """Whether each figure and number word of a text stands in these: whole, as a part, or several."""
        text = " ".join(text.split())
        if text in self.texts:
            return True
        if not _LETTER.search(text):
            return False
        # A chart breaks a label into lines, and may end one early.
        if _apart(self._joined, text.removesuffix("…").strip().casefold()):
            return True
        for known in self._with_figures:
            if known in text and _LETTER.search(known):
                text = text.replace(known, " ")
                if not number_in(text):
                    return True
        return False


def _apart(joined: str, part: str) -> bool:
    """Whether a part stands among texts, and no figure at its edges goes on."""
    start = joined.find(part)
    while start >= 0 and part:
        end = start + len(part)
        before, after = joined[start - 1 : start], joined[end : end + 1]
        if not (before.isdigit() and part[0].isdigit()) and not (after.isdigit() and part[-1].isdigit()):
            return True
        start = joined.find(part, start + 1)
    return False


def known_texts(evidence: Evidence, exhibits: Sequence[Exhibit], also: Collection[str] = ()) -> Known:
    """The texts of the parameters that a report shows, and those in the notebooks that say they come from there."""
    found = {" ".join(text.split()) for text in _strings(evidence.story.model_dump())}
    found |= {" ".join(cell.note.split()) for cell in evidence.cells.values() if cell.note}
    for exhibit in exhibits:
        for line in every_line(exhibit):
            found |= {_spaced(span) for span in line if span.origin in _FROM_INPUTS}
    return Known(frozenset({*found, *also} - {""}))


def _spaced(span: Span) -> str:
    return " ".join(span.text.split())


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, datetime.date):
        yield long_date(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _strings(key)
            yield from _strings(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _strings(inner)


def unknown_texts(page: Page, known: Known, numbers: frozenset[str]) -> Iterator[Problem]:
    """Every figure or number word that claims to come from the parameters, the numbering or a scale, and does not."""
    for piece in page.pieces:
        if piece.wrong or piece.ref or not (piece.origin in _FROM_INPUTS or has_figure(piece.text)):
            continue
        what = _fault(piece, known, numbers)
        if what:
            piece.wrong = True
            yield Problem(f"the text of a {piece.tag} element{at(piece.near)}", what, short(piece.text), do=MEND)
    for said in page.said:
        if said.origin in _FROM_INPUTS and not said.ref and number_in(said.text) and not known.hold(said.text):
            what = f"a {said.origin} with a number that the parameters do not have"
            yield Problem(f"the attribute {said.name} of a {said.tag} element{at(said.near)}", what, short(said.text),
                          do=MEND)  # fmt: skip
        elif said.origin in (Origin.NUMBERING, Origin.AXIS, Origin.CELL) and not said.ref and has_figure(said.text):
            what = "a figure of no cell"
            yield Problem(f"the attribute {said.name} of a {said.tag} element{at(said.near)}", what, short(said.text),
                          do=MEND)  # fmt: skip


def _fault(piece: Piece, known: Known, numbers: frozenset[str]) -> str:
    origin = piece.origin
    if origin in _FROM_INPUTS:
        if any(not any(numeral in text for text in known.texts) for numeral in _ROMAN.findall(piece.text)):
            return f"a {origin} with a number that the parameters do not have"
        word = "" if piece.spaced in known.texts else number_in(piece.text)
        return "" if not word or known.hold(piece.text) else f"a {origin} with a number that the parameters do not have"
    if origin == Origin.NUMBERING:
        return "" if set(_NUMBER.findall(piece.text)) <= numbers else "a number of no heading, table or chart"
    if origin == Origin.AXIS:
        return "" if piece.drawing else "a figure of a scale outside of a chart"
    if origin in ("", Origin.WORDS, Origin.CELL):
        return ""
    return f"a figure of an origin that there is not: {origin}"


def numbers_of(notebook: NotebookNode) -> frozenset[str]:
    """The numbers of headings, tables and charts."""
    found = {entry.number for entry in notebook.metadata.findings.contents}
    for output in (output for cell in notebook.cells for output in cell.get("outputs", ())):
        place = output.get("metadata", {}).get("findings") or {}
        found |= {each.get("number", "") for each in (place, place.get("table") or {})}
    return frozenset(number for text in found for number in _NUMBER.findall(text))
