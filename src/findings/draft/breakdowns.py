"""Questions about the respondents, known by heading and answers, and the groups that results could be shown for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from findings.consultation import code_list as published
from findings.consultation.guesses import Sure
from findings.consultation.model import AnswerKind, Breakdown, Group, Option
from findings.draft import nouns
from findings.draft.names import slug, unused
from findings.draft.options import OTHER
from findings.draft.scales import is_beside
from findings.draft.texts import alike, words

_WORDS = Path(__file__).parent / "words" / "lists.yaml"
PRIORITY = (
    "respondent_type",
    "relation",
    "age",
    "sex",
    "area",
    "disability",
    "ethnicity_2021",
    "ethnicity_2011",
    "religion",
    "sexual_orientation",
)
"""The code lists, those first that reports show results by most often."""
MOST_LEVELS = 12
LONGEST_HEADING = 22
"""Words: a longer heading that has a word of a list in it asks about something else."""


@dataclass(frozen=True)
class CodeList:
    """Answers that are asked for in the same way by many surveys.

    Parameters
    ----------
    name, title
        What a breakdown made of it is called.
    heading
        What headings of such questions say.
    texts
        Compared text -> code.
    groups
        Group -> its label, where the codes roll up.
    of
        Code -> group.
    spellings
        Compared text -> the answer that it is another way of writing, where people type it in.
    any
        Whether any answers will do; with `bands`, answers with numbers in them.
    """

    name: str
    title: str
    heading: re.Pattern[str]
    texts: Mapping[str, str]
    groups: Mapping[str, str]
    of: Mapping[str, str]
    spellings: Mapping[str, str]
    any: bool
    bands: bool


@dataclass(frozen=True)
class Mapped:
    """A question that asks for what a code list holds.

    Parameters
    ----------
    file, codes
        The code list, and the question's options that it knows: option -> code.
    sure, because
        How sure that is, and what led to it.
    """

    file: str
    codes: Mapping[str, str]
    sure: Sure
    because: str


def known_answers() -> frozenset[str]:
    """Every text of the code lists, as compared: never taken for typed in."""
    return frozenset(text for name in PRIORITY for text in code_list(name).texts if len(text) > 1)


def one_spelling(heading: str, merged: Mapping[str, Counter[str]]) -> Mapping[str, Counter[str]]:
    """Typed-in answers of a known list with their spellings together: `M`, `Male` and `man` are one answer.

    Only where the question asks for what the list holds, and most of its cells are of the list.

    Examples
    --------
    >>> found = one_spelling("Your gender", {"male": Counter(Male=5), "m": Counter(M=2), "cat": Counter(cat=1)})
    >>> {text: dict(spellings) for text, spellings in found.items()}
    {'male': {'Male': 5, 'M': 2}, 'cat': {'cat': 1}}
    """
    told = words(heading.split("?")[0])
    if len(told.split()) > LONGEST_HEADING:
        return merged
    total = sum(spellings.total() for spellings in merged.values())
    for listed in map(code_list, PRIORITY):
        known = sum(spellings.total() for text, spellings in merged.items() if text in listed.spellings)
        if not listed.heading.search(told) or 2 * known <= total:
            continue
        together: dict[str, Counter[str]] = {}
        for text, spellings in merged.items():
            together.setdefault(listed.spellings.get(text, text), Counter()).update(spellings)
        return together
    return merged


def mapped(heading: str, options: Mapping[str, Option]) -> Mapped | None:
    """The code list that a question follows, by its heading and its answers together.

    Examples
    --------
    >>> found = mapped("Please select your gender", {"f": Option(label="Female"), "m": Option(label="Male")})
    >>> found.file, dict(found.codes)
    ('sex', {'f': 'female', 'm': 'male'})
    """
    # What follows the question explains its words, and may name those of any list.
    told = words(heading.split("?")[0])
    answers = {name: option for name, option in options.items() if not _is_rest(option)}
    best: Mapped | None = None
    for file in PRIORITY:
        found = code_list(file)
        codes = {name: code for name, option in answers.items() if (code := _code(found, option))}
        share = len(codes) / len(answers) if answers else 0.0
        says = bool(found.heading.search(told)) and len(told.split()) <= LONGEST_HEADING
        if not says or not answers:
            continue
        if found.any:
            fits = len(told.split()) <= 8
        elif found.bands:
            fits = all(re.search(r"\d", option.label) for option in answers.values()) and len(told.split()) <= 12
        else:
            fits = share >= 0.5 or (len(codes) >= 2 and share >= 0.3)
        if fits and (best is None or len(codes) > len(best.codes)):
            sure = Sure.LIKELY if share >= 0.8 or found.bands else Sure.UNSURE
            known = f" and {len(codes)} of its {len(answers)} answers are" if found.texts else " is"
            best = Mapped(file, codes, sure, f"Its heading{known} those of the list '{file}'.")
    return best


def breakdown_of(question: str, options: Mapping[str, Option], found: Mapped) -> Breakdown | None:
    """The breakdown that the question could give; None where it could give none.

    With many small levels, the code list's larger groups are the levels.
    """
    levels = [name for name, option in options.items() if option.kind is AnswerKind.ANSWER]
    of = code_list(found.file)
    if len(levels) < 2:
        return None
    if of.groups and len(levels) > 6:
        return _rolled_up(question, options, found, of)
    if len(options) > MOST_LEVELS or len(set(found.codes.values())) < len(found.codes):
        # "Male", "M" and "Man" are one level; so are all answers that the list does not know.
        return _by_code(question, options, found, of) if len(set(found.codes.values())) > 1 else None
    return nouns.breakdown(of.title, question)


def _is_rest(option: Option) -> bool:
    return is_beside(option.label) or option.label == OTHER


def _by_code(question: str, options: Mapping[str, Option], found: Mapped, of: CodeList) -> Breakdown:
    members: dict[str, list[str]] = {}
    rest: list[str] = []
    for name in options:
        members.setdefault(found.codes[name], []).append(name) if name in found.codes else rest.append(name)
    groups = {code: Group(label=options[names[0]].label, of=tuple(names)) for code, names in members.items()}
    if rest:
        groups[unused("other", groups, "other")] = Group(label=OTHER, of=tuple(rest))
    return nouns.breakdown(of.title, question, groups)


def _rolled_up(question: str, options: Mapping[str, Option], found: Mapped, of: CodeList) -> Breakdown:
    members: dict[str, list[str]] = {group: [] for group in of.groups}
    rest: list[str] = []
    for name in options:
        code = found.codes.get(name, "")
        (members[of.of[code]] if code else rest).append(name)
    groups = {group: Group(label=of.groups[group], of=tuple(names)) for group, names in members.items() if names}
    for name in rest:
        label = options[name].label
        groups[unused(slug(label), groups, "rest")] = Group(label=label, of=(name,))
    return nouns.breakdown(of.title, question, groups)


def _code(of: CodeList, option: Option) -> str:
    for text in (option.label, *option.also):
        told = alike(text)
        # "Woman (examples ...)" is what stands before the bracket.
        for one in (told, told.split(" (")[0], re.split(r" - |: ", told)[-1]):
            if one in of.texts:
                return of.texts[one]
    return ""


@cache
def code_list(file: str) -> CodeList:
    """What is known of a question about the respondents: its headings, and its answers with those of its code list."""
    raw = _words()[file]
    listed = published.code_list(raw["code_list"]) if "code_list" in raw else None
    texts: dict[str, str] = {}
    of: dict[str, str] = {}
    groups: dict[str, str] = {}
    if listed is not None:
        answers = {name: option for name, option in listed.options.items() if option.kind is AnswerKind.ANSWER}
        codes = raw.get("codes", list(answers))
        texts = {alike(text): code for code in codes for text in _written(answers[code])}
        roll_up = listed.roll_ups[raw["roll_up"]].groups if "roll_up" in raw else {}
        groups = {name: group.label for name, group in roll_up.items() if set(group.of) & set(answers)}
        of = {code: name for name in groups for code in roll_up[name].of}
    texts |= {alike(str(text)): code for code, further in raw.get("answers", {}).items() for text in further}
    return CodeList(
        raw["name"],
        raw["title"],
        re.compile(raw["heading"], re.IGNORECASE),
        texts,
        groups,
        of,
        {alike(text): alike(own) for own, further in raw.get("spellings", {}).items() for text in further},
        raw.get("any", False),
        raw.get("bands", False),
    )


def _written(option: Option) -> tuple[str, ...]:
    """How an answer is written: its label, what stands behind the group in it, and other ways."""
    return (option.label, option.label.rpartition(": ")[2], *option.also)


@cache
def _words() -> Mapping[str, Any]:
    from ruamel.yaml import YAML

    found: Mapping[str, Any] = YAML(typ="safe", pure=True).load(_WORDS.read_text(encoding="utf-8"))
    return found
