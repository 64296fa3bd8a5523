"""Questions about the respondents themselves, and the breakdowns that a draft makes of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from findings.consultation.guesses import Guess, Sure
from findings.consultation.model import AlsoAsked, Breakdown, Question, Scale
from findings.draft import nouns
from findings.draft.breakdowns import PRIORITY, Mapped, breakdown_of, mapped
from findings.draft.names import slug, unused
from findings.draft.texts import words

MOST_BREAKDOWNS = 2
"""Every question is counted by every breakdown: more make a first run slow, and can be switched on."""
MOST_TABLES = 100
"""Questions times breakdowns: of a long questionnaire, one breakdown or none is switched on."""
_ABOUT = re.compile(
    r"\b(age|gender|sex|ethnic\w*|race|indigenous|religio\w*|orientation|transgender|disab\w*|education(al)?|qualification"
    r"|degree|schooling|income|household|employment|occupation|profession|industry|job title|housing|home owner|tenure"
    r"|marital|married|children|languages? (do|at)|born|nationality|citizen\w*|immigra\w*|carer|caring|armed forces"
    r"|veteran|(type|size) of (your )?organi[sz]ation|organi[sz]ation (type|size)|which sector|where do you live"
    r"|country|region)\b"
)
_SPECIFY = re.compile(r"\b(specify|if other|other|describe)\b")
LONGEST_HEADING = 22


@dataclass(frozen=True)
class Respondents:
    """What is asked about the respondents.

    Parameters
    ----------
    profile
        The questions, in the order of the file.
    active, further
        The breakdowns that are switched on, and those that could be.
    guesses
        What was guessed.
    """

    profile: tuple[str, ...]
    active: dict[str, Breakdown]
    further: dict[str, Breakdown]
    guesses: dict[str, Guess]


def about_respondents(
    questions: Mapping[str, Question],
    scales: Mapping[str, Scale],
    also_asked: Mapping[str, AlsoAsked],
    ages: Collection[str],
    placed: Sequence[str],
) -> Respondents:
    """Which questions are about the respondents, and what results can be shown by.

    Parameters
    ----------
    questions, scales, also_asked
        The questions, and the scales that several share.
    ages
        Those of `also_asked` that hold the respondents' ages, in bands.
    placed
        All that are to stand in a section or in the profile, in the order of the file.
    """
    found: list[tuple[int, str, Mapped, Breakdown]] = []
    known: set[str] = set()
    for name, question in questions.items():
        options = question.options or scales[question.scale].options
        told = mapped(question.wording, options) if not question.matrix else None
        if told is None:
            continue
        known.add(name)
        breakdown = breakdown_of(name, options, told)
        if breakdown is not None:
            found.append((PRIORITY.index(told.file), name, told, breakdown))
    for name in ages:
        known.add(name)
        told = Mapped(
            "age", {}, Sure.LIKELY, "Its heading asks for an age, and its numbers are those of people's ages."
        )
        found.append((PRIORITY.index("age"), name, told, nouns.breakdown("Age", name)))
    asked: dict[str, Question | AlsoAsked] = {**questions, **also_asked}
    counted = {name: asked[name] for name in placed if name in questions or name in known}
    profile = _with_others(placed, asked, set(_with_neighbours(counted, known)))
    active: dict[str, Breakdown] = {}
    further: dict[str, Breakdown] = {}
    guesses: dict[str, Guess] = {}
    tables = sum(len(also_asked[name].options) if _is_ranking(asked[name]) else 1 for name in placed)
    most = min(MOST_BREAKDOWNS, MOST_TABLES // max(1, tables - len(profile)))
    places = list(placed)
    for _, name, told, breakdown in sorted(found, key=lambda one: (one[0], places.index(one[1]))):
        into = active if len(active) < most else further
        key = unused(slug(told.file.split("_20")[0]), {*active, *further}, "breakdown")
        into[key] = breakdown
        kind = "breakdowns" if into is active else "further_breakdowns"
        guesses[f"{kind}.{key}"] = _guess(name, told, into is active)
    if profile:
        listed = ", ".join(profile)
        because = "Their headings ask who someone is, and they stand together."
        guesses["profile"] = nouns.guess(f"questions about the respondents: {listed}", Sure.LIKELY, because)
    return Respondents(profile, active, further, guesses)


def _guess(name: str, told: Mapped, active: bool) -> Guess:
    state = "results are shown by it" if active else "it could be switched on"
    known = ", ".join(f"{option} = {code}" for option, code in told.codes.items() if option != code)
    matched = f" Known there: {known}." if known else ""
    return nouns.guess(
        f"a breakdown made of {name}, by the list '{told.file}'; {state}", told.sure, told.because + matched
    )


def _with_neighbours(questions: Mapping[str, Question | AlsoAsked], known: set[str]) -> tuple[str, ...]:
    """The questions about respondents with those beside them that ask for the like: education beside age."""
    names = list(questions)
    taken = set(known)
    likely = {name for name in names if _asks_who(questions[name])}
    for ordered in (names, names[::-1]):
        for before, name in itertools.pairwise(ordered):
            if before in taken and name in likely:
                taken.add(name)
    # One question between two of them belongs to them.
    for first, name, last in zip(names, names[1:], names[2:], strict=False):
        if first in taken and last in taken and not _in_matrix(questions[name]):
            taken.add(name)
    return tuple(name for name in names if name in taken)


def _with_others(placed: Sequence[str], asked: Mapping[str, Question | AlsoAsked], taken: set[str]) -> tuple[str, ...]:
    """With what stands between two questions about respondents, or beside one and asks for the like or for the rest."""
    for ordered, forward in ((placed, True), (placed[::-1], False)):
        for before, name in itertools.pairwise(ordered):
            question = asked[name]
            if before not in taken or isinstance(question, Question) or _is_ranking(question):
                continue
            specifies = forward and question.kind == "open" and _SPECIFY.search(words(question.wording))
            if specifies or _asks_who(question):
                taken.add(name)
    for first, name, last in zip(placed, placed[1:], placed[2:], strict=False):
        if first in taken and last in taken and not isinstance(asked[name], Question) and not _is_ranking(asked[name]):
            taken.add(name)
    return tuple(name for name in placed if name in taken)


def _asks_who(question: Question | AlsoAsked) -> bool:
    told = words(question.wording.split("?")[0])
    return not _in_matrix(question) and len(told.split()) <= LONGEST_HEADING and bool(_ABOUT.search(told))


def _in_matrix(question: Question | AlsoAsked) -> bool:
    return isinstance(question, Question) and bool(question.matrix)


def _is_ranking(question: Question | AlsoAsked) -> bool:
    return question.kind == "ranking"
