"""How wide text is, and how it is broken into lines that fit, before anything is drawn.

Widths are those of `findings.exhibits.style.FONT`, which is as wide as any font that a page asks for. A letter that it
lacks counts as wide as a letter can be, so that what is measured is at least what a browser needs.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterable
from typing import Any

ELLIPSIS = "…"
_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_UNSEEN = ("Mn", "Me", "Cf", "Cc")
_WIDE, _EMOJI, _MARK = 1.0, 1.4, 0.35
_EMOJI_FROM = 0x1F000
_JOINER = "\u200d"


def width(text: str, points: float, *, bold: bool = False) -> float:
    """The width of a line of text in points.

    Parameters
    ----------
    text
        One line.
    points
        The size of the letters.
    bold
        Whether they are bold.

    Examples
    --------
    >>> width("all respondents", 10) == 2 * width("all respondents", 5)
    True
    """
    return points * sum(_advance(letter, bold) for letter in text)


@functools.cache
def _advance(letter: str, bold: bool) -> float:
    """The width of a letter in ems."""
    font = _font(bold)
    if unicodedata.category(letter) in _UNSEEN:
        # A mark of a script that the font lacks may stand beside its letter where a reader's fonts lack it too.
        return _MARK if unicodedata.category(letter) == "Mn" and not font.get_char_index(ord(letter)) else 0.0
    if font.get_char_index(ord(letter)):
        from matplotlib.ft2font import LoadFlags

        return float(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100
    return _EMOJI if ord(letter) >= _EMOJI_FROM else _WIDE


@functools.cache
def _font(bold: bool) -> Any:
    from pathlib import Path

    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(Path(get_data_path()) / "fonts" / "ttf" / _FILES[bold]))
    font.set_size(100, 72)
    return font


def folded(text: str, room: float, points: float, most: int = 0) -> list[str]:
    """A text in lines that are no wider than a room; a word that is wider is broken.

    Parameters
    ----------
    text
        The text.
    room
        The width in points.
    points
        The size of the letters.
    most
        The most lines that it may have; what is longer ends in an ellipsis, and its table has it whole.

    Examples
    --------
    >>> folded("Network, forum or membership organisation", 120, 9.5)
    ['Network, forum or', 'membership', 'organisation']
    >>> folded("Network, forum or membership organisation", 120, 9.5, most=2)
    ['Network, forum or', 'membership …']
    """
    lines: list[str] = []
    line = ""
    for word in _pieces(text.split(), room, points):
        longer = f"{line} {word}" if line else word
        if not line or width(longer, points) <= room:
            line = longer
            continue
        lines.append(line)
        line = word
    lines.append(line)
    if not most or len(lines) <= most:
        return lines
    return [*lines[: most - 1], _cut(lines[most - 1], room, points)]


def _pieces(words: Iterable[str], room: float, points: float) -> Iterable[str]:
    """The words, those that are wider than the room in pieces; a letter keeps the marks that stand on it."""
    for word in words:
        if width(word, points) <= room:
            yield word
            continue
        piece = ""
        for letter in word:
            begins = piece and unicodedata.category(letter) not in _UNSEEN and piece[-1] != _JOINER
            if begins and width(piece + letter, points) > room:
                yield piece
                piece = ""
            piece += letter
        yield piece


def _cut(line: str, room: float, points: float) -> str:
    while line and width(f"{line} {ELLIPSIS}", points) > room:
        line = line.rpartition(" ")[0] if " " in line else line[:-1]
    return f"{line} {ELLIPSIS}".strip()
