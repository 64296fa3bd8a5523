"""A coding workbook read back: each row by its key, wherever it stands, with what its coder chose in it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from findings.consultation.codeframe import NO_CONTENT, SET_ASIDE, TO_CODE, Sentiment
from findings.consultation.names import as_compared
from findings.setup.coding_comments import ToCode, is_key
from findings.setup.coding_words import NO, SENTIMENTS, YES, Words, some_comments
from findings.setup.compare import as_same
from findings.setup.read import FIRST_ROWS, Workbook, text_of
from findings.setup.table import Notes

ROW, COMMENT, CONTEXT, SUGGESTED = "Row", "Comment", "Context", "Suggested"
THEME, SENTIMENT, NOTE, QUOTE = "Theme", "Sentiment", "Note", "Quote?"
MAY_QUOTE, AS_WRITTEN = "May be quoted", "As written"
_THEME = re.compile(rf"{THEME.casefold()} \d+")
_CELL = re.compile(r"([A-Z]+)(\d+)")
_LISTED = 12
ALONE = (NO_CONTENT, SET_ASIDE)
"""What contradicts every theme; a point outside the frame may stand beside themes."""


@dataclass(frozen=True)
class Choices:
    """What a coder made of a comment.

    Examples
    --------
    >>> one, other = Choices(("cost", "travel"), quote=True), Choices(("travel", "cost"), quote=True)
    >>> one.stamp == other.stamp, len(one.stamp), Choices().stamp
    (True, 8, '')
    """

    codes: tuple[str, ...] = ()
    sentiment: Sentiment | None = None
    quote: bool = False
    note: str = ""

    @property
    def stamp(self) -> str:
        """What shows later whether a row is as it was written; nothing for a blank one."""
        if not self:
            return ""
        parts = (*sorted(self.codes), "", str(self.sentiment or ""), YES if self.quote else "", as_same(self.note))
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:8]

    def __bool__(self) -> bool:
        return bool(self.codes or self.sentiment or self.quote or self.note)


@dataclass(frozen=True)
class SaidRow:
    """A row as it came back.

    Parameters
    ----------
    where
        Its sheet and number, for messages.
    comment
        The comment whose row it is.
    choices
        What its coder chose.
    suggested
        The machine's codes that the coder saw beside it.
    as_written
        The stamp of what stood in it when the workbook was written.
    edited
        Whether the text of the comment was changed in it.
    """

    where: str
    comment: ToCode
    choices: Choices
    suggested: tuple[str, ...] = ()
    as_written: str = ""
    edited: bool = False


@dataclass
class Said:
    """All rows of a workbook, and the keys of comments that are no longer received."""

    rows: list[SaidRow] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def read_rows(
    workbook: Workbook, comments: Iterable[ToCode], words: Mapping[str, Words], shown: Mapping[str, str], notes: Notes
) -> Said:
    """The rows of every sheet that has keys and themes.

    Parameters
    ----------
    workbook
        As it came back: sheets and rows in any order, columns moved or added.
    comments
        Every comment that there is.
    words
        Question -> what may be chosen.
    shown
        Key -> the comment's cell as it is written.
    notes
        Takes every problem, by sheet and row.
    """
    known = {as_same(one.key): one for one in comments}
    texts = {as_same(text) for text in shown.values()}
    said = Said()
    seen: dict[str, str] = {}
    titles = {own.title.casefold() for own in words.values()}
    for sheet, values in workbook.sheets.items():
        where = f"{workbook.name}, sheet '{sheet}'"
        found = _headings(values)
        if found is None:
            if sheet.casefold() in titles and any(text_of(cell) for line in values for cell in line):
                do = "Write the headings into the first row again."
                notes.problem(f"{where}, row 1", "a heading is missing", "", f"{ROW}, {THEME} 1, ...", do)
            continue
        head, headings = found
        said.sheets.append(sheet)
        places = _places(headings, f"{where}, row {head + 1}", notes)
        if places is None:
            continue
        _formulas(workbook, sheet, where, places, notes)
        moved: list[int] = []
        for number, line in enumerate(values[head + 1 :], start=head + 2):
            cells = {name: text_of(line[place]) for name, place in places.items()}
            at = f"{where}, row {number}"
            row = _row(at, cells, known, words, shown, said, notes)
            if row is None:
                continue
            if row.comment.key in seen:
                do = "Keep one of the two rows, with what both say."
                notes.problem(at, f"this row and {seen[row.comment.key]} are of one comment", row.comment.key, "", do)
                continue
            seen[row.comment.key] = at.removeprefix(f"{workbook.name}, ")
            said.rows.append(row)
            if row.edited and as_same(cells[COMMENT]) in texts:
                moved.append(number)
        if moved:
            rows = ", ".join(map(str, moved[:_LISTED])) + (", ..." if len(moved) > _LISTED else "")
            what = f"{some_comments(len(moved))} beside the key of another: a column was sorted apart from the others"
            do = "Undo that, or move the choices into the workbook as it was sent; sort by the arrows in the headings."
            notes.problem(
                f"{where}, row {moved[0]}", what, f"row {rows}" if len(moved) == 1 else f"rows {rows}", "", do
            )
    return said


def _headings(values: Sequence[Sequence[Any]]) -> tuple[int, list[str]] | None:
    """The row of the headings; None for a sheet that is none of comments."""
    for head, line in enumerate(values[:FIRST_ROWS]):
        texts = [as_compared(text_of(value)) for value in line]
        if ROW.casefold() in texts and any(_THEME.fullmatch(text) for text in texts):
            return head, texts
    return None


def _places(headings: Sequence[str], where: str, notes: Notes) -> dict[str, int] | None:
    """Heading -> its column, of those that are read; None where one is missing or stands twice."""
    own = {as_compared(name): name for name in (ROW, COMMENT, SUGGESTED, SENTIMENT, NOTE, QUOTE, AS_WRITTEN)}
    places: dict[str, int] = {}
    count = Counter(headings)
    whole = True
    for place, text in enumerate(headings):
        name = own.get(text) or (text.capitalize() if _THEME.fullmatch(text) else "")
        if not name:
            continue
        if count[text] > 1 and name not in places:
            notes.problem(where, "a heading stands twice", name, do="Rename the column that is your own.")
            whole = False
        places[name] = place
    for name in (NOTE, QUOTE):
        if name not in places:
            notes.problem(where, "a heading is missing", "", name, "Write it over its column again.")
            whole = False
    return places if whole else None


def _formulas(workbook: Workbook, sheet: str, where: str, places: Mapping[str, int], notes: Notes) -> None:
    """Refuse formulas in the columns that are read; in those that a coder added they are her own matter."""
    read = set(places.values())
    for cell in workbook.formulas.get(sheet, ()):
        match = _CELL.fullmatch(cell)
        if match and _column(match[1]) in read:
            do = "Write its result, or put an apostrophe before a text."
            notes.problem(f"{where}, cell {cell}", "a formula", do=do)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _row(
    where: str,
    cells: Mapping[str, str],
    known: Mapping[str, ToCode],
    words: Mapping[str, Words],
    shown: Mapping[str, str],
    said: Said,
    notes: Notes,
) -> SaidRow | None:
    key = as_same(cells[ROW])
    comment = known.get(key)
    filled = any(text for name, text in cells.items() if name in (SENTIMENT, NOTE, QUOTE) or name.startswith(THEME))
    if comment is None:
        if key and is_key(cells[ROW]):
            if filled:
                said.gone.append(f"{where} ({cells[ROW]})")
        elif key or filled:
            what = "the key of the row was changed" if key else "a row that has lost its key"
            do = "Copy the key of the comment from the workbook as it was sent; grey cells are not for you to change."
            notes.problem(f"{where}, column '{ROW}'", what, key[:80], "", do)
        return None
    own = words[comment.question]
    choices = _choices(where, cells, own, notes)
    suggested = tuple(code for text in cells.get(SUGGESTED, "").split("\n") if (code := own.code_of(text)))
    # Without its column nobody can tell what stood there, so whatever is not blank was chosen since.
    edited = COMMENT in cells and as_same(cells[COMMENT]) != as_same(shown.get(comment.key, comment.text))
    return SaidRow(where, comment, choices, suggested, cells.get(AS_WRITTEN, ""), edited)


def _choices(where: str, cells: Mapping[str, str], words: Words, notes: Notes) -> Choices:
    codes = list(dict.fromkeys(_codes(where, cells, words, notes)))
    alone = [code for code in codes if code in ALONE]
    if alone and len(codes) > 1:
        found = ", ".join(words.labels[code] for code in codes)
        do = "Take one or the other away."
        notes.problem(where, f"'{words.labels[alone[0]]}' stands alone, and is chosen beside others", found, "", do)
    if SET_ASIDE in alone and not cells[NOTE]:
        do = "Write into 'Note' why nobody can code it."
        notes.problem(f"{where}, column '{NOTE}'", "a comment set aside without a reason", "", "", do)
    return Choices(tuple(codes), _sentiment(where, cells, notes), _quote(where, cells, notes), cells[NOTE])


def _codes(where: str, cells: Mapping[str, str], words: Words, notes: Notes) -> Iterator[str]:
    for name in sorted((name for name in cells if name.startswith(THEME)), key=_number):
        text = cells[name]
        code = words.code_of(text) if text else TO_CODE
        if code == TO_CODE:
            continue
        if code:
            yield code
            continue
        labels = list(words.labels.values())
        more = f", and {len(labels) - _LISTED} more" if len(labels) > _LISTED else ""
        allowed = ", ".join(labels[:_LISTED]) + more
        other = next((theme for theme in words.frame.themes.items() if _is_called(text, *theme)), None)
        what = "a theme of another question" if other else f"no theme of '{words.title}' is called so"
        notes.problem(f"{where}, column '{name}'", what, text[:80], allowed, words.nearest(text))


def _number(name: str) -> int:
    return int(name.rpartition(" ")[2])


def _is_called(text: str, name: str, theme: Any) -> bool:
    return as_compared(text) in {as_compared(one) for one in (name, theme.label, *theme.also)}


def _sentiment(where: str, cells: Mapping[str, str], notes: Notes) -> Sentiment | None:
    text = cells.get(SENTIMENT, "")
    if not text:
        return None
    found = {as_compared(name): one for name, one in SENTIMENTS.items()}.get(as_compared(text))
    if found is None:
        do = "Choose one from the list, or empty the cell."
        notes.problem(f"{where}, column '{SENTIMENT}'", "no such sentiment", text[:80], ", ".join(SENTIMENTS), do)
    return found


def _quote(where: str, cells: Mapping[str, str], notes: Notes) -> bool:
    text = as_compared(cells[QUOTE])
    if text not in ("", YES, NO):
        do = "Choose one, or empty the cell."
        notes.problem(f"{where}, column '{QUOTE}'", "neither yes nor no", cells[QUOTE][:80], f"{YES}, {NO}", do)
    return text == YES
