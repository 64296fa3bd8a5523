"""The tables `population.by.<breakdown>`: respondents counted again beside the people of the table of population.

Of r of R respondents and p of P residents: 100 r/R, 100 p/P, their difference, and the index 100 (r/R) / (p/P), each
rounded once, half away from zero, in whole numbers (`docs/methods/representation.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from findings.audit.recount.cells import Expected
from findings.audit.recount.engine import count_again
from findings.audit.recount.identifiers import COUNT, DIFFERENCE, PERCENT, CellName, TableName
from findings.audit.recount.populationfile import Population
from findings.audit.recount.question import Breakdown, Questionnaire
from findings.audit.recount.source import Source

POPULATION, RESPONDENTS, RESIDENTS, ALL_GROUPS = "population", "respondents", "residents", "all"
INDEX, OFFICIAL = "index", "official"
UNITS = {PERCENT: "percent", DIFFERENCE: "percentage points", INDEX: "index"}


@dataclass(frozen=True)
class Represented:
    """The cells of the tables of population, and the sums that tie their respondents together."""

    cells: Mapping[str, Expected]
    sums: tuple[tuple[str, ...], ...]


def represented(
    populations: Iterable[Population], questionnaire: Questionnaire, source: Source, kind: str
) -> Represented:
    """Every cell that the tables of population must have.

    Parameters
    ----------
    populations, questionnaire, source
        The tables, what the names mean, and the responses or the tally.
    kind
        What kind of data the respondents are; residents are official.
    """
    cells: dict[str, Expected] = {}
    sums: list[tuple[str, ...]] = []
    for population in populations:
        breakdown = questionnaire.breakdowns[population.breakdown]
        known = respondents_of(population, breakdown, source, questionnaire)
        cells |= _cells(population, known, kind)
        sums += _sums(population, breakdown)
    return Represented(cells, tuple(sums))


def answers_of(breakdown: Breakdown, level: str) -> list[CellName]:
    """The counts of all respondents that a group's size is the sum of."""
    question, _, item = breakdown.question.partition(".")
    return [CellName(TableName(question, item=item), option) for option in breakdown.levels[level]]


def respondents_of(
    population: Population, breakdown: Breakdown, source: Source, questionnaire: Questionnaire
) -> dict[str, int]:
    """Group -> how many of all respondents are in it, of the groups that the table of population knows."""
    needed = {level: answers_of(breakdown, level) for level in population.rows}
    counts = count_again(source, questionnaire, [cell for cells in needed.values() for cell in cells])
    return {level: sum(int(counts[cell.text]) for cell in cells) for level, cells in needed.items()}


def name_of(breakdown: str, option: str, level: str, measure: str = COUNT) -> str:
    """A cell's identifier."""
    return CellName(TableName(POPULATION, breakdown), option, level, measure).text


def half_up(over: int, under: int) -> str:
    """A quotient of whole numbers as a whole one, half away from zero; empty where it is of nobody.

    Examples
    --------
    >>> half_up(5, 2), half_up(-5, 2), half_up(-1, 3), half_up(1, 0)
    ('3', '-3', '0', '')
    """
    if not under:
        return ""
    whole = (2 * abs(over) + under) // (2 * under)
    return f"-{whole}" if over < 0 and whole else str(whole)


def _cells(population: Population, known: Mapping[str, int], kind: str) -> dict[str, Expected]:
    residents = population.residents
    every = {RESPONDENTS: sum(known.values()), RESIDENTS: sum(residents.values())}
    told: dict[str, Expected] = {}
    for level in (*known, ALL_GROUPS):
        own = every if level == ALL_GROUPS else {RESPONDENTS: known[level], RESIDENTS: residents[level]}
        for option, n in own.items():
            told |= _cell(population, option, level, COUNT, str(n), kind)
            if level != ALL_GROUPS:
                told |= _cell(population, option, level, PERCENT, half_up(100 * n, every[option]), kind)
    r_all, p_all = every.values()
    for level, r in known.items():
        p = residents[level]
        apart = half_up(100 * (r * p_all - p * r_all), r_all * p_all)
        told |= _cell(population, RESPONDENTS, level, DIFFERENCE, apart, kind)
        told |= _cell(population, RESPONDENTS, level, INDEX, half_up(100 * r * p_all, r_all * p), kind)
    return told


def _cell(population: Population, option: str, level: str, measure: str, value: str, kind: str) -> dict[str, Expected]:
    table = TableName(POPULATION, population.breakdown)
    counts = [name_of(table.breakdown, one, at) for one in (RESPONDENTS, RESIDENTS) for at in (level, ALL_GROUPS)]
    own = name_of(table.breakdown, option, level)
    columns = {
        "table": table.text, "measure": measure, "question": POPULATION, "item": "", "option": option,
        "breakdown": table.breakdown, "level": level, "filter": "",
        "unit": UNITS.get(measure) or ("responses" if option == RESPONDENTS else population.unit), "digits": "0",
        "base_cell": name_of(table.breakdown, option, ALL_GROUPS) if measure == PERCENT else "",
        "base_kind": "answered",
        "from": {COUNT: "", PERCENT: own}.get(measure, " ".join(counts)),
        "source_kind": kind if option == RESPONDENTS else OFFICIAL,
    }  # fmt: skip
    name = CellName(table, option, level, measure).text
    return {name: Expected(value, columns, counts_people=option == RESPONDENTS)}


def _sums(population: Population, breakdown: Breakdown) -> Iterator[tuple[str, ...]]:
    """All are the sum of the groups; a group is the sum of the answers that make it, in the question's own table."""
    levels: Sequence[str] = tuple(population.rows)
    own = {level: name_of(population.breakdown, RESPONDENTS, level) for level in levels}
    yield (name_of(population.breakdown, RESPONDENTS, ALL_GROUPS), *own.values())
    for level, name in own.items():
        yield (name, *(cell.text for cell in answers_of(breakdown, level)))
