"""What comes of the rows of all files: codings, rows that are kept out with their reasons, and faults."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from findings.consultation.codeframe import NO_CONTENT, SET_ASIDE
from findings.freetext.coding import Coding
from findings.freetext.layouts import Written, several
from findings.freetext.row_faults import RowFaults

MOST_WITHOUT_COMMENT = 20
"""One coded response in so many without a comment, and the file is refused: its identifiers are mixed up."""


@dataclass(frozen=True)
class SetAside:
    """A row that is kept out and not lost: as it was written, with the reason."""

    written: Written
    question: str
    reason: str


@dataclass
class Read:
    """What came of the rows so far.

    Parameters
    ----------
    codings
        Each with its row as it was written.
    set_aside
        Rows that are kept out, each with its reason.
    faults
        What is refused.
    again
        (Question, old theme, why) -> comments that have to be coded again.
    blank
        File -> rows without a code.
    not_analysed
        (File, reason) -> rows of responses that are not counted.
    not_coded
        (File, open question that no code frame serves) -> rows.
    without
        (File, question) -> rows of responses that have no comment, and the units of the file.
    """

    codings: list[tuple[Coding, Written]] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    faults: RowFaults = field(default_factory=RowFaults)
    again: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)
    blank: Counter[str] = field(default_factory=Counter)
    not_analysed: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_coded: Counter[tuple[str, str]] = field(default_factory=Counter)
    without: dict[tuple[str, str], list[tuple[Written, str]]] = field(default_factory=dict)
    units: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def keep_out(self, written: Written, question: str, reason: str) -> None:
        """Set a row aside."""
        self.set_aside.append(SetAside(written, question, reason))


def without_comment(read: Read) -> list[str]:
    """What is told of codes of responses without a comment: kept out where they are few, refused where many.

    That a coder who was given every response says of an empty one that it has no content is no fault.
    """
    told = []
    for (file, question), rows in read.without.items():
        themes = {row.unit for row, code in rows if code not in (NO_CONTENT, SET_ASIDE)}
        if len(themes) * MOST_WITHOUT_COMMENT > len(read.units[file, question]):
            do = "Look whether the identifiers are those of other responses; else take these rows out."
            for row, code in rows:
                if code not in (NO_CONTENT, SET_ASIDE):
                    what = f"a code of a response that has no comment to {question}"
                    read.faults.add(file, row.row, what, do=do)
            continue
        for row, _ in rows:
            read.keep_out(row, question, f"the response has no comment to {question}")
        units = len({row.unit for row, _ in rows})
        told.append(
            f"{file}: codes of {several(units, 'response', 'responses')} without a comment to {question} are not "
            "counted" + (f"; {several(len(themes), 'of these was', 'of these were')} given a theme" if themes else "")
        )
    return told
