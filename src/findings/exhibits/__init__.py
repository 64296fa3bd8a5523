"""Tables, charts and sentences made from the store."""

from findings.exhibits.across import across_the_proposals
from findings.exhibits.annexes import questionnaire_as_asked
from findings.exhibits.chapters import chapter_heading, section_heading, section_questions
from findings.exhibits.charts import question_figure
from findings.exhibits.coding_agreement import coding_agreement
from findings.exhibits.commentary import commentary
from findings.exhibits.context import context
from findings.exhibits.funnel import funnel_table
from findings.exhibits.groups import groups_and_equality
from findings.exhibits.how_to_read import how_to_read
from findings.exhibits.method import limits, method, sources
from findings.exhibits.other_channels import other_channels
from findings.exhibits.points import points_raised
from findings.exhibits.principles import principles
from findings.exhibits.sentences import say
from findings.exhibits.show import show
from findings.exhibits.summary import what_differs, what_others_said, what_people_said, what_was_asked, who_answered
from findings.exhibits.tables import group_table, question_table
from findings.exhibits.who_responded import who_responded

__all__ = [
    "across_the_proposals",
    "chapter_heading",
    "coding_agreement",
    "commentary",
    "context",
    "funnel_table",
    "group_table",
    "groups_and_equality",
    "how_to_read",
    "limits",
    "method",
    "other_channels",
    "points_raised",
    "principles",
    "question_figure",
    "question_table",
    "questionnaire_as_asked",
    "say",
    "section_heading",
    "section_questions",
    "show",
    "sources",
    "what_differs",
    "what_others_said",
    "what_people_said",
    "what_was_asked",
    "who_answered",
    "who_responded",
]
