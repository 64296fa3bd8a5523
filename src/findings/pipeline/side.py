"""Processes beside this one, in which pages are made: Python computes in one thread at a time.

Each is `python -m findings.pipeline.side`. It imports what makes pages while the release is still counting, and is
told over its standard input what to call. The end of that input, whose other end the run holds, ends it. Where no
process is free, cannot be started or is lost, the work is done in this one: nothing but time depends on it.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

from findings import errors
from findings.pipeline.imports import import_nbformat

LOG = logging.getLogger("findings.pipeline")
WARM = ("findings.publishing.report", "findings.publishing.pdf", "typst", "pikepdf", "fontTools.ttLib")
"""What a process imports before it is asked for anything."""


class Lost(Exception):
    """The process ended without an answer."""


class Side:
    """One process.

    Parameters
    ----------
    environment
        Its variables beside those of this process.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "findings.pipeline.side"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
        )

    def call(self, function: Callable[..., None], *given: Any) -> None:
        """Call a function of a module by its name over there.

        Raises
        ------
        FindingsError
            The error that it raised for a user's mistake, in the same words.
        RuntimeError
            With the traceback of any other.
        Lost
            If the process is gone.
        """
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        try:
            pickle.dump((function.__module__, function.__name__, given), asked)
            asked.flush()
            name, text = pickle.load(answers)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise Lost(str(error)) from error
        if name:
            raise getattr(errors, name)((), text)
        if text:
            raise RuntimeError(text)

    def close(self) -> None:
        """End it."""
        with contextlib.suppress(OSError):
            assert self._process.stdin is not None
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()


class Sides:
    """The processes of one run; started when something is made that takes a while.

    Parameters
    ----------
    number
        The most that there are.
    environment
        Their variables beside those of this process.
    """

    def __init__(self, number: int, environment: Mapping[str, str]) -> None:
        self._number, self._environment = number, environment
        self._lock = threading.Lock()
        self._all: list[Side] | None = None
        self._free: list[Side] = []

    def start(self) -> None:
        """Start them if that was not tried yet; they import while the caller does other work."""
        with self._lock:
            if self._all is not None:
                return
            self._all = []
            try:
                for _ in range(self._number):
                    self._all.append(Side(self._environment))
            except OSError as error:
                LOG.info("pages are made one by one: %s", error)
            self._free = list(self._all)

    def call(self, function: Callable[..., None], *given: Any) -> None:
        """Call a function of a module in a process that is free, or else here."""
        self.start()
        with self._lock:
            side = self._free.pop() if self._free else None
        if side is None:
            function(*given)
            return
        try:
            side.call(function, *given)
        except Lost as error:
            LOG.info("%s is done again in this process: %s", function.__name__, error)
            function(*given)
            return
        except BaseException:
            self._give_back(side)
            raise
        self._give_back(side)

    def _give_back(self, side: Side) -> None:
        with self._lock:
            self._free.append(side)

    def close(self) -> None:
        """End them all."""
        with self._lock:
            ending, self._all, self._free = self._all or [], [], []
        for side in ending:
            side.close()


_current: Sides | None = None


def warm() -> None:
    """Let the processes of this run start, if it has any."""
    if _current is not None:
        _current.start()


def beside(function: Callable[..., None], *given: Any) -> None:
    """Call a function of a module with what can be pickled: in a process beside this one, where one is free."""
    if _current is None:
        function(*given)
    else:
        _current.call(function, *given)


@contextlib.contextmanager
def sides(number: int, environment: Mapping[str, str]) -> Iterator[Sides]:
    """While this lasts, `beside` has so many processes."""
    global _current
    before, _current = _current, Sides(number, environment)
    try:
        yield _current
    finally:
        ending, _current = _current, before
        ending.close()


def serve(asked: BinaryIO, answers: BinaryIO) -> None:
    """Do what is asked until there is nothing more: a name and a text of each error, both empty where there is none."""
    while True:
        try:
            module, function, given = pickle.load(asked)
        except EOFError:
            return
        answer = "", ""
        try:
            getattr(importlib.import_module(module), function)(*given)
        except errors.FindingsError as error:
            answer = type(error).__name__, str(error)
        except Exception:
            answer = "", traceback.format_exc()
        pickle.dump(answer, answers)
        answers.flush()


def main() -> None:
    """Serve on this process's own standard input and output; whatever prints goes where errors go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    import_nbformat()
    for name in WARM:
        importlib.import_module(name)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
