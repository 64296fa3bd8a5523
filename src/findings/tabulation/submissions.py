"""Letters, notes of events and petitions, counted: submissions by theme, beside respondents and never with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from findings.consultation.codeframe import AGREEMENT, THEMES, FreeTextPlan, Submissions
from findings.consultation.counted_codes import KNOWN, PEOPLE, UNKNOWN, submission_questions
from findings.consultation.model import Questionnaire
from findings.consultation.names import CellId
from findings.evidence.cell import Cell, SourceKind
from findings.evidence.relation import Relation
from findings.freetext.code import FreeText
from findings.freetext.submissions import CHANNEL
from findings.tabulation.cells import Counted, make_cells
from findings.tabulation.counting import count_responses
from findings.tabulation.table import Table, make_cell

if TYPE_CHECKING:
    import pandas as pd

PEOPLE_KNOWN = "people"
"""The column of how many people stand behind a submission, and the option of the cell that adds them up."""
_RESPONSES = "responses"


def submission_cells(questionnaire: Questionnaire, free_text: FreeText) -> Counted:
    """The cells of every kind of submissions, kind by kind: themes, then how many people stand behind them.

    Parameters
    ----------
    questionnaire
        The questionnaire as it is counted; a look that shows no answers has none of these questions.
    free_text
        Its `submitted` has one row a submission.

    Returns
    -------
    Counted
        Counts in the unit of the submissions (`letters`), shares of those with a text, and the sums within.
    """
    cells: list[Cell] = []
    relations: list[Relation] = []
    plan = free_text.plan
    if plan is None or free_text.submitted is None:
        return Counted((), ())
    known = submission_questions(plan)
    for name, own in plan.submissions.items():
        rows = free_text.submitted[free_text.submitted[CHANNEL] == name]
        for question in (name + THEMES, name + PEOPLE):
            if question not in known or question not in questionnaire.questions:
                continue
            given = rows if question in rows else rows.assign(**{question: _known(rows)})
            numbers = count_responses(given, questionnaire, [(question, "")]).tables[question, ""]
            made = make_cells(questionnaire, question, "", numbers, free_text.received.source_kind)
            cells += _in_unit(made.cells, own)
            relations += made.relations
            if question == name + PEOPLE:
                cells.append(_people(questionnaire, question, rows, free_text.received.source_kind))
    return Counted(tuple(cells), tuple(relations))


def meetings(plan: FreeTextPlan | None) -> frozenset[str]:
    """The questions of submissions of which none stands for a person, as the plan says with its reason."""
    exempt = [name for name, own in plan.submissions.items() if own.shown_as_counted] if plan is not None else []
    return frozenset(name + what for name in exempt for what in (THEMES, AGREEMENT, PEOPLE))


def _known(rows: pd.DataFrame) -> pd.Categorical[str]:
    """Of each submission, whether it is known how many people stand behind it."""
    import pandas as pd

    said = [KNOWN if number is not None else UNKNOWN for number in _numbers(rows)]
    return pd.Categorical(said, categories=[KNOWN, UNKNOWN])


def _numbers(rows: pd.DataFrame) -> list[int | None]:
    """How many people, a submission each; None where that is not known, whichever way the table says so."""
    texts = rows[PEOPLE_KNOWN].tolist() if PEOPLE_KNOWN in rows else [""] * len(rows)
    return [int(float(text)) if str(text) not in ("", "nan", "None", "<NA>") else None for text in texts]


def _in_unit(cells: tuple[Cell, ...], own: Submissions) -> Iterator[Cell]:
    for cell in cells:
        yield replace(cell, unit=own.unit) if cell.unit == _RESPONSES else cell


def _people(questionnaire: Questionnaire, question: str, rows: pd.DataFrame, source_kind: SourceKind) -> Cell:
    """How many people stand behind the submissions of which that is known; hidden where it is hidden of how many."""
    table = Table(questionnaire, question, "", source_kind)
    total = sum(number for number in _numbers(rows) if number is not None)
    identifier = CellId(question, PEOPLE_KNOWN)
    return make_cell(table, identifier, str(total), unit="people", origins=table.ids((KNOWN,), ""))
