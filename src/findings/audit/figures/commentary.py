"""What people wrote, as a run keeps it: every paragraph in its chapter as it was written, with the cells that it names.

The rules of braces are written out here a second time: a paragraph in which another number stands, or another value of
before, is not what its author wrote.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from findings.audit.figures.text import has_figure, short, spaced, unmarked
from findings.errors import Problem

if TYPE_CHECKING:
    from findings.audit.figures.inputs import Inputs
    from findings.audit.figures.lookup import Lookup
    from findings.audit.figures.notebooks import Notebook, Spans

FOLDER = "restricted/inputs/commentary"
STYLES = ("commentary", "changed")
FULL, CRATE = "full", "restricted/ro-crate-metadata.json"
ANOTHER = "another number"
_IN_WORDS = ", in words\u201d"
_ASK = "Ask for the folder as the run left it."
_MEND = "Do not publish this file: run again, and find out who changed it."
_BRACES = re.compile(r"\{\{|\}\}|\{([^{}:]*)(:[^{}]*)?\}")
_REF = "\ue000{}\ue001"
_ANY = "\ue000[^\ue001]*\ue001"
_BASE = r"(?: of (?:all respondents|those who(?: were)? \w+)| who(?: were)? \w+| respondents)?"
_ITEM = re.compile("Written when (.*?) was ([^;]*); it is now \ue000([^\ue001]*)\ue001")
_QUESTION = re.compile(r"(?:Question |Q)?(\d+[a-z]?)")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip

Paragraphs = tuple[Mapping[str, Any], ...]


def read_commentary(run: Path) -> tuple[dict[str, Paragraphs], list[Problem]]:
    """The paragraphs of a run's edition by the name of their file, and the files that cannot be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    found: dict[str, Paragraphs] = {}
    problems: list[Problem] = []
    edition = _edition(run)
    folder = run / FOLDER if edition == FULL else run / FOLDER / edition
    for path in sorted(folder.glob("*.yaml")):
        where = path.relative_to(run).as_posix()
        try:
            content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8-sig"))
            found[path.stem] = tuple(dict(paragraph) for paragraph in content.get("paragraphs") or ())
        except (OSError, YAMLError, ValueError, TypeError, AttributeError) as error:
            what = "this file of the run cannot be read"
            problems.append(Problem(where, what, " ".join(str(error).split()), do=_ASK))
    return found, problems


def _edition(run: Path) -> str:
    """The run's edition, as its crate says; a crate that cannot be read is told elsewhere."""
    try:
        graph = json.loads((run / CRATE).read_text(encoding="utf-8"))["@graph"]
        return next(str(entity["value"]) for entity in graph if entity["@id"] == "#value/edition")
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        return FULL


def typed_figures(commentary: Mapping[str, Paragraphs], inputs: Inputs) -> frozenset[str]:
    """The expressions with figures that may stand in commentary beside cells: values of before, dates, questions."""
    from findings.audit.figures.inputs import date_of

    if not commentary:
        return frozenset()
    values = {
        str(value)
        for paragraphs in commentary.values()
        for paragraph in paragraphs
        for value in dict(paragraph.get("when_written") or {}).values()
    }
    days = [date_of(inputs.consultation.get(key)) for key in ("opened", "closed", "published")]
    days.append(date_of((inputs.consultation.get("midpoint") or {}).get("until")))
    for day in (day for day in days if day is not None):
        month = _MONTHS[day.month - 1]
        values |= {f"{day.day} {month}", f"{month} {day.year}", str(day.year)}
    values |= {str(table.get("year", "")) for table in (inputs.consultation.get("populations") or {}).values()}
    for part in ("questions", "also_asked"):
        for question in (inputs.questionnaire.get(part) or {}).values():
            plain = _QUESTION.fullmatch(str(question.get("number", "")))
            if plain:
                values |= {f"{kind}{plain[1]}" for kind in ("Q", "Question ", "question ")}
    return frozenset(values)


def commentary_problems(notebook: Notebook, lookup: Lookup) -> Iterator[Problem]:
    """Where a chapter's commentary is not what the run's own copy says."""
    stem = re.sub(r"^\d+_", "", PurePosixPath(notebook.file).stem)
    due = list(lookup.inputs.commentary.get(stem, ()))
    paragraph: Mapping[str, Any] | None = None
    for shown in notebook.shown:
        if shown.exhibit.get("style") not in STYLES:
            continue
        key = _key(shown.exhibit["text"])
        where = f"{notebook.file}, cell {shown.cell}, {shown.exhibit['style']}"
        if shown.exhibit["style"] == "changed":
            # What changed is told of the paragraph above it.
            yield from _changes(where, key, paragraph or {}, lookup)
            paragraph = None
            continue
        if paragraph is not None:
            yield from _changes(where, "", paragraph, lookup)
        if not due:
            what = "a paragraph that nobody wrote for this part of the report"
            yield Problem(where, what, short(_plain(key)), f"{FOLDER}/{stem}.yaml", _MEND)
            return
        paragraph = due.pop(0)
        if not re.fullmatch(_pattern(paragraph), key):
            yield Problem(
                where, "not what its author wrote", short(_plain(key)), short(str(paragraph.get("text"))), _MEND
            )
    if paragraph is not None:
        yield from _changes(notebook.file, "", paragraph, lookup)
    for left in due:
        what = "a paragraph that its chapter does not show"
        yield Problem(notebook.file, what, "", short(str(left.get("text"))), _MEND)


def _key(line: Spans) -> str:
    """A line with the identifier of each cell in the place of its number."""
    parts = [_REF.format(span["ref"]) if span.get("ref") else str(span.get("text", "")) for span in line]
    return spaced(unmarked("".join(parts)))


def _plain(key: str) -> str:
    return key.replace("\ue000", "{").replace("\ue001", "}")


def _pattern(paragraph: Mapping[str, Any]) -> str:
    """What a paragraph must read, cells by their names; a word for a share may say its base."""
    text, pattern, end = spaced(str(paragraph.get("text", ""))), "", 0
    for match in _BRACES.finditer(text):
        pattern += re.escape(text[end : match.start()])
        end = match.end()
        if match[0] in ("{{", "}}"):
            pattern += re.escape(match[0][0])
            continue
        own = re.escape(_REF.format(match[1].strip()))
        pattern += rf"(?:{own}|{_ANY} of {_ANY}|{_ANY}){_BASE}" if match[2] else own
    pattern += re.escape(text[end:])
    role = spaced(str(paragraph.get("role") or ""))
    return pattern + (re.escape(f" \u2013 {role}") if role else "")


def _changes(where: str, key: str, paragraph: Mapping[str, Any], lookup: Lookup) -> Iterator[Problem]:
    """What is told of a paragraph's numbers: those that are printed otherwise now, each with its value of before."""
    values = {str(name): str(value) for name, value in dict(paragraph.get("when_written") or {}).items()}
    words = {name.partition(":")[0]: value for name, value in values.items() if ":" in name}
    hides = (lookup.inputs.consultation.get("disclosure") or {}).get("profile") == "threshold"
    due = []
    for name, was in values.items():
        cell = lookup.cells.get(name)
        if cell is not None and lookup.printed[name] != was:
            due.append((name, ANOTHER if hides or not cell.visible else was))
    found = []
    for what, was, ref in _ITEM.findall(key):
        if what.endswith(_IN_WORDS) and was == (ANOTHER if hides else words.get(ref)):
            # Whether the word is another now is what the phrase in the paragraph is looked at for.
            continue
        found.append((ref, was))
        cell = lookup.cells.get(ref)
        names: tuple[str, ...] = ()
        if cell is not None and lookup.inputs.question(cell.asked):
            heading = lookup.inputs.question_heading(cell.asked)
            names = (heading, lookup.inputs.level_label(cell.breakdown, cell.level))
        for name in names:
            if name not in what:
                yield Problem(where, f"a number is described as what its cell does not count: {ref}", short(what), name,
                              _MEND)  # fmt: skip
    if sorted(found) != sorted(due):
        told, right = (", ".join(f"{ref} was {was}" for ref, was in sorted(each)) for each in (found, due))
        yield Problem(where, "not what changed since this was written", told or "nothing", right or "nothing", _MEND)


def is_known(text: str, inputs: Inputs) -> bool:
    """Whether every figure of a text is one that may stand in commentary."""
    return not has_figure(text) or spaced(text) in inputs.in_commentary
