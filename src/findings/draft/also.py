"""Questions with another answer than one out of several: their options or bands, and what was guessed of them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from findings.consultation.model import Choice
from findings.consultation.names import as_compared
from findings.draft import nouns
from findings.draft.bands import Banded, bands_of
from findings.draft.breakdowns import known_answers
from findings.draft.closed import NO_TICKS, TICKS
from findings.draft.groups import heading_of
from findings.draft.names import option_names
from findings.draft.options import OTHER, Answer, also_of, answers_of, in_order, merged_of
from findings.draft.readings import MULTIPLE, NUMERIC, RANKING, Asked
from findings.draft.scales import answer_kind, kind_words
from findings.draft.texts import alike, clean, in_words

MOST_TYPED = 2_000
_ALONE = re.compile(
    r"(none|neither|not any) of (the|these|those|them)\b|none apply|(i|we) (do not|don't) (use|have|do) any"
)
_WITH_OTHERS = re.compile(r"\b(other|others|specify|but|except)\b")
_WHAT = {
    MULTIPLE: "several answers",
    RANKING: "an order of answers",
    NUMERIC: "a number",
    "date": "a day",
    "open": "the respondents' own words",
}


@dataclass(frozen=True)
class Parts:
    """What a question is made of.

    Parameters
    ----------
    options, separator, times
        The answers of a question with several, what divides them in a cell, and how often each was given.
    banded
        The bands of a number.
    """

    options: dict[str, Choice]
    separator: str
    times: tuple[int, ...]
    banded: Banded | None = None


def parts_of(question: Asked) -> Parts:
    """Options or bands of a question, from what its cells hold."""
    if question.kind == NUMERIC:
        column = question.columns[0]
        return Parts({}, "", (), bands_of(question.bundle.wording or heading_of(column), column.texts))
    if question.kind not in (MULTIPLE, RANKING):
        return Parts({}, "", ())
    if question.pieces is not None:
        separator = ", " if question.pieces.separator == "," else question.pieces.separator
        labels = list(question.columns[0].column.labels.values())
        answers = in_order(
            answers_of(merged_of(question.pieces.times), labels, (), known_answers()), None, bool(labels)
        )
        columns = [""] * len(answers)
    else:
        separator, answers, columns = "", [], []
        for profile, part in question.bundle.members:
            label = in_words(clean(part)) or clean(next(iter(profile.texts), "")) or heading_of(profile)
            own = {text: times for text, times in profile.texts.items() if alike(text) not in NO_TICKS}
            texts = tuple(text for text in own if alike(text) not in TICKS)
            answers.append(Answer(label, texts, sum(own.values())))
            columns.append(profile.column.name)
    options = _named(answers, columns, several=question.kind == MULTIPLE)
    return Parts(options, separator, tuple(answer.times for answer in answers))


def guess_of(question: Asked, parts: Parts) -> str:
    """What was guessed of a question, in words."""
    spread = f" in {len(question.columns)} columns" if len(question.columns) > 1 else ""
    counts = [f"{choice.label} ({n})" for choice, n in zip(parts.options.values(), parts.times, strict=True)]
    told = f"{_WHAT[question.kind]}{spread}"
    if counts:
        more = "" if len(counts) <= 12 else f"; and {len(counts) - 12} more"
        told += f": {'; '.join(counts[:12])}{more}"
    alone = [choice.label for choice in parts.options.values() if choice.exclusive]
    if alone:
        told += f". Not counted where it was chosen with others: {', '.join(alone)}"
    if any(choice.other for choice in parts.options.values()):
        (other,) = (choice.label for choice in parts.options.values() if choice.other)
        told += f". Whatever else people wrote counts as: {other}"
    return told + (". Kept and not counted" if question.kept or question.kind == "date" else "")


def guess_of_bands(banded: Banded) -> str:
    """What was guessed of the bands, in words."""
    counts = (f"{band.label} ({n})" for band, n in zip(banded.bands.values(), banded.times, strict=True))
    return f"counted in bands: {'; '.join(counts)}"


def stands_alone(label: str) -> bool:
    """Whether an answer says that no other one of the list is right.

    Examples
    --------
    >>> [stands_alone(label) for label in ("None of the above", "N/A", "Don't know", "None of these, but other")]
    [True, True, True, False]
    """
    told = alike(label)
    words = kind_words()
    listed = told in words["none"] | words["not_applicable"] or answer_kind(label) != "answer"
    return listed or (bool(_ALONE.match(told)) and not _WITH_OTHERS.search(told))


def takes_any(answer: Answer) -> bool:
    """Whether an answer is the one for what people wrote in themselves, and the data have such texts."""
    told = alike(answer.label)
    is_other = answer.label == OTHER or (told in kind_words()["other"] and not stands_alone(answer.label))
    return is_other and any(alike(text) != told for text in answer.spellings)


def _named(answers: list[Answer], columns: list[str], *, several: bool) -> dict[str, Choice]:
    names = option_names([answer.label for answer in answers])
    taken = {as_compared(text) for answer, name in zip(answers, names, strict=True) for text in (answer.label, name)}
    other = next((answer for answer in answers if several and takes_any(answer)), None)
    choices = {}
    for name, answer, column in zip(names, answers, columns, strict=True):
        # What chooses an answer in its own column may choose another one in the next: "x", "Oui".
        used = {as_compared(answer.label), as_compared(name)} if column else taken
        # What people wrote in themselves is not repeated here: any text chooses this answer.
        spellings = () if answer is other else answer.spellings[:MOST_TYPED]
        choices[name] = nouns.choice(
            answer.label,
            also_of(Answer(answer.label, spellings, answer.times), used),
            column,
            exclusive=several and stands_alone(answer.label),
            other=answer is other,
        )
    return choices
