"""Where the codes behind a count of themes stand, and the words that they were given to: lines of a trace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from findings.audit.account import compared
from findings.audit.coded import (
    CODINGS,
    COMMENTS,
    SUBMISSIONS,
    Comment,
    Given,
    Key,
    codings_of,
    comments_of,
    lines_of,
    submissions_of,
    texts_of,
)
from findings.audit.lineage import BASES, Lineage
from findings.audit.plaintext import one_line
from findings.audit.rows import Conditions, conditions_of, rows_of
from findings.consultation.names import parse_cell
from findings.evidence.cell import Cell

PEOPLE, KNOWN, UNKNOWN = "people", "known", "unknown"


def code_lines(count: str, conditions: Conditions, lineage: Lineage, folder: Path, most: int) -> Iterator[str]:
    """Of the first responses that count, the codes and the places of the comments; of a base nothing.

    Parameters
    ----------
    count, conditions
        A count of responses, and what a row must hold to count in it.
    lineage, folder
        Of the run.
    most
        How many responses are told of.
    """
    identifier = parse_cell(count)
    coded = lineage.coded.get(identifier.asked)
    if coded is None or identifier.option in BASES:
        return
    given, comments = codings_of(folder, coded), comments_of(folder, coded)
    first = rows_of(conditions, folder, most).first
    yield f"  {CODINGS} and {COMMENTS}, of these responses:"
    for row in first:
        for question in coded.of:
            key = (question, row.response)
            if key in comments:
                yield from lines_of(_named(key, len(coded.of)), given.get(key, ()), comments[key])
    yield "  with --xlsx FILE every response stands in a workbook with its exact words"


def _named(key: Key, questions: int) -> str:
    question, unit = key
    return f"response {one_line(unit)}" + (f", {question}" if questions > 1 else "")


def submission_lines(count: str, cell: Cell | None, lineage: Lineage, folder: Path, most: int) -> Iterator[str]:
    """The submissions that count, each with its codes and the place of its words."""
    identifier = parse_cell(count)
    coded = lineage.coded[identifier.asked]
    (channel,) = coded.of
    conditions = conditions_of(identifier, lineage)
    assert conditions is not None
    rows = submissions_of(folder, channel)
    counts = counting(rows, conditions, adds_people=identifier.option == PEOPLE)
    given, texts = codings_of(folder, coded), texts_of(folder, channel)
    met = [row for row, counted in zip(rows, counts, strict=True) if counted]
    yield f"  {SUBMISSIONS}, where channel is {channel} and {conditions.text}"
    for row in met[:most]:
        unit = row["submission_id"]
        yield from _of_submission(unit, given, texts.get(unit), channel)
    if len(met) > most:
        yield f"  ... and {len(met) - most:,} more: with --xlsx FILE every row is written into a workbook"
    number = sum(people_of(row) or 0 for row in met) if identifier.option == PEOPLE else len(met)
    yield f"  {number:,} in all; {compared(number, cell)}"


def _of_submission(
    unit: str, given: Mapping[Key, Sequence[Given]], text: Comment | None, channel: str
) -> Iterator[str]:
    name = f"submission {one_line(unit)}"
    if text is None:
        yield f"    {name}"
    yield from lines_of(name, given.get((channel, unit), ()), text)


def counting(rows: Sequence[Mapping[str, str]], conditions: Conditions, *, adds_people: bool = False) -> list[bool]:
    """Of each submission, whether it counts; where people are added up, whether it is known how many they are."""
    if adds_people:
        return [people_of(row) is not None for row in rows]
    found = []
    for row in rows:
        known = UNKNOWN if people_of(row) is None else KNOWN
        found.append(all(condition.meets(row.get(condition.column, known)) for condition in conditions.each))
    return found


def people_of(row: Mapping[str, str]) -> int | None:
    """How many people stand behind a submission; None where that is not known."""
    text = row.get(PEOPLE, "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() else None
