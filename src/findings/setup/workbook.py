"""`findings workbook out` and `in`: the parameters of a consultation as a workbook, and back."""

from __future__ import annotations

import copy
import datetime
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from findings.consultation.build import build
from findings.consultation.yamlfile import parse_yaml
from findings.errors import FindingsError, ParameterError, Problem
from findings.setup.compare import edits_of
from findings.setup.content import CONSULTATION, GUESSES, QUESTIONNAIRE, Content
from findings.setup.read import Workbook, read_workbook, rows_of
from findings.setup.sheets import apply, is_done, tables
from findings.setup.table import Edits, Notes, Table
from findings.setup.write import MOST_LETTERS, workbook_bytes
from findings.setup.yamledit import rewritten

FILES = (CONSULTATION, QUESTIONNAIRE, GUESSES)
DEFAULT_NAME = "setup.xlsx"
_KEYS = re.compile(r"\(([^()]*)\)$")
_PLAN = "chapters: {any: {notebook: any.ipynb, reads: method}}\n"
"""The chapters are no matter of the workbook; a folder without a plan of its own is checked with this one."""


@dataclass(frozen=True)
class Changes:
    """What reading a workbook changed.

    Parameters
    ----------
    lines
        Each change in words.
    files
        The files that were written again.
    """

    lines: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def told(self) -> str:
        """What to print."""
        if not self.files:
            return "nothing changed"
        return "\n".join([*self.lines, f"written: {', '.join(self.files)}"])


@dataclass(frozen=True)
class _Parameters:
    """The files of a folder: their texts, and what they say."""

    texts: Mapping[str, str]
    content: Content

    @property
    def said(self) -> dict[str, Any]:
        """What each file says."""
        own = self.content
        return {CONSULTATION: own.consultation, QUESTIONNAIRE: own.questionnaire, GUESSES: own.guesses}


def write_setup(parameters_folder: Path, file: Path | None = None) -> Path:
    """Write the workbook of a parameter folder.

    Parameters
    ----------
    parameters_folder
        Holds `consultation.yaml`, `questionnaire.yaml`, and `guesses.yaml` of a draft.
    file
        The workbook; `setup.xlsx` in the folder unless named.

    Raises
    ------
    ParameterError
        If the parameters are wrong, or a workbook is there whose changes nobody has read in.
    """
    folder = Path(parameters_folder)
    path = Path(file) if file is not None else folder / DEFAULT_NAME
    _checked(folder, {})
    parameters = _read(folder)
    sheets = tables(parameters.content)
    fits(sheets)
    published = parameters.content.consultation["published"]
    created = published if isinstance(published, datetime.date) else datetime.date.fromisoformat(str(published))
    new = workbook_bytes(sheets, folder.name, path.name, created)
    if path.exists() and path.read_bytes() != new:
        _nothing_lost(path, parameters.content)
    replace_files({path: new})
    return path


def read_setup(parameters_folder: Path, file: Path | None = None) -> Changes:
    """Put what a person changed in the workbook into the parameter files.

    Nothing is written unless all of it can be, and the files that come out of it are in order.

    Raises
    ------
    InputRefused
        If the file is no workbook that can be read.
    ParameterError
        With every problem of all sheets.
    """
    folder = Path(parameters_folder)
    path = Path(file) if file is not None else folder / DEFAULT_NAME
    workbook = read_workbook(path)
    parameters = _read(folder)
    notes = Notes()
    edits = _edits(workbook, parameters.content, notes)
    content = copy.deepcopy(parameters.content)
    if edits is not None:
        apply(content, edits, notes)
    if notes.problems or edits is None:
        raise ParameterError(notes.problems)
    texts = _texts(parameters, content)
    if texts:
        try:
            _checked(folder, texts)
        except FindingsError as error:
            raise type(error)(
                [_in_the_workbook(problem, workbook, edits, content) for problem in error.problems]
            ) from None
        replace_files({folder / name: text.encode("utf-8") for name, text in texts.items()})
    return Changes(tuple(dict.fromkeys(notes.changes)) if texts else (), tuple(texts))


def _read(folder: Path) -> _Parameters:
    texts: dict[str, str] = {}
    content: dict[str, Any] = {}
    problems: list[Problem] = []
    for name in FILES:
        path = folder / name
        if not path.is_file():
            if name != GUESSES:
                problems.append(Problem(f"{folder.name}/{name}", "the file is missing", do="Check the folder's name."))
            continue
        try:
            texts[name] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            problems.append(Problem(f"{folder.name}/{name}", "the file is not UTF-8", do="Save it as UTF-8."))
            continue
        parsed = parse_yaml(texts[name].removeprefix("\ufeff"), f"{folder.name}/{name}")
        problems += parsed.problems
        content[name] = parsed.content
    if problems:
        raise ParameterError(problems)
    return _Parameters(texts, Content(content[CONSULTATION], content[QUESTIONNAIRE], content.get(GUESSES) or {}))


def _edits(workbook: Workbook, content: Content, notes: Notes) -> dict[str, Edits] | None:
    """What was changed on each sheet; None where a sheet cannot be read."""
    written = workbook.written()
    edits: dict[str, Edits] = {}
    whole = True
    for table in tables(content):
        rows = rows_of(workbook, table, notes)
        if rows is None:
            whole = False
            continue
        before = (written or {}).get(table.sheet)
        base = table.by_key if before is None else {table.key(cells): cells for cells in before.values()}
        where = f"{workbook.name}, sheet '{table.sheet}'"
        edits[table.sheet] = edits_of(table, base, rows, where, notes, is_done(content, table.sheet))
    return edits if whole else None


def _texts(parameters: _Parameters, content: Content) -> dict[str, str]:
    """The files whose content changed, as they are to be written: byte order mark and line ends as before."""
    new = _Parameters({}, content).said
    texts: dict[str, str] = {}
    for name, old in parameters.texts.items():
        # Written out, since two mappings are equal whatever their order.
        if repr(new[name]) == repr(parameters.said[name]):
            continue
        mark = "\ufeff" if old.startswith("\ufeff") else ""
        lines = "\r\n" if "\r\n" in old else "\n"
        plain = old.removeprefix("\ufeff").replace("\r\n", "\n")
        text = rewritten(plain, new[name])
        if text != (plain if plain.endswith("\n") else plain + "\n"):
            texts[name] = mark + text.replace("\n", lines)
    return texts


def _checked(folder: Path, texts: Mapping[str, str]) -> None:
    """Build the parameters of the folder with these texts in the place of its files; nothing is written there."""
    with tempfile.TemporaryDirectory() as temporary:
        plan = Path(temporary) / "plan.yaml"
        plan.write_text(_PLAN, encoding="utf-8")
        # Not from a copy: a folder's files name others, and those beside or above it.
        build(folder.resolve(), plan, instead=texts)


def _in_the_workbook(problem: Problem, workbook: Workbook, edits: Mapping[str, Edits], content: Content) -> Problem:
    """A fault of the parameter files told at the row of the workbook that it comes from, where there is one."""
    match = _KEYS.search(problem.where)
    keys = match[1].split(".") if match else []
    row = _row_of(keys, edits, content) or _row_that_reads(problem.found, edits)
    return replace(problem, where=row) if row else problem


def _row_of(keys: Sequence[str], edits: Mapping[str, Edits], content: Content) -> str:
    if len(keys) < 2:
        return ""
    part, name, *rest = keys
    holder = f"{'scale' if part == 'scales' else 'question'} {name}"
    wanted: list[tuple[str, tuple[str, ...]]] = []
    if part in ("questions", "also_asked", "scales"):
        if rest[:1] == ["options"] and len(rest) > 1:
            wanted.append(("Answers", (holder, rest[1])))
        if rest[:1] == ["nets"] and len(rest) > 1:
            wanted.append(("Nets", (holder, rest[1])))
        if rest[:1] == ["bands"] and len(rest) > 1:
            wanted.append(("Bands", (name, rest[1])))
        wanted.append(("Questions", (name,)))
    wanted += [("Proposals", (name,))] if part == "sections" else []
    for sheet, key in wanted:
        found = edits[sheet].rows.get(key) or next((r for r in edits[sheet].added if r.cells.get("name") == name), None)
        if found is not None:
            return found.where
    if part == "breakdowns":
        return next((row.where for key, row in edits["Breakdowns"].rows.items() if key[0] == name), "")
    if part == "scales":
        return next((row.where for key, row in edits["Answers"].rows.items() if key[0] == holder), "")
    return ""


def _row_that_reads(column: str, edits: Mapping[str, Edits]) -> str:
    """The last question that names this column, where a column is what the problem is about."""
    rows = [*edits["Questions"].rows.values(), *edits["Questions"].added]
    return next((row.where for row in reversed(rows) if column and row.cells["column"] == column), "")


def fits(sheets: Sequence[Table]) -> None:
    """Refuse a text that no cell of a workbook can hold.

    Raises
    ------
    ParameterError
        With each such text.
    """
    problems = [
        Problem(
            f"sheet '{table.sheet}', {', '.join(table.key(cells))}",
            f"a text too long for a cell of a workbook, in column '{column}'",
            f"{len(text)} letters",
            f"{MOST_LETTERS}",
            "Shorten it in the parameter file.",
        )
        for table in sheets
        for cells in table.rows
        for column, text in cells.items()
        if len(text) > MOST_LETTERS
    ]
    if problems:
        raise ParameterError(problems)


def _nothing_lost(path: Path, content: Content) -> None:
    """Refuse to write over a workbook in which somebody has changed something since."""
    do = "Read it in first (findings workbook in), or give it another name."
    notes = Notes()
    try:
        edits = _edits(read_workbook(path), content, notes)
    except FindingsError:
        raise ParameterError(
            [Problem(path.name, "a file of this name is there, and is no set-up workbook", do=do)]
        ) from None
    # Rows that were read in stay as a person wrote them, with cells left empty: what counts is whether reading them
    # again would change anything.
    again = copy.deepcopy(content)
    if edits is not None and not notes.problems:
        apply(again, edits, notes)
    if edits is None or notes.problems or repr(again) != repr(content):
        raise ParameterError([Problem(path.name, "a workbook is there with changes that were not read in", do=do)])


def replace_files(files: Mapping[Path, bytes]) -> None:
    """Write all files beside their places, and then put each in its place: whoever reads finds old or new."""
    ready: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            beside = path.with_name(f".{path.name}.new")
            beside.write_bytes(content)
            ready.append((beside, path))
        for beside, path in ready:
            beside.replace(path)
    except PermissionError as error:
        name = Path(str(error.filename or "")).name.removeprefix(".").removesuffix(".new")
        do = "Close it in the other program, and try again."
        raise ParameterError(
            [Problem(name, "the file cannot be written: it is open elsewhere, or locked", do=do)]
        ) from None
    finally:
        for beside, _ in ready:
            beside.unlink(missing_ok=True)
