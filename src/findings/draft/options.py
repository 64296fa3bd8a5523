"""The options of a question, made from the answers that were given and those that the file declares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from findings.consultation.model import AnswerKind, Net, Option, Scale, Stance
from findings.consultation.names import as_compared
from findings.draft import nouns
from findings.draft.names import option_names
from findings.draft.scales import Order, answer_kind, is_beside, kind_words
from findings.draft.texts import alike, clean
from findings.errors import is_unseen
from findings.intake.clean import clean as cleaned

OTHER = "Other answers"
FEW_ROWS, MANY_ROWS = 30, 100
MOST_PLAIN = 15
"""More different answers than this, and rare ones are taken for typed in."""


@dataclass(frozen=True)
class Answer:
    """One answer: its label, its spellings as written, and how often it was given."""

    label: str
    spellings: tuple[str, ...]
    times: int


def answers_of(
    merged: Mapping[str, Mapping[str, int]],
    declared: Iterable[str] = (),
    ordered: Iterable[str] = (),
    known: Iterable[str] = (),
) -> list[Answer]:
    """The answers of a question; those that few people typed in go together as "other".

    Parameters
    ----------
    merged
        Compared text -> its spellings and how often each was written.
    declared
        Labels that the file declares, in their order: never taken for typed in.
    ordered
        Compared texts that are points of a scale: the same.
    known
        Compared texts of standard lists: the same, unless most answers are of no such list. Then people typed them.

    Examples
    --------
    >>> found = answers_of({"yes": {"Yes": 40, "yes": 9}, "no": {"No": 60}, "my own": {"my own": 1}})
    >>> [(answer.label, answer.spellings, answer.times) for answer in found]
    [('No', ('No',), 60), ('Yes', ('Yes', 'yes'), 49), ('Other answers', ('my own',), 1)]
    """
    labels = {alike(label): clean(label) for label in declared if clean(label)}
    total = sum(sum(spellings.values()) for spellings in merged.values())
    least = _least(total, len(merged))
    kept: list[Answer] = []
    typed: dict[str, int] = {}
    safe = {*labels, *ordered}
    listed = {*safe, *known, *(text for texts in kind_words().values() for text in texts)}
    if sum(1 for text in merged if text in listed or is_beside(text)) >= len(merged) / 2 or len(merged) <= MOST_PLAIN:
        safe = listed
    for text, spellings in merged.items():
        times = sum(spellings.values())
        beside = is_beside(text) if safe is listed else answer_kind(text) is not AnswerKind.ANSWER
        if times < least and text not in safe and not beside:
            typed |= spellings
            continue
        ordered = sorted(spellings, key=lambda spelling: (-spellings[spelling], spelling))
        kept.append(Answer(labels.get(text) or clean(ordered[0]) or ordered[0], tuple(ordered), times))
    present = {alike(answer.label) for answer in kept}
    kept += [Answer(label, (), 0) for text, label in labels.items() if text not in present]
    order = {text: place for place, text in enumerate(labels)}
    kept.sort(key=lambda answer: (order.get(alike(answer.label), len(order)), -answer.times, answer.label))
    if not typed:
        return kept
    for place, answer in enumerate(kept):
        if alike(answer.label) in kind_words()["other"]:
            kept[place] = Answer(answer.label, (*answer.spellings, *typed), answer.times + sum(typed.values()))
            return kept
    return [*kept, Answer(OTHER, tuple(typed), sum(typed.values()))]


def in_order(answers: list[Answer], order: Order | None, declared: bool) -> list[Answer]:
    """As a report prints them: by the scale, by the file, by their numbers, or the most frequent first."""
    if order is not None:
        place = {text: number for number, text in enumerate(order.answers)}
        return sorted(answers, key=lambda answer: (place.get(alike(answer.label), len(place)), _beside(answer)))
    if declared:
        return answers
    bands = [_band(answer.label) for answer in answers if not _beside(answer)]
    if bands and all(bands):
        return sorted(answers, key=lambda answer: (_beside(answer), _band(answer.label) or (0.0, 0)))
    return sorted(answers, key=lambda answer: (_beside(answer), -answer.times, answer.label))


def scale_of(answers: list[Answer], order: Order | None) -> Scale:
    """Options with names, spellings and what choosing them means; nets where the scale measures support."""
    answers = one_case(answers, order)
    names = option_names([answer.label for answer in answers], [answer.spellings for answer in answers])
    taken = {as_compared(text) for answer, name in zip(answers, names, strict=True) for text in (answer.label, name)}
    stances = order.stances if order is not None else {}
    options: dict[str, Option] = {}
    for answer, name in zip(answers, names, strict=True):
        options[name] = nouns.option(
            answer.label,
            answer_kind(answer.label),
            stances.get(alike(answer.label)),
            also_of(answer, taken),
        )
    return Scale(options=options, nets=_nets(options, order))


def one_case(answers: list[Answer], order: Order | None) -> list[Answer]:
    """The answers of a scale, written alike: "Strongly Agree" beside "Strongly disagree" has its capitals taken.

    A scale that has them throughout keeps them, and so does whatever does not belong to the scale.

    Examples
    --------
    >>> order = Order("agreement", ("strongly agree", "strongly disagree"))
    >>> answers = [Answer("Strongly Agree", ("Strongly Agree",), 4), Answer("Strongly disagree", (), 3)]
    >>> [answer.label for answer in one_case(answers, order)]
    ['Strongly agree', 'Strongly disagree']
    """
    if order is None or order.family == "numbers":
        return answers
    on_scale = {alike(answer.label) for answer in answers} & set(order.answers)
    labels = [answer.label for answer in answers if alike(answer.label) in on_scale]
    # A word with a capital inside (NHS, I) is a name, whatever the others are.
    plain = [label for label in labels if re.fullmatch(r"[A-Za-z]?[a-z]*( [A-Z]?[a-z]+)*", label)]
    title = [label for label in plain if " " in label and label == label.title()]
    sentence = [label for label in plain if " " in label and label[1:] == label[1:].lower()]
    small = [label for label in plain if label == label.lower()]
    told: dict[str, str] = {}
    if title and sentence:
        told |= {label: label.capitalize() for label in title}
    if small and len(small) < len(plain):
        told |= {label: label.capitalize() for label in small}
    return [replace(answer, label=told.get(answer.label, answer.label)) for answer in answers]


def also_of(answer: Answer, taken: set[str]) -> tuple[str, ...]:
    """The other spellings that the data have, each once as it is compared; adds them to `taken`."""
    also = []
    for spelling in answer.spellings:
        # As intake compares a cell, and as a label is cleaned: they differ where a cell holds tags.
        for text in dict.fromkeys((cleaned(spelling), clean(spelling))):
            if text and not any(map(is_unseen, text)) and as_compared(text) not in taken:
                taken.add(as_compared(text))
                also.append(text)
    return tuple(also)


def merged_of(texts: Mapping[str, int]) -> dict[str, Counter[str]]:
    """Texts by what they are compared as."""
    found: dict[str, Counter[str]] = {}
    for text, times in texts.items():
        found.setdefault(alike(text), Counter())[text] += times
    return found


def _least(total: int, different: int) -> int:
    """How often an answer has to be given to be one of a list."""
    if total < FEW_ROWS:
        return 1
    if total < MANY_ROWS:
        return 2
    return 10 if different > MOST_PLAIN else 3


def _beside(answer: Answer) -> int:
    """Answers of a list come first, then other, then what is no answer to the question."""
    text = alike(answer.label)
    if answer.label == OTHER or text in kind_words()["other"]:
        return 1
    if text in kind_words()["none"]:
        return 1
    return 2 if is_beside(text) else 0


_BELOW = re.compile(r"^(<|less|under|below|up to|younger|fewer|none)|\b(or|and) (under|younger|below|less|fewer)\b")
_ABOVE = re.compile(r"^(>|more|over|above|older)|\+|\b(or|and) (over|older|above|more)\b")


def _band(label: str) -> tuple[float, int] | None:
    """Where a label such as "Under 25", "25 to 34" or "65+" stands among its like."""
    text = alike(label).replace(",", "")
    match = re.search(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d) (?=\d{3}\b)", "", text))
    if match is None:
        return None
    side = -1 if _BELOW.search(text) else 1 if _ABOVE.search(text) else 0
    return float(match[0]), side


def _nets(options: Mapping[str, Option], order: Order | None) -> dict[str, Net]:
    if order is None or not order.stances:
        return {}
    words = {
        "agreement": (("agree", "Agree (net)"), ("disagree", "Disagree (net)")),
        "support": (("support", "Support (net)"), ("oppose", "Oppose (net)")),
    }[order.family]
    nets = {}
    for (name, label), stance in zip(words, (Stance.SUPPORT, Stance.OPPOSE), strict=True):
        of = tuple(option for option, given in options.items() if given.stance is stance)
        if len(of) > 1 and all(given.kind is AnswerKind.ANSWER for given in options.values() if given.stance):
            nets[name] = nouns.net(label, of, stance)
    return nets
