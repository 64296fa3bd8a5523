"""What a query counts, in words: the lines that stand before it."""

from __future__ import annotations

from findings.audit.recount.averages import digits_of
from findings.audit.recount.identifiers import (
    AVERAGES,
    BASE,
    BASE_ANSWERED,
    BASE_ASKED,
    BORDA,
    COUNT,
    DIFFERENCE,
    MENTIONS,
    PERCENT_OF_ANSWERED,
    PERCENT_OF_ASKED,
    CellName,
)
from findings.audit.recount.meaning import either
from findings.audit.recount.meaning import in_words as meaning_in_words
from findings.audit.recount.members import groups_in_words
from findings.audit.recount.question import NUMERIC, RANKING, Question, Questionnaire

_BASES = {PERCENT_OF_ANSWERED: BASE_ANSWERED, PERCENT_OF_ASKED: BASE_ASKED}
_KINDS = {BASE_ANSWERED: "answered", BASE_ASKED: "asked"}


def in_words(questionnaire: Questionnaire, cell: CellName, *, tally: bool) -> list[str]:
    """What a cell counts and of whom, line by line."""
    question = questionnaire.questions[cell.table.asked]
    lines = [cell.text, *_what(question, cell)]
    if cell.table.breakdown:
        breakdown = questionnaire.breakdowns[cell.table.breakdown]
        among = groups_in_words(questionnaire, breakdown, cell.level)
        lines += [f"{'among: ' if not n else 'and:   '} {line}" for n, line in enumerate(among)]
        if cell.measure == DIFFERENCE:
            first, *_ = groups_in_words(questionnaire, breakdown, breakdown.reference)
            where, _, level = first.rpartition(" (")
            lines.append(f"less:   the same where {where} ({level.partition(' of ')[0]})")
    if cell.measure not in (COUNT, MENTIONS, BORDA, *AVERAGES):
        base = _BASES.get(cell.measure, BASE)
        kind = _KINDS.get(base, question.base_kind)
        lines.append(f"base:   {meaning_in_words(question, base)} (of those: {kind})")
        lines.append("rounded half-up, once, in whole numbers; NULL where the base is nobody")
    counts = "counts of restricted/tally.csv" if tally else "rows of restricted/responses.parquet"
    return [*lines, f"from the {counts}; run it in DuckDB from the folder of the run"]


def _what(question: Question, cell: CellName) -> list[str]:
    if cell.measure in AVERAGES:
        return [_average(question, cell.measure), _rounding(question, cell.measure)]
    if cell.measure == MENTIONS:
        of = question.options if cell.option == BASE else question.nets.get(cell.option, (cell.option,))
        return [f"adds up: how often {question.source} names {either(of)}; who names two of them counts twice"]
    if cell.measure == BORDA:
        most = len(question.scores)
        return [f"adds up: {most} points for each first place of {question.item} in {question.source}, one less for"
                " each place behind it, none where it is not ranked"]  # fmt: skip
    return [f"counts: {meaning_in_words(question, cell.option)}"]


def _average(question: Question, measure: str) -> str:
    name = measure.replace("_", " ")
    if question.kind == NUMERIC:
        return f"takes:  {name} of the numbers in {question.source}"
    if question.kind == RANKING:
        return f"takes:  {name} of the places of {question.item} in {question.source}, where it is ranked"
    scores = ", ".join(f"{option} {score}" for option, score in question.scores.items())
    return f"takes:  {name} of the scores in {question.source}: {scores}"


def _rounding(question: Question, measure: str) -> str:
    digits = digits_of(question, measure)
    return f"rounded half-up, once, in whole numbers, to digits after the point: {digits}; NULL where nobody has one"
