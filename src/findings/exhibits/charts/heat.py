"""What was answered to several questions with the same answers: a tile for each question and answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from findings.consultation.model import Kind, Stance
from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Cell, Measure, SourceKind, Status
from findings.evidence.leading import is_only_answered
from findings.evidence.store import Evidence
from findings.exhibits.charts.bands import Bands, bands_for
from findings.exhibits.charts.canvas import (
    LETTERS,
    PITCH,
    SMALL,
    WIDTH,
    drawn,
    rows_for,
    sheet,
    write_labels,
    write_marks,
)
from findings.exhibits.charts.legend import Entry, draw_legend, legend_for
from findings.exhibits.charts.lettering import folded
from findings.exhibits.charts.parts import options_in_base
from findings.exhibits.charts.told import SEVERAL_BASES, shorthand_of, sourced, told
from findings.exhibits.model import Figure, Line, Row, Table
from findings.exhibits.style import WHITE, painted
from findings.exhibits.svg import AXIS, CELL, SHADE
from findings.exhibits.tables import MORE_THAN_WHOLE, legend_of, source
from findings.exhibits.wording import cell_span, found, label, question_heading, words

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

MOST_ROWS = 40
MARGIN = 4.0
NARROWEST, WIDEST = 29.0, 92.0
"""Of a column, in points."""
_NAMED_FROM = 58.0
"""Columns as wide as this are headed with the name of a question, others with its number."""
_HEAD_LINES = 6
_BESIDE = 8.0
_MOST_NAMED = 3
"""Shares that are alike and largest, and are still all named."""


@dataclass(frozen=True)
class Tiles:
    """Rows and columns of tiles: names, and the cell of each.

    Parameters
    ----------
    rows, columns
        Names; of a question also its short head.
    cells
        Row by row; None where a question does not have an answer.
    questions_as_rows
        Which way round they stand: the fewer are columns.
    """

    rows: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    questions_as_rows: bool


def heat_figure(evidence: Evidence, questions: Sequence[str]) -> Figure | None:
    """Questions that have the same answers, each share a tile whose shade says in which band it lies.

    Parameters
    ----------
    evidence
        The store.
    questions
        At least two, with the same options: of a shared scale, or each with several answers (themes by proposal).

    Returns
    -------
    Figure or None
        None where options differ, where only is counted that somebody answered, or where a page cannot hold it.
    """
    options = _shared(evidence, questions)
    if not options:
        return None
    tiles = _tiles(evidence, questions, options)
    if not fits(tiles):
        return None
    identifier = _identifier(questions)
    cells = [cell for row in tiles.cells for cell in row if cell is not None]
    bands = bands_for(cell.number for cell in cells if cell.visible)
    svg = drawn(lambda: draw_tiles(tiles, bands), identifier)
    title = _finding(evidence, questions, options)
    notes = [*_several(evidence, questions), *shorthand_of(cells)]
    below = words(f"Shares of all respondents in bands; {SEVERAL_BASES}")
    said = _said(evidence, questions, options, title)
    return Figure(identifier, title, svg, said, identifier, tuple(notes), below, sourced(evidence))


def heat_table(evidence: Evidence, questions: Sequence[str]) -> Table | None:
    """The numbers of `heat_figure`, which names it as the table beside it."""
    options = _shared(evidence, questions)
    if not options:
        return None
    across = len(questions) >= len(options)
    bases = [found(evidence, CellId(question, BASE)) for question in questions]
    names = [label(evidence.story.option_label(questions[0], option)) for option in options]
    if across:
        columns: tuple[Line, ...] = (*names, words("Base"))
        rows = [
            Row(question_heading(evidence, question),
                (*((cell_span(evidence, _cell(evidence, question, option)),) for option in options), base))
            for question, base in zip(questions, bases, strict=True)
        ]  # fmt: skip
    else:
        columns = tuple(question_heading(evidence, question) for question in questions)
        rows = [
            Row(name, tuple((cell_span(evidence, _cell(evidence, question, option)),) for question in questions))
            for name, option in zip(names, options, strict=True)
        ]
        rows.append(Row(words("Base"), tuple(bases), "base"))
    return Table(
        id=_identifier(questions),
        title=words("Answers to questions that share them, all respondents"),
        stub=words("Question" if across else "Answer"),
        columns=columns,
        rows=tuple(rows),
        notes=tuple(_several(evidence, questions)),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _identifier(questions: Sequence[str]) -> str:
    return f"heat.{questions[0]}"


def _several(evidence: Evidence, questions: Sequence[str]) -> list[Line]:
    several = evidence.story.questionnaire.questions[questions[0]].kind is Kind.MULTIPLE
    return [words(MORE_THAN_WHOLE)] if several else []


def _cell(evidence: Evidence, question: str, option: str) -> Cell:
    return evidence.cell(CellId(question, option, measure=Measure.PERCENT).text).cell


def _shared(evidence: Evidence, questions: Sequence[str]) -> list[str]:
    """The options that all questions have, where they have the same."""
    questionnaire = evidence.story.questionnaire
    if len(set(questions)) < 2 or any(is_only_answered(questionnaire, question) for question in questions):
        return []

    def of(question: str) -> list[tuple[str, str]]:
        return [(option, evidence.story.option_label(question, option))
                for option in options_in_base(evidence, question) if not option.startswith("not_")]  # fmt: skip

    first = of(questions[0])
    kinds = {questionnaire.questions[question].kind for question in questions}
    if len(kinds) > 1 or any(of(question) != first for question in questions[1:]):
        return []
    return [option for option, _ in first]


def _tiles(evidence: Evidence, questions: Sequence[str], options: Sequence[str]) -> Tiles:
    specs = [evidence.story.questionnaire.questions[question] for question in questions]
    asked = tuple((f"{spec.number}. {spec.short}", spec.number) for spec in specs)
    names = tuple((name, name) for name in (evidence.story.option_label(questions[0], option) for option in options))
    if len(questions) >= len(options):
        cells = tuple(tuple(_cell(evidence, question, option) for option in options) for question in questions)
        return Tiles(asked, names, cells, questions_as_rows=True)
    cells = tuple(tuple(_cell(evidence, question, option) for question in questions) for option in options)
    return Tiles(names, asked, cells, questions_as_rows=False)


def fits(tiles: Tiles) -> bool:
    """Whether a page can hold the tiles."""
    return len(tiles.rows) <= MOST_ROWS and _column(tiles, 0.0) >= NARROWEST


def _column(tiles: Tiles, labels: float) -> float:
    """The width of a column; how wide the labels of rows are is at most known when they are laid out."""
    room = WIDTH - 2 * MARGIN - _BESIDE - (labels or 200.0)
    return min(WIDEST, room / len(tiles.columns))


def _finding(evidence: Evidence, questions: Sequence[str], options: Sequence[str]) -> Line:
    """The largest share; where answers take sides, the largest of either side."""
    own = evidence.story.questionnaire.scale_of(questions[0]).options
    by_side = [[option for option in options if own[option].stance is stance]
               for stance in (Stance.SUPPORT, Stance.OPPOSE)]  # fmt: skip
    groups = by_side if all(by_side) else [list(options)]
    text: Line = ()
    for names in groups:
        cells = [(question, option, _cell(evidence, question, option)) for question in questions for option in names]
        top = max((cell.number for _, _, cell in cells if cell.visible), default=0)
        leading = [one for one in cells if one[2].visible and one[2].number == top]
        if not all(cell.visible for _, _, cell in cells) or len(leading) > _MOST_NAMED or not top:
            return words("How each question was answered, all respondents")
        text = (*text, *words("; " if text else "Largest share of either side: " if len(groups) > 1 else
                              "Largest share: "))  # fmt: skip
        for place, (question, option, cell) in enumerate(leading):
            name = label(evidence.story.option_label(question, option))
            short = label(evidence.story.questionnaire.questions[question].short)
            between = words(", ") if place else ()
            text = (*text, *between, *short, *words(", "), *name, *words(" "), cell_span(evidence, cell))
    return text


def _said(evidence: Evidence, questions: Sequence[str], options: Sequence[str], title: Line) -> Line:
    said = told(title, drawn_as="A tile for each question and answer.")
    for question in questions:
        said = (*said, *words(" "), *question_heading(evidence, question), *words(":"))
        for place, option in enumerate(options):
            name = evidence.story.option_label(question, option)
            span = cell_span(evidence, _cell(evidence, question, option))
            said = (*said, *words(", " if place else " "), *label(name), *words(" "), span)
        said = (*said, *words("."))
    return said


def draw_tiles(tiles: Tiles, bands: Bands) -> Drawing:
    """The tiles with their shares in them; where a question does not have an answer there is no tile."""
    made_up = any(cell.source_kind is SourceKind.MADE_UP for row in tiles.cells for cell in row if cell is not None)
    rows = rows_for([name for name, _ in tiles.rows], made_up=made_up, least=24.0, most_points=470.0)
    wide = _column(tiles, rows.room)
    left = MARGIN + rows.room + _BESIDE
    named = wide >= _NAMED_FROM or not _has_numbers(tiles)
    heads = [folded(name if named else short, wide - 5, SMALL, _HEAD_LINES) for name, short in tiles.columns]
    legend = legend_for([Entry(text, fill, gid=AXIS) for text, fill in bands.entries])
    above = max(map(len, heads)) * SMALL * PITCH
    top = MARGIN + legend.height + 10 + above + 4
    on = sheet(top + rows.height + MARGIN)
    draw_legend(on, legend, MARGIN, MARGIN)
    for column, head in enumerate(heads):
        middle = top - 4 - len(head) * SMALL * PITCH / 2
        on.write_lines(left + (column + 0.5) * wide, middle, head, anchor="center")
    for row, cells in enumerate(tiles.cells):
        start, high = top + rows.edges[row], rows.edges[row + 1] - rows.edges[row]
        for column, cell in enumerate(cells):
            x = left + column * wide
            if cell is None:
                on.write(x + wide / 2, start + high / 2, str(Status.NOT_APPLICABLE), anchor="center")
                continue
            fill = bands.fill_of(cell.number) if cell.visible else WHITE
            on.box(x, start, wide, high, fill, gid=SHADE + cell.cell if cell.visible else None, edge=WHITE)
            on.write(x + wide / 2, start + high / 2, cell.text, anchor="center", size=LETTERS - 0.5,
                     colour=painted(fill).text, gid=CELL + cell.cell)  # fmt: skip
    write_labels(on, rows, top, left - _BESIDE)
    if made_up:
        write_marks(on, rows, top)
    return on.drawing


def _has_numbers(tiles: Tiles) -> bool:
    return not tiles.questions_as_rows
