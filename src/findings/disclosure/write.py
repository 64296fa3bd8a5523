"""The one place that writes the store, and beside it what only auditors read."""

from __future__ import annotations

from pathlib import Path

from findings.consultation.build import Parameters
from findings.disclosure.guard import guard
from findings.disclosure.release import Release, decisions_csv
from findings.evidence.cell import SourceKind
from findings.evidence.store import store_files, write_store
from findings.evidence.story import tell


def write_release(
    released: Release,
    parameters: Parameters,
    source_kind: SourceKind,
    lineage: str,
    store: str | Path,
    restricted: str | Path,
    weights: str = "",
) -> None:
    """Write the store, and `disclosure.csv` and `lineage.json` for the auditors.

    Parameters
    ----------
    released
        What `release` let through.
    parameters
        Where the words come from.
    source_kind
        What kind of data were counted.
    lineage
        The text of `lineage.json`.
    store, restricted
        The folders; that of the store must not hold one yet.
    weights
        The text of `weights.csv`, of a declared sample.
    """
    cells = guard(released.cells)
    tables = tuple(dict.fromkeys(cell.table for cell in cells))
    story = tell(
        parameters.consultation,
        parameters.counting,
        source_kind,
        tables,
        draft=parameters.draft,
        counted=parameters.counted,
        until=parameters.until,
        outlines=parameters.outlines,
    )
    write_store(Path(store), store_files(story, cells))
    folder = Path(restricted)
    folder.mkdir(parents=True, exist_ok=True)
    decisions = decisions_csv(released.decisions, source_kind)
    (folder / "disclosure.csv").write_text(decisions, encoding="utf-8", newline="\n")
    (folder / "lineage.json").write_text(lineage, encoding="utf-8", newline="\n")
    if weights:
        (folder / "weights.csv").write_text(weights, encoding="utf-8", newline="\n")
