"""What the chapters of a report are made of: whole runs of exhibits, for notebooks without loops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from findings.consultation.model import Stance
from findings.consultation.names import BASE, CellId, table_id
from findings.evidence.cell import Measure, Status
from findings.evidence.store import Evidence
from findings.exhibits.channels import campaign_headlines, channels_told
from findings.exhibits.charts import diverging_segments, question_figure, scale_figure
from findings.exhibits.model import Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.sentences import line, say
from findings.exhibits.tables import funnel_table, group_table, legend_of, question_table, source
from findings.exhibits.wording import (
    found,
    label,
    long_date,
    parameter,
    question_heading,
    words,
)


def chapter_heading(title: str, anchor: str) -> list[Exhibit]:
    """The heading of a chapter with a title of its own."""
    return [Heading(words(title), 1, anchor)]


def section_heading(evidence: Evidence, section: str) -> list[Exhibit]:
    """The heading of a section's chapter and what was put to people."""
    spec = evidence.story.questionnaire.sections[section]
    exhibits: list[Exhibit] = [Heading(label(spec.title), 1, f"section-{section}")]
    if spec.introduction:
        exhibits.append(Paragraph(parameter(spec.introduction), "lead"))
    return exhibits


def section_questions(evidence: Evidence, section: str) -> list[Exhibit]:
    """Each question of a section: wording, finding, chart, tables."""
    exhibits: list[Exhibit] = []
    for question in evidence.story.questionnaire.sections[section].questions:
        exhibits += question_story(evidence, question)
    return exhibits


def question_story(evidence: Evidence, question: str) -> list[Exhibit]:
    """One question: what was asked, what was found, by whom."""
    spec = evidence.story.questionnaire.questions[question]
    tables = [group_table(evidence, question, breakdown) for breakdown in evidence.breakdowns_of(question)]
    tables = tables or [question_table(evidence, question)]
    figure = question_figure(evidence, question, headline(evidence, question))
    if figure.table not in {table.id for table in tables}:
        # A chart of all respondents alone: each table by group holds their numbers too.
        figure = replace(figure, table=tables[0].id)
    return [
        Heading(question_heading(evidence, question), 2, f"question-{question}"),
        Paragraph((*words("Question as asked: "), *label(spec.wording)), "wording"),
        *question_findings(evidence, question),
        figure,
        *tables,
    ]


def headline(evidence: Evidence, question: str) -> Line:
    """The finding of a question in a line: support and opposition, or the answer given most often."""
    parts = [
        line("{cell:option} {cell:percent}", cell=evidence.cell(CellId(question, option).text))
        for stance in (Stance.SUPPORT, Stance.OPPOSE)
        if (option := evidence.story.questionnaire.stance_option(question, stance))
    ]
    if not parts:
        top = largest(evidence, question)
        parts = [line("{cell:option} {cell:percent}", cell=evidence.cell(top))] if top else []
    name = label(evidence.story.questionnaire.questions[question].short)
    if not parts:
        return (*name, *words(", all respondents"))
    text: Line = (*name, *words(": "), *parts[0])
    for part in parts[1:]:
        text = (*text, *words(", "), *part)
    return text


def question_findings(evidence: Evidence, question: str) -> Iterator[Paragraph]:
    """A question's findings in sentences: of all respondents, then of each group of a comparison."""
    support = evidence.story.questionnaire.stance_option(question, Stance.SUPPORT)
    oppose = evidence.story.questionnaire.stance_option(question, Stance.OPPOSE)
    if not support or not oppose:
        top = largest(evidence, question)
        if top:
            yield say(
                "The answer given more often than any other was {cell:option}: {cell:percent} ({cell:count} of "
                "{cell:base} {cell:of_whom}).",
                "finding",
                cell=evidence.cell(top),
            )
        return
    yield say(
        "{support:option}: {support:percent} ({support:count} of {support:base} {support:of_whom}). "
        "{oppose:option}: {oppose:percent} ({oppose:count}).",
        "finding",
        support=evidence.cell(CellId(question, support).text),
        oppose=evidence.cell(CellId(question, oppose).text),
    )
    for name in evidence.breakdowns_of(question):
        levels = evidence.levels(table_id(question, name))
        compared = evidence.story.questionnaire.breakdowns[name].compare
        if not compared or not 2 <= len([level for level in levels if not level.startswith("not_")]) <= 3:
            continue
        spans: Line = ()
        for level in levels:
            cell = evidence.cell(CellId(question, support, name, level).text)
            between = words("; ") if spans else ()
            spans = (*spans, *between, *line("{cell:group} {cell:percent} (of {cell:base})", cell=cell))
        first = evidence.cell(CellId(question, support, name, levels[0]).text)
        hidden = Status.CONFIDENTIAL
        explained = f" {hidden} means {hidden.meaning}." if any(span.text == str(hidden) for span in spans) else ""
        yield Paragraph((*line("{cell:option} by group: ", cell=first), *spans, *words(f".{explained}")))


def largest(evidence: Evidence, question: str) -> str:
    """The option that most respondents chose, where the shown counts say so and it is alone at the top.

    A hidden option has at most what the shown ones leave of the base.
    """
    options = evidence.story.questionnaire.scale_of(question).options
    counts = [evidence.cell(CellId(question, option).text).cell for option in options]
    shown = sorted((cell for cell in counts if cell.status is Status.SHOWN), key=lambda cell: cell.number, reverse=True)
    if not shown:
        return ""
    rivals = [cell.number for cell in shown[1:]]
    if len(shown) < len(counts):
        base = evidence.cell(CellId(question, BASE).text).cell
        in_base = [cell for cell in counts if evidence.find(CellId(question, cell.option, measure=Measure.PERCENT))]
        if base.status is not Status.SHOWN or any(cell not in in_base for cell in counts if cell not in shown):
            return ""
        rivals.append(base.number - sum(cell.number for cell in in_base if cell in shown))
    return shown[0].cell if shown[0].number > max(rivals, default=0) else ""


def who_responded(evidence: Evidence) -> list[Exhibit]:
    """The funnel, then each question about the respondents."""
    exhibits: list[Exhibit] = [
        Heading(words("From received to analysed"), 2, "funnel"),
        say(
            "{received:count} responses were received and {analysed:count} analysed.",
            "finding",
            received=evidence.cell("funnel#received"),
            analysed=evidence.cell("funnel#analysed"),
        ),
        funnel_table(evidence),
        *channels_told(evidence),
    ]
    for question in evidence.story.questionnaire.profile:
        spec = evidence.story.questionnaire.questions[question]
        exhibits += [
            Heading(label(spec.short), 2, f"question-{question}"),
            Paragraph(label(spec.wording), "wording"),
            question_figure(evidence, question, headline(evidence, question)),
            question_table(evidence, question),
        ]
    return exhibits


def about_the_consultation(evidence: Evidence) -> list[Exhibit]:
    """Who ran the consultation, and when; what it was about stands on the title page."""
    story = evidence.story
    dates = (*parameter(long_date(story.opened)), *words(" to "), *parameter(long_date(story.closed)), *words("."))
    return [Paragraph((*parameter(story.organisation), *words(" ran the consultation from "), *dates))]


def key_findings(evidence: Evidence) -> list[Exhibit]:
    """How many responded, then every question at a glance: a chart for each scale, and one table."""
    exhibits: list[Exhibit] = [
        say("{analysed:count} responses were analysed.", "finding", analysed=evidence.cell("funnel#analysed")),
        Heading(words("Every question at a glance"), 2, "at-a-glance"),
    ]
    table = glance_table(evidence)
    for scale, questions in _by_scale(evidence).items():
        if len(questions) > 1 and diverging_segments(evidence, questions[0]):
            title = words("Support and opposition by question, all respondents")
            figure = scale_figure(evidence, questions, f"glance.{scale}", title)
            exhibits.append(replace(figure, table=table.id))
    return [*exhibits, table, *campaign_headlines(evidence)]


def glance_table(evidence: Evidence) -> Table:
    """Every question of the report, a row each: support, opposition and base of all respondents."""
    rows: list[Row] = []
    for section in evidence.story.questionnaire.sections.values():
        for question in section.questions:
            support, oppose, _, base = _decision_values(evidence, question, "", "")
            rows.append(Row(question_heading(evidence, question), (support, oppose, base)))
    columns, rows = _applicable((words("Support"), words("Opposition"), words("Base")), rows)
    title = "Support, opposition and base" if len(columns) > 1 else "Base"
    return Table(
        id="glance",
        title=words(f"{title} by question, all respondents"),
        stub=words("Question"),
        columns=columns,
        rows=tuple(rows),
        notes=(words("The base of a question is that of its own table, in the chapter of its section."),),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _applicable(columns: tuple[Line, ...], rows: list[Row]) -> tuple[tuple[Line, ...], list[Row]]:
    """The columns that apply to a question at least, and the rows with these."""
    empty = words(str(Status.NOT_APPLICABLE))
    kept = [place for place in range(len(columns)) if any(row.values[place] != empty for row in rows)]
    own = [replace(row, values=tuple(row.values[place] for place in kept)) for row in rows]
    return tuple(columns[place] for place in kept), own


def _by_scale(evidence: Evidence) -> dict[str, list[str]]:
    """The report's questions by the shared scale that they are answered on."""
    questionnaire = evidence.story.questionnaire
    by_scale: dict[str, list[str]] = {}
    for section in questionnaire.sections.values():
        for question in section.questions:
            scale = questionnaire.questions[question].scale
            if scale:
                by_scale.setdefault(scale, []).append(question)
    return by_scale


def decision_evidence(evidence: Evidence) -> list[Exhibit]:
    """Support, opposition and the difference between groups, a table a section."""
    exhibits: list[Exhibit] = []
    for name, section in evidence.story.questionnaire.sections.items():
        exhibits += [
            Heading(label(section.title), 2, f"decision-{name}"),
            decision_table(evidence, name),
        ]
    return exhibits


def decision_table(evidence: Evidence, section: str) -> Table:
    """A section's questions, a row each for all respondents and for each compared group."""
    spec = evidence.story.questionnaire.sections[section]
    rows: list[Row] = []
    for question in spec.questions:
        measured = any(evidence.story.questionnaire.stance_option(question, stance) for stance in Stance)
        for at, level in evidence.compared_groups(question) if measured else (("", ""),):
            group = label(evidence.story.level_label(at, level))
            header = question_heading(evidence, question) if not at else (*words("– "), *group)
            values = _decision_values(evidence, question, at, level)
            rows.append(Row(header, values, "option" if at else "net"))
    difference = words("Difference in support")
    columns, rows = _applicable((words("Support"), words("Opposition"), difference, words("Base")), rows)
    explained = words(
        "Difference: support in the group less support in the first group listed, in percentage points, "
        "worked out from counts."
    )
    return Table(
        id=f"decision.{section}",
        title=(*label(spec.title), *words(": support and opposition" if len(columns) > 1 else ": bases")),
        stub=words("Question and group"),
        columns=columns,
        rows=tuple(rows),
        notes=(explained,) if difference in columns else (),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _decision_values(evidence: Evidence, question: str, breakdown: str, level: str) -> tuple[Line, ...]:
    support = evidence.story.questionnaire.stance_option(question, Stance.SUPPORT)
    oppose = evidence.story.questionnaire.stance_option(question, Stance.OPPOSE)
    not_applicable = words(str(Status.NOT_APPLICABLE))
    return (
        found(evidence, CellId(question, support, breakdown, level, Measure.PERCENT)) if support else not_applicable,
        found(evidence, CellId(question, oppose, breakdown, level, Measure.PERCENT)) if oppose else not_applicable,
        (found(evidence, CellId(question, support, breakdown, level, Measure.DIFFERENCE)) if support else ())
        or not_applicable,
        found(evidence, CellId(question, BASE, breakdown, level)),
    )
