"""A person's prose bound to cells: the line as it is printed, or everything that is wrong with it at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from findings.consultation.commentary import Written
from findings.consultation.commentary_text import Bound, TextFault, Words, escaped, one_line, pieces_of
from findings.errors import ParameterError
from findings.evidence.cell import Cell
from findings.evidence.share_words import phrase_for, says_in_words
from findings.evidence.store import CellView, Evidence
from findings.exhibits.cell_words import cell_words
from findings.exhibits.in_words import COUNTED_SHARES, count_of, in_words
from findings.exhibits.known_figures import KnownFigures, known_figures
from findings.exhibits.model import Line, Origin, plain
from findings.exhibits.number_words import has_figure, number_in
from findings.exhibits.sentences import line

MOST_TOLD = 6
"""So many cells of one value are told; whoever needs another finds it in the workbook."""
_FIGURE = re.compile(r"[-+\u2212]?(?<![\w.,])\d+(?:[.,]\d+)*(?:%|(?: ?per ?cent\b))?(?!\w|[.,]\d)", re.IGNORECASE)
_PERCENT = re.compile(r" ?per ?cent$", re.IGNORECASE)
_NO_NUMBER = "a typed figure that no number of this part is printed as"
_BY_NAME = "its numbers, each by its name in braces"
_FIND = "All numbers of this part, with what they count, stand in the workbook: findings workbook out NAME."


@dataclass(frozen=True)
class Prose:
    """A paragraph bound to cells.

    Parameters
    ----------
    line
        As it is printed; only to be used where nothing is wrong.
    faults
        What is wrong, in the order of the text.
    now
        What each number in it is now, as printed, by what stands in the braces.
    """

    line: Line
    faults: tuple[TextFault, ...]
    now: Mapping[str, str]


@dataclass(frozen=True)
class Typed:
    """A figure that was typed, and the cells that are printed so."""

    at: int
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """What paragraphs of a chapter are read with.

    Parameters
    ----------
    evidence
        What the chapter may read.
    elsewhere
        The cells of other chapters, to tell a wrong place from a wrong name.
    seen
        How its cells were printed when the writer looked, where that may be another time than now.
    """

    evidence: Evidence
    elsewhere: Collection[str] = ()
    seen: Mapping[str, str] = field(default_factory=dict)
    _known: KnownFigures = field(init=False)
    _printed: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        printed: dict[str, list[str]] = {}
        for ref, cell in self.evidence.cells.items():
            text = self.seen.get(ref, cell.text)
            if has_figure(text):
                printed.setdefault(text, []).append(ref)
        object.__setattr__(self, "_known", known_figures(self.evidence))
        object.__setattr__(self, "_printed", printed)

    def prose(self, written: Written) -> Prose:
        """A paragraph with its faults."""
        text = one_line(written.text)
        pieces, found = pieces_of(text)
        faults = list(found)
        bound = [piece for piece in pieces if isinstance(piece, Bound)]
        now: dict[str, str] = {}
        for each in bound:
            faults += self._cell_faults(each, now)
        for piece in pieces:
            if isinstance(piece, Words):
                faults += self._number_faults(piece, bound)
        role = Words(written.role, len(text))
        faults += self._number_faults(role, bound)
        missing = {name: value for name, value in now.items() if name not in written.when_written}
        if missing:
            missing_names = ", ".join(f"{{{name}}}" for name in missing)
            values = ", ".join(f'"{name}": "{value}"' for name, value in missing.items())
            do = f"If this is what was meant, add to the paragraph: when_written: {{{values}}}"
            what = "numbers without the values that they had when this was written, from which changes are told"
            faults.append(TextFault(_at(bound, next(iter(missing))), what, missing_names, "", do))
        faults.sort(key=lambda fault: fault.at)
        return Prose(() if faults else self._line(pieces), tuple(faults), now)

    def typed(self, text: str) -> tuple[Typed, ...]:
        """The figures that stand in words and are no expression of the parameters."""
        return tuple(each for piece in pieces_of(text)[0] if isinstance(piece, Words) for each in self._typed(piece))

    def told(self, ref: str) -> str:
        """What a cell counts, in words."""
        return plain(cell_words(self.evidence, self.evidence.cells[ref]))

    def _line(self, pieces: tuple[Words | Bound, ...]) -> Line:
        template, values = "", dict[str, CellView | Line | str]()
        for piece in pieces:
            if isinstance(piece, Bound):
                name = f"cell{len(values)}"
                values[name] = self.evidence.cell(piece.ref)
                template += f"{{{name}:{piece.form or 'value'}}}"
                continue
            for span in self._known.split(piece.text):
                if span.origin is Origin.WORDS:
                    template += escaped(span.text)
                else:
                    name = f"known{len(values)}"
                    values[name] = (span,)
                    template += f"{{{name}}}"
        return line(template, **values)

    def _cell_faults(self, piece: Bound, now: dict[str, str]) -> list[TextFault]:
        cell = self.evidence.cells.get(piece.ref)
        braces = f"{{{piece.name}}}"
        if cell is None:
            # Whoever errs, errs after the question.
            question = piece.ref.partition("#")[0].partition(".")[0]
            alike = [ref for ref, each in self.evidence.cells.items() if each.question == question]
            near = difflib.get_close_matches(piece.ref, alike or list(self.evidence.cells), n=3)
            what = "no such cell"
            if piece.ref in self.elsewhere:
                what = "a cell that this part of the report does not read"
            allowed = f"nearest: {', '.join(near)}" if near else ""
            return [TextFault(piece.at, what, braces, allowed, _FIND)]
        if not piece.form:
            now[piece.name] = cell.text
            return []
        try:
            now[piece.name] = plain(in_words(CellView(self.evidence, cell)))
        except ParameterError as error:
            problem = error.problems[0]
            share = problem.what if problem.found == cell.cell else "no share: there is no word for this cell"
            return [TextFault(piece.at, share, braces, problem.allowed, "Name the cell without :in_words.")]
        return []

    def _typed(self, words: Words) -> list[Typed]:
        found: list[Typed] = []
        at = words.at
        for span in self._known.split(words.text):
            if span.origin is Origin.WORDS:
                for match in _FIGURE.finditer(span.text):
                    printed = _PERCENT.sub("%", match[0]).replace("\u2212", "-")
                    found.append(Typed(at + match.start(), match[0], tuple(self._printed.get(printed, ()))))
            at += len(span.text)
        return found

    def _number_faults(self, words: Words, bound: list[Bound]) -> list[TextFault]:
        typed = self._typed(words)
        faults = [self._typed_fault(each) for each in typed]
        rest = "".join(" " * len(span.text) if span.origin is not Origin.WORDS else span.text
                       for span in self._known.split(words.text))  # fmt: skip
        for each in typed:
            start = each.at - words.at
            rest = rest[:start] + " " * len(each.text) + rest[start + len(each.text) :]
        return [*faults, *(self._word_fault(words.at + at, found, bound) for at, found in _number_words(rest))]

    def _typed_fault(self, typed: Typed) -> TextFault:
        if not typed.cells:
            return TextFault(typed.at, _NO_NUMBER, typed.text, _BY_NAME, _FIND)
        told = [f"{{{ref}}} ({self.told(ref)})" for ref in typed.cells[:MOST_TOLD]]
        more = len(typed.cells) - len(told)
        allowed = "; ".join(told) + (f"; and {more} more" if more else "")
        if len(typed.cells) == 1:
            return TextFault(typed.at, "a typed figure", typed.text, allowed, f"Write {{{typed.cells[0]}}} for it.")
        what = f"a typed figure that {len(typed.cells)} numbers of this part are printed as"
        return TextFault(typed.at, what, typed.text, allowed, "Write the one that is meant, in braces.")

    def _word_fault(self, at: int, found: str, bound: list[Bound]) -> TextFault:
        if has_figure(found):
            return TextFault(at, _NO_NUMBER, found, _BY_NAME, _FIND)
        shares = self._shares(found, bound)
        allowed = "; ".join(f"{{{ref}:in_words}}, now '{phrase}' ({self.told(ref)})" for ref, phrase in shares)
        do = "Name the share, and the report finds the word for it." if shares else "Say it without a number."
        return TextFault(at, "a number word that is bound to no cell", found, allowed, do)

    def _shares(self, found: str, bound: list[Bound]) -> list[tuple[str, str]]:
        """The shares that such a word may be meant of: those in the paragraph, and those that the scale gives it."""
        own = [self.evidence.cells[piece.ref] for piece in bound if piece.ref in self.evidence.cells]
        words = {word for part in found.casefold().split() for word in (part, part.removesuffix("s"))}
        said, here = [], []
        for cell in self.evidence.cells.values():
            phrase = self._phrase(cell)
            if not phrase:
                continue
            if any(cell.cell == other.cell or cell.cell == f"{other.cell}!percent" for other in own):
                here.append((cell.cell, phrase))
            elif words & {form for part in phrase.split() for form in (part, part.removesuffix("s"))}:
                said.append((cell.cell, phrase))
        return (here + said)[: MOST_TOLD // 2]

    def _phrase(self, cell: Cell) -> str:
        """The phrase for a share, where it has one."""
        if cell.measure not in COUNTED_SHARES or not cell.visible:
            return ""
        count, base = self.evidence.find(count_of(cell)), self.evidence.cells.get(cell.base_cell)
        if count is None or base is None or not (count.visible and base.visible and says_in_words(base.number)):
            return ""
        return phrase_for(count.number, base.number)


def _number_words(text: str) -> list[tuple[int, str]]:
    """The number words of a text, each with its place; those that follow each other are one.

    Examples
    --------
    >>> _number_words("Most of them, and two thirds of all")
    [(0, 'Most'), (18, 'two thirds')]
    """
    found: list[tuple[int, str]] = []
    rest = text
    while number := number_in(rest):
        place = rest.casefold().find(number.casefold())
        if place < 0:
            # What is written in signs that are folded for comparison is not found again as it stands.
            return [*found, (0, number)]
        end = place + len(number)
        rest = " " * end + rest[end:]
        if found and text[found[-1][0] + len(found[-1][1]) : place] in (" ", "-"):
            place = found.pop()[0]
        found.append((place, text[place:end]))
    return found


def _at(bound: list[Bound], name: str) -> int:
    return next(piece.at for piece in bound if piece.name == name)
