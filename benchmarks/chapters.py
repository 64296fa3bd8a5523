"""What a chapter adds to a run: the same consultation with every chapter of the plan, and with its summary alone.

    python benchmarks/chapters.py [JOBS] [ROUNDS]

Both sides run every step anew in one process after another, alternately; the quickest round of each side counts.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONSULTATION = "scotland-2023"
SUMMARY_ALONE = """tables: every
chapters:
  summary:
    notebook: 10_summary.ipynb
    reads: everything
"""


def seconds(place: Path, side: str, jobs: str) -> float:
    command = [sys.executable, str(ROOT / "run_all.py"), CONSULTATION, "--quiet", "--force", "--jobs", jobs,
               "--params", str(place / side / "params"), "--out", str(place / side / "out")]  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "HOME": str(place / "home")})
    return time.perf_counter() - begun


def chapters(place: Path, side: str) -> int:
    """The notebooks that ran, but for the one that releases."""
    return len(list((place / side / "out" / CONSULTATION).glob("full/*/restricted/notebooks/*.ipynb"))) - 1


def main(jobs: str = "2", rounds: str = "3") -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, --jobs {jobs}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "home").mkdir()
        for side in ("every", "summary"):
            shutil.copytree(ROOT / "params" / CONSULTATION, place / side / "params" / CONSULTATION)
            shutil.copytree(ROOT / "data", place / side / "data")
        (place / "summary" / "params" / CONSULTATION / "plan.yaml").write_text(SUMMARY_ALONE, encoding="utf-8")
        best = {"every": float("inf"), "summary": float("inf")}
        for _ in range(int(rounds)):
            for side in best:
                best[side] = min(best[side], seconds(place, side, jobs))
        counts = {side: chapters(place, side) for side in best}
        for side, taken in best.items():
            print(f"{counts[side]:>3} chapters  {taken:6.1f} s", flush=True)
        more = counts["every"] - counts["summary"]
        print(f"a chapter adds {(best['every'] - best['summary']) / more:.2f} s")


if __name__ == "__main__":
    main(*sys.argv[1:])
