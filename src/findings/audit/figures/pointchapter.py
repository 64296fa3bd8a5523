"""The chapter of points beside the register of the run: its words, how many raised each, and what is answered."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.notebooks import Notebook
from findings.audit.figures.points import OF_COMMENTS, Register, read_register, threshold_of, voices_due
from findings.audit.figures.text import short, spaced
from findings.errors import Problem
from findings.evidence.cell import Cell

_TABLE = "points."
_UNCONFIRMED, _UNANSWERED = "Not yet confirmed", "Unanswered"
_SAYS, _RAISED, _ANSWER = 0, 1, 3


def texts_of_points(run: Path, cells: Mapping[str, Cell], consultation: Mapping[str, Any]) -> frozenset[str]:
    """The texts with figures that a register gives a report: names, words, answers, and how many raised each point.

    Whether each stands where it belongs is asked of the chapter, row by row.
    """
    threshold = threshold_of(consultation)
    register = _register(run, threshold)
    if register is None:
        return frozenset()
    texts = set(register.names)
    for name, rows in register.points.items():
        if rows[0]["status"] == "confirmed":
            answer = next(iter(register.answers.get(name, ())), {})
            texts |= {rows[0]["says"].removeprefix("'"), answer.get("answer", ""), answer.get("change", "")}
            texts |= {row["sender"] for row in rows}
    for rows in (*register.points.values(), register.together):
        texts |= {text for said in voices_due(rows, cells, threshold).values() for text in said}
    return frozenset(spaced(text) for text in texts if text)


def chapter_problems_of_points(notebook: Notebook, run: Path, lookup: Lookup) -> Iterator[Problem]:
    """What of the tables of points is not what the register says, and the points that stand in none of them."""
    tables = [shown for shown in notebook.shown if str(shown.exhibit.get("id", "")).startswith(_TABLE)]
    threshold = threshold_of(lookup.inputs.consultation)
    register = _register(run, threshold) if tables else None
    if register is None:
        # Without a table there is no chapter; a register that cannot be read is told of the board.
        return
    told: set[str] = set()
    for shown in tables:
        for row in shown.exhibit.get("rows", ()):
            name = _text(row.get("header", ()))
            told.add(name)
            where = f"{notebook.file}, cell {shown.cell}, table {shown.exhibit['id']}, point {name}"
            yield from _row(where, name, row.get("values", ()), register, lookup, threshold)
    for name in [name for name in register.names if name not in told]:
        yield Problem(notebook.file, "a point of the register that no table tells", name, do=MEND)


def _row(where: str, name: str, values: Any, register: Register, lookup: Lookup, threshold: int) -> Iterator[Problem]:
    if name not in register.names:
        yield Problem(where, "a point that the register does not have", short(name), do=MEND)
        return
    rows = register.points.get(name, ())
    confirmed = bool(rows) and rows[0]["status"] == "confirmed"
    says = spaced(rows[0]["says"].removeprefix("'")) if confirmed else _UNCONFIRMED
    answer = next(iter(register.answers.get(name, ())), {}) if confirmed else {}
    replied = spaced(answer.get("answer", "").removeprefix("'")) or _UNANSWERED
    for place, due in ((_SAYS, says), (_ANSWER, replied)):
        found = _text(values[place]) if len(values) > place else ""
        # What kind of point it is stands before its words, and what changes behind an answer.
        if not (found.endswith(due) if place == _SAYS else found.startswith(due)):
            yield Problem(where, "not what the register says", short(found), short(due), MEND)
    shown = register.together if name == OF_COMMENTS else rows
    if name == OF_COMMENTS and threshold:
        shown = ()
    due_voices = voices_due(shown, lookup.cells, threshold)
    numbers = [_text([span]) for span in values[_RAISED] if span.get("origin") != "label" and not _is_words(span)]
    if len(numbers) != len(due_voices):
        what = "raised in other ways than the register says"
        yield Problem(where, what, ", ".join(numbers), ", ".join(due_voices), MEND)
        return
    for number, (channel, allowed) in zip(numbers, due_voices.items(), strict=True):
        if number not in allowed:
            what = f"another number than raised it in '{channel}'"
            yield Problem(where, what, number, " or ".join(sorted(allowed)[:3]), MEND)


def _register(run: Path, threshold: int) -> Register | None:
    try:
        return read_register(run, threshold)
    except (OSError, UnicodeDecodeError, csv.Error):
        return None


def _is_words(span: Mapping[str, Any]) -> bool:
    return span.get("origin") == "words" and not span.get("ref")


def _text(spans: Any) -> str:
    return spaced("".join(str(span.get("text", "")) for span in spans))
