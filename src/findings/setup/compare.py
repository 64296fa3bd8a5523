"""What a person changed: the rows of a sheet as they came back, against the rows as they were written.

The workbook holds a copy of its own rows as they were written. A cell that differs from the copy was
changed by a person; where the file says something else again, both were changed, and nobody here
decides between them. A cell that says what the file says already is done: a workbook can be read twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from findings.setup.table import KEEP, Cells, Edited, Edits, Filled, Key, Notes, Table

IsDone = Callable[[Key, Mapping[str, str]], bool]


def as_same(text: str) -> str:
    """A text without what spreadsheet programs change on their own: line ends and spaces."""
    return " ".join(text.split())


def edits_of(
    now: Table, written: Mapping[Key, Cells], rows: Sequence[Filled], sheet: str, notes: Notes, is_done: IsDone
) -> Edits:
    """The edits of one sheet.

    Parameters
    ----------
    now
        The sheet as the files would be written now.
    written
        The rows as they were written into the workbook.
    rows
        The rows as they came back.
    sheet
        How messages name the sheet: `setup.xlsx, sheet 'Answers'`.
    notes
        Takes the problems.
    is_done
        Tells of a row whose thing the files no longer hold whether its own cells have asked for that.
    """
    current = now.by_key
    edited: list[Edited] = []
    added: list[Filled] = []
    seen: dict[Key, Filled] = {}
    known = {**written, **current}
    nearly = {_same_key(key): key for key in known}
    for row in rows:
        key = now.key(row.cells)
        # A heading of the data may have spaces that do not come back.
        key = key if key in known else nearly.get(_same_key(key), key)
        if key in seen and key[-1]:
            name = ", ".join(key)
            do = f"Empty the cell '{now.keys[-1]}' of the row that is new, or the whole row."
            notes.problem(row.where, f"this row and {seen[key].where.rsplit(', ', 1)[1]} have one name", name, "", do)
            continue
        if key in written or key in current:
            seen[key] = row
            changed = _changed(now, key, row, written, current.get(key), notes, is_done)
            if changed:
                edited.append(Edited(row, key, changed))
        else:
            added.append(row)
    for key in current:
        if key in written and key not in seen:
            _tell_lost(now, key, current[key], sheet, notes)
    return Edits(tuple(edited), tuple(added), seen)


def _same_key(key: Key) -> Key:
    return tuple(as_same(part) for part in key)


def _changed(
    table: Table,
    key: Key,
    row: Filled,
    written: Mapping[Key, Cells],
    current: Cells | None,
    notes: Notes,
    is_done: IsDone,
) -> dict[str, str]:
    before = written.get(key) or current or {}
    changed: dict[str, str] = {}
    for column in table.columns:
        name = column.heading
        old, new = before.get(name, ""), row.cells.get(name, "")
        if as_same(old) == as_same(new) or name in table.keys:
            continue
        if name == "use" and not new and KEEP in column.choices:
            continue
        if current is None:
            if not is_done(key, row.cells):
                do = "Write the workbook out again, and change it there."
                notes.problem(row.at(name), "a change to what the parameter files no longer hold", new, "", do)
            return {}
        if as_same(new) == as_same(current[name]):
            continue
        if not column.edit and key not in written:
            # A row that a person added, read a second time: she filled in what she had to.
            continue
        if not column.edit:
            do = f"Write '{old}' again; white cells are for you to change." if old else "Empty it again."
            notes.problem(row.at(name), "a grey cell was changed", new, old, do)
        elif as_same(current[name]) != as_same(old):
            do = "Write the workbook out again, and change it there."
            found = f"{new} here, {current[name] or 'nothing'} in the file"
            notes.problem(row.at(name), "changed here, and in the parameter file since", found, "", do)
        else:
            changed[name] = new
    return changed


def _tell_lost(table: Table, key: Key, cells: Cells, sheet: str, notes: Notes) -> None:
    """A row that is gone may have been deleted by mistake."""
    name = ", ".join(part for part in key if part)
    if "use" in table.headings and KEEP in next(c for c in table.columns if c.heading == "use").choices:
        do = "Write the workbook out again, and choose 'remove' in column 'use' if it should go."
    else:
        do = "Write the workbook out again; a row may be sorted, not deleted."
    shown = cells.get("label") or cells.get("title") or cells.get("wording") or cells.get("value") or ""
    notes.problem(sheet, f"the row of '{name}' is gone", shown[:80], "", do)
