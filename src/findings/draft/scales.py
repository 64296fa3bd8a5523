"""Answers that stand in an order: known by their words, by their numbers, or because the file says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from findings.consultation.model import AnswerKind, Stance
from findings.draft.texts import alike, as_number

_WORDS = Path(__file__).parent / "words"
_OF_TEN = re.compile(r"(\d{1,2})\s*/\s*(\d{1,2})")
_LED = re.compile(r"(\d{1,2})\s*(?:[-=:.)]|\()\s*(\D.*)")
_RATED = re.compile(
    r"\b(scale (of|from)|rate\b|rating|score|out of (5|7|10)|1 (is|being|=|means)|0 (is|being|=|means)"
    r"|how (likely|satisfied|important|useful|confident|difficult|easy|familiar|well|strongly|often|much do you)"
    r"|to what extent)",
    re.IGNORECASE,
)
_NOT_USED = re.compile(r"i (don't|do not|no longer|never|have never|haven't) (use|used|do|done|visit|visited)\b")
MOST_POINTS = 11
"""A numeric scale has at most these points: 0 to 10."""


@dataclass(frozen=True)
class Order:
    """Answers in their order.

    Parameters
    ----------
    family
        What kind of scale: `agreement`, `useful`, `numbers` ...
    answers
        The compared texts of the answers that belong to it, in order.
    stances
        Answer -> how it stands to what is asked about, where the scale measures support.
    """

    family: str
    answers: tuple[str, ...]
    stances: Mapping[str, Stance] = field(default_factory=dict)


@cache
def kind_words() -> dict[str, frozenset[str]]:
    """Lists of answers and headings with a meaning of their own, as compared."""
    return {name: frozenset(alike(text) for text in texts) for name, texts in _read("kinds.yaml").items()}


def answer_kind(text: str) -> AnswerKind:
    """What choosing an answer means.

    Examples
    --------
    >>> answer_kind("Don\u2019t know"), answer_kind("Yes")
    (<AnswerKind.DONT_KNOW: 'dont_know'>, <AnswerKind.ANSWER: 'answer'>)
    """
    compared = alike(text)
    for kind in (AnswerKind.DONT_KNOW, AnswerKind.PREFER_NOT_TO_SAY):
        if compared in kind_words()[kind.value]:
            return kind
    return AnswerKind.DONT_KNOW if compared.startswith(("i don't know ", "don't know ")) else AnswerKind.ANSWER


def is_beside(text: str) -> bool:
    """Whether an answer stands beside a scale rather than on it: don't know, not applicable, other."""
    if answer_kind(text) is not AnswerKind.ANSWER:
        return True
    return any(alike(text) in kind_words()[name] for name in ("not_applicable", "other"))


def ordered(answers: Iterable[str]) -> Order | None:
    """The order of the answers by their words; None where they are no scale.

    Answers beside the scale (don't know) are left out of the order. All others have to be of one family.

    Examples
    --------
    >>> ordered(["Not useful", "Very useful", "Useful", "Don't know"]).answers
    ('very useful', 'useful', 'not useful')
    >>> ordered(["Often used", "Not used", "Sometimes used", "Always used"]).answers
    ('always used', 'often used', 'sometimes used', 'not used')
    >>> ordered(["Yes", "No"]) is None
    True
    """
    texts = [text for text in dict.fromkeys(alike(text) for text in answers) if not is_beside(text)]
    if len(texts) < 2:
        return None
    ways = (texts, _heads(texts), _tails(texts), _stems(texts))
    families = [_by_family(name, told) for told in ways for name in _families()]
    candidates = [found for found in families if found is not None]
    candidates += [found for found in map(_by_degree, ways) if found is not None]
    if not candidates:
        return None
    # Several may fit ("Neutral" alone says little): the one that tells most answers apart.
    family, positions = max(candidates, key=lambda found: len(set(found[1])))
    if len(set(positions)) < 2 or (len(set(positions)) == 2 and not _two_are_enough(family, texts)):
        return None
    in_order = [text for _, text in sorted(zip(positions, texts, strict=True))]
    stances = _stances(family, dict(zip(texts, positions, strict=True)))
    return Order(family, tuple(in_order), stances)


def numeric_scale(answers: Collection[str], heading: str, sure: bool = False) -> Order | None:
    """The order of answers that are points of a scale: `1` to `5`, `4/5`, `1 - not at all`.

    Parameters
    ----------
    answers
        The texts.
    heading
        The question: plain numbers are a scale only where it asks for one.
    sure
        Whether the file itself declares a scale.

    Examples
    --------
    >>> numeric_scale(["3/5", "1/5", "5/5"], "").answers
    ('1/5', '3/5', '5/5')
    >>> numeric_scale(["1", "2", "3"], "How many rooms are there?") is None
    True
    """
    texts = [text for text in dict.fromkeys(alike(text) for text in answers) if not is_beside(text)]
    points: dict[str, float] = {}
    plain = True
    for text in texts:
        number = as_number(text)
        if number is None:
            plain = False
            match = _OF_TEN.fullmatch(text) or _LED.fullmatch(text)
            if match is None:
                return None
            number = float(match[1])
        points[text] = number
    whole = all(point == int(point) and 0 <= point <= 10 for point in points.values())
    if not whole or len(set(points.values())) > MOST_POINTS or len(texts) < (1 if sure else 2):
        return None
    if plain and not sure and not _RATED.search(heading):
        return None
    out_of = any(_OF_TEN.fullmatch(text) for text in texts)
    # "1 - Not at all", "5 - Very": numbers lead words; they have to be different points.
    if not plain and not out_of and len(set(points.values())) < max(2, len(texts) - 1):
        return None
    return Order("numbers", tuple(sorted(points, key=lambda text: (points[text], text))))


def asks_for_points(heading: str) -> bool:
    """Whether a question asks for a point of a scale."""
    return bool(_RATED.search(heading))


def _heads(texts: list[str]) -> list[str]:
    """What stands before an explanation: "rarely - I know how to" is "rarely"; "yes - very often" is what tells."""
    heads = [re.split(r" - |: ", text, maxsplit=1)[0].strip() for text in texts]
    heads = ["never" if _NOT_USED.match(head) else head for head in heads]
    if len(set(heads)) == len(texts):
        return heads
    tails = [re.sub(r"^(yes|no)[ ,-]+", "", text) for text in texts]
    return tails if len(set(tails)) == len(texts) else texts


def _tails(texts: list[str]) -> list[str]:
    """What the texts do not all begin with: "I expect it to increase", "I expect it to decrease"."""
    shared = 0
    tokens = [text.split() for text in texts]
    while all(len(own) > shared + 1 for own in tokens) and len({own[shared] for own in tokens}) == 1:
        shared += 1
    return [" ".join(own[shared:]) for own in tokens]


def _stems(texts: list[str]) -> list[str]:
    """What the texts do not all end with: "always used", "often used"; "not used" is never."""
    shared = 0
    tokens = [text.split() for text in texts]
    while all(len(own) > shared + 1 for own in tokens) and len({own[-1 - shared] for own in tokens}) == 1:
        shared += 1
    stems = [" ".join(own[: len(own) - shared]) for own in tokens]
    return ["never" if stem == "not" else stem for stem in stems] if shared else texts


def _by_family(name: str, texts: list[str]) -> tuple[str, list[int]] | None:
    levels = _families()[name]
    positions = [levels.get(text) for text in texts]
    if any(position is None for position in positions):
        return None
    return name, [position for position in positions if position is not None]


def _by_degree(texts: list[str]) -> tuple[str, list[int]] | None:
    """Order by an adverb before one word, or its opposite, that all answers share."""
    degrees, words, middle = _degrees()
    found: set[str] = set()
    positions = []
    for text in texts:
        tokens = text.split()
        if tokens and (tokens[0] in middle or text in middle):
            positions.append(0)
            continue
        # A tail may follow: "very useful to me", "supportive - we talk".
        places = [(place, token.strip(",;:()")) for place, token in enumerate(tokens[:5])]
        named = next(((place, token) for place, token in places if token in words), None)
        before = " ".join(tokens[: named[0]] if named else tokens[:3]).strip(" ,-")
        if named is None:
            if before.startswith("not at all"):
                positions.append(-110)
                continue
            degree = degrees.get(text, degrees.get(tokens[0])) if tokens else None
            if degree is None or len(texts) < 3:
                return None
            positions.append(degree * 10)
            continue
        word, side = words[named[1]]
        found.add(word)
        degree = degrees.get(before, degrees[""] if not before else None)
        if degree is None:
            return None
        positions.append(degree * 10 * side if degree > 0 or side > 0 else -degree * 10)
    if len(found) != 1:
        return None
    return found.pop(), [-position for position in positions]


def _two_are_enough(family: str, texts: list[str]) -> bool:
    """Two answers seen make a scale where each of them says how much: "Agree", "Strongly disagree"."""
    if family in ("yes_partly_no", "duration", "experience", "frequency", "amount", "priority", "length", "change"):
        return False
    return any(" " in text for text in texts) or family in ("agreement", "support")


def _stances(family: str, positions: Mapping[str, int]) -> dict[str, Stance]:
    if not _raw()[family].get("stance", False) if family in _raw() else True:
        return {}
    middle = next(
        place for place, level in enumerate(_raw()[family]["levels"]) if any("neither" in text for text in level)
    )
    return {
        text: Stance.SUPPORT if place < middle else Stance.NEUTRAL if place == middle else Stance.OPPOSE
        for text, place in positions.items()
    }


@cache
def _raw() -> dict[str, Any]:
    return _read("scales.yaml")


@cache
def _families() -> dict[str, dict[str, int]]:
    return {
        name: {alike(str(text)): place for place, level in enumerate(family["levels"]) for text in level}
        for name, family in _raw().items()
    }


@cache
def _degrees() -> tuple[dict[str, int], dict[str, tuple[str, int]], frozenset[str]]:
    raw = _read("degrees.yaml")
    words = {word: (word, 1) for word in raw["words"]}
    words |= {str(other): (word, -1) for word, others in raw["words"].items() for other in others}
    return {**raw["before"], "": raw["plain"]}, words, frozenset(raw["middle"])


@cache
def _read(name: str) -> dict[str, Any]:
    from ruamel.yaml import YAML

    content: dict[str, Any] = YAML(typ="safe", pure=True).load((_WORDS / name).read_text(encoding="utf-8"))
    return content
