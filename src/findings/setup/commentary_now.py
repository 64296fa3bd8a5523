"""The numbers as they would be released now, without a run: to check what people wrote against them."""

from __future__ import annotations

from findings.consultation.build import Parameters
from findings.disclosure import quotes_released, release
from findings.evidence.quote import with_counts
from findings.evidence.store import Evidence
from findings.evidence.story import tell
from findings.freetext import code
from findings.intake.received import Received
from findings.tabulation import tabulate


def counted_now(parameters: Parameters, received: Received) -> Evidence:
    """The released cells of what was received, with their words.

    Raises
    ------
    ReleaseRefused
        If they cannot be released.
    """
    free_text = code(parameters, received)
    received = free_text.received
    counted = tabulate(parameters, received, free_text)
    profile = parameters.consultation.disclosure
    released = release(counted.cells, counted.relations, profile, counted.bounds, counted.as_counted)
    cells = {cell.cell: cell for cell in released.cells}
    story = tell(
        parameters.consultation,
        parameters.counting,
        received.source_kind,
        tuple(dict.fromkeys(cell.table for cell in cells.values())),
        draft=parameters.draft,
        counted=parameters.counted,
        until=parameters.until,
        free_text=parameters.free_text if parameters.shows_answers else None,
        quotes=quotes_released(free_text.released_quotes, parameters.consultation.disclosure, cells),
        points=tuple(with_counts(point, cells) for point in free_text.points),
    )
    return Evidence(story, cells)
