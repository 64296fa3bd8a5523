"""Cleaning takes out what nobody typed, and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.intake.clean import clean, clean_answer

NBSP, ZWSP, BOM, ZWJ = "\u00a0", "\u200b", "\ufeff", "\u200d"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain text", "plain text"),
        ("  two  spaces ", "two spaces"),
        ("3.12. Other&nbsp", "3.12. Other"),
        ("&nbspAge", "Age"),
        ("&nbsp;&nbspof work&nbsp ", "of work"),
        ("R&D", "R&D"),
        ("R&amp;D", "R&D"),
        ("Q&A &lt;b&gt;", "Q&A <b>"),
        ("caf&eacute;", "café"),
        ("&#8217;s", "’s"),
        ("AT&T", "AT&T"),
        ("?a=1&copy=2 this&notthat &notit; &madeup;", "?a=1&copy=2 this&notthat &notit; &madeup;"),
        ("?a=1&amp=2&quotient=3", "?a=1&amp=2&quotient=3"),
        (f"{BOM}Age{NBSP}band{ZWSP}", "Age band"),
        ("one\r\ntwo\rthree\n", "one two three"),
        ("e\u0301", "é"),
        ("10 m² ½", "10 m² ½"),
        (f"a{ZWJ}b", f"a{ZWJ}b"),
        ("", ""),
        (NBSP, ""),
    ],
)
def test_a_heading(text, cleaned):
    assert clean(text) == cleaned


def test_an_answer_keeps_its_lines():
    assert clean_answer(f" First{NBSP} line.\r\n\r\n  Second &amp; last. \n") == "First line.\n\nSecond & last."
    assert clean_answer("one\rtwo") == "one\ntwo"


@given(st.text())
def test_cleaning_yields_one_line_in_nfc_without_odd_spaces(text):
    cleaned = clean(text)
    assert cleaned == " ".join(cleaned.split())
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not set(cleaned) & {NBSP, ZWSP, BOM, "\n"}


@given(st.text(alphabet=st.characters(exclude_characters="&")))
def test_what_was_cleaned_is_clean(text):
    assert clean(clean(text)) == clean(text)
    assert clean_answer(clean_answer(text)) == clean_answer(text)


@given(st.text())
def test_an_answer_on_one_line_is_a_heading(text):
    assert " ".join(clean_answer(text).split()) == clean(text)
