"""Responses that came twice: what is taken out, what is flagged, and what is neither."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.intake.copies import Copy, How, find_copies

TEXT = "The new hub is too far from our village, and the last bus leaves at six in the evening."
NEAR = "The new hub is far too far from our village, and the last bus leaves at six in the evening!"


def copies(*rows: tuple[str, str, str, str], **known: list[bytes | None] | list[bool]) -> list[tuple[int, int, str]]:
    """Rows of identifier, channel, answer and text -> kept, copy, how."""
    frame = pd.DataFrame(
        {
            "response_id": [row[0] for row in rows],
            "channel": pd.Categorical([row[1] for row in rows]),
            "q1": pd.Categorical([row[2] for row in rows]),
            "q2": [row[2] if row[1] == "web" else "not_asked" for row in rows],
        }
    )
    found = find_copies(frame, ["q1", "q2"], {"why": [row[3] for row in rows]}, **known)  # type: ignore[arg-type]
    return [(copy.kept, copy.copy, str(copy.how)) for copy in found]


def test_equal_answers_alone_are_no_copy() -> None:
    assert (
        copies(("r1", "web", "yes", ""), ("r2", "web", "yes", ""), ("", "web", "yes", ""), ("", "web", "yes", "")) == []
    )


def test_the_same_record_twice() -> None:
    assert copies(("r1", "web", "yes", ""), ("r2", "web", "no", ""), ("r1", "web", "yes", "")) == [
        (0, 2, "same_record")
    ]
    # An identifier of two different responses is a fault, which is told elsewhere.
    assert copies(("r1", "web", "yes", ""), ("r1", "web", "no", "")) == []
    assert copies(("r1", "web", "yes", "a"), ("r1", "web", "yes", "b")) == []


def test_identifiers_of_two_channels_say_nothing() -> None:
    assert copies(("1", "web", "yes", ""), ("1", "paper", "yes", "")) == []


def test_one_person_with_the_same_response_in_two_channels() -> None:
    rows = (("1", "web", "yes", ""), ("7", "paper", "yes", ""), ("8", "paper", "no", ""), ("9", "paper", "yes", ""))
    # Paper did not ask q2, so q2 is not compared; 8 answered differently, 9 is somebody else.
    assert copies(*rows, people=[b"p", b"p", b"p", b"q"]) == [(0, 1, "same_person")]
    assert copies(*rows, people=[None] * 4) == []


def test_the_same_words_are_flagged() -> None:
    rows = (("1", "web", "yes", TEXT), ("2", "paper", "yes", TEXT.upper()), ("3", "web", "no", TEXT))
    assert copies(*rows) == [(0, 1, "same_words")]
    assert not How.SAME_WORDS.certain
    assert [how.certain for how in How] == [True, True, False, False]


def test_nearly_the_same_words_are_flagged() -> None:
    assert copies(("1", "web", "yes", TEXT), ("2", "web", "yes", NEAR)) == [(0, 1, "near_words")]
    assert copies(("1", "web", "yes", TEXT), ("2", "web", "no", NEAR)) == []


def test_short_words_and_campaigns_are_no_copies() -> None:
    assert copies(("1", "web", "yes", "I agree"), ("2", "web", "yes", "I agree")) == []
    rows = (("1", "web", "yes", TEXT), ("2", "web", "yes", TEXT), ("3", "web", "yes", NEAR))
    assert copies(*rows, of_campaign=[True, True, True]) == []
    # The same record is the same record, whatever it says.
    assert copies(rows[0], rows[0], of_campaign=[True, True]) == [(0, 1, "same_record")]


def test_a_letter_from_two_addresses_is_near_and_not_the_same() -> None:
    rows = (("1", "web", "yes", f"{TEXT} LE1 5WW"), ("2", "web", "yes", f"{TEXT} LE2 7AB"))
    assert copies(*rows) == [(0, 1, "near_words")]


def test_the_surest_reason_is_told_once() -> None:
    rows = (("1", "web", "yes", TEXT), ("1", "web", "yes", TEXT), ("2", "web", "yes", TEXT), ("3", "web", "yes", NEAR))
    assert copies(*rows, people=[b"p", b"p", None, None]) == [
        (0, 1, "same_record"),
        (0, 2, "same_words"),
        (0, 3, "near_words"),
    ]


def test_words_are_compared_question_by_question() -> None:
    frame = pd.DataFrame({"response_id": ["r", "r"]})
    assert find_copies(frame, [], {"a": ["x", ""], "b": ["", "x"]}) == ()
    assert find_copies(frame, [], {"a": ["x", "X."], "b": ["", ""]}) == (Copy(0, 1, How.SAME_RECORD),)
    assert find_copies(frame.iloc[:0], [], {}) == ()


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", ""]),
        st.sampled_from(["web"]),
        st.sampled_from(["yes", "no"]),
        st.sampled_from(["", TEXT, NEAR]),
    ),
    max_size=12,
)


@given(ROWS)
def test_every_copy_is_later_than_a_response_that_stays(rows: list[tuple[str, str, str, str]]) -> None:
    found = copies(*rows)
    certain = [(kept, copy) for kept, copy, how in found if how == "same_record"]
    # Worked out by hand: the same identifier and all the rest the same as in an earlier row.
    assert certain == [(rows.index(row), place) for place, row in enumerate(rows) if row[0] and rows.index(row) < place]
    assert len({copy for _, copy, _ in found}) == len(found)
    assert not {kept for kept, _, _ in found} & {copy for _, copy in certain}
    assert all(kept < copy and rows[kept][2] == rows[copy][2] for kept, copy, _ in found)


@pytest.mark.parametrize("n", [20_000])
def test_many_equal_answers_take_no_time(n: int) -> None:
    rows = [(str(place), "web", "yes", "") for place in range(n)]
    assert copies(*rows, rows[3]) == [(3, n, "same_record")]
