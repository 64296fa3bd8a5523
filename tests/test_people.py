"""One person's several responses: recognised without their identity, combined by a stated rule."""

from __future__ import annotations

import datetime
import hashlib
import hmac

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.intake.people import Conflict, Filled, Merged, combine, crowded, groups, new_key, normalised, person_keys

KEY = b"k" * 32


def day(number: int) -> datetime.date:
    return datetime.date(2024, 5, number)


def test_a_key_is_the_keyed_hash_of_the_parts() -> None:
    plain = (3).to_bytes(4, "big") + b"jo " + (1).to_bytes(4, "big") + b"x"
    expected = hmac.new(KEY, plain.replace(b"\x03jo ", b"\x02jo").replace(b"\x01x", b"\x011"), hashlib.sha256).digest()
    assert person_keys([["JO "], ["1"]], KEY) == [expected]


def test_parts_do_not_run_into_each_other() -> None:
    one, other = person_keys([["ab", "a"], ["c", "bc"]], KEY)
    assert one != other


@pytest.mark.parametrize("nobody", ["", "  ", "N/A", "none", "Anonymous", "prefer  not to say", "-", "\u200b"])
def test_who_names_nobody_is_nobody(nobody: str) -> None:
    assert person_keys([["jo@example.org"] * 2, [nobody, "Jo"]], KEY)[0] is None
    assert person_keys([["jo@example.org"] * 2, [nobody, "Jo"]], KEY)[1] is not None


def test_spellings_of_one_and_of_two() -> None:
    assert normalised("ＪＯ@example.ORG ") == "jo@example.org"
    # Two mailboxes, with some providers.
    assert normalised("j.bloggs@example.org") != normalised("jbloggs@example.org")
    assert normalised("jo+x@example.org") != normalised("jo@example.org")
    assert normalised("José") != normalised("Jose")


@given(st.lists(st.sampled_from(["a@b.c", "A@B.C ", "d@e.f", "n/a", ""]), max_size=12))
def test_no_result_depends_on_the_key(column: list[str]) -> None:
    found = groups(person_keys([column], KEY))
    assert found == groups(person_keys([column], new_key()))
    by_hand: dict[str, list[int]] = {}
    for place, text in enumerate(column):
        if text.strip().lower() not in ("", "n/a"):
            by_hand.setdefault(text.strip().lower(), []).append(place)
    assert found == tuple(tuple(places) for places in by_hand.values() if len(places) > 1)


def test_a_short_key_and_no_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="key: found fewer than 16 bytes, allowed: 16 and more"):
        person_keys([["a"]], b"short")
    with pytest.raises(ValueError, match="columns: found none, allowed: one and more"):
        person_keys([], KEY)
    assert len(new_key()) == 32
    assert new_key() != new_key()


def test_an_address_of_many_is_told() -> None:
    assert crowded([(0, 1), (2, 3, 4, 5, 6, 7)]) == ((2, 3, 4, 5, 6, 7),)


FRAME = pd.DataFrame(
    {
        "response_id": ["r1", "r2", "r3", "r4"],
        "q1": pd.Categorical(["yes", "not_answered", "no", "yes"]),
        "q2": ["daily", "weekly", "not_answered", "not_answered"],
        "q3": ["not_answered", "b", "not_answered", "c"],
    }
)
QUESTIONS = ("q1", "q2", "q3")


def test_the_latest_counts() -> None:
    found = combine(FRAME, [(0, 1, 2)], "latest", [day(3), day(2), None, day(1)], questions=QUESTIONS)
    assert found.merged == (Merged(1, 0), Merged(2, 0))
    assert found.filled == ()
    assert found.conflicts == (Conflict(0, 2, "q1"), Conflict(0, 1, "q2"))
    pd.testing.assert_frame_equal(found.frame, FRAME)


def test_the_first_counts_and_a_response_without_a_day_is_early() -> None:
    found = combine(FRAME, [(0, 1, 2)], "first", [day(3), day(2), None, day(1)], questions=QUESTIONS)
    assert found.merged == (Merged(0, 2), Merged(1, 2))


def test_without_days_the_order_of_the_file_decides() -> None:
    assert combine(FRAME, [(0, 1, 2)], "latest", None, questions=QUESTIONS).merged == (Merged(0, 2), Merged(1, 2))
    same_day = combine(FRAME, [(0, 1, 2)], "latest", [day(1)] * 4, questions=QUESTIONS)
    assert same_day.merged == (Merged(0, 2), Merged(1, 2))


def test_gaps_are_filled_from_the_latest_that_has_an_answer() -> None:
    before = FRAME.copy()
    found = combine(FRAME, [(0, 1, 2)], "fill", None, questions=QUESTIONS)
    assert found.merged == (Merged(0, 2), Merged(1, 2))
    # Row 2 said "no", left q2 and q3 out; row 1 is later than row 0.
    assert found.filled == (Filled(2, "q2", 1), Filled(2, "q3", 1))
    assert found.conflicts == (Conflict(2, 0, "q1"), Conflict(2, 0, "q2"))
    assert found.frame.loc[2].tolist() == ["r3", "no", "weekly", "b"]
    assert found.frame.drop(index=2).equals(before.drop(index=2))
    assert found.frame["q1"].dtype == before["q1"].dtype
    pd.testing.assert_frame_equal(FRAME, before)


def test_a_gap_is_not_filled_where_the_question_was_not_asked() -> None:
    found = combine(FRAME, [(0, 1, 2)], "fill", None, questions=QUESTIONS, asked_if={"q2": {"q1": ("yes",)}})
    assert found.filled == (Filled(2, "q3", 1),)
    # The condition itself may be filled: row 1 left q1 out, row 0 said "yes".
    found = combine(FRAME, [(0, 1)], "fill", None, questions=QUESTIONS, asked_if={"q3": {"q1": ("yes",)}})
    assert found.filled == (Filled(1, "q1", 0),)


ROWS = st.lists(
    st.tuples(st.sampled_from(["p", "q", ""]), st.sampled_from(["a", "b", "not_answered"]), st.integers(1, 3)),
    max_size=10,
)


@given(ROWS, st.sampled_from(["latest", "first", "fill"]))
def test_each_person_keeps_one_and_no_row_is_lost(rows: list[tuple[str, str, int]], rule: str) -> None:
    frame = pd.DataFrame({"q": [row[1] for row in rows]}, dtype="str")
    people = groups(person_keys([[row[0] for row in rows]], KEY))
    days = [day(row[2]) for row in rows]
    found = combine(frame, people, rule, days, questions=["q"])  # type: ignore[arg-type]
    gone = {merged.row for merged in found.merged}
    for person in ("p", "q"):
        places = {place for place, row in enumerate(rows) if row[0] == person}
        assert len(places - gone) == min(1, len(places))
        kept = next(iter(places - gone), None)
        if kept is not None and rule == "fill" and any(rows[place][1] != "not_answered" for place in places):
            assert found.frame["q"][kept] != "not_answered"
    assert not gone & {merged.into for merged in found.merged}
    assert not gone & {place for place, row in enumerate(rows) if not row[0]}
