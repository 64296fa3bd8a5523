"""Run every consultation under params/, or those named: `python run_all.py [NAME ...] [options]`."""

from __future__ import annotations

import sys
from pathlib import Path

from findings.cli import main

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    # Its own folders wherever it is called from; an option given by the user comes later and wins.
    raise SystemExit(main(["run", "--params", str(HERE / "params"), "--out", str(HERE / "outputs"), *sys.argv[1:]]))
