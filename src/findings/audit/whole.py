"""Whether a run's folder still holds what it held when it was complete, by the hashes in its crate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from findings.audit.crate import METADATA
from findings.audit.manifest import files_of, sha256_of

_OUTSIDE = ("#public/", "#board/")


def harmed_files(run: Path) -> tuple[str, ...]:
    """The files of a run that are missing, changed or added, as paths from its folder.

    A crate that is missing or cannot be read is itself the one that is named.

    Parameters
    ----------
    run
        A run's folder. Its crate is not signed: this finds accidents and edits, not a forger who
        writes the crate anew.
    """
    crate = f"restricted/{METADATA}"
    try:
        said = _hashes(json.loads((run / crate).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return (crate,)
    there = set(files_of(run)) - {crate}
    harmed = {name for name in there & said.keys() if sha256_of(run / name) != said[name]}
    return tuple(sorted(harmed | (there ^ said.keys())))


def _hashes(crate: Any) -> dict[str, str]:
    """Path from the run's folder -> SHA-256, for each file that the crate describes and the run holds."""
    hashes: dict[str, str] = {}
    for entity in crate["@graph"]:
        name = unquote(entity["@id"])
        if "sha256" not in entity:
            continue
        if name.startswith(_OUTSIDE):
            hashes[name.removeprefix("#")] = str(entity["sha256"])
        elif not name.startswith("#"):
            hashes[f"restricted/{name}"] = str(entity["sha256"])
    return hashes
