"""What others published around the consultation: its programme as a timeline, and official figures, with their sources.

Nothing here is a response, so nothing here is a cell: the texts are the parameters', and the figures those of files
that are kept with the run. They are printed as published, and no share, sum or difference is made of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from findings.consultation.model import Fact
from findings.evidence.cell import VISIBLE, Status
from findings.evidence.published import FiguresTold
from findings.evidence.store import Evidence
from findings.exhibits.model import Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.wording import citation, label, parameter, words

FACTS = "context-facts"
OF_TABLES = "context-table-"
"""How the identifiers of its tables begin: no name of a question holds such a sign."""
NO_RESULTS = (
    "The figures in this chapter were published by others and are not results of this consultation. No response is "
    "counted in them, and no percentage is taken of any of them."
)
REAL = "They are real; the responses in this report are made up."
BY_OTHERS = {
    Status.CONFIDENTIAL: "[c] means not shown by the source, to protect confidentiality",
    Status.LOW: "[low] means that the source rounds to nothing what is more than nothing",
    Status.NOT_AVAILABLE: "[x] means not available from the source",
    Status.NOT_APPLICABLE: "[z] means not applicable, as the source says",
}
assert set(BY_OTHERS) == set(Status) - set(VISIBLE)


def context(evidence: Evidence) -> list[Exhibit]:
    """The chapter: what it is not, the programme, tables of official figures; nothing where nothing is declared."""
    told = evidence.story.context
    if not told.facts and not told.tables:
        return []
    made_up = evidence.story.made_up
    first = (*words(NO_RESULTS), *words(f" {REAL}")) if made_up else words(NO_RESULTS)
    exhibits: list[Exhibit] = [
        Heading(words("About the programme"), 1, "context"),
        Paragraph(first, "lead"),
    ]
    if told.facts:
        exhibits += [Heading(words("What happened when"), 2, "programme"), _timeline(told.facts, made_up=made_up)]
    if told.tables:
        exhibits.append(Heading(words("Official figures"), 2, "official-figures"))
        exhibits += [_figures(name, table, made_up=made_up) for name, table in told.tables.items()]
    return exhibits


def is_published(table: Table) -> bool:
    """Whether a table holds what others published, so that no mark of ours may be put on it."""
    return table.id == FACTS or table.id.startswith(OF_TABLES)


def _timeline(facts: Iterable[Fact], *, made_up: bool) -> Table:
    return Table(
        id=FACTS,
        title=words(
            "The programme, as published by others and not made up"
            if made_up
            else "The programme, as published by others"
        ),
        stub=words("When"),
        columns=(words("What happened"), words("Source")),
        rows=tuple(Row(parameter(fact.when), (parameter(fact.what), citation(fact.source))) for fact in facts),
    )


def _figures(name: str, table: FiguresTold, *, made_up: bool) -> Table:
    """A table of figures as published; in a report of made-up data it says that they are not."""
    official = words("Official figures, not made up: " if made_up else "Official figures: ")
    return Table(
        id=f"{OF_TABLES}{name}",
        title=(*official, *label(table.title)),
        stub=label(table.stub),
        columns=tuple(label(column) for column in table.columns),
        rows=tuple(Row(label(row), tuple(parameter(figure) for figure in figures)) for row, figures in table.rows),
        notes=(parameter(table.note),) if table.note else (),
        legend=_legend(figure for _, figures in table.rows for figure in figures),
        source=(*words("Source: "), *citation(table.source)),
    )


def _legend(figures: Iterable[str]) -> tuple[Line, ...]:
    used = set(figures)
    return tuple(words(said) for status, said in BY_OTHERS.items() if str(status) in used)
