"""`codings.csv` beside the files that people kept: nothing lost on the way in, nothing made another on it.

Only `kept/codings/*.csv` is looked at, whose columns are ours; what other programs exported is described by its own
layout. A code may have been carried forward to the present version of its frame.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from findings.audit.recount.codeframe import TO_CODE, FreeText
from findings.audit.recount.codings import CODINGS, STATUSES, unled
from findings.audit.recount.csvfile import Row, read_rows
from findings.audit.recount.funnel import LEDGER
from findings.audit.recount.source import ID
from findings.audit.recount.yamlfile import ASK
from findings.errors import Problem, VerificationFailed

KEPT = "restricted/inputs/kept/codings"
SET_ASIDE = "restricted/codings_set_aside.csv"
AGAIN = "again"
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SAME = (ID, "question", "coder", "date")
_LONGEST_CELL = 10_000_000
_TOLD = 20


def kept_problems(run: Path, rows: Sequence[Row], free_text: FreeText) -> Iterator[Problem]:
    """Codings that stand otherwise in the file that they were read from, and kept ones that are nowhere.

    Parameters
    ----------
    run, free_text
        The run's folder, and its code frames.
    rows
        Its `codings.csv`.
    """
    files = {path.name: path for path in sorted((run / KEPT).glob("*.csv"))}
    try:
        aside = read_rows(run, SET_ASIDE) if (run / SET_ASIDE).is_file() else []
        into = {row["response_id"]: row["into"] for row in read_rows(run, LEDGER) if row.get("into")}
    except VerificationFailed as failed:
        yield from failed.problems
        return
    told = {(row.get("file", ""), row.get("row", "")) for row in aside}
    for name, path in files.items():
        try:
            kept = _read(path)
        except (OSError, ValueError, csv.Error) as error:
            yield Problem(f"{KEPT}/{name}", "it cannot be read", str(error)[:120], do=ASK)
            continue
        own = [row for row in rows if row["file"] == name]
        problems = list(_of_file(name, kept, own, free_text, into))
        read = {row["row"] for row in own} | {row for file, row in told if file in (name, f"kept/codings/{name}")}
        lost = [number for number, row in kept.items() if number not in read and row.get("code", "").strip()]
        if lost:
            first = ", ".join(lost[:3]) + (", ..." if len(lost) > 3 else "")
            what = f"rows that are neither in {CODINGS} nor set aside with a reason"
            problems.append(Problem(f"{KEPT}/{name}", what, f"{len(lost):,}: {first}", do=ASK))
        yield from problems[:_TOLD]


def _of_file(
    name: str, kept: Mapping[str, Row], own: Sequence[Row], free_text: FreeText, into: Mapping[str, str]
) -> Iterator[Problem]:
    for row in own:
        was, where = kept.get(row["row"]), f"{CODINGS}, of {name}, row {row['row']}"
        if was is None:
            yield Problem(where, "a coding of a row that the file kept does not have", do=ASK)
            continue
        same = {column: _same(column, row[column], was[column], name, free_text) for column in _SAME if column in was}
        # What is coded of a response that was combined with another is coded of that.
        differ = [column for column in same if not same[column] and row[column] != into.get(was[column])]
        again = row["status"] == AGAIN and row["code"] == TO_CODE
        if was.get("status", "") in STATUSES and row["status"] != was["status"] and not again:
            differ.append("status")
        frame = free_text.frame_of(row["question"])
        codes = [part.strip() for part in was.get("code", "").split(";")]
        if frame is not None and not again and not any(row["code"] in frame.present(code) for code in codes):
            differ.append("code")
        if differ:
            yield Problem(where, "not what people kept", ", ".join(differ), do=ASK)


def _same(column: str, now: str, text: str, name: str, free_text: FreeText) -> bool:
    """Whether a cell says what stood there, in the way in which people may write it."""
    if column == "coder" and not text:
        return now == Path(name).stem
    if column == "question" and free_text.frame_of(text) is None:
        # Its number or wording: which question that is, the questionnaire says.
        return bool(text)
    if column == "date" and (day := _DAY_FIRST.fullmatch(text)):
        return now == f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}"
    # Responses of channels that number alike are led by the channel's name.
    return now == text or (column == ID and now.endswith(f"-{text}"))


def _read(path: Path) -> dict[str, Row]:
    """The rows of a kept file by their numbers, the header being row 1."""
    csv.field_size_limit(_LONGEST_CELL)
    head, *lines = csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
    names = [name.strip() for name in head]
    return {
        str(number): {key: unled(cell.strip()) for key, cell in zip(names, line, strict=False)}
        for number, line in enumerate(lines, start=2)
    }
