"""The first sheet of a coding workbook: what to do, for a coder who has never seen one."""

from __future__ import annotations

from collections.abc import Sequence

from findings.consultation.build import Parameters
from findings.consultation.codeframe import FIXED_CODES, NO_CONTENT, OUTSIDE, SET_ASIDE
from findings.freetext.coding import SETTLED
from findings.setup.coding_words import Words
from findings.setup.coding_write import Cover

_LINES = (
    "Each of the next sheets is a question, each row a comment. Read the comment. 'Context' says what else its writer "
    "answered.",
    "Choose what it says in 'Theme 1' from the list; if it says more, go on in 'Theme 2' and so on. The sheet 'Themes' "
    "says what belongs to each theme.",
    f"A point that no theme holds: '{FIXED_CODES[OUTSIDE]}', beside what else it says. Write the point into 'Note'.",
    f"A comment that says nothing: '{FIXED_CODES[NO_CONTENT]}'. One that nobody can code, for example abuse: "
    f"'{FIXED_CODES[SET_ASIDE]}', and the reason in 'Note'. Each of the two stands alone.",
    "Where there is a column 'Sentiment', choose how the comment speaks of what it is about. If you cannot tell: "
    "Unclear.",
    "'Quote?': choose yes for words that a report should show. They are shown only if 'May be quoted' says yes, and "
    "after names were taken out.",
    "Where there is a column 'Suggested', a machine made it, and it is often wrong. Read first, then choose yourself.",
    "You may sort, filter, move columns, add your own, and leave rows blank for later. Do not change grey cells: a row "
    "is known by 'Row', and nothing that you write is lost as long as it stands there.",
    "Code alone. Some comments are given to another coder too, to see how far two people read them alike.",
    "Write the day above, beside 'Coded on' (2024-04-10). Save, close, and send the workbook back. It is read in with: "
    "findings workbook in {name} {file}",
)
_SETTLE = (
    "Each row is a comment to which two coders gave different codes. 'What each gave' says which.",
    "Talk about it, and choose in 'Theme 1' and so on all that you agreed on, also what both had given; "
    "and the sentiment, if there is a column for it. What all had given as sentiment stands there already.",
    "The sheet 'Themes' says what belongs to each theme. If that is where you differed, change the code frame too.",
    f"'{FIXED_CODES[NO_CONTENT]}' and '{FIXED_CODES[SET_ASIDE]}' stand alone; the second needs a reason in 'Note'.",
    "What you agreed on is counted in the place of what each gave. How far the coders agreed is still measured on what "
    "each gave alone.",
    "A row that you leave blank is not settled: until it is, what the first coder gave is counted.",
    "You may sort, filter, move columns and add your own. Do not change grey cells.",
    "Write the day above, beside 'Coded on'. Save, close, and: findings workbook in {name} {file}",
)


def cover_for(parameters: Parameters, coder: str, file: str, words: Sequence[Words]) -> Cover:
    """The first sheet of a coder's workbook, or of the one in which disagreements are settled."""
    settles = coder == SETTLED
    title = f"{'Where coders differ' if settles else f'Comments for {coder} to code'}: {parameters.consultation.title}"
    lines = [line.format(name=parameters.name, file=file) for line in (_SETTLE if settles else _LINES)]
    asked = {own.title: _wording(parameters, own.question) for own in words}
    return Cover(title, coder, lines, asked, parameters.consultation.published)


def _wording(parameters: Parameters, question: str) -> str:
    """A question as it was asked, or what kind of submissions it is."""
    plan = parameters.free_text
    if plan is not None and question in plan.submissions:
        return plan.submissions[question].source
    return " ".join(parameters.questionnaire.also_asked[question].wording.split())
