"""What people made of the codes that a machine proposed, counted again from `codings.csv`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from findings.audit.recount.cells import Expected
from findings.audit.recount.codedquestions import THEMES
from findings.audit.recount.codeframe import CODEFRAME, Frame, read_codeframe
from findings.audit.recount.codings import SETTLED, read_codings
from findings.audit.recount.csvfile import Row
from findings.audit.recount.identifiers import BASE, CellName, TableName
from findings.audit.recount.question import Questionnaire
from findings.audit.recount.revealed import Sum
from findings.audit.recount.shorts import short_names
from findings.audit.recount.source import ID

CANDIDATES = "_candidates"
NOTES = {
    "accepted": "accepted by a person",
    "changed": "changed to another by a person",
    "refused": "refused by a person",
    "waiting": "waiting for a person",
    BASE: "codes that a machine proposed",
}


def candidate_cells(run: Path, questionnaire: Questionnaire) -> tuple[dict[str, Expected], list[Sum]]:
    """The cells of every table of candidates as they must be, and what adds up in each.

    Raises
    ------
    VerificationFailed
        If `codeframe.yaml` or `codings.csv` cannot be read.
    """
    expected: dict[str, Expected] = {}
    sums: list[Sum] = []
    names = [coded.of[0] for name, coded in questionnaire.coded.items() if name == coded.of[0] + THEMES]
    if not names:
        return expected, sums
    free_text, shorts = read_codeframe(run / CODEFRAME), short_names(run)
    by_comment: dict[tuple[str, str], list[Row]] = {}
    for row in read_codings(run):
        by_comment.setdefault((row["question"], row[ID]), []).append(row)
    for name in names:
        frame = free_text.frame_of(name)
        assert frame is not None
        fates = [
            _fate(code, rows, frame)
            for (question, _), rows in by_comment.items()
            if question == name
            for code in dict.fromkeys(row["code"] for row in rows if row["status"] == "candidate")
        ]
        if not fates:
            continue
        cells = {option: CellName(TableName(name + CANDIDATES), option) for option in NOTES}
        for option, cell in cells.items():
            n = len(fates) if option == BASE else fates.count(option)
            columns = {
                "table": cell.table.text, "measure": "count", "question": cell.table.question, "item": "",
                "option": option, "breakdown": "", "level": "", "filter": "", "unit": "codes", "digits": "0",
                "base_cell": "", "base_kind": "answered", "from": "",
            }  # fmt: skip
            expected[cell.text] = Expected(str(n), columns, note=f"{shorts[name]}: {NOTES[option]}")
        sums.append((cells[BASE].text, *(cell.text for option, cell in cells.items() if option != BASE)))
    return expected, sums


def _fate(code: str, rows: Sequence[Row], frame: Frame) -> str:
    """What became of a proposed code: what was settled goes first, then whoever stands first in the file.

    Examples
    --------
    >>> frame = Frame({}, (), False, False, (), ())
    >>> _fate("cost", [{"code": "cost", "status": "refused", "coder": "Ann", "note": ""}], frame)
    'refused'
    """
    for row in (*(row for row in rows if row["coder"] == SETTLED), *rows):
        if row["status"] in ("accepted", "refused") and row["code"] == code:
            return row["status"]
        if row["status"] == "changed" and code in _named(row["note"], frame):
            return "changed"
    return "waiting"


def _named(note: str, frame: Frame) -> frozenset[str]:
    """The codes that a note may name: it is one, or says 'Instead of <code>.'."""
    text = note.strip()
    return frame.present(text) | frame.present(text.removeprefix("Instead of ").partition(".")[0]) | {text}
