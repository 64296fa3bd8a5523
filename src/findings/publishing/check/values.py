"""Each number of a cell: its value as the store has it, what is said of it, where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from findings.consultation.names import CellId, as_fragment
from findings.errors import Problem
from findings.evidence.cell import PERCENTAGES, Cell
from findings.evidence.share_words import fits, is_phrase
from findings.evidence.store import Evidence
from findings.exhibits.number_words import has_figure
from findings.publishing.check.page import Page, Piece, at, short

MEND = "Find out who wrote it: a page shows a cell's value as printed, an end of its interval, or a phrase that fits."
_BETWEEN = "; "
"""What stands between several prints of one cell in a line of the annex."""


def wrong_values(page: Page, evidence: Evidence, english: Callable[[str], str] = str) -> Iterator[Problem]:
    """Every number that is not its cell's, or leads to another.

    Parameters
    ----------
    page, evidence
        The page and the whole store.
    english
        What a phrase for a share is in English, where the page is in another language.
    """
    for piece in page.pieces:
        if not piece.ref:
            if piece.origin == "cell" and not piece.drawing and has_figure(piece.text):
                piece.wrong = True
                yield Problem(_where(piece), "a figure of no cell", short(piece.text), do=MEND)
            continue
        text = piece.spaced
        if text:
            problem = text_problem(_where(piece), piece.ref, text, evidence, english)
            if problem:
                piece.wrong = True
                yield problem
        goal = "#" + as_fragment(piece.ref)
        if piece.href not in ("", goal):
            piece.wrong = True
            yield Problem(_where(piece), f"a number that leads to another: {piece.ref}", piece.href, goal, MEND)


def printed(cell: Cell) -> tuple[str, ...]:
    r"""How a cell may stand on a page: its value, or an end of its interval; a hidden one its shorthand alone.

    Examples
    --------
    >>> from findings.evidence.cell import COLUMNS, from_csv
    >>> row = "q8#a!percent,q8,percent,q8,,a,,,,50,percent,0,41,59,q8#base,answered,q8#a,shown,tally,"
    >>> printed(next(from_csv(",".join(COLUMNS) + "\n" + row)))
    ('50%', '41%', '59%')
    """
    if not cell.visible:
        return (str(cell.status),)
    unit = "%" if cell.unit == "percent" else ""
    return (cell.text, *(f"{end}{unit}" for end in (cell.low, cell.high) if end))


def share_of(evidence: Evidence, cell: Cell) -> tuple[int, int] | None:
    """Count and base of a share, where all of it may be seen."""
    own = cell.identifier
    count = evidence.find(CellId(own.asked, own.option, own.breakdown, own.level, filter=own.filter))
    base = evidence.cells.get(cell.base_cell)
    if cell.measure not in PERCENTAGES or not cell.visible or count is None or base is None:
        return None
    if not count.visible or not base.visible or cell.measure == "weighted":
        return None
    return count.number, base.number


def text_problem(
    where: str, ref: str, text: str, evidence: Evidence, english: Callable[[str], str] = str
) -> Problem | None:
    """What is wrong with a text that shows a cell; None where it may stand."""
    cell = evidence.cells.get(ref)
    if cell is None:
        return Problem(where, f"a number of a cell that the store does not have: {ref}", short(text), do=MEND)
    allowed = printed(cell)
    if text in allowed:
        return None
    share = share_of(evidence, cell)
    for part in text.split(_BETWEEN):
        said = english(part)
        if part in allowed or (share and fits(said, *share)):
            continue
        if not cell.visible and has_figure(part):
            what = f"a number where its cell is hidden: {ref}"
        elif is_phrase(said):
            what = f"a word for a share that does not fit: {ref}"
        else:
            what = f"a number that is not its cell's: {ref}"
        told = f"{cell.text} ({share[0]} of {share[1]})" if share and is_phrase(said) else cell.text
        return Problem(where, what, short(part), told, MEND)
    return None


def _where(piece: Piece) -> str:
    return f"the text of a {piece.tag} element{at(piece.near)}"
