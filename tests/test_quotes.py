"""Quotes: permitted, of a theme, spread, redacted, of nobody who can be recognised, each comment with its reason."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coded import RESPONDENTS, TEXTS, codings, respondent, write_coded
from findings.consultation.build import Parameters, build
from findings.consultation.codeframe import FreeTextPlan
from findings.consultation.model import Consultation
from findings.freetext.coding import Coding, Status
from findings.freetext.details import why_left_out
from findings.freetext.quote_choice import Candidate, choose
from findings.freetext.quote_passage import passage
from findings.freetext.quotes import ChosenQuote, notes_not_understood, quotes_of
from findings.freetext.recognisable import classes
from findings.freetext.redaction import redact
from findings.intake import receive
from findings.intake.received import Received

PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"


@dataclasses.dataclass(frozen=True)
class Room:
    """The example consultation, received once."""

    parameters: Parameters
    received: Received
    codings: tuple[Coding, ...]

    def quotes(
        self,
        texts: Mapping[str, str] | None = None,
        more: Sequence[Coding] = (),
        threshold: int = 0,
        **rules: object,
    ) -> list[ChosenQuote]:
        """What comes of comments on the hub with these words, and of these rules, beside what the example says."""
        plan, comments = self.parameters.free_text, self.received.comments
        assert plan is not None and comments is not None
        said = plan.model_dump(exclude_unset=True)
        said["quotes"] = {**said["quotes"], **rules}
        consultation = self.parameters.consultation.model_dump(mode="json", exclude_unset=True)
        if threshold:
            consultation["disclosure"] = {"profile": "threshold", "threshold": threshold}
        parameters = dataclasses.replace(
            self.parameters,
            free_text=FreeTextPlan.model_validate(said),
            consultation=Consultation.model_validate(consultation),
        )
        changed = comments.copy()
        hub = changed["question"] == "hub_why"
        changed.loc[hub, "text"] = [
            (texts or {}).get(unit, text)
            for unit, text in zip(changed["response_id"][hub], changed["text"][hub], strict=True)
        ]
        received = dataclasses.replace(self.received, comments=changed)
        return list(quotes_of(parameters, received, (*self.codings, *more)))

    def of(self, unit: str, found: Sequence[ChosenQuote]) -> ChosenQuote:
        return next(one for one in found if one.unit == unit and one.question == "hub_why")


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    parameters = build(write_coded(tmp_path_factory.mktemp("quotes")), PLAN)
    given = tuple(
        Coding(row["response_id"], row["question"], row["code"], row["coder"], row["date"], None, Status(row["status"]))
        for row in codings()
    )
    return Room(parameters, receive(parameters), given)


def own_words(place: int) -> str:
    """Words that no other respondent uses, so that no comment is a copy."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{place:03}")
    return (
        f"The plan {letters} for the hub {letters[::-1]} is {letters}er than {letters}ing on the old site, as we know."
    )


EACH_ITS_OWN = {f"r{place}": own_words(place) for place in range(RESPONDENTS)}
PEOPLE = {f"r{place}": respondent(place) for place in range(RESPONDENTS)}


def matching(speaker: Mapping[str, str]) -> list[str]:
    """The respondents that a description fits, from the rows themselves."""
    return [unit for unit, row in PEOPLE.items() if all(row[name] == group for name, group in speaker.items())]


def test_every_comment_is_looked_at_and_has_a_reason(room: Room) -> None:
    found = room.quotes()
    written = [
        (unit, name) for name in ("hub_why", "hours_why", "hours_else") for unit, row in PEOPLE.items() if row[name]
    ]
    assert sorted((one.unit, one.question) for one in found) == sorted(written)
    assert all(one.reason for one in found)
    refused = {unit for unit, row in PEOPLE.items() if row["may_quote"] == "no"}
    for one in found:
        assert (one.reason == "Not permitted") is (one.unit in refused)
        if one.quote is not None:
            assert one.unit not in refused
            assert re.fullmatch(rf"{one.question}_themes\.[a-z]+\.[12]", one.quote.quote)
            assert one.quote.text in PEOPLE[one.unit][one.question]
    assert [one.reason for one in found if one.unit == "r110" and one.question == "hours_else"] == ["Not coded yet"]
    assert sum(one.quote is not None for one in found) >= len(TEXTS)


def test_without_a_permission_nothing_is_looked_at(room: Room) -> None:
    assert room.quotes(permission="", allowed_by=[]) == []
    assert not [one for one in room.quotes(allowed_by=["nobody"]) if one.quote]


def test_each_theme_has_its_quotes_and_no_comment_two(room: Room) -> None:
    found = [one for one in room.quotes(EACH_ITS_OWN, per_theme=3) if one.quote and one.question == "hub_why"]
    # Who would have said "cost" first does not comment, and nobody says it second: see tests/coded.py.
    shown = Counter(one.quote.quote.split(".")[1] for one in found if one.quote)
    assert shown == {theme: 3 for theme in TEXTS if theme != "cost"}
    assert len({one.unit for one in found}) == len(found)
    areas = {name: Counter(PEOPLE[one.unit]["area"] for one in found if one.quote and f".{name}." in one.quote.quote)
             for name in shown}  # fmt: skip
    # In the example an odd place is of the town, and the themes go by the place: only these two have both.
    assert areas["travel"]["town"] and areas["travel"]["villages"] and areas["waiting"]["town"]


def test_quotes_are_spread_over_groups_and_then_over_views() -> None:
    many = [
        Candidate(f"{group}{view}{place}", "q", ("cost",), own_words(place * 9 + len(view)), group=group, view=view)
        for group, views in (("town", ("for", "against", "neither")), ("village", ("for",)))
        for view in views
        for place in range(1, 9)
    ]
    shown = choose(many, ["cost"], 6).quoted["cost"]
    assert Counter(one.group for one in shown) == {"town": 3, "village": 3}
    # The villages are all for it, so the town speaks for the other views first.
    assert {"against", "neither"} <= {one.view for one in shown if one.group == "town"}


def test_nobody_is_described_by_a_group_too_small(room: Room) -> None:
    for least in (2, 14, 31, 70):
        for one in room.quotes(EACH_ITS_OWN, per_theme=5, smallest_group=least):
            if one.quote is not None and one.quote.speaker:
                assert len(matching(one.quote.speaker)) >= least


def test_who_knows_the_rule_cannot_tell_who_spoke(room: Room) -> None:
    """The attack: every respondent's groups are known, and how descriptions are made; only who wrote what is not."""
    people = {unit: {name: row[name] for name in ("respondent_type", "area")} for unit, row in PEOPLE.items()}
    for least in (2, 12, 16):
        described = classes(people, ["respondent_type", "area"], least)
        for one in room.quotes(EACH_ITS_OWN, per_theme=20, smallest_group=least):
            if one.quote is not None:
                alike = [unit for unit, own in described.items() if dict(own) == one.quote.speaker]
                assert one.unit in alike and len(alike) >= least


GROUPS = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.sampled_from(["", "m", "n"])), max_size=40
)


@given(GROUPS, st.integers(2, 8))
@settings(max_examples=50)
def test_classes_hold_enough_people_and_tell_nothing_untrue(rows: list[tuple[str, str, str]], least: int) -> None:
    names = ("one", "two", "three")
    people = {
        str(place): {name: group for name, group in zip(names, row, strict=True) if group}
        for place, row in enumerate(rows)
    }
    found = classes(people, names, least)
    assert set(found) == set(people)
    sizes = Counter(found.values())
    for unit, description in found.items():
        assert sizes[description] >= least or (description == () and sizes[()] == len(people) < least)
        assert description == tuple((name, people[unit].get(name)) for name in names[: len(description)])


def test_the_order_and_names_of_responses_change_no_quote(room: Room) -> None:
    """The same people in another order and under other identifiers: what is published is the same."""
    comments, responses = room.received.comments, room.received.responses
    assert comments is not None and responses is not None
    before = [one.quote for one in room.quotes(EACH_ITS_OWN, per_theme=3) if one.quote is not None]
    texts = [EACH_ITS_OWN[unit] if question == "hub_why" else text for unit, question, text in zip(
        comments["response_id"], comments["question"], comments["text"], strict=True)]  # fmt: skip
    renamed = {f"r{place}": f"x{(place * 77 + 5) % 1000}" for place in range(RESPONDENTS)}
    turned = dataclasses.replace(
        room.received,
        comments=comments.assign(text=texts, response_id=comments["response_id"].map(renamed)).iloc[::-1],
        responses=responses.assign(response_id=responses["response_id"].map(renamed)).iloc[::-1].reset_index(drop=True),
    )
    others = tuple(dataclasses.replace(one, unit=renamed.get(one.unit, one.unit)) for one in room.codings)
    plan = room.parameters.free_text
    assert plan is not None
    said = plan.model_dump(exclude_unset=True)
    said["quotes"] = {**said["quotes"], "per_theme": 3}
    parameters = dataclasses.replace(room.parameters, free_text=FreeTextPlan.model_validate(said))
    after = [one.quote for one in quotes_of(parameters, turned, others) if one.quote is not None]
    by_name = {quote.quote: quote for quote in after}
    assert len(before) > 12
    assert [by_name[quote.quote] for quote in before if quote.question == "hub_why"] == [
        quote for quote in before if quote.question == "hub_why"
    ]


def test_a_wished_comment_goes_first_and_is_redacted(room: Room) -> None:
    wish = [dataclasses.replace(one, quote=True) for one in room.codings if one.unit == "r8" and one.coder == "Ann"]
    others = tuple(one for one in room.codings if one.unit != "r8")
    text = "Dr Nowak told us that it is too far, and that Jo Bloggs at the Elm desk should be asked about it."
    found = dataclasses.replace(room, codings=others).quotes(
        {**EACH_ITS_OWN, "r8": text}, more=wish, names=["Jo Bloggs"], places=["Elm desk"], per_theme=1
    )
    chosen = room.of("r8", found)
    assert chosen.quote is None
    assert (
        chosen.reason
        == "May be recognised, since 3 passages had to be taken out: a person may allow it with a note 'checked'"
    )
    checked = [dataclasses.replace(one, note="Checked by Ann") for one in wish]
    found = dataclasses.replace(room, codings=others).quotes(
        {**EACH_ITS_OWN, "r8": text}, more=checked, names=["Jo Bloggs"], places=["Elm desk"], per_theme=1
    )
    chosen = room.of("r8", found)
    assert chosen.quote is not None and chosen.reason == "Quoted: wished and checked by a coder"
    expected = "Dr [name] told us that it is too far, and that [name] at the [place] should be asked about it."
    assert chosen.quote.text == expected
    assert chosen.quote.quote.endswith(".1")


@pytest.mark.parametrize("note", ["checked: she is named, do not use", "Checked, no", "checkedby Ann", "not checked"])
def test_a_note_that_says_more_than_checked_frees_nothing(room: Room, note: str) -> None:
    text = "I am 84 and was a midwife in this town for years, so I know."
    noted = [
        dataclasses.replace(one, quote=True, note=note, coder="settled")
        for one in room.codings
        if one.unit == "r0" and one.question == "hub_why" and one.coder == "Ann"
    ]
    assert room.of("r0", room.quotes({"r0": text}, more=noted)).quote is None
    lines = list(notes_not_understood(noted))
    begins = note.lower().startswith("checked")
    told = (
        "notes of 2 wished quotes begin with 'checked' and free nothing (first hub_why, r0): "
        "only 'checked' alone or 'checked by ...' does"
    )
    assert lines == ([told] if begins else [])
    freed = [dataclasses.replace(one, note="Checked  by Ann, 4 May") for one in noted]
    assert room.of("r0", room.quotes({"r0": text}, more=freed)).quote is not None
    assert list(notes_not_understood(freed)) == []


def test_a_note_allows_nothing_that_was_not_permitted(room: Room) -> None:
    checked = [
        dataclasses.replace(one, quote=True, note="checked", coder="settled")
        for one in room.codings
        if one.unit == "r1" and one.question == "hub_why" and one.coder == "Ann"
    ]
    assert PEOPLE["r1"]["may_quote"] == "no"
    assert room.of("r1", room.quotes(more=checked)).reason == "Not permitted"


WAITS = [
    ("I am 84 and was a midwife in this town for years, so I know.", "it tells an age, a post or trade"),
    ("People with a rare illness wait far too long for the hub to call.", "it tells a condition that few have"),
    ("My son died on Christmas Day as no ambulance could come to us.", "it tells an event in a life, a day"),
    (
        "Our village has no bus and I have been in a wheelchair since 2009.",
        "it tells a condition that few have, a day, a place",
    ),
    ("I am the only Somali speaker here and I think that it should stay.", "it tells what is said of one alone"),
    ("She is the one with the blue door and she waits for hours each week.", "it tells what is said of one alone"),
    (
        "As the vicar\u2019s wife I see how far people travel, every day of it.",
        "it tells a post or trade, what is said of one alone",
    ),
    ("I chaired the parish council and I think that the hub is too far.", "it tells what is said of one alone"),
    ("I am the MP for this area, so keep it as it is.", "it tells a post or trade, what is said of one alone"),
    ("My wife has Creutzfeldt-Jakob disease so we need this here.", "it tells a condition that few have"),
    ("My daughter took her own life in 2019 as nobody called us.", "it tells an event in a life, a day"),
]
SHOWN = [
    "It is the only bus in the village and it stops at six each day.",
    "I run the risk of missing the last bus, as it is the only one there.",
    "The one with the shortest wait should be kept open for all of us.",
    "We own a car, but the hub is far and 30 Mph is the limit on the way.",
]


@pytest.mark.parametrize(("text", "why"), WAITS)
def test_what_may_be_recognised_waits_for_a_person(room: Room, text: str, why: str) -> None:
    found = room.of("r0", room.quotes({"r0": text}))
    assert found.quote is None
    assert found.reason == f"May be recognised, since {why}: a person may allow it with a note 'checked'"
    # Whoever is to allow it sees what would be shown.
    assert found.shown == redact(text).text


@pytest.mark.parametrize("text", SHOWN)
def test_what_tells_of_nobody_does_not_wait(text: str) -> None:
    assert why_left_out(text, Counter(), 10) == ""


def test_what_the_rules_cannot_read_waits_for_a_person(room: Room) -> None:
    welsh = "Mae'r ganolfan yn rhy bell i mi ac nid oes bws yn mynd yno gyda'r nos o gwbl."
    gujarati = "હબ મારા માટે ખૂબ દૂર છે અને સાંજે ત્યાં કોઈ બસ જતી નથી, તેથી હું જઈ શકતો નથી."
    found = room.quotes({"r0": welsh, "r2": gujarati})
    expected = "Not in English, so the rules cannot read it: a person may allow it with a note 'checked'"
    assert [room.of(unit, found).reason for unit in ("r0", "r2")] == [expected, expected]


def test_too_short_and_too_long(room: Room) -> None:
    found = room.quotes({"r0": "Too far.", "r2": "word " * 2_000, "r3": " \n "})
    assert room.of("r0", found).reason == "Too short: 8 letters, at least 40"
    assert room.of("r2", found).reason == "Too long: no whole sentences of 40 to 400 letters stand alone"


def test_copies_are_quoted_once(room: Room) -> None:
    found = room.quotes({f"r{place}": TEXTS["travel"] for place in range(RESPONDENTS)}, per_theme=5)
    shown = [one for one in found if one.question == "hub_why" and one.quote]
    assert len(shown) == 1
    assert sum(one.reason == "Says nearly the same as another quote" for one in found) > 50


def test_a_long_comment_is_cut_at_sentences_that_stand_alone() -> None:
    text = "No. It is bad. The hub is too far away for me. My bus goes twice a day. But they do not care at all!"
    assert passage(text, 20, 60) == "[...] The hub is too far away for me. My bus goes twice a day. [...]"
    assert passage(text, 20, 500) == text
    assert passage(text, 120, 500) == ""
    assert passage("  The hub \n is \u202etoo\x00 far. ", 5, 100) == "The hub is too far."


def test_a_rare_theme_chooses_before_a_common_one() -> None:
    both = Candidate("1", "q", ("common", "rare"), "Both are said here in this one.")
    alone = Candidate("2", "q", ("common",), "Only the common thing is said.")
    chosen = choose([both, alone], ["common", "rare"], 1).quoted
    assert [one.unit for one in chosen["rare"]] == ["1"]
    assert [one.unit for one in chosen["common"]] == ["2"]
