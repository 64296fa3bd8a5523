"""What others published around a consultation, as a report prints it: no cells, since nothing of it is counted here."""

from __future__ import annotations

from collections.abc import Mapping

from findings.consultation.model import Context, Fact, Frozen
from findings.evidence.cell import group_thousands


class FiguresTold(Frozen):
    """A table that somebody else published, as a report prints it.

    Parameters
    ----------
    title, stub, columns
        What it is, what its rows are, and what its figures are.
    rows
        The name of each row, and its figures as printed.
    source, note
        Where it comes from, and what must be known with it.
    """

    title: str
    stub: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    source: str
    note: str


class ContextTold(Frozen):
    """What others published around the consultation: facts of its programme, and tables by their names."""

    facts: tuple[Fact, ...]
    tables: Mapping[str, FiguresTold]


NO_CONTEXT = ContextTold(facts=(), tables={})


def published(context: Context) -> ContextTold:
    """What was read, in the words and figures that a report prints."""
    return ContextTold(
        facts=context.facts,
        tables={
            name: FiguresTold(
                title=table.title,
                stub=table.columns[table.first],
                columns=table.headings,
                rows=tuple((row.name, tuple(map(_as_printed, row.figures))) for row in table.rows),
                source=table.source,
                note=table.note,
            )
            for name, table in context.read.items()
        },
    )


def _as_printed(figure: str) -> str:
    """A published figure: a whole number with commas between thousands, all else as the file has it."""
    return group_thousands(figure) if figure.isascii() and figure.removeprefix("-").isdigit() else figure
