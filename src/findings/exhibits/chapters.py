"""The headings of chapters, and a section's chapter: whole runs of exhibits, for notebooks without loops."""

from __future__ import annotations

from findings.consultation.model import About
from findings.evidence.store import Evidence
from findings.exhibits.groups_shown import told_elsewhere
from findings.exhibits.model import Exhibit, Heading, Paragraph
from findings.exhibits.questions import stories
from findings.exhibits.wording import label, parameter, words


def chapter_heading(title: str, anchor: str) -> list[Exhibit]:
    """The heading of a chapter with a title of its own."""
    return [Heading(words(title), 1, anchor)]


OF_PROCESS = "These questions asked how the consultation itself was done; their answers support or oppose no proposal."


def section_heading(evidence: Evidence, section: str) -> list[Exhibit]:
    """The heading of a section's chapter and what was put to people."""
    spec = evidence.story.questionnaire.sections[section]
    exhibits: list[Exhibit] = [Heading(label(spec.title), 1, f"section-{section}")]
    if spec.introduction:
        exhibits.append(Paragraph(parameter(spec.introduction), "lead"))
    if spec.about is About.PROCESS:
        exhibits.append(Paragraph(words(OF_PROCESS)))
    return exhibits


def section_questions(evidence: Evidence, section: str) -> list[Exhibit]:
    """Each question of a section: wording, finding, chart, tables."""
    questions = evidence.story.questionnaire.sections[section].questions
    return [*stories(evidence, questions), *told_elsewhere(evidence, questions)]
