"""The trace of every kind of cell: what it counts, the rows that count, the arithmetic, and the workbook of rows."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from every_kind import drawn
from findings.audit.lookup import read_cells
from findings.audit.sourcebook import write_sourcebook
from findings.audit.sourcebook.recipe import mean_formula, median_formula
from findings.audit.trace import trace
from findings.evidence.cell import Measure
from test_recount_kinds import quantile, shared, text_of

# Whole runs, or very many cells: .ci/run does these after the others.
pytestmark = pytest.mark.slow

PEOPLE = [one for one in drawn(60) if one.q1 or one.q2 or one.q3 or one.q4 or one.q5]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory.mktemp("traced"), n=60)


@pytest.mark.slow
def test_every_cell_leads_to_rows_that_come_to_what_was_printed(run: Path) -> None:
    cells = read_cells(run)
    # Every cell of all respondents, and of the breakdowns one in twenty.
    names = [name for n, (name, cell) in enumerate(cells.items()) if not cell.breakdown or n % 20 == 0]
    measures = {str(cells[name].measure) for name in names}
    assert {str(m) for m in (Measure.MEAN, Measure.BORDA, Measure.MENTIONS, Measure.PERCENT_OF_ASKED)} <= measures
    for name in names:
        told = trace(name, run)
        assert "THIS IS NOT THE VALUE PRINTED" not in told, told
        assert "does not say which rows" not in told, told
        assert "so nothing is worked out here" not in told, told
        assert ("Worked out again" in told) == (cells[name].measure != Measure.COUNT), told


@pytest.mark.parametrize(("name", "lines"), [
    ("q2#net_motor", ["Motor vehicle: who gave Bus or Car, each respondent once", "where q2 names bus or car"]),
    ("q2#not_bus", ['everyone of the base who did not give the answer "Bus"', "where q2 is answered and does"]),
    ("q3.parks#rank_1", ["where q3 has parks in place 1"]),
    ("q3.parks#unranked", ["where q3 is answered and does not name parks"]),
    ("q3.parks#base!mean", ["the places at which parks was ranked", "everyone who ranked it (q3.parks#base_scored)"]),
    ("age#a25_to_64", ["where age is at least 25 and below 65"]),
    ("q1#base_scored", ["everyone whose answer has a score"]),
    ("q1#agree!percent_of_asked", ["a percentage of those who were asked", "those who were asked the question"]),
    ("q1.by.area.x.age#base@leicester.under_25", ["where q1 is", "and area is leicester and age is below 25"]),
    ("q1.by.role#base@carer", ["(a respondent may be in several of these groups)", "and role names carer"]),
])  # fmt: skip
def test_a_trace_says_what_counts(run: Path, name: str, lines: list[str]) -> None:
    told = trace(name, run)
    for line in lines:
        assert line in told, told


def test_the_arithmetic_of_a_mean_of_numbers_by_hand(run: Path) -> None:
    given = sorted(one.q4 for one in PEOPLE if one.q4)
    told = trace("q4#base!mean", run)
    for number in set(given):
        assert f"{number} x {given.count(number)}" in told, told
    assert f" / {len(given)} = " in told


def test_the_points_of_a_ranking_by_hand(run: Path) -> None:
    places = [one.q3.index("roads") + 1 for one in PEOPLE if "roads" in one.q3]
    total = sum(4 - place for place in places)
    line = " + ".join(f"{4 - place} x {places.count(place)}" for place in (1, 2, 3))
    assert f"{line} = {total} " in trace("q3.roads#base!borda", run)


@pytest.mark.parametrize("name", [
    "q2#net_motor!percent", "q2#not_car", "q2#base!mentions", "q3.parks#net_top!percent", "q3.parks#base!borda",
    "q3.parks#base!mean", "q3.parks#base!median", "q4#base!mean", "q4#base!upper_quartile", "q1#base!mean",
    "q1#base!median", "q1.by.area.x.age#net_agree@leicester.a65!percent", "q1.by.role#agree@carer", "age#under_25",
    "q5#answered!percent", "q1.by.age#net_agree@a65!difference",
])  # fmt: skip
def test_the_workbook_of_rows_comes_to_what_was_printed(run: Path, name: str, tmp_path: Path) -> None:
    written = write_sourcebook(name, run, tmp_path / "rows.xlsx")
    assert written.differing == ()
    rows = CalamineWorkbook.from_path(tmp_path / "rows.xlsx").get_sheet_by_name("Recount").to_python()
    head = next(place for place, row in enumerate(rows) if row[:2] == ["What", "Counted here"])
    lines = [row for row in rows[head + 1 :] if row[4] and row[3] in ("the same", "DIFFERENT")]
    assert lines
    assert all(row[3] == "the same" for row in lines), lines
    assert lines[-1][4] == name or lines[0][4] == name


def by_python(formula: str, counts: list[int]) -> object:
    """What a spreadsheet makes of one of our formulas, for those who have none."""
    for place, n in enumerate(counts):
        formula = formula.replace(f"B{6 + place}", str(n))
    names = {
        "IF": lambda test, one, other: one if test else other,
        "INT": math.floor,
        "SIGN": lambda value: (value > 0) - (value < 0),
        "ABS": abs,
    }
    # Both ends of IF are worked out here: a division by nobody is left to the spreadsheet.
    return eval(formula.removeprefix("=").replace("=0,", "==0,"), {"__builtins__": {}}, names)


@pytest.mark.parametrize("seed", range(40))
def test_the_formulas_give_what_the_numbers_one_by_one_give(seed: int) -> None:
    draw = random.Random(seed)
    scores = draw.choice([[5, 4, 3, 2, 1], [-2, -1, 0, 1, 2], [1, 2, 3], [10, 0]])
    counts = [draw.randint(0, 6) for _ in scores]
    counts[0] += 1
    at = [f"B{6 + place}" for place in range(len(scores))]
    numbers = [Fraction(score) for score, n in zip(scores, counts, strict=True) for _ in range(n)]
    mean = Decimal(text_of(sum(numbers, Fraction()) / len(numbers), 2))
    assert by_python(mean_formula(scores, at, 2), counts) == pytest.approx(float(mean))
    assert by_python(median_formula(scores, at), counts) == float(quantile(numbers, Fraction(1, 2)))
