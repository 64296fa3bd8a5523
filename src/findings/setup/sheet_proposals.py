"""Sheet 'Proposals': the sections of the report, and which of them are proposals to be decided."""

from __future__ import annotations

from findings.setup.content import Content, set_or_drop
from findings.setup.table import KEEP, REMOVE, Cells, Column, Edits, Filled, Notes, Table

SHEET = "Proposals"
YES_NO = ("yes", "no")


def table(content: Content) -> Table:
    """The sheet, from what the files say."""
    rows: list[Cells] = [
        {
            "name": name,
            "title": str(section.get("title", "")),
            "introduction": str(section.get("introduction") or ""),
            "proposal": "yes" if section.get("proposal") else "no",
            "order": str(number),
            "use": KEEP,
        }
        for number, (name, section) in enumerate(content.sections.items(), start=1)
    ]
    columns = (
        Column("name", 20, edit=False, help="In a new row a new name: small letters, digits and _"),
        Column("title", 40, help="The heading of the chapter."),
        Column("introduction", 70, help="What was put to people, in a few sentences."),
        Column("proposal", 10, choices=YES_NO, closed=True, help="Whether it is a proposal to be decided."),
        Column("order", 8, number=True),
        Column("use", 9, choices=(KEEP, REMOVE), closed=True, help="Move its questions to another section first."),
    )
    return Table(SHEET, columns, ("name",), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    for row in edits.added:
        name = row.cells["name"]
        for column in ("name", "title"):
            if not row.cells[column]:
                notes.problem(row.at(column), "a new section without this", do="Fill it in, or empty the row.")
        if name:
            content.part("sections")[name] = {}
            notes.changes.append(f"section {name}: new")
            _fill(content, name, row, {key: row.cells[key] for key in ("title", "introduction", "proposal")}, notes)
            content.sections[name].setdefault("questions", [])
    for edited in edits.edited:
        (name,) = edited.key
        if name in content.sections:
            _fill(content, name, edited.row, edited.cells, notes)
            told = [column for column in ("title", "introduction", "proposal") if column in edited]
            notes.changes += [f"section {name}: {column} is now '{edited.cells[column]}'" for column in told]
    if edits.of("order") or edits.added:
        _order(content, edits, notes)


def remove(content: Content, edits: Edits, notes: Notes) -> None:
    """Take out the sections that are marked so, once questions were moved."""
    for edited, use in edits.of("use"):
        (name,) = edited.key
        if use != REMOVE or name not in content.sections:
            continue
        left = content.sections[name].get("questions") or []
        if left:
            do = "Give each of them another section on sheet 'Questions', or take it out there."
            notes.problem(edited.row.at("use"), "a section that still has questions", ", ".join(left), "", do)
        else:
            del content.sections[name]
            notes.changes.append(f"section {name}: taken out")


def _fill(content: Content, name: str, row: Filled, cells: Cells, notes: Notes) -> None:
    section = content.sections[name]
    if "title" in cells:
        section["title"] = cells["title"]
    if "introduction" in cells:
        set_or_drop(section, "introduction", cells["introduction"])
    if "proposal" in cells:
        if cells["proposal"] not in (*YES_NO, ""):
            notes.problem(row.at("proposal"), "neither yes nor no", cells["proposal"], YES_NO, "Choose one of them.")
        set_or_drop(section, "proposal", True if cells["proposal"] == "yes" else None)


def _order(content: Content, edits: Edits, notes: Notes) -> None:
    rows = {**{key[0]: row for key, row in edits.rows.items()}, **{row.cells["name"]: row for row in edits.added}}
    places: dict[str, float] = {}
    for number, name in enumerate(content.sections, start=1):
        text = rows[name].cells["order"] if name in rows else ""
        try:
            places[name] = float(text) if text else float(number)
        except ValueError:
            places[name] = float(number)
            notes.problem(rows[name].at("order"), "not a number", text, "1, 2, 3 ...", "Write its place in the order.")
    ordered = sorted(content.sections, key=lambda name: places[name])
    if ordered != list(content.sections):
        content.questionnaire["sections"] = {name: content.sections[name] for name in ordered}
        notes.changes.append("the sections are in a new order")
