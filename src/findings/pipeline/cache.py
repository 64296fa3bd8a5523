"""Steps that were done, by the content that they read; and what each step read the last time.

The cache holds restricted data. An entry is made beside and moved into place, so that a killed run
leaves no half entry; the hash of what it held then lies beside it, so that one that was changed since
is not used.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from findings.pipeline.fingerprint import of_folder, of_parts

A_DAY = 24 * 60 * 60
_PATIENCE = 100
"""How often a folder is put in its place while another run puts its own there."""


@dataclass(frozen=True)
class Cache:
    """The cache under `outputs/.cache`."""

    folder: Path

    def entry(self, step: str, parts: Mapping[str, str]) -> Path:
        """The folder of a step done with these parts, whether or not it exists."""
        return self.folder / "steps" / of_parts({"step": step, **parts})

    def kept(self, step: str, parts: Mapping[str, str]) -> Path | None:
        """The entry, if the step was done with these parts and nothing in it was changed since."""
        entry = self.entry(step, parts)
        try:
            said = _seal(entry).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        return entry if entry.is_dir() and of_folder(entry) == said else None

    def make(self, step: str, parts: Mapping[str, str], fill: Callable[[Path], None]) -> Path:
        """The entry, made by `fill` now."""
        entry = self.entry(step, parts)
        work = self.work_folder()
        try:
            fill(work)
            entry.parent.mkdir(parents=True, exist_ok=True)
            seal = of_folder(work)
            replace_folder(work, entry)
            write_text(_seal(entry), seal + "\n")
        finally:
            shutil.rmtree(work, ignore_errors=True)
        return entry

    def work_folder(self) -> Path:
        """A new folder for work that is not finished."""
        parent = self.folder / "work"
        parent.mkdir(parents=True, exist_ok=True)
        # What lies here comes from the responses: nobody else of this machine is to read it.
        self.folder.chmod(0o700)
        return Path(tempfile.mkdtemp(dir=parent, prefix="step-"))

    def sweep(self) -> None:
        """Take away what killed runs left behind a day ago or more: it holds restricted data."""
        left = [*self.folder.glob("work/step-*"), *self.folder.glob("explain-*")]
        # Half runs, and folders that were being replaced, lie in the editions.
        left += [*self.folder.parent.glob("*/*/.part-*"), *self.folder.parent.glob("*/*/.old-*")]
        for folder in left:
            with contextlib.suppress(FileNotFoundError):
                if time.time() - folder.stat().st_mtime > A_DAY:
                    shutil.rmtree(folder, ignore_errors=True)

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
    # Another run may write the same file at the same time: each writes beside under a name of its own.
    beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=".part-"))
    try:
        (beside / path.name).write_text(text, encoding="utf-8", newline="\n")
        (beside / path.name).replace(path)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def replace_folder(new: Path, place: Path) -> None:
    """Move a folder into place; what stood there goes only when the new one is complete.

    Another run may do the same at the same time: the last one's folder stays.
    """
    old = Path(tempfile.mkdtemp(dir=place.parent, prefix=".old-"))
    try:
        for attempt in range(_PATIENCE):
            try:
                new.rename(place)
                return
            except OSError:
                if not new.exists() or attempt == _PATIENCE - 1:
                    raise
            # It stands there no longer when another run was faster.
            with contextlib.suppress(FileNotFoundError):
                place.rename(old / str(attempt))
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _seal(entry: Path) -> Path:
    return entry.with_name(f"{entry.name}.sha256")
