"""Finding a run: from its folder, its edition's folder or its consultation's folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from findings.errors import ParameterError, Problem, VerificationFailed

EVIDENCE = "public/evidence.csv"
LATEST = "latest.json"
DEFAULT_EDITION = "full"


def run_folder(path: Path) -> Path:
    """The folder of one run.

    Parameters
    ----------
    path
        `outputs/<consultation>/<edition>/<run>`, or one or two folders above it: then the
        newest complete run is taken, of the edition `full` or of the only one that there is.

    Raises
    ------
    ParameterError
        If there is no run, or more than one edition to choose from.
    """
    if (path / EVIDENCE).is_file():
        return path
    if (path / LATEST).is_file():
        return _latest(path)
    editions = sorted(file.parent.name for file in path.glob(f"*/{LATEST}")) if path.is_dir() else []
    if DEFAULT_EDITION in editions:
        return _latest(path / DEFAULT_EDITION)
    if len(editions) == 1:
        return _latest(path / editions[0])
    if editions:
        raise _no_run(path, "several editions, none of them 'full'", ", ".join(editions), "Name one of them.")
    raise _no_run(path, "not a run", "" if path.is_dir() else "no such folder", "Give the folder of a run.")


def _latest(edition: Path) -> Path:
    """The run that `latest.json` names; its name must not lead out of the folder."""
    content = read_json(edition / LATEST)
    name = content.get("run") if isinstance(content, dict) else None
    # A name with a separator, or `..`, would lead out of the folder.
    if isinstance(name, str) and name != ".." and Path(name).name == name and (edition / name / EVIDENCE).is_file():
        return edition / name
    raise _no_run(edition / LATEST, "it names no complete run", str(name), "Run again, or give the folder of a run.")


def _no_run(path: Path, what: str, found: str, do: str) -> ParameterError:
    allowed = "outputs/<consultation>, .../<edition> or .../<edition>/<run>"
    return ParameterError([Problem(path.as_posix(), what, found, allowed, do)])


def read_json(path: Path) -> Any:
    """The content of a JSON file of a run.

    Raises
    ------
    VerificationFailed
        If the file is missing or not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = Problem(path.name, "this file of the run is missing", do="Ask for the whole folder of the run.")
    except ValueError:
        problem = Problem(path.name, "this file of the run is not JSON", do="Ask for the folder as the run left it.")
    raise VerificationFailed([problem])
