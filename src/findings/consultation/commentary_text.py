"""A person's prose taken apart: words, and cells by name in braces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from findings.consultation.names import parse_cell

IN_WORDS = "in_words"
FORMS = ("", IN_WORDS)
"""How a cell may be shown: as it is printed, or as the word for its share."""
_BRACES = re.compile(r"\{\{|\}\}|\{[^{}]*\}|\{[^\s{}]*|\}")
_SPACES = re.compile(r"[ \t\r\n]+")
_EXAMPLE = "a cell in braces, such as {q8#net_agree!percent}"


@dataclass(frozen=True)
class Words:
    """Words as they were written; `at` is where they begin in the text."""

    text: str
    at: int


@dataclass(frozen=True)
class Bound:
    """A cell by name, and how it is shown."""

    ref: str
    form: str
    at: int

    @property
    def name(self) -> str:
        """What stands in the braces.

        Examples
        --------
        >>> Bound("q8#base", "", 0).name, Bound("q8#agree!percent", "in_words", 0).name
        ('q8#base', 'q8#agree!percent:in_words')
        """
        return f"{self.ref}:{self.form}" if self.form else self.ref


@dataclass(frozen=True)
class TextFault:
    """What is wrong at a place of a text; `found` is what stands there, as it stands there."""

    at: int
    what: str
    found: str
    allowed: str = ""
    do: str = ""


def one_line(text: str) -> str:
    r"""A paragraph without the breaks of the file that it stood in.

    Examples
    --------
    >>> one_line(" Most said\n  yes. ")
    'Most said yes.'
    """
    return _SPACES.sub(" ", text).strip(" ")


def pieces_of(text: str) -> tuple[tuple[Words | Bound, ...], tuple[TextFault, ...]]:
    """Words and cells in their order, and what is wrong with the braces.

    Examples
    --------
    >>> pieces, faults = pieces_of("{q8#yes!percent} of {q8#base} said {{yes}}.")
    >>> [piece.text if isinstance(piece, Words) else piece.ref for piece in pieces], faults
    (['q8#yes!percent', ' of ', 'q8#base', ' said {yes}.'], ())
    >>> pieces_of("{q8 agreed")[1][0].what
    'a brace that is left open'
    """
    pieces: list[Words | Bound] = []
    faults: list[TextFault] = []
    words, begins, end = "", 0, 0
    for match in _BRACES.finditer(text):
        before = text[end : match.start()]
        begins = end if not words else begins
        words += before
        found, end = match[0], match.end()
        if found in ("{{", "}}"):
            words += found[0]
        elif found == "}" or not found.endswith("}"):
            what = "a brace that closes nothing" if found == "}" else "a brace that is left open"
            do = f"Close it, or write {2 * found[0]} for the sign itself."
            faults.append(TextFault(match.start(), what, found, _EXAMPLE, do))
        else:
            if words:
                pieces.append(Words(words, begins))
                words = ""
            pieces += _bound(found, match.start(), faults)
    begins = end if not words else begins
    words += text[end:]
    return ((*pieces, Words(words, begins)) if words else tuple(pieces)), tuple(faults)


def bound_in(text: str) -> tuple[Bound, ...]:
    """The cells of a text, each once, in the order in which they are named."""
    found = (piece for piece in pieces_of(text)[0] if isinstance(piece, Bound))
    return tuple({piece.name: piece for piece in found}.values())


def escaped(words: str) -> str:
    """Words as they are written where braces name cells.

    Examples
    --------
    >>> escaped("a {brace}")
    'a {{brace}}'
    """
    return words.replace("{", "{{").replace("}", "}}")


def _bound(found: str, at: int, faults: list[TextFault]) -> list[Bound]:
    ref, _, form = (part.strip() for part in found[1:-1].partition(":"))
    fault = None
    try:
        # How it is written decides how a file is searched for it, so there is one way.
        right = parse_cell(ref).text == ref
    except ValueError:
        right = False
    if not right:
        do = "Copy it from evidence.csv of a run, or pick it in the workbook: findings workbook out NAME."
        fault = TextFault(at, "braces that hold no cell's name", found, _EXAMPLE, do)
    elif form not in FORMS:
        allowed = f"nothing, or :{IN_WORDS}"
        fault = TextFault(at, "an unknown form of a cell", found, allowed, "Name the cell whose number is meant.")
    if fault is not None:
        faults.append(fault)
        return []
    return [Bound(ref, form, at)]
