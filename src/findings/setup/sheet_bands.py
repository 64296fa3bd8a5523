"""Sheet 'Bands': the bands that numbers are counted in. A band goes from its first number to where the next begins."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from findings.setup.content import Content, Data, new_name
from findings.setup.removal import drop_guess, remove_breakdowns_of, replace_band
from findings.setup.table import KEEP, REMOVE, Cells, Column, Edits, Filled, Notes, Table

SHEET = "Bands"
Start = Decimal | None
"""Where a band begins; the first begins nowhere."""


def table(content: Content) -> Table:
    """The sheet, from what the files say."""
    rows: list[Cells] = [
        {
            "question": question,
            "name": name,
            "label": str(band.get("label", "")),
            "from": "" if band.get("at_least") is None else str(band["at_least"]),
            "use": KEEP,
        }
        for question, own in _numbers(content).items()
        for name, band in (own.get("bands") or {}).items()
    ]
    columns = (
        Column("question", 22, edit=False, choices=tuple(_numbers(content)), help="A question of type 'numeric'."),
        Column("name", 20, edit=False, help="Leave it empty in a new row."),
        Column("label", 36, help="As the report prints it, for example '16 to 24'."),
        Column("from", 12, number=True, help="The lowest number that belongs to it; empty in the first band."),
        Column("use", 9, choices=(KEEP, REMOVE), closed=True, help="'remove': its numbers go to the band before it."),
    )
    return Table(SHEET, columns, ("question", "name"), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    asked: dict[str, None] = {}
    for edited in edits.edited:
        question, name = edited.key
        band = (content.also_asked.get(question, {}).get("bands") or {}).get(name)
        if band is None:
            continue
        asked[question] = None
        if edited.cells.get("label") == "":
            notes.problem(edited.row.at("label"), "a band without a label", do="Fill it in; 'use' takes a band out.")
        elif "label" in edited and edited.cells.get("use") != REMOVE:
            notes.changes.append(f"question {question}: the band '{band['label']}' is now '{edited.cells['label']}'")
            band["label"] = edited.cells["label"]
    added: dict[str, list[Filled]] = {}
    for row in edits.added:
        if _is_new(content, row, notes):
            added.setdefault(row.cells["question"], []).append(row)
    moved = {edited.key[0] for edited, _ in (*edits.of("from"), *edits.of("use"))}
    for question in dict.fromkeys((*asked, *added)):
        if question in moved or question in added:
            _rebuild(content, question, edits, added.get(question, []), notes)


def _numbers(content: Content) -> dict[str, Data]:
    return {name: own for name, own in content.also_asked.items() if own.get("kind") == "numeric"}


def _is_new(content: Content, row: Filled, notes: Notes) -> bool:
    """Whether a row below the others says something that is not there yet, and can be."""
    missing = [column for column in ("question", "label") if not row.cells[column]]
    for column in missing:
        notes.problem(row.at(column), "a new band without this", do="Fill it in, or empty the row.")
    question = row.cells["question"]
    known = _numbers(content)
    if not missing and question not in known:
        what = "no question of this name asks for a number"
        notes.problem(row.at("question"), what, question, known, "Copy it from a row of the same question.")
    if missing or question not in known:
        return False
    # The row of a workbook that is read a second time says what is there already.
    start = _start(row, notes)
    return not any(
        band.get("label") == row.cells["label"] and _decimal(band.get("at_least")) == start
        for band in (known[question].get("bands") or {}).values()
    )


def _rebuild(content: Content, question: str, edits: Edits, added: list[Filled], notes: Notes) -> None:
    """The bands again, in the order of where they begin, each up to the next."""
    own = content.also_asked[question]
    bands: Data = own.get("bands") or {}
    rows = {name: row for (of, name), row in edits.rows.items() if of == question and name in bands}
    going = {edited.key[1] for edited, use in edits.of("use") if use == REMOVE and edited.key[0] == question}
    before = len(notes.problems)
    starts: dict[str, Start] = {}
    for name, band in bands.items():
        old = _decimal(band.get("at_least"))
        changed = name in rows and rows[name].cells["from"] != ("" if old is None else str(band["at_least"]))
        starts[name] = _start(rows[name], notes) if changed else old
    labels = {name: str(band["label"]) for name, band in bands.items()}
    for row in added:
        name = row.cells["name"] or new_name(row.cells["label"], starts, "band")
        starts[name], labels[name], rows[name] = _start(row, notes), row.cells["label"], row
        notes.changes.append(f"question {question}: a new band '{row.cells['label']}'")
    kept = [name for name in starts if name not in going]
    if len(notes.problems) > before or not _can_follow(kept, starts, rows, notes):
        return None
    if not kept:
        own.pop("bands", None)
        drop_guess(content, f"bands.{question}")
        notes.changes.append(f"question {question}: has no bands any more")
        return remove_breakdowns_of(content, question, notes)
    ordered = sorted(kept, key=lambda name: (starts[name] is not None, starts[name] or 0))
    every = sorted(starts, key=lambda name: (starts[name] is not None, starts[name] or 0))
    for name in [name for name in every if name in going]:
        place = every.index(name)
        takes = [other for other in every[:place][::-1] + every[place:] if other in kept]
        told = f"the band '{labels[name]}' is taken out, its numbers belong to '{labels[takes[0]]}'"
        notes.changes.append(f"question {question}: {told}")
        replace_band(content, question, name, takes[0], notes)
    ends = [starts[name] for name in ordered[1:]]
    new: Data = {}
    for name, end in zip(ordered, [*ends, None], strict=True):
        band = dict(bands.get(name) or {"label": labels[name]})
        for key, value in (("at_least", starts[name] if new else None), ("below", end)):
            if value is None:
                band.pop(key, None)
            elif _decimal(band.get(key)) != value:
                band[key] = _plain(value)
        new[name] = band
    if {name: repr(band) for name, band in new.items()} != {name: repr(band) for name, band in bands.items()}:
        told = ", ".join(str(band["label"]) for band in new.values())
        notes.changes.append(f"question {question}: its bands are now {told}")
    own["bands"] = new
    return None


def _can_follow(kept: list[str], starts: dict[str, Start], rows: dict[str, Filled], notes: Notes) -> bool:
    """Whether each band begins somewhere else, and there are two or more, or none."""
    seen: dict[Start, str] = {}
    whole = True
    for name in kept:
        start = starts[name]
        if start in seen and name in rows:
            what = "a second band without a lower end" if start is None else "two bands that begin with one number"
            found = "" if start is None else str(start)
            do = "Write the lowest number that belongs to it, another in each band."
            notes.problem(rows[name].at("from"), what, found, do=do)
            whole = False
        seen.setdefault(start, name)
    if len(kept) == 1:
        row = rows[kept[0]]
        what = "one band alone, which holds every number"
        notes.problem(row.at("use"), what, row.cells["label"], do="Add another band, or take this one out too.")
        whole = False
    return whole


def _start(row: Filled, notes: Notes) -> Start:
    text = row.cells["from"].replace(",", "")
    try:
        found = Decimal(text) if text else None
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and not found.is_finite():
        do = "Write the lowest number that belongs to the band."
        notes.problem(row.at("from"), "not a number", row.cells["from"], "16, 2.5 ...", do)
        return None
    return found


def _decimal(value: Any) -> Start:
    return None if value is None else Decimal(str(value))


def _plain(value: Decimal) -> int | float:
    """A number as a person writes it into YAML."""
    return int(value) if value == int(value) else float(value)
