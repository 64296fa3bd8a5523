"""The crate of real runs: judged by a validator that is not ours, and complete."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from test_audit import LAST, faults

NAMES = ("scotland-2016", "scotland-2023")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "profile",
    [LAST]
    + [
        pytest.param(known, marks=pytest.mark.slow)
        for known in ("ro-crate-1.1", "process-run-crate", "workflow-run-crate")
    ],
)
def test_the_crate_of_a_real_run_passes_the_validator(
    real_runs: dict[str, Path], name: str, profile: str, tmp_path: Path
) -> None:
    assert faults(real_runs[name] / "restricted", profile, "REQUIRED", tmp_path / "cache") == set()


def test_a_file_that_is_missing_from_a_real_run_is_found(real_runs: dict[str, Path], tmp_path: Path) -> None:
    copy = shutil.copytree(real_runs["scotland-2016"] / "restricted", tmp_path / "restricted")
    (copy / "inputs" / "questionnaire.yaml").unlink()
    found = faults(copy, LAST, "REQUIRED", tmp_path / "cache")
    assert any("inputs/questionnaire.yaml" in text for text in found), found


@pytest.mark.parametrize("name", NAMES)
def test_the_crate_names_every_file_with_its_hash(real_runs: dict[str, Path], name: str) -> None:
    folder = real_runs[name]
    graph = json.loads((folder / "restricted" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    hashes = {entity["@id"]: entity.get("sha256") for entity in graph}
    for path in folder.rglob("*"):
        inside = path.relative_to(folder).as_posix()
        if path.is_file() and path.name != "ro-crate-metadata.json":
            named = inside.removeprefix("restricted/") if inside.startswith("restricted/") else f"#{inside}"
            assert hashes.get(named) == hashlib.sha256(path.read_bytes()).hexdigest(), inside
