"""The points of the board's files beside the register of the run: their words, how many raised each, the answers.

What people say has figures of its own, so they are not looked up in the parameters: a point's words are held against
`restricted/points.csv` and its answer against `kept/answers.csv`, both counted and read here a second time.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.text import short, spaced
from findings.audit.recount.codeframe import CODEFRAME, read_codeframe
from findings.errors import Problem
from findings.evidence.cell import Cell

REGISTER = "restricted/points.csv"
ANSWERS = "restricted/inputs/kept/answers.csv"
OF_COMMENTS = "D-comments"
"""All drafts from comments together."""
HEADS = {
    "Point": "point",
    "Status": "status",
    "What was said": "says",
    "Kind": "kind",
    "Themes": "themes",
    "Proposals": "proposals",
    "Raised in": "raised_in",
    "Bodies that raised it": "named",
    "Answer": "answer",
    "What changes": "change",
    "Who answers": "owner",
    "Answered on": "date",
    "Decided": "decision",
}
_INSTEAD = {"says": "A draft: nobody has confirmed yet what it says", "answer": "No answer yet"}
_OF_COMMENTS = "Drafts from comments: nobody has confirmed yet what they say"
_OF_ANSWER = ("answer", "change", "owner", "date", "decision")
_OF_WORDS = ("says", "named", "answer")
_NONE = "[z]"
Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Register:
    """The register of a run as it may be told.

    Parameters
    ----------
    points
        Each point that stands and is told by itself -> its rows.
    together
        The rows of all drafts from comments.
    answers
        Point -> its answers.
    bodies
        Channel -> the senders that the code frame says are bodies; nobody else is named.
    """

    points: Mapping[str, Rows]
    together: Rows
    answers: Mapping[str, Rows]
    bodies: Mapping[str, frozenset[str]]

    @property
    def names(self) -> tuple[str, ...]:
        """Every entry that is told."""
        return (*self.points, *([OF_COMMENTS] if self.together else []))


def read_register(run: Path, threshold: int) -> Register:
    """The register of a run; empty where it has none.

    Raises
    ------
    OSError, UnicodeDecodeError, csv.Error
        If it cannot be read.
    """
    register = _by_point(run / REGISTER)
    standing = {name: rows for name, rows in register.items() if rows[0]["status"] in ("confirmed", "draft")}
    submitted = read_codeframe(run / CODEFRAME).submissions if standing else {}
    alone = {*submitted, *(() if threshold else ("theme",))}
    points = {name: rows for name, rows in standing.items() if not _of_comments(rows, alone)}
    together = [row for name, rows in standing.items() if name not in points for row in rows]
    bodies = {name: own.bodies for name, own in submitted.items()}
    return Register(points, together, _by_point(run / ANSWERS), bodies)


def point_problems(run: Path, file: str, content: Any, lookup: Lookup) -> Iterator[Problem]:
    """What of the points of `board/evidence.json` is not what the register of the run says.

    Parameters
    ----------
    run, file
        The run, and the file as messages name it.
    content
        The list under `points`.
    lookup
        The cells of the store, of which a number of voices may be one.
    """
    if not isinstance(content, list) or not all(isinstance(point, dict) for point in content):
        yield Problem(f"{file}, points", "not a list of points", short(str(content)), do=MEND)
        return
    threshold = threshold_of(lookup.inputs.consultation)
    try:
        register = read_register(run, threshold)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield Problem(REGISTER, "a register that cannot be read", str(error), do=MEND)
        return
    found = [str(point.get("point")) for point in content]
    for name in [name for name in register.names if name not in found]:
        yield Problem(f"{file}, points", "a point of the register that the board is not told of", name, do=MEND)
    for name in sorted({name for name in found if found.count(name) > 1}):
        yield Problem(f"{file}, points", "a point that stands twice", name, do=MEND)
    for point in content:
        name = str(point.get("point"))
        where = f"{file}, point {name}"
        if name in register.points:
            yield from _point(where, point, register.points[name], register, lookup)
        elif name == OF_COMMENTS and register.together and not any(point.get(key) for key in _OF_WORDS):
            due = voices_due(() if threshold else register.together, lookup.cells, threshold)
            yield from _voices(where, point.get("raised_in"), due)
        else:
            yield Problem(where, "a point that the register does not have", short(str(point.get("says"))), do=MEND)


def _by_point(path: Path) -> dict[str, list[dict[str, str]]]:
    """Point -> its rows; nothing where there is no such file."""
    if not path.is_file():
        return {}
    csv.field_size_limit(10_000_000)
    rows: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(str(row.get("point", "")), []).append({key: value or "" for key, value in row.items()})
    return rows


def _point(where: str, point: Mapping[str, Any], rows: Rows, register: Register, lookup: Lookup) -> Iterator[Problem]:
    confirmed = rows[0]["status"] == "confirmed"
    answers = register.answers.get(rows[0]["point"], ())
    answer = answers[0] if confirmed and answers else {}
    due: dict[str, object] = {
        "confirmed": confirmed,
        "says": rows[0]["says"] if confirmed else "",
        "kind": rows[0]["kind"],
        "status": "answered" if answer.get("answer", "").strip() else "unanswered",
        **{key: answer.get(key, "") for key in _OF_ANSWER},
    }
    for key, allowed in due.items():
        if _plain(point.get(key)) != _plain(allowed):
            what = f"not what the register says under '{key}'"
            yield Problem(where, what, short(str(point.get(key))), short(str(allowed)) or "nothing", MEND)
    named = {
        _plain(row["sender"])
        for row in rows
        if confirmed and _lower(row["sender"]) in register.bodies.get(row["channel"], ())
    }
    for body in point.get("named", ()):
        if _plain(body) not in named:
            yield Problem(where, "a body that did not raise it", short(str(body)), do=MEND)
    voices = voices_due(rows, lookup.cells, threshold_of(lookup.inputs.consultation))
    yield from _voices(where, point.get("raised_in"), voices)


def _voices(where: str, told: Any, due: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """How many raised a point, channel by channel in the order of the register."""
    if not isinstance(told, dict) or len(told) != len(due):
        yield Problem(where, "raised in other ways than the register says", short(str(told)), ", ".join(due), MEND)
        return
    for said, (channel, allowed) in zip(told.values(), due.items(), strict=True):
        if str(said) not in allowed:
            what = f"another number than raised it in '{channel}'"
            yield Problem(where, what, str(said), " or ".join(sorted(allowed)), MEND)


def voices_due(rows: Rows, cells: Mapping[str, Cell], threshold: int) -> dict[str, frozenset[str]]:
    """Channel -> what may be said of how many raised a point: counted again from the places of the register.

    Of a theme it is what its cell shows. Who gave any of several themes, or wrote beside, is not counted again: no
    fewer than gave the first of them, and no more than gave all.
    """
    units: dict[str, set[str]] = {}
    themes: dict[str, list[str]] = {}
    for row in rows:
        if row["channel"] == "theme":
            _, question, theme = row["place"].split(":", 2)
            units.setdefault(question, set())
            themes.setdefault(question, []).append(f"{question}_themes#{theme}")
        elif row["unit"]:
            units.setdefault(row["channel"], set()).add(row["unit"])
    return {
        channel: frozenset(_said(len(own), themes.get(channel, []), cells, threshold)) for channel, own in units.items()
    }


def _said(own: int, themes: Sequence[str], cells: Mapping[str, Cell], threshold: int) -> Iterator[str]:
    shown = [cells[name].text if name in cells else "not told" for name in themes]
    if threshold and themes:
        yield from shown if len(themes) == 1 and not own else ["not told"]
        return
    yield from shown
    if threshold:
        yield f"fewer than {threshold}" if own < threshold else f"{threshold} or more"
    if not themes:
        yield str(own)
    elif (own or len(themes) > 1) and all(name in cells and cells[name].visible for name in themes):
        counts = [int(cells[name].value) for name in themes]
        yield from map(str, range(max(counts), sum(counts) + own + 1))


def threshold_of(consultation: Mapping[str, Any]) -> int:
    """The least count that may be shown; 0 where none is hidden."""
    return int(str((consultation.get("disclosure") or {}).get("threshold", 0) or 0))


def _of_comments(rows: Rows, alone: Collection[str]) -> bool:
    """Whether it is a draft that came of comments, and so is told together with others."""
    return rows[0]["status"] == "draft" and any(row["channel"] not in alone for row in rows)


def point_row(rows: Sequence[Sequence[Any]]) -> int:
    """The row of the headings of the sheet of points; -1 on another sheet."""
    return next((place for place, row in enumerate(rows) if set(HEADS) <= set(row)), -1)


def sheet_problems(where: str, rows: Sequence[Sequence[Any]], points: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """The sheet of points, row by row, beside the points of the JSON."""
    head = point_row(rows)
    names = [str(name) for name in rows[head]]
    body = [row for row in rows[head + 1 :] if any(cell != "" for cell in row)]
    if len(body) != len(points):
        yield Problem(where, "more or fewer rows than there are points", str(len(body)), str(len(points)), MEND)
        return
    for row, point in zip(body, points, strict=True):
        found = dict(zip(names, row, strict=False))
        for column, key in HEADS.items():
            allowed = _as_cell(point.get(key)) or _INSTEAD.get(key, _NONE)
            if allowed == _INSTEAD["says"] and point.get("point") == OF_COMMENTS:
                allowed = _OF_COMMENTS
            if _plain(found.get(column)) != _plain(allowed):
                at = f"{where}, point {point.get('point')}, column '{column}'"
                yield Problem(at, "not what the board's JSON says", short(str(found.get(column))), short(allowed), MEND)


def known_line(points: Sequence[Mapping[str, Any]]) -> str:
    """The line of the sheet that counts what is unanswered, counted here again."""
    unanswered = [point for point in points if point.get("status") != "answered"]
    drafts = sum(not point.get("confirmed") for point in unanswered)
    return (
        f"Unanswered: {len(unanswered)} of {len(points)} rows, of which {drafts} are drafts that nobody has "
        "confirmed. They stand first."
    )


def _as_cell(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, text in value.items())
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _lower(sender: str) -> str:
    """A sender as it is compared with the bodies."""
    return " ".join(_plain(sender).casefold().split())


def _plain(value: object) -> str:
    """A text without what spreadsheets and CSV put before it."""
    text = spaced(str(value if value is not None else ""))
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text
