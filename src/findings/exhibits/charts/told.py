"""What a chart says, in words: of whom it is, its alternative text from the same cells, and the notes below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from findings.consultation.model import BaseKind
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import VISIBLE, Cell, Status
from findings.evidence.store import Evidence
from findings.exhibits.asked import lower_first
from findings.exhibits.charts.parts import Bar, options_in_base
from findings.exhibits.coded import whom_of
from findings.exhibits.model import Line
from findings.exhibits.tables import source
from findings.exhibits.wording import cell_span, label, words

SEVERAL_BASES = "base: of each question its own, as its table says"


def subtitle(evidence: Evidence, question: str, breakdown: str = "") -> Line:
    """'Q8, individuals and organisations; base: 85 who answered'."""
    number = label(evidence.story.questionnaire.questions[question].number)
    return (*number, *whom(evidence, breakdown), *words("; "), *base_of(evidence, question))


def whom(evidence: Evidence, breakdown: str) -> Line:
    """', individuals and organisations': whose answers a chart shows beside those of all respondents."""
    if not breakdown:
        return words(", all respondents")
    title = evidence.story.questionnaire.breakdowns[breakdown].title
    return (*words(", "), *label(lower_first(title)))


def base_of(evidence: Evidence, question: str) -> Line:
    """'base: 85 who answered', of all respondents."""
    cell = evidence.cell(CellId(question, BASE).text).cell
    whom = whom_of(evidence, question, BaseKind(evidence.story.questionnaire.questions[question].base))
    if not cell.visible:
        return (*words("base: those "), *words(whom), *words(", "), cell_span(evidence, cell))
    return (*words("base: "), cell_span(evidence, cell), *words(f" {whom}"))


def sourced(evidence: Evidence) -> Line:
    """Where the numbers come from, as every chart cites it."""
    return source(evidence)


def told(finding: Line, *, drawn_as: str) -> Line:
    """How an alternative text begins: with the finding, then what kind of chart it is."""
    return (*finding, *words(". "), *words(drawn_as)) if finding else words(drawn_as)


def alternative(evidence: Evidence, question: str, bars: Sequence[Bar], about: Line, *, whole: bool = True) -> Line:
    """What the chart says, bar by bar, in words.

    With `whole`, a bar of which a share is hidden is not drawn at all, and not told.
    """
    line = about
    for bar in bars:
        line = (*line, *words(" "), *label(bar.label), *words(":"))
        if bar.hidden and whole:
            line = (*line, *words(f" {bar.status}, {bar.status.meaning}."))
            continue
        for position, (option, cell) in enumerate(bar.cells.items()):
            name = evidence.story.option_label(question, option)
            line = (*line, *words(", " if position else " "), *label(name), *words(" "), cell_span(evidence, cell))
        line = (*line, *words("."))
    return line


def notes_below(evidence: Evidence, question: str, shown: Sequence[str], bars: Sequence[Bar]) -> list[Line]:
    """What is counted in the base and not drawn, and the shorthand that the chart shows."""
    notes: list[Line] = []
    left_out = [option for option in options_in_base(evidence, question) if option not in shown]
    if left_out:
        names: Line = ()
        for position, option in enumerate(left_out):
            names = (*names, *words(", " if position else " "),
                     *label(evidence.story.option_label(question, option)))  # fmt: skip
        notes.append((*words("Not drawn, but counted in the base:"), *names, *words(".")))
    return [*notes, *shorthand(status for status in (bar.status for bar in bars if bar.hidden))]


def shorthand(statuses: Iterable[Status]) -> list[Line]:
    """What the shorthand means that a chart shows, each once."""
    return [words(f"{one} means {one.meaning}") for one in dict.fromkeys(statuses) if one not in VISIBLE]


def shorthand_of(cells: Iterable[Cell]) -> list[Line]:
    """The same for cells, some of which may be seen."""
    return shorthand(cell.status for cell in cells)
