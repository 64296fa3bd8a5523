"""`findings workbook out` and `in` for commentary: `commentary.xlsx` beside the parameters, and back.

It is a workbook of its own: it is written by other people than those who set a consultation up, at another time, and it
shows the numbers of a run, which the set-up has none of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from findings.consultation.build import Parameters
from findings.consultation.commentary import FOLDER, Commentary, file_of
from findings.consultation.commentary_file import SlotFile
from findings.consultation.editions import FULL
from findings.consultation.yamlfile import parse_yaml
from findings.errors import FindingsError, ParameterError, Problem
from findings.exhibits.written import Reader
from findings.setup.commentary_rows import apply, is_done
from findings.setup.commentary_sheets import COMMENTARY, NUMBERS, PARTS, Part, tables, titles_of
from findings.setup.compare import edits_of
from findings.setup.read import Workbook, read_workbook, rows_of
from findings.setup.table import Edits, Notes
from findings.setup.workbook import Changes, fits, replace_files
from findings.setup.write import LISTS, START, WRITTEN, Guide, workbook_bytes
from findings.setup.yamledit import rewritten

STEM = "commentary"
GUIDE = Guide(
    "Commentary of {name}",
    "How to write commentary for {name}",
    (
        "1. Each row of the sheet Commentary is a paragraph of the report. A new one goes below the others: choose the "
        "part, write the text, leave 'row' empty.",
        "2. Never type a number. Pick it in 'number 1' and write {{1}} where it belongs; {{1 in words}} gives the word "
        "for a share. The report then always prints the number as it was counted.",
        "3. All numbers of each part, with what they count, stand on the sheet Numbers. What is missing in a list can "
        "be copied from there, column 'number'.",
        "4. A figure that is typed is bound for you if one number only is printed so; otherwise the file is refused, "
        "and says which numbers could be meant.",
        "5. Words for shares (most, a third, a few) are numbers too: write {{1 in words}} instead.",
        "6. Question numbers, labels with figures and the consultation's own dates may be typed.",
        "7. Where numbers changed since a paragraph was written, 'what changed' says so. If the text still holds, "
        "choose yes in 'still true?'; else change it. The report says what changed until then.",
        "8. Do not delete rows: choose 'remove' in 'use'. What stood there before stays in the file.",
        "9. Save and close the file, then: findings workbook in {name} {file}",
    ),
)


def default_name(edition: str) -> str:
    """The workbook's name.

    Examples
    --------
    >>> default_name("full"), default_name("midpoint")
    ('commentary.xlsx', 'commentary_midpoint.xlsx')
    """
    return f"{STEM}.xlsx" if edition == FULL else f"{STEM}_{edition}.xlsx"


def is_commentary(path: Path) -> bool:
    """Whether a workbook is one of commentary, by its sheets; a file that cannot be read is none."""
    try:
        sheets = read_workbook(path).sheets
    except FindingsError:
        return False
    return COMMENTARY in sheets and NUMBERS in sheets


def write_commentary(
    parameters: Parameters, readers: Mapping[str, Reader], edition: str, file: Path | None = None
) -> Path:
    """Write the workbook of commentary.

    Parameters
    ----------
    parameters
        The consultation.
    readers
        Slot -> what its paragraphs are read with, of the newest complete run.
    edition
        Which edition's.
    file
        The workbook; `commentary.xlsx` beside the parameters unless named.

    Raises
    ------
    ParameterError
        If a workbook is there whose changes nobody has read in.
    """
    path = file if file is not None else parameters.folder / default_name(edition)
    parts = _parts(parameters, readers, edition)
    new = _bytes(parameters, parts, path.name)
    if path.exists() and path.read_bytes() != new:
        _nothing_lost(path, parts)
    replace_files({path: new})
    return path


def read_commentary_book(
    parameters: Parameters, readers: Mapping[str, Reader], edition: str, file: Path | None = None
) -> Changes:
    """Put what a person wrote into the files under `kept/commentary`.

    Nothing is written unless all of it can be. Then the workbook is written again with what the files say now, so that
    whoever goes on in it goes on from there.

    Raises
    ------
    InputRefused
        If the file is no workbook that can be read.
    ParameterError
        With every problem of all rows.
    """
    path = file if file is not None else parameters.folder / default_name(edition)
    workbook = read_workbook(path)
    parts = _parts(parameters, readers, edition)
    _of_this_edition(workbook, edition)
    notes = Notes()
    edits = _edits(workbook, parts, notes)
    if edits is None:
        raise ParameterError(notes.problems)
    said = apply(parts, edits, _seen(workbook), notes)
    if notes.problems:
        raise ParameterError(notes.problems)
    files = _files(parameters, parts, said, edition)
    for target in files:
        target.parent.mkdir(parents=True, exist_ok=True)
    replace_files(files)
    if not files:
        return Changes((), ())
    now = tuple(replace(part, said=said[part.slot]) for part in parts)
    lines = (*dict.fromkeys(notes.changes), _written_again(path, workbook, parameters, now))
    return Changes(lines, tuple(target.relative_to(parameters.folder).as_posix() for target in files))


def _written_again(path: Path, workbook: Workbook, parameters: Parameters, parts: tuple[Part, ...]) -> str:
    """The workbook with what the files say now; what is told of it."""
    own = {START, COMMENTARY, NUMBERS, PARTS, LISTS, WRITTEN}
    later = "before you go on in it: findings workbook out"
    if not set(workbook.sheets) <= own:
        return f"{path.name} has sheets of your own, so it was left as it is; write it out under another name {later}"
    try:
        replace_files({path: _bytes(parameters, parts, path.name)})
    except ParameterError:
        return f"{path.name} is open elsewhere, so it was left as it is; close it, and write it out again {later}"
    return f"{path.name} was written again with what the files say now"


def _bytes(parameters: Parameters, parts: tuple[Part, ...], name: str) -> bytes:
    sheets = tables(parts)
    fits(sheets)
    return workbook_bytes(sheets, parameters.name, name, parameters.consultation.published, GUIDE)


def _parts(parameters: Parameters, readers: Mapping[str, Reader], edition: str) -> tuple[Part, ...]:
    titles = titles_of(readers)
    folder = "" if edition == FULL else f"{edition}/"
    return tuple(
        Part(slot, titles[slot], reader, _said(parameters.commentary.get(slot)), folder + file_of(slot))
        for slot, reader in readers.items()
    )


def _of_this_edition(workbook: Workbook, edition: str) -> None:
    """Refuse a workbook of another edition: its texts were written about other numbers."""
    files = [cells["file"] for cells in ((workbook.written() or {}).get(PARTS) or {}).values()]
    own = {name.rpartition("/")[0] or FULL for name in files} or {edition}
    if own != {edition}:
        do = f"Name its edition: findings workbook in NAME {workbook.name} --edition {', '.join(sorted(own))}"
        raise ParameterError(
            [Problem(workbook.name, "a workbook of another edition", ", ".join(sorted(own)), edition, do)]
        )


def _said(file: SlotFile | None) -> Commentary:
    return file.said if file is not None else Commentary()


def _edits(workbook: Workbook, parts: tuple[Part, ...], notes: Notes) -> Edits | None:
    table = tables(parts)[0]
    rows = rows_of(workbook, table, notes)
    if rows is None:
        return None
    before = (workbook.written() or {}).get(COMMENTARY)
    written = table.by_key if before is None else {table.key(cells): cells for cells in before.values()}
    where = f"{workbook.name}, sheet '{COMMENTARY}'"
    return edits_of(table, written, rows, where, notes, lambda key, cells: is_done(parts, key, cells))


def _seen(workbook: Workbook) -> dict[str, dict[str, str]]:
    """Part -> cell -> its value in the workbook as it was written."""
    seen: dict[str, dict[str, str]] = {}
    for cells in ((workbook.written() or {}).get(NUMBERS) or {}).values():
        seen.setdefault(cells["part"], {})[cells["name"]] = cells["now"]
    return seen


def _files(
    parameters: Parameters, parts: tuple[Part, ...], said: Mapping[str, Commentary], edition: str
) -> dict[Path, bytes]:
    """The files that are to say something else, as they are to be written: line ends and byte order mark as before."""
    folder = parameters.folder / FOLDER
    files: dict[Path, bytes] = {}
    for part in parts:
        new = said[part.slot]
        if new == part.said:
            continue
        path = folder / part.file
        up = "../" * (3 if edition == FULL else 4)
        old = f"# yaml-language-server: $schema={up}schema/commentary.schema.json\nparagraphs: []\n"
        if part.slot in parameters.commentary:
            old = path.read_bytes().decode("utf-8")
        mark, lines = "\ufeff" if old.startswith("\ufeff") else "", "\r\n" if "\r\n" in old else "\n"
        text = rewritten(old.removeprefix("\ufeff").replace("\r\n", "\n"), _content(new))
        if Commentary.model_validate(parse_yaml(text, path.name).content) != new:
            raise AssertionError(f"{path.name} would not read back as it was meant")
        files[path] = (mark + text.replace("\n", lines)).encode("utf-8")
    return files


def _content(said: Commentary) -> dict[str, Any]:
    """What a file is to say, without what is not said."""
    plain = said.model_dump(mode="json", exclude_defaults=True)
    return {
        "paragraphs": plain.get("paragraphs", []),
        **{key: value for key, value in plain.items() if key != "paragraphs"},
    }


def _nothing_lost(path: Path, parts: tuple[Part, ...]) -> None:
    """Refuse to write over a workbook in which somebody has written something since."""
    do = "Read it in first (findings workbook in), or give it another name."
    notes = Notes()
    try:
        workbook = read_workbook(path)
        if COMMENTARY not in workbook.sheets:
            raise ParameterError([])
        edits = _edits(workbook, parts, notes)
    except FindingsError:
        what = "a file of this name is there, and is no workbook of commentary"
        raise ParameterError([Problem(path.name, what, do=do)]) from None
    said = apply(parts, edits, _seen(workbook), notes) if edits is not None else {}
    if notes.problems or said != {part.slot: part.said for part in parts}:
        raise ParameterError([Problem(path.name, "a workbook is there with changes that were not read in", do=do)])
