"""Figures and number words in a text of our own: what may be read as a number though no cell stands behind it.

The list is of English and, for the second language, of Welsh. "One", "first" and "all" are left out: they say that
something is a thing, a place or a whole ("one answer each", "ranked first", "all respondents") far more often than how
many there are. What the scale of words for shares makes of them, "nearly all", has another word that is in the list.
"""

from __future__ import annotations

import re
import unicodedata

_UNITS = "two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_LARGE = "hundred thousand million billion trillion dozen"
_PARTS = "half third fourth fifth sixth seventh eighth ninth tenth twelfth twentieth hundredth thousandth quarter"
_TIMES = """
    once twice thrice double doubled doubling halve halved halving triple tripled treble trebled quadruple quadrupled
    twofold threefold fourfold fivefold sixfold sevenfold eightfold ninefold tenfold
"""
_SHARES = """
    zero nought none half halves majority majorities minority minorities plurality most mostly many few several couple
    handful nearly almost numerous countless plenty lots overwhelming overwhelmingly unanimous unanimously
    percent percents pct percentile
"""
_WELSH = """
    dau dwy tri tair pedwar pedair pump pum chwech chwe saith wyth naw deg deuddeg pymtheg ugain cant mil miliwn
    hanner traean chwarter chwarteri mwyafrif lleiafrif ychydig llawer canran dwywaith teirgwaith
"""


def _plurals(words: str) -> list[str]:
    return [f"{word}s" for word in words.split()]


NUMBER_WORDS = frozenset(
    (
        *" ".join((_UNITS, _TEENS, _TENS, _LARGE, _PARTS, _TIMES, _SHARES, _WELSH)).split(),
        *_plurals(" ".join((_UNITS, _TEENS, _LARGE, _PARTS))),
        *("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"),
    )
)
"""Words that say how many, how often, or which part."""
SIGNS = "%‰"
SEVERAL_WORDS = ("per cent", "per mille", "y cant")
HARMLESS = (
    r"(?:how|as) many",
    r"(?:at(?: the)?|said|given|chosen|mentioned|matters?|counting) most",
    r"most (?:often|recent|recently)",
    r"(?:at least|more than|said|counted|shown|only|at) once",
    r"rounded half[ -]up|half[ -]up",
    r"groups of few respondents",
    r"less than half their share of residents",
    # As the whole of an entry: there is nothing to list.
    r"^\s*none(?=\.?\s*$)",
    r"two (?:columns|breakdowns|bases|numbers|tables|charts|questions|groups|pages)",
    r"(?:differ|differs|apart) by five percentage points or more",
    r"several (?:answers|choices|channels|questions|groups|tables|ways|options|files|languages)",
)
"""Expressions in which such a word says nothing of the answers."""
_HARMLESS = re.compile(rf"(?:^|\b)(?:{'|'.join(HARMLESS)})(?=\W|$)", re.IGNORECASE)
_WORD = re.compile(r"\w+|[" + SIGNS + "]")
_DIGIT = re.compile("[0-9]")
_SEVERAL = re.compile(rf"\b(?:{'|'.join(SEVERAL_WORDS)})\b", re.IGNORECASE)
# What nobody sees between the letters of a word: a soft hyphen, joiners, marks of direction.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")

# Greek and Cyrillic letters that nobody can tell from Latin ones.
_LOOK_ALIKE = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναΑВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝ",
    "ABEZHIKMNOPTYXovaABESIJKMHOPCTYXaesijopcyxhdqw",
)


def number_in(text: str) -> str:
    """The first figure or number word of a text, or an empty text.

    Examples
    --------
    >>> number_in("Two thirds agreed"), number_in("They agreed"), number_in("in 2021")
    ('Two', '', '2021')
    >>> number_in("how many people live there"), number_in("fifty per cent"), number_in("per cent of them")
    ('', 'fifty', 'per cent')
    >>> number_in("\u0397alf of them")  # the first letter is a Greek one
    'Half'
    """
    text = _UNSEEN.sub("", text)
    if not text.isascii():
        # Letters of another width or shape are read as the letters that they are.
        text = text if has_figure(text) else unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKE)
    rest = _HARMLESS.sub(" ", text)
    for match in _WORD.finditer(rest):
        word = match[0]
        if word in SIGNS or word.casefold() in NUMBER_WORDS or has_figure(word):
            return str(word)
    if has_figure(rest):
        # A figure that stands in no word: a number in a circle.
        return " ".join(text.split())
    together = _SEVERAL.search(rest)
    return together[0] if together else ""


def has_figure(text: str) -> bool:
    """Whether a character of the text is of Unicode's number categories: also a half sign or an Arabic digit.

    Examples
    --------
    >>> has_figure("one"), has_figure("1"), has_figure("½"), has_figure("٣")
    (False, True, True, True)
    """
    if _DIGIT.search(text):
        return True
    return not text.isascii() and any(unicodedata.category(sign)[0] == "N" for sign in text)
