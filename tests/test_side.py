"""Processes beside a run: what is done there is as if it were done here, whatever becomes of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from findings.consultation.build import build
from findings.errors import ParameterError
from findings.pipeline import side
from findings.pipeline.side import Sides, beside, sides, warm

PID = "import os, pathlib; pathlib.Path({!r}).write_text(str(os.getpid()), encoding='utf-8')"


@pytest.fixture(scope="module")
def one() -> Iterator[Sides]:
    with sides(1, {}) as own:
        yield own


def done_by(path: Path) -> int:
    """The process in which a call was done."""
    beside(exec, PID.format(str(path)), {})
    return int(path.read_text(encoding="utf-8"))


def test_a_free_process_does_it(one: Sides, tmp_path: Path) -> None:
    first, second = done_by(tmp_path / "first"), done_by(tmp_path / "second")
    assert first == second != os.getpid()


def test_what_is_printed_there_is_no_answer(one: Sides, tmp_path: Path) -> None:
    beside(exec, "print('not an answer')", {})
    assert done_by(tmp_path / "after") != os.getpid()


def test_a_user_s_mistake_is_told_in_the_same_words(one: Sides, tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as here:
        build(tmp_path / "none", tmp_path / "plan.yaml", "")
    with pytest.raises(ParameterError) as there:
        beside(build, tmp_path / "none", tmp_path / "plan.yaml", "")
    assert str(there.value) == str(here.value)


def test_any_other_error_comes_with_its_traceback(one: Sides, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match=r"(?s)Traceback .*ZeroDivisionError: division by zero"):
        beside(exec, "1 / 0", {})
    # And the process goes on.
    assert done_by(tmp_path / "after") != os.getpid()


def test_what_a_lost_process_was_to_do_is_done_here(tmp_path: Path) -> None:
    with sides(1, {}):
        other = done_by(tmp_path / "before")
        os.kill(other, 9)
        assert done_by(tmp_path / "after") == os.getpid()
        assert done_by(tmp_path / "later") == os.getpid()


def test_where_none_can_start_it_is_done_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("no processes left")

    monkeypatch.setattr(subprocess, "Popen", refused)
    with sides(2, {}):
        warm()
        assert done_by(tmp_path / "here") == os.getpid()


def test_without_a_run_and_with_one_step_at_once_it_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(side, "_current", None)
    assert done_by(tmp_path / "without") == os.getpid()
    with sides(0, {}):
        assert done_by(tmp_path / "alone") == os.getpid()


def test_the_end_of_the_run_ends_them(tmp_path: Path) -> None:
    with sides(1, {}):
        other = done_by(tmp_path / "own")
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)
