"""A report as readers find their way in it: headings, tables and figures by number, and what stands at each.

A web page, a PDF and a Word document of one report hold the same places in the same order, so what one says at a place
can be compared with what another says there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from findings.audit.figures.text import alike, difference, figures_in, joined, short
from findings.errors import Problem

FRONT = "the front"
_DO = "Do not publish this file: it does not say what the page says. Run again."


@dataclass
class Place:
    """What stands from one number (3.1, Table 3.2, Figure 3.1) to the next.

    Parameters
    ----------
    name
        The number, or `FRONT` for what comes before the first.
    flow
        The heading or caption without its number, paragraphs and notes, in reading order.
    rows
        Of a table, its header row first: the texts of the cells.
    said
        Of a chart, its alternative text.
    drawn
        Of a chart, the texts in the drawing.
    """

    name: str
    flow: list[str] = field(default_factory=list)
    rows: list[tuple[str, ...]] = field(default_factory=list)
    said: str = ""
    drawn: list[str] = field(default_factory=list)


def place_problems(file: str, found: Sequence[Place], allowed: Sequence[Place], *, part: bool = False) -> list[Problem]:
    """Where a file says something else than the page does.

    Parameters
    ----------
    file
        The file that is judged, as problems name it.
    found, allowed
        Its places, and those of the page that was checked.
    part
        Whether the file may leave places out.
    """
    problems: list[Problem] = []
    known = {place.name: place for place in allowed}
    seen = {place.name for place in found}
    for place in found:
        if place.name not in known:
            what = "a heading, table or figure that the page does not have"
            problems.append(Problem(f"{file}, {place.name}", what, short(joined(place.flow)), do=_DO))
        else:
            problems += _place_problems(file, place, known[place.name])
    if not part:
        missing = [place.name for place in allowed if place.name not in seen]
        problems += [Problem(f"{file}, {name}", "missing here, but on the page", do=_DO) for name in missing]
        in_both = [place.name for place in found if place.name in known]
        if not missing and in_both != [place.name for place in allowed]:
            what = "headings, tables and figures in another order than on the page"
            problems.append(Problem(file, what, ", ".join(in_both[:20]), do=_DO))
    return problems


def _place_problems(file: str, found: Place, allowed: Place) -> Iterator[Problem]:
    where = f"{file}, {found.name}"
    yield from _flow_problems(where, joined(found.flow), joined(allowed.flow), only_figures=found.name == FRONT)
    yield from _row_problems(where, found.rows, allowed.rows)
    if not alike(found.said, allowed.said):
        what = "an alternative text that is not the page's"
        yield Problem(where, what, *difference(found.said, allowed.said), do=_DO)
    if not alike(joined(found.drawn), joined(allowed.drawn)):
        shown = difference(joined(found.drawn), joined(allowed.drawn))
        yield Problem(where, "a chart whose text is not that of the page's chart", *shown, do=_DO)


def _flow_problems(where: str, found: str, allowed: str, *, only_figures: bool) -> Iterator[Problem]:
    if alike(found, allowed):
        return
    if only_figures:
        # A title page has room for words that a web page says elsewhere.
        found, allowed = (", ".join(figures_in(text)) for text in (found, allowed))
        if found == allowed:
            return
    yield Problem(where, "a text that is not the page's", *difference(found, allowed), do=_DO)


def _row_problems(where: str, found: list[tuple[str, ...]], allowed: list[tuple[str, ...]]) -> Iterator[Problem]:
    if len(found) != len(allowed):
        what = "a table with more or fewer rows than the page's"
        yield Problem(where, what, str(len(found)), str(len(allowed)), _DO)
        return
    heads = allowed[0] if allowed else ()
    for number, (row, right) in enumerate(zip(found, allowed, strict=True)):
        if row == right:
            continue
        at = where if number == 0 else f"{where}, row '{short(right[0]) if right else number}'"
        if len(row) != len(right):
            what = "a row with more or fewer cells than the page's"
            yield Problem(at, what, str(len(row)), str(len(right)), _DO)
            continue
        for place, (text, other) in enumerate(zip(row, right, strict=True)):
            if not alike(text, other):
                column = f", column '{short(heads[place])}'" if number and place and place < len(heads) else ""
                yield Problem(at + column, "not what stands there on the page", *difference(text, other), do=_DO)
