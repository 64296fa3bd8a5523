"""Who was reached: respondents beside those who live there, and the groups that were not reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from findings.consultation.names import ALL, POPULATION, CellId, table_id
from findings.evidence.cell import Measure
from findings.evidence.reached import (
    RESIDENTS,
    RESPONDENTS,
    UNDER_REPRESENTED_BELOW,
    LessReached,
    Reach,
    groups_not_reached,
)
from findings.evidence.store import CellView, Evidence
from findings.evidence.story import PopulationTold
from findings.exhibits.asked import lower_first
from findings.exhibits.charts import MOST_ROWS, reach_finding, representation_figure
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.rows import NOTHING
from findings.exhibits.sentences import line
from findings.exhibits.tables import legend_of
from findings.exhibits.wording import citation, found, label, parameter, words

SHARE_IN_WORDS = {50: "half"}
"""The limit of the index is no cell's: it is written out, and another needs its word."""
COLUMNS = (
    (RESPONDENTS, Measure.COUNT),
    (RESPONDENTS, Measure.PERCENT),
    (RESIDENTS, Measure.COUNT),
    (RESIDENTS, Measure.PERCENT),
    (RESPONDENTS, Measure.DIFFERENCE),
    (RESPONDENTS, Measure.INDEX),
)
"""What stands in a row of the table, in order."""


def representation(evidence: Evidence) -> list[Exhibit]:
    """Of each breakdown with a table of population: what it shows, a chart, a table; nothing without one."""
    compared = compared_with_population(evidence)
    if not compared:
        return []
    exhibits: list[Exhibit] = [
        Heading(words("Who responded, and who lives there"), 2, "representation"),
        *not_reached(evidence),
    ]
    for name in compared:
        table = representation_table(evidence, name)
        if len(table.rows) <= MOST_ROWS:
            names = _names(evidence, name)
            title = reach_finding(evidence, name, names) or _title(evidence, name)
            exhibits.append(representation_figure(evidence, name, title, names))
        exhibits.append(table)
    return exhibits


def compared_with_population(evidence: Evidence) -> list[str]:
    """The breakdowns whose groups are held against how many people live in them."""
    breakdowns = evidence.story.questionnaire.breakdowns
    return [name for name in breakdowns if table_id(POPULATION, name) in evidence.story.tables]


def not_reached(evidence: Evidence) -> Iterator[Exhibit]:
    """The groups from which nobody responded, and those from which fewer did than their share of residents."""
    if not compared_with_population(evidence):
        return
    less = _once(evidence, groups_not_reached(evidence.cells.values()))
    missed = tuple(_missed(evidence, one) for one in less if one.reach is Reach.NOT_REACHED)
    under = tuple(_under(evidence, one) for one in less if one.reach is Reach.UNDER_REPRESENTED)
    if missed:
        yield Paragraph(words("Nobody responded from these groups:"), "finding")
        yield Bullets(missed)
    if under:
        part = SHARE_IN_WORDS[UNDER_REPRESENTED_BELOW]
        told = f"Their share of respondents is less than {part} their share of residents:"
        yield Paragraph(words(f"These groups are under-represented. {told}"), "finding")
        yield Bullets(under)
    if not missed and not under:
        told = "Of the groups that can be compared and are shown, each was reached and no group is under-represented."
        yield Paragraph(words(told), "finding")


def _once(evidence: Evidence, less: Iterable[LessReached]) -> tuple[LessReached, ...]:
    """Each group once: one may stand in two breakdowns of a question, as 16 to 24 in broad and in narrow bands."""
    told: dict[tuple[str, str, str], LessReached] = {}
    for one in less:
        question = evidence.story.questionnaire.breakdowns[one.breakdown].question
        told.setdefault((question, evidence.story.level_label(one.breakdown, one.level), one.respondents.value), one)
    return tuple(told.values())


def _group(evidence: Evidence, one: LessReached) -> Line:
    title = evidence.story.questionnaire.breakdowns[one.breakdown].title
    return (*label(title), *words(", "), *label(evidence.story.level_label(one.breakdown, one.level)))


def _missed(evidence: Evidence, one: LessReached) -> Line:
    residents = CellView(evidence, one.residents)
    return (*_group(evidence, one), *line(": {residents:value} ", residents=residents), *_of(evidence, one.breakdown))


def _under(evidence: Evidence, one: LessReached) -> Line:
    assert one.index is not None
    template = ": {respondents:percent} of respondents, {residents:percent} "
    cells = {"respondents": CellView(evidence, one.respondents), "residents": CellView(evidence, one.residents)}
    index = line(", index {index:value}", index=CellView(evidence, one.index))
    return (*_group(evidence, one), *line(template, **cells), *words("of "), *_of(evidence, one.breakdown), *index)


def _of(evidence: Evidence, breakdown: str) -> Line:
    """'residents (2021)', as the table of population says."""
    told = evidence.story.populations.get(breakdown)
    if told is None:
        return label(RESIDENTS)
    return (*label(told.unit), *words(" ("), *parameter(str(told.year)), *words(")"))


def representation_table(evidence: Evidence, breakdown: str) -> Table:
    """Respondents and residents of each group, the difference of their shares, and the index."""
    identifier = table_id(POPULATION, breakdown)
    rows = []
    for level in (*(level for level in evidence.levels(identifier) if level != ALL), ALL):
        values = tuple(
            found(evidence, CellId(POPULATION, option, breakdown, level, measure)) or NOTHING
            for option, measure in COLUMNS
        )
        whole = level == ALL
        name = words("All groups") if whole else label(evidence.story.level_label(breakdown, level))
        rows.append(Row(name, values, "base" if whole else "option"))
    names, told = _names(evidence, breakdown), evidence.story.populations.get(breakdown)
    respondents, residents = label(names[RESPONDENTS]), label(names[RESIDENTS])
    return Table(
        id=identifier,
        title=_title(evidence, breakdown),
        stub=label(evidence.story.questionnaire.breakdowns[breakdown].title),
        columns=(
            respondents,
            (*respondents, *words(", share")),
            residents,
            (*residents, *words(", share")),
            words("Difference"),
            words("Index"),
        ),
        rows=tuple(rows),
        notes=(
            words("Base: respondents whose group is known, and those who live in these groups."),
            words("Difference: share of respondents less share of residents, in percentage points."),
            words("Index: the share of respondents as a percentage of the share of residents."),
        ),
        legend=legend_of(rows),
        source=_sources(evidence, told),
    )  # fmt: skip


def _sources(evidence: Evidence, told: PopulationTold | None) -> Line:
    own = (*words("Source: "), *citation(evidence.story.data_source))
    if told is None:
        return own
    return (*own, *words("; "), *label(told.unit), *words(": "), *citation(told.source), *words(", "),
            *parameter(str(told.year)))  # fmt: skip


def _title(evidence: Evidence, breakdown: str) -> Line:
    title = lower_first(evidence.story.questionnaire.breakdowns[breakdown].title)
    return (*words("Who responded and who lives there, by "), *label(title))


def _names(evidence: Evidence, breakdown: str) -> dict[str, str]:
    told = evidence.story.populations.get(breakdown)
    unit = told.unit if told else RESIDENTS
    return {RESPONDENTS: "Respondents", RESIDENTS: unit[:1].upper() + unit[1:]}
