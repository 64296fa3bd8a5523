"""The tables of a rehearsal, and what they promise, against arithmetic by hand and by counting everything out."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.consultation.build import build
from findings.consultation.model import Questionnaire
from findings.consultation.rehearsal import Effect, Rehearsal
from findings.errors import ParameterError
from findings.rehearsal import expected
from findings.rehearsal.draft import filled
from findings.rehearsal.draw import draw, of_the_person
from findings.rehearsal.network import CAMPAIGN, CHANNEL, Network, Variable, build_network, pull

PROJECT = Path(__file__).resolve().parents[1]
THIRD = build(PROJECT / "tests" / "third", PROJECT / "notebooks" / "plan.yaml").questionnaire
UNSAID = ("not_answered", "not_asked")


# --- tables by hand -----------------------------------------------------------------------------


def small() -> Questionnaire:
    """Two questions in the report, one of them asked only of those who said yes to the other; one about the person."""
    yes_no = {"yes": {"label": "Yes"}, "no": {"label": "No"}}
    degrees = {name: {"label": name} for name in ("much", "some", "little")}
    degrees["unsure"] = {"label": "unsure", "kind": "dont_know"}
    common = {"number": "1", "wording": "?", "short": "?"}
    return Questionnaire.model_validate(
        {
            "questions": {
                "who": {"kind": "single", "options": {"one": {"label": "1"}, "other": {"label": "2"}}, **common},
                "uses": {"kind": "single", "options": yes_no, **common},
                "likes": {"kind": "scale", "options": degrees, "asked_if": {"uses": ["yes"]}, **common},
            },
            "profile": ["who"],
            "sections": {"s": {"title": "S", "questions": ["uses", "likes"]}},
        }
    )


def said(**settings: object) -> Rehearsal:
    open_settings = {
        "shares": {
            "who": {"one": 0.75, "other": 0.25},
            "uses": {"yes": 0.5, "no": 0.5},
            "likes": {"much": 0.4, "some": 0.3, "little": 0.2, "unsure": 0.1},
        },
        "left_out": {"who": 0.0, "uses": 0.2, "likes": 0.1},
        "effects": [],
        "campaigns": {},
        "channels": {"online": {"share": 1.0}},
    }
    return Rehearsal.model_validate({**open_settings, **settings})


def effect(option: str, against: str = "", question: str = "likes") -> Effect:
    return Effect(question=question, option=option, against=against, given="who", answer="other", log_odds=math.log(2))


def test_shares_stand_in_the_table_less_those_who_leave_it_out() -> None:
    table = build_network(small(), said()).by_name["uses"].table
    assert table.tolist() == pytest.approx([0.4, 0.4, 0.2])


def test_who_was_not_asked_has_no_answer() -> None:
    likes = build_network(small(), said()).by_name["likes"]
    assert likes.parents == ("uses",)
    assert likes.states == ("much", "some", "little", "unsure", "not_answered", "not_asked")
    asked, *not_asked = likes.table.tolist()
    assert asked == pytest.approx([0.36, 0.27, 0.18, 0.09, 0.1, 0.0])
    # no, not answered
    assert not_asked == [[0, 0, 0, 0, 0, 1]] * 2


def test_log_odds_of_two_double_the_odds_of_an_option_against_all_others() -> None:
    network = build_network(small(), said(effects=[effect("yes", question="uses").model_dump()]))
    uses = network.by_name["uses"]
    assert uses.parents == ("who",)
    # Odds of 1 become 2: two thirds of those 0.8 who answer.
    assert uses.table[1].tolist() == pytest.approx([1.6 / 3, 0.8 / 3, 0.2])
    assert uses.table[0].tolist() == uses.table[2].tolist() == pytest.approx([0.4, 0.4, 0.2])


def test_on_a_scale_the_ends_move_whole_and_the_middle_by_half() -> None:
    assert pull(small(), effect("much", "little")).tolist() == [1, 0.5, 0, 0.5]
    assert pull(small(), effect("little", "much")).tolist() == [0, 0.5, 1, 0.5]
    # What stands beyond an end moves with it.
    assert pull(small(), effect("much", "some")).tolist() == [1, 0, 0, 0.5]
    assert pull(small(), effect("unsure")).tolist() == [0, 0, 0, 1]


def test_the_odds_between_the_ends_of_a_scale_double() -> None:
    network = build_network(small(), said(effects=[effect("much", "little").model_dump()]))
    likes = network.by_name["likes"]
    assert likes.parents == ("who", "uses")
    one, other = likes.table[0, 0], likes.table[1, 0]
    assert one[0] / one[2] == pytest.approx(2)
    assert other[0] / other[2] == pytest.approx(4)
    assert other[1] / other[2] == pytest.approx(1.5 * math.sqrt(2))


def test_a_channel_multiplies_what_is_left_out() -> None:
    channels = {"online": {"share": 0.9}, "paper": {"share": 0.1, "left_out_times": 2.0}}
    network = build_network(small(), said(channels=channels))
    assert network.by_name["uses"].parents == (CHANNEL,)
    assert network.by_name["uses"].table[:, 2].tolist() == pytest.approx([0.2, 0.4])
    assert network.by_name[CHANNEL].table.tolist() == pytest.approx([0.9, 0.1])


def test_a_campaign_is_followed_as_often_as_it_says() -> None:
    campaign = {"share": 0.1, "section": "s", "answers": {"uses": "no"}, "followed": 0.9}
    network = build_network(small(), said(campaigns={"leaflet": campaign}))
    none, leaflet = network.by_name["uses"].table
    assert none.tolist() == pytest.approx([0.4, 0.4, 0.2])
    # Nine of ten say no; of the others half.
    assert leaflet.tolist() == pytest.approx([0.04, 0.76, 0.2])
    assert network.by_name[CAMPAIGN].table.tolist() == pytest.approx([0.9, 0.1])


def test_what_is_expected_of_those_analysed_by_hand() -> None:
    network, told = build_network(small(), said()), ("uses", "likes")
    # Blank: 'uses' left out (then 'likes' is not asked).
    blank = expected.likely_blank(network, told)
    assert blank == pytest.approx(0.2)
    assert expected.analysed(network, ["uses"], told, blank).tolist() == pytest.approx([0.5, 0.5, 0])
    # 0.4 of 0.8 were asked, and a tenth of them left it out.
    shares = [0.5 * share for share in (0.36, 0.27, 0.18, 0.09, 0.1)]
    assert expected.analysed(network, ["likes"], told, blank).tolist() == pytest.approx([*shares, 0.5])


def test_effects_that_tie_too_much_together_are_refused() -> None:
    tables = np.full((60,) * 4 + (2,), 0.5)
    parents = tuple(f"p{number}" for number in range(4))
    above = [Variable(name, tuple(map(str, range(60))), (), np.full(60, 1 / 60)) for name in parents]
    child = Variable("child", ("a", "b"), parents, tables)
    last = Variable("last", ("a", "b"), (*parents[:2], "child"), np.full((60, 60, 2, 2), 0.5))
    with pytest.raises(ParameterError) as caught:
        expected.joint(Network((*above, child, last)), ["last"])
    assert str(caught.value) == (
        "rehearsal.yaml (effects): effects that tie too many questions together to be worked out exactly\n"
        "  found:   child, p0, p1, p2, p3: 25920000 combinations\n"
        "  allowed: 20000000 combinations\n"
        "  do:      Let fewer questions depend on each other."
    )


# --- against counting everything out ------------------------------------------------------------


@st.composite
def networks(choose: st.DrawFn) -> Network:
    """A few variables, each with some of the earlier ones as parents; probabilities of nought among them."""
    variables: list[Variable] = []
    for place in range(choose(st.integers(2, 5))):
        earlier = [variable.name for variable in variables]
        parents = tuple(choose(st.lists(st.sampled_from(earlier), unique=True, max_size=3))) if earlier else ()
        states = ("a", "b", "c")[: choose(st.integers(1, 3))] + UNSAID[: choose(st.integers(0, 2))]
        sizes = [len(next(one for one in variables if one.name == parent).states) for parent in parents]
        number = math.prod(sizes) * len(states)
        weights = np.array(choose(st.lists(st.integers(0, 4), min_size=number, max_size=number)), dtype=float)
        table = weights.reshape(*sizes, len(states))
        table[..., 0] += table.sum(axis=-1) == 0
        variables.append(Variable(f"v{place}", states, parents, table / table.sum(axis=-1, keepdims=True)))
    return Network(tuple(variables))


def counted_out(network: Network, names: list[str], told: list[str]) -> dict[tuple[str, ...], float]:
    """P(states of the names) among those who are not blank, from a list of all that can happen."""
    found: dict[tuple[str, ...], float] = {}
    for states in itertools.product(*(variable.states for variable in network.variables)):
        world = dict(zip((variable.name for variable in network.variables), states, strict=True))
        chance = 1.0
        for variable in network.variables:
            row = tuple(network.by_name[name].states.index(world[name]) for name in (*variable.parents, variable.name))
            chance *= float(variable.table[row])
        if any(world[name] not in UNSAID for name in told):
            key = tuple(world[name] for name in names)
            found[key] = found.get(key, 0.0) + chance
    total = sum(found.values())
    return {key: chance / total for key, chance in found.items()} if total else {}


@settings(max_examples=60, deadline=None)
@given(networks(), st.data())
def test_summing_out_is_counting_everything_out(network: Network, data: st.DataObject) -> None:
    every = [variable.name for variable in network.variables]
    names = data.draw(st.lists(st.sampled_from(every), unique=True, min_size=1, max_size=2))
    told = data.draw(st.lists(st.sampled_from(every), unique=True, min_size=1))
    true = counted_out(network, names, told)
    blank = expected.likely_blank(network, told)
    if not true:
        assert blank == pytest.approx(1)
        return
    table = expected.analysed(network, names, told, blank)
    for place, states in enumerate(itertools.product(*(network.by_name[name].states for name in names))):
        assert table.ravel()[place] == pytest.approx(true.get(states, 0.0), abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(networks(), st.integers(0, 1000))
def test_nothing_impossible_is_drawn_and_nobody_is_blank(network: Network, seed: int) -> None:
    told = [variable.name for variable in network.variables]
    if expected.likely_blank(network, told) > 0.9:
        return
    answers = draw(network, np.random.default_rng(seed), 500, told)
    for variable in network.variables:
        rows = tuple(answers[name] for name in (*variable.parents, variable.name))
        assert (variable.table[rows] > 0).all()
    said_something = [
        any(network.by_name[name].states[answers[name][row]] not in UNSAID for name in told) for row in range(500)
    ]
    assert all(said_something)


def test_every_table_of_a_drafted_network_adds_up() -> None:
    for seed in range(20):
        for variable in build_network(THIRD, filled(Rehearsal(), THIRD, seed)).variables:
            assert np.allclose(variable.table.sum(axis=-1), 1), (seed, variable.name)
            assert (variable.table >= 0).all()


def test_what_is_kept_of_a_person_depends_on_nothing_that_is_drawn_again() -> None:
    network = build_network(THIRD, filled(Rehearsal(), THIRD, 1))
    names = [name for name in THIRD.questions if name in ("age", "area", "carer", "walk_in")]
    # How often something is left out depends on the channel, so that a person's own answers do too.
    assert of_the_person(network, names) == ()
    assert set(of_the_person(network, [*names, CHANNEL])) == {CHANNEL, "age", "area", "carer"}
