"""Whether a run's folder still holds what it held when it was complete, by the hashes in its crate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from findings.audit.crate import METADATA
from findings.audit.manifest import files_of, sha256_of
from findings.audit.strictjson import strict_json
from findings.errors import Problem

CRATE = f"restricted/{METADATA}"
_DO = "Ask for the folder as the run left it."
_OUTSIDE = ("#public/", "#board/")


def file_problems(run: Path) -> tuple[Problem, ...]:
    """The files of a run that are missing, changed or added, by their hashes.

    A crate that is missing or cannot be read is itself the one that is named.

    Parameters
    ----------
    run
        A run's folder. Its crate is not signed: this finds accidents and edits, not a forger who
        writes the crate anew.
    """
    strange = tuple(_strange(run))
    try:
        said = _hashes(strict_json((run / CRATE).read_text(encoding="utf-8")))
    except OSError:
        return (*strange, Problem(CRATE, "the file that holds every hash is missing", do=_DO))
    except (ValueError, TypeError, KeyError) as error:
        found = str(error) if "twice" in str(error) else ""
        return (*strange, Problem(CRATE, "the file that holds every hash cannot be read", found, do=_DO))
    there = set(files_of(run)) - {CRATE}
    problems = list(strange)
    told = {problem.where for problem in strange}
    for name in sorted(there | said.keys()):
        if name not in there:
            problems.append(Problem(name, "this file of the run is missing", do=_DO))
        elif name in told:
            continue
        elif name not in said:
            problems.append(Problem(name, "this file was added: the run's crate does not name it", do="Take it out."))
        elif (found := sha256_of(run / name)) != said[name]:
            problems.append(
                Problem(name, "this file was changed after the run", f"SHA-256 {found}", f"SHA-256 {said[name]}", _DO)
            )
    return tuple(problems)


def _strange(run: Path) -> Iterator[Problem]:
    """What is no file and no folder with files: a link shows what stands elsewhere, which may change at any time."""
    for path in sorted(run.rglob("*")):
        name = path.relative_to(run).as_posix()
        if path.is_symlink():
            yield Problem(name, "a link, and no file of the run's own", do=_DO)
        elif path.is_dir():
            if not any(path.iterdir()):
                yield Problem(name, "an empty folder: no run has one", do="Take it out.")
        elif not path.is_file():
            yield Problem(name, "neither a file nor a folder", do="Take it out.")


def harmed_files(run: Path) -> tuple[str, ...]:
    """The paths of the files that `file_problems` tells of."""
    return tuple(problem.where for problem in file_problems(run))


def _hashes(crate: Any) -> dict[str, str]:
    """Path from the run's folder -> SHA-256, for each file that the crate describes and the run holds."""
    hashes: dict[str, str] = {}
    for entity in crate["@graph"]:
        name = unquote(entity["@id"])
        if "sha256" not in entity:
            continue
        if name.startswith(_OUTSIDE):
            hashes[name.removeprefix("#")] = str(entity["sha256"])
        elif not name.startswith("#"):
            hashes[f"restricted/{name}"] = str(entity["sha256"])
    return hashes
