"""The one place that writes the store, and beside it what only auditors read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from findings.consultation.build import Parameters
from findings.consultation.codeframe import AGREEMENT
from findings.consultation.names import CellId
from findings.disclosure.guard import guard
from findings.disclosure.quotes import quotes_released
from findings.disclosure.release import Release, decisions_csv
from findings.evidence.cell import Cell, Measure, SourceKind
from findings.evidence.quote import Point, Quote, with_counts
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
    unsure: Mapping[str, tuple[str, ...]] | None = None,
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
        What people wrote, as it may be shown, and the points that they made. Quotes of hidden themes are dropped here.
    unsure
        Question -> the themes on which coders agree too little for a headline.
    """
    cells = guard(released.cells)
    by_name = {cell.cell: cell for cell in cells}
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
        quotes=quotes_released(quotes, parameters.consultation.disclosure, by_name),
        points=tuple(with_counts(point, by_name) for point in points),
        unsure=_told(unsure or {}, cells),
    )
    write_store(Path(store), store_files(story, cells))
    folder = Path(restricted)
    folder.mkdir(parents=True, exist_ok=True)
    decisions = decisions_csv(released.decisions, source_kind)
    (folder / "disclosure.csv").write_text(decisions, encoding="utf-8", newline="\n")
    (folder / "lineage.json").write_text(lineage, encoding="utf-8", newline="\n")
    if weights:
        (folder / "weights.csv").write_text(weights, encoding="utf-8", newline="\n")


def _told(unsure: Mapping[str, tuple[str, ...]], cells: Sequence[Cell]) -> dict[str, tuple[str, ...]]:
    """The themes that are held back, less those whose agreement is hidden: their counts are in no headline anyway."""
    shown = {cell.cell for cell in cells if cell.visible}
    told = {
        question: tuple(
            theme for theme in themes if CellId(question + AGREEMENT, theme, measure=Measure.ALPHA).text in shown
        )
        for question, themes in unsure.items()
    }
    return {question: themes for question, themes in told.items() if themes}
