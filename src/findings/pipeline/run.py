"""Runs: consultations in, complete run folders out; and why a step would run."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from findings.audit.manifest import check_manifest
from findings.audit.whole import harmed_files
from findings.consultation.build import build
from findings.consultation.editions import FULL, MIDPOINT, editions_of
from findings.errors import ParameterError, Problem
from findings.pipeline.assemble import assemble, run_id
from findings.pipeline.cache import Cache
from findings.pipeline.changed import changed_in_run
from findings.pipeline.graph import Outcome, Report, Result, Work, compute, perform, why
from findings.pipeline.latest import make_latest
from findings.pipeline.layout import Layout
from findings.pipeline.plan import chapter_runs
from findings.pipeline.progress import Progress
from findings.pipeline.side import sides
from findings.pipeline.slots import slots
from findings.pipeline.steps import Project, steps_of

if TYPE_CHECKING:
    from findings.pipeline.provisioner import Forks


@dataclass(frozen=True)
class RunResult:
    """What came of a consultation's run: its folder, or its error; and what its analysts are to be told."""

    name: str
    folder: Path | None = None
    up_to_date: bool = False
    error: Exception | None = None
    told: tuple[str, ...] = ()


def open_project(layout: Layout, name: str) -> Project:
    """A consultation with its parameters and plan checked, in its first edition or the one asked for.

    Raises
    ------
    ParameterError
        With every problem.
    """
    return open_editions(layout, name)[0]


def open_editions(layout: Layout, name: str) -> tuple[Project, ...]:
    """A consultation once for each of its editions, or in the one asked for.

    An edition of another name, such as a mid-point edition, counts what the edition `full` counts.

    Raises
    ------
    ParameterError
        With every problem.
    """
    parameters = build(layout.params / name, layout.common_plan)
    editions = editions_of(parameters.consultation.data)
    if layout.edition and layout.edition not in editions and FULL not in editions:
        what, do = "no such edition: none of the channels are counted together", "Name one, or pool channels."
        raise ParameterError([Problem("--edition", what, layout.edition, ", ".join(editions), do)])
    if layout.edition == MIDPOINT and parameters.consultation.midpoint is None:
        what, do = "no mid-point is declared", "Add 'midpoint:' with 'until:' to consultation.yaml."
        raise ParameterError([Problem("--edition", what, layout.edition, ", ".join(editions), do)])
    projects = []
    for edition in [layout.edition] if layout.edition else editions:
        own = replace(parameters, edition=edition)
        chapters = tuple(chapter_runs(own, layout.notebooks))
        # Told here, before anything runs: what was written where nobody would read it.
        slots(own, chapters)
        projects.append(Project(replace(layout, edition=edition), own, chapters))
    return tuple(projects)


def run(
    layout: Layout, names: Sequence[str], *, jobs: int = 0, force: bool = False, quiet: bool = False
) -> list[RunResult]:
    """Run consultations, as many steps at once as there are jobs.

    Parameters
    ----------
    layout
        Where things lie.
    names
        The consultations.
    jobs
        How many steps run at once; 0 is as many as there are processors.
    force
        Run every step although nothing changed.
    quiet
        Say nothing on the way.

    Returns
    -------
    list of RunResult
        One an edition of a consultation, in the order given; the fault of one does not stop another.
    """
    results: dict[str, RunResult] = {}
    projects: list[Project] = []
    for name in names:
        try:
            editions = open_editions(layout, name)
        except Exception as error:
            results[name] = RunResult(name, error=error)
            continue
        for project in editions:
            called = project.name
            # Where it stands among the results, whenever it is done.
            results[called] = RunResult(called)
            try:
                complete = None if force else complete_run(project)
            except Exception as error:
                results[called] = RunResult(called, error=error)
                continue
            if complete:
                # Going back to earlier inputs goes back to their run.
                make_latest(complete.parent, complete.name)
                told = tuple(changed_in_run(project, complete))
                results[called] = RunResult(called, complete, up_to_date=True, told=told)
            else:
                projects.append(project)
    if projects:
        Cache(layout.cache).sweep()
        steps = [steps_of(project) for project in projects]
        progress = Progress(sum(len(own) for own in steps), quiet=quiet)
        works = [_work(project, progress, anew=force) for project in projects]
        jobs = jobs or os.cpu_count() or 1
        with _kernels(layout) as kernels, sides(jobs - 1, kernels.environment):
            outcomes = compute(works, jobs)
        for project in projects:
            outcome = outcomes[project.name]
            told = tuple(changed_in_run(project, outcome.folder)) if outcome.folder is not None else ()
            results[project.name] = RunResult(project.name, outcome.folder, error=outcome.error, told=told)
    return list(results.values())


def complete_run(project: Project) -> Path | None:
    """The folder of a complete, unharmed run of exactly these inputs, if there is one."""
    folder = project.layout.edition_folder(project.parameters.name) / run_id(project)
    return None if check_manifest(folder / "public") or harmed_files(folder) else folder


def explain(layout: Layout, name: str) -> list[str]:
    """What would run, and why, one line a step; nothing that a run keeps is changed.

    To say which chapters change, the steps before them are done in a folder that is thrown away.
    """
    project = open_project(layout, name)
    complete = complete_run(project)
    if complete:
        return [f"nothing would run: {complete.relative_to(layout.out.parent).as_posix()} is complete and unchanged"]
    cache = Cache(layout.cache)
    layout.cache.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=layout.cache, prefix="explain-"))
    try:
        work = replace(_work(project, lambda _name, _outcome: None), cache=Cache(scratch))
        return _explained(work, cache)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _explained(work: Work, cache: Cache) -> list[str]:
    """Each step's line; a step whose outputs others need is done in the scratch cache."""
    lines, outcomes = [], dict[str, Outcome]()
    for step in work.steps:
        waits = [need for need in step.needs if need not in outcomes]
        if waits:
            lines.append(f"{step.name}: would run if {', '.join(waits)} come out otherwise than before")
            continue
        folders = {need: outcomes[need].folder for need in step.needs}
        parts = step.reads({need: folder for need, folder in folders.items() if folder is not None})
        entry = cache.kept(step.name, parts)
        if entry:
            outcomes[step.name] = Outcome(step.name, Result.KEPT, entry, parts)
            lines.append(f"{step.name}: kept, done before with the same content")
            continue
        lines.append(f"{step.name}: would run, {why(parts, work.last.get(step.name))}")
        if step.name == "release":
            done = perform(work, step, [])
            if done.error is not None:
                raise done.error
            outcomes[step.name] = done
    return lines


def _kernels(layout: Layout) -> AbstractContextManager[Forks]:
    """Kernels that start fast; what matplotlib finds out about fonts is kept, so that no home is needed."""
    from findings.pipeline.provisioner import forked_kernels

    return forked_kernels({"MPLCONFIGDIR": str(layout.cache / "matplotlib")})


def _work(project: Project, report: Report, *, anew: bool = False) -> Work:
    cache = Cache(project.layout.cache)
    name, edition = project.parameters.name, project.layout.edition

    def finished(outcomes: Mapping[str, Outcome]) -> Outcome:
        outcome = assemble(project, outcomes)
        cache.remember(name, edition, {step: done.parts for step, done in outcomes.items()})
        return outcome

    return Work(project.name, tuple(steps_of(project)), cache, cache.last(name, edition), finished, report, anew)
