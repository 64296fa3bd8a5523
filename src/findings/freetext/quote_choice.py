"""Which of the comments that may be quoted are: a few a theme, spread over groups and views."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from findings.intake.alike import THRESHOLD
from findings.intake.shingles import words


@dataclass(frozen=True)
class Candidate:
    """A comment that may be quoted.

    Parameters
    ----------
    unit, question
        Whose it is, and what it answers.
    themes
        The themes that it was given.
    text
        As it would be shown.
    wished
        Whether a coder thinks that it should be quoted.
    group
        The group of the breakdown over which quotes are spread; empty if unknown.
    view
        How its respondent answered the question of the section, and how it speaks; empty if unknown.
    """

    unit: str
    question: str
    themes: tuple[str, ...]
    text: str
    wished: bool = False
    group: str = ""
    view: str = ""


@dataclass(frozen=True)
class Choice:
    """Theme -> the comments that are quoted for it; and those that say nearly the same as one of these."""

    quoted: Mapping[str, tuple[Candidate, ...]]
    copies: frozenset[str]


@dataclass
class _Shown:
    """What has been chosen so far."""

    quoted: set[str] = field(default_factory=set)
    groups: Counter[str] = field(default_factory=Counter)
    views: Counter[str] = field(default_factory=Counter)


def choose(candidates: Sequence[Candidate], themes: Sequence[str], per_theme: int) -> Choice:
    """The comments to one question that are quoted.

    The theme that fewest candidates have chooses first, so that a theme of many does not take what a rare one needs.
    Within a theme the next quote is, in this order: one that a coder wished; of somebody who is not quoted yet; of the
    group, and then of the view, that has the fewest quotes, of the theme first and then of the question; and last, by
    a hash of its text. The hash is of nothing but what is shown, so neither which comment is quoted nor the order of
    quotes tells where in the file a response stood, or what its identifier is. What says nearly the same as a quote
    is not quoted beside it.

    Parameters
    ----------
    candidates
        Of one question; a comment is quoted once.
    themes
        In the order of the frame.
    per_theme
        Quotes a theme at most.

    Examples
    --------
    >>> one = Candidate("1", "q9", ("cost",), "It costs too much.", group="town")
    >>> two = Candidate("2", "q9", ("cost",), "Who will pay for it?", group="town")
    >>> other = Candidate("3", "q9", ("cost",), "Too dear for us.", group="village")
    >>> [candidate.group for candidate in choose([one, two, other], ["cost"], 2).quoted["cost"]]
    ['town', 'village']
    """
    of_theme = {theme: [one for one in candidates if theme in one.themes] for theme in themes}
    shown = _Shown()
    chosen: dict[str, list[Candidate]] = {}
    pairs = {one.unit: _pairs(one.text) for one in candidates}
    taken: set[str] = set()
    copies: set[str] = set()
    for theme in sorted(themes, key=lambda name: (len(of_theme[name]), themes.index(name))):
        own = _Shown()
        chosen[theme] = []
        for _ in range(per_theme):
            left = [one for one in of_theme[theme] if one.unit not in taken and one.unit not in copies]
            if not left:
                break
            best = min(left, key=lambda one: _rank(one, theme, own, shown))
            chosen[theme].append(best)
            taken.add(best.unit)
            copies |= {
                one.unit for one in candidates if one.unit not in taken and _alike(pairs[one.unit], pairs[best.unit])
            }
            for counts in (own, shown):
                counts.quoted.add(best.unit)
                counts.groups[best.group] += 1
                counts.views[best.view] += 1
    return Choice({theme: tuple(chosen[theme]) for theme in themes}, frozenset(copies))


def choose_apart(candidates: Sequence[Candidate], themes: Sequence[str], per_theme: int) -> Choice:
    """The same where counts are hidden: each theme chooses for itself, and over nothing is it spread.

    Over which groups and views quotes are spread, and which theme chooses first, tells of counts. So a theme's quotes
    are those that a coder wished and then the first by the hash, in the order of the hash; a comment may be chosen for
    several themes, and what says nearly the same is left out of one theme only.

    Examples
    --------
    >>> one = Candidate("1", "q9", ("cost", "noise"), "It costs too much.", group="town")
    >>> {theme: len(own) for theme, own in choose_apart([one], ["cost", "noise"], 2).quoted.items()}
    {'cost': 1, 'noise': 1}
    """
    alike = [dataclasses.replace(one, group="", view="") for one in candidates]
    found = {theme: choose([one for one in alike if theme in one.themes], [theme], per_theme) for theme in themes}
    quoted = {
        theme: tuple(sorted(own.quoted[theme], key=lambda one: (numbered(one, theme), one.text)))
        for theme, own in found.items()
    }
    chosen = {one.unit for own in quoted.values() for one in own}
    return Choice(quoted, frozenset().union(*(own.copies for own in found.values())) - chosen)


def numbered(one: Candidate, theme: str) -> int:
    """A number of a quote under a theme that comes of its text alone, so that no gap tells of a quote left out."""
    return int(_hash(one, theme)[:8], 16)


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    own = words(text)
    return frozenset(pairwise(own)) or frozenset((word, "") for word in own)


def _alike(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """Whether two texts are near copies, as intake judges them: the cosine of their pairs of words."""
    return bool(one) and len(one & other) >= THRESHOLD * math.sqrt(len(one) * len(other))


def _rank(one: Candidate, theme: str, own: _Shown, shown: _Shown) -> tuple[bool, bool, int, int, int, int, str]:
    return (
        not one.wished,
        one.unit in shown.quoted,
        own.groups[one.group],
        own.views[one.view],
        shown.groups[one.group],
        shown.views[one.view],
        _hash(one, theme),
    )


def _hash(one: Candidate, theme: str) -> str:
    return hashlib.sha256(f"{one.question}\n{theme}\n{one.text}".encode()).hexdigest()
