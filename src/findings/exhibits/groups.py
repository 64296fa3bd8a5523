"""Groups and equality: where groups differ, question by question, protected characteristics first."""

from __future__ import annotations

from dataclasses import replace

from findings.consultation.names import ALL
from findings.evidence.store import Evidence
from findings.exhibits.asked import lower_first
from findings.exhibits.characteristics import CHARACTERISTICS, characteristic_of, place_of
from findings.exhibits.charts import difference_figure
from findings.exhibits.differences import (
    NO_DIFFERENCE,
    compared_breakdowns,
    groups_hidden,
    largest_differences,
    least_base,
    measured_by,
    overlapping_breakdowns,
    told,
)
from findings.exhibits.equality import overview
from findings.exhibits.glance import applicable, side_values
from findings.exhibits.group_reach import reach_told
from findings.exhibits.group_themes import particular_themes, theme_told
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.tables import legend_of, source
from findings.exhibits.wording import label, question_heading, words

MOST_TABLE_ROWS = 150
"""Rows that a reader still looks through; of more, the table has the first question of each section."""
DIFFERENCE_NOTE = (
    "Difference: the share in the group less that in the first group listed, in percentage points, worked out from "
    "counts."
)
OVERLAP_NOTE = "Whoever gave several answers stands in several groups, so no group is held against another."
THEMES_RULE = "Themes that a group's comments name more often, or less often, than those of the first group listed:"
FIRST_NOTE = "Of each section the first question is shown; by group the others stand in its chapter."


def groups_and_equality(evidence: Evidence) -> list[Exhibit]:
    """The chapter; nothing where no groups are compared."""
    breakdowns, overlapping = compared_breakdowns(evidence), overlapping_breakdowns(evidence)
    if not breakdowns and not overlapping:
        return []
    exhibits: list[Exhibit] = [
        Heading(words("Groups and equality"), 1, "groups-and-equality"),
        Paragraph(least_base(evidence)),
        overview(evidence),
        *_untold(evidence),
    ]
    for breakdown in sorted((*breakdowns, *overlapping), key=lambda name: place_of(evidence.story.questionnaire, name)):
        exhibits += _overlapping(evidence, breakdown) if breakdown in overlapping else _story(evidence, breakdown)
    return exhibits


def _untold(evidence: Evidence) -> list[Exhibit]:
    """The protected characteristics by which nothing is shown: what a report does not know is part of its evidence."""
    named = (*compared_breakdowns(evidence), *overlapping_breakdowns(evidence))
    shown = {characteristic_of(evidence.story.questionnaire, name) for name in named}
    missing = [name for name in CHARACTERISTICS.values() if name not in shown]
    if not missing:
        return []
    text = "By these protected characteristics nothing can be shown, since the data do not tell them: "
    return [Paragraph(words(f"{text}{_listed(missing)}."))]


def _listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]


def _story(evidence: Evidence, breakdown: str) -> list[Exhibit]:
    """A breakdown: what differs most, what is hidden, a chart, and both sides of each question by group."""
    exhibits: list[Exhibit] = [_heading(evidence, breakdown), *reach_told(evidence, breakdown)]
    largest = largest_differences(evidence, breakdown)
    if largest:
        exhibits.append(Bullets(tuple(told(evidence, one) for one in largest)))
    else:
        exhibits.append(Paragraph(words(NO_DIFFERENCE)))
    exhibits += _themes(evidence, breakdown)
    exhibits += _hidden(evidence, breakdown)
    table = sides_by_group(evidence, breakdown)
    # Where no group lies far from the first, a chart would say nothing that the table does not.
    figure = difference_figure(evidence, breakdown) if largest else None
    if figure is not None:
        exhibits.append(replace(figure, table=table.id))
    return [*exhibits, table]


def _overlapping(evidence: Evidence, breakdown: str) -> list[Exhibit]:
    """A breakdown whose groups overlap: both sides of each question by group, and nothing compared."""
    return [
        _heading(evidence, breakdown),
        Paragraph(words(OVERLAP_NOTE)),
        *_hidden(evidence, breakdown),
        sides_by_group(evidence, breakdown),
    ]


def _heading(evidence: Evidence, breakdown: str) -> Heading:
    return Heading(label(evidence.story.questionnaire.breakdowns[breakdown].title), 2, f"groups-{breakdown}")


def _themes(evidence: Evidence, breakdown: str) -> list[Exhibit]:
    """The themes particular to a group, in both directions; nothing where none is."""
    found = particular_themes(evidence, breakdown)
    if not found:
        return []
    return [Paragraph(words(THEMES_RULE)), Bullets(tuple(theme_told(evidence, one) for one in found))]


def _hidden(evidence: Evidence, breakdown: str) -> list[Exhibit]:
    """The groups of which numbers are hidden, by name."""
    hidden: Line = ()
    for name in groups_hidden(evidence, breakdown):
        hidden = (*hidden, *words(", " if hidden else "Of these groups numbers are hidden, so that nobody can be "
                                  "recognised: "), *name)  # fmt: skip
    return [Paragraph((*hidden, *words(".")))] if hidden else []


def sides_by_group(evidence: Evidence, breakdown: str) -> Table:
    """A row for all respondents of each question, and one for each group, with both sides and the base."""
    questions = measured_by(evidence, breakdown)
    rows = [row for question in questions for row in _rows(evidence, question, breakdown)]
    compare = evidence.story.questionnaire.breakdowns[breakdown].compare
    notes = [words(DIFFERENCE_NOTE if compare else OVERLAP_NOTE)]
    if len(rows) > MOST_TABLE_ROWS:
        first = _first_of_each_section(evidence, questions)
        rows = [row for question in first for row in _rows(evidence, question, breakdown)]
        notes.append(words(FIRST_NOTE))
    heads = ("Support", "Opposition", "Difference in support", "Difference in opposition", "Base")
    columns = tuple(words(head) for head in heads)
    kept, rows = applicable(columns, rows)
    title = label(lower_first(evidence.story.questionnaire.breakdowns[breakdown].title))
    return Table(
        id=f"groups.{breakdown}",
        title=(*words("Support and opposition by "), *title),
        stub=words("Question and group"),
        columns=kept,
        rows=tuple(rows),
        notes=tuple(notes),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _rows(evidence: Evidence, question: str, breakdown: str) -> list[Row]:
    levels = [level for level in evidence.levels(f"{question}.by.{breakdown}") if level != ALL]
    rows = [Row(question_heading(evidence, question), side_values(evidence, question, "", ""), "net")]
    for level in levels:
        head = (*words("– "), *label(evidence.story.level_label(breakdown, level)))
        rows.append(Row(head, side_values(evidence, question, breakdown, level)))
    return rows


def _first_of_each_section(evidence: Evidence, questions: list[str]) -> list[str]:
    own = [[name for name in section.questions if name in questions]
           for section in evidence.story.questionnaire.sections.values()]  # fmt: skip
    return [names[0] for names in own if names]
