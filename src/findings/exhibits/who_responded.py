"""Who responded: from received to analysed, who was reached, and each question about the respondents."""

from __future__ import annotations

from findings.consultation.model import Kind
from findings.evidence.store import Evidence
from findings.exhibits.asked import Ranking, asked_in
from findings.exhibits.averages import average_findings
from findings.exhibits.bases import other_base
from findings.exhibits.channels import channels_counted
from findings.exhibits.findings_told import question_findings
from findings.exhibits.funnel import funnel_table
from findings.exhibits.model import Exhibit, Heading, Paragraph
from findings.exhibits.questions import figure_of, ranking_story
from findings.exhibits.representation import representation
from findings.exhibits.sentences import say
from findings.exhibits.tables import question_table
from findings.exhibits.wording import label, words

NOT_KNOWN = "How many people live in each group is not given here, so this report cannot say who did not respond."


def who_responded(evidence: Evidence) -> list[Exhibit]:
    """The funnel, then who was reached, then each question about the respondents."""
    exhibits: list[Exhibit] = [
        Heading(words("From received to analysed"), 2, "funnel"),
        say(
            "{received:count} responses were received and {analysed:count} analysed.",
            "finding",
            received=evidence.cell("funnel#received"),
            analysed=evidence.cell("funnel#analysed"),
        ),
        funnel_table(evidence),
        *channels_counted(evidence),
        *(representation(evidence) or [Paragraph(words(NOT_KNOWN))]),
    ]
    for asked in asked_in(evidence.story.questionnaire, evidence.story.questionnaire.profile):
        exhibits += ranking_story(evidence, asked) if isinstance(asked, Ranking) else _profile(evidence, asked)
    return exhibits


def _profile(evidence: Evidence, question: str) -> list[Exhibit]:
    """A question about the respondents: its chart says what was found; numbers and own words have a sentence."""
    spec = evidence.story.questionnaire.questions[question]
    figure = figure_of(evidence, question)
    told = list(average_findings(evidence, question)) if spec.kind is not Kind.OPEN else []
    if figure is None or other_base(evidence, question) is not None:
        told = list(question_findings(evidence, question))
    return [
        Heading(label(spec.short), 2, f"question-{question}"),
        Paragraph(label(spec.wording), "wording"),
        *told,
        *([figure] if figure is not None else []),
        question_table(evidence, question),
    ]
