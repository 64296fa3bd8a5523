"""`latest.json` of an edition: the newest complete run, by its name."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from findings.evidence.cell import SOURCE_KIND, SourceKind
from findings.pipeline.cache import write_text


def make_latest(edition: Path, run: str) -> None:
    """Let an edition's `latest.json` name a run; nothing is written where it does already.

    A rehearsal never takes the place of a run of real data: whoever asks for the newest run of a consultation would
    be given made-up numbers. It stands beside it under its own name.
    """
    path = edition / "latest.json"
    text = json.dumps({"run": run}) + "\n"
    named = path.read_text(encoding="utf-8") if path.is_file() else ""
    if named != text and not (is_made_up(edition / run) and _is_real(edition, named)):
        write_text(path, text)


def is_made_up(run: Path) -> bool:
    """Whether a run is a rehearsal, as its evidence says: what is restricted may have been purged.

    Raises
    ------
    ValueError, OSError
        If it has no evidence.
    """
    with (run / "public" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        row = next(csv.DictReader(file), None)
    if row is None or SOURCE_KIND not in row:
        raise ValueError("no evidence")
    return row[SOURCE_KIND] == SourceKind.MADE_UP


def _is_real(edition: Path, named: str) -> bool:
    """Whether what `latest.json` says is the name of a run of real data that is still there."""
    try:
        return not is_made_up(edition / str(json.loads(named)["run"]))
    except (OSError, ValueError, TypeError, KeyError):
        return False
