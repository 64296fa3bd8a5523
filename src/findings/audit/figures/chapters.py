"""A page beside the notebooks that it was made of: the same exhibits, in the same order, about the same cells.

On a page that holds only numbers of the store, two numbers may still have changed places, or a label its row. The
notebook says for each piece of text which cell it shows, so the page is compared with it cell by cell, not value by
value: what is wrong with a value is told once, by the check of the page itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.notebooks import Notebook, Spans, letters
from findings.audit.figures.page import Block, Page, Piece
from findings.audit.figures.pagereader import read_drawing
from findings.audit.figures.text import difference, has_figure, short, spaced, unmarked
from findings.errors import Problem

_REF = "\ue000{}\ue001"
_REFS = re.compile("\ue000([^\ue001]*)\ue001")


@dataclass
class Line:
    """A paragraph, or a row of a table by its cells; in place of a number stands its cell's identifier."""

    texts: tuple[str, ...]
    where: str = ""

    def __str__(self) -> str:
        return _REFS.sub(r"\1", " | ".join(self.texts))

    def is_prose(self, prose: str) -> bool:
        """Whether it is a paragraph of a notebook's own words, which hold no figure."""
        return not has_figure(str(self)) and "\ue000" not in self.texts[0] and letters(str(self)) in prose


@dataclass(frozen=True)
class Original:
    """What a notebook has for its chapter.

    Parameters
    ----------
    file
        The notebook.
    lines, count
        Its lines in order, and how often each stands in it.
    charts
        Of each chart, the alternative text, the shapes and the title.
    drawn
        Of each table, the shapes of the small charts in its rows.
    prose
        The letters of its own words between the exhibits.
    """

    file: str
    lines: tuple[Line, ...]
    count: Counter[tuple[str, ...]]
    charts: tuple[tuple[str, list[str], str], ...]
    drawn: tuple[list[str], ...]
    prose: str


def originals(notebooks: Sequence[Notebook], lookup: Lookup) -> tuple[Original, ...]:
    """The notebooks as the pages should show them."""
    return tuple(_original(notebook, lookup) for notebook in notebooks)


def _original(notebook: Notebook, lookup: Lookup) -> Original:
    lines = tuple(_exhibit_lines(notebook, lookup))
    figures = [shown.exhibit for shown in notebook.shown if shown.exhibit.get("kind") == "figure"]
    charts = [
        (_told(figure["alt"], lookup), read_drawing(str(figure["svg"])), unmarked(_told(figure["title"], lookup)))
        for figure in figures
    ]
    tables = [shown.exhibit for shown in notebook.shown if shown.exhibit.get("kind") == "table"]
    drawn = tuple(
        [shape for row in table["rows"] if row.get("drawing") for shape in read_drawing(str(row["drawing"]))]
        for table in tables
    )
    counted = Counter(line.texts for line in lines)
    return Original(notebook.file, lines, counted, tuple(charts), drawn, notebook.prose)


def _told(line: list[dict[str, str]], lookup: Lookup) -> str:
    return spaced("".join(_shown(span, lookup) for span in line))


def _shown(span: dict[str, str], lookup: Lookup) -> str:
    return lookup.shown(span["ref"], span["text"]) if span.get("ref") else span["text"]


def chapter_problems(
    file: str, page: Page, known: Sequence[Original], lookup: Lookup, behind: frozenset[str] = frozenset()
) -> tuple[list[Problem], dict[str, str]]:
    """Where a page does not show what the notebooks show; `behind` is what only a page for auditors may show.

    Returns
    -------
    tuple
        The problems; and of each figure, by its number, the alternative text that its notebook's cells give.
    """
    problems: list[Problem] = []
    alternatives: dict[str, str] = {}
    chapters = _chapters(page, lookup)
    pairs = _paired(chapters, known)
    for number, original in pairs.items():
        where = f"{file}, chapter {number}"
        lines = chapters[number]
        if original is None:
            prose = " ".join(other.prose for other in known)
            if not all(line.is_prose(prose) or "".join(str(line).split()) in behind for line in lines):
                problems.append(Problem(where, "a chapter that no executed notebook shows", do=MEND))
            continue
        problems += _aligned(where, file, original, lines)
        problems += _chart_problems(file, number, page, original)
        alternatives |= {f"Figure {number}.{place}": said for place, (said, *_) in enumerate(original.charts, start=1)}
    shown = {original.file for original in pairs.values() if original is not None}
    for original in known:
        if original.lines and original.file not in shown:
            what = "no chapter of the page shows this notebook"
            problems.append(Problem(file, what, "", original.file, MEND))
    return problems, alternatives


def _chapters(page: Page, lookup: Lookup) -> dict[int, list[Line]]:
    """The page's lines by chapter; the annex is judged by the page itself, line by line."""
    chapters: dict[int, list[Line]] = {}
    annex = {block.chapter for block in page.blocks if block.kind == "identifier"}
    row: tuple[str, int] = ("", -1)
    for block in page.blocks:
        if block.zone != "main" or block.tag in ("title", "desc", "text") or block.chapter in annex:
            continue
        lines = chapters.setdefault(block.chapter, [])
        text = _block_key(block, lookup)
        if block.row >= 0 and row == (block.place, block.row):
            lines[-1].texts += (text,)
        elif text and not _is_pointer(block):
            lines.append(Line((text,), block.place))
        row = (block.place, block.row)
    return chapters


def _block_key(block: Block, lookup: Lookup) -> str:
    def key(piece: Piece) -> str:
        if piece.ref and piece.text:
            return _named(piece.ref, piece.text, lookup)
        return "" if piece.origin == "numbering" else piece.text

    return spaced(unmarked("".join(map(key, block.pieces))))


def _is_pointer(block: Block) -> bool:
    """Whether a block says where the numbers of a chart stand, which publishing adds."""
    return block.place.startswith("Figure") and any(
        piece.href and piece.origin == "numbering" for piece in block.pieces
    )


def _paired(chapters: dict[int, list[Line]], known: Sequence[Original]) -> dict[int, Original | None]:
    """For each chapter the notebook with which it has most lines in common; none is taken twice."""
    own = {number: Counter(line.texts for line in lines) for number, lines in chapters.items()}
    shared = [
        (-sum((count & original.count).values()), number, place)
        for number, count in own.items()
        for place, original in enumerate(known)
    ]
    pairs: dict[int, Original | None] = dict.fromkeys(chapters)
    taken: set[int] = set()
    for common, number, place in sorted(shared):
        if common and pairs[number] is None and place not in taken:
            pairs[number] = known[place]
            taken.add(place)
    return pairs


def _exhibit_lines(notebook: Notebook, lookup: Lookup) -> Iterator[Line]:
    """A notebook's exhibits, line by line, as a page shows them."""

    def key(line: Spans) -> str:
        parts = [_named(span["ref"], str(span["text"]), lookup) if span.get("ref") else str(span.get("text", ""))
                 for span in line]  # fmt: skip
        return spaced(unmarked("".join(parts)))

    for shown in notebook.shown:
        exhibit = shown.exhibit
        if exhibit.get("text"):
            yield Line((key(exhibit["text"]),))
        for item in exhibit.get("items", ()):
            yield Line((key(item),))
        if exhibit.get("title"):
            yield Line((spaced(" ".join(map(key, (exhibit["title"], exhibit.get("subtitle", ()))))),))
        drawn = key(exhibit.get("drawn", ()))
        if "stub" in exhibit:
            yield Line((key(exhibit["stub"]), *map(key, exhibit["columns"]), *([drawn] if drawn else [])))
        for row in exhibit.get("rows", ()):
            # The column of small charts has no words.
            yield Line((key(row["header"]), *map(key, row["values"]), *([""] if drawn else [])))
        for between, name in (("; ", "legend"), (" ", "notes")):
            if exhibit.get(name):
                yield Line((spaced(between.join(map(key, exhibit[name]))),))
        if exhibit.get("source"):
            yield Line((key(exhibit["source"]),))


def _named(ref: str, text: str, lookup: Lookup) -> str:
    """What stands in place of a number: its cell, and which end of the cell's interval it is, if it is one."""
    end = lookup.end_of(ref, spaced(text))
    return _REF.format(f"{ref} {end}" if end else ref)


def _aligned(where: str, file: str, original: Original, found: list[Line]) -> Iterator[Problem]:
    """Where two sequences of lines part; what comes later in both is met again there."""
    allowed = original.lines
    left = Counter(line.texts for line in found)
    due = original.count.copy()
    next_due = 0
    for line in found:
        left[line.texts] -= 1
        at = f"{file}, {line.where}" if line.where else where
        if due[line.texts] > 0:
            while allowed[next_due].texts != line.texts:
                yield Problem(at, "missing before this: what the notebook shows", short(str(line)),
                              short(str(allowed[next_due])), MEND)  # fmt: skip
                due[allowed[next_due].texts] -= 1
                next_due += 1
            due[line.texts] -= 1
            next_due += 1
        elif not line.is_prose(original.prose):
            changed = next_due < len(allowed) and left[allowed[next_due].texts] <= 0
            shown = short(str(allowed[next_due])) if changed else ""
            yield Problem(at, "not what the notebook shows here", short(str(line)), shown, MEND)
            if changed:
                due[allowed[next_due].texts] -= 1
                next_due += 1
    for line in allowed[next_due:]:
        yield Problem(where, "missing: what the notebook shows", "", short(str(line)), MEND)


def _chart_problems(file: str, chapter: int, page: Page, original: Original) -> Iterator[Problem]:
    """The charts of a chapter, and the small ones in the rows of its tables: what they say and what is drawn."""
    for number, shapes in enumerate(original.drawn, start=1):
        place = f"Table {chapter}.{number}"
        if page.shapes.get(place, []) != shapes:
            what = "a drawing that is not the notebook's: its bars were changed"
            yield Problem(f"{file}, {place}", what, do=MEND)
    said = {block.place: block.text for block in page.blocks if block.tag == "desc" and block.chapter == chapter}
    titles = {block.place: unmarked(block.text) for block in page.blocks if block.tag == "title"}
    for number, (alternative, shapes, title) in enumerate(original.charts, start=1):
        place = f"Figure {chapter}.{number}"
        if place in titles and titles[place] != f"{place}: {title}":
            what = "a title that is not what the notebook's cells say"
            yield Problem(f"{file}, {place}", what, *difference(titles[place], f"{place}: {title}"), do=MEND)
        if said.get(place, "") != alternative:
            what = "an alternative text that is not what the notebook's cells say"
            yield Problem(f"{file}, {place}", what, *difference(said.get(place, ""), alternative), do=MEND)
        if page.shapes.get(place, []) != shapes:
            what = "a drawing that is not the notebook's: its bars or its texts were changed"
            yield Problem(f"{file}, {place}", what, do=MEND)
