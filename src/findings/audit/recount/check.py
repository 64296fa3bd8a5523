"""The evidence of a run against the recount: every cell there, every value right, nothing shown that must not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from findings.audit.recount.agreement import agreement_cells, end_problems
from findings.audit.recount.candidates import candidate_cells
from findings.audit.recount.cells import Expected, row_problems, whole_problems
from findings.audit.recount.codeframe import CODEFRAME, FreeText, read_codeframe
from findings.audit.recount.codings import coding_problems, read_codings
from findings.audit.recount.engine import count_again, expected_cells
from findings.audit.recount.evidence import HIDDEN, Row, read_decisions, read_evidence
from findings.audit.recount.expected import columns_of
from findings.audit.recount.funnel import funnel_problems
from findings.audit.recount.hidden import hidden_problems
from findings.audit.recount.identifiers import COUNT
from findings.audit.recount.keptcodings import kept_problems
from findings.audit.recount.kind import kind_of, kind_problems
from findings.audit.recount.lineage import lineage_problems
from findings.audit.recount.population import OFFICIAL, represented
from findings.audit.recount.populationfile import read_populations
from findings.audit.recount.questionnaire import Questionnaire, read_questionnaire
from findings.audit.recount.received import received_problems
from findings.audit.recount.responses import response_problems
from findings.audit.recount.revealed import revealed_problems
from findings.audit.recount.sample import plausible_problems, sample_cells
from findings.audit.recount.settings import QUESTIONNAIRE, Settings, declared_tables, read_settings
from findings.audit.recount.source import Source, open_source
from findings.audit.recount.submissions import of_no_people, submission_problems, submitted_cells
from findings.audit.recount.tally import tally_problems
from findings.audit.recount.weights import open_weights, weight_problems
from findings.errors import Problem, VerificationFailed

Read = TypeVar("Read")


def cell_problems(run: Path) -> list[Problem]:
    """Count every cell of a run again, and tell what differs.

    Parameters
    ----------
    run
        A run's folder.

    Returns
    -------
    list
        Everything that is wrong with the evidence, with what was hidden, or with the data that it was counted from.
        A run that cannot be counted again is told as that.
    """
    problems: list[Problem] = []
    rows = _noted(lambda: read_evidence(run), problems)
    decisions = _noted(lambda: read_decisions(run), problems)
    questionnaire = _noted(lambda: read_questionnaire(run / QUESTIONNAIRE), problems)
    settings = _noted(lambda: read_settings(run), problems)
    if rows is None or decisions is None or questionnaire is None or settings is None:
        return problems
    if settings.respondents_only:
        questionnaire = questionnaire.without_codes()
    try:
        with open_source(run / settings.source, questionnaire) as source:
            for problem in _differences(run, rows, decisions, questionnaire, settings, source):
                problems.append(problem)
    except VerificationFailed as failed:
        # What was found before it came to a stop stands.
        problems += failed.problems
    return list(dict.fromkeys(problems))


def _differences(
    run: Path,
    rows: Sequence[Row],
    decisions: Sequence[Row],
    questionnaire: Questionnaire,
    settings: Settings,
    source: Source,
) -> Iterator[Problem]:
    if source.rows.tally:
        yield from tally_problems(run, source, questionnaire, rows)
    else:
        yield from response_problems(run, source, questionnaire, settings, rows)
        if not settings.respondents_only:
            yield from free_text_problems(run, source, questionnaire)
    kind, problems = kind_of(run, source)
    yield from problems
    if settings.respondents_only:
        questionnaire = questionnaire.of_respondents()
    declared = declared_tables(settings, questionnaire, source)
    of_responses = [text for text in declared if text not in questionnaire.of_submissions]
    cells = expected_cells(source, questionnaire, of_responses)
    values = count_again(source, questionnaire, cells)
    expected = {cell.text: Expected(values[cell.text], columns_of(questionnaire, cell)) for cell in cells}
    submitted = submitted_cells(run, questionnaire, source)
    yield from submitted.problems
    expected |= submitted.expected
    values |= {name: cell.value for name, cell in submitted.expected.items()}
    coders, ends = agreement_cells(run, questionnaire, settings.threshold)
    yield from end_problems(rows, ends)
    proposed, added_up = candidate_cells(run, questionnaire)
    expected |= coders | proposed
    values |= {name: cell.value for name, cell in proposed.items()}
    populations = read_populations(run, questionnaire)
    reached = represented(populations, questionnaire, source, kind)
    expected |= reached.cells
    values |= {name: cell.value for name, cell in reached.cells.items()}
    official = {name for name, cell in reached.cells.items() if cell.columns["source_kind"] == OFFICIAL}
    if settings.sample is not None:
        weights = open_weights(run, source, settings.sample, kind)
        yield from weight_problems(weights, settings.sample, questionnaire, {one.breakdown: one for one in populations})
        expected |= sample_cells(settings.sample, weights, questionnaire, cells, expected)
        yield from plausible_problems(rows, expected, questionnaire)
    yield from whole_problems(rows, expected)
    yield from kind_problems([row for row in rows if row["cell"] not in official], kind)
    for row in rows:
        if row["cell"] in expected:
            yield from row_problems(row, expected[row["cell"]])
    expected |= of_no_people(run, expected)
    yield from hidden_problems(rows, expected, settings.threshold, decisions)
    if settings.threshold is not None:
        hidden = {row["cell"] for row in rows if row["status"] == HIDDEN}
        yield from revealed_problems(
            questionnaire,
            [*cells, *submitted.cells],
            values,
            hidden,
            settings.threshold,
            [*reached.sums, *added_up],
        )
    yield from funnel_problems(run, settings, rows)
    yield from received_problems(run, source, kind)
    yield from lineage_problems(run, questionnaire, [cell for cell in cells if cell.measure == COUNT])


def free_text_problems(run: Path, source: Source, questionnaire: Questionnaire) -> Iterator[Problem]:
    """Where what was counted of comments and submissions is not what coders gave."""
    try:
        free_text: FreeText = read_codeframe(run / CODEFRAME)
        if not free_text.frames:
            return
        yield from coding_problems(run, source, questionnaire, free_text)
        yield from submission_problems(run, questionnaire, free_text)
        yield from kept_problems(run, read_codings(run), free_text)
    except VerificationFailed as failed:
        yield from failed.problems


def _noted(read: Callable[[], Read], problems: list[Problem]) -> Read | None:
    """What was read; its problems are kept, so that all files that cannot be read are told at once."""
    try:
        return read()
    except VerificationFailed as failed:
        problems += failed.problems
        return None
