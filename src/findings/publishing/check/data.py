"""The data block, from which the page answers: every value in it is the store's, every text the parameters'."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from findings.consultation.names import CellId
from findings.errors import Problem
from findings.evidence.cell import Cell
from findings.evidence.store import Evidence
from findings.exhibits.number_words import has_figure, number_in
from findings.publishing.asked import COLUMNS, base_of, origins_of
from findings.publishing.check.known import Known
from findings.publishing.check.labels import Labels
from findings.publishing.check.page import Page, short
from findings.publishing.furniture import WORDS

MEND = "Find out who wrote it: the data block is made from the store."
_TEXTS = ("table", "option", "level", "measure", "whom", "note", "notebook", "kind", "printed")
_WORDS = "words"


def wrong_data(page: Page, evidence: Evidence, known: Known) -> Iterator[Problem]:
    """Every value of a data block that the store does not have, and every figure in its texts."""
    for name, text in page.data:
        where = f"the data block '{name}'"
        try:
            block = json.loads(text)
        except ValueError:
            yield Problem(where, "not JSON", short(text), do=MEND)
            continue
        if not isinstance(block, dict):
            yield Problem(where, "not an object", short(text), do=MEND)
            continue
        yield from _cells(where, block, evidence)
        yield from _rest(where, block, evidence, known)


def _cells(where: str, block: dict[str, Any], evidence: Evidence) -> Iterator[Problem]:
    rows = block.get("cells", [])
    cells = [_cell(row, block, evidence) for row in rows]
    labels = Labels(evidence)
    wrong: dict[str, list[Problem]] = {}
    for row, cell in zip(rows, cells, strict=True):
        if cell is None:
            what = "a cell that the store does not have"
            wrong.setdefault(what, []).append(Problem(where, what, short(json.dumps(row)), do=MEND))
            continue
        for name, found, due in _parts(row, block, evidence, cell, cells, labels):
            if found != due:
                what = f"the {name} of a cell that is not the store's: {cell.cell}"
                wrong.setdefault(name, []).append(Problem(where, what, short(str(found)), str(due), MEND))
    for same in wrong.values():
        # What many cells share stands in a list of its own: wrong there, it is wrong of all, and told once.
        more = f"{same[0].what}, and of {len(same) - 1} more" if len(same) > 1 else same[0].what
        yield replace(same[0], what=more)


def _cell(row: list[Any], block: dict[str, Any], evidence: Evidence) -> Cell | None:
    try:
        asked, breakdown, filtered = block["table"][row[0]]
        option, level, measure = block["option"][row[1]][0], block["level"][row[2]][0], block["measure"][row[3]]
        return evidence.find(CellId(asked, option, breakdown, level, measure, filter=filtered))
    except (LookupError, TypeError, ValueError):
        return None


def _parts(
    row: list[Any],
    block: dict[str, Any],
    evidence: Evidence,
    cell: Cell,
    cells: list[Cell | None],
    labels: Labels,
) -> Iterator[tuple[str, Any, Any]]:
    """What the block says of a cell, and what the store does."""
    padded = [*row, *[0] * (len(COLUMNS) - len(row))]
    values = dict(zip(COLUMNS, padded, strict=False))
    yield "length", len(row) <= len(COLUMNS), True
    yield "value", values["text"], cell.text
    yield "interval", (values["low"] or "", values["high"] or ""), (cell.low, cell.high)
    yield "base's kind", _at(block, "whom", values["whom"]), cell.base_kind
    yield "note", _at(block, "note", values["note"]), cell.note
    yield "kind of data", _at(block, "kind", values["kind"]), str(cell.source_kind)
    yield "rounding", bool(values["rounded"]), cell.status == "rounded"
    yield "answer's name", _label(block, "option", values["option"]), labels.option(cell.asked, cell.option)
    yield "group's name", _label(block, "level", values["level"]), labels.level(cell.breakdown, cell.level)
    base = base_of(evidence, cell)
    yield "base", _named(cells, values["base"] - 1 if values["base"] else None), base if base in evidence.cells else ""
    parts = [_named(cells, number) for number in values["from"] or ()]
    yield "parts", set(parts) <= set(origins_of(cell)), True


def _at(block: dict[str, Any], name: str, place: Any) -> Any:
    try:
        return block[name][place or 0]
    except (LookupError, TypeError):
        return None


def _label(block: dict[str, Any], name: str, place: Any) -> Any:
    found = _at(block, name, place)
    return found[1] if isinstance(found, list) and len(found) > 1 else None


def _named(cells: list[Cell | None], number: int | None) -> str:
    found = cells[number] if number is not None and 0 <= number < len(cells) else None
    return found.cell if found else ""


def _rest(where: str, block: dict[str, Any], evidence: Evidence, known: Known) -> Iterator[Problem]:
    """Everything but the cells: words of our own without figures, texts of the parameters, and names."""
    names = {cell.asked for cell in evidence.cells.values()} | set(evidence.story.questionnaire.breakdowns)
    for key, value in block.items():
        if key == "cells" or key in _TEXTS:
            continue
        if key == "threshold":
            if value != evidence.story.protection.threshold:
                yield Problem(where, "a threshold that is not the parameters'", str(value), do=MEND)
            continue
        if key == _WORDS:
            yield from _words(where, value)
            continue
        for text in _strings(value):
            if has_figure(text) and text not in names and not known.hold(text):
                yield Problem(where, "a figure that the parameters do not have", short(text), do=MEND)


def _words(where: str, words: Any) -> Iterator[Problem]:
    """The page's own words: those of the package, or in another language such as hold no figure."""
    for name, text in words.items() if isinstance(words, dict) else ():
        own = WORDS.get(name, "")
        # A sign that the English has too stays: "{low}% to {high}%".
        if text != own and (has_figure(str(text)) or number_in(str(text)) not in ("", number_in(own))):
            yield Problem(where, f"a number in the page's own words: {name}", short(str(text)), do=MEND)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
