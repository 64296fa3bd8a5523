"""LimeSurvey: CSV or XLSX with codes, texts or "code. text" as headings, and its structure (`.lss`) beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from findings.consultation.names import as_compared
from findings.errors import InputRefused, Problem
from findings.intake.export import Column, Export, Opening
from findings.intake.formats.grid import export_of, open_grid
from findings.intake.formats.layout import begin_of, filled, looked_up, named, share, translated
from findings.intake.formats.lss import Asked, read_structure
from findings.intake.formats.parts import last_brackets, split_brackets

_CODE = r"(?P<base>[A-Za-z][A-Za-z0-9_-]*)(?P<parts>(?:\[[^\[\]]+\])*)"
_CODE_AND_TEXT = re.compile(rf"{_CODE}\.(?:\s+(?P<text>.*))?", re.DOTALL)
_CODE_ALONE = re.compile(_CODE)
# Other tools write "Q1. text" too; LimeSurvey's own first codes look like G01Q01.
_ANYBODYS = re.compile(r"[A-Za-z]\d*\..*", re.DOTALL)

_PARADATA: tuple[str, ...] = (
    "id",
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "startdate",
    "datestamp",
    "refurl",
)
_PARADATA += ("interviewtime", "quota_exit", "completed")
_IDENTITY = ("ipaddr", "token", "firstname", "lastname", "email")
_TEXTS = {
    **dict.fromkeys(("response id", "date submitted", "last page", "start language", "seed"), "paradata"),
    **dict.fromkeys(("date started", "date last action", "referrer url", "total time"), "paradata"),
    **dict.fromkeys(("ip address", "access code", "first name", "last name", "email address"), "identity"),
}
_TIMING = re.compile(r"(?:group|question) time: .*", re.IGNORECASE)
_TIMING_CODE = re.compile(r"groupTime\d+")
_ATTRIBUTE = re.compile(r"attribute_\d+")
_KINDS = {
    **dict.fromkeys("L!OYG", "single"),
    **dict.fromkeys("MP", "multiple"),
    **dict.fromkeys("FHABCE1", "matrix"),
    **dict.fromkeys("NK:", "numeric"),
    **dict.fromkeys("STUQ;|", "open"),
    **{"5": "scale", "D": "date", "R": "ranking", "I": "paradata"},
}
NOT_SHOWN = "N/A"
"""What LimeSurvey writes where a question was not shown."""
_LIKELY = 0.8


class _LimeSurvey:
    name = "limesurvey"
    title = "LimeSurvey (CSV or XLSX, with its .lss if it lies beside it)"

    def recognises(self, path: Path, head: Sequence[Sequence[str]]) -> int:
        if not head:
            return 0
        headings = [heading.strip() for heading in head[0] if heading.strip()]
        codes = {_coded(heading).base for heading in headings}
        texts = {as_compared(heading) for heading in headings}
        if "submitdate" in codes and codes & {"lastpage", "startlanguage"}:
            return 3
        if {"date submitted", "last page", "start language"} <= texts:
            return 3
        if len(headings) < 2 or share(headings, _CODE_AND_TEXT.fullmatch) < _LIKELY:
            return 0
        return 1 if share(headings, _ANYBODYS.fullmatch) > 0.5 else 2

    def open(self, path: Path, opening: Opening) -> Export:
        grid = open_grid(path, opening)
        begin = begin_of(grid, headers=1)
        structure, said = structure_beside(path, begin.rows[0])
        columns = columns_of(begin.rows[0], structure)
        codes = _are_codes(grid.file, columns, begin.after(1))
        words: dict[str, Callable[[str], str]] = {}
        if codes:
            words = {column.name: looked_up(column.labels) for column in columns if column.labels}
        found = {"structure": said, "answers": "codes, put into words by the structure" if codes else "words"}
        return translated(export_of(grid, self.name, columns, begin.numbers[0] + 1, found), words)


@dataclass(frozen=True)
class _Heading:
    """A heading: the question's code, the codes in brackets after it, and its text."""

    base: str
    parts: tuple[str, ...]
    text: str

    @property
    def code(self) -> str:
        return self.base + "".join(f"[{part}]" for part in self.parts)


def _coded(heading: str) -> _Heading:
    match = _CODE_AND_TEXT.fullmatch(heading) or _CODE_ALONE.fullmatch(heading)
    if match is None:
        return _Heading("", (), heading)
    parts = tuple(re.findall(r"\[([^\[\]]+)\]", match["parts"]))
    return _Heading(match["base"], parts, (match.groupdict().get("text") or "").strip())


def columns_of(header: Sequence[str], structure: Mapping[str, Asked] | None = None) -> tuple[Column, ...]:
    """The columns under a header row of LimeSurvey, with what the structure knows of them.

    Examples
    --------
    >>> for column in columns_of(["id. Response ID", "q1[SQ1]. Seen? [Jaws]", "q1[SQ2]. Seen? [Alien]"]):
    ...     print((column.code, column.heading, column.part, column.group, column.says))
    ('id', 'Response ID', '', '', 'paradata')
    ('q1[SQ1]', 'Seen?', 'Jaws', 'q1', '')
    ('q1[SQ2]', 'Seen?', 'Alien', 'q1', '')
    """
    structure = structure or {}
    timings = {f"{_coded(heading).base}Time" for heading in header}
    columns = []
    for heading, (question, row) in zip(header, split_brackets(header), strict=True):
        own = _coded(heading)
        asked, sub = _looked_up(own, structure)
        if kind := "paradata" if own.code in timings or not heading else _own(own, heading):
            columns.append(Column("", own.text or heading, code=own.code, says=kind))
        elif asked:
            columns.append(_of_structure(own, asked, sub))
        elif own.parts:
            text, part = last_brackets(own.text)
            columns.append(Column("", text or own.base, part or "][".join(own.parts), own.code, group=own.base))
        elif own.base:
            columns.append(Column("", own.text or heading, code=own.code))
        else:
            columns.append(Column("", question, row, group=question if row else ""))
    sure = structure or {"submitdate", "Date submitted"} & {column.code or column.heading for column in columns}
    missing = {NOT_SHOWN: "not_asked"} if sure else {}
    return named(
        (
            replace(column, missing=missing)
            if column.says not in ("paradata", "identity") and NOT_SHOWN not in column.labels.values()
            else column
            for column in columns
        ),
        header,
    )


def _own(heading: _Heading, written: str) -> str:
    """What the tool's own columns hold."""
    if heading.base in _PARADATA and not heading.parts:
        return "paradata"
    if heading.base in _IDENTITY or _ATTRIBUTE.fullmatch(heading.base):
        return "identity"
    if _TIMING.fullmatch(written) or _TIMING_CODE.fullmatch(heading.base):
        return "paradata"
    return _TEXTS.get(as_compared(written), "")


def _looked_up(heading: _Heading, structure: Mapping[str, Asked]) -> tuple[Asked | None, str]:
    """The question of a heading and the code of its part; R and SPSS have `_` in the place of brackets."""
    if heading.base in structure:
        return structure[heading.base], heading.parts[0] if heading.parts else ""
    base, _, sub = heading.base.rpartition("_")
    return (structure[base], sub) if base in structure else (None, "")


def _of_structure(heading: _Heading, asked: Asked, sub: str) -> Column:
    kind, labels = _KINDS.get(asked.type, ""), dict(asked.answers)
    part = asked.parts.get(sub, "")
    if sub and not part:
        first = asked.parts.get(sub.partition("_")[0], "")
        part = first or last_brackets(heading.text)[1] or sub
    if sub == "other" or sub.endswith("comment"):
        kind, labels = "open", {}
        part = last_brackets(heading.text)[1] or ("Other" if sub == "other" else "Comment")
    text = asked.text or heading.text or heading.base
    return Column("", text, part, heading.code, group=asked.code if sub else "", says=kind, labels=labels)


def structure_beside(path: Path, header: Sequence[str]) -> tuple[dict[str, Asked], str]:
    """The structure that lies beside a file and is of the same survey, and what to say of it.

    It has the file's name, or is the only one in the folder; and it knows one of the file's columns.
    """
    named_alike = path.with_suffix(".lss")
    others = sorted(path.parent.glob("*.lss"))
    if not named_alike.is_file() and len(others) != 1:
        return {}, "none" if not others else "none: several .lss files lie beside it, and none has its name"
    beside = named_alike if named_alike.is_file() else others[0]
    structure = read_structure(beside)
    if any(_looked_up(_coded(heading), structure)[0] for heading in header):
        return structure, beside.name
    return {}, f"none: {beside.name} is of another survey, or the headings are not codes"


def _are_codes(file: str, columns: Sequence[Column], sample: Sequence[Sequence[str]]) -> bool:
    """Whether the cells are codes of answers; all columns of a file are alike in this.

    Raises
    ------
    InputRefused
        If a column can be read both ways and they differ, and no other column settles it.
    """
    codes = words = 0
    unsettled = []
    for place, column in enumerate(columns):
        cells = set(filled(sample, place)) - {NOT_SHOWN}
        if not column.labels or not cells:
            continue
        as_codes, as_words = cells <= set(column.labels), cells <= set(column.labels.values())
        codes += as_codes and not as_words
        words += as_words and not as_codes
        if as_codes and as_words and any(column.labels[cell] != cell for cell in cells):
            unsettled.append(column.name)
    if unsettled and bool(codes) == bool(words):
        what = "the answers can be read as codes and as texts, and the two differ"
        do = "Export it with full answers and without the structure beside it, or say 'data.format: csv'."
        raise InputRefused([Problem(f"{file}, column '{name}'", what, do=do) for name in unsettled])
    return codes > words


READER = _LimeSurvey()
