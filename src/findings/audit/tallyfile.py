"""`restricted/tally.csv`: the counts that were analysed, with the line of the file received that each stood on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from findings.errors import Problem, VerificationFailed
from findings.evidence.cell import SourceKind

TALLY = "restricted/tally.csv"
COLUMNS = ("group", "question", "answer", "n", "line")
WORKED_OUT = "worked out"


@dataclass(frozen=True)
class TallyLine:
    """One count; `line` is that of the file received, or None where the count was worked out from others."""

    group: str
    question: str
    answer: str
    n: int
    line: int | None


def is_tally(source_kind: str, run: Path) -> bool:
    """Whether a run counted a tally; of made-up data only the files tell, for they may be of either kind."""
    return source_kind == SourceKind.TALLY or (source_kind == SourceKind.MADE_UP and (run / TALLY).is_file())


def read_tally(run: Path) -> tuple[TallyLine, ...]:
    """The lines of `restricted/tally.csv`, in its order.

    Raises
    ------
    VerificationFailed
        If it is missing, or is not what a run writes.
    """
    do = "Ask for the folder as the run left it."
    try:
        reader = csv.DictReader(io.StringIO((run / TALLY).read_text(encoding="utf-8")))
        if not set(COLUMNS) <= set(reader.fieldnames or ()):
            raise ValueError("a column is missing")
        return tuple(_line(row) for row in reader)
    except FileNotFoundError as error:
        raise VerificationFailed([Problem(TALLY, "this file of the run is missing", do=do)]) from error
    except (TypeError, ValueError) as error:
        raise VerificationFailed([Problem(TALLY, "not what a run writes", do=do)]) from error


def _line(row: dict[str, str]) -> TallyLine:
    line = None if row["line"] == WORKED_OUT else int(row["line"])
    return TallyLine(row["group"], row["question"], row["answer"], int(row["n"]), line)
