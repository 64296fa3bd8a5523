"""`latest.json`: the newest complete run, and never a rehearsal in the place of a run of real data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from findings.pipeline.latest import make_latest


def made(edition: Path, run: str, kind: str) -> str:
    """A run's folder, as far as `latest.json` looks at it: what is restricted may have been purged."""
    public = edition / run / "public"
    public.mkdir(parents=True)
    (public / "evidence.csv").write_text(f"cell,value,source_kind\nq1#yes,3,{kind}\n", encoding="utf-8")
    return run


def named(edition: Path) -> str:
    return str(json.loads((edition / "latest.json").read_text(encoding="utf-8"))["run"])


def test_a_newer_run_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    for run in ("one", "two"):
        make_latest(tmp_path, made(tmp_path, run, "responses"))
    assert named(tmp_path) == "two"


@pytest.mark.parametrize("kind", ["responses", "tally"])
def test_a_rehearsal_does_not_take_the_place_of_real_data(tmp_path: Path, kind: str) -> None:
    make_latest(tmp_path, made(tmp_path, "real", kind))
    make_latest(tmp_path, made(tmp_path, "rehearsed", "made_up"))
    assert named(tmp_path) == "real"


def test_real_data_take_the_place_of_a_rehearsal_and_a_rehearsal_that_of_another(tmp_path: Path) -> None:
    for run in ("first", "second"):
        make_latest(tmp_path, made(tmp_path, run, "made_up"))
        assert named(tmp_path) == run
    make_latest(tmp_path, made(tmp_path, "real", "responses"))
    assert named(tmp_path) == "real"


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"run": "gone"}'])
def test_what_names_no_run_of_real_data_is_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / "latest.json").write_text(text, encoding="utf-8")
    make_latest(tmp_path, made(tmp_path, "rehearsed", "made_up"))
    assert named(tmp_path) == "rehearsed"
