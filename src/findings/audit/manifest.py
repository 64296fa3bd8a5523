"""The hashes of what was published, so that anyone can see whether a file was changed.

Only the files of the folder itself are named: no input, no run, nothing from which
a hidden number could be found again (design, "A run's folder").
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from findings.audit.strictjson import strict_json
from findings.errors import Problem

MANIFEST = "manifest.json"
_BLOCK = 1 << 20


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal text."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def files_of(folder: Path) -> tuple[str, ...]:
    """Every file below `folder`, as POSIX paths from it, in one order on every system."""
    return tuple(sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()))


def manifest(folder: Path) -> str:
    """The text of `manifest.json`: SHA-256 and size of each file below `folder`, the manifest left out.

    Parameters
    ----------
    folder
        A run's `public/`.

    Returns
    -------
    str
        JSON: ``{"files": {"report.html": {"sha256": "...", "size": 12}}}``, paths in order.
    """
    files = {
        name: {"sha256": sha256_of(folder / name), "size": (folder / name).stat().st_size}
        for name in files_of(folder)
        if name != MANIFEST
    }
    return json.dumps({"files": files}, indent=2, ensure_ascii=False) + "\n"


def check_manifest(folder: Path) -> tuple[Problem, ...]:
    """What stands in `folder` otherwise than its manifest says: changed, missing, added.

    A manifest that cannot be read is a problem too, and then the only one.
    """
    path = folder / MANIFEST
    try:
        text = path.read_bytes().decode("utf-8")
        said = _entries(strict_json(text))
    except FileNotFoundError:
        return (Problem(MANIFEST, "the manifest is missing", do="Run again, or ask for the folder as published."),)
    except (OSError, ValueError, TypeError, KeyError):
        return (Problem(MANIFEST, "not a manifest", do="Run again, or ask for the folder as published."),)
    there = {name for name in files_of(folder) if name != MANIFEST}
    problems: list[Problem] = []
    for name in sorted(there | set(said)):
        if name not in there:
            problems.append(Problem(name, "the manifest names this file, but it is missing"))
        elif name not in said:
            problems.append(Problem(name, "this file was added: the manifest does not name it"))
        elif (found := sha256_of(folder / name)) != said[name]:
            problems.append(
                Problem(name, "this file was changed after the run", f"SHA-256 {found}", f"SHA-256 {said[name]}")
            )
    if not problems and text != manifest(folder):
        # It is read by people too: what it says beside the hashes nobody checks.
        what = "the manifest says something else than name, hash and size of each file"
        problems.append(Problem(MANIFEST, what, do="Ask for the folder as published."))
    return tuple(problems)


def _entries(content: Any) -> dict[str, str]:
    return {str(name): str(entry["sha256"]) for name, entry in dict(content["files"]).items()}
