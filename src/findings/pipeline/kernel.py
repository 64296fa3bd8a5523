"""One notebook run in a kernel of its own, through Papermill's API."""

from __future__ import annotations

import contextlib
import contextvars
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import ensure_event_loop

from findings.pipeline.imports import import_papermill
from findings.pipeline.provisioner import KERNEL_ENVIRONMENT, ForkProvisioner, current_forks


class PrivateKernelManager(AsyncKernelManager):
    """A kernel that is spoken to over sockets of the file system: cells carry responses.

    Windows has no such sockets; there the loopback interface is used. The kernel is forked from a
    warm process where there is one (`forked_kernels`).
    """

    def __init__(self, **options: Any) -> None:
        # Always the Python that runs this: a kernel of the user's by the same name may be another one.
        options.setdefault("kernel_spec_manager", KernelSpecManager(kernel_dirs=[]))
        super().__init__(**options)
        forks = current_forks()
        # A folder that only this user may enter, with a short name: socket paths have about a hundred letters.
        # It lies within that of the warm process, which removes it also when this process is killed.
        self._private = Path(tempfile.mkdtemp(prefix="findings-", dir=forks.folder if forks else None))
        self.connection_file = str(self._private / "kernel.json")
        if sys.platform != "win32":
            self.transport = "ipc"
            self.ip = str(self._private / "kernel")

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        # A kernel's set-up is this program's, not that of the user's own notebooks; a home may be read-only.
        forks = current_forks()
        options["env"] = {
            **os.environ,
            **(forks.environment if forks is not None else KERNEL_ENVIRONMENT),
            "IPYTHONDIR": str(self._private / "ipython"),
            **(options.get("env") or {}),
        }
        if forks is not None and self.provisioner is None:
            self.provisioner = ForkProvisioner(kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.forks = forks
        return await super()._async_pre_start_kernel(**options)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if not restart:
            shutil.rmtree(self._private, ignore_errors=True)


class CellError(Exception):
    """A cell that stopped with an error.

    Parameters
    ----------
    cell
        Its number in the notebook as executed, from 1.
    name, text
        The error's class and message.
    """

    def __init__(self, cell: int, name: str, text: str) -> None:
        super().__init__(f"cell {cell}: {name}: {text}")
        self.cell, self.name, self.text = cell, name, text


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """A folder for a published chapter's kernel, gone afterwards.

    It lies outside the outputs, so that no short way leads from it to responses in the cache; and within
    that of the warm process, which removes it also when this process is killed.
    """
    forks = current_forks()
    if forks is not None:
        forks.start()
    folder = Path(tempfile.mkdtemp(prefix="findings-", dir=forks.folder if forks else None))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_notebook(path: Path, parameters: Mapping[str, object], folder: Path, executed: Path) -> None:
    """Run a notebook in a folder and write the executed copy, stripped of times and paths.

    Parameters
    ----------
    path
        The notebook.
    parameters
        What its parameters cell is given; checked beforehand.
    folder
        The kernel's working folder, so that parameters can name files in it without its path.
    executed
        The copy with outputs; written also when a cell fails.

    Raises
    ------
    CellError
        If a cell stops with an error, or the kernel dies in it.
    """
    forks = current_forks()
    if forks is not None:
        # The warm process imports at the same time as this one.
        forks.start()
    papermill = import_papermill()
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    from findings.pipeline import engine

    raw = folder / "running.ipynb"
    executed.parent.mkdir(parents=True, exist_ok=True)
    try:
        _in_own_loop(
            papermill.execute_notebook,
            str(path),
            str(raw),
            parameters=dict(parameters),
            progress_bar=False,
            engine_name=engine.NAME,
            # Not before and after each cell: where a kernel dies, the engine writes what there is.
            request_save_on_cell_execute=False,
            dead=str(raw),
            kernel_manager_class=PrivateKernelManager,
            # Papermill's own `cwd` changes the folder of the whole process, which other threads share.
            resources={"metadata": {"path": str(folder)}},
            # Everything is written when the last cell is done: there is nothing to wait for.
            shutdown_kernel="immediate",
        )
    except PapermillExecutionError as error:
        cell = next((n for n, c in enumerate(_cells(raw), start=1) if _has_error(c)), error.cell_index or 0)
        raise CellError(cell, error.ename, error.evalue) from None
    except DeadKernelError:
        begun = sum(c["metadata"]["papermill"]["start_time"] is not None for c in _cells(raw)) if raw.exists() else 0
        raise CellError(begun, "DeadKernelError", "the kernel died; it may have been short of memory") from None
    finally:
        if raw.exists():
            executed.write_text(_stripped(raw), encoding="utf-8", newline="\n")
            raw.unlink()


def _in_own_loop(function: Callable[..., object], *arguments: object, **options: object) -> None:
    """Call a function that runs an event loop, in a loop of its own that is closed afterwards.

    Jupyter keeps its loop in a context variable, and Dask hands copies of the caller's context to all its
    threads: two of them would find the loop of the caller (a notebook, an earlier run in this process), and
    a loop runs in one thread only. Where there is none, each notebook would leave an open loop behind.
    """

    def call() -> None:
        loop = ensure_event_loop()
        try:
            function(*arguments, **options)
        finally:
            if not loop.is_running():
                loop.close()

    contextvars.Context().run(call)


def _cells(path: Path) -> list[dict[str, Any]]:
    """The cells of an executed notebook, less the banners that Papermill puts before a failed one."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if "papermill-error-cell-tag" not in cell["metadata"].get("tags", [])]


def _has_error(cell: dict[str, Any]) -> bool:
    return any(output["output_type"] == "error" for output in cell.get("outputs", []))


def _stripped(path: Path) -> str:
    """The executed notebook without what differs from run to run: times, durations, paths, ids."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = _cells(path)
    for number, cell in enumerate(notebook["cells"], start=1):
        tags = cell["metadata"].get("tags", [])
        cell["metadata"] = {"tags": tags} if tags else {}
        cell["id"] = f"cell-{number}"
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                # The frames name folders of this machine; the message stays.
                output["traceback"] = [f"{output['ename']}: {output['evalue']}"]
    notebook["metadata"] = {"kernelspec": notebook["metadata"].get("kernelspec", {})}
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
