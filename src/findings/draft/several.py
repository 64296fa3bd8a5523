"""Several answers in one cell: what stands between them, and the pieces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from findings.draft.texts import alike

SEPARATORS = (";", "|", "\n", ",")
MOST_ANSWERS = 40
"""A list to choose from that is longer than this is no list of a survey."""


@dataclass(frozen=True)
class Pieces:
    """The answers that cells hold, split.

    Parameters
    ----------
    separator
        What stands between them.
    times
        Each piece as written -> how many cells hold it.
    several
        The share of cells with more than one piece.
    shared
        The share of the pieces in such cells that occur in cells of different texts.
    frequent
        The share of all pieces that are one of the most frequent.
    """

    separator: str
    times: Mapping[str, int]
    several: float
    shared: float
    frequent: float


def split(text: str, separator: str) -> list[str]:
    """The pieces of a cell; a separator within brackets divides nothing, and a comma needs a space behind it.

    Examples
    --------
    >>> split("Car, Bus (e.g. tram, night bus), 1,000 steps", ",")
    ['Car', 'Bus (e.g. tram, night bus)', '1,000 steps']
    """
    if separator not in text:
        return [text.strip()] if text.strip() else []
    if "(" not in text:
        parts = text.split(", " if separator == "," else separator)
        return [part.strip() for part in parts if part.strip()]
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character == "(") - (character == ")" and depth > 0)
        divides = separator != "," or text[place + 1 : place + 2] == " "
        if character == separator and depth == 0 and divides:
            pieces.append(text[start:place])
            start = place + 1
    return [piece.strip() for piece in (*pieces, text[start:]) if piece.strip()]


def pieces_of(texts: Mapping[str, int], separator: str) -> Pieces:
    """Split every text and say how its pieces recur."""
    times: Counter[str] = Counter()
    held: Counter[str] = Counter()
    cells = several = 0
    in_several: Counter[str] = Counter()
    for text, count in texts.items():
        pieces = split(text, separator)
        cells += count
        for piece in dict.fromkeys(pieces):
            times[piece] += count
            held[alike(piece)] += 1
            if len(pieces) > 1:
                in_several[alike(piece)] += count
        several += count if len(pieces) > 1 else 0
    merged: Counter[str] = Counter()
    for piece, count in times.items():
        merged[alike(piece)] += count
    total = sum(merged.values())
    of_several = sum(in_several.values())
    return Pieces(
        separator,
        times,
        several / cells if cells else 0.0,
        sum(count for piece, count in in_several.items() if held[piece] > 1) / of_several if of_several else 0.0,
        sum(count for _, count in merged.most_common(MOST_ANSWERS)) / total if total else 0.0,
    )


def several_in_a_cell(texts: Mapping[str, int], invited: bool) -> Pieces | None:
    """The pieces, where cells hold several answers of a list; None where they do not.

    Parameters
    ----------
    texts
        The texts of a column and how often each occurs.
    invited
        Whether the question says that several answers may be given: then less has to recur.

    Examples
    --------
    >>> several_in_a_cell({"Car; Bus": 3, "Bus": 4, "Bus; Bike": 2, "Bike; Car": 2}, False).times
    {'Car': 5, 'Bus': 9, 'Bike': 4}
    >>> several_in_a_cell({"Care, homes": 9, "Trusts, hospitals": 8}, False) is None
    True
    """
    best: Pieces | None = None
    for separator in SEPARATORS:
        if not any(separator in text for text in texts):
            continue
        found = pieces_of(texts, separator)
        distinct = len({alike(piece) for piece in found.times})
        frequent = 0.6 if invited else 0.9 if separator == "," else 0.8
        recurs = found.shared >= (0.5 if invited else 0.8) and found.frequent >= frequent
        richer = distinct < len(texts) or (invited and distinct <= 3 * len(texts))
        often = found.several >= (0.02 if invited else 0.1)
        long = sum(len(piece) * n for piece, n in found.times.items()) > 80 * sum(found.times.values())
        if often and recurs and richer and not long and (best is None or found.several > best.several):
            best = Pieces(found.separator, dict(found.times), found.several, found.shared, found.frequent)
    return best
