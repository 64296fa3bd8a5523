"""Sheet 'Columns': what becomes of each column of the file."""

from __future__ import annotations

from findings.setup.content import Content, Data, set_or_drop
from findings.setup.removal import columns_of, drop_guess, remove_question
from findings.setup.table import Cells, Column, Edits, Filled, Notes, Table

SHEET = "Columns"
QUESTION, NEVER, UNUSED, ID, DATE = "question", "never read", "not used", "response id", "date sent"
USES = (QUESTION, NEVER, UNUSED, ID, DATE)
LISTS = {NEVER: "never_read", UNUSED: "ignored_columns"}
SINGLES = {ID: "id_column", DATE: "submitted"}


def table(content: Content) -> Table:
    """The sheet, from what the files say."""
    rows: list[Cells] = []
    names = [*content.questions, *content.also_asked]
    for channel, of in content.sources.items():
        uses: dict[str, tuple[str, str]] = {}
        for use, key in SINGLES.items():
            if of.get(key):
                uses.setdefault(str(of[key]), (use, ""))
        for name in names:
            for heading in columns_of(content, name).get(channel, ()):
                uses.setdefault(heading, (QUESTION, name))
        for use, key in LISTS.items():
            for heading in of.get(key) or ():
                uses.setdefault(str(heading), (use, ""))
        rows += [
            {"channel": channel, "column": heading, "use": use, "question": question}
            for heading, (use, question) in uses.items()
        ]
    columns = (
        Column("channel", 12, edit=False, help="Empty where there is one file."),
        Column(
            "column", 70, edit=False, help="The heading in the file; 'Name*' is every column that begins with Name."
        ),
        Column("use", 14, choices=USES, closed=True, help="never read: it could identify a person."),
        Column("question", 20, edit=False, help="The question that reads it. New row: in this channel alone."),
    )
    return Table(SHEET, columns, ("channel", "column"), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    for row in edits.added:
        channel, heading, use = (row.cells[column] for column in ("channel", "column", "use"))
        if not heading:
            notes.problem(row.at("column"), "a new column without its heading", do="Fill it in, or empty the row.")
        elif channel not in content.sources:
            allowed = ", ".join(repr(name) for name in content.sources)
            notes.problem(row.at("channel"), "no file of responses has this channel", channel, allowed, "Correct it.")
        elif use == QUESTION and channel and row.cells["question"]:
            _read_from(content, channel, heading, row, notes)
        else:
            _use(content, channel, heading, use, row, notes)
    for edited, use in edits.of("use"):
        channel, heading = edited.key
        _use(content, channel, heading, use, edited.row, notes)


def free_columns_that_are_read(content: Content) -> None:
    """A column that was not used and that a question reads now is no longer unused."""
    read = {
        channel: {
            heading
            for name in (*content.questions, *content.also_asked)
            for heading in columns_of(content, name).get(channel, ())
        }
        for channel in content.sources
    }
    for channel, of in content.sources.items():
        unused = of.get("ignored_columns") or []
        left = [heading for heading in unused if heading not in read[channel]]
        if left != list(unused):
            set_or_drop(of, "ignored_columns", left)


def _read_from(content: Content, channel: str, heading: str, row: Filled, notes: Notes) -> None:
    """In the file of this channel alone, the question is read from another column than in the others."""
    name, of = row.cells["question"], content.sources[channel]
    if not content.question(name):
        known = (*content.questions, *content.also_asked)
        do = "Write the name of one of them; sheet 'Questions' holds them."
        return notes.problem(row.at("question"), "no question has this name", name, known, do)
    columns = columns_of(content, name).get(channel, [])
    if heading in columns:
        return None
    if len(columns) != 1:
        do = "Ask whoever writes the parameter files for 'columns' of the channel."
        return notes.problem(row.at("question"), "this question is not read from one column", name, "", do)
    _out_of_its_use(of, heading)
    of["columns"] = {**(of.get("columns") or {}), name: heading}
    notes.changes.append(f"question {name}: in the file of channel {channel}, its column is now '{heading}'")
    return None


def _use(content: Content, channel: str, heading: str, use: str, row: Filled, notes: Notes) -> None:
    of = content.sources[channel]
    if use not in USES:
        return notes.problem(row.at("use"), "not a use of a column", use, USES, "Choose one from the list.")
    readers = [
        name
        for name in (*content.questions, *content.also_asked)
        if heading in columns_of(content, name).get(channel, ())
    ]
    if use == QUESTION and not readers:
        do = "Add a row on sheet 'Questions' with this heading in 'column', or change a question's 'column' to it."
        return notes.problem(row.at("use"), "no question reads this column", heading, "", do)
    _out_of_its_use(of, heading)
    drop_guess(content, f"never_read.{heading}")
    if use != QUESTION:
        for name in readers:
            _stop_reading(content, name, heading, notes)
        _out_of_its_use(of, heading)
    if use in LISTS:
        of[LISTS[use]] = [*(of.get(LISTS[use]) or ()), heading]
    elif use in SINGLES:
        before = of.get(SINGLES[use])
        of[SINGLES[use]] = heading
        if before and before != heading:
            of["ignored_columns"] = [*(of.get("ignored_columns") or ()), before]
            notes.changes.append(f"column {before}: not used")
    notes.changes.append(f"column {heading}: {use}")
    return None


def _stop_reading(content: Content, name: str, heading: str, notes: Notes) -> None:
    """Take the question out, or of a question with a column for each answer that one answer."""
    options = content.question(name).get("options") or {}
    own = [option for option, choice in options.items() if choice.get("column") == heading]
    if own and len(options) > len(own):
        for option in own:
            del options[option]
            notes.changes.append(f"question {name}: the answer '{heading}' is taken out")
    else:
        remove_question(content, name, notes)


def _out_of_its_use(of: Data, heading: str) -> None:
    for key in LISTS.values():
        if heading in (of.get(key) or ()):
            set_or_drop(of, key, [other for other in of[key] if other != heading])
    for key in SINGLES.values():
        if of.get(key) == heading:
            del of[key]
