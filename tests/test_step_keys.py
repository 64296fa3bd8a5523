"""What a run and a step are named by: everything that they read, so that nothing stale is taken for current."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import grimp
import pytest

from findings.evidence.store import store_files, write_store
from findings.pipeline.assemble import run_id
from findings.pipeline.layout import Layout, find_layout
from findings.pipeline.run import open_project
from findings.pipeline.steps import Project, Step, steps_of
from sample import evidence_of, write_parameters

PROJECT = Path(__file__).resolve().parents[1]
NAME = "sample"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A project of its own around the small sample, which a test may change."""
    write_parameters(tmp_path / "params" / NAME)
    shutil.copytree(PROJECT / "notebooks", tmp_path / "notebooks")
    (tmp_path / "requirements.lock").write_text("pandas==3.0.0\n", encoding="utf-8")
    found = find_layout(tmp_path / "params", tmp_path / "outputs")
    return replace(found, notebooks=tmp_path / "notebooks", lock=tmp_path / "requirements.lock")


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """The outputs of the sample's first step, with its released evidence."""
    evidence = evidence_of()
    write_store(tmp_path / "release" / "store", store_files(evidence.story, evidence.cells.values()))
    return {"release": tmp_path / "release"}


def step_of(project: Project, name: str) -> Step:
    return next(step for step in steps_of(project) if step.name == name)


@pytest.mark.parametrize("file", [
    "params/sample/data.csv", "params/sample/consultation.yaml", "params/sample/questionnaire.yaml",
    "notebooks/plan.yaml", "notebooks/00_release.ipynb", "notebooks/30_section.ipynb", "requirements.lock",
])  # fmt: skip
def test_a_run_is_named_by_every_file_that_it_is_made_of(layout: Layout, tmp_path: Path, file: str) -> None:
    before = run_id(open_project(layout, NAME))
    assert run_id(open_project(layout, NAME)) == before
    with (tmp_path / file).open("a", encoding="utf-8") as changed:
        changed.write("\n")
    assert run_id(open_project(layout, NAME)) != before


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Which module imports which, as import-linter reads it from the code."""
    return grimp.build_graph("findings", cache_dir=None)


def rooms_behind(imports: grimp.ImportGraph, *modules: str) -> set[str]:
    """The rooms whose code runs when these modules are imported, themselves among them."""
    found = {f"findings.{name}" for name in modules}
    for name in modules:
        found |= imports.find_upstream_modules(f"findings.{name}", as_package=True)
    parts = [module.removeprefix("findings.").split(".") for module in found if module != "findings"]
    return {first if (PROJECT / "src" / "findings" / first).is_dir() else f"{first}.py" for first, *_ in parts}


@pytest.mark.parametrize(("step", "imported"), [
    ("release", ("consultation", "disclosure", "intake", "tabulation")),
    ("chapter summary", ("evidence", "exhibits")),
    ("chapter section:plan", ("evidence", "exhibits")),
    ("board", ("decision",)),
    ("report.html", ("publishing",)),
    ("report.pdf", ("publishing",)),
    ("audit.html", ("publishing",)),
    ("easy_read.docx", ("publishing",)),
])  # fmt: skip
def test_a_step_is_named_by_the_code_of_every_room_behind_it(
    layout: Layout,
    folders: dict[str, Path],
    tmp_path: Path,
    imports: grimp.ImportGraph,
    step: str,
    imported: tuple[str, ...],
) -> None:
    project = open_project(layout, NAME)
    chapters = {f"chapter {chapter.id}": tmp_path for chapter in project.chapters}
    read = step_of(project, step).reads({**chapters, **folders})
    rooms = {name.removeprefix("code of ") for name in read if name.startswith("code of ")}
    runner = {"pipeline/kernel.py"} if step == "release" or step.startswith("chapter") else set[str]()
    assert rooms == rooms_behind(imports, *imported) | runner
    assert {"requirements.lock", "Python"} <= set(read)


def test_a_chapter_is_named_by_its_parameters_and_its_slice(layout: Layout, folders: dict[str, Path]) -> None:
    project = open_project(layout, NAME)
    read = step_of(project, "chapter summary").reads(folders)
    assert {name for name in read if not name.startswith("code of ")} == {
        "store evidence.csv", "store story.json", "notebook 10_summary.ipynb", "notebook parameters",
        "requirements.lock", "Python",
    }  # fmt: skip
    others = tuple(replace(chapter, parameters={**chapter.parameters, "more": 1}) for chapter in project.chapters)
    changed = step_of(replace(project, chapters=others), "chapter summary").reads(folders)
    assert {name for name in read if read[name] != changed[name]} == {"notebook parameters"}


def test_a_chapter_is_not_named_by_what_it_is_not_given(layout: Layout, folders: dict[str, Path]) -> None:
    project = open_project(layout, NAME)
    before = {step: step_of(project, step).reads(folders) for step in ("chapter who_responded", "chapter summary")}
    story = folders["release"] / "store" / "story.json"
    content = json.loads(story.read_text(encoding="utf-8"))
    content["questionnaire"]["questions"]["q1"]["wording"] = "Other words"
    story.write_text(json.dumps(content), encoding="utf-8")
    after = {step: step_of(project, step).reads(folders) for step in before}
    assert after["chapter who_responded"] == before["chapter who_responded"]
    assert after["chapter summary"] != before["chapter summary"]
