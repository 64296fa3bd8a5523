"""`findings compare`: what is planted between two runs must come out as the cause, cell by cell and in words.

The expected cells are found by comparing the two `evidence.csv` line by line; expected numbers are counted by hand
from the twenty-four responses of `made_run`.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import itertools
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crops import CHROMIUM, Box, differing, pieces, rendered, unmarked, whole
from crops import Page as Rendered
from findings.audit.compare import compare
from findings.audit.compare import mark as mark_module
from findings.audit.compare.comparison import Comparison, compare_runs
from findings.audit.compare.inputs import Factor, compare_inputs
from findings.audit.compare.known import known_sums, terms_of
from findings.audit.compare.mark import OPACITY
from findings.audit.compare.revealed import Way, revealed
from findings.audit.compare.side import Made as MadeWith
from findings.audit.compare.side import Side, read_side
from findings.audit.compare.sources import SourceDifference
from findings.audit.lineage import Lineage
from findings.consultation.madeup import MARK
from findings.consultation.names import parse_cell
from findings.errors import ExitCode, FindingsError, ParameterError, VerificationFailed
from findings.evidence.cell import Cell, SourceKind, Status
from findings.evidence.mark import COLOUR
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run
from findings.tabulation import table as tabulated
from made_run import CONSULTATION, QUESTIONNAIRE, ROWS, Made, data_of, make_run, rows
from small_consultation import QUESTIONNAIRE as BENCHES
from small_consultation import TALLY as BENCHES_TALLY
from small_consultation import TALLY_CONSULTATION, changed

PROJECT = Path(__file__).resolve().parents[1]
COLUMNS_OF_A_VALUE = ("value", "unit", "digits", "status", "base_cell", "from", "low", "high")


class Runs:
    """Runs by what they are made from, each made once for all tests of this file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made: dict[Made, Path] = {}

    def of(self, made: Made) -> Path:
        if made not in self.made:
            self.made[made] = make_run(self.folder / str(len(self.made)), made)
        return self.made[made]

    @property
    def plain(self) -> Path:
        """The first run of most comparisons."""
        return self.of(Made())


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    return Runs(tmp_path_factory.mktemp("runs"))


def evidence_of(run: Path) -> dict[str, dict[str, str]]:
    with (run / "public" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        return {row["cell"]: row for row in csv.DictReader(file)}


def cells_that_differ(first: Path, second: Path) -> set[str]:
    """By the lines of both files: another way than that of the package."""
    one, other = evidence_of(first), evidence_of(second)
    differing = set(one) ^ set(other)
    for name in set(one) & set(other):
        columns = [*COLUMNS_OF_A_VALUE, *(["base_kind"] if one[name]["measure"] != "count" or "#base" in name else [])]
        if any(one[name][column] != other[name][column] for column in columns):
            differing.add(name)
    return differing


@dataclass(frozen=True)
class Told:
    """What a comparison says: the words on one line, and the rows of the CSV by cell."""

    words: str
    rows: Mapping[str, Mapping[str, str]]
    page: str

    def causes(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, row in self.rows.items():
            if row["change"] != "none":
                found.setdefault(row["cause"], set()).add(name)
        return found


def tell(first: Path, second: Path, out: Path) -> Told:
    words = compare(first, second, out)
    text = (out / "comparison.csv").read_text(encoding="utf-8-sig")
    table = {row["cell"]: row for row in csv.DictReader(io.StringIO(text))}
    for line in words.splitlines():
        assert line.startswith(f"{MARK} | ") == (MARK in words and line != "")
    words = words.replace(f"{MARK} | ", "")
    return Told(" ".join(words.split()), table, (out / "comparison.html").read_text(encoding="utf-8"))


def planted(runs: Runs, folder: Path, made: Made, first: Made | None = None) -> tuple[Told, set[str]]:
    """The comparison with a run in which something was planted, and the cells that differ between them."""
    one, other = runs.of(first or Made()), runs.of(made)
    told = tell(one, other, folder / "out")
    differing = cells_that_differ(one, other)
    assert {name for name, row in told.rows.items() if row["change"] != "none"} == differing
    return told, differing


# --- one thing at a time --------------------------------------------------------------------------

ROW_MORE = data_of([*rows(), "r25,east,yes,no"])
OTHER_ANSWER = data_of(["r01,north,partly,yes", *rows()[1:]])
NET = changed(QUESTIONNAIRE, 'of: ["yes", "no"]', 'of: ["yes", other]')
NET_SAME_SUM = changed(QUESTIONNAIRE, 'of: ["yes", "no"]', 'of: ["yes", "no", other]')
BASE_ALL = changed(QUESTIONNAIRE, "short: Trees,", "short: Trees, base: all,")
LEFT_OUT = changed(QUESTIONNAIRE, "short: Trees,", "short: Trees, leave_out_of_base: [dont_know],")
MERGED = changed(
    QUESTIONNAIRE,
    "question: area}",
    "question: area, groups: {north: {label: North, of: [north]}, south: {label: South, of: [south, east]}}}",
)
SHORT_PLAN = changed(Made().plan, "tables: every", "tables: [area, q1, q1.by.area, q2]")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "cause", "beginning"),
    [
        (
            Made(data=ROW_MORE),
            "data",
            "The second run has other data (1 response more), with the same parameters, code, lock file and Python: "
            "{n} of 133 cells differ, all because of the data.",
        ),
        (
            Made(data=OTHER_ANSWER),
            "data",
            "The second run has other data (1 response with other answers), with the same parameters, code, lock file "
            "and Python: {n} of 133 cells differ, all because of the data.",
        ),
        (
            Made(questionnaire=NET),
            "parameters",
            "The second run has other parameters (1 value), with the same data, code, lock file and Python: "
            "{n} of 133 cells differ, all because of the parameters.",
        ),
        (
            Made(questionnaire=NET_SAME_SUM),
            "parameters",
            "The second run has other parameters (1 value), with the same data, code, lock file and Python: "
            "{n} of 133 cells differ, all because of the parameters.",
        ),
        (
            Made(questionnaire=BASE_ALL),
            "parameters",
            "The second run has other parameters (1 value), with the same data, code, lock file and Python: "
            "{n} of 165 cells differ, all because of the parameters.",
        ),
        (
            Made(questionnaire=LEFT_OUT),
            "parameters",
            "The second run has other parameters (1 value), with the same data, code, lock file and Python: "
            "{n} of 157 cells differ, all because of the parameters.",
        ),
        (
            Made(questionnaire=MERGED),
            "parameters",
            "The second run has other parameters (1 value), with the same data, code, lock file and Python: "
            "{n} of 133 cells differ, all because of the parameters.",
        ),
        (
            Made(plan=SHORT_PLAN),
            "parameters",
            "The second run has other parameters (1 value), with the same data, code, lock file and Python: "
            "{n} of 133 cells differ, all because of the parameters.",
        ),
    ],
    ids=["row", "answer", "net", "net of the same sum", "base", "left out of the base", "merged groups", "plan"],
)
def test_one_planted_change_is_named(runs: Runs, tmp_path: Path, made: Made, cause: str, beginning: str) -> None:
    told, differing = planted(runs, tmp_path, made)
    assert differing
    assert told.causes() == {cause: differing}
    assert beginning.format(n=len(differing)) in told.words


def test_the_sizes_are_those_of_the_hand_count(runs: Runs, tmp_path: Path) -> None:
    # Q1 in the east: yes 1 of 7 before, 2 of 8 with the new response: 14.29 -> 14, 25; in favour 3 of 7, 4 of 8.
    told, _ = planted(runs, tmp_path, Made(data=ROW_MORE))
    row = told.rows["q1.by.area#yes@east!percent"]
    assert [row[name] for name in ("first", "second", "size", "unit")] == ["14%", "25%", "+11", "percentage points"]
    row = told.rows["q1.by.area#net_favour@east"]
    assert [row[name] for name in ("first", "second", "size", "unit")] == ["3", "4", "+1", "responses"]
    # In favour: north 6 of 8 = 75; east 42.86 - 75 = -32.14, then 50 - 75 = -25.
    row = told.rows["q1.by.area#net_favour@east!difference"]
    assert [row[name] for name in ("first", "second", "size")] == ["-32", "-25", "+7"]
    # Of everybody the largest step is that of the east: 8 of 24 = 33, then 9 of 25 = 36.
    assert (
        "The largest change in percentages of everybody: P1 (Area), East, from 33% to 36%, +3 percentage points; of 24 "
        "responses before and 25 now (area#east!percent). The largest change in percentages of a group: Q1 (Trees), "
        "Yes, Area: East, from 14% to 25%, +11 percentage points; of 7 responses before and 8 now "
        "(q1.by.area#yes@east!percent). The largest change in counts: Responses received, from 24 to 25, +1 response "
        "(funnel#received)." in told.words
    )
    # Words first, in the tables too; the identifier is for whoever wants to follow the number back.
    page = Page.read(told.page)
    assert [one for one in page.texts["th"] if "Q1 (Trees), Yes, Area: East" in one]
    assert not [one for one in page.texts["th"] if "#" in one]
    assert told.rows["q1.by.area#yes@east!percent"]["what_it_counts"] == "Q1 (Trees), Yes, Area: East"
    assert row["what_it_counts"] == "Q1 (Trees), In favour (net), Area: East less North"
    assert told.rows["q1#yes"]["what_it_counts"] == "Q1 (Trees), Yes"
    assert told.rows["funnel#analysed"]["what_it_counts"] == "Responses analysed"


def test_the_same_run_twice_says_that_nothing_changed(runs: Runs, tmp_path: Path) -> None:
    told = tell(runs.plain, runs.plain, tmp_path / "out")
    assert (
        "Nothing changed: both runs have the same data, parameters, code, lock file and Python, and all 133 cells are "
        "the same." in told.words
    )
    assert not told.rows
    assert "WARNING" not in told.words


def test_a_label_changes_no_number(runs: Runs, tmp_path: Path) -> None:
    told, differing = planted(runs, tmp_path, Made(questionnaire=changed(QUESTIONNAIRE, "Not sure", "Unsure")))
    assert not differing
    assert "all 133 cells are the same. No number changed because of the parameters." in told.words
    assert "Where: scales.view.options.unsure.label; First run: Not sure; Second run: Unsure" in told.words


def test_an_order_of_options_is_a_change_of_parameters(runs: Runs, tmp_path: Path) -> None:
    turned = changed(
        QUESTIONNAIRE,
        "{north: {label: North}, south: {label: South},",
        "{south: {label: South}, north: {label: North},",
    )
    told, _ = planted(runs, tmp_path, Made(questionnaire=turned))
    assert "Where: order of questions.area.options; First run: north, south, east; Second run: south, north, east" in (
        told.words
    )


def test_comments_in_parameters_are_no_change(runs: Runs, tmp_path: Path) -> None:
    told, differing = planted(runs, tmp_path, Made(questionnaire=f"# A comment.\n{QUESTIONNAIRE}"))
    assert not differing
    assert "Nothing changed" in told.words
    assert "Other in comments or layout only: questionnaire.yaml." in told.words


@pytest.mark.parametrize(
    ("made", "beginning"),
    [
        (
            Made(lock="pandas==3.0.1\nscipy==1.14.0\n"),
            "The second run has another lock file (1 package), with the same data, parameters, code and Python: all "
            "133 cells are the same.",
        ),
        (
            Made(notebook='{"cells": []}'),
            "The second run has other code (with other notebooks: 10_summary.ipynb), with the same data, parameters, "
            "lock file and Python: all 133 cells are the same. No cell differs, but public/report.html does.",
        ),
        (
            Made(python="3.12.1"),
            "The second run has another version of Python (3.11.7 on linux before, 3.12.1 on linux now), with the same "
            "data, parameters, code and lock file: all 133 cells are the same.",
        ),
        (
            Made(code="0ther"),
            "The second run has other code, with the same data, parameters, lock file and Python: all 133 cells are "
            "the same.",
        ),
    ],
    ids=["lock file", "notebook", "Python", "code"],
)
def test_what_changes_no_cell_is_told_too(runs: Runs, tmp_path: Path, made: Made, beginning: str) -> None:
    told, differing = planted(runs, tmp_path, made)
    assert not differing
    assert beginning in told.words


def half_even(count: int, base: int, digits: int = 0) -> str:
    """Rounded as Python rounds: ties to the even neighbour."""
    return str(round(100 * count / base))


def test_code_that_rounds_otherwise(runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabulated, "percent", half_even)
    told, differing = planted(runs, tmp_path, Made(code="half-even"))
    # Shares of 8: 1 gives 12.5 and 5 gives 62.5. North, Q1: yes 5, partly 1, no 1, unsure 1; Q2: no 5, so five cells.
    # South, Q2: 4 and 4. East: bases of 7. North, Q2: yes 3 is 37.5, even and up alike. Area: 8 of 24 each.
    expected = {f"q1.by.area#{option}@north!percent" for option in ("yes", "partly", "no", "unsure")}
    assert differing == {*expected, "q2.by.area#no@north!percent"}
    assert told.causes() == {"code": differing}
    assert (
        "The second run has other code, with the same data, parameters, lock file and Python: 5 of 133 cells differ, "
        "all because of the code." in told.words
    )
    assert "The second run shows what its own data and parameters do not give: see findings verify." in told.words


# --- two at once ----------------------------------------------------------------------------------


def test_data_and_parameters_at_once(runs: Runs, tmp_path: Path) -> None:
    told, differing = planted(runs, tmp_path, Made(data=OTHER_ANSWER, questionnaire=NET))
    q1 = {name for name in differing if name.startswith("q1")}
    assert q1 and differing - q1
    assert told.causes() == {"data": q1, "parameters": differing - q1}
    assert (
        "The second run has other data (1 response with other answers) and other parameters (1 value), with the same "
        f"code, lock file and Python: {len(differing)} of 133 cells differ, {len(q1)} because of the "
        f"data and {len(differing) - len(q1)} because of the parameters."
    ) in told.words


@pytest.mark.slow
def test_data_and_parameters_in_one_cell_give_the_part_of_each(runs: Runs, tmp_path: Path) -> None:
    # In favour in the east: yes 1, partly 2 of 7. The net loses 'partly'; and one that said no says yes.
    lines = [line.replace("r20,east,no", "r20,east,yes") for line in rows()]
    assert lines != rows()
    net = changed(QUESTIONNAIRE, 'of: ["yes", partly]', 'of: ["yes", unsure]')
    told, differing = planted(runs, tmp_path, Made(data=data_of(lines), questionnaire=net))
    row = told.rows["q1.by.area#net_favour@east"]
    # First 1 + 2 = 3; with the new answer 2 + 2 = 4; with the new net 1 + 1 = 2; with both 2 + 1 = 3: nothing to see,
    # but that it is made otherwise.
    assert (row["change"], row["cause"]) == ("same value, made otherwise", "parameters")
    row = told.rows["q1#net_favour!percent"]
    # Of 22: first 7 + 6 = 13, 59.09 %; new answer 14, 63.64 %; new net 7 + 2 = 9, 40.91 %; both 10, 45.45 %.
    assert (row["first"], row["second"], row["size"]) == ("59%", "45%", "-14")
    assert row["cause"] == "data and parameters"
    assert row["of_which"] == "by data alone +5; by parameters alone -18; by data and parameters together -14"
    assert told.rows["q1#yes"]["cause"] == "data"
    assert "because of the data and the parameters together" in told.words
    assert differing


def test_parameters_and_code_at_once(runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabulated, "percent", half_even)
    # With everyone in the base, south and east have bases of 8 too.
    told, differing = planted(runs, tmp_path, Made(questionnaire=BASE_ALL, code="0ther"))
    rounded = {f"q1.by.area#{option}@north!percent" for option in ("yes", "partly", "no", "unsure")}
    rounded |= {"q2.by.area#no@north!percent"}
    causes = told.causes()
    assert causes["code"] == rounded
    # South, Q1: yes 1 of 7 is 14.29, of 8 12.5, which the code makes 12.
    both = told.rows["q1.by.area#yes@south!percent"]
    assert (both["first"], both["second"], both["cause"]) == ("14%", "12%", "parameters and code")
    assert both["of_which"] == "by parameters -1; by the program -1"
    assert told.rows["q1.by.area#no@south!percent"]["cause"] == "parameters"
    assert set(causes) == {"code", "parameters", "parameters and code"}
    assert set().union(*causes.values()) == differing


def test_data_and_code_at_once(runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabulated, "percent", half_even)
    # A response more in the south makes its base 8, so that its shares are rounded otherwise too.
    told, differing = planted(runs, tmp_path, Made(data=data_of([*rows(), "r25,south,yes,no"]), code="0ther"))
    causes = told.causes()
    assert {name for name in causes["code"] if "@north" in name} == {
        *(f"q1.by.area#{option}@north!percent" for option in ("yes", "partly", "no", "unsure")),
        "q2.by.area#no@north!percent",
    }
    # Partly in the south: 3 of 7 = 43, 3 of 8 = 37.5, which both ways of rounding make 38. Yes: 1 of 7, 2 of 8.
    assert told.rows["q1.by.area#partly@south!percent"]["cause"] == "data"
    assert told.rows["q1.by.area#yes@south!percent"]["cause"] == "data"
    assert set().union(*causes.values()) == differing
    assert "If the other code also reads the file otherwise, that counts as data here." in told.words


def test_code_and_lock_file_at_once_cannot_be_told_apart(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tabulated, "percent", half_even)
    told, differing = planted(runs, tmp_path, Made(code="0ther", lock="pandas==3.0.1\n"))
    assert told.causes() == {"code or lock file": differing}
    assert "5 of 133 cells differ, all because of the code or the lock file (which of them cannot be told)." in (
        told.words
    )
    assert "Run once with only one of them changed to tell which it was." in told.words


def test_three_at_once(runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tabulated, "percent", half_even)
    told, differing = planted(runs, tmp_path, Made(data=OTHER_ANSWER, questionnaire=NET, code="0ther"))
    # North, Q1, yes: 5 of 8 = 62.5; then 4 of 8 = 50 whichever way. Partly 1 of 8, half-up 13; then 2 of 8 = 25.
    assert told.rows["q1.by.area#yes@north!percent"]["cause"] == "data"
    assert told.rows["q1.by.area#no@north!percent"]["cause"] == "code"
    assert told.rows["q2#net_any"]["cause"] == "parameters"
    assert differing


# --- how the data are read ------------------------------------------------------------------------

READ_OTHERWISE = QUESTIONNAIRE.replace("partly: {label: Partly, also: [Somewhat]}", "partly: {label: Partly}").replace(
    "{label: Not sure, kind: dont_know}", "{label: Not sure, kind: dont_know, also: [Somewhat]}"
)


@pytest.mark.slow
def test_the_same_file_read_otherwise_is_a_change_of_parameters(runs: Runs, tmp_path: Path) -> None:
    told, differing = planted(runs, tmp_path, Made(questionnaire=READ_OTHERWISE, code="0ther"))
    # With other code as well it is one of the two that read the file otherwise.
    assert told.causes() == {"parameters or code": differing}
    told, differing = planted(runs, tmp_path / "alone", Made(questionnaire=READ_OTHERWISE))
    assert told.causes() == {"parameters": differing}
    assert "The file of data is the same, but was read otherwise (1 response with other answers)." in told.words


@pytest.mark.slow
def test_another_file_read_otherwise_cannot_be_told_apart(runs: Runs, tmp_path: Path) -> None:
    told, differing = planted(runs, tmp_path, Made(questionnaire=READ_OTHERWISE, data=OTHER_ANSWER))
    assert told.causes() == {"data or parameters": differing}
    assert (
        "The file of data and the parameters that say how it is read differ, and cannot be told apart here."
        in told.words
    )


def test_a_further_way_to_write_an_answer_is_no_other_way_of_reading(runs: Runs, tmp_path: Path) -> None:
    # The first run's parameters would have refused the text, so the answers differ because of the data.
    further = changed(
        QUESTIONNAIRE,
        'label: "No", stance: oppose}\n      unsure',
        'label: "No", also: [Never], stance: oppose}\n      unsure',
    )
    told, differing = planted(runs, tmp_path, Made(questionnaire=further, data=OTHER_ANSWER))
    assert differing
    assert told.causes() == {"data": differing}


def test_another_label_with_other_data_is_no_other_way_of_reading(runs: Runs, tmp_path: Path) -> None:
    label = changed(QUESTIONNAIRE, "{label: Not sure, kind: dont_know}", "{label: Undecided, kind: dont_know}")
    told, differing = planted(runs, tmp_path, Made(questionnaire=label, data=OTHER_ANSWER))
    assert told.causes() == {"data": differing}
    assert "No number changed because of the parameters." in told.words


@pytest.mark.slow
def test_a_group_of_those_who_did_not_say_comes_with_the_data(runs: Runs, tmp_path: Path) -> None:
    lines = [*rows(), "r25,-,no,no"]
    told, differing = planted(runs, tmp_path, Made(data=data_of(lines), questionnaire=NET))
    new = {name for name in differing if told.rows[name]["change"] == "new"}
    assert new and all("@not_answered" in name for name in new)
    assert {told.rows[name]["cause"] for name in new if "net_any" not in name} == {"data"}


def test_the_funnel_of_a_tally_is_a_parameter(runs: Runs, tmp_path: Path) -> None:
    one = Made(consultation=TALLY_CONSULTATION, questionnaire=BENCHES, data=BENCHES_TALLY)
    funnel = TALLY_CONSULTATION.replace("received: 13", "received: 14").replace("removed: 1}", "removed: 2}")
    data = changed(BENCHES_TALLY, "person,q1,yes,3\nperson,q1,no,2", "person,q1,yes,4\nperson,q1,no,1")
    told, differing = planted(runs, tmp_path, one.with_(consultation=funnel, data=data), one)
    assert told.causes() == {
        "parameters": {"funnel#received", "funnel#twice"},
        "data": differing - {"funnel#received", "funnel#twice"},
    }
    assert "The second run has other data (the counts of 1 question)" in told.words


# --- hidden cells ---------------------------------------------------------------------------------


def with_threshold(threshold: int) -> str:
    return changed(
        CONSULTATION,
        "{profile: none, reason: The people are made up.}",
        f"{{profile: threshold, threshold: {threshold}}}",
    )


def times(number: int, lines: Sequence[str] = ()) -> str:
    """The responses several times over, so that not all counts are small."""
    many = [line[4:] for _ in range(number) for line in rows()]
    return numbered([*many, *lines])


def numbered(lines: Iterable[str]) -> str:
    """The data file of some answers, each with an identifier."""
    return data_of([f"r{n:03},{line}" for n, line in enumerate(lines, start=1)])


def hidden_in(run: Path) -> set[str]:
    return {name for name, row in evidence_of(run).items() if row["status"] == "[c]"}


def test_another_threshold_hides_because_of_the_parameters(runs: Runs, tmp_path: Path) -> None:
    first = runs.of(Made(data=times(4)))
    second = runs.of(Made(data=times(4), consultation=with_threshold(5)))
    told = tell(first, second, tmp_path / "out")
    assert hidden_in(second)
    assert told.causes() == {"parameters": hidden_in(second)}
    assert {told.rows[name]["change"] for name in hidden_in(second)} == {"now hidden"}
    assert f"{len(hidden_in(second))} of 133 cells differ, all because of the parameters." in told.words


@pytest.mark.slow
def test_data_show_what_was_hidden_whatever_else_changed(runs: Runs, tmp_path: Path) -> None:
    answers = [f"{area},{q1},yes" for area in ("north", "south") for q1 in ("yes", "partly", "no", "unsure")]
    # Twenty of each, but four in the north who are not sure; then three more of them. The net of Q2 is other too.
    lines = [line for line in answers for _ in range(4 if line == "north,unsure,yes" else 20)]
    first = Made(data=numbered(lines), consultation=with_threshold(5))
    made = Made(data=numbered([*lines, *["north,unsure,yes"] * 3]), consultation=with_threshold(5), questionnaire=NET)
    told, _ = planted(runs, tmp_path, made, first)
    shown = {name for name, row in told.rows.items() if row["change"] == "now shown"}
    assert shown == hidden_in(runs.of(first)) and "q1.by.area#unsure@north" in shown and len(shown) > 3
    assert {told.rows[name]["cause"] for name in shown} == {"data"}
    row = told.rows["q1.by.area#unsure@north"]
    assert [row[name] for name in ("first", "second", "size", "first_status", "second_status")] == [
        "",
        "",
        "",
        "[c]",
        "shown",
    ]


def test_a_cell_that_one_run_hides_has_no_number(runs: Runs, tmp_path: Path) -> None:
    answers = [f"{area},{q1},yes" for area in ("north", "south") for q1 in ("yes", "partly", "no", "unsure")]
    lines = [line for line in answers for _ in range(4 if line == "north,unsure,yes" else 20)]
    first = Made(data=numbered(lines), consultation=with_threshold(5))
    # Nine more, so that the data are not nearly the same and nothing is warned of but what speaks of few.
    made = Made(data=numbered([*lines, *["north,unsure,yes"] * 9]), consultation=with_threshold(5))
    told, _ = planted(runs, tmp_path, made, first)
    shown = [row for row in told.rows.values() if row["change"] == "now shown"]
    assert shown and not any(row["warning"] for row in shown)
    assert not any(row[column] for row in shown for column in ("first", "second", "size", "of_which"))
    # What both show keeps its numbers: Q2 in the north, 64 of 64 and then 73.
    row = told.rows["q2.by.area#yes@north"]
    assert [row[name] for name in ("first", "second", "size")] == ["64", "73", "+9"]


def test_a_threshold_and_data_at_once(runs: Runs, tmp_path: Path) -> None:
    first = Made(data=times(4), consultation=with_threshold(5))
    # A threshold of 4 shows the four who are not sure in the north, and would without the new response.
    made = Made(data=times(4, ["south,yes,no"]), consultation=with_threshold(4))
    told, _ = planted(runs, tmp_path, made, first)
    row = told.rows["q1.by.area#unsure@north"]
    assert (row["change"], row["cause"]) == ("now shown", "parameters")
    assert told.rows["q1.by.area#yes@south"]["cause"] in ("data", "parameters", "data and parameters")


def test_shown_in_the_other_release_of_the_same_data(runs: Runs, tmp_path: Path) -> None:
    first = runs.of(Made(data=times(4), consultation=with_threshold(5)))
    second = runs.of(Made(data=times(4)))
    told = tell(first, second, tmp_path / "out")
    counts = {name for name in hidden_in(first) if "!" not in name}
    warned = {name for name, row in told.rows.items() if row["warning"]}
    assert warned == counts
    assert told.rows["q1.by.area#unsure@north"]["warning"] == (
        "The first run hides it, the second shows it, and the data behind it are the same. Hide these cells in the "
        "later release too."
    )
    assert "WARNING: the two releases together say what must not be known; see below." in told.words
    assert "Shown in the other run: q1.by.area" in told.words


def test_nearly_the_same_data_is_told_as_that(runs: Runs, tmp_path: Path) -> None:
    first = runs.of(Made(data=times(4), consultation=with_threshold(5)))
    second = runs.of(Made(data=times(4, ["south,yes,no"])))
    told = tell(first, second, tmp_path / "out")
    assert told.rows["q1.by.area#unsure@north"]["warning"].startswith(
        "The first run hides it, the second shows it, and between them no more than 1 response can have changed it."
    )


def test_worked_out_from_two_ways_of_grouping(runs: Runs, tmp_path: Path) -> None:
    """The first run hides the east and, beside it, the west; the second adds the west to the south, which is shown."""
    areas = "{north: {label: North}, south: {label: South}, west: {label: West}, east: {label: East}}"
    four = changed(QUESTIONNAIRE, "{north: {label: North}, south: {label: South}, east: {label: East}}", areas)
    groups = "south: {label: South, of: [south, west]}, north: {label: N, of: [north]}, east: {label: E, of: [east]}"
    other = changed(four, "question: area}", f"question: area, groups: {{{groups}}}}}")
    lines = [f"{area},{q1},yes" for area in ("north", "south", "west") for q1 in ("yes", "no") for _ in range(20)]
    data = numbered([*lines, *["east,yes,yes"] * 2, *["east,no,yes"] * 20])
    first = runs.of(Made(data=data, consultation=with_threshold(5), questionnaire=four))
    second = runs.of(Made(data=data, consultation=with_threshold(5), questionnaire=other))
    shown_by_first = {name: row["status"] for name, row in evidence_of(first).items()}
    shown_by_second = {name: row["status"] for name, row in evidence_of(second).items()}
    assert (shown_by_first["q1.by.area#yes@south"], shown_by_second["q1.by.area#yes@south"]) == ("shown", "shown")
    assert (shown_by_first["q1.by.area#yes@west"], shown_by_first["q1.by.area#yes@east"]) == ("[c]", "[c]")
    told = tell(first, second, tmp_path / "out")
    # West is 40 - 20; north is shown by the first run; so the east is what is missing to all.
    assert told.rows["q1.by.area#yes@west"]["warning"] == (
        "The first run hides it, and what both runs show together leaves it one value only. Hide these cells in the "
        "later release too."
    )
    assert told.rows["q1.by.area#yes@east"]["warning"] == (
        "Both runs hide it, and what both runs show together leaves it one value only. Hide these cells in the later "
        "release too."
    )
    assert not any(
        row["first"] + row["second"] + row["size"] for name, row in told.rows.items() if name.startswith("q1")
    )


@pytest.mark.slow
def test_the_difference_of_two_releases_speaks_of_few(runs: Runs, tmp_path: Path) -> None:
    first = runs.of(Made(data=times(4), consultation=with_threshold(3)))
    second = runs.of(Made(data=times(4, ["south,yes,no"] * 9), consultation=with_threshold(3)))
    comparison = compare_runs(first, second)
    assert not [one for one in comparison.revealed if one.way is Way.BETWEEN], "nine came in and all say the same"
    lines = ["south,yes,no"] * 8 + ["south,partly,yes"]
    third = runs.of(Made(data=times(4, lines), consultation=with_threshold(3)))
    told = tell(first, third, tmp_path / "out")
    warned = {name for name, row in told.rows.items() if row["warning"]}
    # One of nine said 'partly' and the same one 'yes' to Q2.
    assert warned == {"q1#partly", "q1.by.area#partly@south", "q2#yes", "q2.by.area#yes@south"}
    assert told.rows["q1#partly"]["warning"] == (
        "Both runs show it, and the difference says how few of the 9 responses that came in between it counts. Hide "
        "these cells in the later release, or release again when more responses are in."
    )
    assert "q1.by.area#partly@south (1)" in told.words


def test_without_a_threshold_nothing_is_warned_of(runs: Runs, tmp_path: Path) -> None:
    told, _ = planted(runs, tmp_path, Made(data=ROW_MORE))
    assert "WARNING" not in told.words
    assert not any(row["warning"] for row in told.rows.values())


@pytest.mark.slow
def test_hidden_numbers_decide_nothing_that_is_said(runs: Runs, tmp_path: Path) -> None:
    """Two pairs of runs whose releases are alike and whose hidden counts are not give the same three outputs."""
    told = []
    for name, answer in (("one", "yes"), ("other", "partly")):
        # In the north 'partly' and 'no' of Q1 are few; which of them one response chose is hidden.
        lines = [f"north,{text},yes" for text in ["yes"] * 20 + ["partly"] * 2 + ["no"] * 2 + ["unsure"] * 20]
        lines += [f"south,{text},no" for text in ["yes"] * 20 + ["partly"] * 20 + ["no"] * 20 + ["unsure"] * 20]
        lines[20] = "north,no,yes" if answer == "yes" else lines[20]
        lines += ["south,partly,no" if answer == "yes" else "south,no,no"]
        data = numbered(lines)
        first = runs.of(Made(data=data, consultation=with_threshold(5)))
        second = runs.of(Made(data=data, consultation=with_threshold(6), questionnaire=NET))
        told.append((evidence_of(first), evidence_of(second), tell(first, second, tmp_path / name / "out")))
    (one, two, first_told), (three, four, second_told) = told
    assert "q1.by.area#partly@north" in {name for name, row in one.items() if row["status"] == "[c]"}
    assert (one, two) == (three, four), "the releases of both pairs are to be the same"
    assert first_told == second_told


def test_numbers_beside_a_warning_are_left_out(runs: Runs, tmp_path: Path) -> None:
    first = runs.of(Made(data=times(4), consultation=with_threshold(5)))
    second = runs.of(Made(data=times(4), questionnaire=MERGED))
    comparison = compare_runs(first, second)
    warned = {one.table.partition(".")[0] for one in comparison.revealed}
    assert "q1" in warned
    told = tell(first, second, tmp_path / "out")
    rows_of_q1 = [row for name, row in told.rows.items() if name.startswith("q1")]
    assert rows_of_q1
    assert not any(row[column] for row in rows_of_q1 for column in ("first", "second", "size", "of_which"))


# --- what a reader can add up ---------------------------------------------------------------------

OPTIONS, GROUPS = ("yes", "no"), ("a", "b", "c")


def side_of(cells: Iterable[tuple[str, int | None]], merged: bool) -> Side:
    """A run with some counts; None is hidden. Merged, the groups b and c are one, called b."""
    groups = {"a": ("a",), "b": ("b", "c")} if merged else {name: (name,) for name in GROUPS}
    labels = {"q": {"options": dict.fromkeys(OPTIONS, "")}, "g": {"options": dict.fromkeys(GROUPS, "")}}
    lineage = Lineage(
        "responses",
        groups={"g": groups},
        breakdown_question={"g": "g"},
        base={"q": OPTIONS, "g": GROUPS},
        labels=labels,
    )
    made = {}
    for name, n in cells:
        parts = parse_cell(name)
        made[name] = Cell(
            cell=name, table=parts.table, measure="count", question=parts.question, item="", option=parts.option,
            breakdown=parts.breakdown, level=parts.level, filter="", value="" if n is None else str(n),
            unit="responses", digits=0, low="", high="", base_cell="", base_kind="answered", origins=(),
            status=Status.CONFIDENTIAL if n is None else Status.SHOWN, source_kind=SourceKind.RESPONSES,
        )  # fmt: skip
    source = Path("responses.parquet")
    parameters = {"consultation.yaml": {"disclosure": {"profile": "threshold", "threshold": 5}}}
    return Side(Path(), "x", "full", "run", MadeWith("", "", "", ""), made, parameters, lineage, source)


def counts_shown(
    table: Mapping[tuple[str, str], int], hidden: Sequence[bool], merged: bool
) -> list[tuple[str, int | None]]:
    groups = {"a": "a", "b": "bc"} if merged else {name: name for name in GROUPS}
    counts = {
        **{f"q#{o}": sum(table[g, o] for g in GROUPS) for o in OPTIONS},
        **{f"q.by.g#{o}@{level}": sum(table[g, o] for g in of) for level, of in groups.items() for o in OPTIONS},
        **{f"q.by.g#base@{level}": sum(table[g, o] for g in of for o in OPTIONS) for level, of in groups.items()},
    }
    return [(name, None if hide else n) for (name, n), hide in zip(counts.items(), itertools.cycle(hidden))]


@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.lists(st.booleans(), min_size=11, max_size=11),
    st.lists(st.booleans(), min_size=8, max_size=8),
)
def test_what_is_said_to_be_known_has_one_value_only(values: list[int], one: list[bool], other: list[bool]) -> None:
    """Against every table that could be: those who did not answer are nobody here, but a reader must allow for them."""
    places = list(itertools.product(GROUPS, OPTIONS))
    table = dict(zip(places, values, strict=True))
    sides = [side_of(counts_shown(table, one, False), False), side_of(counts_shown(table, other, True), True)]
    wanted = [terms for name, _ in counts_shown(table, one, False) if (terms := terms_of(parse_cell(name), sides[0]))]
    known = known_sums("q", ["g"], sides, wanted)

    shown = [
        (terms, cell.number)
        for side in sides
        for cell in side.cells.values()
        if cell.visible and (terms := terms_of(cell.identifier, side)) is not None
    ]
    # Five suffice: every count of the true table is at most 3, and what is unbounded shows itself by then.
    guesses = np.array(list(itertools.product(range(5), repeat=6)))

    def sums(terms: frozenset[tuple[str, str, str]]) -> np.ndarray:
        """The sum over these terms in every guess; an answer of all is that of every group."""
        chosen = [place for place, (g, o) in enumerate(places) if ("g", g, o) in terms or ("", "", o) in terms]
        return guesses[:, chosen].sum(axis=1)

    fits = np.all([sums(terms) == number for terms, number in shown], axis=0) if shown else np.full(len(guesses), True)
    assert fits.any()
    assert all(len(set(sums(terms)[fits])) == 1 for terms in known)


def test_a_group_is_worked_out_from_the_groups_that_another_release_made() -> None:
    table = {("a", "yes"): 9, ("b", "yes"): 9, ("c", "yes"): 2, ("a", "no"): 9, ("b", "no"): 9, ("c", "no"): 9}
    first = side_of([("q.by.g#yes@a", 9), ("q.by.g#yes@b", 9), ("q.by.g#yes@c", None), ("q#yes", None)], False)
    second = side_of([("q.by.g#yes@a", 9), ("q.by.g#yes@b", 11), ("q#yes", None)], True)
    same = SourceDifference(True, columns=frozenset({"q", "g"}))
    found = revealed(first, second, same)
    assert table["c", "yes"] == 11 - 9
    assert [(one.way, one.cells) for one in found] == [(Way.WORKED_OUT, ("q.by.g#yes@c",))]
    assert found[0].told == "The first run hides it, and what both runs show together leaves it one value only."
    # The total stays open, since there may be people of no group.
    alone = revealed(first, first, same)
    assert alone == ()


def test_what_has_two_values_left_is_not_said_to_be_known() -> None:
    # One of ten is in b or c or in no group: 0 or 1 in each.
    counts = [("q#yes", 10), ("q.by.g#yes@a", 9), ("q.by.g#yes@b", None), ("q.by.g#yes@c", None)]
    side = side_of(counts, False)
    wanted = [terms for name, _ in counts if (terms := terms_of(parse_cell(name), side)) is not None]
    assert known_sums("q", ["g"], [side], wanted) == {wanted[0], wanted[1]}
    # With all ten in a, there is nobody left.
    side = side_of([("q#yes", 10), ("q.by.g#yes@a", 10), *counts[2:]], False)
    assert known_sums("q", ["g"], [side], wanted) == frozenset(wanted)


# --- made-up data ---------------------------------------------------------------------------------


def test_made_up_data_are_said_to_be_so_everywhere(runs: Runs, tmp_path: Path) -> None:
    told, differing = planted(runs, tmp_path, Made(data=ROW_MORE, made_up=True))
    assert MARK == "MADE-UP DATA"
    # In the terminal every line says so: see `tell`.
    terminal = compare(runs.plain, runs.of(Made(data=ROW_MORE, made_up=True)))
    assert terminal.startswith("MADE-UP DATA | Two runs of square compared\n")
    assert (
        "The second run is a rehearsal with made-up data and the other is not: no difference between them is a finding."
        in told.words
    )
    assert differing and {row["data"] for row in told.rows.values()} == {"MADE-UP DATA"}
    page = Page.read(told.page)
    assert page.texts["title"][0].startswith("MADE-UP DATA")
    assert page.texts["h1"][0].startswith("MADE-UP DATA")
    for tag in ("caption", "h2"):
        assert page.texts[tag] and all(text.startswith("MADE-UP DATA: ") for text in page.texts[tag])
    assert (
        "</strong> at least one of these runs is a rehearsal, and nobody gave its answers. Not for any decision.</p>"
    ) in told.page
    # The layer is seen and not heard, and takes no click; and nothing of it needs another policy.
    assert told.page.count('<svg class="marks" aria-hidden="true" focusable="false"') == 1
    assert "pointer-events: none" in told.page
    assert (
        page.policy == f"default-src 'none'; style-src 'sha256-{page.style_hash}'; base-uri 'none'; form-action 'none'"
    )
    assert not any("style" in attributes for found in page.elements.values() for attributes in found)


def test_real_data_are_not_marked(runs: Runs, tmp_path: Path) -> None:
    told, _ = planted(runs, tmp_path, Made(data=ROW_MORE))
    assert "MADE-UP" not in told.words + told.page
    assert "<svg" not in told.page
    assert {row["data"] for row in told.rows.values()} == {""}


def test_text_under_the_marks_can_be_read() -> None:
    def luminance(colour: Sequence[float]) -> float:
        linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def parts(colour: str) -> list[float]:
        return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]

    def contrast(one: Sequence[float], other: Sequence[float]) -> float:
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    def under(colour: str) -> list[float]:
        return [own * (1 - OPACITY) + over * OPACITY for own, over in zip(parts(colour), parts(COLOUR), strict=True)]

    # Text and ground of the page's style sheet.
    pairs = [(text, ground) for text in ("#17211f", "#47544f", "#7a1212") for ground in ("#ffffff", "#eaf2f0")]
    pairs += [("#ffffff", "#073b3a"), ("#bfe3de", "#073b3a"), ("#ffffff", "#7a1212"), ("#7a0016", "#ffe9ec")]
    style = (PROJECT / "src/findings/audit/compare/page.css").read_text(encoding="utf-8")
    for text, ground in pairs:
        assert text in style and ground in style
        shades = [(a, b) for a in (parts(text), under(text)) for b in (parts(ground), under(ground))]
        assert min(contrast(a, b) for a, b in shades) >= 4.5, (text, ground)


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium to render the page with")
@pytest.mark.parametrize("width", [1280, 390])
def test_no_piece_of_the_page_is_without_a_whole_mark(
    runs: Runs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    told, _ = planted(runs, tmp_path, Made(data=ROW_MORE, made_up=True))
    bare = re.sub(r'<svg class="marks".*?</svg>', "", told.page, flags=re.S)
    monkeypatch.setattr(mark_module, "ACROSS", 392)
    monkeypatch.setattr(mark_module, "DOWN", 184)
    sparse = planted(runs, tmp_path, Made(data=ROW_MORE, made_up=True))[0].page
    assert len({told.page, bare, sparse}) == 3
    shown, without, thin = rendered([told.page, bare, sparse], width, tmp_path)
    # Wherever a number may stand below the head, which says so itself.
    top = next(row for row in range(300, 1000) if (shown.picture[row : row + 20] > 225).mean() > 0.85)
    spots = [
        Box(left, down, left + 60, down + 20)
        for left in range(0, width - 60, 90)
        for down in range(top, int(shown.ground.bottom) - 20, 70)
    ]
    assert len(spots) > 100

    def unmarked_of(page: Rendered) -> list[tuple[Box, Box]]:
        return unmarked(spots, whole(pieces(differing(page.picture, without.picture), 7)), (420, 300), page.ground)

    assert unmarked_of(shown) == []
    # The measure tells: without the layer, or with marks twice as far apart, pieces can pass for real.
    assert unmarked_of(without) and unmarked_of(thin)


# --- the page -------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Every element by name: its attributes, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: dict[str, list[dict[str, str | None]]] = {}
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []

    @property
    def policy(self) -> str | None:
        (found,) = (meta for meta in self.elements["meta"] if meta.get("http-equiv") == "Content-Security-Policy")
        return found["content"]

    @property
    def style_hash(self) -> str:
        (style,) = self.texts["style"]
        return base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")

    @classmethod
    def read(cls, text: str) -> Page:
        page = cls()
        page.feed(text)
        page.close()
        return page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.setdefault(tag, []).append(dict(attrs))
        if tag != "meta":
            self._open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open[-1]][-1] += data


def test_the_page_keeps_to_itself_and_can_be_read_aloud(runs: Runs, tmp_path: Path) -> None:
    told, _ = planted(runs, tmp_path, Made(data=ROW_MORE, questionnaire=NET))
    page = Page.read(told.page)
    assert (
        page.policy == f"default-src 'none'; style-src 'sha256-{page.style_hash}'; base-uri 'none'; form-action 'none'"
    )
    assert "script" not in page.elements and "img" not in page.elements and "link" not in page.elements
    assert not any("style" in attributes for found in page.elements.values() for attributes in found)
    assert page.elements["html"] == [{"lang": "en"}]
    assert len(page.elements["h1"]) == 1 and "h2" in page.elements
    assert len(page.elements["caption"]) == len(page.elements["table"]) > 1
    assert {attributes.get("scope") for attributes in page.elements["th"]} == {"row", "col"}
    assert "Restricted" in told.page


def test_what_others_wrote_stays_text(runs: Runs, tmp_path: Path) -> None:
    label = "'=1+1 <script>alert(1)</script>'"
    made = Made(questionnaire=changed(QUESTIONNAIRE, "label: Partly,", f"label: {label},"), data=ROW_MORE)
    made = made.with_(data=made.data.replace(",partly,", ",Somewhat,"))
    told, _ = planted(runs, tmp_path, made)
    assert "<script>" not in told.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told.page
    text = (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8")
    assert not any(
        cell[:1] in "=+-@" and not re.fullmatch(r"[+-]\d+", cell)
        for row in csv.reader(io.StringIO(text))
        for cell in row
        if cell
    )


@pytest.mark.slow
def test_the_same_runs_give_the_same_bytes(runs: Runs, tmp_path: Path) -> None:
    second = runs.of(Made(data=ROW_MORE, questionnaire=MERGED))
    moved = tmp_path / "elsewhere" / "run"
    shutil.copytree(second, moved)
    assert tell(runs.plain, second, tmp_path / "one") == tell(runs.plain, moved, tmp_path / "two")
    # An older comparison in the same folder is replaced.
    assert tell(runs.plain, second, tmp_path / "one") == tell(runs.plain, second, tmp_path / "one")


# --- bad input ------------------------------------------------------------------------------------


def message_of(error: pytest.ExceptionInfo[FindingsError], *paths: Path) -> str:
    text = str(error.value)
    for path in paths:
        text = text.replace(path.as_posix(), "...")
    return text


def test_a_folder_that_is_no_run(runs: Runs, tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as error:
        compare(runs.plain, tmp_path)
    assert message_of(error, tmp_path) == (
        "...: not a run\n"
        "  allowed: outputs/<consultation>, .../<edition> or .../<edition>/<run>\n"
        "  do:      Give the folder of a run."
    )
    assert error.value.exit_code is ExitCode.PARAMETERS


def test_a_harmed_run_says_nothing(runs: Runs, tmp_path: Path) -> None:
    second = make_run(tmp_path / "second")
    file = second / "public" / "evidence.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",7,", ",8,", 1), encoding="utf-8", newline="\n")
    (second / "restricted" / "ledger.csv").unlink()
    with pytest.raises(VerificationFailed) as error:
        compare(runs.plain, second)
    assert message_of(error, second) == (
        "...: the run is not as it was left: files were changed, added or are missing, so it says nothing\n"
        "  found:   public/evidence.csv, restricted/ledger.csv\n"
        "  do:      Ask for the folder as the run left it."
    )
    assert error.value.exit_code is ExitCode.VERIFICATION_FAILED


def test_two_consultations_without_a_common_table(runs: Runs, tmp_path: Path) -> None:
    made = Made(consultation=TALLY_CONSULTATION, questionnaire=BENCHES.replace("q1", "q7"), name="benches")
    second = runs.of(made.with_(data=BENCHES_TALLY.replace("q1", "q7")))
    with pytest.raises(ParameterError) as error:
        compare(runs.plain, second)
    assert str(error.value) == (
        "square and benches: the runs have no table in common, so there is nothing to compare\n"
        "  found:   area, q1, q1.by.area and 2 more; and who, q7, q7.by.who\n"
        "  do:      Give two runs of one consultation, or of consultations that share questions by name."
    )


def test_two_consultations_with_a_common_table(runs: Runs, tmp_path: Path) -> None:
    made = Made(consultation=TALLY_CONSULTATION, questionnaire=BENCHES, data=BENCHES_TALLY, name="benches")
    told = tell(runs.plain, runs.of(made), tmp_path / "out")
    assert (
        "These are runs of two consultations, square and benches: only the 1 table that both have by name was "
        "compared, no cause was looked for, and whether they ask the same is for you to judge." in told.words
    )
    assert {row["table"] for row in told.rows.values()} == {"q1"}
    assert {row["cause"] for row in told.rows.values()} == {"unknown"}


@pytest.mark.parametrize("kind", ["other things", "a file", "inside a run"])
def test_a_folder_that_is_not_ours_is_left_alone(runs: Runs, tmp_path: Path, kind: str) -> None:
    out = {"other things": tmp_path, "a file": tmp_path / "x.txt", "inside a run": runs.plain / "public" / "new"}[kind]
    (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ParameterError) as error:
        compare(runs.plain, runs.plain, out)
    do = "  do:      Name a folder that is empty or does not exist yet."
    allowed = "  allowed: comparison.html, comparison.csv"
    assert (
        message_of(error, tmp_path, runs.plain).splitlines()
        == {
            "other things": ["...: the folder holds other things", "  found:   x.txt", allowed, do],
            "a file": [".../x.txt: a file where a folder is needed", do],
            "inside a run": [".../public/new: a folder inside a run, and a run is never written to", do],
        }[kind]
    )
    assert (tmp_path / "x.txt").read_text(encoding="utf-8") == "x"
    assert sorted(path.name for path in runs.plain.iterdir()) == ["public", "restricted"]


def test_a_run_of_another_version_is_told_of(runs: Runs, tmp_path: Path) -> None:
    run = tmp_path / "run"
    shutil.copytree(runs.plain, run)
    crate = run / "restricted" / "ro-crate-metadata.json"
    text = crate.read_text(encoding="utf-8")
    crate.write_text(text.replace('"code:c0de",', '"other:c0de",'), encoding="utf-8", newline="\n")
    with pytest.raises(VerificationFailed) as error:
        compare(runs.plain, run)
    assert message_of(error, run) == (
        "...: not a run that this version can compare\n"
        "  found:   KeyError: 'code'\n"
        "  do:      Ask for the folder as the run left it."
    )


@pytest.mark.slow
def test_every_cause_is_one_of_what_a_run_is_made_from(runs: Runs, tmp_path: Path) -> None:
    second = runs.of(Made(data=ROW_MORE, questionnaire=BASE_ALL, lock="x==1\n", python="3.13"))
    comparison: Comparison = compare_runs(runs.plain, second)
    assert comparison.inputs.factors == (Factor.DATA, Factor.PARAMETERS, Factor.LOCK, Factor.PYTHON)
    for found in comparison.found:
        assert found.cause.factors
        assert all(set(group) <= set(comparison.inputs.factors) for group in found.cause.factors)


def test_the_responses_are_eight_of_each_area() -> None:
    assert {area: len(own) for area, own in ROWS.items()} == {"north": 8, "south": 8, "east": 8}


# --- through the real pipeline --------------------------------------------------------------------


def real_run(params: Path, out: Path) -> Path:
    (result,) = run(find_layout(params, out), ["scotland-2016"], jobs=2, quiet=True)
    assert result.error is None and result.folder is not None, result.error
    return result.folder


@pytest.mark.slow
def test_a_real_run_with_another_label(
    real_runs: Mapping[str, Path], own_out: Path, own_params: Path, tmp_path: Path
) -> None:
    file = own_params / "scotland-2016" / "questionnaire.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(changed(text, "label: Don't know,", "label: Cannot say,"), encoding="utf-8", newline="\n")
    # What is translated is named by its English text.
    welsh = own_params / "scotland-2016" / "languages" / "cy.yaml"
    text = welsh.read_text(encoding="utf-8")
    welsh.write_text(changed(text, "Don't know", "Cannot say"), encoding="utf-8", newline="\n")
    first, second = real_runs["scotland-2016"], real_run(own_params, own_out)
    told = tell(first, second, tmp_path / "out")
    assert not told.rows and not cells_that_differ(first, second)
    assert (
        "The second run has other parameters (1 value), with the same data, code, lock file and Python: all 252 cells "
        "are the same. No number changed because of the parameters. No cell differs, but public/report.html and "
        "public/report.pdf do." in told.words
    )


@pytest.mark.slow
def test_a_real_run_with_other_data_and_parameters(
    real_runs: Mapping[str, Path], own_out: Path, own_params: Path, tmp_path: Path
) -> None:
    tally = own_params.parent / "data" / "scotland-2016" / "tally.csv"
    lines = [line for line in tally.read_text(encoding="utf-8").splitlines(keepends=True) if ",base," not in line]
    text = changed("".join(lines), "health,q1,yes,24\nhealth,q1,no,8", "health,q1,yes,23\nhealth,q1,no,9")
    tally.write_text(text, encoding="utf-8", newline="\n")
    file = own_params / "scotland-2016" / "questionnaire.yaml"
    text = changed(file.read_text(encoding="utf-8"), "base: all", "base: asked\n    leave_out_of_base: [dont_know]")
    file.write_text(text, encoding="utf-8", newline="\n")
    first, second = real_runs["scotland-2016"], real_run(own_params, own_out)
    told = tell(first, second, tmp_path / "out")
    assert set(told.rows) == cells_that_differ(first, second)
    before, after = evidence_of(first), evidence_of(second)
    # Counts of one answer follow the data, bases the parameters; a share of health follows both.
    counts = [name for name in told.rows if before.get(name, {}).get("measure") == "count" and "#base" not in name]
    assert counts and {told.rows[name]["cause"] for name in counts} == {"data"}
    assert {told.rows[name]["cause"] for name in told.rows if "#base" in name} == {"parameters"}
    share = "q1.by.organisation_type#yes@health!percent"
    # 24 of 40 is 60; 23 of 40 is 57.5; 24 of 39 is 61.54; 23 of 39 is 58.97.
    assert (before[share]["value"], after[share]["value"]) == ("60", "59")
    assert told.rows[share]["cause"] == "data and parameters"
    assert told.rows[share]["of_which"] == (
        "by data alone -2; by parameters alone +2; by data and parameters together -1"
    )


def test_another_edition_is_the_cause_and_its_chapters_are_no_other_code(runs: Runs) -> None:
    first, second = read_side(runs.plain), read_side(runs.of(Made()))
    inputs = compare_inputs(replace(first, edition="midpoint"), second)
    assert inputs.factors == (Factor.EDITION,)
    assert inputs.editions == ("midpoint", "full")
    assert compare_inputs(first, second).factors == ()
