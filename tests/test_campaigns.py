"""Campaigns: found, recognised, and counted as published consultations counted them."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from findings.intake.campaigns import (
    Counting,
    Fate,
    Follower,
    Follows,
    FoundCampaign,
    Outcome,
    assign,
    fates,
    find_campaigns,
    register,
)

LETTER = (
    "Dear council, please keep our hospital open. It is the heart of the town, and the next one is "
    "an hour away by a bus that does not run on Sundays. Yours, "
)
OTHER = "We support the plan for a new health centre because it brings doctors and nurses under one roof at last."
IDENTICAL, VARIANT = Follows.IDENTICAL, Follows.VARIANT


def follows(text: str, template: str = LETTER) -> Follows | None:
    found = assign([text], {"letter": template})[0]
    return found.follows if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LETTER, IDENTICAL),
        (LETTER.upper().replace(",", " ;\n"), IDENTICAL),
        (f"{LETTER} Jo Bloggs", VARIANT),
        ("My own mother was born there. " * 20 + LETTER, VARIANT),
        # A part of it, and nothing else: 20 of its 29 words.
        (" ".join(LETTER.split()[:20]), VARIANT),
        # Nine words with eight pairs, all of them its own; and one pair fewer.
        (" ".join(LETTER.split()[4:13]), VARIANT),
        (" ".join(LETTER.split()[4:12]), None),
        (OTHER, None),
        ("", None),
        ("Please keep our hospital open.", None),
    ],
)
def test_how_closely_a_text_follows(text: str, expected: Follows | None) -> None:
    assert follows(text) is expected


def test_gaps_of_a_template_are_filled_by_its_senders() -> None:
    template = LETTER + "[your name], {postcode}"
    assert follows(f"{LETTER} Jo Bloggs, LE1 5WW", template) is IDENTICAL
    assert follows(LETTER, template) is IDENTICAL
    assert (
        follows(f"{LETTER} and more than ten words of my own, which are an opinion about all this", template) is VARIANT
    )


def test_a_short_template_is_followed_word_for_word_only() -> None:
    assert follows("Save our HOSPITAL", "Save our hospital!") is IDENTICAL
    assert follows("Save our hospital now please", "Save our hospital!") is None
    assert follows("", "") is None


def test_of_two_campaigns_the_one_of_which_most_is_held() -> None:
    half = " ".join(OTHER.split()[:12])
    found = assign(
        [f"{LETTER} {half}", f"{half} {LETTER}", OTHER, OTHER], {"one": OTHER, "two": LETTER, "three": OTHER}
    )
    assert found == [
        Follower("two", VARIANT),
        Follower("two", VARIANT),
        Follower("one", IDENTICAL),
        Follower("one", IDENTICAL),
    ]


def own(number: int) -> str:
    """Words of somebody's own; those of two numbers share nothing."""
    return " ".join(
        f"{word}{chr(97 + number // 26)}{chr(97 + number % 26)}" for word in ("road", "bus", "ward", "nurse")
    )


def test_campaigns_are_found_with_those_who_added_much() -> None:
    much = [f"{LETTER} {' '.join(own(50 * n + place) for place in range(9))}" for n in range(3)]
    texts = [*([LETTER] * 9), own(1), LETTER + own(2), *much, *([OTHER] * 11), "", "Yes", *(["No comment"] * 30)]
    assert find_campaigns(texts) == (
        FoundCampaign(LETTER, 9, 4, (*range(9), 10, 11, 12, 13)),
        FoundCampaign(OTHER, 11, 0, tuple(range(14, 25))),
    )
    assert find_campaigns(texts, at_least=12) == ()
    assert find_campaigns([]) == ()


def test_where_no_two_are_the_same_the_template_is_the_one_most_like_the_others() -> None:
    texts = [f"{LETTER} {own(n)}" for n in range(10)]
    texts.insert(6, f"{LETTER} thanks")
    (found,) = find_campaigns(texts)
    assert found == FoundCampaign(texts[6], 1, 10, tuple(range(11)))
    assert "its sender's own words" in register([found], "comments")


@given(st.permutations([LETTER] * 6 + [LETTER + own(n) for n in range(5)] + [OTHER] * 3))
def test_the_order_of_the_texts_changes_no_count(texts: list[str]) -> None:
    (found,) = find_campaigns(texts)
    assert (found.template, found.identical, found.variants) == (LETTER, 6, 5)
    assert [texts[place] == OTHER for place in found.members] == [False] * 11


def test_what_is_registered_is_yaml_that_gives_the_text_back() -> None:
    text = 'Say "no": {it} is #1 \\ wrong\n\tfor us — all of us\u2028- a: &b *c\x85'
    written = register([FoundCampaign(text, 2, 8, ()), FoundCampaign(OTHER, 9, 1, ())], "q: 5", taken=["campaign_1"])
    assert YAML(typ="safe").load(written) == {
        "campaigns": {
            "campaign_2": {"label": "Campaign 2", "question": "q: 5", "text": text},
            "campaign_3": {"label": "Campaign 3", "question": "q: 5", "text": OTHER},
        }
    }
    assert YAML(typ="safe").load(register([], "q")) == {"campaigns": {}}


# --- the funnels of published reports, on made-up rows ---------------------------------------------


def counted(texts: list[str], rule: Counting, answers: list[str] | None = None) -> Counter[str]:
    return Counter(fate.outcome for fate in fates(assign(texts, {"letter": LETTER}), {"letter": rule}, answers))


def bank(ordinary: int, identical: int, variants: int) -> list[str]:
    return [*(own(n) for n in range(ordinary)), *([LETTER] * identical), *(LETTER + own(n) for n in range(variants))]


def test_investment_bank_final_identical_texts_are_one_response() -> None:
    # 1443 received: 40 online hub, 20 mail, 1383 campaign, of which 1360 identical and 23 variants.
    texts = bank(40 + 20, 1360, 23)
    assert len(texts) == 1443
    assert counted(texts, Counting.IDENTICAL_AS_ONE) == {"analysed": 60 + 1 + 23, "merged": 1359}


def test_investment_bank_interim_identical_texts_are_counted_apart() -> None:
    # 1108 received: 335 + 20 + 753 campaign (709 identical, 44 variants); 399 analysed.
    texts = bank(335 + 20, 709, 44)
    assert len(texts) == 1108
    assert counted(texts, Counting.IDENTICAL_APART) == {"analysed": 399, "set_aside": 709}


def test_referendum_2012_campaign_texts_are_analysed_as_a_group_of_their_own() -> None:
    # A hundredth of 26219 analysed: 21198 individuals, 164 organisations, 4857 campaign; and 4000 counted apart.
    texts = bank(212 + 2, 49, 0) + [OTHER] * 40
    rules = {"letter": Counting.EACH, "other": Counting.APART}
    followed = assign(texts, {"letter": LETTER, "other": OTHER})
    found = Counter(fate.outcome for fate in fates(followed, rules))
    assert found == {"analysed": 212 + 2 + 49, "set_aside": 40}
    assert sum(follower is not None and follower.campaign == "letter" for follower in followed) == 49


def test_identical_texts_with_other_answers_are_not_one_response() -> None:
    found = fates(
        [Follower("a", IDENTICAL)] * 3 + [Follower("b", IDENTICAL), Follower("a", VARIANT), None],
        {"a": Counting.IDENTICAL_AS_ONE},
        ["yes", "no", "yes", "yes", "yes", "yes"],
    )
    kept = Fate(Outcome.ANALYSED)
    assert found == [kept, kept, Fate(Outcome.MERGED, 0), kept, kept, kept]


FOLLOWERS = st.lists(
    st.none() | st.builds(Follower, st.sampled_from("ab"), st.sampled_from(list(Follows))), max_size=20
)


@given(FOLLOWERS, st.sampled_from(list(Counting)))
def test_every_response_has_one_fate(followers: list[Follower | None], rule: Counting) -> None:
    found = fates(followers, {"a": rule})
    assert len(found) == len(followers)
    for place, fate in enumerate(found):
        follower = followers[place]
        if follower is None or follower.campaign == "b":
            assert fate == Fate(Outcome.ANALYSED)
        if fate.outcome is Outcome.MERGED:
            assert fate.into is not None
            assert found[fate.into] == Fate(Outcome.ANALYSED)
            assert followers[fate.into] == follower
    first = [followers.index(Follower("a", IDENTICAL))] if Follower("a", IDENTICAL) in followers else []
    identical, variants = (followers.count(Follower("a", how)) for how in (IDENTICAL, VARIANT))
    gone = {
        Counting.EACH: 0,
        Counting.IDENTICAL_AS_ONE: identical - len(first),
        Counting.IDENTICAL_APART: identical,
        Counting.APART: identical + variants,
    }[rule]
    assert sum(fate.outcome is not Outcome.ANALYSED for fate in found) == gone
