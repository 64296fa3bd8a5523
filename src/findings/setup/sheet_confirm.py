"""Sheet 'Confirm': what was guessed, to be confirmed by a person."""

from __future__ import annotations

from findings.setup.content import Content
from findings.setup.table import Cells, Column, Edited, Edits, Notes, Table

SHEET = "Confirm"
ALL = "(all of them)"
YES, NO = "yes", "no"


def table(content: Content) -> Table:
    """The sheet, from what the files say; empty where nothing was guessed."""
    guesses = content.guesses.get("guesses") or {}
    every = {"of what": ALL, "guess": "Everything below is right.", "sure": "", "because": "", "instead": ""}
    rows: list[Cells] = [{**every, "confirmed": NO}] if guesses else []
    rows += [
        {
            "of what": name,
            **{column: str(guess.get(column) or "") for column in ("guess", "sure", "because", "instead")},
            "confirmed": YES if guess.get("confirmed") else NO,
        }
        for name, guess in guesses.items()
    ]
    columns = (
        Column("of what", 30, edit=False),
        Column("guess", 50, edit=False),
        Column("sure", 10, edit=False),
        Column("because", 50, edit=False),
        Column("instead", 40, edit=False),
        Column("confirmed", 12, choices=(YES, NO), closed=True, help="A guess that is wrong: correct it on its sheet."),
    )
    return Table(SHEET, columns, ("of what",), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    guesses = content.guesses.get("guesses") or {}
    for row in edits.added:
        notes.problem(row.at("of what"), "nothing of this name was guessed", row.cells["of what"], do="Empty the row.")
    changed = edits.of("confirmed")
    for edited, answer in changed:
        if answer not in (YES, NO):
            notes.problem(edited.row.at("confirmed"), "neither yes nor no", answer, (YES, NO), "Choose one of them.")
    if any(edited.key == (ALL,) and answer == YES for edited, answer in changed):
        refused = {edited.key[0] for edited, answer in changed if answer == NO}
        count = _confirm(guesses, [name for name in guesses if name not in refused])
        notes.changes.append(f"confirmed: all {count} guesses that were open")
    single = [(edited, answer) for edited, answer in changed if edited.key[0] in guesses]
    count = _confirm(guesses, [edited.key[0] for edited, answer in single if answer == YES])
    if count:
        notes.changes.append(f"confirmed: {count} guess{'es' if count > 1 else ''}")
    _take_back(guesses, [edited for edited, answer in single if answer == NO], notes)


def _confirm(guesses: dict[str, dict[str, object]], names: list[str]) -> int:
    open_ones = [name for name in names if not guesses[name].get("confirmed")]
    for name in open_ones:
        guesses[name]["confirmed"] = True
    return len(open_ones)


def _take_back(guesses: dict[str, dict[str, object]], rows: list[Edited], notes: Notes) -> None:
    for edited in rows:
        (name,) = edited.key
        if guesses[name].get("confirmed"):
            guesses[name]["confirmed"] = False
            notes.changes.append(f"no longer confirmed: {name}")
