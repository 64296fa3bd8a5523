"""A question in a line, and its sides in a row: what summary, groups and other channels print of each question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from findings.consultation.model import Kind, Stance
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure, Status
from findings.evidence.leading import is_only_answered, largest
from findings.evidence.store import Evidence
from findings.exhibits.asked import Asked, Ranking
from findings.exhibits.averages import average_findings
from findings.exhibits.bases import other_base
from findings.exhibits.coded import is_coded
from findings.exhibits.findings_told import shares, with_both_bases
from findings.exhibits.model import Bullets, Exhibit, Line, Paragraph, Row
from findings.exhibits.ranking import alone_in_points
from findings.exhibits.sentences import line
from findings.exhibits.theme_findings import themes_in_a_line
from findings.exhibits.wording import found, question_heading, words

MOST_IN_A_LIST = 5
"""Questions that the summary tells with both bases; of more, their own tables do."""
IN_THE_TABLES = "Where it makes a difference of whom a percentage is taken, the table of the question gives both."


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
    if is_coded(evidence, asked):
        yield from themes_in_a_line(evidence, asked)
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


def side_values(evidence: Evidence, question: str, breakdown: str, level: str) -> tuple[Line, ...]:
    """Support, opposition, the difference in each, base; what does not apply says so."""
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
        of(oppose, Measure.DIFFERENCE),
        found(evidence, CellId(question, BASE, breakdown, level)),
    )
