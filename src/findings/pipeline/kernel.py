"""One notebook run in a kernel of its own, through Papermill's API."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jupyter_client.manager import AsyncKernelManager

KERNEL_ENVIRONMENT = {
    # Threads of linear algebra would fight over the cores, and sums could differ by their number.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MPLBACKEND": "agg",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class PrivateKernelManager(AsyncKernelManager):
    """A kernel that is spoken to over sockets of the file system: cells carry responses.

    Windows has no such sockets; there the loopback interface is used.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._sockets = ""
        if sys.platform != "win32":
            # A folder that only this user may enter, with a short name: socket paths have about a hundred letters.
            self._sockets = tempfile.mkdtemp(prefix="findings-")
            self.transport = "ipc"
            self.ip = str(Path(self._sockets) / "kernel")

    async def _async_pre_start_kernel(self, **options: Any) -> Any:
        options["env"] = {**os.environ, **KERNEL_ENVIRONMENT, **(options.get("env") or {})}
        return await super()._async_pre_start_kernel(**options)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if self._sockets and not restart:
            shutil.rmtree(self._sockets, ignore_errors=True)


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
        If a cell stops with an error.
    """
    import papermill
    from papermill.exceptions import PapermillExecutionError

    raw = folder / "running.ipynb"
    executed.parent.mkdir(parents=True, exist_ok=True)
    try:
        papermill.execute_notebook(
            str(path),
            str(raw),
            parameters=dict(parameters),
            progress_bar=False,
            request_save_on_cell_execute=False,
            kernel_manager_class=PrivateKernelManager,
            # Papermill's own `cwd` changes the folder of the whole process, which other threads share.
            resources={"metadata": {"path": str(folder)}},
            # Everything is written when the last cell is done: there is nothing to wait for.
            shutdown_kernel="immediate",
        )
    except PapermillExecutionError as error:
        cell = next((n for n, c in enumerate(_cells(raw), start=1) if _has_error(c)), error.cell_index or 0)
        raise CellError(cell, error.ename, error.evalue) from None
    finally:
        if raw.exists():
            executed.write_text(_stripped(raw), encoding="utf-8", newline="\n")
            raw.unlink()


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
