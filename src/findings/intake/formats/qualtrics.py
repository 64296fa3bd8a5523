"""Qualtrics: three header rows (name, text in any language, ImportId), and the older form with V1, V2 ... and text."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Sequence
from pathlib import Path

from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, named, share, squeezed, with_repeated

SYSTEM = {
    **dict.fromkeys(("startdate", "enddate", "status", "progress", "duration", "finished", "recordeddate"), "paradata"),
    **dict.fromkeys(("_recordid", "responseid", "responseset", "distributionchannel", "userlanguage"), "paradata"),
    **dict.fromkeys(("duration(inseconds)",), "paradata"),
    **dict.fromkeys(("ipaddress", "recipientlastname", "recipientfirstname", "recipientemail"), "identity"),
    **dict.fromkeys(("locationlatitude", "locationlongitude", "locationaccuracy", "emailaddress", "name"), "identity"),
    # The link to whoever was invited.
    **dict.fromkeys(("externaldatareference", "externalreference"), "identity"),
}
_OLD_NAME = re.compile(r"V\d+")
_QUESTION = re.compile(r"(?:\d+_)?(QID\d+)(.*)", re.DOTALL)
# Clicks and times of a page, the order in which options were shown, what Qualtrics found out about a text.
_ABOUT = re.compile(r".*(?:FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|_DO(?:_.*)?)|.*_TEXT_.+", re.DOTALL)
_SELECTED = " - Selected Choice"
_MOSTLY = 0.8
_OWN_COLUMNS = 4
THREE, OLD, TWO = "three header rows", "two header rows (older form)", "two header rows"


class _Qualtrics:
    name = "qualtrics"
    title = "Qualtrics (CSV, TSV or XLSX with three header rows, or the older form with two)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        return {THREE: 3, OLD: 3, TWO: 2, "": 0}[_form(head)]

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        rows = begin_of(grid, headers=2).rows
        form = _form(rows)
        headers = 3 if form == THREE else 2
        begin = begin_of(grid, headers=headers)
        ids = [_import_id(cell) for cell in begin.rows[2]] if headers == 3 else []
        columns = with_repeated(columns_of(begin.rows[0], begin.rows[1], ids, old=form == OLD), begin.after(headers))
        found = {"header rows": str(headers), "layout": form or TWO}
        return export_of(grid, self.name, columns, begin.numbers[headers - 1] + 1, found)


def _form(head: Sequence[Sequence[str]]) -> str:
    if len(head) >= 3 and share(head[2], _import_id) >= _MOSTLY:
        return THREE
    if len(head) < 2:
        return ""
    if all(map(_OLD_NAME.fullmatch, head[0][:5])) and {squeezed(cell) for cell in head[1]} & {
        "responseid",
        "responseset",
    }:
        return OLD
    own = {squeezed(cell) for cell in head[0]}
    # Somebody has taken the third row out; the second is still text, so that no date stands below "StartDate".
    if "responseid" in own and len(own & set(SYSTEM)) >= _OWN_COLUMNS and not re.match(r"\s*\d", head[1][0]):
        return TWO
    return ""


def _import_id(cell: str) -> str:
    """The ImportId in a cell of the third row, or an empty text.

    Examples
    --------
    >>> _import_id('{"ImportId":"QID2_TEXT"}')
    'QID2_TEXT'
    """
    if not cell.lstrip().startswith("{") or len(cell) > 2_000:
        return ""
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return ""
    value = found.get("ImportId", "") if isinstance(found, dict) else ""
    return value if isinstance(value, str) else ""


def columns_of(
    names: Sequence[str], texts: Sequence[str], ids: Sequence[str] = (), *, old: bool = False
) -> tuple[Column, ...]:
    """The columns of a file of Qualtrics, named as the first row names them.

    Parameters
    ----------
    names, texts, ids
        The header rows; without the third, the names stand for it, and in the older form the texts.
    old
        Whether V1, V2 ... name the tool's own columns.

    Examples
    --------
    >>> for column in columns_of(["IPAddress", "Q1_1", "Q1_2"], ["IP-Adresse", "Seen? - Jaws", "Seen? - Alien"],
    ...                          ["ipAddress", "QID1_1", "QID1_2"]):
    ...     print((column.name, column.heading, column.part, column.group, column.says))
    ('IPAddress', 'IPAddress', '', '', 'identity')
    ('Q1_1', 'Seen?', 'Jaws', 'QID1', '')
    ('Q1_2', 'Seen?', 'Alien', 'QID1', '')
    """
    keys = list(ids) or [text if old and _is_own(name) else name for name, text in zip(names, texts, strict=True)]
    shared: dict[str, list[str]] = {}
    groups = [_group(name, key, by_id=bool(ids)) for name, key in zip(names, keys, strict=True)]
    for group, text in zip(groups, texts, strict=True):
        if group:
            shared.setdefault(group, []).append(text)
    common = {group: _common(its) for group, its in shared.items() if len(its) > 1}
    columns = []
    for name, text, key, group in zip(names, texts, keys, groups, strict=True):
        if own := SYSTEM.get(squeezed(key), ""):
            columns.append(Column("", text if old else name, code=name, says=own))
            continue
        heading, part = _cut(text, common.get(group, 0))
        its = group if group in common else ""
        columns.append(Column("", heading or name, part, name, its, _says(name, key)))
    # In the older form the text names the tool's own columns better than V1.
    return named(columns, [column.heading if old and _is_own(column.code) else column.code for column in columns])


def _is_own(name: str) -> bool:
    """Whether the older form names one of the tool's own columns so."""
    return bool(_OLD_NAME.fullmatch(name)) or squeezed(name) in SYSTEM


def _group(name: str, key: str, *, by_id: bool) -> str:
    """What the columns of one question have in common: QID5 of QID5_1; without ImportIds Q5 of Q5_1."""
    if not by_id:
        return "" if squeezed(key) in SYSTEM else name.partition("_")[0]
    match = _QUESTION.fullmatch(key)
    return match[1] if match and not _ABOUT.fullmatch(key) else ""


def _says(name: str, key: str) -> str:
    if _ABOUT.fullmatch(key):
        return "paradata"
    return "open" if key.endswith("_TEXT") or name.endswith("_TEXT") else ""


def _common(texts: Sequence[str]) -> int:
    """How many pieces between ` - ` the texts begin with alike."""
    pieces = [text.split(" - ") for text in texts]
    alike = (len(set(same)) == 1 for same in zip(*pieces, strict=False))
    return len(list(itertools.takewhile(bool, alike)))


def _cut(text: str, common: int) -> tuple[str, str]:
    """The question, which takes the pieces that its columns share, and what one of them adds."""
    pieces = text.removesuffix(_SELECTED).split(" - ")
    if not common:
        return " - ".join(pieces), ""
    question = " - ".join(pieces[:common]).removesuffix(_SELECTED)
    return question, f" - {' - '.join(pieces[common:])}".removeprefix(_SELECTED).removeprefix(" - ")


READER = _Qualtrics()
