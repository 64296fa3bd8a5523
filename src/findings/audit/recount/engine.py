"""Every cell counted again by DuckDB: one query a question."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from findings.audit.recount.expected import cells_of_table, is_countable
from findings.audit.recount.identifiers import CellName, TableName, read_table
from findings.audit.recount.query import ALL, query_of_question
from findings.audit.recount.questionnaire import Questionnaire
from findings.audit.recount.source import (
    THREADS,
    Source,
    groups_of_tally,
    missing_columns,
    open_source,
    unsaid_levels,
)
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed


def recount(
    source: Path, questionnaire: Questionnaire, ids: Sequence[str], *, threads: int = THREADS
) -> dict[str, str]:
    """Count cells again, from the responses or the tally.

    Parameters
    ----------
    source
        A `responses.parquet` or a `tally.csv` as a run keeps them.
    questionnaire
        What the names mean; it need not be that of the run.
    ids
        The cells, in any order; those of the funnel are no answers and are not counted here.
    threads
        How many threads DuckDB may use.

    Returns
    -------
    dict
        Cell -> decimal text as the evidence writes it, empty where there is no base; in the order of `ids`.

    Raises
    ------
    VerificationFailed
        If the file cannot be read, or a cell is none that the questionnaire and the file give.
    """
    with open_source(source, questionnaire, threads) as opened:
        values = count_again(opened, questionnaire, _read(opened, questionnaire, ids))
    return {identifier: values[identifier] for identifier in ids}


def cells_of(questionnaire: Questionnaire, tables: Sequence[str], source: Path) -> tuple[str, ...]:
    """The cells that tables must hold, in order.

    Parameters
    ----------
    questionnaire, tables, source
        As for `recount`; a level of those who did not answer is there when the source holds anyone in it.

    Raises
    ------
    VerificationFailed
        If the file cannot be read, or does not give a table.
    """
    with open_source(source, questionnaire) as opened:
        return tuple(cell.text for cell in expected_cells(opened, questionnaire, tables))


def expected_cells(source: Source, questionnaire: Questionnaire, tables: Iterable[str]) -> list[CellName]:
    """The cells of tables in an opened file."""
    named = [(text, read_table(text)) for text in tables]
    problems = [
        problem for text, table in named if (problem := _table_problem(source, questionnaire, text, table)) is not None
    ]
    if problems:
        raise VerificationFailed(list(dict.fromkeys(problems)))
    cells: list[CellName] = []
    unsaid: dict[tuple[str, str], Sequence[str]] = {}
    for _, table in named:
        assert table is not None
        # In responses the groups are the same for every question.
        key = (table.asked if source.rows.tally else "", table.breakdown)
        if key not in unsaid:
            unsaid[key] = unsaid_levels(source, questionnaire, table.asked, table.breakdown)
        cells += cells_of_table(questionnaire, table, unsaid[key])
    return cells


def count_again(source: Source, questionnaire: Questionnaire, asked: Iterable[CellName]) -> dict[str, str]:
    """Count cells in an opened file."""
    by_question: dict[str, list[CellName]] = {}
    for cell in asked:
        by_question.setdefault(cell.table.asked, []).append(cell)
    values: dict[str, str] = {}
    for question, cells in by_question.items():
        levels: dict[TableName, dict[str, None]] = {}
        for cell in cells:
            levels.setdefault(cell.table, {})[cell.level] = None
        columns = list(dict.fromkeys((cell.option, cell.measure) for cell in cells))
        own = {table: _with_reference(questionnaire, table, of) for table, of in levels.items()}
        query = query_of_question(questionnaire, question, own, columns, source.rows)
        places = {column: place for place, column in enumerate(columns, start=2)}
        rows = {(row[0], row[1]): row for row in source.fetch(query)}
        for cell in cells:
            n = rows[cell.table.text, cell.level or ALL][places[cell.option, cell.measure]]
            values[cell.text] = "" if n is None else str(n)
    return values


def _with_reference(questionnaire: Questionnaire, table: TableName, levels: Iterable[str]) -> list[str]:
    """The levels, and the one that they are compared with, which a difference needs."""
    if not table.breakdown:
        return list(levels)
    return list(dict.fromkeys([*levels, questionnaire.breakdowns[table.breakdown].reference]))


def _read(source: Source, questionnaire: Questionnaire, ids: Iterable[str]) -> Iterable[CellName]:
    """The cells behind identifiers; each table's are listed once, and whatever is not among them is refused."""
    known: dict[str, dict[str, CellName]] = {}
    cells, problems = [], []
    for identifier in ids:
        text = identifier.partition("#")[0]
        if text not in known:
            table = read_table(text)
            problem = _table_problem(source, questionnaire, text, table)
            problems += [problem] if problem else []
            possible = cells_of_table(questionnaire, table) if table and not problem else ()
            known[text] = {cell.text: cell for cell in possible}
        if identifier in known[text]:
            cells.append(known[text][identifier])
        elif known[text]:
            problems.append(no_such_cell(identifier, known[text]))
    if problems:
        raise VerificationFailed(list(dict.fromkeys(problems)))
    return cells


def no_such_cell(identifier: str, known: Collection[str]) -> Problem:
    """A cell that does not exist, with the nearest that do."""
    near = difflib.get_close_matches(identifier, known, n=3, cutoff=0.5)
    return Problem("cell", "no table has this cell", identifier, do=f"Nearest: {', '.join(near)}." if near else "")


def _table_problem(source: Source, questionnaire: Questionnaire, text: str, table: TableName | None) -> Problem | None:
    """Why a table cannot be counted from these data, or None."""
    if table is None or not is_countable(questionnaire, table):
        near = difflib.get_close_matches(text, possible_tables(questionnaire), n=3, cutoff=0.5)
        do = f"Nearest: {', '.join(near)}." if near else f"The questions are {', '.join(questionnaire.questions)}."
        return Problem("table", "the questionnaire gives no such table", text, do=do)
    by = questionnaire.breakdowns[table.breakdown].asked if table.breakdown else ()
    if source.rows.tally:
        options = questionnaire.questions[by[0]].options if by else ()
        groups = groups_of_tally(source, table.asked)
        if table.asked not in source.questions:
            return Problem(source.name, "the tally has no row of a question", table.asked, do=ASK)
        if len(by) > 1:
            return Problem(source.name, f"a tally is grouped once, so there is no {text}", do=ASK)
        if by and not set(groups) <= set(options):
            what = f"the tally counts {table.asked} by other groups, so there is no {text}"
            return Problem(source.name, what, ", ".join(groups), ", ".join(options))
        return None
    needed = dict.fromkeys(questionnaire.questions[name].source for name in (table.asked, *by))
    missing = [column for column in needed if column not in source.columns]
    return missing_columns(source.name, missing, source.columns, tuple(questionnaire.columns)) if missing else None


def possible_tables(questionnaire: Questionnaire) -> list[str]:
    """Every table that a questionnaire gives, in its order."""
    tables = (
        TableName(question.partition(".")[0], name, question.partition(".")[2])
        for question in questionnaire.questions
        for name in ("", *questionnaire.breakdowns)
    )
    return [table.text for table in tables if is_countable(questionnaire, table)]
