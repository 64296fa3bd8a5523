"""The chapter on principles: what people want, and the evidence for each: who said so, which themes, their words."""

from __future__ import annotations

from collections.abc import Iterator

from findings.consultation.codeframe import PRINCIPLES, THEMES, Principle
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Measure
from findings.evidence.store import Evidence
from findings.exhibits.asked import groups_of, lower_first, overlapping
from findings.exhibits.coded import coded_as, is_of_submissions, part_of
from findings.exhibits.findings_told import nobody_answered
from findings.exhibits.model import Bullets, Exhibit, Heading, Line, Paragraph, Row, Table
from findings.exhibits.not_coded import none_coded
from findings.exhibits.quotes import ILLUSTRATIONS, quotes_about
from findings.exhibits.rows import NOTHING
from findings.exhibits.tables import OVERLAP_NOTE, legend_of, source
from findings.exhibits.wording import found, label, parameter, question_heading, words

TOLD = (
    "Themes were grouped into principles: what people want, said in a sentence. Each stands with its evidence, so that "
    "it can be followed back to the comments. A comment speaks for a principle if it holds one of its themes, whether "
    "its writer is for a proposal or against it."
)
BASE_NOTE = "Shares are of those who commented on the question; the base of each group is its own."
MOST_QUOTES = 3


def principles(evidence: Evidence) -> list[Exhibit]:
    """The chapter; nothing where no themes are grouped into principles."""
    asked = [name for name in evidence.story.questionnaire.questions if coded_as(evidence, name) == PRINCIPLES
             and name in evidence.story.tables and not nobody_answered(evidence, name)
             and not none_coded(evidence, name)]  # fmt: skip
    if not evidence.story.principles or not asked:
        return []
    exhibits: list[Exhibit] = [Heading(words("Principles"), 1, "principles"), Paragraph(words(TOLD))]
    noted = False
    for name, principle in evidence.story.principles.items():
        exhibits += [
            Heading(label(principle.label), 2, f"principle-{name}"),
            Paragraph(parameter(principle.statement), "lead"),
            Bullets(tuple(_made_of(evidence, principle))),
            *_tables(evidence, name, asked),
        ]
        quotes = quotes_about(evidence, principle.themes, MOST_QUOTES)
        if quotes:
            exhibits += [Heading(words("In people's own words"), 3, f"principle-{name}-quotes")]
            exhibits += [] if noted else [Paragraph(words(ILLUSTRATIONS), "note")]
            exhibits += quotes
            noted = True
    return exhibits


def _made_of(evidence: Evidence, principle: Principle) -> Iterator[Line]:
    """The themes that say so, and the design features that answer it."""
    names = {theme: own.label for frame in evidence.story.frames.values() for theme, own in frame.themes.items()}
    yield (*words("Themes that say so: "), *_listed([names[theme] for theme in principle.themes if theme in names]),
           *words("."))  # fmt: skip
    if principle.features:
        yield (*words("Design features that answer it: "), *_listed(list(principle.features)), *words("."))


def _listed(names: list[str]) -> Line:
    text: Line = ()
    for name in names:
        text = (*text, *words("; " if text else ""), *label(name))
    return text


def _tables(evidence: Evidence, principle: str, asked: list[str]) -> Iterator[Table]:
    """How many said so: by question, and by the groups of each breakdown."""
    own = [question for question in asked if evidence.find(CellId(question, principle)) is not None]
    title = label(evidence.story.principles[principle].label)
    rows = [Row(_name(evidence, question), _values(evidence, question, principle, "", "")) for question in own]
    if rows:
        yield _table(evidence, f"principle.{principle}", (*title, *words(", by question")), words("Question"), rows)
    breakdowns = dict.fromkeys(name for question in own for name in evidence.breakdowns_of(question))
    for breakdown in breakdowns:
        rows = []
        for question in own:
            groups = groups_of(evidence, question, breakdown) if breakdown in evidence.breakdowns_of(question) else []
            if groups:
                rows.append(Row(_name(evidence, question), _values(evidence, question, principle, "", ""), "net"))
            rows += [
                Row((*words("– "), *label(evidence.story.level_label(at, level))),
                    _values(evidence, question, principle, at, level))
                for at, level in groups
            ]  # fmt: skip
        named = label(lower_first(evidence.story.questionnaire.breakdowns[breakdown].title))
        overlaps = [words(OVERLAP_NOTE)] if overlapping(evidence.story.questionnaire, breakdown) else []
        yield _table(evidence, f"principle.{principle}.{breakdown}", (*title, *words(", by "), *named),
                     words("Question and group"), rows, overlaps)  # fmt: skip


def _table(
    evidence: Evidence, identifier: str, title: Line, stub: Line, rows: list[Row], notes: list[Line] | None = None
) -> Table:
    return Table(
        id=identifier,
        title=title,
        stub=stub,
        columns=(words("Respondents"), words("Of those who commented"), words("Base")),
        rows=tuple(rows),
        notes=(words(BASE_NOTE), *(notes or [])),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _name(evidence: Evidence, question: str) -> Line:
    """The question that the comments answer, as its themes are headed."""
    themes = part_of(question) + THEMES
    if is_of_submissions(evidence, question) or themes not in evidence.story.questionnaire.questions:
        return question_heading(evidence, question)
    asked = evidence.story.questionnaire.questions.get(part_of(question))
    return question_heading(evidence, part_of(question)) if asked is not None else question_heading(evidence, question)


def _values(evidence: Evidence, question: str, principle: str, at: str, level: str) -> tuple[Line, ...]:
    return (
        found(evidence, CellId(question, principle, at, level)) or NOTHING,
        found(evidence, CellId(question, principle, at, level, Measure.PERCENT)) or NOTHING,
        found(evidence, CellId(question, BASE, at, level)) or NOTHING,
    )
