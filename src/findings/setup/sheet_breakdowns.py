"""Sheet 'Breakdowns': the groups of respondents that results are shown for."""

from __future__ import annotations

from findings.setup.content import Content, new_name, option_named
from findings.setup.removal import remove_breakdown
from findings.setup.table import KEEP, REMOVE, Cells, Column, Edits, Filled, Notes, Table

SHEET = "Breakdowns"


def table(content: Content) -> Table:
    """The sheet, from what the files say: a row for each answer of the question that makes the groups."""
    rows: list[Cells] = []
    for name, breakdown in content.breakdowns.items():
        question = str(breakdown.get("question", ""))
        groups = {
            option: str(group.get("label", key))
            for key, group in content.groups_of(breakdown).items()
            for option in group.get("of") or ()
        }
        for option, own in content.groups_from(question).items():
            label = str(own.get("label", option))
            rows.append(
                {
                    "breakdown": name,
                    "title": str(breakdown.get("title", "")),
                    "question": question,
                    "answer name": option,
                    "answer": label,
                    "group": groups.get(option, "" if groups else label),
                    "use": KEEP,
                }
            )
    columns = (
        Column("breakdown", 20, edit=False, help="Its name; in a new row a new name: small letters, digits and _"),
        Column("title", 30, help="As the report prints it; the same in every row of the breakdown."),
        Column(
            "question",
            18,
            edit=False,
            choices=tuple(content.makes_groups()),
            help="The question that makes the groups.",
        ),
        Column("answer name", 20, edit=False, help="Leave it empty in a new row."),
        Column("answer", 36, edit=False),
        Column("group", 36, help="Answers with the same group are shown together."),
        Column("use", 9, choices=(KEEP, REMOVE), closed=True, help="'remove' takes the whole breakdown out."),
    )
    return Table(SHEET, columns, ("breakdown", "answer name"), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    removed = {edited.key[0] for edited, use in edits.of("use") if use == REMOVE}
    for name in sorted(removed):
        remove_breakdown(content, name, notes)
    _retitle(content, edits, removed, notes)
    for row in edits.added:
        _add(content, row, notes)
    regrouped = {edited.key[0]: None for edited, _ in edits.of("group")}
    regrouped |= {row.cells["breakdown"]: None for row in edits.added if row.cells["group"]}
    for name in regrouped:
        if name in content.breakdowns:
            _regroup(content, name, edits, notes)


def _retitle(content: Content, edits: Edits, removed: set[str], notes: Notes) -> None:
    titles: dict[str, tuple[str, Filled]] = {}
    for edited, title in edits.of("title"):
        name = edited.key[0]
        other, row = titles.setdefault(name, (title, edited.row))
        if other != title:
            do = "Write the same title into each row of the breakdown."
            notes.problem(edited.row.at("title"), f"two titles of the breakdown '{name}'", f"{other}, {title}", "", do)
        if not title:
            notes.problem(row.at("title"), "a breakdown without a title", do="Fill it in.")
    for name, (title, _) in titles.items():
        if name in content.breakdowns and name not in removed:
            content.breakdowns[name]["title"] = title
            notes.changes.append(f"breakdown {name}: its title is now '{title}'")


def _add(content: Content, row: Filled, notes: Notes) -> None:
    """A breakdown that was not there before, or a row for an answer that is new."""
    name, question, title = (row.cells[column] for column in ("breakdown", "question", "title"))
    if name in content.breakdowns:
        return
    for column in ("breakdown", "title", "question"):
        if not row.cells[column]:
            notes.problem(row.at(column), "a new breakdown without this", do="Fill it in, or empty the row.")
    known = content.makes_groups()
    if question and question not in known:
        do = "Choose one from the list."
        notes.problem(row.at("question"), "no question of this name makes groups", question, known, do)
    elif name and title and question:
        content.part("breakdowns")[name] = {"title": title, "question": question}
        notes.changes.append(f"breakdown {name}: new")


def _regroup(content: Content, name: str, edits: Edits, notes: Notes) -> None:
    """Make the groups again from the rows; a group that keeps its label, or its answers, keeps its name."""
    breakdown = content.breakdowns[name]
    options = content.groups_from(str(breakdown["question"]))
    rows = [row for (of, _), row in edits.rows.items() if of == name]
    rows += [row for row in edits.added if row.cells["breakdown"] == name]
    chosen: dict[str, str] = {}
    for row in rows:
        option = row.cells["answer name"] or option_named(options, row.cells["answer"])
        if option not in options:
            labels = [str(own["label"]) for own in options.values()]
            found = row.cells["answer"]
            notes.problem(row.at("answer"), "no answer of the question has this label", found, labels, "Correct it.")
        elif not row.cells["group"]:
            notes.problem(row.at("group"), "an answer in no group", row.cells["answer"], "", "Write the group's name.")
        else:
            chosen[option] = row.cells["group"]
    groups: dict[str, list[str]] = {}
    old = content.groups_of(breakdown) or {
        option: {"label": own["label"], "of": [option]} for option, own in options.items()
    }
    for group in old.values():
        groups |= {group["label"]: []} if group["label"] in chosen.values() else {}
    for option in options:
        # An answer that is new on the sheet of answers, and has no row here, is a group of its own.
        groups.setdefault(chosen.get(option, str(options[option]["label"])), []).append(option)
    by_label = {group["label"]: key for key, group in old.items()}
    by_answers = {tuple(group["of"]): key for key, group in old.items()}
    names: dict[str, str] = {}
    for label, answers in groups.items():
        kept = by_label.get(label) or by_answers.get(tuple(answers), "")
        free = kept and kept not in names.values()
        names[label] = kept if free else new_name(label, [*old, *names.values()], "group")
    # Groups of its own are no longer those of a roll-up.
    breakdown.pop("roll_up", None)
    breakdown["groups"] = {
        names[label]: {"label": label, "of": answers} for label, answers in groups.items() if answers
    }
    notes.changes.append(f"breakdown {name}: its groups are now {', '.join(label for label in groups)}")
