"""What a declared sample adds to a run is counted again from its weights, or held against what it must be."""

from __future__ import annotations

import csv
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
from findings.audit.recount import cell_problems
from findings.audit.trace import trace
from findings.audit.verify import printed_look, verify
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run as run_all
from sampled_run import COMPARED, HIDING, KNOWN, POPULATIONS, SHOWING, recountable, weights_drawn, written
from test_recount import change_cell, evidence, write_rows

# Whole runs, or very many cells: .ci/run does these after the others.
pytestmark = pytest.mark.slow

WEIGHTS = "restricted/weights.csv"
PAGE = "public/report.html"
DRAWN = "sample: {because: Drawn from a register"
RAKING = ", raking: {margins: [area, age], trim: [0.3, 3]}"
GIVEN = weights_drawn(len(KNOWN))


@pytest.fixture(scope="module")
def clean_weighted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weighted")
    consultation = SHOWING + DRAWN + ", weight: wt" + COMPARED + "}\n"
    return recountable(written(folder / "params", KNOWN, consultation, GIVEN), folder / "run")


@pytest.fixture(scope="module")
def clean_raked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raked")
    consultation = SHOWING + DRAWN + ", weight: wt" + RAKING + "}\n" + POPULATIONS
    return recountable(written(folder / "params", KNOWN, consultation, GIVEN), folder / "run")


@pytest.fixture
def run(clean_weighted: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean_weighted, tmp_path / "run"))


@pytest.fixture
def raked(clean_raked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean_raked, tmp_path / "run"))


def told(run: Path) -> str:
    return "\n".join(str(problem) for problem in cell_problems(run))


def half_up(exact: Fraction) -> str:
    return str(math.floor(exact + Fraction(1, 2)))


def test_clean_runs_differ_in_nothing(clean_weighted: Path, clean_raked: Path) -> None:
    assert cell_problems(clean_weighted) == []
    assert cell_problems(clean_raked) == []


@pytest.mark.parametrize("hides", [SHOWING, HIDING])
def test_samples_of_other_kinds_differ_in_nothing(hides: str, tmp_path: Path) -> None:
    """Drawn alike, with intervals of the plain shares; and with small counts hidden."""
    weighted = hides == HIDING
    consultation = hides + DRAWN + (", weight: wt" if weighted else "") + COMPARED + "}\n"
    params = written(tmp_path / "params", KNOWN, consultation, GIVEN if weighted else None)
    run = recountable(params, tmp_path / "run")
    assert cell_problems(run) == []
    rows = evidence(run)
    assert any(row["measure"] == "weighted" for row in rows) == weighted
    assert any(row["measure"] == "percent" and row["low"] for row in rows) != weighted


def test_the_numbers_are_those_of_plain_counting(clean_weighted: Path) -> None:
    value = {row["cell"]: row["value"] for row in evidence(clean_weighted)}
    for area in ("leicester", "county"):
        inside = [(Fraction(w), one) for w, one in zip(GIVEN, KNOWN, strict=True) if one.area == area]
        total = sum((w for w, _ in inside), Fraction(0))
        agree = sum((w for w, one in inside if one.q1 in ("agree", "strongly_agree")), Fraction(0))
        assert value[f"q1.by.area#net_agree@{area}!weighted"] == half_up(100 * agree / total)
        worth = total**2 / sum((w**2 for w, _ in inside), Fraction(0))
        assert value[f"q1.by.area#base@{area}!effective"] == half_up(worth)


@pytest.mark.parametrize(
    "cell",
    [
        "q1#net_agree!weighted", "q2#bus!weighted", "q1.by.area#agree@leicester!weighted", "q4#base!effective",
        "q1.by.age#base@a65!effective", "sample#base", "sample#before!effective",
    ],
)  # fmt: skip
def test_a_number_that_was_changed_is_found(cell: str, run: Path) -> None:
    (row,) = [row for row in evidence(run) if row["cell"] == cell]
    change_cell(run, cell, "value", str(int(row["value"]) + 1))
    assert f"{cell}: counted again it is another number" in told(run)


P_VALUE, SIZE = "q1.by.area#base@all!p_value", "q1.by.area#base@all!cramers_v"
HIGHER = "q1.by.area#agree@leicester!higher_than"
CHANGES = [
    ("q1#net_agree!weighted", "low", "99", "an interval that does not hold its share"),
    ("q1#net_agree!weighted", "high", "0", "an interval that does not hold its share"),
    ("q1#net_agree!weighted", "high", "101", "an interval that does not hold its share"),
    ("q1#net_agree!weighted", "low", "", "an interval that does not hold its share"),
    ("q1#net_agree", "low", "1", "something in 'low' that no count gives"),
    ("q1#net_agree!weighted", "note", "about half", "something in 'note' that no count gives"),
    (P_VALUE, "value", "1.200", "not a number from 0 to 1"),
    (P_VALUE, "value", "0.5", "not a number from 0 to 1"),
    (P_VALUE, "value", "-0.100", "not a number from 0 to 1"),
    (SIZE, "value", "2.00", "not a number from 0 to 1"),
    (P_VALUE, "from", "", "its 'from' is not what the cell's identifier says"),
    (HIGHER, "note", "leicester", "a note that does not name other groups"),
    (HIGHER, "note", "everywhere", "a note that does not name other groups"),
    (HIGHER, "value", "7", "not the number of groups that its note names"),
    ("sample#before!effective", "note", "Respondents", "something in 'note'"),
]


@pytest.mark.parametrize(("cell", "column", "text", "what"), CHANGES)
def test_an_estimate_that_cannot_be_one_is_found(cell: str, column: str, text: str, what: str, run: Path) -> None:
    change_cell(run, cell, column, text)
    assert f"{cell}: {what}" in told(run)


def test_cells_that_are_gone_or_new_are_found(run: Path) -> None:
    rows = evidence(run)
    gone = {"q1#net_agree!weighted", P_VALUE, HIGHER, "sample#before!effective"}
    write_rows(run / "public/evidence.csv", [row for row in rows if row["cell"] not in gone])
    found = told(run)
    assert all(f"{cell}: a cell of a declared table is missing" in found for cell in gone)
    (test,) = [row for row in rows if row["cell"] == P_VALUE]
    other = {name: text.replace("area", "role") for name, text in test.items()}
    write_rows(run / "public/evidence.csv", [*rows, other])
    assert "a cell that its table does not have" in told(run)


def change_weights(run: Path, change: Callable[[list[dict[str, str]]], object]) -> None:
    with (run / WEIGHTS).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    change(rows)
    write_rows(run / WEIGHTS, rows)


def swap(rows: list[dict[str, str]]) -> None:
    rows[0], rows[1] = rows[1], rows[0]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda rows: rows[3].update(weight=str(int(rows[3]["weight"]) + 1)), "weights that are not those of the resp"),
        (lambda rows: rows[3].update(weight="heavy"), "not a weight in millionths"),
        (lambda rows: rows[3].update(source_kind="official"), "rows that do not say of what kind the data are"),
        (lambda rows: rows.pop(), "not the responses that were analysed"),
        (swap, "not the responses that were analysed"),
    ],
)
def test_weights_that_were_changed_are_found(
    change: Callable[[list[dict[str, str]]], object], what: str, run: Path
) -> None:
    change_weights(run, change)
    assert f"{WEIGHTS}: {what}" in told(run)


def test_weights_that_are_gone_are_found(run: Path) -> None:
    (run / WEIGHTS).unlink()
    assert f"{WEIGHTS}: this file of the run is missing" in told(run)
    assert WEIGHTS in {problem.where for problem in inventory_problems(run)}


def test_raked_weights_that_miss_the_population_are_found(raked: Path) -> None:
    """Two people of two areas change their weights: the sum of all remains, and evidence that was made of it."""

    def change(rows: list[dict[str, str]]) -> None:
        one = next(n for n, person in enumerate(KNOWN) if person.area == "leicester")
        other = next(n for n, person in enumerate(KNOWN) if person.area == "county")
        rows[one]["weight"] = str(int(rows[one]["weight"]) + 10_000)
        rows[other]["weight"] = str(int(rows[other]["weight"]) - 10_000)

    change_weights(raked, change)
    assert f"{WEIGHTS}: weights that do not add up to the population of area, leicester" in told(raked)


def test_what_raking_did_is_looked_at(raked: Path) -> None:
    for cell, text, what in (
        ("sample#after!effective", "500", "counted again it is another number"),
        ("sample#sweeps", "many", "not a whole number"),
        ("sample#at_bounds", "9999", "more respondents than there are"),
    ):
        change_cell(raked, cell, "value", text)
        assert f"{cell}: {what}" in told(raked)


def test_a_trace_works_a_weighted_share_out_from_the_weights(clean_weighted: Path) -> None:
    for cell in ("q1.by.area#net_agree@leicester!weighted", "q1#base!effective"):
        text = trace(cell, clean_weighted)
        assert re.search(r"rounded half-up: \d+, the value printed", text)
        assert "THIS IS NOT THE VALUE PRINTED" not in text
    assert "it is not worked out here" in trace(P_VALUE, clean_weighted)
    assert "every respondent's weight" in trace("sample#before!effective", clean_weighted)


# --- whole runs ------------------------------------------------------------------------------------------------------


def made(folder: Path) -> None:
    consultation = SHOWING + DRAWN + ", weight: wt" + RAKING + COMPARED + "}\n" + POPULATIONS
    written(folder / "params" / "places", KNOWN, consultation, GIVEN)
    (result,) = run_all(find_layout(folder / "params", folder / "outputs", "full"), ["places"], jobs=2, quiet=True)
    if result.error is not None:
        raise result.error


@pytest.fixture(scope="session")
def whole(shared_folder: Path) -> Path:
    folder = once(shared_folder / "sample_full", made)
    return next((folder / "outputs/places/full").glob("*/public")).parent


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "run"))


@pytest.mark.slow
def test_a_whole_run_is_verified(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("findings.audit.verify.is_installed", lambda: False)
    verification = verify(whole)
    assert verification.verified, "\n".join(verification.lines(5))


@pytest.mark.slow
@pytest.mark.parametrize("cell", ["q1#net_agree!weighted", "q1#base!effective", "sample#after!effective", P_VALUE])
def test_a_digit_of_the_page_is_found(cell: str, copy: Path) -> None:
    text = (copy / PAGE).read_text(encoding="utf-8")
    match = re.search(rf'data-cell="{re.escape(cell)}"[^>]*>[\d.]+', text)
    assert match is not None
    last = match.end() - 1
    changed = text[:last] + str((int(text[last]) + 5) % 10) + text[last + 1 :]
    (copy / PAGE).write_text(changed, encoding="utf-8", newline="\n")
    seal(copy)
    assert any(cell in problem.what for problem in printed_look(copy).problems)


@pytest.mark.slow
def test_ends_of_an_interval_that_changed_places_on_the_page_are_found(copy: Path) -> None:
    text = (copy / PAGE).read_text(encoding="utf-8")
    ends = list(re.finditer(r'data-cell="q1#net_agree!weighted"[^>]*>(\d+%)', text))[1:3]
    low, high = ends
    swapped = text[: low.start(1)] + high[1] + text[low.end(1) : high.start(1)] + low[1] + text[high.end(1) :]
    assert low[1] != high[1]
    (copy / PAGE).write_text(swapped, encoding="utf-8", newline="\n")
    seal(copy)
    assert any("not what the notebook shows" in problem.what for problem in printed_look(copy).problems)


@pytest.mark.slow
def test_ends_and_groups_that_were_changed_in_a_notebook_are_found(copy: Path) -> None:
    (path,) = copy.glob("restricted/notebooks/30_section_plan.ipynb")
    text = path.read_text(encoding="utf-8")
    changed = text.replace('"text": "; above "', '"text": "; below "').replace('"text": " ("', '"text": " [("')
    assert changed != text
    end = re.search(r'"text": " \[?\("[^{]*\{[^}]*?"text": "(\d+)%"', changed)
    assert end is not None
    other = str(int(end[1]) + 1)
    path.write_text(changed[: end.start(1)] + other + changed[end.end(1) :], encoding="utf-8")
    seal(copy)
    assert any("not its cell's" in problem.what for problem in printed_look(copy).problems)
