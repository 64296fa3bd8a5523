"""Near copies: every pair that comparing all texts with all others finds, and no other."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.intake import alike
from findings.intake.alike import near_duplicates
from findings.intake.shingles import same_words, wordings, words

LONG = "The hub is much too far away from our village and there is no bus after six in the evening"


def compared(texts: list[str], threshold: float, least_words: int, length: int) -> tuple[tuple[int, ...], ...]:
    """The groups by comparing all with all; texts of plain lower-case words only."""
    split = [re.findall("[a-z]+", text) for text in texts]
    sets = [{tuple(found[n : n + length]) for n in range(len(found) - length + 1)} for found in split]
    home = list(range(len(texts)))
    long = [place for place, found in enumerate(split) if len(found) >= least_words]
    for one, other in itertools.combinations(long, 2):
        cosine = len(sets[one] & sets[other]) / math.sqrt(len(sets[one]) * len(sets[other]))
        if cosine >= threshold - 1e-12:
            home = [home[one] if label == home[other] else label for label in home]
    groups = [tuple(place for place in range(len(texts)) if home[place] == label) for label in dict.fromkeys(home)]
    return tuple(sorted(group for group in groups if len(group) > 1))


TEXTS = st.lists(st.lists(st.sampled_from("abcdef"), max_size=9).map(" ".join), max_size=25)
THRESHOLDS = st.sampled_from([0.3, 0.5, 0.6, 0.7, 0.8, 1.0])


@settings(max_examples=80)
@given(TEXTS, THRESHOLDS, st.sampled_from([1, 2, 3]), st.sampled_from([1, 3]))
def test_all_pairs_and_no_others(texts: list[str], threshold: float, length: int, list_length: int) -> None:
    long_list, pairs, chunk = alike._LONG_LIST, alike._PAIRS, alike._CHUNK
    # Few texts have to go the ways of many too.
    alike._LONG_LIST, alike._PAIRS, alike._CHUNK = list_length, 20, 7
    try:
        found = near_duplicates(texts, threshold, least_words=3, length=length)
    finally:
        alike._LONG_LIST, alike._PAIRS, alike._CHUNK = long_list, pairs, chunk
    assert found == compared(texts, threshold, 3, length)


@settings(max_examples=25)
@given(TEXTS, THRESHOLDS, st.randoms(use_true_random=False))
def test_the_order_of_the_texts_changes_nothing(texts: list[str], threshold: float, chance: object) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    groups = near_duplicates([texts[place] for place in order], threshold, least_words=3)
    assert {frozenset(order[place] for place in group) for group in groups} == {
        frozenset(group) for group in near_duplicates(texts, threshold, least_words=3)
    }


@settings(max_examples=25)
@given(TEXTS)
def test_groups_are_disjoint_and_a_higher_threshold_divides_them(texts: list[str]) -> None:
    wide, narrow = (near_duplicates(texts, threshold, least_words=3) for threshold in (0.5, 0.8))
    places = [place for group in wide for place in group]
    assert len(places) == len(set(places))
    assert all(any(set(group) <= set(larger) for larger in wide) for group in narrow)


def test_long_texts_whose_sketches_are_full() -> None:
    words_of = [f"w{n}" for n in range(3000)]
    letters = [f"w{'abcdefghij'[n // 100 % 10]}{'abcdefghij'[n // 10 % 10]}{'abcdefghij'[n % 10]}" for n in range(1000)]
    texts = [" ".join(words_of), " ".join(words_of[:1500]), " ".join(words_of[:1480]), " ".join(letters)]
    # Of 2,999 pairs of words the half shares 1,499: 1499 / sqrt(2999 * 1499) = 0.707.
    assert near_duplicates(texts, 0.7) == ((0, 1, 2),)
    assert near_duplicates(texts, 0.71) == ((1, 2),)


def test_a_threshold_is_met_exactly() -> None:
    # Four pairs of words each, two of them shared: 2 / 4.
    texts = ["a b c d e", "a b c y z"]
    assert near_duplicates(texts, 0.5, least_words=3) == ((0, 1),)
    assert near_duplicates(texts, 0.51, least_words=3) == ()


def test_short_texts_are_no_copies() -> None:
    short = "I agree with all of it and have no more to say"
    assert len(short.split()) == 12 == alike.LEAST_WORDS
    assert near_duplicates([short, short]) == ((0, 1),)
    assert near_duplicates(["Yes", "Yes", short.removesuffix(" say"), short.removesuffix(" say"), "", ""]) == ()


def test_what_says_nothing_is_left_out() -> None:
    assert same_words("“It’s” — FAR;  too\nfar…") == same_words("its far too far") == "its far too far"
    assert words("Mail a.b@c.org, see https://x.org/a?b=1 or www.x.org. From LE15WW, sw1a 1aa.") == (
        ["mail", "□", "see", "□", "or", "□", "from", "□", "□"]
    )
    assert words("Mail a.b@c.org from LE15WW", slots=False) == ["mail", "a", "b", "c", "org", "from", "le15ww"]
    # Not postcodes: a grade, a road, a form.
    assert words("A1, M25, 3rd 10am T1 2u") == ["a1", "m25", "3rd", "10am", "t1", "2u"]


def test_other_scripts_are_words_too() -> None:
    # Vowel signs are marks: without them these two words of Gujarati would be one.
    assert words("હોસ્પિટલ, દૂર!") == ["હોસ્પિટલ", "દૂર"]
    assert words("કે") != words("કો")
    assert words("Ÿes ÉCOLE école") == ["ÿes", "école", "école"]
    assert words("医院太远。") == ["医", "院", "太", "远"]
    assert words("👍🏽 ...") == []


def test_one_wording_is_read_once() -> None:
    found = wordings([LONG, "no", LONG.upper(), LONG + " indeed"], 12)
    assert found.of.tolist() == [0, -1, 0, 1]
    assert found.copies.tolist() == [2, 1]
    assert found.first.tolist() == [0, 3]
    # 19 words, 18 pairs: "the hub", "the evening" ... are all different.
    assert found.sizes.tolist() == [len(LONG.split()) - 1, len(LONG.split())]


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.01, math.nan])
def test_a_threshold_out_of_bounds(threshold: float) -> None:
    with pytest.raises(ValueError, match=r"threshold: found .*, allowed: over 0, at most 1"):
        near_duplicates([LONG], threshold)


def test_nothing_to_compare() -> None:
    assert near_duplicates([]) == near_duplicates(["", "no"]) == near_duplicates([LONG]) == ()


@pytest.mark.slow
def test_a_large_campaign_is_found_without_comparing_all_with_all() -> None:
    letter = " ".join(f"letter{n}" for n in range(60))
    texts = [f"{letter} {' '.join(f'own{n}x{place}' for n in range(place % 30))}" for place in range(5_000)]
    assert near_duplicates(texts) == (tuple(range(5_000)),)
