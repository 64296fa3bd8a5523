"""An XLSForm: the workbook from which an ODK or Kobo form was made; its sheets `survey` and `choices`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from findings.consultation.names import as_compared
from findings.errors import InputRefused
from findings.intake.clean import clean
from findings.intake.export import Opening
from findings.intake.formats.grid import Grid, open_grid

MOST_ROWS = 50_000
MOST_FILES = 20
"""Workbooks of a folder that are looked into."""


@dataclass(frozen=True)
class Field:
    """One question of a form.

    Parameters
    ----------
    path
        Its name within its groups, joined by `/`.
    type
        As the form writes it, without the list of choices: `select_one`, `integer` ...
    label
        The question's text.
    choices
        Name -> label, in order.
    """

    path: str
    type: str
    label: str
    choices: Mapping[str, str]


def form_beside(path: Path) -> tuple[dict[str, Field], str]:
    """The form that lies beside a file of answers, by path, and what to say of it.

    It has the file's name and ends in `.xlsx`, or is the only workbook in the folder with those two sheets.
    """
    alike = path.with_suffix(".xlsx")
    if alike != path and alike.is_file():
        form = read_form(alike)
        return form, alike.name if form else f"none: {alike.name} is no form that can be read"
    others = [other for other in sorted(path.parent.glob("*.xlsx")) if other != path]
    read = [(other, form) for other in others[:MOST_FILES] if (form := read_form(other))]
    if len(read) == 1:
        return read[0][1], read[0][0].name
    return {}, "none" if not read else "none: several forms lie beside it, and none has its name"


def read_form(path: Path) -> dict[str, Field]:
    """The questions of a form by path; empty if the workbook is no form or cannot be read."""
    try:
        survey = _table(open_grid(path, Opening(sheet="survey")))
    except InputRefused:
        return {}
    try:
        choices = _table(open_grid(path, Opening(sheet="choices")))
    except InputRefused:
        choices = []
    return fields_of(survey, choices)


def fields_of(survey: Sequence[Mapping[str, str]], choices: Sequence[Mapping[str, str]]) -> dict[str, Field]:
    """The questions of the rows of both sheets.

    Examples
    --------
    >>> survey = [{"type": "begin_group", "name": "home"}, {"type": "select_one yn", "name": "own", "label": "Own it?"}]
    >>> fields_of(survey, [{"list_name": "yn", "name": "y", "label": "Yes"}])
    {'home/own': Field(path='home/own', type='select_one', label='Own it?', choices={'y': 'Yes'})}
    """
    lists: dict[str, dict[str, str]] = {}
    for row in choices:
        name = row.get("list_name", row.get("list name", ""))
        if name and (code := row.get("name", row.get("value", ""))):
            lists.setdefault(name, {})[code] = _label(row) or code
    groups: list[str] = []
    fields: dict[str, Field] = {}
    for row in survey:
        words = row.get("type", "").split()
        if not words:
            continue
        kind = words[0].lower()
        if kind in ("begin", "end") and len(words) > 1:
            kind = f"{kind}_{words[1].lower()}"
        name = row.get("name", "")
        if kind.startswith("begin_"):
            groups.append(name)
        elif kind.startswith("end_"):
            del groups[-1:]
        elif name:
            path = "/".join((*groups, name))
            chosen = lists.get(words[1], {}) if len(words) > 1 else {}
            fields[path] = Field(path, kind, _label(row), chosen)
    return fields


def _label(row: Mapping[str, str]) -> str:
    """The label in the form's first language."""
    if row.get("label"):
        return row["label"]
    return next((text for name, text in row.items() if name.startswith(("label::", "label:")) and text), "")


def _table(grid: Grid) -> list[dict[str, str]]:
    """The rows of a sheet by heading; empty if it has not the headings of a form."""
    header: list[str] = []
    table = []
    for number, cells in grid.rows():
        if number > MOST_ROWS:
            break
        if not header:
            header = [as_compared(cell) for cell in cells]
            if not {"name", "value"} & set(header) or not {"type", "list_name", "list name"} & set(header):
                return []
            continue
        row = dict(zip(header, map(clean, cells), strict=False))
        table.append(row)
    return table
