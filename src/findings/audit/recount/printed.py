"""The query of one cell, as text: what `findings verify RUN --sql CELL` prints."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from findings.audit.recount.engine import expected_cells
from findings.audit.recount.evidence import read_evidence
from findings.audit.recount.funnel import BY_CHANNEL, LEDGER, ledger_query, steps_by_channel, steps_of
from findings.audit.recount.identifiers import FUNNEL, read_cell
from findings.audit.recount.query import RESPONSES, TALLY, query_of_cell
from findings.audit.recount.questionnaire import Questionnaire, read_questionnaire
from findings.audit.recount.sample import OF_A_SAMPLE
from findings.audit.recount.settings import CONSULTATION, QUESTIONNAIRE, Settings, declared_tables, read_settings
from findings.audit.recount.source import open_source
from findings.errors import ParameterError, Problem, VerificationFailed


def sql_of(cell: str, run: Path) -> str:
    """The query that counts a cell, to be run in DuckDB from the run's folder.

    Parameters
    ----------
    cell
        A cell of the run, shown or hidden: the query reads what only auditors may read.
    run
        A run's folder.

    Raises
    ------
    ParameterError
        If the run has no such cell; the nearest are named.
    VerificationFailed
        If the run cannot be counted again.
    """
    # As in a link of the report: `q8%23agree`.
    cell = cell if "#" in cell else unquote(cell)
    questionnaire, settings = read_questionnaire(run / QUESTIONNAIRE), read_settings(run)
    questionnaire = questionnaire.of_respondents() if settings.respondents_only else questionnaire
    if cell.startswith((f"{FUNNEL}#", f"{BY_CHANNEL}#")):
        return _funnel_query(cell, run, settings)
    if cell in {row["cell"] for row in read_evidence(run)} and not _has_query(cell, questionnaire):
        what = "it is not counted by one query: tables of population have two sources, and weights a file of their own"
        raise VerificationFailed([Problem("cell", what, cell, do="Work it out with: findings trace.")])
    with open_source(run / settings.source, questionnaire) as source:
        tables = declared_tables(settings, questionnaire, source)
        table = cell.partition("#")[0]
        # A table that is not there: the cells of those that are called nearly the same are offered.
        near = [table] if table in tables else difflib.get_close_matches(table, tables, n=3, cutoff=0)
        cells = {known.text: known for known in expected_cells(source, questionnaire, near)}
        rows = TALLY if source.rows.tally else replace(RESPONSES, decimals=source.rows.decimals)
    if cell not in cells:
        raise _no_such_cell(cell, cells)
    return query_of_cell(questionnaire, cells[cell], rows)


def _has_query(cell: str, questionnaire: Questionnaire) -> bool:
    name = read_cell(cell)
    # Tables of population, of a sample and of coders count the answers to no question.
    return name is not None and name.table.asked in questionnaire.questions and name.measure not in OF_A_SAMPLE


def _funnel_query(cell: str, run: Path, settings: Settings) -> str:
    steps = {f"{FUNNEL}#{step}": (step, "") for step in steps_of(run, settings)}
    for channel, own in steps_by_channel(run, settings).items():
        steps |= {f"{BY_CHANNEL}#{step}@{channel}": (step, channel) for step in own}
    if cell not in steps:
        raise _no_such_cell(cell, steps)
    if settings.reader == "tally":
        what = "the funnel of a tally is declared, not counted: there is no query"
        raise VerificationFailed([Problem("cell", what, cell, do=f"Look at data.funnel in {CONSULTATION}.")])
    words = f"-- {cell}\n-- from the rows of {LEDGER}; run it in DuckDB from the folder of the run"
    step, channel = steps[cell]
    return f"{words}\n{ledger_query(step, channel=channel)}"


def _no_such_cell(cell: str, known: Collection[str]) -> ParameterError:
    near = difflib.get_close_matches(cell, known, n=3, cutoff=0)
    return ParameterError([Problem("cell", "the run has no such cell", cell, do=f"Nearest: {', '.join(near)}.")])
