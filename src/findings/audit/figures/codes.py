"""What coders gave, as a report shows it: names of coded questions, and of the rows and columns of their numbers.

They are written down here a second time, from docs/decisions/0028 and from the tables as readers know them.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from findings.audit.recount.codedquestions import CodedQuestion, of_question, of_section, of_submissions
from findings.audit.recount.codeframe import CODEFRAME, FreeText, read_codeframe
from findings.errors import VerificationFailed
from findings.evidence.cell import Cell

REGISTER, ANSWERS, COMMENTS = "restricted/points.csv", "restricted/inputs/kept/answers.csv", "restricted/comments.csv"
SUBMITTED = "restricted/inputs/free_text"
_SHORT = {
    "_themes": "themes",
    "_sentiment": "how comments speak",
    "_together": "themes named together",
    "_principles": "principles",
    "_people": "number of people",
}
_COLUMNS = {
    "count": ("Respondents", "Comments", "Submissions"),
    "percent": ("Of those who commented", "Comments", "Submissions"),
    "percent_of_asked": ("Of all who were asked",),
    "mentions": ("Mentions",),
}
_BASES = {
    "base": ("Respondents", "Of those who commented", "Base", "Comments", "Submissions"),
    "base_asked": ("Of all who were asked",),
}
_BASE_ROWS = ("Base", "Bases", "Comments received", "Received")
_RAISED = "Raised in"
_DASH, _GENERAL = "– ", ", in general"
_TAKEN_OUT = re.compile(r"\[[^\]]*\]|…|\.\.\.")


def coded_questions(run: Path, questionnaire: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Name -> what is said of a question that coders answered; nothing where nothing is coded."""
    try:
        free_text = read_codeframe(run / CODEFRAME)
    except VerificationFailed:
        # Told by the recount.
        return {}
    also = questionnaire.get("also_asked") or {}
    found: dict[str, dict[str, Any]] = {}
    for one in _coded(free_text, questionnaire):
        asked = also.get(one.of[0], {})
        number = str(one.title if one.unit else asked.get("number", ""))
        name = one.title or str(asked.get("short", ""))
        options = {key: {"label": label} for key, label in one.labels.items() if not key.startswith("net_")}
        options |= {"people": {"label": "Number of people"}} if one.by == "_people" else {}
        nets = {key.removeprefix("net_"): {"label": label} for key, label in one.labels.items() if key[:4] == "net_"}
        own: dict[str, Any] = {
            "number": number,
            "short": f"{name}: {_SHORT.get(one.by, one.by)}",
            "coded": one.by.removeprefix("_"),
        }
        own |= {"wording": one.title or str(asked.get("wording", "")), "kind": one.question.kind}
        own |= {"asked_if": {} if one.title else asked.get("asked_if") or {}}
        if one.title and not one.unit and one.by == "_themes":
            own["coded"] = "section"
        if one.unit:
            own |= {"unit": one.unit, "source": _source(run, one.of[0])}
        found[one.question.name] = {**own, "of": one.of, "options": options, "nets": nets}
    for row in _rows(run / REGISTER) if found else ():
        kind, question, theme = (*row.get("place", "").split(":", 2), "", "")[:3]
        if kind == "theme" and question + "_themes" in found:
            found[question + "_themes"].setdefault("points", set()).add((row.get("point", ""), theme))
    return found


def _coded(free_text: FreeText, questionnaire: Mapping[str, Any]) -> Iterator[CodedQuestion]:
    for name in questionnaire.get("also_asked") or {}:
        yield from of_question(name, free_text, {})
    for name, section in (questionnaire.get("sections") or {}).items():
        whole = of_section(name, str(section.get("title", "")), section.get("questions") or (), free_text)
        if whole is not None:
            yield whole
    yield from of_submissions(free_text)


def stands_as_coded(
    cell: Cell, known: Mapping[str, Any], names: tuple[str, str], header: str, column: str, above: str, heads: set[str]
) -> bool:
    """Whether a number of coders stands in its row and column.

    Parameters
    ----------
    cell
        The number.
    known
        What `coded_questions` says of its question.
    names
        What its code and its group are called.
    header, column, above
        The row, the column, and the last row above that is no part of another.
    heads
        What its question, the open questions behind it, its proposal and its submissions are called.
    """
    what, level = names
    if column == _RAISED:
        # A point that a theme stands for was raised by as many as named the theme.
        return (header, cell.option) in known.get("points", ())
    base = cell.option in _BASES
    if base:
        columns: tuple[str, ...] = (*_BASES[cell.option], level, *heads)
        return (header in (*_BASE_ROWS, *heads, level, _DASH + level) and column in columns) or (
            header == level and column in _BASE_ROWS
        )
    rows = {what, _DASH + what, _DASH + what + _GENERAL}
    columns = (*_COLUMNS.get(cell.measure, ()), level, *heads)
    if header in rows and column in columns:
        return True
    if column in rows and header in (level, _DASH + level):
        return True
    if known.get("coded") == "principles" and column in _COLUMNS.get(cell.measure, ()):
        return header in heads or (header == _DASH + level and above in heads)
    return False


def known_texts(run: Path, dated: Callable[[date], str]) -> frozenset[str]:
    """Texts with figures that come from the code frame and the register: definitions, dates, points and answers.

    `dated` prints a date.
    """
    content = _codeframe(run)
    if not content:
        return frozenset()
    found = {" ".join(text.split()) for text in _strings(content, dated)}
    places: dict[tuple[str, str], set[str]] = {}
    for row in _rows(run / REGISTER):
        found |= {" ".join(row.get(key, "").split()) for key in ("point", "says", "sender")}
        places.setdefault((row.get("point", ""), row.get("channel", "")), set()).add(row.get("unit", ""))
    found |= {str(len(units)) for units in places.values()}
    for row in _rows(run / ANSWERS):
        found |= {" ".join(text.split()) for text in row.values()}
    return frozenset(found - {""})


def _codeframe(run: Path) -> Mapping[str, Any]:
    """What `codeframe.yaml` of the run says; nothing where it has none or it cannot be read, as the recount tells."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    path = run / CODEFRAME
    try:
        content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, YAMLError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _source(run: Path, name: str) -> str:
    return str((_codeframe(run).get("submissions") or {}).get(name, {}).get("source", ""))


def comments_of(run: Path) -> tuple[str, ...]:
    """What people wrote, with one space where there is any: the words that a quote may hold."""
    wrote = [row.get("text", "") for row in _rows(run / COMMENTS)]
    folder = run / SUBMITTED
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        wrote += [text for row in _rows(path) for text in row.values()]
    return tuple(" ".join(text.split()) for text in wrote if text)


def is_quoted(text: str, comments: tuple[str, ...]) -> bool:
    """Whether somebody wrote a text, but for what was taken out of it.

    Examples
    --------
    >>> is_quoted("I waited [a time] for 2 buses", ("I waited 12 weeks for 2 buses",))
    True
    >>> is_quoted("I waited 13 weeks", ("I waited 12 weeks for 2 buses",))
    False
    """
    parts = [" ".join(part.split()) for part in _TAKEN_OUT.split(text)]
    parts = [part for part in parts if part]
    return bool(parts) and any(all(part in comment for part in parts) for comment in comments)


def _strings(value: Any, dated: Callable[[date], str]) -> Iterator[str]:
    if isinstance(value, date):
        yield dated(value)
    elif isinstance(value, str | int | float):
        yield str(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner, dated)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner, dated)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    csv.field_size_limit(10_000_000)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
