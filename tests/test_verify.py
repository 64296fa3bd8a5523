"""`findings verify`: silent on a clean run, and not to be deceived.

The runs are those of the real consultations and of rehearsed ones of different shapes. Corruptions are planted by
a seeded mutator (`corruptions`); each must be found by the look that it is meant for, wherever it can be planted.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from conftest import once
from corruptions import CORRUPTIONS, Corruption, NotHereError, corrupt, seal
from findings.audit.verify import Look, cells_look, crate_look, files_look, printed_look, verify
from findings.cli import main
from findings.consultation.build import build
from findings.consultation.madeup import MARK
from findings.errors import Problem
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run
from findings.rehearsal import rehearse
from shapes import write_shape

# Whole runs are made and spoilt here: .ci/run does it after the tests.
pytestmark = pytest.mark.slow

LOOKS: dict[str, Callable[[Path], Look]] = {
    "files": files_look,
    "cells": cells_look,
    "printed numbers": printed_look,
    "the crate": crate_look,
}
PLAN = Path(__file__).resolve().parents[1] / "notebooks" / "plan.yaml"
QUICK = ((3, 400), (8, 60))
"""The shapes of the quick tests, and how many responses each has; one hides small counts, one does not."""


def rehearsed(folder: Path, seed: int, responses: int) -> Path:
    """The run of a rehearsed consultation of some shape."""
    parameters = build(write_shape(folder / "params" / f"shape_{seed}", seed), PLAN)
    rehearse(parameters, responses, seed, folder / "made.csv")
    layout = find_layout(folder / "made_params", folder / "outputs")
    (result,) = run(layout, [f"shape_{seed}"], jobs=2, quiet=True)
    if result.error is not None:
        raise result.error
    assert result.folder is not None
    return result.folder


@pytest.fixture(scope="session")
def clean_runs(shared_folder: Path, real_runs: dict[str, Path]) -> dict[str, Path]:
    """Name -> run; whoever changes anything in one takes a copy first."""
    runs = dict(real_runs)
    for seed, responses in QUICK:
        folder = once(shared_folder / f"shape_{seed}", lambda at, s=seed, n=responses: rehearsed(at, s, n) and None)
        runs[f"shape_{seed}"] = next((folder / "outputs" / f"shape_{seed}" / "full").glob("*/public")).parent
    return runs


@pytest.mark.parametrize(
    "name",
    [
        "scotland-2016",
        "shape_8",
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("scotland-2023", "shape_3")),
    ],
)
def test_a_clean_run_is_verified(clean_runs: dict[str, Path], name: str) -> None:
    verification = verify(clean_runs[name])
    lines = verification.lines()
    assert verification.verified, "\n".join(lines)
    assert lines[-1].startswith("verified: ")
    assert lines[-1].endswith("cells counted again; every printed number found in the store; the crate is valid")
    assert (lines[0] == f"{MARK}: this run is a rehearsal.") == name.startswith("shape")


@pytest.mark.slow
def test_a_run_may_lie_anywhere(clean_runs: dict[str, Path], tmp_path: Path) -> None:
    """A validator that reads paths as addresses must not stumble over spaces and percent signs."""
    copy = shutil.copytree(clean_runs["shape_8"], tmp_path / "it's 100%25 naïve" / "run")
    verification = verify(copy)
    assert verification.verified, "\n".join(verification.lines())


def test_a_run_in_a_folder_with_the_name_of_another_is_told(clean_runs: dict[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(clean_runs["shape_8"], tmp_path / "0123456789ab")
    what = "the run lies in a folder with the name of another run"
    assert files_look(copy).problems == (
        Problem(
            "restricted/ro-crate-metadata.json",
            what,
            "0123456789ab",
            clean_runs["shape_8"].name,
            "Ask for the folder as the run left it.",
        ),
    )


def test_a_mark_on_data_that_are_not_made_up_is_told(clean_runs: dict[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(clean_runs["scotland-2016"], tmp_path / "run")
    path = copy / "public" / "report.html"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("<p>", f"<p>{MARK}. ", 1), encoding="utf-8", newline="\n")
    what = "it says that the data are made up, and they are not"
    do = "Do not pass this run on; run again from the data."
    assert Problem("public/report.html", what, MARK, do=do) in printed_look(copy).problems


@pytest.mark.slow
@pytest.mark.parametrize("name", ["public/manifest.json", "restricted/lineage.json", "restricted/log.jsonl"])
@pytest.mark.parametrize("content", ["[1]", "\x00\xff"])
def test_a_file_of_something_else_is_told_and_stops_nothing(
    clean_runs: dict[str, Path], name: str, content: str, tmp_path: Path
) -> None:
    copy = shutil.copytree(clean_runs["shape_8"], tmp_path / "run")
    (copy / name).write_bytes(content.encode("latin-1"))
    problems = [*files_look(copy).problems, *cells_look(copy).problems, *crate_look(copy).problems]
    assert problems
    assert not [problem for problem in problems if "verify could not look at all of it" in problem.what], problems


@pytest.fixture
def unjudged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the validator of others, which takes seconds and is not what is tested here."""
    monkeypatch.setattr("findings.audit.verify.is_installed", lambda: False)


@pytest.mark.slow
def test_two_looks_at_once_see_what_one_after_the_other_sees(
    clean_runs: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long run is looked at by two processes; here a short one is, and told alike."""
    monkeypatch.setattr("findings.audit.verify.is_installed", lambda: False)
    copy = shutil.copytree(clean_runs["shape_8"], tmp_path / "run")
    for name in ("a count of the evidence", "the board's file without the mark"):
        corrupt(copy, next(corruption for corruption in CORRUPTIONS if corruption.name == name), seed=1)
    one_by_one = verify(copy)
    monkeypatch.setattr("findings.audit.verify._LONG", 0)
    assert verify(copy) == one_by_one
    assert [bool(look.problems) for look in one_by_one.looks] == [False, True, True, False]


def in_turn(runs: dict[str, Path], corruption: Corruption) -> list[str]:
    """The names of the runs, another one first for each corruption; shapes before the real ones."""
    names = sorted(runs, key=lambda name: not name.startswith("shape"))
    first = CORRUPTIONS.index(corruption) % len(names)
    return [*names[first:], *names[:first]]


# One in six, on the next run that has a place for it; every one of them on every run in the slow tests below.
@pytest.mark.parametrize("corruption", CORRUPTIONS[::6], ids=lambda corruption: corruption.name)
def test_a_corruption_is_found(clean_runs: dict[str, Path], corruption: Corruption, tmp_path: Path) -> None:
    """By the look that it is meant for."""
    for name in in_turn(clean_runs, corruption):
        copy = shutil.copytree(clean_runs[name], tmp_path / name)
        try:
            told = corrupt(copy, corruption, seed=1)
        except NotHereError:
            continue
        assert LOOKS[corruption.found_by](copy).problems, f"{name}: {told}"
        return
    pytest.fail("no run has a place for this corruption")


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("corruption", CORRUPTIONS, ids=lambda corruption: corruption.name)
def test_a_corruption_is_found_wherever_it_stands(
    clean_runs: dict[str, Path], corruption: Corruption, seed: int, tmp_path: Path
) -> None:
    places = 0
    for name, clean in clean_runs.items():
        copy = shutil.copytree(clean, tmp_path / name)
        try:
            told = corrupt(copy, corruption, seed)
        except NotHereError:
            continue
        places += 1
        assert LOOKS[corruption.found_by](copy).problems, f"{name}, seed {seed}: {told}"
    assert places, "no run has a place for this corruption"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 120))
def test_no_alarm_on_clean_runs_of_many_shapes(seed: int, tmp_path: Path) -> None:
    folder = rehearsed(tmp_path, seed, responses=(30, 200, 1500)[seed % 3])
    assert verify(folder).lines()[-1].startswith("verified: ")


@pytest.mark.slow
def test_sealing_a_clean_run_changes_nothing_that_any_look_sees(clean_runs: dict[str, Path], tmp_path: Path) -> None:
    """What the mutator does to hide itself is no corruption: what is found is what it planted."""
    copy = shutil.copytree(clean_runs["shape_3"], tmp_path / "run")
    seal(copy)
    assert [look(copy).problems for look in LOOKS.values()] == [(), (), (), ()]


# --- what is printed --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("unjudged")
def test_one_count_that_differs_is_told_and_ends_in_exit_code_6(
    clean_runs: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = shutil.copytree(clean_runs["scotland-2016"], tmp_path / "run")
    path = copy / "public" / "evidence.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = next(n for n, line in enumerate(lines) if line.startswith("funnel#analysed,"))
    assert ",598," in lines[place]
    lines[place] = lines[place].replace(",598,", ",599,")
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    assert main(["verify", str(copy)]) == 6
    printed = capsys.readouterr().out
    assert "public/evidence.csv: this file was changed after the run" in printed
    assert "funnel#analysed" in printed
    assert printed.rstrip().splitlines()[-1].startswith("NOT VERIFIED: 1 in files, ")


@pytest.mark.usefixtures("unjudged")
def test_a_verified_run_ends_in_exit_code_0(clean_runs: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(clean_runs["scotland-2016"])]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_query_of_a_cell_is_printed(clean_runs: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    import duckdb

    run_folder = clean_runs["shape_3"]
    row = next(
        line.split(",")
        for line in (run_folder / "public" / "evidence.csv").read_text(encoding="utf-8").splitlines()
        if "!percent," in line and ",shown," in line
    )
    assert main(["verify", str(run_folder), "--sql", row[0]]) == 0
    query = capsys.readouterr().out
    with duckdb.connect() as database:
        database.execute(f"SET file_search_path = '{run_folder.as_posix()}'")
        found = database.execute(query).fetchone()
    assert found is not None
    assert str(found[-1]) == row[9]


# --- bad input --------------------------------------------------------------------------------------------------------


def not_verified(folder: Path) -> list[Problem]:
    # The validator of others takes seconds, and judges no more than the crate.
    with patch("findings.audit.verify.is_installed", return_value=False):
        verification = verify(folder)
    assert not verification.verified
    assert not any(line.startswith("verified") for line in verification.lines())
    return [problem for look in verification.looks for problem in look.problems]


def test_a_run_of_another_version_is_told_and_not_judged(clean_runs: dict[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(clean_runs["scotland-2016"], tmp_path / "run")
    path = copy / "restricted" / "ro-crate-metadata.json"
    crate = json.loads(path.read_text(encoding="utf-8"))
    next(e for e in crate["@graph"] if e["@id"] == "#findings")["softwareVersion"] = "0.0.9"
    path.write_text(json.dumps(crate), encoding="utf-8")
    import findings

    assert not_verified(copy) == [
        Problem(
            "restricted/ro-crate-metadata.json",
            "the run was made by another version of findings, and was not looked at",
            "0.0.9",
            findings.__version__,
            "Verify it with findings 0.0.9, the version that its crate names.",
        )
    ]


@pytest.mark.usefixtures("unjudged")
@pytest.mark.parametrize("part", ["public", "restricted", "board", "public/evidence.csv", "restricted/inputs"])
def test_half_a_run_is_never_verified(clean_runs: dict[str, Path], part: str, tmp_path: Path) -> None:
    copy = shutil.copytree(clean_runs["shape_8"], tmp_path / "run")
    gone = copy / part
    names = [part] if gone.is_file() else [f"{part}/{p.relative_to(gone).as_posix()}" for p in gone.rglob("*")]
    gone.unlink() if gone.is_file() else shutil.rmtree(gone)
    problems = not_verified(copy)
    if part == "restricted":
        assert problems[0].where == "restricted/ro-crate-metadata.json"
        assert problems[0].what == "the file that holds every hash is missing"
    else:
        missing = {problem.where for problem in problems if problem.what == "this file of the run is missing"}
        assert {name for name in names if "." in name} <= missing
    assert not [problem for problem in problems if "verify could not look at all of it" in problem.what], problems


def test_what_is_no_run_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f"{tmp_path.as_posix()}: not a run")


@pytest.mark.usefixtures("unjudged")
def test_a_renamed_column_of_the_parquet_file_is_named(clean_runs: dict[str, Path], tmp_path: Path) -> None:
    import pandas as pd

    copy = shutil.copytree(clean_runs["shape_8"], tmp_path / "run")
    path = copy / "restricted" / "responses.parquet"
    frame = pd.read_parquet(path)
    frame.rename(columns={"q1": "question_1"}).to_parquet(path, index=False)
    seal(copy)
    told = "\n".join(str(problem) for problem in not_verified(copy))
    assert "q1" in told
    assert "question_1" in told
    assert "verify could not look at all of it" not in told


@pytest.mark.usefixtures("unjudged")
def test_a_questionnaire_without_options_is_told(clean_runs: dict[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(clean_runs["scotland-2016"], tmp_path / "run")
    path = copy / "restricted" / "inputs" / "questionnaire.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept, skipping = [], False
    for line in lines:
        if line.strip().startswith("options:"):
            skipping = len(line) - len(line.lstrip()) + 1
            continue
        if skipping and line.strip() and len(line) - len(line.lstrip()) >= skipping:
            continue
        skipping = False
        kept.append(line)
    path.write_text("".join(kept), encoding="utf-8", newline="\n")
    seal(copy)
    told = "\n".join(str(problem) for problem in not_verified(copy))
    assert "option" in told
    assert "verify could not look at all of it" not in told


def test_the_nearest_cell_is_named(clean_runs: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(clean_runs["scotland-2016"]), "--sql", "funnel#analyzed"]) == 2
    assert "funnel#analysed" in capsys.readouterr().err
