"""The one place that writes the store, and beside it what only auditors read."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from findings.consultation.build import Parameters
from findings.disclosure.guard import guard
from findings.disclosure.release import Release, decisions_csv
from findings.evidence.cell import SourceKind
from findings.evidence.quote import Point, Quote
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
    quotes: Collection[Quote] = (),
    points: Collection[Point] = (),
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
    quotes, points
        What people wrote, as it may be shown, and the points that they made.
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
        free_text=parameters.free_text if parameters.shows_answers else None,
        quotes=quotes,
        points=points,
    )
    write_store(Path(store), store_files(story, cells))
    folder = Path(restricted)
    folder.mkdir(parents=True, exist_ok=True)
    decisions = decisions_csv(released.decisions, source_kind)
    (folder / "disclosure.csv").write_text(decisions, encoding="utf-8", newline="\n")
    (folder / "lineage.json").write_text(lineage, encoding="utf-8", newline="\n")
    if weights:
        (folder / "weights.csv").write_text(weights, encoding="utf-8", newline="\n")
