"""Drafts of several answers, rankings, numbers and own words: where they stand, their options and bands."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from findings.consultation.build import build
from findings.consultation.counted import counted
from findings.consultation.guesses import Sure
from findings.draft import draft, propose
from findings.draft.bands import MOST_BANDS, bands_of
from findings.intake import receive
from findings.intake.export import Column
from test_draft import AGREEMENT, drafted, export_of, repeated

ROOT = Path(__file__).resolve().parents[1]
ROWS = 60


def own_words(rows: int, what: str = "I think") -> list[str]:
    return [f"{what} that number {n} is the best of all of them" for n in range(rows)]


FILE: dict[str, Sequence[str]] = {
    "How far do you agree?": repeated(AGREEMENT, ROWS),
    "Please explain your answer": own_words(ROWS),
    "How do you travel? (select all that apply)": repeated(["Bus; Car", "Bus", "Car; Bike", "Bike", "N/A"], ROWS),
    "How many cars do you have?": repeated(["0", "1", "1", "2", "3", "3", "9", "14"], ROWS),
    "Rank these in order of preference [Parks]": repeated(["1", "2", "3"], ROWS),
    "Rank these in order of preference [Roads]": repeated(["2", "3", "1"], ROWS),
    "Rank these in order of preference [Trees]": repeated(["3", "1", "2"], ROWS),
    "When did you move here?": repeated(["2019-04-13", "2020-05-14", "2021-06-15"], ROWS),
    "What is your age?": repeated([str(n) for n in range(17, 72)], ROWS),
    "Gender": repeated(["Female", "Male", "Other"], ROWS),
    "If other, please describe": [
        text if place % 3 == 2 else "" for place, text in enumerate(own_words(ROWS, "It is"))
    ],
}


def test_each_question_stands_where_its_place_in_the_file_is() -> None:
    found = propose(export_of(FILE)).questionnaire
    kinds = {name: one.kind for name, one in (*found.questions.items(), *found.also_asked.items())}
    assert kinds == {
        "q1": "scale", "gender": "single", "q2": "open", "q3": "multiple", "q4": "numeric", "q5": "ranking",
        "q6": "date", "q7": "numeric", "q9": "open",
    }  # fmt: skip
    assert [section.questions for section in found.sections.values()] == [("q1", "q2", "q3", "q4", "q5")]
    assert found.profile == ("q7", "gender", "q9")
    assert {name: one.question for name, one in found.breakdowns.items()} == {"age": "q7", "sex": "gender"}
    # A day is kept and stands nowhere.
    assert list(counted(found).also_asked) == ["q6"]


def test_a_draft_of_every_kind_can_be_read_as_it_is(tmp_path: Path) -> None:
    rows = [list(FILE), *map(list, zip(*FILE.values(), strict=True))]
    parameters = drafted(tmp_path / "one", rows)
    assert receive(parameters).analysed == ROWS
    assert [group.label for group in parameters.counting.groups_of("age").values()] == [
        "Under 25", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 and over",
    ]  # fmt: skip
    text = (parameters.folder / "questionnaire.yaml").read_text(encoding="utf-8")
    # The ends of bands are numbers in the file, as a person writes them.
    assert re.search(r"label: 25 to 34\n +at_least: 25\n +below: 35\n", text)


def test_what_is_printed_tells_the_truth(tmp_path: Path) -> None:
    with (tmp_path / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([list(FILE), *zip(*FILE.values(), strict=True)])
    done = draft(tmp_path / "survey.csv", tmp_path / "params" / "survey")
    assert done.told[1] == (
        "8 questions to be counted: 1 single, 1 scale, 1 multiple, 1 ranking, 2 numeric, 2 open; "
        "kept and not counted: 1 date; breakdowns: age, sex"
    )


def test_what_would_be_told_wrongly_is_kept() -> None:
    # Everyone gave one answer of a list: "wrote an answer" would not be what was asked.
    same = Column("Do you drive?", "Do you drive?", says="single", labels={"1": "Yes"})
    found = propose(
        export_of(
            {"Do you drive?": ["Yes"] * 40, "Is it safe?": repeated(["Yes", "No"], 40)}, **{"Do you drive?": same}
        )
    )
    asked = found.questionnaire
    (kept,) = asked.also_asked
    assert kept not in asked.told
    assert found.guesses[f"also_asked.{kept}"].guess == "the respondents' own words. Kept and not counted"


# --- several answers ----------------------------------------------------------------------------


def test_none_of_these_stands_alone_and_other_takes_what_people_wrote() -> None:
    cells = repeated(["Bus; Car", "Bus", "Car; Bike", "Bike; Bus", "None of the above", "Don't know"], 240)
    cells += ["Bus; a sledge drawn by dogs", "my own two feet"]
    found = propose(
        export_of({"How do you travel? (select all that apply)": cells, "Is it safe?": repeated(["Yes", "No"], 242)})
    )
    (asked,) = found.questionnaire.also_asked.values()
    assert {name: (one.label, one.exclusive, one.other, one.also) for name, one in asked.options.items()} == {
        "bus": ("Bus", False, False, ()),
        "bike": ("Bike", False, False, ()),
        "car": ("Car", False, False, ()),
        "other_answers": ("Other answers", False, True, ()),
        "none_of_the_above": ("None of the above", True, False, ()),
        "dont_know": ("Don't know", True, False, ()),
    }
    # What people wrote is not repeated in the file: any text chooses it.
    assert found.guesses["also_asked.q1"].guess == (
        "several answers: Bus (121); Bike (80); Car (80); None of the above (40); Other answers (2); Don't know (40). "
        "Not counted where it was chosen with others: None of the above, Don't know. "
        "Whatever else people wrote counts as: Other answers"
    )


def test_other_that_everybody_ticked_takes_no_text_and_a_ranking_has_neither() -> None:
    cells = repeated(["Bus; Other (please specify)", "Bus", "Car; Bus"], 60)
    found = propose(
        export_of(
            {
                "How do you travel? (select all that apply)": cells,
                "Rank these in order of preference [Bus]": repeated(["1", "2"], 60),
                "Rank these in order of preference [None of these]": repeated(["2", "1"], 60),
                "Is it safe?": repeated(["Yes", "No"], 60),
            }
        )
    )
    several, ranking = found.questionnaire.also_asked.values()
    assert (several.kind, ranking.kind) == ("multiple", "ranking")
    options = [*several.options.values(), *ranking.options.values()]
    assert not any(one.exclusive or one.other for one in options)


def test_the_one_text_in_the_column_for_other_is_what_somebody_wrote(tmp_path: Path) -> None:
    other = "What do you use? [Other, please specify]"
    rows = [["What do you use? [Bus]", "What do you use? [Car]", other, "Is it safe?"]]
    rows += [
        ["1" if n % 2 else "", "1" if n % 3 else "", "on a sledge" if n == 4 else "", "Yes" if n % 4 else "No"]
        for n in range(60)
    ]
    parameters = drafted(tmp_path / "one", rows)
    (asked,) = [one for one in parameters.questionnaire.also_asked.values() if one.kind == "multiple"]
    assert {one.column: (one.other, one.also) for one in asked.options.values()} == {
        "What do you use? [Bus]": (False, ()), "What do you use? [Car]": (False, ()), other: (True, ()),
    }  # fmt: skip
    assert "sledge" not in (parameters.folder / "questionnaire.yaml").read_text(encoding="utf-8")


# --- bands --------------------------------------------------------------------------------------


def told(heading: str, numbers: Sequence[object]) -> list[tuple[str, int]]:
    found = bands_of(heading, Counter(map(str, numbers)))
    assert found is not None
    return [(band.label, times) for band, times in zip(found.bands.values(), found.times, strict=True)]


def test_bands_are_few_round_and_as_reports_print_them() -> None:
    assert told("How many cars?", [0, 0, 1, 2, 3]) == [("0", 2), ("1", 1), ("2", 1), ("3 or more", 1)]
    assert told("How many visits?", [1, 2, 2, 3]) == [("Under 2", 1), ("2", 2), ("3 or more", 1)]
    assert told("Share", [f"{n}%" for n in range(101)]) == [
        ("Under 20", 20), ("20 to 39", 20), ("40 to 59", 20), ("60 to 79", 20), ("80 or more", 21),
    ]  # fmt: skip
    assert told("Weight", [n / 10 for n in range(25)]) == [
        ("Under 0.5", 5), ("0.5 to under 1", 5), ("1 to under 1.5", 5), ("1.5 to under 2", 5), ("2 or more", 5),
    ]  # fmt: skip
    assert told("Income", range(0, 50_000, 500))[1] == ("10,000 to 19,999", 20)
    assert told("Temperature", range(-20, 20)) == [
        ("Under -10", 10), ("-10 to -1", 10), ("0 to 9", 10), ("10 or more", 10),
    ]  # fmt: skip
    # Years have no commas; and a slip far out moves no band.
    assert told("In which year?", [*range(1980, 2020), 3]) == [
        ("Before 1990", 11), ("1990 to 1999", 10), ("2000 to 2009", 10), ("2010 or later", 10),
    ]  # fmt: skip
    # A few large numbers among many small ones: bands that grow.
    assert told("Staff", [*([1, 2, 4, 7] * 20), 30, 60, 200, 900, 4_000]) == [
        ("Under 5", 60), ("5 to 9", 20), ("10 to 49", 1), ("50 to 99", 1), ("100 to 499", 1), ("500 or more", 2),
    ]  # fmt: skip


def test_ages_are_in_the_bands_of_reports() -> None:
    assert told("What is your age?", range(12, 90))[0] == ("Under 16", 4)
    assert [label for label, _ in told("How old are you?", range(12, 90))] == [
        "Under 16", "16 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 to 74", "75 and over",
    ]  # fmt: skip
    assert [label for label, _ in told("Age in years", [30, 41, 52])] == ["Under 35", "35 to 44", "45 and over"]
    assert told("How old is your house?", range(12, 90))[0] == ("Under 20", 8)
    assert told("What is the age of your child?", range(10))[0] == ("Under 2", 2)


def test_the_bands_are_a_guess_that_says_why() -> None:
    found = propose(export_of(FILE))
    ages, cars = found.guesses["bands.q7"], found.guesses["bands.q4"]
    assert (ages.sure, ages.because) == (
        Sure.LIKELY, "Its heading asks for an age; these are the bands that reports have.",
    )  # fmt: skip
    assert ages.guess.startswith("counted in bands: Under 25 (")
    assert (cars.sure, cars.guess, cars.because) == (
        Sure.UNSURE,
        "counted in bands: 0 (8); 1 (16); 2 to 4 (22); 5 to 9 (7); 10 or more (7)",
        "Round numbers between 0 and 14, so that no band is empty.",
    )


@pytest.mark.parametrize("texts", [{}, {"5": 9}, {"five": 3, "six": 2}, {"5": 2, "5.0": 1}])
def test_without_two_numbers_there_are_no_bands(texts: dict[str, int]) -> None:
    assert bands_of("How many?", texts) is None


@given(
    numbers=st.lists(st.decimals(-10_000, 10_000, places=1) | st.integers(0, 40).map(Decimal), min_size=2, max_size=40),
    heading=st.sampled_from(["How many?", "What is your age?"]),
)
def test_every_number_has_one_band(numbers: list[Decimal], heading: str) -> None:
    texts = {str(number): 1 for number in numbers}
    found = bands_of(heading, texts)
    if found is None:
        assert len(set(numbers)) < 2
        return
    bands = list(found.bands.values())
    assert 2 <= len(bands) <= (8 if found.is_age else MOST_BANDS)
    assert bands[0].at_least is None and bands[-1].below is None
    assert [band.below for band in bands[:-1]] == [band.at_least for band in bands[1:]]
    assert len({band.label for band in bands}) == len(bands)
    assert sum(found.times) == len(texts) and (found.is_age or min(found.times) > 0)
    assert found.times[0] > 0 and found.times[-1] > 0


def test_a_real_file_with_numbers_is_built(tmp_path: Path) -> None:
    file = ROOT.parent / "shared" / "data" / "odk" / "SAFI_clean.csv"
    if not file.is_file():
        pytest.skip("the shared data are not here")
    draft(file, tmp_path / "params" / "safi")
    parameters = build(tmp_path / "params" / "safi", ROOT / "notebooks" / "plan.yaml")
    assert receive(parameters).analysed == 131
    years = parameters.questionnaire.also_asked["years_liv"].bands
    assert [band.label for band in years.values()] == [
        "Under 10", "10 to 19", "20 to 29", "30 to 39", "40 to 49", "50 or more",
    ]  # fmt: skip
