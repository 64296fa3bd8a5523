"""A question in the report, each kind in its own order: what was asked, what was found, a chart, tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from findings.consultation.codeframe import THEMES
from findings.evidence.leading import is_only_answered
from findings.evidence.store import Evidence
from findings.exhibits.asked import Asked, Ranking, asked_in
from findings.exhibits.bases import other_base
from findings.exhibits.charts import MOST_ROWS, area_figures, question_figure, ranking_figure
from findings.exhibits.coded import coded_as, is_coded
from findings.exhibits.findings_told import headline, nobody_answered, question_findings
from findings.exhibits.groups_shown import breakdowns_shown
from findings.exhibits.model import Exhibit, Figure, Heading, Line, Paragraph
from findings.exhibits.ranking import alone_in_points, ranking_findings, ranking_group_tables, ranking_table
from findings.exhibits.sample_tables import weighted_tables
from findings.exhibits.tables import group_tables, question_table
from findings.exhibits.themes import theme_story
from findings.exhibits.wording import label, question_heading, words


def stories(evidence: Evidence, questions: Iterable[str]) -> list[Exhibit]:
    """Questions as they were asked, one after another; a ranking once for all its items.

    Of coded comments the themes are told, with all that is counted of the same comments; what quotes are is said once.
    """
    exhibits: list[Exhibit] = []
    for asked in asked_in(evidence.story.questionnaire, questions):
        if isinstance(asked, Ranking):
            exhibits += ranking_story(evidence, asked)
        elif not is_coded(evidence, asked):
            exhibits += question_story(evidence, asked)
        elif coded_as(evidence, asked) == THEMES:
            noted = any(isinstance(one, Paragraph) and one.style == "quote" for one in exhibits)
            exhibits += theme_story(evidence, asked, noted=noted)
    return exhibits


def question_story(evidence: Evidence, question: str) -> list[Exhibit]:
    """One question: what was asked, what was found, by whom.

    A number or a scale with scores has its mean in the sentences and in the tables; own words have no chart. A table
    of all respondents stands before those by group where it shows more than they do: two bases, or a sample's weights.
    """
    spec = evidence.story.questionnaire.questions[question]
    by_group = [
        table
        for breakdown in breakdowns_shown(evidence, question)
        for table in (*group_tables(evidence, question, breakdown), *weighted_tables(evidence, question, breakdown))
    ]
    weighted = weighted_tables(evidence, question, "")
    other = other_base(evidence, question) is not None
    alone = [question_table(evidence, question)] if other or not (by_group or weighted) else []
    tables = [*alone, *weighted, *by_group]
    exhibits: list[Exhibit] = [
        Heading(question_heading(evidence, question), 2, f"question-{question}"),
        wording(spec.wording),
        *question_findings(evidence, question),
    ]
    figure = figure_of(evidence, question)
    if figure is not None:
        if figure.table not in {table.id for table in tables}:
            # A chart of all respondents alone: each table by group holds their numbers too.
            figure = replace(figure, table=tables[0].id)
        exhibits.append(figure)
        exhibits += area_figures(evidence, question, figure.table)
    return [*exhibits, *tables]


def ranking_story(evidence: Evidence, ranking: Ranking) -> list[Exhibit]:
    """A ranking: what was asked, which item stands highest, a chart, one table, and one by each breakdown."""
    by_group = [
        table
        for breakdown in breakdowns_shown(evidence, ranking.items[0])
        for table in ranking_group_tables(evidence, ranking, breakdown)
    ]
    chart = [ranking_figure(evidence, ranking, ranking_headline(evidence, ranking))]
    return [
        Heading(ranking.heading, 2, f"question-{ranking.name}"),
        *([wording(ranking.wording)] if ranking.short != ranking.wording else []),
        *ranking_findings(evidence, ranking),
        *(chart if len(ranking.items) <= MOST_ROWS else []),
        ranking_table(evidence, ranking),
        *by_group,
    ]


def figure_of(evidence: Evidence, question: str) -> Figure | None:
    """The chart of a question; none where only is counted that it was answered, or a page cannot hold it."""
    questionnaire = evidence.story.questionnaire
    options = len(questionnaire.scale_of(question).options)
    if is_only_answered(questionnaire, question) or options > MOST_ROWS or nobody_answered(evidence, question):
        return None
    return question_figure(evidence, question, headline(evidence, question))


def ranking_headline(evidence: Evidence, ranking: Ranking) -> Line:
    """What the chart of a ranking shows, with the item that has most points where there is one."""
    leader = alone_in_points(evidence, ranking)
    if leader is None:
        return ranking.followed_by("the places given, all respondents")
    name = evidence.story.questionnaire.questions[leader.asked].short
    return (*label(ranking.number), *words(". Highest in the ranking: "), *label(name))


def wording(text: str) -> Paragraph:
    """A question as it was asked."""
    return Paragraph((*words("Question as asked: "), *label(text)), "wording")


def told(asked: Asked, evidence: Evidence) -> Line:
    """The number and the short name of what was asked."""
    return asked.heading if isinstance(asked, Ranking) else question_heading(evidence, asked)
