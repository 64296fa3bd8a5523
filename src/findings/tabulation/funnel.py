"""The steps from received to analysed, as cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from findings.consultation.model import BaseKind
from findings.consultation.names import FUNNEL, CellId
from findings.evidence.cell import Cell, Measure, Status
from findings.evidence.relation import Relation
from findings.intake.received import FunnelRow, Received


def funnel_cells(received: Received) -> Iterator[Cell]:
    """The steps from received to analysed, as the table `funnel`; where there are channels, by channel too.

    Every channel has every step, so that one in which nothing was taken out says so.
    """
    yield from _funnel_cells(received, received.funnel, "")
    steps = {row.name: row.label for row in received.funnel}
    for channel, own in received.by_channel.items():
        n = {row.name: row.n for row in own}
        rows = [FunnelRow(name, label, n.get(name, 0)) for name, label in steps.items()]
        yield from _funnel_cells(received, rows, channel)


CHANNEL = "channel"
"""The breakdown of the funnel, where there are several channels."""


def _funnel_cells(received: Received, funnel: Iterable[FunnelRow], channel: str) -> Iterator[Cell]:
    for row in funnel:
        identifier = CellId(FUNNEL, row.name, CHANNEL if channel else "", channel)
        yield Cell(
            cell=identifier.text,
            table=identifier.table,
            measure=Measure.COUNT,
            question=FUNNEL,
            item="",
            option=row.name,
            breakdown=identifier.breakdown,
            level=channel,
            filter="",
            value=str(row.n),
            unit="responses",
            digits=0,
            low="",
            high="",
            base_cell="",
            base_kind=str(BaseKind.ALL),
            origins=(),
            status=Status.SHOWN,
            source_kind=received.source_kind,
            note=row.label,
        )


def funnel_relations(received: Received) -> Iterator[Relation]:
    """Received is what was removed and what was analysed."""
    received_row, *rest = received.funnel
    yield Relation(f"{FUNNEL}#{received_row.name}", tuple(f"{FUNNEL}#{row.name}" for row in rest))
    if received.by_channel:
        for row in received.funnel:
            parts = tuple(CellId(FUNNEL, row.name, CHANNEL, channel).text for channel in received.by_channel)
            yield Relation(f"{FUNNEL}#{row.name}", parts)
