"""The chapter of what others published, held against the files that the run keeps: row by row, figure by figure.

The rules are written out here a second time: which rows of a file are shown and in which order, what they are called,
and how a published figure is printed. A figure of these tables is good in them alone, and nowhere else.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from findings.audit.figures.text import difference, short, spaced
from findings.errors import Problem

FOLDER = "restricted/inputs/context"
FACTS, OF_TABLES = "context-facts", "context-table-"
STEM = "context"
"""What the chapter's notebook is called, after its number."""
FACTS_TITLE = "The programme, as published by others"
TITLE = "Official figures: "
NOT_MADE_UP = {FACTS_TITLE: f"{FACTS_TITLE} and not made up", TITLE: "Official figures, not made up: "}
"""What the titles say where the responses are made up, and these figures are not."""
_ASK = "Ask for the folder as the run left it."
_MEND = "Do not publish this file: run again, and find out who changed it."


@dataclass(frozen=True)
class Published:
    """A table as the run's own files say it: its title without what leads it, its head, its rows, its source."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    note: str


@dataclass(frozen=True)
class Context:
    """What a run's parameters and files say of its context, by the identifiers of the tables that show it."""

    tables: Mapping[str, Published]

    @property
    def figures(self) -> frozenset[str]:
        """Every text that a row of a table may hold, and nothing else of the report."""
        named = {name: table for name, table in self.tables.items() if name != FACTS}
        return frozenset(spaced(text) for table in named.values() for row in table.rows for text in row)


def read_context(run: Path, consultation: Mapping[str, Any]) -> tuple[Context, list[Problem]]:
    """What a run says of its context, and what of it cannot be read."""
    said = consultation.get("context") or {}
    tables: dict[str, Published] = {}
    problems: list[Problem] = []
    try:
        facts = [tuple(str(fact[key]) for key in ("when", "what", "source")) for fact in said.get("facts") or ()]
        declared = dict(said.get("tables") or {})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        where = "restricted/inputs/consultation.yaml"
        return Context({}), [Problem(where, "its context cannot be read", str(error), do=_ASK)]
    if facts:
        tables[FACTS] = Published("", ("When", "What happened", "Source"), tuple(facts), "", "")
    for name, table in declared.items():
        file = f"{FOLDER}/{name}.csv"
        try:
            tables[f"{OF_TABLES}{name}"] = _published(run / file, table)
        except OSError:
            problems.append(Problem(file, "this file of the run is missing", do=_ASK))
        except (csv.Error, KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            what = "not a table that can be read as consultation.yaml says"
            problems.append(Problem(file, what, f"{type(error).__name__}: {error}"[:120], do=_ASK))
    return Context(tables), problems


def _published(path: Path, said: Mapping[str, Any]) -> Published:
    """A table of figures, made of its file as the parameters say."""
    lines = [line for line in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")) if any(line)]
    head, *rest = [[cell.strip() for cell in line] for line in lines]
    at = {heading: head.index(heading) for heading in head}
    rows = [[*line, *[""] * len(head)] for line in rest]
    for column, texts in (said.get("where") or {}).items():
        wanted = {_compared(str(text)) for text in (texts if isinstance(texts, list) else [texts])}
        rows = [row for row in rows if _compared(row[at[column]]) in wanted]
    (first, stub), *others = said["columns"].items()
    called = {_compared(str(text)): str(name) for text, name in (said.get("called") or {}).items()}
    spread = said.get("spread")
    headings = [str(heading) for _, heading in others]
    printed: list[tuple[str, list[str]]] = []
    if spread is None:
        printed = [(row[at[first]], [row[at[column]] for column, _ in others]) for row in rows]
    else:
        headings = [str(heading) for heading in spread["headings"].values()]
        of, figure = at[spread["column"]], at[spread["figures"]]
        wide: dict[str, tuple[str, dict[str, str]]] = {}
        for row in rows:
            wide.setdefault(_compared(row[at[first]]), (row[at[first]], {}))[1].setdefault(
                _compared(row[of]), row[figure]
            )
        keys = [_compared(str(key)) for key in spread["headings"]]
        printed = [
            (name, [own.get(key, "") for key in keys]) for name, own in wide.values() if any(key in own for key in keys)
        ]
    shown = {str(text): str(shorthand) for text, shorthand in (said.get("not_shown") or {}).items()}
    told = tuple(
        (called.get(_compared(name), name), *(shown.get(text, printed_as(text)) for text in own))
        for name, own in printed
    )
    return Published(str(said["title"]), (str(stub), *headings), told, str(said["source"]), str(said.get("note", "")))


def printed_as(figure: str) -> str:
    """A published figure as the report prints it: commas between the thousands of a whole number.

    Examples
    --------
    >>> [printed_as(figure) for figure in ("26245", "-1200", "1,200", "1234.5", "67")]
    ['26,245', '-1,200', '1,200', '1234.5', '67']
    """
    if not re.fullmatch(r"-?[0-9]+", figure):
        return figure
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", figure)


def _compared(text: str) -> str:
    return " ".join(text.casefold().split())


def is_of_context(exhibit: Mapping[str, Any]) -> bool:
    """Whether an exhibit is a table of what others published, and so is held against their files."""
    name = str(exhibit.get("id", ""))
    return exhibit.get("kind") == "table" and (name == FACTS or name.startswith(OF_TABLES))


def context_problems(
    file: str, exhibits: Sequence[tuple[int, Mapping[str, Any]]], context: Context, *, made_up: bool
) -> Iterator[Problem]:
    """Where a notebook's tables of what others published are not those of the files.

    Parameters
    ----------
    file, exhibits
        The notebook, and what it shows: the number of the cell, and the exhibit.
    context
        What the run says of its context.
    made_up
        Whether the responses are made up; the titles say then that these figures are not.
    """
    found: list[str] = []
    for cell, exhibit in exhibits:
        if not is_of_context(exhibit):
            continue
        name = str(exhibit["id"])
        where = f"{file}, cell {cell}, table {name}"
        if name not in context.tables or name in found:
            yield Problem(where, "a table that the parameters do not have", name, ", ".join(context.tables), _MEND)
            continue
        found.append(name)
        yield from _table_problems(where, exhibit, context.tables[name], made_up=made_up)
    if re.sub(r"^\d+_", "", PurePosixPath(file).stem) == STEM and found != list(context.tables):
        what = "not the tables of the parameters, each once and in their order"
        yield Problem(file, what, ", ".join(found), ", ".join(context.tables), _MEND)


def _table_problems(where: str, exhibit: Mapping[str, Any], due: Published, *, made_up: bool) -> Iterator[Problem]:
    title = title_of(due, made_up=made_up)
    source = f"Source: {due.source}" if due.source else ""
    notes = [due.note] if due.note else []
    texts = (
        ("a title", _plain(exhibit["title"]), title),
        ("a source", _plain(exhibit.get("source") or ()), source),
        ("a note", " ".join(map(_plain, exhibit.get("notes") or ())), " ".join(notes)),
    )
    for what, found, right in texts:
        if spaced(found) != spaced(right):
            yield Problem(where, f"{what} that is not what the parameters say", *difference(found, right), do=_MEND)
    head = (_plain(exhibit["stub"]), *map(_plain, exhibit["columns"]))
    if head != tuple(map(spaced, due.head)):
        what = "columns that are not those of the parameters"
        yield Problem(where, what, " | ".join(head), " | ".join(due.head), _MEND)
    rows = [(_plain(row["header"]), *map(_plain, row["values"])) for row in exhibit["rows"]]
    if len(rows) != len(due.rows):
        yield Problem(where, "more or fewer rows than the file has for it", str(len(rows)), str(len(due.rows)), _MEND)
    for row, its in zip(rows, due.rows, strict=False):
        wanted = tuple(map(spaced, its))
        if row != wanted:
            at = f"{where}, row '{short(wanted[0])}'"
            yield Problem(at, "not what its source says", *difference(" | ".join(row), " | ".join(wanted)), do=_MEND)


def title_of(table: Published, *, made_up: bool) -> str:
    """The title of a table, as a reader sees it."""
    lead = TITLE if table.title else FACTS_TITLE
    return spaced(f"{NOT_MADE_UP[lead] if made_up else lead}{table.title}")


def titles_of(run: Path) -> frozenset[str]:
    """The titles of the tables of a run of made-up responses that hold real figures; none where nothing can be read."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        text = (run / "restricted/inputs/consultation.yaml").read_text(encoding="utf-8")
        said = YAML(typ="safe", pure=True).load(text).get("context") or {}
        tables = [str(table["title"]) for table in (said.get("tables") or {}).values()]
        facts = bool(said.get("facts"))
    except (OSError, YAMLError, ValueError, KeyError, TypeError, AttributeError):
        # What cannot be read of the parameters is told elsewhere; without them nothing is excused.
        return frozenset()
    named = [Published(title, (), (), "", "") for title in ([""] if facts else []) + tables]
    return frozenset(title_of(table, made_up=True) for table in named)


def _plain(line: Sequence[Mapping[str, Any]]) -> str:
    return spaced("".join(str(span.get("text", "")) for span in line))
