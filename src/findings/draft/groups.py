"""Columns that belong together: one question spread over several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from findings.consultation.guesses import Sure
from findings.draft.profile import Profile
from findings.draft.texts import clean, words


@dataclass(frozen=True)
class Bundle:
    """Columns of one question, or a column that stands alone.

    Parameters
    ----------
    members
        Its columns in the order of the file, each with what it stands for in the question.
    wording
        The question, or an empty text where the columns do not share one.
    number
        How the headings number it, or an empty text.
    by
        What holds the columns together, in words; empty for one column.
    sure
        How sure that is.
    """

    members: tuple[tuple[Profile, str], ...]
    wording: str
    number: str = ""
    by: str = ""
    sure: Sure = Sure.LIKELY


@dataclass(frozen=True)
class _Parted:
    key: str
    wording: str
    part: str
    number: str


_NUMBERED = re.compile(r"(?P<key>[A-Za-z]{0,3}\d{1,3})[._](?P<item>\d{1,3})[.):]?\s+(?P<part>\S.*)")
_NUMBER = re.compile(r"(?:Question\s*)?(?P<number>[A-Za-z]{0,2}\d{1,3}[a-z]?(?:\.\d{1,3}){0,2})[.):]?\s+(?P<rest>\S.*)")
_LETTERED = re.compile(r"(?P<key>[Qq]?\d{1,3})(?P<item>[a-z]{1,2})_(?P<part>\w+)")
_BRACKETED = re.compile(r"(?P<key>.{4,}?\S)\s*\[(?P<part>[^\[\]]+)\]\s*(?:\[[^\[\]]+\])?")
_DASHED = re.compile(r"(?P<key>.{3,}?)\s+-\s+(?P<part>\S.*)")
_COLONED = re.compile(r"(?P<key>.{10,}?[?:])\s+(?P<part>\S.*)")
_UNDERSCORED = re.compile(r"(?P<key>[A-Za-z]+\d{0,3}[a-z]?)_(?P<part>\d{1,2})")
_REPEATED = re.compile(r"(?P<key>.{4,}?)(?:\s*>\s*|[._-])(?P<part>\d{1,2})")


def bundles(profiles: Sequence[Profile]) -> list[Bundle]:
    """Every column once, alone or with those that belong to it, in the order of the file."""
    taken: dict[int, Bundle] = {}
    for sure, by, parted in _WAYS:
        found: dict[str, list[tuple[Profile, _Parted]]] = {}
        for profile in profiles:
            told = parted(profile) if profile.place not in taken else None
            if told is not None:
                found.setdefault(told.key, []).append((profile, told))
        for members in found.values():
            if len(members) >= 2 and _near(profile.place for profile, _ in members):
                first = members[0][1]
                bundle = Bundle(
                    tuple((profile, part.part) for profile, part in members), first.wording, first.number, by, sure
                )
                taken |= {profile.place: bundle for profile, _ in members}
    done: list[Bundle] = []
    for profile in profiles:
        bundle = taken.get(profile.place) or alone(profile)
        if not any(bundle is other for other in done[-400:]):
            done.append(bundle)
    return done


def alone(profile: Profile, part: str = "") -> Bundle:
    """A column that is a question of its own."""
    number, wording = numbered(heading_of(profile))
    told = f"{wording} - {part}" if part and part.casefold() not in wording.casefold() else wording
    return Bundle(((profile, part),), told, number)


def heading_of(profile: Profile) -> str:
    """A column's heading as a reader sees it; its name where it has none."""
    return clean(profile.column.heading) or clean(profile.column.name) or f"Column {profile.place + 1}"


def numbered(heading: str) -> tuple[str, str]:
    """The number before a heading, and the rest of it.

    Examples
    --------
    >>> numbered("8. What do you think?"), numbered("3.12. Other"), numbered("2016 was a good year")
    (('8', 'What do you think?'), ('3.12', 'Other'), ('', '2016 was a good year'))
    """
    match = _NUMBER.fullmatch(heading)
    if match is None or len(re.sub(r"\D", "", match["number"].split(".")[0])) > 3:
        return "", heading
    if re.fullmatch(r"\d+", match["number"]) and heading[len(match["number"])] not in ".):":
        return "", heading
    return match["number"], match["rest"]


def _declared(profile: Profile) -> _Parted | None:
    column = profile.column
    if not column.group:
        return None
    number, wording = numbered(clean(column.heading))
    part = clean(column.part) or wording
    return _Parted(column.group, wording, part, number)


def _same_heading(profile: Profile) -> _Parted | None:
    heading = clean(profile.column.heading)
    if len(heading) < 3:
        return None
    number, wording = numbered(heading)
    return _Parted(words(heading), wording, clean(profile.column.part), number)


def _way(pattern: re.Pattern[str], with_wording: bool) -> Callable[[Profile], _Parted | None]:
    def parted(profile: Profile) -> _Parted | None:
        match = pattern.fullmatch(heading_of(profile))
        if match is None:
            return None
        number, wording = numbered(match["key"]) if with_wording else (match["key"], "")
        return _Parted(match["key"].casefold(), wording, match["part"], number)

    return parted


_WAYS: tuple[tuple[Sure, str, Callable[[Profile], _Parted | None]], ...] = (
    (Sure.CERTAIN, "the file holds its columns together", _declared),
    (Sure.CERTAIN, "its columns have one heading", _same_heading),
    (Sure.LIKELY, "its headings differ only within brackets", _way(_BRACKETED, True)),
    (Sure.LIKELY, "its headings begin with one number", _way(_NUMBERED, False)),
    (Sure.LIKELY, "its headings begin with the same words", _way(_DASHED, True)),
    (Sure.LIKELY, "its headings begin with the same question", _way(_COLONED, True)),
    (Sure.UNSURE, "its columns are lettered parts of one number", _way(_LETTERED, False)),
    (Sure.UNSURE, "its columns are numbered parts of one name", _way(_UNDERSCORED, False)),
    (Sure.UNSURE, "its columns repeat one heading", _way(_REPEATED, True)),
)


def _near(places: Iterable[int]) -> bool:
    """Whether columns stand together, but for a few others between them."""
    ordered = sorted(places)
    return ordered[-1] - ordered[0] < 3 * len(ordered) + 2
