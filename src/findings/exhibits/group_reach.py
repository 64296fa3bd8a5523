"""Of a breakdown the groups furthest above and furthest below their share of the people who live there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from findings.consultation.names import ALL, POPULATION, CellId, table_id
from findings.evidence.cell import Cell, Measure
from findings.evidence.reached import RESIDENTS, RESPONDENTS
from findings.evidence.store import Evidence
from findings.exhibits.model import Exhibit, Line, Paragraph
from findings.exhibits.wording import cell_span, citation, label, parameter, words

IN_WHO_RESPONDED = " Every group stands in the chapter on who responded."


def held_against(evidence: Evidence, breakdown: str) -> str:
    """The breakdown of the same question with the most groups of which it is known how many live there, or nothing.

    Shares of fine groups say more of who was reached than those of the few that are compared.
    """
    breakdowns = evidence.story.questionnaire.breakdowns
    question = breakdowns[breakdown].question
    known = [name for name, one in breakdowns.items() if one.question == question and _levels(evidence, name)]
    return max(known, key=lambda name: len(_levels(evidence, name)), default="")


def furthest(evidence: Evidence, breakdown: str) -> tuple[Cell | None, Cell | None]:
    """The differences of the groups furthest above and furthest below their share, of those that are shown.

    A hidden group may lie further: what names one says "of those shown". None where no group lies a whole point away.
    """
    shown = []
    for level in _levels(evidence, breakdown):
        cell = evidence.find(CellId(POPULATION, RESPONDENTS, breakdown, level, Measure.DIFFERENCE))
        if cell is not None and cell.visible:
            shown.append((_exact(evidence, cell), cell))
    above = max(shown, key=lambda pair: pair[0], default=None)
    below = min(shown, key=lambda pair: pair[0], default=None)
    return (
        above[1] if above is not None and above[1].number > 0 else None,
        below[1] if below is not None and below[1].number < 0 else None,
    )


def _levels(evidence: Evidence, breakdown: str) -> tuple[str, ...]:
    table = table_id(POPULATION, breakdown)
    return tuple(level for level in evidence.levels(table) if level) if table in evidence.story.tables else ()


def _exact(evidence: Evidence, cell: Cell) -> Fraction:
    """The difference from the four counts, so that rounding decides nothing; else as it is printed."""
    four = [evidence.find(CellId(POPULATION, option, cell.breakdown, level))
            for option in (RESPONDENTS, RESIDENTS) for level in (cell.level, ALL)]  # fmt: skip
    numbers = [one.number for one in four if one is not None and one.visible]
    if len(numbers) < len(four) or not numbers[1] or not numbers[3]:
        return Fraction(cell.number)
    return 100 * (Fraction(numbers[0]) / Fraction(numbers[1]) - Fraction(numbers[2]) / Fraction(numbers[3]))


def reach_told(evidence: Evidence, breakdown: str) -> Iterator[Exhibit]:
    """A sentence each on the groups furthest above and below, with both shares; nothing without a population."""
    breakdown = held_against(evidence, breakdown)
    told = evidence.story.populations.get(breakdown)
    if told is None:
        return
    text: Line = words("Who answered, against who lives there: ")
    pairs = zip(("furthest above", "furthest below"), furthest(evidence, breakdown), strict=True)
    parts = [
        (*words(f"{said} its share, of those shown: "), *_shares(evidence, cell))
        for said, cell in pairs
        if cell is not None
    ]
    if not parts:
        parts = [words("no group that is shown lies a whole percentage point from its share")]
    for place, part in enumerate(parts):
        text = (*text, *words("; " if place else ""), *part)
    of = (*label(told.unit), *words(", "), *citation(told.source), *words(", "), *parameter(str(told.year)))
    yield Paragraph((*text, *words(". Share of: "), *of, *words("."), *words(IN_WHO_RESPONDED)))


def _shares(evidence: Evidence, cell: Cell) -> Line:
    text = label(evidence.story.level_label(cell.breakdown, cell.level))
    for option, said in ((RESPONDENTS, " of respondents, "), (RESIDENTS, " of those who live there, ")):
        share = evidence.find(CellId(POPULATION, option, cell.breakdown, cell.level, Measure.PERCENT))
        if share is not None:
            text = (*text, *words(" " if option == RESPONDENTS else ""), cell_span(evidence, share), *words(said))
    return (*text, *words("difference "), cell_span(evidence, cell), *words(" percentage points"))
