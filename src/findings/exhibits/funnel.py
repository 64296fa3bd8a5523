"""The table of how received responses became analysed ones."""

from __future__ import annotations

from findings.consultation.names import FUNNEL
from findings.evidence.store import Evidence
from findings.exhibits.model import Row, Table
from findings.exhibits.wording import cell_span, citation, label, words


def funnel_table(evidence: Evidence) -> Table:
    """How received responses became analysed ones."""
    cells = list(evidence.table(FUNNEL).values())
    rows = tuple(
        Row(
            label(cell.note) if position in (0, len(cells) - 1) else (*words("Removed: "), *label(cell.note)),
            ((cell_span(evidence, cell),),),
            "base" if position == len(cells) - 1 else "option",
        )
        for position, cell in enumerate(cells)
    )
    return Table(
        id=FUNNEL,
        title=words("From responses received to responses analysed"),
        stub=words("Step"),
        columns=(words("Responses"),),
        rows=rows,
        source=(*words("Source: "), *citation(evidence.story.funnel_source)),
    )
