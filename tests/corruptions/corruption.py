"""Corruptions of a run, each planted at a place that a seed chooses.

A corruption that changes a number is planted as a forger would: afterwards every hash is made again (`seal`), so that
only the look that it is meant for can find it. What is left unsealed is meant for the hashes.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from findings.audit.manifest import manifest, sha256_of

CRATE = "restricted/ro-crate-metadata.json"


class NotHereError(Exception):
    """The run has no place where this corruption could be planted."""


@dataclass(frozen=True)
class Corruption:
    """What is planted, and the looks that must find it (files, cells, printed numbers, the crate)."""

    name: str
    plant: Callable[[Path, random.Random], str]
    found_by: str
    sealed: bool = True


def corrupt(run: Path, corruption: Corruption, seed: int) -> str:
    """Plant it in a run's folder; returns what was changed, in words."""
    told = corruption.plant(run, random.Random(f"{corruption.name} {seed}"))
    if corruption.sealed:
        seal(run)
    return told


def seal(run: Path) -> None:
    """Make every hash of the run again, as a forger does."""
    (run / "public/manifest.json").write_text(manifest(run / "public"), encoding="utf-8", newline="\n")
    crate = json.loads((run / CRATE).read_text(encoding="utf-8"))
    for entity in crate["@graph"]:
        name = unquote(entity["@id"])
        path = run / (name.removeprefix("#") if name.startswith(("#public/", "#board/")) else f"restricted/{name}")
        if "sha256" in entity and path.is_file():
            entity["sha256"], entity["contentSize"] = sha256_of(path), str(path.stat().st_size)
            if "version" in entity:
                entity["version"] = f"sha256:{entity['sha256']}"
    (run / CRATE).write_text(json.dumps(crate, indent=2, sort_keys=True), encoding="utf-8", newline="\n")


def replaced(path: Path, draw: random.Random, pattern: str, make: Callable[[re.Match[str]], str]) -> str:
    """Change one of the places where `pattern` stands in a file."""
    text = path.read_text(encoding="utf-8")
    matches = list(re.finditer(pattern, text))
    if not matches:
        raise NotHereError
    match = draw.choice(matches)
    new = make(match)
    assert new != match[0]
    path.write_text(text[: match.start()] + new + text[match.end() :], encoding="utf-8", newline="\n")
    return f"{match[0][-60:]} -> {new[-60:]}"


def other_digit(text: str) -> str:
    """The text with its last digit another."""
    place = max(n for n, character in enumerate(text) if character.isdigit())
    return text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :]
