"""A coding workbook as a whole: whose it is, when it was coded, its rows, and which rows are not in it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Any

from findings.errors import ParameterError
from findings.freetext.coding import SETTLED
from findings.setup.coding_desk import Desk
from findings.setup.coding_merge import Merged, choices_of, merged
from findings.setup.coding_rows import ALONE, Choices, Said, SaidRow, read_rows
from findings.setup.coding_split import read_coders, read_split, stem_of
from findings.setup.coding_words import some_comments
from findings.setup.coding_write import CODED_ON, CODER, READ_ME
from findings.setup.read import Workbook, text_of
from findings.setup.table import Notes


@dataclass(frozen=True)
class ReadBook:
    """A workbook as it was read: whose it is, its rows, and what they come to."""

    coder: str
    date: str
    said: Said
    done: Merged


def read_book(desk: Desk, workbook: Workbook) -> ReadBook:
    """Read a workbook, and see what it changes.

    Raises
    ------
    ParameterError
        With every problem of all rows.
    """
    notes = Notes()
    coder, date = _whose(desk, workbook, notes)
    said = read_rows(workbook, desk.comments, desk.words, desk.shown, notes)
    if not said.sheets and not notes.problems:
        do = "Write the workbook out again, and move the choices into that one."
        notes.problem(workbook.name, "no sheet of comments is left", ", ".join(workbook.sheets), "", do)
    if notes.problems:
        raise ParameterError(notes.problems)
    given = desk.given.get(coder, {})
    if coder != SETTLED:
        return ReadBook(coder, date, said, merged(said.rows, given, desk.candidates, coder, date))
    said.rows = [_with_agreed(row, desk, choices_of(given.get(row.comment.comment, ()))) for row in said.rows]
    done = merged(said.rows, given, {}, coder, date)
    done.told += _without_sentiment(desk, said)
    return ReadBook(coder, date, said, done)


def _with_agreed(row: SaidRow, desk: Desk, had: Choices) -> SaidRow:
    """A row of what is settled: the sentiment on which the coders agree stays, and alone it settles nothing."""
    choices, agreed = row.choices, desk.agreed(row.comment.comment)
    if agreed is None or choices.sentiment not in (None, agreed):
        return row
    if not had and choices == Choices(sentiment=agreed):
        return replace(row, choices=Choices())
    if set(choices.codes) <= set(ALONE) or choices.stamp in (had.stamp, row.as_written):
        return row
    return replace(row, choices=replace(choices, sentiment=agreed))


def _without_sentiment(desk: Desk, said: Said) -> list[str]:
    """How many comments were settled but for how they speak, of which the coders differ."""
    count = sum(
        row.choices.sentiment is None
        and bool(set(row.choices.codes) - set(ALONE))
        and desk.words[row.comment.question].frame.sentiment
        and len(desk.sentiments.get(row.comment.comment, ())) > 1
        for row in said.rows
    )
    what = "1 settled comment has" if count == 1 else f"{count} settled comments have"
    return [f"{what} no sentiment: coders differed"] if count else []


def _whose(desk: Desk, workbook: Workbook, notes: Notes) -> tuple[str, str]:
    """Who coded, and when, as the first sheet says."""
    cover = {text_of(line[0]): line[1] for line in workbook.sheets.get(READ_ME, ()) if len(line) > 1}
    known = {**{stem_of(one): one for one in coders_of(desk)}, SETTLED: SETTLED}
    coder = text_of(cover.get(CODER))
    named = known.get(SETTLED if coder == SETTLED else stem_of(coder)) if coder else None
    where = f"{workbook.name}, sheet '{READ_ME}', '{CODER}'"
    if named is None:
        do = "Write the coder's name as it was; or add a new one: findings workbook out NAME --coders ..."
        allowed = ", ".join(known.values())
        notes.problem(where, "an unknown coder" if coder else "whose workbook is it?", coder[:80], allowed, do)
    return named or "", _day(cover.get(CODED_ON), f"{workbook.name}, sheet '{READ_ME}', '{CODED_ON}'", notes)


def coders_of(desk: Desk) -> list[str]:
    """Everybody who was named as a coder, or coded something."""
    return [one for one in dict.fromkeys((*read_coders(desk.parameters.folder), *desk.given)) if one != SETTLED]


def _day(value: Any, where: str, notes: Notes) -> str:
    text = text_of(value)
    if not text:
        return ""
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        do = "Write year, month and day."
        notes.problem(where, "not a day", text[:80], "a day as 2024-04-10", do)
        return ""


def absent(desk: Desk, read: ReadBook) -> list[str]:
    """What was given to the coder and has no row in the workbook."""
    there = {row.comment.comment for row in read.said.rows}
    if read.coder == SETTLED:
        wanted = {one.comment for one in desk.differing}
    else:
        wanted = {comment for comment, own in read_split(desk.parameters.folder).items() if read.coder in own}
    wanted -= there
    missing = [one for one in desk.comments if one.comment in wanted]
    lines = []
    for question, words in desk.words.items():
        count = sum(one.question == question for one in missing)
        if count:
            sheet = "" if words.title in read.said.sheets else "; the sheet is gone"
            lines.append(f"{some_comments(count)} of '{words.title}' without a row here{sheet}: what was coded is kept")
    if read.said.gone:
        lines.append(f"not taken, since these comments are no longer received: {'; '.join(read.said.gone[:5])}")
    return lines
