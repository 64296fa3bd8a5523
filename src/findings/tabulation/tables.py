"""Every table that the plan declares, counted; and the sums that run from table to table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from findings.consultation.build import Parameters
from findings.consultation.counted_codes import has_table, submission_questions
from findings.consultation.faults import closest
from findings.consultation.model import CROSSED, Kind, Questionnaire
from findings.consultation.names import UNSAID, CellId, table_id
from findings.consultation.plan import ANY, chosen_by
from findings.errors import ParameterError, Problem
from findings.evidence.cell import Cell
from findings.evidence.relation import Relation
from findings.freetext.code import FreeText
from findings.intake.received import Received
from findings.tabulation.cells import Counted, make_cells
from findings.tabulation.code_bounds import code_bounds
from findings.tabulation.counting import Counts, Numbers, count_responses
from findings.tabulation.estimated import Estimates
from findings.tabulation.free_text import free_text_cells
from findings.tabulation.funnel import funnel_cells, funnel_relations
from findings.tabulation.representation import represent
from findings.tabulation.sample import Weighed, sample_cells, weigh, weights_csv
from findings.tabulation.submissions import meetings
from findings.tabulation.table import Table, counted_options
from findings.tabulation.tallying import count_tally, level_of_option, why_not


def tabulate(parameters: Parameters, received: Received, free_text: FreeText | None = None) -> Counted:
    """Count every table of the plan.

    Raises
    ------
    ParameterError
        If the plan names a table that does not exist or that the data cannot give, with the reason.
    """
    questionnaire = parameters.counting
    cells: list[Cell] = list(funnel_cells(received))
    relations: list[Relation] = list(funnel_relations(received))
    weighed = weigh(parameters, received)
    if weighed is not None:
        cells += sample_cells(weighed, received.source_kind)
    numbers = counts_of(received, questionnaire, declared_tables(parameters, received))
    counts: dict[tuple[str, str], Counts] = {}
    for (question, breakdown), every in numbers.tables.items():
        shown = counts[question, breakdown] = shown_groups(every)
        values = numbers.values.get((question, breakdown))
        counted = make_cells(questionnaire, question, breakdown, shown, received.source_kind, values)
        table = Table(questionnaire, question, breakdown, received.source_kind)
        cells += counted.cells if weighed is None else _of_sample(table, counted, shown, parameters, received, weighed)
        relations += counted.relations
    relations += _sums_over_groups(questionnaire, counts)
    relations += _sums_over_larger_groups(questionnaire, counts)
    relations += _sums_over_crossed_groups(questionnaire, counts)
    # Sums from question to question are left to the full defence: docs/decisions/0007.
    for breakdown, residents in parameters.residents.items():
        if breakdown not in questionnaire.breakdowns:
            continue
        of_groups = _sizes(questionnaire, received, breakdown)
        reached = represent(questionnaire, breakdown, of_groups, residents, received.source_kind)
        cells += reached.cells
        relations += reached.relations
    if free_text is not None:
        beside = free_text_cells(parameters, free_text)
        cells += beside.cells
        relations += beside.relations
    weights = weights_csv(weighed, received) if weighed is not None else ""
    as_counted = meetings(parameters.free_text)
    return Counted(tuple(cells), tuple(relations), weights, code_bounds(parameters, cells), as_counted)


def _of_sample(
    table: Table,
    counted: Counted,
    shown: Counts,
    parameters: Parameters,
    received: Received,
    weighed: Weighed,
) -> list[Cell]:
    """The cells of a table with all that only a sample allows."""
    assert received.responses is not None and parameters.consultation.sample is not None
    estimates = Estimates(table, received.responses, weighed)
    cells = list(estimates.estimated(counted.cells))
    comparisons = parameters.consultation.sample.comparisons
    if comparisons is not None and table.breakdown in comparisons.breakdowns:
        cells += estimates.compared(shown, comparisons)
    return cells


def _sizes(questionnaire: Questionnaire, received: Received, breakdown: str) -> dict[str, int]:
    """How many respondents are in each group of a breakdown."""
    question = questionnaire.breakdowns[breakdown].question
    everyone = counts_of(received, questionnaire, [(question, "")]).tables[question, ""][""]
    return {
        level: sum(everyone[option] for option in group.of)
        for level, group in questionnaire.groups_of(breakdown).items()
    }


def counts_of(received: Received, questionnaire: Questionnaire, tables: Sequence[tuple[str, str]]) -> Numbers:
    """The counts of some tables, given as (question, breakdown).

    Raises
    ------
    ValueError
        If the data do not give one of them (`tallying.why_not` says so beforehand).
    """
    for table in tables:
        if reason := why_not(received, questionnaire, *table):
            raise ValueError(reason)
    if received.responses is not None:
        return count_responses(received.responses, questionnaire, tables)
    assert received.tally is not None
    counted = {table: count_tally(received.tally, questionnaire, *table) for table in tables}
    return Numbers(received.analysed, counted, {})


def shown_groups(counts: Counts) -> Counts:
    """The groups of a table: every declared one, and of those who did not say only groups that somebody is in."""
    return {
        group: answers
        for group, answers in counts.items()
        if any(answers.values()) or not set(UNSAID) & set(group.split("."))
    }


def declared_tables(parameters: Parameters, received: Received) -> list[tuple[str, str]]:
    """The tables of the plan as (question, breakdown), in the order of the questionnaire."""
    questionnaire = parameters.counting
    of_submissions = submission_questions(parameters.free_text)
    possible = {
        table_id(question, breakdown): (question, breakdown)
        for question, asked in questionnaire.questions.items()
        for breakdown in ("", *questionnaire.breakdowns)
        if question not in asked_by(questionnaire, breakdown)
        # Submissions are counted from a table of their own: see `submissions`.
        and question not in of_submissions
        and has_table(question, asked, breakdown)
    }
    of_every = [
        (question, breakdown)
        for question, breakdown in possible.values()
        if not why_not(received, questionnaire, question, breakdown)
        and (not breakdown or question not in questionnaire.profile)
    ]
    if parameters.plan.tables == "every":
        return of_every
    problems = []
    plan = parameters.places["plan.yaml"]
    declared = set(questionnaire.questions)
    # A look while others still answer counts the questions about the respondents alone, and the plan is of all.
    known = possible if parameters.shows_answers else dict.fromkeys((*possible, *parameters.plan.tables))
    for position, name in enumerate(parameters.plan.tables):
        where = plan.where(("tables", position))
        if ANY in name:
            fitting = chosen_by(name, (table_id(*pair) for pair in of_every))
            if not fitting and parameters.shows_answers:
                do = closest(name, list(possible)) or "Correct the entry, or take it out of the plan."
                problems.append(Problem(where, "an entry that no table fits", name, "question.by.breakdown", do))
            declared |= set(fitting)
        elif name not in known:
            problems.append(
                Problem(
                    where,
                    "an unknown table",
                    name,
                    "a question, or question.by.breakdown",
                    closest(name, list(possible)),
                )
            )
        elif name in possible and (reason := why_not(received, questionnaire, *possible[name])):
            problems.append(Problem(where, reason, name, do="Take the table out of the plan."))
        else:
            declared.add(name)
    if problems:
        raise ParameterError(problems)
    return [pair for name, pair in possible.items() if name in declared]


def asked_by(questionnaire: Questionnaire, breakdown: str) -> tuple[str, ...]:
    """The questions whose answers make a breakdown: one, or two where it is crossed."""
    return tuple(questionnaire.breakdowns[name].question for name in breakdown.split(CROSSED) if name)


def overlaps(questionnaire: Questionnaire, breakdown: str) -> bool:
    """Whether a respondent may be in several groups of a breakdown, so that they do not add up to all."""
    return any(
        questionnaire.questions[question].kind is Kind.MULTIPLE for question in asked_by(questionnaire, breakdown)
    )


def _sums_over_groups(questionnaire: Questionnaire, counts: Mapping[tuple[str, str], Counts]) -> Iterator[Relation]:
    """All respondents are the sum of the groups, unless groups overlap."""
    for (question, breakdown), levels in counts.items():
        if breakdown and (question, "") in counts and not overlaps(questionnaire, breakdown):
            for option in counted_options(questionnaire, question, breakdown):
                parts = tuple(CellId(question, option, breakdown, level).text for level in levels)
                yield Relation(CellId(question, option).text, parts)


def _sums_over_larger_groups(
    questionnaire: Questionnaire, counts: Mapping[tuple[str, str], Counts]
) -> Iterator[Relation]:
    """A larger group is the sum of the smaller groups that it is made of."""
    plain = {table: levels for table, levels in counts.items() if table[1] and CROSSED not in table[1]}
    for (question, larger), levels in plain.items():
        for (other_question, smaller), smaller_levels in plain.items():
            if question != other_question or larger == smaller or overlaps(questionnaire, larger):
                continue
            if questionnaire.breakdowns[larger].question != questionnaire.breakdowns[smaller].question:
                continue
            large_of, small_of = level_of_option(questionnaire, larger), level_of_option(questionnaire, smaller)
            for level in levels:
                inside = {small_of[option] for option, large in large_of.items() if large == level}
                outside = {small_of[option] for option, large in large_of.items() if large != level}
                if inside & outside or len(levels) >= len(smaller_levels):
                    continue
                parts = [part for part in smaller_levels if part in inside]
                for option in counted_options(questionnaire, question, larger):
                    yield Relation(
                        CellId(question, option, larger, level).text,
                        tuple(CellId(question, option, smaller, part).text for part in parts),
                    )


def _sums_over_crossed_groups(
    questionnaire: Questionnaire, counts: Mapping[tuple[str, str], Counts]
) -> Iterator[Relation]:
    """A group of either breakdown is the sum of its groups in the crossed one."""
    for (question, crossed), levels in counts.items():
        if CROSSED not in crossed:
            continue
        for place, breakdown in enumerate(crossed.split(CROSSED)):
            for level in counts.get((question, breakdown), {}):
                parts = [own for own in levels if own.split(".")[place] == level]
                for option in counted_options(questionnaire, question, crossed):
                    yield Relation(
                        CellId(question, option, breakdown, level).text,
                        tuple(CellId(question, option, crossed, part).text for part in parts),
                    )
