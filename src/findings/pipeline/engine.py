"""Papermill's engine, which writes the notebook once where a kernel dies.

Papermill would save the whole notebook before and after each cell, so that it is there when the kernel dies. That is
the larger part of the time that this process spends on a chapter with many tables. Here it is written at the end:
by Papermill when all cells ran or one failed, by this engine when the kernel died.
"""

from __future__ import annotations

from typing import Any

from nbclient.exceptions import DeadKernelError
from papermill.engines import NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.iorw import write_ipynb

NAME = "findings"


class Engine(NBClientEngine):  # type: ignore[misc]
    """Runs a notebook as Papermill's own engine does."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, *, dead: str, **options: Any
    ) -> None:
        """Run the cells; where the kernel dies, write what there is to the path `dead` before that is told."""
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **options)
        except DeadKernelError:
            write_ipynb(nb_man.nb, dead)
            raise


papermill_engines.register(NAME, Engine)
