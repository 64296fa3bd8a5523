"""`findings workbook out` and `in` for the points register: `points.xlsx` beside the parameters, and back.

People read each draft, say it in their own words, merge it into another or say why it is no point. What they decided
stands in `kept/points.csv`; the file as it was before is kept under `kept/earlier`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from findings.consultation.build import Parameters
from findings.consultation.codeframe_file import POINTS as FILE
from findings.consultation.points_file import HEAD, KeptPoint, point_row
from findings.consultation.points_rules import read_points
from findings.errors import FindingsError, ParameterError, Problem
from findings.evidence.csvtext import csv_text
from findings.evidence.mark import marked
from findings.freetext.points import Register, summary
from findings.freetext.register import Entry
from findings.setup.compare import as_same, edits_of
from findings.setup.points_now import received_now, register_now
from findings.setup.points_rows import Decided, decided, sources_there
from findings.setup.points_sheet import (
    INTO,
    IS_POINT,
    NO,
    NO_POINT,
    OF_FILE,
    POINTS,
    SAYS,
    TEXT,
    first_place,
    points_table,
    words_of,
)
from findings.setup.read import Workbook, read_workbook, rows_of
from findings.setup.table import Cells, Edits, Filled, Key, Notes, Table
from findings.setup.workbook import Changes, fits, replace_files
from findings.setup.write import LISTS, START, WRITTEN, Guide, workbook_bytes

STEM = "points"
DEFAULT_NAME = f"{STEM}.xlsx"
EARLIER = "kept/earlier"
GUIDE = Guide(
    "Points of {name}",
    "How to read the points of {name}",
    (
        "1. Each row of the sheet Points is something that somebody wrote and that may be a point: an argument, an "
        "alternative, a condition or a question. It counts as unanswered until somebody has read it.",
        "2. It is a point: choose yes in 'a point?', say it in your own words, and put your initials in 'read by'. "
        "Only your words are published. Give its kind, themes and proposals.",
        "3. Another row says the same: write the number of that row, such as P-3 or D-7, in 'merge into'.",
        "4. It is no point: choose no, and give the reason in 'reason if no point'.",
        "5. Two points in one passage: add a row below the others with 'no.' empty, and copy its cell 'places'.",
        "6. What you leave blank stays to be read. What you began stays as you left it.",
        "7. Grey cells are not for you to change. You may sort and filter; do not delete rows.",
        "8. This file holds people's own words: pass it only to those who may read them.",
        "9. Save and close the file, then: findings workbook in {name} {file}",
    ),
)


def is_points(path: Path) -> bool:
    """Whether a workbook is one of points, by its sheet; a file that cannot be read is none."""
    try:
        return POINTS in read_workbook(path).sheets
    except FindingsError:
        return False


def is_points_file(way: str, file: Path) -> bool:
    """Whether a workbook that is named is to be one of points: out by its name, in by its sheet."""
    return is_points(file) if way == "in" else file.stem.casefold().startswith(STEM)


def points_book(way: str, parameters: Parameters, file: Path) -> list[str]:
    """Write the workbook (`out`) or read it (`in`); returns what to print."""
    if way == "in":
        return [f"{file.name}: {read_points_book(parameters, file).told}"]
    path, told = write_points_book(parameters, file)
    return [f"written: {path}, with {told}", "it holds people's own words: pass it only to those who may read them"]


def write_points_book(parameters: Parameters, file: Path | None = None) -> tuple[Path, str]:
    """Write the workbook of points; returns where, and what there is to read.

    Parameters
    ----------
    parameters
        The consultation.
    file
        The workbook; `points.xlsx` beside the parameters unless named.

    Raises
    ------
    ParameterError
        If a workbook is there whose changes nobody has read in.
    """
    path = file if file is not None else parameters.folder / DEFAULT_NAME
    register = register_now(parameters)
    new = _bytes(parameters, register, path.name)
    if path.exists() and path.read_bytes() != new:
        _nothing_lost(path, parameters, register)
    replace_files({path: new})
    return path, summary(register.entries)


def read_points_book(parameters: Parameters, file: Path | None = None) -> Changes:
    """Put what people decided into `kept/points.csv`.

    Nothing is written unless all of it can be. The file as it was is kept, and the workbook is written again with what
    the file says now.

    Raises
    ------
    InputRefused
        If the file is no workbook that can be read.
    ParameterError
        With every problem of all rows.
    """
    path = file if file is not None else parameters.folder / DEFAULT_NAME
    workbook = read_workbook(path)
    received = received_now(parameters)
    register = register_now(parameters, received)
    notes = Notes()
    found = _decided(workbook, parameters, register, notes)
    if found is None or notes.problems:
        raise ParameterError(notes.problems)
    if tuple(found.points) == register.kept:
        return Changes((), ())
    target = parameters.folder / FILE
    files = {target: _csv(found.points).encode("utf-8")}
    if target.is_file():
        files[_earlier(parameters.folder)] = target.read_bytes()
    for one in files:
        one.parent.mkdir(parents=True, exist_ok=True)
    replace_files(files)
    now = register_now(parameters, received)
    lines = (*notes.changes, summary(now.entries), _written_again(path, workbook, parameters, now))
    return Changes(lines, tuple(sorted(one.relative_to(parameters.folder).as_posix() for one in files)))


def _bytes(parameters: Parameters, register: Register, name: str) -> bytes:
    table = points_table(parameters, register)
    fits([table])
    own = replace(GUIDE, title=marked(GUIDE.title), heading=marked(GUIDE.heading)) if register.made_up else GUIDE
    return workbook_bytes([table], parameters.name, name, parameters.consultation.published, own)


def _csv(points: list[KeptPoint]) -> str:
    return csv_text([HEAD, *(point_row(point) for point in points)])


def _earlier(folder: Path) -> Path:
    """Where the register as it was is kept: the next number, since the clock stays out."""
    numbers = [int(path.stem[7:]) for path in (folder / EARLIER).glob("points_*.csv") if path.stem[7:].isdigit()]
    return folder / EARLIER / f"points_{max(numbers, default=0) + 1:04}.csv"


def _decided(workbook: Workbook, parameters: Parameters, register: Register, notes: Notes) -> Decided | None:
    """What the register is to hold; None where the sheet cannot be read."""
    table, current = _as_in(workbook, points_table(parameters, register), register)
    rows = rows_of(workbook, table, notes)
    if rows is None:
        return None
    before = (workbook.written() or {}).get(POINTS)
    written = table.by_key if before is None else {table.key(cells): cells for cells in before.values()}
    edits = _edits(table, written, rows, workbook, register, notes)
    found = decided(register, current, edits, {key[0]: cells for key, cells in table.by_key.items()},
                    words_of(parameters), notes)  # fmt: skip
    sources_there(register, found, notes)
    _checked(parameters, found, notes)
    return found


def _edits(
    table: Table, written: Mapping[Key, Cells], rows: tuple[Filled, ...], workbook: Workbook, register: Register,
    notes: Notes,
) -> Edits:  # fmt: skip
    where = f"{workbook.name}, sheet '{POINTS}'"
    return edits_of(table, written, rows, where, notes, lambda _key, cells: _is_done(register, cells))


def _as_in(workbook: Workbook, table: Table, register: Register) -> tuple[Table, dict[str, Entry]]:
    """The sheet as the files would write it now, its drafts under the numbers that they had in the workbook.

    What came in since moves the numbers of drafts; a draft is known again by its first place and its words.
    """
    written = ((workbook.written() or {}).get(POINTS) or {}).values()
    numbers = {(first_place(cells), as_same(cells[TEXT])): cells[NO] for cells in written}
    taken = set(numbers.values())
    entries = {entry.point: entry for entry in register.entries}
    rows, current = [], {}
    for cells in table.rows:
        entry = entries[cells[NO]]
        number = cells[NO]
        if entry.kept is None:
            known = numbers.get((first_place(cells), as_same(cells[TEXT])))
            if known is None and number in taken:
                # A draft that the workbook does not hold, under the number of another that it does.
                continue
            number = known or number
        rows.append({**cells, NO: number})
        current[number] = entry
    return Table(table.sheet, table.columns, table.keys, tuple(rows)), current


def _is_done(register: Register, cells: Cells) -> bool:
    """Whether the register says already what a row asks for whose draft is no draft any more."""
    place = first_place(cells)
    for point in register.kept:
        if any(source.place == place for source in point.sources):
            same = bool(cells.get(SAYS)) and as_same(cells[SAYS]) == as_same(point.says)
            if same or (point.status == "merged" and cells.get(INTO)) or cells.get(IS_POINT) == NO_POINT:
                return True
    return False


def _checked(parameters: Parameters, found: Decided, notes: Notes) -> None:
    """Hold what is to be written against every rule of the file, and tell each fault at its row of the workbook."""
    plan = parameters.free_text
    assert plan is not None
    with tempfile.TemporaryDirectory() as temporary:
        trial = Path(temporary) / "points.csv"
        trial.write_text(_csv(found.points), encoding="utf-8", newline="\n")
        _, problems = read_points(trial, plan, parameters.questionnaire)
    names = [point.point for point in found.points]
    for problem in problems:
        notes.problems.append(_in_the_workbook(problem, names, found))


def _in_the_workbook(problem: Problem, names: list[str], found: Decided) -> Problem:
    _, row, column = problem.where.split(", ")
    name = names[int(row.removeprefix("row ")) - 2]
    own = found.rows.get(name)
    heading = OF_FILE[column.removeprefix("column '").removesuffix("'")]
    where = own.at(heading) if own is not None else f"kept/points.csv, point {name}, {column}"
    if heading != INTO:
        return Problem(where, problem.what, problem.found, problem.allowed, problem.do)

    def as_there(text: str) -> str:
        # A draft has its number as a point only once the workbook was read.
        return ", ".join(found.drafts.get(one, one) for one in text.split(", "))

    return Problem(where, problem.what, as_there(problem.found), as_there(problem.allowed), problem.do)


def _written_again(path: Path, workbook: Workbook, parameters: Parameters, register: Register) -> str:
    """The workbook with what the file says now; what is told of it."""
    later = "before you go on in it: findings workbook out"
    if not set(workbook.sheets) <= {START, POINTS, LISTS, WRITTEN}:
        return f"{path.name} has sheets of your own, so it was left as it is; write it out under another name {later}"
    try:
        replace_files({path: _bytes(parameters, register, path.name)})
    except ParameterError:
        return f"{path.name} is open elsewhere, so it was left as it is; close it, and write it out again {later}"
    return f"{path.name} was written again with what the files say now"


def _nothing_lost(path: Path, parameters: Parameters, register: Register) -> None:
    """Refuse to write over a workbook in which somebody has written something since."""
    do = "Read it in first (findings workbook in), or give it another name."
    notes = Notes()
    try:
        workbook = read_workbook(path)
    except FindingsError:
        workbook = None
    if workbook is None or POINTS not in workbook.sheets:
        raise ParameterError([Problem(path.name, "a file of this name is there, and is no workbook of points", do=do)])
    found = _decided(workbook, parameters, register, notes)
    if found is None or notes.problems or tuple(found.points) != register.kept:
        raise ParameterError([Problem(path.name, "a workbook is there with changes that were not read in", do=do)])
