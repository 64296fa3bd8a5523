"""Kernels forked from one warm process, and ordinary ones where that cannot be.

A kernel is a process of its own either way, with its own folder and environment; the fork only spares
it the seconds of importing. Forking is left to Linux: Windows has none, and the libraries of macOS do
not bear it. Why a kernel is an ordinary one stands in the logger `findings.pipeline`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from findings.pipeline.forkserver import SERVER_ENVIRONMENT, messages, say

LOG = logging.getLogger("findings.pipeline")
KERNEL_ENVIRONMENT = {
    # Threads of linear algebra would fight over the cores, and sums could differ by their number.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}
"""What every kernel has, forked or not; some of it is read when Python starts, so the server has it too."""

PATIENCE_SECONDS = 60
"""How long the server may take to import what it imports; on a busy machine that is many seconds."""

_GONE = -int(getattr(signal, "SIGKILL", 9))


class ForkedProcess:
    """A forked kernel, with the part of `subprocess.Popen` that a kernel manager uses.

    The process is the server's child, so its signals and its end go through the server, which knows
    whether the number still means this process.

    Parameters
    ----------
    connection
        The connection on which it was asked for.
    pid
        Its number.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self._connection, self.pid = connection, pid
        self.returncode: int | None = None
        connection.setblocking(False)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs. A server that is gone took it along."""
        if self.returncode is None:
            try:
                for message in messages(self._connection):
                    self.returncode = int(message.get("exit", _GONE))
            except OSError:
                self.returncode = _GONE
            if self.returncode is not None:
                self._connection.close()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end.

        Raises
        ------
        subprocess.TimeoutExpired
            If it does not come in time.
        """
        if self.poll() is None:
            self._connection.settimeout(timeout)
            with contextlib.suppress(OSError):
                self._connection.recv(1, socket.MSG_PEEK)
            with contextlib.suppress(OSError):
                self._connection.setblocking(False)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired("a forked kernel", timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal to the kernel and what it started; after the last one, see it go."""
        if self.poll() is None:
            say(self._connection, signal=int(number))
            if number == -_GONE:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.wait(5)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(-_GONE)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Forks:
    """The warm process of one run; started when the first kernel is wanted.

    Parameters
    ----------
    environment
        Variables that its kernels have beside `KERNEL_ENVIRONMENT`.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = {**KERNEL_ENVIRONMENT, **environment}
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None
        self._why_not = "" if sys.platform == "linux" else f"no forking on {sys.platform}"
        self.folder: Path | None = None

    @property
    def server_pid(self) -> int | None:
        """The server's process, if it runs."""
        return self._server.pid if self._server is not None and self._server.poll() is None else None

    def start(self) -> None:
        """Start the server if that was not tried yet; it imports while the caller does other work."""
        with self._lock:
            if self._server is not None or self._why_not:
                return
            try:
                self._server = self._started()
            except OSError as error:
                self._refuse(f"the fork server does not start: {error}")

    def fork(self, command: Sequence[str], folder: str, environment: Mapping[str, str]) -> ForkedProcess | None:
        """A forked kernel for an ordinary kernel's command, or None where it has to be an ordinary one."""
        self.start()
        if self._why_not or self.folder is None:
            return None
        if list(command[:3]) != [sys.executable, "-m", "ipykernel_launcher"]:
            # A kernel specification of the user's names another Python or another program.
            self._refuse("the kernel's command is not this Python's own")
            return None
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE_SECONDS)
        try:
            connection.connect(str(self.folder / "server"))
            say(connection, arguments=list(command[3:]), folder=folder, environment=dict(environment))
            answer = next(messages(connection), {"refused": "no answer"})
        except OSError as error:
            answer = {"refused": f"the fork server does not answer: {error}"}
        if "pid" not in answer:
            connection.close()
            self._refuse(str(answer.get("refused")))
            return None
        return ForkedProcess(connection, int(answer["pid"]))

    def close(self) -> None:
        """End the server and any kernel that it still has."""
        with self._lock:
            server, self._server = self._server, None
            self._why_not = "the run is over"
        if server is not None:
            if server.stdin is not None:
                server.stdin.close()
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _started(self) -> subprocess.Popen[bytes]:
        # Only this user may enter the folder; socket paths have about a hundred letters.
        self.folder = Path(tempfile.mkdtemp(prefix="findings-"))
        own = {**SERVER_ENVIRONMENT, "IPYTHONDIR": str(self.folder / "ipython")}
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.folder / "server"))
            # Listening before the server does: what is asked for early waits until it has imported.
            listener.listen(64)
            number = listener.fileno()
            return subprocess.Popen(
                [sys.executable, "-m", "findings.pipeline.forkserver", str(number), str(self.folder)],
                stdin=subprocess.PIPE,
                cwd=self.folder,
                pass_fds=[number],
                env={**os.environ, **self.environment, **own},
                start_new_session=True,
            )

    def _refuse(self, why: str) -> None:
        if not self._why_not:
            self._why_not = why
            LOG.info("ordinary kernels: %s", why)


class ForkProvisioner(LocalProvisioner):
    """Gives a kernel manager a forked process where it can, else starts an ordinary one."""

    forks: Forks

    async def launch_kernel(self, cmd: list[str], **options: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start one as usual."""
        folder = str(options.get("cwd") or Path.cwd())
        forked = self.forks.fork(cmd, folder, options["env"])
        if forked is None:
            return await super().launch_kernel(cmd, **options)
        # The group is signalled by the server: without a group's number the process itself is asked.
        self.process = cast(Any, forked)
        self.pid, self.pgid, self.cwd = forked.pid, None, folder
        return self.connection_info


_current: Forks | None = None


def current_forks() -> Forks | None:
    """The warm process that kernels come from now, if any."""
    return _current


@contextlib.contextmanager
def forked_kernels(environment: Mapping[str, str]) -> Iterator[Forks]:
    """While this lasts, kernels of this process, in any thread, are forked where that can be.

    Parameters
    ----------
    environment
        Variables that kernels have beside `KERNEL_ENVIRONMENT`.
    """
    global _current
    before, _current = _current, Forks(environment)
    try:
        yield _current
    finally:
        ending, _current = _current, before
        ending.close()
