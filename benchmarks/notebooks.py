"""Times chart notebooks in ordinary kernels and in forked ones, turn by turn in one process.

    python benchmarks/notebooks.py [NOTEBOOKS] [JOBS]

Both kinds run the same notebooks; the rounds alternate, so that a busy machine slows both. The forked
rounds include the start of the warm process once, as a run does.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from findings.pipeline.imports import import_papermill
from findings.pipeline.kernel import run_notebook
from findings.pipeline.provisioner import forked_kernels

CHART = """\
import seaborn as sns
from matplotlib import pyplot
sns.set_theme(style="white")
axes = sns.barplot(x=[number, 3, 5], y=["one", "other", "third"], orient="h")
axes.figure.savefig("chart.svg")
pyplot.close()"""


def write_notebook(path: Path) -> None:
    def cell(number: int, source: str, tags: list[str]) -> dict[str, object]:
        return {
            "cell_type": "code", "id": f"cell-{number}", "metadata": {"tags": tags}, "source": source,
            "outputs": [], "execution_count": None,
        }  # fmt: skip

    content = {
        "cells": [cell(1, "number = 0", ["parameters"]), cell(2, CHART, [])],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    path.write_text(json.dumps(content), encoding="utf-8")


def timed(folder: Path, notebooks: int, jobs: int, *, forked: bool) -> float:
    def one(number: int) -> None:
        own = folder / str(number)
        own.mkdir(parents=True, exist_ok=True)
        run_notebook(folder.parent / "notebook.ipynb", {"number": number}, own, own / "executed.ipynb")

    begun = time.perf_counter()
    with forked_kernels({}) if forked else nullcontext(), ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, range(notebooks)))
    return time.perf_counter() - begun


def main(notebooks: int = 8, jobs: int = 2, rounds: int = 2) -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {jobs} at once")
    import_papermill()
    seconds: dict[bool, float] = {False: 0.0, True: 0.0}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_notebook(place / "notebook.ipynb")
        timed(place / "warm", 1, 1, forked=False)
        for turn in range(rounds):
            for forked in (False, True):
                seconds[forked] += timed(place / f"{turn}-{forked}", notebooks, jobs, forked=forked)
    count = notebooks * rounds
    print(f"ordinary kernels  {seconds[False]:6.1f} s for {count} notebooks, {seconds[False] / count:.2f} s each")
    print(f"forked kernels    {seconds[True]:6.1f} s for {count} notebooks, {seconds[True] / count:.2f} s each")
    print(f"ratio             {seconds[False] / seconds[True]:6.1f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:]))
