"""Tables, charts and sentences made from the store."""

from findings.exhibits.chapters import (
    about_the_consultation,
    chapter_heading,
    decision_evidence,
    key_findings,
    section_heading,
    section_questions,
    who_responded,
)
from findings.exhibits.charts import question_figure
from findings.exhibits.method import limits, method, sources
from findings.exhibits.sentences import say
from findings.exhibits.show import show
from findings.exhibits.tables import funnel_table, group_table, question_table

__all__ = [
    "about_the_consultation",
    "chapter_heading",
    "decision_evidence",
    "funnel_table",
    "group_table",
    "key_findings",
    "limits",
    "method",
    "question_figure",
    "question_table",
    "say",
    "section_heading",
    "section_questions",
    "show",
    "sources",
    "who_responded",
]
