"""No network at run time: a whole run in a place without one, in which every attempt at a connection is noted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Python runs this first in every process, kernels too. What a connection is made to, or looked up for, is noted.
WATCH = """\
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        place = arguments[1] if event in ("socket.connect", "socket.sendto") else arguments[0]
        with open(os.environ["WATCHED"], "a", encoding="utf-8") as file:
            file.write(f"{event} {place!r}\\n")

sys.addaudithook(watch)
"""
HERE = ("127.0.0.1", "localhost", "::1")


def is_outside(line: str) -> bool:
    event, place = line.split(" ", 1)
    if event.startswith("socket.get"):
        return place not in ("None", *(repr(own) for own in HERE))
    # A text is the path of a socket among the user's files; a pair is host and port.
    return place.startswith("(") and not any(repr(own) in place for own in HERE)


def watched(folder: Path, command: list[str]) -> tuple[int, list[str]]:
    """The exit code of a command, and the attempts at a connection of it and of all processes that it started."""
    (folder / "sitecustomize.py").write_text(WATCH, encoding="utf-8")
    notes = folder / "watched.txt"
    notes.write_text("", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(folder), "WATCHED": str(notes)}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=500, cwd=ROOT)
    return done.returncode, notes.read_text(encoding="utf-8").splitlines()


def without_network() -> list[str]:
    """What puts a command where there is no network; nothing where that cannot be done."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], capture_output=True).returncode:
        return []
    return [unshare, "-rn"]


def test_the_watch_sees_an_attempt(tmp_path: Path) -> None:
    code = "import socket; s = socket.socket(type=socket.SOCK_DGRAM); socket.getaddrinfo('127.0.0.1', 9); "
    code += "s.connect(('192.0.2.1', 9)); socket.getaddrinfo('192.0.2.2', 9)"
    _, lines = watched(tmp_path, [sys.executable, "-c", code])
    outside = ["socket.connect ('192.0.2.1', 9)", "socket.getaddrinfo '192.0.2.2'"]
    assert [line for line in lines if is_outside(line)] == outside


@pytest.mark.slow
def test_a_run_needs_no_network_and_looks_for_none(tmp_path: Path) -> None:
    cut_off = without_network()
    if not cut_off:
        pytest.skip("this computer has no 'unshare', which takes the network away from a command")
    command = [sys.executable, "run_all.py", "scotland-2016", "--out", str(tmp_path / "out"), "--jobs", "2"]
    code, lines = watched(tmp_path, [*cut_off, *command])
    assert code == 0
    assert [line for line in lines if is_outside(line)] == []
    assert list((tmp_path / "out").glob("scotland-2016/full/*/public/report.html"))
