"""What a person changed in the workbook of commentary, put into the paragraphs of the files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from findings.consultation.commentary import Commentary, Earlier, Written
from findings.consultation.commentary_text import bound_in, one_line
from findings.consultation.names import as_compared
from findings.errors import is_unseen, written_out
from findings.exhibits.written import Reader, Typed
from findings.setup.commentary_sheets import PICKS, STEP, STILL, YES, Part, without_places
from findings.setup.table import REMOVE, Cells, Edited, Edits, Filled, Key, Notes

_MANY = 6


@dataclass
class _Entry:
    """A paragraph of a part while it is changed; `order` is its place."""

    written: Written
    order: float


@dataclass
class _State:
    """The paragraphs of a part, and those that were taken out, newest first."""

    part: Part
    entries: dict[str, _Entry]
    withdrawn: list[Earlier]
    added: list[_Entry] = field(default_factory=list)

    @property
    def said(self) -> Commentary:
        """What its file is to say."""
        entries = sorted([*self.entries.values(), *self.added], key=lambda entry: entry.order)
        return Commentary(paragraphs=tuple(entry.written for entry in entries), withdrawn=tuple(self.withdrawn))


def apply(
    parts: Sequence[Part], edits: Edits, seen: Mapping[str, Mapping[str, str]], notes: Notes
) -> dict[str, Commentary]:
    """Slot -> what its file is to say now.

    Parameters
    ----------
    parts
        What the files say.
    edits
        What was changed on the sheet.
    seen
        Title of a part -> cell -> its value in the workbook, which is what the writer saw.
    notes
        Takes changes and problems.
    """
    states = {
        part.title: _State(
            part,
            {
                name: _Entry(written, float(STEP * place))
                for place, (name, written) in enumerate(part.by_id.items(), start=1)
            },
            list(part.said.withdrawn),
        )
        for part in parts
    }
    readers = {
        title: Reader(state.part.reader.evidence, state.part.reader.elsewhere, seen.get(title, {}))
        for title, state in states.items()
    }
    for edited in edits.edited:
        _change(edited, states, readers, notes)
    for row in edits.added:
        _add(row, states, readers, notes)
    return {state.part.slot: state.said for state in states.values()}


def is_done(parts: Sequence[Part], key: Key, cells: Cells) -> bool:
    """Whether a row of the workbook that the files no longer hold has been done: taken out, or said by them."""
    if cells.get("use") == REMOVE:
        return True
    return any(part.title == cells.get("part") and _same(part, cells) for part in parts)


def _same(part: Part, cells: Cells) -> bool:
    """Whether a part has a paragraph that says what a row says, its typed figures bound."""
    text = _text(Filled("", cells), part, part.reader, Notes())
    return text is not None and any(text == one_line(paragraph.text) for paragraph in part.said.paragraphs)


def _change(edited: Edited, states: dict[str, _State], readers: Mapping[str, Reader], notes: Notes) -> None:
    name, row = edited.key[0], edited.row
    home = next(state for state in states.values() if name in state.entries)
    entry = home.entries[name]
    short = f"{home.part.title}, '{_short(entry.written.text)}'"
    if edited.cells.get("use") == REMOVE:
        home.withdrawn.insert(0, _earlier(entry.written))
        del home.entries[name]
        notes.changes.append(f"taken out, and kept in the file: {short}")
        return
    goal = _state_of(row, states, notes) if "part" in edited else home
    if goal is None:
        return
    order = _order(row, entry.order, notes) if "order" in edited else entry.order
    written = entry.written
    confirmed = edited.cells.get(STILL)
    if confirmed and confirmed != YES:
        notes.problem(row.at(STILL), "neither yes nor empty", confirmed, (YES,), "Choose it, or empty the cell.")
        return
    if "role" in edited:
        written = written.model_copy(update={"role": edited.cells["role"]})
        notes.changes.append(f"the role is now '{written.role}': {short}")
    if goal is not home or any(column in edited for column in ("text", *PICKS)):
        text = _text(row, goal.part, readers[goal.part.title], notes)
        if text is None:
            return
        if text != one_line(entry.written.text) or goal is not home:
            before = (_earlier(entry.written), *entry.written.before)
            written = written.model_copy(update={"text": text, "before": before})
            notes.changes.append(f"changed: {short}")
            confirmed = YES
    new = _valued(written, goal.part, readers[goal.part.title]) if confirmed else written
    if confirmed and new.text == entry.written.text and new.when_written != entry.written.when_written:
        new = new.model_copy(update={"before": (_earlier(entry.written), *entry.written.before)})
        notes.changes.append(f"still true: {short}")
    if _faults(row, new, readers[goal.part.title], notes):
        return
    if "order" in edited and order != entry.order:
        notes.changes.append(f"moved: {short}")
    entry.written, entry.order = new, order
    if goal is not home:
        goal.entries[name] = home.entries.pop(name)


def _add(row: Filled, states: dict[str, _State], readers: Mapping[str, Reader], notes: Notes) -> None:
    if row.cells["use"] == REMOVE:
        return
    if row.cells["row"]:
        do = "Leave the grey cell 'row' of a new paragraph empty."
        notes.problem(row.at("row"), "no paragraph of this name", row.cells["row"], "", do)
        return
    state = _state_of(row, states, notes)
    if state is None:
        return
    if not row.cells["text"]:
        notes.problem(row.at("text"), "a paragraph without a text", do="Write it, or empty the row.")
        return
    reader = readers[state.part.title]
    last = max((entry.order for entry in (*state.entries.values(), *state.added)), default=0.0)
    order = _order(row, last + STEP, notes)
    text = _text(row, state.part, reader, notes)
    if text is None or any(text == one_line(paragraph.text) for paragraph in state.part.said.paragraphs):
        # What was read in before is there already.
        return
    written = _valued(Written(text=text, role=row.cells["role"]), state.part, reader)
    if _faults(row, written, reader, notes):
        return
    state.added.append(_Entry(written, order))
    notes.changes.append(f"new: {state.part.title}, '{_short(text)}'")


def _state_of(row: Filled, states: dict[str, _State], notes: Notes) -> _State | None:
    named = {as_compared(title): state for title, state in states.items()}
    state = named.get(as_compared(row.cells["part"]))
    if state is None:
        do = "Choose the part of the report that it belongs to."
        notes.problem(row.at("part"), "no such part of the report", row.cells["part"], tuple(states), do)
    return state


def _order(row: Filled, otherwise: float, notes: Notes) -> float:
    text = row.cells["order"]
    if not text:
        return otherwise
    try:
        return float(text)
    except ValueError:
        notes.problem(row.at("order"), "not a number", text, "a number such as 15", "Small numbers stand first.")
        return otherwise


def _text(row: Filled, part: Part, reader: Reader, notes: Notes) -> str | None:
    """The text of a row with every number by its cell's name; None where that cannot be, which the notes tell."""
    known = len(notes.problems)
    text = one_line(row.cells["text"])
    unseen = [sign for sign in text if is_unseen(sign)]
    if unseen:
        found = written_out("".join(unseen))[:80]
        notes.problem(row.at("text"), "a character that steers and is not shown", found, "", "Take it out.")
        return None
    if not text:
        do = "Write one, or choose 'remove' in 'use'."
        notes.problem(row.at("text"), "a paragraph without a text", do=do)
        return None
    picked: dict[int, str] = {}
    for place, column in enumerate(PICKS, start=1):
        if row.cells[column]:
            ref = _ref(part, row.cells[column])
            if not ref:
                do = "Choose it from the list, or copy it from the sheet Numbers."
                notes.problem(row.at(column), "no number of this part is called so", row.cells[column], "", do)
            picked[place] = ref
    text, used, missing = without_places(text, {place: ref for place, ref in picked.items() if ref})
    for place in missing:
        if picked.get(place) is None:
            column = PICKS[place - 1] if 1 <= place <= len(PICKS) else PICKS[-1]
            do = f"Pick it in column '{column}', or take {{{place}}} out of the text."
            notes.problem(row.at("text"), f"{{{place}}} is in the text, and no number is picked for it", do=do)
    text = _with_typed(row, text, {place: ref for place, ref in picked.items() if ref}, used, part, reader, notes)
    for place, ref in picked.items():
        if ref and place not in used:
            do = f"Write {{{place}}} where it belongs in the text, or empty the cell."
            notes.problem(
                row.at(PICKS[place - 1]),
                "a number that is picked and is not in the text",
                row.cells[PICKS[place - 1]],
                "",
                do,
            )
    return text if len(notes.problems) == known else None


def _with_typed(
    row: Filled, text: str, picked: Mapping[int, str], used: set[int], part: Part, reader: Reader, notes: Notes
) -> str:
    """The text, each typed figure of one cell bound to that cell; `used` takes the picks that were meant."""
    typed = reader.typed(text)
    for each in reversed(typed):
        meant = {place: ref for place, ref in picked.items() if ref in each.cells}
        refs = tuple(dict.fromkeys(meant.values())) or each.cells
        if len(refs) != 1:
            _refuse(row, each, refs, part, notes)
            continue
        used.update(meant)
        text = text[: each.at] + f"{{{refs[0]}}}" + text[each.at + len(each.text) :]
        notes.changes.append(f"{row.where}: {each.text} is now bound to '{part.numbers[refs[0]]}'")
    return text


def _refuse(row: Filled, typed: Typed, refs: Sequence[str], part: Part, notes: Notes) -> None:
    if not refs:
        what = "a typed figure that no number of this part is printed as"
        do = "Look it up on the sheet Numbers, pick it, and write {1} for it in the text."
        notes.problem(row.at("text"), what, typed.text, "", do)
        return
    names = [part.numbers[ref] for ref in refs[:_MANY]]
    more = f"; and {len(refs) - _MANY} more" if len(refs) > _MANY else ""
    what = f"a typed figure that {len(refs)} numbers of this part are printed as"
    do = "Pick the one that is meant in 'number 1' (or the next that is empty)."
    notes.problem(row.at("text"), what, typed.text, "; ".join(names) + more, do)


def _ref(part: Part, text: str) -> str:
    """The cell that a person picked: by its words, or by its name; an empty text if there is none."""
    wanted = as_compared(text)
    if text in part.numbers:
        return text
    return next((ref for ref, words in part.numbers.items() if as_compared(words) == wanted), "")


def _valued(written: Written, part: Part, reader: Reader) -> Written:
    """The paragraph with what each of its numbers was when its writer looked."""
    now = reader.prose(written).now
    values = {
        bound.name: now[bound.name] if bound.form else reader.seen.get(bound.ref, now[bound.name])
        for bound in bound_in(one_line(written.text))
        if bound.name in now
    }
    return written.model_copy(update={"when_written": values})


def _faults(row: Filled, written: Written, reader: Reader, notes: Notes) -> bool:
    faults = reader.prose(written).faults
    for fault in faults:
        notes.problem(row.at("text"), fault.what, fault.found, fault.allowed, fault.do)
    return bool(faults)


def _earlier(written: Written) -> Earlier:
    return Earlier(text=written.text, role=written.role, when_written=written.when_written)


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 50 else line[:49] + "…"
