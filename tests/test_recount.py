"""The recount: by hand, by plain counting, against the package's own tabulation, and over runs that were harmed."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sample
from conftest import PROJECT
from findings.audit.recount import Questionnaire, cell_problems, cells_of, read_questionnaire, recount, sql_of
from findings.audit.recount.cells import Expected, row_problems
from findings.audit.recount.identifiers import read_cell
from findings.audit.recount.query import RESPONSES, TALLY, query_of_cell
from findings.audit.recount.revealed import revealed_problems
from findings.consultation.build import build
from findings.consultation.names import CellId, parse_cell
from findings.disclosure import release, write_release
from findings.errors import ParameterError, VerificationFailed
from findings.intake import receive
from findings.intake.ledger import write_received
from findings.tabulation import lineage_json, tabulate
from small_consultation import write_tally
from third.survey import expected, people, write_responses

COMMON_PLAN = PROJECT / "notebooks" / "plan.yaml"
CONSULTATION = """\
title: A pool for the town
organisation: Town council
purpose: People were asked about a pool.
opened: 2024-01-08
closed: 2024-02-09
published: 2024-03-04
data: {reader: responses, file: data.csv, id_column: id, source: Made for a test}
disclosure: {profile: threshold, threshold: 3}
"""
QUESTIONNAIRE = """\
scales:
  quality:
    options:
      good: {label: Good, stance: support}
      fair: {label: Fair, stance: support}
      bad: {label: Bad, stance: oppose}
    nets:
      fine: {label: Fine (net), of: [good, fair], stance: support}
questions:
  who:
    kind: single
    number: P1
    wording: Who are you?
    short: Who
    options: {person: {label: Person}, body: {label: Body}, club: {label: Club}}
  pool:
    kind: single
    number: Q1
    wording: Do you want a pool?
    short: The pool
    base: asked
    leave_out_of_base: [dont_know]
    options:
      "yes": {label: "Yes", stance: support}
      "no": {label: "No", stance: oppose}
      unsure: {label: Not sure, kind: dont_know}
  plan:
    kind: scale
    number: Q2
    wording: How is the plan for it?
    short: The plan
    scale: quality
    asked_if: {pool: ["yes", "no"]}
profile: [who]
sections: {pool: {title: The pool, questions: [pool, plan]}}
breakdowns:
  who: {title: Who, question: who}
  side:
    title: Side
    question: who
    groups: {people: {label: People, of: [person]}, others: {label: Others, of: [body, club]}}
"""
# (who, pool, plan): how many.
ANSWERS = {
    ("person", "yes", "good"): 9, ("person", "yes", "fair"): 6, ("person", "no", "bad"): 8, ("person", "no", ""): 4,
    ("person", "unsure", ""): 5, ("body", "yes", "good"): 7, ("body", "yes", "bad"): 4, ("body", "no", "fair"): 1,
    ("body", "no", "bad"): 6, ("body", "", "bad"): 0, ("club", "yes", "good"): 5, ("club", "yes", "fair"): 4,
    ("club", "no", "bad"): 5, ("club", "unsure", ""): 4, ("", "yes", "good"): 4, ("", "no", "fair"): 3,
    ("", "no", "bad"): 3,
}  # fmt: skip
ASK = "Ask for the folder as the run left it."
AGAIN = "Do not use this run; run again from the data."
NOT_REMOVED = "not the rows that the ledger says were removed, for the same reasons"
NOT_SAID = "not what the run's parameters and data say"
STAY = "Do not pass this run on; run again from the data."


def data() -> str:
    """The responses, with one that is blank and one sent twice."""
    rows = [answers for answers, n in ANSWERS.items() for _ in range(n)]
    lines = [f"r{n:03},{','.join(row)}" for n, row in enumerate(rows, start=1)]
    return "\n".join(["id,who,pool,plan", *lines, "r900,club,,", lines[0]]) + "\n"


def make_run(params: Path, run: Path, edition: str = "") -> Path:
    """What the recount reads of a run, made by the package's own rooms."""
    parameters = build(params, COMMON_PLAN, edition)
    received = receive(parameters)
    counted = tabulate(parameters, received)
    released = release(counted.cells, counted.relations, parameters.consultation.disclosure)
    lineage = lineage_json(parameters, received, counted.cells)
    write_received(received, run / "restricted")
    write_release(released, parameters, received.source_kind, lineage, run / "public", run / "restricted")
    for name, folder in (("consultation.yaml", "inputs"), ("questionnaire.yaml", "inputs"), ("plan.yaml", "workflow")):
        (run / "restricted" / folder).mkdir(exist_ok=True)
        own = params / name
        shutil.copyfile(own if own.exists() else COMMON_PLAN, run / "restricted" / folder / name)
    return run


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of responses that hides small counts; whoever changes it takes a copy."""
    folder = tmp_path_factory.mktemp("pool")
    params = folder / "pool"
    params.mkdir()
    (params / "consultation.yaml").write_text(CONSULTATION, encoding="utf-8")
    (params / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (params / "data.csv").write_text(data(), encoding="utf-8")
    return make_run(params, folder / "run")


@pytest.fixture(scope="module")
def clean_tally(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of a tally that shows everything."""
    folder = tmp_path_factory.mktemp("benches")
    return make_run(write_tally(folder / "benches"), folder / "run")


@pytest.fixture
def run(clean: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean, tmp_path / "run"))


@pytest.fixture
def tally_run(clean_tally: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(clean_tally, tmp_path / "run"))


def evidence(run: Path) -> list[dict[str, str]]:
    with (run / "public" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="\n")


def change_cell(run: Path, cell: str, *changes: str) -> None:
    """Change one row of the evidence: column, text, column, text."""
    rows = evidence(run)
    (row,) = [row for row in rows if row["cell"] == cell]
    for name, text in zip(changes[::2], changes[1::2], strict=True):
        assert row[name] != text, f"{cell} is so already"
        row[name] = text
    write_rows(run / "public" / "evidence.csv", rows)


def change_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def change_responses(run: Path, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    """Change the responses, in both files alike."""
    path = run / "restricted" / "responses.parquet"
    frame = change(pd.read_parquet(path))
    frame.to_parquet(path, index=False)
    frame.to_csv(run / "restricted" / "responses.csv", index=False, lineterminator="\n")


def told(run: Path) -> list[str]:
    return [str(problem) for problem in cell_problems(run)]


def message(first: str, **lines: str) -> str:
    return "\n".join([first, *(f"  {name + ':':<8} {text}" for name, text in lines.items())])


# What is right


@pytest.mark.parametrize("name", ["scotland-2016", "scotland-2023"])
def test_every_cell_of_a_real_run_is_what_the_recount_gives(real_runs: dict[str, Path], name: str) -> None:
    assert told(real_runs[name]) == []


def test_clean_runs_raise_no_alarm(clean: Path, clean_tally: Path) -> None:
    assert any(row["status"] == "[c]" for row in evidence(clean)), "the run must hide something to be a test"
    assert told(clean) == []
    assert told(clean_tally) == []


def test_the_sample_consultation_is_counted_alike(tmp_path: Path) -> None:
    sample.write_parameters(tmp_path / "params")
    assert told(make_run(tmp_path / "params", tmp_path / "run")) == []


def test_a_survey_that_was_counted_without_the_package_gives_the_same_numbers(tmp_path: Path) -> None:
    params = tmp_path / "valleys"
    params.mkdir()
    for name in ("consultation.yaml", "questionnaire.yaml"):
        shutil.copyfile(PROJECT / "tests" / "third" / name, params / name)
    folk = people()
    write_responses(folk, params / "responses.csv")
    write_received(receive(build(params, COMMON_PLAN)), tmp_path)
    numbers = expected(folk)
    questionnaire = read_questionnaire(params / "questionnaire.yaml")
    assert recount(tmp_path / "responses.parquet", questionnaire, list(numbers)) == numbers
    tables = list(dict.fromkeys(cell.partition("#")[0] for cell in numbers))
    assert sorted(cells_of(questionnaire, tables, tmp_path / "responses.parquet")) == sorted(numbers)


def test_numbers_by_hand(clean: Path) -> None:
    questionnaire = read_questionnaire(clean / "restricted" / "inputs" / "questionnaire.yaml")
    by_hand = {
        # 39 yes of 69 whose answer was not "not sure"; nobody left it out.
        "pool#yes": "39", "pool#no": "30", "pool#unsure": "9", "pool#base": "69", "pool#base_answered": "78",
        "pool#yes!percent": "57", "pool#yes!percent_of_answered": "50", "pool#not_answered!percent": "0",
        "pool.by.who#yes@person": "15", "pool.by.who#base@person": "27", "pool.by.who#yes@person!percent": "56",
        # Others: 20 of 32, 62.5%; people: 15 of 27, 55.56%; 6.94 between them.
        "pool.by.side#yes@others": "20", "pool.by.side#yes@others!percent": "63",
        "pool.by.side#yes@others!difference": "7", "pool.by.side#no@others!difference": "-7",
        "pool.by.side#base@not_answered": "10", "pool.by.side#yes@not_answered!percent": "40",
        # Not asked were the 9 who were not sure; 4 were asked and did not answer.
        "plan#not_asked": "9", "plan#not_answered": "4", "plan#base": "65", "plan#net_fine": "39",
        "plan#net_fine!percent": "60", "plan.by.who#good@club!percent": "36",
    }  # fmt: skip
    assert recount(clean / "restricted" / "responses.parquet", questionnaire, list(by_hand)) == by_hand


TIES = """\
questions:
  who: {kind: single, options: {a: {label: A}, b: {label: B}, c: {label: C}}}
  q: {kind: single, options: {u: {label: U, stance: support}, v: {label: V}}}
breakdowns:
  who: {question: who}
"""


@pytest.mark.parametrize(
    ("counts", "values"),
    [
        # 12.5 and 62.5 go up, where a rounding to even would give 12 and 62.
        ({"a": (1, 7), "b": (5, 3)}, {"u@a!percent": "13", "u@b!percent": "63", "u@b!difference": "50"}),
        # 0.5 points either way, half away from zero.
        ({"a": (0, 200), "b": (1, 199), "c": (0, 0)}, {"u@b!difference": "1", "u@c!difference": "", "u@c!percent": ""}),
        ({"a": (1, 199), "b": (0, 200)}, {"u@b!difference": "-1", "u@a!percent": "1", "v@a!percent": "100"}),
        # Less than half a point is none, and has no sign.
        ({"a": (1, 299), "b": (0, 300)}, {"u@b!difference": "0"}),
        # Counts as large as a tally may hold: 999999999999 of 2 less 1 is 49.99...
        ({"a": (999999999998, 1), "b": (1, 999999999998)}, {"u@a!percent": "100", "u@b!difference": "-100"}),
        (
            {"a": (499999999999, 500000000000), "b": (500000000000, 499999999999)},
            {"u@a!percent": "50", "u@b!difference": "0"},
        ),
    ],
)
def test_half_goes_up_and_is_rounded_once(
    tmp_path: Path, counts: Mapping[str, tuple[int, int]], values: Mapping[str, str]
) -> None:
    (tmp_path / "questionnaire.yaml").write_text(TIES, encoding="utf-8")
    rows = [f"{who},q,{option},{n},2," for who, own in counts.items() for option, n in zip("uv", own, strict=True)]
    (tmp_path / "tally.csv").write_text(
        "\n".join(["group,question,answer,n,line,checked_by", *rows]) + "\n", encoding="utf-8"
    )
    wanted = {f"q.by.who#{cell}": value for cell, value in values.items()}
    questionnaire = read_questionnaire(tmp_path / "questionnaire.yaml")
    assert recount(tmp_path / "tally.csv", questionnaire, list(wanted)) == wanted


# By plain counting

OPTIONS = {"k": "answer", "l": "answer", "m": "dont_know"}
KINDS = {"answered": (), "asked": ("not_answered",), "all": ("not_answered", "not_asked")}
GROUPS = {"some": ["x", "y"], "rest": ["z"]}


@st.composite
def small_surveys(draw: st.DrawFn) -> tuple[list[tuple[str, str]], str, bool]:
    """Rows of (group, answer), a kind of base, and whether don't know is left out of it."""
    row = st.tuples(st.sampled_from(["x", "y", "z", "not_answered"]), st.sampled_from([*OPTIONS, *KINDS["all"]]))
    return draw(st.lists(row, max_size=25)), draw(st.sampled_from(list(KINDS))), draw(st.booleans())


@cache
def questionnaire_of(kind: str, leave_out: bool) -> Questionnaire:
    content = {
        "questions": {
            "g": {"options": {name: {} for name in "xyz"}},
            "q": {
                "options": {name: {"kind": of} for name, of in OPTIONS.items()},
                "nets": {"kl": {"of": ["k", "l"], "stance": "support"}, "lm": {"of": ["l", "m"]}},
                "base": kind,
                "leave_out_of_base": ["dont_know"] if leave_out else [],
            },
        },
        "breakdowns": {"by_g": {"question": "g", "groups": {name: {"of": of} for name, of in GROUPS.items()}}},
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "questionnaire.yaml"
        path.write_text(json.dumps(content), encoding="utf-8")
        return read_questionnaire(path)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_surveys())
def test_the_recount_is_what_plain_counting_gives(survey: tuple[list[tuple[str, str]], str, bool]) -> None:
    rows, kind, leave_out = survey
    questionnaire = questionnaire_of(kind, leave_out)
    columns = {"response_id": [f"r{n}" for n in range(len(rows))], "source_row": list(range(len(rows)))}
    columns |= {"g": [group for group, _ in rows], "q": [answer for _, answer in rows]}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "responses.parquet"
        pd.DataFrame(columns).astype({"response_id": "str", "g": "str", "q": "str"}).to_parquet(path, index=False)
        ids = cells_of(questionnaire, ["q", "q.by.by_g"], path)
        again = recount(path, questionnaire, ids)
    assert again == dict(plainly_counted(rows, kind, leave_out))


def plainly_counted(rows: list[tuple[str, str]], kind: str, leave_out: bool) -> Iterator[tuple[str, str]]:
    """Every cell of q and of q by by_g, counted with a Counter and rounded with decimal."""
    chosen = [name for name, of in OPTIONS.items() if not (leave_out and of == "dont_know")]
    base_of = [*chosen, *KINDS[kind]]
    parts = {**{name: [name] for name in OPTIONS}, "net_kl": ["k", "l"], "net_lm": ["l", "m"]}
    parts |= {name: [name] for name in KINDS["all"]}
    levels = {**GROUPS, **({"not_answered": ["not_answered"]} if any(g == "not_answered" for g, _ in rows) else {})}
    shares: dict[str, Fraction | None] = {}
    for table, level, members in (("q", "", None), *(("q.by.by_g", f"@{name}", of) for name, of in levels.items())):
        n = Counter(answer for group, answer in rows if members is None or group in members)
        base, answered = sum(n[name] for name in base_of), sum(n[name] for name in OPTIONS)
        asked = answered + n["not_answered"]
        beside = set(base_of) != set(OPTIONS)
        for name, of in parts.items():
            count = sum(n[part] for part in of)
            yield f"{table}#{name}{level}", str(count)
            if set(of) <= set(base_of):
                shares[name + level] = Fraction(100 * count, base) if base else None
                yield f"{table}#{name}{level}!percent", whole(shares[name + level])
            if beside and name in (*OPTIONS, "net_kl", "net_lm"):
                yield (
                    f"{table}#{name}{level}!percent_of_answered",
                    whole(Fraction(100 * count, answered) if answered else None),
                )
            if table == "q" and kind == "answered" and name != "not_asked":
                yield f"q#{name}!percent_of_asked", whole(Fraction(100 * count, asked) if asked else None)
        yield f"{table}#base{level}", str(base)
        if table == "q" and kind == "answered":
            yield "q#base_asked", str(asked)
        if beside:
            yield f"{table}#base_answered{level}", str(answered)
    first, second = shares["net_kl@some"], shares["net_kl@rest"]
    apart = second - first if first is not None and second is not None else None
    yield "q.by.by_g#net_kl@rest!difference", whole(apart)


def whole(share: Fraction | None) -> str:
    if share is None:
        return ""
    rounded = (Decimal(share.numerator) / Decimal(share.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    return str(int(rounded))


NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)


@given(NAMES, NAMES, st.sampled_from(["", "area", "area.x.age"]), st.sampled_from(["count", "percent", "difference"]))
def test_identifiers_are_read_as_the_package_writes_them(
    question: str, option: str, breakdown: str, measure: str
) -> None:
    level = ".".join(["p"] * len(breakdown.split(".x."))) if breakdown else ""
    for item in ("", "item_1"):
        for kept in ("", "online"):
            written = CellId(question, option, breakdown, level, measure, item, kept)
            if question in ("by", "if") or parse_cell(written.text) != written:
                continue
            cell = read_cell(written.text)
            assert cell is not None
            assert cell.text == written.text
            assert (cell.table.question, cell.option, cell.table.breakdown) == (question, option, breakdown)
            assert (cell.level, cell.measure, cell.table.item, cell.table.filter) == (level, measure, item, kept)


@pytest.mark.parametrize(
    "text", ["", "q", "q#", "#a", "q#a!", "q#a@x", "q.by.g#a", "q.by.g#a@x.y", "Q#a", "q#a!count", "q#a;b"]
)
def test_what_is_no_identifier_is_refused(text: str) -> None:
    assert read_cell(text) is None


# The query that is printed


def test_the_query_of_each_cell_of_two_tables_gives_the_number_that_is_shown(
    clean: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    questionnaire = read_questionnaire(clean / "restricted" / "inputs" / "questionnaire.yaml")
    monkeypatch.chdir(clean)
    seen = Counter[str]()
    for row in evidence(clean):
        if row["table"] in ("pool", "pool.by.side") and row["status"] == "shown":
            cell = read_cell(row["cell"])
            assert cell is not None
            ((found,),) = duckdb.execute(query_of_cell(questionnaire, cell, RESPONSES)).fetchall()
            assert str(found) == row["value"], row["cell"]
            seen[row["measure"]] += 1
    assert seen == {"count": 28, "percent": 12, "percent_of_answered": 12, "difference": 2}


@pytest.mark.parametrize(
    "cell", ["plan.by.side#net_fine@others!difference", "pool#not_answered!percent", "funnel#received", "funnel#blank"]
)
def test_what_is_printed_for_a_cell_is_run_from_the_folder_of_the_run(
    clean: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    monkeypatch.chdir(clean)
    (shown,) = [row["value"] for row in evidence(clean) if row["cell"] == cell]
    assert duckdb.execute(sql_of(cell, clean)).fetchall() == [(int(shown),)]


def test_what_is_printed_for_a_cell_of_a_tally_is_run_from_the_folder_of_the_run(
    clean_tally: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clean_tally)
    cell = "q1.by.who#yes@person!percent_of_answered"
    cell = cell if any(row["cell"] == cell for row in evidence(clean_tally)) else "q1.by.who#yes@person!percent"
    assert duckdb.execute(sql_of(cell, clean_tally)).fetchall() == [(50,)]


def test_a_query_that_has_no_base_to_take_it_of_gives_null(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "questionnaire.yaml").write_text(TIES, encoding="utf-8")
    (tmp_path / "restricted").mkdir()
    (tmp_path / "restricted" / "tally.csv").write_text(
        "group,question,answer,n,line,checked_by\na,q,u,3,2,\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    questionnaire = read_questionnaire(tmp_path / "questionnaire.yaml")
    for text, value in (("q.by.who#u@a!percent", 100), ("q.by.who#u@b!percent", None), ("q.by.who#u@b", 0)):
        cell = read_cell(text)
        assert cell is not None
        assert duckdb.execute(query_of_cell(questionnaire, cell, TALLY)).fetchall() == [(value,)]


def test_the_printed_query_says_what_it_counts(clean: Path) -> None:
    assert (
        sql_of("plan.by.side#net_fine@others!percent", clean)
        == """\
-- plan.by.side#net_fine@others!percent
-- counts: plan is good or fair
-- among:  who is body or club (level others of side)
-- base:   plan is good or fair or bad (of those: answered)
-- rounded half-up, once, in whole numbers; NULL where the base is nobody
-- from the rows of restricted/responses.parquet; run it in DuckDB from the folder of the run
WITH counted AS (
  SELECT 'plan.by.side' AS "table", responses."who" AS member, responses."plan" AS answer, count(*) AS n
  FROM read_parquet('restricted/responses.parquet') AS responses
  GROUP BY ALL
),
members ("table", level, reference, member) AS (VALUES
  ('plan.by.side', 'others', 'people', 'body'),
  ('plan.by.side', 'others', 'people', 'club')
),
sums AS (
  SELECT "table", level, reference,
    coalesce(sum(n) FILTER (answer IN ('good', 'fair')), 0) AS "#net_fine",
    coalesce(sum(n) FILTER (answer IN ('good', 'fair', 'bad')), 0) AS "#base"
  FROM members LEFT JOIN counted USING ("table", member)
  GROUP BY ALL
)
SELECT CASE WHEN own."#base" > 0 THEN (200 * own."#net_fine" + own."#base") // (2 * own."#base") END \
AS "plan.by.side#net_fine@others!percent"
FROM sums AS own
WHERE own.level = 'others';"""
    )


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("pool#yess", "pool#yes, pool#base, pool#yes!percent"),
        ("pool.by.sid#yes@people", "pool.by.side#yes@people, pool.by.side#base@people, pool.by.side#no@people"),
        ("pool.by.side#yes@others!median", "pool.by.side#yes@others, pool.by.side#yes@others!percent"),
        ("funnel#blanc", "funnel#blank"),
    ],
)
def test_a_cell_that_does_not_exist_is_told_with_the_nearest(clean: Path, cell: str, near: str) -> None:
    with pytest.raises(ParameterError) as failed:
        sql_of(cell, clean)
    assert str(failed.value).startswith(message("cell: the run has no such cell", found=cell, do=f"Nearest: {near}"))


def test_the_funnel_of_a_tally_has_no_query(clean_tally: Path) -> None:
    with pytest.raises(VerificationFailed) as failed:
        sql_of("funnel#received", clean_tally)
    assert str(failed.value) == message(
        "cell: the funnel of a tally is declared, not counted: there is no query",
        found="funnel#received",
        do="Look at data.funnel in restricted/inputs/consultation.yaml.",
    )


# Planted faults in the evidence


def at(cell: str, what: str) -> str:
    return f"public/evidence.csv, {cell}: {what}"


ANOTHER = "counted again it is another number"
LEDGER_SAYS = "restricted/ledger.csv gives another number"


def column(name: str) -> str:
    return f"its '{name}' is not what the cell's identifier says"


CHANGES = [
    # cell, column, text, what is told, allowed
    ("funnel#received", "unit", "rows", column("unit"), "responses"),
    ("funnel#blank", "value", "2", LEDGER_SAYS, "1"),
    ("pool#yes", "value", "40", ANOTHER, "39"),
    ("pool#yes!percent", "base_cell", "pool#base_answered", column("base_cell"), "pool#base"),
    ("pool#yes!percent_of_answered", "measure", "percent", column("measure"), "percent_of_answered"),
    ("pool#no", "value", "30.0", ANOTHER, "30"),
    ("pool#no!percent", "value", "", ANOTHER, "43"),
    ("pool#unsure", "unit", "percent", column("unit"), "responses"),
    ("pool#not_answered", "digits", "1", column("digits"), "0"),
    ("pool#not_asked", "option", "unsure", column("option"), "not_asked"),
    ("pool#base", "base_kind", "all", column("base_kind"), "asked"),
    ("pool#base_answered", "filter", "x", column("filter"), "nothing"),
    ("pool.by.who#yes@person", "level", "body", column("level"), "person"),
    ("pool.by.who#no@person", "high", "45", "something in 'high' that no count gives", "nothing"),
    ("pool.by.who#no@person!percent", "note", "44.4", "something in 'note' that no count gives", "nothing"),
    ("pool.by.who#unsure@person", "status", "[z]", "not applicable, and there is a base", "5"),
    ("pool.by.who#base@person", "status", "fine", "an unknown status", "shown, [c], [z]"),
    # 62.5, rounded half to even.
    ("pool.by.side#yes@others!percent", "value", "62", ANOTHER, "63"),
    # 62.5 less 55.56, rounded before and not after: 63 less 56 is right by chance, 62 less 56 is not.
    ("pool.by.side#yes@others!difference", "value", "6", ANOTHER, "7"),
    ("plan#net_fine", "from", "plan#good", column("from"), "plan#good plan#fair"),
    # 38.46 and 21.54: 38 and 22 are 60; 39 and 22 would be 61.
    ("plan#net_fine!percent", "value", "61", ANOTHER, "60"),
]


def test_every_changed_cell_is_told(run: Path) -> None:
    for cell, name, text, _, _ in CHANGES:
        change_cell(run, cell, name, text)
    told_of = [
        message(at(cell, what), found=text or "nothing", allowed=allowed, do=AGAIN)
        for cell, _, text, what, allowed in CHANGES
    ]
    # The funnel is looked at last.
    assert told(run) == [*told_of[2:], *told_of[:2]]


def test_a_cell_that_was_counted_from_other_data_is_told(run: Path) -> None:
    change_cell(run, "pool#yes", "source_kind", "made_up")
    what = "cells whose source_kind is not that of the data (1, the first is pool#yes)"
    assert told(run) == [message(f"public/evidence.csv: {what}", found="made_up", allowed="responses", do=AGAIN)]


def test_a_hidden_cell_that_carries_a_number_anywhere_is_told(run: Path) -> None:
    cell = "plan.by.who#fair@body"
    change_cell(run, cell, "value", "1", "low", "1", "high", "2", "note", "about 1")
    assert told(run) == [
        message(at(cell, f"a hidden cell with a number in '{name}'"), do="Do not pass this file on.")
        for name in ("value", "low", "high", "note")
    ]


def test_what_is_shown_though_there_is_nobody_is_told() -> None:
    row = dict.fromkeys(("low", "high", "note"), "") | {"cell": "q#u!percent", "value": "0", "status": "shown"}
    assert [str(problem) for problem in row_problems(row, Expected("", {}))] == [
        message(at("q#u!percent", "shown, and there is nobody to take it of"), found="0", allowed="[z]", do=AGAIN)
    ]


def change_rows(run: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    write_rows(run / "public" / "evidence.csv", change(evidence(run)))


def test_cells_and_tables_too_few_or_too_many_are_told(run: Path) -> None:
    def change(rows: list[dict[str, str]]) -> list[dict[str, str]]:
        kept = [
            row for row in rows if row["cell"] not in ("pool#no", "funnel#blank") and row["table"] != "plan.by.side"
        ]
        more = {"cell": "pool#maybe", "table": "pool"}
        strange = {"cell": "pool.by.town#yes@x", "table": "pool.by.town"}
        return [*kept, rows[4], rows[4] | more, rows[4] | strange]

    twice = evidence(run)[4]["cell"]
    change_rows(run, change)
    assert told(run) == [
        message(at(twice, "a cell that stands more than once"), found="2 times", allowed="once", do=AGAIN),
        message(at("plan.by.side", "a declared table is missing"), allowed="its 35 cells", do=AGAIN),
        message(at("pool#no", "a cell of a declared table is missing"), do=AGAIN),
        message(at("pool.by.town", "a table that the plan does not declare"), found="1 of its cells", do=AGAIN),
        message(at("pool#maybe", "a cell that its table does not have"), do=AGAIN),
        message(at("funnel#blank", "a step of restricted/ledger.csv is missing"), do=AGAIN),
    ]


def test_a_table_that_the_plan_does_not_list_is_told(run: Path) -> None:
    change_text(
        run / "restricted" / "workflow" / "plan.yaml",
        "tables: every",
        "tables: [pool.by.side, plan.by.side, plan.by.who]",
    )
    assert told(run) == [
        message(at("pool.by.who", "a table that the plan does not declare"), found="56 of its cells", do=AGAIN)
    ]


def test_a_level_of_those_who_did_not_say_must_be_there(run: Path) -> None:
    change_rows(
        run, lambda rows: [row for row in rows if (row["table"], row["level"]) != ("pool.by.side", "not_answered")]
    )
    problems = told(run)
    assert len(problems) == 13
    assert problems[0] == message(
        at("pool.by.side#yes@not_answered", "a cell of a declared table is missing"), do=AGAIN
    )


# Planted faults in what is hidden


def test_a_small_count_that_is_shown_is_told(run: Path) -> None:
    change_cell(run, "plan.by.who#fair@body", "status", "shown", "value", "1")
    cell = "plan.by.who#fair@body"
    problems = told(run)
    assert problems == [
        message(at(cell, "a small count that is not hidden"), found="shown", allowed="0, or 3 and more", do=STAY),
        message(f"restricted/disclosure.csv, {cell}: named as a small count, and it is none", found="primary", do=STAY),
        message(f"restricted/disclosure.csv, {cell}: listed as hidden, and the evidence does not hide it", do=STAY),
    ]


def test_the_percentage_of_a_hidden_count_must_be_hidden(run: Path) -> None:
    cell = "plan.by.who#fair@body!percent"
    change_cell(run, cell, "status", "shown", "value", "6")
    assert told(run) == [
        message(
            at(cell, "not hidden, and made from a hidden cell"), found="plan.by.who#fair@body", allowed="[c]", do=STAY
        ),
        message(f"restricted/disclosure.csv, {cell}: listed as hidden, and the evidence does not hide it", do=STAY),
    ]


def test_a_hidden_cell_that_has_no_reason_is_told(run: Path) -> None:
    path = run / "restricted" / "disclosure.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_cell = {row["cell"]: row for row in rows}
    by_cell.pop("plan.by.who#fair@club")
    by_cell["plan.by.who#bad@club"]["table"] = "pool"
    by_cell["plan.by.who#fair@body"]["reason"] = "complementary"
    write_rows(path, [*by_cell.values(), rows[1]])
    where = "restricted/disclosure.csv, "
    assert told(run) == [
        message(
            f"{where}plan.by.who#fair@body: a small count with another reason",
            found="complementary",
            allowed="primary",
            do=STAY,
        ),
        message(
            f"{where}plan.by.who#bad@club: listed under another table", found="pool", allowed="plan.by.who", do=STAY
        ),
        message(f"{where}plan.by.who#fair@body!percent: a hidden cell that is listed twice", do=STAY),
        message(at("plan.by.who#fair@club", "hidden, and restricted/disclosure.csv gives no reason"), do=STAY),
    ]


def test_a_cell_that_is_hidden_where_nothing_is_to_be_hidden_is_told(tally_run: Path) -> None:
    change_cell(tally_run, "q1#yes", "status", "[c]", "value", "")
    assert told(tally_run) == [
        message(at("q1#yes", "hidden, and the parameters hide nothing"), found="[c]", do=STAY),
        message(at("q1#yes", "hidden, and restricted/disclosure.csv gives no reason"), do=STAY),
    ]


# Planted faults in the data


def one_answer(cell: str, question: str, answer: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[frame["response_id"] == cell, question] = answer
        return frame

    return change


def test_a_response_that_was_taken_out_is_told(run: Path) -> None:
    change_responses(run, lambda frame: frame[frame["response_id"] != "r001"])
    problems = told(run)
    file = "restricted/responses.parquet"
    assert problems[:2] == [
        message(
            f"{file}: it holds another number of responses than funnel#analysed says", found="77", allowed="78", do=ASK
        ),
        message(f"{file}: analysed responses are missing", found="1: r001", do=ASK),
    ]
    assert message(at("pool#yes", ANOTHER), found="39", allowed="38", do=AGAIN) in problems


def test_a_response_that_was_put_in_is_told(run: Path) -> None:
    change_responses(run, lambda frame: pd.concat([frame, frame.tail(1).assign(response_id="r999"), frame.head(1)]))
    file = "restricted/responses.parquet"
    more = f"{file}: it holds another number of responses than funnel#analysed says"
    assert told(run)[:3] == [
        message(f"{file}: identifiers of more than one response", found="1: r001", do=ASK),
        message(more, found="80", allowed="78", do=ASK),
        message(f"{file}: analysed responses are not among those that the ledger names", found="1: r999", do=ASK),
    ]


def test_an_answer_that_is_none_is_told(run: Path) -> None:
    change_responses(run, one_answer("r001", "pool", "maybe"))
    problems = told(run)
    file = "restricted/responses.parquet"
    options = "yes, no, unsure, not_answered, not_asked"
    outside = f"{file}: an answer outside the options of pool (responses: 1)"
    asked = f"{file}: who was asked plan, and who was not, is not as its 'asked_if' says"
    assert problems[:2] == [
        message(outside, found="maybe", allowed=options, do=ASK),
        message(asked, found="1: r001", do=ASK),
    ]
    assert message(at("pool#yes", ANOTHER), found="39", allowed="38", do=AGAIN) in problems


def test_the_two_files_of_responses_must_be_the_same(run: Path) -> None:
    path = run / "restricted" / "responses.csv"
    text = path.read_text(encoding="utf-8")
    change_text(path, "r002,3,person,yes,good", "r002,3,person,no,good")
    assert told(run) == [
        message(
            "restricted/responses.csv: rows that are not those of restricted/responses.parquet", found="1: r002", do=ASK
        )
    ]
    path.write_text(text.replace("plan", "other", 1), encoding="utf-8")
    assert told(run)[0].startswith("restricted/responses.csv: not the columns of restricted/responses.parquet\n")
    path.write_text("\n".join(text.splitlines()[:-1]) + "\n", encoding="utf-8")
    assert told(run) == [
        message(
            "restricted/responses.csv: not as many rows as restricted/responses.parquet",
            found="77",
            allowed="78",
            do=ASK,
        )
    ]
    path.unlink()
    assert told(run) == [message("restricted/responses.csv: this file of the run is missing", do=ASK)]


def test_identifiers_that_look_like_formulas_are_the_same_in_every_file(tmp_path: Path) -> None:
    params = tmp_path / "pool"
    params.mkdir()
    (params / "consultation.yaml").write_text(
        CONSULTATION.replace("threshold, threshold: 3", "none, reason: A test"), encoding="utf-8"
    )
    (params / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    rows = data().replace("r001", "=1+1").replace("r002", "-x").replace("r003", "'y").replace("r004", "+5")
    (params / "data.csv").write_text(rows, encoding="utf-8")
    assert told(make_run(params, tmp_path / "run [1]")) == []


def test_made_up_responses_that_pass_for_real_are_told(run: Path) -> None:
    change_responses(
        run, lambda frame: frame.assign(response_id="made-up-" + frame["response_id"], source_kind="responses")
    )
    problems = told(run)
    what = "it says of what kind the data are, and that is not so"
    n = len(evidence(run))
    cells = f"cells whose source_kind is not that of the data ({n}, the first is funnel#received)"
    wrong = {"found": "responses", "allowed": "made_up", "do": AGAIN}
    assert [problem for problem in problems if "kind" in problem] == [
        message(f"restricted/responses.parquet: {what}", **wrong),
        message(f"restricted/lineage.json: {what}", **wrong),
        message(f"public/evidence.csv: {cells}", **wrong),
        *(
            message(
                f"restricted/{name}.csv: rows that do not say of what kind the data are, or say another",
                found="responses", allowed="made_up", do=ASK,
            )
            for name in ("ledger", "quarantine", "disclosure")
        ),
    ]  # fmt: skip


def test_a_ledger_that_was_changed_is_told(run: Path) -> None:
    path = run / "restricted" / "ledger.csv"
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:-1]) + "\n", encoding="utf-8")
    no_step = at("funnel#exact_duplicate", "a step that restricted/ledger.csv does not have")
    assert told(run) == [
        message(at("funnel#received", LEDGER_SAYS), found="80", allowed="79", do=AGAIN),
        message(no_step, found="exact_duplicate", allowed="received, blank, analysed", do=AGAIN),
        message(f"restricted/quarantine.csv: {NOT_REMOVED}", found="rows 81", do=ASK),
    ]


def test_a_tally_that_was_changed_is_told(tally_run: Path) -> None:
    change_text(tally_run / "restricted" / "tally.csv", "person,q1,yes,3,", "person,q1,yes,4,")
    problems = told(tally_run)
    assert problems[:1] == [
        message("restricted/tally.csv: q1 does not add up to funnel#analysed", found="13", allowed="12", do=ASK)
    ]
    assert message(at("q1#yes", ANOTHER), found="5", allowed="6", do=AGAIN) in problems


def test_a_declared_funnel_that_was_changed_is_told(tally_run: Path) -> None:
    change_text(tally_run / "restricted" / "inputs" / "consultation.yaml", "removed: 1}", "removed: 2}")
    file = "restricted/inputs/consultation.yaml"
    assert told(tally_run) == [
        message(
            f"{file}: what was removed and what was analysed do not add up to what was received",
            found="2 + 12", allowed="13", do=ASK,
        ),
        message(at("funnel#twice", f"{file} gives another number"), found="1", allowed="2", do=AGAIN),
        message(f"restricted/lineage.json: cells.funnel#twice: {NOT_SAID}", do=ASK),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "cell", "found", "allowed"),
    [
        ("of: [good, fair], stance", "of: [good, bad], stance", "plan#net_fine!percent", "60", "78"),
        ("    base: asked\n    leave_out_of_base: [dont_know]\n", "    base: asked\n", "pool#yes!percent", "57", "50"),
        ("people: {label: People, of: [person]}, others: {label: Others, of: [body, club]}",
         "people: {label: People, of: [body, club]}, others: {label: Others, of: [person]}",
         "pool.by.side#yes@others", "20", "15"),
    ],
)  # fmt: skip
def test_another_questionnaire_than_that_of_the_numbers_is_told(
    run: Path, old: str, new: str, cell: str, found: str, allowed: str
) -> None:
    change_text(run / "restricted" / "inputs" / "questionnaire.yaml", old, new)
    assert message(at(cell, ANOTHER), found=found, allowed=allowed, do=AGAIN) in told(run)


# Bad input


def test_a_column_that_was_renamed_is_told(run: Path) -> None:
    change_responses(run, lambda frame: frame.rename(columns={"plan": "plam"}))
    assert told(run)[0] == message(
        "restricted/responses.parquet: a column is missing", found="in its place: plam", allowed="plan", do=ASK
    )
    with pytest.raises(VerificationFailed) as failed:
        sql_of("plan#good", run)
    assert str(failed.value) == told(run)[0]


QUESTIONS = "restricted/inputs/questionnaire.yaml"
MISSING_FILE = "this file of the run is missing"


@pytest.mark.parametrize(
    ("name", "shown", "what"),
    [
        ("restricted/responses.parquet", "restricted/responses.parquet", "the file that was counted is missing"),
        ("public/evidence.csv", "public/evidence.csv", MISSING_FILE),
        ("restricted/disclosure.csv", "restricted/disclosure.csv", MISSING_FILE),
        ("restricted/ledger.csv", "restricted/ledger.csv", MISSING_FILE),
        (QUESTIONS, "questionnaire.yaml", MISSING_FILE),
        ("restricted/inputs/consultation.yaml", "consultation.yaml", MISSING_FILE),
        ("restricted/workflow/plan.yaml", "plan.yaml", MISSING_FILE),
    ],
)
def test_a_file_that_is_missing_is_told_once(run: Path, name: str, shown: str, what: str) -> None:
    (run / name).unlink()
    assert told(run) == [message(f"{shown}: {what}", do=ASK)]


@pytest.mark.parametrize(
    ("content", "where", "what", "found", "allowed"),
    [
        ("scales: {}", "questions", "a questionnaire without questions", "", ""),
        ("questions: {q: {kind: single}}", "questions.q", "a question without options", "", ""),
        ("questions: {q: {scale: five}}", "questions.q.scale", "an unknown scale", "five", ""),
        (
            "questions: {q: {options: {a: {}, 'b\"; DROP': {}}}}",
            "questions.q.options",
            "not a name",
            'b"; DROP',
            "small letters, digits and _",
        ),
        (
            "questions: {q: {options: {a: {}}, nets: {n: {of: [a, b]}}}}",
            "questions.q, net_n",
            "an unknown option",
            "b",
            "a",
        ),
        (
            "questions: {q: {options: {a: {}}, base: some}}",
            "questions.q.base",
            "an unknown kind of base",
            "some",
            "answered, asked, all",
        ),
        (
            "questions: {q: {options: {a: {}}}}\nbreakdowns: {b: {question: r}}",
            "breakdowns.b.question",
            "an unknown question",
            "r",
            "q",
        ),
        (
            "questions: {q: {options: {a: {}}}}\nbreakdowns: {b: {question: q, groups: {g: {of: [z]}}}}",
            "breakdowns.b.groups.g",
            "an unknown option",
            "z",
            "a",
        ),
        (
            "questions: {q: {options: {a: {}}, asked_if: {r: [a]}}}",
            "questions.q.asked_if",
            "an unknown question",
            "r",
            "q",
        ),
    ],
)
def test_a_questionnaire_that_cannot_be_counted_by_is_told(
    tmp_path: Path, content: str, where: str, what: str, found: str, allowed: str
) -> None:
    (tmp_path / "questionnaire.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(VerificationFailed) as failed:
        read_questionnaire(tmp_path / "questionnaire.yaml")
    lines = {name: text for name, text in (("found", found), ("allowed", allowed)) if text}
    assert str(failed.value) == message(f"questionnaire.yaml, {where}: {what}", **lines, do=ASK)


def test_a_run_with_a_questionnaire_without_options_is_told(run: Path) -> None:
    (run / QUESTIONS).write_text("questions: {q: {kind: single}}", encoding="utf-8")
    assert told(run) == [message("questionnaire.yaml, questions.q: a question without options", do=ASK)]


def test_settings_that_cannot_be_used_are_told_together(run: Path) -> None:
    consultation = run / "restricted" / "inputs" / "consultation.yaml"
    consultation.write_text("data: {reader: fax}\ndisclosure: {profile: some}", encoding="utf-8")
    (run / "restricted" / "workflow" / "plan.yaml").write_text("tables: 3", encoding="utf-8")
    assert told(run) == [
        message(
            "consultation.yaml, data.reader: an unknown reader",
            found="fax",
            allowed="responses, sources, tally",
            do=ASK,
        ),
        message(
            "consultation.yaml, disclosure: what is hidden is not said",
            found="some",
            allowed="none, or threshold with a number",
            do=ASK,
        ),
        message("plan.yaml, tables: not a list", found="3", do=ASK),
    ]


def test_a_plan_of_a_table_that_does_not_exist_is_told(run: Path) -> None:
    (run / "restricted" / "workflow" / "plan.yaml").write_text("tables: [pool.by.town]", encoding="utf-8")
    what = "plan.yaml, tables: a table that the questionnaire does not give"
    assert told(run) == [message(what, found="pool.by.town", do=ASK)]


@pytest.mark.parametrize(
    ("name", "content", "first"),
    [
        (
            "restricted/responses.parquet",
            "no Parquet at all",
            "restricted/responses.parquet: not a Parquet file that can be read",
        ),
        ("public/evidence.csv", "cell,value\nq,1\n", "public/evidence.csv: this file of the run has other columns"),
        ("restricted/ledger.csv", "row,id\n1,2\n", "restricted/ledger.csv: it cannot be read"),
        (QUESTIONS, "a: [", "questionnaire.yaml: this file of the run is not YAML"),
        ("restricted/workflow/plan.yaml", "- a", "plan.yaml: this file of the run does not begin with a key"),
    ],
)
def test_a_file_that_is_something_else_is_told(run: Path, name: str, content: str, first: str) -> None:
    (run / name).write_text(content, encoding="utf-8")
    assert told(run)[0].splitlines()[0] == first


def test_a_tally_with_other_columns_is_told(tally_run: Path) -> None:
    path = tally_run / "restricted" / "tally.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("question", "asked", 1), encoding="utf-8")
    assert told(tally_run) == [
        message("restricted/tally.csv: a column is missing", found="in its place: asked", allowed="question", do=ASK)
    ]


def test_a_count_of_a_tally_that_is_none_is_told(tally_run: Path) -> None:
    change_text(tally_run / "restricted" / "tally.csv", "person,q1,yes,3,", "person,q1,yes,-3,")
    assert told(tally_run) == [
        message(
            "restricted/tally.csv: not a count: person, q1, yes",
            found="-3",
            allowed="a whole number, 0 or more",
            do=ASK,
        )
    ]


def test_no_message_holds_an_answer_of_a_response(run: Path) -> None:
    change_responses(run, lambda frame: frame.iloc[1:])
    for problem in told(run):
        assert "r001" not in problem or "person" not in problem


def test_a_table_that_the_data_do_not_give_is_refused(clean_tally: Path) -> None:
    questionnaire = read_questionnaire(clean_tally / "restricted" / "inputs" / "questionnaire.yaml")
    with pytest.raises(VerificationFailed) as failed:
        recount(clean_tally / "restricted" / "tally.csv", questionnaire, ["who.by.who#person@person", "q2#yes"])
    assert str(failed.value) == "\n".join(
        [
            message("table: the questionnaire gives no such table", found="who.by.who", do="Nearest: q1.by.who."),
            message("table: the questionnaire gives no such table", found="q2", do="Nearest: q1."),
        ]
    )


# What a run says of what it received, and of what its numbers mean


REMOVED_ROWS = "rows 80, 81"


def test_a_small_count_that_can_be_worked_out_is_told(run: Path) -> None:
    """Everything but the small count itself is shown, and struck from the list of what is hidden."""
    rows = evidence(run)
    values = recount(
        run / "restricted" / "responses.parquet",
        read_questionnaire(run / "restricted" / "inputs" / "questionnaire.yaml"),
        [row["cell"] for row in rows if row["status"] == "[c]"],
    )
    small = {cell for cell, n in values.items() if "!" not in cell and 0 < int(n) < 3}
    for row in rows:
        if row["status"] == "[c]" and row["measure"] == "count" and row["cell"] not in small:
            row["status"], row["value"] = "shown", values[row["cell"]]
    write_rows(run / "public" / "evidence.csv", rows)
    told_of = [problem for problem in told(run) if "worked out" in problem]
    assert message(at("plan.by.who#fair@body", "a hidden small count that can be worked out from what is shown"),
                   do=STAY) in told_of  # fmt: skip
    assert all(problem.split(": ")[0].removeprefix("public/evidence.csv, ") in small for problem in told_of)


def test_what_is_found_leads_to_more(clean: Path) -> None:
    """Two of the three stand alone in a sum; the third shares each of its sums with one of them."""
    questionnaire = read_questionnaire(clean / "restricted" / "inputs" / "questionnaire.yaml")
    names = cells_of(questionnaire, ["pool", "pool.by.who"], clean / "restricted" / "responses.parquet")
    values = recount(clean / "restricted" / "responses.parquet", questionnaire, names)
    cells = [cell for name in names if (cell := read_cell(name)) is not None]
    hidden = {f"pool.by.who#{cell}" for cell in ("yes@club", "unsure@body", "unsure@club")}
    found = [problem.where for problem in revealed_problems(questionnaire, cells, values, hidden, 100)]
    assert found == [f"public/evidence.csv, pool.by.who#{cell}" for cell in ("yes@club", "unsure@club")]


def test_rows_that_changed_places_in_the_file_received_are_told(run: Path) -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame.loc[[0, 1], "source_row"] = frame.loc[[1, 0], "source_row"].to_numpy()
        return frame

    change_responses(run, change)
    what = "analysed responses that the ledger says came from other rows of the file received"
    assert told(run) == [message(f"restricted/responses.parquet: {what}", found="rows 3, 2", do=ASK)]


def test_a_ledger_out_of_order_is_told(run: Path) -> None:
    path = run / "restricted" / "ledger.csv"
    header, first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, second, first, *rest]) + "\n", encoding="utf-8", newline="\n")
    what = "rows of the file received twice, or not in their order"
    assert message(f"restricted/ledger.csv: {what}", do=ASK) in told(run)


def test_a_quarantine_that_was_changed_is_told(run: Path) -> None:
    path = run / "restricted" / "quarantine.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0]
    path.write_text(f"{header}\n", encoding="utf-8", newline="\n")
    assert told(run) == [message(f"restricted/quarantine.csv: {NOT_REMOVED}", found=REMOVED_ROWS, do=ASK)]


@pytest.mark.parametrize("into", ["", "r999", "r72"], ids=["none", "one that is not there", "one that is set aside"])
def test_a_response_that_is_merged_into_none_that_counts_is_told(run: Path, into: str) -> None:
    path = run / "restricted" / "ledger.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    at, outcome = rows[0].index("into"), rows[0].index("outcome")
    (merged,) = [row for row in rows if row[outcome] == "merged"]
    if into == "r72":
        into = next(row[rows[0].index("response_id")] for row in rows if row[outcome] == "set_aside")
    merged[at] = into
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8", newline="\n")
    what = "rows that are merged into no response of the ledger"
    number = merged[rows[0].index("source_row")]
    assert told(run) == [message(f"restricted/ledger.csv: {what}", found=f"rows {number}", do=ASK)]


def test_a_response_that_is_not_merged_and_names_another_is_told(run: Path) -> None:
    path = run / "restricted" / "ledger.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    rows[1][rows[0].index("into")] = rows[2][rows[0].index("response_id")]
    path.write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8", newline="\n")
    what = "rows that are merged into no response of the ledger"
    assert told(run) == [message(f"restricted/ledger.csv: {what}", found="rows 2", do=ASK)]


def test_a_flag_of_a_response_that_is_not_analysed_is_told(run: Path) -> None:
    rows = list(csv.DictReader((run / "restricted" / "ledger.csv").read_text(encoding="utf-8").splitlines()))
    flags = run / "restricted" / "flags.csv"
    header = flags.read_text(encoding="utf-8").splitlines()[0]
    kind = rows[0]["source_kind"]
    first = [next(row for row in rows if row["outcome"] == outcome) for outcome in ("analysed", "set_aside")]
    place = ("channel", "source_file", "source_row", "response_id")
    lines = [f"{','.join(row[name] for name in place)},late,,,{kind}" for row in first]
    flags.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8", newline="\n")
    what = "rows that are not analysed responses of the ledger"
    found = f"rows {first[1]['source_row']}"
    assert told(run) == [message(f"restricted/flags.csv: {what}", found=found, do=ASK)]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ledger.csv", "quarantine.csv", "flags.csv", "disclosure.csv", "responses.csv"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: f"Note: 99% agreed\n\n{text}",
        lambda text: text.replace("\n", "\n# 99% agreed\n", 1),
        lambda text: text + "\n\n",
        lambda text: text.replace("\n", "\r\n"),
    ],
    ids=["notes above", "a remark", "empty lines", "other line ends"],
)
def test_what_a_forgiving_reader_skips_is_told(run: Path, name: str, change: Callable[[str], str]) -> None:
    path = run / "restricted" / name
    path.write_bytes(change(path.read_text(encoding="utf-8")).encode("utf-8"))
    assert [problem for problem in told(run) if problem.startswith(f"restricted/{name}")]


LINEAGE_CHANGES = [
    (("base", "pool"), ["yes"], "base.pool", "['yes']", "['yes', 'no', 'not_answered']"),
    (("breakdown_question", "side"), "pool", "breakdown_question.side", "pool", "who"),
    (("nets", "plan", "fine"), ["good"], "nets.plan.fine", "['good']", "['good', 'fair']"),
    (("groups", "side", "people"), ["body"], "groups.side.people", "['body']", "['person']"),
    (("labels", "pool", "options", "no"), "Yes", "labels.pool.options.no", "Yes", "No"),
    (("labels", "pool", "wording"), "Or not?", "labels.pool.wording", "Or not?", "Do you want a pool?"),
    (("labels", "plan", "options", "net_fine"), "Bad (net)", "labels.plan.options.net_fine", "Bad (net)", "Fine (net)"),
    (("breakdowns", "side", "levels", "people"), "Others", "breakdowns.side.levels.people", "Others", "People"),
]


@pytest.mark.parametrize(("keys", "value", "where", "found", "allowed"), LINEAGE_CHANGES)
def test_a_lineage_that_says_something_else_is_told(
    run: Path, keys: tuple[str, ...], value: object, where: str, found: str, allowed: str
) -> None:
    path = run / "restricted" / "lineage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    part = content
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    path.write_text(json.dumps(content), encoding="utf-8", newline="\n")
    assert told(run) == [message(f"restricted/lineage.json: {where}: {NOT_SAID}", found=found, allowed=allowed, do=ASK)]


def test_a_place_of_a_tally_that_was_changed_is_told_without_what_stands_there(tally_run: Path) -> None:
    path = tally_run / "restricted" / "lineage.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"]["q1#yes"][0][1] += 1
    path.write_text(json.dumps(content), encoding="utf-8", newline="\n")
    assert told(tally_run) == [message(f"restricted/lineage.json: cells.q1#yes: {NOT_SAID}", do=ASK)]


@pytest.mark.parametrize("folder", ["pool=no", "who=person", "it's", "50%25", "a b", "[x]*", "naïve"])
def test_the_folder_that_a_run_lies_in_changes_nothing(clean: Path, folder: str, tmp_path: Path) -> None:
    """DuckDB takes a folder `who=person` for a column of that name, unless it is told not to."""
    if any(character in folder for character in "*[") and os.name == "nt":
        pytest.skip("no name of a folder on this system")
    assert told(shutil.copytree(clean, tmp_path / folder / "run")) == []


def test_a_cell_may_be_written_as_in_a_link(clean: Path) -> None:
    assert sql_of("pool%23yes", clean) == sql_of("pool#yes", clean)


def test_a_note_in_words_is_told(run: Path) -> None:
    change_cell(run, "pool#yes", "note", "nine in ten agreed")
    what = "something in 'note' that no count gives"
    assert told(run) == [message(at("pool#yes", what), found="nine in ten agreed", allowed="nothing", do=AGAIN)]


def test_another_name_of_a_step_is_told(run: Path) -> None:
    change_cell(run, "funnel#blank", "note", "Not wanted")
    assert told(run) == [
        message(at("funnel#blank", column("note")), found="Not wanted",
                allowed="Blank: no question of the report was answered", do=AGAIN)
    ]  # fmt: skip
