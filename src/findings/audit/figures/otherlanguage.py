"""A page in another language beside the page that was checked: the same blocks, numbers and drawings, other words.

Every number on it is its cell's, and stands in the block in which the checked page has it. Its words are the
catalogue's or the consultation's own translations, or are English as on the checked page; each label says the same
throughout.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from findings.audit.figures.catalogue import Sayings, fragments_of, sayings
from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.page import Block, Page
from findings.audit.figures.pagereader import read_page
from findings.audit.figures.text import figures_in, has_figure, short, spaced
from findings.audit.strictjson import strict_json
from findings.errors import Problem

_OF_LANGUAGE = ("language", "languages")
"""The blocks in which a page says something of its language."""
_NAMED = ("label", "parameter", "citation")


def language_problems(
    run: Path, file: str, language: str, checked: Page, lookup: Lookup, own: Mapping[str, str]
) -> list[Problem]:
    """What is wrong with a page in another language.

    Parameters
    ----------
    run, file
        The run's folder, and the page in it.
    language
        Two letters.
    checked
        The page in the report's own language, which was checked by itself.
    lookup
        The store.
    own
        The consultation's own texts in this language, by the English.
    """
    try:
        page = read_page(run / file)
    except FileNotFoundError:
        do = "Ask for the folder as the run left it."
        return [Problem(file, "this file of the run is missing", do=do)]
    except (OSError, ValueError) as error:
        return [Problem(file, "a page that cannot be read", str(error), do=MEND)]
    return list(_Pair(file, checked, page, lookup, sayings(language), own).problems())


class _Pair:
    def __init__(
        self, file: str, checked: Page, page: Page, lookup: Lookup, said: Sayings, own: Mapping[str, str]
    ) -> None:
        self.file, self.checked, self.page = file, checked, page
        self.lookup, self.said, self.own = lookup, said, own
        self.labels: dict[str, str] = {}

    def problems(self) -> Iterator[Problem]:
        """Everything, in the order of the page."""
        yield from self._around()
        pairs = list(zip(self._blocks(self.checked), self._blocks(self.page), strict=False))
        if len(self._blocks(self.checked)) != len(self._blocks(self.page)) or any(
            _place(one) != _place(other) for one, other in pairs
        ):
            one, other = next((pair for pair in pairs if _place(pair[0]) != _place(pair[1])), (None, None))
            where = f"{self.file}, {other.place}" if other else self.file
            what = "a page that is not made like the report in its own language"
            yield Problem(where, what, short(other.text) if other else "", short(one.text) if one else "", MEND)
            return
        for one, other in pairs:
            yield from self._block(f"{self.file}, {other.place}", one, other)
        for block in (block for block in self.page.blocks if block.kind in _OF_LANGUAGE):
            if has_figure(block.text) or any(piece.ref for piece in block.pieces):
                yield Problem(self.file, "a figure in what the page says of its language", short(block.text), do=MEND)
        yield from self._attributes()
        yield from self._drawings()
        yield from self._data()

    def _blocks(self, page: Page) -> list[Block]:
        return [block for block in page.blocks if block.kind not in _OF_LANGUAGE]

    def _around(self) -> Iterator[Problem]:
        """Style, scripts and policy are those of the checked page, letter by letter."""
        running = [script.text for script in self.checked.scripts if script.runs]
        found = [script.text for script in self.page.scripts if script.runs]
        for what, one, other in (
            ("a style sheet", self.checked.style, self.page.style),
            ("scripts", running, found),
            ("a security policy", self.checked.policies, self.page.policies),
            ("elements that nobody can look up", [tag for tag, _ in self.checked.unreadable],
             [tag for tag, _ in self.page.unreadable]),
        ):  # fmt: skip
            if one != other:
                what = f"{what} other than those of the report in its own language"
                yield Problem(self.file, what, short(str(other)), short(str(one)), MEND)

    def _block(self, where: str, one: Block, other: Block) -> Iterator[Problem]:
        """A block has the numbers of the other, and words that somebody wrote for it."""
        due, found = (Counter(self._numbers(block)) for block in (one, other))
        if due != found:
            wrong = list((found - due).elements()) or list((due - found).elements())
            ref, text, _ = wrong[0]
            what = f"a number that the report in its own language does not have here: {ref}"
            yield Problem(where, what, text, ", ".join(text for _, text, _ in (due - found).elements()), MEND)
        left, right = (figures_in(" ".join(_unbound(block))) for block in (one, other))
        if Counter(left) != Counter(right):
            what = "other figures than in the report in its own language"
            yield Problem(where, what, ", ".join(right), ", ".join(left), MEND)
        yield from self._labels(where, one, other)
        known = self.said.fragments | {part for text in _words(one) for part in fragments_of(text)}
        for text in _words(other):
            for part in fragments_of(text):
                if not _made_of(part, known):
                    what = "words that neither the catalogue nor the report in its own language has"
                    yield Problem(where, what, short(part), do=MEND)

    def _numbers(self, block: Block) -> Iterator[tuple[str, str, str]]:
        """Each number with its cell and where it leads; a phrase for a share as it is in English."""
        for piece in block.pieces:
            if piece.ref and spaced(piece.text):
                text = "; ".join(self.said.shares.get(part, part) for part in spaced(piece.text).split("; "))
                yield piece.ref, text, piece.href

    def _labels(self, where: str, one: Block, other: Block) -> Iterator[Problem]:
        """Numbers and labels follow each other as on the checked page, and a label says one thing throughout."""
        due, found = _bound(one), _bound(other)
        if len(due) != len(found):
            yield Problem(where, "other labels than in the report in its own language", short(other.text),
                          short(one.text), MEND)  # fmt: skip
            return
        if self._is_reordered(one):
            # Which label stands where is the catalogue's to say; that they are the same is not.
            wanted = Counter(self._said_of(text) for ref, text in due if not ref and self._said_of(text))
            strange = list((wanted - Counter(text for ref, text in found if not ref)).elements())
            if strange:
                yield Problem(where, "a label that is missing here", short(other.text), strange[0], MEND)
            return
        for (ref, text), (own_ref, own_text) in zip(due, found, strict=True):
            if ref != own_ref:
                what = "numbers and labels in another order than in the report in its own language"
                yield Problem(where, what, short(other.text), short(one.text), MEND)
                return
            known = text if ref else self.labels.setdefault(text, self._translated(text) or own_text)
            if not ref and own_text != known:
                what = "a label that does not say here what it says elsewhere"
                yield Problem(where, what, short(own_text), short(known), MEND)

    def _said_of(self, text: str) -> str:
        return self.labels.get(text) or self._translated(text)

    def _is_reordered(self, block: Block) -> bool:
        """Whether a message of the block says its places in another order."""
        words = {part for text in _words(block) for part in fragments_of(text)}
        return any(parts <= words for parts in self.said.reordered)

    def _translated(self, text: str) -> str:
        """What a label says, where the catalogue or the consultation has it as a whole."""
        return spaced(self.own.get(text, "") or self.said.messages.get(("label", text), ""))

    def _attributes(self) -> Iterator[Problem]:
        """Texts in attributes have the figures of the other page's."""
        due = Counter(figure for said in self.checked.said for figure in figures_in(said.text))
        found = Counter(figure for said in self.page.said for figure in figures_in(said.text))
        if due != found:
            odd = list(((found - due) + (due - found)).elements())
            yield Problem(self.file, "other figures in what is read out of attributes", ", ".join(odd), do=MEND)

    def _drawings(self) -> Iterator[Problem]:
        """The shapes of each chart are those of the checked page; only its words may differ."""
        for place, shapes in self.checked.shapes.items():
            found = self.page.shapes.get(place, [])
            if _shapes(found) != _shapes(shapes):
                what = "a drawing that is not that of the report in its own language"
                yield Problem(f"{self.file}, {place}", what, do=MEND)

    def _data(self) -> Iterator[Problem]:
        """What the panel is told: the same cells, identifiers and figures; its own words from the catalogue."""
        where = f"{self.file}, what its numbers are asked"
        try:
            one, other = (_data_of(page) for page in (self.checked, self.page))
            words, said = one.pop("words"), other.pop("words")
            own = {name: self.said.messages.get(("", text), text) for name, text in words.items()}
            wrong = [name for name, text in own.items() if said[name] != text]
            if wrong or len(words) != len(said):
                yield Problem(where, "words of the panel that the catalogue does not have", ", ".join(wrong), do=MEND)
            if _bare(one) != _bare(other):
                yield Problem(where, "not the data of the report in its own language", do=MEND)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield Problem(where, "a block of data that cannot be read", f"{type(error).__name__}: {error}", do=MEND)


def _made_of(text: str, known: frozenset[str]) -> bool:
    """Whether a text is one that is known, or several of them after each other, as a title and its subtitle are.

    Examples
    --------
    >>> _made_of("Pob un Sail", frozenset({"Pob un", "Sail"})), _made_of("Pob Sail", frozenset({"Pob un", "Sail"}))
    (True, False)
    """
    words = text.split()
    ends = {0}
    for end in range(1, len(words) + 1):
        if any(" ".join(words[start:end]) in known for start in ends):
            ends.add(end)
    return len(words) in ends


def _place(block: Block) -> tuple[str, str, str, int, str, int]:
    return block.tag, block.zone, block.place, block.chapter, block.kind, block.row


def _unbound(block: Block) -> list[str]:
    return [piece.text for piece in block.pieces if not piece.ref]


def _words(block: Block) -> list[str]:
    """The report's own words in a block."""
    # What a chart says in words, and the words in it, are of the origin cell as a whole.
    told = ("", "words") if block.tag not in ("text", "title", "desc") else ()
    runs = [""]
    for piece in block.pieces:
        if piece.ref or piece.href or piece.origin not in told:
            runs.append("")
        elif runs[-1][-1:].strip() and piece.text[:1].strip():
            # A sign written as an entity stands in a piece of its own.
            runs[-1] += piece.text
        else:
            runs.append(piece.text)
    return [run for run in runs if run.strip()]


def _bound(block: Block) -> list[tuple[str, str]]:
    """The numbers of a block by their cells, and its labels, in their order."""
    return [
        (piece.ref, "" if piece.ref else spaced(piece.text))
        for piece in block.pieces
        if (piece.ref or piece.origin in _NAMED) and spaced(piece.text)
    ]


def _shapes(shapes: Sequence[str]) -> tuple[list[str], list[str]]:
    """The shapes, and the figures that are written among them."""
    drawn = [shape for shape in shapes if not shape.startswith("says ")]
    said = [figure for shape in shapes if shape.startswith("says ") for figure in figures_in(shape)]
    return drawn, sorted(said)


def _data_of(page: Page) -> dict[str, Any]:
    texts = [script.text for script in page.scripts if not script.runs]
    if len(texts) != 1:
        raise ValueError(f"{len(texts)} blocks of data")
    content: dict[str, Any] = strict_json(texts[0])
    return content


def _bare(content: Any) -> Any:
    """The data with each text that may be translated as its figures: identifiers have no space and no capital."""
    if isinstance(content, dict):
        return {key: _bare(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_bare(value) for value in content]
    if isinstance(content, str) and content != content.lower().replace(" ", ""):
        return json.dumps(sorted(figures_in(content)))
    return content
