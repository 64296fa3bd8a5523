"""What a clumsy or a hostile hand does to outputs, cache, labels and kernels."""

from __future__ import annotations

import json
import re
import stat
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from findings.audit.whole import harmed_files
from findings.cli import main
from findings.consultation.yamlfile import parse_yaml
from findings.evidence.store import Evidence
from findings.exhibits.charts import question_figure
from findings.exhibits.model import plain
from findings.pipeline import kernel
from findings.pipeline.cache import Cache, replace_folder, write_text
from findings.pipeline.kernel import private_folder, run_notebook
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run
from sample import evidence_of
from small_consultation import RESPONSES, changed, write_small

# Whole runs are made and changed here: .ci/run does it after the tests.
pytestmark = pytest.mark.slow

NAME = "scotland-2016"


# The cache


def filled(text: str) -> Any:
    return lambda folder: (folder / "out.txt").write_text(text, encoding="utf-8")


def test_an_output_is_kept_until_something_in_it_is_changed(tmp_path: Path) -> None:
    cache, parts = Cache(tmp_path), {"data": "1"}
    assert cache.kept("step", parts) is None
    entry = cache.make("step", parts, filled("5"))
    assert cache.kept("step", parts) == entry
    assert cache.kept("step", {"data": "2"}) is None
    (entry / "out.txt").write_text("6", encoding="utf-8")
    assert cache.kept("step", parts) is None
    cache.make("step", parts, filled("5"))
    (entry / "more.txt").touch()
    assert cache.kept("step", parts) is None
    cache.make("step", parts, filled("5"))
    (entry / "out.txt").unlink()
    assert cache.kept("step", parts) is None


@pytest.mark.slow
def test_a_number_that_was_edited_in_the_cache_is_not_published(own_out: Path, real_runs: Mapping[str, Path]) -> None:
    name = real_runs[NAME].name
    evidence = next(
        path
        for path in own_out.glob(".cache/steps/*/store/evidence.csv")
        if path.read_bytes() == (real_runs[NAME] / "public" / "evidence.csv").read_bytes()
    )
    text = evidence.read_text(encoding="utf-8")
    evidence.write_text(re.sub(r"(?m)^(q1#yes,.*?),\d+,responses", r"\1,999,responses", text), encoding="utf-8")
    assert ",999,responses" in evidence.read_text(encoding="utf-8")
    report = own_out / NAME / "full" / name / "public" / "evidence.csv"
    report.write_text("gone", encoding="utf-8")
    (result,) = run(find_layout(None, own_out), [NAME], jobs=2, quiet=True)
    assert (result.error, result.up_to_date) == (None, False)
    assert report.read_bytes() == (real_runs[NAME] / "public" / "evidence.csv").read_bytes()


@pytest.mark.parametrize("times", [40])
def test_runs_that_put_the_same_folder_in_place_at_once_do_not_fail(tmp_path: Path, times: int) -> None:
    place, faults = tmp_path / "place", []

    def put(who: int) -> None:
        try:
            for turn in range(times):
                new = tmp_path / f"new-{who}-{turn}"
                new.mkdir()
                (new / "whole.txt").touch()
                replace_folder(new, place)
                write_text(tmp_path / "latest.json", "{}")
        except OSError as error:
            faults.append(error)

    threads = [threading.Thread(target=put, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest.json", "place"]
    assert [path.name for path in place.iterdir()] == ["whole.txt"]


# A run's folder


@pytest.mark.parametrize("harm", ["board/evidence.json", "restricted/ledger.csv", "public/report.pdf"])
def test_a_changed_missing_or_added_file_of_a_run_is_found(own_out: Path, harm: str) -> None:
    folder = next(path for path in (own_out / NAME / "full").iterdir() if path.is_dir())
    assert harmed_files(folder) == ()
    content = (folder / harm).read_bytes()
    (folder / harm).write_bytes(content + b" ")
    assert harmed_files(folder) == (harm,)
    (folder / harm).unlink()
    assert harmed_files(folder) == (harm,)
    (folder / harm).write_bytes(content)
    (folder / "board" / "another.json").touch()
    assert harmed_files(folder) == ("board/another.json",)
    (folder / "restricted" / "ro-crate-metadata.json").write_text("{}", encoding="utf-8")
    assert harmed_files(folder) == ("restricted/ro-crate-metadata.json",)


def test_a_run_whose_board_file_was_edited_is_made_again(own_out: Path, real_runs: Mapping[str, Path]) -> None:
    edited = own_out / NAME / "full" / real_runs[NAME].name / "board" / "evidence.json"
    edited.write_text("{}", encoding="utf-8")
    (result,) = run(find_layout(None, own_out), [NAME], jobs=2, quiet=True)
    assert (result.error, result.up_to_date) == (None, False)
    assert edited.read_bytes() == (real_runs[NAME] / "board" / "evidence.json").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_the_board_may_be_entered_by_whom_the_public_part_may(real_runs: Mapping[str, Path]) -> None:
    modes = {part: stat.S_IMODE((real_runs[NAME] / part).stat().st_mode) for part in ("public", "board")}
    assert modes["board"] == modes["public"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_nobody_else_of_the_machine_may_read_what_is_restricted(real_runs: Mapping[str, Path]) -> None:
    run = real_runs[NAME]
    cache = run.parents[2] / ".cache"
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (run / "restricted", cache)] == [0o700, 0o700]


# Kernels


@pytest.mark.slow
def test_a_chapter_runs_outside_the_outputs(own_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: dict[str, Path] = {}

    def noted(path: Path, given: Mapping[str, object], folder: Path, executed: Path) -> None:
        folders[executed.name] = folder
        if path.name != "00_release.ipynb":
            # Of all that the run has, this is what a chapter's kernel finds in its folder.
            assert sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()) == [
                "store/evidence.csv",
                "store/story.json",
            ]
        run_notebook(path, given, folder, executed)

    monkeypatch.setattr(kernel, "run_notebook", noted)
    (result,) = run(find_layout(None, own_out), [NAME], jobs=2, force=True, quiet=True)
    assert result.error is None
    # The release, and twelve chapters of which some have nothing to tell.
    assert len(folders) == 13
    for name, folder in folders.items():
        assert folder.is_relative_to(own_out) is (name == "00_release.ipynb"), name
        assert not folder.exists()


def test_a_private_folder_is_gone_when_its_notebook_fails() -> None:
    with pytest.raises(ZeroDivisionError), private_folder() as folder:
        (folder / "left.txt").touch()
        raise ZeroDivisionError
    assert not folder.exists()


# Labels


def alike(evidence: Evidence) -> Evidence:
    """The sample with five towns that are called the same."""
    story = evidence.story
    content = json.loads(story.questionnaire.model_dump_json())
    for town in content["questions"]["town"]["options"].values():
        town["label"] = "The same"
    questionnaire = type(story.questionnaire).model_validate(content)
    return replace(evidence, story=story.model_copy(update={"questionnaire": questionnaire}))


@pytest.mark.slow
def test_groups_that_are_written_alike_have_a_bar_each() -> None:
    evidence = alike(evidence_of())
    figure = question_figure(evidence, "q1", ())
    labels = re.findall(r">(The same|All respondents)<", figure.svg)
    assert sorted(labels) == ["All respondents", *["The same"] * 5]
    assert plain(figure.alt).count("The same:") == 5
    # Seaborn would draw the mean of the five, with an interval that is drawn by lot.
    assert question_figure(evidence, "q1", ()).svg == figure.svg


# Text


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (r"Yes\x07", "Yes[U+0007]"),
        (r"\u001b[2JYes", "[U+001B][2JYes"),
        (r"Yes\0", "Yes[U+0000]"),
        (r"\u202eseY", "[U+202E]seY"),
        (r"Yes\uffff", "Yes[U+FFFF]"),
        (r"Yes\x85", "Yes[U+0085]"),
    ],
)
def test_a_character_that_steers_is_refused_where_it_stands(written: str, found: str) -> None:
    file = parse_yaml(f'a: "{written}"\n', "x.yaml")
    assert [str(problem) for problem in file.problems] == [
        f"x.yaml, line 1, column 4 (a): a character that steers and is not shown\n"
        f"  found:   {found}\n"
        f"  do:      Take it out."
    ]


@pytest.mark.parametrize("text", ["Line\\nnext\\ttab", "שלום \\u200f12", "क्‍ष", "👩‍🌾", "é"])
def test_a_character_that_people_write_is_none_of_them(text: str) -> None:
    assert parse_yaml(f'a: "{text}"\n', "x.yaml").problems == ()


@pytest.mark.parametrize("opened", ["[", "{b: "])
def test_yaml_that_is_nested_too_deeply_is_told_in_words(opened: str) -> None:
    file = parse_yaml("a: " + opened * 1000 + "1" + {"[": "]", "{b: ": "}"}[opened] * 1000, "x.yaml")
    assert [str(problem) for problem in file.problems] == [
        "x.yaml: lists or keys that are nested too deeply\n  do:      Write it flatter."
    ]


def test_a_message_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_small(tmp_path / "params" / "small", data=changed(RESPONSES, "r06,A person", "r06,\x1b[2J\u202eA person"))
    assert main(["check", "small", "--params", str(tmp_path / "params")]) == 3
    assert capsys.readouterr().err == (
        "data.csv, row 7, column 'who': an answer outside its options (1 row)\n"
        "  found:   [U+001B][2J[U+202E]A person\n"
        "  allowed: A person (person), A body (body)\n"
        "  do:      Correct it, or add it to an option's 'also' or 'data.no_answer'.\n"
    )
