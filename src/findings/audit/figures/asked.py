"""What a page's panel is told of each number, looked up: values in the store, words in the parameters.

The block is a list of cells, and lists that they refer to by place; what stands where is written down here a second
time. Every cell is put together again and compared with the store's, so that no word or number of the panel is taken on
trust.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from typing import Any

from findings.audit.figures.coders import is_of_coders
from findings.audit.figures.inputs import date_of, long_date
from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.notebooks import Notebook, lines_of
from findings.audit.figures.populations import POPULATION
from findings.audit.figures.scripts import own_words
from findings.audit.figures.text import short, spaced
from findings.audit.strictjson import strict_json
from findings.consultation.madeup import MARK
from findings.errors import Problem
from findings.evidence.cell import Cell
from findings.evidence.mark import CITED, NOTICE

_TABLE, _OPTION, _LEVEL, _MEASURE, _TEXT, _WHOM, _BASE, _PRINTED, _FROM, _NOTE, _LOW, _HIGH, _ROUNDED, _KIND = range(14)
_EMPTY: tuple[Any, ...] = (0, 0, 0, 0, "", 0, 0, [], [], 0, "", "", 0, 0)
_LISTS = ("table", "option", "level", "measure", "whom", "note", "kind", "notebook", "printed")
_SHARES = ("percent", "percent_of_answered", "percent_of_asked", "weighted")
_NO_BASE = ("base", "base_answered", "base_asked", "base_scored", "not_asked")
_IN_DRAWING = re.compile(r'\bdata-cell="([^"]*)"')
_ALLOWED = frozenset((
    "words", "cells", "questions", "breakdowns", "populations", "source", "funnel", "threshold", "because", "made_up",
    "until", *_LISTS,
))  # fmt: skip
_METHODS = {"multiple": "several", "ranking": "ranking", "numeric": "numbers", "open": "words", "single": "scores",
            "scale": "scores"}  # fmt: skip


def asked_problems(
    file: str, texts: Sequence[str], asked: Iterable[str], lookup: Lookup, notebooks: Sequence[Notebook]
) -> Iterator[Problem]:
    """What is wrong with what a page's panel would say.

    Parameters
    ----------
    file
        The page, as problems name it.
    texts
        The data blocks of the page: there is one.
    asked
        The cells whose numbers lead to the panel.
    lookup, notebooks
        What the block is held against.
    """
    where = f"{file}, what its numbers are asked"
    if len(texts) != 1:
        yield Problem(where, "not one block of data", str(len(texts)), "1", MEND)
        return
    try:
        block = strict_json(texts[0])
        unknown = sorted(block.keys() - _ALLOWED)
        if unknown:
            yield Problem(where, "data that the panel does not know", ", ".join(unknown), do=MEND)
        yield from _report(where, block, lookup)
        yield from _questions(where, block, lookup)
        yield from _cells(where, block, lookup, notebooks)
        told = {_id(block, row) for row in block["cells"]}
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        yield Problem(where, "a block of data that cannot be read", f"{type(error).__name__}: {error}", do=MEND)
        return
    for ref in dict.fromkeys(asked):
        if ref not in told and ref in lookup.cells:
            yield Problem(where, "a number that cannot be asked where it comes from", ref, do=MEND)


def _unlike(where: str, what: str, found: object, due: object) -> Iterator[Problem]:
    if found != due:
        yield Problem(where, f"{what} that is not the run's", short(str(found)), short(str(due)), MEND)


def _report(where: str, block: Mapping[str, Any], lookup: Lookup) -> Iterator[Problem]:
    """What is said of the whole report."""
    said = lookup.inputs.consultation
    yield from _unlike(where, "words of the panel", block["words"], own_words(coded=bool(lookup.inputs.coded)))
    if not block["cells"]:
        return
    made_up = any(cell.source_kind == "made_up" for cell in lookup.cells.values())
    data = said["data"]
    funnel = data["funnel"] if data["reader"] == "tally" else data
    for name, source in (("source", data["source"]), ("funnel", funnel["source"])):
        cited = f"{source} ({CITED})" if made_up else source
        yield from _unlike(where, "a source", spaced(block[name]), spaced(cited))
    disclosure = said["disclosure"]
    yield from _unlike(where, "a threshold", block.get("threshold", 0), disclosure.get("threshold", 0))
    yield from _unlike(where, "a reason", spaced(block.get("because", "")), spaced(disclosure.get("reason", "")))
    yield from _unlike(where, "a mark", block.get("made_up"), [MARK, NOTICE] if made_up else None)
    if "until" in block:
        until = date_of((said.get("midpoint") or {}).get("until"))
        yield from _unlike(where, "a last day", block["until"], long_date(until) if until else "")
    for name, told in block.get("populations", {}).items():
        source = (said.get("populations") or {}).get(name, {}).get("source", "")
        yield from _unlike(where, "a population", [*map(spaced, told)], [lookup.inputs.unit(name), spaced(source)])


def _questions(where: str, block: Mapping[str, Any], lookup: Lookup) -> Iterator[Problem]:
    """Wordings, who was asked, what the base leaves out; and what breakdowns are called."""
    inputs = lookup.inputs
    for name, told in block.get("questions", {}).items():
        known = inputs.question(name)
        yield from _unlike(where, f"something of {name}", _spaced(told), _spaced(_told(name, known, told, lookup)))
    for name, told in block.get("breakdowns", {}).items():
        outer, _, inner = name.partition(".x.")
        title = inputs.title(outer)
        overlap = _kind(inputs.question(_breakdown(inputs, outer))) == "multiple"
        due = [title, "overlapping"] if overlap else [title]
        if inner:
            other = inputs.title(inner)
            due = [f"{title} and {other[:1].lower()}{other[1:]}", "crossed"]
        yield from _unlike(where, f"a name of {name}", _spaced(told), due)


def _told(name: str, known: Mapping[str, Any], told: Mapping[str, Any], lookup: Lookup) -> dict[str, Any]:
    """What is due of a question."""
    inputs = lookup.inputs
    due = {key: known[key] for key in ("number", "short", "wording")} | {"kind": _kind(known)}
    due |= {key: known[key] for key in ("coded", "unit", "source") if key in known}
    matrix = inputs.questionnaire.get("matrices", {}).get(known.get("matrix"))
    if matrix:
        due["matrix"] = matrix["wording"]
    asked = [
        [other["number"], other["short"], [inputs.option_label(ref, option) for option in options]]
        for ref, options in (known.get("asked_if") or {}).items()
        if (other := inputs.question(ref))
    ]
    if asked:
        due["asked"] = asked
    kinds = known.get("leave_out_of_base") or ()
    scale = inputs.questionnaire.get("scales", {}).get(known.get("scale"), {})
    options = (known.get("options") or scale.get("options") or {}) if kinds else {}
    left_out = [option["label"] for option in options.values() if option.get("kind", "answer") in kinds]
    if left_out:
        due["left_out"] = left_out
    if "method" in told:
        due["method"] = _METHODS.get(_kind(known), "")
    return due


def _kind(question: Mapping[str, Any]) -> str:
    return str(question.get("kind", "single"))


def _breakdown(inputs: Any, name: str) -> str:
    return str(inputs.questionnaire.get("breakdowns", {}).get(name, {}).get("question", ""))


def _spaced(content: Any) -> Any:
    """The same with one space where there is any, in every text of it."""
    if isinstance(content, str):
        return spaced(content)
    if isinstance(content, Mapping):
        return {key: _spaced(value) for key, value in content.items()}
    return [_spaced(value) for value in content] if isinstance(content, list | tuple) else content


def _id(block: Mapping[str, Any], row: Sequence[Any]) -> str:
    """The identifier of a cell of the block."""
    question, breakdown, chosen = block["table"][row[_TABLE]]
    level, measure = block["level"][row[_LEVEL]][0], block["measure"][row[_MEASURE]]
    table = question + (f".by.{breakdown}" if breakdown else "") + (f".if.{chosen}" if chosen else "")
    at, of = (f"@{level}" if level else ""), ("" if measure == "count" else f"!{measure}")
    return f"{table}#{block['option'][row[_OPTION]][0]}{at}{of}"


def _cells(where: str, block: Mapping[str, Any], lookup: Lookup, notebooks: Sequence[Notebook]) -> Iterator[Problem]:
    names = [_id(block, row) for row in block["cells"]]
    if len(set(names)) != len(names):
        yield Problem(where, "a cell that stands twice", do=MEND)
    shown = {place for notebook in notebooks for place in _printed(notebook)}
    for name, row in zip(names, block["cells"], strict=True):
        cell = lookup.cells.get(name)
        if cell is None:
            yield Problem(where, f"a cell that the store does not have: {name}", do=MEND)
            continue
        found = _as_told(block, names, [*row, *_EMPTY[len(row) :]])
        due = _as_due(cell, lookup)
        for what, value in due.items():
            if found[what] != value:
                yield Problem(
                    where, f"{what} that is not its cell's: {name}", short(str(found[what])), str(value), MEND
                )
        for notebook, at in found["printed"]:
            if (notebook, at, name) not in shown:
                yield Problem(where, f"a notebook that does not print it: {name}", f"{notebook}, cell {at}", do=MEND)


def _printed(notebook: Notebook) -> Iterator[tuple[str, int, str]]:
    """A notebook's file, the number of a cell in it, and a cell of evidence that this shows in words or drawn."""
    file = notebook.file.rpartition("/")[2]
    for shown in notebook.shown:
        for line in (*lines_of(shown.exhibit), shown.exhibit.get("subtitle", ())):
            yield from ((file, shown.cell, str(span["ref"])) for span in line if span.get("ref"))
        for drawing in (
            shown.exhibit.get("svg", ""),
            *(row.get("drawing", "") for row in shown.exhibit.get("rows", ())),
        ):
            yield from ((file, shown.cell, unescape(ref)) for ref in _IN_DRAWING.findall(drawing))


def _as_told(block: Mapping[str, Any], names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """A cell of the block with what it refers to."""
    if any(place < 0 for place in (*row[:_TEXT], row[_WHOM], row[_BASE], *row[_FROM], *row[_PRINTED])):
        raise ValueError("a place before the first")
    return {
        "a value": row[_TEXT],
        "an answer": spaced(block["option"][row[_OPTION]][1]),
        "a group": spaced(block["level"][row[_LEVEL]][1]),
        "a kind of base": block["whom"][row[_WHOM]],
        "a base": names[row[_BASE] - 1] if row[_BASE] else "",
        "an origin": tuple(names[place] for place in row[_FROM]),
        "a note": block["note"][row[_NOTE]],
        "an interval": (row[_LOW], row[_HIGH]),
        "a status": bool(row[_ROUNDED]),
        "a kind of data": block["kind"][row[_KIND]],
        "printed": [(block["notebook"][file], at) for file, at in (block["printed"][place] for place in row[_PRINTED])],
    }


def _as_due(cell: Cell, lookup: Lookup) -> dict[str, Any]:
    """The same of a cell of the store."""
    inputs = lookup.inputs
    base = cell.base_cell
    if not base and cell.measure == "count" and cell.option not in _NO_BASE:
        base = f"{cell.table}#base" + (f"@{cell.level}" if cell.level else "")
    of_question = cell.question != POPULATION and bool(inputs.question(cell.asked))
    told_of = cell.measure not in _SHARES and not is_of_coders(cell)
    origins = tuple(ref for ref in cell.origins if told_of and ref in lookup.cells)
    return {
        "a value": lookup.printed[cell.cell],
        "an answer": inputs.option_label(cell.asked, cell.option) if of_question else "",
        "a group": inputs.level_label(cell.breakdown, cell.level) if cell.level else "",
        "a kind of base": cell.base_kind,
        "a base": base if base in lookup.cells else "",
        "an origin": origins,
        "a note": cell.note,
        "an interval": (cell.low, cell.high),
        "a status": cell.status == "rounded",
        "a kind of data": str(cell.source_kind),
    }
