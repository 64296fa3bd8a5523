"""Every way in which people spoke in a row of one table: how many came, how many people, and what is counted of it."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.counted_codes import PEOPLE
from findings.consultation.names import BASE, FUNNEL, CellId, table_id
from findings.evidence.cell import group_thousands
from findings.evidence.store import Evidence
from findings.exhibits.channel_themes import submission_themes
from findings.exhibits.channels import CHANNEL
from findings.exhibits.coded import part_of
from findings.exhibits.mark import of_made_up
from findings.exhibits.model import Line, Row, Table
from findings.exhibits.rows import NOTHING
from findings.exhibits.tables import legend_of
from findings.exhibits.wording import cell_span, citation, found, label, parameter, words

TABLE = "side_by_side"
FICTITIOUS = "All bodies, people and places of meetings in letters, notes and petitions are made up."
"""Said where the data are made up, in which a letter could otherwise be taken for a real body's."""
NO_SUM = "No row is added to another: people may have spoken in more than one way."
PEOPLE_NOTE = (
    "Who came to an event, or signed, was not asked the questions, and the same person may have come to others too."
)


def ways_side_by_side(evidence: Evidence) -> Table | None:
    """The ways in which people spoke, a row each; None where the questionnaire was the only one."""
    beside = (*_submitted(evidence), *_other(evidence))
    if not beside:
        return None
    rows = (*_answered(evidence), *beside)
    return Table(
        id=TABLE,
        title=of_made_up(words("The ways in which people spoke, side by side"), made_up=evidence.story.made_up),
        stub=words("Way"),
        columns=(words("How many"), words("What is counted"), words("People, where noted"), words("Source")),
        rows=rows,
        notes=(words(NO_SUM), words(PEOPLE_NOTE)),
        legend=legend_of(rows),
    )


def _answered(evidence: Evidence) -> Iterator[Row]:
    """The channels of the questionnaire; where there is one alone, all its responses."""
    source = citation(evidence.story.funnel_source)
    counted = words("responses analysed")
    table = table_id(FUNNEL, CHANNEL)
    if not (evidence.story.channels and table in evidence.story.tables):
        last = list(evidence.table(FUNNEL).values())[-1]
        yield Row(words("Questionnaire"), ((cell_span(evidence, last),), counted, NOTHING, source))
        return
    cells = evidence.table(table)
    last_step = list(dict.fromkeys(identifier.option for identifier in cells))[-1]
    for channel, told in evidence.story.channels.items():
        cell = cells[CellId(FUNNEL, last_step, CHANNEL, channel)]
        yield Row(label(told.label), ((cell_span(evidence, cell),), counted, NOTHING, source))


def _submitted(evidence: Evidence) -> Iterator[Row]:
    for question in submission_themes(evidence):
        told = evidence.story.submissions[part_of(question)]
        many = found(evidence, CellId(question, BASE))
        if many:
            people = _people(evidence, part_of(question))
            yield Row(label(told.label), (many, label(told.unit), people, citation(told.source)))


def _people(evidence: Evidence, name: str) -> Line:
    """'212, noted for 7; not known for 1': how many took part or signed, never guessed where nobody wrote it down."""
    table = f"{name}{PEOPLE}"
    people, known, unknown = (found(evidence, CellId(table, option)) for option in ("people", "known", "unknown"))
    if not people or not known:
        return NOTHING
    text = (*people, *words(", noted for "), *known)
    cell = evidence.find(CellId(table, "unknown"))
    known_of_all = cell is not None and cell.visible and cell.number == 0
    return text if known_of_all or not unknown else (*text, *words("; not known for "), *unknown)


def _other(evidence: Evidence) -> Iterator[Row]:
    for voice in evidence.story.other_voices.values():
        many = parameter(group_thousands(str(voice.count)))
        yield Row(label(voice.label), (many, label(voice.unit), NOTHING, citation(voice.source)))
