"""Taking out what could lead to a person: each form by hand, what stays, and texts that nobody expected."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.errors import ParameterError
from findings.freetext.redaction import Kind, RedactionRules, Span, redact
from findings.freetext.redaction.nhs_number import is_nhs_number
from findings.freetext.redaction.span import apart


def test_the_example_of_the_data_dictionary_is_an_nhs_number() -> None:
    # 9x10 + 4x9 + 3x8 + 4x7 + 7x6 + 6x5 + 5x4 + 9x3 + 1x2 = 299 = 27 x 11 + 2, and 11 - 2 = 9.
    assert is_nhs_number("9434765919")


@given(st.text("0123456789", min_size=10, max_size=10))
@settings(max_examples=50)
def test_an_nhs_number_is_one_whose_weighted_digits_all_add_up_to_a_multiple_of_11(digits: str) -> None:
    # The rule of the standard, turned round: the tenth digit counts once.
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits))
    assert is_nhs_number(digits) is (total % 11 == 0 and len(set(digits)) > 1)


STRUCTURED = [
    ("Write to jane.smith@nhs.net please", "Write to [e-mail address] please"),
    ("I am jane at nhs dot net.", "I am [e-mail address]."),
    ("mail jane . smith @ nhs . net thank you", "mail [e-mail address] thank you"),
    ("jane@example . co . uk or sam@ example. org", "[e-mail address] or [e-mail address]"),
    ("Ring O7700 9OO123 or 077OO-900 123", "Ring [telephone number] or [telephone number]"),
    ("jane.smith (at) example.co.uk", "[e-mail address]"),
    ("jane [at] example [dot] org wrote", "[e-mail address] wrote"),
    ("Ring 07700 900123 or 0116 496 0123", "Ring [telephone number] or [telephone number]"),
    ("Ring (0116) 4960123 now", "Ring [telephone number] now"),
    ("Ring +44 7700 900123, or +44 (0)7700 900123", "Ring [telephone number], or [telephone number]"),
    ("Ring 0116.496.0123", "Ring [telephone number]"),
    ("Ring 00447700900123", "Ring [telephone number]"),
    ("Ring ext 4021 or tel: 496 0123", "Ring ext [telephone number] or tel: [telephone number]"),
    ("Ring oh seven seven double oh nine double oh one two three", "Ring [telephone number]"),
    ("Live near LE1 5WW and nn161aa", "Live near [postcode] and [postcode]"),
    ("NHS 943 476 5919 and 9434765919", "NHS [NHS number] and [NHS number]"),
    ("NHS number is 943 476 5918", "NHS number is [number]"),
    ("NI is AB 12 34 56 C", "NI is [National Insurance number]"),
    ("ab123456c it says", "[National Insurance number] it says"),
    ("DOB 03/04/1956", "DOB [date of birth]"),
    ("born on 3rd April 1956", "born on [date of birth]"),
    ("I was born in 1956", "I was born in [date of birth]"),
    ("admitted on 12/03/2021 at 9", "admitted on [date] at 9"),
    ("he died on 1-1-2022 at night", "he died on [date] at night"),
    ("admitted on March 12, 2021.", "admitted on [date]."),
    ("I live at 12 Acacia Avenue.", "I live at [address]."),
    ("flat 3, 41a st james's road", "[address]"),
    ("the bins on Acacia Avenue", "the bins on [place]"),
    ("See https://example.org/me?id=7 and www.jane.co.uk.", "See [web address] and [web address]."),
    ("I am @jane_smith there, insta: jane.smith.77", "I am [user name] there, insta: [user name]"),
    (
        "Hospital number K123456, case ref: 2021/0034",
        "Hospital number [reference number], case ref: [reference number]",
    ),
    (
        "My car AB12 CDE was clamped, also K123 ABC",
        "My car [vehicle registration] was clamped, also [vehicle registration]",
    ),
    ("sort code 12-34-56 account 12345678", "sort code [bank details] account [bank details]"),
    ("card 4929 1234 5678 9012", "card [bank details]"),
]


@pytest.mark.parametrize(("text", "expected"), STRUCTURED)
def test_identifiers_that_have_a_form(text: str, expected: str) -> None:
    assert redact(text).text == expected


NAMES = [
    ("Dr Patel was kind", "Dr [name] was kind"),
    ("Dr. J. Smith-Jones saw me", "Dr. [name] saw me"),
    ("dr okonkwo saw me", "dr [name] saw me"),
    ("Nurse Jane and Sister Mary O'Neill", "Nurse [name] and Sister [name]"),
    ("the nurse, Agnieszka, was lovely", "the nurse, [name], was lovely"),
    ("My name is Wren and I agree", "My name is [name] and I agree"),
    ("I'm Sunita, I live there", "I'm [name], I live there"),
    ("I disagree. Regards, Jo", "I disagree. Regards, [name]"),
    ("I disagree.\nKind regards\nJ. Bloggs", "I disagree.\nKind regards\n[name]"),
    ("thanks to sunita and peter", "thanks to [name] and [name]"),
    ("I saw Mark there and Grace Okafor too", "I saw [name] there and [name] too"),
    ("April helped me with the forms", "[name] helped me with the forms"),
    ("Wojciechowska was lovely", "[name] was lovely"),
    ("We asked for Siân but René came", "We asked for [name] but [name] came"),
    ("JANE WAS LOVELY AND SO WAS SUNITA", "[name] WAS LOVELY AND SO WAS [name]"),
    ("It was Jane's idea", "It was [name]'s idea"),
    ("my son Oluwaseun waited", "my son [name] waited"),
    ("Mrs van der Berg said no", "Mrs [name] said no"),
]


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_names_of_people(text: str, expected: str) -> None:
    assert redact(text).text == expected


STAYS = [
    "I will mark the bill in May, and hope that grace will rise.",
    "May I say that Will has nothing to do with it? Hope so.",
    "In April and on Sunday it was closed; the Christian group met at Easter.",
    "I went to Leicester Royal Infirmary and then to Glenfield Hospital.",
    "We waited 3 hours, 20 minutes walk from the 12.30 bus, and paid £1,200,000 or £12.50.",
    "I would score it 10 out of 10, and 8 9 10 is what others say: 0 1 2 3 4 5 6 7 8 9 10.",
    "It is a 10 minute drive down the lane, 2 miles, in 2021 or 2022/23, room 12, ward 6.",
    "The dr was good, the nurse too. Miss the old place.",
    "It is about 1st, 2nd or 3rd place in the list of 250 patients a day.",
    "Thanks for everything",
    "Two @ 5 pounds. We went there. On 7 May it was OK. O7 is a bus.",
    "DO NOT CLOSE THE HUB, IT IS THE ONLY ONE",
    "The Staff Are Lovely And The Care Is Great",
    "I recieved an apointment but definately to late",
    "Mae'r staff yn garedig iawn ac roedd y feddygfa yn lân.",
    "સ્ટાફ ખૂબ જ દયાળુ હતો.",
    "الموظفون رائعون جدا",
    "👍👍 great 😀",
    "<p class='x'>Great <b>staff</b></p>&nbsp;",
    "=1+1 and -2",
    "",
    "   \n\t ",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("０７７００ ９００１２３", "[telephone number]"),
        ("0\u200b7\u200b7\u200b0\u200b0 900123", "[telephone number]"),
        ("મારો નંબર ૦૭૭૦૦ ૯૦૦૧૨૩ છે.", "મારો નંબર [telephone number] છે."),
        # The "а" and the "о" are Cyrillic.
        ("jоhn@gmаil.com", "[e-mail address]"),
        ("ＬＥ１ ５ＷＷ", "[postcode]"),
        ("07700–900–123", "[telephone number]"),
        ("Great\u202e care, 943\u00a0476\u00a05919", "Great\u202e care, [NHS number]"),
    ],
)
def test_characters_that_only_look_like_others_hide_nothing(text: str, expected: str) -> None:
    assert redact(text).text == expected


def test_what_the_rules_list_goes_and_what_they_keep_stays() -> None:
    text = "May Bank at the Carlton Hayes hub, near Foxton  Locks: Jane May said may. LE3 is far. Ask for Hayes."
    rules = RedactionRules(names=("Jane May",), keep=("Carlton Hayes",), places=("foxton locks",), districts=True)
    assert redact(text, rules).text == (
        "[name] Bank at the Carlton Hayes hub, near [place]: [name] said may. [postcode] is far. Ask for [name]."
    )
    assert "LE3" in redact(text).text


def test_a_name_to_keep_keeps_no_number_and_no_listed_name() -> None:
    rules = RedactionRules(names=("Hope",), keep=("Hope House 07700 900123",))
    assert redact("Hope House 07700 900123", rules).text == "[name] House [telephone number]"


SMALL_SET = [
    ("They treated my husband Tariq Mahmood like a number.", "Tariq Mahmood"),
    ("Why can Sister Bernadette not answer the phone?", "Bernadette"),
    ("My daughter ewa was sent home twice", "ewa"),
    ("I am 07911 123456 if you want to talk", "07911 123456"),
    ("please send it to the.khans@example.org not by post", "the.khans@example.org"),
    ("Llinos from reception was the only one who listened", "Llinos"),
    ("We are at 7 Mill Lane and the bus stops at 5", "7 Mill Lane"),
    ("my nhs number 401 023 2137 was wrong on the letter", "401 023 2137"),
    ("complaint PALS/2023/118 was never answered", "PALS/2023/118"),
    ("It says NE3 4AB on the letter", "NE3 4AB"),
    ("THANK YOU TO OLUFEMI", "OLUFEMI"),
    ("Yours sincerely, D. Featherstone", "D. Featherstone"),
]


@pytest.mark.parametrize(("text", "identifier"), SMALL_SET)
def test_planted_by_hand(text: str, identifier: str) -> None:
    start = text.index(identifier)
    gone = {place for span in redact(text).spans for place in range(span.start, span.end)}
    assert all(place in gone for place in range(start, start + len(identifier)) if text[place].isalnum())


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_nothing_else_of_a_text_changes(text: str) -> None:
    redacted = redact(text)
    rebuilt, at = "", 0
    for span in redacted.spans:
        assert at <= span.start < span.end <= len(text)
        rebuilt += text[at : span.start] + span.put
        at = span.end
    assert redacted.text == rebuilt + text[at:]


@pytest.mark.parametrize("text", [text for text, _ in STRUCTURED + NAMES])
def test_what_was_redacted_once_stays_as_it_is(text: str) -> None:
    once = redact(text).text
    assert redact(once).text == once


def test_spans_that_overlap_leave_nothing_of_either() -> None:
    spans = [Span(5, 9, Kind.NAME), Span(0, 7, Kind.E_MAIL), Span(9, 12, Kind.NAME)]
    assert apart(spans) == (Span(0, 9, Kind.E_MAIL), Span(9, 12, Kind.NAME))


@pytest.mark.parametrize(("part", "kind"), [("Dr Patel ", Kind.NAME), ("a@b.uk ", Kind.E_MAIL)])
def test_a_letter_of_many_pages_is_read_to_its_end(part: str, kind: Kind) -> None:
    # How its time grows with its length: benchmarks/redaction_growth.py.
    found = redact(part * 3_000)
    assert [span.kind for span in found.spans] == [kind] * 3_000


def test_without_presidio_it_is_said_what_to_install() -> None:
    if importlib.util.find_spec("presidio_analyzer") and importlib.util.find_spec("spacy"):
        pytest.skip("presidio and spaCy are installed")
    with pytest.raises(ParameterError) as refused:
        redact("Jane was kind", RedactionRules(model="en_core_web_sm"))
    assert str(refused.value.problems[0]) == (
        "codeframe.yaml, quotes.name_model: presidio_analyzer and spacy cannot be imported\n"
        "  found:   en_core_web_sm\n"
        "  allowed: a spaCy model that is installed\n"
        "  do:      Install findings[names] and the model, or leave name_model out: rules and word lists work without."
    )


def test_a_model_reads_names_that_the_rules_leave(tmp_path: Path) -> None:
    spacy = pytest.importorskip("spacy", reason="the extra is not installed: pip install 'findings[names]'")
    pytest.importorskip("presidio_analyzer", reason="the extra is not installed: pip install 'findings[names]'")
    pipeline = spacy.blank("en")
    patterns = [{"label": "PERSON", "pattern": name} for name in ("grey may", "Staff", "lovely")]
    pipeline.add_pipe("entity_ruler").add_patterns([*patterns, {"label": "PERSON", "pattern": "Mercy Long"}])
    pipeline.to_disk(tmp_path / "tiny")
    text = "Staff met Mercy Long, a lovely Grey Lady"
    rules = RedactionRules(model=str(tmp_path / "tiny"))
    # "Staff" and a word in small letters are no names, whatever a model says.
    assert redact(text, rules).text == "Staff met [name], a lovely Grey Lady"
    with pytest.raises(ParameterError, match="spaCy has no model 'no_such_model'"):
        redact(text, RedactionRules(model="no_such_model"))
