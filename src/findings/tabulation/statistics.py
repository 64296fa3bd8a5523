"""What is said of a whole group beside its counts: mean, median, quartiles, mentions, points of a ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from findings.consultation.model import Kind
from findings.consultation.names import BASE, BASE_ANSWERED, BASE_SCORED
from findings.evidence.cell import Cell, Measure, Status
from findings.tabulation.averages import HALF, QUARTER, Times, mean, quantile
from findings.tabulation.table import Table, answers_given, further_bases, make_cell, scored

MEDIAN_DIGITS = 1
"""Of a scale's scores, which are whole numbers: the median of an even number of answers may lie half-way."""


def average_cells(
    table: Table, level: str, totals: Mapping[str, int], given: Mapping[str, int] | None
) -> Iterator[Cell]:
    """The cells of one level that are no counts of answers.

    Parameters
    ----------
    table, level
        Where they stand.
    totals
        Every count of the level.
    given
        Number -> how many gave it, for a question that asks for a number.
    """
    if table.several:
        yield from _mentions(table, level, totals)
    kind = table.questionnaire.questions[table.question].kind
    if kind is Kind.NUMERIC:
        times = {Decimal(number): n for number, n in (given or {}).items()}
        yield from _of_numbers(table, level, times)
    options = table.questionnaire.scale_of(table.question).options
    scores = {name: score for name in scored(table.questionnaire, table.question) if (score := options[name].score)
              is not None}  # fmt: skip
    if scores:
        yield from _of_scores(table, level, totals, scores, ranking=kind is Kind.RANKING)


def _mentions(table: Table, level: str, totals: Mapping[str, int]) -> Iterator[Cell]:
    """How often an option was chosen: of one option as often as there are respondents, of several added up."""
    for option, of in {**{option: (option,) for option in table.options}, **table.nets, BASE: table.options}.items():
        yield make_cell(
            table,
            table.id(option, level, Measure.MENTIONS),
            str(sum(totals[part] for part in of)),
            unit="mentions",
            base_cell=table.id(BASE, level).text,
            origins=table.ids(of, level),
        )


def _of_numbers(table: Table, level: str, times: Times) -> Iterator[Cell]:
    bases = further_bases(table.questionnaire, table.question, table.breakdown)
    base = BASE_ANSWERED if BASE_ANSWERED in bases else BASE
    digits = table.questionnaire.questions[table.question].digits
    origins = table.ids(answers_given(table.questionnaire, table.question), level)
    yield _average(table, level, Measure.MEAN, mean(times, digits) if times else "", digits, base, origins)
    for measure, share in (
        (Measure.LOWER_QUARTILE, QUARTER),
        (Measure.MEDIAN, HALF),
        (Measure.UPPER_QUARTILE, 1 - QUARTER),
    ):
        yield _average(table, level, measure, quantile(times, share, digits) if times else "", digits, base, origins)


def _of_scores(
    table: Table, level: str, totals: Mapping[str, int], scores: Mapping[str, int], *, ranking: bool
) -> Iterator[Cell]:
    bases = further_bases(table.questionnaire, table.question, table.breakdown)
    base = BASE_SCORED if BASE_SCORED in bases else BASE
    digits = table.questionnaire.questions[table.question].digits
    origins = table.ids(tuple(scores), level)
    times: dict[Decimal, int] = {}
    for option, score in scores.items():
        if totals[option]:
            times[Decimal(score)] = times.get(Decimal(score), 0) + totals[option]
    yield _average(table, level, Measure.MEAN, mean(times, digits) if times else "", digits, base, origins)
    middle = quantile(times, HALF, MEDIAN_DIGITS) if times else ""
    yield _average(table, level, Measure.MEDIAN, middle, MEDIAN_DIGITS, base, origins)
    if ranking:
        most = max(scores.values())
        points = sum((most + 1 - score) * totals[option] for option, score in scores.items())
        yield make_cell(
            table,
            table.id(BASE, level, Measure.BORDA),
            str(points),
            unit="points",
            base_cell=table.id(BASE, level).text,
            origins=origins,
        )


def _average(
    table: Table, level: str, measure: Measure, value: str, digits: int, base: str, origins: tuple[str, ...]
) -> Cell:
    return make_cell(
        table,
        table.id(BASE, level, measure),
        value,
        unit="score" if base == BASE_SCORED or _is_scored(table) else "number",
        digits=digits,
        base_cell=table.id(base, level).text,
        origins=origins,
        status=Status.SHOWN if value else Status.NOT_APPLICABLE,
    )


def _is_scored(table: Table) -> bool:
    return bool(scored(table.questionnaire, table.question))
