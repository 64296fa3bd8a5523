"""`latest.json` of an edition: the newest complete run, by its name."""

from __future__ import annotations

import json
from pathlib import Path

from findings.pipeline.cache import write_text


def make_latest(edition: Path, run: str) -> None:
    """Let an edition's `latest.json` name a run; nothing is written where it does already."""
    text = json.dumps({"run": run}) + "\n"
    path = edition / "latest.json"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        write_text(path, text)
