"""ThemeFinder and Consult: a line of JSON a response, with its themes; beside it how each speaks and what themes mean.

`mapping.jsonl` is named in `codeframe.yaml`; `sentiment.jsonl` and `themes.json` are read from the same folder if they
are there. Both spellings of the keys are read: those of the package and those of the service.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from findings.consultation.codeframe_file import labels_beside, sentiment_beside
from findings.errors import InputRefused, Problem
from findings.freetext.layouts.written import Reading, Source, Written, rows_named

ID = ("response_id", "themefinder_id")
THEMES = ("labels", "theme_keys", "topic_ids", "theme_ids")
POSITION = ("position", "sentiment")
KEY = ("topic_id", "theme_key", "theme_id")
LABEL = ("topic_label", "theme_name")
DEFINITION = ("topic_description", "theme_description")
MOST_BYTES = 200_000_000


def read_themefinder(source: Source) -> Reading:
    """A line a response, with a list of themes."""
    reading = Reading()
    labels = {key: label for key, label, _ in read_themes(labels_beside(source.path))}
    speaks = _sentiments(source, reading)
    faulty: list[int] = []
    for number, line in json_lines(source.path, source.shown, faulty):
        unit, themes = _first(line, ID), _first(line, THEMES)
        if unit is None or not isinstance(themes, list):
            faulty.append(number)
            continue
        stances = line.get("stances")
        told = stances if isinstance(stances, list) and len(stances) == len(themes) else [None] * len(themes)
        given = list(dict.fromkeys(zip((_text(theme) for theme in themes), map(_text, told), strict=True)))
        for theme, stance in given or [("", "")]:
            code = theme if theme in source.said.themes or source.knows(theme) else labels.get(theme, theme)
            note = f"stance: {stance}" if stance else ""
            sentiment = speaks.get(_text(unit), "")
            reading.rows.append(
                Written(_text(unit), code, sentiment=sentiment, note=note, file=source.shown, row=number)
            )
    if faulty:
        where = f"{source.shown}, {rows_named(sorted(faulty), 'line')}"
        what = "not an object with a response and a list of its themes"
        allowed = f"{' or '.join(ID)}; {', '.join(THEMES)}"
        reading.problems.append(Problem(where, what, allowed=allowed, do="Export the mapping again as JSON lines."))
    return reading


def read_themes(path: Path) -> list[tuple[str, str, str]]:
    """Key, label and definition of each theme in a `themes.json`; none where there is no such file.

    Raises
    ------
    InputRefused
        If the file holds no list of themes.
    """
    if not path.is_file():
        return []
    found = []
    content = _parsed(path.read_text(encoding="utf-8-sig"), path.name)
    for one in content if isinstance(content, list) else [content]:
        key, label = (_first(one, KEY), _first(one, LABEL)) if isinstance(one, dict) else (None, None)
        if key is None or label is None:
            what, allowed = "not a list of themes with their keys and labels", f"{', '.join((*KEY, *LABEL))}"
            raise InputRefused([Problem(path.name, what, allowed=allowed, do="Export the themes again.")])
        found.append((_text(key), _text(label), _text(_first(one, DEFINITION))))
    return found


def json_lines(path: Path, shown: str, faulty: list[int]) -> Iterator[tuple[int, dict[str, object]]]:
    """The objects of a file, a line each, with the number of the line; the numbers of other lines go to `faulty`.

    Raises
    ------
    InputRefused
        If it is too large, or is not UTF-8.
    """
    if path.stat().st_size > MOST_BYTES:
        raise InputRefused([Problem(shown, "the file is too large", do="Export fewer questions at a time.")])
    try:
        # Not `splitlines`: a comment may hold the line and paragraph marks of Unicode.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputRefused([Problem(shown, "the file is not UTF-8", do="Export it again.")]) from None
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
        except (ValueError, RecursionError):
            content = None
        if isinstance(content, dict):
            yield number, content
        else:
            faulty.append(number)


def _sentiments(source: Source, reading: Reading) -> Mapping[str, str]:
    """Response -> how it speaks, where `sentiments` says what the file means."""
    path = sentiment_beside(source.path)
    if not path.is_file():
        return {}
    if not source.said.sentiments:
        reading.told.append(
            f"{source.shown}: {path.name} lies beside it and is not read, since 'sentiments' does not say what its "
            "words mean"
        )
        return {}
    found: dict[str, str] = {}
    faulty: list[int] = []
    for number, line in json_lines(path, path.name, faulty):
        unit, position = _first(line, ID), _first(line, POSITION)
        if unit is None or found.setdefault(_text(unit), _text(position)) != _text(position):
            faulty.append(number)
    if faulty:
        where = f"{path.name}, {rows_named(sorted(faulty), 'line')}"
        reading.problems.append(Problem(where, "not one word for each response", do="Export it again as JSON lines."))
    return found


def _first(line: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((line[name] for name in names if name in line), None)


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputRefused([Problem(name, "not JSON", do="Export the themes again.")]) from None
