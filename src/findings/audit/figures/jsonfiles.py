"""Every number in a JSON file: the value of the cell beside it, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from findings.audit.figures.lookup import MEND, Lookup
from findings.audit.figures.names import MEASURES
from findings.audit.figures.points import point_problems
from findings.audit.figures.text import has_figure, short, spaced
from findings.audit.strictjson import strict_json
from findings.errors import Problem
from findings.evidence.cell import Cell

_FIGURE = {"cell", "value", "status"}
_HIGHLIGHT = {"says", "answer", "figure", "base"}
_OF_OPTION = {"rank_1": "Ranked first", "net_top": "In the first places"}
_OTHER_BASE = {"percent_of_answered": "Of those who answered", "percent_of_asked": "Of those who were asked"}
_NOT_APPLICABLE = "[z]"
_STANCES = {"support": "support", "opposition": "oppose"}
_MEASURES = {"percent": "percent", "count": "count", "difference": "difference", "base": "count"}


def json_problems(run: Path, file: str, lookup: Lookup) -> list[Problem]:
    """Every number of a JSON file that is not its cell's, and every text with a figure that nothing says."""
    try:
        content = strict_json((run / file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [Problem(file, "a JSON file that cannot be read", str(error), do=MEND)]
    points = content.pop("points", []) if isinstance(content, dict) else []
    return [*_walk(f"{file}, ", "", content, lookup, {}), *point_problems(run, file, points, lookup)]


def schema_problems(run: Path, file: str) -> list[Problem]:
    """Every description with a figure in a JSON Schema: a schema says what a file may hold, never what it holds."""
    try:
        content = strict_json((run / file).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return [Problem(file, "a JSON file that cannot be read", str(error), do=MEND)]
    return [
        Problem(f"{file}, {path}", "a figure in a schema", short(str(value)), do=MEND)
        for path, value in _leaves("", content)
        if has_figure(str(value)) and not path.endswith("$schema") and not isinstance(value, bool)
    ]


def _leaves(path: str, content: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _leaves(f"{path}.{key}".lstrip("."), value)
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from _leaves(f"{path}[{place}]", value)
    else:
        yield path, content


def _walk(where: str, path: str, content: Any, lookup: Lookup, around: Mapping[str, Any]) -> Iterator[Problem]:
    """Look at a value; `around` is what the objects that it stands in say of it: question, breakdown and group."""
    if isinstance(content, dict):
        if set(content) == _FIGURE:
            yield from _figure(where + path, path.rpartition(".")[2], content, lookup, around)
            return
        if set(content) == _HIGHLIGHT:
            yield from _highlight(where + path, content, lookup, around)
        yield from _labels(where + path, content, lookup, around)
        names = {key: value for key, value in content.items() if key in ("question", "breakdown", "group")}
        for key, value in content.items():
            if has_figure(str(key)) and str(key) not in lookup.inputs.names:
                yield Problem(where + path, "a figure in a name that the parameters do not have", str(key), do=MEND)
            yield from _walk(where, f"{path}.{key}".lstrip("."), value, lookup, {**around, **names})
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from _walk(where, f"{path}[{place}]", value, lookup, around)
    elif isinstance(content, str):
        if has_figure(content) and content not in lookup.inputs.names and not lookup.inputs.hold(content):
            yield Problem(where + path, "a figure that the run's parameters do not have", short(content), do=MEND)
    elif content is not None and not isinstance(content, bool):
        yield Problem(where + path, "a number without a cell", str(content), do=MEND)


def _labels(where: str, content: Mapping[str, Any], lookup: Lookup, around: Mapping[str, Any]) -> Iterator[Problem]:
    """The words of a question or a group are those of the questionnaire under its name."""
    inputs = lookup.inputs
    due: dict[str, str] = {}
    if isinstance(content.get("question"), str):
        question = content["question"]
        due = {key: str(inputs.question(question).get(key, "")) for key in ("number", "short", "wording")}
        for key, stance in _STANCES.items():
            due[key] = inputs.option_label(question, inputs.stance_option(question, stance))
    elif "group" in content and "question" in around:
        due = {"label": inputs.level_label(str(content.get("breakdown", "")), str(content["group"]))}
    for key, allowed in due.items():
        if key in content and spaced(str(content[key])) != spaced(allowed):
            what = "not what the run's questionnaire says"
            yield Problem(f"{where}.{key}", what, short(str(content[key])), short(allowed), MEND)


def _figure(
    where: str, key: str, figure: Mapping[str, Any], lookup: Lookup, around: Mapping[str, Any]
) -> Iterator[Problem]:
    """A cell's identifier with its value and status, under a name that says what it counts."""
    ref, value, status = figure["cell"], figure["value"], figure["status"]
    if ref == "":
        if value is not None or status != _NOT_APPLICABLE:
            yield Problem(where, "a number without a cell", f"{value} {status}", _NOT_APPLICABLE, MEND)
        return
    cell = lookup.cells.get(str(ref))
    if cell is None:
        yield Problem(where, f"a number of a cell that the store does not have: {ref}", str(value), do=MEND)
        return
    if status != cell.status.value:
        yield Problem(where, f"a status that is not its cell's: {ref}", str(status), cell.status.value, MEND)
    allowed = json.loads(cell.value) if cell.visible else None
    if value != allowed or isinstance(value, bool):
        what = (
            f"a number that is not its cell's: {ref}" if cell.visible else f"a number where its cell is hidden: {ref}"
        )
        yield Problem(where, what, str(value), "null" if allowed is None else str(allowed), MEND)
    expected = _expected(key, around, lookup)
    if expected and expected != _parts(cell):
        what = f"a cell under a name that is not its own: {ref}"
        yield Problem(where, what, " ".join(_parts(cell)), " ".join(expected), MEND)


def _highlight(where: str, content: Mapping[str, Any], lookup: Lookup, around: Mapping[str, Any]) -> Iterator[Problem]:
    """What a question comes down to: the words beside a number are those of its cell, and the base is its own."""
    cell = lookup.cells.get(str(content["figure"]["cell"]))
    if cell is None:
        # Told where the figure is looked at.
        return
    due = {"says": MEASURES.get(cell.measure) or _OF_OPTION.get(cell.option, "Most chosen"), "answer": ""}
    if cell.measure == "count":
        due["says"] = "Wrote an answer"
    if cell.measure in _OTHER_BASE:
        due["says"] = _OTHER_BASE[cell.measure]
    if due["says"] == "Most chosen" or cell.measure in _OTHER_BASE:
        due["answer"] = lookup.inputs.option_label(cell.asked, cell.option)
    for key, allowed in due.items():
        if spaced(str(content[key])) != allowed:
            what = f"words that are not those of the number beside them: {cell.cell}"
            yield Problem(f"{where}.{key}", what, str(content[key]), allowed or "nothing", MEND)
    base = cell.base_cell or f"{cell.table}#base"
    if str(content["base"]["cell"]) != base or cell.asked != around.get("question") or cell.breakdown:
        what = f"a number with the base of another, or of another question: {cell.cell}"
        yield Problem(where, what, str(content["base"]["cell"]), base, MEND)


def _parts(cell: Cell) -> tuple[str, ...]:
    return cell.asked, cell.option, cell.breakdown, cell.level, cell.measure


def _expected(key: str, around: Mapping[str, Any], lookup: Lookup) -> tuple[str, ...]:
    """The parts of the cell that belongs under a key such as `support_percent`; none where that cannot be told."""
    question = around.get("question")
    stance, _, measure = key.partition("_")
    if key == "analysed":
        return "funnel", "analysed", "", "", "count"
    if not isinstance(question, str) or not {"breakdown", "group"} <= set(around):
        return ()
    if "says" in around:
        return ()
    if key == "base":
        option = "base"
    elif key == "difference":
        option = lookup.inputs.stance_option(question, "support")
    elif stance in _STANCES:
        option = lookup.inputs.stance_option(question, _STANCES[stance])
    else:
        return ()
    return question, option, str(around["breakdown"]), str(around["group"]), _MEASURES.get(measure or key, "")
