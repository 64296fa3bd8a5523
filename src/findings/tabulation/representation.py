"""Who responded against who lives there: shares of respondents and of residents, group by group.

For a group with r of R respondents and p of P residents::

    share of respondents   100 r / R        of those whose group is known
    share of residents     100 p / P        from official statistics
    difference             100 r/R - 100 p/P, in percentage points
    index                  100 (r/R) / (p/P): 100 where both shares are the same

Each is rounded once, half-up, from the four counts, never from another rounded number. Before rounding the differences
of all groups add to 0, since both shares add to 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from findings.consultation.model import BaseKind, Questionnaire
from findings.consultation.names import ALL, POPULATION, CellId
from findings.consultation.population import Residents
from findings.consultation.population_rules import overlapping
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.reached import RESIDENTS, RESPONDENTS
from findings.evidence.relation import Relation
from findings.tabulation.cells import Counted
from findings.tabulation.rounding import percent, points, ratio


@dataclass(frozen=True)
class Four:
    """The four counts that a group's representation is made from.

    Parameters
    ----------
    respondents, of_respondents
        How many responded from the group, and from all groups.
    residents, of_residents
        How many live there, in the group and in all groups.

    Examples
    --------
    >>> young = Four(120, 1000, 59358, 278164)
    >>> young.difference, young.index
    ('-9', '56')
    """

    respondents: int
    of_respondents: int
    residents: int
    of_residents: int

    @property
    def difference(self) -> str:
        """The respondents' share less the residents', in whole points; empty where a share is of nobody."""
        if not self.of_respondents or not self.of_residents:
            return ""
        return points(self.respondents, self.of_respondents, self.residents, self.of_residents)

    @property
    def index(self) -> str:
        """The respondents' share in hundredths of the residents'; empty where that is nothing, or of nobody."""
        if not self.of_respondents or not self.residents:
            return ""
        return ratio(100 * self.respondents * self.of_residents, self.of_respondents * self.residents)


def represent(
    questionnaire: Questionnaire,
    breakdown: str,
    respondents: Mapping[str, int],
    residents: Residents,
    source_kind: SourceKind,
) -> Counted:
    """The table `population.by.<breakdown>`.

    Groups that the table of population does not know (who prefers not to say, who lives elsewhere) are no part of it;
    nor are those whose group is not known.

    Parameters
    ----------
    questionnaire
        The questionnaire as it is counted.
    breakdown
        Groups of a question with one answer.
    respondents
        Group -> how many of all respondents are in it; a group that is missing has nobody.
    residents
        Group -> how many people live in it.
    source_kind
        What kind of data the respondents were counted from.

    Returns
    -------
    Counted
        Group by group its cells, then those of all groups; and the sums that tie the respondents to the table of the
        question itself, so that whatever is hidden there is protected here.

    Raises
    ------
    ValueError
        If groups overlap, or the population has a group that the breakdown does not.
    """
    reason = overlapping(questionnaire, breakdown)
    groups = questionnaire.groups_of(breakdown)
    unknown = [level for level in residents.by_level if level not in groups]
    if reason or unknown:
        raise ValueError(reason or f"population of groups that {breakdown} does not have: {', '.join(unknown)}")
    table = _Table(breakdown, source_kind, residents.unit)
    known = {level: respondents.get(level, 0) for level in residents.by_level}
    of_respondents, of_residents = sum(known.values()), residents.total
    cells: list[Cell] = []
    for level, n in known.items():
        cells += table.of_group(level, Four(n, of_respondents, residents.by_level[level], of_residents))
    cells += [table.count(RESPONDENTS, ALL, of_respondents), table.count(RESIDENTS, ALL, of_residents)]
    question = questionnaire.breakdowns[breakdown].question
    relations = [Relation(table.id(RESPONDENTS, ALL), tuple(table.id(RESPONDENTS, level) for level in known))]
    for level in known:
        # The group's size stands in the question's own table too.
        parts = tuple(CellId(question, option).text for option in groups[level].of)
        relations.append(Relation(table.id(RESPONDENTS, level), parts))
    return Counted(tuple(cells), tuple(relations))


@dataclass(frozen=True)
class _Table:
    """What all cells of the table share."""

    breakdown: str
    source_kind: SourceKind
    unit: str

    def id(self, option: str, level: str, measure: Measure = Measure.COUNT) -> str:
        return CellId(POPULATION, option, self.breakdown, level, measure).text

    def of_group(self, level: str, four: Four) -> list[Cell]:
        counts = tuple(self.id(option, at) for option in (RESPONDENTS, RESIDENTS) for at in (level, ALL))
        return [
            self.count(RESPONDENTS, level, four.respondents),
            self._share(RESPONDENTS, level, four.respondents, four.of_respondents),
            self.count(RESIDENTS, level, four.residents),
            self._share(RESIDENTS, level, four.residents, four.of_residents),
            self._cell(RESPONDENTS, level, Measure.DIFFERENCE, four.difference, "percentage points", counts),
            self._cell(RESPONDENTS, level, Measure.INDEX, four.index, "index", counts),
        ]

    def count(self, option: str, level: str, n: int) -> Cell:
        return self._cell(option, level, Measure.COUNT, str(n), "responses" if option == RESPONDENTS else self.unit)

    def _share(self, option: str, level: str, n: int, of: int) -> Cell:
        value = percent(n, of) if of else ""
        return self._cell(option, level, Measure.PERCENT, value, "percent", (self.id(option, level),))

    def _cell(
        self, option: str, level: str, measure: Measure, value: str, unit: str, origins: tuple[str, ...] = ()
    ) -> Cell:
        identifier = CellId(POPULATION, option, self.breakdown, level, measure)
        return Cell(
            cell=identifier.text,
            table=identifier.table,
            measure=measure,
            question=POPULATION,
            item="",
            option=option,
            breakdown=self.breakdown,
            level=level,
            filter="",
            value=value,
            unit=unit,
            digits=0,
            low="",
            high="",
            base_cell=self.id(option, ALL) if measure is Measure.PERCENT else "",
            base_kind=str(BaseKind.ANSWERED),
            origins=origins,
            status=Status.SHOWN if value else Status.NOT_APPLICABLE,
            source_kind=SourceKind.OFFICIAL if option == RESIDENTS else self.source_kind,
        )
