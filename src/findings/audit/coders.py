"""Cells of how far coders agree, told in words and worked out again from the codings that a run keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from findings.audit.arithmetic import as_decimal, half_up
from findings.audit.recount.agreement import AGREEMENT, comments_coded
from findings.audit.recount.candidates import CANDIDATES
from findings.audit.recount.codeframe import CODEFRAME, FIXED_CODES, TO_CODE, read_codeframe
from findings.audit.recount.coders import Comment, parts_as_they_are
from findings.audit.recount.codings import CODINGS, read_codings
from findings.consultation.names import BASE
from findings.evidence.cell import OF_CODERS, Cell, Measure

WORDS: dict[str, str] = {
    Measure.AGREED: "a percentage of the decisions of two coders: how many are the same",
    Measure.KAPPA: "Cohen's kappa: 1 less how often coders differ over how often they would by chance",
    Measure.ALPHA: "Krippendorff's alpha: 1 less how often coders differ over how often they would by chance",
}
OF_WHAT = "comments that two or more people coded"
MADE_FROM = "codings, one row a code that one coder gave to one comment"
ROUNDED_FROM = "half-up, once, from a fraction"
SHOWN = 20


def is_of_coders(cell: Cell) -> bool:
    """Whether a cell says how far coders agree, over how many comments, or what they made of a machine's codes."""
    if cell.measure in OF_CODERS:
        return True
    return (cell.unit, cell.question.endswith(AGREEMENT)) == ("comments", True) or _is_of_machine(cell)


def _is_of_machine(cell: Cell) -> bool:
    return cell.unit == "codes" and cell.question.endswith(CANDIDATES)


def question_of(cell: Cell) -> str:
    """The open question, or the submissions, whose comments were coded."""
    return cell.question.removesuffix(AGREEMENT).removesuffix(CANDIDATES)


def of_what(cell: Cell) -> str:
    """What the cell is about, where others are about respondents."""
    return "codes that a machine proposed" if _is_of_machine(cell) else OF_WHAT


def worked_out_lines(cell: Cell, folder: Path) -> tuple[list[str], str]:
    """The arithmetic of a measure, and the value; nothing of a count."""
    if cell.measure == Measure.COUNT:
        return [], ""
    question = question_of(cell)
    frame = read_codeframe(folder / CODEFRAME).frame_of(question)
    every = (*frame.serving(question), *(code for code in FIXED_CODES if code != TO_CODE)) if frame else ()
    codes = list(every) if cell.option == BASE else [cell.option]
    apart, chance = parts_as_they_are(list(_comments(cell, folder).values()), codes, cell.measure)
    if not chance:
        return ["nobody could have differed, so there is none"], ""
    share = 1 - apart / chance
    of = "pairs of coders who differ / pairs of coders" if cell.measure == Measure.AGREED else "differ / by chance"
    times = 100 if cell.measure == Measure.AGREED else 1
    line = f"1 - {as_decimal(apart)} / {as_decimal(chance)} = {as_decimal(share)}   ({of})"
    return [line], half_up(times * share, cell.digits)


def source_lines(cell: Cell, folder: Path) -> Iterator[str]:
    """The comments that two or more people coded, and what each gave of the code."""
    if _is_of_machine(cell):
        yield f"restricted/candidates.csv, of {question_of(cell)}: every code that a machine proposed, with its fate"
        return
    comments = _comments(cell, folder)
    yield f"{CODINGS}, of {question_of(cell)}: what two or more people coded, without what was settled"
    for unit, own in list(comments.items())[:SHOWN]:
        told = "; ".join(f"{coder}: {', '.join(sorted(codes))}" for coder, codes in own.items())
        yield f"response {unit}: {told}"
    if len(comments) > SHOWN:
        yield f"... and {len(comments) - SHOWN:,} more"
    yield f"{len(comments):,} in all"


def _comments(cell: Cell, folder: Path) -> dict[str, Comment]:
    return comments_coded(read_codings(folder)).get(question_of(cell), {})
