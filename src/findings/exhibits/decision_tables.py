"""Evidence for the decision: support, opposition, the difference between groups; what was said to other questions."""

from __future__ import annotations

from findings.consultation.names import ALL
from findings.evidence.store import Evidence
from findings.exhibits.asked import Ranking, asked_in
from findings.exhibits.glance import applicable, both_bases, decision_values, in_a_line, measured
from findings.exhibits.model import Bullets, Exhibit, Heading, Paragraph, Row, Table
from findings.exhibits.tables import legend_of, source
from findings.exhibits.wording import label, question_heading, words

NOTHING_MEASURED = "No answer to these questions supports or opposes anything, and none stands out."


def decision_evidence(evidence: Evidence) -> list[Exhibit]:
    """Support, opposition and the difference between groups, a table a section; a line for each other question."""
    exhibits: list[Exhibit] = []
    for name, section in evidence.story.questionnaire.sections.items():
        asked = asked_in(evidence.story.questionnaire, section.questions)
        sides = [one for one in asked if not isinstance(one, Ranking) and measured(evidence, one)]
        lines = tuple(line for one in asked if one not in sides for line in in_a_line(evidence, one))
        exhibits.append(Heading(label(section.title), 2, f"decision-{name}"))
        if sides:
            exhibits += [decision_table(evidence, name), *both_bases(evidence, sides)]
        if lines:
            told = "What was said most to the other questions:" if sides else "What was said most:"
            exhibits += [Paragraph(words(told)), Bullets(lines)]
        if not sides and not lines:
            exhibits.append(Paragraph(words(NOTHING_MEASURED)))
    return exhibits


def decision_table(evidence: Evidence, section: str) -> Table:
    """A section's questions on which people took a side, a row each for all respondents and each compared group."""
    spec = evidence.story.questionnaire.sections[section]
    rows: list[Row] = []
    for question in spec.questions:
        if not measured(evidence, question):
            continue
        for at, level in evidence.compared_groups(question):
            if level == ALL:
                continue
            group = label(evidence.story.level_label(at, level))
            header = question_heading(evidence, question) if not at else (*words("– "), *group)
            rows.append(Row(header, decision_values(evidence, question, at, level), "option" if at else "net"))
    difference = words("Difference in support")
    columns, rows = applicable((words("Support"), words("Opposition"), difference, words("Base")), rows)
    explained = words(
        "Difference: support in the group less support in the first group listed, in percentage points, "
        "worked out from counts."
    )
    return Table(
        id=f"decision.{section}",
        title=(*label(spec.title), *words(": support and opposition")),
        stub=words("Question and group"),
        columns=columns,
        rows=tuple(rows),
        notes=(explained,) if difference in columns else (),
        legend=legend_of(rows),
        source=source(evidence),
    )
