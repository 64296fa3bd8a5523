"""Means, medians and quartiles in SQL: in whole numbers up to the last step, rounded once and half-up.

With `n` answers in order, counted from 0, a share of a quarter lies at the place `(n - 1) / 4`; between two answers it
is interpolated. That is definition 7 of Hyndman and Fan (1996).
"""

from __future__ import annotations

from collections.abc import Iterable

from findings.audit.recount.identifiers import AVERAGES, LOWER_QUARTILE, MEAN, MEDIAN, UPPER_QUARTILE
from findings.audit.recount.meaning import number_of
from findings.audit.recount.question import NUMERIC, Question
from findings.audit.recount.sqltext import listed, quoted, rounded

QUARTERS = {LOWER_QUARTILE: 1, MEDIAN: 2, UPPER_QUARTILE: 3}
DIGITS_OF_A_MEDIAN_SCORE = 1


def digits_of(question: Question, measure: str) -> int:
    """The digits after the point that an average is told with."""
    return DIGITS_OF_A_MEDIAN_SCORE if measure == MEDIAN and question.kind != NUMERIC else question.digits


def averages_of(question: Question) -> tuple[str, ...]:
    """The averages that a question has."""
    if question.kind == NUMERIC:
        return AVERAGES
    return (MEAN, MEDIAN) if question.scores else ()


def average_lines(question: Question, measures: Iterable[str], decimals: int) -> list[str]:
    """The lines of `numbers`, `in_order`, `places` and `averages`, which stand after `counted` and `members`.

    `averages` has a column a measure, in units of its last digit.
    """
    decimals = decimals if question.kind == NUMERIC else 0
    measures = list(dict.fromkeys(measures))
    quarters = [measure for measure in measures if measure in QUARTERS]
    places = [line for measure in quarters for line in _places(measure)]
    columns = [f"{_average(question, measure, decimals)} AS {quoted(measure)}" for measure in measures]
    return [
        "numbers AS (",
        f'  SELECT "table", level, {number_of(question, decimals)} AS number, sum(n) AS times',
        '  FROM members JOIN counted USING ("table", member)',
        "  GROUP BY ALL",
        "),",
        "in_order AS (",
        '  SELECT *, sum(times) OVER (PARTITION BY "table", level ORDER BY number) AS upto,',
        '    sum(times) OVER (PARTITION BY "table", level) AS people',
        "  FROM numbers WHERE number IS NOT NULL",
        "),",
        "places AS (",
        '  SELECT "table", level, people,',
        *(f"  {line}" for line in listed(["sum(number * times) AS total", *places])),
        '  FROM in_order GROUP BY "table", level, people',
        "),",
        "averages AS (",
        '  SELECT "table", level,',
        *(f"  {line}" for line in listed(columns)),
        "  FROM places",
        ")",
    ]


def _places(measure: str) -> list[str]:
    """The answers just below and just above a place, and how many fourths of the way it lies between them."""
    at = f"{QUARTERS[measure]} * (people - 1)"
    low, above = f"({at}) // 4", f"({at} + 3) // 4"
    return [
        f"min(number) FILTER (upto > {low}) AS {quoted(measure + ' low')}",
        f"min(number) FILTER (upto > {above}) AS {quoted(measure + ' high')}",
        f"({at}) % 4 AS {quoted(measure + ' rest')}",
    ]


def _average(question: Question, measure: str, decimals: int) -> str:
    digits, unit = digits_of(question, measure), 10**decimals
    if measure == MEAN:
        return rounded("total", f"(people * {unit})" if unit > 1 else "people", digits)
    low, high, rest = (quoted(f"{measure} {end}") for end in ("low", "high", "rest"))
    return rounded(f"({low} * (4 - {rest}) + {high} * {rest})", str(4 * unit), digits)
