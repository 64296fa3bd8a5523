"""The crate of real runs: judged by a validator that is not ours, and complete."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from findings.audit.lineage import read_lineage
from findings.audit.lookup import read_cells
from findings.audit.source import source_of
from findings.audit.sourcebook.sources import source_table
from findings.audit.trace import trace
from test_audit import LAST, faults

NAMES = ("scotland-2016", "scotland-2023")


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_real_run_leads_back_to_counts_that_give_it(real_runs: dict[str, Path], name: str) -> None:
    run = real_runs[name]
    cells, lineage = read_cells(run), read_lineage(run)
    assert len(cells) > 200
    for cell in cells.values():
        told = "\n".join(source_of(cell, cells, lineage, run))
        for wrong in ("THIS IS NOT THE VALUE PRINTED", "not added up", "does not say"):
            assert wrong not in told, told
        for counted in source_table(cell, cells, lineage, run).counted:
            assert counted.number == cells[counted.cell].number, (cell.cell, counted.cell)


def test_a_number_is_led_back_to_its_table_in_the_report(real_runs: dict[str, Path]) -> None:
    told = trace("q8.by.respondent_type#net_agree@individual!percent", real_runs["scotland-2023"])
    (report,) = (line for line in told.splitlines() if line.startswith("  public/report.html: "))
    # Summary, how to read, who responded and the standards as a whole stand before the chapter on access.
    assert 'the text of "5.1 Q8. Access: experiences"' in report
    # Table 5.1 is of all respondents: both bases stand there, since they differ by more than five points.
    assert "Table 5.2; " in report
    assert '  tally.csv, line 22, column n: "11"\n  tally.csv, line 23, column n: "18"\n  these add up to 29;' in told
