"""What files call questions and codes: the names that they may use, in the frames that they could be coded with."""

from __future__ import annotations

import functools
from collections.abc import Callable

from findings.consultation.asked import Questionnaire
from findings.consultation.codeframe import CodingFile, FreeTextPlan
from findings.consultation.names import as_compared
from findings.freetext.history import Codes
from findings.freetext.layouts import Source
from findings.intake.clean import clean


def question_names(plan: FreeTextPlan, questionnaire: Questionnaire) -> dict[str, str]:
    """What a file may call a question -> its name: its name, number, wording, short name or column, where that is one.

    Submissions are called by their name or their label.
    """
    owners: dict[str, set[str]] = {}
    for name in plan.coded:
        asked = questionnaire.also_asked[name]
        for text in (name, asked.number, asked.wording, asked.short, asked.column):
            owners.setdefault(as_compared(clean(text)), set()).add(name)
    for name, own in plan.submissions.items():
        for text in (name, own.label):
            owners.setdefault(as_compared(clean(text)), set()).add(name)
    names = {text: next(iter(own)) for text, own in owners.items() if text and len(own) == 1}
    return names | {name: name for name in (*plan.coded, *plan.submissions)}


def codes_of(plan: FreeTextPlan, question: str, source: Source) -> Codes:
    """What the texts of a file stand for in a question's frame."""
    frame = plan.frame_of(question)
    assert frame is not None
    said = source.said
    return Codes(frame, said.themes, said.version, by_date=source.kept)


def knows(plan: FreeTextPlan, said: CodingFile, kept: bool = False) -> Callable[[str], bool]:
    """Whether a text stands for a code in any of the frames that a file could be coded with."""
    names = [said.question] if said.question else [*plan.coded, *plan.submissions]
    frames = {id(frame): frame for name in names if (frame := plan.frame_of(name)) is not None}
    codes = [Codes(frame, said.themes, said.version, by_date=kept) for frame in frames.values()]
    return functools.lru_cache(maxsize=None)(lambda text: any(own.knows(text) for own in codes))


def replaced(note: str, codes: Codes) -> str | None:
    """The machine's code that a changed coding stands for, as its note tells it; None where it tells none.

    The note is that code, or begins as 'Instead of <code>.'.
    """
    text = note.strip()
    begins, _, _ = text.removeprefix("Instead of ").partition(".")
    for candidate in (text, begins):
        became = codes.read(candidate) if candidate else None
        if became is not None and candidate:
            return became.code or became.old
    return None
