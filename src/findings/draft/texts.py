"""Cells and headings as texts: cleaned, compared, and read as numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from findings.errors import is_unseen
from findings.intake.clean import clean as cleaned

REMEMBERED = 32_768
"""Texts that are remembered as cleaned: the same cells are looked at again and again, and memory is bounded."""
_ALIKE = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-"})
_DASHES = re.compile(r"\s*(?:--+|[\u2012-\u2015\u2212])\s*")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_VARIABLE = re.compile(
    r"(?:(?P<code>[A-Za-z]{1,2}\d+[a-z]{0,2})_)?(?P<words>(?=[a-z]*_|.*[a-z]{3})[a-z][a-z0-9]*(?:_[a-z0-9]+)*?)(?:_(?:cat|txt|ind|num|cd|flag))?"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(REMEMBERED)
def clean(text: str) -> str:
    r"""A text as a report may print it: entities and tags resolved, one space between words, nothing unseen.

    Examples
    --------
    >>> clean("Fair &amp; square&nbsp;<br>\n it  is ")
    'Fair & square it is'
    """
    text = cleaned(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if not text.isprintable():
        text = "".join(" " if is_unseen(character) else character for character in text)
    return " ".join(text.split())


@lru_cache(REMEMBERED)
def alike(text: str) -> str:
    """A text as answers are held beside each other: letter case, kinds of quotes and dashes, a last dot left out.

    Examples
    --------
    >>> alike("Strongly  Agree.") == alike("strongly agree"), alike("Yes \u2013 often")
    (True, 'yes - often')
    """
    text = _DASHES.sub(" - ", clean(text).translate(_ALIKE)).casefold()
    return text.rstrip(" .") or text


def words(text: str) -> str:
    """A heading or a column's name as plain words.

    Examples
    --------
    >>> words("q01a_gender_cat"), words("RespondentID"), words("Start Date (UTC)")
    ('q01a gender cat', 'respondent id', 'start date utc')
    """
    text = _CAMEL.sub(" ", clean(text).translate(_ALIKE)).casefold()
    return " ".join(re.sub(r"[^\w']+|_", " ", text).split())


def in_words(heading: str) -> str:
    """A variable's name as words, its code behind them; a heading that is words already stays as it is.

    Examples
    --------
    >>> in_words("q00a_age_bracket_cat"), in_words("respondent_wall_type"), in_words("Q12"), in_words("A heading")
    ('Age bracket (q00a)', 'Respondent wall type', 'Q12', 'A heading')
    """
    match = _VARIABLE.fullmatch(heading)
    if match is None:
        return heading
    told = match["words"].replace("_", " ")
    told = told[:1].upper() + told[1:]
    return f"{told} ({match['code']})" if match["code"] else told


def as_number(text: str) -> float | None:
    """The number that a text is, or None.

    Examples
    --------
    >>> as_number("1,250"), as_number(" 3.0 "), as_number("3 days")
    (1250.0, 3.0, None)
    """
    text = text.strip()
    return float(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def is_amount(text: str) -> bool:
    """Whether a text is a number, perhaps with a sign of what it counts.

    Examples
    --------
    >>> is_amount("80%"), is_amount("~ 5"), is_amount("\u00a31,200"), is_amount("5 to 6")
    (True, True, True, False)
    """
    return as_number(text.strip().strip("%~<>+\u00a3$\u20ac ")) is not None


def shortened(text: str, most: int = 70) -> str:
    """The first words of a text; cut at a word, and marked as cut.

    Examples
    --------
    >>> shortened("How far do you agree that it helps?", 20)
    'How far do you ...'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 3].rsplit(" ", 1)[0].rstrip(" ,;:-(")
    return f"{cut or text[: most - 3]} ..."
