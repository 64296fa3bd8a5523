"""Sheet 'About': title, dates, and how small counts are treated."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from findings.setup.content import Content, set_or_drop
from findings.setup.table import Cells, Column, Edited, Edits, Notes, Table, apart, together

SHEET = "About"
DATE_ORDERS = ("ymd", "dmy", "mdy")
THRESHOLD, REASON = "hide counts below", "why nothing is hidden"


@dataclass(frozen=True)
class _Item:
    """A row of the sheet: its name, the key that it stands for, and what it is."""

    name: str
    key: str
    help: str
    date: bool = False


ITEMS = (
    _Item("title", "title", "The title of the report."),
    _Item("organisation", "organisation", "The public body that publishes it."),
    _Item("purpose", "purpose", "What people were asked about, in a few sentences."),
    _Item("opened", "opened", "The first day, as 2024-12-31.", date=True),
    _Item("closed", "closed", "The last day, as 2024-12-31.", date=True),
    _Item("published", "published", "The day that the report carries, as 2024-12-31.", date=True),
)
OF_DATA = (
    _Item("source", "source", "Where the responses come from, as the report cites it."),
    _Item("texts that mean no answer", "no_answer", "In every question, divided by |"),
    _Item(
        "order of dates", "date_order", "How the file writes dates: ymd, dmy or mdy; needed where a column is a date."
    ),
)


def table(content: Content) -> Table:
    """The sheet, from what the files say."""
    rows: list[Cells] = [
        {"what": item.name, "value": _text(content.consultation.get(item.key)), "help": item.help} for item in ITEMS
    ]
    of_data = OF_DATA if "" in content.sources else OF_DATA[:1]
    rows += [{"what": item.name, "value": _text(content.data.get(item.key)), "help": item.help} for item in of_data]
    disclosure = content.consultation.get("disclosure") or {}
    rows += [
        {
            "what": THRESHOLD,
            "value": _text(disclosure.get("threshold")),
            "help": "Smaller counts are not shown, nor what would give them back; empty: everything is shown.",
        },
        {
            "what": REASON,
            "value": _text(disclosure.get("reason")),
            "help": "Needed where 'hide counts below' is empty; printed with the method.",
        },
    ]
    columns = (Column("what", 26, edit=False), Column("value", 80), Column("help", 60, edit=False))
    return Table(SHEET, columns, ("what",), tuple(rows))


def apply(content: Content, edits: Edits, notes: Notes) -> None:
    """Put the changes of the sheet into the files."""
    for row in edits.added:
        do = "Empty the row; further settings stand in consultation.yaml."
        notes.problem(row.at("what"), "a row that this sheet does not have", row.cells["what"], "", do)
    changed = {edited.key[0]: edited for edited, _ in edits.of("value")}
    for place, items in ((content.consultation, ITEMS), (content.data, OF_DATA)):
        for item in items:
            if item.name in changed:
                edited = changed.pop(item.name)
                _set(place, item, edited, notes)
                notes.changes.append(f"{item.name} is now '{edited.cells['value']}'")
    if changed:
        _set_disclosure(content, edits, changed, notes)


def _set(place: dict[str, Any], item: _Item, edited: Edited, notes: Notes) -> None:
    text = edited.cells["value"]
    if item.date:
        day = _day(text)
        if day is None:
            do = "Write year, month and day."
            return notes.problem(edited.row.at("value"), "not a date", text, "a day as 2024-12-31", do)
        place[item.key] = day
    elif item.key == "no_answer":
        set_or_drop(place, item.key, list(apart(text)))
    elif item.key == "date_order":
        if text and text not in DATE_ORDERS:
            what = "not an order of day, month and year"
            return notes.problem(edited.row.at("value"), what, text, DATE_ORDERS, "Write one of them.")
        set_or_drop(place, item.key, text)
    elif not text:
        notes.problem(edited.row.at("value"), f"nothing as {item.name}", do="Fill it in.")
    else:
        place[item.key] = text
    return None


def _set_disclosure(content: Content, edits: Edits, changed: dict[str, Edited], notes: Notes) -> None:
    """Both rows together say which profile it is."""
    row, reason = edits.rows.get((THRESHOLD,)), edits.rows.get((REASON,))
    threshold = row.cells["value"] if row else ""
    if row and threshold:
        if not (threshold.isascii() and threshold.isdigit() and 2 <= int(threshold) <= 1000):
            do = "Write the smallest count that is shown."
            return notes.problem(row.at("value"), "not a threshold", threshold, "a whole number from 2 to 1000", do)
        content.consultation["disclosure"] = {"profile": "threshold", "threshold": int(threshold)}
    elif reason and reason.cells["value"]:
        content.consultation["disclosure"] = {"profile": "none", "reason": reason.cells["value"]}
    else:
        where = next(iter(changed.values())).row.at("value")
        what = "neither a threshold nor a reason why nothing is hidden"
        return notes.problem(where, what, do=f"Fill in '{THRESHOLD}', or '{REASON}'.")
    notes.changes += [f"{name} is now '{edited.cells['value']}'" for name, edited in changed.items()]
    return None


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return together(str(text) for text in value)
    return "" if value is None else str(value)
