"""`verify`, `trace`, `compare` and `purge` of runs whose comments are coded: nothing wrong passes, nothing is lost."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from coded import as_csv, codings, respondent, write_coded
from coded_run import coded_run
from findings.audit.compare.comparison import compare_runs
from findings.audit.compare.inputs import Factor, compare_inputs
from findings.audit.compare.side import read_side
from findings.audit.inventory import inventory_problems
from findings.audit.recount import Questionnaire, cell_problems, read_questionnaire
from findings.audit.recount.check import free_text_problems
from findings.audit.recount.settings import QUESTIONNAIRE
from findings.audit.recount.source import open_source
from findings.audit.sourcebook import write_sourcebook
from findings.audit.trace import trace
from findings.audit.verify import verify
from findings.errors import Problem
from findings.pipeline.layout import find_layout
from findings.pipeline.purge import purge
from findings.pipeline.run import run as run_all

ASK = "Ask for the folder as the run left it."
PARQUET, CODINGS, COMMENTS = "restricted/responses.parquet", "restricted/codings.csv", "restricted/comments.csv"
KEPT = "restricted/inputs/kept/codings/team.csv"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nobody touches; whoever changes something takes a copy."""
    return coded_run(tmp_path_factory.mktemp("made"))


@pytest.fixture
def copy(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "run")


def test_a_coded_run_is_counted_again_without_a_fault(made: Path) -> None:
    assert cell_problems(made) == []


@pytest.mark.slow
def test_a_coded_run_that_hides_small_counts_is_counted_again_without_a_fault(tmp_path: Path) -> None:
    def hide(own: Path) -> None:
        text = (own / "consultation.yaml").read_text(encoding="utf-8")
        text = text.replace("{profile: none, reason: A test.}", "{profile: threshold, threshold: 10}")
        (own / "consultation.yaml").write_text(text, encoding="utf-8", newline="\n")

    run = coded_run(tmp_path, hide)
    assert cell_problems(run) == []
    evidence = {row["cell"]: row for row in rows_of(run / "public/evidence.csv")}
    # Two letters and one event of 31 people are too few to be told of.
    assert {evidence[cell]["status"] for cell in ("letters_themes#base", "events_people#people")} == {"[c]"}
    assert evidence["hub_why_themes#travel"]["value"] == "36"


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def rewritten(path: Path, change: Callable[[list[dict[str, str]]], list[dict[str, str]]]) -> None:
    path.write_text(as_csv(change(rows_of(path))), encoding="utf-8", newline="\n")


def with_cell(number: int, column: str, text: str) -> Callable[[list[dict[str, str]]], list[dict[str, str]]]:
    """The rows with another cell; `number` counts from 0."""
    return lambda rows: [{**row, column: text} if at == number else row for at, row in enumerate(rows)]


def without(number: int) -> Callable[[list[dict[str, str]]], list[dict[str, str]]]:
    return lambda rows: rows[:number] + rows[number + 1 :]


@cache
def read_once(text: str) -> Questionnaire:
    """What a questionnaire counts; the copies of a run all have the same."""
    return read_questionnaire(READ_FROM[text])


READ_FROM: dict[str, Path] = {}


def asked(run: Path) -> Questionnaire:
    paths = [run / QUESTIONNAIRE, run / "restricted/inputs/codeframe.yaml"]
    text = "".join(path.read_text(encoding="utf-8") for path in paths)
    READ_FROM.setdefault(text, paths[0])
    return read_once(text)


def found(run: Path, where: str) -> list[tuple[str, str, str]]:
    """What is wrong with a file, by what and with whom; the numbers that follow are counted in slow tests."""
    questionnaire = asked(run)
    with open_source(run / PARQUET, questionnaire) as source:
        problems = list(free_text_problems(run, source, questionnaire))
    return [(p.where, p.what, p.found) for p in problems if p.where.startswith(where)]


def test_a_changed_code_in_the_parquet_is_found(copy: Path) -> None:
    frame = pd.read_parquet(copy / PARQUET)
    codes = frame["hub_why_themes"].astype(str)
    codes[frame["response_id"] == "r1"] = "cost"
    frame["hub_why_themes"] = pd.Categorical(codes)
    frame.to_parquet(copy / PARQUET)
    what = f"hub_why_themes is not what the codings of {CODINGS} make it"
    assert (PARQUET, what, "1: r1") in found(copy, PARQUET)


def test_everything_made_of_codes_is_made_again(copy: Path) -> None:
    frame = pd.read_parquet(copy / PARQUET)
    names = ("hub_why_sentiment", "hub_why_together", "hub_why_principles", "hours_themes")
    for name in names:
        own = frame[name].astype(str)
        own[frame["response_id"] == "r0"] = "not_answered"
        frame[name] = pd.Categorical(own)
    frame.to_parquet(copy / PARQUET)
    whats = [f"{name} is not what the codings of {CODINGS} make it" for name in names]
    assert found(copy, PARQUET) == [(PARQUET, what, "1: r0") for what in whats]


def test_a_changed_code_in_codings_is_found_twice(copy: Path) -> None:
    number = next(n for n, row in enumerate(rows_of(copy / CODINGS)) if row["response_id"] == "r1")
    rewritten(copy / CODINGS, with_cell(number, "code", "cost"))
    row = rows_of(copy / CODINGS)[number]["row"]
    assert (PARQUET, f"hub_why_themes is not what the codings of {CODINGS} make it", "1: r1") in found(copy, PARQUET)
    assert (f"{CODINGS}, of team.csv, row {row}", "not what people kept", "code") in found(copy, CODINGS)


def test_a_coding_that_was_taken_out_is_found(copy: Path) -> None:
    number = next(n for n, row in enumerate(rows_of(copy / CODINGS)) if row["response_id"] == "r1")
    row = rows_of(copy / CODINGS)[number]["row"]
    rewritten(copy / CODINGS, without(number))
    what = f"rows that are neither in {CODINGS} nor set aside with a reason"
    assert (KEPT, what, f"1: {row}") in found(copy, KEPT)


def test_a_coding_of_another_comment_is_found(copy: Path) -> None:
    rows = rows_of(copy / CODINGS)
    number = next(n for n, row in enumerate(rows) if row["response_id"] == "r55")
    rewritten(copy / CODINGS, with_cell(number, "response_id", "r57"))
    told = found(copy, PARQUET)
    # The comment of r57 was coded by the same person before, so that it has a code more.
    assert (PARQUET, f"hub_why_themes is not what the codings of {CODINGS} make it", "2: r55, r57") in told
    rewritten(copy / CODINGS, with_cell(number, "response_id", "r999"))
    what = "codings of responses that were never received"
    assert (CODINGS, what, "1: r999") in found(copy, CODINGS)


def test_a_code_of_no_theme_and_a_status_that_is_none_are_told(copy: Path) -> None:
    rewritten(copy / CODINGS, with_cell(0, "code", "weather"))
    rewritten(copy / CODINGS, with_cell(1, "status", "perhaps"))
    rewritten(copy / CODINGS, with_cell(2, "question", "hub"))
    told = found(copy, CODINGS)
    assert (f"{CODINGS}, row 2", "a code that no theme of the question has", "weather") in told
    assert (f"{CODINGS}, row 3", "an unknown status", "perhaps") in told
    assert (f"{CODINGS}, row 4", "a coding of a question that is not coded", "hub") in told


def test_a_comment_that_was_taken_out_or_given_to_another_is_found(copy: Path) -> None:
    rewritten(copy / COMMENTS, without(0))
    what = "not one comment of each response that answered, and of no other"
    assert found(copy, COMMENTS) == [(COMMENTS, what, "1: r0")]
    rewritten(copy / COMMENTS, with_cell(0, "response_id", "r5"))
    assert found(copy, COMMENTS) == [(COMMENTS, what, "3: r0, r1, r5")]


def test_a_kept_coding_that_was_changed_after_the_run_is_found(copy: Path) -> None:
    rewritten(copy / KEPT, with_cell(0, "coder", "Cy"))
    assert found(copy, CODINGS) == [(f"{CODINGS}, of team.csv, row 2", "not what people kept", "coder")]


def test_submissions_are_looked_at_with_what_was_received(copy: Path) -> None:
    path = copy / "restricted/submissions.csv"
    rewritten(path, with_cell(0, "letters_themes", "cost"))
    told = found(copy, "restricted/submissions.csv")
    assert told == [(f"{path.relative_to(copy)}, letters l1", "letters_themes is not what its codings make it", "")]
    rewritten(path, with_cell(2, "people", "310"))
    told = found(copy, "restricted/submissions.csv, events")
    assert told == [(f"{path.relative_to(copy)}, events e1", "not as many people as the file received says", "")]
    rewritten(path, without(0))
    what = "not the submissions that were received, each once"
    assert ("restricted/submissions.csv", what, "l1") in found(copy, "restricted/submissions.csv")


@pytest.mark.slow
def test_numbers_are_counted_again_from_changed_files(copy: Path) -> None:
    """Each change is told beside the numbers that no longer follow from the file."""
    path = copy / "restricted/submissions.csv"
    rewritten(path, with_cell(0, "letters_themes", "cost"))
    rewritten(path, with_cell(2, "people", "310"))
    frame = pd.read_parquet(copy / PARQUET)
    frame["hub_why_themes"] = pd.Categorical(frame["hub_why_themes"].astype(str).replace("parking", "cost"))
    frame.to_parquet(copy / PARQUET)
    wrong = {problem.where for problem in cell_problems(copy)}
    changed = (
        "events_people#people",
        "letters_themes#cost",
        "hub_why_themes#parking",
        "hub_why_themes.by.area#cost@town",
    )
    assert {f"public/evidence.csv, {cell}" for cell in changed} <= wrong


@pytest.mark.slow
def test_a_renamed_theme_of_an_older_version_is_known(tmp_path: Path) -> None:
    def older(own: Path) -> None:
        rows = [{**row, "code": {"staffing": "staff"}.get(row["code"], row["code"])} for row in codings()]
        (own / "kept/codings/team.csv").write_text(as_csv(rows), encoding="utf-8", newline="\n")

    assert found(coded_run(tmp_path, older), "") == []


def test_files_of_codings_belong_to_a_run(made: Path, copy: Path) -> None:
    """What this run has no page of stands aside: only its restricted files are looked at here."""

    def of_free_text(run: Path) -> list[Problem]:
        own = [problem for problem in inventory_problems(run) if problem.where.startswith("restricted/")]
        return [problem for problem in own if not problem.where.startswith(NOT_MADE)]

    assert of_free_text(made) == []
    (copy / CODINGS).unlink()
    (copy / "restricted/submissions.csv").unlink()
    (copy / "restricted/comments_2.csv").write_text("a\n", encoding="utf-8")
    assert [(one.where, one.what) for one in of_free_text(copy)] == [
        (CODINGS, "this file of the run is missing"),
        ("restricted/submissions.csv", "this file of the run is missing"),
        ("restricted/comments_2.csv", "a file that no run of this plan writes"),
    ]


NOT_MADE = (
    "restricted/notebooks/", "restricted/workflow/", "restricted/audit.html", "restricted/inputs/requirements.lock",
    "restricted/log.jsonl", "restricted/missing_characters.csv",
)  # fmt: skip
"""What `coded_run` has no notebooks to make."""


# --- trace ----------------------------------------------------------------------------------------


def test_a_theme_is_followed_to_coder_file_and_row_and_to_the_comment(made: Path) -> None:
    lines = trace("hub_why_themes#parking", made).splitlines()
    start = lines.index("  restricted/codings.csv and restricted/comments.csv, of these responses:")
    row = 2 + next(n for n, row in enumerate(codings()) if row["response_id"] == "r1")
    assert lines[start + 1 : start + 4] == [
        "    response r1: words in responses.csv, row 3, column hub_why",
        f"      parking (Ann; team.csv, row {row})",
        f"      parking (Bo; team.csv, row {row + 1})",
    ]
    assert "  20 in all; the value printed" in lines
    assert "nowhere to park" not in "\n".join(lines)


def test_a_theme_of_letters_is_followed_to_the_letter(made: Path) -> None:
    lines = trace("letters_themes#travel!percent", made).splitlines()
    assert "  1 / 2 = 50%   (letters_themes#travel / letters_themes#base)" in lines
    assert "    submission l1: words in letters.csv, row 2, column text" in lines
    assert "  31 in all; the value printed" in trace("events_people#people", made).splitlines()


def test_the_workbook_holds_the_exact_words_as_text(tmp_path: Path) -> None:
    wrote = '=HYPERLINK("x")\nIt is too far, naïve as I am.\x07'

    def change(own: Path) -> None:
        rows = [{**respondent(n), **({"hub_why": wrote} if n == 1 else {})} for n in range(120)]
        (own / "responses.csv").write_text(as_csv(rows), encoding="utf-8", newline="\n")

    run = coded_run(tmp_path, change)
    write_sourcebook("hub_why_themes#parking", run, tmp_path / "source.xlsx")
    sheet = load_workbook(tmp_path / "source.xlsx")["Rows"]
    table = [list(row) for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(table) if row[0].value == "response_id")
    columns = {cell.value: place for place, cell in enumerate(table[head])}
    (place,) = [place for name, place in columns.items() if str(name).startswith("Words: Q2")]
    own = next(row for row in table[head + 1 :] if row[0].value == "r1")
    assert own[place].value == '=HYPERLINK("x")\nIt is too far, naïve as I am.[U+0007]'
    assert own[place].data_type == "s"
    assert "parking (Ann; team.csv, row" in own[columns["Codes: hub_why"]].value
    words = [row[place].value or "" for row in table[head + 1 :]]
    assert sum(bool(text) for text in words) == 100


# --- compare --------------------------------------------------------------------------------------


def sealed(folder: Path, change: Callable[[Path], None] = lambda own: None) -> Path:
    return coded_run(folder, change)


@pytest.mark.slow
def test_other_codings_are_told_as_codings_and_another_frame_as_parameters(made: Path, tmp_path: Path) -> None:
    def coded_otherwise(own: Path) -> None:
        rows = [{**row, "code": "cost"} if row["response_id"] == "r1" else row for row in codings()]
        (own / "kept/codings/team.csv").write_text(as_csv(rows), encoding="utf-8", newline="\n")

    def framed_otherwise(own: Path) -> None:
        text = (own / "codeframe.yaml").read_text(encoding="utf-8")
        text = text.replace("label: Waiting times", "label: Waiting lists")
        (own / "codeframe.yaml").write_text(text, encoding="utf-8", newline="\n")

    first = read_side(made)
    inputs = compare_inputs(first, read_side(sealed(tmp_path / "codings", coded_otherwise)))
    assert inputs.factors == (Factor.CODINGS,)
    assert inputs.codings == (("kept/codings/team.csv", "changed"),)
    assert inputs.source.same and inputs.source.changed == 0
    inputs = compare_inputs(first, read_side(sealed(tmp_path / "frame", framed_otherwise)))
    assert inputs.factors == (Factor.PARAMETERS,)
    assert [(edit.file, edit.path, edit.first, edit.second) for edit in inputs.parameters] == [
        ("codeframe.yaml", "frames.plan.themes.waiting.label", "Waiting times", "Waiting lists")
    ]


@pytest.mark.slow
def test_causes_name_the_codings(made: Path, tmp_path: Path) -> None:
    def coded_otherwise(own: Path) -> None:
        rows = [{**row, "code": "cost"} if row["response_id"] == "r1" else row for row in codings()]
        (own / "kept/codings/team.csv").write_text(as_csv(rows), encoding="utf-8", newline="\n")
        text = (own / "questionnaire.yaml").read_text(encoding="utf-8").replace("short: The hub,", "short: A hub,")
        (own / "questionnaire.yaml").write_text(text, encoding="utf-8", newline="\n")

    comparison = compare_runs(made, sealed(tmp_path / "codings", coded_otherwise))
    causes = {one.change.cell: one.cause.name for one in comparison.found}
    assert causes["hub_why_themes#cost"] == causes["hub_why_themes.by.area#cost@town!percent"] == "codings"
    # How far coders agree is counted of no responses, so that nothing tells the two apart.
    assert {name for cell, name in causes.items() if not cell.startswith("hub_why_agreement")} == {"codings"}
    assert {name for cell, name in causes.items() if cell.startswith("hub_why_agreement")} <= {"codings or parameters"}


# --- purge ----------------------------------------------------------------------------------------


def test_a_withdrawn_response_tells_of_the_codings_that_name_it(tmp_path: Path) -> None:
    own = write_coded(tmp_path)
    points = "point,status,says,kind,themes,sections,from,into,confirmed_by,note\n"
    text = points + "P1,confirmed,It is far.,argument,travel,hub,hub_why:r1; letters:l1:2,,Ann,\n"
    (own / "kept/points.csv").write_text(text, encoding="utf-8", newline="\n")
    layout = find_layout(tmp_path / "params", tmp_path / "outputs")
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file()}
    purged = purge(layout, "coded", response="r1", yes=True)
    assert purged.kept == (("coded/kept/codings/team.csv", 2), ("coded/kept/points.csv", 1))
    lines = purged.lines()
    assert "  coded/kept/codings/team.csv  (2 rows)" in lines
    assert "  coded/kept/points.csv  (1 row)" in lines
    assert {path: path.read_bytes() for path in before} == before
    # Another response's number of a row, or a name that begins alike, is none of it.
    of_r12 = sum(row["response_id"] == "r12" for row in codings())
    assert purge(layout, "coded", response="r12").kept == (("coded/kept/codings/team.csv", of_r12),)
    assert purge(layout, "coded", response="3").kept == ()


# --- a whole run ----------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_whole_coded_run_is_verified(tmp_path: Path) -> None:
    write_coded(tmp_path)
    layout = find_layout(tmp_path / "params", tmp_path / "outputs")
    (result,) = run_all(layout, ["coded"], jobs=2, quiet=True)
    assert result.error is None, result.error
    assert result.folder is not None
    verification = verify(result.folder)
    assert verification.verified, "\n".join(verification.lines())
