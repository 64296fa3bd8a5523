"""The figures that public bodies published, against those of a run: rounding, nets and bases as in the sources.

The expected figures stand in `tests/published/` and were typed from the sources, not computed here.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from findings.evidence.cell import Cell, Status, from_csv
from findings.tabulation.rounding import percent

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE / "published"
DATA = HERE.parent / "data"
WRONG_NETS = {"q8#net_agree!percent", "q9#net_agree!percent", "q15#net_agree!percent", "q32#net_agree!percent"}


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((PUBLISHED / name).read_text(encoding="utf-8").splitlines()))


def evidence(run: Path) -> dict[str, Cell]:
    return {cell.cell: cell for cell in from_csv((run / "public" / "evidence.csv").read_text(encoding="utf-8"))}


@pytest.mark.parametrize(("consultation", "file", "how_many"), [
    ("scotland-2023", "scotland_2023.csv", 135),
    ("scotland-2016", "scotland_2016.csv", 52),
])  # fmt: skip
def test_every_published_percentage_comes_out(
    real_runs: Mapping[str, Path], consultation: str, file: str, how_many: int
) -> None:
    found = evidence(real_runs[consultation])
    expected = {row["cell"]: row["published_percent"] for row in rows(file)}
    assert len(expected) == how_many
    assert {name: found[name].value for name in expected} == expected
    assert {found[name].status for name in expected} == {Status.SHOWN}


def test_nets_come_from_counts_where_the_source_added_rounded_percentages(real_runs: Mapping[str, Path]) -> None:
    found = evidence(real_runs["scotland-2023"])
    expected = rows("scotland_2023_nets.csv")
    assert {row["cell"]: found[row["cell"]].value for row in expected} == {
        row["cell"]: row["correct"] for row in expected
    }
    assert {row["cell"] for row in expected if row["published"] != row["correct"]} == WRONG_NETS


def test_a_published_net_that_is_wrong_is_the_sum_of_rounded_percentages() -> None:
    shares = {row["cell"]: int(row["published_percent"]) for row in rows("scotland_2023.csv")}
    for row in rows("scotland_2023_nets.csv"):
        question = row["cell"].split("#")[0]
        added = shares[f"{question}#strongly_agree!percent"] + shares[f"{question}#agree!percent"]
        if row["cell"] in WRONG_NETS:
            assert int(row["published"]) == added != int(row["correct"])


def test_the_published_base_is_the_base_of_the_run(real_runs: Mapping[str, Path]) -> None:
    found = evidence(real_runs["scotland-2023"])
    # As printed under the tables of the source: everyone, individuals, organisations.
    printed = {
        "q1": (89, 50, 39),
        "q8": (85, 48, 37),
        "q9": (85, 48, 37),
        "q15": (81, 44, 37),
        "q22": (77, 41, 36),
        "q31": (82, 44, 38),
        "q32": (81, 43, 38),
        "q38": (82, 44, 38),
        "q39": (82, 44, 38),
    }
    for question, (everyone, individuals, organisations) in printed.items():
        assert found[f"{question}#base"].number == everyone
        assert found[f"{question}.by.respondent_type#base@individual"].number == individuals
        assert found[f"{question}.by.respondent_type#base@organisation"].number == organisations


def half_up(count: int, base: int) -> int:
    """The whole percentage, by exact fractions: another way than the package's."""
    return int(Fraction(100 * count, base) + Fraction(1, 2))


def test_the_reconstructed_counts_are_the_only_ones_that_give_the_published_percentages() -> None:
    tally = {
        (row["question"], row["group"], row["answer"]): int(row["n"])
        for row in csv.DictReader((DATA / "scotland-2023" / "tally.csv").read_text(encoding="utf-8").splitlines())
    }
    published = {row["cell"]: int(row["published_percent"]) for row in rows("scotland_2023.csv")}
    checked = 0
    for (question, group, answer), n in tally.items():
        cell = f"{question}.by.respondent_type#{answer}@{group}!percent"
        if cell in published:
            base = tally[question, group, "base"]
            assert [count for count in range(base + 1) if half_up(count, base) == published[cell]] == [n]
            checked += 1
    assert checked == 90


def test_the_reconstructed_channels_are_the_only_ones_that_give_the_published_percentages() -> None:
    assert [n for n in range(103) if (half_up(n, 102), half_up(102 - n, 102)) == (88, 12)] == [90]


def numbers(written: str) -> list[int]:
    return [int(number) for number in written.split()]


CASES = {row["case"]: row for row in rows("rounding_and_base_cases.csv")}


@pytest.mark.parametrize("case", [name for name in CASES if name.startswith(("Food", "Mental Health", "Egerton"))])
def test_published_shares_that_add_to_101_are_not_forced_to_100(case: str) -> None:
    row = CASES[case]
    shares = [percent(count, int(row["base"])) for count in numbers(row["counts"])]
    assert shares == row["published_percents"].split()
    assert sum(int(share) for share in shares) == (100 if case.startswith("Egerton") else 101)


def test_published_shares_that_were_forced_to_100_are_not_repeated() -> None:
    row = CASES["Section 268 appeals consultation"]
    shares = [percent(count, int(row["base"]), 2) for count in numbers(row["counts"])]
    assert shares == ["29.63", "7.41", "7.41", "11.11", "11.11", "7.41", "25.93"]
    differ = [mine != theirs for mine, theirs in zip(shares, row["published_percents"].split(), strict=True)]
    assert sum(differ) == 5


def test_multiple_choice_adds_to_more_than_100() -> None:
    row = CASES["Eye health survey, multiple choice"]
    shares = [percent(count, int(row["base"])) for count in numbers(row["counts"])]
    assert shares == row["published_percents"].split()
    assert sum(int(share) for share in shares) == 132
    assert sum(numbers(row["counts"])) == 732


def test_the_base_decides_the_percentage() -> None:
    row = CASES["Leicester school term dates, option A"]
    first = numbers(row["counts"])[0]
    assert percent(first, int(row["base"]), 1) == row["published_percents"] == "65.8"
    assert percent(first, 5396, 1) == "67.2"
