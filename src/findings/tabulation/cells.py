"""Counts -> the cells of a table, and the sums that its readers can do themselves."""

from __future__ import annotations

from dataclasses import dataclass

from findings.consultation.model import BaseKind, Questionnaire, Stance
from findings.consultation.names import BASE, BASE_ANSWERED, NOT_ANSWERED, NOT_ASKED, CellId
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.relation import Relation
from findings.tabulation.counting import Counts
from findings.tabulation.rounding import percent, points


@dataclass(frozen=True)
class Counted:
    """A table as counted: nothing in it was released yet."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True)
class _Table:
    """What all cells of a table share."""

    questionnaire: Questionnaire
    question: str
    breakdown: str
    source_kind: SourceKind

    def id(self, option: str, level: str, measure: str = Measure.COUNT) -> CellId:
        return CellId(self.question, option, self.breakdown, level, measure)

    @property
    def base_kind(self) -> BaseKind:
        return self.questionnaire.questions[self.question].base


def base_answers(questionnaire: Questionnaire, question: str) -> tuple[str, ...]:
    """The answers that a question's base counts.

    Answered: everyone who chose an option, less the kinds that the question leaves out. Asked: also
    those who left it out. All: also those who were not asked.
    """
    spec = questionnaire.questions[question]
    chosen = [
        name
        for name, option in questionnaire.scale_of(question).options.items()
        if option.kind not in spec.leave_out_of_base
    ]
    if spec.base is BaseKind.ANSWERED:
        return tuple(chosen)
    if spec.base is BaseKind.ASKED:
        return (*chosen, NOT_ANSWERED)
    return (*chosen, NOT_ANSWERED, NOT_ASKED)


def answered_beside_base(questionnaire: Questionnaire, question: str) -> bool:
    """Whether those who answered are other people than the base, so that their number stands beside it."""
    return set(base_answers(questionnaire, question)) != set(questionnaire.scale_of(question).options)


def make_cells(
    questionnaire: Questionnaire, question: str, breakdown: str, counts: Counts, source_kind: SourceKind
) -> Counted:
    """The cells of one table, level by level: counts, bases, percentages, nets, then differences.

    Nets are added up from counts and their percentages taken of the sum. A percentage of a base of
    nobody does not exist: its status is `[z]`.

    Returns
    -------
    Counted
        Cells in the order of the table, and the sums within it.
    """
    table = _Table(questionnaire, question, breakdown, source_kind)
    cells: list[Cell] = []
    relations: list[Relation] = []
    for level, numbers in counts.items():
        cells += _level_cells(table, level, numbers)
        relations += _level_relations(table, level)
    if breakdown and questionnaire.breakdowns[breakdown].compare:
        cells += _differences(table, counts)
    return Counted(tuple(cells), tuple(relations))


def _level_cells(table: _Table, level: str, numbers: dict[str, int]) -> list[Cell]:
    scale = table.questionnaire.scale_of(table.question)
    base = sum(numbers[answer] for answer in base_answers(table.questionnaire, table.question))
    answered = sum(numbers[option] for option in scale.options)
    beside = answered_beside_base(table.questionnaire, table.question)
    in_base = base_answers(table.questionnaire, table.question)
    cells: list[Cell] = []
    for option in scale.options:
        cells.append(_count(table, option, level, numbers[option]))
        if option in in_base:
            cells.append(_percent(table, option, level, numbers[option], base))
        if beside:
            cells.append(_percent(table, option, level, numbers[option], answered, BASE_ANSWERED))
    for name, net in scale.nets.items():
        option, n = f"net_{name}", sum(numbers[part] for part in net.of)
        cells.append(_count(table, option, level, n, tuple(table.id(part, level).text for part in net.of)))
        if set(net.of) <= set(in_base):
            cells.append(_percent(table, option, level, n, base))
        if beside:
            cells.append(_percent(table, option, level, n, answered, BASE_ANSWERED))
    for missing in (NOT_ANSWERED, NOT_ASKED):
        cells.append(_count(table, missing, level, numbers[missing]))
        if missing in in_base:
            cells.append(_percent(table, missing, level, numbers[missing], base))
    cells.append(_count(table, BASE, level, base))
    if beside:
        cells.append(_count(table, BASE_ANSWERED, level, answered))
    return cells


def _level_relations(table: _Table, level: str) -> list[Relation]:
    def adds_up(total: str, parts: tuple[str, ...]) -> Relation:
        return Relation(table.id(total, level).text, tuple(table.id(part, level).text for part in parts))

    scale = table.questionnaire.scale_of(table.question)
    relations = [adds_up(BASE, base_answers(table.questionnaire, table.question))]
    if answered_beside_base(table.questionnaire, table.question):
        relations.append(adds_up(BASE_ANSWERED, tuple(scale.options)))
    relations += [adds_up(f"net_{name}", net.of) for name, net in scale.nets.items()]
    return relations


def _differences(table: _Table, counts: Counts) -> list[Cell]:
    """Support and opposition in each group less that in the first, in percentage points."""
    cells = []
    in_base = base_answers(table.questionnaire, table.question)
    parts = {
        **{option: (option,) for option in table.questionnaire.scale_of(table.question).options},
        **{f"net_{name}": net.of for name, net in table.questionnaire.scale_of(table.question).nets.items()},
    }
    first, *others = (level for level in counts if level not in (NOT_ANSWERED, NOT_ASKED))
    for stance in (Stance.SUPPORT, Stance.OPPOSE):
        option = table.questionnaire.stance_option(table.question, stance)
        if not option or not set(parts[option]) <= set(in_base):
            continue
        sums = {
            level: (sum(n[part] for part in parts[option]), sum(n[answer] for answer in in_base))
            for level, n in counts.items()
        }
        for level in others:
            possible = sums[level][1] and sums[first][1]
            cells.append(
                _cell(
                    table,
                    table.id(option, level, Measure.DIFFERENCE),
                    points(*sums[level], *sums[first]) if possible else "",
                    unit="percentage points",
                    origins=tuple(table.id(o, at).text for at in (level, first) for o in (option, BASE)),
                    status=Status.SHOWN if possible else Status.NOT_APPLICABLE,
                )
            )
    return cells


def _count(table: _Table, option: str, level: str, n: int, origins: tuple[str, ...] = ()) -> Cell:
    return _cell(table, table.id(option, level), str(n), unit="responses", origins=origins)


def _percent(table: _Table, option: str, level: str, n: int, base: int, of: str = BASE) -> Cell:
    measure = Measure.PERCENT if of == BASE else Measure.PERCENT_OF_ANSWERED
    return _cell(
        table,
        table.id(option, level, measure),
        percent(n, base) if base else "",
        unit="percent",
        base_cell=table.id(of, level).text,
        origins=(table.id(option, level).text,),
        status=Status.SHOWN if base else Status.NOT_APPLICABLE,
    )


def _cell(
    table: _Table,
    identifier: CellId,
    value: str,
    *,
    unit: str,
    base_cell: str = "",
    origins: tuple[str, ...] = (),
    status: Status = Status.SHOWN,
) -> Cell:
    answered = identifier.measure == Measure.PERCENT_OF_ANSWERED or identifier.option == BASE_ANSWERED
    return Cell(
        cell=identifier.text,
        table=identifier.table,
        measure=identifier.measure,
        question=identifier.question,
        item=identifier.item,
        option=identifier.option,
        breakdown=identifier.breakdown,
        level=identifier.level,
        filter=identifier.filter,
        value=value,
        unit=unit,
        digits=0,
        low="",
        high="",
        base_cell=base_cell,
        base_kind=str(BaseKind.ANSWERED if answered else table.base_kind),
        origins=origins,
        status=status,
        source_kind=table.source_kind,
    )
