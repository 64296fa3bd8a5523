"""One question asked several times: what one column shows of it holds for the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from findings.consultation.guesses import Sure
from findings.draft.groups import heading_of
from findings.draft.readings import MULTIPLE, OPEN, SCALE, SINGLE, Asked, labels_of
from findings.draft.several import pieces_of, split
from findings.draft.texts import alike, words

SAME_ANSWER = "Everyone who answered gave the same answer, so there is nothing to compare yet."


def with_their_like(questions: Sequence[Asked]) -> list[Asked]:
    """The questions, those of one heading read alike where one of them holds several answers in a cell."""
    leads: dict[str, Asked] = {}
    for question in questions:
        if question.kind == MULTIPLE and question.pieces is not None:
            leads.setdefault(_heading(question), question)
    return [_like(question, leads.get(_heading(question))) for question in questions]


def nothing_to_compare(question: Asked) -> Asked:
    """A choice of one answer only, which no table can show, as a question that is kept; others as they are."""
    if question.kind not in (SINGLE, SCALE) or len(question.columns) > 1:
        return question
    column = question.columns[0]
    if len({*map(alike, labels_of(column)), *column.merged}) > 1:
        return question
    return replace(
        question, kind=OPEN, sure=Sure.UNSURE, because=SAME_ANSWER, instead="a single choice", order=None, kept=True
    )


def _heading(question: Asked) -> str:
    return words(heading_of(question.columns[0])) if len(question.columns) == 1 else ""


def _like(question: Asked, lead: Asked | None) -> Asked:
    if lead is None or lead.pieces is None or question.kind != SINGLE or not question.columns[0].filled:
        return question
    column, separator = question.columns[0], lead.pieces.separator
    known = {alike(piece) for piece in lead.pieces.times}
    if any(alike(piece) not in known for text in column.texts for piece in split(text, separator)):
        return question
    return replace(
        question,
        kind=MULTIPLE,
        sure=Sure.LIKELY,
        because="Another column with this heading holds several of these answers in a cell.",
        instead="a single choice",
        pieces=pieces_of(column.texts, separator),
    )
