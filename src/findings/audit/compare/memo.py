"""The comparison as a memorandum: what is said, in which order; `words` and `page` decide how it looks.

Everything that comes from data or parameters of others is put on one line (`naming.one_line`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from findings.audit.compare.changes import Kind
from findings.audit.compare.comparison import Comparison, Found, by_size
from findings.audit.compare.inputs import Factor
from findings.audit.compare.lead import first_sentence, headline
from findings.audit.compare.naming import label_of_found, one_line
from findings.audit.compare.revealed import Revealed
from findings.audit.compare.side import Side
from findings.consultation.madeup import MARK

RESTRICTED = (
    "Restricted: for analysts and auditors of these runs. It speaks of cells that are not shown; do not pass it on."
)


_ABSENT, _LEFT_OUT = "(not there)", "left out"


@dataclass(frozen=True)
class Grid:
    """A table of a memorandum: its caption, headings and rows; `more` is how many rows stand only in the CSV."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    more: int = 0


@dataclass(frozen=True)
class Part:
    """A part of a memorandum under its heading."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True)
class Memo:
    """The whole: a title, which runs, what matters most in one paragraph, and the parts."""

    title: str
    mark: str
    runs: tuple[tuple[str, str], ...]
    lead: tuple[str, ...]
    parts: tuple[Part, ...]


def memo_of(comparison: Comparison, limit: int) -> Memo:
    """What is said of a comparison.

    Parameters
    ----------
    comparison
        Two runs compared.
    limit
        How many rows a list has at most; the rest is counted, and stands in the CSV.
    """
    title = f"Two runs of {comparison.first.consultation} compared"
    if comparison.strangers:
        title = f"A run of {comparison.first.consultation} and one of {comparison.second.consultation} compared"
    parts = [
        *_warnings(comparison.revealed, limit),
        *_inputs(comparison, limit),
        *_cells(comparison, limit),
    ]
    return Memo(
        title=one_line(title),
        mark=MARK if comparison.made_up else "",
        runs=(("First run", _run(comparison.first)), ("Second run", _run(comparison.second))),
        lead=tuple(one_line(text) for text in (first_sentence(comparison), *headline(comparison))),
        parts=tuple(parts),
    )


def _run(side: Side) -> str:
    return one_line(f"{side.consultation}, edition {side.edition}, run {side.run}")


def _warnings(revealed: Sequence[Revealed], limit: int) -> Iterator[Part]:
    if not revealed:
        return
    rows = [(f"{one.way.capitalize()}: {one.table}", _cells_of(one, limit), one.told, one.do) for one in revealed]
    grid = _grid("What the two runs say together", ("What and where", "Cells", "Why", "What to do"), rows, limit)
    told = "Whoever has both releases can find what one of them hides. Numbers of these questions are left out below."
    between = "Whoever has both releases can tell how few people stand behind some differences."
    hides = any(not one.steps for one in revealed)
    paragraphs = [told] if hides else []
    paragraphs += [between] if any(one.steps for one in revealed) else []
    yield Part("WARNING: the two releases together reveal what must not be known", tuple(paragraphs), (grid,))


def _cells_of(one: Revealed, limit: int) -> str:
    names = [f"{name} ({step})" for name, step in zip(one.cells, one.steps, strict=True)] if one.steps else one.cells
    return ", ".join(names[:limit]) + (f" and {len(names) - limit:,} more in the CSV" if len(names) > limit else "")


def _inputs(comparison: Comparison, limit: int) -> Iterator[Part]:
    inputs = comparison.inputs
    grids = []
    if inputs.parameters:
        rows = [(edit.file, edit.path, edit.first or _ABSENT, edit.second or _ABSENT) for edit in inputs.parameters]
        grids.append(_grid("Parameters", ("File", "Where", "First run", "Second run"), rows, limit))
    if inputs.packages:
        packages = [(name, first or _ABSENT, second or _ABSENT) for name, first, second in inputs.packages]
        grids.append(_grid("Packages of the lock file", ("Package", "First run", "Second run"), packages, limit))
    if inputs.notebooks:
        grids.append(_grid("Notebooks", ("Notebook", "What"), inputs.notebooks, limit))
    if inputs.codings:
        grids.append(_grid("Codings, points and submissions", ("File", "What"), inputs.codings, limit))
    if inputs.commentary:
        grids.append(_grid("Commentary", ("File", "What"), inputs.commentary, limit))
    if inputs.outputs:
        grids.append(_grid("Published files and files for the board", ("File", "What"), inputs.outputs, limit))
    paragraphs = [_same_or_other(comparison)]
    if inputs.layout_only:
        paragraphs.append(f"Other in comments or layout only: {', '.join(inputs.layout_only)}.")
    if Factor.PYTHON in inputs.factors:
        paragraphs.append(f"Python: {inputs.python[0]} in the first run, {inputs.python[1]} in the second.")
    if Factor.DATA in inputs.factors and Factor.CODE in inputs.factors:
        paragraphs.append(
            "The file of data is not kept in a run. If the other code also reads the file otherwise, that counts as "
            "data here."
        )
    yield Part("What the runs were made from", tuple(one_line(text) for text in paragraphs), tuple(grids))


def _same_or_other(comparison: Comparison) -> str:
    factors = comparison.inputs.factors
    others = [str(factor) for factor in Factor if factor in factors]
    same = [str(factor) for factor in Factor if factor not in (*factors, Factor.EDITION)]
    return " ".join(
        f"{word}: {', '.join(names)}." for word, names in (("Differs", others), ("The same", same)) if names
    )


def _cells(comparison: Comparison, limit: int) -> Iterator[Part]:
    by_cause: dict[str, list[Found]] = {}
    for found in comparison.found:
        by_cause.setdefault(found.cause.name, []).append(found)
    for cause, own in sorted(by_cause.items(), key=lambda item: (-len(item[1]), item[0])):
        heading = f"Because of {cause}" if not comparison.strangers else "Cells that differ"
        if cause == "unknown" and not comparison.strangers:
            heading = "For a reason that the runs do not record"
        whys = list(dict.fromkeys(found.cause.why for found in own))[:3]
        grids = [
            _grid(f"{_HEADINGS[kind]}, {heading[:1].lower()}{heading[1:]}", *_rows(kind, chosen, comparison), limit)
            for kind in Kind
            if (chosen := [found for found in own if found.change.kind is kind])
        ]
        count = "1 cell" if len(own) == 1 else f"{len(own):,} cells"
        yield Part(f"{heading}: {count}", tuple(one_line(why) for why in whys), tuple(grids))


_HEADINGS = {
    Kind.CHANGED: "Changed, the largest first",
    Kind.NEW: "New",
    Kind.GONE: "Gone",
    Kind.HIDDEN: "Now hidden",
    Kind.SHOWN: "Now shown",
    Kind.REDEFINED: "Same value, made otherwise",
}
assert set(_HEADINGS) == set(Kind)


def _rows(kind: Kind, chosen: Sequence[Found], comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    names = ("What it counts", "Cell")
    rows: list[tuple[str, ...]] = []
    if kind in (Kind.HIDDEN, Kind.SHOWN):
        return names, [(label_of_found(found, comparison), found.change.cell) for found in chosen]
    if kind is not Kind.CHANGED:
        for found in chosen:
            rows.append((label_of_found(found, comparison), found.second or found.first, found.change.cell))
        return (names[0], "Value", names[1]), rows
    parts = any(found.parts for found in chosen)
    for found in sorted(chosen, key=by_size):
        size = found.change.size_text if found.size else _LEFT_OUT if found.withheld else ""
        row = (label_of_found(found, comparison), found.first, found.second, size)
        of_which = ["; ".join(f"{part.by} {part.size}" for part in found.parts)] if parts else []
        rows.append((*row, *of_which, found.change.cell))
    return (names[0], "First run", "Second run", "Change", *(["Of which"] if parts else []), names[1]), rows


def _grid(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]], limit: int) -> Grid:
    kept = tuple(tuple(one_line(cell) for cell in row) for row in rows[:limit])
    return Grid(one_line(caption), tuple(columns), kept, max(0, len(rows) - limit))
