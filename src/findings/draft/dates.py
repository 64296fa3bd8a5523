"""Texts that are days, and the one order of day, month and year in which a file can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from findings.consultation.model import DateOrder
from findings.intake.dates import TWO_DIGIT_YEAR, day_fault, orders_that_fit, read_day

IN_WORDS = {
    DateOrder.YEAR_FIRST: "year, month, day",
    DateOrder.DAY_FIRST: "day, month, year",
    DateOrder.MONTH_FIRST: "month, day, year",
}
LONGEST = 48
"""Letters of a day with its time."""


def is_day(text: str) -> bool:
    """Whether a text is written as a day, with or without a time; the century may be missing.

    Examples
    --------
    >>> is_day("12/6/2018 12:41:54"), is_day("2016-11-17T00:00:00Z"), is_day("1990"), is_day("12/06/18")
    (True, True, False, True)
    """
    if len(text) > LONGEST or not any(character.isdigit() for character in text):
        return False
    return any(read_day(text, order) is not None or day_fault(text, order) == TWO_DIGIT_YEAR for order in DateOrder)


def one_order(columns: Sequence[Iterable[str]]) -> tuple[DateOrder | None, tuple[bool, ...]]:
    """The order in which a file writes its days, and which of its columns can surely be read in it.

    A file has one order. A column whose days fit two (03/04/2021) is read only where another column decides; days
    with the year first or with the month as a word fit any.

    Parameters
    ----------
    columns
        The texts of each column that could hold days; those before decide over those after.

    Examples
    --------
    >>> one_order([["13/01/2024"], ["02/03/2024"], ["2024-01-31"]])
    (<DateOrder.DAY_FIRST: 'dmy'>, (True, True, True))
    >>> one_order([["01/02/2024"]]), one_order([["2016-11-17T00:00:00Z"]])
    ((None, (False,)), (<DateOrder.YEAR_FIRST: 'ymd'>, (True,)))
    """
    fits = [orders_that_fit(texts) for texts in columns]
    decided = next((orders[0] for orders in fits if len(orders) == 1), None)
    any_order = [orders for orders in fits if len(orders) == len(DateOrder)]
    order = decided or (DateOrder.YEAR_FIRST if any_order else None)
    return order, tuple(order in orders for orders in fits)
