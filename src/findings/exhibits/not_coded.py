"""Comments that nobody has coded yet: what may not be said of themes while there are some."""

from __future__ import annotations

from findings.consultation.codeframe import THEMES, TO_CODE
from findings.consultation.names import BASE, CellId
from findings.evidence.store import Evidence
from findings.exhibits.coded import is_of_submissions, part_of
from findings.exhibits.model import Line
from findings.exhibits.sentences import line
from findings.exhibits.wording import words

NONE_CODED = "These comments have not been coded yet, so no theme is told."
NO_SUBMISSION_CODED = "These submissions have not been coded yet, so no theme is told."


def none_coded(evidence: Evidence, question: str) -> bool:
    """Whether it can be seen that of the comments that a coded question is about none was coded, where there are some.

    Parameters
    ----------
    evidence
        The store.
    question
        Any question that is counted from codings, as `q9_themes` or `q9_principles`.
    """
    themes = part_of(question) + THEMES
    base, left = (evidence.find(CellId(themes, option)) for option in (BASE, TO_CODE))
    if base is None or left is None or not base.visible or not left.visible:
        return False
    return 0 < base.number == left.number


def all_coded(evidence: Evidence, question: str) -> bool:
    """Whether it can be seen that every comment was read; a hidden count of those that were not may be any number."""
    left = evidence.find(CellId(question, TO_CODE))
    return left is None or (left.visible and left.number == 0)


def none_coded_told(evidence: Evidence, question: str) -> Line:
    """The one sentence where nothing is coded."""
    return words(NO_SUBMISSION_CODED if is_of_submissions(evidence, question) else NONE_CODED)


def not_coded_told(evidence: Evidence, question: str) -> Line:
    """How many comments are not coded yet; nothing where all are, or where their count is hidden."""
    left = evidence.find(CellId(question, TO_CODE))
    if left is None or not left.visible or left.number == 0:
        return ()
    cell = evidence.cell(left.cell)
    if is_of_submissions(evidence, question):
        return line("Not coded yet: {cell:count} of {cell:base} submissions.", cell=cell)
    return line(
        "{cell:count} of {cell:base} comments are not coded yet: shares are of all who commented, coded or not.",
        cell=cell,
    )
