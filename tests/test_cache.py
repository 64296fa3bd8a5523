"""What a killed run leaves behind does not stay: it holds restricted data."""

from __future__ import annotations

import os
import time
from pathlib import Path

from findings.pipeline.cache import Cache


def test_what_was_left_a_day_ago_is_swept_and_what_runs_now_is_not(tmp_path: Path) -> None:
    cache = Cache(tmp_path / ".cache")
    edition = tmp_path / "name" / "full"
    old = [cache.work_folder(), cache.folder / "explain-x", edition / ".part-x", edition / ".old-x"]
    new = [cache.work_folder(), edition / ".part-y", edition / "0123456789ab", cache.folder / "steps" / "x"]
    for folder in (*old, *new):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "responses.csv").write_text("x", encoding="utf-8")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    for folder in (*old, new[2], new[3]):
        os.utime(folder, (two_days_ago, two_days_ago))
    cache.sweep()
    assert [folder.exists() for folder in old] == [False] * 4
    assert [folder.exists() for folder in new] == [True] * 4
