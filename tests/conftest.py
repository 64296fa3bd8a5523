"""The real consultations, run once for all tests that look at the result."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from findings.pipeline.layout import find_layout
from findings.pipeline.run import run

# How long an example takes depends on what else the machine does: no test is one of time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

PROJECT = Path(__file__).resolve().parents[1]
REAL = ("scotland-2016", "scotland-2023")
"""The consultations that real people answered; the seed case is a rehearsal and has tests of its own."""
SEED = "llr-2021"


def once(folder: Path, make: Callable[[Path], None], patience: float = 600) -> Path:
    """A folder that the first of several test processes makes while the others wait for it."""
    done, failed = folder.with_name(f"{folder.name}.done"), folder.with_name(f"{folder.name}.failed")
    try:
        # Of all that ask for it at once, one succeeds in making a folder: that is the lock.
        folder.with_name(f"{folder.name}.lock").mkdir(parents=True)
    except FileExistsError:
        ends = time.monotonic() + patience
        while not done.exists():
            if failed.exists() or time.monotonic() > ends:
                pytest.fail(f"{folder.name} was not made in another process: see the first failure there")
            time.sleep(0.1)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that all test processes of this session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def real_out(shared_folder: Path) -> Path:
    """The outputs of both real consultations, with the cache; whoever changes anything in it takes a copy first."""

    def make(folder: Path) -> None:
        layout = find_layout(None, folder)
        for result in run(layout, REAL, jobs=2, quiet=True):
            if result.error is not None:
                raise result.error

    return once(shared_folder / "real", make)


@pytest.fixture(scope="session")
def real_runs(real_out: Path) -> dict[str, Path]:
    """Consultation -> the folder of its run."""
    return {
        path.parents[1].name: path.parent / path.read_text(encoding="utf-8").split('"')[3]
        for path in sorted(real_out.glob("*/full/latest.json"))
    }


@pytest.fixture
def own_out(real_out: Path, tmp_path: Path) -> Path:
    """A copy of the real outputs that a test may change; what was run before need not be run again."""
    return Path(shutil.copytree(real_out, tmp_path / "outputs"))


@pytest.fixture
def own_params(tmp_path: Path) -> Path:
    """A copy of the real parameters and data that a test may change."""
    without = shutil.ignore_patterns(SEED)
    shutil.copytree(PROJECT / "data", tmp_path / "data", ignore=without)
    return Path(shutil.copytree(PROJECT / "params", tmp_path / "params", ignore=without))
