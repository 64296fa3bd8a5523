"""The workbooks of a consultation out and in: its set-up, and commentary beside the numbers of its newest run."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from findings.errors import ParameterError, Problem
from findings.pipeline.layout import Layout
from findings.pipeline.run import open_project
from findings.pipeline.slots import evidence_of_run, readers
from findings.pipeline.steps import Project

if TYPE_CHECKING:
    from findings.exhibits.written import Reader

_RUN_FIRST = "Run it first: findings run {name}"


def newest_run(project: Project) -> Path | None:
    """The folder that an edition's `latest.json` names, if it is there."""
    folder = project.layout.edition_folder(project.parameters.name)
    try:
        run = folder / str(json.loads((folder / "latest.json").read_text(encoding="utf-8"))["run"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return run if (run / "public" / "evidence.csv").is_file() else None


def workbooks_out(layout: Layout, name: str, file: Path | None) -> list[str]:
    """Write the workbooks of a consultation, or the one named; returns what to print."""
    from findings.setup import write_setup
    from findings.setup.commentary_book import STEM, write_commentary

    told = []
    only_commentary = file is not None and file.stem.casefold().startswith(STEM)
    if not only_commentary:
        told.append(f"written: {write_setup(layout.params / name, file)}")
        if file is not None:
            return told
    project = open_project(layout, name)
    run = newest_run(project)
    if run is None:
        if only_commentary:
            raise ParameterError([_no_run(project, str(file))])
        return [*told, f"no workbook of commentary: no complete run whose numbers it could list. {_first(project)}"]
    edition = project.layout.edition
    path = write_commentary(project.parameters, _readers(project, run), edition, file)
    return [*told, f"written: {path}, with the numbers of run {run.name}"]


def workbooks_in(layout: Layout, name: str, file: Path | None) -> list[str]:
    """Read the workbooks of a consultation in, or the one named; returns what to print."""
    from findings.setup import read_setup
    from findings.setup.commentary_book import default_name, is_commentary, read_commentary_book
    from findings.setup.workbook import DEFAULT_NAME

    if file is not None and not is_commentary(file):
        return [read_setup(layout.params / name, file).told]
    told = []
    folder = layout.params / name
    beside = [folder / DEFAULT_NAME] if file is None else []
    if beside and (beside[0].exists() or not list(folder.glob("commentary*.xlsx"))):
        told.append(read_setup(folder).told)
    project = open_project(layout, name)
    path = file or folder / default_name(project.layout.edition)
    if file is None and not path.exists():
        return told
    run = newest_run(project)
    if run is None:
        raise ParameterError([_no_run(project, path.name)])
    changes = read_commentary_book(project.parameters, _readers(project, run), project.layout.edition, path)
    return [*told, f"{path.name}: {changes.told}"]


def _readers(project: Project, run: Path) -> Mapping[str, Reader]:
    parameters = project.parameters
    try:
        own = readers(parameters, project.chapters, evidence_of_run(parameters, run))
        for reader in own.values():
            for ref in reader.evidence.cells:
                reader.told(ref)
    except (KeyError, StopIteration) as error:
        what = "the newest run counts what the parameters no longer have"
        raise ParameterError([Problem(run.name, what, str(error).strip("'"), do=_first(project))]) from error
    return own


def _first(project: Project) -> str:
    return _RUN_FIRST.format(name=project.parameters.name)


def _no_run(project: Project, file: str) -> Problem:
    return Problem(file, "no complete run whose numbers could stand in commentary", do=_first(project))
