"""What people wrote in the sheet of points, as the rows that `kept/points.csv` is to have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from findings.consultation.points_file import (
    DRAFT_PREFIX,
    KINDS,
    THEME,
    KeptPoint,
    PointKind,
    PointSource,
    PointStatus,
    next_names,
)
from findings.freetext.points import Register
from findings.freetext.register import Entry
from findings.setup.points_sheet import (
    BY,
    INTO,
    IS_POINT,
    KIND,
    NO,
    NO_POINT,
    PLACES,
    PROPOSALS,
    REASON,
    SAYS,
    THEMES,
    YES,
    Words,
)
from findings.setup.table import Cells, Edits, Filled, Notes, apart

_STATED = {PointStatus.CONFIRMED: "confirmed", PointStatus.NO_POINT: "no point", PointStatus.DRAFT: "kept as a draft"}


@dataclass
class Decided:
    """What the register is to hold: its rows, and where in the workbook, as which draft, each changed one stands."""

    points: list[KeptPoint]
    rows: dict[str, Filled] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)


def decided(
    register: Register,
    current: Mapping[str, Entry],
    edits: Edits,
    table: Mapping[str, Cells],
    words: Words,
    notes: Notes,
) -> Decided:
    """The register with what the workbook says of it.

    Parameters
    ----------
    register
        As it is now.
    current
        The number of a row in the workbook -> the draft or point that it is now.
    edits
        What was changed on the sheet.
    table
        The number of a row -> its cells as the files would write them now.
    words
        What people see for themes and sections.
    notes
        Takes changes and problems.
    """
    new = [edited for edited in edits.edited if current[edited.key[0]].kept is None]
    names = iter(next_names(register.kept, len(new) + len(edits.added)))
    renamed = {edited.key[0]: next(names) for edited in new}
    found = Decided(list(register.kept), drafts={name: number for number, name in renamed.items()})
    for edited in edits.edited:
        number = edited.key[0]
        entry = current[number]
        name = renamed.get(number, entry.point)
        sources = entry.kept.sources if entry.kept is not None else _sources(entry)
        cells = {**table[number], **edited.cells}
        _says_yes_or_no(edited.row, cells, notes)
        point = _point(name, cells, sources, words, renamed)
        if entry.kept is None:
            found.points.append(point)
            notes.changes.append(f"{number} is {_told(point)}")
        else:
            place = next(place for place, own in enumerate(found.points) if own.point == name)
            found.points[place] = replace(point, row=entry.kept.row)
            notes.changes.append(f"{name} is now {_told(point)}")
        found.rows[name] = edited.row
    for row in edits.added:
        place_texts = [
            text.strip() for text in row.cells.get(PLACES, "").replace(";", "\n").split("\n") if text.strip()
        ]
        own = [_seen(register, text) for text in place_texts]
        _says_yes_or_no(row, row.cells, notes)
        point = _point(next(names), row.cells, tuple(own), words, renamed)
        if row.cells.get(NO, ""):
            notes.problem(row.at(NO), "a row that the workbook did not hold when it was written", row.cells[NO], "",
                          f"Leave '{NO}' empty in a new row; it is given when the workbook is read.")  # fmt: skip
            continue
        found.points.append(point)
        found.rows[point.point] = row
        notes.changes.append(f"a new row is {_told(point)}")
    _answered_points_stand(register, found, notes)
    return found


def _says_yes_or_no(row: Filled, cells: Cells, notes: Notes) -> None:
    if cells.get(IS_POINT, "") not in ("", YES, NO_POINT):
        notes.problem(row.at(IS_POINT), "neither yes nor no", cells[IS_POINT][:60], f"{YES}, {NO_POINT}")


def _point(
    name: str, cells: Cells, sources: tuple[PointSource, ...], words: Words, renamed: Mapping[str, str]
) -> KeptPoint:
    into = cells.get(INTO, "").strip()
    said = cells.get(IS_POINT, "")
    status = {YES: PointStatus.CONFIRMED, NO_POINT: PointStatus.NO_POINT}.get(said, PointStatus.DRAFT)
    if into and status is not PointStatus.NO_POINT:
        status = PointStatus.MERGED
    kind = cells.get(KIND, "").casefold() or KINDS[0]
    return KeptPoint(
        name,
        status,
        cells.get(SAYS, ""),
        cast(PointKind, kind),
        tuple(words.theme(text) for text in apart(cells.get(THEMES, ""))),
        tuple(words.section(text) for text in apart(cells.get(PROPOSALS, ""))),
        sources,
        renamed.get(into, into),
        cells.get(BY, ""),
        cells.get(REASON, ""),
    )


def _sources(entry: Entry) -> tuple[PointSource, ...]:
    return tuple(
        PointSource(source.place, source.passage.seen if source.passage is not None else "") for source in entry.sources
    )


def _seen(register: Register, place: str) -> PointSource:
    """A place that a person wrote, with what stands there."""
    own = PointSource.read(place)
    found = register.heard.at(own.place) if register.heard is not None and own.channel != THEME else None
    return PointSource(own.place, found[0].seen if found else own.seen)


def _told(point: KeptPoint) -> str:
    if point.status is PointStatus.MERGED:
        return f"{point.point}, merged into {point.into}"
    return f"{point.point}, {_STATED[point.status]}"


def _answered_points_stand(register: Register, found: Decided, notes: Notes) -> None:
    """Refuse to take away a point that has an answer: the answer would be one to nothing."""
    standing = {point.point for point in found.points if point.stands}
    for name, row in found.rows.items():
        if name in register.answers and name not in standing:
            do = "Move its answer in kept/answers.csv to the point that stands, then read the workbook in."
            notes.problem(row.at(IS_POINT), f"{name} has an answer, and would be no confirmed point", "", "", do)


def sources_there(register: Register, found: Decided, notes: Notes) -> None:
    """Note each place of a new row at which nothing stands, or several passages."""
    for point in found.points:
        row = found.rows.get(point.point)
        if row is None or row.cells.get(NO, "").startswith((DRAFT_PREFIX, point.point)):
            continue
        for source in point.sources:
            own = register.heard.at(source.place) if register.heard is not None else None
            if source.channel != THEME and not own:
                what = "no passage stands at this place" if own is None else "several passages stand at this place"
                allowed = "a place as the column shows it in other rows, such as letters:l1:2"
                notes.problem(row.at(PLACES), what, source.place[:80], allowed)
