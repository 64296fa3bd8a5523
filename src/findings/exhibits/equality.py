"""The evidence on equality in one table: a row a characteristic, and what the consultation can say of it."""

from __future__ import annotations

from findings.consultation.names import BASE, BASE_ANSWERED, CellId
from findings.evidence.store import Evidence
from findings.exhibits.characteristics import OTHER, all_named, place_of
from findings.exhibits.differences import (
    APART,
    Difference,
    compared_breakdowns,
    largest_differences,
    overlapping_breakdowns,
)
from findings.exhibits.group_reach import furthest, held_against
from findings.exhibits.group_themes import particular_themes, theme_questions
from findings.exhibits.model import Line, Row, Table
from findings.exhibits.rows import NOTHING
from findings.exhibits.tables import legend_of, source
from findings.exhibits.wording import cell_span, found, label, parameter, question_heading, words

NOT_TOLD = "Not told by the data"
NOT_KNOWN = "Population not given"
NO_GROUP = "No group shown is below"
OVERLAP = "Groups overlap: not compared"
NO_DIFFERENCE = "Not far apart where shown"
NOT_BY_GROUP = "Themes not counted by group"


def overview(evidence: Evidence) -> Table:
    """The table that opens the chapter: the nine protected characteristics, the three beside them, then the others."""
    rows = []
    questionnaire = evidence.story.questionnaire
    told = [*compared_breakdowns(evidence), *overlapping_breakdowns(evidence)]
    for characteristic, breakdowns in all_named(questionnaire).items():
        name = label(characteristic[:1].upper() + characteristic[1:])
        if not breakdowns:
            rows.append(Row(name, (words(NOT_TOLD), NOTHING, NOTHING, NOTHING)))
        else:
            rows.append(Row(name, _values(evidence, next((one for one in breakdowns if one in told), breakdowns[0]))))
    for breakdown in told:
        if place_of(questionnaire, breakdown) == OTHER:
            rows.append(Row(label(questionnaire.breakdowns[breakdown].title), _values(evidence, breakdown)))
    return Table(
        id="equality.overview",
        title=words("What the consultation can say of each characteristic"),
        stub=words("Characteristic"),
        columns=(
            words("Answered"),
            words("Furthest below its share of those who live there"),
            words("Largest differences in support"),
            words("Themes particular to a group"),
        ),
        rows=tuple(rows),
        notes=(
            words("Answered: those who answered the question that tells the characteristic."),
            words("Of those shown: a group whose numbers are hidden may lie further, and is never named here."),
            words(f"Differences are in percentage points from the first group listed, and named where {APART}."),
            (
                *words(f"Themes: named where {APART}, between groups of which at least "),
                *parameter(str(evidence.story.report.least_base)),
                *words(" commented."),
            ),
        ),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _values(evidence: Evidence, breakdown: str) -> tuple[Line, ...]:
    return (
        _answered(evidence, breakdown),
        _below(evidence, breakdown),
        _supports(evidence, breakdown),
        _themes(evidence, breakdown),
    )


def _answered(evidence: Evidence, breakdown: str) -> Line:
    question = evidence.story.questionnaire.breakdowns[breakdown].question
    return found(evidence, CellId(question, BASE_ANSWERED)) or found(evidence, CellId(question, BASE)) or NOTHING


def _below(evidence: Evidence, breakdown: str) -> Line:
    breakdown = held_against(evidence, breakdown)
    if not breakdown:
        return words(NOT_KNOWN)
    _, below = furthest(evidence, breakdown)
    if below is None:
        return words(NO_GROUP)
    group = label(evidence.story.level_label(breakdown, below.level))
    return (*group, *words(": "), cell_span(evidence, below), *words(" points"))


def _supports(evidence: Evidence, breakdown: str) -> Line:
    if not evidence.story.questionnaire.breakdowns[breakdown].compare:
        return words(OVERLAP) if breakdown in overlapping_breakdowns(evidence) else NOTHING
    text: Line = ()
    for one in largest_differences(evidence, breakdown):
        text = (*text, *words("; " if text else ""), *_short(evidence, one))
    return tuple(span for span in text if span.text) or words(NO_DIFFERENCE)


def _short(evidence: Evidence, one: Difference) -> Line:
    """The question, the group, and its difference on both sides: one side alone would tell half of it."""
    group = label(evidence.story.level_label(one.breakdown, one.level))
    text: Line = (*question_heading(evidence, one.question), *words(": "), *group)
    for option, cell in one.sides.items():
        name = label(evidence.story.option_label(one.question, option))
        text = (*text, *words(", "), *name, *words(" "), cell_span(evidence, cell))
    return text


def _themes(evidence: Evidence, breakdown: str) -> Line:
    text: Line = ()
    for one in particular_themes(evidence, breakdown):
        name = label(evidence.story.option_label(one.question, one.option))
        group = label(evidence.story.level_label(breakdown, one.level))
        more = words(" more often" if one.points > 0 else " less often")
        between = words("; " if text else "")
        text = (*text, *between, *group, *words(": "), *name, *more)
    if text:
        return tuple(span for span in text if span.text)
    return words(NO_DIFFERENCE if theme_questions(evidence, breakdown) else NOT_BY_GROUP)
