"""Made-up responses: the file and those beside it, what may be said, and what is never replaced."""

from __future__ import annotations

import csv
import datetime
import difflib
import json
import math
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from findings.consultation.build import Parameters, build
from findings.consultation.rehearsal import Cases
from findings.errors import ExitCode, ParameterError
from findings.evidence.cell import SourceKind
from findings.intake import receive
from findings.rehearsal import Rehearsed, rehearse, rehearsing
from findings.rehearsal.cases import PAIRS, counts_of, parts, placed
from findings.tabulation import tabulate
from shapes import write_shape
from small_consultation import QUESTIONNAIRE, changed, place, write_small, write_tally

PROJECT = Path(__file__).resolve().parents[1]
PLAN = PROJECT / "notebooks" / "plan.yaml"
THIRD = PROJECT / "tests" / "third"
Row = dict[str, str]


def made(folder: Path, responses: int, seed: int, out: Path, largest_part: int = 50_000) -> Rehearsed:
    return rehearse(build(folder, PLAN), responses, seed, out, largest_part=largest_part)


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def record_of(done: Rehearsed) -> dict[str, Any]:
    return json.loads(done.effects.read_text(encoding="utf-8"))


def cases_of(done: Rehearsed) -> dict[str, list[tuple[str, str]]]:
    """Case -> response and what it is a case of."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows_of(done.cases):
        found.setdefault(row["case"], []).append((row["response_id"], row["of"]))
    return found


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """A rehearsal of the third consultation in three parts, for all tests that only look."""
    return made(THIRD, 2_000, 5, tmp_path_factory.mktemp("rehearsal") / "r.csv", largest_part=700)


@pytest.fixture(scope="module")
def rows(done: Rehearsed) -> list[Row]:
    return rows_of(done.responses)


# --- the file -----------------------------------------------------------------------------------

QUESTIONS = {
    "age": "How old are you?", "area": "Area", "carer": "carer",
    **{name: name for name in ("gp", "crisis", "used", "walk_in", "listened", "explained", "family", "reach",
                               "evenings", "bus")},
}  # fmt: skip


def test_the_columns_are_those_of_an_export(done: Rehearsed) -> None:
    with done.responses.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    questions = list(YAML(typ="safe").load(THIRD / "questionnaire.yaml")["questions"].items())
    assert header == [
        "made_up", "response_id", "received", "channel", "email",
        *(spec.get("column", name) for name, spec in questions),
        "comment_access", "comment_care", "comment_changes", "may_quote",
    ]  # fmt: skip


def test_excel_is_told_that_the_text_is_utf_8(done: Rehearsed) -> None:
    for path in (done.responses, done.cases, done.codings):
        content = path.read_bytes()
        # Once, at the beginning: the file is written in three parts.
        assert content.startswith(b'\xef\xbb\xbf"made_up",') and content.count(b"\xef\xbb\xbf") == 1


def test_every_row_of_every_file_says_that_it_is_made_up(done: Rehearsed, rows: list[Row]) -> None:
    assert len(rows) == 2_000
    for path in (done.responses, done.cases, done.codings):
        found = rows_of(path)
        assert found and next(iter(found[0])) == "made_up"
        assert {row["made_up"] for row in found} == {"made up"}
        assert all(re.fullmatch(r"made-up-\d{7}", row["response_id"]) for row in found)
    record = record_of(done)
    assert (record["made_up"], record["mark"]) == (True, "MADE-UP DATA")
    assert all(row["email"].endswith("@made-up.invalid") for row in rows)


def test_identifiers_are_in_order_and_only_an_exact_copy_has_anothers(done: Rehearsed, rows: list[Row]) -> None:
    copies = {identifier for identifier, _ in cases_of(done)["exact_duplicate"]}
    times = Counter(row["response_id"] for row in rows)
    assert {identifier for identifier, n in times.items() if n > 1} == copies
    assert set(times.values()) == {1, 2}
    own = [row["response_id"] for row in rows if row["response_id"] not in copies]
    assert own == sorted(own)


def test_each_case_is_as_often_as_was_said_and_as_is_written_down(done: Rehearsed, rows: list[Row]) -> None:
    # One in a hundred of 2,000 each; exact copies fall out before late ones are counted.
    record, cases = record_of(done)["cases"], cases_of(done)
    assert {name: len(cases[name]) for name in record} == record
    assert {name: n for name, n in record.items() if name not in ("late", "campaign")} == {
        "blank": 20, "exact_duplicate": 20, "near_duplicate": 20, "twice": 20,
    }  # fmt: skip
    assert 15 <= record["late"] <= 20
    assert record_of(done)["analysed"] == 1_960


def test_blank_rows_answer_nothing(done: Rehearsed, rows: list[Row]) -> None:
    asked = [
        heading
        for heading in rows[0]
        if heading not in ("made_up", "response_id", "received", "channel", "email", "may_quote")
    ]
    blank = {row["response_id"] for row in rows if not any(row[heading] for heading in asked)}
    assert blank == {identifier for identifier, of in cases_of(done)["blank"]}


def test_exact_copies_are_the_same_in_every_cell(done: Rehearsed, rows: list[Row]) -> None:
    pairs = cases_of(done)["exact_duplicate"]
    assert all(identifier == of for identifier, of in pairs)
    for identifier, _ in pairs:
        one, other = (row for row in rows if row["response_id"] == identifier)
        assert one == other


def answers(row: Row) -> list[str]:
    return [row[heading] for heading in row if heading in QUESTIONS.values() or heading == "Carer"]


def test_near_copies_answer_alike_and_differ_by_a_little_in_a_comment(done: Rehearsed, rows: list[Row]) -> None:
    by_id = {row["response_id"]: row for row in rows}
    for identifier, of in cases_of(done)["near_duplicate"]:
        copy, original = by_id[identifier], by_id[of]
        assert of < identifier and answers(copy) == answers(original) and any(answers(copy))
        assert copy["email"] != original["email"]
        one, other = original["comment_access"], copy["comment_access"]
        assert one and other and one != other
        assert difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.8
        assert [copy[f"comment_{name}"] for name in ("care", "changes")] == [
            original[f"comment_{name}"] for name in ("care", "changes")
        ]


def test_who_answers_twice_is_one_person_with_two_opinions(done: Rehearsed, rows: list[Row]) -> None:
    by_id, cases = {row["response_id"]: row for row in rows}, cases_of(done)
    times = Counter(row["email"] for row in by_id.values())
    assert {by_id[identifier]["email"] for identifier, _ in cases["twice"]} == {
        email for email, n in times.items() if n > 1
    }
    about_them = ("How old are you?", "Area", "Carer", "channel")
    for identifier, of in cases["twice"]:
        second, first = by_id[identifier], by_id[of]
        assert of < identifier
        assert [second[heading] for heading in about_them] == [first[heading] for heading in about_them]
    assert sum(answers(by_id[identifier]) != answers(by_id[of]) for identifier, of in cases["twice"]) > 15


def test_late_responses_came_after_the_closing_day_and_no_others(done: Rehearsed, rows: list[Row]) -> None:
    closed = datetime.date(2025, 4, 28)
    days = {row["response_id"]: datetime.date.fromisoformat(row["received"]) for row in rows}
    late = {identifier for identifier, day in days.items() if day > closed}
    copies = {identifier for identifier, _ in cases_of(done)["exact_duplicate"]}
    assert late - copies == {identifier for identifier, _ in cases_of(done)["late"]} - copies
    assert min(days.values()) == datetime.date(2025, 2, 3)
    assert max(day for day in days.values() if day <= closed) == closed
    assert max(days.values()) <= closed + datetime.timedelta(14)


def test_nobody_answers_what_they_were_not_asked(rows: list[Row]) -> None:
    asked = Counter((row["used"] == "I have used it", bool(row["walk_in"])) for row in rows)
    assert asked[False, True] == 0
    assert asked[True, True] > 300 < asked[False, False]


def test_those_of_a_campaign_send_its_letter_and_answer_as_it_asks(done: Rehearsed, rows: list[Row]) -> None:
    ((name, campaign),) = record_of(done)["settings"]["campaigns"].items()
    members = cases_of(done)["campaign"]
    assert {of for _, of in members} == {name}
    by_id = {row["response_id"]: row for row in rows}
    letters = Counter(by_id[identifier][f"comment_{campaign['section']}"] for identifier, _ in members)
    assert "" not in letters
    # A few wordings, often copied, and some with a sentence of their own in front.
    assert letters.most_common(1)[0][1] > len(members) / 8
    n = len(members)
    expected = campaign["share"] * 1_980
    assert abs(n - expected) < 4 * math.sqrt(expected)


def test_comments_channels_and_permission_are_as_often_as_they_say(done: Rehearsed, rows: list[Row]) -> None:
    said = record_of(done)["settings"]
    n = len(rows)

    def near(times: int, share: float, of: int = n) -> bool:
        return abs(times - share * of) < 4 * math.sqrt(of * share * (1 - share))

    assert near(sum(row["may_quote"] == "yes" for row in rows), said["may_quote"])
    assert {row["may_quote"] for row in rows} == {"yes", "no"}
    for name, channel in said["channels"].items():
        assert near(sum(row["channel"] == name for row in rows), channel["share"])
    (campaign,) = said["campaigns"].values()
    for section in {"care", "changes"} - {campaign["section"]}:
        assert near(sum(bool(row[f"comment_{section}"]) for row in rows), said["comments"] * 0.99)


def test_what_people_write_about_goes_with_how_they_answered(done: Rehearsed, rows: list[Row]) -> None:
    first_code = {
        (row["response_id"], row["question"]): row["code"] for row in rows_of(done.codings) if row["coder"] == "coder_a"
    }
    side = {"Agree completely": 1, "Agree mostly": 1, "Agree slightly": 1, "In between": 0, "": 0}
    of_campaign = {identifier for identifier, _ in cases_of(done)["campaign"]}
    themes: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for row in rows:
        total = sum(side.get(row[heading], -1) for heading in ("listened", "explained", "family"))
        theme = first_code.get((row["response_id"], "comment_care"))
        if theme and total and row["response_id"] not in of_campaign:
            themes[total > 0][theme] += 1
    # Of those in support 20 in 100 write about waiting and 2 about trust; of those against 6 and 13.
    support, against = themes[True], themes[False]
    assert 0.12 < support["waiting"] / support.total() < 0.28 and support["trust"] / support.total() < 0.06
    assert against["waiting"] / against.total() < 0.12 and 0.07 < against["trust"] / against.total() < 0.2


def test_coders_disagree_as_often_as_they_say(done: Rehearsed, rows: list[Row]) -> None:
    said = record_of(done)["settings"]
    codes: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows_of(done.codings):
        own = codes.setdefault((row["response_id"], row["question"]), {})
        assert row["coder"] not in own
        own[row["coder"]] = row["code"]
    commented = {
        (row["response_id"], heading)
        for row in rows
        for heading in row
        if heading.startswith("comment_") and row[heading]
    }
    assert codes.keys() == commented
    both = [own for own in codes.values() if len(own) == 2]
    assert all("coder_a" in own for own in codes.values())
    error = math.sqrt(0.3 * 0.7 / len(codes))
    assert abs(len(both) / len(codes) - said["both_coded"]) < 3.5 * error
    differ = sum(own["coder_a"] != own["coder_b"] for own in both) / len(both)
    assert abs(differ - said["coders_disagree"]) < 3.5 * math.sqrt(0.15 * 0.85 / len(both))


# --- parts, seeds, bytes ------------------------------------------------------------------------


def contents(done: Rehearsed) -> dict[str, bytes]:
    files = [done.responses, done.cases, done.codings, done.effects, *done.params.rglob("*.yaml")]
    return {path.name: path.read_bytes() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_others(tmp_path: Path) -> None:
    one, again, other = (
        made(THIRD, 300, seed, tmp_path / folder / "r.csv") for folder, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert contents(one) == contents(again)
    assert contents(one)["r.csv"] != contents(other)["r.csv"]
    # What was not said is drawn from the seed too.
    assert record_of(one)["settings"]["shares"] != record_of(other)["settings"]["shares"]
    assert b"\r" not in b"".join(contents(one).values())
    assert str(tmp_path).encode() not in b"".join(contents(one).values())


@given(
    responses=st.integers(1, 3_000),
    largest=st.integers(200, 1_000),
    rates=st.tuples(*[st.floats(0, 0.07)] * 5),
)
def test_parts_make_up_the_file_and_every_case_has_its_rows(
    responses: int, largest: int, rates: tuple[float, ...]
) -> None:
    cases = Cases(**dict(zip(("late", "blank", "exact_duplicate", "near_duplicate", "twice"), rates, strict=True)))
    found = list(parts(responses, cases, largest))
    assert [part.start for part in found] == [sum(part.rows for part in found[:n]) for n in range(len(found))]
    assert sum(part.rows for part in found) == responses and max(part.rows for part in found) <= largest
    total: Counter[str] = Counter()
    for part in found:
        total.update(part.counts)
        where = placed(part, np.random.default_rng(part.number))
        taken = [*where.blank, *(row for case in PAIRS for pair in where.pairs[case] for row in pair)]
        assert len(set(taken)) == len(taken) == part.counts["blank"] + 2 * sum(part.counts[case] for case in PAIRS)
        assert all(0 <= row < part.rows for row in taken)
        assert all(original < copy for case in PAIRS for original, copy in where.pairs[case])
    assert dict(total) == counts_of(responses, cases)


def test_no_part_repeats_another(rows: list[Row]) -> None:
    thirds = [
        [(*answers(row), row["comment_access"]) for row in rows[start : start + 600]] for start in (0, 667, 1_334)
    ]
    for one, other in ((0, 1), (1, 2)):
        assert sum(a == b for a, b in zip(thirds[one], thirds[other], strict=True)) < 100


@pytest.mark.parametrize("responses", [1, 2, 99, 100, 101, 250])
def test_any_number_of_rows_in_parts_of_a_hundred(responses: int, tmp_path: Path) -> None:
    done = made(write_small(tmp_path / "small"), responses, 1, tmp_path / "r.csv", largest_part=100)
    rows = rows_of(done.responses)
    assert len(rows) == responses
    assert rows[-1]["response_id"] == f"made-up-{responses:07}" or responses == 250
    received = receive(build(done.params / "small", PLAN))
    assert received.analysed == record_of(done)["analysed"]


def test_what_was_written_down_gives_the_same_file_again(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small")
    first = contents(made(folder, 400, 9, tmp_path / "r.csv"))
    said = json.loads(first["r.effects.json"])["settings"]
    # JSON is YAML too.
    (folder / "rehearsal.yaml").write_text(json.dumps(said), encoding="utf-8")
    assert contents(made(folder, 400, 9, tmp_path / "r.csv")) == first


# --- any questionnaire --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "folder",
    [PROJECT / "params" / "scotland-2016", PROJECT / "params" / "scotland-2023", THIRD],
    ids=lambda path: path.name,
)
def test_a_rehearsal_is_received_and_tabulated(folder: Path, tmp_path: Path) -> None:
    done = made(folder, 600, 2, tmp_path / "r.csv")
    parameters = build(done.params / folder.name, PLAN)
    received = receive(parameters)
    assert received.source_kind is SourceKind.MADE_UP
    assert {row.name: row.n for row in received.funnel} == {
        "received": 600,
        "blank": 6,
        "exact_duplicate": 6,
        "analysed": 588,
    }
    assert {cell.source_kind for cell in tabulate(parameters, received).cells} == {SourceKind.MADE_UP}


@pytest.mark.parametrize("seed", range(8))
def test_a_questionnaire_of_any_shape_is_rehearsed_without_a_word_said(seed: int, tmp_path: Path) -> None:
    folder = write_shape(tmp_path / f"shape_{seed}", seed)
    done = made(folder, 200, seed, tmp_path / "r.csv")
    received = receive(build(done.params / folder.name, PLAN))
    assert received.analysed == record_of(done)["analysed"] == 196
    for row in rows_of(done.responses):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_long_lists_of_options_are_drawn_too(tmp_path: Path) -> None:
    councils = "\n".join(f"      c{n}: {{label: Council {n}}}" for n in range(300))
    questions = "".join(
        f"  {name}:\n    kind: single\n    number: Q9\n    wording: Which council?\n    short: Council\n"
        f"    options:\n{councils}\n"
        for name in ("q2", "q3")
    )
    text = changed(QUESTIONNAIRE, "profile: [who]\n", f"{questions}profile: [who]\n").replace("[q1]", "[q1, q2, q3]")
    done = made(write_small(tmp_path / "small", questionnaire=text), 3_000, 1, tmp_path / "r.csv")
    chosen = {row["q2"] for row in rows_of(done.responses)}
    assert len(chosen) > 290 and "Council 299" in chosen


def test_a_column_beside_the_questions_gives_way_to_a_question(tmp_path: Path) -> None:
    text = changed(QUESTIONNAIRE, "    column: Want benches?\n", "    column: received\n")
    done = made(write_small(tmp_path / "small", questionnaire=text), 50, 1, tmp_path / "r.csv")
    header = list(rows_of(done.responses)[0])
    assert header[:3] == ["made_up", "response_id", "received_"] and "received" in header
    assert receive(build(done.params / "small", PLAN)).analysed == record_of(done)["analysed"]


def test_where_a_question_asks_for_the_channel_there_is_no_second_column(tmp_path: Path) -> None:
    done = made(PROJECT / "params" / "scotland-2023", 100, 1, tmp_path / "r.csv")
    header = list(rows_of(done.responses)[0])
    assert header.count("channel") == 1 and "channel_" not in header
    assert {row["channel"] for row in rows_of(done.responses)} == {"Online form", "Email", ""}
    assert record_of(done)["settings"]["channels"] == {}


# --- ready to run -------------------------------------------------------------------------------


def test_the_parameters_beside_it_are_the_consultations_own_but_for_the_data(tmp_path: Path) -> None:
    folder = write_tally(tmp_path / "small")
    text = "# Written by the clerk.\n" + (folder / "consultation.yaml").read_text(encoding="utf-8")
    (folder / "consultation.yaml").write_text(text, encoding="utf-8")
    (folder / "plan.yaml").write_bytes(PLAN.read_bytes())
    done = made(folder, 100, 4, tmp_path / "r.csv")
    ready = done.params / "small"
    assert sorted(path.name for path in ready.iterdir()) == ["consultation.yaml", "plan.yaml", "questionnaire.yaml"]
    for name in ("plan.yaml", "questionnaire.yaml"):
        assert (ready / name).read_bytes() == (folder / name).read_bytes()
    before, after = text.partition("data:")[0], text.partition("disclosure:")[2]
    assert (ready / "consultation.yaml").read_text(encoding="utf-8") == (
        "# Made up: written by 'findings rehearse', and written anew by the next one. Change the originals instead.\n"
        + before
        + "data:\n"
        "  reader: responses\n"
        "  file: ../../r.csv\n"
        "  id_column: response_id\n"
        "  ignored_columns:\n"
        "    - received\n"
        "    - channel\n"
        "    - comment_benches\n"
        "    - may_quote\n"
        "  never_read:\n"
        "    - email\n"
        "  source: Made-up responses, drawn from the questionnaire with the seed 4; nobody gave them\n"
        "disclosure:"
        + after.replace("The people and the park are made up.", "These responses are made up, and nobody is in them.")
    )
    (folder / "plan.yaml").unlink()
    made(folder, 100, 4, tmp_path / "r.csv")
    assert not (ready / "plan.yaml").exists()


def test_it_says_what_was_made_and_what_to_do_next(tmp_path: Path) -> None:
    done = made(write_small(tmp_path / "small"), 100, 4, tmp_path / "r.csv")
    where = tmp_path.as_posix()
    campaign = record_of(done)["cases"]["campaign"]
    assert done.told == (
        f"MADE-UP DATA: {where}/r.csv, 100 rows (1 blank, 1 exact duplicate, 1 near duplicate, 1 twice, 1 late, "
        f"{campaign} campaign)\n"
        f"What was put in: {where}/r.effects.json\n"
        f"Blank, copied, second and late responses: {where}/r.cases.csv\n"
        f"What two coders made of the comments: {where}/r.codings.csv\n"
        f"See the report: findings run small --params {where}/r_params --out {where}/r_outputs"
    )
    done = made(tmp_path / "small", 1, 4, tmp_path / "café & friends" / "r.csv")
    where = f"{where}/café & friends"
    assert done.told.splitlines()[-1] == (
        f'See the report: findings run small --params "{where}/r_params" --out "{where}/r_outputs"'
    )


def test_the_first_rows_are_a_midpoint(tmp_path: Path) -> None:
    # As an analyst makes it in a spreadsheet: the rows stand in the order in which they came; the later ones go.
    done = made(write_small(tmp_path / "small"), 200, 4, tmp_path / "r.csv")
    copies = {name for name, _ in cases_of(done)["exact_duplicate"]}
    days = [row["received"] for row in rows_of(done.responses) if row["response_id"] not in copies]
    assert days == sorted(days) and days[0] < days[-1]
    lines = done.responses.read_bytes().splitlines(keepends=True)
    done.responses.write_bytes(b"".join(lines[:101]))
    rows = rows_of(done.responses)
    received = receive(build(done.params / "small", PLAN))
    answering = {row["response_id"] for row in rows if row["Want benches?"]}
    assert len(rows) == 100 and received.analysed == len(answering)


# --- what is never replaced ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["r.csv", "r.cases.csv", "r.codings.csv", "r.effects.json", "r_params/small/questionnaire.yaml"]
)
def test_a_real_file_is_never_replaced(name: str, tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small")
    real = tmp_path / name
    real.parent.mkdir(parents=True, exist_ok=True)
    real.write_text("id,answer\n1,yes\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(ParameterError) as caught:
        made(folder, 10, 1, tmp_path / "r.csv")
    assert str(caught.value) == (
        f"{real.as_posix()}: a file that was not made up stands here, and is not replaced\n"
        "  do:      Name another file with --out, or move this one away."
    )
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def refused(folder: Path, out: Path) -> str:
    with pytest.raises(ParameterError) as caught:
        made(folder, 10, 1, out)
    return str(caught.value)


def test_a_folder_and_a_file_in_each_others_place_are_told(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small")
    do = "  do:      Name another file with --out, or move this one away."
    (tmp_path / "d.csv").mkdir()
    assert refused(folder, tmp_path / "d.csv") == (
        f"{(tmp_path / 'd.csv').as_posix()}: a folder where a file is to be written\n{do}"
    )
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert refused(folder, tmp_path / "mine.txt" / "deep" / "r.csv") == (
        f"{(tmp_path / 'mine.txt').as_posix()}: a file where a folder is needed\n{do}"
    )
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_another_program_keeps_is_told_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_small(tmp_path / "small")
    done = made(folder, 10, 1, tmp_path / "r.csv")
    before = contents(done)
    usual = Path.open

    def held(path: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if path == done.cases and mode == "r+b":
            raise PermissionError(13, "Permission denied")
        return usual(path, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", held)
    assert refused(folder, tmp_path / "r.csv") == (
        f"{done.cases.as_posix()}: the file cannot be written\n"
        "  do:      Close it if another program has it open, or name another file with --out."
    )
    assert contents(done) == before


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_small(tmp_path / "small")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", denied)
    assert refused(folder, tmp_path / "r.csv") == (
        f"{(tmp_path / 'r_params' / 'small').as_posix()}: nothing can be written into this folder\n"
        "  found:   Permission denied\n"
        "  do:      Name a file in a folder of yours with --out."
    )
    assert not list(tmp_path.glob("r.*"))


def test_a_made_up_file_is_replaced(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small")
    made(folder, 10, 1, tmp_path / "r.csv")
    assert len(rows_of(made(folder, 20, 2, tmp_path / "r.csv").responses)) == 20


def test_what_breaks_on_the_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_small(tmp_path / "small")
    before = contents(made(folder, 10, 1, tmp_path / "r.csv"))

    def broken(*_: object) -> str:
        raise OSError("the disk is full")

    monkeypatch.setattr(rehearsing, "record", broken)
    with pytest.raises(OSError, match="the disk is full"):
        made(folder, 20, 1, tmp_path / "r.csv")
    assert {
        path.name: path.read_bytes()
        for path in tmp_path.rglob("*.*")
        if path.is_file() and "small" not in path.parts[-2:-1]
    } == {name: content for name, content in before.items() if not name.endswith("yaml")}
    assert not list(tmp_path.rglob("*.part"))


# --- what may not be said -----------------------------------------------------------------------

SAID = """\
shares:
  who: {person: 0.75, body: 0.25}
effects:
  - {question: q1, option: "yes", given: who, answer: body, log_odds: 0.7}
left_out:
  q1: 0.1
channels:
  online: {share: 1.0}
campaigns:
  leaflet: {share: 0.1, section: benches, answers: {q1: "no"}}
cases:
  late: 0.02
"""

# What stands in the file -> what a careless hand makes of it, what the message points at, and the message.
BAD_SETTINGS: dict[str, tuple[str, str, str, str]] = {
    "an unknown question": (
        "  who: {p",
        "  whom: {p",
        "{person",
        "(shares.whom): an unknown question\n  found:   whom\n  allowed: who, q1\n  do:      Did you mean 'who'?",
    ),
    "an unknown option": (
        "body: 0.25",
        "bodies: 0.25",
        "0.25",
        "(shares.who.bodies): an unknown option\n"
        "  found:   bodies\n"
        "  allowed: person, body\n"
        "  do:      Did you mean 'body'?",
    ),
    "shares that do not add up": (
        "0.25",
        "0.35",
        "{person",
        "(shares.who): shares that do not add up to 1\n  found:   1.100\n  allowed: 1\n  do:      Correct one of them.",
    ),
    "a share of a truth value": (
        "0.75",
        "true",
        "true",
        "(shares.who.person): not a number\n  found:   True\n  allowed: a number\n"
        "  do:      Write it with a point, without quotes: half is 0.5.",
    ),
    "a share above one": (
        "0.75",
        "1.75",
        "1.75",
        "(shares.who.person): a number that is too large\n  found:   1.75\n  allowed: 1.0 or less",
    ),
    "an effect on an unknown question": (
        "question: q1",
        "question: q2",
        "q2",
        "(effects.0.question): an unknown question\n  found:   q2\n  allowed: who, q1",
    ),
    "an effect of an unknown answer": (
        "answer: body",
        "answer: group",
        "group",
        "(effects.0.answer): an unknown option\n  found:   group\n  allowed: person, body",
    ),
    "an effect on itself": (
        "given: who, answer: body",
        'given: q1, answer: "no"',
        "- {question",
        "(effects): questions that depend on each other in a circle\n"
        "  found:   q1 -> q1\n"
        "  do:      Let effects run from earlier questions to later ones.",
    ),
    "the other end of no scale": (
        'option: "yes",',
        'option: "yes", against: "no",',
        '"no", given',
        "(effects.0.against): 'against' at a question that is not a scale\n"
        "  found:   no\n"
        "  do:      Take it out: the option then moves against all others.",
    ),
    "a question left out that is none": (
        "  q1: 0.1",
        "  q7: 0.1",
        "0.1\nchannels",
        "(left_out.q7): an unknown question\n  found:   q7\n  allowed: who, q1",
    ),
    "all leave it out": (
        "q1: 0.1",
        "q1: 0.99",
        "0.99",
        "(left_out.q1): a number that is too large\n  found:   0.99\n  allowed: 0.9 or less",
    ),
    "channels that do not add up": (
        "online: {share: 1.0}",
        "online: {share: 0.5}",
        "online",
        "(channels): shares that do not add up to 1\n  found:   0.500\n  allowed: 1\n  do:      Correct one of them.",
    ),
    "a channel without a name": (
        "online",
        '"=1+1"',
        "{share: 1.0",
        "(channels.=1+1): not a name: names are small letters, digits and _, and begin with a letter\n"
        "  found:   =1+1\n"
        "  do:      Choose another name for the channel.",
    ),
    "a campaign on an unknown section": (
        "section: benches",
        "section: bench",
        "bench,",
        "(campaigns.leaflet.section): an unknown section\n"
        "  found:   bench\n"
        "  allowed: benches\n"
        "  do:      Did you mean 'benches'?",
    ),
    "a campaign about another question": (
        '{q1: "no"}',
        "{who: body}",
        "body}}",
        "(campaigns.leaflet.answers.who): an unknown question of the section benches\n  found:   who\n  allowed: q1",
    ),
    "cases that leave no room": (
        "  late: 0.02",
        "  twice: 0.2\n  near_duplicate: 0.1",
        "twice",
        "(cases): cases that leave too few ordinary responses\n"
        "  found:   0.63 of the rows\n"
        "  allowed: 0.50 or less: blank, and twice each of exact_duplicate, near_duplicate and twice\n"
        "  do:      Make them rarer.",
    ),
    "an unknown key": (
        "cases:",
        "case:",
        "late",
        "(case): an unknown key\n"
        "  found:   case\n"
        "  allowed: population, shares, effects, left_out, also_asked, channels, campaigns, cases, comments, "
        "may_quote, both_coded, coders_disagree\n"
        "  do:      Did you mean 'cases'?",
    ),
    "a population and shares of one question": (
        "effects:",
        "population:\n  who: {person: 9, body: 1}\neffects:",
        "{person: 9",
        "(population.who): a question with shares and a population\n  found:   who\n  do:      Keep one of them.",
    ),
    "a population of another question": (
        "effects:",
        "population:\n  whom: {person: 9, body: 1}\neffects:",
        "{person: 9",
        "(population.whom): an unknown question\n  found:   whom\n  allowed: who, q1\n  do:      Did you mean 'who'?",
    ),
    "a population with an unknown answer": (
        "shares:\n  who: {person: 0.75, body: 0.25}",
        "population:\n  who: {person: 9, bodies: 1}",
        "1}\neffects",
        "(population.who.bodies): an unknown option\n"
        "  found:   bodies\n"
        "  allowed: person, body\n"
        "  do:      Did you mean 'body'?",
    ),
    "a population that leaves somebody out": (
        "shares:\n  who: {person: 0.75, body: 0.25}",
        "population:\n  who: {person: 9}",
        "{person: 9",
        "(population.who): answers without a number of people\n"
        "  found:   body\n"
        "  do:      Give each answer a number of people; 0 if there is nobody.",
    ),
    "a population without people": (
        "shares:\n  who: {person: 0.75, body: 0.25}",
        "population:\n  who: {person: 0, body: 0}",
        "{person: 0",
        "(population.who): a population without people\n"
        "  found:   0\n"
        "  allowed: more than 0\n"
        "  do:      Give each answer its number of people.",
    ),
    "an option without a share": (
        "person: 0.75, body: 0.25",
        "body: 0.25",
        "{body: 0.25",
        "(shares.who): options without a share\n"
        "  found:   person\n"
        "  do:      Give each option a share; 0 if nobody chooses it.",
    ),
}


def test_a_population_is_who_answers(tmp_path: Path) -> None:
    text = changed(
        QUESTIONNAIRE,
        "profile: [who]\n",
        """\
  age:
    kind: single
    number: P2
    wording: How old are you?
    short: Age
    options:
      young: {label: Young}
      old: {label: Old}
      no_say: {label: Prefer not to say, kind: prefer_not_to_say}
profile: [who, age]
""",
    )
    folder = write_small(tmp_path / "small", questionnaire=text)
    said = "population:\n  age: {young: 1371600, old: 4108300}\nleft_out: {age: 0}\ncampaigns: {}\neffects: []\n"
    (folder / "rehearsal.yaml").write_text(said, encoding="utf-8")
    done = made(folder, 4_000, 1, tmp_path / "r.csv")
    settings = record_of(done)["settings"]
    # 1,371,600 of 5,479,900 people; nobody prefers not to say. What is written down can be copied back as it is.
    assert settings["population"] == {}
    assert settings["shares"]["age"] == pytest.approx({"young": 0.2502965, "old": 0.7497035, "no_say": 0}, abs=1e-7)
    ages = [row["age"] for row in rows_of(done.responses) if row["age"]]
    assert set(ages) == {"Young", "Old"}
    # Five standard errors of 4,000.
    assert ages.count("Young") / len(ages) == pytest.approx(0.2503, abs=0.035)


@pytest.mark.parametrize("case", BAD_SETTINGS)
def test_bad_settings_are_told_with_their_place(case: str, tmp_path: Path) -> None:
    old, new, at, message = BAD_SETTINGS[case]
    folder = write_small(tmp_path / "small")
    (folder / "rehearsal.yaml").write_text(SAID, encoding="utf-8")
    build(folder, PLAN)
    text = changed(SAID, old, new)
    (folder / "rehearsal.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        build(folder, PLAN)
    assert caught.value.exit_code is ExitCode.PARAMETERS
    assert str(caught.value) == f"small/rehearsal.yaml, {place(text, at)} {message}"


def refusal(parameters: Callable[[], Parameters], responses: int, seed: int, out: Path) -> str:
    with pytest.raises(ParameterError) as caught:
        rehearse(parameters(), responses, seed, out)
    return str(caught.value)


def test_impossible_requests_are_told(tmp_path: Path) -> None:
    folder = write_small(tmp_path / "small")

    def small() -> Parameters:
        return build(folder, PLAN)

    assert refusal(small, 0, -1, tmp_path / "r.csv") == (
        "--responses: a rehearsal without responses\n  found:   0\n  allowed: 1 or more\n"
        "  do:      Ask for at least one.\n"
        "--seed: a seed below nought\n  found:   -1\n  allowed: 0 or more"
    )
    (tmp_path / "there").mkdir()
    there = (tmp_path / "there").as_posix()
    for name, do in {
        "r.xlsx": "r.csv", "survey": "survey.csv", ".csv": "rehearsal.csv", "there": f"{there}/rehearsal.csv",
    }.items():  # fmt: skip
        assert refusal(small, 1, 1, tmp_path / name) == (
            f"--out: a file that is not named as CSV\n  found:   {name}\n  allowed: a name that ends in .csv\n"
            f"  do:      Write {do}."
        )
    (folder / "questionnaire.yaml").write_text(
        changed(QUESTIONNAIRE, "column: Want benches?", "column: made_up"), encoding="utf-8"
    )
    assert refusal(small, 1, 1, tmp_path / "r.csv") == (
        "questionnaire.yaml (questions.q1): its column is that of the mark of made-up data too\n  found:   made_up\n"
        "  do:      Give the question another 'column'."
    )
    text = changed(QUESTIONNAIRE, "    column: Want benches?\n", "    asked_if: {who: [body]}\n")
    (folder / "questionnaire.yaml").write_text(text, encoding="utf-8")
    (folder / "rehearsal.yaml").write_text("shares: {who: {person: 1, body: 0}}\ncampaigns: {}\n", encoding="utf-8")
    assert refusal(small, 1, 1, tmp_path / "r.csv") == (
        "small/rehearsal.yaml: almost nobody would answer a question of the report\n"
        "  found:   1.000 of the responses would be blank\n  allowed: 0.9 or less\n"
        "  do:      Correct 'left_out', or the shares of the questions that others are asked after."
    )
    assert not (tmp_path / "r.csv").exists()


def test_a_questionnaire_without_options_is_told_of(tmp_path: Path) -> None:
    text = (
        QUESTIONNAIRE.partition('    options:\n      "yes"')[0]
        + "profile: [who]\n"
        + QUESTIONNAIRE.partition("profile: [who]\n")[2]
    )
    folder = write_small(tmp_path / "small", questionnaire=text)
    assert refusal(lambda: build(folder, PLAN), 10, 1, tmp_path / "r.csv") == (
        f"small/questionnaire.yaml, {place(text, 'kind: single' + chr(10) + '    number: Q1')} (questions.q1): "
        "a question has either 'options' or 'scale'\n  found:   neither\n"
        "  do:      Add 'options:', or 'scale:' with a scale's name."
    )


# --- the page -----------------------------------------------------------------------------------


def test_the_example_on_the_page_is_rehearsed(tmp_path: Path) -> None:
    docs = PROJECT / "docs"
    setting_up = re.findall(
        r"```(?:csv|yaml)\n(.*?)```", (docs / "set_up_a_consultation.md").read_text(encoding="utf-8"), re.S
    )
    (said,) = re.findall(r"```yaml\n(.*?)```", (docs / "rehearsal.md").read_text(encoding="utf-8"), re.S)
    folder = tmp_path / "example"
    folder.mkdir()
    names = ("data.csv", "consultation.yaml", "questionnaire.yaml", "rehearsal.yaml")
    for name, text in zip(names, [*setting_up, said], strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    done = made(folder, 1_000, 1, tmp_path / "rehearsal.csv")
    record = record_of(done)
    # What was said is what was done.
    plain = YAML(typ="safe").load(said)
    assert {key: record["settings"][key] for key in ("comments", "may_quote", "both_coded", "coders_disagree")} == {
        key: plain[key] for key in ("comments", "may_quote", "both_coded", "coders_disagree")
    }
    assert record["cases"]["late"] == pytest.approx(20, abs=1)
    respondents, hub = record["effects"]
    assert (respondents["log_odds"], hub["log_odds"]) == (0.7, -1.1)
    # Nothing else moves the hub but the campaign, which pulls both groups alike towards one answer.
    assert 0.5 < respondents["shown_log_odds"] < 0.7
    # A fifth leave 'travel' out, on paper twice as many; who leaves the hub out too is blank and not analysed.
    left_out = record["settings"]["left_out"]["hub"]
    channels = ((0.9, 0.2, left_out), (0.1, 0.4, 2 * left_out))
    only_travel = sum(share * travel * (1 - hub) for share, travel, hub in channels)
    analysed = sum(share * (1 - travel * hub) for share, travel, hub in channels)
    assert record["expected"]["travel"]["all"]["not_answered"] == pytest.approx(only_travel / analysed, abs=1e-8)
    files = set(re.findall(r"^\| `(rehearsal[^`]*)` \|", (docs / "rehearsal.md").read_text(encoding="utf-8"), re.M))
    assert files == {
        done.responses.name, done.effects.name, done.cases.name, done.codings.name, f"{done.params.name}/NAME/",
    }  # fmt: skip
    assert receive(build(done.params / "example", PLAN)).analysed == record["analysed"]
