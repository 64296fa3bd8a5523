"""The recount of every kind of question: by plain counting of the answers, and over runs that were harmed."""

from __future__ import annotations

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

import duckdb
import pandas as pd
import pytest

import every_kind
from corruptions import OF_KINDS, Corruption
from every_kind import AREAS, BANDS, CONSULTATION, OPTIONS, PLACES, QUESTIONNAIRE, ROLES, SCORES, WAYS, Answers, drawn
from findings.audit.recount import cells_of, read_questionnaire, recount, sql_of
from findings.audit.recount.revealed import revealed_problems
from findings.consultation.build import build
from findings.intake import receive
from findings.intake.ledger import write_received
from test_recount import AGAIN, COMMON_PLAN, change_cell, change_responses, change_text, evidence, make_run, told

pytestmark = pytest.mark.slow

HIDING = CONSULTATION.replace("{profile: none, reason: Made up.}", "{profile: threshold, threshold: 5}")
NETS = {"q1": {"agree": ("strongly_agree", "agree"), "disagree": ("disagree", "strongly_disagree")}}
TABLES = ("area", "q1", "age", "role", "q2", *(f"q3.{place}" for place in PLACES), "q4", "q5")
BREAKDOWNS = ("area", "age", "role", "area.x.age")
OF_PROFILE = ("area", "age", "role")


# --- plain counting: nothing here knows how the package counts -------------------------------------------------------


def groups_of(people: Sequence[Answers], breakdown: str) -> dict[str, list[Answers]]:
    """Level -> who is in it."""
    if breakdown == "area.x.age":
        pairs = [(one, other) for one in (*AREAS, "not_answered") for other in (*BANDS, "not_answered")]
        found = {f"{a}.{b}": [p for p in people if (p.area or "not_answered", p.band or "not_answered") == (a, b)]
                 for a, b in pairs}  # fmt: skip
    elif breakdown == "area":
        found = {area: [p for p in people if (p.area or "not_answered") == area] for area in (*AREAS, "not_answered")}
    elif breakdown == "age":
        found = {band: [p for p in people if (p.band or "not_answered") == band] for band in (*BANDS, "not_answered")}
    else:
        found = {role: [p for p in people if role in p.role] for role in ROLES}
        found["not_answered"] = [p for p in people if not p.role]
    return {level: own for level, own in found.items() if own or "not_answered" not in level}


def text_of(exact: Fraction, digits: int) -> str:
    """Decimal text, half away from nothing."""
    with_many = Decimal(exact.numerator) / Decimal(exact.denominator)
    rounded = with_many.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return str(rounded if rounded else abs(rounded))


def percent(n: int, base: int) -> str:
    return text_of(Fraction(100 * n, base), 0) if base else ""


def quantile(numbers: Sequence[Fraction], share: Fraction) -> Fraction:
    """As R, numpy and spreadsheets take it: written from the numbers themselves, one by one."""
    in_order = sorted(numbers)
    place = share * (len(in_order) - 1)
    below = int(place)
    above = min(below + 1, len(in_order) - 1)
    return in_order[below] + (place - below) * (in_order[above] - in_order[below])


def plainly(people: Sequence[Answers]) -> dict[str, str]:
    """Every cell of every table of the plan 'every'."""
    cells: dict[str, str] = {}
    for table in TABLES:
        cells |= of_group(table, table, "", people)
        for breakdown in BREAKDOWNS if table not in OF_PROFILE else ():
            name = f"{table}.by.{breakdown}"
            for level, own in groups_of(people, breakdown).items():
                cells |= of_group(table, name, f"@{level}", own)
            if table == "q1" and breakdown in ("area", "age"):
                cells |= dict(differences(name, cells))
    return cells


def differences(table: str, cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    first, *others = AREAS if table.endswith("area") else BANDS
    for level in others:
        for net in ("net_agree", "net_disagree"):
            shares = [
                Fraction(100 * int(cells[f"{table}#{net}@{at}"]), int(cells[f"{table}#base@{at}"]))
                if int(cells[f"{table}#base@{at}"])
                else None
                for at in (level, first)
            ]
            own, other = shares
            yield (
                f"{table}#{net}@{level}!difference",
                (text_of(own - other, 0) if own is not None and other is not None else ""),
            )


def of_group(question: str, table: str, at: str, people: Sequence[Answers]) -> dict[str, str]:
    """The cells of one level."""
    if question in ("role", "q2"):
        counts, cells = several(question, people)
    elif question.startswith("q3."):
        counts, cells = ranked(question.partition(".")[2], people)
    elif question in ("age", "q4"):
        counts, cells = numbers(question, people)
    elif question == "q5":
        counts, cells = {"answered": sum(bool(p.q5) for p in people)}, {}
        counts |= {"not_answered": len(people) - counts["answered"], "not_asked": 0}
        counts |= {"base": len(people), "base_answered": counts["answered"]}
    else:
        counts, cells = one_answer(question, people)
    if at:
        counts.pop("base_asked", None)
    answers = [name for name in counts if not name.startswith(("base", "not_"))]
    for name in answers:
        cells[f"{name}!percent"] = percent(counts[name], counts["base"])
        if "base_answered" in counts:
            cells[f"{name}!percent_of_answered"] = percent(counts[name], counts["base_answered"])
    if question == "q5":
        cells["not_answered!percent"] = percent(counts["not_answered"], counts["base"])
    if "base_asked" in counts:
        for name in (*answers, "not_answered"):
            cells[f"{name}!percent_of_asked"] = percent(counts[name], counts["base_asked"])
    cells |= {name: str(n) for name, n in counts.items()}
    return {f"{table}#{name.partition('!')[0]}{at}{'!' * ('!' in name)}{name.partition('!')[2]}": value
            for name, value in cells.items()}  # fmt: skip


def one_answer(question: str, people: Sequence[Answers]) -> tuple[dict[str, int], dict[str, str]]:
    given = [getattr(p, question) for p in people]
    options = OPTIONS if question == "q1" else AREAS
    counts = {option: given.count(option) for option in options}
    counts |= {f"net_{net}": sum(given.count(o) for o in of) for net, of in NETS.get(question, {}).items()}
    counts |= {"not_answered": given.count(""), "not_asked": 0, "base": len(given) - given.count("")}
    counts["base_asked"] = len(given)
    if question != "q1":
        return counts, {}
    scores = [Fraction(SCORES[answer]) for answer in given if answer in SCORES]
    counts["base_scored"] = len(scores)
    return counts, averages(scores, 2, 1, quartiles=False)


def several(question: str, people: Sequence[Answers]) -> tuple[dict[str, int], dict[str, str]]:
    given = [getattr(p, question) for p in people]
    base = sum(bool(chosen) for chosen in given)
    chosen = {option: {option} for option in (ROLES if question == "role" else WAYS)}
    mentions = {f"{option}!mentions": sum(option in one for one in given) for option in chosen}
    mentions["base!mentions"] = sum(len(one) for one in given)
    if question == "q2":
        chosen["net_motor"] = {"bus", "car"}
        mentions["net_motor!mentions"] = sum(len(one & {"bus", "car"}) for one in given)
    counts = {name: sum(bool(one & of) for one in given) for name, of in chosen.items()}
    counts |= {f"not_{name}": sum(bool(one) and not one & of for one in given) for name, of in chosen.items()}
    counts |= {"not_answered": len(given) - base, "not_asked": 0, "base": base, "base_asked": len(given)}
    return counts, {name: str(n) for name, n in mentions.items()}


def ranked(place: str, people: Sequence[Answers]) -> tuple[dict[str, int], dict[str, str]]:
    orders = [p.q3 for p in people]
    ranks = [order.index(place) + 1 for order in orders if place in order]
    base = sum(bool(order) for order in orders)
    counts = {f"rank_{n}": ranks.count(n) for n in (1, 2, 3)}
    counts |= {"unranked": base - len(ranks), "net_top": ranks.count(1) + ranks.count(2)}
    counts |= {"not_answered": len(people) - base, "not_asked": 0}
    counts |= {"base": base, "base_asked": len(people), "base_scored": len(ranks)}
    cells = averages([Fraction(rank) for rank in ranks], 2, 1, quartiles=False)
    return counts, {**cells, "base!borda": str(sum(4 - rank for rank in ranks))}


def numbers(question: str, people: Sequence[Answers]) -> tuple[dict[str, int], dict[str, str]]:
    if question == "age":
        given = [Fraction(p.age) for p in people if p.age is not None]
        counts = {band: sum(p.band == band for p in people) for band in BANDS}
        not_asked = 0
    else:
        given = [Fraction(p.q4) for p in people if p.q4]
        counts, not_asked = {"answered": len(given)}, sum(not p.asked_q4 for p in people)
    counts |= {"not_answered": len(people) - not_asked - len(given), "not_asked": not_asked}
    counts |= {"base": len(given), "base_asked": len(people) - not_asked}
    return counts, averages(given, 1, 1, quartiles=True)


def averages(given: Sequence[Fraction], digits: int, of_median: int, *, quartiles: bool) -> dict[str, str]:
    shares = {"median": Fraction(1, 2), **({"lower_quartile": Fraction(1, 4), "upper_quartile": Fraction(3, 4)}
                                           if quartiles else {})}  # fmt: skip
    cells = {f"base!{name}": text_of(quantile(given, of), of_median) if given else "" for name, of in shares.items()}
    return {**cells, "base!mean": text_of(sum(given, Fraction()) / len(given), digits) if given else ""}


# --- runs ------------------------------------------------------------------------------------------------------------


@cache
def shared(folder: Path, consultation: str = CONSULTATION, questionnaire: str = QUESTIONNAIRE, n: int = 120) -> Path:
    every_kind.write(folder / "places", drawn(n), consultation, questionnaire)
    return make_run(folder / "places", folder / "run")


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory.mktemp("open"))


@pytest.fixture(scope="module")
def hiding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shared(tmp_path_factory.mktemp("hiding"), HIDING)


@pytest.fixture
def run(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "run"))


def counted_again(folder: Path, people: list[Answers], questionnaire: str = QUESTIONNAIRE) -> dict[str, str]:
    """Every cell of every table of the plan, by the recount alone."""
    written = every_kind.write(folder / "places", people, questionnaire=questionnaire)
    write_received(receive(build(written.folder, COMMON_PLAN)), folder)
    read = read_questionnaire(written.folder / "questionnaire.yaml")
    tables = [
        f"{question}.by.{breakdown}" if breakdown else question
        for question in read.questions
        for breakdown in ("", *read.breakdowns)
        if not breakdown or question not in read.profile
    ]
    cells = cells_of(read, tables, folder / "responses.parquet")
    return recount(folder / "responses.parquet", read, cells)


@pytest.mark.parametrize(("n", "seed"), [(1, 1), (2, 5), (7, 2), (40, 3), (400, 4)])
def test_every_cell_of_every_kind_is_what_plain_counting_gives(tmp_path: Path, n: int, seed: int) -> None:
    people = [one for one in drawn(n, seed) if one.q1 or one.q2 or one.q3 or one.q4 or one.q5]
    assert counted_again(tmp_path, people) == plainly(people)


def test_a_product_run_of_every_kind_is_what_the_recount_gives(clean: Path, hiding: Path) -> None:
    assert told(clean) == []
    assert any(row["status"] == "[c]" for row in evidence(hiding)), "the run must hide something to be a test"
    assert told(hiding) == []


def test_a_product_run_shows_what_plain_counting_gives(clean: Path) -> None:
    people = [one for one in drawn(120) if one.q1 or one.q2 or one.q3 or one.q4 or one.q5]
    shown = {row["cell"]: row["value"] for row in evidence(clean) if row["question"] != "funnel"}
    assert shown == plainly(people)


OTHERWISE = {
    # Bases: of all who were asked, and of all; an own digit; a top that is one place only; bands with decimals.
    "    separator: \"|\"\n": "    separator: \"|\"\n    base: asked\n",
    "    top: 2\n": "    top: 1\n    base: all\n    asked_if: {area: [leicester, county]}\n",
    "    short: Miles\n": "    short: Miles\n    digits: 3\n    bands:\n      near: {label: Near, below: 2.5}\n"
    "      far: {label: Far, at_least: 2.5, below: 40.25}\n      off: {label: Far off, at_least: 40.25}\n",
    "  age: {title: Age, question: age}\n": "  age:\n    title: Age\n    question: age\n    groups:\n"
    "      younger: {label: Under 65, of: [under_25, a25_to_64]}\n      older: {label: 65 and over, of: [a65]}\n"
    "  bands: {title: Bands, question: age}\n  miles: {title: Miles, question: q4}\n",
    "  role: {title: Role, question: role, compare: false}\n": "  role:\n    title: Role\n    question: role\n"
    "    groups:\n      helps: {label: Helps, of: [carer, staff]}\n      user: {label: User, of: [user]}\n",
    "crossed: [area.x.age]": "crossed: [area.x.age, age.x.area, miles.x.area]",
}  # fmt: skip


def otherwise() -> str:
    text = QUESTIONNAIRE
    for old, new in OTHERWISE.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    # A matrix whose rows are called with it.
    text = text.replace("  q1:\n    kind: scale\n    number: Q1\n", "  q1.plan:\n    kind: scale\n    number: Q1\n    "
                        "matrix: q1\n    column: q1\n    digits: 1\n    leave_out_of_base: [dont_know]\n")  # fmt: skip
    text = text.replace("also_asked:\n", "matrices: {q1: {number: Q1, wording: How far do you agree?}}\nalso_asked:\n")
    return text.replace("questions: [q1, q2, q3]", "questions: [q1.plan, q2, q3]").replace(
        "{q1: [dis", "{q1.plan: [dis"
    )


def test_other_bases_bands_groups_and_rows_of_a_matrix_are_counted_alike(tmp_path: Path) -> None:
    people = [one if one.area else Answers(**{**vars(one), "q3": ()}) for one in drawn(250, 9)]
    people = [one if one.area in ("leicester", "county") else Answers(**{**vars(one), "q3": ()}) for one in people]
    every_kind.write(tmp_path / "places", people, questionnaire=otherwise())
    run = make_run(tmp_path / "places", tmp_path / "run")
    assert told(run) == []
    rows = {row["cell"]: row for row in evidence(run)}
    assert rows["q1.plan#base!mean"]["digits"] == "1"
    assert rows["q1.plan.by.miles.x.area#base@far.leicester"]["question"] == "q1"
    of_helpers = [p for p in people if p.role & {"carer", "staff"}]
    assert rows["q2.by.role#bus@helps"]["value"] == str(sum("bus" in p.q2 for p in of_helpers))
    assert rows["q4#far"]["value"] == str(sum(bool(p.q4) and Decimal("2.5") <= Decimal(p.q4) < Decimal("40.25")
                                              for p in people))  # fmt: skip


def test_negative_numbers_and_ties_are_rounded_half_away_from_nothing(tmp_path: Path) -> None:
    people = [Answers(area="leicester", q1="agree", q4=number) for number in ("-2.5", "-2.6", "-0.25", "0", "-7")]
    cells = counted_again(tmp_path / "one", people)
    # Of -7, -2.6, -2.5, -0.25 and 0: mean -2.47, the quarter at -2.6, the half at -2.5.
    assert [cells[f"q4#base!{name}"] for name in ("mean", "lower_quartile", "median", "upper_quartile")] == [
        "-2.5", "-2.6", "-2.5", "-0.3",
    ]  # fmt: skip
    two = [Answers(area="leicester", q1="agree", q4=number) for number in ("0.1", "0.2")]
    cells = counted_again(tmp_path / "two", two)
    assert (cells["q4#base!mean"], cells["q4#base!median"]) == ("0.2", "0.2")


@pytest.mark.parametrize("cell", [
    "q2#net_motor", "q2#not_net_motor", "q2#net_motor!mentions", "q2#base!mentions", "q2#bus!percent_of_asked",
    "q3.parks#rank_2", "q3.parks#net_top!percent", "q3.parks#base!mean", "q3.parks#base!borda", "q3.parks#unranked",
    "q3.roads#base_scored", "q4#base!mean", "q4#base!median", "q4.by.age#base@under_25!upper_quartile",
    "q1#base!mean", "q1#base!median", "q1.by.role#net_agree@carer!percent", "q5#answered!percent", "age#a25_to_64",
    "q1.by.area.x.age#agree@leicester.under_25", "q1.by.area.x.age#base@not_answered.a65!mean",
    "q1.by.age#net_agree@a65!difference", "age#base!lower_quartile",
])  # fmt: skip
def test_what_is_printed_for_a_cell_is_run_from_the_folder_of_the_run(
    clean: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    monkeypatch.chdir(clean)
    (shown,) = [row["value"] for row in evidence(clean) if row["cell"] == cell]
    ((value,),) = duckdb.execute(sql_of(cell, clean)).fetchall()
    assert str(value) == shown


@pytest.mark.parametrize(("cell", "lines"), [
    ("q2#net_motor", ["-- counts: q2 names bus or car"]),
    ("q2#not_bus", ["-- counts: q2 is not not_answered or not_asked, and does not name bus"]),
    ("q2#base!mentions", ["-- adds up: how often q2 names bus or car or bike or none; who names two of them counts "
                          "twice"]),
    ("q3.parks#net_top", ["-- counts: parks has the place 1 or 2 in q3"]),
    ("q3.parks#base!borda", ["-- adds up: 3 points for each first place of parks in q3, one less for each place behind "
                             "it, none where it is not ranked"]),
    ("q1#base!mean", ["-- takes:  mean of the scores in q1: strongly_agree 5, agree 4, neither 3, disagree 2, "
                      "strongly_disagree 1"]),
    ("q4.by.area.x.age#base@leicester.a25_to_64!upper_quartile", [
        "-- takes:  upper quartile of the numbers in q4",
        "-- rounded half-up, once, in whole numbers, to digits after the point: 1; NULL where nobody has one",
        "-- among:  area is leicester (level leicester of area)",
        "-- and:    age is at least 25 and below 65 (level a25_to_64 of age)",
    ]),
])  # fmt: skip
def test_the_printed_query_says_what_it_counts(clean: Path, cell: str, lines: list[str]) -> None:
    printed = sql_of(cell, clean).splitlines()
    assert printed[1 : 1 + len(lines)] == lines


# --- what is harmed ---------------------------------------------------------------------------------------------------


def value_of(run: Path, cell: str) -> str:
    return next(row["value"] for row in evidence(run) if row["cell"] == cell)


@pytest.mark.parametrize("cell", [
    "q1#base!mean", "q1#base!median", "q4#base!lower_quartile", "q4.by.role#base@carer!mean", "q3.parks#base!mean",
])  # fmt: skip
def test_an_average_that_was_changed_is_told(run: Path, cell: str) -> None:
    right = value_of(run, cell)
    wrong = str(Decimal(right) + Decimal(1).scaleb(Decimal(right).as_tuple().exponent))  # type: ignore[arg-type]
    change_cell(run, cell, "value", wrong)
    (problem,) = told(run)
    assert problem == (
        f"public/evidence.csv, {cell}: counted again it is another number\n"
        f"  found:   {wrong}\n  allowed: {right}\n  do:      {AGAIN}"
    )


def test_a_union_net_that_was_made_a_sum_is_told(run: Path) -> None:
    total = str(int(value_of(run, "q2#bus")) + int(value_of(run, "q2#car")))
    change_cell(run, "q2#net_motor", "value", total)
    assert [problem.partition(":")[0] for problem in told(run)] == ["public/evidence.csv, q2#net_motor"]


@pytest.mark.slow
@pytest.mark.parametrize(("cell", "column", "text"), [
    ("q2#net_motor", "from", "q2#bus"),
    ("q2#base!mentions", "unit", "responses"),
    ("q3.parks#base!borda", "from", "q3.parks#rank_1"),
    ("q3.parks#base!mean", "digits", "1"),
    ("q3.parks#base!mean", "base_cell", "q3.parks#base"),
    ("q3.parks#rank_1", "item", ""),
    ("q1#base!mean", "unit", "number"),
    ("q1#agree!percent_of_asked", "base_kind", "answered"),
    ("q4#base!mean", "from", ""),
])  # fmt: skip
def test_what_a_cell_says_of_itself_is_held_against_its_identifier(
    run: Path, cell: str, column: str, text: str
) -> None:
    change_cell(run, cell, column, text)
    (problem,) = told(run)
    assert problem.startswith(f"public/evidence.csv, {cell}: its '{column}' is not what the cell's identifier says")


@pytest.mark.slow
@pytest.mark.parametrize(("column", "answer", "kind"), [
    ("q2", "car;bus", "q2"), ("q2", "bus;bus", "q2"), ("q2", "bus;none", "q2"), ("q2", "bus;boat", "q2"),
    ("q2", "", "q2"), ("q3", "parks;parks", "q3"), ("q3", "parks;lakes", "q3"), ("q4", "02", "q4"),
    ("q4", "2.50", "q4"), ("q4", "many", "q4"),
    ("q4", "1e3", "q4"), ("age", "-0", "age"), ("q5", "No.", "q5"), ("born", "1.2.1999", "born"),
])  # fmt: skip
def test_an_answer_that_intake_never_writes_is_told(run: Path, column: str, answer: str, kind: str) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.astype({column: "str"})
        place = frame.index[~frame[column].isin(["not_answered", "not_asked"]) | (column == "born")][0]
        frame.loc[place, column] = answer
        return frame

    change_responses(run, change)
    assert any(f"an answer outside the options of {kind} (responses: 1)" in problem for problem in told(run))


def test_an_answer_to_a_number_that_was_not_asked_is_told(run: Path) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.astype({"q4": "str"})
        frame.loc[frame.index[frame["q4"] == "not_asked"][0], "q4"] = "not_answered"
        return frame

    change_responses(run, change)
    assert any("who was asked q4, and who was not, is not as its 'asked_if' says" in problem for problem in told(run))


@pytest.mark.parametrize(("part", "harm"), [
    ("bases", lambda found: found["bases"]["q2"].update(base=["bus"])),
    ("kinds", lambda found: found["kinds"].update(q2="single")),
    ("columns", lambda found: found["columns"].update({"q3.parks": "q2"})),
    ("bands", lambda found: found["bands"]["age"].update(under_25=["", "26"])),
    ("crossed", lambda found: found["crossed"].update({"area.x.age": ["age", "area"]})),
    ("labels", lambda found: found["labels"]["q3.parks"]["options"].update(rank_1="Ranked last")),
    ("breakdowns", lambda found: found["breakdowns"]["area.x.age"]["levels"].update({"leicester.a65": "Rutland"})),
])  # fmt: skip
def test_a_lineage_that_says_otherwise_is_told(run: Path, part: str, harm: Callable[[dict[str, dict]], None]) -> None:  # type: ignore[type-arg]
    path = run / "restricted" / "lineage.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    harm(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    problems = told(run)
    assert problems
    assert all(problem.startswith(f"restricted/lineage.json: {part}.") for problem in problems)


def test_a_number_read_as_another_is_told_in_every_cell_that_it_moves(run: Path) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.astype({"q4": "str"})
        frame.loc[frame.index[frame["q4"] == "40.25"][0], "q4"] = "402.5"
        return frame

    change_responses(run, change)
    moved = {re.split(r"[,:] ?", problem)[1] for problem in told(run)}
    assert "q4#base!mean" in moved
    assert {cell.partition("!")[2] for cell in moved} <= {"mean", "median", "lower_quartile", "upper_quartile"}


@pytest.mark.slow
@pytest.mark.parametrize("corruption", OF_KINDS, ids=lambda corruption: corruption.name)
def test_every_corruption_of_other_kinds_is_found(clean: Path, corruption: Corruption, tmp_path: Path) -> None:
    for seed in (1,):
        copy = Path(shutil.copytree(clean, tmp_path / f"run_{seed}"))
        planted = corruption.plant(copy, random.Random(f"{corruption.name} {seed}"))
        problems = told(copy)
        assert problems, planted
        assert planted.partition(":")[0] in "".join(problems) or planted.startswith("q"), (planted, problems)


# --- what is hidden ---------------------------------------------------------------------------------------------------


def revealed(run: Path, hidden: set[str], threshold: int = 5) -> list[str]:
    """The cells that are told to be worked out, where just these are hidden."""
    read = read_questionnaire(run / "restricted" / "inputs" / "questionnaire.yaml")
    from findings.audit.recount.engine import count_again, expected_cells
    from findings.audit.recount.source import open_source

    with open_source(run / "restricted" / "responses.parquet", read) as source:
        cells = expected_cells(source, read, ["q2", "q1", "q1.by.area", "q1.by.age", "q1.by.area.x.age", "q1.by.role"])
        values = count_again(source, read, cells)
    found = revealed_problems(read, cells, values, hidden, threshold)
    return [problem.where.removeprefix("public/evidence.csv, ") for problem in found]


def test_a_hidden_answer_of_several_is_given_away_by_those_who_did_not_choose_it(clean: Path) -> None:
    assert revealed(clean, {"q2#bike"}, 1000) == ["q2#bike"]
    assert revealed(clean, {"q2#bike", "q2#not_bike"}, 1000) == []
    # A union of answers is no sum: neither its parts nor its whole say the other.
    assert revealed(clean, {"q2#bus", "q2#not_bus"}, 1000) == []
    assert revealed(clean, {"q2#net_motor", "q2#not_net_motor"}, 1000) == []


def test_a_hidden_group_of_a_crossed_breakdown_is_given_away_by_its_row_or_its_column(clean: Path) -> None:
    cells = [f"q1.by.area.x.age#agree@{area}.{age}" for area in ("leicester", "county") for age in ("under_25", "a65")]
    assert revealed(clean, {cells[0]}, 1000) == [cells[0]]
    assert revealed(clean, set(cells[:2]), 1000) == sorted(cells[:2])
    # Of a square of four the sums of its rows and columns leave each open; but the options of a group add up too.
    beside = {cell.replace("#agree", "#strongly_agree") for cell in cells}
    assert revealed(clean, {*cells, *beside}, 1000) == []


def test_groups_that_overlap_give_nothing_away_by_adding_up(clean: Path) -> None:
    pair = {"q1.by.role#agree@carer", "q1.by.role#strongly_agree@carer"}
    assert revealed(clean, pair, 1000) == []


# --- a look while the consultation is open ----------------------------------------------------------------------------


def midpoint(folder: Path, consultation: str = CONSULTATION) -> Path:
    every_kind.write(folder / "places", drawn(120, 3), consultation)
    run = make_run(folder / "places", folder / "run", edition="midpoint")
    crate = {"@graph": [{"@id": "#value/edition", "value": "midpoint"}]}
    (run / "restricted" / "ro-crate-metadata.json").write_text(json.dumps(crate), encoding="utf-8")
    return run


def test_a_mid_point_counts_who_responded_and_no_answers(tmp_path: Path) -> None:
    run = midpoint(tmp_path)
    rows = evidence(run)
    assert {row["question"] for row in rows} == {"funnel", "area", "age", "role"}
    assert "funnel#after_midpoint" in {row["cell"] for row in rows}
    assert told(run) == []
    # Whoever calls it the report at the end is asked for all answers.
    crate = {"@graph": [{"@id": "#value/edition", "value": "full"}]}
    (run / "restricted" / "ro-crate-metadata.json").write_text(json.dumps(crate), encoding="utf-8")
    assert any("q1: a declared table is missing" in problem for problem in told(run))


def test_a_mid_point_that_shows_answers_is_counted_whole(tmp_path: Path) -> None:
    run = midpoint(tmp_path, CONSULTATION.replace("{until: 2024-01-31}", "{until: 2024-01-31, show_answers: true}"))
    assert {"q1", "q2", "q4"} <= {row["question"] for row in evidence(run)}
    assert told(run) == []


def test_the_questionnaire_of_the_plan_may_not_be_exchanged(run: Path) -> None:
    change_text(run / "restricted" / "inputs" / "questionnaire.yaml", "    top: 2\n", "    top: 3\n")
    problems = told(run)
    assert any("q3.parks#net_top: counted again it is another number" in problem for problem in problems)
    assert any(problem.startswith("restricted/lineage.json: nets.q3.parks.top") for problem in problems)


def test_plain_counting_knows_its_own_tables() -> None:
    cells = plainly(drawn(50))
    assert Counter(cell.partition("#")[0].partition(".by.")[0] for cell in cells).keys() == set(TABLES)
