"""Runs from end to end: what a run's folder holds, what runs again, and what a fault leaves behind."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from findings.errors import ExitCode, ParameterError
from findings.pipeline import assemble, kernel
from findings.pipeline.graph import Outcome, Result
from findings.pipeline.layout import Layout, find_layout
from findings.pipeline.run import RunResult, explain, open_project, run
from findings.pipeline.steps import exit_code

PROJECT = Path(__file__).resolve().parents[1]
NAMES = ("scotland-2016", "scotland-2023")
# As design.md fixes them.
EVIDENCE_HEADER = (
    "cell,table,measure,question,item,option,breakdown,level,filter,value,unit,digits,low,high,"
    "base_cell,base_kind,from,status,source_kind,note"
)
CHAPTERS_2016 = (
    "summary", "context", "how_to_read", "who_responded", "section:priorities", "across_the_proposals",
    "groups_and_equality", "principles", "other_channels", "points_raised", "method_and_limits", "questionnaire",
)  # fmt: skip


def one_run(layout: Layout, name: str, **options: bool) -> RunResult:
    (result,) = run(layout, [name], jobs=2, **{"quiet": True, **options})
    return result


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def published(run_folder: Path) -> dict[str, bytes]:
    return {name: content for name, content in files_of(run_folder).items() if name.startswith(("public/", "board/"))}


def events(run_folder: Path) -> dict[str, str]:
    lines = (run_folder / "restricted" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    return {event["step"]: event["event"] for event in map(json.loads, lines)}


def no_kernel(*_: object) -> None:
    raise AssertionError("a notebook was run")


# The folder of a run


@pytest.mark.parametrize("name", NAMES)
def test_a_run_holds_the_files_that_were_promised(real_runs: Mapping[str, Path], name: str) -> None:
    there = set(files_of(real_runs[name]))
    assert {
        "public/report.html",
        "public/report.pdf",
        "public/evidence.csv",
        "public/manifest.json",
        "board/easy_read.docx",
        "board/evidence.json",
        "board/evidence.xlsx",
        "restricted/audit.html",
        "restricted/ledger.csv",
        "restricted/quarantine.csv",
        "restricted/disclosure.csv",
        "restricted/log.jsonl",
        "restricted/ro-crate-metadata.json",
    } <= there
    sections = {"scotland-2016": 1, "scotland-2023": 6}[name]
    executed = [file for file in there if re.fullmatch(r"restricted/notebooks/\d\d_[a-z_]+\.ipynb", file)]
    # The release, eleven chapters, and one a section.
    assert len(executed) == 12 + sections
    assert {file.split("/")[0] for file in there} == {"public", "board", "restricted"}


@pytest.mark.parametrize("name", NAMES)
def test_the_latest_run_is_named(real_out: Path, real_runs: Mapping[str, Path], name: str) -> None:
    edition = real_out / name / "full"
    runs = [path.name for path in edition.iterdir() if path.is_dir()]
    assert json.loads((edition / "latest.json").read_text(encoding="utf-8")) == {"run": runs[0]}
    assert runs == [real_runs[name].name]


@pytest.mark.parametrize("name", NAMES)
def test_the_manifest_holds_the_hashes_of_the_public_files_and_nothing_else(
    real_runs: Mapping[str, Path], name: str
) -> None:
    public = files_of(real_runs[name] / "public")
    said = json.loads(public.pop("manifest.json"))
    assert said == {
        "files": {
            file: {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            for file, content in public.items()
        }
    }


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_of_the_evidence_are_those_that_were_fixed(real_runs: Mapping[str, Path], name: str) -> None:
    text = (real_runs[name] / "public" / "evidence.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(io.StringIO(text))
    assert ",".join(header) == EVIDENCE_HEADER
    assert {len(row) for row in rows} == {20}


def opened(name: str, content: bytes) -> bytes:
    """A file's bytes with all that is packed in it unpacked."""
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return b"\n".join(member.encode() + book.read(member) for member in book.namelist())
    if name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as document:
            streams = [thing.read_bytes() for thing in document.objects if _readable(thing)]
        return content + b"\n".join(streams)
    return content


def _readable(thing: object) -> bool:
    return isinstance(thing, pikepdf.Stream) and "/DCTDecode" not in repr(thing.get("/Filter", ""))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_published_names_no_folder_run_hash_of_an_input_or_time(
    real_runs: Mapping[str, Path], name: str
) -> None:
    inputs = [
        *(path for path in (PROJECT / "params" / name).rglob("*") if path.is_file()),
        *(PROJECT / "data" / name).iterdir(),
        PROJECT / "requirements.lock",
    ]
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in inputs]
    forbidden = [
        str(PROJECT),
        str(real_runs[name].parents[3]),
        str(Path.home()) if len(str(Path.home())) > 5 else str(PROJECT),
        real_runs[name].name,
        *hashes,
        *(text[:12] for text in hashes),
        "/tmp/",
    ]
    for file, content in published(real_runs[name]).items():
        text = opened(file, content)
        assert [word for word in forbidden if word.encode() in text] == [], file
        if not file.endswith(".pdf"):
            assert set(re.findall(rb"\d\d:\d\d:\d\d", text)) <= {b"00:00:00"}, file


# What runs again


def test_nothing_runs_when_nothing_changed(own_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files_of(own_out)
    monkeypatch.setattr(kernel, "run_notebook", no_kernel)
    for result in run(find_layout(None, own_out), NAMES, quiet=True):
        assert (result.up_to_date, result.error) == (True, None)
    assert files_of(own_out) == before


@pytest.mark.slow
def test_a_changed_title_runs_only_the_chapters_that_are_given_it(own_out: Path, own_params: Path) -> None:
    layout = find_layout(own_params, own_out)
    file = own_params / "scotland-2023" / "questionnaire.yaml"
    text = file.read_text(encoding="utf-8")
    title = re.search(r"\n  access:\n    title: (.+)\n", text)
    assert title is not None
    file.write_text(text.replace(title[0], "\n  access:\n    title: Getting in\n"), encoding="utf-8")

    before = files_of(own_out)
    said = dict(
        line.split(": ", 1) for line in (line.replace("section:", "section ") for line in explain(layout, NAMES[1]))
    )
    assert files_of(own_out) == before

    result = one_run(layout, NAMES[1])
    assert result.folder is not None
    came = {step.replace("section:", "section "): event for step, event in events(result.folder).items()}
    given = {"summary", "context", "section access", "across_the_proposals", "groups_and_equality", "principles",
             "other_channels", "points_raised", "questionnaire"}  # fmt: skip
    others = {
        "how_to_read",
        "who_responded",
        "method_and_limits",
        *(f"section {name}" for name in ("general", "assessment", "moving", "workforce", "governance")),
    }
    assert {step.removeprefix("chapter ") for step, event in came.items() if event == "kept"} == others
    assert {step.removeprefix("chapter ") for step, event in came.items() if event == "done"} == {
        "release", *given, "report.html", "report.pdf", "audit.html", "easy_read.docx", "board",
    }  # fmt: skip
    assert said["release"] == "would run, changed: questionnaire.yaml"
    for step in others:
        assert said[f"chapter {step}"] == "kept, done before with the same content"
    for step in given:
        assert said[f"chapter {step}"] == "would run, changed: store story.json"
    assert said["board"] == "would run, changed: store story.json"
    assert said["report.html"].startswith("would run if chapter summary, chapter context, chapter section access, ")
    assert "Getting in" in (result.folder / "public" / "report.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_same_bytes_in_another_folder_time_zone_and_language_and_with_one_job(
    real_runs: Mapping[str, Path], own_out: Path, own_params: Path
) -> None:
    # With --force, in a folder that knows every step: so this is also the test that --force runs them all.
    folder = run_elsewhere("scotland-2016", own_out, own_params, "--force")
    assert folder.name == real_runs["scotland-2016"].name
    assert set(events(folder).values()) == {"done"}
    assert len(events(folder)) == 8 + len(CHAPTERS_2016)
    assert_same(published(folder), published(real_runs["scotland-2016"]))


@pytest.mark.slow
def test_the_same_bytes_from_nothing_elsewhere(real_runs: Mapping[str, Path], tmp_path: Path, own_params: Path) -> None:
    folder = run_elsewhere("scotland-2023", tmp_path / "a folder with a blank", own_params)
    assert_same(published(folder), published(real_runs["scotland-2023"]))


def run_elsewhere(name: str, out: Path, params: Path, *options: str) -> Path:
    """A run by the command line with another time zone, language, order of sets, and one job."""
    surroundings = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-m", "findings.cli", "run", name, "--params", str(params), "--out", str(out)]
    done = subprocess.run(
        [*command, "--jobs", "1", "--quiet", *options],
        cwd=params,
        env=surroundings,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    edition = out / name / "full"
    return edition / str(json.loads((edition / "latest.json").read_text(encoding="utf-8"))["run"])


def assert_same(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> None:
    """The same files with the same bytes; the message names files, not megabytes."""
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_damaged_run_is_made_again_without_running_a_notebook(
    own_out: Path, real_runs: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "scotland-2016"
    report = own_out / name / "full" / real_runs[name].name / "public" / "report.html"
    report.write_bytes(report.read_bytes().replace(b"</html>", b"<p>Another end</p></html>"))
    monkeypatch.setattr(kernel, "run_notebook", no_kernel)
    result = one_run(find_layout(None, own_out), name)
    assert (result.up_to_date, result.error, result.folder) == (False, None, report.parents[1])
    assert set(events(report.parents[1]).values()) == {"kept"}
    assert_same(published(report.parents[1]), published(real_runs[name]))


# Faults


def broken_project(out: Path, folder: Path) -> Layout:
    """The project with a fault in one notebook, and another one changed harmlessly, so that it must run again."""
    notebooks = Path(shutil.copytree(PROJECT / "notebooks", folder / "notebooks"))
    fault = {"cell_type": "code", "execution_count": None, "id": "x", "metadata": {}, "outputs": [], "source": "1 / 0"}
    for name, cell in (
        ("50_method_and_limits.ipynb", fault),
        ("20_who_responded.ipynb", {**fault, "source": "nothing = None"}),
    ):
        notebook = json.loads((notebooks / name).read_text(encoding="utf-8"))
        notebook["cells"].insert(2, cell)
        (notebooks / name).write_text(json.dumps(notebook), encoding="utf-8")
    return replace(find_layout(None, out), notebooks=notebooks)


@pytest.mark.slow
def test_a_failing_notebook_stops_only_what_needs_it(
    own_out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = files_of(own_out / "scotland-2016")
    layout = broken_project(own_out, tmp_path / "project")
    result = one_run(layout, "scotland-2016", quiet=False)

    assert result.error is not None
    assert exit_code(result.error) is ExitCode.NOTEBOOK_FAILED
    assert str(result.error) == (
        "50_method_and_limits.ipynb, cell 4: the notebook stopped with an error\n"
        "  found:   ZeroDivisionError: division by zero\n"
        "  do:      Open the executed copy: outputs/.cache/failed/scotland-2016/full/50_method_and_limits.ipynb"
    )
    copy = json.loads((own_out.parent / str(result.error).split("copy: ")[1]).read_text(encoding="utf-8"))
    assert copy["cells"][3]["source"] in ("1 / 0", ["1 / 0"])
    assert [output["ename"] for output in copy["cells"][3]["outputs"]] == ["ZeroDivisionError"]
    lines = capsys.readouterr().err.splitlines()
    told = [re.fullmatch(r"\[\d+/20\] scotland-2016: (.+): ((?:kept|done|failed|skipped).*)", line) for line in lines]
    came = {line[1]: line[2] for line in told if line}
    assert came == {
        "release": "kept",
        "chapter summary": "kept",
        "chapter context": "kept",
        "chapter section:priorities": "kept",
        "chapter how_to_read": "kept",
        "chapter across_the_proposals": "kept",
        "chapter groups_and_equality": "kept",
        "chapter principles": "kept",
        "chapter other_channels": "kept",
        "chapter points_raised": "kept",
        "chapter questionnaire": "kept",
        "board": "kept",
        "chapter who_responded": "done (changed: notebook 20_who_responded.ipynb)",
        "chapter method_and_limits": "failed",
        "report.html": "skipped (needs chapter method_and_limits)",
        "report.pdf": "skipped (needs chapter method_and_limits)",
        "audit.html": "skipped (needs chapter method_and_limits)",
        "report.cy.html": "skipped (needs chapter method_and_limits)",
        "easy_read.docx": "kept",
        "easy_read.cy.docx": "kept",
    }
    assert files_of(own_out / "scotland-2016") == earlier


@pytest.mark.parametrize("fault", [RuntimeError("no more space"), KeyboardInterrupt()])
def test_a_run_that_dies_while_it_is_put_together_leaves_nothing_that_looks_complete(
    own_out: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    shutil.rmtree(own_out / "scotland-2016")

    def dies(*_: object) -> str:
        raise fault

    monkeypatch.setattr(assemble, "crate_json", dies)
    layout = find_layout(None, own_out)
    if isinstance(fault, Exception):
        result = one_run(layout, "scotland-2016")
        assert result.error is fault
        assert exit_code(fault) is ExitCode.FAULT
    else:
        with pytest.raises(KeyboardInterrupt):
            one_run(layout, "scotland-2016")
    assert files_of(own_out / "scotland-2016") == {}
    assert list((own_out / "scotland-2016" / "full").iterdir()) == []
    monkeypatch.undo()
    monkeypatch.setattr(kernel, "run_notebook", no_kernel)
    assert one_run(layout, "scotland-2016").error is None


def test_a_file_that_is_edited_while_the_run_is_made_stops_it(own_out: Path, own_params: Path) -> None:
    project = open_project(find_layout(own_params, own_out), "scotland-2016")
    path = own_params / "scotland-2016" / "consultation.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# Another thought.\n", encoding="utf-8", newline="\n")
    before = files_of(own_out / "scotland-2016")
    read = {"release": Outcome("release", Result.KEPT, parts={"data": "as it was"})}
    with pytest.raises(ParameterError) as refused:
        assemble.assemble(project, read)
    (data,) = project.parameters.data_files.values()
    assert str(refused.value) == (
        "params/scotland-2016/consultation.yaml: changed while the run was made, which read it as it was before\n"
        f"  do:      Run again.\n{data.name}: changed while the run was made, which read it as it was before\n"
        "  do:      Run again."
    )
    assert files_of(own_out / "scotland-2016") == before
