"""Every table that the plan declares, counted; and the sums that run from table to table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from findings.consultation.build import Parameters
from findings.consultation.faults import closest
from findings.consultation.model import BaseKind, Questionnaire
from findings.consultation.names import BASE, BASE_ANSWERED, FUNNEL, NOT_ANSWERED, NOT_ASKED, CellId, table_id
from findings.errors import ParameterError, Problem
from findings.evidence.cell import Cell, Measure, Status
from findings.evidence.relation import Relation
from findings.intake.received import FunnelRow, Received
from findings.tabulation.cells import Counted, answered_beside_base, make_cells
from findings.tabulation.counting import Counts, count, level_of_option, why_not


def tabulate(parameters: Parameters, received: Received) -> Counted:
    """Count every table of the plan.

    Raises
    ------
    ParameterError
        If the plan names a table that does not exist or that the data cannot give, with the reason.
    """
    questionnaire = parameters.questionnaire
    cells: list[Cell] = list(funnel_cells(received))
    relations: list[Relation] = list(funnel_relations(received))
    counts: dict[tuple[str, str], Counts] = {}
    for question, breakdown in declared_tables(parameters, received):
        numbers = count(received, questionnaire, question, breakdown)
        counted = make_cells(questionnaire, question, breakdown, numbers, received.source_kind)
        counts[question, breakdown] = numbers
        cells += counted.cells
        relations += counted.relations
    relations += _sums_over_groups(questionnaire, counts)
    relations += _sums_over_larger_groups(questionnaire, counts)
    # Sums from question to question are left to the full defence: docs/decisions/0007.
    return Counted(tuple(cells), tuple(relations))


def declared_tables(parameters: Parameters, received: Received) -> list[tuple[str, str]]:
    """The tables of the plan as (question, breakdown), in the order of the questionnaire."""
    questionnaire = parameters.questionnaire
    possible = {
        table_id(question, breakdown): (question, breakdown)
        for question in questionnaire.questions
        for breakdown in ("", *questionnaire.breakdowns)
        if not breakdown or question != questionnaire.breakdowns[breakdown].question
    }
    if parameters.plan.tables == "every":
        return [
            (question, breakdown)
            for question, breakdown in possible.values()
            if not why_not(received, questionnaire, question, breakdown)
            and (not breakdown or question not in questionnaire.profile)
        ]
    problems = []
    plan = parameters.places["plan.yaml"]
    for position, name in enumerate(parameters.plan.tables):
        where = plan.where(("tables", position))
        if name not in possible:
            problems.append(
                Problem(
                    where,
                    "an unknown table",
                    name,
                    "a question, or question.by.breakdown",
                    closest(name, list(possible)),
                )
            )
        elif reason := why_not(received, questionnaire, *possible[name]):
            problems.append(Problem(where, reason, name, do="Take the table out of the plan."))
    if problems:
        raise ParameterError(problems)
    declared = {*parameters.plan.tables, *questionnaire.questions}
    return [pair for name, pair in possible.items() if name in declared]


def funnel_cells(received: Received) -> Iterator[Cell]:
    """The steps from received to analysed, as the table `funnel`; where there are channels, by channel too.

    Every channel has every step, so that one in which nothing was taken out says so.
    """
    yield from _funnel_cells(received, received.funnel, "")
    steps = {row.name: row.label for row in received.funnel}
    for channel, own in received.by_channel.items():
        n = {row.name: row.n for row in own}
        rows = [FunnelRow(name, label, n.get(name, 0)) for name, label in steps.items()]
        yield from _funnel_cells(received, rows, channel)


CHANNEL = "channel"
"""The breakdown of the funnel, where there are several channels."""


def _funnel_cells(received: Received, funnel: Iterable[FunnelRow], channel: str) -> Iterator[Cell]:
    for row in funnel:
        identifier = CellId(FUNNEL, row.name, CHANNEL if channel else "", channel)
        yield Cell(
            cell=identifier.text,
            table=identifier.table,
            measure=Measure.COUNT,
            question=FUNNEL,
            item="",
            option=row.name,
            breakdown=identifier.breakdown,
            level=channel,
            filter="",
            value=str(row.n),
            unit="responses",
            digits=0,
            low="",
            high="",
            base_cell="",
            base_kind=str(BaseKind.ALL),
            origins=(),
            status=Status.SHOWN,
            source_kind=received.source_kind,
            note=row.label,
        )


def funnel_relations(received: Received) -> Iterator[Relation]:
    """Received is what was removed and what was analysed."""
    received_row, *rest = received.funnel
    yield Relation(f"{FUNNEL}#{received_row.name}", tuple(f"{FUNNEL}#{row.name}" for row in rest))
    if received.by_channel:
        for row in received.funnel:
            parts = tuple(CellId(FUNNEL, row.name, CHANNEL, channel).text for channel in received.by_channel)
            yield Relation(f"{FUNNEL}#{row.name}", parts)


def _counted_options(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    scale = questionnaire.scale_of(question)
    bases = (BASE, BASE_ANSWERED) if answered_beside_base(questionnaire, question) else (BASE,)
    return (*scale.options, *(f"net_{name}" for name in scale.nets), NOT_ANSWERED, NOT_ASKED, *bases)


def _sums_over_groups(questionnaire: Questionnaire, counts: dict[tuple[str, str], Counts]) -> Iterator[Relation]:
    """All respondents are the sum of the groups."""
    for (question, breakdown), levels in counts.items():
        if breakdown and (question, "") in counts:
            for option in _counted_options(questionnaire, question):
                parts = tuple(CellId(question, option, breakdown, level).text for level in levels)
                yield Relation(CellId(question, option).text, parts)


def _sums_over_larger_groups(questionnaire: Questionnaire, counts: dict[tuple[str, str], Counts]) -> Iterator[Relation]:
    """A larger group is the sum of the smaller groups that it is made of."""
    for (question, larger), levels in counts.items():
        for (other_question, smaller), smaller_levels in counts.items():
            if question != other_question or not larger or not smaller or larger == smaller:
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
                for option in _counted_options(questionnaire, question):
                    yield Relation(
                        CellId(question, option, larger, level).text,
                        tuple(CellId(question, option, smaller, part).text for part in parts),
                    )
