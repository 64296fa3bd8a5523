"""Counts -> the cells of a table, and the sums that its readers can do themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from findings.consultation.counted_codes import ANY_THEME
from findings.consultation.model import Questionnaire, Stance
from findings.consultation.names import BASE, BASE_ANSWERED, BASE_ASKED, NOT_ANSWERED, UNSAID
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.relation import AtMost, Relation
from findings.tabulation.counting import Counts, Values
from findings.tabulation.rounding import points
from findings.tabulation.statistics import average_cells
from findings.tabulation.table import Table, base_answers, count_cell, further_bases, make_cell, percent_cell


@dataclass(frozen=True)
class Counted:
    """Tables as counted: nothing in them was released yet; of a sample also its weights, as CSV text.

    `relations` are what adds up, `bounds` what is at most something else, `as_counted` the questions that count no
    people, such as public meetings, and may be shown however small a count is.
    """

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...]
    weights: str = ""
    bounds: tuple[AtMost, ...] = ()
    as_counted: frozenset[str] = frozenset()


def make_cells(
    questionnaire: Questionnaire,
    question: str,
    breakdown: str,
    counts: Counts,
    source_kind: SourceKind,
    values: Values | None = None,
) -> Counted:
    """The cells of one table, level by level: counts, bases, percentages, nets, averages, then differences.

    Nets are added up from counts and their percentages taken of the sum; a net of several answers counts who gave
    any of them. A percentage or a mean of a base of nobody does not exist: its status is `[z]`.

    Parameters
    ----------
    questionnaire
        The questionnaire as it is counted.
    question, breakdown
        Which table it is.
    counts
        Level -> label -> n.
    source_kind
        What kind of data was counted.
    values
        Level -> number -> how many gave it, for a question that asks for a number.

    Returns
    -------
    Counted
        Cells in the order of the table, and the sums within it.
    """
    table = Table(questionnaire, question, breakdown, source_kind)
    cells: list[Cell] = []
    relations: list[Relation] = []
    for level, numbers in counts.items():
        totals = _totals(table, numbers)
        cells += _level_cells(table, level, totals)
        cells += average_cells(table, level, totals, values[level] if values is not None else None)
        relations += _level_relations(table, level)
    if breakdown and questionnaire.breakdowns[breakdown].compare:
        cells += _differences(table, counts)
    return Counted(tuple(cells), tuple(relations))


def _totals(table: Table, numbers: Mapping[str, int]) -> dict[str, int]:
    """Every count of a level: of the labels that were counted, and of what is made of them."""
    totals = dict(numbers)
    for name in (BASE, *further_bases(table.questionnaire, table.question, table.breakdown), *table.nets):
        if name not in totals:
            totals[name] = sum(numbers[part] for part in table.parts_of(name))
    if table.several:
        totals |= {f"not_{option}": totals[BASE] - totals[option] for option in (*table.options, *table.nets)}
    return totals


def _level_cells(table: Table, level: str, totals: Mapping[str, int]) -> Iterator[Cell]:
    in_base = {*base_answers(table.questionnaire, table.question)}
    bases = further_bases(table.questionnaire, table.question, table.breakdown)

    def shares(option: str, *, of_base: bool) -> Iterator[Cell]:
        if of_base:
            yield percent_cell(table, option, level, totals, Measure.PERCENT, BASE)
        for base, measure in bases.items():
            if measure is not None and (option not in UNSAID or (base == BASE_ASKED and option == NOT_ANSWERED)):
                yield percent_cell(table, option, level, totals, measure, base)

    for option in table.options:
        yield count_cell(table, option, level, totals[option])
        yield from shares(option, of_base=table.several or option in in_base)
    for net, of in table.nets.items():
        yield count_cell(table, net, level, totals[net], table.ids(made_of_counts(net, of), level))
        yield from shares(net, of_base=table.several or set(of) <= in_base)
    if table.several:
        for option in (*table.options, *table.nets):
            yield count_cell(table, f"not_{option}", level, totals[f"not_{option}"])
    for missing in UNSAID:
        yield count_cell(table, missing, level, totals[missing])
        yield from shares(missing, of_base=missing in in_base)
    for base in (BASE, *bases):
        yield count_cell(table, base, level, totals[base])


def made_of_counts(net: str, of: tuple[str, ...]) -> tuple[str, ...]:
    """The counts that a net is made of, and hidden with.

    Who gave any theme at all is counted by itself: where everybody did it is the base, and would take that along
    whenever one theme of fifty is hidden.
    """
    return () if net == f"net_{ANY_THEME}" else of


def _level_relations(table: Table, level: str) -> Iterator[Relation]:
    def adds_up(total: str, parts: tuple[str, ...]) -> Relation:
        return Relation(table.id(total, level).text, table.ids(parts, level))

    bases = further_bases(table.questionnaire, table.question, table.breakdown)
    if not table.several:
        for total in (BASE, *bases, *table.nets):
            yield adds_up(total, table.parts_of(total))
        return
    for option in (*table.options, *table.nets):
        yield adds_up(BASE, (option, f"not_{option}"))
    answered = BASE_ANSWERED if BASE_ANSWERED in bases else BASE
    if BASE_ANSWERED in bases:
        rest = tuple(part for part in table.parts_of(BASE) if part != BASE_ANSWERED)
        yield adds_up(BASE, (BASE_ANSWERED, *rest))
    if BASE_ASKED in bases:
        yield adds_up(BASE_ASKED, (answered, NOT_ANSWERED))


def _differences(table: Table, counts: Counts) -> list[Cell]:
    """Support and opposition in each group less that in the first, in percentage points."""
    cells = []
    in_base = base_answers(table.questionnaire, table.question)
    first, *others = (level for level in counts if level not in UNSAID)
    for stance in (Stance.SUPPORT, Stance.OPPOSE):
        option = table.questionnaire.stance_option(table.question, stance)
        if not option or not set(table.parts_of(option)) <= set(in_base):
            continue
        sums = {
            level: (sum(n[part] for part in table.parts_of(option)), sum(n[answer] for answer in in_base))
            for level, n in counts.items()
        }
        for level in others:
            possible = sums[level][1] and sums[first][1]
            cells.append(
                make_cell(
                    table,
                    table.id(option, level, Measure.DIFFERENCE),
                    points(*sums[level], *sums[first]) if possible else "",
                    unit="percentage points",
                    origins=tuple(table.id(o, at).text for at in (level, first) for o in (option, BASE)),
                    status=Status.SHOWN if possible else Status.NOT_APPLICABLE,
                )
            )
    return cells
