"""Drafting: what single texts, headings and answers are taken for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from findings.consultation.model import AnswerKind, DateOrder, Option, Stance
from findings.consultation.names import as_compared, name_fault
from findings.draft.breakdowns import PRIORITY, breakdown_of, code_list, mapped
from findings.draft.dates import one_order
from findings.draft.names import option_names, slug
from findings.draft.scales import answer_kind, numeric_scale, ordered
from findings.draft.several import several_in_a_cell, split


@pytest.mark.parametrize(
    "answers",
    [
        ["Strongly agree", "Agree", "Neither agree nor disagree", "Disagree", "Strongly disagree"],
        ["Very satisfied", "Fairly satisfied", "Neither satisfied nor dissatisfied", "Fairly dissatisfied"],
        ["Very likely", "Somewhat likely", "Undecided", "Somewhat unlikely", "Very unlikely"],
        ["Very useful", "Useful", "Not useful"],
        ["Always", "Often", "Sometimes", "Rarely", "Never"],
        ["Always - leave is given", "Sometimes - it depends", "Rarely"],
        ["Very important", "Fairly important", "Not very important", "Not at all important"],
        ["Excellent", "Good", "Fair", "Poor", "Very poor"],
        ["I expect it to increase", "I expect it to stay the same", "I expect it to decrease"],
        ["Daily", "Weekly", "Monthly", "I don't use it"],
        ["Yes - very often", "Yes - somewhat", "Yes - a little", "Not at all"],
        ["Always used", "Often used", "Sometimes used", "Partially used", "Not used"],
        ["frequently", "more_once", "once", "never"],
    ],
)
def test_words_of_scales_are_put_in_order(answers: list[str]) -> None:
    found = ordered(sorted(answers))
    assert found is not None
    assert list(found.answers) == [answer.casefold() for answer in answers]


@pytest.mark.parametrize(
    "answers", [["Yes", "No"], ["Male", "Female"], ["Bus", "Car", "Bike"], ["Agree"], ["Home owner", "Renting"], []]
)
def test_other_answers_are_no_scale(answers: list[str]) -> None:
    assert ordered(answers) is None


def test_agreement_measures_support() -> None:
    found = ordered(["Agree", "Disagree", "Neither agree nor disagree", "Don't know"])
    assert found is not None
    assert dict(found.stances) == {
        "agree": Stance.SUPPORT,
        "neither agree nor disagree": Stance.NEUTRAL,
        "disagree": Stance.OPPOSE,
    }
    assert answer_kind("Prefer not to say") is AnswerKind.PREFER_NOT_TO_SAY


@given(st.permutations(["strongly agree", "agree", "neither", "disagree", "strongly disagree"]))
def test_the_order_does_not_depend_on_how_answers_come(answers: list[str]) -> None:
    found = ordered(answers)
    assert found is not None
    assert found.answers == ("strongly agree", "agree", "neither", "disagree", "strongly disagree")


def test_plain_numbers_are_a_scale_only_where_points_are_asked_for() -> None:
    numbers = ["3", "1", "5"]
    found = numeric_scale(numbers, "On a scale of 1 to 5, how hard was it?")
    assert found is not None and found.answers == ("1", "3", "5")
    assert numeric_scale(numbers, "How many rooms are there?") is None
    assert numeric_scale(["10/10", "2/10"], "").answers == ("2/10", "10/10")  # type: ignore[union-attr]
    assert numeric_scale(["1990", "1988"], "How likely is it?") is None


@pytest.mark.parametrize(
    ("columns", "order", "readable"),
    [
        ([["12/06/2018", "12/13/2018"]], DateOrder.MONTH_FIRST, (True,)),
        ([["01/02/2024", "03/04/2024"]], None, (False,)),
        # Another column of the file decides.
        ([["01/02/2024"], ["31/12/2023"]], DateOrder.DAY_FIRST, (True, True)),
        # Year first decides nothing for days that could be months, and is read beside them.
        ([["2016-11-17T00:00:00Z"], ["01/02/2024"]], DateOrder.YEAR_FIRST, (True, False)),
        # Two columns that contradict each other: the first one decides.
        ([["13/01/2024"], ["01/13/2024"]], DateOrder.DAY_FIRST, (True, False)),
        ([["2024-02-30"]], None, (False,)),
        ([["13/01/24"]], None, (False,)),
        ([], None, ()),
    ],
)
def test_one_order_of_dates_has_to_fit_for_certain(
    columns: list[list[str]], order: DateOrder | None, readable: tuple[bool, ...]
) -> None:
    assert one_order(columns) == (order, readable)


def test_a_list_in_a_cell_is_told_from_commas_in_an_answer() -> None:
    lists = {"Car, Bus": 10, "Bus": 8, "Bus, Bike": 7, "Car": 5, "Car, Bike": 3}
    found = several_in_a_cell(lists, invited=False)
    assert found is not None
    # By hand: Car 10 + 5 + 3, Bus 10 + 8 + 7, Bike 7 + 3.
    assert dict(found.times) == {"Car": 18, "Bus": 25, "Bike": 10}
    assert several_in_a_cell({"Trust, hospital": 9, "Care, social": 8, "CSU": 3}, invited=False) is None
    # Even where several answers are asked for, pieces that never change company are one answer.
    assert several_in_a_cell({"Trust, hospital": 9, "Care, social": 8, "CSU": 3}, invited=True) is None


@given(st.lists(st.sampled_from(["Car", "Bus (tram, metro)", "1,000 steps", "Bike"]), min_size=1, unique=True))
def test_pieces_come_back_as_they_were_joined(answers: list[str]) -> None:
    assert split(", ".join(answers), ",") == answers


@settings(max_examples=200)
@given(st.lists(st.text(max_size=60).filter(lambda text: text.strip()), max_size=12, unique_by=as_compared))
def test_names_of_options_keep_the_grammar_and_differ_from_all_labels(labels: list[str]) -> None:
    names = option_names(labels)
    assert [name_fault(name) for name in names] == [""] * len(labels)
    assert len(set(names)) == len(labels)
    for place, name in enumerate(names):
        assert name not in {as_compared(label) for other, label in enumerate(labels) if other != place}


@given(st.text())
def test_a_slug_is_a_name_or_nothing(text: str) -> None:
    assert slug(text) == "" or name_fault(slug(text)) == ""


def test_ethnic_groups_roll_up_to_five() -> None:
    census = code_list("ethnicity_2021")
    assert len(census.of) == 19 and len(census.groups) == 5
    assert len(code_list("ethnicity_2011").of) == 18
    labels = ["White British", "Irish", "Roma", "Indian", "Chinese", "African", "Arab", "White and Asian"]
    options = {slug(label): Option.model_validate({"label": label}) for label in labels}
    found = mapped("What is your ethnic group?", options)
    assert found is not None
    made = breakdown_of("q1", options, found)
    assert made is not None
    assert {name: group.of for name, group in made.groups.items()} == {
        "asian": ("indian", "chinese"),
        "black": ("african",),
        "mixed": ("white_and_asian",),
        "white": ("white_british", "irish", "roma"),
        "other_ethnic": ("arab",),
    }


def test_a_heading_alone_makes_no_breakdown() -> None:
    options = {name: Option.model_validate({"label": name}) for name in ("parks", "roads", "schools")}
    assert mapped("What gender equality measures should come first?", options) is None


def test_every_code_list_can_be_read() -> None:
    assert {code_list(name).name for name in PRIORITY} >= {"age", "sex", "area", "disability", "respondent_type"}
