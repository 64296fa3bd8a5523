"""Sheet 'Answers': the answers of every question and scale, in which order, and which of them count as one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from findings.consultation.names import as_compared
from findings.setup.content import Content, Data, new_name, option_named, set_or_drop
from findings.setup.removal import replace_answer
from findings.setup.table import KEEP, REMOVE, Cells, Column, Edited, Edits, Filled, Key, Notes, Table, apart, together

SHEET = "Answers"
NO_ANSWER = "(no answer)"
KINDS = {"answer": "answer", "don't know": "dont_know", "prefer not to say": "prefer_not_to_say"}
STANCES = ("support", "neutral", "oppose")
YES = "yes"
CHANGED = ("label", "kind", "stance", "score", "exclusive", "other", "also written as", "column")
"""The columns that say something of an answer itself."""


def table(content: Content) -> Table:
    """The sheet, from what the files say."""
    rows: list[Cells] = []
    kinds = {name: words for words, name in KINDS.items()}
    for holder, owner in content.holders().items():
        for number, (name, option) in enumerate((owner.get("options") or {}).items(), start=1):
            rows.append(
                {
                    "of": holder,
                    "name": name,
                    "label": str(option.get("label", "")),
                    "order": str(number),
                    "count as": "",
                    "kind": kinds.get(str(option.get("kind", "answer")), ""),
                    "stance": str(option.get("stance") or ""),
                    "score": "" if option.get("score") is None else str(option["score"]),
                    "exclusive": YES if option.get("exclusive") else "",
                    "other": YES if option.get("other") else "",
                    "also written as": together(str(text) for text in option.get("also") or ()),
                    "column": str(option.get("column") or ""),
                    "use": KEEP,
                }
            )
    holders = tuple(dict.fromkeys([*content.holders(), *(f"question {name}" for name in content.questions)]))
    labels = tuple(dict.fromkeys(row["label"] for row in rows))
    columns = (
        Column("of", 22, edit=False, choices=holders, help="The question, or the scale that several questions share."),
        Column("name", 20, edit=False, help="Leave it empty in a new row."),
        Column("label", 36, help="As the report prints it."),
        Column("order", 8, number=True),
        Column("count as", 30, choices=(NO_ANSWER, *labels), help="The label of another answer of the same question."),
        Column("kind", 16, choices=tuple(KINDS), closed=True),
        Column("stance", 11, choices=STANCES, closed=True, help="Whether it supports or opposes what is asked about."),
        Column("score", 8, number=True, help="Its place on the scale as a number: mean and median are taken of these."),
        Column(
            "exclusive",
            11,
            choices=(YES,),
            closed=True,
            help="Of a question with several answers: stands alone, as 'None of these' does.",
        ),
        Column(
            "other",
            9,
            choices=(YES,),
            closed=True,
            help="Of a question with several answers: chosen by whatever people wrote in themselves.",
        ),
        Column("also written as", 40, help="Other ways in which the data write it, divided by |"),
        Column("column", 30, help="Its own column, where each answer has one."),
        Column("use", 9, choices=(KEEP, REMOVE), closed=True),
    )
    return Table(SHEET, columns, ("of", "name"), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files, all but those that take an answer away."""
    for row in edits.added:
        _add(content, row, notes)
    for edited in edits.edited:
        of, name = edited.key
        holder = content.holders().get(of)
        # A question that became one without answers, or took those of a scale, has none of its own left.
        if holder is not None and name in holder["options"]:
            _change(holder["options"][name], edited, str(holder.get("kind", "")), notes)
    _order(content, edits, notes)


def merge(content: Content, edits: Edits, notes: Notes) -> None:
    """Count answers as other answers, or as none, and take out those marked so; after groups and nets were read."""
    going = {edited.key: edited for edited in edits.edited if edited.cells.get("count as")}
    for key, edited in going.items():
        of, name = key
        holder = content.holders().get(of)
        if holder is None or name not in holder["options"]:
            continue
        target = edited.cells["count as"]
        if target == NO_ANSWER:
            _no_answer(content, edited, notes)
            continue
        found = option_named(holder["options"], target)
        if not _can_count_as(edited, found, holder["options"], going, notes):
            continue
        option, other = holder["options"][name], holder["options"][found]
        known = {as_compared(text) for text in (found, str(other["label"]), *(other.get("also") or ()))}
        texts = [str(option["label"]), *(option.get("also") or ())]
        also = [*(other.get("also") or ()), *(text for text in texts if as_compared(text) not in known)]
        set_or_drop(other, "also", list(dict.fromkeys(also)))
        replace_answer(content, of, name, found, notes)
        notes.changes.append(f"{of}: '{option['label']}' counts as '{other['label']}'")
    for edited, use in edits.of("use"):
        of, name = edited.key
        holder = content.holders().get(of)
        if use == REMOVE and holder is not None and name in holder["options"]:
            replace_answer(content, of, name, "", notes)
            notes.changes.append(f"{of}: the answer '{edited.row.cells['label']}' is taken out")


def is_done(content: Content, key: Key, cells: Mapping[str, str]) -> bool:
    """Whether a row that is no longer there was taken out by what the row itself says."""
    of, _ = key
    if cells.get("use") == REMOVE or cells.get("count as") == NO_ANSWER:
        return True
    options = (content.holders().get(of) or {}).get("options") or {}
    target = option_named(options, cells.get("count as", ""))
    return bool(target) and option_named(options, cells.get("label", "")) == target


def _can_count_as(edited: Edited, found: str, options: Data, going: Mapping[Key, Edited], notes: Notes) -> bool:
    of, name = edited.key
    place, target = edited.row.at("count as"), edited.cells["count as"]
    labels = [str(option["label"]) for other, option in options.items() if other != name]
    if not found:
        do = "Write the label of one of them, or leave the cell empty."
        notes.problem(place, f"no answer of {of} has this label", target, [*labels, NO_ANSWER], do)
    elif found == name:
        notes.problem(place, "an answer that counts as itself", target, labels, "Leave the cell empty.")
    elif (of, found) in going:
        further = going[(of, found)].cells["count as"]
        what = f"an answer that counts as one that itself counts as '{further}'"
        notes.problem(place, what, target, "", f"Write '{further}' here too.")
    else:
        return True
    return False


def _no_answer(content: Content, edited: Edited, notes: Notes) -> None:
    of, name = edited.key
    if not content.sources:
        do = "Leave the cell empty."
        return notes.problem(edited.row.at("count as"), "a tally has no texts that mean no answer", NO_ANSWER, "", do)
    option = content.holders()[of]["options"][name]
    texts = [str(option["label"]), *(option.get("also") or ())]
    for source in content.sources.values():
        known = {as_compared(str(text)) for text in source.get("no_answer") or ()}
        new = [text for text in texts if as_compared(text) not in known]
        source["no_answer"] = [*(source.get("no_answer") or ()), *new]
    replace_answer(content, of, name, "", notes)
    notes.changes.append(f"{of}: '{option['label']}' is no answer, in every question")
    return None


def _add(content: Content, row: Filled, notes: Notes) -> None:
    cells = row.cells
    of, label = cells["of"], cells["label"]
    for column in ("of", "label"):
        if not cells[column]:
            notes.problem(row.at(column), "a new answer without this", do="Fill it in, or empty the row.")
    if not of or not label:
        return None
    kind, _, name = of.partition(" ")
    owner = content.scales.get(name) if kind == "scale" else content.question(name) if kind == "question" else None
    if not owner or owner.get("scale"):
        allowed = [*content.holders(), *(f"question {q}" for q in content.questions)]
        do = "Copy it from a row of the same question."
        return notes.problem(row.at("of"), "no question or scale of this name has answers", of, allowed, do)
    options = owner.setdefault("options", {})
    same = option_named(options, label)
    if same:
        # The row of a workbook that is read a second time; any other is a slip.
        if str(options[same]["label"]) != label:
            return notes.problem(row.at("label"), f"{of} has this answer already", label, "", "Empty this row.")
        return None
    name = cells["name"] or new_name(label, options, "answer")
    options[name] = {"label": label}
    notes.changes.append(f"{of}: a new answer '{label}'")
    given = {column: cells[column] for column in CHANGED[1:] if cells[column]}
    _change(options[name], Edited(row, (of, name), given), str(owner.get("kind", "")), notes, told=False)
    return None


def _change(option: Data, edited: Edited, asked_as: str, notes: Notes, *, told: bool = True) -> None:
    of, _ = edited.key
    cells = edited.cells
    if told:
        plain = [column for column in CHANGED if column in cells]
        notes.changes += [f"{of}: '{option.get('label')}': {column} is now '{cells[column]}'" for column in plain]
    if "label" in cells and not cells["label"]:
        notes.problem(edited.row.at("label"), "an answer without a label", do="Fill it in; 'use' takes an answer out.")
    elif "label" in cells:
        # What stood in the data still does.
        if told and option_named({"x": {**option, "label": cells["label"]}}, str(option["label"])) == "":
            option["also"] = [*(option.get("also") or ()), option["label"]]
        option["label"] = cells["label"]
    if "kind" in cells:
        kind = KINDS.get(cells["kind"] or "answer")
        if kind is None:
            notes.problem(
                edited.row.at("kind"), "not a kind of answer", cells["kind"], KINDS, "Choose one from the list."
            )
        else:
            set_or_drop(option, "kind", kind if kind != "answer" else "")
    if "stance" in cells:
        if cells["stance"] and cells["stance"] not in STANCES:
            do = "Choose one from the list, or leave it empty."
            notes.problem(edited.row.at("stance"), "not a stance", cells["stance"], STANCES, do)
        else:
            set_or_drop(option, "stance", cells["stance"])
    _more(option, edited, asked_as, notes)
    if "also written as" in cells:
        set_or_drop(option, "also", list(apart(cells["also written as"])))
    if "column" in cells:
        set_or_drop(option, "column", cells["column"])


def _more(option: Data, edited: Edited, asked_as: str, notes: Notes) -> None:
    """What only answers of some kinds of question have: a score; standing alone, taking what people wrote."""
    cells = edited.cells
    if cells.get("score"):
        if asked_as in ("multiple", "ranking"):
            what = "a score for an answer of a question with several"
            notes.problem(edited.row.at("score"), what, cells["score"], do="Empty the cell.")
        elif not re.fullmatch(r"-?\d{1,9}", cells["score"]):
            do = "Write the answer's place on the scale as a number."
            notes.problem(edited.row.at("score"), "not a whole number", cells["score"], "1, 2, 3 ...", do)
        else:
            option["score"] = int(cells["score"])
    elif "score" in cells:
        option.pop("score", None)
    for column in ("exclusive", "other"):
        if cells.get(column) not in (None, "", YES):
            do = "Choose it, or leave the cell empty."
            notes.problem(edited.row.at(column), "neither yes nor empty", cells[column], YES, do)
        elif cells.get(column) and asked_as != "multiple":
            what = f"'{column}' is said of answers of a question of type 'multiple'"
            notes.problem(edited.row.at(column), what, edited.row.cells["of"], do="Empty the cell.")
        elif column in cells:
            set_or_drop(option, column, True if cells[column] else None)


def _order(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the answers in the order of the numbers; answers with the same number keep theirs."""
    touched = {edited.key[0] for edited, _ in edits.of("order")} | {row.cells["of"] for row in edits.added}
    for of in sorted(touched):
        holder = content.holders().get(of)
        if holder is None:
            continue
        places: dict[str, float] = {}
        for number, name in enumerate(holder["options"], start=1):
            row = edits.rows.get((of, name)) or _added(edits, of, str(holder["options"][name]["label"]))
            text = row.cells["order"] if row else ""
            try:
                # A new answer without a number comes last.
                places[name] = float(text) if text else float(number)
            except ValueError:
                if row:
                    notes.problem(row.at("order"), "not a number", text, "1, 2, 3 ...", "Write its place in the order.")
        if len(places) == len(holder["options"]):
            ordered = sorted(holder["options"], key=lambda name: places[name])
            if ordered != list(holder["options"]):
                holder["options"] = {name: holder["options"][name] for name in ordered}
                notes.changes.append(f"{of}: its answers are in a new order")


def _added(edits: Edits, of: str, label: str) -> Filled | None:
    return next((row for row in edits.added if row.cells["of"] == of and row.cells["label"] == label), None)
