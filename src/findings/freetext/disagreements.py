"""The codes on which coders differ, one row a comment and code, for a person to settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from findings.consultation.codeframe import FreeTextPlan
from findings.freetext.coding import SETTLED, Coding, by_comment
from findings.freetext.decisions import decisions_of


@dataclass(frozen=True)
class Disagreement:
    """A code that some of a comment's coders gave and others did not.

    Parameters
    ----------
    question, unit, code
        What it is about.
    given_by, not_given_by
        The coders.
    settled
        Whether it was decided between them; then `given` says whether the comment has the code.
    given
        Whether the comment has the code, as settled.
    """

    question: str
    unit: str
    code: str
    given_by: tuple[str, ...]
    not_given_by: tuple[str, ...]
    settled: bool
    given: bool


def disagreements(plan: FreeTextPlan, codings: Sequence[Coding]) -> tuple[Disagreement, ...]:
    """Every disagreement, the codes that most comments are disputed about first.

    Then in the order of the questions, of the code frame, and of the codings.
    """
    settled = {key: own[SETTLED] for key, own in by_comment(codings).items() if SETTLED in own}
    found = []
    for question, decisions in decisions_of(plan, codings).items():
        for code in decisions.codes:
            for unit, own in decisions.comments.items():
                gave = tuple(coder for coder, codes in own.items() if code in codes)
                others = tuple(coder for coder in own if coder not in gave)
                if gave and others:
                    decided = settled.get((question, unit), ())
                    given = any(coding.code == code for coding in decided)
                    found.append(Disagreement(question, unit, code, gave, others, bool(decided), given))
    disputed = Counter((one.question, one.code) for one in found)
    return tuple(sorted(found, key=lambda one: -disputed[one.question, one.code]))
