"""What a chart says, in words: its alternative text from the same cells, and the notes below it."""

from __future__ import annotations

from collections.abc import Sequence

from findings.evidence.store import Evidence
from findings.exhibits.charts.parts import Bar, options_in_base
from findings.exhibits.model import Line
from findings.exhibits.wording import cell_span, label, words


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
    for status in dict.fromkeys(bar.status for bar in bars if bar.hidden):
        notes.append(words(f"{status} means {status.meaning}"))
    return notes
