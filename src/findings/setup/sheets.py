"""The sheets of the workbook in their order, and the order in which what they say is put into the files."""

from __future__ import annotations

from collections.abc import Mapping

from findings.setup import (
    sheet_about,
    sheet_answers,
    sheet_bands,
    sheet_breakdowns,
    sheet_columns,
    sheet_confirm,
    sheet_nets,
    sheet_proposals,
    sheet_questions,
)
from findings.setup.compare import IsDone
from findings.setup.content import Content
from findings.setup.removal import tidy
from findings.setup.table import REMOVE, Edits, Key, Notes, Table


def tables(content: Content) -> tuple[Table, ...]:
    """Every sheet, from what the files say."""
    return (
        sheet_questions.table(content),
        sheet_answers.table(content),
        sheet_bands.table(content),
        sheet_breakdowns.table(content),
        sheet_columns.table(content),
        sheet_proposals.table(content),
        sheet_nets.table(content),
        sheet_about.table(content),
        sheet_confirm.table(content),
    )


def apply(content: Content, edits: Mapping[str, Edits], notes: Notes) -> None:
    """Put all changes into the files: what takes away comes after what speaks of it."""
    sheet_confirm.apply(content, edits[sheet_confirm.SHEET], notes)
    sheet_about.apply(content, edits[sheet_about.SHEET], notes)
    sheet_proposals.apply(content, edits[sheet_proposals.SHEET], notes)
    sheet_questions.apply(content, edits[sheet_questions.SHEET], notes)
    sheet_answers.apply(content, edits[sheet_answers.SHEET], notes)
    sheet_questions.check(content, edits[sheet_questions.SHEET], notes)
    sheet_bands.apply(content, edits[sheet_bands.SHEET], notes)
    sheet_nets.apply(content, edits[sheet_nets.SHEET], notes)
    sheet_breakdowns.apply(content, edits[sheet_breakdowns.SHEET], notes)
    sheet_answers.merge(content, edits[sheet_answers.SHEET], notes)
    sheet_questions.remove(content, edits[sheet_questions.SHEET], notes)
    sheet_columns.apply(content, edits[sheet_columns.SHEET], notes)
    sheet_columns.free_columns_that_are_read(content)
    sheet_proposals.remove(content, edits[sheet_proposals.SHEET], notes)
    tidy(content, notes)


def is_done(content: Content, sheet: str) -> IsDone:
    """Tells of a row whose thing is gone whether that is what the row asks for."""
    if sheet == sheet_answers.SHEET:
        return lambda key, cells: sheet_answers.is_done(content, key, cells)
    if sheet in (sheet_bands.SHEET, sheet_breakdowns.SHEET, sheet_nets.SHEET, sheet_confirm.SHEET):
        # They go with the answer or the question that they are of, which its own sheet tells.
        return _always
    return _removed


def _always(key: Key, cells: Mapping[str, str]) -> bool:
    return True


def _removed(key: Key, cells: Mapping[str, str]) -> bool:
    return cells.get("use") == REMOVE
