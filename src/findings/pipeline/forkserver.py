"""A process that has imported what notebooks import and forks a kernel whenever it is asked for one.

`python -m findings.pipeline.forkserver FD FOLDER` is started by `provisioner`. FD is a listening
Unix socket in the private FOLDER. Each connection is one kernel:

    to the server     {"arguments": [...], "folder": "...", "environment": {...}}, then {"signal": 2} ...
    from the server   {"pid": 7}, and {"exit": 0} when it is over; or {"refused": "why"}

A closed connection ends its kernel. The end of standard input, whose other end the run holds, ends
the server with all its kernels, however the run itself came to its end.

Forking copies one thread only, so the server forks while it has one: pyarrow (imported by pandas) is
told not to start its own, and no chart is drawn here. It imports what published notebooks may import
and nothing of the rooms before the release wall.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import selectors
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WARM = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.core.completer",
    "IPython.core.magics",
    "findings.evidence",
    "findings.exhibits",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "seaborn",
)
"""What a kernel and a chapter import. The first chart of a kernel then costs no import."""

SERVER_ENVIRONMENT = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""Arrow's memory allocator would start a thread while it is loaded; this is its own switch."""

LIFELINE = 0
"""Standard input: nothing is ever written to it, so that it can be read only when it is closed."""


@dataclass(frozen=True)
class Order:
    """A kernel that is asked for.

    Parameters
    ----------
    arguments
        What stands after `-m ipykernel_launcher` in an ordinary kernel's command.
    folder
        Its working folder.
    environment
        Its whole environment.
    """

    arguments: tuple[str, ...]
    folder: str
    environment: dict[str, str]


def thread_count() -> int:
    """The threads of this process, those of C libraries too; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208  (no Path: called before each fork)
    return 0


def messages(connection: socket.socket) -> Iterator[dict[str, Any]]:
    """What was said on a connection since the last time.

    Raises
    ------
    ConnectionError
        If the other end is closed.
    """
    while True:
        try:
            text = connection.recv(65536)
        except BlockingIOError:
            return
        if not text:
            raise ConnectionResetError("the other end was closed")
        # A long order comes in pieces; its sender writes all of it before it does anything else.
        while not text.endswith(b"\n"):
            connection.settimeout(5)
            more = connection.recv(65536)
            if not more:
                raise ConnectionResetError("the other end was closed")
            text += more
        connection.setblocking(False)
        for line in text.splitlines():
            yield json.loads(line)


def say(connection: socket.socket, **message: Any) -> None:
    """Send one message; a reader who left is found out by reading."""
    with contextlib.suppress(OSError):
        connection.sendall(json.dumps(message).encode("utf-8") + b"\n")


class Server:
    """Forks a kernel a connection and tells how it ends.

    Parameters
    ----------
    listener
        The socket on which kernels are asked for.
    """

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._kernels: dict[socket.socket, int] = {}
        self._selector = selectors.DefaultSelector()
        self._ended, self._wakeup = socket.socketpair()
        for end in (self._ended, self._wakeup):
            end.setblocking(False)
        self._selector.register(LIFELINE, selectors.EVENT_READ)
        self._selector.register(listener, selectors.EVENT_READ)
        self._selector.register(self._ended, selectors.EVENT_READ)
        # The handler does nothing: the signal's number arrives on the socket and ends the waiting.
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        signal.set_wakeup_fd(self._wakeup.fileno())

    def run(self) -> Order | None:
        """Serve until the lifeline is closed; in a forked child: its order."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj == LIFELINE:
                    self._end_all()
                    return None
                if key.fileobj is self._ended:
                    self._reap()
                elif key.fileobj is self._listener:
                    connection, _ = self._listener.accept()
                    connection.setblocking(False)
                    self._selector.register(connection, selectors.EVENT_READ)
                elif isinstance(key.fileobj, socket.socket) and key.fileobj.fileno() >= 0:
                    order = self._hear(key.fileobj)
                    if order is not None:
                        return order

    def _hear(self, connection: socket.socket) -> Order | None:
        """Do what is asked on a connection; in a forked child: its order."""
        try:
            for message in messages(connection):
                if "signal" in message:
                    self._signal(connection, message["signal"])
                else:
                    order = Order(tuple(message["arguments"]), message["folder"], message["environment"])
                    if self._fork(connection):
                        return order
        except OSError:
            # Whoever wanted this kernel is gone.
            self._signal(connection, signal.SIGKILL)
            self._forget(connection)
        return None

    def _fork(self, connection: socket.socket) -> bool:
        """Fork; true in the child."""
        threads = thread_count()
        if threads != 1:
            say(connection, refused=f"{threads} threads")
            return False
        pid = os.fork()
        if pid == 0:
            self._leave()
            return True
        self._kernels[connection] = pid
        say(connection, pid=pid)
        return False

    def _leave(self) -> None:
        """In the child: give back all that is the server's. The originals stay open in the server."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._wakeup.close()
        # Unregistering would reach into the server's own selector; closing does not.
        self._selector.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, LIFELINE)
        os.close(nothing)

    def _signal(self, connection: socket.socket, number: int) -> None:
        """Send a signal to a kernel and whatever it started."""
        pid = self._kernels.get(connection)
        if pid is None:
            return
        # A child that has only just been forked is not yet the leader of a group.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, number)

    def _reap(self) -> None:
        """Tell of each kernel that ended."""
        with contextlib.suppress(BlockingIOError):
            while self._ended.recv(4096):
                pass
        for connection, pid in list(self._kernels.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self._kernels[connection]
                say(connection, exit=os.waitstatus_to_exitcode(status))

    def _forget(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        connection.close()

    def _end_all(self) -> None:
        for connection in list(self._kernels):
            self._signal(connection, signal.SIGKILL)


def become_kernel(order: Order, by_imports: dict[str, str]) -> None:
    """Turn a forked child into what `python -m ipykernel_launcher` is from its start.

    Parameters
    ----------
    order
        The kernel that was asked for.
    by_imports
        Variables that packages set when they are imported, as they would in an ordinary kernel.
    """
    os.environ.clear()
    os.environ.update(by_imports | order.environment)
    # An ordinary kernel ends with the run; this one ends with the server, which ends with the run.
    server = str(os.getppid())
    os.environ["JPY_PARENT_PID"] = server
    time.tzset()
    os.chdir(order.folder)
    if "numpy" in sys.modules:
        # Python seeds its own generator anew in a child; numpy's old global one would be the same in each.
        sys.modules["numpy"].random.seed()
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher and launcher.origin), *order.arguments, f"--IPKernelApp.parent_handle={server}"]
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()


def main(descriptor: str, folder: str) -> None:
    """Serve; a forked child comes back up here and runs its kernel, with no frame of the server beneath it."""
    if Path(sys.path[0]) == Path.cwd():
        # As ipykernel's own launcher does; the shell puts the working folder back, by its right name.
        del sys.path[0]
    before = dict(os.environ)
    for name in WARM:
        # What cannot be imported fails in the notebook that needs it, where it is told in the usual way.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    by_imports = {name: value for name, value in os.environ.items() if name not in before}
    # What was imported is not garbage, and looking for some would copy its pages in each child.
    gc.collect()
    gc.freeze()
    order = Server(socket.socket(fileno=int(descriptor))).run()
    if order is not None:
        become_kernel(order, by_imports)
    else:
        shutil.rmtree(Path(folder), ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
