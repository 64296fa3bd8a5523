"""How far a run has come: one line that is rewritten on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import threading
from typing import TextIO

from findings.pipeline.graph import Outcome, Result


class Progress:
    """Told of every outcome; safe to call from the threads of the graph.

    Parameters
    ----------
    total
        How many steps there are.
    stream
        Where to write; standard error by default, so that standard output stays for results.
    quiet
        Whether to say nothing.
    """

    def __init__(self, total: int, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._total, self._done, self._quiet = total, 0, quiet
        self._stream = stream or sys.stderr
        self._lock = threading.Lock()

    def __call__(self, consultation: str, outcome: Outcome) -> None:
        """Say what came of a step."""
        if self._quiet:
            return
        with self._lock:
            self._done += 1
            line = f"[{self._done}/{self._total}] {consultation}: {outcome.step}: {_said(outcome)}"
            if not self._stream.isatty():
                print(line, file=self._stream, flush=True)
                return
            ends = "\n" if outcome.result is Result.FAILED or self._done == self._total else ""
            print(f"\r\033[K{line[:110]}", end=ends, file=self._stream, flush=True)


def _said(outcome: Outcome) -> str:
    if outcome.result in (Result.DONE, Result.SKIPPED) and outcome.reason:
        return f"{outcome.result} ({outcome.reason})"
    return str(outcome.result)
