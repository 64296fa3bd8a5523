"""The story of coded comments: themes most named first, how comments speak, what is named together, quotes."""

from __future__ import annotations

from findings.consultation.codeframe import SENTIMENT, TOGETHER
from findings.consultation.names import BASE, BASE_ASKED, CellId, table_id
from findings.evidence.cell import Measure
from findings.evidence.store import Evidence
from findings.exhibits.charts.figures import MOST_ROWS, question_figure
from findings.exhibits.charts.themes import theme_figure
from findings.exhibits.coded import part_of
from findings.exhibits.coverage import account_table
from findings.exhibits.findings_told import headline, nobody_answered
from findings.exhibits.groups_shown import breakdowns_shown
from findings.exhibits.model import Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.not_coded import all_coded, none_coded
from findings.exhibits.quotes import quotes_under_themes
from findings.exhibits.rows import NOTHING
from findings.exhibits.sentences import line
from findings.exhibits.tables import group_tables, legend_of, question_table, source
from findings.exhibits.theme_findings import theme_findings, theme_headline
from findings.exhibits.theme_rows import WITH_A_THEME, nobody_named, theme_rows, whole_themes
from findings.exhibits.wording import found, label, question_heading, words

READ_BY_CODERS = (
    "Coders read each comment and gave it the themes of the code frame that it holds; a comment may hold more than "
    "one. A theme that is rare is still a theme."
)
IN_THE_SECTION = (
    "Here the comments on all questions of this section are taken together. Whoever named a theme counts as one "
    "respondent, however often they named it."
)
RESPONDENTS_NOTE = "Respondents: whoever named a theme, or any of its parts, counts as one."
MENTIONS_NOTE = "Mentions: a respondent who named more than one part of a theme is counted for each of them."
PARTS_NOTE = "Below a theme stand its parts, each with a dash."
BASES_NOTE = "Two columns, since it makes a difference of whom percentages are taken; each stands over its base."
MOST_PAIRS = 10


def theme_story(evidence: Evidence, question: str, *, noted: bool = False) -> list[Exhibit]:
    """What was found in the comments on a question, or on all questions of a section.

    Parameters
    ----------
    evidence
        The store.
    question
        The question that counts themes, as `q9_themes`.
    noted
        Whether the chapter has said already what quotes are.
    """
    own = part_of(question)
    alone = own in evidence.story.frames
    heading = Heading(question_heading(evidence, question), 2, f"question-{question}")
    if none_coded(evidence, question):
        return [heading, *theme_findings(evidence, question), account_table(evidence, question)]
    exhibits: list[Exhibit] = [
        heading,
        Paragraph(words(READ_BY_CODERS if alone else IN_THE_SECTION)),
        *theme_findings(evidence, question),
    ]
    if nobody_answered(evidence, question):
        return exhibits
    themes = whole_themes(evidence, question)
    if themes and len(themes) <= MOST_ROWS:
        exhibits.append(theme_figure(evidence, question, theme_headline(evidence, question)))
    if themes:
        exhibits.append(theme_table(evidence, question))
    unnamed = nobody_named(evidence, question) if all_coded(evidence, question) else []
    if unnamed:
        exhibits.append(Paragraph((*words("Nobody named: "), *_listed(unnamed), *words("."))))
    exhibits.append(account_table(evidence, question))
    for breakdown in breakdowns_shown(evidence, question):
        exhibits += group_tables(evidence, question, breakdown)
    if alone:
        exhibits += [*sentiment_story(evidence, own), *together_story(evidence, own)]
        exhibits += quotes_under_themes(evidence, question, noted=noted)
    return exhibits


def theme_table(evidence: Evidence, question: str) -> Table:
    """Themes most named first, their parts below them: respondents, both shares, mentions."""
    columns = [(Measure.COUNT, BASE, words("Respondents")), (Measure.PERCENT, BASE, words("Of those who commented"))]
    if _asked_more(evidence, question):
        columns.append((Measure.PERCENT_OF_ASKED, BASE_ASKED, words("Of all who were asked")))
    mentions = found(evidence, CellId(question, WITH_A_THEME, measure=Measure.MENTIONS))
    apart = any(_differs(evidence, question, told.option) for told in theme_rows(evidence, question))
    if mentions and apart:
        columns.append((Measure.MENTIONS, "", words("Mentions")))
    rows = [
        Row(told.name, tuple(found(evidence, CellId(question, told.option, measure=measure)) or NOTHING
                             for measure, _, _ in columns), told.kind)
        for told in theme_rows(evidence, question)
    ]  # fmt: skip
    bases = tuple(found(evidence, CellId(question, base)) if base else NOTHING for _, base, _ in columns)
    rows.append(Row(words("Bases"), bases, "base"))
    notes = [words(RESPONDENTS_NOTE)]
    if mentions:
        total = line("All in all coders found {cell:mentions} mentions of themes.",
                     cell=evidence.cell(CellId(question, WITH_A_THEME).text))  # fmt: skip
        notes += [*([words(MENTIONS_NOTE)] if apart else []), total]
    notes += [words(PARTS_NOTE)] if any(theme.parts for theme in whole_themes(evidence, question)) else []
    notes += [words(BASES_NOTE)] if _asked_more(evidence, question) else []
    return Table(
        id=table_id(question, ""),
        title=(*label(evidence.story.questionnaire.questions[question].short), *words(", all respondents")),
        stub=words("Theme"),
        columns=tuple(head for _, _, head in columns),
        rows=tuple(rows),
        notes=tuple(notes),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _asked_more(evidence: Evidence, question: str) -> bool:
    """Whether a share of all who were asked may differ from one of those who commented."""
    cells = [evidence.find(CellId(question, base)) for base in (BASE, BASE_ASKED)]
    if cells[1] is None:
        return False
    return len({cell.number if cell is not None and cell.visible else cell for cell in cells}) > 1


def _differs(evidence: Evidence, question: str, option: str) -> bool:
    """Whether a theme was mentioned more often than there are respondents who named it."""
    cells = [evidence.find(CellId(question, option, measure=one)) for one in (Measure.COUNT, Measure.MENTIONS)]
    return len({cell.text for cell in cells if cell is not None}) > 1


def sentiment_story(evidence: Evidence, asked: str) -> list[Exhibit]:
    """How comments speak of what they are about; nothing where coders did not say."""
    question = asked + SENTIMENT
    if question not in evidence.story.tables or nobody_answered(evidence, question):
        return []
    tables = [
        table for name in breakdowns_shown(evidence, question) for table in group_tables(evidence, question, name)
    ]
    return [
        Heading(words("How the comments speak"), 3, f"question-{question}"),
        question_figure(evidence, question, headline(evidence, question)),
        question_table(evidence, question),
        *tables,
    ]


def together_story(evidence: Evidence, asked: str) -> list[Exhibit]:
    """The pairs of whole themes that stand in one comment most often; nothing where that is not counted."""
    question = asked + TOGETHER
    if question not in evidence.story.tables or nobody_answered(evidence, question):
        return []
    options = evidence.story.questionnaire.scale_of(question).options
    cells = [evidence.cell(CellId(question, option).text).cell for option in options if "_with_" in option]
    named = sorted((cell for cell in cells if not cell.visible or cell.number), key=_largest_first)
    heading = Heading(words("Themes named together"), 3, f"question-{question}")
    if not named:
        return [heading, Paragraph(words("No comment holds more than one whole theme."))]
    rows = [
        Row(label(evidence.story.option_label(question, cell.option)),
            tuple(found(evidence, CellId(question, cell.option, measure=measure)) or NOTHING
                  for measure in (Measure.COUNT, Measure.PERCENT)))
        for cell in named[:MOST_PAIRS]
    ]  # fmt: skip
    base = found(evidence, CellId(question, BASE))
    rows.append(Row(words("Base"), (base, base), "base"))
    rest = "Pairs that are rarer are in the evidence file." if len(named) > MOST_PAIRS else ""
    table = Table(
        id=table_id(question, ""),
        title=(*label(evidence.story.questionnaire.questions[question].short), *words(", all respondents")),
        stub=words("Themes"),
        columns=(words("Respondents"), words("Of those who commented")),
        rows=tuple(rows),
        notes=(words("Pairs of whole themes; a comment with more than a pair counts in each of its pairs."),
               *([words(rest)] if rest else [])),
        legend=legend_of(rows),
        source=source(evidence),
    )  # fmt: skip
    return [heading, table]


def _largest_first(cell: object) -> tuple[bool, int]:
    visible = getattr(cell, "visible", False)
    return (not visible, -getattr(cell, "number", 0) if visible else 0)


def _listed(names: list[str]) -> Line:
    text: Line = ()
    for name in names:
        text = (*text, *words("; " if text else ""), *label(name))
    return text
