"""The sheets of the workbook of commentary: a row a paragraph, and the numbers that may stand in it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from findings.consultation.commentary import METHOD, SECTION, SUMMARY, WHO_RESPONDED, Commentary, Written
from findings.consultation.commentary_text import IN_WORDS, Bound, bound_in, escaped, one_line, pieces_of
from findings.errors import ParameterError
from findings.evidence.cell import Cell, Measure
from findings.evidence.share_words import is_phrase
from findings.evidence.store import CellView
from findings.exhibits.commentary import Changed, changes
from findings.exhibits.in_words import COUNTED_SHARES, in_words
from findings.exhibits.model import plain
from findings.exhibits.written import Reader
from findings.setup.table import KEEP, REMOVE, Cells, Column, Table

COMMENTARY, NUMBERS, PARTS = "Commentary", "Numbers", "Parts"
PICKS = tuple(f"number {place}" for place in range(1, 7))
"""The columns in which numbers are picked; `{1}` in the text is the first."""
STILL, YES = "still true?", "yes"
STEP = 10
"""Between the places of two paragraphs, so that one more fits in."""
MOST_PICKED = 400
"""A list to choose from is of no help beyond this; every number stands on the sheet Numbers."""
MOST_OF_TITLE = 120
_ABOUT = {
    SUMMARY: "What the report comes down to; it may name every number of the report.",
    WHO_RESPONDED: "Who answered, and who did not; it may name the numbers about respondents.",
    METHOD: "How the responses were counted and what the results cannot say.",
}
_OF_SECTION, _OF_CHAPTER = (
    f"What the report says {what}; it may name the numbers of its tables."
    for what in ("of this section", "in this chapter")
)
_PLACE = re.compile(r"\{\s*(\d+)(\s+in words)?\s*\}")


@dataclass(frozen=True)
class Part:
    """A part of the report for which people write.

    Parameters
    ----------
    slot, title
        Its name, and what the workbook calls it.
    reader
        What its paragraphs are read with.
    said
        What was written for it.
    file
        Where that is kept, below the folder of commentary.
    """

    slot: str
    title: str
    reader: Reader
    said: Commentary
    file: str

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Cell -> what it counts in words, each of its own."""
        words = {ref: self.reader.told(ref) for ref in self.reader.evidence.cells}
        count = Counter(words.values())
        return {ref: text if count[text] == 1 else f"{text} ({ref})" for ref, text in words.items()}

    @cached_property
    def by_id(self) -> dict[str, Written]:
        """The paragraphs by what the workbook knows them by."""
        found: dict[str, Written] = {}
        for paragraph in self.said.paragraphs:
            name = own = row_id(self.slot, paragraph)
            number = 1
            while name in found:
                number += 1
                name = f"{own}-{number}"
            found[name] = paragraph
        return found


def row_id(slot: str, paragraph: Written) -> str:
    """What a paragraph is known by: its first text, so that it is known again when it was changed here."""
    first = paragraph.before[-1].text if paragraph.before else paragraph.text
    return hashlib.sha256(f"{slot}\n{one_line(first)}".encode()).hexdigest()[:8]


def titles_of(readers: Mapping[str, Reader]) -> dict[str, str]:
    """Slot -> what the workbook calls it; sections of one title are told apart by their names."""
    titles = {slot: _title(slot, reader) for slot, reader in readers.items()}
    count = Counter(titles.values())
    return {
        slot: title if count[title] == 1 else f"{title} ({slot.removeprefix(SECTION)})"
        for slot, title in titles.items()
    }


def _title(slot: str, reader: Reader) -> str:
    if not slot.startswith(SECTION):
        return slot.replace("_", " ").capitalize()
    name = slot.removeprefix(SECTION)
    section = reader.evidence.story.questionnaire.sections.get(name)
    return f"Section: {_cut(section.title) if section else name}"


def _cut(title: str) -> str:
    """A title that a drop-down can be found by: longer ones are no use to spreadsheet programs."""
    return title if len(title) <= MOST_OF_TITLE else title[: MOST_OF_TITLE - 1] + "…"


def tables(parts: Sequence[Part]) -> tuple[Table, ...]:
    """The sheets, from what the files and the newest run say."""
    return (_paragraphs(parts), _numbers(parts), _parts(parts))


def _paragraphs(parts: Sequence[Part]) -> Table:
    rows = [row for part in parts for row in _rows(part)]
    picks = {part.title: tuple(_to_pick(part)) for part in parts}
    columns = (
        Column("part", 24, choices=tuple(part.title for part in parts), closed=True, help="Where it is printed."),
        Column("order", 8, number=True, help="Small numbers first; empty for the end."),
        Column("text", 70, help="Prose. {1} is the number picked in 'number 1', {1 in words} the word for it."),
        *(Column(name, 30, by="part", choices_by=picks) for name in PICKS),
        Column("reads now", 60, edit=False),
        Column("what changed", 50, edit=False),
        Column("read when written", 60, edit=False),
        Column(STILL, 12, choices=(YES,), closed=True, help="Where a number changed: yes, if the text still holds."),
        Column("role", 16, help="The role of whoever wrote it, if the report is to say it; not a name."),
        Column("use", 10, choices=(KEEP, REMOVE), closed=True, help="What is removed stays in the file, unprinted."),
        Column("row", 10, edit=False),
    )
    return Table(COMMENTARY, columns, ("row",), tuple(rows))


def _rows(part: Part) -> Iterator[Cells]:
    for place, (name, written) in enumerate(part.by_id.items(), start=1):
        text, picked = with_places(one_line(written.text))
        prose = part.reader.prose(written)
        changed = () if prose.faults else changes(part.reader.evidence, written, prose)
        yield {
            "part": part.title,
            "order": str(STEP * place),
            "text": text,
            "role": written.role,
            **{pick: part.numbers.get(ref, ref) for pick, ref in zip(PICKS, picked, strict=False)},
            **dict.fromkeys(PICKS[len(picked) :], ""),
            "reads now": plain(prose.line)
            if not prose.faults
            else _faulty(prose.faults[0].what, prose.faults[0].found),
            "what changed": "\n".join(told(change) for change in changed),
            "read when written": _as_written(written) if changed else "",
            STILL: "",
            "use": KEEP,
            "row": name,
        }


def _faulty(what: str, found: str) -> str:
    return f"(not printed: {what}: {found})"


def told(change: Changed) -> str:
    """A change in words, for those who may see the value of before.

    Examples
    --------
    >>> from findings.exhibits.model import Span
    >>> told(Changed("q1#yes", (Span("Benches: Yes"),), "5", "6"))
    'Benches: Yes: was 5, is now 6'
    """
    return f"{plain(change.what)}: was {change.was}, is now {change.now}"


def _as_written(written: Written) -> str:
    pieces, _ = pieces_of(one_line(written.text))
    return "".join(
        written.when_written.get(piece.name, "?") if isinstance(piece, Bound) else piece.text for piece in pieces
    )


def with_places(text: str) -> tuple[str, list[str]]:
    """A text with `{1}` for the first cell that it names, and the cells; what finds no column keeps its name.

    Examples
    --------
    >>> with_places("{q1#yes!percent} of {q1#base}, {q1#yes!percent:in_words}")
    ('{1} of {2}, {1 in words}', ['q1#yes!percent', 'q1#base'])
    """
    picked = list(dict.fromkeys(bound.ref for bound in bound_in(text)))[: len(PICKS)]
    parts = []
    for piece in pieces_of(text)[0]:
        if not isinstance(piece, Bound):
            parts.append(escaped(piece.text))
        elif piece.ref in picked:
            parts.append(f"{{{picked.index(piece.ref) + 1}{' in words' if piece.form else ''}}}")
        else:
            parts.append(f"{{{piece.name}}}")
    return "".join(parts), picked


def without_places(text: str, picked: Mapping[int, str]) -> tuple[str, set[int], list[int]]:
    """A text with the picked cells by name; which picks it uses, and which it names and nobody picked.

    Examples
    --------
    >>> without_places("{1} of {2}, {1 in words}", {1: "q1#yes!percent"})
    ('{q1#yes!percent} of {2}, {q1#yes!percent:in_words}', {1}, [2])
    """
    used: set[int] = set()
    missing: list[int] = []

    def named(match: re.Match[str]) -> str:
        number = int(match[1])
        if number not in picked:
            missing.append(number)
            return match[0]
        used.add(number)
        return f"{{{picked[number]}{f':{IN_WORDS}' if match[2] else ''}}}"

    return _PLACE.sub(named, text), used, missing


def _to_pick(part: Part) -> Iterator[str]:
    """The numbers of a drop-down: counts, shares and bases of all respondents, then of groups that are compared."""
    evidence = part.reader.evidence
    compared = {name for name, spec in evidence.story.questionnaire.breakdowns.items() if spec.compare}
    chosen = [
        ref
        for ref, cell in evidence.cells.items()
        if not cell.breakdown or (cell.breakdown in compared and cell.measure in (Measure.COUNT, Measure.PERCENT))
    ]
    chosen.sort(key=lambda ref: bool(evidence.cells[ref].breakdown))
    yield from (part.numbers[ref] for ref in chosen[:MOST_PICKED])


def _numbers(parts: Sequence[Part]) -> Table:
    rows = [
        {
            "part": part.title,
            "number": part.numbers[ref],
            "now": cell.text,
            "in words": _word(part.reader, cell),
            "name": ref,
        }
        for part in parts
        for ref, cell in part.reader.evidence.cells.items()
    ]
    columns = (
        Column("part", 24, edit=False),
        Column("number", 90, edit=False),
        Column("now", 12, edit=False),
        Column("in words", 36, edit=False),
        Column("name", 50, edit=False),
    )
    return Table(NUMBERS, columns, ("part", "name"), tuple(rows))


def _word(reader: Reader, cell: Cell) -> str:
    """The words for a share, where it has a phrase of the scale."""
    if cell.measure not in COUNTED_SHARES or not cell.visible:
        return ""
    try:
        line = in_words(CellView(reader.evidence, cell))
    except ParameterError:
        return ""
    return plain(line) if is_phrase(line[0].text) else ""


def _parts(parts: Sequence[Part]) -> Table:
    rows = [
        {
            "part": part.title,
            "what it is for": _ABOUT.get(part.slot, _OF_SECTION if part.slot.startswith(SECTION) else _OF_CHAPTER),
            "numbers": str(len(part.reader.evidence.cells)),
            "paragraphs": str(len(part.said.paragraphs)),
            "file": part.file,
        }
        for part in parts
    ]
    columns = (
        Column("part", 40, edit=False),
        Column("what it is for", 70, edit=False),
        Column("numbers", 12, edit=False, number=True),
        Column("paragraphs", 12, edit=False, number=True),
        Column("file", 36, edit=False),
    )
    return Table(PARTS, columns, ("part",), tuple(rows))
