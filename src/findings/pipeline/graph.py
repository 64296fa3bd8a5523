"""The steps of every consultation as one Dask graph, and what came of each."""

from __future__ import annotations

import enum
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from findings.errors import FindingsError
from findings.pipeline.cache import Cache, write_text
from findings.pipeline.steps import Step


class Result(enum.StrEnum):
    """What came of a step."""

    DONE = "done"
    KEPT = "kept"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class Outcome:
    """A step after its turn.

    Parameters
    ----------
    step
        Its name.
    result
        Done now, kept from the cache, failed, or skipped since a step that it needs failed.
    folder
        Its outputs, where there are any.
    parts
        What it read.
    reason
        Why it ran, in words.
    error
        Why it failed.
    """

    step: str
    result: Result
    folder: Path | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    error: Exception | None = None

    @property
    def usable(self) -> bool:
        """Whether a step that needs this one can run."""
        return self.folder is not None


Report = Callable[[str, Outcome], None]


@dataclass(frozen=True)
class Work:
    """One consultation's part of the graph.

    Parameters
    ----------
    name
        The consultation.
    steps
        Its steps, each after those that it needs.
    cache, last
        Where outputs are kept, and what each step read in the last complete run.
    finish
        Called with the outcomes when all steps had their turn; its own outcome is the run's.
    report
        Told of each outcome as it comes.
    anew
        Whether steps run although their outputs are known.
    """

    name: str
    steps: tuple[Step, ...]
    cache: Cache
    last: Mapping[str, Mapping[str, str]]
    finish: Callable[[Mapping[str, Outcome]], Outcome]
    report: Report
    anew: bool = False


def graph_of(works: Sequence[Work]) -> dict[Any, Any]:
    """The graph: a task a step, named (consultation, step), and one that finishes each run.

    It is plain data; any Dask scheduler runs it.
    """
    graph: dict[Any, Any] = {}
    for work in works:
        for step in work.steps:
            graph[work.name, step.name] = (perform, work, step, [(work.name, need) for need in step.needs])
        graph[work.name, "finish"] = (finish, work, [(work.name, step.name) for step in work.steps])
    return graph


def compute(works: Sequence[Work], jobs: int) -> dict[str, Outcome]:
    """Run the graph on Dask's threaded scheduler; consultation -> the outcome of its run."""
    from dask.threaded import get

    wanted = [(work.name, "finish") for work in works]
    outcomes = get(graph_of(works), wanted, num_workers=jobs)
    return {work.name: outcome for work, outcome in zip(works, outcomes, strict=True)}


def perform(work: Work, step: Step, needed: Sequence[Outcome]) -> Outcome:
    """Give a step its turn. A failure is an outcome, so that what does not need it goes on."""
    outcome = _performed(work, step, needed)
    work.report(work.name, outcome)
    return outcome


def finish(work: Work, outcomes: Sequence[Outcome]) -> Outcome:
    """Finish a run if every step has outputs."""
    by_step = {outcome.step: outcome for outcome in outcomes}
    failed = [outcome for outcome in outcomes if outcome.result is Result.FAILED]
    if failed:
        return Outcome("run", Result.FAILED, error=_together(failed))
    try:
        return work.finish(by_step)
    except Exception as error:
        return Outcome("run", Result.FAILED, error=_told(error, work, "finish"))


def why(parts: Mapping[str, str], last: Mapping[str, str] | None) -> str:
    """Why a step's key is another than in the last complete run.

    Examples
    --------
    >>> why({"data": "1", "plan.yaml": "2"}, {"data": "0", "plan.yaml": "2"})
    'changed: data'
    >>> why({}, None), why({"data": "1"}, {"data": "1"})
    ('was not run before', 'nothing that it reads changed')
    """
    if last is None:
        return "was not run before"
    names = sorted(set(parts) | set(last))
    changed = [name for name in names if parts.get(name) != last.get(name)]
    return f"changed: {', '.join(changed)}" if changed else "nothing that it reads changed"


def _performed(work: Work, step: Step, needed: Sequence[Outcome]) -> Outcome:
    missing = [outcome.step for outcome in needed if not outcome.usable]
    if missing:
        return Outcome(step.name, Result.SKIPPED, reason=f"needs {', '.join(missing)}")
    folders = {outcome.step: outcome.folder for outcome in needed if outcome.folder is not None}
    parts: dict[str, str] = {}
    try:
        parts = step.reads(folders)
        reason = why(parts, work.last.get(step.name))
        kept = None if work.anew else work.cache.kept(step.name, parts)
        folder = kept or work.cache.make(step.name, parts, lambda place: step.make(folders, place))
    except Exception as error:
        return Outcome(step.name, Result.FAILED, parts=parts, error=_told(error, work, step.name))
    return Outcome(step.name, Result.KEPT if kept else Result.DONE, folder, parts, reason)


def _told(error: Exception, work: Work, step: str) -> Exception:
    """A fault of ours leaves its traceback in a file; what a user did is told in words only."""
    if not isinstance(error, FindingsError):
        place = work.cache.folder / "failed" / work.name / "fault.txt"
        write_text(place, f"{step}\n{''.join(traceback.format_exception(error))}")
        error.add_note(f"The traceback is in {place}")
    return error


def _together(failed: Sequence[Outcome]) -> Exception:
    """The error of a run: that of its first failed step, told with those of the others."""
    errors = [outcome.error for outcome in failed if outcome.error is not None]
    first = errors[0]
    if isinstance(first, FindingsError) and len(errors) > 1:
        return type(first)((), "\n".join(str(error) for error in errors))
    return first
