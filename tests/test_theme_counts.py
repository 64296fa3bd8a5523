"""Themes are counted like any answer: each number is worked out again from the rows that the consultation was made of.

Nothing here reads what the project made of a coding: respondents and codes come from `coded`, and are added up plainly.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from coded import CODEFRAME, CONSULTATION, RESPONDENTS, as_csv, codings, respondent
from coded_run import coded_parameters, counted_into
from findings.consultation.build import Parameters
from findings.consultation.counted_codes import MOST_TOGETHER
from findings.disclosure import release
from findings.errors import ParameterError
from findings.evidence.cell import Cell
from findings.freetext.columns import union
from findings.intake.received import Received
from findings.tabulation import tabulate

PARTS = {"travel": ("travel", "parking", "buses")}
HIDE = "disclosure: {profile: threshold, threshold: 10}"
SHOW = "disclosure: {profile: none, reason: A test.}"


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Cell]:
    folder = tmp_path_factory.mktemp("counted")
    parameters = coded_parameters(folder)
    counted_into(parameters, folder / "restricted", folder / "store")
    from findings.evidence.cell import from_csv

    text = (folder / "store" / "evidence.csv").read_text(encoding="utf-8")
    return {cell.cell: cell for cell in from_csv(text)}


@cache
def given(question: str) -> dict[int, frozenset[str]]:
    """Place of a respondent -> the codes that Ann, the first coder, gave; none where nobody coded the comment."""
    found: dict[int, set[str]] = {
        place: set() for place in range(RESPONDENTS) if respondent(place).get(question, "").strip()
    }
    for row in codings():
        if row["question"] == question and row["coder"] == "Ann":
            found[int(row["response_id"][1:])].add(row["code"])
    return {place: frozenset(codes or {"to_code"}) for place, codes in found.items()}


def percent(n: int, base: int) -> str:
    return str((Decimal(100 * n) / base).quantize(Decimal(1), ROUND_HALF_UP))


def in_group(breakdown: str, level: str) -> list[int]:
    return [place for place in range(RESPONDENTS) if not breakdown or respondent(place)[breakdown] == level]


GROUPS = [
    ("", ""),
    ("area", "town"),
    ("area", "villages"),
    ("respondent_type", "individual"),
    ("respondent_type", "organisation"),
]


@pytest.mark.parametrize(("breakdown", "level"), GROUPS)
@pytest.mark.parametrize("question", ["hub_why", "hours_why", "hours_else"])
def test_themes_stand_of_those_who_commented_and_of_all_in_every_group(
    counted: Mapping[str, Cell], question: str, breakdown: str, level: str
) -> None:
    table = f"{question}_themes" + (f".by.{breakdown}" if breakdown else "")
    at = f"@{level}" if level else ""
    people = in_group(breakdown, level)
    said = {place: codes for place, codes in given(question).items() if place in people}
    assert counted[f"{table}#base{at}"].value == str(len(said))
    assert counted[f"{table}#base_asked{at}"].value == str(len(people))
    wanted = {"travel", "parking", "buses", "waiting", "staffing", "cost", "outside", "no_content", "to_code"}
    for theme in wanted:
        n = sum(theme in codes for codes in said.values())
        cell = counted[f"{table}#{theme}{at}"]
        assert (cell.value, cell.unit) == (str(n), "responses")
        of_base = counted[f"{table}#{theme}{at}!percent"]
        of_all = counted[f"{table}#{theme}{at}!percent_of_asked"]
        assert of_base.value == (percent(n, len(said)) if said else "")
        assert of_all.value == percent(n, len(people))
        assert (of_base.base_cell, of_all.base_cell) == (f"{table}#base{at}", f"{table}#base_asked{at}")
        assert (of_base.base_kind, of_all.base_kind) == ("answered", "asked")


@pytest.mark.parametrize(("breakdown", "level"), GROUPS)
def test_a_whole_theme_counts_a_respondent_once_and_its_mentions_every_code(
    counted: Mapping[str, Cell], breakdown: str, level: str
) -> None:
    table = "hub_why_themes" + (f".by.{breakdown}" if breakdown else "")
    at = f"@{level}" if level else ""
    said = [codes for place, codes in given("hub_why").items() if place in in_group(breakdown, level)]
    once = sum(bool(codes & set(PARTS["travel"])) for codes in said)
    each = sum(len(codes & set(PARTS["travel"])) for codes in said)
    assert counted[f"{table}#net_travel{at}"].value == str(once)
    assert counted[f"{table}#net_travel{at}!mentions"].value == str(each)
    themes = {"travel", "parking", "buses", "waiting", "staffing", "cost"}
    assert counted[f"{table}#net_any_theme{at}"].value == str(sum(bool(codes & themes) for codes in said))
    assert counted[f"{table}#net_any_theme{at}!mentions"].value == str(sum(len(codes & themes) for codes in said))


def test_a_section_counts_a_respondent_once_however_often_a_theme_was_named(counted: Mapping[str, Cell]) -> None:
    why, other = given("hours_why"), given("hours_else")
    both = set(why) | set(other)
    staffing = {place for place in both if "staffing" in why.get(place, ()) or "staffing" in other.get(place, ())}
    assert counted["hours_themes#base"].value == str(len(both))
    assert counted["hours_themes#staffing"].value == str(len(staffing))
    parts = [counted[f"{name}_themes#staffing"].number for name in ("hours_why", "hours_else")]
    assert max(parts) <= len(staffing) < sum(parts)
    # A comment that nobody coded is told only where its writer said nothing else that was coded.
    to_code = [place for place in both if why.get(place, {"to_code"}) == other.get(place, {"to_code"}) == {"to_code"}]
    assert counted["hours_themes#to_code"].value == str(len(to_code))


def test_sentiment_is_counted_only_where_a_coder_said_so(counted: Mapping[str, Cell]) -> None:
    speaks = Counter("negative" if place % 2 else "positive" for place in given("hub_why"))
    assert counted["hub_why_sentiment#negative"].value == str(speaks["negative"])
    assert counted["hub_why_sentiment#positive"].value == str(speaks["positive"])
    assert counted["hub_why_sentiment#base"].value == str(speaks.total())
    assert counted["hours_why_sentiment#base"].value == "0"
    assert counted["hours_why_sentiment#negative!percent"].status == "[z]"


def test_pairs_are_of_whole_themes_and_of_all_respondents_only(counted: Mapping[str, Cell]) -> None:
    whole = dict.fromkeys(PARTS["travel"], "travel")
    pairs: Counter[str] = Counter()
    for codes in given("hub_why").values():
        named = {whole.get(code, code) for code in codes} & {"travel", "waiting", "staffing", "cost"}
        order = [theme for theme in ("travel", "waiting", "staffing", "cost") if theme in named]
        pairs.update(f"{one}_with_{other}" for one, other in itertools.combinations(order, 2))
    found = {
        cell.option: cell.number
        for cell in counted.values()
        if cell.question == "hub_why_together" and cell.measure == "count" and "_with_" in cell.option
        if not cell.option.startswith("not_")
    }
    assert len(found) == 6
    assert {option: n for option, n in found.items() if n} == dict(pairs)
    tables = {cell.table for cell in counted.values() if cell.question.endswith("_together")}
    assert tables == {"hub_why_together", "hours_why_together", "hours_else_together"}


def test_principles_count_whoever_gave_any_of_their_themes(counted: Mapping[str, Cell]) -> None:
    said = given("hub_why").values()
    assert counted["hub_why_principles#near"].value == str(
        sum(bool(codes & {"travel", "parking", "buses"}) for codes in said)
    )
    assert counted["hub_why_principles#soon"].value == str(sum(bool(codes & {"waiting", "staffing"}) for codes in said))


def test_letters_and_events_are_counted_apart_in_their_own_units(counted: Mapping[str, Cell]) -> None:
    letters = counted["letters_themes#travel"]
    assert (letters.value, letters.unit, letters.base_kind) == ("1", "letters", "answered")
    assert counted["letters_themes#net_travel"].value == "2"
    assert counted["letters_themes#travel!percent"].value == "50"
    assert counted["letters_themes#base"].value == "2"
    events = counted["events_themes#waiting"]
    assert (events.value, events.unit) == ("1", "events")
    assert counted["events_themes#to_code"].value == "1"
    people = counted["events_people#people"]
    assert (people.value, people.unit, people.origins) == ("31", "people", ("events_people#known",))
    assert (counted["events_people#known"].value, counted["events_people#unknown"].value) == ("1", "1")
    assert "letters_people#base" not in counted
    tables = {cell.table for cell in counted.values() if cell.question.startswith(("letters", "events"))}
    assert tables == {"letters_themes", "events_themes", "events_people"}


def test_every_comment_received_is_accounted_for(counted: Mapping[str, Cell]) -> None:
    for question in ("hub_why", "hours_why", "hours_else"):
        table = f"{question}_themes"
        said = given(question).values()
        themes = {"travel", "parking", "buses", "waiting", "staffing", "cost"}
        only_outside = sum(codes == {"outside"} for codes in said)
        parts = [counted[f"{table}#{code}"].number for code in ("no_content", "set_aside", "to_code")]
        assert counted[f"{table}#net_any_theme"].number + only_outside + sum(parts) == counted[f"{table}#base"].number
        assert counted[f"{table}#base"].value == counted[f"{question}#answered"].value
        assert sum(bool(codes & themes) for codes in said) == counted[f"{table}#net_any_theme"].number


def test_more_whole_themes_than_pairs_can_be_read_of_are_refused(tmp_path: Path) -> None:
    def many(own: Path) -> None:
        themes = "".join(f"      more_{n}: {{label: More {n}}}\n" for n in range(10))
        text = (own / "codeframe.yaml").read_text(encoding="utf-8")
        text = text.replace("    history:\n", f"{themes}    history:\n", 1)
        (own / "codeframe.yaml").write_text(text, encoding="utf-8", newline="\n")

    with pytest.raises(ParameterError) as refused:
        coded_parameters(tmp_path, many)
    (problem,) = refused.value.problems
    assert problem.what == "14 whole themes make 91 pairs"
    assert problem.allowed == f"pairs of at most {MOST_TOGETHER} whole themes"
    assert problem.do == "Name in 'together_of' the whole themes of which pairs are counted."

    def named(own: Path) -> None:
        many(own)
        text = (own / "codeframe.yaml").read_text(encoding="utf-8")
        text = text.replace("    together: true\n", "    together: true\n    together_of: [waiting, cost, more_3]\n", 1)
        (own / "codeframe.yaml").write_text(text, encoding="utf-8", newline="\n")

    asked = coded_parameters(tmp_path / "named", named).counting.questions["hub_why_together"]
    assert list(asked.options) == ["waiting_with_cost", "waiting_with_more_3", "cost_with_more_3", "fewer"]


# --- what is hidden -------------------------------------------------------------------------------


def hidden(own: Path) -> None:
    text = CONSULTATION.replace(SHOW, HIDE).lstrip("\n")
    assert HIDE in text
    (own / "consultation.yaml").write_text(text, encoding="utf-8", newline="\n")


def with_threshold(threshold: int) -> Callable[[Path], None]:
    def change(own: Path) -> None:
        text = CONSULTATION.replace(SHOW, f"disclosure: {{profile: threshold, threshold: {threshold}}}")
        (own / "consultation.yaml").write_text(text.lstrip("\n"), encoding="utf-8", newline="\n")
        frame = CODEFRAME.replace("sentiment: true", "sentiment: false").replace("together: true", "together: false")
        (own / "codeframe.yaml").write_text(frame.lstrip("\n"), encoding="utf-8", newline="\n")

    return change


SILENT, YES, NO = "not_answered", "cost", "no_content"
KINDS = list(itertools.product((SILENT, YES, NO), repeat=2))
"""What one respondent may say of the theme in answer to the two questions of the section."""


def counts_of_kinds() -> dict[str, np.ndarray]:
    """Count -> for each kind of respondent whether it counts: written down from what the counts mean."""
    found: dict[str, list[bool]] = {}
    for why, other in KINDS:
        said = {"hours_why": why, "hours_else": other}
        for name, own in said.items():
            found.setdefault(f"{name}_themes#cost", []).append(own == YES)
            found.setdefault(f"{name}_themes#not_cost", []).append(own == NO)
            found.setdefault(f"{name}_themes#base", []).append(own != SILENT)
        found.setdefault("hours_themes#cost", []).append(YES in (why, other))
        found.setdefault("hours_themes#not_cost", []).append(YES not in (why, other) and NO in (why, other))
        found.setdefault("hours_themes#base", []).append({why, other} != {SILENT})
    # Nobody said anything else, as the table shows; so these are the same counts under other names.
    for name in ("hours_why", "hours_else", "hours"):
        for same, own in (("net_any_theme", "cost"), ("no_content", "not_cost")):
            found[f"{name}_themes#{same}"] = found[f"{name}_themes#{own}"]
        for same, own in (("not_net_any_theme", "not_cost"), ("not_no_content", "cost")):
            found[f"{name}_themes#{same}"] = found[f"{name}_themes#{own}"]
    return {name: np.array(counts, dtype=np.int64) for name, counts in found.items()}


@cache
def every_data_set(respondents: int) -> np.ndarray:
    """Every way in which so many respondents may be of the nine kinds: a row each."""
    bars = np.array(list(itertools.combinations(range(respondents + 8), 8)), dtype=np.int64)
    ends = np.hstack([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), respondents + 8)])
    return np.diff(ends, axis=1) - 1


def released(
    parameters: Parameters, received: Received, people: Iterable[tuple[str, str]], *, bound: bool = True
) -> dict[str, Cell]:
    """The released cells where these people answered the section's two questions, and nothing else."""
    rows = list(people)
    assert received.responses is not None
    frame = received.responses.iloc[: len(rows)].reset_index(drop=True).copy()
    for name in frame.columns:
        if name.startswith(("hours_", "hub_why")):
            frame[name] = pd.Categorical(["not_answered"] * len(rows))
    frame["hours_why_themes"] = pd.Categorical([why for why, _ in rows])
    frame["hours_else_themes"] = pd.Categorical([other for _, other in rows])
    frame["hours_themes"] = pd.Categorical([union(pair) for pair in rows])
    for place, name in enumerate(("hours_why", "hours_else")):
        answers = [SILENT if pair[place] == SILENT else "answered" for pair in rows]
        frame[name] = pd.Categorical(answers, categories=[SILENT, "answered"])
        # No principle stands for this theme.
        none = [SILENT if answer == SILENT else "no_principle" for answer in answers]
        frame[f"{name}_principles"] = pd.Categorical(none, categories=[SILENT, "no_principle"])
    counted = tabulate(parameters, dataclasses.replace(received, responses=frame))
    profile = parameters.consultation.disclosure
    bounds = counted.bounds if bound else ()
    return {cell.cell: cell for cell in release(counted.cells, counted.relations, profile, bounds).cells}


@pytest.fixture(scope="module")
def small_profile(tmp_path_factory: pytest.TempPathFactory) -> tuple[Parameters, Received]:
    from findings.freetext import code
    from findings.intake import receive

    parameters = coded_parameters(tmp_path_factory.mktemp("small"), with_threshold(3))
    only = parameters.plan.model_copy(update={"tables": ("hours_themes",)})
    parameters = dataclasses.replace(parameters, plan=only)
    received = receive(parameters)
    return parameters, code(parameters, received).received


def found_again(cells: Mapping[str, Cell], rows: list[tuple[str, str]], threshold: int) -> dict[str, list[int]]:
    """Hidden small count -> the numbers that it can be, where these are fewer than two: every data set is tried."""
    means = counts_of_kinds()
    kinds = [KINDS.index(row) for row in rows]
    truth = {name: int(counts[kinds].sum()) for name, counts in means.items()}
    assert all(cells[name].number == n for name, n in truth.items() if cells[name].visible)
    possible = every_data_set(len(rows))
    for name, counts in means.items():
        if cells[name].visible:
            possible = possible[possible @ counts == truth[name]]
    small = [name for name in means if not cells[name].visible and 0 < truth[name] < threshold]
    left = {name: np.unique(possible @ means[name]).tolist() for name in small}
    return {name: numbers for name, numbers in left.items() if len(numbers) < 2}


@pytest.mark.parametrize("seed", [*range(8), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(8, 60))])
def test_no_small_count_of_a_theme_follows_from_the_section_or_from_its_questions(
    small_profile: tuple[Parameters, Received], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    kinds = rng.choice(len(KINDS), size=9, p=rng.dirichlet(np.full(len(KINDS), 0.5)))
    rows = [KINDS[kind] for kind in kinds]
    assert found_again(released(*small_profile, rows), rows, 3) == {}


def test_a_small_count_would_follow_without_what_is_at_most_something_else(
    small_profile: tuple[Parameters, Received],
) -> None:
    """The planted case: all that is said stands in one answer, so the section's count is that answer's."""
    rows = [(YES, SILENT)] * 5 + [(YES, NO)] * 2 + [(SILENT, NO)] * 2
    unbound = released(*small_profile, rows, bound=False)
    names = ("not_cost", "no_content", "not_net_any_theme")
    assert found_again(unbound, rows, 3) == {f"hours_themes#{name}": [2] for name in names}
    assert found_again(released(*small_profile, rows), rows, 3) == {}


def test_hidden_numbers_leave_no_trace_in_what_is_released(tmp_path: Path) -> None:
    """Two inputs that differ only in hidden cells, small ones that stay small, give the same store to the byte."""

    def stored(name: str, other: Mapping[str, str]) -> tuple[dict[str, bytes], str]:
        def change(own: Path) -> None:
            hidden(own)
            rows = [{**row, "code": other.get(row["response_id"], row["code"])} for row in hub_codes()]
            frame = (own / "codeframe.yaml").read_text(encoding="utf-8")
            frame = frame.replace('permission: may_quote, allowed_by: ["yes"], ', "")
            (own / "codeframe.yaml").write_text(frame, encoding="utf-8", newline="\n")
            (own / "kept/codings/team.csv").write_text(as_csv(rows), encoding="utf-8", newline="\n")

        parameters = coded_parameters(tmp_path / name, change)
        counted_into(parameters, tmp_path / name / "restricted", tmp_path / name / "store")
        files = {path.name: path.read_bytes() for path in sorted((tmp_path / name / "store").iterdir())}
        return files, (tmp_path / name / "restricted" / "responses.csv").read_text(encoding="utf-8")

    one, first = stored("one", {})
    # One organisation more speaks of staffing and one fewer of buses, and of individuals of the same area the reverse.
    two, second = stored("two", {"r8": "staffing", "r10": "buses"})
    assert first != second
    assert one == two


def hub_codes() -> list[dict[str, str]]:
    """Codings of the hub alone, by one coder; two themes are small, and swap a respondent of one group."""
    return [row for row in codings() if row["question"] == "hub_why" and row["coder"] == "Ann"]
