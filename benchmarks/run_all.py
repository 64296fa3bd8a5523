"""Times `run_all.py`: from nothing, with nothing changed, and with one label changed.

    python benchmarks/run_all.py [JOBS]

Works on a copy of params/ and data/ in a temporary folder with an empty home, so that no cache of an
earlier run or of matplotlib helps.
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
CONSULTATION = "scotland-2016"


def timed(name: str, jobs: str, place: Path) -> None:
    command = [sys.executable, str(ROOT / "run_all.py"), "--quiet", "--jobs", jobs,
               "--params", str(place / "params"), "--out", str(place / "out")]  # fmt: skip
    begun = time.perf_counter()
    subprocess.run(command, check=True, env={**os.environ, "HOME": str(place / "home")})
    print(f"{name:<18}{time.perf_counter() - begun:6.1f} s", flush=True)


def change_a_label(questionnaire: Path) -> None:
    text = questionnaire.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.lstrip().startswith("label:"))
    questionnaire.write_text(text.replace(line, f"{line} changed", 1), encoding="utf-8")
    label = line.partition("label:")[2].strip()
    for translations in sorted(questionnaire.parent.glob("languages/*.yaml")):
        # What is translated is named by its English text.
        known = translations.read_text(encoding="utf-8")
        for quoted in (f"{label}:", f'"{label}":'):
            known = known.replace(f"\n{quoted}", "\n" + quoted.replace(label, f"{label} changed"))
        translations.write_text(known, encoding="utf-8")


def main(jobs: str = "2") -> None:
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, --jobs {jobs}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "home").mkdir()
        for name in ("params", "data"):
            shutil.copytree(ROOT / name, place / name)
        timed("from nothing", jobs, place)
        timed("nothing changed", jobs, place)
        change_a_label(place / "params" / CONSULTATION / "questionnaire.yaml")
        timed("one label changed", jobs, place)


if __name__ == "__main__":
    main(*sys.argv[1:])
