"""Tables of population are counted again from responses and table, and nothing in them can be changed unseen."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from conftest import once
from corruptions import seal
from findings.audit.inventory import inventory_problems
from findings.audit.recount import cell_problems, read_questionnaire, sql_of
from findings.audit.recount.populationfile import read_populations
from findings.audit.sourcebook import write_sourcebook
from findings.audit.trace import trace
from findings.audit.verify import printed_look, verify
from findings.errors import VerificationFailed
from findings.evidence.cell import COLUMNS, from_csv
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run as run_all
from sampled_run import EVERYBODY, HIDING, POPULATIONS, SHOWING, recountable, written
from test_recount import change_cell, change_text, evidence, write_rows

# Whole runs, or very many cells: .ci/run does these after the others.
pytestmark = pytest.mark.slow

AGE = "population.by.age"
TABLE = "restricted/inputs/populations/age.csv"
PAGE = "public/report.html"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reached")
    return recountable(written(folder / "params", EVERYBODY, SHOWING + POPULATIONS), folder / "run")


@pytest.fixture(scope="module")
def clean_hiding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people of the county, whose number is hidden, and with it another's."""
    few = [one for one in EVERYBODY if one.area != "county"] + [one for one in EVERYBODY if one.area == "county"][:4]
    folder = tmp_path_factory.mktemp("hiding")
    return recountable(written(folder / "params", few, HIDING + POPULATIONS), folder / "run")


@pytest.fixture
def run(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "run"))


@pytest.fixture
def hiding(clean_hiding: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean_hiding, tmp_path / "run"))


def told(run: Path) -> str:
    return "\n".join(str(problem) for problem in cell_problems(run))


def half_up(exact: Fraction) -> str:
    whole = math.floor(abs(exact) + Fraction(1, 2))
    return str(-whole if exact < 0 else whole)


def test_clean_runs_differ_in_nothing(clean: Path, clean_hiding: Path) -> None:
    assert cell_problems(clean) == []
    assert cell_problems(clean_hiding) == []
    assert any(row["question"] == "population" and row["status"] == "[c]" for row in evidence(clean_hiding))


def test_the_numbers_are_those_of_plain_counting(clean: Path) -> None:
    people = {"under_25": 300, "a25_to_64": 1100, "a65": 600}
    known = {band: sum(one.band == band for one in EVERYBODY) for band in people}
    r_all, p_all = sum(known.values()), sum(people.values())
    value = {row["cell"]: row["value"] for row in evidence(clean)}
    for band, p in people.items():
        r = known[band]
        assert value[f"{AGE}#respondents@{band}"] == str(r)
        assert value[f"{AGE}#residents@{band}"] == str(p)
        assert value[f"{AGE}#residents@{band}!percent"] == half_up(Fraction(100 * p, p_all))
        apart = Fraction(100 * r, r_all) - Fraction(100 * p, p_all)
        assert value[f"{AGE}#respondents@{band}!difference"] == half_up(apart)
        assert value[f"{AGE}#respondents@{band}!index"] == half_up(Fraction(100 * r * p_all, r_all * p))
    assert "population.by.area#respondents@rutland" not in value
    assert value["population.by.area#residents@leicester"] == "600"


def moved(run: Path, cell: str) -> None:
    (row,) = [row for row in evidence(run) if row["cell"] == cell]
    change_cell(run, cell, "value", str(int(row["value"]) + 1))


@pytest.mark.parametrize(
    "cell",
    [
        "#respondents@under_25", "#respondents@all", "#residents@a65", "#residents@all", "#respondents@a65!percent",
        "#residents@a65!percent", "#respondents@a25_to_64!difference", "#respondents@under_25!index",
    ],
)  # fmt: skip
def test_a_number_that_was_changed_is_found(cell: str, run: Path) -> None:
    moved(run, AGE + cell)
    assert f"{AGE}{cell}: counted again it is another number" in told(run)


CHANGES = [
    ("#residents@a65", "source_kind", "responses"),
    ("#respondents@a65", "source_kind", "official"),
    ("#residents@a65", "unit", "responses"),
    ("#respondents@a65!index", "from", ""),
    ("#respondents@a65!percent", "base_cell", f"{AGE}#residents@all"),
    ("#respondents@a65", "note", "about 40"),
    ("#respondents@a65!index", "low", "10"),
]


@pytest.mark.parametrize(("cell", "column", "text"), CHANGES)
def test_what_a_cell_says_of_itself_is_looked_at(cell: str, column: str, text: str, run: Path) -> None:
    change_cell(run, AGE + cell, column, text)
    assert AGE in told(run)


def test_cells_and_tables_that_are_gone_or_new_are_found(run: Path) -> None:
    rows = evidence(run)
    write_rows(run / "public/evidence.csv", [row for row in rows if row["cell"] != f"{AGE}#respondents@a65!index"])
    assert f"{AGE}#respondents@a65!index: a cell of a declared table is missing" in told(run)
    write_rows(run / "public/evidence.csv", [row for row in rows if row["table"] != AGE])
    assert f"{AGE}: a declared table is missing" in told(run)
    other = {name: text.replace("by.age", "by.role") for name, text in rows[-1].items()}
    write_rows(run / "public/evidence.csv", [*rows, other])
    assert "population.by.role: a table that the plan does not declare" in told(run)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("65 and over,2024,600", "65 and over,2024,601", f"{AGE}#residents@a65: counted again it is another number"),
        ("65 and over,2023,7", "65 and over,2024,7", f"{AGE}#residents@a65: counted again it is another number"),
        ("25 to 64,2024", "25 to 66,2024", "neither a group of the breakdown nor left out"),
        ("300", "300?", "not a number of people"),
        ("age,year,n", "age,year,people", "a column is missing, or stands twice"),
    ],
)
def test_a_table_of_population_that_was_changed_is_found(old: str, new: str, what: str, run: Path) -> None:
    change_text(run / TABLE, old, new)
    assert what in told(run)


def test_rules_of_the_table_that_were_changed_are_found(run: Path) -> None:
    path = run / "restricted/inputs/consultation.yaml"
    change_text(path, "left_out: [Under 16]", "levels: {under_25: [Under 16, Under 25]}")
    assert f"{AGE}#residents@under_25: counted again it is another number" in told(run)


def test_a_table_that_is_gone_is_found(run: Path) -> None:
    (run / TABLE).unlink()
    assert "this file of the run is missing" in told(run)
    assert TABLE in {problem.where for problem in inventory_problems(run)}


def test_what_is_hidden_stays_hidden(hiding: Path) -> None:
    """A difference or an index would give back the count, since residents are public; so would the question's table."""
    small = "population.by.area#respondents@county"
    for cell, value in ((f"{small}!index", "2"), (f"{small}!difference", "-68"), (small, "4")):
        change_cell(hiding, cell, "value", value, "status", "shown")
        found = told(hiding)
        assert f"{cell}: not hidden" in found or f"{cell}: a small count that is not hidden" in found
        change_cell(hiding, cell, "value", "", "status", "[c]")


def test_a_count_that_its_groups_give_away_is_found(hiding: Path) -> None:
    """All groups less the other one."""
    n = str(sum(one.area == "leicester" for one in EVERYBODY) + 4)
    change_cell(hiding, "population.by.area#respondents@all", "value", n, "status", "shown")
    assert "population.by.area#respondents@county: a hidden small count that can be worked out" in told(hiding)


def test_residents_are_never_a_small_count(tmp_path: Path) -> None:
    params = written(tmp_path / "params", EVERYBODY, HIDING + POPULATIONS)
    change_text(params / "ages.csv", "65 and over,2024,600", "65 and over,2024,3")
    run = recountable(params, tmp_path / "run")
    assert cell_problems(run) == []
    assert {row["cell"]: row["value"] for row in evidence(run)}[f"{AGE}#residents@a65"] == "3"


def test_the_table_is_read_row_by_row(clean: Path) -> None:
    questionnaire = read_questionnaire(clean / "restricted/inputs/questionnaire.yaml")
    area, age = read_populations(clean, questionnaire)
    assert area.residents == {"leicester": 600, "county": 1400}
    assert [row.line for row in area.rows["leicester"]] == [2, 3]
    assert age.residents == {"under_25": 300, "a25_to_64": 1100, "a65": 600}


def test_a_trace_leads_to_rows_and_to_the_table(clean: Path) -> None:
    n = sum(one.band == "a65" for one in EVERYBODY)
    text = trace(f"{AGE}#respondents@a65!index", clean)
    assert "the share of respondents as a percentage of the share of those who live there" in text
    assert f"  {n:,} in all; the value printed" in text
    assert f'  {TABLE}, line 5, age "65 and over", column n: 600\n  these add up to 600; the value printed' in text
    assert "THIS IS NOT THE VALUE PRINTED" not in text
    assert f"{sum(one.age is not None for one in EVERYBODY):,} in all; the value printed" in trace(
        f"{AGE}#respondents@all", clean
    )


@pytest.mark.parametrize("cell", [f"{AGE}#respondents@a65", f"{AGE}#residents@a65!percent"])
def test_what_has_two_sources_has_neither_a_query_nor_a_workbook(cell: str, clean: Path, tmp_path: Path) -> None:
    with pytest.raises(VerificationFailed, match="not counted by one query"):
        sql_of(cell, clean)
    with pytest.raises(VerificationFailed, match="no workbook shows"):
        write_sourcebook(cell, clean, tmp_path / "book.xlsx")


def test_a_trace_tells_a_number_that_is_not_its_counts(run: Path) -> None:
    moved(run, f"{AGE}#respondents@a65!difference")
    moved(run, f"{AGE}#residents@a65")
    assert "THIS IS NOT THE VALUE PRINTED" in trace(f"{AGE}#respondents@a65!difference", run)
    assert "THIS IS NOT THE VALUE PRINTED" in trace(f"{AGE}#residents@a65", run)


# --- whole runs ------------------------------------------------------------------------------------------------------


def made(folder: Path) -> None:
    written(folder / "params" / "places", EVERYBODY, HIDING + POPULATIONS)
    (result,) = run_all(find_layout(folder / "params", folder / "outputs", "full"), ["places"], jobs=2, quiet=True)
    if result.error is not None:
        raise result.error


@pytest.fixture(scope="session")
def whole(shared_folder: Path) -> Path:
    folder = once(shared_folder / "populations_full", made)
    return next((folder / "outputs/places/full").glob("*/public")).parent


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "run"))


@pytest.mark.slow
def test_a_whole_run_is_verified(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("findings.audit.verify.is_installed", lambda: False)
    verification = verify(whole)
    assert verification.verified, "\n".join(verification.lines(5))


def replaced(path: Path, pattern: str, make: Callable[[re.Match[str]], str]) -> None:
    text = path.read_text(encoding="utf-8")
    match = re.search(pattern, text)
    assert match is not None, pattern
    path.write_text(text[: match.start()] + make(match) + text[match.end() :], encoding="utf-8", newline="\n")


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell", ["#respondents@a65", "#residents@a65", "#respondents@a65!difference", "#respondents@a65!index"]
)
def test_a_digit_of_a_table_is_found(cell: str, copy: Path) -> None:
    def other(match: re.Match[str]) -> str:
        return match[0][:-2] + str((int(match[0][-2]) + 1) % 10) + "<"

    replaced(copy / PAGE, rf'data-cell="{AGE}{cell}"[^>]*>[-\d,]+<', other)
    seal(copy)
    assert any(f"not its cell's: {AGE}{cell}" in problem.what for problem in printed_look(copy).problems)


@pytest.mark.slow
def test_numbers_that_changed_places_in_table_and_chart_are_found(copy: Path) -> None:
    (path,) = copy.glob("restricted/notebooks/20_who_responded.ipynb")
    text = path.read_text(encoding="utf-8")
    one, two = f'"{AGE}#respondents@a65!percent"', f'"{AGE}#residents@a65!percent"'
    path.write_text(text.replace(one, '"X"').replace(two, one).replace('"X"', two), encoding="utf-8")
    seal(copy)
    found = [str(problem) for problem in printed_look(copy).problems if "under names that" in problem.what]
    assert any("figure" in problem for problem in found) and any("table" in problem for problem in found)


def test_the_header_of_the_evidence_is_what_these_tests_change(clean: Path) -> None:
    cells = list(from_csv((clean / "public/evidence.csv").read_text(encoding="utf-8")))
    assert {column for _, column, _ in CHANGES} <= set(COLUMNS) | {"source_kind"}
    assert {cell.source_kind.value for cell in cells if cell.option == "residents"} == {"official"}
