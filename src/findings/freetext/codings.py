"""Every file of codings, read, checked, and brought forward to the present code frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.build import Parameters
from findings.consultation.codeframe import CodingFile, FreeTextPlan
from findings.consultation.codeframe_file import CODINGS
from findings.errors import InputRefused
from findings.freetext.called import knows
from findings.freetext.candidates import candidate_lines
from findings.freetext.coding import Coding
from findings.freetext.kept_out import Read, SetAside, without_comment
from findings.freetext.layouts import Source, read_layout, several
from findings.freetext.one_coder import of_one_coder
from findings.freetext.read_rows import Reader
from findings.freetext.submissions import Submission, submissions_told
from findings.freetext.units import Units
from findings.intake.reasons import REASONS
from findings.intake.received import Received

KEPT = CodingFile.model_validate(
    {
        "file": CODINGS,
        "layout": "long",
        "question_column": "question",
        "coder_column": "coder",
        "date_column": "date",
        "sentiment_column": "sentiment",
    }
)
"""The columns of `kept/codings/*.csv`."""


@dataclass(frozen=True)
class CodingsRead:
    """Every coding, the rows that are kept out with their reasons, and what a person should know."""

    codings: tuple[Coding, ...]
    set_aside: tuple[SetAside, ...]
    told: tuple[str, ...]


def read_codings(
    parameters: Parameters, received: Received, submissions: Sequence[Submission]
) -> tuple[tuple[Coding, ...], tuple[str, ...]]:
    """The codings in the order of their files and rows, and what a person should know, a line each.

    Raises
    ------
    InputRefused
        See `read_all_codings`.
    """
    read = read_all_codings(parameters, received, submissions)
    return read.codings, read.told


def read_all_codings(parameters: Parameters, received: Received, submissions: Sequence[Submission]) -> CodingsRead:
    """`kept/codings/*.csv` by their names, then the files that `codeframe.yaml` names, in their order.

    Refused is what nobody but a person can put right: a code outside the frame and its history, or not given to that
    question; a code without an identifier, of a response that is not there, or in number of responses without a
    comment; a comment that one coder coded in two ways; a comment without content that has a theme; a comment set
    aside without a reason; a date, status or sentiment that is none. Kept out and told is what has a reason of its own:
    codes of responses that are not analysed, doubled rows, what the same coder replaced later.

    Raises
    ------
    InputRefused
        With every problem of every file, each with all its rows.
    """
    plan = parameters.free_text
    if plan is None:
        return CodingsRead((), (), ())
    units = Units.of(plan, received, submissions)
    read, told = Read(), list(submissions_told(parameters, submissions))
    problems = []
    for source in sources_of(parameters, plan):
        reader = Reader(plan, parameters.questionnaire, source, units, read)
        layout = read_layout(source)
        problems += layout.problems
        told += layout.told
        for row in layout.rows:
            reader.take(row)
    told += without_comment(read)
    codings, of_coders = of_one_coder(read)
    problems += read.faults.problems
    if problems:
        raise InputRefused(problems)
    told += [*_told(read), *of_coders, *candidate_lines(plan, codings)]
    return CodingsRead(tuple(codings), tuple(read.set_aside), tuple(told))


def sources_of(parameters: Parameters, plan: FreeTextPlan) -> Iterator[Source]:
    """Every file of codings in the order in which they are read: the first coder of a comment counts."""
    kept = sorted((parameters.folder / CODINGS).glob("*.csv"))
    for path in kept:
        yield Source(path, path.name, KEPT, knows(plan, KEPT, kept=True), kept=True)
    times = Counter([*(path.name for path in kept), *(Path(one.file).name for one in plan.codings)])
    for one in plan.codings:
        path = (parameters.folder / one.file).resolve()
        # Files of one name lie in folders that tell them apart.
        shown = path.name if times[path.name] == 1 else f"{path.parent.name}/{path.name}"
        yield Source(path, shown, one, knows(plan, one))


def _told(read: Read) -> Iterator[str]:
    for file, n in read.blank.items():
        blank = several(n, "row without a code: its comment is", "rows without a code: their comments are")
        yield f"{file}: {blank} to be coded"
    by_file: dict[str, Counter[str]] = {}
    for (file, question), n in read.not_coded.items():
        yield f"{file}: {several(n, 'code', 'codes')} of {question}, which no code frame serves: not counted"
    for (file, reason), n in read.not_analysed.items():
        by_file.setdefault(file, Counter())[REASONS[reason].code if reason in REASONS else reason] += n
    for file, reasons in by_file.items():
        why = ", ".join(f"{n:,} {reason}" for reason, n in sorted(reasons.items()))
        codes = several(reasons.total(), "code", "codes")
        yield f"{file}: {codes} of responses that are not analysed, not counted ({why})"
    for (question, old, why), comments in read.again.items():
        have = several(len(comments), "comment has", "comments have")
        yield f"{question}: {have} to be coded again: coded with '{old}', which was {why}"
