"""Hashes of what a step reads: files, the code of its rooms, the lock file."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def of_bytes(content: bytes) -> str:
    """The SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """The SHA-256 of a file, or an empty text if it is missing."""
    return of_bytes(path.read_bytes()) if path.is_file() else ""


def of_parts(parts: Mapping[str, str]) -> str:
    """One hash of named parts, whatever their order.

    Examples
    --------
    >>> of_parts({"a": "1", "b": "2"}) == of_parts({"b": "2", "a": "1"})
    True
    """
    return of_bytes(json.dumps(dict(parts), sort_keys=True).encode("utf-8"))


def of_folder(folder: Path) -> str:
    """One hash of every file below a folder, with its name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return of_parts({path.relative_to(folder).as_posix(): of_file(path) for path in files})


@functools.cache
def of_room(room: str) -> str:
    """The hash of a room's code and templates, or of a single module such as `errors.py`."""
    path = PACKAGE / room
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    parts = {
        file.relative_to(PACKAGE).as_posix(): of_file(file)
        for file in files
        if file.is_file() and "__pycache__" not in file.parts
    }
    return of_parts(parts)


def of_rooms(*rooms: str) -> dict[str, str]:
    """The hashes of several rooms, named as `explain` names them."""
    return {f"code of {room}": of_room(room) for room in rooms}
