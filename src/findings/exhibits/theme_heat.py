"""Themes by proposal: a tile for each whole theme and each proposal whose comments were coded with the same frame."""

from __future__ import annotations

from collections.abc import Sequence

from findings.consultation.names import BASE, CellId
from findings.evidence.cell import Cell, Measure
from findings.evidence.store import Evidence
from findings.exhibits.charts.bands import bands_for
from findings.exhibits.charts.canvas import drawn
from findings.exhibits.charts.heat import Tiles, draw_tiles, fits
from findings.exhibits.charts.told import shorthand_of, sourced, told
from findings.exhibits.coded import frame_of, part_of
from findings.exhibits.model import Exhibit, Figure, Line, Row, Table
from findings.exhibits.rows import NOTHING, share_and_count
from findings.exhibits.tables import BRACKETS_NOTE, MORE_THAN_ONE_THEME, legend_of, source
from findings.exhibits.theme_rows import whole_themes
from findings.exhibits.wording import cell_span, found, label, words

BASE_NOTE = "Base: those who commented on the proposal."
TITLE = "Themes of comments by proposal, all respondents"


def themes_by_proposal(evidence: Evidence, questions: Sequence[str]) -> list[Exhibit]:
    """The tiles and the table of questions that count themes of one code frame.

    Parameters
    ----------
    evidence
        The store.
    questions
        One a section, as `hub_why_themes` and `hours_themes`.
    """
    options = _options(evidence, questions)
    if not options:
        return []
    table = _table(evidence, questions, options)
    figure = _figure(evidence, questions, options)
    return [figure, table] if figure is not None else [table]


def _options(evidence: Evidence, questions: Sequence[str]) -> list[tuple[str, str]]:
    """What counts each whole theme that somebody named, and its label, in the order of the frame."""
    frame = frame_of(evidence, questions[0])
    named = {theme.theme for question in questions for theme in whole_themes(evidence, question)}
    found_here = []
    for theme in frame.whole if frame is not None else ():
        question = next((one for one in questions if evidence.find(CellId(one, theme)) is not None), "")
        if theme in named and question:
            found_here.append((theme, evidence.story.option_label(question, _option(evidence, question, theme))))
    return found_here


def _option(evidence: Evidence, question: str, theme: str) -> str:
    return f"net_{theme}" if evidence.find(CellId(question, f"net_{theme}")) is not None else theme


def _share(evidence: Evidence, question: str, theme: str) -> Cell | None:
    return evidence.find(CellId(question, _option(evidence, question, theme), measure=Measure.PERCENT))


def proposal(evidence: Evidence, question: str) -> Line:
    """The proposal that a question's comments are about, by its section."""
    sections = evidence.story.questionnaire.sections
    own = part_of(question)
    section = next((one for name, one in sections.items() if own == name or question in one.questions), None)
    return label(section.title if section is not None else evidence.story.questionnaire.questions[question].short)


def _table(evidence: Evidence, questions: Sequence[str], options: Sequence[tuple[str, str]]) -> Table:
    rows = [
        Row(label(name), tuple(_value(evidence, question, theme) for question in questions)) for theme, name in options
    ]
    rows.append(Row(words("Base"), tuple(found(evidence, CellId(question, BASE)) for question in questions), "base"))
    return Table(
        id=_identifier(questions),
        title=words(TITLE),
        stub=words("Theme"),
        columns=tuple(proposal(evidence, question) for question in questions),
        rows=tuple(rows),
        notes=(words(BASE_NOTE), words(MORE_THAN_ONE_THEME), words(BRACKETS_NOTE)),
        legend=legend_of(rows),
        source=source(evidence),
    )


def _value(evidence: Evidence, question: str, theme: str) -> Line:
    option = _option(evidence, question, theme)
    if evidence.find(CellId(question, option)) is None:
        return NOTHING
    return share_and_count(evidence, question, option, "", "")


def _figure(evidence: Evidence, questions: Sequence[str], options: Sequence[tuple[str, str]]) -> Figure | None:
    heads = tuple(("".join(span.text for span in proposal(evidence, question)),) * 2 for question in questions)
    tiles = Tiles(
        tuple((name, name) for _, name in options),
        tuple((head, short) for head, short in heads),
        tuple(tuple(_share(evidence, question, theme) for question in questions) for theme, _ in options),
        questions_as_rows=False,
    )
    if not fits(tiles):
        return None
    cells = [cell for row in tiles.cells for cell in row if cell is not None]
    bands = bands_for(cell.number for cell in cells if cell.visible)
    identifier = _identifier(questions)
    svg = drawn(lambda: draw_tiles(tiles, bands), identifier)
    title = words(TITLE)
    said = told(title, drawn_as="A tile for each theme and proposal.")
    for question in questions:
        said = (*said, *words(" "), *proposal(evidence, question), *words(":"))
        for place, (theme, name) in enumerate(options):
            cell = _share(evidence, question, theme)
            share = (cell_span(evidence, cell),) if cell is not None else NOTHING
            said = (*said, *words(", " if place else " "), *label(name), *words(" "), *share)
        said = (*said, *words("."))
    below = words("Shares of those who commented on the proposal, in bands")
    notes = tuple(shorthand_of(cells))
    return Figure(identifier, title, svg, said, identifier, notes, below, sourced(evidence))


def _identifier(questions: Sequence[str]) -> str:
    return f"themes.{questions[0]}"
