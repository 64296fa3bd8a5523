"""Every figure on a web page: of a cell, of the parameters, of the numbering, or a problem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from findings.audit.figures.commentary import STYLES, is_known
from findings.audit.figures.inputs import date_of, long_date
from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.markup import WRITING
from findings.audit.figures.page import Block, Page, Piece
from findings.audit.figures.places import FRONT, Place
from findings.audit.figures.text import figures_in, has_figure, short, spaced
from findings.errors import Problem

_FROM_INPUTS = ("label", "parameter", "citation", "quote")
_CONTENT = re.compile(r"content\s*:\s*([^;}]*)")
_ANNEX_COLUMNS = 3
_ESCAPE = re.compile(r"\\[0-9a-fA-F]{1,6}\s?|counters?\([^)]*\)|attr\([^)]*\)")


def page_problems(file: str, page: Page, lookup: Lookup, behind: frozenset[str] = frozenset()) -> Iterator[Problem]:
    """What is wrong with a page by itself.

    Parameters
    ----------
    file
        The page, as problems name it.
    page, lookup
        What was read, and what it is held against.
    behind
        What only a page for auditors may show, without spaces: code, output and the names of notebooks.
    """
    drawn = _values_of_charts(page)
    annex = {(block.place, block.row) for block in page.blocks if block.kind == "identifier"}
    head = ""
    row: list[Block] = []
    for block in page.blocks:
        if block.row >= 0 and (not row or (row[0].place, row[0].row) != (block.place, block.row)):
            head, row = block.text, []
        if block.row >= 0:
            row.append(block)
        where = f"{file}, {block.place}" if block.zone == "main" and block.place else file
        if block.row > 0:
            where += f", row '{short(head)}'"
        elif block.zone not in ("main", "code") or block.place == FRONT:
            where = f"{file}, {_EDGES.get(block.zone, 'the front')}"
        if (block.place, block.row) in annex:
            # Its parts say something of each other, so it is looked at when it is complete.
            if block.kind == "identifier":
                yield from _annex_line(where, row, lookup)
        elif block.zone == "code":
            yield from _code(where, block, behind)
        else:
            yield from _block(where, block, lookup, drawn, behind)
    yield from _annex_lines(file, page)
    yield from _dates(file, page, lookup)
    yield from _attributes(file, page, lookup)
    yield from _beyond_text(file, page)


_EDGES = {"front": "the front", "contents": "the contents", "foot": "the foot", "edge": "the edge of the page"}


def _block(
    where: str, block: Block, lookup: Lookup, drawn: dict[str, frozenset[str]], behind: frozenset[str]
) -> Iterator[Problem]:
    for piece in block.pieces:
        if piece.ref:
            yield from _number(where, piece, lookup)
        elif not has_figure(piece.text) or piece.origin == "numbering":
            continue
        elif block.tag == "text" and piece.origin == "axis":
            # A scale's own figures: that they are those of the notebook's chart is looked at with its shapes.
            continue
        elif block.tag == "text" and piece.origin == "label":
            # A label that is broken into lines stands in several pieces.
            if not lookup.inputs.hold_line(spaced(piece.text)):
                what = "a label with a figure that the run's parameters do not have"
                yield Problem(where, what, short(piece.text), do=MEND)
        elif block.row > 0 and spaced(piece.text) in lookup.inputs.in_context and piece.origin in _FROM_INPUTS:
            # That the row is one of its notebook, and the notebook's one of a file, is looked at elsewhere.
            continue
        elif piece.origin in _FROM_INPUTS:
            known = block.kind in STYLES and is_known(piece.text, lookup.inputs)
            if not known and not lookup.inputs.hold(piece.text) and "".join(piece.text.split()) not in behind:
                what = f"a {piece.origin} with a figure that the run's parameters do not have"
                yield Problem(where, what, short(piece.text), do=MEND)
        elif piece.origin == "cell" and block.tag == "text":
            text = spaced(piece.text)
            if text not in drawn.get(block.place, frozenset()) and not lookup.inputs.hold_line(text):
                what = "a figure in a chart that is none of the values that its words say"
                yield Problem(where, what, short(text), do=MEND)
        elif piece.origin == "cell" and block.tag in ("title", "desc"):
            # What a chart says is compared with the notebook that says of which cells.
            continue
        else:
            yield Problem(where, "a figure without origin", short(block.text), do=MEND)


def _number(where: str, piece: Piece, lookup: Lookup) -> Iterator[Problem]:
    """A number of a cell: its value, what is said of it on asking, and where it leads."""
    about = lookup.about_problem(where, piece.ref, piece.about) if piece.about else None
    for problem in (lookup.cell_problem(where, piece.ref, piece.text), about):
        if problem:
            yield problem
    goal = "#" + quote(piece.ref, safe="")
    if piece.href not in ("", goal):
        yield Problem(where, f"a number that leads to the description of another: {piece.ref}", piece.href, goal, MEND)


def _values_of_charts(page: Page) -> dict[str, frozenset[str]]:
    """Of each chart, the figures that its alternative text says, which is compared with its cells elsewhere."""
    said = {block.place: block.text for block in page.blocks if block.tag == "desc"}
    return {place: frozenset(figures_in(text)) for place, text in said.items()}


def _annex_line(where: str, row: list[Block], lookup: Lookup) -> Iterator[Problem]:
    """A line of the annex: what the number counts, the number, and its identifier."""
    if len(row) < _ANNEX_COLUMNS:
        yield Problem(where, "a line that says of no number where it comes from", row[0].text, do=MEND)
        return
    about, *numbers, identifier = row
    ref = "".join(identifier.text.split())
    for piece in (piece for block in numbers for piece in block.pieces):
        if piece.ref:
            yield from _number(where, piece, lookup)
            if piece.ref != ref:
                what = "an identifier that is not that of the number beside it"
                yield Problem(where, what, identifier.text, piece.ref, MEND)
        elif has_figure(piece.text):
            yield Problem(where, "a figure without origin", short(piece.text), do=MEND)
    problem = lookup.about_problem(where, ref, about.text) if about.text != ref else None
    if problem:
        yield problem


def _annex_lines(file: str, page: Page) -> Iterator[Problem]:
    """The annex has a line for each number that leads to it, in the order in which they are first used."""
    running = [block for block in page.blocks if block.row < 0]
    due = dict.fromkeys(piece.ref for block in running for piece in block.pieces if piece.ref and piece.href)
    lines = ["".join(block.text.split()) for block in page.blocks if block.kind == "identifier"]
    if lines != list(due):
        missing = [ref for ref in due if ref not in set(lines)]
        what = "the lines that say where numbers come from are not those of the numbers quoted"
        yield Problem(file, what, f"{len(lines)} lines", f"{len(due)}; without {', '.join(missing) or 'order'}", MEND)


def _dates(file: str, page: Page, lookup: Lookup) -> Iterator[Problem]:
    """The front says when the consultation opened and closed and when the report was published, in this order."""
    dates = [date_of(lookup.inputs.consultation.get(key)) for key in ("opened", "closed", "published")]
    allowed = [long_date(date) for date in dates if date is not None]
    found = [block.text for block in page.blocks if block.zone == "front" and block.tag == "dd"]
    if found != allowed:
        yield Problem(f"{file}, the front", "dates that are not the consultation's", ", ".join(found),
                      ", ".join(allowed), MEND)  # fmt: skip


def _code(where: str, block: Block, behind: frozenset[str]) -> Iterator[Problem]:
    """Code, and output that is no exhibit, as the executed notebooks hold them."""
    if block.kind == "where" or not has_figure(block.text):
        return
    if "".join(block.text.split()) not in behind:
        yield Problem(where, "code or output that no executed notebook holds", short(block.text), do=MEND)


def _attributes(file: str, page: Page, lookup: Lookup) -> Iterator[Problem]:
    """Texts in attributes: only what describes a cell, or says the parameters, may hold a figure."""
    for said in page.said:
        where = f"{file}, {said.place}"
        if not has_figure(said.text) or (said.tag == "meta" and lookup.inputs.hold(said.text)):
            continue
        problem = Problem(where, f"a figure without origin in the attribute {said.name}", short(said.text), do=MEND)
        if said.ref:
            wrong = lookup.about_problem(where, said.ref, said.text)
            if wrong is None:
                continue
            problem = wrong
        yield problem


def _beyond_text(file: str, page: Page) -> Iterator[Problem]:
    """What can show a number that is not in the text: pictures, scripts, the style sheet."""
    for tag, place in page.unreadable:
        what = f"an element {tag}, whose numbers nobody can look up"
        yield Problem(f"{file}, {place}", what, do=MEND)
    for value in _CONTENT.findall(page.style):
        if has_figure(_ESCAPE.sub("", value)):
            yield Problem(file, "a figure that the style sheet writes", short(value), do=MEND)
    style = "".join(page.style.lower().split())
    for word in WRITING:
        if word in style:
            yield Problem(file, "a style sheet that writes text or fetches a file", word, do=MEND)


def places_of(page: Page, lookup: Lookup, alternatives: dict[str, str]) -> list[Place]:
    """What a reader finds on a page that is as it should be.

    Numbers are those of the cells, so that one fault of the page is not told again for each file that is held against
    it.

    Parameters
    ----------
    page, lookup
        The page, and the store.
    alternatives
        What each chart says in words, by its number, where the notebooks tell it.
    """
    places: dict[str, Place] = {FRONT: Place(FRONT)}
    for block in page.blocks:
        if block.zone not in ("front", "main"):
            continue
        place = places.setdefault(block.place, Place(block.place))
        text = _as_it_should_be(block, page, lookup)
        if block.row >= 0:
            while len(place.rows) <= block.row:
                place.rows.append(())
            place.rows[block.row] += (text,)
        elif block.tag == "desc":
            place.said = alternatives.get(block.place, text)
        elif block.tag == "text":
            place.drawn.append(text)
        elif block.tag != "title" and text:
            place.flow.append(text)
    return list(places.values())


def _as_it_should_be(block: Block, page: Page, lookup: Lookup) -> str:
    """The block's text with the cells' numbers, less the number of its own place."""
    return spaced("".join(_piece(piece, page, lookup, block) for piece in block.pieces))


def _piece(piece: Piece, page: Page, lookup: Lookup, block: Block) -> str:
    if piece.ref:
        return lookup.shown(piece.ref, piece.text)
    if piece.origin != "numbering":
        return piece.text
    return page.numbers.get(piece.href.removeprefix("#"), piece.text) if piece.href else ""
