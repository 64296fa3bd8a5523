"""Who responded against who lives there: against plain calculations, as identities, and as disclosure sees it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from findings.consultation.counted import counted
from findings.consultation.model import Questionnaire
from findings.consultation.names import parse_cell
from findings.consultation.population import Residents
from findings.disclosure.guard import guard
from findings.evidence.cell import Cell, SourceKind, Status, from_csv, to_csv
from findings.evidence.reached import UNDER_REPRESENTED_BELOW, Reach, groups_not_reached
from findings.evidence.relation import Relation
from findings.tabulation.cells import Counted
from findings.tabulation.representation import Four, represent

LLR = Path(__file__).resolve().parent.parent / "data" / "llr"
QUESTIONNAIRE = Questionnaire.model_validate(
    {
        "questions": {
            "band": {
                "kind": "single",
                "number": "P1",
                "wording": "How old are you?",
                "short": "Age",
                "options": {
                    "teens": {"label": "16 to 19"},
                    "twenties": {"label": "20 to 24"},
                    "middle": {"label": "25 to 64"},
                    "old": {"label": "65 and over"},
                    "unsaid": {"label": "Prefer not to say", "kind": "prefer_not_to_say"},
                },
            }
        },
        "also_asked": {
            "places": {
                "kind": "multiple",
                "number": "Q2",
                "wording": "Where?",
                "short": "Places",
                "separator": ";",
                "options": {"park": {"label": "Park"}, "pond": {"label": "Pond"}},
            }
        },
        "profile": ["band", "places"],
        "sections": {},
        "breakdowns": {
            "age": {
                "title": "Age",
                "question": "band",
                "groups": {
                    "under_25": {"label": "Under 25", "of": ["teens", "twenties"]},
                    "middle": {"label": "25 to 64", "of": ["middle"]},
                    "old": {"label": "65 and over", "of": ["old"]},
                    "unsaid": {"label": "Prefer not to say", "of": ["unsaid"]},
                },
            },
            "places": {"title": "Places", "question": "places"},
        },
        "crossed": ["age.x.places"],
    }
)
LEVELS = ("under_25", "middle", "old")
RESIDENTS = Residents({"under_25": 59358, "middle": 175204, "old": 43602})
"""Leicester, mid-2020, aged 16 and over."""


def table(respondents: Mapping[str, int], residents: Residents = RESIDENTS) -> Counted:
    return represent(counted(QUESTIONNAIRE), "age", respondents, residents, SourceKind.RESPONSES)


def values(found: Counted) -> dict[str, str]:
    return {cell.cell.removeprefix("population.by.age#"): cell.value for cell in found.cells}


def half_up(share: Fraction) -> str:
    exact = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return str(abs(exact) if exact == 0 else exact)


# --- the cells -----------------------------------------------------------------------------------------------


def test_a_table_is_made_of_four_counts_a_group() -> None:
    found = table({"under_25": 60, "middle": 700, "old": 240, "unsaid": 37, "not_answered": 5})
    # 60 of 1,000 is 6%, 59,358 of 278,164 is 21.34%: 15.34 points less, and 28 hundredths of it.
    assert values(found) == {
        "respondents@under_25": "60", "respondents@under_25!percent": "6",
        "residents@under_25": "59358", "residents@under_25!percent": "21",
        "respondents@under_25!difference": "-15", "respondents@under_25!index": "28",
        "respondents@middle": "700", "respondents@middle!percent": "70",
        "residents@middle": "175204", "residents@middle!percent": "63",
        "respondents@middle!difference": "7", "respondents@middle!index": "111",
        "respondents@old": "240", "respondents@old!percent": "24",
        "residents@old": "43602", "residents@old!percent": "16",
        "respondents@old!difference": "8", "respondents@old!index": "153",
        "respondents@all": "1000", "residents@all": "278164",
    }  # fmt: skip


def by_id(found: Counted) -> dict[str, Cell]:
    return {cell.cell: cell for cell in found.cells}


def test_each_cell_says_what_it_is_of() -> None:
    cells = by_id(table({"under_25": 60, "middle": 700, "old": 240}))
    four = tuple(f"population.by.age#{of}@{at}" for of in ("respondents", "residents") for at in ("under_25", "all"))
    due = {
        "respondents@under_25": ("count", "responses", "", (), SourceKind.RESPONSES),
        "respondents@under_25!percent": ("percent", "percent", four[1], four[:1], SourceKind.RESPONSES),
        "residents@under_25": ("count", "residents", "", (), SourceKind.OFFICIAL),
        "residents@under_25!percent": ("percent", "percent", four[3], four[2:3], SourceKind.OFFICIAL),
        "respondents@under_25!difference": ("difference", "percentage points", "", four, SourceKind.RESPONSES),
        "respondents@under_25!index": ("index", "index", "", four, SourceKind.RESPONSES),
    }
    for name, said in due.items():
        cell = cells[f"population.by.age#{name}"]
        assert (cell.measure, cell.unit, cell.base_cell, cell.origins, cell.source_kind) == said
    for cell in cells.values():
        assert (cell.table, cell.question, cell.breakdown) == ("population.by.age", "population", "age")
        assert (cell.base_kind, cell.digits, cell.status) == ("answered", 0, Status.SHOWN)
        assert cell.identifier == parse_cell(cell.cell)


def test_the_cells_can_be_written_and_read_again() -> None:
    found = table({"under_25": 60})
    assert tuple(from_csv(to_csv(found.cells))) == found.cells


def test_small_areas_are_called_so() -> None:
    cells = by_id(table({"middle": 1}, Residents(RESIDENTS.by_level, "small areas")))
    assert cells["population.by.age#residents@old"].unit == "small areas"
    assert cells["population.by.age#respondents@old"].unit == "responses"


def test_sums_tie_the_table_to_that_of_the_question() -> None:
    def of(level: str) -> str:
        return f"population.by.age#respondents@{level}"

    assert table({}).relations == (
        Relation(of("all"), (of("under_25"), of("middle"), of("old"))),
        Relation(of("under_25"), ("band#teens", "band#twenties")),
        Relation(of("middle"), ("band#middle",)),
        Relation(of("old"), ("band#old",)),
    )


def test_a_share_of_nobody_is_not_applicable_and_no_error() -> None:
    cells = by_id(table({}))
    for level in LEVELS:
        for measure in ("percent", "difference", "index"):
            cell = cells[f"population.by.age#respondents@{level}!{measure}"]
            assert (cell.value, cell.status) == ("", Status.NOT_APPLICABLE)
    # A group in which nobody lives: a difference exists, a quotient does not.
    cells = by_id(table({"old": 1}, Residents({"middle": 4, "old": 0})))
    assert cells["population.by.age#respondents@old!difference"].value == "100"
    index = cells["population.by.age#respondents@old!index"]
    assert (index.value, index.status) == ("", Status.NOT_APPLICABLE)
    cells = by_id(table({"old": 1}, Residents({"middle": 0, "old": 0})))
    assert {cell.status for cell in cells.values() if cell.option == "residents" and cell.measure == "percent"} == {
        Status.NOT_APPLICABLE
    }
    assert cells["population.by.age#respondents@old!difference"].status is Status.NOT_APPLICABLE


def test_what_is_hidden_hides_what_was_made_of_it() -> None:
    found = table({"under_25": 3, "middle": 700, "old": 240})
    small = "population.by.age#respondents@under_25"
    cells = guard([cell.hidden() if cell.cell == small else cell for cell in found.cells])
    hidden = {cell.cell for cell in cells if cell.status is Status.CONFIDENTIAL}
    assert hidden == {small, f"{small}!percent", f"{small}!difference", f"{small}!index"}
    everyone = "population.by.age#respondents@all"
    cells = guard([cell.hidden() if cell.cell == everyone else cell for cell in found.cells])
    shown = {cell.cell.partition("#")[2] for cell in cells if cell.visible and cell.option == "respondents"}
    assert shown == {f"respondents@{level}" for level in LEVELS}


@pytest.mark.parametrize(
    ("breakdown", "residents", "message"),
    [
        ("places", {"park": 1},
         "question places has several answers, so its groups overlap: their shares are not those of people"),
        ("age.x.places", {"old": 1},
         "age.x.places is two breakdowns crossed: a table of population belongs to one"),
        ("age", {"old": 1, "older": 2, "oldest": 3}, "population of groups that age does not have: older, oldest"),
    ],
)  # fmt: skip
def test_groups_that_cannot_be_held_against_a_population_are_refused(
    breakdown: str, residents: dict[str, int], message: str
) -> None:
    with pytest.raises(ValueError, match=r".*") as caught:
        represent(counted(QUESTIONNAIRE), breakdown, {}, Residents(residents), SourceKind.RESPONSES)
    assert str(caught.value) == message


def test_halves_are_rounded_up_and_only_once() -> None:
    # round() gives 12 and -12; 1 of 8 is 12.5%, and an eighth of the residents' share.
    assert (Four(1, 8, 1, 1).index, Four(1, 8, 1, 4).difference) == ("13", "-13")
    # Of shares that were rounded first, 13% less 12%, the difference would be 1.
    assert Four(1, 8, 123, 1000).difference == "0"


# --- against another calculation ---------------------------------------------------------------------------------

COUNTS = st.fixed_dictionaries({level: st.integers(0, 5000) for level in LEVELS})
PEOPLE = st.fixed_dictionaries({level: st.integers(0, 400_000) for level in LEVELS})


@given(COUNTS, PEOPLE)
def test_shares_differences_and_index_are_those_of_exact_fractions(
    respondents: dict[str, int], people: dict[str, int]
) -> None:
    of_respondents, of_people = sum(respondents.values()), sum(people.values())
    assume(of_respondents and of_people)
    found = values(table(respondents, Residents(people)))
    for level in LEVELS:
        own, official = Fraction(respondents[level], of_respondents), Fraction(people[level], of_people)
        assert found[f"respondents@{level}!percent"] == half_up(100 * own)
        assert found[f"residents@{level}!percent"] == half_up(100 * official)
        assert found[f"respondents@{level}!difference"] == half_up(100 * (own - official))
        assert found[f"respondents@{level}!index"] == (half_up(100 * own / official) if official else "")


@given(COUNTS, PEOPLE)
def test_differences_add_to_nothing_before_rounding_and_to_little_after(
    respondents: dict[str, int], people: dict[str, int]
) -> None:
    assume(sum(respondents.values()) and sum(people.values()))
    found = values(table(respondents, Residents(people)))
    exact = sum(
        Fraction(respondents[level], sum(respondents.values())) - Fraction(people[level], sum(people.values()))
        for level in LEVELS
    )
    assert exact == 0
    # Each of three is rounded by half a point at the most.
    assert abs(sum(int(found[f"respondents@{level}!difference"]) for level in LEVELS)) <= 1
    for of in ("respondents", "residents"):
        assert abs(sum(int(found[f"{of}@{level}!percent"]) for level in LEVELS) - 100) <= 1
        assert sum(int(found[f"{of}@{level}"]) for level in LEVELS) == int(found[f"{of}@all"])


@given(PEOPLE, st.integers(1, 9))
def test_the_index_is_100_and_the_difference_0_where_the_shares_are_the_same(
    people: dict[str, int], times: int
) -> None:
    assume(sum(people.values()))
    found = values(table({level: times * n for level, n in people.items()}, Residents(people)))
    for level, n in people.items():
        assert found[f"respondents@{level}!index"] == ("100" if n else "")
        assert found[f"respondents@{level}!difference"] == "0"
        assert found[f"respondents@{level}!percent"] == found[f"residents@{level}!percent"]


@given(COUNTS, PEOPLE, st.integers(0, 999))
def test_who_is_in_no_group_of_the_population_changes_nothing(
    respondents: dict[str, int], people: dict[str, int], others: int
) -> None:
    more = {**respondents, "unsaid": others, "not_answered": others, "not_asked": others}
    assert table(more, Residents(people)) == table(respondents, Residents(people))


@given(COUNTS)
def test_every_sum_holds(respondents: dict[str, int]) -> None:
    found = table(respondents)
    counts = {cell.cell: int(cell.value) for cell in found.cells if cell.measure == "count"}
    counts |= {"band#teens": respondents["under_25"], "band#twenties": 0}
    counts |= {"band#middle": respondents["middle"], "band#old": respondents["old"]}
    for relation in found.relations:
        assert counts[relation.total] == sum(counts[part] for part in relation.parts)


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("population_by_age.csv", "age_band"),
        ("census2021_ethnic_group.csv", "ethnic_group"),
        ("census2021_sex.csv", "sex"),
        ("census2021_disability.csv", "disability"),
    ],
)
def test_a_district_against_the_whole_area_is_as_a_plain_calculation_says(file: str, column: str) -> None:
    with (LLR / file).open(encoding="utf-8", newline="") as rows:
        read = [(row["district"], row[column], int(row["population"])) for row in csv.DictReader(rows)]
    area = {band: sum(n for _, own, n in read if own == band) for band in dict.fromkeys(own for _, own, _ in read)}
    # As if everyone in Rutland had responded.
    rutland = {band: sum(n for place, own, n in read if (place, own) == ("Rutland", band)) for band in area}
    for band, n in area.items():
        four = Four(rutland[band], sum(rutland.values()), n, sum(area.values()))
        own, whole = rutland[band] / sum(rutland.values()), n / sum(area.values())
        assert abs(float(four.difference) - 100 * (own - whole)) <= 0.5 + 1e-9
        assert abs(float(four.index) - 100 * own / whole) <= 0.5 + 1e-9


# --- who was not reached ----------------------------------------------------------------------------------------------


def told(cells: tuple[Cell, ...]) -> list[tuple[str, str, Reach, str]]:
    found = groups_not_reached(cells)
    return [(one.breakdown, one.level, one.reach, one.index.value if one.index else "") for one in found]


def test_groups_with_nobody_and_with_less_than_half_their_share_are_told() -> None:
    cells = table({"under_25": 0, "middle": 900, "old": 70}).cells
    assert told(cells) == [
        ("age", "under_25", Reach.NOT_REACHED, "0"),
        ("age", "old", Reach.UNDER_REPRESENTED, "46"),
    ]
    one = groups_not_reached(cells)[1]
    assert (one.respondents.value, one.residents.value) == ("70", "43602")


def test_half_the_share_is_not_less_than_half() -> None:
    assert UNDER_REPRESENTED_BELOW == 50
    even = Residents({"middle": 100, "old": 100})
    assert told(table({"middle": 75, "old": 25}, even).cells) == []
    assert told(table({"middle": 76, "old": 24}, even).cells) == [("age", "old", Reach.UNDER_REPRESENTED, "48")]


def test_where_nobody_responded_nobody_was_reached() -> None:
    assert told(table({}).cells) == [("age", level, Reach.NOT_REACHED, "") for level in LEVELS]


def test_of_a_hidden_group_and_of_one_in_which_nobody_lives_nothing_is_said() -> None:
    cells = table({"under_25": 3, "middle": 900, "old": 70}).cells
    small = "population.by.age#respondents@under_25"
    assert [level for _, level, _, _ in told(cells)] == ["under_25", "old"]
    released = guard([cell.hidden() if cell.cell == small else cell for cell in cells])
    assert [level for _, level, _, _ in told(released)] == ["old"]
    # Its index alone may be hidden: then its count of nobody still speaks, and nothing else does.
    index = "population.by.age#respondents@old!index"
    released = guard([cell.hidden() if cell.cell == index else cell for cell in cells])
    assert [level for _, level, _, _ in told(released)] == ["under_25"]
    assert told(table({"middle": 9}, Residents({"middle": 5, "old": 0})).cells) == []
