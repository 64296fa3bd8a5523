"""Citizen Space, and the layouts in which public bodies hand its responses on.

Headings are `Q1: text - Option`, `Prop 1 Q1 - text` or `Title - text`; some have a row `Ident 1, Ident 2 ...` above
the questions, some a blank row below the headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from findings.consultation.names import as_compared
from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, named, share, squeezed, with_repeated
from findings.intake.formats.parts import split_mark

_IDENT = re.compile(r"Ident\s*\d+", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<code>(?:Prop(?:osal)?\s*\d+\s+)?Q\d+[a-z]?)\s*(?::|\.|\s-)\s+(?P<text>.+)", re.DOTALL)
_OF_PROPOSAL = re.compile(r"Prop(?:osal)?\s*\d+\s+Q\d+.*", re.DOTALL | re.IGNORECASE)
_RESPONSE = ("responseid", "responsenumber", "consultationresponseid")
_SENT = ("submitteddate", "datesubmitted", "submissiondate", "submitted")
_PARADATA = (
    *_RESPONSE,
    *_SENT,
    "responsesource",
    "responsestatus",
    "userid",
    "createdon",
    "modifiedon",
    "publishedstatus",
)
# The questions that Citizen Space puts first itself.
_IDENTITY: tuple[str, ...] = (
    "what is your name?",
    "what is your email address?",
    "what is your email?",
    "name",
    "email",
    "email address",
)
_IDENTITY += ("your name", "your email address", "what is your postcode?", "what is your address?", "ip address")
_IDENTITY += ("what is your telephone number?", "what is your phone number?")
_OTHER_TOOLS = ("lastpage", "startlanguage", "recordeddate", "collectorid")


class _CitizenSpace:
    name = "citizen_space"
    title = "Citizen Space (CSV or XLSX)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if not head:
            return 0
        if _has_idents(head):
            return 3
        own = {squeezed(heading) for heading in head[0]}
        if own & set(_OTHER_TOOLS):
            return 0
        numbered = sum(bool(_NUMBERED.fullmatch(heading.strip())) for heading in head[0])
        if own & set(_RESPONSE) and own & set(_SENT):
            return 3 if numbered else 1
        if sum(bool(_OF_PROPOSAL.fullmatch(heading.strip())) for heading in head[0]) > 1:
            return 3
        return 2 if own & set(_RESPONSE) and numbered else 0

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        first = begin_of(grid, headers=1)
        skip = 1 if _has_idents(first.rows) else 0
        begin = begin_of(grid, headers=1, skip=skip)
        columns = with_repeated(columns_of(begin.rows[0], first.rows[0] if skip else ()), begin.after(1))
        return export_of(grid, self.name, columns, begin.numbers[0] + 1, {"header rows": str(skip + 1)})


def _has_idents(head: Sequence[Sequence[str]]) -> bool:
    """Whether the first row numbers columns and the second holds the questions."""
    return len(head) > 1 and any(cell.strip() for cell in head[0]) and share(head[0], _IDENT.fullmatch) == 1.0


def columns_of(header: Sequence[str], idents: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns under a header row of Citizen Space; `idents` stand above it in one of the layouts.

    Examples
    --------
    >>> for column in columns_of(["Response ID", "Q1: Seen? - Jaws", "Q1: Seen? - Alien", "Age - Age"]):
    ...     print((column.code, column.heading, column.part, column.group, column.says))
    ('', 'Response ID', '', '', 'paradata')
    ('Q1', 'Seen?', 'Jaws', 'Q1: Seen?', '')
    ('Q1', 'Seen?', 'Alien', 'Q1: Seen?', '')
    ('', 'Age', '', '', '')
    """
    columns = []
    for place, (shared, part) in enumerate(split_mark(header)):
        match = _NUMBERED.fullmatch(shared)
        code, text = (match["code"], match["text"]) if match else ("", shared)
        # "Prop 1 Q1" alone is what a heading begins with, not a question of two columns.
        if part and re.fullmatch(r".*Q\d+[a-z]?", shared):
            code, text, part = shared, part, ""
        title, kind = (text, "") if part else _own(text)
        if not code and place < len(idents):
            code = idents[place].strip()
        columns.append(Column("", title, part, code, shared if part else "", kind))
    return named(columns, header)


def _own(text: str) -> tuple[str, str]:
    """A heading without what it says twice, and what it holds if it is one of the tool's own."""
    title, mark, rest = text.partition(" - ")
    if mark and as_compared(title) == as_compared(rest):
        text = title
    if squeezed(text) in _PARADATA:
        return text, "paradata"
    return text, "identity" if as_compared(text) in _IDENTITY else ""


READER = _CitizenSpace()
