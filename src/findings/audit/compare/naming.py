"""What a cell counts, in the words of the questionnaire.

Everything that comes from data or parameters of others is put on one line here, with what a terminal would obey
written out.
"""

from __future__ import annotations

from findings.audit.compare.comparison import Comparison, Found
from findings.audit.compare.side import Side
from findings.audit.condition import UNSAID
from findings.consultation.model import CROSSED, Kind
from findings.errors import written_out
from findings.evidence.cell import Cell, Measure


def one_line(text: str) -> str:
    r"""The text on one line, without what a terminal would act on.

    Examples
    --------
    >>> one_line("a\n\x1b[2Jb")
    'a [U+001B][2Jb'
    """
    return written_out(" ".join(text.split()))


def label_of(cell: Cell, side: Side) -> str:
    """What a cell counts: question, answer and group, as the report names them."""
    lineage = side.lineage
    if cell.asked not in lineage.labels:
        return one_line(cell.note or cell.option)
    parts = [_question(cell.asked, side), _answer(cell, side)]
    if cell.breakdown:
        pairs = zip(cell.breakdown.split(CROSSED), cell.level.split("."), strict=True)
        parts.append("; ".join(lineage.level_text(*pair) for pair in pairs) + _less(cell, side))
    parts += [_MEASURES[Measure(cell.measure)]] if cell.measure in _MEASURES else []
    return one_line(", ".join(parts))


_MEASURES = {
    Measure.PERCENT_OF_ANSWERED: "of those who answered",
    Measure.PERCENT_OF_ASKED: "of those who were asked",
    Measure.MENTIONS: "mentions",
    Measure.MEAN: "mean",
    Measure.MEDIAN: "median",
    Measure.LOWER_QUARTILE: "lower quartile",
    Measure.UPPER_QUARTILE: "upper quartile",
    Measure.BORDA: "points",
}


def _answer(cell: Cell, side: Side) -> str:
    """The answer by its label; of those who did not choose it, that they did not."""
    option = cell.option.removeprefix("not_")
    if option == cell.option or cell.option in UNSAID:
        return side.lineage.option_text(cell.asked, cell.option)
    return f"not chosen: {side.lineage.option_text(cell.asked, option)}"


def label_of_found(found: Found, comparison: Comparison) -> str:
    """What the cell of a change counts, as the run that has it last calls it."""
    gone = found.change.second is None
    return label_of(found.change.any_cell, comparison.first if gone else comparison.second)


def _less(cell: Cell, side: Side) -> str:
    """Of a difference: the group that the other is held against."""
    others = (side.cells[name].level for name in cell.origins if name in side.cells)
    other = next((level for level in others if level != cell.level), "")
    if cell.measure != Measure.DIFFERENCE or not other:
        return ""
    return " less " + str(side.lineage.breakdowns.get(cell.breakdown, {}).get("levels", {}).get(other, other))


def _question(question: str, side: Side) -> str:
    """Number and short name: 'Q1 (Trees)'."""
    number = str(side.lineage.labels[question].get("number") or question)
    spec = {**side.questions, **side.also_asked}.get(side.lineage.column(question))
    short = str(spec.get("short") or "") if isinstance(spec, dict) else ""
    item = f", {question.partition('.')[2]}" if side.lineage.kind(question) == Kind.RANKING else ""
    return f"{number} ({short}{item})" if short and short != number else f"{number}{item}"
