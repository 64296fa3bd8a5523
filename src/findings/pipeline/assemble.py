"""A complete run's folder, put together beside and moved into place."""

from __future__ import annotations

import importlib.metadata
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import findings
from findings.audit.crate import METADATA, crate_json
from findings.audit.description import InputFile, NotebookRun, RunDescription
from findings.audit.log import Event, log_lines
from findings.audit.manifest import manifest
from findings.consultation.language import UNTRANSLATED, suffixed
from findings.consultation.names import WITHDRAWN
from findings.errors import ParameterError, Problem
from findings.evidence.store import open_store
from findings.pipeline.cache import replace_folder
from findings.pipeline.fingerprint import PACKAGE, of_file, of_parts, of_rooms
from findings.pipeline.graph import Outcome, Result
from findings.pipeline.latest import make_latest
from findings.pipeline.plan import RELEASE_NOTEBOOK
from findings.pipeline.steps import Folders, Project


def run_id(project: Project) -> str:
    """The run's name: a fingerprint of data, parameters, the plan's notebooks, code and lock file.

    Its parts all stand in the run's crate, so that `findings verify` can work the name out again.
    """
    parts = {
        "name": project.parameters.name,
        "data": project.parameters.data_hash,
        **dict(project.parameters.files),
        **{f"notebook {name}": of_file(project.layout.notebooks / name) for name in _notebook_names(project)},
        "code": code_fingerprint(),
        **project.surroundings,
    }
    return of_parts(parts)[:12]


def code_fingerprint() -> str:
    """One hash of the whole package."""
    rooms = sorted(path.name for path in PACKAGE.iterdir() if path.suffix == ".py" or path.is_dir())
    return of_parts(of_rooms(*[room for room in rooms if room != "__pycache__"]))


def assemble(project: Project, outcomes: Mapping[str, Outcome]) -> Outcome:
    """Put a run together from the outputs of its steps and move it into place.

    Returns
    -------
    Outcome
        The run's own, with its folder.

    Raises
    ------
    ParameterError
        If a file that the run was made from is another by now: the run would keep a copy of what it did not read.
    """
    _refuse_what_changed(project, outcomes)
    run, edition = run_id(project), project.layout.edition_folder(project.parameters.name)
    edition.mkdir(parents=True, exist_ok=True)
    folders = {name: outcome.folder for name, outcome in outcomes.items() if outcome.folder is not None}
    story = open_store(folders["release"] / "store").story
    beside = Path(tempfile.mkdtemp(dir=edition, prefix=".part-"))
    try:
        _copy_outputs(project, folders, beside)
        _copy_inputs(project, beside / "restricted")
        events = [Event(str(outcome.result), name, outcome.reason) for name, outcome in outcomes.items()]
        _write(beside / "restricted" / "log.jsonl", log_lines(events))
        _write(beside / "public" / "manifest.json", manifest(beside / "public"))
        _write(beside / "restricted" / METADATA, crate_json(beside, _description(project, run, story.title)))
        beside.chmod(0o755)
        # For analysts and auditors: whoever passes it on decides to.
        (beside / "restricted").chmod(0o700)
        replace_folder(beside, edition / run)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    make_latest(edition, run)
    return Outcome("run", Result.DONE, edition / run)


def _refuse_what_changed(project: Project, outcomes: Mapping[str, Outcome]) -> None:
    own = project.parameters
    changed = [
        f"params/{own.name}/{path.relative_to(own.folder).as_posix()}" if path.is_relative_to(own.folder) else path.name
        for name, path in _parameter_files(project).items()
        if own.files.get(name, of_file(path)) != of_file(path)
    ]
    release = outcomes.get("release")
    if release is not None and release.parts.get("data", own.data_hash) != own.data_hash:
        changed += [path.name for path in dict.fromkeys(own.data_files.values())]
    if changed:
        what, do = "changed while the run was made, which read it as it was before", "Run again."
        raise ParameterError([Problem(name, what, do=do) for name in changed])


def _copy_outputs(project: Project, folders: Folders, run: Path) -> None:
    for part in ("public", "board", "restricted/notebooks"):
        (run / part).mkdir(parents=True)
    restricted = run / "restricted"
    shutil.copytree(folders["release"] / "restricted", restricted, dirs_exist_ok=True)
    for name in ("report.html", "report.pdf"):
        shutil.copyfile(folders[name] / name, run / "public" / name)
    shutil.copyfile(folders["release"] / "store" / "evidence.csv", run / "public" / "evidence.csv")
    shutil.copyfile(folders["audit.html"] / "audit.html", restricted / "audit.html")
    shutil.copyfile(folders["report.pdf"] / "missing_characters.csv", restricted / "missing_characters.csv")
    for language in project.translated:
        page = suffixed("report.html", language)
        shutil.copyfile(folders[page] / page, run / "public" / page)
        kept = suffixed(UNTRANSLATED, language)
        shutil.copyfile(folders[page] / UNTRANSLATED, restricted / kept)
    for language in project.languages:
        easy = suffixed("easy_read.docx", language)
        shutil.copyfile(folders[easy] / easy, run / "board" / easy)
    for file in sorted(folders["board"].iterdir()):
        # Files only: the cache's folder may be entered by its owner alone, the board's by whom it is meant for.
        shutil.copyfile(file, run / "board" / file.name)
    shutil.copyfile(folders["release"] / "notebooks" / RELEASE_NOTEBOOK, restricted / "notebooks" / RELEASE_NOTEBOOK)
    for chapter in project.chapters:
        executed = folders[f"chapter {chapter.id}"] / "notebooks" / chapter.executed_name
        shutil.copyfile(executed, restricted / "notebooks" / chapter.executed_name)


def _copy_inputs(project: Project, restricted: Path) -> None:
    """What the run was made from, beside the data: parameters, plan, notebooks as written, lock file."""
    for folder in ("inputs", "workflow"):
        (restricted / folder).mkdir()
    for name, file in _parameter_files(project).items():
        copy = restricted / ("workflow" if name == "plan.yaml" else "inputs") / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    if project.layout.lock.is_file():
        shutil.copyfile(project.layout.lock, restricted / "inputs" / project.layout.lock.name)
    for name in _notebook_names(project):
        shutil.copyfile(project.layout.notebooks / name, restricted / "workflow" / name)


def _parameter_files(project: Project) -> dict[str, Path]:
    folder = project.parameters.folder
    own_plan = folder / "plan.yaml"
    kept = {"guesses.yaml": folder / "guesses.yaml", "withdrawn.csv": folder / WITHDRAWN}
    return {
        "consultation.yaml": folder / "consultation.yaml",
        "questionnaire.yaml": folder / "questionnaire.yaml",
        "plan.yaml": own_plan if own_plan.exists() else project.layout.common_plan,
        **{name: path for name, path in kept.items() if name in project.parameters.files},
        **project.parameters.beside,
    }


def _notebook_names(project: Project) -> list[str]:
    return [RELEASE_NOTEBOOK, *dict.fromkeys(chapter.notebook.name for chapter in project.chapters)]


def _description(project: Project, run: str, title: str) -> RunDescription:
    parameters, consultation = project.parameters, project.parameters.consultation
    return RunDescription(
        name=parameters.name,
        title=title,
        organisation=consultation.organisation,
        published=consultation.published,
        run=run,
        edition=project.layout.edition,
        workflow="workflow/plan.yaml",
        code=code_fingerprint(),
        lock=of_file(project.layout.lock),
        version=findings.__version__,
        python=platform.python_version(),
        system=sys.platform,
        packages=_packages(project.layout.lock),
        inputs=tuple(_inputs(project)),
        notebooks=tuple(_notebook_runs(project)),
    )


def _inputs(project: Project) -> list[InputFile]:
    named = project.parameters.data_files
    files = []
    for path in dict.fromkeys(named.values()):
        # Two channels may have files of one name.
        use = next(use for use, own in named.items() if own == path)
        label = f"data/{path.name}" if len(named) == 1 else f"data/{use.replace(' ', '/')}/{path.name}"
        files.append(InputFile(label, of_file(path), path.stat().st_size, "data"))
    for name, path in _parameter_files(project).items():
        plan = name == "plan.yaml"
        role, copy = ("plan", f"workflow/{name}") if plan else (_role(name), f"inputs/{name}")
        label = f"{path.parent.name}/{name}" if plan else f"params/{project.parameters.name}/{name}"
        files.append(InputFile(label, of_file(path), path.stat().st_size, role, copy))
    lock = project.layout.lock
    if lock.is_file():
        files.append(InputFile(lock.name, of_file(lock), lock.stat().st_size, "lock", f"inputs/{lock.name}"))
    return files


def _role(name: str) -> str:
    """What a file beside the data was read as: what people coded is no parameter."""
    of_folder = {"kept/codings": "codings", "kept": "points", "free_text": "submissions or codings"}
    folder = name.rpartition("/")[0]
    return next((role for own, role in of_folder.items() if f"{folder}/".startswith(f"{own}/")), "parameters")


def _notebook_runs(project: Project) -> list[NotebookRun]:
    inputs = tuple(file.path for file in _inputs(project) if file.role not in ("plan", "lock"))
    runs = [
        NotebookRun(
            "release",
            "Responses to released evidence",
            f"workflow/{RELEASE_NOTEBOOK}",
            f"notebooks/{RELEASE_NOTEBOOK}",
            (
                ("folder", f"params/{project.parameters.name}"),
                ("plan", "notebooks/plan.yaml"),
                ("edition", project.parameters.edition),
            ),
            inputs,
            ("public/evidence.csv",),
        )
    ]
    for chapter in project.chapters:
        given = tuple((name, str(value)) for name, value in chapter.parameters.items())
        runs.append(
            NotebookRun(
                chapter.id.replace(":", "-"),
                f"Chapter {chapter.id}",
                f"workflow/{chapter.notebook.name}",
                f"notebooks/{chapter.executed_name}",
                given,
                ("public/evidence.csv",),
                ("public/report.html", "public/report.pdf"),
            )
        )
    return runs


def _packages(lock: Path) -> tuple[tuple[str, str], ...]:
    """Name and version of each package of the lock file that is installed."""
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.M) if lock.is_file() else []
    found = []
    for name in sorted(names):
        try:
            found.append((name, importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            continue
    return tuple(found)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
