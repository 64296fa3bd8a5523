"""Texts that many people sent: found, registered, recognised, and counted by a stated rule.

A text *follows* a campaign if it holds at least half of the template's shingles, whatever else its sender wrote
beside it, or if at least four fifths of its own are the template's, as of somebody who sent a part of it; eight
shingles at the least. It follows it *word for word* if its words are the template's, letter case and punctuation
aside. Where a template leaves a gap, as `[your name]` or `{postcode}`, up to five words may stand there.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from findings.intake.alike import LEAST_WORDS, THRESHOLD, components
from findings.intake.shingles import LENGTH, SLOT, Wordings, wordings, words

AT_LEAST = 10
"""Texts that make a campaign worth a look."""

HELD = 0.5
"""Of the template's shingles, from which on a text follows it."""

TAKEN = 0.8
"""Of the text's own shingles, from which on it is a part of the template."""

LEAST_SHARED = 8
"""Shingles that a variant shares at the least: "the crew were very kind and" stands in many texts."""

_GAP = re.compile(r"\[[^\[\]]{0,40}\]|\{[^{}]{0,40}\}|<[^<>]{0,40}>|_{3,}|\.{5,}|…{2,}")
_GAP_WORD = "\u25a2"
_MOST_IN_A_GAP = 5


class Follows(enum.StrEnum):
    """How closely a text follows a campaign's template."""

    IDENTICAL = "identical"
    """Word for word."""
    VARIANT = "variant"
    """Parts of it, or with words of the sender's own."""


@dataclass(frozen=True)
class FoundCampaign:
    """A text that arrived many times.

    Parameters
    ----------
    template
        The wording that came most often; of several, the one most like all others of the campaign; then the first.
        If it came once only, it holds somebody's own words: read it before it is registered.
    identical
        How many texts are it, word for word.
    variants
        How many others follow it.
    members
        The places of all these texts, in their order.
    """

    template: str
    identical: int
    variants: int
    members: tuple[int, ...]


def find_campaigns(
    texts: Sequence[str],
    *,
    at_least: int = AT_LEAST,
    threshold: float = THRESHOLD,
    least_words: int = LEAST_WORDS,
) -> tuple[FoundCampaign, ...]:
    """Find texts that were sent at least so many times, in their own words or nearly: the largest campaign first.

    Near copies that follow no other campaign make one; then every text is assigned, so that senders with much to say
    of their own are counted too.

    Parameters
    ----------
    texts
        One a response; an empty text where there is none.
    at_least
        Texts, word for word or nearly, that make a campaign.
    threshold, least_words
        As of `near_duplicates`.
    """
    found = wordings(texts, least_words)
    labels = components(found, threshold)
    sent = np.bincount(labels, weights=found.copies, minlength=len(labels)) if len(labels) else np.zeros(0)
    templates: dict[str, str] = {}
    large = [label for label in np.argsort(-sent, kind="stable").tolist() if sent[label] >= at_least]
    for label in large:
        text = texts[int(found.first[_template(found, np.flatnonzero(labels == label))])]
        if assign([text], templates)[0] is None:
            templates[str(len(templates))] = text
    followed = assign(texts, templates)
    campaigns = []
    for name, template in templates.items():
        members = tuple(place for place, follows in enumerate(followed) if follows and follows.campaign == name)
        identical = sum(followed[place] == Follower(name, Follows.IDENTICAL) for place in members)
        campaigns.append(FoundCampaign(template, identical, len(members) - identical, members))
    return tuple(sorted(campaigns, key=lambda campaign: (-len(campaign.members), campaign.members)))


def _template(found: Wordings, group: NDArray[np.int64]) -> int:
    """The wording of a group that came most often; then the one most like the others; then the first."""
    shingles = found.shingles[group]
    weight = found.copies[group] / np.sqrt(found.sizes[group])
    # The sum of a wording's cosines with all texts of the group, in one pass.
    alike = (shingles @ (shingles.T @ weight)) / np.sqrt(found.sizes[group])
    return int(group[np.lexsort((group, -np.round(alike, 9), -found.copies[group]))[0]])


@dataclass(frozen=True)
class Follower:
    """Which campaign a text follows, and how closely."""

    campaign: str
    follows: Follows


@dataclass(frozen=True)
class _Template:
    name: str
    exactly: re.Pattern[str]
    shingles: frozenset[tuple[str, ...]]


def assign(texts: Sequence[str], registered: Mapping[str, str]) -> list[Follower | None]:
    """Say of every text which campaign it follows, or None.

    Of several it follows the one it follows word for word, then the one of whose template it holds the most, then
    the one registered first.

    Parameters
    ----------
    texts
        One a response.
    registered
        A campaign's name -> its template. One of fewer than nine words is followed only word for word.

    Examples
    --------
    >>> letter = "Dear council, keep our library open, it is the heart of the village."
    >>> for follower in assign(
    ...     [letter.upper(), f"I learned to read there. {letter}", "It is all right by me."], {"library": letter}
    ... ):
    ...     print(follower.follows if follower else None)
    identical
    variant
    None
    """
    templates = [_template_of(name, text) for name, text in registered.items()]
    known: dict[str, Follower | None] = {}
    followed = []
    for text in texts:
        # Identical texts are looked at once.
        if text not in known:
            known[text] = _followed(text, templates)
        followed.append(known[text])
    return followed


def _template_of(name: str, text: str) -> _Template:
    found = [word for part in _GAP.split(text) for word in (_GAP_WORD, *words(part))][1:]
    pieces = [rf"(?:\S+ ){{0,{_MOST_IN_A_GAP}}}" if word == _GAP_WORD else re.escape(word) + " " for word in found]
    whole = {shingle for shingle in _shingles(found) if _GAP_WORD not in shingle and SLOT not in shingle}
    return _Template(name, re.compile("".join(pieces)), frozenset(whole))


def _shingles(found: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(found[start:] for start in range(LENGTH)), strict=False)


def _followed(text: str, templates: Sequence[_Template]) -> Follower | None:
    found = words(text)
    line = "".join(f"{word} " for word in found)
    for template in templates:
        if found and template.exactly.fullmatch(line):
            return Follower(template.name, Follows.IDENTICAL)
    own = set(_shingles(found))
    best, most = None, 0.0
    for template in templates:
        shared = len(own & template.shingles)
        held = shared / max(1, len(template.shingles))
        if shared >= LEAST_SHARED and (held >= HELD or shared >= TAKEN * len(own)) and held > most:
            best, most = Follower(template.name, Follows.VARIANT), held
    return best


class Counting(enum.StrEnum):
    """How the responses that follow a campaign are counted."""

    EACH = "each"
    """Each of them is a response like any other."""
    IDENTICAL_AS_ONE = "identical_as_one"
    """All that follow it word for word, with the same answers, count as one response; variants one by one."""
    IDENTICAL_APART = "identical_apart"
    """What follows it word for word is counted apart; variants are analysed one by one."""
    APART = "apart"
    """All that follows it is counted apart."""


class Outcome(enum.StrEnum):
    """What becomes of a response that follows a campaign."""

    ANALYSED = "analysed"
    MERGED = "merged"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class Fate:
    """What becomes of one response; `into` is the one it was merged into."""

    outcome: Outcome
    into: int | None = None


def fates(
    followers: Sequence[Follower | None],
    counting: Mapping[str, Counting],
    answers: Sequence[Hashable] | None = None,
) -> list[Fate]:
    """Say what becomes of every response: every one is analysed, merged into another, or set aside.

    Parameters
    ----------
    followers
        As of `assign`.
    counting
        Campaign -> its rule; one that is not named counts each.
    answers
        What each response answered beside the text. Responses that follow word for word and answered differently
        are not one response: nobody's answers are lost.

    Examples
    --------
    >>> identical, variant = (Follower("library", follows) for follows in Follows)
    >>> [str(fate.outcome) for fate in fates([identical, None, identical, variant],
    ...                                      {"library": Counting.IDENTICAL_AS_ONE})]
    ['analysed', 'analysed', 'merged', 'analysed']
    """
    first: dict[Hashable, int] = {}
    found = []
    for place, follower in enumerate(followers):
        rule = counting.get(follower.campaign, Counting.EACH) if follower else Counting.EACH
        word_for_word = follower is not None and follower.follows is Follows.IDENTICAL
        if rule is Counting.APART or (rule is Counting.IDENTICAL_APART and word_for_word):
            found.append(Fate(Outcome.SET_ASIDE))
            continue
        if rule is Counting.IDENTICAL_AS_ONE and word_for_word:
            into = first.setdefault((follower, answers[place] if answers is not None else None), place)
            if into != place:
                found.append(Fate(Outcome.MERGED, into))
                continue
        found.append(Fate(Outcome.ANALYSED))
    return found


def register(campaigns: Sequence[FoundCampaign], question: str, taken: Sequence[str] = ()) -> str:
    """Write found campaigns as the lines of `campaigns:` in `consultation.yaml`, to be read and named by a person.

    Parameters
    ----------
    campaigns
        As of `find_campaigns`.
    question
        The open question in which they arrived.
    taken
        Names that other campaigns have.

    Examples
    --------
    >>> print(register([FoundCampaign("Keep our library open.", 12, 3, tuple(range(15)))], "comments"), end="")
    campaigns:
      # 15 texts: 12 word for word, 3 variants
      campaign_1:
        label: "Campaign 1"
        question: "comments"
        text: "Keep our library open."
    """
    import json

    names = (
        name for number in range(1, len(campaigns) + len(taken) + 1) if (name := f"campaign_{number}") not in taken
    )
    lines = ["campaigns:"] if campaigns else ["campaigns: {}"]
    for campaign, name in zip(campaigns, names, strict=False):
        alone = "; no two are the same, so this one holds its sender's own words" if campaign.identical < 2 else ""
        sent = f"{len(campaign.members)} texts: {campaign.identical} word for word, {campaign.variants} variants"
        lines += [
            f"  # {sent}{alone}",
            f"  {name}:",
            f"    label: {json.dumps(name.replace('_', ' ').capitalize())}",
            f"    question: {json.dumps(question, ensure_ascii=True)}",
            # A JSON string is a YAML string, and no character of it can end it.
            f"    text: {json.dumps(campaign.template, ensure_ascii=True)}",
        ]
    return "\n".join(lines) + "\n"
