"""A machine's codes are candidates: what people made of each, counted by question and theme."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from findings.consultation.codeframe import FreeTextPlan
from findings.freetext.called import replaced
from findings.freetext.coding import SETTLED, Coding, Status
from findings.freetext.history import Codes
from findings.freetext.layouts import several


class Fate(enum.StrEnum):
    """What became of a candidate."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    REFUSED = "refused"


_Key = tuple[str, str, str]
"""Question, unit and code."""
_CLOSES = {Status.ACCEPTED: Fate.ACCEPTED, Status.CHANGED: Fate.CHANGED, Status.REFUSED: Fate.REFUSED}


@dataclass(frozen=True)
class Candidate:
    """One code that a machine proposed, and what a person made of it.

    Parameters
    ----------
    coding
        As the machine gave it.
    fate
        What became of it.
    closed_by
        The person's coding that says so: the accepted or refused code, or the one put in its place; None while open.
    """

    coding: Coding
    fate: Fate
    closed_by: Coding | None = None


@dataclass(frozen=True)
class CandidateCount:
    """Of a question and theme how many codes a machine proposed, and what people made of them.

    `proposed` is the sum of the others.
    """

    question: str
    theme: str
    proposed: int
    accepted: int
    changed: int
    refused: int
    open: int


def candidates_of(plan: FreeTextPlan, codings: Iterable[Coding]) -> tuple[Candidate, ...]:
    """Every candidate with its fate, in the order of the codings.

    A person closes a candidate by a coding of the same comment with the status `accepted` or `refused` and the same
    code, or `changed` with another code and the candidate's in the note. Where two people decided, what was settled
    goes first, else whose coding stands first. A machine that proposed a code twice proposed it once.

    Examples
    --------
    >>> plan = FreeTextPlan.model_validate({"frames": {"plan": {"version": "1", "questions": ["q9"],
    ...     "themes": {"cost": {"label": "Cost"}, "travel": {"label": "Travel"}}}}})
    >>> machine = [Coding(unit, "q9", "cost", "machine", status=Status.CANDIDATE) for unit in ("1", "2", "3")]
    >>> people = [Coding("1", "q9", "cost", "Ann", status=Status.ACCEPTED),
    ...           Coding("2", "q9", "travel", "Ann", status=Status.CHANGED, note="Instead of cost.")]
    >>> [str(one.fate) for one in candidates_of(plan, machine + people)]
    ['accepted', 'changed', 'open']
    """
    codings = list(codings)
    closed = _closed(plan, codings)
    return tuple(
        Candidate(coding, _CLOSES[by.status] if by is not None else Fate.OPEN, by)
        for key, coding in _proposed(codings).items()
        for by in [closed.get(key)]
    )


def _proposed(codings: Iterable[Coding]) -> dict[_Key, Coding]:
    found: dict[_Key, Coding] = {}
    for coding in codings:
        if coding.status is Status.CANDIDATE:
            found.setdefault((coding.question, coding.unit, coding.code), coding)
    return found


def _closed(plan: FreeTextPlan, codings: Iterable[Coding]) -> dict[_Key, Coding]:
    """The candidate that each accepted, changed or refused coding speaks of -> that coding."""
    found: dict[_Key, Coding] = {}
    read = {name: Codes(frame) for name in plan_names(plan) if (frame := plan.frame_of(name)) is not None}
    # Sorting keeps the order within: what was settled goes before what one coder said.
    for coding in sorted(codings, key=lambda one: one.coder != SETTLED):
        if coding.status in _CLOSES:
            old = replaced(coding.note, read[coding.question]) if coding.status is Status.CHANGED else coding.code
            found.setdefault((coding.question, coding.unit, old or ""), coding)
    return found


def plan_names(plan: FreeTextPlan) -> tuple[str, ...]:
    """The open questions and submissions that are coded."""
    return (*plan.coded, *plan.submissions)


def candidate_counts(plan: FreeTextPlan, codings: Iterable[Coding]) -> tuple[CandidateCount, ...]:
    """The counts by question, and in each by theme in the order of its frame."""
    found: dict[tuple[str, str], Counter[Fate]] = {}
    for one in candidates_of(plan, codings):
        found.setdefault((one.coding.question, one.coding.code), Counter())[one.fate] += 1
    order = {name: place for place, name in enumerate(plan_names(plan))}
    themes = {name: list(frame.themes) for name in order if (frame := plan.frame_of(name)) is not None}

    def place(key: tuple[str, str]) -> tuple[int, int, str]:
        question, code = key
        own = themes[question]
        return order[question], own.index(code) if code in own else len(own), code

    return tuple(
        CandidateCount(
            *key, fates.total(), *(fates[fate] for fate in (Fate.ACCEPTED, Fate.CHANGED, Fate.REFUSED, Fate.OPEN))
        )
        for key, fates in sorted(found.items(), key=lambda pair: place(pair[0]))
    )


def candidate_lines(plan: FreeTextPlan, codings: Iterable[Coding]) -> Iterator[str]:
    """What a person should know of the candidates, a line a question."""
    codings = list(codings)
    without = len(set(_closed(plan, codings)) - set(_proposed(codings)))
    if without:
        yield (
            several(without, "decision is", "decisions are")
            + " on no candidate that was read: the machine's file may be missing from 'codings'"
        )
    by_question: dict[str, list[CandidateCount]] = {}
    for one in candidate_counts(plan, codings):
        by_question.setdefault(one.question, []).append(one)
    for question, own in by_question.items():
        sums = [
            sum(getattr(one, name) for one in own) for name in ("proposed", "accepted", "changed", "refused", "open")
        ]
        proposed, *rest = (f"{n:,}" for n in sums)
        yield (
            f"{question}: a machine proposed {proposed} codes, of which people accepted {rest[0]}, changed {rest[1]} "
            f"and refused {rest[2]}; {rest[3]} nobody has decided on, and these do not count"
        )


CANDIDATES_HEAD = ("response_id", "question", "code", "machine", "fate", "by", "date", "code_instead", "file", "row")
"""The columns of a run's `candidates.csv`."""


def candidate_rows(plan: FreeTextPlan, codings: Iterable[Coding]) -> Iterator[tuple[str, ...]]:
    """Every candidate as a row of `CANDIDATES_HEAD`."""
    for one in candidates_of(plan, codings):
        own, by = one.coding, one.closed_by
        instead = by.code if by is not None and one.fate is Fate.CHANGED else ""
        who = (by.coder, by.date) if by is not None else ("", "")
        yield (own.unit, own.question, own.code, own.coder, str(one.fate), *who, instead, own.file, str(own.row))
