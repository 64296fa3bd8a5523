"""Restricted data taken away: of a whole consultation, or of one response that was withdrawn.

What goes is listed first and removed only when that is asked for. A folder is moved aside before it is emptied, so that
no half run is left under a run's name; no link is followed. A file that was deleted may still be found on a disk or in
a backup, and copies are out of reach: the list says so.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.consultation.build import build
from findings.consultation.faults import closest
from findings.consultation.model import sources_of
from findings.consultation.names import WITHDRAWN
from findings.errors import ParameterError, Problem
from findings.pipeline.cache import Cache
from findings.pipeline.layout import Layout
from findings.pipeline.withdrawn import holders, kept_holders, note

LATEST = "latest.json"
_STEPS = ".cache/steps/"
NOT_ERASED = (
    "What is deleted may still be found on the disk and in backups. The files that the data came from, copies, "
    "workbooks of a trace and what was passed on are not touched."
)
KEPT = (
    "Codings, points and quotes that name the response are people's own and are not touched. The next run leaves out "
    "what names it and says so; take the rows out by hand if they have to go:"
)
STILL_THERE = "The response still stands in the file that it came from: delete its row there too, then run again."


@dataclass(frozen=True)
class Gone:
    """Something that goes: its path from the folder of outputs, what it is, and how large."""

    path: str
    what: str
    size: int


@dataclass(frozen=True)
class Purged:
    """What was removed, or would be.

    Parameters
    ----------
    done
        Whether it was removed; otherwise this is a list of what would be.
    gone
        Everything that goes, in the order of the paths.
    stood_in
        Of a withdrawn response, the files that held it, from the folder of outputs.
    noted
        The file that keeps the response out of later runs, from the folder of parameters; empty for no response.
    problems
        What could not be removed, and why.
    kept
        Of a withdrawn response, each file of people's own that names it, and in how many rows.
    """

    done: bool
    gone: tuple[Gone, ...]
    stood_in: tuple[str, ...] = ()
    noted: str = ""
    problems: tuple[Problem, ...] = ()
    kept: tuple[tuple[str, int], ...] = ()

    def lines(self) -> list[str]:
        """What is printed."""
        lines = []
        if self.noted:
            where = [f"  {path}" for path in self.stood_in] or ["  no run that is there"]
            lines += ["The response stands in:", *where]
            lines.append(f"{self.noted}: {'keeps' if self.done else 'would keep'} it out of every later run")
        if self.kept:
            lines += [KEPT, *(f"  {path}  ({rows:,} {'row' if rows == 1 else 'rows'})" for path, rows in self.kept)]
        lines.append("Removed:" if self.done else "Would be removed:")
        lines += [f"  {gone.path}  ({_readable(gone.size)}, {gone.what})" for gone in self._told()] or ["  nothing"]
        lines += [str(problem) for problem in self.problems]
        lines += [STILL_THERE] if self.noted else []
        return [*lines, NOT_ERASED] if self.done else [*lines, "Nothing was removed. To remove it, add --yes."]

    def _told(self) -> list[Gone]:
        """What goes, the steps of the cache in one line: their names say nothing to anybody."""
        steps = [gone for gone in self.gone if gone.path.startswith(_STEPS)]
        others = [gone for gone in self.gone if not gone.path.startswith(_STEPS)]
        if not steps:
            return others
        size = sum(gone.size for gone in steps)
        return [*others, Gone(_STEPS + "...", f"{len(steps):,} files and folders of the cache", size)]


def purge(layout: Layout, name: str, *, response: str = "", yes: bool = False, keep_latest: bool = True) -> Purged:
    """Remove a consultation's restricted data, its part of the cache and its old runs; or one response.

    Parameters
    ----------
    layout
        Where things lie. Every edition is purged, whatever its `edition` says.
    name
        The consultation; its parameters may be gone.
    response
        The identifier of a response that was withdrawn, as `responses.csv` of a run has it. It is written to
        `kept/withdrawn.csv` beside the parameters, and every run that holds it is removed whole: its numbers count the
        response. Runs that do not hold it stay.
    yes
        Remove it; otherwise nothing is touched.
    keep_latest
        Without a response: whether the newest run of each edition keeps what is not restricted.

    Raises
    ------
    ParameterError
        If there is no such consultation, a run of it may be in progress, or its responses have no identifiers.
    """
    folder = _outputs_of(layout, name)
    if response:
        _check_response(layout, name, response)
    _check_idle(layout, folder)
    runs = list(_runs(folder))
    stood_in: list[str] = []
    found: list[tuple[Path, str]] = []
    if response:
        for run in runs:
            held = [] if run.is_symlink() else holders(run, response)
            stood_in += [_from(layout.out, path) for path in held]
            found += [(run, "a run that counts the response")] if held else []
    else:
        found += [_of_run(run, keep_latest) for run in runs]
    found = [(path, what) for path, what in found if os.path.lexists(path)]
    taken = {path for path, _ in found}
    found += [(path, "names a run that goes") for path in _pointers(folder) if _named_by(path) in taken]
    found += [(path, "left by a run that was stopped") for path in _left_behind(folder)]
    found += _cached(layout, name)
    gone = [Gone(_from(layout.out, path), _kind(path, what), _size(path)) for path, what in found]
    gone.sort(key=lambda one: one.path)
    noted = f"{name}/{WITHDRAWN}" if response else ""
    problems: list[Problem] = []
    if yes:
        if response:
            # First of all: whatever stops the rest, no later run counts it.
            note(layout.params / name / WITHDRAWN, response)
        refused = [problem for path, _ in found if (problem := _remove(path, layout)) is not None]
        stayed = {problem.where for problem in refused}
        gone = [one for one in gone if one.path not in stayed]
        problems += refused
    own = kept_holders(layout.params / name, response) if response else []
    kept = tuple((path.relative_to(layout.params).as_posix(), rows) for path, rows in own)
    return Purged(yes, tuple(gone), tuple(sorted(stood_in)), noted, tuple(problems), kept)


def _outputs_of(layout: Layout, name: str) -> Path:
    """The folder of a consultation's runs, which need not exist."""
    known = sorted(
        {path.name for base in (layout.params, layout.out) if base.is_dir() for path in base.iterdir() if path.is_dir()}
    )
    known = [one for one in known if not one.startswith(".") and one != "schema"]
    if name not in known:
        raise ParameterError([Problem("purge", "no such consultation", name, ", ".join(known), closest(name, known))])
    folder = layout.out / name
    if folder.is_symlink():
        what, do = "the folder of its runs is a link, which purge does not follow", "Purge where it leads to."
        raise ParameterError([Problem(_from(layout.out, folder), what, do=do)])
    return folder


def _check_response(layout: Layout, name: str, response: str) -> None:
    """Whether the consultation's responses have identifiers that stay theirs."""
    data = build(layout.params / name, layout.common_plan).consultation.data
    sources = sources_of(data)
    where = f"{name}/consultation.yaml"
    if not sources:
        raise ParameterError([Problem(where, "a tally, which holds no responses", response)])
    without = [source for source, of in sources.items() if not of.id_column]
    if any(not source or response.startswith(f"{source}-") for source in without):
        what = "its responses are named by their rows, which move when the file changes"
        do = "Delete the row in the data file, then purge all of it and run again."
        raise ParameterError([Problem(where, what, response, "an 'id_column'", do)])


def _check_idle(layout: Layout, folder: Path) -> None:
    """A run in progress would put back what is taken away."""
    work = [*layout.cache.glob("work/step-*"), *layout.cache.glob("explain-*"), *folder.glob("*/.part-*")]
    problems = [
        Problem(
            _from(layout.out, path),
            "a run may be in progress",
            do="Wait until it has finished; if none is running, delete this folder.",
        )
        for path in sorted(work)
    ]
    if problems:
        raise ParameterError(problems)


def _runs(folder: Path) -> Iterator[Path]:
    """Every run of every edition; a link that stands for one of them is told as one."""
    for edition in _folders(folder):
        if edition.is_symlink():
            yield edition
        else:
            yield from (run for run in _folders(edition) if not run.name.startswith("."))


def _folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir() or path.is_symlink())


def _of_run(run: Path, keep_latest: bool) -> tuple[Path, str]:
    """What of a run goes when all restricted data go."""
    if keep_latest and not run.is_symlink() and _named_by(run.parent / LATEST) == run:
        return run / "restricted", "restricted data of the newest run"
    return run, "a run"


def _pointers(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob(f"*/{LATEST}")) if not path.parent.is_symlink()]


def _named_by(latest: Path) -> Path | None:
    """The run that a `latest.json` names; it is only compared with runs that were found."""
    try:
        run = json.loads(latest.read_text(encoding="utf-8"))["run"]
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return latest.parent / run if isinstance(run, str) else None


def _left_behind(folder: Path) -> list[Path]:
    editions = [path for path in _folders(folder) if not path.is_symlink()]
    return [path for edition in editions for path in sorted(edition.glob(".old-*"))]


def _cached(layout: Layout, name: str) -> list[tuple[Path, str]]:
    """The consultation's part of the cache: every step that is not known to be another's.

    An entry does not say whose it is. What the last runs of other consultations read is known, and theirs stay.
    """
    cache, what = Cache(layout.cache), "cache"
    steps, last = layout.cache / "steps", layout.cache / "last"
    if any(path.is_symlink() for path in (layout.cache, steps, last)):
        return []
    others: set[str] = set()
    for path in sorted(last.glob("*/*.json")):
        if path.parent.name != name:
            for step, parts in cache.last(path.parent.name, path.stem).items():
                others |= {cache.entry(step, parts).name}
    entries = sorted(steps.iterdir()) if steps.is_dir() else []
    found = [(path, what) for path in entries if path.name.removesuffix(".sha256") not in others]
    kept = (layout.cache / "failed" / name, last / name)
    return found + [(path, what) for path in kept if os.path.lexists(path)]


def _remove(path: Path, layout: Layout) -> Problem | None:
    """Take a file, a folder or a link away; what is in use stays and is told."""
    aside = None
    try:
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
            return None
        aside = Path(tempfile.mkdtemp(dir=_beside(path, layout), prefix=".old-"))
        place = path.rename(aside / path.name)
        shutil.rmtree(place, onerror=_writable_then)
        aside.rmdir()
    except OSError as error:
        if aside is not None:
            with contextlib.suppress(OSError):
                # Nothing was moved: an empty folder is no trace.
                aside.rmdir()
        left = _from(layout.out, aside if aside is not None and aside.exists() else path)
        what = f"could not be removed: {error.strerror or type(error).__name__}"
        do = "Close the programs that have a file of it open, and purge again."
        return Problem(_from(layout.out, path), what, left if left != _from(layout.out, path) else "", do=do)
    return None


def _beside(path: Path, layout: Layout) -> Path:
    """Where a folder is moved to first: into the edition's folder, which later runs sweep, or beside it."""
    within = path.relative_to(layout.out).parts
    return layout.out.joinpath(*within[:2]) if len(within) > 2 and within[0] != layout.cache.name else path.parent


def _writable_then(remove: Callable[..., Any], path: str, _: Any) -> None:
    """What was marked read-only goes too."""
    Path(path).chmod(stat.S_IRWXU)
    remove(path)


def _kind(path: Path, what: str) -> str:
    return "a link; what it leads to is not touched" if path.is_symlink() else what


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder; no link is followed."""
    if path.is_symlink() or not path.is_dir():
        return path.lstat().st_size
    return sum(_size(inner) for inner in path.iterdir())


def _from(out: Path, path: Path) -> str:
    return path.relative_to(out).as_posix()


def _readable(size: int) -> str:
    """A size as a person reads it.

    Examples
    --------
    >>> _readable(512), _readable(2_600_000)
    ('512 bytes', '2.6 MB')
    """
    if size < 1_000:
        return f"{size} bytes"
    return f"{size / 1_000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:,.1f} MB"
