"""The one scale of words for shares: its bands by plain arithmetic, its place in sentences, what may not be typed."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import every_kind
from findings.consultation.names import CellId
from findings.errors import ParameterError
from findings.evidence.share_words import SCALE, SMALLEST_BASE, fits, is_phrase, phrase_for
from findings.evidence.store import Evidence
from findings.exhibits.about import about
from findings.exhibits.bases import other_base
from findings.exhibits.model import Origin, Span, plain
from findings.exhibits.number_words import NUMBER_WORDS
from findings.exhibits.sentences import line, say, typed_number
from told_kinds import evidence_of_kinds

SHARES = st.integers(SMALLEST_BASE, 3000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


# -- the scale


@given(SHARES)
def test_a_majority_is_more_than_half_and_all_and_none_have_no_exception(share: tuple[int, int]) -> None:
    count, base = share
    assert fits("a majority", count, base) == (2 * count > base and count < base)
    assert fits("a minority", count, base) == (2 * count < base and count > 0)
    assert fits("all", count, base) == (count == base)
    assert fits("none", count, base) == (count == 0)
    assert fits("most", count, base) == (4 * count > 3 * base and count < base)


@given(SHARES, st.sampled_from([("a quarter", 1, 4), ("a third", 1, 3), ("half", 1, 2), ("two thirds", 2, 3),
                                ("three quarters", 3, 4)]))  # fmt: skip
def test_around_is_within_two_and_a_half_points(share: tuple[int, int], part: tuple[str, int, int]) -> None:
    count, base = share
    text, over, under = part
    # |count/base - over/under| <= 1/40, in whole numbers.
    assert fits(f"around {text}", count, base) == (40 * abs(count * under - over * base) <= base * under)


@given(SHARES)
def test_each_share_has_one_phrase_and_it_is_true(share: tuple[int, int]) -> None:
    phrase = phrase_for(*share)
    assert fits(phrase, *share)
    assert fits(phrase[:1].upper() + phrase[1:], *share)


@given(SHARES)
def test_the_two_sides_of_a_question_are_told_alike(share: tuple[int, int]) -> None:
    """What is said of those in favour is said of as many against: the scale has no side."""
    count, base = share
    pairs = [("none", "all"), ("a few", "nearly all"), ("a minority", "a majority"), ("a minority", "most"),
             ("around a quarter", "around three quarters"), ("around a third", "around two thirds"),
             ("around half", "around half")]  # fmt: skip
    told = phrase_for(count, base), phrase_for(base - count, base)
    assert told in pairs or told[::-1] in pairs


@pytest.mark.parametrize(("count", "base", "phrase"), [
    (0, 10, "none"), (10, 10, "all"), (1, 400, "a few"), (40, 400, "a minority"), (39, 400, "a few"),
    (90, 400, "around a quarter"), (89, 400, "a minority"), (133, 400, "around a third"), (189, 400, "a minority"),
    (190, 400, "around half"), (210, 400, "around half"), (211, 400, "a majority"), (267, 400, "around two thirds"),
    (310, 400, "around three quarters"), (311, 400, "most"), (360, 400, "most"), (361, 400, "nearly all"),
])  # fmt: skip
def test_phrases_at_the_edges(count: int, base: int, phrase: str) -> None:
    assert phrase_for(count, base) == phrase


@pytest.mark.parametrize(("count", "base"), [(3, 7), (0, 9), (-1, 20), (21, 20), (0, 0)])
def test_what_has_no_words(count: int, base: int) -> None:
    assert not any(fits(phrase.text, count, base) for phrase in SCALE)
    with pytest.raises(ValueError, match=f"no words for {count} of {base}"):
        phrase_for(count, base)


def test_the_fractions_do_not_meet() -> None:
    around = sorted((phrase.low, phrase.high) for phrase in SCALE if phrase.text.startswith("around"))
    assert all(high < low for (_, high), (low, _) in pairwise(around))
    assert around[2] == (Fraction(19, 40), Fraction(21, 40))


# -- in a sentence


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    return evidence_of_kinds(every_kind.drawn(100))


def test_a_phrase_is_a_span_of_its_percentage(evidence: Evidence) -> None:
    name = next(one for one in ("q1", "area") if other_base(evidence, one) is not None)
    option = next(iter(evidence.story.questionnaire.scale_of(name).options))
    count = evidence.cell(f"{name}#{option}")
    base = evidence.cell(evidence.cell(f"{name}#{option}!percent").cell.base_cell).cell
    kind = {"answered": " of those who answered", "asked": " of those who were asked", "all": " of all respondents"}
    share = evidence.cell(f"{name}#{option}!percent").cell
    phrase = phrase_for(count.cell.number, base.number)
    assert line("Here {x:in_words} said so.", x=count) == (
        Span("Here "),
        Span(phrase, Origin.CELL, share.cell, about(evidence, share)),
        Span(kind[share.base_kind]),
        Span(" said so."),
    )


def test_a_phrase_begins_a_sentence_with_a_capital(evidence: Evidence) -> None:
    cell = evidence.cell("q1#net_agree")
    first, second = (plain(say(f"{led}{{x:in_words}} agreed.", x=cell).text) for led in ("", "So: "))
    assert first[0].isupper()
    assert second == f"So: {first[0].lower()}{first[1:]}"
    assert plain(say("Yes. {x:in_words} agreed.", x=cell).text) == f"Yes. {first}"


def test_either_base_can_be_said(evidence: Evidence) -> None:
    """The words behind the phrase are of the percentage that was asked for."""
    own, other = (evidence.cell(f"q2#bus!{measure}") for measure in ("percent", "percent_of_asked"))
    assert plain(line("{x:in_words}", x=own)).endswith(" of those who answered")
    assert plain(line("{x:in_words}", x=other)).endswith(" of those who were asked")


def test_of_a_handful_the_numbers_are_said() -> None:
    people = [every_kind.Answers(area="leicester", q1="agree" if n < 3 else "disagree") for n in range(7)]
    told = line("Of them {x:in_words} agreed.", x=evidence_of_kinds(people).cell("q1#net_agree"))
    assert plain(told) == "Of them 3 of 7 agreed."
    assert [span.ref for span in told if span.ref] == ["q1#net_agree", "q1#base"]


def test_a_hidden_share_is_its_shorthand(evidence: Evidence) -> None:
    cells = dict(evidence.cells)
    for name in ("q1#agree", "q1#agree!percent"):
        cells[name] = cells[name].hidden()
    (span,) = line("{x:in_words}", x=Evidence(evidence.story, cells).cell("q1#agree"))
    assert (span.text, span.ref, is_phrase(span.text)) == ("[c]", "q1#agree!percent", False)


def test_a_weighted_share_is_not_said_in_words(evidence: Evidence) -> None:
    share = evidence.cells["q1#agree!percent"]
    weighted = CellId("q1", "agree", measure="weighted").text
    cells = {**evidence.cells, weighted: share}
    with pytest.raises(ParameterError) as refused:
        line("{x:in_words} agreed.", x=Evidence(evidence.story, cells).cell("q1#agree"))
    assert str(refused.value) == (
        "a sentence: a share in words where shares are weighted\n"
        "  found:   q1#agree!percent\n"
        "  allowed: the weighted percentage\n"
        "  do:      Say the percentage: words for shares are of counts, and a weighted share has none."
    )


# -- what a sentence may not hold


@pytest.mark.parametrize(("text", "word"), [
    ("Nineteen agreed", "Nineteen"), ("ninety-nine of them", "ninety"), ("a million", "million"),
    ("two fifths", "two"), ("one in seven", "seven"), ("a tenth", "tenth"), ("three-quarters", "three"),
    ("twofold", "twofold"), ("a dozen or so", "dozen"), ("a couple of people", "couple"), ("a handful", "handful"),
    ("per cent of them", "per cent"), ("the percent", "percent"), ("{x} %", "%"), ("‰", "‰"),
    ("mostly in favour", "mostly"), ("the overwhelming view", "overwhelming"), ("unanimous", "unanimous"),
    ("None of them agreed", "None"), ("zero", "zero"), ("ⅻ agreed", "ⅻ"), ("maj\u00adority", "majority"),
    ("ｔｗｏ", "two"), ("④", "④"), ("dwy ran o dair", "dwy"), ("y mwyafrif", "mwyafrif"),
])  # fmt: skip
def test_number_words_are_seen(text: str, word: str) -> None:
    assert typed_number(text) == word


@pytest.mark.parametrize("phrase", [phrase.text for phrase in SCALE if phrase.text != "all"])
def test_no_phrase_of_the_scale_can_be_typed(phrase: str) -> None:
    assert typed_number(f"{phrase} agreed")


@pytest.mark.parametrize("text", [
    "how many people responded", "as many as there are items", "rounded half up", "given most often", "None.",
    "Groups of few respondents are shown for completeness", "Everyone who answered agreed, and nobody left it out",
    "one answer each", "ranked first", "all respondents", "Two columns, since it makes a difference",
    "would differ by five percentage points or more", "someone tended to mention attention",
])  # fmt: skip
def test_harmless_words_pass(text: str) -> None:
    assert typed_number(text) == ""


@given(st.sampled_from(sorted(NUMBER_WORDS)), st.sampled_from(["{}", "{} of them", "So {}.", "({})"]))
def test_every_number_word_is_refused_in_any_letters(word: str, around: str) -> None:
    for written in (word, word.upper(), word.capitalize()):
        if around == "{}" and word == "none":
            # Alone it says that a list is empty.
            continue
        assert typed_number(around.format(written)).casefold() == word
