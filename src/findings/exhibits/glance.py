"""The summary: how many responded, then every question at a glance, and what was most said in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from findings.consultation.model import Kind, Stance
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.leading import is_only_answered, largest
from findings.evidence.store import Evidence
from findings.exhibits.asked import Asked, Ranking, asked_in
from findings.exhibits.averages import average_findings
from findings.exhibits.bases import other_base
from findings.exhibits.channels import campaign_headlines
from findings.exhibits.charts import MOST_ROWS, diverging_segments, scale_figure
from findings.exhibits.findings_told import shares, with_both_bases
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.ranking import alone_in_points
from findings.exhibits.representation import not_reached
from findings.exhibits.sentences import line, say
from findings.exhibits.tables import legend_of, source
from findings.exhibits.wording import found, long_date, parameter, question_heading, words

MOST_IN_A_LIST = 5
"""Questions that the summary tells with both bases; of more, their own tables do."""
IN_THE_TABLES = "Where it makes a difference of whom a percentage is taken, the table of the question gives both."
NOT_WHILE_OPEN = "No answers are shown while the consultation is open, so that none of them sways those still to come."
OTHERS = "Other questions at a glance"


def about_the_consultation(evidence: Evidence) -> list[Exhibit]:
    """Who ran the consultation, and when; what it was about stands on the title page."""
    story = evidence.story
    runs = " runs the consultation, open from " if is_open(evidence) else " ran the consultation from "
    dates = (*parameter(long_date(story.opened)), *words(" to "), *parameter(long_date(story.closed)))
    until: Line = ()
    if story.until is not None:
        until = (*words(" This report counts what came until "), *parameter(long_date(story.until)), *words("."))
    return [Paragraph((*parameter(story.organisation), *words(runs), *dates, *words("."), *until))]


def is_open(evidence: Evidence) -> bool:
    """Whether this is a look while people still answer: there are no sections then, and no answers."""
    return not evidence.story.questionnaire.sections


def key_findings(evidence: Evidence) -> list[Exhibit]:
    """How many responded, then every question at a glance; while a consultation is open, who was reached."""
    if is_open(evidence):
        return _so_far(evidence)
    exhibits: list[Exhibit] = [
        say("{analysed:count} responses were analysed.", "finding", analysed=evidence.cell("funnel#analysed")),
    ]
    if _measured(evidence):
        exhibits.append(Heading(words("Every question at a glance"), 2, "at-a-glance"))
        table = glance_table(evidence)
        for scale, questions in _by_scale(evidence).items():
            if 1 < len(questions) <= MOST_ROWS and diverging_segments(evidence, questions[0]):
                title = words("Support and opposition by question, all respondents")
                figure = scale_figure(evidence, questions, f"glance.{scale}", title)
                exhibits.append(replace(figure, table=table.id))
        exhibits += [table, *both_bases(evidence, _measured(evidence))]
    others = tuple(item for asked in _others(evidence) for item in in_a_line(evidence, asked))
    if others:
        exhibits += [Heading(words(OTHERS if _measured(evidence) else "What was said most"), 2, "others-at-a-glance"),
                     Bullets(others)]  # fmt: skip
    return [*exhibits, *campaign_headlines(evidence)]


def _so_far(evidence: Evidence) -> list[Exhibit]:
    return [
        say(
            "{received:count} responses were received so far and {analysed:count} analysed.",
            "finding",
            received=evidence.cell("funnel#received"),
            analysed=evidence.cell("funnel#analysed"),
        ),
        Paragraph(words(NOT_WHILE_OPEN)),
        *not_reached(evidence),
    ]


def _questions(evidence: Evidence) -> tuple[Asked, ...]:
    questionnaire = evidence.story.questionnaire
    every = [question for section in questionnaire.sections.values() for question in section.questions]
    return asked_in(questionnaire, every)


def measured(evidence: Evidence, question: str) -> bool:
    """Whether a question has an answer that supports or opposes."""
    return any(evidence.story.questionnaire.stance_option(question, stance)
               for stance in (Stance.SUPPORT, Stance.OPPOSE))  # fmt: skip


def _measured(evidence: Evidence) -> list[str]:
    return [one for one in _questions(evidence) if not isinstance(one, Ranking) and measured(evidence, one)]


def _others(evidence: Evidence) -> list[Asked]:
    return [one for one in _questions(evidence) if isinstance(one, Ranking) or not measured(evidence, one)]


def glance_table(evidence: Evidence) -> Table:
    """Every question on which people took a side, a row each: support, opposition and base of all respondents."""
    rows: list[Row] = []
    for question in _measured(evidence):
        support, oppose, _, base = decision_values(evidence, question, "", "")
        rows.append(Row(question_heading(evidence, question), (support, oppose, base)))
    columns, rows = applicable((words("Support"), words("Opposition"), words("Base")), rows)
    return Table(
        id="glance",
        title=words("Support, opposition and base by question, all respondents"),
        stub=words("Question"),
        columns=columns,
        rows=tuple(rows),
        notes=(words("The base of a question is that of its own table, in the chapter of its section."),),
        legend=legend_of(rows),
        source=source(evidence),
    )


def both_bases(evidence: Evidence, questions: list[str]) -> Iterator[Exhibit]:
    """The questions of which it matters of whom a percentage is taken, with both."""
    items = tuple(with_both_bases(evidence, name) for name in questions if other_base(evidence, name) is not None)
    if len(items) > MOST_IN_A_LIST:
        yield Paragraph(words(IN_THE_TABLES))
    elif items:
        yield Paragraph(words("Where it makes a difference of whom a percentage is taken, both are given:"))
        yield Bullets(items)


def in_a_line(evidence: Evidence, asked: Asked) -> Iterator[Line]:
    """What was most said to a question that neither supports nor opposes; nothing where nothing stands out."""
    if isinstance(asked, Ranking):
        leader = alone_in_points(evidence, asked)
        if leader is not None:
            base = evidence.cell(CellId(leader.asked, BASE).text)
            item = evidence.story.questionnaire.questions[leader.asked].short
            yield (
                *asked.followed_by(""),
                *line("{item} stands highest, with {base:borda} points.", item=item, base=base),
            )
        return
    heading = (*question_heading(evidence, asked), *words(": "))
    questionnaire = evidence.story.questionnaire
    if is_only_answered(questionnaire, asked) and questionnaire.questions[asked].kind is not Kind.NUMERIC:
        (option,) = questionnaire.scale_of(asked).options
        wrote = evidence.cell(CellId(asked, option).text)
        yield (*heading, *line("{cell:count} of {cell:base} {cell:of_whom} wrote an answer.", cell=wrote))
        return
    averages = list(average_findings(evidence, asked))
    top = "" if is_only_answered(questionnaire, asked) else largest(evidence, asked)
    if top:
        cell = evidence.cell(top)
        of = () if other_base(evidence, asked) else line(" of {cell:base} {cell:of_whom}", cell=cell)
        share = shares(evidence, CellId(asked, cell.cell.option))
        heading = (*heading, *line("{cell:option}, {share}", cell=cell, share=share), *of, *words("."))
    if averages:
        heading = (*heading, *words(" " if top else ""), *averages[0].text)
    if top or averages:
        yield tuple(span for span in heading if span.text)


def applicable(columns: tuple[Line, ...], rows: list[Row]) -> tuple[tuple[Line, ...], list[Row]]:
    """The columns that apply to a question at least, and the rows with these."""
    empty = words(str(Status.NOT_APPLICABLE))
    kept = [place for place in range(len(columns)) if any(row.values[place] != empty for row in rows)]
    own = [replace(row, values=tuple(row.values[place] for place in kept)) for row in rows]
    return tuple(columns[place] for place in kept), own


def _by_scale(evidence: Evidence) -> dict[str, list[str]]:
    """The report's questions by the shared scale that they are answered on."""
    by_scale: dict[str, list[str]] = {}
    for question in _measured(evidence):
        scale = evidence.story.questionnaire.questions[question].scale
        if scale:
            by_scale.setdefault(scale, []).append(question)
    return by_scale


def decision_values(evidence: Evidence, question: str, breakdown: str, level: str) -> tuple[Line, ...]:
    """Support, opposition, difference in support, base; what does not apply says so."""
    support = evidence.story.questionnaire.stance_option(question, Stance.SUPPORT)
    oppose = evidence.story.questionnaire.stance_option(question, Stance.OPPOSE)
    not_applicable = words(str(Status.NOT_APPLICABLE))

    def of(option: str, measure: Measure) -> Line:
        share = found(evidence, CellId(question, option, breakdown, level, measure)) if option else ()
        return share or not_applicable

    return (
        of(support, Measure.PERCENT),
        of(oppose, Measure.PERCENT),
        of(support, Measure.DIFFERENCE),
        found(evidence, CellId(question, BASE, breakdown, level)),
    )
