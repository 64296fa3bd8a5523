"""The account of the comments: each that was received has a theme, or it is said what became of it."""

from __future__ import annotations

from findings.consultation.codeframe import FIXED_CODES
from findings.consultation.names import BASE, CellId
from findings.evidence.store import Evidence
from findings.exhibits.coded import is_of_section, is_of_submissions
from findings.exhibits.model import Row, Table
from findings.exhibits.rows import NOTHING, share_and_count
from findings.exhibits.tables import BRACKETS_NOTE, legend_of
from findings.exhibits.theme_rows import WITH_A_THEME
from findings.exhibits.theme_sources import source_of
from findings.exhibits.wording import found, label, words

ADDS_UP = "Each comment stands in one row, so the rows add up to the comments received."
SUBMISSIONS_ADD_UP = "Each submission stands in one row, so the rows add up to what was received."
COUNTED_ONCE = "Of a respondent who answered more than one of these questions the comments are counted as one."


def account_table(evidence: Evidence, question: str) -> Table:
    """What became of the comments, or of letters, events and petitions."""
    rows = []
    for option in (WITH_A_THEME, *FIXED_CODES):
        count = found(evidence, CellId(question, option))
        if count:
            name = label(evidence.story.option_label(question, option))
            rows.append(Row(name, (share_and_count(evidence, question, option, "", ""),)))
    received = found(evidence, CellId(question, BASE)) or NOTHING
    if is_of_submissions(evidence, question):
        heads, adds_up = (words("What came in"), words("Received"), words("Submissions")), SUBMISSIONS_ADD_UP
    else:
        heads, adds_up = (words("What a comment holds"), words("Comments received"), words("Comments")), ADDS_UP
    rows.append(Row(heads[1], (received,), "base"))
    title = (
        *words("What became of what was received: "),
        *label(evidence.story.questionnaire.questions[question].short),
    )
    return Table(
        id=f"account.{question}",
        title=title,
        stub=heads[0],
        columns=(heads[2],),
        rows=tuple(rows),
        notes=(
            *([words(COUNTED_ONCE)] if is_of_section(evidence, question) else ()),
            words(adds_up),
            words(BRACKETS_NOTE),
        ),
        legend=legend_of(rows),
        source=source_of(evidence, [question]),
    )
