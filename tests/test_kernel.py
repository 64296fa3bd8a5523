"""Kernels: forked from a warm process or ordinary, a notebook cannot tell and its output is the same."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from findings.pipeline import forkserver, provisioner
from findings.pipeline.kernel import CellError, run_notebook
from findings.pipeline.provisioner import Forks, forked_kernels

ROOT = Path(__file__).resolve().parent.parent
linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")
WALLED = ("findings.intake", "findings.tabulation", "findings.disclosure")


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    with forked_kernels({"MPLCONFIGDIR": str(tmp_path_factory.mktemp("matplotlib"))}) as running:
        yield running


@pytest.fixture(scope="module")
def ordinary(forks: Forks) -> Iterator[Callable[..., Any]]:
    """Run in ordinary kernels although there is a warm process; only their environment is the same."""
    unable = Forks(forks.environment)
    unable._why_not = "a test wants it so"

    def run(*arguments: Any) -> Any:
        before = provisioner._current
        provisioner._current = unable
        try:
            return executed(*arguments)
        finally:
            provisioner._current = before

    yield run
    unable.close()


def notebook(folder: Path, *cells: str) -> Path:
    """A notebook of these code cells, the first of them its parameters."""

    def cell(number: int, text: str) -> dict[str, Any]:
        tags = {"tags": ["parameters"]} if number == 0 else {}
        return {"cell_type": "code", "id": f"c{number}", "metadata": tags, "source": text,
                "outputs": [], "execution_count": None}  # fmt: skip

    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    content = {"cells": [cell(n, text) for n, text in enumerate(("given = 0", *cells))],
               "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "notebook.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def executed(folder: Path, *cells: str) -> bytes:
    """The executed copy of a notebook of these cells."""
    run_notebook(notebook(folder, *cells), {"given": 7}, folder, folder / "executed.ipynb")
    return (folder / "executed.ipynb").read_bytes()


def told(content: bytes) -> Any:
    """What the last cell printed, as JSON."""
    return json.loads("".join(json.loads(content)["cells"][-1]["outputs"][0]["text"]))


def gone(pid: int, within: float = 10) -> bool:
    """Whether a process is over, a zombie included."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


CHART = """\
import seaborn as sns
from matplotlib import pyplot, rcParams
rcParams["svg.hashsalt"] = "salt"
sns.set_theme(style="white")
axes = sns.barplot(x=[given, 3], y=["one", "other"], orient="h")
axes.figure.savefig("chart.svg", metadata={"Date": None})
print(open("chart.svg").read())
pyplot.close()"""

SURROUNDINGS = """\
import json, locale, os, signal, sys, threading, time, warnings
import numpy, pandas, matplotlib
kept = {name: value for name, value in os.environ.items() if name not in ("JPY_PARENT_PID", "IPYTHONDIR", "PWD")}
files = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")]
signals = [str(signal.getsignal(n)) for n in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)]
print(json.dumps({
    "folder": os.path.basename(os.getcwd()), "environment": kept, "path": sys.path, "signals": signals,
    "mask": [int(n) for n in signal.pthread_sigmask(signal.SIG_BLOCK, [])], "umask": os.umask(0o22),
    "leads its session": os.getsid(0) == os.getpid(), "stdin": os.read(0, 1).decode(),
    "threads": sorted(type(t).__name__ for t in threading.enumerate()),
    "rc": {k: str(v) for k, v in matplotlib.rcParams.items()}, "timezone": time.tzname,
    "strings": str(pandas.Series(["a"]).dtype), "hash": hash("a"), "argument": os.path.basename(sys.argv[0]),
    "locale": locale.setlocale(locale.LC_ALL), "sockets with names": sorted(f for f in files if "findings-" in f)},
    sort_keys=True))"""


@pytest.mark.slow
@linux
def test_both_ways_give_the_same_bytes_and_the_same_surroundings(
    forks: Forks, ordinary: Callable[..., bytes], tmp_path: Path
) -> None:
    cells = (CHART, "print(given, 'and', type(given).__name__)\n'shown'", SURROUNDINGS)
    forked = executed(tmp_path / "forked" / "work", *cells)
    assert told(forked)["folder"] == "work"
    assert told(forked)["stdin"] == ""
    assert told(forked)["leads its session"] is True
    assert b"<svg" in forked
    plain = ordinary(tmp_path / "ordinary" / "work", *cells)
    for name, value in told(plain).items():
        assert told(forked)[name] == value, name
    assert forked == plain


PROCESS = """\
import json, os, sys
parent = int(open(f"/proc/{os.getppid()}/stat").read().rpartition(")")[2].split()[1])
print(json.dumps({"pid": os.getpid(), "parent": os.getppid(), "grandparent": parent, "modules": [*sys.modules]}))"""


@pytest.mark.slow
@linux
def test_a_kernel_is_a_fork_of_the_server_with_a_process_of_its_own(forks: Forks, tmp_path: Path) -> None:
    one, other = (told(executed(tmp_path / name, PROCESS)) for name in ("one", "other"))
    assert one["parent"] == other["parent"] == forks.server_pid
    assert one["grandparent"] == os.getpid()
    assert one["pid"] != other["pid"]
    assert {"seaborn", "matplotlib.pyplot", "findings.exhibits"} <= set(one["modules"])


@linux
def test_the_server_stands_outside_the_release_wall(forks: Forks, tmp_path: Path) -> None:
    modules = told(executed(tmp_path, PROCESS))["modules"]
    assert [name for name in modules if name.startswith(WALLED)] == []


LEAVES = """\
import os, random, signal, sys, builtins
import numpy, matplotlib, findings.exhibits
random.seed(1), numpy.random.seed(1)
matplotlib.rcParams["font.size"] = 99.0
signal.signal(signal.SIGUSR1, lambda *_: None)
os.environ["LEFT"], builtins.left, findings.exhibits.left = "x", 1, 1
open_file = open("left.txt", "w")
sys.stdout = sys.stderr"""
FINDS = """\
import json, os, random, signal, builtins
import numpy, matplotlib, findings.exhibits
files = [os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")]
print(json.dumps({"random": random.random(), "numpy": numpy.random.random(),
    "font": matplotlib.rcParams["font.size"], "signal": str(signal.getsignal(signal.SIGUSR1)),
    "left": [hasattr(builtins, "left"), hasattr(findings.exhibits, "left"), "LEFT" in os.environ],
    "files": [f for f in files if f.endswith("left.txt")]}))"""


@linux
def test_nothing_leaks_from_one_notebook_into_the_next(forks: Forks, tmp_path: Path) -> None:
    executed(tmp_path / "first", LEAVES)
    found = [told(executed(tmp_path / name, FINDS)) for name in ("second", "third")]
    for one in found:
        assert one["font"] == 10.0  # matplotlib's own default
        assert one["signal"] == "0"  # SIG_DFL
        assert one["left"] == [False, False, False]
        assert one["files"] == []
    assert found[0]["random"] != found[1]["random"]
    assert found[0]["numpy"] != found[1]["numpy"]
    assert found[0]["random"] != random.Random(1).random()


@pytest.mark.slow
@linux
@pytest.mark.parametrize("how", ["forked", "ordinary"])
def test_a_kernel_that_dies_is_told_and_does_not_hang(
    forks: Forks, ordinary: Callable[..., bytes], tmp_path: Path, how: str
) -> None:
    run = executed if how == "forked" else ordinary
    begun = time.monotonic()
    with pytest.raises(CellError) as caught:
        run(tmp_path, "1", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "2")
    # The parameters and the injected parameters come first.
    assert str(caught.value) == "cell 4: DeadKernelError: the kernel died; it may have been short of memory"
    assert time.monotonic() - begun < 30
    assert len(json.loads((tmp_path / "executed.ipynb").read_text(encoding="utf-8"))["cells"]) == 5


@linux
def test_an_error_in_a_forked_kernel_names_its_cell(forks: Forks, tmp_path: Path) -> None:
    with pytest.raises(CellError) as caught:
        executed(tmp_path, "1", "raise ValueError('no such thing')")
    assert str(caught.value) == "cell 4: ValueError: no such thing"


@linux
def test_a_kernel_and_what_it_started_are_gone_after_its_notebook(forks: Forks, tmp_path: Path) -> None:
    cell = ("import json, os, subprocess\nsleeper = subprocess.Popen(['sleep', '600'])\n"
            "print(json.dumps([os.getpid(), sleeper.pid]))")  # fmt: skip
    kernel, sleeper = told(executed(tmp_path, cell))
    assert gone(kernel)
    assert gone(sleeper)


@linux
@pytest.mark.slow
def test_many_at_once_in_dasks_threads(forks: Forks, tmp_path: Path) -> None:
    from dask.threaded import get

    graph: dict[Any, Any] = {n: (executed, tmp_path / str(n), PROCESS) for n in range(4)}
    graph["all"] = (list, list(range(4)))
    found = [told(content) for content in get(graph, "all", num_workers=2)]
    assert len({one["pid"] for one in found}) == 4
    assert {one["parent"] for one in found} == {forks.server_pid}


MAIN = """\
import sys
from pathlib import Path
from findings.pipeline.kernel import run_notebook
from findings.pipeline.provisioner import forked_kernels
with forked_kernels({{}}) as forks:
    forks.start()
    print(forks.server_pid, forks.folder, flush=True)
    folder = Path({folder!r})
    run_notebook(folder / "notebook.ipynb", {{}}, folder, folder / "executed.ipynb")
"""


@linux
@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_killed_run_leaves_no_process_and_no_socket(tmp_path: Path, number: signal.Signals) -> None:
    notebook(tmp_path, "import os, time\nopen('kernel', 'w').write(str(os.getpid()))", "time.sleep(600)")
    run = subprocess.Popen([sys.executable, "-c", MAIN.format(folder=str(tmp_path))], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    server, _, folder = run.stdout.readline().strip().partition(" ")
    end = time.monotonic() + 60
    while not (tmp_path / "kernel").exists() or not (tmp_path / "kernel").read_text(encoding="utf-8"):
        assert time.monotonic() < end
        time.sleep(0.05)
    kernel = int((tmp_path / "kernel").read_text(encoding="utf-8"))
    assert not gone(kernel, within=0.1)
    run.send_signal(number)
    run.wait(20)
    assert gone(kernel)
    assert gone(int(server))
    assert not Path(folder).exists()


@linux
@pytest.mark.slow
def test_a_killed_server_ends_its_kernels_and_later_ones_are_ordinary(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with forked_kernels({}) as own, caplog.at_level("INFO", logger="findings.pipeline"):
        parent = told(executed(tmp_path / "first", PROCESS))["parent"]
        assert parent == own.server_pid
        os.kill(parent, signal.SIGKILL)
        assert gone(parent)
        for name in ("second", "third"):
            assert told(executed(tmp_path / name, PROCESS))["parent"] == os.getpid()
    # Once, not a line a notebook.
    assert caplog.messages == ["ordinary kernels: the fork server does not answer: [Errno 111] Connection refused"]


@linux
@pytest.mark.slow
def test_a_server_with_two_threads_is_not_forked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # A start-up file of a user's, or another build of a library, may start one.
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, threading, time\n"
        "if 'findings.pipeline.forkserver' in sys.orig_argv:\n"
        "    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    with forked_kernels({}), caplog.at_level("INFO", logger="findings.pipeline"):
        assert told(executed(tmp_path / "work", PROCESS))["parent"] == os.getpid()
    assert caplog.messages == ["ordinary kernels: 2 threads"]


def test_without_forking_kernels_are_ordinary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provisioner.sys, "platform", "darwin")
    with forked_kernels({}) as own:
        own.start()
        assert own.server_pid is None
        assert own.fork([sys.executable, "-m", "ipykernel_launcher"], str(tmp_path), {}) is None


@linux
@pytest.mark.slow
def test_another_python_is_never_replaced_by_a_fork(forks: Forks, tmp_path: Path) -> None:
    own = Forks({})
    assert own.fork(["/usr/bin/other", "-m", "ipykernel_launcher"], str(tmp_path), {}) is None
    own.close()


def test_the_thread_count_sees_threads_of_this_process() -> None:
    if sys.platform != "linux":
        assert forkserver.thread_count() == 0
        return
    before = forkserver.thread_count()
    done = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        for _ in range(3):
            pool.submit(done.wait)
        assert forkserver.thread_count() == before + 3
        done.set()


def in_a_process(code: str, *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True, cwd=ROOT
    ).stdout


@pytest.mark.slow
def test_papermill_comes_without_the_grammar_and_iris_are_checked_as_before() -> None:
    code = (
        "import sys\n"
        "from findings.pipeline.imports import import_papermill\n"
        "assert import_papermill().__name__ == 'papermill'\n"
        "print('lark' in sys.modules, 'rfc3987_syntax' in sys.modules)\n"
        "import jsonschema\n"
        "checker = jsonschema.Draft202012Validator.FORMAT_CHECKER\n"
        "print(checker.conforms('https://example.org/\\u00e9', 'iri'), checker.conforms('not one', 'iri'))\n"
        "print('rfc3987_syntax' in sys.modules)\n"
    )
    assert in_a_process(code).split() == ["False", "False", "True", "False", "True"]


def test_the_path_of_a_run_with_nothing_changed_imports_no_library_of_analysis() -> None:
    code = (
        "import sys\n"
        "from findings.cli import main\n"
        "from findings.pipeline import layout, run, steps\n"
        "heavy = ('pandas', 'numpy', 'papermill', 'dask', 'nbformat', 'nbconvert', 'jupyter_client', 'matplotlib',\n"
        "         'pyarrow', 'typst', 'rocrate', 'jsonschema', 'scipy', 'seaborn', 'highspy',\n"
        "         'pyreadstat', 'lxml')\n"
        "print([name for name in heavy if name in sys.modules])\n"
    )
    assert in_a_process(code).strip() == "[]"
