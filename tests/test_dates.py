"""Days are read by the declared order, and by no other."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.consultation.model import DateOrder
from findings.intake.dates import NO_DAY, NO_SUCH_DAY, TWO_DIGIT_YEAR, day_fault, orders_that_fit, read_day

DMY, MDY, YMD = DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST, DateOrder.YEAR_FIRST
THIRD_OF_APRIL = datetime.date(2021, 4, 3)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("03/04/2021", DMY),
        ("3/4/2021", DMY),
        ("3.4.2021", DMY),
        ("03-04-2021 23:59:59", DMY),
        ("04/03/2021 9:05 AM", MDY),
        ("4/3/2021 12:00:00 am", MDY),
        ("2021/04/03", YMD),
        ("2021/04/03 9:05:01 a.m. GMT+01:00", None),
        ("2021-04-03", DMY),
        ("2021-04-03", MDY),
        ("2021-04-03T10:00:00.123Z", DMY),
        ("2021-04-03 10:00:00+01:00", MDY),
        ("3 April 2021", MDY),
        ("3 Apr 2021 10:15", YMD),
        ("April 3, 2021", DMY),
        ("  03/04/2021  ", DMY),
    ],
)
def test_a_day_in_many_forms(text, order):
    if order is None:  # two time zones in one text are no time
        assert day_fault(text, YMD) == NO_DAY
    else:
        assert read_day(text, order) == THIRD_OF_APRIL
        assert day_fault(text, order) == ""


@pytest.mark.parametrize(
    ("text", "order", "fault"),
    [
        ("03/04/21", DMY, TWO_DIGIT_YEAR),
        ("21/04/03", YMD, TWO_DIGIT_YEAR),
        ("31/04/2021", DMY, NO_SUCH_DAY),
        ("29/02/2021", DMY, NO_SUCH_DAY),
        ("13/04/2021", MDY, NO_SUCH_DAY),
        ("2021-13-01", DMY, NO_SUCH_DAY),
        ("2021/04/03", DMY, NO_DAY),
        ("03/04/2021", YMD, NO_DAY),
        ("03/04-2021", DMY, NO_DAY),
        ("44289", DMY, NO_DAY),
        ("3 Ju 2021", DMY, NO_DAY),
        ("3 Mai 2021", DMY, NO_DAY),
        ("٠٣/٠٤/٢٠٢١", DMY, NO_DAY),
        ("soon", DMY, NO_DAY),
        ("", DMY, NO_DAY),
        ("0000-01-01", DMY, NO_SUCH_DAY),
    ],
)
def test_what_is_no_day_says_why(text, order, fault):
    assert (read_day(text, order), day_fault(text, order)) == (None, fault)


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from("/.-"), st.sampled_from(list(DateOrder)))
def test_what_python_writes_in_an_order_is_read_in_it(day, mark, order):
    form = {DMY: "%d{0}%m{0}%Y", MDY: "%m{0}%d{0}%Y", YMD: "%Y{0}%m{0}%d"}[order].format(mark)
    assert read_day(day.strftime(form), order) == day


@given(st.text(max_size=30), st.sampled_from(list(DateOrder)))
def test_any_text_is_a_day_or_has_a_fault_and_never_both(text, order):
    assert (read_day(text, order) is None) == (day_fault(text, order) != "")


def test_an_ambiguous_column_fits_two_orders_and_a_text_without_day_none():
    assert orders_that_fit(["03/04/2021", "04/05/2021", ""]) == (DMY, MDY)
    assert orders_that_fit(["03/04/2021", "13/05/2021"]) == (DMY,)
    assert orders_that_fit(["03/04/2021", "03/13/2021"]) == (MDY,)
    assert orders_that_fit(["13/04/2021", "03/13/2021"]) == ()
    assert orders_that_fit(["2021-04-03"]) == (YMD, DMY, MDY)
    assert orders_that_fit(["03/04/2021", "soon"]) == orders_that_fit(["", " "]) == ()


def test_days_over_twelve_leave_one_order():
    for day, month in itertools.product((13, 28), (1, 12)):
        assert orders_that_fit([f"{day}/{month}/2021"]) == (DMY,)
