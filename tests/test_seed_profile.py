"""Who responded against who lives there in the seed case, worked out again with the csv module alone.

The answers are read as they stand in the channels' files; the levels of a breakdown are found by the words that the
published tables have. Nothing of the project decides a number here: what it counted is only read.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from findings.consultation.build import build
from findings.disclosure import release
from findings.evidence.cell import Cell
from findings.freetext import code
from findings.intake import receive
from findings.tabulation import tabulate

PROJECT = Path(__file__).resolve().parents[1]
ANSWERS, PEOPLE = PROJECT / "data" / "llr-2021", PROJECT / "data" / "llr"
PARAMETERS = PROJECT / "params" / "llr-2021"
CHANNELS = ("online", "paper", "easy_read", "telephone")
YOUNG, OLD = ("16 to 24",), ("65 to 74", "75 and over")
AREAS = {"Leicester": "Leicester", "Rutland": "Rutland"}


def as_it_is(text: str) -> str:
    return text


def before_the_colon(text: str) -> str:
    return text.partition(":")[0]


def broad_age(text: str) -> str:
    return text if text in YOUNG else "65 and over" if text in OLD else "25 to 64"


def fifth(text: str) -> str:
    return text[:1]


def most_deprived(text: str) -> str:
    return "1" if text[:1] == "1" else "2 to 5"


def place(text: str) -> str:
    return AREAS.get(text, "Leicestershire")


CASES: dict[str, tuple[str, str, str, str, Callable[[str], str]]] = {
    "age": ("E1.", "population_by_age", "age_band", "population", broad_age),
    "age_bands": ("E1.", "population_by_age", "age_band", "population", as_it_is),
    "sex": ("E2.", "census2021_sex", "sex", "population", as_it_is),
    "ethnic_group": ("E4.", "census2021_ethnic_group", "ethnic_group", "population", before_the_colon),
    "ethnic_group_19": ("E4.", "census2021_ethnic_group", "ethnic_group", "population", as_it_is),
    "disability": ("E5.", "census2021_disability", "disability", "population", before_the_colon),
    "place": ("A3.", "population_by_age", "district", "population", place),
    "district": ("A3.", "population_by_age", "district", "population", as_it_is),
    "deprivation": ("E11.", "imd2019_quintile_areas", "imd_2019_quintile", "small_areas", most_deprived),
    "deprivation_fifths": ("E11.", "imd2019_quintile_areas", "imd_2019_quintile", "small_areas", fifth),
}
"""Breakdown -> how the question's column begins, the published table, its columns, and what makes a group of a text."""
NO_GROUP = ("", "Prefer not to say", "Elsewhere", "Area not known", "0 to 15")
"""Who lives in these groups is not known, or was not meant to be asked: they are held against nobody."""
GROUPS = {
    "age": 3, "age_bands": 7, "sex": 2, "ethnic_group": 5, "ethnic_group_19": 19, "disability": 2, "place": 3,
    "district": 9, "deprivation": 2, "deprivation_fifths": 5,
}  # fmt: skip

pytestmark = pytest.mark.slow


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def answer(row: dict[str, str], begins: str) -> str:
    return next((text.strip() for column, text in row.items() if column.startswith(begins)), "")


def residents(breakdown: str) -> Counter[str]:
    _, file, column, count, group = CASES[breakdown]
    found: Counter[str] = Counter()
    for row in rows_of(PEOPLE / f"{file}.csv"):
        # Children were not asked how old they are; that somebody lives in a district counts every age.
        if not (column == "age_band" and row[column] == "0 to 15"):
            found[group(row[column])] += int(row[count])
    return found


def half_up(exact: Fraction) -> int:
    return int((Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


@pytest.fixture(scope="module")
def analysed() -> tuple[set[str], tuple[Cell, ...], dict[str, Cell]]:
    """The responses that are counted, every cell of the profile as counted, and as released."""
    parameters = build(PARAMETERS, PROJECT / "notebooks" / "plan.yaml")
    parameters = replace(parameters, plan=parameters.plan.model_copy(update={"tables": ()}))
    free_text = code(parameters, receive(parameters))
    received = free_text.received
    counted = tabulate(parameters, received, free_text)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure, counted.bounds)
    kept = {row.response_id for row in received.ledger if row.outcome == "analysed"}
    return kept, counted.cells, {cell.cell: cell for cell in released.cells}


@pytest.fixture(scope="module")
def answers(analysed: tuple[set[str], tuple[Cell, ...], dict[str, Cell]]) -> list[dict[str, str]]:
    every = {row["response_id"]: row for channel in CHANNELS for row in rows_of(ANSWERS / f"{channel}.csv")}
    return [every[identifier] for identifier in sorted(analysed[0])]


def six_of(breakdown: str, answers: Iterable[dict[str, str]]) -> dict[str, tuple[int, ...]]:
    """Group -> respondents, share, residents, share, difference, index; of the groups in which somebody lives."""
    begins, *_, group = CASES[breakdown]
    given = Counter(group(text) for row in answers if (text := answer(row, begins)) not in NO_GROUP)
    people = residents(breakdown)
    assert set(given) <= set(people), breakdown
    found = {}
    for name in people:
        own, there = Fraction(given[name], given.total()), Fraction(people[name], people.total())
        shares = (half_up(100 * own), half_up(100 * there), half_up(100 * (own - there)), half_up(100 * own / there))
        found[name] = (given[name], shares[0], people[name], *shares[1:])
    return found


def six_cells(cells: Iterable[Cell], breakdown: str) -> dict[str, list[Cell]]:
    """Level -> the six cells in the order in which the plain calculation has them."""
    order = [("respondents", "count"), ("respondents", "percent"), ("residents", "count"), ("residents", "percent"),
             ("respondents", "difference"), ("respondents", "index")]  # fmt: skip
    own = {
        (cell.level, cell.option, cell.measure): cell for cell in cells if cell.table == f"population.by.{breakdown}"
    }
    levels = dict.fromkeys(level for level, *_ in own if level != "all")
    return {level: [own[level, *what] for what in order] for level in levels}


@pytest.mark.parametrize("breakdown", CASES)
def test_profile_and_population_equal_a_plain_calculation(
    breakdown: str,
    analysed: tuple[set[str], tuple[Cell, ...], dict[str, Cell]],
    answers: list[dict[str, str]],
) -> None:
    plain = six_of(breakdown, answers)
    counted = {
        level: tuple(int(cell.value) for cell in six) for level, six in six_cells(analysed[1], breakdown).items()
    }
    assert len(plain) == len(counted) == GROUPS[breakdown]
    assert sorted(plain.values()) == sorted(counted.values())


@pytest.mark.parametrize("breakdown", CASES)
def test_what_is_released_is_what_was_counted_or_hidden(
    breakdown: str,
    analysed: tuple[set[str], tuple[Cell, ...], dict[str, Cell]],
) -> None:
    """Respondents of fewer than the threshold are `[c]`, and so is whatever of the group is made from them."""
    _, counted, released = analysed
    for level, six in six_cells(counted, breakdown).items():
        shown = [released[cell.cell] for cell in six]
        assert all(cell.value == own.value for cell, own in zip(shown, six, strict=True) if cell.visible), level
        assert shown[2].visible and shown[3].visible, "who lives there is published"
        if 0 < six[0].number < 10:
            hidden = [str(shown[place].status) for place in (0, 1, 4, 5)]
            assert hidden == ["[c]"] * 4, level


def test_every_response_of_the_files_is_counted_once_or_accounted_for(
    analysed: tuple[set[str], tuple[Cell, ...], dict[str, Cell]],
) -> None:
    every = [row["response_id"] for channel in CHANNELS for row in rows_of(ANSWERS / f"{channel}.csv")]
    assert analysed[0] <= set(every) and len(analysed[0]) < len(every)
