"""Steps that were done, by the content that they read; and what each step read the last time.

The cache holds restricted data. An entry is made beside and moved into place, so that a killed run
leaves no half entry.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from findings.pipeline.fingerprint import of_parts


@dataclass(frozen=True)
class Cache:
    """The cache under `outputs/.cache`."""

    folder: Path

    def entry(self, step: str, parts: Mapping[str, str]) -> Path:
        """The folder of a step done with these parts, whether or not it exists."""
        return self.folder / "steps" / of_parts({"step": step, **parts})

    def make(self, step: str, parts: Mapping[str, str], fill: Callable[[Path], None], *, anew: bool = False) -> Path:
        """The entry, made by `fill` if it is missing or wanted anew."""
        entry = self.entry(step, parts)
        if entry.exists() and not anew:
            return entry
        work = self.work_folder()
        try:
            fill(work)
            entry.parent.mkdir(parents=True, exist_ok=True)
            replace_folder(work, entry)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return entry

    def work_folder(self) -> Path:
        """A new folder for work that is not finished."""
        parent = self.folder / "work"
        parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=parent, prefix="step-"))

    def last(self, consultation: str, edition: str) -> dict[str, dict[str, str]]:
        """Step -> what it read in the last complete run."""
        path = self._last_path(consultation, edition)
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return {}

    def remember(self, consultation: str, edition: str, parts: Mapping[str, Mapping[str, str]]) -> None:
        """Write down what each step of a complete run read."""
        text = json.dumps({step: dict(read) for step, read in parts.items()}, indent=1, sort_keys=True)
        write_text(self._last_path(consultation, edition), text + "\n")

    def _last_path(self, consultation: str, edition: str) -> Path:
        return self.folder / "last" / consultation / f"{edition}.json"


def write_text(path: Path, text: str) -> None:
    """Write a file beside and move it into place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(path.name + ".part")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def replace_folder(new: Path, place: Path) -> None:
    """Move a folder into place; what stood there goes only when the new one is complete."""
    if place.exists():
        old = place.with_name(f".old-{place.name}-{os.getpid()}")
        place.rename(old)
        new.rename(place)
        shutil.rmtree(old, ignore_errors=True)
    else:
        new.rename(place)
