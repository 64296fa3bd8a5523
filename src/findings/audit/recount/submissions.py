"""Letters and other submissions counted again, from `submissions.csv`; and that file beside what it was made of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from findings.audit.recount.agreement import AGREEMENT
from findings.audit.recount.cells import Expected
from findings.audit.recount.codedquestions import KNOWN, PEOPLE, THEMES, UNKNOWN
from findings.audit.recount.codeframe import CODEFRAME, FreeText, Submitted, read_codeframe
from findings.audit.recount.codings import Decided, codes_of, decided, read_codings, unled
from findings.audit.recount.csvfile import Row, read_rows
from findings.audit.recount.engine import count_again
from findings.audit.recount.expected import cells_of_table, columns_of
from findings.audit.recount.identifiers import NOT_ANSWERED, CellName, TableName
from findings.audit.recount.query import Rows
from findings.audit.recount.question import Questionnaire
from findings.audit.recount.source import Source
from findings.audit.recount.sqltext import quoted
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

SUBMISSIONS = "restricted/submissions.csv"
ID, CHANNEL, PEOPLE_COLUMN = "submission_id", "channel", "people"
INPUTS = "restricted/inputs/free_text"
_SUBMITTED = "submitted"


@dataclass(frozen=True)
class SubmittedCells:
    """What must stand in the evidence of submissions: cells as they must be, and those that questions give."""

    expected: Mapping[str, Expected] = field(default_factory=dict)
    cells: tuple[CellName, ...] = ()
    problems: tuple[Problem, ...] = ()


def submitted_cells(run: Path, questionnaire: Questionnaire, source: Source) -> SubmittedCells:
    """Count the submissions of a run again; nothing where it has none.

    Parameters
    ----------
    run, questionnaire
        The run's folder, and what is counted.
    source
        Its responses, opened: the same engine counts both.
    """
    if not questionnaire.of_submissions or not (run / SUBMISSIONS).is_file():
        return SubmittedCells()
    try:
        rows = read_rows(run, SUBMISSIONS)
    except VerificationFailed as failed:
        return SubmittedCells(problems=failed.problems)
    expected: dict[str, Expected] = {}
    cells: list[CellName] = []
    for name, coded in questionnaire.of_submissions.items():
        own = [row for row in rows if row.get(CHANNEL) == coded.of[0]]
        answers = [_people_known(row) if coded.by == PEOPLE else row.get(name, "") for row in own]
        table = list(cells_of_table(questionnaire, TableName(name)))
        with _as_rows(source, name, answers) as opened:
            values = count_again(opened, questionnaire, table)
        expected |= {cell.text: Expected(values[cell.text], columns_of(questionnaire, cell)) for cell in table}
        cells += table
        if coded.by == PEOPLE:
            expected |= _people(questionnaire, name, own)
    return SubmittedCells(expected, tuple(cells))


def of_no_people(run: Path, expected: Mapping[str, Expected]) -> dict[str, Expected]:
    """The cells of submissions of which the code frame says that none stands for a person, as counts of no people.

    How many people took part in them counts people still.
    """
    submissions = read_codeframe(run / CODEFRAME).submissions.values()
    told = [own.name + what for own in submissions if own.shown_as_counted for what in (THEMES, AGREEMENT, PEOPLE)]
    return {
        name: replace(cell, counts_people=False)
        for name, cell in expected.items()
        if cell.columns["question"] in told and not cell.columns["option"] == cell.columns["unit"] == PEOPLE_COLUMN
    }


@contextmanager
def _as_rows(source: Source, name: str, answers: list[str]) -> Iterator[Source]:
    """The answers of some submissions as rows that the engine counts."""
    source.connection.execute(f"CREATE OR REPLACE TEMP TABLE {_SUBMITTED} ({quoted(name)} VARCHAR)")
    if answers:
        source.connection.executemany(f"INSERT INTO {_SUBMITTED} VALUES (?)", [[answer] for answer in answers])
    try:
        yield Source(SUBMISSIONS, (name,), (name,), Rows(_SUBMITTED), _SUBMITTED, source.connection)
    finally:
        source.connection.execute(f"DROP TABLE {_SUBMITTED}")


def _people_known(row: Row) -> str:
    return KNOWN if _number(row) is not None else UNKNOWN


def _number(row: Row) -> int | None:
    """How many people stand behind a submission; a table with gaps may write 31 as 31.0."""
    text = row.get(PEOPLE_COLUMN, "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() else None


def _people(questionnaire: Questionnaire, name: str, rows: list[Row]) -> dict[str, Expected]:
    """The cell that adds up how many people stand behind the submissions of which that is known."""
    known = CellName(TableName(name), KNOWN)
    cell = CellName(TableName(name), PEOPLE_COLUMN)
    columns = {**columns_of(questionnaire, known), "option": PEOPLE_COLUMN, "unit": "people", "from": known.text}
    total = sum(number for row in rows if (number := _number(row)) is not None)
    return {cell.text: Expected(str(total), columns)}


def submission_problems(run: Path, questionnaire: Questionnaire, free_text: FreeText) -> Iterator[Problem]:
    """Where `submissions.csv` says something else than the files received and the codings.

    Parameters
    ----------
    run, questionnaire, free_text
        The run's folder, what is counted of it, and its code frames.
    """
    if not free_text.submissions:
        return
    try:
        received = {name: dict(_received(run, own)) for name, own in free_text.submissions.items() if _is_csv(own)}
        rows = read_rows(run, SUBMISSIONS) if (run / SUBMISSIONS).is_file() else []
        given = decided(read_codings(run))
    except VerificationFailed as failed:
        yield from failed.problems
        return
    found = {(row.get(CHANNEL, ""), unled(row.get(ID, ""))): row for row in rows if row.get(CHANNEL, "") in received}
    due = {(name, unit) for name, own in received.items() for unit in own}
    strange = [row for row in rows if row.get(CHANNEL, "") not in free_text.submissions]
    if strange or found.keys() != due:
        odd = sorted(unit for _, unit in found.keys() ^ due)
        what = "not the submissions that were received, each once"
        yield Problem(SUBMISSIONS, what, ", ".join(odd[:3]) or "one that stands twice", do=ASK)
    for (channel, unit), row in found.items():
        people, has_text = received.get(channel, {}).get(unit, ("", True))
        where = f"{SUBMISSIONS}, {channel} {unit}"
        name = channel + THEMES
        made = _themes(questionnaire, name, given.get((channel, unit)), has_text) if name in questionnaire.coded else ""
        if row.get(name, "") != made:
            yield Problem(where, f"{name} is not what its codings make it", do=ASK)
        known = int(people) if people.isascii() and people.isdigit() else None
        if free_text.submissions[channel].people_column and _number(row) != known:
            yield Problem(where, "not as many people as the file received says", do=ASK)


def _themes(questionnaire: Questionnaire, name: str, own: Decided | None, has_text: bool) -> str:
    if not has_text and own is None:
        return NOT_ANSWERED
    codes = codes_of(own)
    return ";".join(option for option in questionnaire.coded[name].question.options if option in codes)


def _received(run: Path, own: Submitted) -> Iterator[tuple[str, tuple[str, bool]]]:
    """Each submission of a file received: its identifier, how many people stand behind it, and whether it has text."""
    path = _copy_of(run, own)
    if path is None:
        # Told by the inventory.
        return
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise VerificationFailed([Problem(path.name, "it cannot be read", do=ASK)]) from None
    csv.field_size_limit(10_000_000)
    for row in csv.DictReader(io.StringIO(text, newline="")):
        unit = unled((row.get(own.id_column) or "").strip())
        if unit:
            people = (row.get(own.people_column) or "").strip().replace(",", "") if own.people_column else ""
            yield unit, (people, bool((row.get(own.text_column) or "").strip()))


def _is_csv(own: Submitted) -> bool:
    """Whether it was received as a CSV file: what stands in a workbook is not read again here."""
    return own.file.endswith(".csv")


def _copy_of(run: Path, own: Submitted) -> Path | None:
    found = sorted((run / INPUTS).rglob(own.file))
    return found[0] if found else None
