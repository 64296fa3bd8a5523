"""Made-up comments, campaign letters, near copies and codings: what was put in can be found again."""

from __future__ import annotations

import collections
import difflib
import itertools
import math
import re
import statistics
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from findings.rehearsal.codings import expected_kappa, mistaken, two_coders
from findings.rehearsal.comments import _SHAPES, REGISTER_SHARES, THEME_SHARES, comments
from findings.rehearsal.grammar import THEMES, Polarity
from findings.rehearsal.grammar.frame import SLOTS
from findings.rehearsal.grammar.letter import PERSONAL
from findings.rehearsal.hands import HANDS
from findings.rehearsal.pieces import LEANINGS, REGISTERS, Kind, pieces, sentences
from findings.rehearsal.variants import (
    MOST_WORDINGS,
    PERSONAL_SHARE,
    campaign_texts,
    letter_theme,
    near_copy,
    wordings,
)

SUBJECT = "Improving access"
FORMULA = tuple("=+-@\t\r")


def leanings(size, seed=0):
    """Drawn from a stream of their own, or whoever leans would draw again what made them lean."""
    return np.random.default_rng((seed, 1)).choice(LEANINGS, size=size, p=[0.4, 0.2, 0.4]).astype(np.int8)


@pytest.fixture(scope="module")
def sample():
    """50,000 comments: leanings, texts, themes."""
    leaning = leanings(50_000)
    texts, themes = comments(np.random.default_rng(11), leaning, SUBJECT)
    return leaning, texts, themes


@pytest.fixture(scope="module")
def templates():
    """Every template of the grammar, once."""
    found = dict.fromkeys(PERSONAL)
    for place in itertools.product(Kind, REGISTERS, range(len(THEMES)), LEANINGS):
        found.update(dict.fromkeys(sentences(*place)))
    return list(found)


# What was put in


def test_the_shares_of_themes_are_those_written_down():
    deviations, names = [], [theme.name for theme in THEMES]
    for seed in range(20):
        leaning = leanings(4_000, seed)
        _, themes = comments(np.random.default_rng(seed), leaning, SUBJECT)
        for side, name in itertools.product(range(3), THEME_SHARES):
            share = THEME_SHARES[name][side]
            here = themes[leaning == side - 1]
            found = (here == names.index(name)).mean()
            deviations.append((found - share) / math.sqrt(share * (1 - share) / len(here)))
    assert 0.9 < statistics.pstdev(deviations) < 1.1
    assert sum(abs(z) > 3 for z in deviations) / len(deviations) < 0.01


def test_the_tables_of_shares_are_whole():
    assert list(THEME_SHARES) == [theme.name for theme in THEMES]
    for column in zip(*THEME_SHARES.values(), strict=True):
        assert sum(Fraction(str(share)) for share in column) == 1
    assert sum(Fraction(str(share)) for share in REGISTER_SHARES.values()) == 1
    assert tuple(REGISTER_SHARES) == REGISTERS == tuple(_SHAPES)
    for register, shapes in _SHAPES.items():
        assert sum(Fraction(str(share)) for share in shapes.values()) == 1, register


@pytest.mark.parametrize("theme", THEMES, ids=[theme.name for theme in THEMES])
def test_a_theme_is_raised_mainly_by_those_whom_its_polarity_names(theme):
    against, unsure, support = THEME_SHARES[theme.name]
    if unsure > 2 * max(against, support):
        expected = Polarity.NEITHER
    elif against >= 1.6 * support:
        expected = Polarity.OPPOSE
    elif support >= 1.9 * against:
        expected = Polarity.SUPPORT
    else:
        expected = Polarity.MIXED
    assert theme.polarity == expected


BEGINS = r"(?:^|[.?!]\s+)"


def pattern(template):
    """Any filling of a template, in any hand."""
    hands = {re.escape(hand(template).rstrip(".")) for hand in HANDS.values()}
    return "(?:" + "|".join(re.sub(r"\\\{\w+\\\}", "[^.]{2,25}?", text) for text in hands) + ")"


def reasons(theme, leaning):
    return [*theme.briefs.of(leaning), *theme.reasons.of(leaning), *theme.simple.of(leaning)]


def test_a_comment_is_on_its_theme_and_its_writers_side(sample):
    own = {
        (theme, leaning): re.compile(
            BEGINS + "(?:" + "|".join(map(pattern, reasons(THEMES[theme], leaning))) + ")", re.I
        )
        for theme, leaning in itertools.product(range(len(THEMES)), LEANINGS)
    }
    for leaning, text, theme in itertools.islice(zip(*sample, strict=True), 300):
        matching = {place for place, reason in own.items() if reason.search(text)}
        assert (theme, leaning) in matching, text
        assert {place[1] for place in matching} == {leaning}, text


# What a comment looks like


def test_the_same_seed_writes_the_same_and_another_does_not():
    leaning = leanings(300)
    first, second, other = (comments(np.random.default_rng(seed), leaning, SUBJECT) for seed in (5, 5, 6))
    assert first[0].tolist() == second[0].tolist() and first[1].tolist() == second[1].tolist()
    assert sum(a == b for a, b in zip(first[0], other[0], strict=True)) < 3


def test_no_sentence_begins_as_a_formula():
    """In no hand and no filling; and none with a slot for the subject, whose first character is not ours."""
    firsts = {text[0] for text in pieces().text.to_pylist()}
    assert not firsts & set(FORMULA)
    assert all(first.isalnum() for first in firsts)


@pytest.mark.parametrize("subject", ["=SUM(A1)", "-1", "@home", "Access\r\nand more", "{place}", ""])
def test_no_subject_makes_a_formula_or_a_line_break(subject):
    texts, _ = comments(np.random.default_rng(2), leanings(2_000), subject)
    letters = campaign_texts(np.random.default_rng(2), 200, 10, subject)
    for text in itertools.chain(texts, letters):
        assert not text.startswith(FORMULA)
        assert len(text.splitlines()) == 1


def test_a_title_is_fitted_into_the_sentence():
    def written(subject):
        return " ".join(comments(np.random.default_rng(2), leanings(1_000), subject)[0])

    assert "in two minds about the standards as a whole." in written("The standards as a whole")
    assert "in two minds about improving access." in written("Improving access")
    assert "in two minds about NHS dentists." in written("NHS dentists")
    assert "in two minds about this subject." in written(
        "A title of more than sixty characters is not repeated by anybody"
    )


def test_nothing_of_the_grammar_shows(sample):
    _, texts, _ = sample
    assert not [text for text in texts if set("{}*_|") & set(text)]


def test_nobody_says_the_same_twice(sample):
    for text in sample[1][:10_000]:
        said = [sentence.strip(" .!").casefold() for sentence in re.split(r"(?<=[.?!])\s+", text)]
        assert len(said) == len(set(said)), text


def test_few_comments_are_equal(sample):
    _, texts, _ = sample
    counts = collections.Counter(texts)
    assert sum(count for count in counts.values() if count > 1) / len(texts) < 0.05


def test_comments_are_short_and_long(sample):
    _, texts, _ = sample
    words = sorted(len(text.split()) for text in texts)
    assert words[0] >= 5
    assert 20 < statistics.median(words) < 50
    assert 0.005 < sum(count > 90 for count in words) / len(words) < 0.03
    assert words[-1] <= 200


def test_comments_are_typed_by_people(sample):
    texts = sample[1][:20_000]

    def share(mark):
        return sum(bool(re.search(mark, text)) for text in texts) / len(texts)

    assert 0.08 < share(r"[^.?!]$") < 0.2
    assert 0.03 < share(r"\w[.!?]?  \w") < 0.06
    assert 0.01 < share(r"\b[A-Z]{3,}\b") < 0.04
    assert 0.05 < share(r"^[a-z]") < 0.15
    assert 0.02 < share(r"[^\x00-\x7f]") < 0.1
    assert min(share("café"), share("naïve"), share("£")) > 0


def test_nobody_comments():
    texts, themes = comments(np.random.default_rng(1), np.array([], dtype=np.int8), SUBJECT)
    assert (texts.tolist(), themes.tolist()) == ([], [])


# The grammar


def test_every_place_of_a_comment_has_sentences():
    """A sentence that comes twice in one comment is another sentence the second time."""
    for register, shapes in _SHAPES.items():
        for shape, theme, leaning in itertools.product(shapes, range(len(THEMES)), LEANINGS):
            for kind in shape:
                assert len(sentences(kind, register, theme, leaning)) >= shape.count(kind), (register, kind, theme)


def test_themes_are_named_and_described():
    names = [theme.name for theme in THEMES]
    assert len(set(names)) == len({theme.label for theme in THEMES}) == 12
    for theme in THEMES:
        assert re.fullmatch("[a-z][a-z_]*", theme.name)
        assert theme.definition.endswith(".")
        assert theme.near and set(theme.near) <= set(names) - {theme.name}


def test_slots_are_known(templates):
    for template in templates:
        for slot in re.findall(r"\{(.*?)\}", template):
            assert slot == "subject" or slot.lower() in SLOTS, template
        assert template.count("*") in (0, 2), template
        assert "  " not in template and template.strip() == template


def test_every_filling_is_there_once(templates):
    """Counted from the slots by hand, and the last filling of the last slot is reached."""
    pools = set()
    for place in itertools.product(Kind, REGISTERS, range(len(THEMES)), LEANINGS):
        pools.add(sentences(*place))
    expected = 0
    for template in itertools.chain.from_iterable(pools):
        slots = {slot.lower() for slot in re.findall(r"\{(.*?)\}", template)} - {"subject"}
        expected += math.prod(len(SLOTS[slot]) for slot in slots)
    assert pieces().hand_size == expected
    assert len(pieces().text) == expected * len(HANDS)


def test_a_comment_keeps_to_one_place_and_one_relative(sample):
    _, texts, _ = sample
    for slot in ("place", "who", "spot"):
        values = sorted(SLOTS[slot], key=len, reverse=True)
        spoken = re.compile(r"\b(" + "|".join(re.escape(value) for value in values) + r")\b")
        # The library's computers and a health centre are spoken of without a slot.
        kept = [set(spoken.findall(text)) - {"library"} for text in texts[:5_000]]
        assert max(len(found) for found in kept) == 1


def test_no_person_and_no_place_is_named(templates):
    """A capital inside a sentence is a name, but for these."""
    allowed = {"I", "English", "Friday", "Monday", "Saturday", "Sunday", "Christmas", "November", "Bad"}
    values = [value for slot in SLOTS.values() for value in slot]
    for text in [*templates, *values]:
        for word in re.findall(r"(?<![.?!] )(?<!^)\b[A-Z]\w*", re.sub(r"[{}*]", "", text)):
            if word.lower() not in SLOTS:
                assert word in allowed, text


def test_a_formal_hand_writes_in_full(templates):
    formal = HANDS["formal"]
    spoken = sentences_of("formal")
    assert formal("It won't do; they *can't* wait and I'd say they've waited.") == (
        "It will not do; they cannot wait and I would say they have waited."
    )
    assert "I cannot say yes or no until I know how people are supposed to get there." in map(formal, spoken)
    for template in spoken:
        assert not re.search(
            r"n't\b|'(m|ve|re|ll|d)\b|\b(it|that|there|what|who|here|where)'s\b", formal(template), re.I
        )


def sentences_of(register):
    found = dict.fromkeys(())
    for kind, theme, leaning in itertools.product(Kind, range(len(THEMES)), LEANINGS):
        if any(kind in shape for shape in _SHAPES[register]):
            found.update(dict.fromkeys(sentences(kind, register, theme, leaning)))
    return list(found)


# Campaigns


@pytest.mark.parametrize("leaning", LEANINGS)
@pytest.mark.parametrize("variants", [1, 6, 50, MOST_WORDINGS])
def test_a_letter_has_as_many_wordings_as_asked_for(leaning, variants):
    found = wordings(variants, SUBJECT, leaning=leaning)
    assert len(found) == len(set(found)) == variants
    whole = found[0].split(". ")
    assert len(whole) == 8
    for wording in found:
        parts = wording.split(". ")
        assert (parts[0], parts[-1]) == (whole[0], whole[-1])
        assert set(parts) <= set(whole) and len(whole) - len(parts) <= 2


def test_a_letter_is_the_same_in_every_part_of_a_file():
    """Its people copy one letter, whatever part they stand in; a campaign of another name has another letter."""

    def letters(seed, **campaign):
        texts = campaign_texts(np.random.default_rng(seed), 3_000, 5, SUBJECT, **campaign)
        return {text[text.index(first) :] for text in texts for first in [opening(text)]}

    def opening(text):
        return next(start for start in ("I am writing to object", "I oppose", "Please record") if start in text)

    assert letters(1) == letters(2) == set(wordings(5, SUBJECT))
    assert letters(1, name="a") & letters(1, name="b") == set()


def test_a_letters_theme_is_one_of_ours():
    assert [THEMES[letter_theme(leaning)].name for leaning in LEANINGS] == ["fairness", "communication", "waiting"]


def test_the_first_wordings_are_copied_most():
    variants, size = 6, 30_000
    texts = campaign_texts(np.random.default_rng(4), size, variants, SUBJECT, leaning=1)
    found = wordings(variants, SUBJECT, leaning=1)
    counts = [sum(text.endswith(wording) for text in texts) for wording in found]
    assert sum(counts) == size
    whole = sum(Fraction(1, place) for place in range(1, variants + 1))
    expected = [float(size * Fraction(1, place) / whole) for place in range(1, variants + 1)]
    assert chisquare(counts, expected).pvalue > 0.001
    personal = sum(text not in found for text in texts)
    assert abs(personal / size - PERSONAL_SHARE) < 3 * math.sqrt(PERSONAL_SHARE * (1 - PERSONAL_SHARE) / size)


def test_a_personal_sentence_stands_in_front():
    texts = campaign_texts(np.random.default_rng(4), 2_000, 1, SUBJECT)
    (letter,) = wordings(1, SUBJECT)
    fronts = {text.removesuffix(letter) for text in texts} - {""}
    spoken = re.compile("|".join(pattern(sentence) for sentence in PERSONAL))
    assert len(fronts) > 100
    assert all(spoken.match(front) and front.endswith(". ") for front in fronts)


@pytest.mark.parametrize("variants", [0, MOST_WORDINGS + 1])
def test_too_many_wordings(variants):
    with pytest.raises(ValueError) as raised:
        wordings(variants, SUBJECT)
    assert str(raised.value) == f"variants: found {variants}, allowed 1 to 96"


def test_a_campaign_without_people():
    assert campaign_texts(np.random.default_rng(1), 0, 3, SUBJECT).tolist() == []


# Near copies


def likeness(one, other):
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()


def bare(text):
    """As somebody compares who looks past capitals and spaces."""
    return "".join(text.casefold().split())


def test_near_copies_are_near_and_never_equal(sample):
    texts = sample[1][:2_000]
    copies = near_copy(np.random.default_rng(8), texts)
    assert all(bare(copy) != bare(text) for text, copy in zip(texts, copies, strict=True))
    assert min(likeness(text, copy) for text, copy in zip(texts[:400], copies[:400], strict=True)) > 0.8
    assert copies.tolist() == near_copy(np.random.default_rng(8), texts).tolist()
    assert len(set(near_copy(np.random.default_rng(9), texts)) & set(copies)) < 400


def change(text, copy):
    """Which change was made, told from the two texts alone."""
    if sorted(text) == sorted(copy):
        return "letters swapped"
    if text.rstrip(".!?") == copy.rstrip(".!?"):
        return "end"
    words = len(copy.split()) - len(text.split())
    return {1: "word doubled", -1: "word left out"}.get(
        words, "letter dropped" if len(text) - len(copy) == 1 else "other"
    )


def test_every_change_is_made(sample):
    texts = sample[1][:6_000]
    copies = near_copy(np.random.default_rng(8), texts)
    counts = collections.Counter(change(text, copy) for text, copy in zip(texts, copies, strict=True))
    expected = {"letter dropped": 0.3, "letters swapped": 0.25, "word doubled": 0.1, "word left out": 0.2, "end": 0.15}
    assert set(counts) == set(expected)
    for name, share in expected.items():
        assert counts[name] / len(texts) == pytest.approx(share, abs=0.02), name


@settings(max_examples=300, deadline=None)
@given(text=st.text(min_size=0, max_size=120), seed=st.integers(0, 1_000))
def test_any_text_has_a_near_copy(text, seed):
    (copy,) = near_copy(np.random.default_rng(seed), [text])
    assert copy != text
    assert copy[:1] == (text[:1] or ".")
    assert copy.count("\n") == text.count("\n")
    # A row of full stops is all end; nothing can be near to next to nothing.
    if len(text.rstrip(".!?")) >= 20 and len(text) - len(text.rstrip(".!?")) <= 2:
        assert likeness(text, copy) > 0.8


def test_no_text_has_no_copy():
    assert near_copy(np.random.default_rng(1), []).tolist() == []


# Two coders


def coded(seed, size, both, disagree):
    themes = comments(np.random.default_rng(seed), leanings(size, seed), SUBJECT)[1]
    return (themes, *two_coders(np.random.default_rng((seed, 2)), themes, both, disagree))


def test_coders_disagree_as_often_as_was_put_in():
    both, disagree, size = 0.4, 0.18, 5_000
    shares, rates = [], []
    for seed in range(25):
        themes, first, second = coded(seed, size, both, disagree)
        assert first.tolist() == themes.tolist()
        seen = second >= 0
        shares.append((seen.mean() - both) / math.sqrt(both * (1 - both) / size))
        rate = (first[seen] != second[seen]).mean()
        rates.append((rate - disagree) / math.sqrt(disagree * (1 - disagree) / seen.sum()))
    for deviations in (shares, rates):
        assert max(map(abs, deviations)) < 3.5
        assert 0.6 < statistics.pstdev(deviations) < 1.4
        assert abs(statistics.mean(deviations)) < 3 / math.sqrt(len(deviations))


def test_kappa_is_the_one_expected():
    """Counted from a table of both coders, cell by cell, against the formula."""
    disagree, size = 0.15, 60_000
    themes, first, second = coded(3, size, 1.0, disagree)
    table = collections.Counter(zip(first.tolist(), second.tolist(), strict=True))
    agreed = sum(count for (one, other), count in table.items() if one == other) / size
    by_first, by_second = collections.Counter(first.tolist()), collections.Counter(second.tolist())
    by_chance = sum(by_first[theme] * by_second[theme] for theme in by_first) / size**2
    kappa = (agreed - by_chance) / (1 - by_chance)
    error = math.sqrt(agreed * (1 - agreed) / size) / (1 - by_chance)
    expected = expected_kappa(np.bincount(themes, minlength=len(THEMES)) / size, disagree)
    assert abs(kappa - expected) < 3 * error
    assert expected < 1 - disagree


def test_kappa_worked_out_by_hand():
    """All comments on travel: the second coder's share of it is 0.9, so chance agrees in 0.9 and kappa is 0."""
    shares = np.array([1.0, *[0.0] * 11])
    assert expected_kappa(shares, 0.1) == pytest.approx(0.0, abs=1e-12)


def test_coders_take_a_near_theme_four_times_as_often():
    """Travel: two near themes weigh 4 each, nine others 1 each, of 17."""
    size = 40_000
    _, second = two_coders(np.random.default_rng(2), np.zeros(size, dtype=np.int16), 1.0, 1.0)
    counts = collections.Counter(THEMES[theme].name for theme in second)
    weights = {theme.name: 4 if theme.name in ("fairness", "buildings") else 1 for theme in THEMES[1:]}
    assert set(counts) == set(weights)
    expected = [size * weight / 17 for weight in weights.values()]
    assert chisquare([counts[name] for name in weights], expected).pvalue > 0.001


def test_the_table_of_disagreements_is_one():
    table = mistaken()
    assert table.diagonal().tolist() == [0.0] * len(THEMES)
    assert table.sum(axis=1).tolist() == pytest.approx([1.0] * len(THEMES))


def test_what_is_not_there_is_not_coded():
    themes = np.array([3, -1, 0, -1], dtype=np.int16)
    for both, disagree, expected in ((1.0, 0.0, [3, -1, 0, -1]), (0.0, 0.5, [-1, -1, -1, -1])):
        first, second = two_coders(np.random.default_rng(1), themes, both, disagree)
        assert (first.tolist(), second.tolist()) == ([3, -1, 0, -1], expected)
    first, second = two_coders(np.random.default_rng(1), themes, 1.0, 1.0)
    assert all(one != other for one, other in zip(first, second, strict=True) if one >= 0)
    assert second.tolist()[1::2] == [-1, -1]
