"""The sections of a report: questions in the order of the file, a matrix in one piece, no section too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.model import Section
from findings.draft import nouns
from findings.draft.names import unused
from findings.draft.texts import shortened

LONGEST = 12
"""Questions a section."""
MOST_SECTIONS = 6
"""Every section is a chapter, which takes a few seconds to run: of a long questionnaire, sections are longer."""


@dataclass(frozen=True)
class Placed:
    """A question on its way into a section: its name, number and wording, and the matrix that it is a row of."""

    name: str
    number: str
    wording: str = ""
    matrix: str = ""
    matrix_wording: str = ""


def sections_of(questions: Sequence[Placed]) -> dict[str, Section]:
    """Divide the questions.

    Examples
    --------
    >>> several = sections_of([Placed("q1", "Q1", "Are you well?"),
    ...                        Placed("a", "2.1", "Parks", "m", "How far do you agree?"),
    ...                        Placed("b", "2.2", "Roads", "m", "How far do you agree?")])
    >>> [(name, section.title, section.questions) for name, section in several.items()]
    [('part_1', 'How far do you agree? And more (Q1 to 2.2)', ('q1', 'a', 'b'))]
    """
    sections: dict[str, Section] = {}
    for number, run in enumerate(_runs(questions), start=1):
        name = unused(f"part_{number}", sections, "part")
        sections[name] = nouns.section(_title(run, sections), [question.name for question in run])
    return sections


def _runs(questions: Sequence[Placed]) -> list[list[Placed]]:
    runs: list[list[Placed]] = []
    longest = max(LONGEST, -(-len(questions) // MOST_SECTIONS))
    for block in _blocks(questions):
        if runs and len(runs[-1]) + len(block) <= longest:
            runs[-1] += block
        else:
            # A matrix stays in one piece, however long: its rows are read beside each other.
            runs.append(list(block))
    return runs


def _blocks(questions: Sequence[Placed]) -> list[list[Placed]]:
    blocks: list[list[Placed]] = []
    for question in questions:
        if question.matrix and blocks and blocks[-1][-1].matrix == question.matrix:
            blocks[-1].append(question)
        else:
            blocks.append([question])
    return blocks


def _title(run: list[Placed], sections: dict[str, Section]) -> str:
    first, last = run[0], run[-1]
    titles = {section.title for section in sections.values()}
    where = first.number if len(run) == 1 else f"{first.number} to {last.number}"
    told, rest = _told(run)
    end = "" if told[-1:] in ".?!" else "."
    title = f"{told}{end} And more ({where})" if rest else told
    if not told:
        title = f"Question {where}" if len(run) == 1 else f"Questions {where}"
    return title if title not in titles else f"{title} ({where})"


def _told(run: list[Placed]) -> tuple[str, bool]:
    """What stands for a section: the words of its largest matrix or of its first question; and whether it has more."""
    matrices = list(dict.fromkeys(question.matrix for question in run if question.matrix))
    largest = max(matrices, key=lambda name: sum(question.matrix == name for question in run), default="")
    if largest:
        row = next(question for question in run if question.matrix == largest)
        if row.matrix_wording:
            return shortened(row.matrix_wording), any(question.matrix != largest for question in run)
    return shortened(run[0].wording), len(run) > 1
