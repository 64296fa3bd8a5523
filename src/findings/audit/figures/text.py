"""Text as a check compares it: its figures, its letters without spaces, and how a cell's number is written.

The rules of writing are written out here a second time, so that a fault in the rules of the report is seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from findings.consultation.madeup import MARK
from findings.evidence.cell import Cell
from findings.evidence.draft import DRAFT

_DIGITS = re.compile(r"[0-9]")
_FIGURE = re.compile(r"[-+−]?\d+(?:[.,]\d+)*%?|[^\W\d_]?[½⅓¼¾⅔]")
_MISSING = re.compile(r"\[U\+([0-9A-F]{4,6})\]")
_SPACES = re.compile(r"\s+")
# A soft hyphen, joiners, and marks of direction are seen by nobody.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f-\x9f]")
# A font may hold one sign for a hyphen and for the place where a word may be divided: in a PDF the first reads as the
# second then. What stands twice, or after no letter, divides no word.
_DRAWN_HYPHENS = re.compile(r"\u00ad{2,}|(?<![^\W\d_])\u00ad")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010](?=[^\W\d_])")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_FIRST_OF_INDIA, _LAST_OF_INDIA = "\u0900", "\u109f"
"""From Devanagari to Burmese: letters that change places and forms with their neighbours."""
_WITHOUT_NUMBER = ("[c]", "[low]", "[x]", "[z]")


def printed(cell: Cell) -> str:
    r"""How a reader sees a cell: digits with commas between thousands, a percent sign, or the shorthand.

    Examples
    --------
    >>> from findings.evidence.cell import COLUMNS, from_csv
    >>> row = "q8#agree,q8,count,q8,,agree,,,,6650,responses,0,,,,all,,shown,tally,"
    >>> printed(next(from_csv(",".join(COLUMNS) + "\n" + row)))
    '6,650'
    """
    if cell.status.value in _WITHOUT_NUMBER:
        return cell.status.value
    if cell.unit == "percent":
        return cell.value + "%"
    if cell.measure not in ("count", "mentions", "borda"):
        return cell.value
    whole, point, rest = cell.value.partition(".")
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole) + point + rest


def has_figure(text: str) -> bool:
    """Whether a character of the text is a number in any script.

    Examples
    --------
    >>> has_figure("one"), has_figure("1"), has_figure("½"), has_figure("٣")
    (False, True, True, True)
    """
    if _DIGITS.search(text):
        return True
    return not text.isascii() and any(unicodedata.category(character)[0] == "N" for character in text)


def figures_in(text: str) -> list[str]:
    """The figures of a text in their order.

    Examples
    --------
    >>> figures_in("Q8: 1,204 of 2,000 (60%), -3.")
    ['8', '1,204', '2,000', '60%', '-3']
    """
    return _FIGURE.findall(text)


def spaced(text: str) -> str:
    """The text with one space where there is any."""
    return " ".join(text.split())


def squeezed(text: str) -> str:
    r"""The text as two files that break lines differently have it in common.

    Spaces and what nobody sees go, and so does a hyphen between letters, which may be a line's end. What a PDF's fonts
    do not hold stands in it as its number, and is read back.

    Examples
    --------
    >>> squeezed("Agree  (net) co-\noperate [U+0A85]")
    'Agree(net)cooperateઅ'
    >>> squeezed("Never \u00ad\u00ad appli\u00adcable"), squeezed("Never -- applicable")
    ('Never--applicable', 'Never--applicable')
    """
    text = _MISSING.sub(lambda match: chr(int(match[1], 16)), text)
    text = _DRAWN_HYPHENS.sub(lambda match: "-" * len(match[0]), text)
    text = _SPACES.sub("", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return _HYPHEN.sub("", text)


def unmarked(text: str) -> str:
    """The text without the marks of made-up data and of a draft, which stand in one file where another has none."""
    text = text.replace(f"{MARK}. ", "").replace(MARK, "") if MARK in text else text
    return text.replace(f"{DRAFT}. ", "") if DRAFT in text else text


def alike(one: str, other: str) -> bool:
    """Whether two texts say the same when a reader reads them.

    A PDF holds the letters of some scripts in the order in which they are drawn, together with what stands beside them;
    of a text with such letters it is compared which figures and other letters it has, not in which order.

    Examples
    --------
    >>> alike("60% agreed", "60%  agreed"), alike("60% agreed", "61% agreed")
    (True, False)
    """
    if one == other:
        return True
    left, right = squeezed(unmarked(one)), squeezed(unmarked(other))
    if left == right:
        return True
    # What is left out of the comparison is only the order, and letters that are drawn in another form.
    return _is_reordered(left + right) and _apart_from_order(left) == _apart_from_order(right)


def _apart_from_order(text: str) -> Counter[str]:
    """The figures and letters of a text that keep their form, each with how often it stands there."""
    return Counter(sign for sign in text if (sign.isalnum() and not _moves(sign)) or sign == "%")


def _is_reordered(text: str) -> bool:
    """Whether the text holds letters that are drawn from right to left, or that move when they meet."""
    return not text.isascii() and any(map(_moves, text))


def _moves(sign: str) -> bool:
    return (
        unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT
        or unicodedata.combining(sign) > 0
        or _FIRST_OF_INDIA <= sign <= _LAST_OF_INDIA
    )


def difference(found: str, allowed: str, width: int = 60) -> tuple[str, str]:
    """Where two texts begin to differ, of each a piece that a reader can find again.

    Examples
    --------
    >>> difference("Of all, 61% agreed", "Of all, 60% agreed")
    ('Of all, 61% agreed', 'Of all, 60% agreed')
    """
    left, right = spaced(found), spaced(allowed)
    if len(left) <= width and len(right) <= width:
        return left, right
    start, other = _first_difference(left, right)
    return _cut(left, start, width), _cut(right, other, width)


def _first_difference(left: str, right: str) -> tuple[int, int]:
    """The places of the first letters that differ, spaces left out of the count."""
    ours = [place for place, character in enumerate(left) if character != " "]
    theirs = [place for place, character in enumerate(right) if character != " "]
    for mine, other in zip(ours, theirs, strict=False):
        if left[mine] != right[other]:
            return mine, other
    common = min(len(ours), len(theirs))
    return (ours[common] if common < len(ours) else len(left)), (theirs[common] if common < len(theirs) else len(right))


def _cut(text: str, at: int, width: int) -> str:
    start, end = max(0, at - width // 2), min(len(text), at + width // 2)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def short(text: str, width: int = 80) -> str:
    """A text cut to what a message can hold, around its first figure.

    Examples
    --------
    >>> short("of those who answered, all but a few who wrote something else, 61% agreed", 20)
    '…ing else, 61% agreed'
    """
    text = spaced(text)
    if len(text) <= width:
        return text
    first = next((place for place, sign in enumerate(text) if has_figure(sign)), 0)
    return text[: width - 1] + "…" if first < width - 10 else _cut(text, first, width)


def joined(texts: Iterable[str]) -> str:
    """The texts one after the other; where one ends and the next begins is not compared."""
    return " ".join(texts)
