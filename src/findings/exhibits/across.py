"""Across the proposals: questions with the same answers beneath each other, and themes by proposal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from findings.consultation.model import About, Kind
from findings.evidence.store import Evidence
from findings.exhibits.charts import MOST_ROWS, diverging_segments, heat_figure, heat_table, scale_figure
from findings.exhibits.coded import frame_of, is_coded, themes_of_section
from findings.exhibits.findings_told import nobody_answered
from findings.exhibits.model import Exhibit, Heading, Paragraph
from findings.exhibits.not_coded import none_coded
from findings.exhibits.sides import measured
from findings.exhibits.theme_heat import themes_by_proposal
from findings.exhibits.wording import words

SIDES_TOLD = "Questions with the same answers stand beneath each other, in the order of the questionnaire."
THEMES_TOLD = (
    "The same answers were offered in more than one section, and respondents could choose more than one of them. What "
    "was chosen where stands side by side; a theme that is rare is still a theme."
)


COMMENTS_TOLD = (
    "The comments on these proposals were coded with one code frame, so that themes stand side by side; each share is "
    "of those who commented on the proposal. A theme that is rare is still a theme."
)


def across_the_proposals(evidence: Evidence) -> list[Exhibit]:
    """The chapter; nothing where no answers are shared between sections."""
    sides = [exhibit for questions in _alike(evidence, of_themes=False) for exhibit in _sides(evidence, questions)]
    themes = [exhibit for questions in _alike(evidence, of_themes=True) for exhibit in _themes(evidence, questions)]
    coded = [exhibit for questions in _coded_alike(evidence) for exhibit in themes_by_proposal(evidence, questions)]
    if not sides and not themes and not coded:
        return []
    exhibits: list[Exhibit] = [Heading(words("Across the proposals"), 1, "across-the-proposals")]
    if sides:
        exhibits += [Heading(words("Support and opposition beneath each other"), 2, "across-sides"),
                     Paragraph(words(SIDES_TOLD)), *sides]  # fmt: skip
    if themes:
        exhibits += [Heading(words("Themes by proposal"), 2, "across-themes"), Paragraph(words(THEMES_TOLD)), *themes]
    if coded:
        exhibits += [Heading(words("Themes of comments by proposal"), 2, "across-comments"),
                     Paragraph(words(COMMENTS_TOLD)), *coded]  # fmt: skip
    return exhibits


def _coded_alike(evidence: Evidence) -> Iterator[list[str]]:
    """Of each code frame the sections, at least two, whose comments were coded with it, each with its question."""
    by_frame: dict[str, list[str]] = {}
    for name, section in evidence.story.questionnaire.sections.items():
        question = themes_of_section(evidence, name) if section.about is About.PROPOSAL else ""
        frame = frame_of(evidence, question) if question else None
        told = not nobody_answered(evidence, question) and not none_coded(evidence, question)
        if frame is not None and told:
            by_frame.setdefault("\n".join((frame.version, *frame.themes)), []).append(question)
    return (questions for questions in by_frame.values() if len(questions) > 1)


def _alike(evidence: Evidence, *, of_themes: bool) -> Iterator[list[str]]:
    """Questions of at least two sections that offer the same answers: themes to choose from, or sides to take."""
    questionnaire = evidence.story.questionnaire
    by_answers: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    for name, section in questionnaire.sections.items():
        for question in section.questions if section.about is About.PROPOSAL else ():
            several = questionnaire.questions[question].kind is Kind.MULTIPLE
            if (
                not is_coded(evidence, question)
                and several is of_themes
                and (several or measured(evidence, question))
                and not nobody_answered(evidence, question)
            ):
                options = questionnaire.scale_of(question).options.items()
                answers = tuple((option, spec.label) for option, spec in options)
                by_answers.setdefault(answers, {})[question] = name
    for found in by_answers.values():
        if len(set(found.values())) > 1:
            yield list(found)


def _sides(evidence: Evidence, questions: list[str]) -> list[Exhibit]:
    """The diverging bars of questions on one scale, with the table of their shares."""
    table = heat_table(evidence, questions)
    if table is None or len(questions) > MOST_ROWS or not diverging_segments(evidence, questions[0]):
        return []
    title = words("Support and opposition by question, all respondents")
    figure = scale_figure(evidence, questions, table.id, title)
    return [replace(figure, table=table.id), table]


def _themes(evidence: Evidence, questions: list[str]) -> list[Exhibit]:
    """The tiles of themes by proposal, with the table of their shares."""
    table, figure = heat_table(evidence, questions), heat_figure(evidence, questions)
    if table is None:
        return []
    return [*([replace(figure, table=table.id)] if figure is not None else []), table]
