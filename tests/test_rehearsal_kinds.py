"""Rehearsals of every kind of question as it is counted: answers that stand alone, own words, bands, who is asked."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from findings.cli import main
from findings.consultation.build import build
from findings.consultation.model import AlsoAsked, Band, Choice
from findings.consultation.rehearsal import AlsoAnswered
from findings.errors import ParameterError
from findings.intake import receive
from findings.rehearsal import Rehearsed
from findings.rehearsal.numbers import ranges_of, reach
from findings.rehearsal.others import TEXTS, own_texts
from findings.rehearsal.places import places
from small_consultation import changed
from test_rehearsal_also import PLAN, cases_of, made, near, record_of, rows_of

N = 4_000

CONSULTATION = """\
title: The park
organisation: Town council
purpose: People were asked about the park.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data: {reader: responses, file: data.csv, id_column: id, date_order: dmy, source: The online form}
disclosure: {profile: threshold, threshold: 10}
"""

QUESTIONNAIRE = """\
questions:
  sex: {kind: single, number: Q1, wording: Sex?, short: Sex, options: {female: {label: Female}, male: {label: Male}}}
  trees:
    kind: scale
    number: Q2
    wording: More trees?
    short: Trees
    options:
      agree: {label: Agree, score: 2, stance: support}
      neither: {label: Neither, score: 1}
      disagree: {label: Disagree, score: 0, stance: oppose}
also_asked:
  age:
    kind: numeric
    number: Q3
    wording: How old are you?
    short: Age
    bands:
      young: {label: Under 25, below: 25}
      middle: {label: 25 to 64, at_least: 25, below: 65}
      old: {label: 65 and over, at_least: 65}
  distance:
    kind: numeric
    number: Q4
    wording: How far is it?
    short: Distance
    bands: {near: {label: Near, below: 0.5}, far: {label: Far, at_least: 0.5}}
  uses:
    kind: multiple
    number: Q5
    wording: What for?
    short: Uses
    column: Uses
    separator: "; "
    asked_if: {trees: [agree, neither]}
    options:
      walk: {label: To walk}
      run: {label: To run}
      nothing: {label: None of these, exclusive: true}
      unknown: {label: Don't know, exclusive: true}
      more: {label: "Other, please specify", other: true}
  sports:
    kind: multiple
    number: Q6
    wording: Which sports?
    short: Sports
    options:
      ball: {label: Ball games, column: Sport 1}
      none_at_all: {label: None, column: Sport 2, exclusive: true}
      others: {label: Other, column: Sport 3, other: true}
  order:
    kind: ranking
    number: Q7
    wording: In which order?
    short: Order
    asked_if: {sex: [female]}
    options: {ponds: {label: Ponds, column: Order 1}, paths: {label: Paths, column: Order 2}}
  why: {kind: open, number: Q8, wording: Why?, short: Why}
  since: {kind: date, number: Q9, wording: Since when?, short: Since}
  extra: {kind: open, number: Q10, wording: More?, short: More}
profile: [sex, age, distance]
sections:
  park: {title: The park, questions: [trees, uses, sports]}
  rest: {title: The rest, questions: [order, why]}
breakdowns:
  sex: {title: Sex, question: sex}
  age: {title: Age, question: age}
  uses: {title: Uses, question: uses}
  why: {title: Comments, question: why}
crossed: [sex.x.age]
"""

SAID = """\
also_asked:
  uses: {shares: {walk: 0.5, run: 0.25, nothing: 0.1, unknown: 0.05, more: 0.3}}
  sports: {shares: {ball: 0.4, none_at_all: 0.2, others: 0.5}}
  order: {shares: {ponds: 0.5, paths: 0.5}, ranked: 1}
shares: {trees: {agree: 0.5, neither: 0.2, disagree: 0.3}, sex: {female: 0.6, male: 0.4}}
left_out: {uses: 0.1, sports: 0, age: 0.1, distance: 0, order: 0.2, sex: 0, trees: 0.05}
effects: []
campaigns: {}
channels: {online: {share: 0.8}, paper: {share: 0.2, left_out_times: 3}}
"""


def write(folder: Path, said: str = SAID, questionnaire: str = QUESTIONNAIRE, consultation: str = CONSULTATION) -> Path:
    folder.mkdir(parents=True)
    for name, text in {"consultation": consultation, "questionnaire": questionnaire, "rehearsal": said}.items():
        if text:
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    folder = tmp_path_factory.mktemp("kinds")
    return made(write(folder / "park"), N, 5, folder / "r.csv", largest_part=1_500)


@pytest.fixture(scope="module")
def received(done: Rehearsed) -> Any:
    return receive(build(done.params / "park", PLAN))


@pytest.fixture(scope="module")
def coded(received: Any) -> dict[str, list[str]]:
    return {name: received.responses[name].astype(str).tolist() for name in received.responses.columns}


# --- several answers ----------------------------------------------------------------------------


def test_an_answer_that_stands_alone_is_never_given_with_others(done: Rehearsed) -> None:
    for row in rows_of(done.responses):
        pieces = row["Uses"].split("; ")
        assert len(pieces) == 1 or not {"None of these", "Don't know"} & set(pieces)
        assert not row["Sport 2"] or not (row["Sport 1"] or row["Sport 3"])


def test_each_answer_is_given_as_often_as_was_said(coded: dict[str, list[str]], done: Rehearsed) -> None:
    expected, n = record_of(done)["expected_also"], len(coded["uses"])
    shares = {"walk": 0.5, "run": 0.25, "nothing": 0.1, "unknown": 0.05, "more": 0.3}
    # 0.1 and three times as many leave it out, of those who do not disagree. Of the sections' questions with one answer
    # there is but this, so who left it out was drawn again: fewer came by paper.
    reached = 0.7 * (0.8 * 0.95 * 0.9 + 0.2 * 0.85 * 0.7) / (0.8 * 0.95 + 0.2 * 0.85)
    assert expected["uses"]["asked"] == pytest.approx(0.7)
    chosen = Counter(option for answer in coded["uses"] for option in answer.split(";"))
    for option in shares:
        assert near(chosen[option], expected["uses"]["chosen"][option], n)
        assert expected["uses"]["chosen"][option] == pytest.approx(reached * shares[option])
    left = 1 - 0.15
    some = 0.15 + left * (1 - (1 - 0.5 / left) * (1 - 0.25 / left) * (1 - 0.3 / left))
    assert expected["uses"]["answered"] == pytest.approx(reached * some)
    said = sum(answer not in ("not_answered", "not_asked") for answer in coded["uses"])
    assert near(said, expected["uses"]["answered"], n)
    # Walking and running go together as chance has it among those who do not stand alone.
    both = sum({"walk", "run"} <= set(answer.split(";")) for answer in coded["uses"])
    assert near(both, reached * 0.5 * 0.25 / left, n)


def test_who_chooses_other_writes_something_in_its_place_now_and_then(
    coded: dict[str, list[str]], received: Any, done: Rehearsed
) -> None:
    rows, expected = rows_of(done.responses), record_of(done)["expected_also"]
    in_one_cell = [piece for row in rows for piece in row["Uses"].split("; ") if piece in TEXTS]
    in_its_column = [row["Sport 3"] for row in rows if row["Sport 3"] and row["Sport 3"] != "Other"]
    for written, question, option in ((in_one_cell, "uses", "more"), (in_its_column, "sports", "others")):
        assert set(written) == set(TEXTS)
        assert expected[question]["own_words"] == pytest.approx(expected[question]["chosen"][option] / 2)
        assert near(len(written), expected[question]["own_words"], N)
        chosen = sum(option in answer.split(";") for answer in coded[question])
        assert near(chosen, expected[question]["chosen"][option], len(coded[question]))
    # Nothing of it was taken for a slip.
    assert {flag.reason for flag in received.flags} <= {"campaign_text", "near_duplicate", "late", "answers_differ"}


def test_a_near_copy_writes_the_same_in_place_of_other(done: Rehearsed) -> None:
    rows = {row["response_id"]: row for row in rows_of(done.responses)}
    pairs = cases_of(done)["near_duplicate"]
    assert len(pairs) == 40 and any(rows[name]["Sport 3"] in TEXTS for name, _ in pairs)
    for name, of in pairs:
        for column in ("Uses", "Sport 1", "Sport 2", "Sport 3", "age", "distance", "Order 1"):
            assert rows[name][column] == rows[of][column]


def test_what_is_written_is_no_answer_and_holds_no_separator() -> None:
    options = {"a": Choice(label="Not on your list"), "b": Choice(label="Other", other=True)}
    asked = AlsoAsked(
        kind="multiple", number="Q1", wording="Which?", short="Which", column="c", separator="e", options=options
    )
    assert own_texts(asked) == ()
    assert own_texts(asked.model_copy(update={"separator": " a"})) == (
        "something of my own",
        "a bit of everything",
        "it depends on the day",
        "what my neighbours do",
    )
    no_other = {name: choice.model_copy(update={"other": False}) for name, choice in options.items()}
    assert own_texts(asked.model_copy(update={"options": no_other})) == ()


def test_unsaid_shares_leave_room_for_what_stands_alone(tmp_path: Path) -> None:
    done = made(write(tmp_path / "park", ""), 600, 3, tmp_path / "r.csv")
    for name, alone in (("uses", ("nothing", "unknown")), ("sports", ("none_at_all",))):
        shares = record_of(done)["settings"]["also_asked"][name]["shares"]
        left = 1 - sum(shares[option] for option in alone)
        assert 0 < 1 - left < 0.2 and all(share <= left for option, share in shares.items() if option not in alone)
    # What was written down gives the same file again.
    (tmp_path / "park" / "rehearsal.yaml").write_text(json.dumps(record_of(done)["settings"]), encoding="utf-8")
    again = made(tmp_path / "park", 600, 3, tmp_path / "s.csv")
    assert done.responses.read_bytes() == again.responses.read_bytes()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "walk: 0.5", "walk: 0.9",
            "park/rehearsal.yaml (also_asked.uses.shares.walk): more people than are left by the answers that stand "
            "alone\n  found:   0.9\n  allowed: 0.85 or less\n"
            "  do:      Make it smaller, or the share of those that stand alone.",
        ),
        (
            "walk: 0.5, run: 0.25, nothing: 0.1, unknown: 0.05, more: 0.3",
            "walk: 0, run: 0, nothing: 0.8, unknown: 0.4, more: 0",
            "park/rehearsal.yaml (also_asked.uses.shares): answers that stand alone with more than everybody together\n"
            "  found:   1.2\n  allowed: 1 or less\n  do:      Make their shares smaller.",
        ),
    ],
)  # fmt: skip
def test_shares_that_cannot_be_are_told(old: str, new: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as caught:
        made(write(tmp_path / "park", changed(SAID, old, new)), 100, 1, tmp_path / "r.csv")
    assert str(caught.value) == message


# --- numbers ------------------------------------------------------------------------------------


def test_numbers_are_spread_over_the_bands(coded: dict[str, list[str]], done: Rehearsed) -> None:
    expected, settings = record_of(done)["expected_also"], record_of(done)["settings"]["also_asked"]
    assert (settings["age"]["least"], settings["age"]["most"]) == (0, 105)
    ages = [float(answer) for answer in coded["age"] if answer != "not_answered"]
    counted = Counter("young" if age < 25 else "middle" if age < 65 else "old" for age in ages)
    assert expected["age"]["bands"] == {band: pytest.approx(1 / 3) for band in ("young", "middle", "old")}
    assert all(near(times, 1 / 3, len(ages)) for times in counted.values())
    assert (min(ages), max(ages)) == (0, 105)
    assert expected["age"]["mean"] == pytest.approx((12 + 44.5 + 85) / 3)
    assert abs(np.mean(ages) - expected["age"]["mean"]) < 4 * np.std(ages) / math.sqrt(len(ages))
    # Between 0 and 10.5, in tenths, half of them below 0.5.
    far = [float(answer) for answer in coded["distance"]]
    assert near(sum(number < 0.5 for number in far), 0.5, len(far))
    assert {number for number in far if number < 0.5} == {0.0, 0.1, 0.2, 0.3, 0.4}
    assert expected["distance"]["mean"] == pytest.approx((0.2 + 5.75) / 2)


def numbers(**bands: Band) -> AlsoAsked:
    return AlsoAsked(kind="numeric", number="Q1", wording="How many?", short="Number", bands=bands)


def test_only_bands_within_what_was_said_have_numbers() -> None:
    asked = numbers(
        low=Band(label="Low", below=0), mid=Band(label="Mid", at_least=0, below=10), high=Band(label="H", at_least=10)
    )
    found = ranges_of(asked, AlsoAnswered(least=3, most=12))
    assert (found.names, found.first.tolist(), found.last.tolist()) == (("mid", "high"), [3, 10], [9, 12])
    assert (reach(asked), ranges_of(asked, AlsoAnswered(least=-9, most=-9)).names) == ((-10, 20), ("low",))
    drawn = found.drawn(np.random.default_rng(1), 2_000)
    assert set(drawn.tolist()) == set(range(3, 13)) and near(int((drawn < 10).sum()), 0.5, 2_000)
    assert set(ranges_of(asked, AlsoAnswered(least=4, most=4)).drawn(np.random.default_rng(1), 9).tolist()) == {4}


def test_a_band_beyond_every_number_that_can_be_said_has_none() -> None:
    asked = numbers(low=Band(label="Low", below=5_000_000), high=Band(label="High", at_least=5_000_000))
    least, most = reach(asked)
    assert most == 1_000_000
    assert ranges_of(asked, AlsoAnswered(least=least, most=most)).names == ("low",)


# --- who is asked -------------------------------------------------------------------------------


def test_nobody_answers_what_she_was_not_asked(coded: dict[str, list[str]], received: Any, done: Rehearsed) -> None:
    expected, n = record_of(done)["expected_also"], len(coded["sex"])
    for trees, uses in zip(coded["trees"], coded["uses"], strict=True):
        assert trees in ("agree", "neither") or uses in ("not_asked", "not_answered")
    for sex, order in zip(coded["sex"], coded["order"], strict=True):
        assert sex == "female" or order in ("not_asked", "not_answered")
    assert not any(flag.reason == "not_asked" for flag in received.flags)
    assert expected["order"]["asked"] == pytest.approx(0.6)
    answered = sum(order in ("ponds", "paths") for order in coded["order"])
    assert near(answered, expected["order"]["answered"], n)
    by_channel = (0.8 * 0.95 * 0.8 + 0.2 * 0.85 * 0.4) / (0.8 * 0.95 + 0.2 * 0.85)
    assert expected["order"]["answered"] == pytest.approx(0.6 * by_channel)
    assert "asked" not in expected["age"]


# --- where words stand --------------------------------------------------------------------------


def test_an_open_question_is_about_the_section_that_it_stands_in(done: Rehearsed) -> None:
    questionnaire = build(done.params / "park", PLAN).questionnaire
    assert [(place.name, place.section) for place in places(questionnaire)] == [("why", "rest"), ("extra", "park")]


def test_groups_that_hang_on_no_answer_are_left_out_of_the_record(done: Rehearsed) -> None:
    assert set(record_of(done)["expected"]["trees"]) == {"all", "sex"}
    assert set(record_of(done)["expected"]["sex"]) == {"all"}


ALSO_ONLY = (
    ("profile: [sex, age, distance]", "profile: [sex, trees, age, distance]"),
    ("questions: [trees, uses, sports]", "questions: [uses, sports]"),
)


def test_where_no_section_has_a_question_with_one_answer_nobody_is_blank_by_chance(tmp_path: Path) -> None:
    text = QUESTIONNAIRE
    for old, new in ALSO_ONLY:
        text = changed(text, old, new)
    said = changed(SAID, "left_out: {uses: 0.1, sports: 0, age: 0.1, distance: 0, order: 0.2, sex: 0, trees: 0.05}",
                   "left_out: {uses: 0.9, sports: 0.9, age: 0.9, distance: 0.9, since: 0.9, order: 0.9}")  # fmt: skip
    done = made(write(tmp_path / "park", f"{said}comments: 0.05\n", text), 500, 2, tmp_path / "r.csv")
    received = receive(build(done.params / "park", PLAN))
    assert received.analysed == record_of(done)["analysed"]
    assert {row.name: row.n for row in received.funnel if row.removed} == {"blank": 5, "exact_duplicate": 5}
    silent = [row for row in rows_of(done.responses) if not any(row[c] for c in ("Uses", "age", "distance", "since"))]
    assert len(silent) > 200


def test_where_nothing_keeps_a_response_from_being_blank_it_is_told(tmp_path: Path) -> None:
    text = QUESTIONNAIRE
    for old, new in (
        *ALSO_ONLY,
        ("  why: {kind: open, number: Q8, wording: Why?, short: Why}\n", ""),
        ("  extra: {kind: open, number: Q10, wording: More?, short: More}\n", ""),
        ("questions: [order, why]", "questions: [order]"),
        ("  why: {title: Comments, question: why}\n", ""),
    ):
        text = changed(text, old, new)
    with pytest.raises(ParameterError) as caught:
        made(write(tmp_path / "park", SAID, text), 500, 2, tmp_path / "r.csv")
    assert str(caught.value) == (
        "park/questionnaire.yaml (sections): nothing by which a response is surely not blank\n"
        "  do:      Let a section have a question with one answer, or an open one."
    )


# --- the whole ----------------------------------------------------------------------------------


def test_a_rehearsal_of_every_kind_can_be_checked(done: Rehearsed, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "park", "--params", str(done.params)]) == 0
    assert capsys.readouterr().out.splitlines()[:2] == [
        "MADE-UP DATA. park: parameters and data are in order; 3920 responses, 43 tables",
        "received 4,000, less blank 40, exact_duplicate 40: analysed 3,920",
    ]


@pytest.mark.parametrize("kind", ["multiple", "ranking", "numeric", "open"])
def test_a_rehearsal_of_each_kind_alone_can_be_checked(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = "separator: ';', options: {a: {label: A}, b: {label: B}}"
    spec = f"kind: {kind}, number: Q2, wording: What?, short: What" + (
        f", {options}" if kind in ("multiple", "ranking") else ""
    )
    text = (
        "questions:\n  sex: {kind: single, number: Q1, wording: Sex?, short: Sex, "
        "options: {f: {label: F}, m: {label: M}}}\n"
        f"also_asked:\n  what: {{{spec}}}\nsections: {{all_of_it: {{title: All, questions: [sex, what]}}}}\n"
    )
    done = made(write(tmp_path / "park", "", text), 200, 1, tmp_path / "r.csv")
    assert main(["check", "park", "--params", str(done.params)]) == 0
    told = capsys.readouterr().out
    assert told.splitlines()[0].startswith("MADE-UP DATA. park: parameters and data are in order; ")


def test_columns_of_a_design_are_left_out_of_the_parameters(tmp_path: Path) -> None:
    sample = "sample: {because: A draw., weight: w, stratum: s, cluster: c, stratum_size: n}\n"
    done = made(write(tmp_path / "park", consultation=CONSULTATION + sample), 100, 1, tmp_path / "r.csv")
    design = build(done.params / "park", PLAN).consultation.sample
    assert design is not None and design.model_dump(exclude_defaults=True) == {"because": "A draw."}
