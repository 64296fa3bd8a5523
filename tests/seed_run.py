"""The seed case, run once from an empty cache for all slow tests that look at it: it takes minutes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import SEED, once
from findings.pipeline.layout import find_layout
from findings.pipeline.run import run

SECONDS = "seconds.txt"


@dataclass(frozen=True)
class SeedRun:
    """The run's folder, and how long it took."""

    folder: Path
    seconds: float


@pytest.fixture(scope="session")
def seed_run(shared_folder: Path) -> SeedRun:
    """The seed case as `findings run llr-2021` makes it; whoever changes anything in it takes a copy first."""

    def make(folder: Path) -> None:
        begun = time.monotonic()
        (result,) = run(find_layout(None, folder), [SEED], jobs=2, quiet=True)
        if result.error is not None:
            raise result.error
        (folder / SECONDS).write_text(str(time.monotonic() - begun), encoding="utf-8")

    out = once(shared_folder / "seed", make, patience=1800)
    (latest,) = out.glob(f"{SEED}/full/latest.json")
    name = latest.read_text(encoding="utf-8").split('"')[3]
    return SeedRun(latest.parent / name, float((out / SECONDS).read_text(encoding="utf-8")))
