"""`findings verify`: whether a run is whole, counts what it says, prints what it counted, and says how it was made.

Four looks, each by itself: (a) every file against its hash, (b) every cell counted again, (c) every printed number
looked up, (d) the crate. A look that cannot be taken is a fault too: what was not looked at is never "verified".
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import findings
from findings.audit.beside import beside
from findings.audit.claims import claim_problems
from findings.audit.cratecheck import crate_problems
from findings.audit.drafts import is_draft
from findings.audit.executed import executed_problems
from findings.audit.identity import identity_problems
from findings.audit.inventory import inventory_problems
from findings.audit.manifest import check_manifest, files_of
from findings.audit.marked import draft_problems, mark_problems
from findings.audit.runfolder import EVIDENCE, run_folder
from findings.audit.strictjson import strict_json
from findings.audit.validator import is_installed
from findings.audit.whole import CRATE, file_problems
from findings.consultation.madeup import MARK
from findings.errors import FindingsError, ParameterError, Problem
from findings.evidence.cell import Cell, SourceKind, from_csv

_LONG = 2_000_000
"""Bytes of evidence from which on two looks are taken at once."""
_ASK = "Ask for the folder as the run left it."


@dataclass(frozen=True)
class Look:
    """One of the four looks: what was looked at, in words, and what is wrong."""

    name: str
    seen: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Verification:
    """What `verify` found out about a run."""

    made_up: bool
    looks: tuple[Look, ...]

    @property
    def verified(self) -> bool:
        """Whether nothing is wrong."""
        return not any(look.problems for look in self.looks)

    def lines(self, most: int = 0) -> list[str]:
        """What is printed: what differs, look by look, and at the end one line.

        Parameters
        ----------
        most
            How many problems of each look are told; 0 is all.
        """
        lines = [f"{MARK}: this run is a rehearsal."] if self.made_up else []
        for look in self.looks:
            if look.problems:
                shown = look.problems[: most or None]
                lines += [f"{look.name}: {_number(len(look.problems))}", *(str(problem) for problem in shown)]
                more = len(look.problems) - len(shown)
                lines += [f"... and {more:,} more: print them with --all", ""] if more else [""]
        if self.verified:
            return [*lines, "verified: " + "; ".join(look.seen for look in self.looks)]
        told = ", ".join(f"{len(look.problems):,} in {look.name}" for look in self.looks if look.problems)
        return [*lines, f"NOT VERIFIED: {told}"]


def verify(path: Path) -> Verification:
    """Look at a run from four sides.

    Parameters
    ----------
    path
        A run's folder, or its edition's or consultation's (`findings.audit.runfolder`).

    Raises
    ------
    ParameterError
        If there is no run.
    """
    run = _folder(path)
    version = _version_problems(_entities(run))
    if version:
        # Another version may count and write otherwise: what it looks like from here says nothing.
        return Verification(False, (Look("the version", "", version),))
    with _judged(run) as judge, beside(at_once=_is_long(run)) as start:
        cells, marks = start(cells_look, run), start(_marks_look, run)
        files, numbers, crate = files_look(run), _numbers_look(run), crate_look(run, judge)
        looks = (files, _given("cells", cells), _joined(numbers, _given("printed numbers", marks)), crate)
    return Verification(_is_made_up(run), looks)


def files_look(run: Path) -> Look:
    """(a) Every file against its hash, nothing added, missing or of no run, and its name against what was read."""
    entities = _entities(run)

    def look() -> Sequence[Problem]:
        problems = list(file_problems(run))
        known = {problem.where for problem in problems}
        for problem in check_manifest(run / "public"):
            named = replace(problem, where=f"public/{problem.where}")
            problems += [named] if named.where not in known else []
        told = {problem.where for problem in problems}
        problems += [problem for problem in inventory_problems(run) if problem.where not in told]
        return [*problems, *(identity_problems(entities, run.resolve().name) if entities else ())]

    return Look("files", f"{len(files_of(run)):,} files as they were", _problems("files", look))


def cells_look(run: Path) -> Look:
    """(b) Every cell counted again from the responses or the tally."""
    from findings.audit.recount import cell_problems

    cells, unreadable = _cells(run)
    found = unreadable or _problems("the recount", lambda: tuple(cell_problems(run)))
    return Look("cells", f"{len(cells):,} cells counted again", found)


def printed_look(run: Path) -> Look:
    """(c) Every printed number looked up in the store; and the marks of made-up data and of drafts."""
    return _joined(_numbers_look(run), _marks_look(run))


def _numbers_look(run: Path) -> Look:
    from findings.audit.figures import figure_problems

    cells, unreadable = _cells(run)
    if unreadable:
        found: tuple[Problem, ...] = (Problem(EVIDENCE, "no printed number can be looked up without it", do=_ASK),)
    else:
        found = _problems("the printed numbers", lambda: tuple(figure_problems(run, cells)))
    return Look("printed numbers", "every printed number found in the store", found)


def _marks_look(run: Path) -> Look:
    def look() -> Sequence[Problem]:
        of_draft = draft_problems(run) if is_draft(run) else ()
        return (*mark_problems(run, _is_made_up(run)), *of_draft)

    return Look("printed numbers", "", _problems("the marks", look))


def _joined(look: Look, other: Look) -> Look:
    return replace(look, problems=look.problems + other.problems)


def _given(name: str, look: Callable[[], Look]) -> Look:
    """What another process saw; that it was stopped is told."""
    try:
        return look()
    except BrokenExecutor as error:
        return Look(name, "", (Problem(name, f"the process that looked was stopped: {error}", do="Verify again."),))


def _is_long(run: Path) -> bool:
    path = run / EVIDENCE
    return path.is_file() and path.stat().st_size > _LONG


def crate_look(run: Path, judge: subprocess.Popen[str] | None = None) -> Look:
    """(d) The crate: its graph, what it says of the run, the notebooks; and what a validator of others finds in it."""

    def look() -> Sequence[Problem]:
        try:
            content = strict_json((run / CRATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return [Problem(CRATE, "the crate is missing or cannot be read", do=_ASK)]
        problems = list(crate_problems(content))
        problems += [*claim_problems(run, _entities(run), _is_made_up(run)), *executed_problems(run)]
        if judge is not None:
            problems += [Problem(CRATE, f"roc-validator: {fault}") for fault in _judgement(judge)]
        return problems

    seen = "the crate is valid" + ("" if judge else " by our own rules")
    seen += "" if is_installed() else " (roc-validator is not installed)"
    return Look("the crate", seen, _problems("the crate", look))


def _number(problems: int) -> str:
    return "1 problem" if problems == 1 else f"{problems:,} problems"


def _folder(path: Path) -> Path:
    """The run's folder; half a run is one too, so that what is missing can be told."""
    try:
        return run_folder(path)
    except ParameterError:
        if any((path / part).is_dir() for part in ("public", "restricted")):
            return path
        raise


def _entities(run: Path) -> dict[str, dict[str, Any]]:
    """The entities of the run's crate by identifier; none where it cannot be read, which the looks tell."""
    try:
        graph = strict_json((run / CRATE).read_text(encoding="utf-8"))["@graph"]
        return {str(entity["@id"]): entity for entity in graph}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _version_problems(entities: Mapping[str, dict[str, Any]]) -> tuple[Problem, ...]:
    made_by = entities.get("#findings", {}).get("softwareVersion")
    if made_by is None or made_by == findings.__version__:
        return ()
    do = f"Verify it with findings {made_by}, the version that its crate names."
    what = "the run was made by another version of findings, and was not looked at"
    return (Problem(CRATE, what, str(made_by), findings.__version__, do),)


def _cells(run: Path) -> tuple[dict[str, Cell], tuple[Problem, ...]]:
    try:
        return {cell.cell: cell for cell in from_csv((run / EVIDENCE).read_text(encoding="utf-8"))}, ()
    except OSError:
        return {}, (Problem(EVIDENCE, "this file of the run is missing", do=_ASK),)
    except (ValueError, TypeError, KeyError) as error:
        return {}, (Problem(EVIDENCE, "not the evidence of a run", str(error), do=_ASK),)


def _is_made_up(run: Path) -> bool:
    """Whether a cell of the evidence says so; evidence that cannot be read says nothing, which is told."""
    try:
        with (run / EVIDENCE).open(encoding="utf-8", newline="") as file:
            return any(row.get("source_kind") == SourceKind.MADE_UP for row in csv.DictReader(file))
    except (OSError, ValueError, csv.Error):
        return False


def _problems(name: str, look: Callable[[], Sequence[Problem]]) -> tuple[Problem, ...]:
    """What a look finds; a look that stops is told as what it is."""
    try:
        return tuple(look())
    except FindingsError as error:
        return error.problems
    except Exception as error:
        # A harmed file can stop any reader. What could not be read is not verified, whoever's fault it is.
        what = f"verify could not look at all of it: {type(error).__name__}: {error}"
        return (
            Problem(name, what, do="Look at the files named above; if there are none, report this as a fault of ours."),
        )


@contextmanager
def _judged(run: Path) -> Iterator[subprocess.Popen[str] | None]:
    """The validator of others at work beside us, where it is installed."""
    if not is_installed() or not (run / CRATE).is_file():
        yield None
        return
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "findings.audit.validator", str((run / "restricted").resolve()), cache]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace"
        ) as judge:
            try:
                yield judge
            finally:
                judge.kill()


def _judgement(judge: subprocess.Popen[str]) -> list[str]:
    """The faults that the validator told; that it stopped without a word is one."""
    out, err = judge.communicate()
    lines = out.splitlines()
    if "judged" not in lines:
        return [f"it stopped before it had judged: {' '.join(err.split())[-200:]}"]
    return [line.removeprefix("fault: ") for line in lines if line.startswith("fault: ")]
