"""Times the seed case from nothing: about 6,000 responses, 271 tables, to page, PDF, audit page and the board's files.

    python benchmarks/seed_case.py [EDITION] [ROUNDS]

Each round runs it with one step at once and with two, turn by turn, each from nothing, with an empty home, so that no
cache of an earlier run or of matplotlib helps. Printed are seconds by the clock and of the processor, the shortest of
the rounds, and the sizes of what was made. Between them stands the time of one fixed loop: where it differs much from
round to round, the machine was busy and the seconds say little.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "llr-2021"
WANTED = 60


def fixed_loop() -> float:
    begun = time.perf_counter()
    sum(number * number for number in range(3_000_000))
    return time.perf_counter() - begun


def from_nothing(edition: str, jobs: int, place: Path) -> tuple[float, float]:
    """Seconds by the clock and of the processor of one run in an empty folder."""
    shutil.rmtree(place, ignore_errors=True)
    (place / "home").mkdir(parents=True)
    command = [sys.executable, str(ROOT / "run_all.py"), NAME, "--edition", edition, "--quiet", "--jobs", str(jobs),
               "--out", str(place / "out")]  # fmt: skip
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "HOME": str(place / "home")})
    clock, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(edition: str = "full", rounds: str = "2") -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, edition {edition}")
    shortest: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "run"
        for _ in range(int(rounds)):
            for jobs in (1, 2):
                loop = fixed_loop()
                clock, processor = from_nothing(edition, jobs, place)
                shortest[jobs] = min(clock, shortest.get(jobs, clock))
                print(
                    f"{jobs} at once   {clock:6.1f} s by the clock  {processor:6.1f} s of the processor"
                    f"   (a fixed loop: {1000 * loop:.0f} ms)",
                    flush=True,
                )
        print(f"two at once: {shortest[2]:.1f} s, wanted below {WANTED}")
        print(f"one at once takes {shortest[1] / shortest[2]:.2f} times that")
        for name in ("report.html", "report.pdf", "evidence.csv"):
            size = next((place / "out").glob(f"{NAME}/{edition}/*/public/{name}")).stat().st_size
            print(f"{name:<14}{size / 1e6:6.2f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
