"""A declared sample, from its files to its cells: weights, raking, intervals and comparisons."""

from __future__ import annotations

import csv
import io
import math
import random
import re
from fractions import Fraction
from pathlib import Path

import pytest
from scipy.stats import t

from every_kind import CONSULTATION, Answers, drawn, write
from findings.consultation.build import build
from findings.errors import InputRefused
from findings.evidence.cell import Cell, Status
from findings.intake import receive
from findings.tabulation import tabulate

PLAN = "notebooks/plan.yaml"
API = Path(__file__).resolve().parents[2] / "shared" / "data" / "r_survey_reference" / "apistrat.csv"
NO_MIDPOINT = CONSULTATION.replace("midpoint: {until: 2024-01-31}\n", "")


def sampled(
    folder: Path, people: list[Answers], sample: str, columns: dict[str, list[str]] | None = None, more: str = ""
) -> tuple[dict[str, Cell], str]:
    """The cells of a sample, and its weights; `columns` are added to the file of answers."""
    write(folder, people, NO_MIDPOINT + f"sample: {{because: Drawn from a register{sample}}}\n" + more)
    rows = list(csv.reader((folder / "answers.csv").read_text(encoding="utf-8").splitlines()))
    for name, values in (columns or {}).items():
        for row, value in zip(rows, [name, *values], strict=True):
            row.append(value)
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    parameters = build(folder, PLAN)
    counted = tabulate(parameters, receive(parameters))
    return {cell.cell: cell for cell in counted.cells}, counted.weights


def weights_drawn(n: int) -> list[str]:
    rng = random.Random(8)
    return [f"{rng.uniform(0.2, 4):.3f}" for _ in range(n)]


PEOPLE = [one for one in drawn(240, seed=21) if one.q1 and one.q2]


def test_without_a_sample_there_are_no_intervals_and_no_weights(tmp_path: Path) -> None:
    write(tmp_path / "p", PEOPLE, NO_MIDPOINT)
    parameters = build(tmp_path / "p", PLAN)
    counted = tabulate(parameters, receive(parameters))
    assert counted.weights == ""
    assert not [cell for cell in counted.cells if cell.low or cell.high or cell.measure in ("weighted", "p_value")]


def test_a_simple_sample_has_wilson_intervals_of_its_shares(tmp_path: Path) -> None:
    cells, _ = sampled(tmp_path / "p", PEOPLE, "")
    assert not [cell for cell in cells.values() if cell.measure == "weighted"]
    base = len([one for one in PEOPLE if one.q1])
    for option in ("agree", "dont_know"):
        n, z = sum(one.q1 == option for one in PEOPLE), 1.959963984540054
        p = n / base
        middle = (p + z * z / (2 * base)) / (1 + z * z / base)
        reach = z / (1 + z * z / base) * math.sqrt(p * (1 - p) / base + z * z / (4 * base * base))
        cell = cells[f"q1#{option}!percent"]
        assert [cell.low, cell.high] == [str(math.floor(100 * end + 0.5)) for end in (middle - reach, middle + reach)]


def test_weighted_shares_are_those_of_the_weights_and_the_base_is_worth_less(tmp_path: Path) -> None:
    weights = weights_drawn(len(PEOPLE))
    cells, written = sampled(tmp_path / "p", PEOPLE, ", weight: wt", {"wt": weights})
    exact = [Fraction(weight) for weight in weights]
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [int(row["weight"]) for row in rows] == [int(weight * 1_000_000) for weight in exact]
    for group in ("", "leicester"):
        inside = [(w, one) for w, one in zip(exact, PEOPLE, strict=True) if not group or one.area == group]
        table, at = ("q1.by.area", f"@{group}") if group else ("q1", "")
        total = sum(w for w, _ in inside)
        agree = sum(w for w, one in inside if one.q1 in ("agree", "strongly_agree"))
        cell = cells[f"{table}#net_agree{at}!weighted"]
        assert cell.value == str(math.floor(100 * agree / total + Fraction(1, 2)))
        assert int(cell.low) <= int(cell.value) <= int(cell.high)
        assert cell.base_cell == f"{table}#base{at}"
        worth = total**2 / sum(w**2 for w, _ in inside)
        assert cells[f"{table}#base{at}!effective"].value == str(math.floor(worth + Fraction(1, 2)))
        assert worth < len(inside)
    # What is counted stays what it is: the weighted share stands beside it.
    assert cells["q1#agree"].number == sum(one.q1 == "agree" for one in PEOPLE)


def test_raking_makes_the_weights_agree_with_the_population(tmp_path: Path) -> None:
    people = [one for one in PEOPLE if one.area and one.age is not None]
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "areas.csv").write_text("area,n\nLeicester,600\nCounty,1400\n", encoding="utf-8")
    (folder / "ages.csv").write_text("age,n\nUnder 25,300\n25 to 64,1100\n65 and over,600\n", encoding="utf-8")
    about = "count_column: n, year: 2024, source: Made up"
    more = (
        "populations:\n"
        f"  area: {{file: areas.csv, level_column: area, levels: {{rutland: []}}, {about}}}\n"
        f"  age: {{file: ages.csv, level_column: age, {about}}}\n"
    )
    cells, written = sampled(folder, people, ", raking: {margins: [area, age]}", more=more)
    weights = [int(row["weight"]) for row in csv.DictReader(io.StringIO(written))]
    for wanted, chosen in (
        (600, [one.area == "leicester" for one in people]),
        (1400, [one.area == "county" for one in people]),
        (300, [one.band == "under_25" for one in people]),
        (600, [one.band == "a65" for one in people]),
    ):
        total = sum(w for w, inside in zip(weights, chosen, strict=True) if inside)
        assert abs(total / 1_000_000 - wanted) < 0.01
    assert int(cells["sample#after!effective"].value) < int(cells["sample#before!effective"].value) == len(people)
    assert int(cells["sample#sweeps"].value) >= 1


def test_groups_that_differ_are_named_and_small_ones_are_not_compared(tmp_path: Path) -> None:
    people = [
        Answers(
            area="leicester" if n % 2 else "county",
            q1="agree" if n % 2 or n % 10 == 0 else "disagree",
            q2=frozenset({"bus"}),
        )
        for n in range(200)
    ] + [Answers(area="rutland", q1="disagree", q2=frozenset({"bus"}))] * 5
    cells, _ = sampled(tmp_path / "p", people, ", comparisons: {breakdowns: [area], minimum_base: 30}")
    higher = {level: cells[f"q1.by.area#agree@{level}!higher_than"] for level in ("leicester", "county", "rutland")}
    assert {level: (cell.value, cell.note) for level, cell in higher.items()} == {
        "leicester": ("1", "county"),
        "county": ("0", ""),
        "rutland": ("0", ""),
    }
    assert float(cells["q1.by.area#base@all!p_value"].value) < 0.001
    assert "q1.by.role#base@all!p_value" not in cells


@pytest.mark.skipif(not API.exists(), reason="../shared/data is not here: R's sample of schools is not copied")
def test_a_test_of_a_table_is_the_one_that_r_prints(tmp_path: Path) -> None:
    folder = tmp_path / "schools"
    folder.mkdir()
    rows = list(csv.DictReader(API.read_text(encoding="utf-8").splitlines()))
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["stype", "wide", "imp", "pw", "fpc", "drawn_from"])
        writer.writerows(
            [row["stype"], row["sch.wide"], row["comp.imp"], row["pw"], row["fpc"], row["stype"]] for row in rows
        )
    (folder / "consultation.yaml").write_text(
        "title: Schools\norganisation: A body\npurpose: Schools.\nopened: 2024-01-01\nclosed: 2024-02-01\n"
        "published: 2024-03-01\ndata: {reader: responses, file: data.csv, source: A sample}\n"
        "disclosure: {profile: none, reason: Public.}\n"
        "sample: {because: Drawn., weight: pw, stratum: drawn_from, stratum_size: fpc,\n"
        "  comparisons: {breakdowns: [stype]}}\n",
        encoding="utf-8",
    )
    question = "kind: single, number: Q, short: S, wording: W"
    (folder / "questionnaire.yaml").write_text(
        "questions:\n"
        f"  stype: {{{question}, options: {{e: {{label: E}}, h: {{label: H}}, m: {{label: M}}}}}}\n"
        f'  wide: {{{question}, options: {{"yes": {{label: "Yes"}}, "no": {{label: "No"}}}}}}\n'
        f'  imp: {{{question}, options: {{"yes": {{label: "Yes"}}, "no": {{label: "No"}}}}}}\n'
        "profile: [stype]\nsections: {one: {title: One, questions: [wide, imp]}}\n"
        "breakdowns: {stype: {title: Type, question: stype}}\n",
        encoding="utf-8",
    )
    parameters = build(folder, PLAN)
    cells = {cell.cell: cell for cell in tabulate(parameters, receive(parameters)).cells}
    # svychisq(~sch.wide + stype, apistrat): the same table and design, p = 2.035e-07.
    assert cells["wide.by.stype#base@all!p_value"].value == "0.000"
    weights = {row["cds"]: float(row["pw"]) for row in rows}
    yes = sum(weights[row["cds"]] for row in rows if row["sch.wide"] == "Yes")
    assert cells["wide#yes!weighted"].value == str(math.floor(100 * yes / sum(weights.values()) + 0.5))


BAD = {
    "zero": ("0", "a weight of zero\n  found:   0.0 (row 3)"),
    "negative": ("-1", "a negative weight\n  found:   -1.0 (row 3)"),
    "missing": ("", "a missing weight\n  found:   nothing (row 3)"),
    "no number": ("heavy", "not a number\n  found:   heavy"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_weight_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    value, told = BAD[name]
    weights = ["1", value, *["1"] * (len(PEOPLE) - 2)]
    with pytest.raises(InputRefused) as refused:
        sampled(tmp_path / "p", PEOPLE, ", weight: wt", {"wt": weights})
    assert told in str(refused.value)
    assert re.match(r"answers\.csv, column 'wt'", str(refused.value))


def test_where_there_is_nothing_to_compare_it_is_said_and_nothing_is_given(tmp_path: Path) -> None:
    people = [Answers(area="leicester", q5="Words.")] * 40
    cells, _ = sampled(tmp_path / "p", people, ", comparisons: {breakdowns: [area]}")
    for name in ("q1.by.area#base@all!p_value", "q1.by.area#base@all!cramers_v", "q5.by.area#base@all!p_value"):
        assert (cells[name].status, cells[name].value) == (Status.NOT_APPLICABLE, ""), name
    assert cells["q5.by.area#answered@leicester!higher_than"].value == "0"
    assert (cells["q1#agree!percent"].low, cells["q1#agree!percent"].status) == ("", Status.NOT_APPLICABLE)


def test_raking_to_a_group_that_nobody_is_in_is_refused(tmp_path: Path) -> None:
    people = [Answers(area="leicester", q1="agree"), Answers(area="county", q1="agree")] * 20
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "areas.csv").write_text("area,n\nLeicester,600\nCounty,1400\nRutland,30\n", encoding="utf-8")
    more = "populations: {area: {file: areas.csv, level_column: area, count_column: n, year: 2024, source: Made up}}\n"
    with pytest.raises(InputRefused) as refused:
        sampled(folder, people, ", raking: {margins: [area]}", more=more)
    assert "rutland" in str(refused.value)
    assert "30" in str(refused.value)


def test_who_said_no_group_cannot_be_raked_by_it(tmp_path: Path) -> None:
    people = [Answers(area="leicester", q1="agree"), Answers(area="county", q1="agree"), Answers(q1="agree")] * 9
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "areas.csv").write_text("area,n\nLeicester,600\nCounty,1400\n", encoding="utf-8")
    about = "file: areas.csv, level_column: area, count_column: n, year: 2024, source: Made up"
    more = f"populations: {{area: {{{about}, levels: {{rutland: []}}}}}}\n"
    with pytest.raises(InputRefused) as refused:
        sampled(folder, people, ", raking: {margins: [area]}", more=more)
    assert "not_answered" in str(refused.value)


def test_the_interval_of_a_group_is_that_of_its_linearised_share(tmp_path: Path) -> None:
    weights = weights_drawn(len(PEOPLE))
    cells, _ = sampled(tmp_path / "p", PEOPLE, ", weight: wt", {"wt": weights})
    for group in ("leicester", "county"):
        w = [float(weight) for weight in weights]
        inside = [one.area == group for one in PEOPLE]
        agree = [one.q1 in ("agree", "strongly_agree") for one in PEOPLE]
        total = sum(x for x, member in zip(w, inside, strict=True) if member)
        p = sum(x for x, member, yes in zip(w, inside, agree, strict=True) if member and yes) / total
        # A score for everybody, 0 outside the group: who is in it is a matter of chance too.
        scores = [x * member * (yes - p) / total for x, member, yes in zip(w, inside, agree, strict=True)]
        n = len(scores)
        error = math.sqrt(n / (n - 1) * sum((score - sum(scores) / n) ** 2 for score in scores))
        reach = t.ppf(0.975, sum(inside) - 1) * error / (p * (1 - p))
        ends = [1 / (1 + math.exp(-(math.log(p / (1 - p)) + sign * reach))) for sign in (-1, 1)]
        cell = cells[f"q1.by.area#net_agree@{group}!weighted"]
        assert [cell.low, cell.high] == [str(math.floor(100 * end + 0.5)) for end in ends]
