"""Tables, charts and sentences made from the store."""

from findings.exhibits.chapters import chapter_heading, section_heading, section_questions
from findings.exhibits.charts import question_figure
from findings.exhibits.decision_tables import decision_evidence
from findings.exhibits.funnel import funnel_table
from findings.exhibits.glance import about_the_consultation, key_findings
from findings.exhibits.method import limits, method, sources
from findings.exhibits.sentences import say
from findings.exhibits.show import show
from findings.exhibits.tables import group_table, question_table
from findings.exhibits.who_responded import who_responded

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
